#!/usr/bin/env bats
# Within a call: session timers, UPDATE, transfers, answers that come late.

load engine.bash

setup() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	engine_setup
	engine_config 'sessions: {expires: 6, min: 2}' 'queues: [{name: service, wrap_up: 0, rest: 1}, {name: repair, wrap_up: 0}]'
	engine_start
}

teardown() {
	engine_teardown
}

case_of() {
	run timeout 120 python3 "$BATS_TEST_DIRNAME/call.py" "$1" "$sip"
	echo "$output"
	cat "$dir/log"
	[ "$status" -eq 0 ]
	kill -0 "$engine"
}

# what the record says of them
transfers() {
	wait_query "SELECT event, seat, detail FROM trail WHERE event LIKE
		'%transfer%' ORDER BY call, seq" "$1"
}

@test "session timers are agreed, refreshed, and refused when too short" {
	case_of timers
}

@test "a session that is not refreshed lapses" {
	case_of lapse
	wait_query 'SELECT result FROM call' answered
}

@test "the engine refreshes when it is to" {
	case_of refresh
}

@test "UPDATE changes the voice, in its order and in its dialog" {
	case_of update
}

@test "extensions that are required and not understood are named" {
	case_of extensions
}

@test "a seat gives its call to another seat" {
	case_of blind
	wait_query 'SELECT result, seat FROM call' 'answered|02'
	transfers 'transfer|01|to seat 02
transferred|02|'
}

@test "a call that the other seat declines comes back" {
	case_of refused
	transfers 'transfer|01|to seat 02
not-transferred|02|Temporarily Unavailable'
}

@test "a transfer to a seat that is not there changes nothing" {
	case_of busy
}

@test "a seat gives its call to a queue" {
	case_of queue
	transfers 'transfer|01|to queue repair
transferred|01|'
	wait_query 'SELECT queue FROM call' repair
}

@test "no transfer leads out of the house: each attempt is a breach" {
	case_of outside
	wait_query "SELECT sum(attempts), max(seat) FROM breach WHERE reason = 'outbound'" '9|01'
}

@test "a second answer to a forked INVITE is hung up" {
	case_of fork
}

@test "a seat behind NAT is reached where it answers from" {
	case_of nat
}

@test "an answer that crosses the CANCEL is hung up" {
	case_of late
}

@test "a seat that has not confirmed the end of its call is not rung" {
	case_of confirmed
	wait_query 'SELECT count(*) FROM call WHERE result IS NOT NULL' 4
}
