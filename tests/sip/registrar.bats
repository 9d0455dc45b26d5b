#!/usr/bin/env bats
# Registrations: several telephones, limits, nonces, floods, questions.

load engine.bash

setup() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	engine_setup
	engine_config
}

teardown() {
	engine_teardown
}

case_of() {
	run timeout 120 python3 "$BATS_TEST_DIRNAME/registrar.py" "$1" "$sip" "${@:2}"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "a seat is registered from several telephones" {
	engine_start
	case_of several
}

@test "expiry has limits, and a bad Contact does nothing at all" {
	engine_start
	case_of limits
}

@test "a nonce is good once for each count, here and for a while" {
	engine_start
	case_of nonces
}

@test "SHA-256 and MD5 are offered and taken" {
	engine_config 'registrar: {digest: both}'
	engine_start
	case_of algorithms
	# a phone that knows MD5 only: not with sha-256 alone
	engine_stop
	engine_config 'registrar: {digest: sha-256}'
	engine_start
	run "$TOOLS/sip/phone" station "$sip" 1001 pw1001 local=127.0.0.1:0 life=1500
	[[ "$output" != *"registered 200"* ]]
}

@test "a flood of wrong secrets is answered within limits, seats go on" {
	engine_start
	case_of flood
	[ "$(grep -c 'refused, the last from' "$dir/log")" -le 40 ]
	still=$(station 1002 && echo yes)
	[ "$still" = yes ]
}

@test "all telephones of a seat ring, the first that answers has the call" {
	engine_start
	station 1001 answer=0
	mv "$dir/st.1001" "$dir/silent"
	station 1001 tone=1000
	caller hear=1000 enough=500
	grep -q '^invite' "$dir/silent"
	wait_for grep -q '^failed 487' "$dir/silent"
	[ "$(query 'SELECT result, seat FROM call')" = "answered|01" ]
}

@test "a telephone that does not answer OPTIONS is not rung until it does" {
	engine_config 'registrar: {qualify: 2}'
	engine_start
	python3 "$BATS_TEST_DIRNAME/registrar.py" qualify "$sip" "$dir" \
		>"$dir/qualify" 2>&1 3>&- &
	pids="$pids $!"
	p=$!
	for _ in 1 2 3 4 5 6; do
		kill -0 $p
		wait_for grep -q 'does not answer' "$dir/log" && break
	done
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 life=60000 \
		>"$dir/caller" 2>&1 3>&- &
	pids="$pids $!"
	wait $p || { cat "$dir/qualify"; false; }
	grep -q rung "$dir/qualify"
	grep -q 'answers again' "$dir/log"
}
