#!/usr/bin/env bats
# y hands a row to the clipboard of whoever sits at the terminal (OSC 52)

load screen

# the clipboard of this terminal
clipboard() {
	term show-buffer 2>/dev/null
}

copied() {
	[[ "$(clipboard)" == *"$1"* ]]
}

@test "y copies the row, Chinese and all" {
	start 80 24
	see 2026-0001
	term set-option -s set-clipboard on
	keys y
	see '已复制' 陕西云岭示例呼叫服务有限公司
	until_true copied '2026-0001  陕西云岭示例呼叫服务有限公司'
	keys J
	see '日志'
	keys y
	until_true copied '已改动'
}

@test "where nothing is, nothing is copied; where one types, y is a letter" {
	start 80 24
	see 2026-0001
	term set-option -s set-clipboard on
	keys /
	typed 没有这家
	keys Enter y
	see '这里没有可以复制的内容'
	[ -z "$(clipboard)" ]
	keys Escape
	see 陕西云岭示例呼叫服务有限公司
	application
	keys Down Down Down Down
	see '>   公司名称'
	keys C-u y
	see '公司名称 *                   y'
}
