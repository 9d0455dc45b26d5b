#!/usr/bin/env bats
# Peers that leave undone what SIP wants of them: every state has a timer, and
# no call, port or record stays behind.

load ../sip/engine.bash
load ../sip/web.bash
load ../sip/load.bash

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

# slow: a viewer of the board who takes nothing
slow() {
	perl -MSocket -e '
		socket(my $s, PF_INET, SOCK_STREAM, 0);
		setsockopt($s, SOL_SOCKET, SO_RCVBUF, pack("i", 1024));
		my ($host, $port) = split /:/, $ARGV[0];
		connect($s, pack_sockaddr_in($port, inet_aton($host))) or die;
		syswrite $s, "GET /api/events HTTP/1.1\r\nHost: x\r\n" .
			"Authorization: Bearer $ARGV[1]\r\n\r\n";
		$| = 1;
		print "asked\n";
		sleep 600' "$http" "$viewer" >"$dir/slow" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q asked "$dir/slow"
}

@test "no ACK, no answer, no sound, no BYE, no reader: all ends by itself" {
	mkdir -p "$data/prompts"
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/closed.wav" \
		synth 1.2 sine 700
	web_start 'listen: {sip: ["udp:127.0.0.1:0", "tcp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999, silence: 4}, http: "127.0.0.1:0"}' \
		"hours: [{name: never, days: $(TZ=Asia/Shanghai date -d '3 days' +%a | tr A-Z a-z), from: '00:00', to: '24:00', holidays: open}]" \
		'numbers: [{number: "95012345", trunk: carrier-a, tenant: water, direction: inbound, menu: main}, {number: "95012347", trunk: carrier-a, tenant: water, direction: inbound, menu: main, early: true, hours: never, closed: "queue:service", closed_prompt: closed}]' \
		'queues: [{name: service, strategy: longest-idle, ring: 3, wrap_up: 0, rest: 1, max_wait: 12}]' \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}]}, {seat: "02", user: "1002", secret: "pw1002", queues: [{queue: service}]}, {seat: "03", user: "1003", secret: "pw1003", queues: [{queue: service}]}, {seat: "04", user: "1004", secret: "pw1004", queues: [{queue: service}]}]'
	tcp=$(sed -n 's/^ready.* tcp:\([^ ]*\).*/\1/p' "$dir/ready")
	before=$(descriptors)
	python3 "$BATS_TEST_DIRNAME/absent.py" "$sip" "$tcp" \
		>"$dir/absent" 2>&1 3>&- &
	absent=$!
	pids="$pids $absent"
	# many events, which one viewer takes and one does not
	watch_events "$dir/events"
	slow
	senders=
	for i in 1 2 3 4 5 6 7 8; do
		refusals 1000 "many$i-" 3>&- 8>&- &
		senders="$senders $!"
	done
	wait $senders
	wait_for eval '[ "$(grep -c "^event: refused" "$dir/events")" = 8000 ]'
	kill "$watcher"
	wait_for grep -qE '^(done|Trace)' "$dir/absent"
	cat "$dir/absent"
	grep -q '^done' "$dir/absent"
	[ "$(query 'SELECT count(*) FROM call')" -ge 10 ]
	# 32 s without ACK (RFC 3261: 64 times T1) is the longest of them
	wait_for answers "SELECT count(*) FROM call WHERE result = 'open'" 0 ||
		wait_for answers "SELECT count(*) FROM call WHERE result = 'open'" 0
	# who does not read is cut off, sooner or later: all_closed below
	grep 'too slow and is cut off' "$dir/log" || true
	wait_for all_closed
	query "SELECT id, result, hung_up, reason, status, end - start FROM call WHERE result != 'refused'"
	[ "$(query 'SELECT count(*) FROM call WHERE end - start > 60000')" = 0 ]
	# gone behind our 180: never answered, and the record says so
	[ "$(query "SELECT result, hung_up, status, ifnull(answer, 0), ifnull(bridge, 0), count(*) FROM call WHERE called = '95012347' GROUP BY 1, 2, 3, 4, 5")" = 'abandoned|caller|408|0|0|2' ]
	# seats that were lost are rung again once they are there
	kill "$absent"
	wait "$absent" || true
	station 1001 tone=1000
	caller hear=1000 talk=700
	engine_stop
}
