#!/usr/bin/env bats
# Complaints, quality samples, lists of numbers, evidence

load ../sip/engine
load calls

setup() {
	calls_setup
}

teardown() {
	engine_teardown
}

@test "a complaint has a number, a deadline, an end, and holds its call" {
	ok calls "$data" ticket add --source 12321 --reference 2026-0001 \
		--number 13900001234 --call 7 --text '骚扰电话' --as 李雷
	[[ "$output" == *'Complaint 1'* ]]
	ok calls "$data" ticket add --source user --text '态度不好' --as 李雷 \
		--due 2026-01-01
	ok calls "$data" holds
	[[ "$output" == *'call 7'*骚扰电话* ]]
	# the second one is overdue
	run "$PROG" --lang en --json calls "$data" ticket list
	[ "$status" -eq 1 ]
	[ "$(jq -c '[.[].id]' <<<"$output")" = '[2,1]' ]
	[ "$(jq '.[1] | (.due - .at) / 86400000' <<<"$output")" = 15 ]
	[ "$(jq -r '.[1].number' <<<"$output")" = '139****1234' ]
	ok calls "$data" ticket close 2 --outcome '已致歉' --as 韩梅梅
	fails 1 calls "$data" release 7 --reason x --as 李雷
	ok calls "$data" ticket close 1 --outcome '查无此事' --as 韩梅梅
	fails 4 calls "$data" ticket close 1 --outcome x --as 李雷
	ok calls "$data" ticket list
	[[ "$output" == *查无此事*已致歉* || "$output" == *已致歉*查无此事* ]]
	ok calls "$data" holds
	[[ "$output" == *'call 7'* ]]
	ok calls "$data" release 7 --reason '已结案' --as 韩梅梅
	ok calls "$data" log --verify
}

@test "samples are random, the same again by their seed, and scored once" {
	ok calls "$data" sample draw 2026-11-18 --each 5 --seed 7 --as 李雷
	[[ "$output" == '10 calls are drawn.' ]]
	fails 4 calls "$data" sample draw 2026-11-22 --seed 7 --as 李雷
	ok --json calls "$data" sample list
	first=$(jq -c '[.[] | [.seat, .call]] | sort' <<<"$output")
	[ "$(jq -r '.[0].week' <<<"$output")" = 2026-11-16 ]
	[ "$(jq '[.[].call] | unique | length' <<<"$output")" = 10 ]
	[ "$(jq '[.[] | select(.seat == "01")] | length' <<<"$output")" = 5 ]
	for seed in 7 8; do
		rm "$data"/desk.db*
		ok calls "$data" sample draw 2026-11-22 --each 5 --seed $seed \
			--as 韩梅梅
		ok --json calls "$data" sample list
		again=$(jq -c '[.[] | [.seat, .call]] | sort' <<<"$output")
		[ $seed = 8 ] || [ "$again" = "$first" ]
	done
	[ "$again" != "$first" ]
	all='greeting=10 notice=10 identity=15 answer=25 manner=20 record=10'
	fails 2 calls "$data" sample score 1 $all --as 韩梅梅
	fails 2 calls "$data" sample score 1 $all closing=11 --as 韩梅梅
	fails 2 calls "$data" sample score 1 $all closing=1 closing=1 --as 韩
	fails 2 calls "$data" sample score 1 $all closing=1 colour=1 --as 韩
	fails 3 calls "$data" sample score 99 $all closing=10 --as 韩梅梅
	ok calls "$data" sample score 1 $all closing=0 --as 韩梅梅 --note 好
	[ "$output" = 'The call passes.' ]
	fails 4 calls "$data" sample score 1 $all closing=10 --as 韩梅梅
	ok calls "$data" sample score 2 ${all/notice=10/notice=0} closing=10 \
		--as 韩梅梅
	[ "$output" = 'The call does not pass.' ]
	ok calls "$data" sample list
	[[ "$output" == *'90 points, failed'*'90 points, passed'* ]]
}

@test "who wants no calls is never called; who agreed may change his mind" {
	ok calls "$data" number agree +8613800000001 --reason '回访同意' --as 李雷
	ok calls "$data" number has 008613800000001
	[ "$output" = 'The number may be called.' ]
	ok calls "$data" number end 13800000001 --reason '撤回同意' --as 李雷
	fails 3 calls "$data" number end 13800000001 --reason x --as 李雷
	ok calls "$data" number has 13800000001
	[ "$output" = 'The number is on no list.' ]
	ok calls "$data" number agree 13800000001 --reason '再次同意' --as 李雷
	ok calls "$data" number refuse 13800000001 --reason '拒绝来电' --as 李雷
	fails 4 calls "$data" number refuse 13800000001 --reason x --as 李雷
	fails 1 calls "$data" number agree 13800000001 --reason x --as 李雷
	fails 3 calls "$data" number end 13800000001 --reason x --as 李雷
	ok calls "$data" number has 13800000001
	[ "$output" = 'The number is never called.' ]
	run sqlite3 "$data/desk.db" \
		"UPDATE listed SET ended = 1 WHERE list = 'refused'"
	[ "$status" -ne 0 ]
	run sqlite3 "$data/desk.db" 'DELETE FROM listed'
	[ "$status" -ne 0 ]
	for bad in 1 abc '13800000001;' '' 123456789012345678901; do
		fails 2 calls "$data" number refuse "$bad" --reason x --as 李雷
	done
	ok calls "$data" number list
	! [[ "$output" == *13800000001* ]] || return 1
	ok calls "$data" log
	! [[ "$output" == *13800000001* ]]
}

@test "a door is shut but for callers on its list, and opened again" {
	ok calls "$data" door list
	[ "$output" = 'No door has a list.' ]
	ok calls "$data" door let-in +8695012345 +8613800000001 --reason 专线 --as 李雷
	[[ "$output" == 'The caller is on the list.'*'Everybody is let in at +8695012345 still'* ]]
	fails 4 calls "$data" door let-in 95012345 13800000001 --reason x --as 李雷
	fails 3 calls "$data" door open 95012345 --reason x --as 李雷
	ok calls "$data" door shut 008695012345 --reason 专线 --as 李雷
	[ "$output" = 'Only callers on its list are let in.' ]
	fails 4 calls "$data" door shut 95012345 --reason x --as 李雷
	ok calls "$data" door shut tenant:water --reason 专线 --as 李雷
	ok calls "$data" door let-in tenant:water 13800000002 --reason 专线 --as 李雷
	[ "$output" = 'The caller is on the list.' ]
	ok calls "$data" door drop tenant:water 13800000002 --reason x --as 李雷
	fails 3 calls "$data" door drop tenant:water 13800000002 --reason x --as 李雷
	ok calls "$data" door open tenant:water --reason x --as 李雷
	[ "$output" = 'Everybody is let in.' ]
	ok calls "$data" door list
	! [[ "$output" == *13800000001* ]] || return 1
	[[ "$output" == *'tenant:water  shut'* ]]
	ok --json calls "$data" door list
	[ "$(jq -r '[.[] | select(.ended == 0) | .door] | join(",")' <<<"$output")" = \
		95012345,95012345 ]
	for bad in 12 abc '95012345;' '' tenant: 123456789012345678901; do
		fails 2 calls "$data" door shut "$bad" --reason x --as 李雷
	done
	fails 2 calls "$data" door let-in 95012345 abc --reason x --as 李雷
	fails 2 calls "$data" door shut 95012345 --as 李雷
	for sql in 'DELETE FROM door' "UPDATE door SET caller = '1'"; do
		run sqlite3 "$data/desk.db" "$sql"
		[ "$status" -ne 0 ]
	done
	ok calls "$data" log --verify
	ok calls "$data" log
	[[ "$output" == *shut*let-in*open* ]] || [[ "$output" == *open*let-in*shut* ]]
	! [[ "$output" == *13800000001* ]]
}

@test "doors have a limit" {
	ok calls "$data" door shut 95012345 --reason x --as 李雷
	sqlite3 "$data/desk.db" "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL
		SELECT i + 1 FROM n WHERE i < 255)
		INSERT INTO door(whose, caller, reason, at, who)
		SELECT 'tenant:' || i, '', 'x', 1, 'x' FROM n"
	fails 1 calls "$data" door shut 95012346 --reason x --as 李雷
	[[ "$output" == *'at most 256 doors'* ]]
	ok calls "$data" door open 95012345 --reason x --as 李雷
	ok calls "$data" door shut 95012346 --reason x --as 李雷
}

@test "the evidence of a call is one file" {
	mkdir -p "$data/recordings/2026/11/22"
	echo sound >"$data/recordings/2026/11/22/9.wav"
	echo voice >"$data/recordings/2026/11/22/5-1.wav"
	sum=$(sha256sum <"$data/recordings/2026/11/22/9.wav" | cut -d' ' -f1)
	voice=$(sha256sum <"$data/recordings/2026/11/22/5-1.wav" | cut -d' ' -f1)
	sqlite3 "$data/calls.db" "DROP TRIGGER call_goes_on;
		UPDATE call SET recording = 'recordings/2026/11/22/9.wav',
		sha256 = '$sum' WHERE id = 9;
		INSERT INTO consent VALUES(1, 5, 1795309200000, '13800000009',
		'95012345', 'water', 'call-back', 'key',
		'recordings/2026/11/22/5-1.wav', '$voice', 6);
		INSERT INTO trail VALUES(9, 1, 1795309681005, 'held', '01', '',
		'by seat');
		INSERT INTO withdrawal VALUES(1, 1, 1795309800000,
		'supervisor', 0, '李雷', '来电撤回')"
	ok calls "$data" ticket add --source carrier --call 9 --text '投诉' \
		--as 李雷
	ok calls "$data" evidence 9 -o "$dir/9.zip" --reason '协查函 1 号' \
		--as 韩梅梅
	mkdir "$dir/out"
	(cd "$dir/out" && unzip -q ../9.zip && sha256sum -c MANIFEST.sha256)
	[ "$(ls "$dir/out" | wc -l)" = 7 ]
	cmp "$dir/out/recording.wav" "$data/recordings/2026/11/22/9.wav"
	cmp "$dir/out/consent-1.wav" "$data/recordings/2026/11/22/5-1.wav"
	[ "$(jq -r .caller "$dir/out/record.json")" = 13800000009 ]
	[ "$(jq -r .start "$dir/out/record.json")" = '2026-11-22 09:08:00' ]
	[ "$(jq -r '.events[0] | .at + " " + (.ms | tostring) + .event' "$dir/out/record.json")" = '2026-11-22 09:08:01 5held' ]
	[ "$(jq -r '.withdrawn | .at + .how + .who' "$dir/out/consent-1.json")" = '2026-11-22 09:10:00supervisor李雷' ]
	[ "$(jq -r .reason "$dir/out/origin.json")" = '协查函 1 号' ]
	[ "$(jq -r '.[0].text' "$dir/out/complaints.json")" = 投诉 ]
	[ "$(stat -c %a "$dir/9.zip")" = 600 ]
	ok calls "$data" log
	[[ "$output" == *'evidence call 9: 协查函 1 号; SHA-256'* ]]
	fails 4 calls "$data" evidence 9 -o "$dir/9.zip" --reason x --as 李雷
	# a recording that was changed is no evidence
	echo other >"$data/recordings/2026/11/22/9.wav"
	fails 5 calls "$data" evidence 9 -o "$dir/b.zip" --reason x --as 李雷
	rm "$data/recordings/2026/11/22/9.wav"
	fails 3 calls "$data" evidence 9 -o "$dir/b.zip" --reason x --as 李雷
	fails 3 calls "$data" evidence 99 -o "$dir/b.zip" --reason x --as 李雷
	fails 2 calls "$data" evidence 9 -o "$dir/b.zip" --as 李雷
	[ ! -e "$dir/b.zip" ]
}

@test "bad words are refused" {
	for bad in 'ticket' 'ticket add' 'ticket add --source x --text y --as z' \
		'ticket add --source user --text y --as z --call q' \
		'ticket add --source user --text y --as z --due q' \
		'ticket add 1 --source user --text y --as z' \
		'ticket close --outcome x --as y' 'ticket list x' 'sample' \
		'sample draw --as x' 'sample draw 2026-02-30 --as x' \
		'sample draw 2026-11-22 --each 0 --as x' \
		'sample draw 2026-11-22 --each 51 --as x' \
		'sample draw 2026-11-22 --seed x --as x' 'sample score 1 --as x' \
		'number' 'number refuse 123 --as x' 'number has' 'evidence 9'; do
		fails 2 calls "$data" $bad
	done
	fails 3 calls "$data" ticket add --source user --text y --as z --call 99
	fails 3 calls "$data" ticket close 1 --outcome x --as y
}
