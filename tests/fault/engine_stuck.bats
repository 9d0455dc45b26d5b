#!/usr/bin/env bats
# Peers that leave undone what SIP wants of them: every state has a timer, and
# no call, port or record stays behind.

load ../sip/engine.bash

setup() {
	engine_setup
}

teardown() {
	engine_teardown
}

descriptors() {
	ls "/proc/$engine/fd" | wc -l
}

# as many as before the calls: no port of sound is left
all_closed() {
	[ "$(descriptors)" -le "$before" ]
}

@test "no ACK, no answer, no sound, no BYE: every call ends by itself" {
	engine_config 'listen: {sip: ["udp:127.0.0.1:0", "tcp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999, silence: 4}}' \
		'queues: [{name: service, strategy: longest-idle, ring: 3, wrap_up: 0, rest: 1, max_wait: 12}]' \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}]}, {seat: "02", user: "1002", secret: "pw1002", queues: [{queue: service}]}, {seat: "03", user: "1003", secret: "pw1003", queues: [{queue: service}]}, {seat: "04", user: "1004", secret: "pw1004", queues: [{queue: service}]}]'
	engine_start
	tcp=$(sed -n 's/^ready.* tcp:\([^ ]*\).*/\1/p' "$dir/ready")
	before=$(descriptors)
	mkfifo "$dir/hold"
	python3 "$BATS_TEST_DIRNAME/absent.py" "$sip" "$tcp" \
		<"$dir/hold" >"$dir/absent" 2>&1 3>&- &
	absent=$!
	pids="$pids $absent"
	exec 9>"$dir/hold"
	wait_for grep -qE '^(done|Trace)' "$dir/absent"
	cat "$dir/absent"
	grep -q '^done' "$dir/absent"
	[ "$(query 'SELECT count(*) FROM call')" -ge 10 ]
	# 32 s without ACK (RFC 3261: 64 times T1) is the longest of them
	wait_for answers "SELECT count(*) FROM call WHERE result = 'open'" 0 ||
		wait_for answers "SELECT count(*) FROM call WHERE result = 'open'" 0
	wait_for all_closed
	query 'SELECT id, result, hung_up, reason, status, end - start FROM call'
	[ "$(query 'SELECT count(*) FROM call WHERE end - start > 60000')" = 0 ]
	# seats that were lost are rung again once they are there
	exec 9>&-
	wait "$absent"
	station 1001 tone=1000
	caller hear=1000 talk=700
	engine_stop
}
