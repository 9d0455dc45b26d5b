#!/usr/bin/env bats
# The papers of a dossier, the bundle and its versions

load screen

# From the list to the papers
papers() {
	see 2026-0001
	keys p
	see DOC-01
}

# Replaces the answer that stands in the message line
answer() {
	keys C-u
	typed "$1"
	keys Enter
}

@test "the papers of a dossier, with state, kind and pages" {
	start 80 24
	papers
	see 应交 已备 在线填写 'Enter 阅读'
	# pages are counted when nobody types
	until_true counted
	keys G
	see AID-06 '工作底稿，不属于申请材料'
	escape
	see '1/1'
}

# DOC-01 has a number of pages
counted() {
	screen | grep -qE '^> DOC-01 .* [1-9][0-9]*$'
}

@test "p in the findings goes to the papers, c comes back to the findings" {
	start 80 24
	see 2026-0001
	keys c
	see 检查结果
	keys p
	see DOC-01 '应交 '
	keys c
	see 检查结果
	keys p
	see DOC-01
}

@test "Enter shows the text of a paper, page by page" {
	start 80 24
	papers
	keys Enter
	see '增值电信业务经营许可证申请表' '第 1 页，共'
	keys n
	see '第 2 页，共'
	keys p
	see '第 1 页，共'
	keys q
	see '应交 '
}

@test "long lines move sideways in a narrow terminal" {
	start 60 12
	papers
	keys Enter
	see '一、申请事项'
	keys Right Right
	until_true hides '一、申请事项'
	keys Left Left
	see '一、申请事项'
}

@test "a paper that is a scan is not read, and says why" {
	start 80 24
	papers
	keys Down
	see '已登记，但文件没有存入：营业执照副本.jpg' '已备 ?'
	keys Enter
	see '本程序不撰写此材料'
}

@test "m makes the PDF files of the filing in a folder" {
	start 80 24
	papers
	keys m
	see '全部申请材料' '全部工作底稿' '仅 DOC-01'
	keys Enter
	see 'PDF 文件存放目录'
	answer "$BATS_TEST_TMPDIR/out"
	see '份材料，共'
	run find "$BATS_TEST_TMPDIR/out" -name '*.pdf'
	[ "${#lines[@]}" -gt 15 ]
	for file in "$BATS_TEST_TMPDIR"/out/*.pdf; do
		qpdf --check "$file" >/dev/null
	done
}

@test "m makes one paper only, ~/ is the home" {
	start 80 24
	papers
	keys m
	see '仅 DOC-01'
	keys 3 Enter
	see 'PDF 文件存放目录'
	answer '~/one'
	see '1 份材料'
	run ls "$HOME/one"
	[ "${#lines[@]}" = 1 ]
	[[ "$output" == *DOC-01* ]]
}

@test "a folder that cannot be made is said, and the screen stands" {
	touch "$BATS_TEST_TMPDIR/file"
	start 80 24
	papers
	keys m Enter
	see 'PDF 文件存放目录'
	answer "$BATS_TEST_TMPDIR/file/x"
	see "$BATS_TEST_TMPDIR/file"
	see DOC-01
	keys m Enter
	see 'PDF 文件存放目录'
	keys C-u Enter
	see '没有给出名称'
}

@test "Esc cancels the making of papers" {
	start 80 24
	papers
	keys m Enter
	see 'PDF 文件存放目录'
	keys C-u
	typed "$BATS_TEST_TMPDIR/out"
	# Esc is there before the work looks at the keyboard
	keys Enter Escape
	see 已取消
	see DOC-01
}

@test "a bundle that is blocked asks before it forces" {
	start 80 24
	papers
	keys b
	see 材料包 '阻断 2' 文件没有存入
	keys m
	see '项阻断申报' '不生成'
	keys Enter
	until_true hides '不生成'
	[ ! -e 2026-0001.zip ]
	keys m
	see '不生成'
	keys 2 Enter
	see '理由（写入'
	keys Enter
	see '须写明理由'
	keys m
	see '不生成'
	keys 2 Enter
	see '理由（写入'
	typed 现场核验前试作
	keys Enter
	see '材料包文件名'
	answer "$BATS_TEST_TMPDIR/a.zip"
	see '第 1 版'
	[ -s "$BATS_TEST_TMPDIR/a.zip" ]
	run "$PROG" paper 2026-0001 versions
	[[ "$output" == *现场核验前试作* ]]
}

@test "versions, and what differs between them" {
	"$PROG" bundle 2026-0001 -o "$BATS_TEST_TMPDIR/a.zip" --force \
		--reason 试作 >/dev/null
	"$PROG" set 2026-0001 site.area=161
	"$PROG" bundle 2026-0001 -o "$BATS_TEST_TMPDIR/b.zip" --force \
		--reason 再试 >/dev/null
	"$PROG" set 2026-0001 site.area=162
	start 80 24
	papers
	keys v
	see a.zip b.zip 强制 再试
	keys d
	see 差异 'site.area' '161' DOC-
	keys q
	keys Enter
	see '与案卷现状' '161 -> 162'
	keys q
	see b.zip
	keys Down d
	see 这是第一版
}

@test "no version yet: it says how one is made" {
	start 80 24
	papers
	keys v
	see 还没有任何版本
	keys Enter
	see 还没有任何版本
}

@test "a dossier without facts has papers all the same" {
	"$PROG" new
	start 60 12
	see 2026-0002
	keys p
	see DOC-01 缺
	keys b
	see 材料包
	keys q
	see DOC-01
}

@test "a change elsewhere shows among the papers" {
	start 80 24
	papers
	see '已备 24'
	"$PROG" set 2026-0001 co.licence_file=
	see '已备 23'
}

@test "the keys of the papers" {
	start 80 24
	papers
	keys '?'
	see '以文本阅读所选材料' '将 PDF 文件写入目录' '申报前检查' '各版及其差异'
}

@test "English" {
	start 80 24 -- --lang en
	see 2026-0001
	keys p
	see Papers 'in hand' 'Enter read' 'b bundle'
	keys b
	see 'warnings 0' 'was never kept here'
	keys G
	see 'bytes, SHA-256'
}

@test "p after a new dossier shows the papers of that one" {
	start 80 24
	see 2026-0001
	keys n
	see 企业名称
	typed 杭州示例云呼科技有限公司
	keys Enter
	see '申请事项'
	escape
	see 2026-0001 2026-0002
	keys p
	see '材料  2026-0002 杭州示例云呼科技有限公司'
}
