#!/usr/bin/env bats
# The list of the visit and the self-check, answered on the screen

load screen

# From the list of dossiers to a run of the list of the visit
visit() {
	see 2026-0001
	keys i
	see '还没有开始任何清单'
	keys s
	see '开始哪个清单' '现场核查清单, 预演'
	keys 2 Enter
	see '现场核查清单（自行，第 1 次）' 'I-01' '主体  通过'
}

# answer_is ITEM KEY VALUE: what is on disk for the item
answer_is() {
	[ "$("$PROG" --json checklist 2026-0001 show | perl -MJSON::PP -e '
		local $/; my $run = decode_json(<STDIN>);
		binmode STDOUT, ":utf8";
		print $_->{$ARGV[1]} // "" for
			grep { $_->{item} eq $ARGV[0] } @{$run->{items}}' \
		"$1" "$2")" = "$3" ]
}

at() {
	screen | grep -q "^> . $1 "
}

# Goes up until the cursor stands on an item
up_to_item() {
	for _ in $(seq 60); do
		! at "$1" || return 0
		keys k
		sleep 0.1
	done
	at "$1"
}

@test "an item passes with one key, and the cursor goes on" {
	start 80 24
	visit
	until_true at I-01
	keys p
	see 'I-01：通过'
	until_true at I-02
	answer_is I-01 result pass
	keys k
	until_true at I-01
	keys x
	see 'I-01：未答'
	answer_is I-01 result todo
}

@test "a failure asks for what it demands, and nothing of it may be missing" {
	start 80 24
	head -c 100 /dev/zero >"$BATS_TEST_TMPDIR/photo.jpg"
	"$PROG" evidence 2026-0001 add "$BATS_TEST_TMPDIR/photo.jpg"
	visit
	until_true at I-01
	keys f
	see 'I-01 不通过: 为何与实测不同:'
	typed 当场所见
	keys Enter
	see 'I-01 不通过: 备注:'
	keys Enter
	see '此项必填'
	typed '执照在代办处 𠮷'
	keys Enter
	see '证据编号'
	typed E-9
	keys Enter
	see '整改责任人'
	typed 示例甲
	keys Enter
	see '整改期限'
	typed 2026-12-01
	keys Enter
	see '没有办成' E-9
	# the same key asks again, with what was typed
	keys f
	see 当场所见
	keys Enter
	see '执照在代办处'
	keys Enter
	see '证据编号' E-9
	keys C-u
	typed E-1
	keys Enter
	see '整改责任人' 示例甲
	keys Enter
	see 2026-12-01
	keys Enter
	see 'I-01：不通过'
	answer_is I-01 result fail
	answer_is I-01 note '执照在代办处 𠮷'
	answer_is I-01 evidence E-1
	"$PROG" due --all | grep -q I-01 ||
		"$PROG" export 2026-0001 | grep -q '示例甲'
	# and goes away as a whole
	keys u
	see '撤销上一次改动'
	keys j Enter
	see '已撤销'
	answer_is I-01 result todo
}

@test "Esc at a question answers nothing" {
	start 80 24
	visit
	until_true at I-01
	keys f
	see 'I-01 不通过: 为何与实测不同:'
	typed 当场所见
	keys Enter
	see 'I-01 不通过: 备注:'
	escape
	see '什么也没有办'
	answer_is I-01 result todo
}

@test "an answer other than what is known wants a reason" {
	start 200 50
	visit
	see 实测
	keys End
	up_to_item I-28
	keys p
	see 'I-28 通过: 为何与实测不同:'
	escape
	see '什么也没有办'
	answer_is I-28 result na
	keys p
	see '为何与实测不同'
	keys Enter
	see '此项必填'
	typed '外呼专席在建'
	keys Enter
	see 'I-28：通过'
	answer_is I-28 reason '外呼专席在建'
}

@test "a note alone leaves the answer and the cursor where they are" {
	start 80 24
	visit
	until_true at I-01
	keys t
	see 'I-01 未答: 备注（可以不填）:'
	typed 待原件
	keys Enter
	see 'I-01：未答'
	until_true at I-01
	answer_is I-01 note 待原件
	answer_is I-01 result todo
}

@test "a run that is closed stays, and why is said; another can be shown" {
	start 80 24
	visit
	keys C
	see '关闭这一次'
	keys j Enter
	see '第 1 次已关闭'
	keys p
	see '这一次已经关闭'
	keys s
	see '开始哪个清单'
	keys 1 Enter
	see '自查清单（自行，第 2 次）'
	keys r
	see '看哪一次' '1  现场核查清单'
	keys j Enter
	see '现场核查清单（自行，第 1 次）' '已关闭'
}

@test "it can be read at 60x12 and without colour" {
	start 60 12 NO_COLOR=1
	visit
	see 'I-01' '未答'
	until_true at I-01
	keys p
	see '+ I-01' 通过
}
