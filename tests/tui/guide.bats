#!/usr/bin/env bats
# First steps, for somebody who has no dossier yet

load screen

# nothing is there yet
fresh() {
	rm -rf "$XDG_DATA_HOME"
}

@test "who has no dossier is greeted, and makes the sample" {
	fresh
	start 80 24
	look guide-80x24
	keys Enter
	see '2026-0001 是示例案卷' 陕西云岭示例呼叫服务有限公司
	escape
	see '案卷' 1/1
	[ "$(value co.name)" = 陕西云岭示例呼叫服务有限公司 ]
}

@test "who has dossiers is not in its way, and finds it again" {
	start 60 12
	see 2026-0001
	hides 入门
	keys :
	typed 入门
	keys Enter
	look guide-60x12
	keys 2 Enter
	see '企业名称：'
	typed '昆明𠮷示例公司'
	keys Enter
	see 2026-0002 昆明𠮷示例公司
	escape
	see 2026-0001 2026-0002
}

@test "the guide by its name, in English by one key, at 200x50" {
	start 200 50 -- tui guide
	see '建立一份示例案卷'
	keys 3 Enter
	look guide-200x50
	keys 5 Enter
	see 'F1         in a form' 'man callpermit-keys'
	escape
	escape
	see 'Dossiers' 2026-0001
	keys q
	see 'exit 0'
	[ "$("$PROG" config language)" = en ]
}
