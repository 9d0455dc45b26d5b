#!/usr/bin/env bats
# Configurations that change at random while calls go anywhere.

load engine.bash

setup() {
	engine_setup
}

teardown() {
	engine_teardown
}

@test "whatever changes at whatever moment, every call has its end on record" {
	seed=${SEED:-$RANDOM}
	echo "SEED=$seed"
	mkdir -p "$data/prompts"
	for name in short goodbye beep leave-message message-thanks consent \
		consent-thanks seat-busy wrong-key hold-offer hold-offer-keep \
		hold-pin hold-pin-again hold-number enter-pin wrong-pin \
		welcome-back; do
		sox -n -r 8000 -c 1 -e a-law "$data/prompts/$name.wav" trim 0 0.2
	done
	cat >"$dir/base.yaml" <<-END
	realm: test
	listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999, silence: 3}}
	data: $data
	trunks: [{name: carrier-a, peer: "127.0.0.2"}]
	END
	storm=$BATS_TEST_DIRNAME/reload_storm.py
	python3 "$storm" 0 0 "$dir" 0 "$seed"
	engine_start
	python3 "$storm" "$engine" "$sip" "$dir" "${SECONDS_OF_STORM:-20}" "$seed" 3>&-
	! grep 'not reloaded' "$dir/log" || return 1
	engine_stop
	[ "$(query "SELECT count(*) FROM call WHERE result = 'open' OR NOT end")" = 0 ]
	query 'SELECT result, count(*) FROM call GROUP BY result'
	[ "$(query "SELECT count(*) > 20 FROM call WHERE result != 'refused'")" = 1 ]
}
