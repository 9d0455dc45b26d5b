#!/usr/bin/env bats
# Broken sound, requests and offers sent to the running engine, with a call on
# it that must not notice.

load engine.bash
load web.bash

setup() {
	engine_setup
	corpus=$BATS_TEST_DIRNAME/../fuzz/corpus
}

teardown() {
	engine_teardown
}

storm() {
	python3 "$BATS_TEST_DIRNAME/storm.py" "$@" 3>&-
}

# in_a_call COMMAND...: meanwhile a caller and seat 01 hear each other
in_a_call() {
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 tone=440 \
		hear=1000 life=120000 >"$dir/quiet" 2>&1 3>&- &
	quiet=$!
	pids="$pids $quiet"
	wait_for grep -q '^answered' "$dir/st.1001"
	"$@"
	kill -0 "$engine"
	gives 200 "$supervisor" POST /api/calls/1/hang-up
	wait "$quiet"
	wait_query 'SELECT result, seat, length(sha256) FROM call WHERE id = 1' \
		'answered|01|64'
}

house() {
	web_start 'sessions: {expires: 1800}' "$@"
	tcp=$(sed -n 's/^ready.* tcp:\([^ ]*\).*/\1/p' "$dir/ready")
	station 1001 tone=1000 hear=440 life=120000
}

@test "noise, RTP, RTCP and STUN to every port: both sides hear each other" {
	house
	first=$(perl -e 'print 30000 + 40 * int rand 100')
	engine_stop
	sed -i "s/ports: 20000-29999/ports: $first-$((first + 11))/" "$dir/engine.yaml"
	engine_start
	http=$(sed -n 's/^ready.* https*:\([^ ]*\).*/\1/p' "$dir/ready")
	station 1001 tone=1000 hear=440 life=120000
	in_a_call storm sound 1500 1 ports="$first-$((first + 11))" corpus="$corpus"
	[ "$(sed -n 's/^heard //p' "$dir/quiet")" -ge 90 ]
	run "$TOOLS/sip/tones" "$data/$(query 'SELECT recording FROM call')" 440 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 90 ] && [ "$5" -ge 90 ]
	engine_stop
}

@test "broken HTTP, with a token and without" {
	house
	in_a_call storm http 600 2 to="$http" token="$admin"
	shows .results.answered 1
	engine_stop
}

@test "broken offers and answers, in new calls and within them" {
	house
	in_a_call storm sdp 300 3 to="$sip" corpus="$corpus"
	engine_halt
	[ "$(query "SELECT count(*) FROM call WHERE result = 'open'")" = 0 ]
}

@test "broken messages over TCP, in any pieces and with wrong lengths" {
	house
	in_a_call storm tcp 500 4 to="$tcp" corpus="$corpus"
	engine_halt
}
