#!/usr/bin/env bats
# Another configuration while calls go on.

load engine.bash
load web.bash

setup() {
	engine_setup
}

teardown() {
	engine_teardown
}

@test "another configuration holds and the call goes on" {
	web_start
	station 1001
	caller talk=60000 life=120000 &
	wait_for board_is '.calls[0].state' bridged
	engine_config "${web_lines[@]}" \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}]}, {seat: "03", user: "1003", secret: "pw1003", queues: [{queue: service}]}]' \
		'queues: [{name: service, wrap_up: 30}, {name: more}]'
	kill -HUP "$engine"
	shows '[.seats[].seat] | join(" ")' '01 03'
	shows '[.queues[].queue] | join(" ")' 'more service'
	[ "$(ask "$viewer" GET /api/board | jq -r '.calls[0].state')" = bridged ]
	[ "$(ask "$viewer" GET /api/board | jq -r '.seats[0].state')" = talking ]
	station 1003
	gives 200 "$supervisor" POST /api/calls/1/hang-up
	shows '.seats[0].state' wrap-up
	gives 200 "$operator" POST /api/seats/01/wrap-up-end
	shows '.seats[0].state' ready
	grep -q 'reloaded' "$dir/log"
	engine_stop
}

@test "a caller who waits keeps the place over a new configuration" {
	web_start
	caller talk=60000 life=120000 &
	wait_for board_is '.queues[0].waiting' 1
	for i in 1 2 3; do
		gives 200 "$admin" POST /api/reload
	done
	station 1002
	wait_for board_is '.calls[0].state' bridged
	gives 200 "$supervisor" POST /api/calls/1/hang-up
	wait_query 'SELECT seat, result FROM call' '02|answered'
	engine_stop
}

@test "a bad configuration changes nothing" {
	web_start
	echo 'queues: []' >>"$dir/engine.yaml"
	gives 400 "$admin" POST /api/reload
	jq -r .detail "$dir/body" | grep -q 'engine.yaml:'
	kill -HUP "$engine"
	wait_for grep -q 'not reloaded' "$dir/log"
	gives 200 "$viewer" GET /api/board
	engine_stop
}

@test "a queue that callers are in cannot go" {
	web_start
	caller talk=60000 life=120000 &
	wait_for board_is '.queues[0].waiting' 1
	engine_config "${web_lines[@]}" 'queues: [{name: other}]' \
		'menus: [{name: main, otherwise: "queue:other"}]' \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: other}]}]'
	gives 503 "$admin" POST /api/reload
	jq -r .detail "$dir/body" | grep -q 'queue service'
	engine_stop
}

@test "a token that is gone sees no more events" {
	web_start
	watch_events "$dir/events"
	engine_config "${web_lines[1]}"
	kill -HUP "$engine"
	wait "$watcher"
	gives 401 "$viewer" GET /api/board
	engine_stop
}

@test "a seat that is gone talks to the end" {
	web_start
	station 1001
	caller talk=60000 life=120000 &
	wait_for board_is '.calls[0].state' bridged
	engine_config "${web_lines[0]//, seat: \"01\"/}" "${web_lines[1]}" \
		'seats: [{seat: "02", user: "1002", secret: "pw1002", queues: [{queue: service}]}]'
	sed -i 's/seat: "01", //' "$dir/engine.yaml"
	gives 200 "$admin" POST /api/reload
	shows '[.seats[].seat] | join(" ")' 02
	gives 200 "$admin" POST /api/reload
	[ "$(ask "$viewer" GET /api/board | jq -r '.calls[0].state')" = bridged ]
	gives 200 "$supervisor" POST /api/calls/1/hang-up
	wait_query 'SELECT seat, result FROM call' '01|answered'
	shows '[.seats[].seat] | join(" ")' 02
	run "$TOOLS/sip/phone" station "$sip" 1001 pw1001 local=127.0.0.1:0
	[[ "$output" == *"registered 403"* ]]
	engine_stop
}

@test "a caller in a menu goes on in the one he knows" {
	web_start 'menus: [{name: main, prompt: welcome, keys: {"1": "queue:service"}, timeout: 20, otherwise: "queue:service"}]'
	caller talk=60000 life=120000 keys=ppppppp1 &
	wait_for board_is '.calls[0].state' menu
	engine_config "${web_lines[@]}" \
		'queues: [{name: first}, {name: service}]' \
		'menus: [{name: other, otherwise: "queue:first"}, {name: main, otherwise: "queue:first"}]'
	gives 200 "$admin" POST /api/reload
	shows '.calls[0].queue' service
	gives 200 "$supervisor" POST /api/calls/1/hang-up
	wait_query 'SELECT queue FROM call' service
	engine_stop
}

@test "what only a start can change stays, and is told" {
	web_start
	engine_config "${web_lines[@]}" "data: $dir/elsewhere" 'realm: other' \
		'recording: {enabled: true, days: 31}'
	gives 200 "$admin" POST /api/reload
	wait_for grep -q 'reload: realm, data, recording.days stay' "$dir/log"
	station 1001
	caller talk=300
	wait_query 'SELECT length(sha256) FROM call' 64
	[ ! -e "$dir/elsewhere" ]
	engine_stop
}

@test "a hundred new configurations in one call" {
	web_start
	station 1001
	caller talk=60000 life=120000 &
	wait_for board_is '.calls[0].state' bridged
	for _ in $(seq 100); do
		kill -HUP "$engine"
		sleep 0.02
	done
	gives 200 "$admin" POST /api/reload
	gives 200 "$supervisor" POST /api/calls/1/hang-up
	wait_query 'SELECT result FROM call' answered
	kill -HUP "$engine"
	shows '.seats[0].state' ready
	engine_stop
}

@test "the example of the manual passes the check" {
	sed -n '/^.Sh EXAMPLES/,/^.Ed/p' \
		"$BATS_TEST_DIRNAME/../../man/callpermit-engine.5" |
		grep -v '^\.' >"$dir/example.yaml"
	"$PROG" engine --config "$dir/example.yaml" --check
}
