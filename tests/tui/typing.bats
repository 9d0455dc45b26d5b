#!/usr/bin/env bats
# Chinese typed, deleted and saved

load screen

# Opens the first dossier on 公司名称
open_name() {
	start "${1:-80}" "${2:-24}"
	application
	keys Down Down Down Down
	see '>   公司名称'
}

@test "typed in the middle, deleted, saved" {
	open_name
	keys Left Left
	typed 中心
	keys BSpace
	typed 间
	keys Home Delete Delete
	typed 甘肃
	keys End BSpace
	typed 部
	see '甘肃云岭示例呼叫服务有限中间公部'
	keys Enter
	until_true holds co.name 甘肃云岭示例呼叫服务有限中间公部
}

@test "rare and joined characters are one step each" {
	local rare=$'\U0002CB4E\U00020BB7'

	open_name
	keys C-u
	typed "$rare"
	term send-keys -l $'e\u0301\U0001F468\u200D\U0001F469'
	see $'\u0301\U0001F468'
	keys BSpace BSpace
	keys Enter
	until_true holds co.name "$rare"
}

@test "a long value scrolls in its field" {
	open_name 60 12
	keys C-u
	typed 一二三四五六七八九十甲乙
	term send-keys -l 丙丁戊己庚辛
	see '庚辛'
	keys Home
	see '一二三四五'
	keys Enter
	until_true holds co.name 一二三四五六七八九十甲乙丙丁戊己庚辛
}

@test "undo and redo go by steps, then by changes" {
	open_name
	typed 甲
	keys BSpace BSpace
	see '服务有限公'
	keys C-z
	see '有限公司甲'
	keys C-z
	until_true hides '有限公司甲'
	keys C-r
	see '有限公司甲'
	keys Enter
	until_true holds co.name 陕西云岭示例呼叫服务有限公司甲
	keys C-z
	see '已撤销'
	until_true holds co.name 陕西云岭示例呼叫服务有限公司
	keys C-z
	see '没有可撤销的改动'
}

@test "a paste is one step and its lines become one" {
	open_name
	keys C-u
	term set-buffer $'第一行\n第二行\tx'
	term paste-buffer -p
	see '第一行 第二行 x'
	keys C-z
	until_true hides 第一行
	keys C-z
	see 陕西云岭
}

@test "a paste whose end is lost does not hold the screen" {
	open_name
	keys C-u
	term send-keys -l $'\e[200~没有结尾'
	see 没有结尾
	keys Enter
	until_true holds co.name 没有结尾
}

@test "text pasted where nobody types does nothing" {
	start 80 24
	see 2026-0001
	term set-buffer 'qnq2026'
	term paste-buffer -p
	sleep 0.5
	keys '?'
	see 按键 新建案卷
}

@test "a long paste is taken up to the limit" {
	open_name
	keys C-u
	for _ in $(seq 3000); do
		printf '长文本粘贴测试。'
	done >"$BATS_TEST_TMPDIR/long"
	term load-buffer "$BATS_TEST_TMPDIR/long"
	term paste-buffer -p
	see '最多 20000 个字'
	keys C-z
	until_true hides 长文本
}

@test "escape sequences in data stay text" {
	"$PROG" set 2026-0001 --draft co.name=$'\e]0;x\a\e[31m红\u202E字'
	start 80 24
	see 红
	run screen
	[[ "$output" != *$'\e'* ]]
	[ "$(term display -p '#{pane_title}')" != x ]
}

# What an editor would not take whole must not change by being looked at
passed_over() {
	local before

	"$PROG" set 2026-0001 --draft "co.name=$1"
	before=$("$PROG" log 2026-0001 | wc -l)
	start 80 24 -- tui 2026-0001
	see 公司名称
	keys Down Down Down Down
	see '> x 公司名称'
	keys Down
	see '>   统一社会信用代码'
	keys Up
	see '> x 公司名称'
	[ "$("$PROG" log 2026-0001 | wc -l)" = "$before" ]
	holds co.name "$1"
	term send-keys -l 乙
	see 此处不能编辑
	holds co.name "$1"
	keys Delete
	until_true holds co.name ''
	keys C-z
	until_true holds co.name "$1"
}

@test "more than the editor holds survives the cursor" {
	passed_over "$(printf '%020001d' 7)"
}

@test "a long text of which that is so is not opened, and stays" {
	local long

	long=$(printf '%020001d' 7)
	"$PROG" set 2026-0001 --draft "cc.service_desc=$long"
	open_name
	keys F4 F4
	see 目标用户
	keys Down Down Down Enter
	see 此处不能编辑
	keys Down
	holds cc.service_desc "$long"
}

@test "what is not valid is kept as typed and marked" {
	open_name
	keys Down
	keys C-u
	typed 9161
	keys Enter
	see 'x 统一社会信用代码'
	until_true holds co.uscc 9161
}

@test "what is wrong with it, or how it is saved, is said with each key" {
	open_name
	keys Down
	keys C-u
	typed 9161
	see 'x 9161'
	typed 0131pdy0031572
	see '保存为 91610131PDY0031572'
	hides 'x 9161'
	holds co.uscc 91610131PDY0031572
	escape
}

@test "what is calculated is shown, not typed and not emptied" {
	open_name
	keys Up
	see '>   受理机关' 陕西省通信管理局
	keys x
	see 受理机关 由程序计算
	keys Down Up BSpace
	see 由程序计算
	see 陕西省通信管理局
	# Enter goes on to the next field
	keys Enter C-u
	typed 示例甲公司
	keys Enter
	until_true holds co.name 示例甲公司
}

@test "a choice is taken, shows what it asks for, and is undone" {
	open_name
	keys Up Up Up Enter
	see '(o) 1  省内'
	keys 2 Enter
	see '跨地区' '覆盖省份'
	until_true hides ' 省份'
	until_true holds app.scope national
	keys C-z
	until_true holds app.scope province
	see ' 省份'
}

@test "several lines are written in an area" {
	open_name
	keys F4 F4
	see 目标用户
	keys Down Down Down
	see '>   业务描述'
	keys Enter
	see '20000 字'
	typed 新的一段。
	keys Enter
	typed 又一行
	escape
	see 目标用户
	[[ "$(value cc.service_desc)" == *新的一段。$'\n'又一行 ]]
}

@test "a row is opened, added, removed and brought back" {
	open_name
	keys F4 F4
	see 业务形态
	down_to '>     1  陕西省  西安市'
	keys Enter
	see '>     省份 *' '     1  陕西省' '      话务员数'
	keys C-n
	typed 甘肃省
	keys Enter
	until_true holds_rows 2
	escape
	see '> x   2  甘肃省'
	keys C-x
	see 删除
	keys 2 Enter
	until_true holds_rows 1
	keys C-z
	until_true holds_rows 2
}

@test "a row that someone else changes meanwhile is not removed" {
	open_name
	keys F4 F4
	see 业务形态
	down_to '>     1  陕西省  西安市'
	keys C-x
	see 删除
	"$PROG" set 2026-0001 city[1].province=甘肃省
	see '已在别处改动'
	keys 2 Enter
	see 没有删除
	holds_rows 1
}

holds_rows() {
	[ "$("$PROG" export 2026-0001 | sed -n '/^city:/,/^[a-z]*:$/p' |
		grep -c '^- ')" = "$1" ]
}

@test "F6 goes to what needs work, F8 lists all, Enter goes there" {
	open_name
	keys C-u
	typed 无
	keys F6
	see '处待改'
	keys F8
	see 检查结果 '公司名称: '
	keys Home Enter
	see '>'
	keys F1
	see hunca.miit.gov.cn
}

@test "a new dossier begins with its name" {
	start 80 24
	see 2026-0001
	keys n
	see 企业名称：
	typed 甘肃新案示例有限公司
	keys Enter
	see '2026-0002 甘肃新案'
	escape
	see 2026-0001 2026-0002
}
