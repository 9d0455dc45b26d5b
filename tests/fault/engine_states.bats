#!/usr/bin/env bats
# kill -9 with a call in each state at once, and what the next start makes of
# them.

load ../sip/engine.bash

always='hours: [{name: always, days: mon-sun, from: "00:00", to: "24:00", holidays: open}]'

setup() {
	engine_setup
	: >"$dir/requests"
	mkdir -p "$data/prompts"
	for name in leave agree recording-notice; do
		sox -n -r 8000 -c 1 -e a-law "$data/prompts/$name.wav" \
			synth 0.3 sine 700
	done
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/long.wav" synth 120 sine 300
}

teardown() {
	engine_teardown
}

# outside ANSWER: a carrier at 127.0.0.2, sets $port
outside() {
	python3 "$BATS_TEST_DIRNAME/../sip/outside.py" "$@" >"$dir/outside" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q ^port "$dir/outside"
	port=$(sed -n 's/^port //p' "$dir/outside")
}

# house: a key for each state that a caller can be in, 95012346 for call-backs
house() {
	local n seats= queues=
	for n in 1 2 3 4 5 6 7; do
		seats="$seats${seats:+, }{seat: \"0$n\", user: \"100$n\", secret: \"pw100$n\", queues: [{queue: q$n}]}"
		queues="$queues${queues:+, }{name: q$n, ring: 90, wrap_up: 0, max_wait: 90}"
	done
	engine_config "$always" "seats: [$seats]" "queues: [$queues]" \
		"trunks: [{name: out, peer: \"127.0.0.2:$port\"}, {name: in, peer: \"127.0.0.3\"}]" \
		'numbers: [{number: "95012345", trunk: in, tenant: water, direction: inbound, menu: main}, {number: "95012346", trunk: out, tenant: water, direction: inbound, menu: main, call_back: true, hours: always, closed: "hang-up"}, {number: "95012347", trunk: in, tenant: water, direction: inbound, menu: noted}]' \
		'menus: [{name: main, prompt: long, keys: {"1": "queue:q1", "2": "queue:q2", "3": "queue:q3", "4": "message:box", "5": "consent:call-back", "0": "menu:dial"}, otherwise: "hang-up"}, {name: dial, dial_in: true, timeout: 5, otherwise: "hang-up"}, {name: noted, prompt: long, otherwise: "queue:q3"}]' \
		'messages: [{name: box, prompt: leave, length: 90}]' \
		'consents: [{purpose: call-back, prompt: agree, length: 90}]'
}

# start: the engine in the tool that asks for call-backs
start() {
	: >"$dir/ready"
	"$TOOLS/sip/callback" "$dir/engine.yaml" "$BATS_TEST_DIRNAME/../.." \
		"$dir/requests" >"$dir/ready" 2>>"$dir/log" 3>&- &
	engine=$!
	pids="$pids $engine"
	wait_for grep -q ^ready "$dir/ready"
	sip=$(sed -n 's/^ready udp:\([^ ]*\).*/\1/p' "$dir/ready")
}

# rings FROM [KEY=VALUE...]: a caller in the background
rings() {
	local from=$1
	shift
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.3:0 \
		from="$from" tone=440 life=120000 "$@" >"$dir/c.$from" 2>&1 3>&- &
	pids="$pids $!"
}

# consent ID CALLER
consent() {
	mkdir -p "$data/recordings"
	printf 'I agree, %s' "$2" >"$data/recordings/agreed$1.wav"
	sqlite3 -cmd '.timeout 20000' "$data/calls.db" "INSERT INTO consent(id, call, at, caller, called, tenant, purpose, given, recording, sha256, recording_bytes)
		VALUES($1, $1, $(($(date +%s) * 1000 - 60000)), '$2', '95012346', 'water', 'call-back', 'key', 'recordings/agreed$1.wav',
		'$(sha256sum <"$data/recordings/agreed$1.wav" | cut -d' ' -f1)', 20)"
}

has_parts() {
	[ "$(find "$data/recordings" -name '*.part' -size +8k | wc -l)" -ge "$1" ]
}

@test "killed with a call in every state: all records closed, all sound kept" {
	outside 180
	house
	start
	station 1002 answer=0 life=120000
	station 1003 tone=1000 life=120000
	station 1004 answer=0 life=120000
	station 1005 tone=1000 life=120000
	station 1006 answer=0 life=120000
	# call-backs: 1 fetches a seat that does not answer, 2 rings the user
	consent 1 13900000001
	consent 2 13900000002
	echo 'consent=1 number=95012346 to=13900000001 seat=06' >>"$dir/requests"
	wait_for grep -q '^answer open call 1 ' "$dir/ready"
	echo 'consent=2 number=95012346 to=13900000002 seat=05' >>"$dir/requests"
	wait_for grep -q '^INVITE' "$dir/outside"
	# 3 offered: no ACK ever comes.  4 in the menu
	python3 - "$BATS_TEST_DIRNAME/../sip" "$sip" <<-'END' 3>&-
		import sys
		sys.path.insert(0, sys.argv[1])
		from peer import Call, Peer
		assert Call(Peer(sys.argv[2], "127.0.0.3")).dial("95012345").peer.answer("INVITE").status == 200
	END
	rings 13800000004
	# 5 waits, 6 rings a seat, 7 talks, 8 leaves a message, 9 agrees, 10
	# rings a seat by its number
	rings 13800000005 keys=1
	rings 13800000006 keys=2
	rings 13800000007 keys=3
	rings 13800000008 keys=4
	rings 13800000009 keys=5
	rings 13800000010 keys=0p1004
	wait_for grep -q '^invite' "$dir/st.1002"
	wait_for grep -q '^answered' "$dir/st.1003"
	wait_for grep -q '^invite' "$dir/st.1004"
	wait_query 'SELECT count(*) FROM call' 10
	wait_for has_parts 3
	kill -9 "$engine"
	wait "$engine" || true
	query 'SELECT id, caller, called, result, bridge > 0, box FROM call'
	[ "$(query "SELECT count(*) FROM call WHERE result = 'open'")" = 10 ]

	engine_start
	query 'SELECT id, caller, called, result, reason, recording, box FROM call'
	[ "$(query "SELECT count(*) FROM call WHERE reason = 'interrupted' AND end >= start AND hung_up = 'engine'")" = 10 ]
	[ "$(query "SELECT group_concat(caller) FROM call WHERE result = 'answered'")" = 13800000007 ]
	[ "$(query "SELECT caller, box FROM call WHERE result = 'message'")" = "13800000008|box" ]
	[ "$(query "SELECT count(*) FROM call WHERE result = 'failed'")" = 8 ]
	# consent that was not given to its end is none
	[ "$(query 'SELECT count(*) FROM consent')" = 2 ]
	[ -z "$(find "$data" -name '*.part')" ]
	query "SELECT recording, sha256 FROM call WHERE recording != ''" >"$dir/kept"
	[ "$(wc -l <"$dir/kept")" = 2 ]
	while IFS='|' read -r file hash; do
		soxi "$data/$file"
		[ "$(sha256sum <"$data/$file" | cut -d' ' -f1)" = "$hash" ]
		run "$TOOLS/sip/tones" "$data/$file" 440 1000
		set -- $output
		[ "$2" -ge 50 ]
	done <"$dir/kept"
	[ "$(query 'PRAGMA integrity_check')" = ok ]
	# telephones of before mean nothing to it: it goes on
	station 1007
	engine_stop
}

@test "killed between a recording and its row: the next start closes the gap" {
	engine_config
	engine_start
	station 1001
	caller talk=900
	wait_query 'SELECT length(sha256) FROM call' 64
	kill -9 "$engine"
	wait "$engine" || true
	hash=$(query 'SELECT sha256 FROM call')
	query "DROP TRIGGER call_goes_on; UPDATE call SET sha256 = '', recording_bytes = 0"
	engine_start
	[ "$(query 'SELECT sha256 FROM call')" = "$hash" ]
	[ "$(query 'SELECT recording_bytes FROM call')" = \
		"$(stat -c %s "$data/$(query 'SELECT recording FROM call')")" ]
	engine_stop
}
