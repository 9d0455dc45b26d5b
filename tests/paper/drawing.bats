#!/usr/bin/env bats
# Drawings in papers, as those see them who read or scan the pages

setup()
{
	cd "$BATS_TEST_TMPDIR"
	echo '{}' >none.json
	mkdir t
}

# render [FACTS]: t/t.md from standard input, to out.pdf
render()
{
	cat >t/t.md
	"$TOOLS/paper/render" -t t t.md "${1:-none.json}" out.pdf &&
		qpdf --check out.pdf >qpdf.log
}

squashed()
{
	pdftotext -raw out.pdf - | tr -d ' \n\f' | sed 's/　//g'
}

# Per cent of the first page that is not white
inked()
{
	pdftoppm -r 50 -gray -l 1 out.pdf page
	tail -c +20 page-*.pgm | od -An -v -tu1 -w1 |
		awk '$1 < 200 { n++ } END { printf "%d\n", 1000 * n / NR }'
}


@test "a QR code is read from the printed page" {
	cat >facts.json <<-'EOF'
		{ "no": "CP-2026-0001", "paper": "技术方案 DOC-08 | 第3版",
		  "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }
	EOF
	render facts.json <<-'EOF'
		```qr 核对码
		{{no}}
		{{paper}}
		{{hash}}
		```
	EOF
	pdftoppm -r 150 -png out.pdf page
	zbarimg -q --raw -Sbinary page-1.png >seen || zbarimg -q --raw \
		page-1.png >seen
	grep -qx CP-2026-0001 seen
	grep -qx '技术方案 DOC-08 | 第3版' seen
	grep -qx '9f86d08.*0f00a08' seen
	squashed | grep -q '核对码CP-2026-0001技术方案DOC-08|第3版9f86d08'
}

@test "the longest QR code is still read" {
	{
		echo '```qr'
		perl -e 'print join("", map chr(65 + $_ % 26), 1 .. 1000), "\n"'
		echo '```'
	} | render
	pdftoppm -r 200 -png out.pdf page
	[ "$(zbarimg -q --raw page-1.png | tr -d '\n' | wc -c)" = 1000 ]
}

@test "a seat plan has all numbers, the total, its scale and its measures" {
	render <<-'EOF'
		```seats
		area | 160
		rows | 5
		columns | 6
		count | 30
		built | 20
		```
	EOF
	pdftotext -raw out.pdf - | tr ' ' '\n' >seen
	for n in $(seq -w 1 30); do
		grep -qx $n seen
	done
	! grep -qx 31 seen || return 1
	for words in '已建座席20个' '规划座席10个' '合计30个座席' 比例1: \
		'面积160㎡' '15\.49' '10\.33'; do
		squashed | grep -q "$words" || { echo $words; false; }
	done
	[ "$(inked)" -gt 20 ]
}

@test "a room that is too small is refused with what is missing" {
	echo old >out.pdf
	run render <<-'EOF'
		# 平面图

		```seats
		room | 9 | 6
		rows | 5
		columns | 6
		```
	EOF
	[ "$status" = 1 ]
	[[ $output == *'t.md:4: '*'9.60 m'*'10.70 m'*'0.60 m'*'4.70 m'* ]]
	[ "$(cat out.pdf)" = old ]
}

@test "an equity chart says who holds what, names with marks included" {
	cat >facts.json <<-'EOF'
		{ "co": "示例|科技*有限\n公司", "holder": [
		  { "name": "张{{示例}}", "ratio": "60%" },
		  { "name": "李# 示例`", "ratio": "40%" } ] }
	EOF
	render facts.json <<-'EOF'
		```tree up
		{{co}} | | | 申请人
		{{#holder}}
		{{name}} | {{co}} | {{ratio}} | 境内自然人
		{{/holder}}
		```
	EOF
	squashed >seen
	grep -q '示例|科技\*有限公司' seen
	grep -q '张{{示例}}' seen
	grep -q '李#示例`' seen
	grep -q '60%' seen
}

@test "a topology, a time chart and a chart have their words" {
	render <<-'EOF'
		```topology
		zone | 机房 | 1 | 2
		node | a | 1 | 边界控制器 | 主备
		node | b | 2 | 排队服务器
		link | a | b | SIP
		```

		```gantt
		today | 2026-11-28
		bar | 提交申请 | 2026-11-01 | 2026-11-20 | done
		bar | 现场核查 | 2026-11-25 | 2026-12-20 | late | 已催办
		mark | 2026-12-25 | 受理期限
		```

		```chart columns
		axis | 分钟 | 呼入（次）
		value | 第一 | 42
		value | 第二 | 60
		limit | 55 | 设计能力
		```
	EOF
	squashed >seen
	for words in 机房 边界控制器 主备 SIP 提交申请 已完成 逾期 已催办 \
		受理期限 今日2026年11月28日 '2026年' 呼入（次） 42 设计能力; do
		grep -q "$words" seen || { echo $words; false; }
	done
}

@test "drawings are vectors in greys, the same in every run" {
	printf '```chart lines\nvalue | 1 | 2\nvalue | 2 | 3\n```\n' | render
	cp out.pdf one.pdf
	printf '```chart lines\nvalue | 1 | 2\nvalue | 2 | 3\n```\n' | render
	cmp one.pdf out.pdf
	[ "$(pdfimages -list out.pdf | wc -l)" = 2 ]
	qpdf --qdf out.pdf plain.pdf
	! grep -aqE '^[0-9. ]+ (rg|RG|k|K)$' plain.pdf || return 1
	grep -aqE ' (g|G) ' plain.pdf
}
