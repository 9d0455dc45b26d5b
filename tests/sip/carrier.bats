#!/usr/bin/env bats
# A trunk by registration: the one REGISTER that goes out.

load engine.bash

setup() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	engine_setup
}

teardown() {
	engine_teardown
}

@test "the engine registers with the carrier, is called, and takes it back" {
	python3 "$BATS_TEST_DIRNAME/carrier.py" >"$dir/carrier" 2>&1 3>&- &
	pids="$pids $!"
	p=$!
	wait_for grep -q ^port "$dir/carrier"
	port=$(sed -n 's/^port //p' "$dir/carrier")
	engine_config "trunks: [{name: carrier-a, peer: \"127.0.0.2:$port\", register: {user: \"95012345\", secret: pwcarrier, realm: carrier.example, expires: 60}}]"
	engine_start
	wait_for grep -q called "$dir/carrier" || { cat "$dir/carrier"; false; }
	grep -q 'trunk carrier-a: registered' "$dir/log"
	[ "$(query 'SELECT called, trunk, answer > 0 FROM call')" = "95012345|carrier-a|1" ]
	engine_stop
	wait $p || { cat "$dir/carrier"; false; }
	grep -q unregistered "$dir/carrier"
}

@test "a carrier that refuses is told of, and asked no more than now and then" {
	engine_config 'trunks: [{name: carrier-a, peer: "127.0.0.2:5999", register: {user: "95012345", secret: x}}]'
	engine_start
	sleep 1
	kill -0 "$engine"
	engine_stop
}

@test "an account without a transport to listen on is refused with its place" {
	engine_config 'trunks: [{name: carrier-a, peer: "127.0.0.2", register: {user: u, secret: s, transport: tls}}]'
	run "$PROG" --data "$BATS_TEST_DIRNAME/../.." engine --check --config "$dir/engine.yaml"
	echo "$output"
	[ "$status" -ne 0 ]
	[[ "$output" == *"engine.yaml:1:"* ]]
}
