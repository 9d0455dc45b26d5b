#!/usr/bin/env bats
# Menus, messages, consent and the ways out of queues, over real SIP with keys
# after RFC 4733.

load engine.bash

setup() {
	engine_setup
	mkdir -p "$data/prompts"
	# short ones, so that nothing here waits for a voice
	for name in main leave agree goodbye message-thanks consent-thanks \
		seat-busy wrong-key hold-offer hold-offer-keep hold-pin \
		hold-pin-again enter-pin wrong-pin welcome-back closed; do
		sox -n -r 8000 -c 1 -e a-law "$data/prompts/$name.wav" \
			synth 0.3 sine 700
	done
	engine_config
}

teardown() {
	engine_teardown
}

two_queues='queues: [{name: service, ring: 15, wrap_up: 0}, {name: repair, ring: 15, wrap_up: 0}]'
two_seats='seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}]}, {seat: "02", user: "1002", secret: "pw1002", queues: [{queue: repair}]}]'

# house MENU-LINE [LINE...]
house() {
	engine_config "$two_queues" "$two_seats" "$@"
	engine_start
	station 1001 tone=1000
	station 1002 tone=1500
}

@test "a key leads to its queue, before the prompt is over" {
	house 'menus: [{name: main, prompt: welcome, keys: {"1": "queue:service", "2": "queue:repair"}, timeout: 5, otherwise: "queue:service"}]'
	caller keys=2 hear=1500 enough=500
	[ "$(query 'SELECT result, queue, seat FROM call')" = "answered|repair|02" ]
	# the prompt of eight seconds was broken off
	[ "$(query 'SELECT queued - answer < 7000 FROM call')" = 1 ]
}

@test "no key leads to otherwise after the time-out" {
	house 'menus: [{name: main, prompt: main, keys: {"1": "queue:service"}, timeout: 1, otherwise: "queue:repair"}]'
	caller hear=1500 enough=500
	[ "$(query 'SELECT queue, queued - answer >= 1250 FROM call')" = "repair|1" ]
}

@test "a wrong key is told and the menu is played again" {
	house 'menus: [{name: main, prompt: main, keys: {"1": "queue:repair"}, timeout: 4, retries: 2, otherwise: "queue:service"}]'
	caller keys=9pp1 hear=1500 enough=500
	[ "$(query 'SELECT queue FROM call')" = repair ]
}

@test "menus lead to menus and can be repeated" {
	house 'menus: [{name: main, keys: {"1": "menu:more", "2": "repeat"}, otherwise: "hang-up"}, {name: more, keys: {"2": "queue:repair"}, otherwise: "hang-up"}]'
	caller keys=212 hear=1500 enough=500
	[ "$(query 'SELECT queue FROM call')" = repair ]
}

@test "the number of a seat rings that seat" {
	house 'menus: [{name: main, prompt: main, dial_in: true, keys: {"1": "queue:service"}, otherwise: "hang-up"}]'
	caller keys=1002 hear=1500 enough=500
	[ "$(query 'SELECT result, queue, seat FROM call')" = "answered||02" ]
	caller 'keys=02#' hear=1500 enough=500
	[ "$(query 'SELECT seat FROM call WHERE id = 2')" = 02 ]
	# one digit, which is a key too and the beginning of a number
	caller keys=1 hear=1000 enough=500
	[ "$(query 'SELECT queue, seat FROM call WHERE id = 3')" = "service|01" ]
}

@test "a number that is no seat's leads nowhere outside" {
	house 'menus: [{name: main, prompt: main, dial_in: true, timeout: 1, otherwise: "hang-up"}]'
	run caller 'keys=13900000#'
	grep -q '^bye' "$dir/caller"
	[ "$(query 'SELECT result, seat FROM call')" = "served|" ]
	! grep -q '^invite' "$dir/st.1001"
}

@test "a seat that does not answer its number leads to otherwise" {
	engine_config "$two_queues" "$two_seats" \
		'menus: [{name: main, dial_in: true, otherwise: "queue:repair"}]'
	engine_start
	station 1002 tone=1500
	caller 'keys=01#' hear=1500 enough=500
	[ "$(query 'SELECT result, queue, seat FROM call')" = "answered|repair|02" ]
}

@test "a message is recorded with its sound and hash" {
	house 'menus: [{name: main, keys: {"1": "message:water"}, otherwise: "hang-up"}]' \
		'messages: [{name: water, prompt: leave, length: 20}]'
	caller keys=1pppp# again=1000 tone=440
	grep -q '^bye' "$dir/caller"
	wait_query 'SELECT length(sha256) FROM call' 64
	[ "$(query 'SELECT result, hung_up, box FROM call')" = "message|engine|water" ]
	file=$data/$(query 'SELECT recording FROM call')
	[ "$(sha256sum <"$file" | cut -d' ' -f1)" = "$(query 'SELECT sha256 FROM call')" ]
	run "$TOOLS/sip/tones" "$file" 440 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 80 ]
}

@test "a message ends with the call and at its longest length" {
	house 'menus: [{name: main, otherwise: "message:water"}]' \
		'messages: [{name: water, prompt: leave, length: 1}]'
	run caller
	grep -q '^bye' "$dir/caller"
	run caller life=1500
	wait_query 'SELECT group_concat(result) FROM call WHERE length(sha256)' \
		message,message
}

@test "a key without a word is no voucher" {
	house 'menus: [{name: main, keys: {"1": "consent:call-back"}, otherwise: "hang-up"}]' \
		'consents: [{purpose: call-back, prompt: agree, length: 20, then: "queue:repair"}]'
	caller keys=1ppp# again=1000 mute=60000 hear=1500 enough=500
	wait_query 'SELECT result FROM call' answered
	wait_for grep -q 'consent not kept: he said nothing' "$dir/log"
	[ "$(query 'SELECT count(*) FROM consent')" = 0 ]
}

@test "consent by key keeps a voucher with the caller's voice" {
	house 'menus: [{name: main, keys: {"1": "consent:call-back"}, otherwise: "hang-up"}]' \
		'consents: [{purpose: call-back, prompt: agree, length: 20, then: "queue:repair"}]'
	caller keys=1ppp# again=1000 tone=440 hear=1500 enough=500
	wait_query 'SELECT count(*) FROM consent' 1
	[ "$(query 'SELECT call, caller, called, tenant, purpose, given, length(sha256) FROM consent')" = \
		"1|13800000001|95012345|water|call-back|key|64" ]
	[ "$(query 'SELECT result, queue, seat FROM call')" = "answered|repair|02" ]
	file=$data/$(query 'SELECT recording FROM consent')
	[ "$(sha256sum <"$file" | cut -d' ' -f1)" = "$(query 'SELECT sha256 FROM consent')" ]
	[ "$file" != "$data/$(query 'SELECT recording FROM call')" ]
	run query "UPDATE consent SET caller = '1'"
	[ "$status" -ne 0 ]
	run query 'DELETE FROM consent'
	[ "$status" -ne 0 ]
}

@test "a key takes back what was agreed to, and the voucher stays" {
	for name in consent-withdrawn; do
		sox -n -r 8000 -c 1 -e a-law "$data/prompts/$name.wav" \
			synth 0.3 sine 700
	done
	house 'menus: [{name: main, keys: {"1": "consent:call-back", "2": "withdraw:call-back", "3": "withdraw:consultation"}, otherwise: "hang-up"}]' \
		'consents: [{purpose: call-back, prompt: agree, length: 5}, {purpose: consultation, prompt: agree, length: 5}]'
	caller tone=600 'keys=1pp#' talk=9000 || true
	caller tone=600 'keys=1pp#' talk=9000 || true
	caller from=13800000002 tone=600 'keys=1pp#' talk=9000 || true
	wait_query 'SELECT count(*) FROM consent' 3
	caller keys=3 talk=9000 || true
	wait_query 'SELECT count(*) FROM call WHERE end > 0' 4
	[ "$(query 'SELECT count(*) FROM withdrawal')" = 0 ]
	caller from=+8613800000001 keys=2 talk=9000 || true
	wait_query 'SELECT result, hung_up FROM call WHERE id = 5' 'served|engine'
	[ "$(query 'SELECT consent, how, call, who, at >= (SELECT answer FROM call WHERE id = 5) FROM withdrawal')" = '1|key|5||1
2|key|5||1' ]
	[ "$(query "SELECT detail FROM trail WHERE call = 5 AND event = 'withdrawn'")" = 'by key' ]
	[ "$(query 'SELECT count(*) FROM consent')" = 3 ]
	# again: there is nothing left
	caller keys=2 talk=9000 || true
	wait_query 'SELECT result FROM call WHERE id = 6' served
	[ "$(query 'SELECT count(*) FROM withdrawal')" = 2 ]
	for sql in 'UPDATE withdrawal SET at = 1' 'DELETE FROM withdrawal' \
		"INSERT OR REPLACE INTO withdrawal SELECT * FROM withdrawal"; do
		run query "$sql"
		[ "$status" -ne 0 ]
	done
}

@test "a queue overflows when the wait is over, when full and when empty" {
	engine_config 'menus: [{name: main, otherwise: "queue:service"}]' \
		'queues: [{name: service, max_wait: 1, overflow: "queue:repair"}, {name: repair, wrap_up: 0}]' \
		"$two_seats"
	engine_start
	station 1002 tone=1500
	caller hear=1500 enough=500
	[ "$(query 'SELECT result, queue, wait_ms >= 1000 FROM call')" = "answered|repair|1" ]
	engine_stop
	engine_config 'menus: [{name: main, otherwise: "queue:service"}]' \
		'queues: [{name: service, empty: "queue:repair", full: "hang-up"}, {name: repair, max_length: 0, full: "hang-up"}]' \
		"$two_seats"
	engine_start
	run caller
	[ "$(query 'SELECT result, queue FROM call WHERE id = 2')" = "timeout|repair" ]
}

@test "a key leads out of a queue" {
	engine_config "$two_seats" \
		'queues: [{name: service, exit_key: "0", exit: "queue:repair"}, {name: repair}]'
	engine_start
	station 1002 tone=1500
	caller keys=0 again=500 hear=1500 enough=500
	[ "$(query 'SELECT result, queue FROM call')" = "answered|repair" ]
}

@test "outside the hours calls go elsewhere" {
	house 'numbers: [{number: "95012345", trunk: carrier-a, direction: inbound, menu: main, hours: never, closed: "queue:repair", closed_prompt: closed}]' \
		"hours: [{name: never, days: $(TZ=Asia/Shanghai date -d '3 days' +%a | tr A-Z a-z), from: '00:00', to: '24:00', holidays: open}]"
	caller hear=1500 enough=500
	[ "$(query 'SELECT result, queue FROM call')" = "answered|repair" ]
}

# digits as tones, so that the telephone can tell what it was told
tone_digits() {
	for d in 0 1 2 3 4 5 6 7 8 9; do
		sox -n -r 8000 -c 1 -e a-law "$data/prompts/n$d.wav" \
			synth 0.2 sine $((400 + 100 * d)) pad 0.1 0.1
	done
	for name in hold-offer hold-offer-keep hold-pin hold-pin-again goodbye; do
		sox -n -r 8000 -c 1 -e a-law "$data/prompts/$name.wav" \
			trim 0 0.2
	done
}

hold='queues: [{name: service, wrap_up: 0, hold_place: {after: 0, key: "1", pin: true}}, {name: repair}]'

@test "a place is kept and had again with the PIN that was told" {
	tone_digits
	engine_config "$hold"
	engine_start
	caller keys=1 press=1500 again=1000 tell=1
	grep -q '^bye' "$dir/caller"
	[ "$(query 'SELECT result, hung_up FROM call')" = "held|engine" ]
	# the key that was spoken, and the PIN twice
	told=$(sed -n 's/^told //p' "$dir/caller")
	echo "told $told"
	pin=${told: -4}
	[ "$told" = "${told%"$pin$pin"}$pin$pin" ]

	# another one waits: he came later, though he is in the queue now
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 \
		from=13800000002 life=15000 >"$dir/second" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q '^answered' "$dir/second"
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 \
		keys=$pin press=1000 life=15000 >"$dir/third" 2>&1 3>&- &
	pids="$pids $!"
	# back in the queue, and before the other one
	wait_for grep -q 'call 3: back in the place' "$dir/log"
	sleep 1
	station 1001 tone=1000
	wait_query "SELECT caller FROM call WHERE bridge" 13800000001
}

@test "a kept place outlives the engine, however it ends" {
	tone_digits
	engine_config "$hold"
	engine_start
	caller keys=1 press=1500 again=1000 tell=1
	told=$(sed -n 's/^told //p' "$dir/caller")
	pin=${told: -4}
	[ "$(query "SELECT call, caller, called, queue, pin, since = (SELECT queued FROM call), until > since, ended FROM place")" = \
		"1|13800000001|95012345|service|$pin|1|1|0" ]
	[ "$(query "SELECT count(*) FROM trail WHERE event = 'place-kept'")" = 1 ]
	kill -9 "$engine"
	wait "$engine" || true
	# a wrong PIN counts over another end
	engine_start
	wrong=0000
	[ "$pin" != 0000 ] || wrong=1111
	caller keys=$wrong press=1000 life=4000 || true
	wait_query 'SELECT wrong FROM place' 1
	engine_stop
	engine_start
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 \
		from=13800000002 life=20000 >"$dir/second" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q '^answered' "$dir/second"
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 \
		keys=$pin press=1000 life=20000 >"$dir/third" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q 'back in the place' "$dir/log"
	station 1001 tone=1000
	# and he is before the one who came before him
	wait_query "SELECT caller FROM call WHERE bridge" 13800000001
	wait_query "SELECT how, ended > 0, pin, wrong FROM place" 'used|1||1'
	kill -9 "$engine"
	wait "$engine" || true
	engine_start
	wait_query "SELECT count(*) FROM call WHERE result = 'open'" 0
	caller life=1500 || true
	[ "$(grep -c 'back in the place' "$dir/log")" = 1 ]
}

@test "a place that is over or guessed at is not found after a restart" {
	tone_digits
	engine_config "$hold"
	engine_start
	caller keys=1 press=1500 again=1000 tell=1
	caller from=13800000002 keys=1 press=1500 again=1000 tell=1
	told=$(sed -n 's/^told //p' "$dir/caller")
	wrong=0000
	[ "${told: -4}" != 0000 ] || wrong=1111
	for _ in 1 2; do
		caller from=13800000002 keys=$wrong again=400 life=12000 || true
	done
	wait_query "SELECT how, pin FROM place WHERE caller = '13800000002'" 'guessed|'
	engine_stop
	# its time is over while nobody looks
	sqlite3 "$data/calls.db" "UPDATE place SET until = 1 WHERE ended = 0"
	engine_start
	caller life=1500 || true
	wait_query "SELECT how, pin FROM place WHERE caller = '13800000001'" 'expired|'
	! grep -q 'back in the place' "$dir/log"
}

@test "wrong PINs lead on as if no place had been kept" {
	tone_digits
	engine_config "$hold"
	engine_start
	caller keys=1 press=1500 again=1000 tell=1
	told=$(sed -n 's/^told //p' "$dir/caller")
	wrong=0000
	[ "${told: -4}" != 0000 ] || wrong=1111
	run caller keys=$wrong again=400 life=12000
	wait_query 'SELECT queued > 0 FROM call WHERE id = 2' 1
	! grep -q 'back in the place' "$dir/log" || return 1
	# another number is not asked at all
	run caller from=13800000003 life=1500
	[ "$(query 'SELECT queued - answer < 1000 FROM call WHERE id = 3')" = 1 ]
}

@test "without a PIN the caller's number is enough" {
	tone_digits
	engine_config "${hold/pin: true/pin: false}"
	engine_start
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/hold-number.wav" trim 0 0.2
	caller keys=1 press=1500 again=1000
	run caller life=3000
	grep -q 'call 2: back in the place' "$dir/log"
}

# tones MODE KEYS [TALK]: a caller whose keys are in his sound
tones() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	timeout 60 python3 "$BATS_TEST_DIRNAME/keys.py" "$sip" "$@" \
		>"$dir/keys" 2>&1 || { cat "$dir/keys"; false; }
}

@test "keys that are tones in the sound lead as others do, and count once" {
	house 'menus: [{name: main, prompt: main, keys: {"1": "menu:more", "2": "repeat"}, timeout: 20, otherwise: "hang-up"}, {name: more, dial_in: true, timeout: 20, otherwise: "hang-up"}]'
	# repeat, the other menu, seat 1002: none lost and none twice
	tones tones 211002 9
	[ "$(query 'SELECT result, seat FROM call WHERE id = 1')" = "answered|02" ]
	tones both 211002 9
	[ "$(query 'SELECT result, seat FROM call WHERE id = 2')" = "answered|02" ]
}

@test "a statement of consent ends with a tone of #, a queue is left with one" {
	engine_config "$two_seats" \
		'menus: [{name: main, keys: {"1": "consent:call-back", "2": "queue:service"}, timeout: 20, otherwise: "hang-up"}]' \
		'consents: [{purpose: call-back, prompt: agree, length: 20}]' \
		'queues: [{name: service, ring: 15, wrap_up: 0, exit: "queue:repair", exit_key: "7"}, {name: repair, ring: 15, wrap_up: 0}]'
	engine_start
	station 1002 tone=1500
	tones tones 1ppp# 9
	wait_query "SELECT given, purpose FROM consent" "key|call-back"
	tones tones 2p7 9
	[ "$(query 'SELECT result, queue, seat FROM call WHERE id = 2')" = "answered|repair|02" ]
}
