#!/usr/bin/env bats
# Looking calls up

load ../sip/engine
load calls

setup() {
	calls_setup
}

teardown() {
	engine_teardown
}

ids() {
	ok --json calls "$data" list "$@"
	[ "$(jq -c '[.calls[].id]' <<<"$output")" = "$want" ]
}

@test "calls are listed newest first, a page at a time" {
	want='[40,39,38]' ids most=3
	[ "$(jq .more <<<"$output")" = true ]
	want='[37,36,35]' ids most=3 before=38
	want='[1]' ids most=3 before=2
	[ "$(jq .more <<<"$output")" = false ]
	ok calls "$data" list most=2
	[[ "$output" == *'2026-11-22 09:39:00'*'before=39'* ]]
}

@test "they are found by number, seat, result and time" {
	want='[40,20]' ids number=13800000000
	want='[40,20]' ids number=+8613800000000
	want='[40,20]' ids number=008613800000000
	want='[39,37]' ids number=95012341 most=2
	want='[38,34]' ids seat=01 most=2
	want='[40,36,32]' ids result=abandoned most=3
	want='[36]' ids result=abandoned from=2026-11-22T09:34 to=2026-11-22T09:38
	want='[35]' ids from=2026-11-22T09:34:00 to=2026-11-22T09:34:00
	want='[39,38]' ids min-talk=38
	want='[39]' ids recorded=yes most=1
	want='[]' ids tenant=gas
	want='[40]' ids to=2026-11-22 most=1
	want='[]' ids from=2026-11-23
	ok calls "$data" list tenant=gas
	[ "$output" = 'There is no such call.' ]
}

@test "a caller's number is masked" {
	ok calls "$data" list most=1 before=40
	[[ "$output" == *'138****0019'* ]]
	! [[ "$output" == *13800000019* ]] || return 1
	ok --json calls "$data" show 39
	[ "$(jq -r .caller <<<"$output")" = '138****0019' ]
	ok calls "$data" breaches
	[[ "$output" == *'139****1234'*'403'*'3'* ]]
}

@test "the configuration names the folder" {
	ok calls "$dir/engine.yaml" show 7
	[[ "$output" == *'2026-11-22 09:06:00'* ]]
}

@test "bad words are refused, and what is not there" {
	for bad in 'list seat' 'list colour=red' 'list result=nice' \
		'list from=yesterday' 'list from=2026-02-30' \
		'list to=2026-11-22T25:00' 'list most=0' 'list most=x' \
		'list before=y' 'list recorded=maybe' 'list min-talk=-1' \
		'show' 'show x' 'show -1' 'show 1 2' 'breaches 1' 'lost' ''; do
		run "$PROG" calls "$data" $bad
		echo "$bad: $status $output"
		[ "$status" -eq 2 ] || [ "$bad" = 'list colour=red' ]
		[ -n "$output" ]
	done
	run "$PROG" calls "$data" list colour=red
	[ "$status" -eq 3 ]
	run "$PROG" calls "$data" show 41
	[ "$status" -eq 3 ]
	run "$PROG" calls "$dir/none" list
	[ "$status" -eq 3 ]
	mkdir "$dir/empty"
	run "$PROG" calls "$dir/empty" list
	[ "$status" -eq 3 ]
	[ ! -e "$dir/empty/calls.db" ]
}

@test "reading holds nothing up and writes nothing" {
	engine_start
	station 1001
	caller talk=300
	for _ in 1 2 3; do
		ok calls "$data" list
	done
	wait_query "SELECT count(*) FROM call" 41
	engine_stop
}
