#!/usr/bin/env bats
# SIP over TCP and TLS: pieces, limits, idle connections, calls over them.

load engine.bash

setup() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	engine_setup
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -days 2 -subj /CN=test -keyout "$dir/key.pem" \
		-out "$dir/cert.pem" 2>/dev/null
	engine_config "listen: {sip: [\"udp:127.0.0.1:0\", \"tcp:127.0.0.1:0\", \"tls:127.0.0.1:0\"], certificate: $dir/cert.pem, key: $dir/key.pem, rtp: {address: 127.0.0.1, ports: 20000-29999}}" \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", srtp: off, queues: [{queue: service}]}]'
	engine_start
}

teardown() {
	engine_teardown
}

# address TP: of the engine
address() {
	sed -n "s/.*$1:\([^ ]*\).*/\1/p" "$dir/ready"
}

case_of() {
	for tp in ${TP:-tcp tls}; do
		run timeout 120 python3 "$BATS_TEST_DIRNAME/stream.py" "$1" \
			"$(address $tp)" $tp "${@:2}"
		echo "$tp: $output"
		[ "$status" -eq 0 ]
	done
	kill -0 "$engine"
}

@test "messages come in any pieces, and pings are answered" {
	case_of frames
}

@test "a message without an end, or too long, costs the connection" {
	case_of limits
}

@test "one address has only so many connections that nobody vouches for" {
	TP=tcp case_of crowd
}

@test "an idle connection of a stranger is closed, a station's is not" {
	TP=tcp case_of idle
}

@test "a station is rung over its connection, and gone with it" {
	for tp in tcp tls; do
		python3 "$BATS_TEST_DIRNAME/stream.py" flow "$(address $tp)" \
			$tp >"$dir/flow" 2>&1 3>&- &
		pids="$pids $!"
		p=$!
		wait_for grep -q registered "$dir/flow"
		caller talk=300 || { cat "$dir/flow" "$dir/caller"; false; }
		wait $p || { cat "$dir/flow"; false; }
		wait_for grep -q 'has closed its connection' "$dir/log"
		: >"$dir/log"
	done
	[ "$(query "SELECT group_concat(DISTINCT result) FROM call")" = answered ]
}

@test "TLS is 1.2 or later, with the certificate of the configuration" {
	tls=$(address tls)
	run openssl s_client -connect "$tls" -tls1_2 </dev/null
	[[ "$output" == *"CN = test"* ]]
	run openssl s_client -connect "$tls" -tls1_3 </dev/null
	[[ "$output" == *"TLSv1.3"* ]]
	run openssl s_client -connect "$tls" -tls1_1 -cipher DEFAULT@SECLEVEL=0 </dev/null
	[ "$status" -ne 0 ]
	kill -0 "$engine"
	# bytes that are no TLS
	exec 9<>"/dev/tcp/${tls%:*}/${tls##*:}"
	printf 'OPTIONS sip:x SIP/2.0\r\n\r\n' >&9
	exec 9>&-
	kill -0 "$engine"
}

@test "a key that is not of the certificate is told before the start" {
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
		-out "$dir/key.pem" 2>/dev/null
	run "$PROG" --data "$BATS_TEST_DIRNAME/../.." engine --check \
		--config "$dir/engine.yaml"
	echo "$output"
	[ "$status" -ne 0 ]
}
