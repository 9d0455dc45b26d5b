#!/usr/bin/env bats
# The wall clock is set while calls are on: nothing ends, nothing is deleted,
# and what comes after is on record by the new clock.

load ../sip/engine.bash

setup() {
	engine_setup
	export FAULT_CLOCK=$dir/ahead
	echo 0 >"$FAULT_CLOCK"
	PROG=$TOOLS/fault/clock
	engine_config 'listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999}}' \
		'tenants: [{name: water, verified: 2026-01-01}]' \
		'numbers: [{number: "95012345", trunk: carrier-a, tenant: water, direction: inbound, menu: main}]' \
		'recording: {enabled: true, days: 30}'
}

teardown() {
	engine_teardown
}

# jump SECONDS WORD: sets the clock, in mid-call, and tells of the call
jump() {
	before=$(query 'SELECT count(*) FROM call')
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 tone=440 \
		hear=1000 talk=7000 life=60000 >"$dir/caller" 2>&1 3>&- &
	caller=$!
	pids="$pids $caller"
	wait_query "SELECT bridge > 0 FROM call WHERE id = $((before + 1))" 1
	echo "$1" >"$FAULT_CLOCK"
	wait_for grep -q "the clock went .* s $2" "$dir/log"
	wait "$caller" # nobody was cut off, he heard the seat to the end
	now=$(date +%s)
	wait_query "SELECT result, hung_up, end - start BETWEEN 6000 AND 60000,
		abs(start / 1000 - $now) < 120 FROM call WHERE id = $((before + 1))" \
		"answered|caller|1|1"
	# the next call is of the new time
	caller hear=1000 talk=700
	wait_query "SELECT result, end - start < 60000,
		abs(start / 1000 - $now - $1) < 120 FROM call WHERE id = $((before + 2))" \
		"answered|1|1"
}

@test "a clock that goes forward by two years: calls go on, none is deleted" {
	engine_start
	station 1001 tone=1000 hear=440 life=120000 expires=30
	jump 63072000 forward
	# by that clock all is old enough: it is not believed
	wait_for grep -q 'retention: the clock was set forward' "$dir/log"
	[ "$(query 'SELECT count(*) FROM call')" = 2 ]
	[ "$(query 'SELECT count(*) FROM deletion')" = 0 ]
	[ "$(find "$data/recordings" -name '*.wav' | wc -l)" = 2 ]
	# nor after a restart, for much more than the days since the last purge
	engine_stop
	engine_start
	wait_for grep -q 'retention: the clock is far' "$dir/log"
	wait_query 'SELECT count(*) FROM purge_run' 2
	[ "$(query 'SELECT count(*) FROM call')" = 2 ]
	# right again
	echo 0 >"$FAULT_CLOCK"
	wait_for grep -q 'the clock went .* s back' "$dir/log"
	station 1001 tone=1000
	caller hear=1000 talk=700
	engine_stop
	[ "$(query 'SELECT count(*) FROM call')" = 3 ]
}

@test "a clock that goes back by a month: calls and seats go on" {
	engine_start
	station 1001 tone=1000 hear=440 life=120000 expires=30
	jump -2592000 back
	engine_stop
}
