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

@test "a refresh of ours that stays unanswered ends the call in time" {
	case_of unanswered
	wait_query 'SELECT result, hung_up FROM call' 'answered|caller'
}

@test "a seat that does not answer a refresh is lost, its caller is not" {
	case_of unanswered_seat
	wait_query 'SELECT result, seat, hung_up FROM call' 'answered|02|caller'
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

@test "a seat asks another and gives it the caller: the record says so" {
	case_of attended
	wait_query "SELECT group_concat(caller || ' ' || called || ' ' || direction || ' ' || result || ' ' || seat || ' ' || reason || ' ' || tenant, char(10)) FROM (SELECT * FROM call ORDER BY id)" \
		"13800000001 95012345 inbound answered 02 transferred water
1001 1002 internal answered 02  water
13800000001 95012345 inbound answered 02 transferred water
1001 1002 internal answered 02  water"
	[ "$(query 'SELECT count(*) FROM breach')" = 0 ]
	# each has its recording
	wait_query 'SELECT count(DISTINCT recording) FROM call WHERE length(sha256)' 4
}

@test "a caller is given on while the seat that is asked still rings" {
	case_of ringing
	wait_query "SELECT seat, reason FROM call WHERE id = 1" "02|transferred"
	wait_query "SELECT result FROM call WHERE id = 2" abandoned
}

@test "who is asked by whom is narrow, and it ends with the call" {
	case_of asking
	# outside, and in a REFER with Replaces
	[ "$(query "SELECT number FROM breach ORDER BY id")" = "13900000009
elsewhere
1002" ]
}

@test "a seat asks a queue, and gives it the caller or one of its seats" {
	engine_halt
	engine_config 'queues: [{name: service, wrap_up: 0, rest: 1}, {name: repair, wrap_up: 0, rest: 1, max_wait: 3, overflow: "queue:service", exit_key: "0", exit: "queue:service"}, {name: gasworks, tenant: gas}]' \
		'tenants: [{name: water, seats: 3, contract_until: 2030-12-31, verified: 2026-11-01}, {name: gas, contract_until: 2030-12-31, verified: 2026-11-01}]' \
		'numbers: [{number: "95012345", trunk: carrier-a, tenant: water, direction: inbound, menu: main}]' \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}]}, {seat: "03", user: "1003", secret: "pw1003", queues: [{queue: repair}]}]'
	engine_start
	case_of asked_queue
	[ "$(query 'SELECT count(*) FROM breach')" = 0 ]
	wait_query "SELECT group_concat(called || ' ' || direction || ' ' || result || ' ' || seat || ' ' || queue || ' ' || reason, char(10)) FROM (SELECT * FROM call WHERE result != 'refused' ORDER BY id)" \
		"95012345 inbound answered 03 service transferred
repair internal answered 03 repair 
95012345 inbound answered 03 repair transferred
repair internal abandoned  repair 
95012345 inbound answered 01 service 
repair internal timeout  repair "
}

@test "a seat that declines to be asked leaves the call as it was" {
	case_of declined
	wait_query "SELECT result, seat FROM call WHERE id = 1" "answered|01"
}

@test "the caller's sound goes to the seat that was asked, in one stream" {
	python3 "$BATS_TEST_DIRNAME/call.py" give "$sip" "$dir/there" >"$dir/give" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q registered "$dir/give"
	caller tone=440 hear=1500 talk=7000 &
	pids="$pids $!"
	phone=$!
	# the first seat has it before the other is there
	wait_query "SELECT seat FROM call WHERE id = 1" 01
	station 1002 tone=1500 hear=440
	: >"$dir/there"
	wait_for grep -q given "$dir/give" || { cat "$dir/give"; false; }
	wait $phone || { cat "$dir/caller"; false; }
	kill "$station_1002"
	wait_for grep -q '^heard-frames' "$dir/st.1002"
	cat "$dir/st.1002" "$dir/caller"
	[ "$(grep -c '^invite' "$dir/st.1002")" = 1 ]
	grep -q '^seams 0$' "$dir/st.1002"
	grep -q '^seams 0$' "$dir/caller"
	[ "$(sed -n 's/^heard-frames //p' "$dir/st.1002")" -ge 50 ]
	wait_query 'SELECT count(*) FROM call WHERE length(sha256)' 2
	# the caller's recording goes on with the other seat
	run "$TOOLS/sip/tones" "$data/$(query 'SELECT recording FROM call WHERE id = 1')" 440 1500
	echo "$output"
	set -- $output
	[ "$2" -ge 90 ] && [ "$5" -ge 20 ]
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

@test "sound of calls long over, from the same host, takes no call's place" {
	engine_stop
	# ports of this test alone
	engine_config 'listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 19400-19431}}'
	engine_start
	python3 "$BATS_TEST_DIRNAME/stray.py" 19400 19432 90 >"$dir/stray" 3>&- &
	pids="$pids $!"
	wait_for grep -q ^sending "$dir/stray"
	# both send nothing for a while: the other stream is heard before them
	station 1001 tone=1000 hear=800 mute=600
	caller tone=800 hear=1000 enough=500 mute=600
	wait_query 'SELECT result FROM call' answered
	kill -TERM $station_1001
	wait $station_1001
}
