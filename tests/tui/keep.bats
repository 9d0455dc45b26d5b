#!/usr/bin/env bats
# What is typed as an answer survives a sudden end, a full disk and other people

load screen

NO=2026-0001

kept() {
	cat "$XDG_DATA_HOME"/callpermit/*-typing-* 2>/dev/null | grep -q "$1"
}

gone_text() {
	! kept "$1"
}

killed() {
	until_true kept "$1"
	kill -KILL "$(program)"
	see 'exit 137'
	term kill-server
}

run_begun() {
	"$PROG" checklist $NO start onsite --kind mock >/dev/null
}

@test "kill -9 in the middle of an answer: all answered so far is offered again" {
	run_begun
	start 80 24 -- tui checklist $NO
	see 'I-01'
	keys f
	see '为何与实测不同'
	typed '当场所见 𠮷'
	keys Enter
	see '备注'
	typed 门牌不符
	killed 门牌不符
	start 80 24 -- tui checklist $NO
	see '突然结束前未保存' 门牌不符
	keys f
	see '为何与实测不同' '当场所见 𠮷'
	keys Enter
	see '备注' 门牌不符
	# given up, it is not offered any more
	escape
	see '什么也没有办'
	! kept 门牌不符
}

@test "so is one on the day of the visit, of evidence, and of an act" {
	run_begun
	start 80 24 -- tui visit $NO
	see 分工
	keys t
	see 问的是什么
	typed '录音保存多久？'
	keys Enter
	see 核查项
	typed I-25
	killed I-25
	start 80 24 -- tui visit $NO
	see '突然结束前未保存' I-25
	keys t
	see '录音保存多久？'
	keys Enter
	see '核查项' I-25
	keys Enter
	see 提问人
	keys Enter
	see '录音保存多久'
	until_true gone_text I-25
	term kill-server
	start 80 24 -- tui course $NO
	see '现在能办的事'
	keys Down Enter
	see 2026-11-22
	keys C-u
	typed 2026-11-20
	killed 2026-11-20
	start 80 24 -- tui course $NO
	see '突然结束前未保存' 2026-11-20
}

@test "SIGHUP and SIGTERM keep it too; another question leaves it alone" {
	start 80 24 -- tui evidence $NO
	see 还没有证据
	keys a
	see '文件：'
	typed /nowhere/a.pdf
	kill -HUP "$(program)"
	see 'exit 0'
	term kill-server
	kept /nowhere/a.pdf
	start 80 24
	see $NO
	keys n
	see '企业名称：'
	typed 示例新公司
	kill -TERM "$(program)"
	see 'exit 0'
	term kill-server
	start 80 24
	see '突然结束前未保存' 示例新公司
	keys n
	see '企业名称： 示例新公司'
	keys C-u
	escape
	keys e
	see '突然结束前未保存' /nowhere/a.pdf
	keys a
	see /nowhere/a.pdf
	# it failed, so the same question begins with it
	keys Enter
	see '还有文件'
	keys Enter
	see '标题'
	keys Enter
	see '有效期起'
	keys Enter
	see '有效期止'
	keys Enter
	see '说明'
	keys Enter
	until_true hides '说明（'
	see /nowhere/a.pdf
	keys a
	see '文件： /nowhere/a.pdf'
}

# answer_of ITEM KEY
answer_of() {
	"$PROG" --json checklist $NO show | jq -r --arg i "$1" \
		".items[] | select(.item == \$i) | .$2"
}

is_answer() {
	[ "$(answer_of "$1" "$2")" = "$3" ]
}

@test "an answer that someone else gives meanwhile is not overwritten" {
	run_begun
	start 80 24 -- tui checklist $NO
	see 'I-01'
	keys t
	see '备注（可以不填）'
	"$PROG" checklist $NO answer I-01 pass --note 别人的备注 \
		--reason 别人的理由
	typed 我的备注
	keys Enter
	see '有人同时改动了此处' '采用对方的：通过  别人的备注  别人的理由'
	keys Enter
	until_true hides '有人同时改动'
	is_answer I-01 note 别人的备注
	# and the same asked again, knowing it
	keys t
	see 别人的备注
	keys C-u
	typed 新的备注
	"$PROG" checklist $NO answer I-01 pass --note 又改 --reason 别人的理由
	keys Enter
	see '采用对方的：通过  又改'
	keys 1 Enter
	until_true is_answer I-01 note 新的备注
	is_answer I-01 result pass
	! kept 新的备注
}

@test "nor who answers for a part on the day of the visit; seen within a second" {
	run_begun
	start 80 24 -- tui visit $NO
	see 分工
	keys s
	see 由谁答复
	"$PROG" visit $NO speaker entity 钱经理
	see 钱经理
	typed 孙经理
	keys Enter
	see 替补
	keys Enter
	see 电话
	keys Enter
	see '有人同时改动了此处' '采用对方的：钱经理'
	escape
	"$PROG" --json visit $NO show | jq -e '.speakers[0].name == "钱经理"'
}

@test "nor a tick of the course, nor why a duty is switched off" {
	start 100 30 -- tui course $NO
	see 决定申请
	keys a
	see E-LEASE
	until_true at_lease
	keys x
	see 办结日期
	"$PROG" duty $NO done E-LEASE --date 2026-11-20
	keys Enter
	see '有人同时改动了此处' '采用对方的：' '2026-11-20'
	keys Enter
	until_true hides '有人同时改动'
	"$PROG" export $NO | grep -A3 'key: .*E-LEASE' | grep -q 2026-11-20

	keys o
	see 不适用的理由
	"$PROG" duty $NO off E-LEASE --reason 房屋自有
	typed 我的理由
	keys Enter
	see '有人同时改动了此处' 房屋自有
	keys 1 Enter
	see 'E-LEASE 已停用'
	"$PROG" export $NO | grep -q 我的理由
}

# Two programs in two terminals, each as if it were alone
second() {
	local SOCKET=$SOCKET-2

	"$@"
}

teardown() {
	second term kill-server 2>/dev/null || true
	term kill-server 2>/dev/null || true
}

@test "two people type in one field: the second is asked, and sees the first" {
	start 80 24
	application
	down_to '>   住所邮编'
	second start 80 24
	second application
	second down_to '>   住所邮编'
	keys C-u
	typed 710001
	second keys C-u
	second typed 710002
	keys Enter
	until_true holds co.zip 710001
	# it is told at once, while the other is still typing
	second see 710002 已在别处改动
	second keys Enter
	second see 他人已改动此项 '保存我的：710002' '采用对方的：710001'
	holds co.zip 710001
	second keys 2 Enter
	second until_true hides 他人已改动此项
	holds co.zip 710001
	# who then has his way does so knowingly, and the first sees it
	second keys C-u
	second typed 710003
	second keys Enter
	until_true holds co.zip 710003
	see 710003
	second term kill-server
	run "$PROG" log 2026-0001 --verify
	[ "$status" -eq 0 ]
}
