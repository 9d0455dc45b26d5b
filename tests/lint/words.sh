#!/bin/sh
# Every sentence of the program must stand in Chinese in data/lang/zh_CN.po:
# none missing, none left over, none untranslated.  Run from the top folder.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

po=data/lang/zh_CN.po
xgettext -k_ -kN_ --from-code=UTF-8 --no-location --omit-header -o "$tmp/pot" \
	src/*/*.c
sed -n '/^msgid ""$/,/^$/p;/^$/q' $po | cat - "$tmp/pot" >"$tmp/code.po"

msgfmt --check-format -o /dev/null $po
bad=$(msgattrib --untranslated --no-wrap $po | grep -c '^msgid "[^"]' || true)
[ "$bad" = 0 ] || {
	echo "$po: $bad sentences are not translated:"
	msgattrib --untranslated --no-wrap $po | grep '^msgid "[^"]'
	exit 1
}
msgcmp --use-untranslated $po "$tmp/code.po" 2>"$tmp/cmp" || {
	cat "$tmp/cmp"
	echo "$po: run make words and translate what is new"
	exit 1
}
msgmerge -q --no-fuzzy-matching $po "$tmp/code.po" -o "$tmp/new.po"
left=$(msgattrib --only-obsolete --no-wrap "$tmp/new.po" | grep -c '^#~ msgid' || true)
[ "$left" = 0 ] || {
	echo "$po: $left sentences are no longer used; run make words:"
	msgattrib --only-obsolete --no-wrap "$tmp/new.po" | grep '^#~ msgid'
	exit 1
}
