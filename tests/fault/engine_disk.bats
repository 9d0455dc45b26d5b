#!/usr/bin/env bats
# A full disk: calls go on, the log says that recording stopped, no record that
# was promised is lost.

load ../sip/engine.bash
load ../sip/web.bash

setup() {
	engine_setup
	engine_config
	mkdir "$data"
	mount -t tmpfs -o size=4M tmpfs "$data" 2>/dev/null ||
		skip "a small disk cannot be mounted here"
}

teardown() {
	umount -l "$data" 2>/dev/null || true
	engine_teardown
}

@test "a disk that fills up in mid-call stops the recording, not the call" {
	web_start
	station 1001 tone=1000 hear=440
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 tone=440 \
		hear=1000 talk=6500 >"$dir/caller" 2>&1 3>&- &
	caller=$!
	wait_for grep -q '^answered' "$dir/st.1001"
	sleep 2.5
	cat /dev/zero >"$data/filler" 2>/dev/null || true
	wait_for grep -q 'recording stopped' "$dir/log"
	shows '.unrecorded_since > 0' true
	shows '.calls[0].state' bridged
	sleep 1
	rm "$data/filler"
	wait $caller
	# four seconds and more of sound, while the disk was full too
	[ "$(sed -n 's/^heard-frames //p' "$dir/caller")" -ge 200 ]
	wait_query 'SELECT result FROM call' answered
	# the next call is recorded, and the board says so
	caller hear=1000 talk=2000
	shows '.unrecorded_since' 0
	wait_query 'SELECT length(sha256) FROM call WHERE id = 2' 64
	engine_stop

	# what there is of the recording is made whole at the next start
	engine_start
	file=$(query 'SELECT recording FROM call WHERE id = 1')
	[ "$(query 'SELECT length(sha256) FROM call WHERE id = 1')" = 64 ]
	"$TOOLS/sip/tones" "$data/$file" 440 1000
	engine_stop
}

@test "an engine told twice to stop stops, though the disk is full" {
	engine_start
	station 1001 tone=1000
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 \
		life=20000 >"$dir/caller" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q '^answered' "$dir/st.1001"
	cat /dev/zero >"$data/filler" 2>/dev/null || true
	kill "$engine"
	sleep 0.2
	kill "$engine"
	for _ in $(seq 600); do
		kill -0 "$engine" 2>/dev/null || break
		sleep 0.1
	done
	wait "$engine"
	rm "$data/filler"

	engine_start
	[ "$(query 'SELECT reason FROM call')" = interrupted ]
	engine_stop
}

@test "a disk that is full refuses calls instead of losing their records" {
	engine_start
	cat /dev/zero >"$data/filler" 2>/dev/null || true
	run caller life=9000
	! grep -q '^answered' "$dir/caller" || return 1
	rm "$data/filler"
	caller life=20000 &
	pids="$pids $!"
	wait_for grep -q '^answered' "$dir/caller"
	kill -9 $!
	engine_halt
}
