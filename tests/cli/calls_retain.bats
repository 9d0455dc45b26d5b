#!/usr/bin/env bats
# Old calls go, held ones stay, and a purge that is killed leaves nothing half

load ../sip/engine
load calls

setup() {
	engine_setup
	engine_config
	engine_start
	engine_stop
}

teardown() {
	engine_teardown
}

# fill N: calls 1 to N of 200 days ago, each with a recording, and call N + 1 of
# today
fill() {
	now=$(date +%s)000
	mkdir -p "$data/recordings/2026/01/01"
	sqlite3 "$data/calls.db" "WITH n(i) AS (SELECT 1 UNION ALL
		SELECT i + 1 FROM n WHERE i < $1 + 1)
		INSERT INTO call(id, call_id, caller, called, tenant, trunk,
			queue, seat, start, answer, queued, bridge, end,
			wait_ms, talk_ms, result, hung_up, status, reason,
			codec, caller_received, caller_sent, caller_lost,
			caller_jitter_us, seat_received, seat_sent, seat_lost,
			seat_jitter_us, recording, sha256, recording_bytes)
		SELECT i, 'c' || i, '13800000000', '95012345', 'water',
			'carrier-a', 'service', '01',
			iif(i > $1, $now, $now - 200 * 86400000), 0, 0, 0,
			iif(i > $1, $now, $now - 200 * 86400000) + 1000, 0, 0,
			'answered', 'caller', 200, '', 'PCMA', 0, 0, 0, 0, 0,
			0, 0, 0, iif(i > $1, '',
			'recordings/2026/01/01/' || i || '.wav'),
			iif(i > $1, '', 'aa'), 4 FROM n"
	(cd "$data/recordings/2026/01/01" && seq "$1" | sed 's/$/.wav/' |
		xargs touch)
}

files() {
	find "$data/recordings" -name '*.wav' -exec basename {} .wav \; | sort -n
}

rows() {
	query "SELECT id FROM call WHERE recording != '' ORDER BY id"
}

@test "the engine deletes what is old enough, and says so" {
	fill 300
	ok calls "$data" hold 7 --reason '投诉' --as 李雷
	ok calls "$data" hold 8 --reason '证据' --as=韩梅梅
	ok calls "$data" release 8 --reason '已结案' --as 韩梅梅
	ok calls "$data" holds
	[[ "$output" == *'call 7'*李雷*投诉* ]]
	! [[ "$output" == *'call 8'* ]] || return 1
	engine_start
	wait_query "SELECT count(*) FROM purge_run WHERE calls = 299" 1
	[ "$(files)" = 7 ]
	[ "$(rows)" = 7 ]
	ok calls "$dir/engine.yaml" retention
	[[ "$output" == *'kept 90 days'*'on record: 2'*'299 deleted, 1 kept'* ]]
	ok --json calls "$data" retention
	[ "$(jq .deleted <<<"$output")" = 299 ]
	[ "$(jq -r .rule <<<"$output")" = recording.days=90 ]
	ok --json calls "$data" deletions
	[ "$(jq length <<<"$output")" = 50 ]
	[ "$(jq -r '.[0].sha256' <<<"$output")" = aa ]
	! [[ "$output" == *1380000* ]] || return 1
	ok calls "$data" log
	[[ "$output" == *'hold call 7: 投诉'*'release call 8: 已结案'* ]]
	ok calls "$data" log --verify
	[[ "$output" == *'whole: 3 rows'* ]]
	# calls go on meanwhile
	station 1001
	caller talk=300
	wait_query "SELECT count(*) FROM call WHERE result = 'answered'" 3
	engine_stop
}

@test "a purge that is killed leaves nothing half" {
	fill 3000
	for _ in 1 2 3 4; do
		engine_start
		wait_query "SELECT count(*) > 0 FROM deletion" 1
		kill -9 "$engine"
		wait "$engine" || true
	done
	engine_start
	wait_query "SELECT count(*) FROM call" 1
	engine_stop
	[ "$(query 'SELECT count(*) FROM call')" = 1 ]
	[ -z "$(files)" ]
	[ "$(query 'SELECT count(*) FROM purge')" = 0 ]
	[ "$(query 'SELECT count(*), count(DISTINCT call) FROM deletion')" = \
		'3000|3000' ]
}

@test "the log is found to be changed" {
	fill 3
	ok calls "$data" hold 1 --reason a --as 李雷
	ok calls "$data" hold 2 --reason b --as 李雷
	sqlite3 "$data/desk.db" "DROP TRIGGER log_stays;
		UPDATE log SET who = '韩梅梅' WHERE seq = 1"
	run "$PROG" --lang en calls "$data" log --verify
	[ "$status" -eq 5 ]
	[[ "$output" == *'row 1 of the log was changed'* ]]
}

@test "too short a time is refused at start" {
	for bad in 'days: 29' 'days: 0' 'days: 40000' 'days: 90, purge_hour: 24'; do
		engine_config "recording: {enabled: true, $bad}"
		run "$PROG" engine --config "$dir/engine.yaml" --check
		echo "$output"
		[ "$status" -eq 5 ]
		[[ "$output" == *'engine.yaml:'*:*:* ]]
	done
	engine_config 'recording: {enabled: true, days: 30, purge_hour: 0}'
	run "$PROG" engine --config "$dir/engine.yaml" --check
	[ "$status" -eq 0 ]
}

@test "bad words are refused" {
	fill 3
	for bad in 'hold' 'hold 1' 'hold 1 --as a' 'hold 1 --reason b' \
		'hold x --as a --reason b' 'hold 0 --as a --reason b' \
		'hold 1 2 --as a --reason b' 'hold 1 --as a --reason' \
		'hold 1 --as a --reason b --o c' 'retention x' 'holds x' \
		'log --verify=1' 'log x' 'hold 99999999999999999999 --as a'; do
		run "$PROG" calls "$data" $bad
		echo "$bad: $status $output"
		[ "$status" -eq 2 ]
	done
	run "$PROG" calls "$data" hold 99 --as a --reason b
	[ "$status" -eq 3 ]
	run "$PROG" calls "$data" release 1 --as a --reason b
	[ "$status" -eq 3 ]
	run "$PROG" calls "$data" hold 1 --as '' --reason b
	[ "$status" -eq 2 ]
	run "$PROG" calls "$data" hold 1 --as a --reason $'b\ec'
	[ "$status" -eq 2 ]
	ok calls "$data" holds
	[ "$output" = 'No call is held.' ]
}
