#!/usr/bin/env bats
# Callers whom people block and let in again while the engine runs.

load engine.bash

setup() {
	engine_setup
	engine_config
	engine_start
	station 1001
}

teardown() {
	engine_teardown
}

@test "who is blocked at the desk is refused, and let in again" {
	caller talk=100
	grep -q '^answered' "$dir/caller"
	"$PROG" calls "$data" number block +8613800000001 --reason 骚扰 --as li
	wait_for grep -q 'lists: 1 callers are not let in' "$dir/log"
	caller talk=100 || true
	grep -q 'failed 603' "$dir/caller"
	[ "$(query 'SELECT reason, status FROM call ORDER BY id DESC LIMIT 1')" = 'blocked|603' ]
	# another is not
	caller from=13800000002 talk=100
	run "$PROG" --lang en calls "$data" number has 13800000001
	[[ "$output" == *'not let in'* ]]
	"$PROG" calls "$data" number unblock 13800000001 --reason 误报 --as li
	wait_for eval '[ "$(grep -c "lists: 0 callers are not let in" "$dir/log")" = 2 ]'
	caller talk=100
	# a restart knows them at once
	"$PROG" calls "$data" number block 13800000001 --reason 骚扰 --as li
	kill -9 "$engine"
	engine_start
	station 1001
	caller talk=100 || true
	grep -q 'failed 603' "$dir/caller"
	run "$PROG" calls "$data" log --verify
	[ "$status" -eq 0 ]
	engine_stop
}

@test "a list of another version is brought up to date, a broken one said once" {
	engine_stop
	rm "$data"/desk.db*
	# made by the version before
	{
		echo "PRAGMA application_id = $((0x63706465));"
		cat "$BATS_TEST_DIRNAME/../../src/store/desk.sql"
		echo "PRAGMA user_version = 1;
			INSERT INTO listed(list, number, reason, at, who)
			VALUES('refused', '13800000003', 'x', 1, 'li');"
	} | sqlite3 "$data/desk.db"
	engine_start
	"$PROG" calls "$data" number block 13800000001 --reason 骚扰 --as li
	run "$PROG" --lang en calls "$data" number has 13800000003
	[[ "$output" == *'never called'* ]]
	engine_stop
	rm "$data"/desk.db*
	echo 'no database' >"$data/desk.db"
	engine_start
	station 1002
	caller talk=100
	[ "$(grep -c 'lists: desk.db cannot be read' "$dir/log")" = 1 ]
	engine_stop
}
