#!/usr/bin/env bats
# calls.db locked by another program, and calls.db damaged.

load ../sip/engine.bash

setup() {
	engine_setup
	engine_config
}

teardown() {
	engine_teardown
}

# lock: until unlock
lock() {
	rm -f "$dir/sql"
	mkfifo "$dir/sql"
	sqlite3 -cmd '.timeout 20000' "$data/calls.db" <"$dir/sql" \
		>"$dir/locked" 2>&1 3>&- &
	locker=$!
	pids="$pids $locker"
	exec 8>"$dir/sql"
	echo 'BEGIN IMMEDIATE; SELECT 1;' >&8
	wait_for grep -q 1 "$dir/locked"
}

unlock() {
	echo 'ROLLBACK;' >&8
	exec 8>&-
	wait "$locker"
}

# talks [KEY=VALUE...]: a caller in the background, connected
talks() {
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 life=60000 \
		"$@" >"$dir/caller" 2>&1 3>&- &
	caller=$!
	pids="$pids $caller"
	wait_for grep -q '^answered' "$dir/st.1001"
}

@test "locked for a while: calls end late, with their records" {
	engine_start
	station 1001 talk=2500 life=120000
	talks
	lock
	wait_for grep -q 'trying again' "$dir/log"
	kill -0 "$caller" # he hears of the end once it is on record
	[ "$(query 'SELECT result FROM call')" = open ]
	unlock
	wait "$caller"
	[ "$(query 'SELECT result, hung_up, end > bridge FROM call')" = "answered|seat|1" ]
	! grep -q 'wait in memory' "$dir/log" || return 1
	engine_stop
}

@test "locked for ever: calls end, none begins, no record is lost" {
	engine_start
	station 1001 talk=2500 life=120000
	talks
	lock
	wait_for grep -q 'records wait in memory' "$dir/log"
	wait "$caller"
	# who cannot be put on record is not answered
	run caller life=20000
	! grep -q '^answered' "$dir/caller" || return 1
	[ "$(query 'SELECT count(*), max(result) FROM call')" = "1|open" ]
	unlock
	wait_for grep -q 'that waited in memory are written' "$dir/log"
	wait_query "SELECT result, hung_up, seat, end > bridge, length(sha256) FROM call WHERE id = 1" \
		"answered|seat|01|1|64"
	[ "$(query "SELECT count(*) FROM call WHERE result = 'open'")" = 0 ]
	# and calls are taken again
	caller
	engine_stop
	[ "$(query "SELECT count(*) FROM call WHERE result = 'answered'")" = 2 ]
}

@test "locked, and told to stop: it stops, and says what is not on disk" {
	engine_start
	station 1001
	talks
	lock
	engine_halt
	grep -q 'records: .* rows are not written' "$dir/log"
	unlock
	engine_start
	[ "$(query 'SELECT result, reason, hung_up FROM call')" = \
		"answered|interrupted|engine" ]
	engine_stop
}

# damaged WORDS...: the engine does not start, says why, and changes nothing
damaged() {
	before=$(sha256sum <"$data/calls.db")
	run "$PROG" engine --config "$dir/engine.yaml"
	echo "$output"
	[ "$status" -ne 0 ]
	[ "$status" -lt 128 ]
	[[ "$output" == *"calls.db"* ]]
	[ "$(sha256sum <"$data/calls.db")" = "$before" ]
}

@test "a damaged calls.db is told before the start, and left as it is" {
	engine_start
	station 1001
	caller talk=300
	engine_stop
	cp "$data/calls.db" "$dir/good"
	rm -f "$data"/calls.db-*

	head -c 5000 "$dir/good" >"$data/calls.db" # cut off
	damaged
	head -c 100 /dev/urandom >"$data/calls.db" # something else
	damaged
	cp "$dir/good" "$data/calls.db" # holes in the middle
	dd if=/dev/zero of="$data/calls.db" bs=4096 seek=1 count=4 conv=notrunc 2>/dev/null
	damaged
	# another database
	rm "$data/calls.db"
	sqlite3 "$data/calls.db" 'CREATE TABLE x(y); PRAGMA user_version = 3'
	damaged
	rm "$data/calls.db"
	mkdir "$data/calls.db"
	run "$PROG" engine --config "$dir/engine.yaml"
	[ "$status" -ne 0 ]
	[[ "$output" == *"calls.db"* ]]
	rmdir "$data/calls.db"

	cp "$dir/good" "$data/calls.db"
	engine_start
	[ "$(query 'SELECT result FROM call')" = answered ]
	engine_stop
}

@test "a row that no database takes keeps back no other" {
	engine_start
	station 1001 talk=300 life=120000
	caller hear=1000 enough=200
	sqlite3 -cmd '.timeout 20000' "$data/calls.db" "CREATE TRIGGER never
		BEFORE INSERT ON call WHEN NEW.caller = '13800000666'
		BEGIN SELECT RAISE(ABORT, 'never this one'); END"
	# alone it is tried for some seconds, and then owed
	caller from=13800000666 || true
	wait_for grep -q 'never this one' "$dir/log"
	caller hear=1000 enough=200
	caller hear=1000 enough=200
	wait_for grep -q 'rows are not written.*never this one' "$dir/log"
	wait_query "SELECT count(*) FROM call WHERE result = 'answered'" 3
	[ "$(query "SELECT count(*) FROM call WHERE caller = '13800000666'")" = 0 ]
	engine_stop
}
