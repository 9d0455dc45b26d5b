#!/usr/bin/env bats
# Provisional answers that a trunk wants to confirm (RFC 3262).

load engine.bash

setup() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	engine_setup
	engine_config
	engine_start
}

teardown() {
	engine_teardown
}

case_of() {
	run timeout 120 python3 "$BATS_TEST_DIRNAME/reliable.py" "$1" "$sip" \
		"$(sed -n 's/.*tcp:\([^ ]*\).*/\1/p' "$dir/ready")"
	echo "$output"
	cat "$dir/log"
	[ "$status" -eq 0 ]
	engine_stop
}

@test "a call that requires 100rel is answered after its PRACK" {
	case_of plain
	wait_query "SELECT count(*) FROM call WHERE answer AND result = 'abandoned'" 2
}

@test "an answer that is not confirmed comes again, later each time" {
	case_of repeated
}

@test "a caller that never confirms it is refused 504 and put on record" {
	case_of silent
	wait_query 'SELECT result, status, ifnull(answer, 0) FROM call' 'abandoned|504|0'
}

@test "a PRACK to nothing of ours is refused 481 and changes nothing" {
	case_of strange
}

@test "a RAck that is anything harms nothing" {
	case_of odd
}

@test "without an offer ours is confirmed with the answer to it" {
	case_of without_offer
	wait_query "SELECT codec FROM call WHERE answer" PCMA
}

@test "a call given up before its PRACK is over" {
	case_of given_up
	wait_query 'SELECT result, status FROM call' 'abandoned|487'
}
