#!/usr/bin/env bats
# Steps of a drill that want an engine of a certain house, or one of their own.

load drill.bash

setup() {
	cd "$BATS_TEST_TMPDIR"
	engine=
	tree=$BATS_TEST_DIRNAME/../..
}

teardown() {
	stop_engine
	[ ! -s own.pid ] || kill -9 "$(cat own.pid)" 2>/dev/null || true
}

# verdict_of ID: of a check in out/report.json
verdict_of() {
	jq -r ".checks[] | select(.id == \"$1\") | .verdict" out/report.json
}

# value_of ID
value_of() {
	jq -r ".checks[] | select(.id == \"$1\") | .value" out/report.json
}

# drill NAME [OPTION...]: a shipped scenario without its limits on time, for a
# machine that has other work; or a file
drill() {
	local scenario=$1
	shift
	if [ -e "$tree/data/drill/$scenario.yaml" ]; then
		sed 's/^\(ringing_ms: \).*/\160000/; s/back_ms: [0-9]*/back_ms: 120000/
			s/^\(lost_packets: \).*/\1100000/; s/^\(together: \).*/\11/' \
			"$tree/data/drill/$scenario.yaml" >"$scenario.yaml"
		scenario=$PWD/$scenario.yaml
	fi
	rm -rf out
	run timeout 300 "$PROG" --data "$tree" --lang en drill \
		--config engine.yaml --scenario "$scenario" -o out "$@"
	echo "$output"
}

# house: a menu, two staffed queues, one that nobody serves, a box
house() {
	make_config 3
	sed -i '/^menus:/,$d' engine.yaml
	cat >>engine.yaml <<-END
	menus:
	  - name: main
	    keys: {"1": "queue:service", "2": "queue:repair", "3": "message:night", "4": "queue:expert"}
	    timeout: 20
	    otherwise: "hang-up"
	messages: [{name: night, length: 60}]
	queues:
	  - {name: service, ring: 10, wrap_up: 0}
	  - {name: repair, ring: 10, wrap_up: 0}
	  - {name: expert, ring: 10, max_wait: 2, overflow: "queue:repair"}
	seats:
	  - {seat: "01", user: "1001", secret: "s1-test", queues: [{queue: service}]}
	  - {seat: "02", user: "1002", secret: "s2-test", queues: [{queue: repair}]}
	  - {seat: "03", user: "1003", secret: "s3-test", queues: [{queue: service}, {queue: repair}]}
	END
}

@test "keys, overflow and callers' numbers are seen to arrive" {
	house
	start_engine
	drill menu
	[ "$status" -eq 0 ]
	for id in menu-keys overflow number-unchanged forged-refused \
		other-results recording-sound; do
		[ "$(verdict_of $id)" = pass ]
	done
	[ "$(value_of menu-keys)" = 8 ]
	[ "$(jq -r '.functions[] | select(.id == "F-02").verdict' \
		out/report.json)" = pass ]
	[ "$(calls "SELECT count(*) FROM call WHERE queue = 'repair' AND \
		result = 'answered'")" = 4 ]
	[ "$(calls "SELECT count(*) FROM call WHERE \
		caller = '+8613800008001'")" = 1 ]
}

@test "keys that lead elsewhere and an overflow that is none are noticed" {
	house
	sed -i 's/"2": "queue:repair"/"2": "queue:service"/
		s/"4": "queue:expert"/"4": "queue:repair"/' engine.yaml
	start_engine
	drill menu
	[ "$status" -eq 1 ]
	[ "$(verdict_of menu-keys)" = fail ]
	[ "$(verdict_of overflow)" = fail ]
	[ "$(verdict_of number-unchanged)" = pass ]
	[ "$(jq -r '.functions[] | select(.id == "F-02").verdict' \
		out/report.json)" = fail ]
}

@test "the engine is killed in mid-call and the drill sees what is left" {
	make_config 3
	drill restart --start
	[ "$status" -eq 0 ]
	for id in cut-records cut-recordings records-stayed back-in-time \
		calls-answered call-records recording-hash; do
		[ "$(verdict_of $id)" = pass ]
	done
	[ "$(value_of cut-records)" = 3 ]
	# two that were served, one that was refused
	[ "$(value_of records-stayed)" = 3 ]
	[ "$(jq '[.calls[] | select(.cut)] | length' out/report.json)" = 3 ]
	[ "$(calls "SELECT count(*) FROM call WHERE \
		reason = 'interrupted' AND result = 'answered'")" = 3 ]
	[ "$(calls "SELECT count(*) FROM call WHERE result = 'open'")" = 0 ]
	# it is ended with the drill, and the house is free again
	grep -q 'stopping' out/engine.log
	start_engine
}

@test "a scenario that kills wants the drill to start the engine" {
	make_config 3
	drill restart
	[ "$status" -eq 2 ]
	[[ "$output" == *"must start its own"* ]]
	# an engine that is there already is in the way
	start_engine
	drill restart --start
	[ "$status" -ne 0 ]
	[[ "$output" == *"engine.log"* ]]
	[ ! -e out/report.json ]
	kill -0 "$engine"
}

# people: tokens of li and wang, supervisors
people() {
	rows=
	for name in li wang; do
		"$PROG" engine --token supervisor >made
		(umask 077 && sed -n 1p made >"$name.token")
		rows="$rows${rows:+, }$(sed -n 2p made |
			sed "s/role: [a-z]*,/& name: \"$name\",/")"
	done
	port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(
		Listen => 1, LocalAddr => "127.0.0.1")->sockport')
	sed -i "s/^listen:/tokens: [$(echo "$rows" | sed 's/[&/]/\\&/g')]\n&\n  http: \"127.0.0.1:$port\"/" \
		engine.yaml
}

@test "a call-back to a number on the do-not-call list is refused for it" {
	make_config 1
	people
	start_engine
	"$PROG" calls "$PWD/engine-data" number refuse 13900000001 \
		--reason 'does not want to be called' --as li
	drill refused --ask-token li.token --approve-token wang.token
	[ "$status" -eq 0 ]
	[ "$(verdict_of do-not-call)" = pass ]
	[ "$(jq -r '.call_backs[0].status' out/report.json)" = 409 ]
	[ "$(calls "SELECT count(*) FROM call WHERE \
		direction = 'consented'")" = 0 ]
	# without tokens it was not measured, and that is not passed
	drill refused
	[ "$status" -eq 1 ]
	[ "$(verdict_of do-not-call)" = unknown ]
	[ -n "$(json out/report.json '$.call_backs[0].trouble')" ]
}

@test "a number that is on no list proves nothing" {
	make_config 1
	people
	start_engine
	drill refused --ask-token li.token --approve-token wang.token
	[ "$status" -eq 1 ]
	[ "$(verdict_of do-not-call)" = fail ]
	chmod 644 li.token
	drill refused --ask-token li.token --approve-token wang.token
	[ "$status" -ne 0 ]
	[[ "$output" == *li.token* ]]
}

@test "steps that make no sense are refused with their place" {
	make_config 3
	for line in 'groups: [{calls: 9}]' 'groups: [{calls: 0}]' \
		'groups: [{calls: 1, keys: "1x"}]' \
		'groups: [{calls: 1, from: "sip:x@y"}]' \
		'kill: {after: 0, calls: 9, talk_ms: 1000, back_ms: 1000}' \
		'kill: {after: 7, calls: 3, talk_ms: 1000, back_ms: 1000}' \
		'kill: {after: 0, calls: 1, talk_ms: 1, back_ms: 1000}' \
		'forged: ["x"]' 'do_not_call: [""]'; do
		sed "/^kill/d; /^outbound/i $line" "$tree/data/drill/restart.yaml" \
			>bad.yaml
		drill "$PWD/bad.yaml"
		[ "$status" -ne 0 ]
		[[ "$output" == *bad.yaml:*:* ]]
	done
	[ ! -e out/report.json ]
}
