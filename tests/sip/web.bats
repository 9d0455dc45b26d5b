#!/usr/bin/env bats
# The engine over HTTP: who may do what, the board, calls, orders, a new
# configuration.

load engine.bash
load web.bash

setup() {
	engine_setup
}

teardown() {
	engine_teardown
}

@test "who has no token, a wrong one, or too small a role is told so" {
	web_start
	[ "$(curl -s -o "$dir/body" -w '%{http_code}' "http://$http/api/board")" = 401 ]
	[ "$(jq .status "$dir/body")" = 401 ]
	gives 401 nonsense GET /api/board
	grep -qi '^www-authenticate: Bearer' "$dir/head"
	grep -qi '^content-type: application/problem+json' "$dir/head"
	gives 200 "$viewer" GET /api/board
	grep -qi '^x-content-type-options: nosniff' "$dir/head"
	grep -qi '^content-security-policy:' "$dir/head"
	! grep -qi '^access-control' "$dir/head" || return 1
	gives 403 "$viewer" POST /api/seats/01/pause
	gives 403 "$operator" POST /api/seats/02/pause
	gives 404 "$admin" POST /api/seats/99/pause
	gives 404 "$admin" GET /api/nothing
	gives 404 "$admin" GET /api/calls/%00
	gives 404 "$admin" GET /api/calls/1%2Frecording
	gives 405 "$admin" POST /api/board
	grep -qi '^allow: GET' "$dir/head"
	engine_stop
}

@test "what is too long, or not what it says, is refused" {
	web_start
	gives 414 "$admin" GET "/api/$(printf '%02100d' 0)"
	gives 400 "$admin" GET "/api/calls?number=$(printf '%02100d' 0)"
	head -c 5000 /dev/zero >"$dir/big"
	gives 413 "$admin" POST /api/seats/01/pause --data-binary "@$dir/big"
	gives 413 "$admin" POST /api/seats/01/pause --data-binary "@$dir/big" \
		-H 'Transfer-Encoding: chunked'
	gives 415 "$admin" POST /api/seats/01/pause -d reason=x
	gives 400 "$admin" POST /api/seats/01/pause -d '[1]' \
		-H 'Content-Type: application/json'
	gives 400 "$admin" GET '/api/calls?number=%ff'
	gives 400 "$admin" GET '/api/calls?seat=%zz'
	gives 400 "$admin" GET '/api/calls?limit=201'
	gives 400 "$admin" GET '/api/calls?limit=1&limit=2'
	gives 400 "$admin" GET '/api/calls?result=nonsense'
	gives 403 "$viewer" GET '/api/calls?number=13800000001'
	gives 404 "$admin" GET /api/calls/1
	engine_stop
}

@test "a call is on the board, its record and recording can be had" {
	web_start
	station 1001
	watch_events "$dir/events"
	caller talk=1500
	wait_query "SELECT length(sha256) FROM call" 64
	shows .results.answered 1
	wait_for grep -q '^event: recording' "$dir/events"
	grep -q '"caller":"138\*\*\*\*0001"' "$dir/events"
	! grep -q 13800000001 "$dir/events" || return 1

	ask "$viewer" GET /api/calls >"$dir/body"
	[ "$(jq -r '.calls[0].caller' "$dir/body")" = '138****0001' ]
	ask "$operator" GET '/api/calls?number=13800000001&seat=01&from=2020-01-01' >"$dir/body"
	[ "$(jq -r '.calls[0].caller' "$dir/body")" = 13800000001 ]
	[ "$(ask "$operator" GET '/api/calls?seat=02' | jq '.calls | length')" = 0 ]

	file=$data/$(query 'SELECT recording FROM call')
	gives 403 "$operator" GET /api/calls/1/recording
	gives 200 "$supervisor" GET /api/calls/1/recording
	cmp "$dir/body" "$file"
	gives 206 "$supervisor" GET /api/calls/1/recording -r 100-299
	cmp "$dir/body" <(tail -c +101 "$file" | head -c 200)
	gives 206 "$supervisor" GET /api/calls/1/recording -r -50
	cmp "$dir/body" <(tail -c 50 "$file")
	gives 416 "$supervisor" GET /api/calls/1/recording -r 99999999-
	engine_stop
}

@test "a recording is sent only from below the recordings" {
	web_start
	station 1001
	caller talk=500
	wait_query "SELECT length(sha256) FROM call" 64
	file=$data/$(query 'SELECT recording FROM call')
	rm "$file"
	ln -s /etc/passwd "$file"
	gives 404 "$supervisor" GET /api/calls/1/recording
	engine_stop
}

@test "events go on where they were, or begin with the board" {
	web_start
	watch_events "$dir/events"
	station 1001
	wait_for grep -q '"state":"ready"' "$dir/events"
	kill "$watcher"
	last=$(sed -n 's/^id: //p' "$dir/events" | tail -1)
	gives 200 "$supervisor" POST /api/seats/01/pause \
		-H 'Content-Type: application/json' -d '{"reason": "午休"}'
	watch_events "$dir/more" -H "Last-Event-ID: $last"
	wait_for grep -q '"reason":"午休"' "$dir/more"
	! grep -q '^event: board' "$dir/more" || return 1
	watch_events "$dir/anew" -H 'Last-Event-ID: 1.1'
	grep -q '^event: board' "$dir/anew"
	engine_stop
}

@test "a seat is paused and made ready, a call ended by order" {
	web_start
	station 1001
	shows '.seats[0].state' ready
	gives 200 "$operator" POST /api/seats/01/pause
	shows '.seats[0].state' paused
	gives 200 "$operator" POST /api/seats/01/ready
	shows '.seats[0].state' ready
	caller talk=50000 &
	wait_for board_is '.calls[0].state' bridged
	gives 403 "$operator" POST /api/calls/1/hang-up
	gives 200 "$supervisor" POST /api/calls/1/hang-up
	wait_query 'SELECT hung_up FROM call' engine
	gives 404 "$supervisor" POST /api/calls/1/hang-up
	engine_stop
}

@test "plain HTTP that others can reach is refused at the start" {
	engine_config 'listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999}, http: "0.0.0.0:0"}'
	run "$PROG" engine --config "$dir/engine.yaml" --check
	[ "$status" -ne 0 ]
	[[ "$output" == *"web.certificate"* ]]
	run "$PROG" engine --config "$dir/engine.yaml"
	[ "$status" -ne 0 ]
	echo 'web: {plain: true}' >>"$dir/engine.yaml"
	"$PROG" engine --config "$dir/engine.yaml" --check
}

@test "with a certificate it speaks TLS" {
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/key.pem" \
		-out "$dir/cert.pem" -days 2 -subj /CN=localhost 2>/dev/null
	web_start "web: {certificate: $dir/cert.pem, key: $dir/key.pem}"
	grep -q ' https:' "$dir/ready"
	[ "$(curl -s --cacert "$dir/cert.pem" --connect-to "localhost::$http" \
		-H "Authorization: Bearer $viewer" -o /dev/null -w '%{http_code}' \
		"https://localhost/api/board")" = 200 ]
	# plain text gets nothing and harms nobody
	! curl -s -m 30 "http://$http/api/board" || return 1
	[ "$(curl -sk -H "Authorization: Bearer $viewer" -o /dev/null \
		-w '%{http_code}' "https://$http/api/board")" = 200 ]
	engine_stop
}
