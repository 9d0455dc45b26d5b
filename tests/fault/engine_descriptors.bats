#!/usr/bin/env bats
# No descriptor is left: calls and connections that need one are refused, those
# that are there go on, and the engine says so.

load ../sip/engine.bash
load ../sip/web.bash

setup() {
	engine_setup
	cat >"$dir/few" <<-END
		#!/bin/sh
		ulimit -n "\$(cat "$dir/most")"
		exec "$PROG" "\$@"
	END
	chmod +x "$dir/few"
	echo 1024 >"$dir/most"
	REAL=$PROG
}

teardown() {
	engine_teardown
}

descriptors() {
	ls "/proc/$engine/fd" | wc -l
}

none_left() {
	[ "$(descriptors)" -ge "$most" ]
}

# ticks of processor time that the engine took so far
ticks() {
	sed 's/.*) //' "/proc/$engine/stat" | awk '{ print $12 + $13 }'
}

# hold ADDRESS COUNT: connections that stay until the process is killed
hold() {
	perl -MIO::Socket::INET -e '
		my @all = map { IO::Socket::INET->new(Proto => "tcp",
			LocalAddr => "127.0.0." . (10 + $_ % 20),
			PeerAddr => $ARGV[0], Timeout => 2) } 1 .. $ARGV[1];
		$| = 1;
		print "held\n";
		sleep 600' "$1" "$2" >"$dir/held" 2>&1 3>&- &
	holder=$!
	pids="$pids $holder"
	wait_for grep -q held "$dir/held"
}

@test "without descriptors it answers, refuses, keeps calls and recovers" {
	web_start
	idle=$(descriptors)
	engine_stop
	most=$((idle + 16))
	echo $most >"$dir/most"
	PROG=$dir/few
	engine_start
	PROG=$REAL
	http=$(sed -n 's/^ready.* https*:\([^ ]*\).*/\1/p' "$dir/ready")
	tcp=$(sed -n 's/^ready.* tcp:\([^ ]*\).*/\1/p' "$dir/ready")
	station 1001 tone=1000 life=120000
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 tone=440 \
		hear=1000 life=120000 >"$dir/first" 2>&1 3>&- &
	first=$!
	pids="$pids $first"
	wait_for grep -q '^answered' "$dir/st.1001"

	hold "$tcp" 40
	wait_for none_left
	wait_for grep -q 'no descriptor is left' "$dir/log"
	# it does not run in circles around the connections that wait
	before=$(ticks)
	sleep 2
	after=$(ticks)
	echo "$((after - before)) ticks in 2 s"
	[ $((after - before)) -lt $(($(getconf CLK_TCK))) ]
	# over UDP it answers; a call that cannot have a port is refused
	run caller life=20000
	! grep -q '^answered' "$dir/caller" || return 1
	grep -q '^failed 503' "$dir/caller"
	kill -0 "$first"
	kill "$holder"
	wait "$holder" || true

	# the same by connections to its HTTP server
	hold "$http" 40
	wait_for none_left
	run caller life=20000
	grep -q '^failed 503' "$dir/caller"
	kill "$holder"
	wait "$holder" || true

	# as before
	wait_for board_is '.calls[0].state' bridged
	station 1002 tone=1000
	caller hear=1000 talk=1000
	kill "$first"
	wait "$first" || true
	engine_stop
	[ "$(query "SELECT count(*) FROM call WHERE result = 'answered'")" = 2 ]
}

@test "with too few to begin with it does not start, and says why" {
	engine_config
	for n in 10 12 14 16 18; do
		echo $n >"$dir/most"
		run timeout 30 "$dir/few" --data "$BATS_TEST_DIRNAME/../.." \
			engine --config "$dir/engine.yaml"
		echo "$n: $output"
		[ "$status" -ne 0 ]
		[ "$status" -lt 124 ]
		[ -n "$output" ]
	done
}
