#!/usr/bin/env bats
# The terminal, other processes, and sudden ends

load screen

open_name() {
	start 80 24
	application
	keys Down Down Down Down
	see '>   公司名称'
}

@test "q leaves the terminal as it was" {
	start 80 24
	see 2026-0001
	keys q
	see 'exit 0'
	[ "$(term display -p '#{alternate_on}')" = 0 ]
	[ "$(term display -p '#{cursor_flag}')" = 1 ]
}

@test "SIGTERM saves what is being typed" {
	open_name
	typed 甲
	kill -TERM "$(program)"
	see 'exit 0'
	holds co.name 陕西云岭示例呼叫服务有限公司甲
}

@test "a lost terminal saves what is being typed" {
	open_name
	typed 甲
	pid=$(program)
	term kill-server
	until_true gone "$pid"
	holds co.name 陕西云岭示例呼叫服务有限公司甲
}

gone() {
	! kill -0 "$1" 2>/dev/null
}

@test "kill -9 keeps what was confirmed" {
	open_name
	typed 甲
	keys Enter
	see '>   统一社会信用代码'
	typed 9
	kill -KILL "$(program)"
	see 'exit 137'
	holds co.name 陕西云岭示例呼叫服务有限公司甲
	"$PROG" log 2026-0001 --verify
}

@test "kill -9 in the middle of typing: the text is offered again" {
	open_name
	typed 甲
	until_true kept 有限公司甲
	kill -KILL "$(program)"
	see 'exit 137'
	holds co.name 陕西云岭示例呼叫服务有限公司
	term kill-server
	start 80 24 -- tui 2026-0001
	see '>   公司名称' '有限公司甲' 已恢复
	keys Enter
	until_true holds co.name 陕西云岭示例呼叫服务有限公司甲
	! kept 甲
}

# left PID KEY TEXT: what a program that is no more has kept
left() {
	printf '2026-0001\n%s\n%s' "$2" "$3" \
		>"$XDG_DATA_HOME/callpermit/dossiers.db-typing-$1"
}

@test "text of a field that no form asks for stays, and that is said" {
	sh -c 'exit 0' &
	wait $!
	left $! co.gone 没有去处
	start 80 24 -- tui 2026-0001
	see 'co.gone' "dossiers.db-typing-$!"
	keys Down
	see '>   业务覆盖范围'
	kept 没有去处
	grep -q "typing-$!" "$XDG_STATE_HOME/callpermit/tui.log"
}

@test "so does text that would go to another field or into a choice" {
	sh -c 'exit 0' &
	wait $!
	left $! app.province 没有去处
	start 80 24 -- tui 2026-0001
	see 'app.province' "dossiers.db-typing-$!"
	kept 没有去处
	keys F8
	see 检查结果
	kept 没有去处
}

@test "one text that has no place does not hold up another" {
	sh -c 'exit 0' &
	wait $!
	left $! co.gone 没有去处
	sh -c 'exit 0' &
	wait $!
	left $! co.name 甘肃复原示例有限公司
	start 80 24 -- tui 2026-0001
	see 甘肃复原示例有限公司
	keys Enter
	until_true holds co.name 甘肃复原示例有限公司
	kept 没有去处
	! kept 甘肃复原
}

@test "text that is given up is not offered again" {
	open_name
	typed 甲
	until_true kept 有限公司甲
	keys C-z
	until_true hides 有限公司甲
	keys Down
	see '>   统一社会信用代码'
	! kept 甲
}

# What is typed and not saved yet stands in a file beside the database
kept() {
	grep -qs -- "$1" "$XDG_DATA_HOME"/callpermit/*-typing-*
}

@test "a change elsewhere is shown" {
	start 80 24
	see 陕西云岭
	"$PROG" set 2026-0001 co.name=甘肃他处示例有限公司
	see 甘肃他处 '已在别处改动'
}

@test "rows of the list stay right as it is read anew and filtered" {
	for i in 1 2 3; do
		"$PROG" new
	done
	start 100 30
	see 2026-0001 2026-0004 ' 1/4'
	keys G
	see ' 4/4'
	"$PROG" set 2026-0003 --draft co.name=甘肃他处示例有限公司
	see 甘肃他处 已在别处改动 2026-0001
	keys g /
	typed 甘肃他处
	see ' 1/1'
	until_true hides 2026-0001
	keys Enter
	escape
	see 2026-0001 2026-0004 '/4'
}

@test "the list names the authority of the coverage" {
	start 80 24
	see 2026-0001 陕西省通信管理局
	"$PROG" set 2026-0001 app.scope=national \
		commit.addressee=工业和信息化部
	see 工业和信息化部
	hides 陕西省通信管理局
}

@test "a change elsewhere is not overwritten" {
	open_name
	typed 甲
	"$PROG" set 2026-0001 co.name=甘肃他处示例有限公司
	keys Enter
	see 他人已改动此项 保存我的 采用对方的
	escape
	holds co.name 甘肃他处示例有限公司
	see '有限公司甲'
	keys Enter
	see 保存我的
	keys 1 Enter
	until_true holds co.name 陕西云岭示例呼叫服务有限公司甲
}

@test "neither is one that a long text or a choice would overwrite" {
	start 80 24
	application
	keys Down Enter
	see '(o) 1  省内'
	"$PROG" set 2026-0001 app.scope=
	see '已在别处改动'
	keys 2 Enter
	see 他人已改动此项 '保存我的：national'
	keys 1 Enter
	until_true holds app.scope national
	keys F4 F4
	see 目标用户
	keys Down Down Down Enter
	see '20000 字'
	typed 尾
	"$PROG" set 2026-0001 --draft cc.service_desc=他人写的
	see '已在别处改动'
	escape
	see 他人已改动此项 '采用对方的：他人写的'
	keys Enter
	see 目标用户 他人写的
	holds cc.service_desc 他人写的
}

@test "SIGTERM in a conflict ends at once, and the text is offered again" {
	open_name
	typed 甲
	"$PROG" set 2026-0001 co.name=甘肃他处示例有限公司
	see '已在别处改动'
	kill -TERM "$(program)"
	see 'exit 0'
	holds co.name 甘肃他处示例有限公司
	kept 有限公司甲
	term kill-server
	start 80 24 -- tui 2026-0001
	see '>   公司名称' '有限公司甲' 已恢复
}

@test "SIGTERM while the conflict is asked about ends at once" {
	open_name
	typed 甲
	"$PROG" set 2026-0001 co.name=甘肃他处示例有限公司
	keys Enter
	see 保存我的
	kill -TERM "$(program)"
	see 'exit 0'
	kept 有限公司甲
}

@test "SIGHUP in a conflict over a long text keeps it too" {
	start 80 24
	application
	keys F4 F4
	see 目标用户
	keys Down Down Down Enter
	see '20000 字'
	typed 尾
	"$PROG" set 2026-0001 --draft cc.service_desc=他人写的
	see '已在别处改动'
	kill -HUP "$(program)"
	see 'exit 0'
	holds cc.service_desc 他人写的
	kept 尾
}

@test "^Z leaves what someone else has changed since" {
	open_name
	typed 甲
	keys Enter
	until_true holds co.name 陕西云岭示例呼叫服务有限公司甲
	"$PROG" set 2026-0001 site.area=333
	keys C-z
	see 没有撤销任何内容
	holds site.area 333
	holds co.name 陕西云岭示例呼叫服务有限公司甲
	"$PROG" undo 2026-0001
	keys C-z
	until_true holds co.name 陕西云岭示例呼叫服务有限公司
}

@test "the list takes back only the change it has shown" {
	"$PROG" set 2026-0001 site.area=333
	start 80 24
	see 2026-0001
	keys u
	see '333'
	"$PROG" set 2026-0001 site.area=444
	see '已在别处改动'
	keys 2 Enter
	see 没有撤销任何内容
	holds site.area 444
}

@test "the size changes while one types" {
	open_name
	typed 甲
	term resize-window -x 100 -y 40
	see '有限公司甲'
	typed 乙
	term resize-window -x 60 -y 12
	see 甲乙
	keys Enter
	until_true holds co.name 陕西云岭示例呼叫服务有限公司甲乙
}

@test "without a terminal it refuses" {
	run "$PROG" tui </dev/null
	[ "$status" -eq 2 ]
	[[ "$output" == *终端* ]]
}

@test "an unknown or dumb terminal is refused" {
	start 80 24 TERM=nothing-known
	see 'exit 2'
	shows TERM=nothing-known
}

@test "a dumb terminal is refused" {
	start 80 24 TERM=dumb
	see 'exit 2'
	shows TERM=dumb
}

@test "a dossier that is not there is an error of the command" {
	start 80 24 -- tui 2026-9999
	see 'exit 3' 2026-9999
}

@test "a named dossier opens at once" {
	start 80 24 -- tui 2026-0001
	see 公司名称
	escape
	see 企业名称
}

@test "the log goes to a file of its own" {
	start 80 24
	see 2026-0001
	[ -f "$XDG_STATE_HOME/callpermit/tui.log" ]
	[ "$(stat -c %a "$XDG_STATE_HOME/callpermit/tui.log")" = 600 ]
}
