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

# ring NAME [KEY=VALUE...]: a caller in the background, output in NAME
ring() {
	name=$1
	shift
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 "$@" \
		>"$dir/$name" 2>&1 3>&- &
	pids="$pids $!"
	eval "ring_$name=$!"
}

# reload [LINE...]: another configuration holds
reload() {
	engine_config "$@" "${web_lines[@]}"
	gives 200 "$admin" POST /api/reload
}

@test "a queue that goes leads its callers on; who talks goes on" {
	web_start
	station 1001
	ring talks talk=60000 life=120000
	wait_for board_is '.calls[0].state' bridged
	ring waits talk=60000 life=120000
	wait_for board_is '.queues[0].waiting' 1
	reload 'queues: [{name: other}]' \
		'menus: [{name: main, otherwise: "queue:other"}]' \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: other}]}, {seat: "02", user: "1002", secret: "pw1002", queues: [{queue: other}]}]'
	shows '[.queues[] | .queue, .waiting] | map(tostring) | join(" ")' 'other 1'
	[ "$(ask "$viewer" GET /api/board | jq -r '.calls[0].state')" = bridged ]
	station 1002
	wait_for board_is '.calls[1].state' bridged
	gives 200 "$supervisor" POST /api/calls/1/hang-up
	gives 200 "$supervisor" POST /api/calls/2/hang-up
	wait_query 'SELECT queue, seat, result FROM call ORDER BY id' \
		'service|01|answered
other|02|answered'
	[ "$(ask "$viewer" GET /api/board | jq -r '.queues | length')" = 1 ]
	engine_stop
}

@test "a seat that rings may answer after it, even one that is gone" {
	web_start
	station 1002 delay=5000 talk=300
	ring first life=120000
	wait_for board_is '.calls[0].state' ringing
	station 1001 delay=5000 talk=300
	ring second life=120000
	wait_for board_is '.calls[1].state' ringing
	reload 'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}]}]'
	shows '[.seats[].seat] | join(" ")' 01
	wait_query 'SELECT seat, result FROM call ORDER BY id' '02|answered
01|answered'
	engine_stop
}

@test "a seat that rings and is gone may refuse after it" {
	web_start
	station 1002 reject=486 delay=2500
	ring first hear=1000 enough=400 life=60000
	wait_for grep -q '^invite' "$dir/st.1002"
	reload 'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}]}]'
	shows '.calls[0].state' queued
	station 1001 tone=1000
	wait $ring_first
	wait_query 'SELECT result, seat FROM call' 'answered|01'
	engine_stop
}

@test "who rings in vain goes back to the queue, if that is gone on" {
	web_start 'queues: [{name: service, ring: 3, rest: 60}]'
	station 1002 answer=0
	ring first life=120000
	wait_for board_is '.calls[0].state' ringing
	reload 'queues: [{name: other}]' \
		'menus: [{name: main, otherwise: "queue:other"}]' \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: other}]}]'
	station 1001 talk=300
	wait_query 'SELECT queue, seat, result FROM call' 'other|01|answered'
	engine_stop
}

@test "who is on hold is had back, in one stream" {
	web_start
	station 1001 tone=1000 hear=440 hold=600 resume=4000
	ring first tone=440 hear=1000 talk=6000 life=60000
	wait_for grep -q '^hold 0' "$dir/st.1001"
	reload 'queues: [{name: more}, {name: service}]'
	wait "$ring_first"
	grep -q '^resume 0' "$dir/st.1001"
	grep -q '^seams 0$' "$dir/first"
	wait_query 'SELECT result, hung_up FROM call' 'answered|caller'
	engine_stop
}

@test "a message is spoken to its end" {
	mkdir -p "$data/prompts"
	for name in leave-message beep message-thanks goodbye; do
		sox -n -r 8000 -c 1 -e a-law "$data/prompts/$name.wav" \
			trim 0 0.2
	done
	web_start 'messages: [{name: box, length: 60}]' \
		'menus: [{name: main, otherwise: "message:box"}]'
	ring first life=120000 keys=pppppppp#
	wait_for board_is '.calls[0].state' message
	reload 'recording: {enabled: false}'
	wait_query "SELECT result, recording != '', length(sha256) FROM call" \
		'message|1|64'
	engine_stop
}

@test "who began unannounced is not recorded, who began recorded is" {
	web_start 'recording: {enabled: false}'
	ring first talk=1000 life=120000
	wait_for board_is '.calls[0].state' queued
	reload 'recording: {enabled: true, days: 90}'
	station 1001
	wait_query 'SELECT result, recording FROM call' 'answered|'
	caller talk=300
	wait_query "SELECT length(sha256) FROM call WHERE id = 2" 64
	engine_stop
}

@test "who is stopped stays so until the rule stops nobody" {
	rule='traffic: [{rule: caller-burst, window: 600, count: 3, stop: 600}]'
	web_start "$rule"
	station 1001
	for _ in 1 2 3; do
		caller talk=1
	done
	run caller talk=1
	grep -q 'failed 480' "$dir/caller"
	reload "$rule" 'queues: [{name: more}, {name: service, wrap_up: 0}]'
	run caller talk=1
	grep -q 'failed 480' "$dir/caller"
	# what was counted counts on
	caller talk=1 from=13800000002
	caller talk=1 from=13800000002
	reload "$rule"
	caller talk=1 from=13800000002
	run caller talk=1 from=13800000002
	grep -q 'failed 480' "$dir/caller"
	reload "${rule/, stop: 600/}"
	caller talk=1
	engine_stop
}

@test "a place that was kept is found again, where its queue is now" {
	mkdir -p "$data/prompts"
	for name in hold-offer hold-offer-keep hold-number goodbye n1; do
		sox -n -r 8000 -c 1 -e a-law "$data/prompts/$name.wav" \
			trim 0 0.2
	done
	hold='{name: service, wrap_up: 0, hold_place: {after: 0, key: "1", pin: false}}'
	web_start "queues: [$hold]"
	caller keys=1 press=1500 again=1000
	wait_query 'SELECT result FROM call' held
	reload "queues: [{name: first}, {name: more}, $hold]"
	ring second life=60000
	wait_for grep -q 'call 2: back in the place' "$dir/log"
	shows '.calls[0].queue' service
	gives 200 "$supervisor" POST /api/calls/2/hang-up
	engine_stop
}

@test "calls count as their tenant's, whichever configuration holds" {
	one='tenants: [{name: water, verified: 2026-11-01, calls: 1}, {name: old, contract_until: 2020-01-01, verified: 2019-01-01}]'
	web_start "$one"
	station 1001
	ring first talk=60000 life=120000
	wait_for board_is '.calls[0].state' bridged
	more=${one/\[/[{name: gas, verified: 2026-11-01\}, }
	reload "$more"
	[ "$(grep -c 'tenant old: the contract ended' "$dir/log")" = 2 ]
	run caller from=13800000002
	grep -q 'failed' "$dir/caller"
	wait_query 'SELECT reason FROM call WHERE id = 2' beyond-lease
	gives 200 "$supervisor" POST /api/calls/1/hang-up
	wait_query 'SELECT result FROM call WHERE id = 1' answered
	caller talk=300 from=13800000002
	engine_stop
}

told_twice() {
	[ "$(grep -c 'CALLS CAN GO OUT' "$dir/log")" = 2 ]
}

@test "numbers that calls can go out from are told again" {
	always='hours: [{name: always, days: mon-sun, from: "00:00", to: "24:00", holidays: open}]'
	open='numbers: [{number: "95012345", trunk: carrier-a, tenant: water, direction: inbound, menu: main, call_back: true, hours: always, closed: "hang-up"}]'
	web_start
	! grep -q 'CALLS CAN GO OUT' "$dir/log" || return 1
	reload "$always" "$open"
	[ "$(grep -c 'CALLS CAN GO OUT: number 95012345' "$dir/log")" = 1 ]
	kill -HUP "$engine"
	wait_for told_twice
	engine_stop
}

@test "a station that stays is registered, one with another secret is not" {
	web_start
	station 1001
	station 1002
	shows '[.seats[].state] | join(" ")' 'ready ready'
	reload 'seats: [{seat: "00", user: "1000", secret: "pw1000", queues: [{queue: service}]}, {seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}]}, {seat: "02", user: "9002", secret: "pw1002", queues: [{queue: service}]}]'
	[ "$(ask "$viewer" GET /api/board | jq -r '[.seats[].state] | join(" ")')" = \
		'offline ready offline' ]
	run "$TOOLS/sip/phone" station "$sip" 1002 pw1002 local=127.0.0.1:0
	[[ "$output" == *"registered 403"* ]]
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
	[ "$(jq -r .unchanged "$dir/body")" = 'realm, data, recording.days' ]
	station 1001
	caller talk=300
	wait_query 'SELECT length(sha256) FROM call' 64
	[ ! -e "$dir/elsewhere" ]
	engine_stop
}

@test "each key that a reload leaves alone is told" {
	web_start
	listen='listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29998}, http: "127.0.0.1:1"}'
	engine_config "${web_lines[0]}" "$listen" 'registrar: {qualify: 90}' \
		'sessions: {expires: 900}' 'media: {threads: 1, realtime: true}' \
		'web: {connections: 99, per_source: 98, viewers: 97, requests: 96}' \
		'recording: {enabled: true, days: 90, purge_hour: 5}' \
		'trunks: [{name: carrier-a, peer: "127.0.0.2", register: {user: "9501", secret: "x"}}]'
	gives 200 "$admin" POST /api/reload
	jq -r .unchanged "$dir/body"
	[ "$(jq -r .unchanged "$dir/body")" = "$(echo listen.sip, listen.rtp, \
		listen.http, media.threads, media.realtime, \
		web.connections, web.per_source, web.viewers, \
		registrar, sessions, recording.purge_hour, trunks.register)" ]
	# and what the start said holds
	gives 200 "$admin" POST /api/reload
	[[ "$(jq -r .unchanged "$dir/body")" = listen.sip,* ]]
	reload
	[ "$(jq -r .unchanged "$dir/body")" = "" ]
	station 1001
	caller talk=300
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

# storm N: so many calls one after another, each to be answered
storm() {
	for _ in $(seq "$1"); do
		"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 \
			life=60000 || echo lost
	done >"$dir/storm.$BASHPID" 2>&1 3>&-
}

@test "a hundred new configurations in a storm of two hundred calls" {
	seat() {
		echo "{seat: \"$1\", user: \"10$1\", secret: \"pw10$1\", queues: [{queue: service}, {queue: more}]}"
	}
	one="seats: [$(seat 01), $(seat 02), $(seat 03), $(seat 04)]"
	two="seats: [$(seat 05), $(seat 04), $(seat 03), $(seat 01)]"
	queues='queues: [{name: service, wrap_up: 0, rest: 1}, {name: more, wrap_up: 0, rest: 1}]'
	turned='queues: [{name: more, wrap_up: 0, rest: 1}, {name: third}, {name: service, wrap_up: 0, strategy: ring-all, rest: 1}]'
	web_start "$one" "$queues"
	for n in 1001 1002 1003 1004; do
		station $n talk=200 life=300000 expires=60
	done
	storms=
	for _ in 1 2 3 4 5 6 7 8; do
		storm 25 &
		storms="$storms $!"
	done
	for i in $(seq 50); do
		engine_config "$two" "$turned" "${web_lines[@]}" \
			'menus: [{name: front, prompt: welcome, otherwise: "queue:more"}, {name: main, otherwise: "queue:more"}]'
		kill -HUP "$engine"
		sleep 0.1
		gives 401 nobody GET /api/board
		engine_config "$one" "$queues" "${web_lines[@]}"
		gives 200 "$admin" POST /api/reload
		sleep 0.1
	done
	wait $storms
	! grep lost "$dir"/storm.* || return 1
	wait_query 'SELECT count(*), result FROM call GROUP BY result' \
		'200|answered'
	[ "$(grep -c 'engine: reloaded' "$dir/log")" = 100 ]
	gives 200 "$admin" POST /api/reload
	wait_for grep -q 'calls still use 0 older' "$dir/log"
	engine_stop
}

# least_waited: per cent of a reload that calls waited for, of the best one
least_waited() {
	sed -n 's/.*reloaded in \([0-9]*\) ms, for \([0-9]*\) of them.*/\1 \2/p' \
		"$dir/log" | awk '{ print int(100 * $2 / ($1 + 1)) }' | sort -n |
		head -1
}

@test "a large configuration is read beside the calls, for all who ask at once" {
	web_start
	seq 13900000000 13900099999 >"$dir/many"
	engine_config "${web_lines[@]}" 'lists: [{name: many, file: '"$dir"'/many}]' \
		'blocked: many'
	for i in 1 2 3 4; do
		ask "$admin" POST /api/reload >"$dir/told.$i" 2>&1 3>&- &
		asked="$asked $!"
		kill -HUP "$engine"
	done
	wait $asked
	cat "$dir"/told.*
	[ "$(cat "$dir"/told.* | jq -r .done | sort | uniq -c | xargs)" = '4 true' ]
	station 1001 tone=1000
	caller hear=1000 talk=300
	run caller from=13900000007
	grep -q 'failed 603' "$dir/caller"
	for i in 1 2 3 4 5; do
		gives 200 "$admin" POST /api/reload
	done
	grep 'engine: reloaded' "$dir/log"
	[ "$(least_waited)" -le 80 ]
	# a stop in the middle of it
	ask "$admin" POST /api/reload >"$dir/late" 2>/dev/null 3>&- &
	pids="$pids $!"
	kill -HUP "$engine"
	engine_stop
}

@test "the example of the manual passes the check" {
	sed -n '/^.Sh EXAMPLES/,/^.Ed/p' \
		"$BATS_TEST_DIRNAME/../../man/callpermit-engine.5" |
		grep -v '^\.' >"$dir/example.yaml"
	"$PROG" engine --config "$dir/example.yaml" --check
}
