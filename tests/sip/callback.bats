#!/usr/bin/env bats
# Calls back to users who agreed: the one way out, and all that keeps it shut.

load engine.bash
load callback.bash

setup() {
	callback_setup
}

teardown() {
	engine_teardown
}

no_way_out() {
	! grep -q '^INVITE' "$dir/outside" || return 1
	[ "$(query "SELECT count(*) FROM call WHERE direction != 'inbound'")" = 0 ]
}

@test "who agreed is called back, recorded, connected and kept" {
	outside 200 4
	house "$opened"
	start
	grep -q 'CALLS CAN GO OUT: number 95012345' "$dir/log"
	station 1001 tone=1000 hear=500
	consent
	ask
	[ "$answer" = "answer open call 1 err 0" ]
	# the seat was rung first, then the voucher's number, from ours
	wait_for grep -q '^heard' "$dir/outside"
	grep -q '^answered' "$dir/st.1001"
	grep -q "^INVITE sip:13800000001@127.0.0.2:$port .*<sip:95012345@test>" "$dir/outside"
	[ "$(grep -c '^INVITE' "$dir/outside")" = 1 ]
	[ "$(sed -n 's/^heard //p' "$dir/outside")" -gt 20 ]
	wait_query "SELECT result, hung_up, direction, consent, caller, called, tenant, trunk, seat, status, queue FROM call" \
		"answered|caller|outbound-consented|1|95012345|13800000001|water|carrier-a|01|200|"
	# even without recording.notice he was told that he is recorded
	[ "$(query 'SELECT answer > 0 AND bridge >= answer + 150 AND end > bridge FROM call')" = 1 ]
	wait_query 'SELECT length(sha256) FROM call' 64
	[ "$(query 'SELECT consent, number, called, purpose, asked_by, approved_by, approved_at > 0, seat, ruling, call FROM call_back')" = \
		"1|95012345|13800000001|call-back|01|boss|1|01|open|1" ]
	# both are in the recording
	run "$TOOLS/sip/tones" "$data/$(query 'SELECT recording FROM call')" 500 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 80 ] && [ "$5" -ge 60 ]
	# and neither the row nor the way it went can be changed
	for sql in "UPDATE call_back SET ruling = 'off'" 'DELETE FROM call_back' \
		"UPDATE call SET direction = 'inbound'" 'UPDATE call SET consent = 2'; do
		run query "$sql"
		[ "$status" -ne 0 ]
	done
	# the voucher is used up
	wait_for grep -q '^bye' "$dir/st.1001"
	shut consent-over
	[ "$(query "SELECT day IS NOT NULL, tenant, direction, calls, answered FROM tenant_day")" = "1|water|outbound-consented|1|1" ]
}

@test "another configuration, even without his seat, does not part them" {
	outside 200 7
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/recording-notice.wav" \
		synth 3 sine 700
	house "$opened"
	start
	station 1001 tone=1000 hear=500
	consent
	ask
	[ "$answer" = "answer open call 1 err 0" ]
	wait_for grep -q '^INVITE' "$dir/outside"
	sleep 1 # he hears the notice now, mostly
	house "$opened" 'seats: [{seat: "02", user: "1002", secret: "pw1002", queues: [{queue: service}]}]'
	kill -HUP "$engine"
	wait_for grep -q 'engine: reloaded' "$dir/log"
	[ "$(grep -c 'CALLS CAN GO OUT' "$dir/log")" = 2 ]
	wait_query 'SELECT result, seat, bridge > 0 FROM call' 'answered|01|1'
}

@test "the notice is played to the user before he is connected" {
	outside 200 6
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/short.wav" synth 1.5 sine 700
	house "$opened" 'recording: {enabled: true, days: 90, notice: short}'
	start
	station 1001 tone=1000 hear=500
	consent
	ask
	wait_query "SELECT result, bridge - answer >= 1000 FROM call" "answered|1"
	wait_query 'SELECT length(sha256) FROM call' 64
	# he was recorded from his answer on: more than what the two talked
	file=$data/$(query 'SELECT recording FROM call')
	run "$TOOLS/sip/tones" "$file" 500 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 80 ] && [ "$5" -ge 80 ]
	[ "$8" -ge $(($(query 'SELECT talk_ms FROM call') + 1000)) ]
}

@test "without call_back: true nothing goes out, whatever is asked" {
	outside
	house 'hours: always, closed: "hang-up"'
	start
	! grep -q 'CALLS CAN GO OUT' "$dir/log" || return 1
	station 1001
	consent
	consent purpose=consultation
	shut off
	shut off purpose=consultation consent=2
	shut off to=13900000009
	shut off to=+8613800000001
	shut off consent=99
	shut not-ours number=95099999
	shut not-ours number=13800000001
	ask purpose=marketing
	[[ "$answer" == error* ]]
	ask seat=99
	[[ "$answer" == error* ]]
	no_way_out
	! grep -q '^invite' "$dir/st.1001"
}

@test "one thing that is missing shuts the gate, and is on record" {
	outside
	house "$opened" 'lists: [{name: never, numbers: ["13800000002"]}]' 'do_not_call: never'
	start
	station 1001
	consent
	consent caller=13800000002
	consent purpose=marketing
	consent at=$(($(date +%s) * 1000 - 8 * 86400000))
	consent called=95012399
	consent tenant=gas
	shut no-consent consent=99
	shut no-consent consent=0
	shut other-consent to=13900000009
	shut other-consent consent=1 purpose=consultation
	shut other-consent consent=3
	shut other-consent consent=5
	shut other-consent consent=6
	shut consent-over consent=4
	shut do-not-call consent=2 to=13800000002
	shut number to=10086
	shut number 'to=13800000001@127.0.0.9'
	shut number 'to=sip:13800000001'
	shut not-approved approved=
	shut not-approved at=-1
	shut own-approval approved=01
	shut approval-over at=$((25 * 3600000))
	# a voucher whose recording was changed proves nothing
	echo more >>"$data/recordings/agreed.wav"
	shut no-consent
	rm "$data/recordings/agreed.wav"
	shut no-consent
	no_way_out
	! grep -q '^invite' "$dir/st.1001"
}

@test "the lists that people keep at the desk count at the moment of asking" {
	outside 486
	house "$opened" 'call_back: {allow_list: friends, per_day: 5}' 'lists: [{name: friends, numbers: ["13900000001"]}]'
	start
	station 1001
	consent caller=13800000002
	consent
	shut not-listed consent=2
	"$PROG" calls "$data" number agree 13800000001 --reason 回访同意 --as li
	ask consent=2
	[[ "$answer" == "answer open call "*" err 0" ]]
	wait_query "SELECT count(*) FROM call WHERE end = 0" 0
	wait_for eval '[ "$(grep -c "^bye" "$dir/st.1001")" = 1 ]'
	"$PROG" calls "$data" number end 13800000001 --reason 不再同意 --as li
	shut not-listed consent=2
	"$PROG" calls "$data" number agree 13800000002 --reason 回访同意 --as li
	"$PROG" calls "$data" number refuse +8613800000002 --reason 拒绝来电 --as li
	shut do-not-call consent=1 to=13800000002
	[ "$(grep -c '^INVITE' "$dir/outside")" = 1 ]
	# lists that cannot be read shut the gate, and the records go on
	"$PROG" calls "$data" number agree 13800000001 --reason 回访同意 --as li
	sqlite3 "$data/desk.db" 'ALTER TABLE listed RENAME TO lost'
	ask consent=2
	[[ "$answer" == "answer off call 0 err "* ]] && [[ "$answer" != *"err 0" ]]
	[ "$(grep -c '^INVITE' "$dir/outside")" = 1 ]
	sqlite3 "$data/desk.db" 'ALTER TABLE lost RENAME TO listed'
	ask consent=2
	[[ "$answer" == "answer open call "*" err 0" ]]
}

@test "who took his consent back is not called, the voucher is there still" {
	outside
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/consent-withdrawn.wav" synth 0.3 sine 700
	house "$opened" 'menus: [{name: main, keys: {"2": "withdraw:call-back"}, otherwise: "hang-up"}]' \
		'consents: [{purpose: call-back}]' \
		"trunks: [{name: carrier-a, peer: \"127.0.0.2:$port\"}, {name: carrier-b, peer: \"127.0.0.3\"}]" \
		"numbers: [{number: \"95012345\", trunk: carrier-b, tenant: water, direction: inbound, menu: main, $opened}]"
	start
	station 1001
	consent
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.3:0 keys=2 talk=9000 >"$dir/caller" 2>&1 || true
	wait_query 'SELECT consent, how FROM withdrawal' '1|key'
	shut consent-over
	[ "$(query 'SELECT count(*) FROM consent')" = 1 ]
	no_way_out
}

@test "hours, an allow-list, unverified tenants and recording shut it too" {
	outside
	house 'call_back: true, hours: never, closed: "hang-up"' \
		'hours: [{name: never, days: sun, from: "03:00", to: "03:01"}, {name: always, days: mon-sun, from: "00:00", to: "24:00", holidays: open}]' \
		'call_back: {hours: always, consent_days: 30, approval_hours: 48}'
	CALLPERMIT_NOW=2026-12-04T12:00 start
	station 1001
	noon=$(($(date -d '2026-12-04 04:00 UTC' +%s) * 1000))
	consent at=$((noon - 29 * 86400000))
	consent at=$((noon - 31 * 86400000))
	shut hours at=$((47 * 3600000))
	shut consent-over consent=2
	kill -9 "$engine"
	house "$opened" 'call_back: {allow_list: friends}' 'lists: [{name: friends, numbers: ["13900000001"]}]'
	start
	station 1001
	consent
	shut not-listed consent=3
	kill -9 "$engine"
	house "$opened" 'tenants: [{name: water}]'
	start
	station 1001
	shut unverified consent=3
	kill -9 "$engine"
	house "$opened" 'tenants: [{name: water, verified: 2026-01-01, contract_until: 2026-01-02}]'
	start
	station 1001
	shut contract-over consent=3
	no_way_out
}

@test "at night nobody is called" {
	outside
	house 'call_back: true, hours: day, closed: "hang-up"' \
		'hours: [{name: day, days: mon-sun, from: "09:00", to: "18:00", holidays: open}]'
	CALLPERMIT_NOW=2026-12-01T22:00 start
	station 1001
	consent at=$(($(date -d '2026-12-01 13:00 UTC' +%s) * 1000))
	shut hours
	no_way_out
}

@test "a second request for the same consent is refused while the first runs" {
	outside 180
	house "$opened"
	start
	station 1001
	station 1002
	consent
	printf 'seat=01\nseat=02\n' >>"$dir/requests"
	wait_for eval '[ "$(grep -c ^answer "$dir/ready")" = 2 ]'
	[ "$(sed -n 's/^answer \([^ ]*\).*/\1/p' "$dir/ready" | sort | tr '\n' ' ')" = "consent-over open " ]
	[ "$(query 'SELECT ruling FROM call_back ORDER BY id')" = "open
consent-over" ]
	wait_for grep -q '^INVITE' "$dir/outside"
	shut consent-over seat=02
	# the seat gives up: the user's telephone stops ringing
	kill "$station_1001"
	kill "$engine"
	wait_for grep -q '^CANCEL' "$dir/outside"
	[ "$(grep '^INVITE' "$dir/outside" | sort -u | wc -l)" = 1 ]
}

@test "a user who does not answer may be tried as often as the day allows" {
	outside 486
	house "$opened" 'call_back: {per_day: 2}'
	start
	station 1001
	consent
	for call in 1 2; do
		ask
		[ "$answer" = "answer open call $call err 0" ]
		wait_query "SELECT result, hung_up, status FROM call WHERE id = $call" "abandoned|caller|486"
		wait_query "SELECT count(*) FROM call WHERE end = 0" 0
		wait_for eval '[ "$(grep -c "^bye" "$dir/st.1001")" = '$call' ]'
	done
	shut too-often
	shut too-often to=+8613800000001
	[ "$(grep -c '^INVITE' "$dir/outside")" = 2 ]
}

@test "a seat that hangs up while the user rings: he is rung no more" {
	outside 180
	house "$opened"
	start
	station 1001 talk=1500
	consent
	ask
	wait_query 'SELECT result, hung_up, answer, recording FROM call' 'abandoned|seat|0|'
	wait_for grep -q '^CANCEL' "$dir/outside"
	grep -q '^INVITE sip:13800000001@' "$dir/outside"
	# he was not reached: the consent stands, and he may be tried again
	ask
	[ "$answer" = "answer open call 2 err 0" ] || [[ "$answer" == *"takes no call"* ]]
}

@test "a seat that hangs up during the notice: nobody is left on the line" {
	outside 200 20
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/recording-notice.wav" \
		synth 15 sine 700
	house "$opened"
	start
	station 1001 talk=2500
	consent
	ask
	wait_query 'SELECT result, hung_up, answer > 0, bridge FROM call' 'abandoned|seat|1|0'
	wait_for grep -q '^BYE' "$dir/outside"
	wait_query 'SELECT length(sha256) FROM call' 64
}

@test "a carrier that refuses is a fault, with its status" {
	outside 503
	house "$opened"
	start
	station 1001
	consent
	ask
	wait_query 'SELECT result, hung_up, status FROM call' 'failed|engine|503'
}

@test "a carrier that insists on 100rel is a fault, and the log says why" {
	outside 421
	house "$opened"
	start
	station 1001
	consent
	ask
	wait_query 'SELECT result, hung_up, status FROM call' 'failed|engine|421'
	grep -q 'requires an extension.*100rel' "$dir/log"
	wait_for grep -q '^bye' "$dir/st.1001"
	[ "$(grep -c '^INVITE' "$dir/outside")" = 1 ]
}

# with_account SECRET: the trunk has an account
with_account() {
	house "$opened" "trunks: [{name: carrier-a, peer: \"127.0.0.2:$port\", register: {user: \"95012345\", secret: $1}}]"
	start
	station 1001 tone=1000 hear=500
	consent
	ask
	[ "$answer" = "answer open call 1 err 0" ]
}

@test "a carrier that asks for a password gets the trunk's, 401 or 407" {
	for status in 401 407; do
		outside $status 3
		with_account pwcarrier
		wait_query 'SELECT result, status, direction FROM call' 'answered|200|outbound-consented'
		[ "$(grep -c '^INVITE sip:13800000001@127.0.0.2' "$dir/outside")" = 2 ]
		engine_stop
		rm -r "$data/calls.db"*
		: >"$dir/requests"
	done
}

@test "a password that the carrier does not take is a fault, asked once" {
	outside 407
	with_account wrong
	wait_query 'SELECT result, hung_up, status FROM call' 'failed|engine|407'
	[ "$(grep -c '^INVITE' "$dir/outside")" = 2 ]
}

@test "what a carrier sends before the answer is left alone" {
	outside 183 3
	house "$opened" 'listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999, silence: 2}}'
	start
	station 1001 tone=1000 hear=500
	consent
	ask
	wait_query 'SELECT result, hung_up, answer - start >= 2900 FROM call' 'answered|caller|1'
}

@test "a carrier that demands 100rel unasked gets no PRACK, and its answer counts" {
	outside 100 3
	house "$opened"
	start
	station 1001 tone=1000 hear=500
	consent
	ask
	wait_query 'SELECT result, hung_up, answer - start >= 400 FROM call' 'answered|caller|1'
	cat "$dir/outside"
	run grep -E '^(PRACK|CANCEL)' "$dir/outside"
	[ "$status" = 1 ]
	[ "$(grep -c '^INVITE' "$dir/outside")" = 1 ]
}

@test "a carrier that asks where there is no password is a fault" {
	outside 401
	house "$opened"
	start
	station 1001
	consent
	ask
	wait_query 'SELECT result, hung_up, status FROM call' 'failed|engine|401'
	[ "$(grep -c '^INVITE' "$dir/outside")" = 1 ]
}

@test "a carrier cannot lead a call elsewhere" {
	outside 302
	house "$opened"
	start
	station 1001
	consent
	ask
	wait_query 'SELECT end > 0, answer, bridge FROM call' '1|0|0'
	grep -q '^INVITE sip:13800000001@' "$dir/outside"
	[ "$(grep '^INVITE' "$dir/outside" | grep -v 'sip:13800000001@' | wc -l)" = 0 ]
}

@test "a seat that does not answer: the user is not rung" {
	outside
	house "$opened"
	start
	ask
	[[ "$answer" == "error"*"seat 01 takes no call now"* ]]
	station 1001 answer=0
	consent
	ask
	[ "$answer" = "answer open call 1 err 0" ]
	wait_for grep -q '^invite' "$dir/st.1001"
	kill -9 "$station_1001"
	wait_query 'SELECT result, seat FROM call' 'timeout|01'
	! grep -q '^INVITE' "$dir/outside" || return 1
	[ "$(query "SELECT seat FROM trail WHERE event = 'missed'")" = 01 ]
}

@test "killed between record and packet, the record is closed and nothing was sent" {
	outside
	house "$opened" 'call_back: {per_day: 1}'
	start
	station 1001
	consent
	ask kill=1
	[ "$answer" = "answer open call 1 err 0" ]
	wait_for eval '! kill -0 $engine 2>/dev/null'
	[ "$(query 'SELECT result, direction, consent FROM call')" = 'open|outbound-consented|1' ]
	[ "$(query 'SELECT ruling, call FROM call_back')" = 'open|1' ]
	! grep -q '^invite' "$dir/st.1001" || return 1
	: >"$dir/requests"
	start
	station 1001
	[ "$(query 'SELECT result, reason, hung_up, end > 0 FROM call')" = 'failed|interrupted|engine|1' ]
	# and it counts as the call of the day
	shut too-often
	no_invite() { ! grep -q '^INVITE' "$dir/outside"; }
	no_invite
}

@test "consent given in a call opens the gate for it" {
	outside 200 3
	for name in agree consent-thanks; do
		sox -n -r 8000 -c 1 -e a-law "$data/prompts/$name.wav" synth 0.3 sine 700
	done
	house "$opened" 'menus: [{name: main, keys: {"1": "consent:call-back"}, otherwise: "hang-up"}]' \
		'consents: [{purpose: call-back, prompt: agree, length: 5}]' \
		"trunks: [{name: carrier-a, peer: \"127.0.0.2:$port\"}, {name: carrier-b, peer: \"127.0.0.3\"}]" \
		"numbers: [{number: \"95012345\", trunk: carrier-b, tenant: water, direction: inbound, menu: main, $opened}]"
	start
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.3:0 tone=600 'keys=1pp#' talk=9000 >"$dir/caller" 2>&1 || true
	wait_query 'SELECT caller, called, purpose, given FROM consent' '13800000001|95012345|call-back|key'
	engine_config "$always" \
		"trunks: [{name: carrier-b, peer: \"127.0.0.2:$port\"}]" \
		"numbers: [{number: \"95012345\", trunk: carrier-b, tenant: water, direction: inbound, menu: main, $opened}]"
	kill -9 "$engine"
	start
	station 1001 tone=1000
	ask
	[ "$answer" = "answer open call 2 err 0" ]
	wait_query 'SELECT result FROM call WHERE id = 2' answered
}

@test "engine --check says loudly that calls can go out" {
	port=5060
	house "$opened"
	run "$PROG" --lang en --data "$BATS_TEST_DIRNAME/../.." engine --config "$dir/engine.yaml" --check
	[ "$status" -eq 0 ]
	[[ "$output" == *"CALLS CAN GO OUT: number 95012345 is open for call-backs"* ]]
	house 'hours: always, closed: "hang-up"'
	run "$PROG" --lang en --data "$BATS_TEST_DIRNAME/../.." engine --config "$dir/engine.yaml" --check
	[[ "$output" != *"CALLS CAN GO OUT"* ]]
}
