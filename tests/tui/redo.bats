#!/usr/bin/env bats
# u takes back and U brings back, on every screen of a dossier

load screen

@test "U brings back what u took back, from any screen" {
	start 80 24
	see 2026-0001
	"$PROG" set 2026-0001 site.area=171
	keys c
	see '检查结果  2026-0001'
	keys u
	see '撤销上一次改动'
	keys j Enter
	until_true without_area
	keys q
	see 案卷
	keys U
	see '已恢复' 171
	holds site.area 171
	keys U
	see '没有可以恢复的改动'
	# and again
	keys u
	see '撤销上一次改动'
	keys j Enter
	until_true without_area
}

without_area() {
	[ "$(value site.area)" != 171 ]
}

@test "in a form ^R does, and ^Z takes it back again" {
	start 80 24
	application
	keys Down Down Down Down
	see '>   公司名称'
	keys C-u
	typed '云岭示例𠮷'
	keys Down
	until_true holds co.name '云岭示例𠮷'
	keys C-z
	until_true holds co.name 陕西云岭示例呼叫服务有限公司
	keys C-r
	see '已恢复'
	until_true holds co.name '云岭示例𠮷'
	keys C-z
	until_true holds co.name 陕西云岭示例呼叫服务有限公司
}

@test "what was set since is not written over" {
	"$PROG" set 2026-0001 site.area=171
	"$PROG" undo 2026-0001
	"$PROG" redo 2026-0001
	holds site.area 171
	"$PROG" undo 2026-0001
	"$PROG" set 2026-0001 site.area=172
	run "$PROG" redo 2026-0001
	[ "$status" -ne 0 ]
	holds site.area 172
	"$PROG" log 2026-0001 --verify
}
