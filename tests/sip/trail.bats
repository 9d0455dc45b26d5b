#!/usr/bin/env bats
# What became of a call, step by step, is in its record.

load engine.bash
load web.bash

setup() {
	engine_setup
}

teardown() {
	engine_teardown
}

trail() { # CALL: "event:seat:queue:detail ..."
	query "SELECT event || ':' || seat || ':' || queue || ':' || detail
		FROM trail WHERE call = $1 ORDER BY seq" | tr '\n' ' '
}

@test "every state, hold and end of a call is kept with its instant" {
	command -v jq >/dev/null || skip 'jq is not installed'
	web_start
	station 1001 tone=1000 hold=400 resume=1200
	caller talk=3000
	wait_query "SELECT result FROM call" answered
	wait_query "SELECT length(sha256) FROM call" 64
	trail 1
	[ "$(trail 1)" = "offered::: answered::: menu::: queued::service: ringing:01:service: bridged:01:: held:01::by seat resumed:01::by seat ended:::caller " ]
	# they agree with the record, and follow each other
	[ "$(query "SELECT (SELECT at FROM trail WHERE event = 'answered') = answer,
		(SELECT at FROM trail WHERE event = 'queued') = queued,
		(SELECT at FROM trail WHERE event = 'bridged') = bridge,
		(SELECT at FROM trail WHERE event = 'ended') = end FROM call")" = '1|1|1|1' ]
	[ "$(query "SELECT count(*) FROM trail a JOIN trail b
		ON b.seq = a.seq + 1 WHERE b.at < a.at")" = 0 ]
	[ "$(query "SELECT b.at - a.at >= 700 FROM trail a, trail b
		WHERE a.event = 'held' AND b.event = 'resumed'")" = 1 ]
	# on the command line, in an export and over HTTP
	run "$PROG" --lang en calls "$data" show 1
	echo "$output"
	[[ "$output" == *'held '*'by seat'* ]]
	[ "$("$PROG" --json calls "$data" show 1 |
		jq -r '[.events[].event] | join(" ")')" = \
		'offered answered menu queued ringing bridged held resumed ended' ]
	gives 200 "$viewer" GET /api/calls/1
	[ "$(jq -r '[.events[] | select(.seat) | .seat + " " + .event] | join(",")' "$dir/body")" = \
		'01 ringing,01 bridged,01 held,01 resumed' ]
	"$PROG" calls "$data" export request --reason audit --as li
	"$PROG" calls "$data" export approve 1 --as wang
	"$PROG" calls "$data" export write 1 -o "$dir/x.json"
	[ "$(jq -r '.calls[0].events | length' "$dir/x.json")" = 9 ]
	[ "$(jq -r '.calls[0].events[6].detail' "$dir/x.json")" = 'by seat' ]
	# and nobody changes it
	for sql in "UPDATE trail SET at = 1" 'DELETE FROM trail' \
		"INSERT OR REPLACE INTO trail VALUES(1, 1, 1, 'x', '', '', '')"; do
		run query "$sql"
		[ "$status" -ne 0 ]
	done
	engine_stop
}

@test "a seat that misses the call is named" {
	engine_config 'queues: [{name: service, strategy: longest-idle, ring: 1, wrap_up: 0, rest: 20, max_wait: 30}]'
	engine_start
	station 1001 answer=0
	caller talk=6000 &
	waiting=$!
	wait_for grep -q invite "$dir/st.1001"
	station 1002
	wait "$waiting"
	wait_query "SELECT result, seat FROM call" 'answered|02'
	[ "$(trail 1)" = "offered::: answered::: menu::: queued::service: ringing:01:service: queued::service: missed:01:service: ringing:02:service: bridged:02:: ended:::caller " ] || {
		trail 1
		false
	}
	engine_stop
}

@test "of a call that a crash cut off the last step says so" {
	engine_config
	engine_start
	station 1001
	caller talk=60000 &
	wait_query "SELECT count(*) FROM trail WHERE event = 'bridged'" 1
	kill -9 "$engine"
	wait "$engine" || true
	engine_start
	wait_query "SELECT result, reason FROM call" 'answered|interrupted'
	[ "$(query "SELECT event, detail, at = (SELECT end FROM call) FROM trail
		ORDER BY seq DESC LIMIT 1")" = 'ended|interrupted|1' ]
	[ "$(query "SELECT count(*) FROM trail WHERE event = 'ended'")" = 1 ]
	engine_stop
}
