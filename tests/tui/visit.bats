#!/usr/bin/env bats
# The day of the visit on a screen: from the call to what is put right

load screen

NO=2026-0001

# A dossier that waits for the call
waits() {
	while read -r act day words; do
		"$PROG" act $NO "$act" --date "$day" $words >/dev/null
	done <<-'EOT'
		go 2026-06-01
		ready 2026-06-10
		submitted 2026-06-15 doc_no=X-1
		accepted_papers 2026-10-20 doc_no=A-1
		papers_handed 2026-10-22
	EOT
}

# answer TEXT: to what is asked in the last line but one
answer() {
	see "$1"
	typed "$2"
	keys Enter
}

visit() {
	"$PROG" --json visit $NO show | jq -r "$1"
}

is() {
	[ "$(visit "$1")" = "$2" ]
}

@test "call, speaker, question, evidence, end and result, each asked for in place" {
	waits
	echo photo >"$BATS_TEST_TMPDIR/门头.jpg"
	start 100 30 -- tui visit $NO
	see '现场查验' '尚未通知' '分工'
	keys a
	answer '何时来查' '2026-11-24 09:30'
	answer '来电人' '赵科长'
	answer '地点' ''
	answer '要求备好的材料' '许可证'
	until_true is .call.who 赵科长
	see '2026-11-24 09:30'
	keys g s
	answer '由谁答复' '钱经理'
	answer '替补' ''
	answer '电话' ''
	until_true is '.speakers[0].name' 钱经理
	# what needs an open run says so
	keys e
	see '核查未在进行'
	keys b
	until_true is .run.kind official
	keys t
	answer '问的是什么' '录音保存多久？'
	answer '核查项' 'I-25'
	answer '提问人' ''
	until_true is '.questions[0].item' I-25
	see '录音保存多久'
	keys G r
	answer '答复：' '九十天'
	answer '谁答的' ''
	until_true is '.questions[0].answer' 九十天
	keys G e
	answer '存为证据的文件' "$BATS_TEST_TMPDIR/门头.jpg"
	answer '核查项' 'I-07'
	until_true is '.questions[0].evidence' E-1
	keys w
	answer '所见' '三十席在岗'
	answer '核查项' 'I-08'
	see '已存为 E-2'
	keys x
	see '已封存'
	keys R
	answer '意见' 'rectify'
	answer '文书编号' ''
	answer '说明' ''
	until_true is .outcome.result rectify
	keys f
	answer '整改事项' '换门牌'
	answer '整改责任人' '孙工'
	answer '整改期限' '2026-12-05'
	answer '核查项' ''
	until_true is '.corrections[0].owner' 孙工
	see '换门牌'
	keys G d
	answer '整改的证据' ''
	until_true is '.corrections[0].done' 2026-11-22
}

@test "what is dropped does nothing, what is wrong is told and can be taken back" {
	waits
	start 80 24 -- tui visit $NO
	see '尚未通知'
	keys a
	answer '何时来查' '2026-11-24 09:30'
	see '来电人'
	keys Escape
	see '什么也没有办'
	is .call.day null
	keys a
	answer '何时来查' 'soon'
	answer '来电人' ''
	answer '地点' ''
	answer '要求备好的材料' ''
	see 'soon'
	is .call.day null
	term resize-window -x 60 -y 12
	see '分工'
}
