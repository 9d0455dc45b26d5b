#!/usr/bin/env bats
# Telephones of seats that are killed, in each state that a seat can be in for
# a call: the caller goes on to the next seat and is not lost.

load ../sip/engine.bash
load ../sip/web.bash

setup() {
	engine_setup
}

teardown() {
	engine_teardown
}

house() {
	web_start "$@" 'listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999, silence: 2}, http: "127.0.0.1:0"}' \
		'queues: [{name: service, strategy: top-down, ring: 2, wrap_up: 0, rest: 60, max_wait: 60}]' \
		'menus: [{name: main, dial_in: true, timeout: 3, otherwise: "queue:service"}]'
}

# rings NAME [KEY=VALUE...]: a caller in the background, until he hears seat 02
rings() {
	local name=$1
	shift
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 hear=1500 \
		enough=400 life=60000 "$@" >"$dir/$name" 2>&1 3>&- &
	ring=$!
	pids="$pids $ring"
}

kill_seat() {
	kill -9 "$station_1001"
	wait "$station_1001" || true
}

# goes_on: seat 02 has the caller, and both heard each other
goes_on() {
	station 1002 tone=1500 hear=440
	wait "$ring"
	wait_query 'SELECT result, seat FROM call' 'answered|02'
	[ "$(query 'SELECT hung_up FROM call')" != engine ]
	shows '.calls | length' 0
	engine_stop
	[ "$(query "SELECT count(*) FROM call WHERE result = 'open'")" = 0 ]
}

# Its host says so by ICMP: nobody waits for the ring to be over
@test "killed before it was rung" {
	house 'queues: [{name: service, strategy: top-down, ring: 60, wrap_up: 0, rest: 60, max_wait: 90}]'
	station 1001
	kill_seat
	rings caller tone=440 keys='#'
	shows '.calls[0].state' queued
	shows '.seats[0].state' offline
	goes_on
	[ "$(query "SELECT count(*) FROM trail WHERE event = 'missed' AND seat = '01'")" = 1 ]
}

@test "killed before it was rung, and the next seat is there" {
	house 'queues: [{name: service, strategy: top-down, ring: 60, wrap_up: 0, rest: 1, max_wait: 90}]'
	station 1001
	station 1002 tone=1500 hear=440
	kill_seat
	rings caller tone=440 keys='#'
	wait_query 'SELECT seat FROM call' 02
	wait "$ring" || { cat "$dir/caller" "$dir/st.1002" "$dir/log"; false; }
	wait_query 'SELECT result, seat FROM call' 'answered|02'
	# one that comes back is rung again
	kill -9 "$station_1002"
	station 1001 tone=1500 hear=440
	rings caller tone=440 keys='#'
	wait "$ring" || { cat "$dir/caller" "$dir/log"; false; }
	wait_query 'SELECT seat FROM call WHERE id = 2 AND end' 01
	engine_stop
}

@test "what is sent next is not lost by a telephone whose port is closed" {
	house 'queues: [{name: service, strategy: ring-all, ring: 60, wrap_up: 0, rest: 1, max_wait: 90}]'
	station 1001
	station 1002 tone=1500 hear=440
	kill_seat
	rings caller tone=440 keys='#'
	wait "$ring" || { cat "$dir/caller" "$dir/st.1002" "$dir/log"; false; }
	[ "$(grep -c '^invite' "$dir/st.1002")" = 1 ]
	wait_query 'SELECT result, seat FROM call' 'answered|02'
	run grep 'cannot be rung' "$dir/log"
	[ "$status" = 1 ]
	engine_stop
}

@test "killed while it rings" {
	house
	station 1001 answer=0
	rings caller tone=440 keys='#'
	wait_for grep -q '^invite' "$dir/st.1001"
	kill_seat
	shows '.calls[0].state' queued
	goes_on
}

@test "killed while it is dialled by its number" {
	house
	station 1001 answer=0
	rings caller tone=440 keys='01#'
	wait_for grep -q '^invite' "$dir/st.1001"
	shows '.calls[0].state' dialling
	kill_seat
	shows '.calls[0].state' queued
	goes_on
}

@test "killed in the moment it answers" {
	house
	station 1001 delay=300
	rings caller tone=440 keys='#'
	wait_for grep -q '^answered' "$dir/st.1001"
	kill_seat
	goes_on
}

@test "killed while others ring with it" {
	house 'queues: [{name: service, strategy: ring-all, ring: 20, wrap_up: 0, rest: 1, max_wait: 60}]'
	station 1001 answer=0
	station 1002 tone=1500 hear=440 delay=2500
	rings caller tone=440 keys='#'
	wait_for grep -q '^invite' "$dir/st.1001"
	kill_seat
	wait "$ring" || { cat "$dir/caller" "$dir/st.1002" "$dir/log"; false; }
	wait_query 'SELECT result, seat FROM call' 'answered|02'
	engine_stop
}

@test "killed while it holds the caller" {
	house 'registrar: {qualify: 1}'
	station 1001 hold=300
	rings caller tone=440 keys='#'
	wait_for grep -q '^hold 0' "$dir/st.1001"
	shows '.calls[0].state' bridged
	kill_seat
	shows '.calls[0].state' queued
	goes_on
}

# given CASE: see given.py
given() {
	local n seats=
	for n in 1 2 3; do
		seats="$seats${seats:+, }{seat: \"0$n\", user: \"100$n\", secret: \"pw100$n\", queues: [{queue: service}]}"
	done
	engine_config 'queues: [{name: service, strategy: top-down, ring: 2, wrap_up: 0, rest: 1, max_wait: 60}]' \
		"seats: [$seats]"
	engine_start
	run python3 "$BATS_TEST_DIRNAME/given.py" "$1" "$sip" "$engine" "$dir/log" 3>&-
	echo "$output"
	[ "$output" = ok ]
	wait_query "SELECT count(*) FROM call WHERE result = 'open'" 0
	query 'SELECT at, event, seat, detail FROM trail ORDER BY seq' >&2
	[ "$(query 'SELECT result, hung_up FROM call')" = 'answered|caller' ]
	engine_halt
}

@test "a call that is given goes on over a new configuration" {
	given taken
	[ "$(query 'SELECT seat FROM call')" = 02 ]
}

@test "given to a telephone that vanishes: had back, over a new configuration" {
	given vanished
	[ "$(query 'SELECT seat FROM call')" = 01 ]
}

@test "given, and both telephones vanish: the caller waits for the next" {
	given both
	[ "$(query 'SELECT seat FROM call')" = 03 ]
}
