#!/usr/bin/env bats
# Selecting, cutting, copying and putting back where one types

load screen

# Opens the first dossier on 公司名称
open_name() {
	start "$@"
	application
	keys Down Down Down Down
	see '>   公司名称'
}

clipboard() {
	[ "$(term show-buffer 2>/dev/null)" = "$1" ]
}

# reversed TEXT: it stands there in reverse video
reversed() {
	term capture-pane -ep | sed -e $'s/\e\\[[0-9]*[;0-9]*;7m/\e[7m/g' \
		-e $'s/\e\\[[34]9m//g' | grep -qF $'\e[7m'"$1"$'\e['
}

plain_again() {
	! term capture-pane -ep | tail -n +2 | grep -q $'\e\\[[0-9;]*7m'
}

@test "selected by whole characters, cut, put back, taken back" {
	local pair=$'\U0001F468\u200D\U0001F469'

	open_name 60 12 NO_COLOR=1
	term set-option -s set-clipboard on
	keys C-u
	term send-keys -l $'呼\U00020BB7e\u0301中'
	see 中
	keys Left S-Left S-Left
	until_true reversed $'\U00020BB7e\u0301'
	keys C-x
	see '已剪切' '呼中'
	until_true clipboard $'\U00020BB7e\u0301'
	keys End C-v
	see $'呼中\U00020BB7e\u0301'
	keys C-z
	until_true hides $'\U00020BB7'
	keys C-y C-Left S-Home
	term send-keys -l "$pair"
	keys Enter
	until_true holds co.name $'\U0001F468\u200D\U0001F469é'
}

@test "what three keys took comes back at once, in another field" {
	open_name 80 24
	keys C-y
	see '还没有剪切、复制或删去过什么'
	keys C-w C-w C-u
	until_true hides '公司名称 *                   陕西'
	keys C-z C-z C-z
	see '公司名称 *                   陕西云岭示例呼叫服务有限公司'
	keys Up Up
	see '>   省份'
	keys F4 F4
	see 目标用户
	down_to '>   投诉电话'
	keys C-u
	until_true hides 029-81234560
	keys C-y
	see 029-81234560
	keys M-y
	see '陕西云岭示例呼叫服务有限公司 '
	keys C-z C-z C-z
	see 029-81234560
}

@test "Esc and ^C are for the selection first" {
	open_name 80 24
	term set-option -s set-clipboard on
	keys S-Home
	until_true reversed 陕西云岭示例呼叫服务有限公司
	keys C-c
	see '已复制，终端的剪贴板也有' '>   公司名称'
	until_true clipboard 陕西云岭示例呼叫服务有限公司
	until_true plain_again
	keys Home C-Space Right Right
	until_true reversed 陕西
	escape
	until_true plain_again
	see '>   公司名称'
	keys F9
	keys /
	typed 选中
	see '^Space' 'Shift-右' '复制选中的'
	escape
	escape
	escape
	see '名称' 2026-0001
	holds co.name 陕西云岭示例呼叫服务有限公司
}

@test "over several lines, and typed over" {
	"$PROG" set 2026-0001 --draft cc.service_desc=$'第一行\n第二行𠮷\n第三行' \
		>/dev/null
	start 200 50 -- tui 2026-0001
	see 公司名称
	keys F4 F4 Down Down Down
	see '> x 业务描述'
	keys Enter
	see 第三行 20000
	keys Left M-a Up Up
	until_true reversed '行 '
	until_true reversed '第二行𠮷 '
	until_true reversed 第三
	typed 新
	see 第一新行
	keys C-z
	see 第二行𠮷
	keys S-Down C-w C-y C-y
	escape
	see 目标用户
	holds cc.service_desc $'第一行\n第二行\n第二行𠮷\n第三行'
}
