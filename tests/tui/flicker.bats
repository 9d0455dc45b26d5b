#!/usr/bin/env bats
# Bytes that a key press sends to the terminal, from the log of script(1): a
# screen that is drawn anew flickers, on a slow line most

load screen

REAL=$PROG

# logged WIDTH HEIGHT ARGUMENT...: in the terminal, all that is sent is logged
logged() {
	local size=("$1" "$2")

	shift 2
	LOG="$BATS_TEST_TMPDIR/log"
	PROG=script start "${size[@]}" -- -qfe -O "$LOG" -c "$REAL $*"
}

bytes() {
	stat -c %s "$LOG"
}

# It has not grown for a while
is_quiet() {
	local before

	before=$(bytes)
	sleep 0.3
	[ "$(bytes)" -eq "$before" ]
}

# sends KEY TEXT: sets $sent to the bytes that a key brings; TEXT shows then
sends() {
	local before

	until_true is_quiet
	before=$(bytes)
	keys "$1"
	see "$2"
	until_true is_quiet
	sent=$(($(bytes) - before))
	echo "$1: $sent bytes"
}

@test "a key sends what it changes, not the screen, at 200x50" {
	"$PROG" checklist 2026-0001 start onsite --kind mock >/dev/null
	logged 200 50 tui checklist 2026-0001
	see I-01
	until_true is_quiet
	whole=$(bytes)
	sends Down '> ? I-02'
	[ "$sent" -lt 2500 ] && [ "$sent" -lt $((whole / 2)) ]
	sends Up '> ? I-01'
	[ "$sent" -lt 2500 ] && [ "$sent" -lt $((whole / 2)) ]
	# an answer: its row, the counts of its group and of all, the next row
	sends p 'I-01：通过'
	[ "$sent" -lt 4000 ] && [ "$sent" -lt "$whole" ]
}

@test "a character that is typed sends little, and who waits sends nothing" {
	logged 200 50 tui 2026-0001
	see 公司名称
	keys Down Down Down Down
	see '>   公司名称'
	sends 甲 有限公司甲
	[ "$sent" -lt 1000 ]
	sends BSpace '>   公司名称'
	[ "$sent" -lt 1000 ]
	until_true is_quiet
	before=$(bytes)
	sleep 2.5 # the database is looked at twice
	[ "$(bytes)" -eq "$before" ]
}
