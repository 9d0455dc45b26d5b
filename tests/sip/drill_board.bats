#!/usr/bin/env bats
# What a drill tells the engine's board while it runs.

load drill.bash

setup() {
	cd "$BATS_TEST_TMPDIR"
	engine=
	drill=
	watcher=
}

teardown() {
	for p in $drill $watcher; do
		kill -9 "$p" 2>/dev/null || true
	done
	stop_engine
}

# house SEATS: an engine with HTTP at $http, tokens in viewer and supervisor
house() {
	make_config "$1"
	http=127.0.0.1:$(free_port)
	sed -i "s/^listen:/&\n  http: \"$http\"/" engine.yaml
	printf 'tokens: [' >>engine.yaml
	for role in viewer supervisor; do
		"$PROG" engine --token $role >token
		sed -n 1p token >$role
		printf '%s, ' "$(sed -n 2p token)" >>engine.yaml
	done
	echo ']' >>engine.yaml
}

# small TALK_MS
small() {
	cat >small.yaml <<-END
	scenario: test
	title: 试验
	title_en: A small trial
	stations: 3
	callers: 5
	spread_ms: 300
	answer_ms: 100
	talk_ms: $1
	limit_ms: 60000
	hang_up: by-turns
	outbound: ["13900000000"]
	together: 3
	ringing_ms: 1000
	lost_packets: 1000
	END
}

board() {
	curl -sS -m 60 -H "Authorization: Bearer $(cat viewer)" \
		"http://$http/api/board"
}

# until JQ: the board says so, a minute at most
until_board() {
	for i in $(seq 600); do
		[ "$(board | jq -r "$1")" != true ] || return 0
		sleep 0.1
	done
	board | jq .drill
	return 1
}

drill() {
	rm -rf out
	"$PROG" --lang en drill --config engine.yaml \
		--scenario "$PWD/small.yaml" -o out "$@"
}

@test "the board shows a drill while it runs, and how it came out" {
	house 3
	small 3000
	start_engine
	curl -sSN -H "Authorization: Bearer $(cat viewer)" \
		"http://$http/api/events" >events 3>&- &
	watcher=$!
	drill --board "http://$http/" --token-fd 7 7<supervisor >drill.out \
		2>drill.log 3>&- &
	drill=$!
	until_board '.drill.queue == "A small trial" and .drill.reason == "calls"
		and .drill.of == 5 and .drill.done < 5'
	kill -0 "$drill"
	"$PROG" --lang en board --url "http://$http" --token-file viewer \
		--once >lines
	grep -q '^Drill A small trial .*, 0 failed$' lines
	wait "$drill" || { cat drill.out drill.log; false; }
	drill=
	until_board '.drill.of == 0 and .drill.failed == 0 and .drill.done > 5'
	grep -q '"reason":"seats register"' events
	grep -q '"done":5,"of":5,"failed":0' events ||
		{ grep -A1 '^event: drill' events; false; }
	! grep -q '^board:' drill.log || return 1
	# the token is nowhere that others can see
	! grep -qF "$(cat supervisor)" drill.log drill.out out/report.json
}

@test "a drill goes on when the board cannot be told, and says why" {
	house 3
	small 600
	start_engine
	drill --board "http://$http" --token-file viewer >drill.out 2>drill.log
	grep -q '^board: .*403' drill.log
	[ "$(grep -c '^board:' drill.log)" = 1 ]
	[ "$(board | jq .drill)" = null ]

	drill --board "http://127.0.0.1:$(free_port)" --token-file supervisor \
		>drill.out 2>drill.log
	[ "$(grep -c '^board:' drill.log)" = 1 ]
	[ "$(json out/report.json '$.verdict')" = pass ]
}

@test "an engine that was killed is told again" {
	house 3
	small 8000
	start_engine
	drill --board "http://$http" --token-file supervisor >drill.out \
		2>drill.log 3>&- &
	drill=$!
	until_board '.drill.reason == "calls"'
	kill -9 "$engine"
	wait "$engine" 2>/dev/null || true
	rm -f engine.out
	start_engine
	until_board '.drill.reason == "calls"'
	wait "$drill" || true
	drill=
	until_board '.drill.of == 0 and .drill.failed > 0'
}

@test "board and token come together; where to is checked first" {
	house 3
	small 600
	run drill --board "http://$http"
	[ "$status" = 2 ]
	run drill --token-file supervisor
	[ "$status" = 2 ]
	run drill --board ftp://x --token-file supervisor
	[ "$status" = 2 ]
	: >empty
	run drill --board "http://$http" --token-file empty
	[ "$status" = 2 ]
	[[ "$output" == *"holds no token"* ]]
	run drill --board "http://$http" --token-fd x
	[ "$status" = 2 ]
	[ ! -e out ]
}
