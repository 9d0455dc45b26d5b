#!/usr/bin/env bats
# Calls leave the house with two persons' consent

load ../sip/engine
load calls

setup() {
	calls_setup
}

teardown() {
	engine_teardown
}

# The hash in the last line is that of all before it
watermarked() {
	[ "$(head -n -1 "$1" | sha256sum | cut -d' ' -f1)" = \
		"$(tail -n 1 "$1" | grep -o '[0-9a-f]\{64\}')" ]
	tail -n 1 "$1"
}

@test "one asks, another approves, then it is written once" {
	ok calls "$data" export request seat=01 to=2026-11-22T09:30 \
		--reason '投诉核查' --as 李雷
	[[ "$output" == *'Export 1 is asked for'* ]]
	fails 1 calls "$data" export write 1 -o "$dir/x.csv"
	fails 1 calls "$data" export approve 1 --as 李雷
	fails 1 calls "$data" export approve 1 --as ' 李雷 '
	[ ! -e "$dir/x.csv" ]
	ok calls "$data" export approve 1 --as 韩梅梅
	[[ "$output" == *'8 calls at present'* ]]
	fails 4 calls "$data" export approve 1 --as 林涛
	ok calls "$data" export write 1 -o "$dir/x.csv"
	[[ "$output" == *'x.csv: 8 calls, SHA-256 '* ]]
	[ "$(stat -c %a "$dir/x.csv")" = 600 ]
	[ "$(wc -l <"$dir/x.csv")" = 10 ]
	run watermarked "$dir/x.csv"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ "$output" == *'8 calls; asked for by 李雷, approved by 韩梅梅, written by 李雷, 20'*'投诉核查'* ]]
	fails 1 calls "$data" export write 1 -o "$dir/y.csv"
	[ ! -e "$dir/y.csv" ]
	ok calls "$data" export list
	[[ "$output" == *'seat=01 to=2026-11-22T09:30'*'x.csv'* ]]
	ok calls "$data" log
	[[ "$output" == *'request export 1'*'approve export 1'*'write export 1: 8 calls'* ]]
	ok calls "$data" log --verify
}

@test "numbers are masked unless the request says otherwise" {
	ok calls "$data" export request --reason a --as 李雷
	ok calls "$data" export request number=13800000000 --unmask --reason b \
		--as 李雷
	for n in 1 2; do
		ok calls "$data" export approve $n --as 韩梅梅
		ok calls "$data" export write $n -o "$dir/$n.json" --as 林涛
		run watermarked "$dir/$n.json"
		[ "$status" -eq 0 ]
	done
	[ "$(jq '.calls | length' "$dir/1.json")" = 40 ]
	[ "$(jq -r '.calls[0].caller' "$dir/1.json")" = '+86****0000' ]
	! grep -q 1380000 "$dir/1.json" || return 1
	[ "$(jq -r '.calls[1].caller' "$dir/2.json")" = 13800000000 ]
	[ "$(jq -c '[.calls[].id]' "$dir/2.json")" = '[40,20]' ]
	[[ "$(jq -r .watermark "$dir/2.json")" == *'whole numbers'*林涛* ]]
	ok calls "$data" log
	[[ "$output" == *'request export 2: unmask: b'* ]]
	# a program can see it too
	ok --json calls "$data" export list
	[ "$(jq -c '[.[].unmask]' <<<"$output")" = '[true,false]' ]
}

@test "a spreadsheet runs nothing of it" {
	sqlite3 "$data/calls.db" "INSERT INTO call(id, call_id, caller,
		called, tenant, trunk, queue, seat, start,
		answer, queued, bridge, end, wait_ms, talk_ms, result, hung_up,
		status, reason, codec, caller_received, caller_sent,
		caller_lost, caller_jitter_us, seat_received, seat_sent,
		seat_lost, seat_jitter_us, recording, sha256, recording_bytes,
		box) SELECT 41, '=1+1', '=cmd()',
		called, tenant, trunk, queue, seat, start + 1,
		answer, queued, bridge, end, wait_ms, talk_ms, result, hung_up,
		status, reason, codec, caller_received, caller_sent,
		caller_lost, caller_jitter_us, seat_received, seat_sent,
		seat_lost, seat_jitter_us, recording, sha256, recording_bytes,
		box FROM call WHERE id = 40"
	ok calls "$data" export request --unmask --reason a --as 李雷
	ok calls "$data" export approve 1 --as 韩梅梅
	ok calls "$data" export write 1 -o "$dir/x.csv"
	grep -q "^41,'=1+1,'=cmd()," "$dir/x.csv"
}

@test "what cannot be is refused, and leaves no file" {
	ok calls "$data" export request --reason a --as 李雷
	ok calls "$data" export approve 1 --as 韩梅梅
	touch "$dir/there"
	fails 4 calls "$data" export write 1 -o "$dir/there"
	[ ! -s "$dir/there" ]
	fails 5 calls "$data" export write 1 -o "$dir/none/x.csv"
	fails 3 calls "$data" export write 9 -o "$dir/x.csv"
	fails 3 calls "$data" export approve 9 --as 韩梅梅
	fails 3 calls "$data" export request colour=red --reason a --as 李雷
	fails 2 calls "$data" export request from=x --reason a --as 李雷
	fails 2 calls "$data" export request seat --reason a --as 李雷
	fails 2 calls "$data" export request --as 李雷
	fails 2 calls "$data" export request --reason a
	fails 2 calls "$data" export request --reason ' ' --as 李雷
	fails 2 calls "$data" export approve 1
	fails 2 calls "$data" export approve x --as 李雷
	fails 2 calls "$data" export write 1
	fails 2 calls "$data" export lose
	fails 2 calls "$data" export
	# the request stands
	ok calls "$data" export write 1 -o "$dir/x.csv"
	# somebody at the database is held up, too
	run sqlite3 "$data/desk.db" "UPDATE export SET written = 0"
	[ "$status" -ne 0 ]
	run sqlite3 "$data/desk.db" "INSERT INTO export(at, who, reason,
		filter, unmask) VALUES(1, 'a', 'b', '', 0); UPDATE export SET
		approved = 1, approver = 'a' WHERE id = 2"
	[ "$status" -ne 0 ]
	ls "$dir"
	[ "$(ls "$dir" | grep -c csv)" = 1 ]
}
