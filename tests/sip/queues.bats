#!/usr/bin/env bats
# Queues with telephones of our own: who is rung, and no caller is lost.

load engine.bash
load web.bash

setup() {
	engine_setup
}

teardown() {
	engine_teardown
}

# house QUEUE_SETTINGS [LINE...]: a house whose queue has settings
house() {
	settings=$1
	shift
	engine_config "$@" \
		"queues: [{name: service, wrap_up: 0, rest: 1, max_wait: 60, $settings}]"
	engine_start
}

# begin_caller NAME [KEY=VALUE...]: rings in the background
begin_caller() {
	name=$1
	shift
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 "$@" \
		>"$dir/$name" 2>&1 3>&- &
	pids="$pids $!"
	eval "caller_$name=$!"
}

rang() {
	grep -c '^invite' "$dir/st.$1"
}

@test "ring-all: all ring, the first that answers has it, the rest are free" {
	house 'strategy: ring-all'
	station 1001 answer=0
	station 1002 delay=700 tone=1000 talk=800
	caller hear=1000
	[ "$(rang 1001)" = 1 ] && [ "$(rang 1002)" = 1 ]
	wait_for grep -q '^failed 487' "$dir/st.1001"
	[ "$(query 'SELECT result, seat FROM call')" = "answered|02" ]
	# nobody missed anything: both are rung again at once
	caller hear=1000
	[ "$(rang 1001)" = 2 ] && [ "$(rang 1002)" = 2 ]
	engine_stop
}

@test "who loses hears that the call was completed elsewhere" {
	command -v sipp >/dev/null || skip "sipp is not installed"
	house 'strategy: ring-all'
	port=$((31000 + RANDOM % 1000))
	for scenario in register elsewhere; do
		(cd "$dir" && exec sipp -nostdin -timeout 20s -timeout_error \
			-sf "$BATS_TEST_DIRNAME/station_$scenario.xml" "$sip" \
			-i 127.0.0.1 -p $port -m 1 -trace_err) \
			>"$dir/sipp.$scenario" 2>&1 3>&- &
		sipp=$!
		pids="$pids $sipp"
		[ $scenario = elsewhere ] || wait $sipp
	done
	sleep 0.5
	station 1002 delay=700 tone=1000 talk=800
	caller hear=1000
	wait $sipp
	[ "$(query 'SELECT result, seat FROM call')" = "answered|02" ]
}

@test "ring-all: all refuse, and the caller still waits and is answered" {
	house 'strategy: ring-all'
	station 1001 reject=486
	station 1002 reject=603
	begin_caller one tone=440 hear=1000
	wait_for grep -q '^invite' "$dir/st.1001"
	wait_for grep -q '^invite' "$dir/st.1002"
	kill "$station_1001" "$station_1002"
	wait_for grep -q '^stray' "$dir/st.1002"
	station 1001 tone=1000 talk=800
	wait "$caller_one"
	[ "$(query 'SELECT result, seat FROM call')" = "answered|01" ]
	engine_stop
}

@test "ring-progressively: the second rings with the first after a step" {
	house 'strategy: ring-progressively, ring_step: 1, ring: 20'
	station 1001 answer=0
	station 1002 tone=1000 talk=800
	caller hear=1000
	[ "$(rang 1001)" = 1 ] && [ "$(rang 1002)" = 1 ]
	wait_for grep -q '^failed 487' "$dir/st.1001"
	[ "$(query 'SELECT result, seat, wait_ms >= 1000 FROM call')" = \
		"answered|02|1" ]
}

@test "a seat that misses two calls in a row is paused, others go on" {
	house 'strategy: top-down, ring: 1, auto_pause: 2'
	station 1001 answer=0
	begin_caller one
	wait_for grep -q 'seat 01: paused' "$dir/log"
	[ "$(rang 1001)" = 2 ]
	station 1002 tone=1000 talk=800
	wait "$caller_one"
	caller
	[ "$(rang 1001)" = 2 ] && [ "$(rang 1002)" = 2 ]
}

@test "a station that vanishes while it rings does not lose the caller" {
	house 'strategy: top-down, ring: 2'
	station 1001 answer=0
	begin_caller one tone=440 hear=1000
	wait_for grep -q '^invite' "$dir/st.1001"
	kill -9 "$station_1001"
	station 1002 tone=1000 talk=800
	wait "$caller_one"
	[ "$(query 'SELECT result, seat FROM call')" = "answered|02" ]
}

@test "a station that vanishes while it talks does not lose the caller" {
	house 'strategy: top-down' \
		'listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999, silence: 2}}'
	station 1001 tone=1000
	begin_caller one tone=440 hear=1500
	wait_for grep -q '^answered' "$dir/st.1001"
	sleep 0.5
	kill -9 "$station_1001"
	station 1002 tone=1500 talk=1000
	wait "$caller_one"
	[ "$(query 'SELECT result, seat FROM call')" = "answered|02" ]
	engine_stop
}

@test "a higher level is rung once the caller has waited for it" {
	house 'relax: [{after: 2, level: 2}]' \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service, level: 2}]}]'
	station 1001 tone=1000 talk=800
	caller hear=1000
	[ "$(query 'SELECT result, wait_ms >= 2000 FROM call')" = "answered|1" ]
}

@test "callers of a higher priority go first" {
	house 'max_length: 5' 'priorities: [{caller: "13800000009", priority: 5}]'
	begin_caller one from=13800000001
	wait_for grep -q '^answered' "$dir/one"
	begin_caller two from=13800000009
	wait_for grep -q '^answered' "$dir/two"
	sleep 0.5
	station 1001 talk=300
	wait "$caller_one" "$caller_two"
	[ "$(query 'SELECT caller FROM call ORDER BY bridge')" = \
		"13800000009
13800000001" ]
}

@test "a queue without a seat takes nobody, or keeps nobody, if so wished" {
	house 'ring: 1, auto_pause: 1, refuse_empty: true, leave_empty: true'
	run caller
	[ "$(query 'SELECT result FROM call')" = unstaffed ]
	station 1001 answer=0
	begin_caller one
	wait_query "SELECT count(*) FROM call WHERE result = 'unstaffed'" 2
}

@test "a caller who waits is told how he stands, again and again" {
	house 'announce: {first: 1, every: 10, position: true}'
	mkdir -p "$data/prompts"
	engine_stop
	# a tone of its own says which announcement was played
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/next-in-line.wav" \
		synth 1 sine 700
	engine_start
	caller hear=700 life=4000 || true
	[ "$(sed -n 's/^heard-frames //p' "$dir/caller")" -ge 30 ]
}

@test "a seat pauses for one queue, ends and extends its wrap-up over HTTP" {
	web_start 'queues: [{name: service, wrap_up: 60, rest: 1, max_wait: 60}, {name: other}]' \
		'pauses: [lunch]' \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}, {queue: other}]}]'
	station 1001 talk=300
	gives 400 "$operator" POST /api/seats/01/pause -d '{"reason": "beer"}' \
		-H 'Content-Type: application/json'
	gives 404 "$operator" POST /api/seats/01/pause \
		-d '{"reason": "lunch", "queue": "none"}' \
		-H 'Content-Type: application/json'
	gives 200 "$operator" POST /api/seats/01/pause \
		-d '{"reason": "lunch", "queue": "service"}' \
		-H 'Content-Type: application/json'
	shows '.seats[0].state' ready
	shows '.seats[0].paused_queues[] | .queue + " " + .reason' 'service lunch'
	begin_caller one
	wait_for grep -q '^answered' "$dir/one"
	sleep 0.5
	! grep '^invite' "$dir/st.1001" || return 1
	gives 200 "$operator" POST /api/seats/01/ready -d '{"queue": "service"}' \
		-H 'Content-Type: application/json'
	shows '.seats[0].paused_queues' null
	wait "$caller_one"
	shows '.seats[0].state' wrap-up
	gives 400 "$operator" POST /api/seats/01/wrap-up -d '{"seconds": -1}' \
		-H 'Content-Type: application/json'
	gives 200 "$operator" POST /api/seats/01/wrap-up -d '{"seconds": 600}' \
		-H 'Content-Type: application/json'
	gives 200 "$operator" POST /api/seats/01/wrap-up-end
	shows '.seats[0].state' ready
	gives 409 "$operator" POST /api/seats/01/wrap-up -d '{"seconds": 9}' \
		-H 'Content-Type: application/json'
}
