#!/usr/bin/env bats
# Linear mode: the screens as numbered lines, through a pipe and on a terminal
# that can do nothing

load screen

NO=2026-0001

# lines ARGUMENT... <<<INPUT: what the screens say to the lines typed
lines() {
	TERM=dumb "$PROG" tui --plain "$@"
}

@test "every screen that has a name says its title, rows and keys" {
	names=$("$PROG" tui nosuch 2>&1 |
		sed 's/.*：//; s/ \[E-.*//')
	[ "$(wc -w <<<"$names")" -ge 12 ]
	for name in $names; do
		run lines "$name" </dev/null
		[ "$status" -eq 0 ] || run lines "$name" $NO </dev/null
		[ "$status" -eq 0 ]
		grep -q '^画面：' <<<"$output"
		# or what it asks for first
		grep -qE '^按键：|(:|：)( \[.*\])?$' <<<"$output"
		# nothing that moves a cursor
		[[ "$output" != *$'\033'* ]]
	done
}

@test "the list: columns, numbered rows, a row in full" {
	run lines <<<1
	[ "${lines[1]}" = '各列：编号; 企业名称; 受理机关; 已填; 阻断; 未知; 更新时间' ]
	[[ "${lines[2]}" == "1. $NO; 陕西云岭示例呼叫服务有限公司; 陕西省通信管理局; 538; 0; "* ]]
	[[ "${lines[3]}" == 按键：Enter\ 打开* ]]
	[ "${lines[4]}" = '第 1 行' ]
	[ "${lines[6]}" = '企业名称: 陕西云岭示例呼叫服务有限公司' ]
	[[ "$output" == *已填内容没有发现问题。* ]]
}

@test "a field is set, said again with its finding, and taken back" {
	run lines $NO <<'EOT'
5 =陕西新名示例𠮷有限公司🙂
^Z
6 =123
.
EOT
	[ "$status" -eq 0 ]
	[[ "$output" == *'5. 不合格; 公司名称 *; 陕西新名示例𠮷有限公司🙂'* ]]
	[[ "$output" == *已撤销* ]]
	[[ "$output" == *'6. 不合格; 统一社会信用代码 *; 123'* ]]
	holds co.uscc 123
	holds co.name 陕西云岭示例呼叫服务有限公司
}

@test "a choice, its rows in words, taken with Enter" {
	run lines $NO <<'EOT'
2 enter
2

EOT
	[[ "$output" == *'选择：业务覆盖范围'*'1. 已选; 省内'*'2. 未选; 跨地区'* ]]
	[[ "$output" == *'业务覆盖范围 *; 跨地区'* ]]
	[ "$(value app.scope)" = national ]
}

@test "a long text is written line by line, up to a dot" {
	row=$(printf 'F4\nF4\n' | lines $NO |
		sed -n 's/^\([0-9]*\)\. .*业务描述.*/\1/p' | tail -1)
	[ -n "$row" ]
	run lines $NO <<EOT
F4
F4
$row enter
=第一段 𠮷
q
.
esc
EOT
	[[ "$output" == *'第一段 𠮷'* ]]
	[ "$(value cc.service_desc)" = '第一段 𠮷'$'\n'q ]
}

@test "what is asked is answered in a line, dropped with Esc, kept if empty" {
	run lines checklist $NO <<'EOT'
s
2

1 f
当场所见
esc
1 n
EOT
	[[ "$output" == *'选择：开始哪个清单'* ]]
	[[ "$output" == *'I-01 不通过: 为何与实测不同:'* ]]
	[[ "$output" == *什么也没有办* ]]
	"$PROG" --json checklist $NO show | jq -e '.kind == "self" or .kind == "mock"'
}

@test "commands by name; several that fit are listed and chosen by number" {
	run lines <<'EOT'
:jincheng-nosuch
esc
:jd
1
q
EOT
	[[ "$output" == *没有这样的命令* ]]
	[[ "$output" == *'画面：进程'* ]]
	[[ "$output" == *'1. 当前; -; -; 咨询机构; ST-0 前期评估'* ]]
}

@test "what cannot be done says why, what is not there is refused" {
	run lines <<'EOT'
7
zz
/没有这家
s
EOT
	[[ "$output" == *'注意：没有第 7 行。'* ]]
	[[ "$output" == *'没有“zz”这个按键或命令'* ]]
	[[ "$output" == *'注意：没有可以操作的案卷。'* ]]
	run lines nosuch
	[ "$status" -eq 2 ]
	run lines course 2026-9999 </dev/null
	[ "$status" -eq 3 ]
}

@test "on a dumb terminal, while someone else changes the dossier" {
	start 100 40 TERM=dumb -- tui --plain $NO
	see '输入行号到那一行' '5. 公司名称 *'
	keys 5 Enter
	see '=内容 填入此项。'
	"$PROG" set $NO co.name=云岭示例乙有限公司
	see '已在别处改动' '5. 公司名称 *; 云岭示例乙有限公司'
	typed '=云岭示例丙有限公司'
	keys Enter
	until_true holds co.name 云岭示例丙有限公司
	keys esc Enter q Enter
	see 'exit 0'
}

@test "SIGTERM ends it; each line that was entered is saved" {
	start 100 40 TERM=dumb -- tui --plain $NO
	see '5. 公司名称 *'
	typed '5 =云岭示例丁有限公司'
	keys Enter
	until_true holds co.name 云岭示例丁有限公司
	kill -TERM "$(program)"
	see 'exit 0'
}
