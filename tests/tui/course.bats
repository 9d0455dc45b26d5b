#!/usr/bin/env bats
# Where a dossier is, acts, deadlines and what is due in all of them

load screen

# From the list to the course of the dossier
course() {
	see 2026-0001
	keys s
	see '进程  2026-0001' 'ST-0 前期评估'
}

# Replaces the answer that stands in the message line
answer() {
	keys C-u
	typed "$1"
	keys Enter
}

@test "an act asks for its day and fields and is done as one change" {
	start 80 24
	course
	see '决定申请' '决定不申请'
	keys j Enter
	see "决定申请: 日期:" 2026-11-22
	keys Enter
	see '决定申请: 说明（可以不填）:'
	typed '下周开始准备 𠮷'
	keys Enter
	see '已记下：决定申请' 'ST-1 材料准备' '决定申请 -> 材料准备'
	"$PROG" stage 2026-0001 | grep -qF '下周开始准备 𠮷'
	# taken back as a whole
	keys u
	see '撤销上一次改动'
	keys j Enter
	see 'ST-0 前期评估'
	hides '决定申请 -> 材料准备'
}

@test "a day that cannot be is refused, and asked again with the answers" {
	start 80 24
	course
	keys j Enter
	see '决定申请: 日期:'
	answer 2999-01-01
	see '说明'
	typed 理由在此
	keys Enter
	see '没有办成'
	keys Enter
	see '2999-01-01'
	answer 2026-11-22
	see '理由在此'
	keys Enter
	see 'ST-1 材料准备'
}

@test "Esc at a question does nothing, closed acts say why" {
	start 80 24
	course
	keys j Enter
	see '决定申请: 日期:'
	escape
	see '什么也没有办'
	see 'ST-0 前期评估'
	"$PROG" act 2026-0001 go
	keys q
	see 2026-0001
	keys s
	see 'ST-1 材料准备' '材料备齐'
}

@test "a deadline is ticked off and back, and a duty switched off" {
	start 100 30
	course
	keys a
	see E-LEASE
	until_true at_lease
	keys x
	see '办结日期'
	keys Enter
	see 'E-LEASE' '已记为办结'
	"$PROG" export 2026-0001 | grep -A3 'key: .*E-LEASE' |
		grep -q 2026-11-22
}

@test "what is due in all dossiers, filtered and further ahead" {
	start 100 30
	see 2026-0001
	keys d
	see '期限' '30 天内'
	keys w w w
	see '全部' E-SIGNED
	keys /
	typed 租赁合同
	see '“租赁合同”' 场地租赁合同到期
	until_true hides 承诺书签署
	keys Enter
	keys Enter
	see '进程  2026-0001'
	keys q
	see '“租赁合同”'
	escape
	until_true hides '“租赁合同”'
	see 全部
}

@test "it fits a small terminal" {
	start 60 12
	course
	see '决定申请'
	keys q
	see 2026-0001
	keys d
	see '天内'
}

@test "the journal says who changed what, is verified and taken back" {
	"$PROG" set 2026-0001 site.area=161
	start 100 30
	see 2026-0001
	keys J
	see '日志  2026-0001' '161' '已改动' '建档'
	keys V
	see '完好'
	keys Enter
	see 'site.area: ' '-> 161'
	keys q
	keys u
	see '撤销上一次改动'
	keys j Enter
	see '撤销' '2026-11-22'
	run "$PROG" log 2026-0001 --verify
	[ "$status" -eq 0 ]
	[[ "$("$PROG" export 2026-0001)" != *"area: 161"* ]]
	# what was altered behind its back is found
	sqlite3 "$XDG_DATA_HOME/callpermit/dossiers.db" \
		"DROP TRIGGER IF EXISTS journal_no_update; UPDATE journal SET actor = 'x' WHERE seq = 2"
	keys V
	see '日志第 2 行被改动'
}

@test "the journal tells answers, acts and ticks by what they are about" {
	"$PROG" checklist 2026-0001 start self
	"$PROG" checklist 2026-0001 answer C1-01 pass --note 已看原件 --reason 已核
	"$PROG" checklist 2026-0001 answer C1-01 na --reason 改判
	"$PROG" duty 2026-0001 done E-LEASE
	"$PROG" act 2026-0001 go --date 2026-11-20
	start 200 50 -- tui journal 2026-0001
	see '办理记录  决定申请: 材料准备, 2026-11-20'
	see '已办的义务和期限  E-LEASE: 2026-11-22'
	see 'C1-01' '通过 -> 不适用' '通过, 已看原件'
	see '检查  self: self'
}
