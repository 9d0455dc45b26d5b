#!/usr/bin/env bats
# One dossier at a glance, and the way to where each line is worked on

load screen

# With a gap, a task that is late and one step done
gaps() {
	"$PROG" act 2026-0001 go --date 2026-10-15 >/dev/null
	"$PROG" set 2026-0001 site.area=20 co.name= 'task[1].due=2026-11-20' \
		'task[1].title=补拍机房照片 𠮷' 'task[1].owner=示例甲' >/dev/null
}

# until_at TEXT: goes down until the row of the cursor has it
until_at() {
	for _ in $(seq 30); do
		! screen | grep '^>' | grep -qF -- "$1" || return 0
		keys Down
		rest
	done
	screen
	false
}

@test "stage, flags, tasks and terms at 80x24; Enter goes where it is worked on" {
	gaps
	start 80 24
	see 2026-0001
	keys o
	see '总览  2026-0001' 'ST-1 材料准备' '补拍机房照片 𠮷'
	look overview-80x24
	# the numbers are those of the command
	score=$("$PROG" --json check 2026-0001 | jq .score.points)
	see "就绪度 $score"
	keys Down
	see '> > 2026-10-15'
	keys Down
	keys Enter
	see '预测  2026-0001'
	escape
	see '总览  2026-0001'
	until_at '项检查结果不允许申报'
	keys Enter
	see '检查结果  2026-0001'
	escape
	until_at '补拍机房照片'
	keys Enter
	see '停用的义务'
	escape # the row that was open
	escape
	see '总览  2026-0001'
	until_at '表格填写'
	keys Enter
	see 'F5 暂存'
}

@test "60x12 in English without colour, 200x50, and as lines" {
	gaps
	start 60 12 LC_ALL= LANG=C NO_COLOR=1 -- --lang en tui overview 2026-0001
	see 'Overview  2026-0001' 'so far'
	look overview-60x12
	term resize-window -x 200 -y 50
	see 'of 100: the sum of these terms'
	keys End
	look overview-200x50
	TERM=dumb run "$PROG" tui --plain overview 2026-0001 </dev/null
	[ "$status" -eq 0 ]
	[[ "$output" == *'提交申请 2026-12-01 > 受理'* ]]
	[[ "$output" == *'226/227'*'表格填写  -0.12  公司基本情况：公司名称 未填写'* ]]
	# the next six tasks; how many more there are is said
	for n in 2 3 4 5 6 7 8; do
		tasks+=("task[$n].title=T$n" "task[$n].owner=示例甲" "task[$n].due=2026-12-0$n")
	done
	"$PROG" set 2026-0001 "${tasks[@]}" >/dev/null
	TERM=dumb run "$PROG" tui --plain overview 2026-0001 </dev/null
	[[ "$output" == *'T6  14 日后'*'另有 2 项，见进程'* ]]
	[[ "$output" != *'T7'* ]]
}
