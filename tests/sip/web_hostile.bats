#!/usr/bin/env bats
# The engine's HTTP server and those who mean it no good.

load engine.bash
load web.bash

setup() {
	engine_setup
}

teardown() {
	engine_teardown
}

raw() {
	python3 "$BATS_TEST_DIRNAME/web_raw.py" "$http" "$viewer" "$@"
}

@test "requests in one go are answered one after another" {
	web_start
	[ "$(raw pipeline 40)" = "40 200" ]
	engine_stop
}

@test "no request hides behind another" {
	web_start
	viewer=$supervisor
	[ "$(raw shapes)" = done ]
	gives 200 "$viewer" GET /api/board
	engine_stop
}

@test "no path but those there are leads anywhere" {
	web_start 'web: {requests: 10000}'
	viewer=$admin
	[ "$(raw paths)" = done ]
	gives 200 "$viewer" GET /api/board
	engine_stop
}

@test "nothing that is like a token is one" {
	web_start 'web: {requests: 10000}'
	hash=$(printf %s "$viewer" | sha256sum | cut -d" " -f1)
	for like in "" Bearer "Bearer " "Bearer $viewer x" \
		"Bearer ${viewer%?}" "Bearer ${viewer}0" "Bearer $hash" \
		"Basic $viewer" "$viewer" "Bearer ${viewer^^}" \
		"Bearer %$viewer" "Bearer \"$viewer\""; do
		code=$(curl -s -m 60 -o "$dir/body" -w '%{http_code}' \
			-H "Authorization: $like" "http://$http/api/board")
		[ "$code" = 401 ] || { echo "$like: $code"; false; }
	done
	gives 200 "$viewer" GET /api/board
	engine_stop
}

@test "who sends a line now and then is cut off" {
	web_start
	[ "$(raw slow)" = "cut off" ]
	engine_stop
}

@test "one source has only so many connections" {
	web_start 'web: {per_source: 20}'
	[ "$(raw crowd 30)" = "turned away" ]
	wait_for gives 200 "$viewer" GET /api/board
	engine_stop
}

@test "who asks too often, or guesses tokens, is slowed" {
	web_start 'web: {requests: 2}'
	for _ in 1 2 3 4 5; do
		ask "wrong" GET /api/board >/dev/null
	done
	gives 429 "$viewer" GET /api/board
	grep -qi '^retry-after: 1' "$dir/head"
	wait_for gives 200 "$viewer" GET /api/board
	engine_stop
}

descriptors() {
	ls "/proc/$engine/fd" | wc -l
}

has_descriptors() {
	[ "$(descriptors)" -eq "$1" ]
}

has_none_left() {
	[ "$(descriptors)" -ge 64 ]
}

@test "a viewer who never reads is cut off, others see everything" {
	web_start 'web: {requests: 10000}'
	watch_events "$dir/events"
	wait_for board_is '.seats[0].state' offline
	before=$(descriptors)
	raw deaf 300 >"$dir/deaf" 3>&- &
	pids="$pids $!"
	wait_for has_descriptors $((before + 1))
	for _ in $(seq 30000); do
		printf 'url = "http://%s/api/seats/01/%s"\noutput = "/dev/null"\n' \
			"$http" pause "$http" ready
	done | curl -s -X POST -K - -H "Authorization: Bearer $supervisor" 3>&-
	wait_for has_descriptors "$before"
	gives 200 "$viewer" GET /api/board
	[ "$(grep '^id: ' "$dir/events" | sed 's/.*\.//' |
		awk 'NR > 1 && $1 != last + 1 { print } { last = $1 }')" = "" ]
	engine_stop
}

@test "without a descriptor left it waits, and does not spin" {
	printf '#!/bin/sh\nulimit -n 64\nexec "%s" "$@"\n' "$PROG" >"$dir/prog"
	chmod +x "$dir/prog"
	PROG=$dir/prog web_start
	raw hold 80 >"$dir/hold" 3>&- &
	hold=$!
	pids="$pids $hold"
	wait_for grep -q holding "$dir/hold"
	wait_for has_none_left
	before=$(awk '{ print $14 + $15 }' "/proc/$engine/stat")
	sleep 3
	after=$(awk '{ print $14 + $15 }' "/proc/$engine/stat")
	[ $((after - before)) -lt 100 ] # of 300 ticks
	kill "$hold"
	wait_for gives 200 "$viewer" GET /api/board
	engine_stop
}

@test "who locks the database keeps nobody from reading" {
	web_start
	station 1001
	caller talk=300
	wait_query 'SELECT length(sha256) FROM call' 64
	python3 -c "
import sqlite3, sys, time
db = sqlite3.connect('$data/calls.db', isolation_level=None)
db.execute('BEGIN EXCLUSIVE')
print('locked', flush=True)
time.sleep(60)" >"$dir/lock" 3>&- &
	lock=$!
	pids="$pids $lock"
	wait_for grep -q locked "$dir/lock"
	gives 200 "$viewer" GET /api/board
	gives 200 "$viewer" GET /api/calls # WAL: readers do not wait
	kill "$lock"
	engine_stop
}
