#!/usr/bin/env bats
# A whole day's work in one go: a new company, its forms, evidence, papers and
# stages, the self-check, what was changed, and a drill seen on the board

load screen
load ../sip/drill.bash

NO=2026-0001

teardown() {
	kill -9 $drill 2>/dev/null || true
	stop_engine
	term kill-server 2>/dev/null || true
}

# ask TEXT ANSWER: what stands in the message line is answered
ask() {
	see "$1"
	keys C-u
	[ -z "$2" ] || typed "$2"
	keys Enter
}

house() {
	cd "$BATS_TEST_TMPDIR"
	unset CALLPERMIT_NOW
	make_config 3
	http=127.0.0.1:$(free_port)
	sed -i "s/^listen:/&\n  http: \"$http\"/; s/21000-21399/21600-21799/" \
		engine.yaml
	printf 'tokens: [' >>engine.yaml
	for role in viewer supervisor; do
		"$PROG" engine --token $role >token
		sed -n 1p token >$role
		printf '%s, ' "$(sed -n 2p token)" >>engine.yaml
	done
	echo ']' >>engine.yaml
	cat >small.yaml <<-END
	scenario: test
	title: 试验演练
	title_en: A small trial
	stations: 3
	callers: 4
	spread_ms: 300
	answer_ms: 100
	talk_ms: 2000
	limit_ms: 60000
	hang_up: by-turns
	together: 3
	ringing_ms: 1000
	lost_packets: 1000
	END
}

@test "from a new company to the drill on the board" {
	engine= drill=
	printf 'lease' >"$BATS_TEST_TMPDIR/租赁𠮷.pdf"
	start 100 30
	see $NO

	# a new company
	keys n
	see '企业名称：'
	typed '示例云岭二号呼叫服务有限公司'
	keys Enter
	see '示例云岭二号呼叫服务有限公司 - '
	until_true grep -q 二号 <("$PROG" list)

	# its forms: a choice, a field that is not valid, the next error, the whole
	keys Down Enter
	see '跨地区'
	keys 1 Enter
	see '省内'
	keys F7
	keys F8
	see '检查结果'
	escape
	see '示例云岭二号'
	escape
	see '更新时间'

	# evidence of the other
	keys Down
	see "> $NO"
	keys e
	see '还没有证据'
	keys a
	ask '文件：' "$BATS_TEST_TMPDIR/租赁𠮷.pdf"
	ask '还有文件' ''
	ask '标题' 租赁合同
	ask '有效期起' ''
	ask '有效期止' 2027-10-01
	ask '说明' ''
	see 'E-1：收存 1 个文件'
	escape
	see '更新时间'

	# its papers: one read, the bundle made with a reason
	keys p
	see 'DOC-01'
	keys Enter
	see '申请表'
	escape
	see '应交'
	keys b
	see 文件没有存入
	keys m
	see '项阻断申报' '不生成'
	keys 2 Enter
	ask '理由' 客户催要
	ask '材料包文件名' "$BATS_TEST_TMPDIR/day.zip"
	see '第 1 版'
	[ -s "$BATS_TEST_TMPDIR/day.zip" ]
	escape
	see '更新时间'

	# its stages
	keys s
	see '决定申请'
	keys j Enter
	ask '日期' 2026-11-22
	ask '说明' 今天决定
	see 'ST-1 材料准备'
	escape
	see '更新时间'

	# the self-check
	keys i
	see '还没有开始任何清单'
	keys s
	see '开始哪个清单'
	keys 1 Enter
	see '第 1 次'
	keys t
	ask '备注' 待原件
	see 'C1-01：未答'
	escape
	see '更新时间'

	# what was done, taken back and brought back
	keys J
	see '日志' 待原件 租赁合同
	keys u
	see '撤销上一次改动'
	keys j Enter
	see '已撤销'
	keys U
	see '已恢复'
	escape
	see '更新时间'
	keys d
	see '期限'
	escape
	see '更新时间'
	keys q
	see 'exit 0'
	"$PROG" log $NO --verify
	term kill-server

	# a drill, seen on the board
	house
	start_engine
	start 100 30 -- board --url "http://$http" --token-file viewer
	see '座席 3'
	"$PROG" drill --config engine.yaml --scenario "$PWD/small.yaml" \
		--board "http://$http" --token-file supervisor -o out \
		>drill.out 2>drill.log 3>&- &
	drill=$!
	see '演练 试验演练'
	wait $drill || { cat drill.out drill.log; false; }
	see '演练 试验演练 已结束'
	keys q
	see 'exit 0'
}
