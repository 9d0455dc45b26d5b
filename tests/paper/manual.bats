#!/usr/bin/env bats
# What callpermit-templates(5) says of templates is so

HERE=$BATS_TEST_DIRNAME
ROOT=$HERE/../..
PAGE=$ROOT/man/callpermit-templates.5

setup()
{
	cd "$BATS_TEST_TMPDIR"
}

# The directives that the program knows, one a line
directives()
{
	sed -n '/} directives\[\] = {/,/^};/p' "$ROOT/src/typeset/layout.c" |
		sed -n 's/^	{ "*\([A-Za-z]*\).*/\1/p' | tr A-Z a-z | sort
}

@test "every directive is in the manual" {
	[ "$(directives | wc -l)" -ge 7 ]
	for d in $(directives); do
		grep -q "^\.It Ic $d\>" "$PAGE" || { echo "$d"; false; }
	done
}

@test "the examples of the manual become papers" {
	mkdir t
	awk '/^\.Bd -literal/ { n++; on = 1; next } /^\.Ed/ { on = 0 }
		on { gsub(/\\e/, "\\"); print >("t/" n ".md") }' "$PAGE"
	[ "$(ls t | wc -l)" -gt 12 ]
	n=0
	for f in t/*.md; do
		d=$(sed -n 's/^```\([a-z]\{1,\}\).*/\1/p' $f | head -n 1)
		# pictures need a dossier that has them
		[ "$d" != picture ] || continue
		[ -z "$d" ] || directives | grep -qx "$d" || continue
		n=$((n + 1))
		echo "$f"
		"$TOOLS/paper/render" -t t "${f#t/}" "$HERE/facts.json" out.pdf
		pdftotext -bbox out.pdf boxes
		awk -F'"' '/<word/ && ($2 < 0 || $6 > 595.3 || $8 > 842) {
			print; exit 1 }' boxes
	done
	[ $n -ge 9 ]
}

@test "the quick guide is a paper of two pages" {
	"$PROG" print "$ROOT/data/doc/guide.md" -o guide.pdf --pages 2
	[ "$(pdfinfo guide.pdf | awk '/^Pages:/ { print $2 }')" = 2 ]
	# all fonts are in it
	[ -z "$(pdffonts guide.pdf | awk 'NR > 2 && $(NF - 4) != "yes"')" ]
	pdftotext -layout guide.pdf - | grep -q '五、从受理到领证'
}

@test "the quick guide names commands and facts that are there" {
	"$PROG" help | sed -n 's/^  \([a-z]*\) .*/\1/p' >commands
	sed -n 's/^callpermit \([a-z]*\) .*|.*/\1/p' "$ROOT/data/doc/guide.md" \
		>named
	[ "$(wc -l <named)" -gt 12 ]
	for c in $(cat named); do
		grep -qx "$c" commands || { echo "$c"; false; }
	done
	export CALLPERMIT_DB=$PWD/guide.db CALLPERMIT_NOW=2026-11-22T10:00
	"$PROG" import "$ROOT/data/sample/complete.yaml"
	echo x >执照.jpg
	# those that only look or set, as they stand
	sed -n 's/^\(callpermit [^|]*[^| ]\) *|.*/\1/p' \
		"$ROOT/data/doc/guide.md" |
		grep -E '^callpermit (assess|set|undo|stage|due|backup|new) ' |
		grep -v 执照.jpg >lines
	[ "$(wc -l <lines)" -ge 5 ]
	while read -r _ rest; do
		"$PROG" $rest || { echo "$rest"; false; }
	done <lines
}
