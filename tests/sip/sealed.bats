#!/usr/bin/env bats
# Encrypted sound to seats whose signalling is encrypted.

load engine.bash

setup() {
	engine_setup
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -days 2 -subj /CN=test -keyout "$dir/key.pem" \
		-out "$dir/cert.pem" 2>/dev/null
	cat "$dir/key.pem" "$dir/cert.pem" >"$dir/both.pem"
	listen="listen: {sip: [\"udp:127.0.0.1:0\", \"tls:127.0.0.1:0\"], certificate: $dir/cert.pem, key: $dir/key.pem, rtp: {address: 127.0.0.1, ports: 20000-29999}}"
}

teardown() {
	engine_teardown
}

# house [SRTP]: seat 01 with that key
house() {
	engine_config "$listen" ${1:+"seats: [{seat: \"01\", user: \"1001\", secret: \"pw1001\", srtp: $1, queues: [{queue: service}]}]"}
	engine_start
	udp=$sip
	tls=$(sed -n 's/.*tls:\([^ ]*\).*/\1/p' "$dir/ready")
}

# tls_station NUMBER [KEY=VALUE...]
tls_station() {
	sip=$tls
	station "$@" tls="$dir/both.pem"
	sip=$udp
}

@test "a seat on TLS hears and is heard through encrypted sound, and is recorded" {
	house
	tls_station 1001 tone=1000 hear=440
	caller tone=440 hear=1000 talk=2000
	cat "$dir/caller" "$dir/st.1001"
	grep -q '^sealed 0$' "$dir/caller"
	grep -q '^sealed 1$' "$dir/st.1001"
	grep -q '^seams 0$' "$dir/caller"
	kill "$station_1001"
	wait_for grep -q '^heard-frames' "$dir/st.1001"
	[ "$(sed -n 's/^heard-frames //p' "$dir/st.1001")" -ge 40 ]
	wait_query "SELECT length(sha256) FROM call" 64
	run "$TOOLS/sip/tones" "$data/$(query 'SELECT recording FROM call')" 440 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 60 ] && [ "$5" -ge 60 ]
	engine_stop
}

@test "a seat on TLS that cannot do so is rung again in clear" {
	house
	tls_station 1001 tone=1000 srtp=0
	caller tone=440 hear=1000 talk=1000
	cat "$dir/caller" "$dir/st.1001"
	grep -q '^refused 488' "$dir/st.1001"
	grep -q '^sealed 0$' "$dir/st.1001"
	[ "$(query 'SELECT result, seat FROM call')" = "answered|01" ]
	engine_stop
}

@test "where it is required there is no sound in clear, over TLS or UDP" {
	house require
	tls_station 1001 tone=1000 srtp=0
	caller talk=1000 life=4000 || true
	grep -q '^refused 488' "$dir/st.1001"
	! grep -q '^answered' "$dir/st.1001" || return 1
	kill "$station_1001"
	wait_for grep -q '^heard-frames' "$dir/st.1001"
	mv "$dir/st.1001" "$dir/st.tls"

	station 1001 tone=1000
	caller talk=1000 life=4000 || true
	wait_for grep -q 'seat 01 cannot be rung: ' "$dir/log"
	! grep -q '^invite' "$dir/st.1001" || return 1
	kill "$station_1001"

	tls_station 1001 tone=1000
	caller tone=440 hear=1000 talk=1000
	grep -q '^sealed 1$' "$dir/st.1001"
	engine_stop
}

@test "where it is off sound goes in clear over TLS too" {
	house off
	tls_station 1001 tone=1000
	caller tone=440 hear=1000 talk=1000
	grep -q '^sealed 0$' "$dir/st.1001"
	[ "$(grep -c '^invite' "$dir/st.1001")" = 1 ]
	engine_stop
}
