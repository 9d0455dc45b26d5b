#!/usr/bin/env bats
# A Markdown file as PDF

ROOT=$BATS_TEST_DIRNAME/../..

setup()
{
	cd "$BATS_TEST_TMPDIR"
	export CALLPERMIT_NOW=2026-11-22T10:00
}

print()
{
	"$PROG" --lang en print "$@"
}

@test "a text becomes a PDF with its heading as title" {
	printf '```code\n# none\n```\n\n# 说明 Notes\n\nprice {{x}}\n' >t.md
	run print t.md -o t.pdf
	[ "$status" -eq 0 ]
	[[ "$output" == "t.pdf  1 pages, "* ]]
	[ "$(pdfinfo t.pdf | sed -n 's/^Title: *//p')" = '说明 Notes' ]
	# it is no template
	pdftotext t.pdf - | grep -qF 'price {{x}}'
	print --json t.md -o u.pdf --title Other >said
	[ "$(jq -r .sha256 said)" = "$(sha256sum <u.pdf | cut -d' ' -f1)" ]
	[ "$(pdfinfo u.pdf | sed -n 's/^Title: *//p')" = Other ]
}

@test "the same text at the same time is the same file" {
	print "$ROOT/data/doc/guide.md" -o a.pdf
	print "$ROOT/data/doc/guide.md" -o b.pdf
	cmp a.pdf b.pdf
}

@test "fences of any language are code, with their blanks" {
	printf '# T\n\n```sh\nif a\n\tthen  b\nfi\n```\n\n```\nx  {y}\n```\n' >t.md
	print t.md -o t.pdf
	pdftotext -layout t.pdf text
	grep -q 'then *b' text
	grep -q '{y}' text
	# what reads papers of the house knows the texts of the house too
	for f in README.md CONTRIBUTING.md src/README.md data/doc/tutorial.md; do
		print "$ROOT/$f" -o t.pdf
		[ -z "$(pdffonts t.pdf | awk 'NR > 2 && $(NF - 4) != "yes"')" ]
	done
}

@test "a mistake is told with file and line, and nothing is written" {
	echo before >t.pdf
	while IFS='|' read -r text place code; do
		printf "$text" >t.md
		run print t.md -o t.pdf
		[ "$status" -ne 0 ]
		[[ "$output" == *"$place"*"[$code]"* ]] || {
			echo "$text: $output"
			return 1
		}
		[ "$(cat t.pdf)" = before ]
	done <<-'ROWS'
		# T\n\n```blank 9000\n```\n|t.md:3: |E-TEMPLATE
		# T\n\nfine\n\n```picture\nnone.png\n```\n|t.md:6: none.png|E-NO-FILE
		# T\n\n```picture\n../x.png\n```\n|t.md:4: |E-NOT-FOUND
		# T\n\nbad \xff\xfe text\n|t.md:|E-TEXT
		\n|t.md: |E-TEMPLATE
	ROWS
	run print none.md -o t.pdf
	[ "$status" -eq 3 ]
	run print "$ROOT" -o t.pdf
	[ "$status" -eq 2 ]
}

@test "more pages than wanted are refused" {
	echo before >t.pdf
	printf '# T\n\n```pagebreak\n```\n\nx\n' >t.md
	run print t.md -o t.pdf --pages 1
	[ "$status" -eq 2 ]
	[[ "$output" == *"t.md: 2 pages; at most 1 are wanted [E-PAGES]" ]]
	[ "$(cat t.pdf)" = before ]
	print t.md -o t.pdf --pages 2
	for n in 0 -1 x 1001; do
		run print t.md -o t.pdf --pages $n
		[ "$status" -eq 2 ]
	done
	run print t.md
	[ "$status" -eq 2 ]
}

@test "pictures lie beside the text, the text in any encoding" {
	mkdir -p d/e
	python3 "$BATS_TEST_DIRNAME/pictures.py" png d/e/p.png
	printf '# 图纸与照片说明\n\n```picture\ne/p.png\n```\n' |
		iconv -t GB18030 >d/t.md
	print d/t.md -o t.pdf
	[ "$(pdfimages -list t.pdf | wc -l)" -gt 2 ]
	[ "$(pdfinfo t.pdf | sed -n 's/^Title: *//p')" = 图纸与照片说明 ]
}
