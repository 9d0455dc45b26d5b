#!/usr/bin/env bats
# The forecast and the deadlines of a dossier as a chart

load screen

# At the authority, whose term is over
filed() {
	"$PROG" act 2026-0001 go --date 2026-10-15 >/dev/null
	"$PROG" act 2026-0001 ready --date 2026-10-30 >/dev/null
	"$PROG" act 2026-0001 submitted --date 2026-11-09 >/dev/null
}

@test "the chart at 80x24, reached from the list and the course" {
	filed
	start 80 24
	see 2026-0001
	keys s
	see 'ST-3 形式审查'
	keys F
	see '受理' '今日'
	keys Down
	look forecast-80x24
	# what it says is what the command says
	line=$("$PROG" forecast 2026-0001 | grep '^  受理 ')
	see "$(grep -o '20..-..-..' <<<"$line" | head -1)"
	# a change of the dossier draws it anew
	"$PROG" act 2026-0001 withdrawn note=x --date 2026-11-20 >/dev/null
	see '已撤回' '受理: '
	hides '<.'
	keys Enter
	see '进程  2026-0001'
	escape
	escape
	see '进程  2026-0001'
}

@test "at 60x12 and at 200x50, without colour and in LANG=C" {
	filed
	start 60 12 LC_ALL= LANG=C NO_COLOR=1 -- tui forecast 2026-0001
	see '#' '形式审查'
	keys Down
	look forecast-60x12
	term resize-window -x 200 -y 50
	see '2026-11-23 .. 2027-01-07' '很可能晚于最后一日'
}

@test "what is due stands there too, and nothing to forecast says why" {
	start 80 24 -- tui due
	see E-SIGNED
	keys F
	see '承诺书签署日期' '2026-11-28'
	"$PROG" act 2026-0001 no_go note=x --date 2026-11-20 >/dev/null
	until_true hides '#.'
	see '提交申请: '
}
