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
