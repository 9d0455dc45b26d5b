#!/usr/bin/env bats
# h and l, and the arrows to the sides, in lists: back, and what Enter does

load screen

@test "l goes in, h comes out, the list stays" {
	start 80 24
	see 2026-0001
	keys h Left J
	see 日志
	keys h
	see 2026-0001
	keys d
	see '30 天内'
	keys Left
	see 2026-0001
	keys '?'
	see '按键: 案卷'
	keys /
	typed 也是
	see '返回；h 也是' '同 Enter；l 也是'
	escape
	keys h
	until_true hides '按键: 案卷'
	keys l
	see 申请的电信业务种类
	escape
	see '案卷'
	keys Right
	see 申请的电信业务种类
}

@test "where one types or is asked they are letters, or do nothing" {
	start 60 12 -- tui 2026-0001
	see 申请的电信业务种类
	keys Left Right Down Left Right
	see '>   业务覆盖范围'
	keys Enter
	see '空格 勾选'
	keys l
	sleep 0.3
	see '空格 勾选'
	keys h
	until_true hides '空格 勾选'
	keys Down Down Down
	see '>   公司名称'
	keys C-u
	typed hl
	keys Enter
	until_true holds co.name hl
}

@test "in linear mode, and where Enter is refused" {
	"$PROG" evidence 2026-0001 list >/dev/null
	start 100 40 TERM=dumb -- tui --plain evidence 2026-0001
	see 证据
	term send-keys -l h
	keys Enter
	see '画面：案卷'
	term send-keys -l l
	keys Enter
	see 申请的电信业务种类
}
