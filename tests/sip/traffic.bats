#!/usr/bin/env bats
# Abnormal traffic raises an alarm, and stops who is to be stopped

load engine.bash

setup() {
	engine_setup
}

teardown() {
	engine_teardown
}

calls() { # how many, from whom, to what
	for _ in $(seq "$1"); do
		"$TOOLS/sip/phone" caller "$sip" "${3:-95012345}" \
			local=127.0.0.2:0 from="$2" talk=1 >>"$dir/callers" \
			2>&1 3>&- || true
	done
}

@test "a caller's burst stops him, and nobody else" {
	engine_config 'traffic: [{rule: caller-burst, window: 600, count: 3, stop: 600}]'
	engine_start
	station 1001
	calls 5 13800000001
	grep -q 'failed 480' "$dir/callers"
	calls 1 13800000002
	engine_stop
	[ "$(query "SELECT count(*) FROM call WHERE caller = '13800000001' AND
		reason = 'stopped' AND status = 480")" = 2 ]
	[ "$(query "SELECT count(*) FROM call WHERE reason = 'stopped'")" = 2 ]
	[ "$(grep -c 'traffic: caller-burst' "$dir/log")" = 1 ]
	grep -q 'traffic: caller-burst 138\*\*\*\*0001: 3 of 3, stopped' "$dir/log"
	! grep 'traffic:' "$dir/log" | grep -q 13800000001
}

@test "a number with many short calls is closed for a while" {
	engine_config 'traffic: [{rule: short-calls, window: 600, count: 2, percent: 100, talk: 60, stop: 10}]'
	engine_start
	station 1001
	calls 2 13800000001
	wait_for grep -q 'traffic: short-calls 95012345: 2 of 2, stopped' "$dir/log"
	calls 1 13800000002
	wait_query "SELECT count(*) FROM call WHERE reason = 'stopped'" 1
	# and opened again by itself
	again() {
		calls 1 13800000003
		[ "$(query "SELECT count(*) FROM call WHERE caller =
			'13800000003' AND status = 200")" = 1 ]
	}
	for _ in $(seq 60); do
		again && break
		sleep 0.5
	done
	again || true
	[ "$(query "SELECT count(*) > 0 FROM call WHERE caller = '13800000003'
		AND status = 200")" = 1 ]
	engine_stop
}

@test "breaches and refusals raise an alarm, and can be left out" {
	engine_config 'traffic: [{rule: breaches, window: 600, count: 2}, {rule: refusals, window: 600, count: 2, percent: 50}, {rule: caller-burst, off: true}]'
	engine_start
	for _ in 1 2; do
		run "$TOOLS/sip/phone" station "$sip" 1001 pw1001 \
			local=127.0.0.1:0 dial=13900000009
		[[ "$output" == *'failed 403'* ]]
	done
	calls 3 13800000001 95099999
	wait_for grep -q 'traffic: breaches 01: 2 of 2$' "$dir/log"
	wait_for grep -q 'traffic: refusals: 2 of 2$' "$dir/log"
	[ "$(query "SELECT count(*) FROM call WHERE reason = 'stopped'")" = 0 ]
	[ "$(grep -c 'traffic:' "$dir/log")" = 2 ]
	engine_stop
}
