#!/usr/bin/env bats
# Commands by their names, keys with their reasons, screens from outside

load screen

@test "a command is found by pinyin initials, Chinese and English" {
	start 80 24
	see 2026-0001
	keys :
	see '命令：' '打开案卷'
	typed qxqk
	see '没有这样的命令'
	keys C-u
	typed xgjl
	hides '打开案卷'
	keys C-u
	typed 撤销
	see '撤销案卷的上一次改动'
	keys C-u
	typed journal
	see 谁在何时 1/1
	keys Enter
	see '日志  2026-0001'
}

@test "Esc leaves the palette, and nothing was done" {
	start 80 24
	see 2026-0001
	keys :
	see '命令：'
	escape
	until_true hides '命令：'
	see 2026-0001
}

@test "from a form F2 saves what is typed and goes to another screen" {
	start 80 24
	application
	keys Down Down Down Down
	see '>   公司名称'
	keys C-e C-u
	typed '云岭示例𠮷'
	keys F2
	see '命令：'
	typed course
	keys Enter
	see '进程  2026-0001'
	holds co.name '云岭示例𠮷'
}

@test "keys that can do nothing are named with the reason" {
	start 80 24
	see 2026-0001
	keys /
	typed 无此公司
	keys Enter
	see '没有编号或企业'
	keys '?'
	see '没有可以操作的案卷'
	keys /
	typed 撤销
	until_true hides '打开案卷'
	see '没有可以操作的案卷'
	keys Enter
	until_true hides '筛选：'
	escape
	see '按键: 案卷' '所有案卷的期限'
	escape
	until_true hides '按键: 案卷'
	keys :
	see '命令：'
	typed course
	see '没有可以操作的案卷' 1/1
	keys C-u
	typed bundle
	see '这里没有选中案卷'
	keys Enter
	until_true hides '命令：'
	see '没有可以操作的案卷'
}

@test "full-width signs of an input method work as keys" {
	start 80 24
	see 2026-0001
	keys '？'
	see '按键: 案卷'
	escape
	until_true hides '按键: 案卷'
	keys '：'
	see '命令：'
}

@test "screens are opened from the command line" {
	start 80 24 -- tui course 2026-0001
	see '进程  2026-0001'
	keys q
	see 公司
	term kill-server
	start 80 24 -- tui due
	see 期限
	term kill-server
	run "$PROG" tui nosuch
	[ "$status" -eq 2 ]
	[[ "$output" == *nosuch*checklist* ]]
	run "$PROG" tui course
	[ "$status" -eq 2 ]
	run "$PROG" tui due 2026-0001
	[ "$status" -eq 2 ]
}
