#!/usr/bin/env bats
# A call back whose seat dies: before the user is rung, and while he is.  He is
# rung no more, nobody is left on a line, and the record tells who went.

load ../sip/engine.bash
load ../sip/callback.bash

setup() {
	command -v python3 >/dev/null || skip 'python3 is not installed'
	callback_setup
}

teardown() {
	engine_teardown
}

# quick [LINE...]: a house that notices soon who is gone
quick() {
	house "$opened" 'registrar: {qualify: 1}' \
		'listen: {sip: ["udp:127.0.0.1:0", "tcp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999, silence: 2}}' "$@"
	start
	tcp=$(sed -n 's/^ready.* tcp:\([^ ]*\).*/\1/p' "$dir/ready")
	consent
}

# vanish TP ENGINE STATE: see vanish.py
vanish() {
	python3 "$BATS_TEST_DIRNAME/vanish.py" "$@" >"$dir/vanish" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q '^registered' "$dir/vanish"
}

called() {
	ask
	[ "$answer" = "answer open call 1 err 0" ]
}

# is_called_again: once its rest is over
is_called_again() {
	ask
	[ "$answer" = "answer open call 2 err 0" ]
}

# not_taken: the seat missed it, the user never heard of it
not_taken() {
	wait_query 'SELECT result, hung_up, seat, answer, bridge, recording FROM call' \
		'abandoned|seat|01|0|0|'
	[ "$(query "SELECT group_concat(event, ' ') FROM (SELECT event FROM trail ORDER BY seq)")" = \
		'offered fetching missed ended' ]
	! grep -q '^INVITE' "$dir/outside" || return 1
	# no call goes there before it registers again
	ask
	[[ "$answer" == *'seat 01 takes no call now'* ]]
	station 1001
	wait_for is_called_again
}

@test "its connection closes while it rings: at once it rings no more" {
	outside 180
	quick
	vanish tcp "$tcp" ringing
	called
	wait_for grep -q '1001 has closed its connection' "$dir/log"
	not_taken
	wait_for grep -q '^INVITE' "$dir/outside"
	engine_halt
}

@test "its telephone dies while it rings: until it does not answer OPTIONS" {
	outside 180
	quick
	station 1001 answer=0
	called
	wait_for grep -q '^invite' "$dir/st.1001"
	kill -9 "$station_1001"
	wait_for grep -q '1001 does not answer' "$dir/log"
	not_taken
	engine_halt
}

# rung_no_more: the user's telephone stops, the call tells who went
rung_no_more() {
	wait_for grep -q '^CANCEL' "$dir/outside"
	wait_query 'SELECT result, hung_up, seat, answer, bridge, recording FROM call' \
		'abandoned|seat|01|0|0|'
	[ "$(query "SELECT group_concat(event, ' ') FROM (SELECT event FROM trail ORDER BY seq)")" = \
		'offered fetching reaching ended' ]
	[ "$(grep -c '^INVITE' "$dir/outside")" = 1 ]
}

@test "its telephone dies while the user rings: he is rung no more" {
	outside 180
	quick
	station 1001
	called
	wait_for grep -q '^INVITE' "$dir/outside"
	kill -9 "$station_1001"
	rung_no_more
	# nothing of him was recorded, and the consent stands
	station 1001
	wait_for is_called_again
	engine_halt
}

@test "its connection closes while the user rings: he is rung no more" {
	outside 180
	quick
	vanish tcp "$tcp" answered
	called
	wait_for grep -q '^INVITE' "$dir/outside"
	rung_no_more
	engine_halt
}
