#!/usr/bin/env bats
# A disk that fills up while a caller is in a menu, speaks, or waits: he is told
# what is not saved, the record says so, and nothing is counted that is not
# there.

load ../sip/engine.bash
load ../sip/web.bash

setup() {
	engine_setup
	mkdir "$data"
	mount -t tmpfs -o size=4M tmpfs "$data" 2>/dev/null ||
		skip "a small disk cannot be mounted here"
	mkdir "$data/prompts"
	# all short, and each of those that matter with a tone of its own
	for prompt in main:500 leave:500 agree:500 goodbye:500 hold-offer:500 \
		hold-offer-keep:500 n1:500 hold-number:1900 not-saved:2100 \
		message-thanks:1700 consent-thanks:1700 \
		consent-withdrawn:1700 welcome-back:500 \
		hold-pin:500 hold-pin-again:500 enter-pin:500; do
		sox -n -r 8000 -c 1 -e a-law "$data/prompts/${prompt%:*}.wav" \
			synth 0.6 sine "${prompt#*:}"
	done
}

teardown() {
	umount -l "$data" 2>/dev/null || true
	engine_teardown
}

fill() {
	cat /dev/zero >"$data/filler" 2>/dev/null || true
}

# rings OUTPUT [KEY=VALUE...]: a caller of his own, sets $ring
rings() {
	local to=$1
	shift
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 "$@" \
		>"$dir/$to" 2>&1 3>&- &
	ring=$!
	pids="$pids $ring"
}

# heard OUTPUT: ten frames of the tone he listened for
heard() {
	[ "$(sed -n 's/^heard-frames //p' "$dir/$1")" -ge 10 ] ||
		{ cat "$dir/$1" "$dir/log"; false; }
}

# lost OUTPUT WORDS: the log says it, then there is room again; he was told
lost() {
	wait_for grep -q "$2" "$dir/log"
	recovers
	wait "$ring" || { cat "$dir/$1" "$dir/log"; false; }
	heard "$1"
	wait_query "SELECT count(*) FROM call WHERE result = 'open'" 0
}

# recovers: there is room, and the next call is as any other
recovers() {
	rm "$data/filler"
}

message='menus: [{name: main, prompt: main, keys: {"1": "message:water"}, timeout: 30, otherwise: "hang-up"}]'
box='messages: [{name: water, prompt: leave, length: 30}]'

@test "a message that finds no room is no message, and who left it is told" {
	web_start "$message" "$box"
	rings one keys=pp1pp# tone=440 hear=2100
	shows '.calls[0].state' menu
	fill
	lost one 'call 1: not saved: message'
	[ "$(query 'SELECT result, box, recording, sha256 FROM call')" = 'failed|water||' ]
	[ "$(query "SELECT detail FROM trail WHERE event = 'unsaved'")" = message ]
	# the next one is kept, and he is thanked
	rings two keys=1ppp# tone=440 hear=1700
	wait "$ring" || { cat "$dir/two" "$dir/log"; false; }
	heard two
	wait_query 'SELECT result, length(sha256) FROM call WHERE id = 2' 'message|64'
	engine_stop
	[ -z "$(find "$data/recordings" -name '*.part')" ]
}

@test "of a message that is cut short what is there is kept, and said to be cut" {
	web_start "$message" "$box"
	rings one keys=1ppppp# tone=440 hear=2100
	wait_for part_holds 16000
	fill
	lost one 'call 1: not saved: message'
	wait_query 'SELECT result, length(sha256) FROM call' 'message|64'
	[ "$(query "SELECT detail FROM trail WHERE event = 'unsaved'")" = message ]
	file=$data/$(query 'SELECT recording FROM call')
	[ "$(sha256sum <"$file" | cut -d' ' -f1)" = "$(query 'SELECT sha256 FROM call')" ]
	# as long as its header says
	[ "$(soxi -s "$file")" -gt 8000 ]
	[ $((2 * $(soxi -s "$file") + 58)) -ge "$(stat -c %s "$file")" ]
	engine_stop
}

part_holds() {
	local part
	part=$(find "$data/recordings" -name '*.part')
	[ -n "$part" ] && [ "$(stat -c %s "$part")" -ge "$1" ]
}

@test "who hangs up after a message that found no room left none" {
	web_start "$message" "$box"
	rings one keys=pp1 tone=440 life=4500
	shows '.calls[0].state' menu
	fill
	wait_for grep -q 'recording stopped' "$dir/log"
	wait "$ring" || true
	wait_for grep -q 'call 1: not saved: message' "$dir/log"
	recovers
	wait_query 'SELECT result, hung_up FROM call' 'failed|caller'
	# nor does one that the engine dies over
	rings two keys=pp1 tone=440
	shows '.calls[0].state' menu
	fill
	shows '.calls[0].state' message
	kill -9 "$engine"
	wait "$engine" || true
	rm "$data/filler"
	engine_start
	[ "$(query "SELECT count(*) FROM call WHERE result = 'message'")" = 0 ]
	[ "$(query 'SELECT result, reason FROM call WHERE id = 2')" = 'failed|interrupted' ]
	engine_stop
}

consent='menus: [{name: main, prompt: main, keys: {"1": "consent:call-back", "2": "withdraw:call-back"}, timeout: 30, otherwise: "hang-up"}]'
purpose='consents: [{purpose: call-back, prompt: agree, length: 30}]'

@test "consent that finds no room, or only its beginning, is no voucher" {
	web_start "$consent" "$purpose"
	rings one keys=pp1pp# tone=440 hear=2100
	shows '.calls[0].state' menu
	fill
	lost one 'call 1: not saved: consent'
	[ "$(query "SELECT detail FROM trail WHERE event = 'unsaved'")" = consent ]
	rings two keys=1ppppp# tone=440 hear=2100
	wait_for part_holds 16000
	fill
	lost two 'call 2: not saved: consent'
	[ "$(query 'SELECT count(*) FROM consent')" = 0 ]
	[ "$(query "SELECT count(*) FROM trail WHERE event = 'unsaved'")" = 2 ]
	# with room it is
	rings three keys=1ppp# tone=440 hear=1700
	wait "$ring" || { cat "$dir/three" "$dir/log"; false; }
	heard three
	wait_query 'SELECT call, length(sha256) FROM consent' '3|64'
	# and who cannot take it back is told so, and may try again
	rings four keys=pp2 hear=2100 life=60000
	shows '.calls[0].state' menu
	fill
	lost four 'call 4: not saved: withdrawal'
	[ "$(query 'SELECT count(*) FROM withdrawal')" = 0 ]
	[ "$(query "SELECT detail FROM trail WHERE event = 'unsaved' AND call = 4")" = withdrawal ]
	rings five keys=2 hear=1700
	wait "$ring" || { cat "$dir/five" "$dir/log"; false; }
	wait_query 'SELECT count(*) FROM withdrawal' 1
	engine_stop
}

@test "a place that cannot be kept is said to be none, and he waits on" {
	web_start 'queues: [{name: service, wrap_up: 0, max_wait: 120, hold_place: {after: 0, key: "1", pin: false}}]'
	rings one keys=ppp1 hear=2100 enough=400 life=60000
	shows '.calls[0].state' queued
	fill
	wait_for grep -q 'call 1: not saved: place' "$dir/log"
	rm "$data/filler"
	wait "$ring" || { cat "$dir/one" "$dir/log"; false; }
	heard one
	wait_query 'SELECT result, queue, hung_up FROM call' 'abandoned|service|caller'
	[ "$(query 'SELECT count(*) FROM place')" = 0 ]
	[ "$(query "SELECT detail FROM trail WHERE event = 'unsaved'")" = place ]
	engine_stop
}

@test "a place that was used over a full disk is not found after it" {
	web_start 'queues: [{name: service, wrap_up: 0, max_wait: 120, hold_place: {after: 0, key: "1", pin: true}}]'
	rings one keys=pp1 again=1500 life=9000
	wait "$ring" || true
	wait_query 'SELECT count(*) FROM place WHERE ended = 0' 1
	rings two keys="ppp$(query 'SELECT pin FROM place')" life=60000
	shows '.calls[0].state' menu
	fill
	wait_for grep -q 'a kept place could not be put on record' "$dir/log"
	grep -q 'call 2: back in the place' "$dir/log"
	recovers
	wait_query 'SELECT how FROM place' used
	engine_halt
}
