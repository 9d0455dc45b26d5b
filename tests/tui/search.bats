#!/usr/bin/env bats
# Searching through everything in all dossiers, as one types

load screen

@test "a person is found where she stands, and Enter goes there" {
	"$PROG" new co.name=北京示例远声公司 ct.name=周晴
	start 80 24
	see 2026-0002
	keys C-f
	see '搜索全部:'
	keys -l 周晴
	see '2 个案卷' '联系人  姓名' '2026-0001' '2026-0002' '股东 2  名称（姓名）'
	keys Down Down Down Down
	see '>   许可负责人姓名'
	keys Enter
	see '2026-0001 陕西' '许可负责人姓名 *'
	# back where one was; Esc leaves
	escape
	see '搜索  "周晴"' '>   许可负责人姓名'
	keys /
	keys C-u
	typed zyl
	keys Enter
	see '没有案卷'
	escape
	see '案卷   '
}

@test "at 60x12 the place and what was looked for are in sight" {
	start 60 12 -- tui search
	see '搜索全部:'
	keys -l 大厦6层
	see '1 个案卷' '大厦6层'
	# the query goes, then the screen
	escape
	escape
	see 2026-0001
}

@test "at 200x50 the whole value stands beside, numbers of people masked" {
	start 200 50 -- tui search
	see '搜索全部:'
	keys -l 130000
	see '1 个案卷' '130****'
	hides 13000000
	keys C-u
	keys -l 示例
	see 'Enter 全部列出'
	for _ in 1 2 3 4 5 6 7 8 9; do keys Down; done
	keys Enter
	until_true hides 'Enter 全部列出'
}

@test "journal lines, papers and versions are found too, once one pauses" {
	"$PROG" set 2026-0001 --reason '按新执照' co.fax=029-80000009
	"$PROG" set 2026-0001 co.fax=029-80000008
	"$PROG" bundle 2026-0001 -o "$BATS_TEST_TMPDIR/first.zip" --force --reason '客户催要𠮷'
	start 100 24
	see 2026-0001
	keys C-f
	see '搜索全部:'
	# no fact any more
	keys -l 80000009
	see '日志 2026-11-22'
	see '传真: 029-81234568 -> 029-80000009'
	until_true shows '按新执照'
	# its line in the journal
	keys Down Enter
	see '日志  2026-0001' '筛选“80000009”'
	keys q
	see '搜索  "80000009"'
	keys /
	see '搜索全部:'
	keys C-u
	keys -l '催要𠮷'
	see '第 1 版' first.zip
	keys Down Enter
	see '材料版本'
	keys q
	see '第 1 版'
	keys /
	see '搜索全部:'
	keys C-u
	keys -l 封面和目录
	see '材料 AID-06' '全套材料封面和目录'
	keys Down Enter
	see '筛选“AID-06”' '不属于申请材料'
}
