#!/usr/bin/env bats
# What people do over HTTP that is put on record: call-backs, withdrawals,
# releases, exports.

load engine.bash
load web.bash

always='hours: [{name: always, days: mon-sun, from: "00:00", to: "24:00", holidays: open}]'
opened='call_back: true, hours: always, closed: "hang-up"'
json='Content-Type: application/json'

setup() {
	command -v jq >/dev/null || skip 'jq is not installed'
	engine_setup
	mkdir -p "$data/prompts"
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/recording-notice.wav" \
		synth 0.3 sine 700
}

teardown() {
	engine_teardown
}

# people ROLE:NAME...: a token for each, in $NAME; rows in $rows
people() {
	rows=
	for one in "$@"; do
		"$PROG" engine --token "${one%:*}" >"$dir/token"
		eval "${one#*:}=\$(sed -n 1p \"\$dir/token\")"
		rows="$rows${rows:+, }$(sed -n 2p "$dir/token" |
			sed "s/role: [a-z]*,/& name: \"${one#*:}\",/; s/role: operator,/& seat: \"01\",/")"
	done
}

# house [LINE...]: li and wang supervise, han is at seat 01, root administers
house() {
	people operator:han supervisor:li supervisor:wang admin:root viewer:eve
	"$PROG" engine --token supervisor >"$dir/token"
	nobody=$(sed -n 1p "$dir/token")
	rows="$rows, $(sed -n 2p "$dir/token")"
	engine_config "$@" "$always" "tokens: [$rows]" \
		'listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999}, http: "127.0.0.1:0"}'
	engine_start
	http=$(sed -n 's/^ready.* http:\([^ ]*\).*/\1/p' "$dir/ready")
}

outside() { # a carrier at 127.0.0.2, sets $port
	: >"$dir/outside"
	python3 "$BATS_TEST_DIRNAME/outside.py" "$@" >"$dir/outside" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q ^port "$dir/outside"
	port=$(sed -n 's/^port //p' "$dir/outside")
}

consent() { # CALLER
	mkdir -p "$data/recordings"
	printf 'I agree' >"$data/recordings/agreed.wav"
	sqlite3 -cmd '.timeout 20000' "$data/calls.db" "INSERT INTO consent(call, at, caller, called, tenant, purpose, given, recording, sha256, recording_bytes)
		VALUES(1, $(($(date +%s) * 1000 - 60000)), '$1', '95012345', 'water', 'call-back', 'key', 'recordings/agreed.wav',
		'$(sha256sum <"$data/recordings/agreed.wav" | cut -d' ' -f1)', 7)"
}

wish='{"consent": 1, "number": "95012345", "to": "13800000001", "purpose": "call-back"}'

@test "one asks for a call-back, another approves it, and it is made" {
	outside 200 3
	house "trunks: [{name: carrier-a, peer: \"127.0.0.2:$port\"}]" \
		"numbers: [{number: \"95012345\", trunk: carrier-a, tenant: water, direction: inbound, menu: main, $opened}]"
	station 1001 tone=1000
	consent 13800000001
	gives 401 x POST /api/call-backs -H "$json" -d "$wish"
	gives 403 "$eve" POST /api/call-backs -H "$json" -d "$wish"
	gives 403 "$han" POST /api/call-backs -H "$json" -d "${wish%\}}, \"seat\": \"02\"}"
	gives 403 "$nobody" POST /api/call-backs -H "$json" -d "${wish%\}}, \"seat\": \"01\"}"
	gives 400 "$han" POST /api/call-backs -H "$json" -d '{"consent": "1"}'
	gives 400 "$han" POST /api/call-backs -H "$json" -d "${wish/call-back/marketing}"
	gives 404 "$han" POST /api/call-backs -H "$json" -d "${wish/95012345/95099999}"
	[ "$(query 'SELECT count(*) FROM wish')" = 0 ]
	gives 200 "$han" POST /api/call-backs -H "$json" -d "$wish"
	[ "$(jq .id "$dir/body")" = 1 ]
	# nothing is sent before somebody else approves it
	gives 403 "$han" POST /api/call-backs/1/approve
	gives 403 "$nobody" POST /api/call-backs/1/approve
	gives 404 "$li" POST /api/call-backs/2/approve
	! grep -q '^INVITE' "$dir/outside" || return 1
	gives 200 "$li" POST /api/call-backs/1/approve
	[ "$(jq -r .ruling "$dir/body")" = open ]
	call=$(jq .call "$dir/body")
	wait_query "SELECT result, direction, consent, seat FROM call WHERE id = $call" \
		'answered|outbound-consented|1|01'
	[ "$(query 'SELECT wish, asked_by, approved_by, ruling, call FROM call_back')" = \
		"1|han|li|open|$call" ]
	gives 409 "$li" POST /api/call-backs/1/approve
	gives 200 "$han" GET /api/call-backs
	[ "$(jq -r '.call_backs[0] | [.id, .asked_by, .approved_by, .ruling, .call] | @csv' "$dir/body")" = \
		"1,\"han\",\"li\",\"open\",$call" ]
	for sql in "UPDATE wish SET seat = '02'" 'DELETE FROM wish'; do
		run query "$sql"
		[ "$status" -ne 0 ]
	done
	engine_stop
}

@test "what the gate refuses comes back with all its reasons" {
	outside
	house "trunks: [{name: carrier-a, peer: \"127.0.0.2:$port\"}]" \
		"numbers: [{number: \"95012345\", trunk: carrier-a, tenant: water, direction: inbound, menu: main}]"
	station 1001
	gives 200 "$li" POST /api/call-backs -H "$json" -d "${wish%\}}, \"seat\": \"01\"}"
	"$PROG" calls "$data" number refuse 13800000001 --reason x --as li
	gives 409 "$li" POST /api/call-backs/1/approve
	[ "$(jq -r '.ruling' "$dir/body")" = off ]
	[ "$(jq -r '[.reasons[].reason] | join(" ")' "$dir/body")" = \
		'off do-not-call no-consent own-approval hours' ]
	[ "$(query 'SELECT ruling, asked_by, approved_by, wish FROM call_back')" = 'off|li|li|1' ]
	# another may try again
	gives 409 "$wang" POST /api/call-backs/1/approve
	[ "$(jq -r '[.reasons[].reason] | join(" ")' "$dir/body")" = \
		'off do-not-call no-consent hours' ]
	! grep -q '^INVITE' "$dir/outside" || return 1
	[ "$(query 'SELECT count(*) FROM call')" = 0 ]
	engine_stop
}

@test "a supervisor withdraws a consent, and that is on record twice" {
	outside
	house "trunks: [{name: carrier-a, peer: \"127.0.0.2:$port\"}]" \
		"numbers: [{number: \"95012345\", trunk: carrier-a, tenant: water, direction: inbound, menu: main, $opened}]"
	station 1001
	consent 13800000001
	gives 403 "$han" POST /api/consents/1/withdraw -H "$json" -d '{"reason": "asked to"}'
	gives 400 "$li" POST /api/consents/1/withdraw
	gives 404 "$li" POST /api/consents/9/withdraw -H "$json" -d '{"reason": "asked to"}'
	gives 200 "$li" POST /api/consents/1/withdraw -H "$json" -d '{"reason": "用户来电撤回"}'
	[ "$(query 'SELECT consent, how, call, who, reason FROM withdrawal')" = \
		'1|supervisor|0|li|用户来电撤回' ]
	gives 409 "$li" POST /api/consents/1/withdraw -H "$json" -d '{"reason": "again"}'
	"$PROG" calls "$data" log --verify
	[ "$(sqlite3 "$data/desk.db" "SELECT who, account, object FROM log WHERE act = 'withdraw' AND detail LIKE '用户%'")" = \
		'li|token li (supervisor)|consent 1' ]
	gives 200 "$han" POST /api/call-backs -H "$json" -d "$wish"
	gives 409 "$li" POST /api/call-backs/1/approve
	[ "$(jq -r '.ruling' "$dir/body")" = consent-over ]
	[ "$(query 'SELECT count(*) FROM consent')" = 1 ]
	engine_stop
}

@test "who was stopped for abnormal traffic is let in again by order" {
	house 'traffic: [{rule: caller-burst, window: 600, count: 2, stop: 600}]'
	station 1001
	watch() {
		curl -sN -H "Authorization: Bearer $eve" "http://$http/api/events" \
			>"$dir/events" 2>/dev/null 3>&- &
		pids="$pids $!"
		wait_for test -s "$dir/events"
	}
	watch
	for _ in 1 2; do
		caller talk=1
	done
	caller talk=1 || true
	grep -q 'failed 480' "$dir/caller"
	gives 403 "$han" GET /api/traffic
	gives 200 "$li" GET /api/traffic
	[ "$(jq -r '.stopped[] | .number + " " + .is' "$dir/body")" = '13800000001 caller' ]
	order='{"number": "13800000001", "reason": "已核实"}'
	gives 403 "$li" POST /api/traffic/release -H "$json" -d "$order"
	gives 400 "$root" POST /api/traffic/release -H "$json" -d '{"number": "13800000001"}'
	gives 200 "$root" POST /api/traffic/release -H "$json" -d "$order"
	caller talk=1
	grep -q '^answered' "$dir/caller"
	gives 404 "$root" POST /api/traffic/release -H "$json" -d "$order"
	gives 200 "$li" GET /api/traffic
	[ "$(jq -r '.stopped | length' "$dir/body")" = 0 ]
	wait_for grep -q '"type":"released"' "$dir/events"
	! grep -q 13800000001 "$dir/events" || return 1
	[ "$(sqlite3 "$data/desk.db" "SELECT who, account, detail FROM log WHERE act = 'release' LIMIT 1")" = \
		'root|token root (admin)|138****0001: 已核实' ]
	engine_stop
}

@test "an export over HTTP takes two persons, and the log has their tokens" {
	house
	station 1001
	caller talk=300
	wait_query 'SELECT count(*) FROM call WHERE end > 0' 1
	gives 403 "$han" POST /api/exports -H "$json" -d '{"reason": "x"}'
	gives 400 "$li" POST /api/exports -H "$json" -d '{"filter": {"seat": "01"}}'
	gives 400 "$li" POST /api/exports -H "$json" -d '{"filter": {"seat": 1}, "reason": "x"}'
	gives 404 "$li" POST /api/exports -H "$json" -d '{"filter": {"nonsense": "1"}, "reason": "x"}'
	gives 200 "$li" POST /api/exports -H "$json" -d '{"filter": {"seat": "01"}, "reason": "审计"}'
	[ "$(jq .id "$dir/body")" = 1 ]
	gives 403 "$li" POST /api/exports/1/approve
	gives 403 "$li" POST /api/exports/1/write
	gives 200 "$wang" POST /api/exports/1/approve
	[ "$(jq .calls "$dir/body")" = 1 ]
	gives 404 "$li" GET /api/exports/1/file
	gives 200 "$li" POST /api/exports/1/write -H "$json" -d '{"form": "json"}'
	sha=$(jq -r .sha256 "$dir/body")
	gives 403 "$li" POST /api/exports/1/write
	gives 200 "$wang" GET /api/exports/1/file
	grep -qi '^content-type: application/json' "$dir/head"
	[ "$(jq -r '.calls[0].seat' "$dir/body")" = 01 ]
	[ "$(jq -r '.calls[0].events | length > 3' "$dir/body")" = true ]
	[[ "$(jq -r .watermark "$dir/body")" == *"$sha"* ]]
	[ "$(sqlite3 "$data/desk.db" "SELECT group_concat(act || ' ' || account, ', ') FROM log")" = \
		'request token li (supervisor), approve token wang (supervisor), write token li (supervisor), fetch token wang (supervisor)' ]
	gives 200 "$li" GET /api/exports
	[ "$(jq -r '.exports[0] | .who + .approver + .writer' "$dir/body")" = liwangli ]
	engine_stop
}

@test "the command line asks the engine, with a token that no one sees" {
	outside 200 3
	house "trunks: [{name: carrier-a, peer: \"127.0.0.2:$port\"}]" \
		"numbers: [{number: \"95012345\", trunk: carrier-a, tenant: water, direction: inbound, menu: main, $opened}]" \
		'traffic: [{rule: number-burst, window: 600, count: 100, stop: 600}]'
	station 1001
	consent 13800000001
	for who in han li root; do
		eval "echo \"\$$who\"" >"$dir/$who"
		chmod 600 "$dir/$who"
	done
	calls() { run "$PROG" --lang en calls "$dir/engine.yaml" "$@" --url "http://$http"; echo "$status $output"; }
	wished="--consent 1 --number 95012345 --to 13800000001 --purpose call-back"
	calls call-back ask $wished --token "$dir/han"
	[ "$status" -eq 0 ] && [[ "$output" == *'Call-back 1 is asked for'* ]]
	calls call-back approve 1 --token "$dir/han"
	[ "$status" -eq 1 ] && [[ "$output" == *403* ]]
	"$PROG" calls "$data" number refuse 13800000001 --reason x --as li
	calls call-back approve 1 --token "$dir/li"
	[ "$status" -eq 1 ] && [[ "$output" == *'(do-not-call)'* ]]
	calls call-back list --token - <"$dir/li"
	[ "$status" -eq 0 ] && [[ "$output" == *'li: do-not-call'* ]]
	calls consent withdraw 1 --reason asked --token "$dir/li"
	[ "$status" -eq 0 ]
	calls consent withdraw 1 --reason asked --token "$dir/li"
	[ "$status" -eq 1 ]
	calls traffic list --token "$dir/li"
	[ "$status" -eq 0 ] && [[ "$output" == *'Nothing is stopped'* ]]
	calls traffic release 13800000001 --reason x --token "$dir/root"
	[ "$status" -eq 3 ]
	run "$PROG" --json calls "$dir/engine.yaml" call-back list --token "$dir/li" --url "http://$http/"
	[ "$(jq -r '.call_backs[0].ruling' <<<"$output")" = do-not-call ]
	# a token that others may read, none at all, and no engine
	chmod 644 "$dir/li"
	calls traffic list --token "$dir/li"
	[ "$status" -eq 1 ]
	calls traffic list --token - </dev/null
	[ "$status" -eq 2 ]
	calls traffic list
	[ "$status" -eq 2 ]
	chmod 600 "$dir/li"
	run "$PROG" calls "$data" traffic list --token "$dir/li"
	[ "$status" -eq 2 ]
	engine_stop
	calls traffic list --token "$dir/li"
	[ "$status" -ne 0 ] && [ -n "$output" ]
}
