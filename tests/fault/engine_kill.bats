#!/usr/bin/env bats
# kill -9 of the engine in the middle of calls, and what the next start finds.

load ../sip/engine.bash

setup() {
	engine_setup
	engine_config
}

teardown() {
	engine_teardown
}

@test "killed in mid-call: the record is closed, the recording plays" {
	engine_start
	station 1001 tone=1000
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 tone=440 \
		life=9000 >"$dir/caller" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q '^answered' "$dir/st.1001"
	sleep 2.6
	kill -9 "$engine"
	wait "$engine" || true
	[ "$(query 'SELECT result FROM call')" = open ]
	part=$(find "$data/recordings" -name '*.part')
	# playable as it is, without any repair
	run "$TOOLS/sip/tones" "$part" 440 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 90 ] && [ "$5" -ge 90 ] && [ "$8" -ge 1000 ]

	engine_start
	[ "$(query 'SELECT result, reason, hung_up, seat FROM call')" = \
		"answered|interrupted|engine|01" ]
	[ -z "$(find "$data" -name '*.part')" ]
	file=$data/$(query 'SELECT recording FROM call')
	[ "$(sha256sum <"$file" | cut -d' ' -f1)" = "$(query 'SELECT sha256 FROM call')" ]
	[ "$(stat -c %s "$file")" = "$(query 'SELECT recording_bytes FROM call')" ]
	soxi "$file"
	grep -q '1 calls and 1 recordings had been interrupted' "$dir/log"
	engine_stop
}

@test "ids are not used twice after a kill" {
	engine_start
	run caller life=300
	kill -9 "$engine"
	wait "$engine" || true
	engine_start
	run caller life=300
	engine_stop
	[ "$(query 'SELECT count(*), max(id) FROM call')" = "2|2" ]
}

@test "killed at random moments, every call that was answered is on record" {
	for wait in 0.05 0.21 0.4 answer; do
		engine_start
		station 1001
		"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 \
			talk=250 life=30000 >"$dir/caller" 2>&1 3>&- &
		caller=$!
		if [ $wait = answer ]; then
			wait_for grep -q '^answered' "$dir/caller"
		else
			sleep $wait
		fi
		kill -9 "$engine" "$station_1001"
		wait "$engine" "$station_1001" || true
		kill -9 $caller 2>/dev/null || true
		wait $caller || true
		grep -c '^answered' "$dir/caller" >>"$dir/answers" || true
	done
	engine_start
	engine_stop
	told=$(awk '{ n += $1 } END { print n + 0 }' "$dir/answers")
	kept=$(query 'SELECT count(*) FROM call')
	echo "told $told kept $kept"
	[ "$told" -gt 0 ]
	[ "$kept" -ge "$told" ]
	[ "$(query "SELECT count(*) FROM call WHERE result = 'open'")" = 0 ]
	[ "$(query 'PRAGMA integrity_check')" = ok ]
}

@test "a station that dies in mid-call: its caller is given to the next seat" {
	engine_config 'listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999, silence: 1}}'
	engine_start
	station 1001 tone=700
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 tone=440 \
		hear=1000 talk=6000 >"$dir/caller" 2>&1 3>&- &
	caller=$!
	wait_for grep -q '^answered' "$dir/st.1001"
	kill -9 "$station_1001"
	wait "$station_1001" || true
	station 1002 tone=1000 hear=440
	wait $caller
	wait_query 'SELECT result, hung_up, seat FROM call' \
		"answered|caller|02"
	wait_query "SELECT length(sha256) FROM call" 64
	[ "$(find "$data/recordings" -type f | wc -l)" = 1 ]
	engine_stop
}
