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

refused_last() {
	caller "$@" talk=100 || true
	grep -q 'failed 603' "$dir/caller" &&
		[ "$(query 'SELECT reason, status FROM call ORDER BY id DESC LIMIT 1')" = 'not-allowed|603' ]
}

@test "a number or a tenant that is shut is for those on its list alone" {
	by() {
		"$PROG" calls "$data" door "$@" --reason 专线 --as li
	}
	# a list that is made ready keeps nobody out
	by let-in +8695012345 008613800000001
	caller from=13800000002 talk=100
	grep -q '^answered' "$dir/caller"
	by shut 95012345
	wait_for grep -q 'lists: 95012345 is for 1 callers alone' "$dir/log"
	refused_last from=13800000002
	caller talk=100
	grep -q '^answered' "$dir/caller"
	# the tenant's list counts too
	by shut tenant:water
	wait_for grep -q 'lists: water is for 0 callers alone' "$dir/log"
	refused_last
	by let-in tenant:water 13800000001
	wait_for grep -q 'lists: water is for 1 callers alone' "$dir/log"
	caller talk=100
	grep -q '^answered' "$dir/caller"
	# a restart knows it at once
	kill -9 "$engine"
	engine_start
	station 1001
	refused_last from=13800000002
	caller talk=100
	# the last one off the list does not open the door to all
	by drop 95012345 13800000001
	wait_for grep -q 'lists: 95012345 is for 0 callers alone' "$dir/log"
	refused_last
	by open 95012345
	by open tenant:water
	before=$(grep -c 'callers are not let in' "$dir/log")
	wait_for eval '[ "$(grep -c "callers are not let in" "$dir/log")" -gt '$((before - 1))' ]'
	wait_for caller from=13800000002 talk=100
	# a slip of the pen is told
	by shut tenant:watre
	wait_for grep -q 'lists: watre is shut, but is none of our' "$dir/log"
	engine_stop
}
