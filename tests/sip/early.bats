#!/usr/bin/env bats
# What callers hear before they are answered (RFC 3960), and what seats send
# before they answer.

load engine.bash

setup() {
	engine_setup
	mkdir -p "$data/prompts"
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/closed.wav" \
		synth 1.2 sine 700
}

teardown() {
	engine_teardown
}

never="hours: [{name: never, days: $(TZ=Asia/Shanghai date -d '3 days' +%a | tr A-Z a-z), from: '00:00', to: '24:00', holidays: open}]"

# house CLOSED [KEYS]: the number is closed, and says so before it answers
house() {
	engine_config "$never" "numbers: [{number: \"95012345\", trunk: carrier-a, direction: inbound, menu: main, early: true, hours: never, closed: \"$1\"${2-, closed_prompt: closed}}]"
	engine_start
}

# said FIELD FILE: a number that a telephone told
said() {
	sed -n "s/^$1 //p" "$2"
}

@test "an announcement before the answer is heard, and no talk yet" {
	house queue:service
	station 1001 tone=1000
	caller hear=700 talk=3000
	cat "$dir/caller"
	grep -q '^early' "$dir/caller"
	[ "$(said heard-early "$dir/caller")" -ge 40 ]
	wait_query 'SELECT result, answer - start >= 1100, bridge >= answer, talk_ms <= end - bridge FROM call' 'answered|1|1|1'
	# in one stream with what follows
	[ "$(said seams "$dir/caller")" = 0 ]
}

@test "a call that leads nowhere is told so and never answered" {
	house hang-up
	run caller hear=700
	[ "$status" -ne 0 ]
	cat "$dir/caller"
	grep -q '^failed 480' "$dir/caller"
	! grep -q '^answered' "$dir/caller" || return 1
	[ "$(said heard-frames "$dir/caller")" -ge 40 ]
	wait_query 'SELECT result, status, ifnull(answer, 0), hung_up FROM call' 'served|480|0|engine'
	wait_query "SELECT group_concat(event, ' ') FROM (SELECT event FROM trail ORDER BY seq)" 'offered ended'
}

# menus ROW...: the number leads to the first, named main
menus() {
	engine_config "$never" "menus: [$1]" \
		'numbers: [{number: "95012345", trunk: carrier-a, direction: inbound, menu: main, early: true}]'
	engine_start
}

@test "menus that only say something say it before the answer" {
	menus '{name: main, hours: never, closed: "menu:more", closed_prompt: closed, otherwise: "queue:service"}, {name: more, prompt: closed, otherwise: "hang-up"}'
	run caller hear=700
	grep -q '^failed 480' "$dir/caller"
	[ "$(said heard-frames "$dir/caller")" -ge 100 ]
	engine_stop
	# one with keys wants the answer first
	menus '{name: main, prompt: closed, otherwise: "menu:more"}, {name: more, prompt: closed, keys: {"1": "queue:service"}, otherwise: "hang-up"}'
	station 1001 tone=1000
	caller hear=700 keys=1 talk=3000
	cat "$dir/caller"
	[ "$(said heard-early "$dir/caller")" -ge 40 ]
	[ "$(said heard-early "$dir/caller")" -le 80 ]
	wait_query 'SELECT result, answer - start >= 1100 FROM call WHERE id = 2' 'answered|1'
	engine_halt
	# round and round: as far as that goes
	menus '{name: main, otherwise: "menu:more"}, {name: more, otherwise: "menu:main"}'
	run caller
	wait_query 'SELECT result FROM call WHERE id = 3' failed
}

@test "with nothing to say it is refused at once, or answered as ever" {
	house hang-up ''
	run caller
	grep -q '^failed 480' "$dir/caller"
	engine_stop
	house queue:service ''
	station 1001
	caller talk=300
	! grep -q '^early' "$dir/caller"
}

@test "a caller who gives up during it is on record" {
	house queue:service
	run caller cancel=1
	wait_query 'SELECT result, status FROM call' 'abandoned|487'
}

@test "a trunk that requires 100rel confirms the early announcement too" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	house queue:service
	run timeout 120 python3 "$BATS_TEST_DIRNAME/reliable.py" early "$sip"
	echo "$output"
	cat "$dir/log"
	[ "$status" -eq 0 ]
	wait_query "SELECT result, ifnull(answer, 0) > 0 FROM call" 'abandoned|1'
	engine_halt
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/closed.wav" synth 60 sine 700
	house queue:service
	timeout 120 python3 "$BATS_TEST_DIRNAME/reliable.py" early_given_up "$sip"
	wait_query "SELECT result, status FROM call WHERE id = 2" 'abandoned|487'
}

@test "what a seat sends before it answers is not passed on" {
	engine_config
	engine_start
	station 1001 tone=1000 early=1 delay=1500
	caller hear=1000 talk=4000
	cat "$dir/caller" "$dir/st.1001"
	grep -q '^early' "$dir/st.1001"
	wait_query 'SELECT result, bridge - answer >= 1400 FROM call' 'answered|1'
	# its tone came with the answer alone: not all of what was received
	[ "$(said heard-frames "$dir/caller")" -ge 50 ]
	[ "$(said heard-frames "$dir/caller")" -le $(($(query 'SELECT talk_ms FROM call') / 20 + 15)) ]
}
