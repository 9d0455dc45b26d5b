#!/usr/bin/env bats
# / in every list: rows that have in them what is typed, as one types

load screen

# Row of the cursor
stands_on() {
	screen | grep -q "^>.*$1"
}

@test "papers: Chinese, initials and English; Esc peels the filter first" {
	start 80 24
	see 2026-0001
	keys p
	see DOC-01
	keys /
	see '筛选：'
	# one of the working papers, with the title above it
	typed aid-06
	see '筛选“aid-06”' '不属于申请材料'
	until_true hides DOC-01
	until_true stands_on AID-06
	# the row stays that of the cursor when the others are back
	keys C-u
	see DOC-30
	until_true stands_on AID-06
	typed 申请表
	until_true stands_on 申请表
	until_true hides AID-06
	keys C-u
	typed sqb
	until_true stands_on 申请表
	keys C-u
	# two words, in whatever order and language
	typed 'form doc'
	until_true stands_on DOC-
	keys C-u
	typed 没有的纸
	see '没有哪一行含有'
	keys Enter
	until_true hides '筛选：'
	see '筛选“没有的纸”'
	keys Enter
	see '筛选后没有剩下任何行'
	escape
	until_true hides '筛选“'
	see DOC-01 材料
	escape
	see '1/1'
}

@test "findings and journal: what is shown is what is acted on" {
	"$PROG" set 2026-0001 co.name= co.fax=029-80000001
	"$PROG" set 2026-0001 co.zip=710001
	start 80 24
	see 2026-0001
	keys c
	see 检查结果 C-1
	keys /
	see '筛选：'
	typed hryl
	see '筛选“hryl”'
	until_true stands_on V-DRILL
	keys Enter
	until_true hides '筛选：'
	# the field of the row that is shown, not of the first there is
	keys Enter
	until_true stands_on 接通次数
	escape
	see '筛选“hryl”'
	escape
	see X-04
	keys q
	see '1/1'
	keys J
	see 日志 住所邮编
	keys /
	see '筛选：'
	# the second row of a change, which its line does not show
	typed 029-80000001
	until_true hides 住所邮编
	see '1/1'
	keys Enter
	until_true hides '筛选：'
	keys Enter
	see 'co.fax'
}

@test "checklist and evidence: files, notes, and what is answered" {
	printf lease >"$BATS_TEST_TMPDIR/租赁𠮷.pdf"
	printf plan >"$BATS_TEST_TMPDIR/plan.pdf"
	"$PROG" checklist 2026-0001 start self
	"$PROG" evidence 2026-0001 add "$BATS_TEST_TMPDIR/租赁𠮷.pdf" --title 租赁合同
	"$PROG" evidence 2026-0001 add "$BATS_TEST_TMPDIR/plan.pdf" --title 机房平面图
	start 100 24
	see 2026-0001
	keys e
	see 租赁合同 机房平面图
	keys /
	see '筛选：'
	# in the name of a file, which the line does not show
	typed '𠮷'
	until_true hides 机房平面图
	see E-1
	keys C-u
	typed jfpmt
	until_true stands_on 机房平面图
	until_true hides 租赁合同
	keys Enter
	until_true hides '筛选：'
	keys Enter
	see plan.pdf
	keys q
	keys q
	see '1/1'
	keys i
	see C1-01 C2-01
	keys /
	see '筛选：'
	typed '未答 c1-0'
	until_true hides C2-01
	keys Enter
	until_true hides '筛选：'
	# answered, it is no longer one of them; its title stays for the others
	keys p
	until_true stands_on C1-02
	hides '许可证有效'
	see 准入管理 '已答 4/49'
}

@test "linear mode: /TEXT filters, numbers are those of the rows shown" {
	TERM=dumb run "$PROG" tui --plain papers 2026-0001 <<'EOT'
/aid-06
1
Esc
/没有的纸
EOT
	[ "$status" -eq 0 ]
	[[ "$output" == *'筛选“aid-06”'* ]]
	[[ "$output" == *'1. AID-06'* ]]
	[[ "$output" == *没有哪一行含有* ]]
}

@test "course, bundle, versions and visit have it too" {
	for n in 1 2; do
		"$PROG" set 2026-0001 co.fax=029-8000000$n
		"$PROG" bundle 2026-0001 -o "$BATS_TEST_TMPDIR/v$n.zip" \
			--force --reason x >/dev/null
	done
	for name in course bundle versions visit; do
		run env TERM=dumb "$PROG" tui --plain "$name" 2026-0001 \
			<<<$'/无此内容\nEsc\n/'
		[ "$status" -eq 0 ]
		[[ "$output" == *没有哪一行含有* ]]
		[ "$(grep -c '筛选“无此内容”' <<<"$output")" -eq 1 ]
	done
	# the version before it, although that one is not shown
	run env TERM=dumb "$PROG" tui --plain versions 2026-0001 <<<$'/v2\n1 d'
	[ "$status" -eq 0 ]
	[[ "$output" == *v2.zip*第\ 1\ 版*第\ 2\ 版* ]]
	run env TERM=dumb "$PROG" tui --plain versions 2026-0001 <<<$'/v1\n1 d'
	[[ "$output" == *这是第一版* ]]
}
