#!/usr/bin/env bats
# The engine with sipp, a party that nobody here wrote.

load engine.bash

setup() {
	command -v sipp >/dev/null || skip "sipp is not installed"
	engine_setup
	engine_config
	engine_start
}

teardown() {
	engine_teardown
}

# sipp_run SCENARIO ADDRESS [OPTION...]
sipp_run() {
	scenario=$BATS_TEST_DIRNAME/$1
	address=$2
	shift 2
	(cd "$dir" && exec sipp -sf "$scenario" "$sip" -i "$address" -nostdin \
		-timeout 15s -timeout_error -s 95012345 -trace_err "$@") \
		>"$dir/sipp.$address" 2>&1 3>&-
}

# sipp_station SCENARIO: registers, then plays it from the same port
sipp_station() {
	port=$((31000 + RANDOM % 1000))
	sipp_run station_register.xml 127.0.0.1 -m 1 -p $port
	sipp_run "$1" 127.0.0.1 -m 1 -p $port &
	pids="$pids $!"
	station=$!
	sleep 0.3
}

@test "sipp registers, is rung by a call of sipp, and both hang up well" {
	sipp_station station_uas.xml
	sipp_run trunk_uac.xml 127.0.0.2 -m 1 -d 1000
	wait $station
	[ "$(query 'SELECT result, hung_up, seat, codec FROM call')" = \
		"answered|caller|01|PCMU" ]
}

@test "sipp confirms the ringing, is answered then, and has its talk" {
	sipp_station station_uas.xml
	sipp_run trunk_prack.xml 127.0.0.2 -m 1 -d 1000
	wait $station
	wait_query 'SELECT result, hung_up, seat FROM call' 'answered|caller|01'
}

@test "a station cannot lead a call outside by redirecting it" {
	sipp_station station_302.xml
	sipp_run trunk_uac.xml 127.0.0.2 -m 1 -d 700
	wait $station
	[ "$(query 'SELECT result, seat FROM call')" = "abandoned|01" ]
}

@test "a flood of breaches: each is refused, a few have rows, all are counted" {
	port=$((31000 + RANDOM % 1000))
	sipp_run station_register.xml 127.0.0.1 -m 1 -p $port
	sipp_run station_flood.xml 127.0.0.1 -m 600 -r 300 -p $port
	engine_stop
	query 'SELECT count(*), sum(attempts) FROM breach'
	[ "$(query 'SELECT sum(attempts), count(*) <= 110, max(status) FROM breach')" = \
		"600|1|403" ]
	[ "$(grep -c 'breach:' "$dir/log")" -le 110 ]
}

@test "an answer in the ACK of a re-INVITE takes effect" {
	perl -MIO::Socket::INET -e '
		my $s = IO::Socket::INET->new(Proto => "udp",
			LocalAddr => "127.0.0.2:17004") or die;
		my ($n, $end) = (0, time + 3);
		while (time < $end) {
			vec(my $bits = "", fileno $s, 1) = 1;
			$n += defined $s->recv(my $packet, 2000)
				if select $bits, undef, undef, 0.1;
		}
		print "$n\n"' >"$dir/moved" 3>&- &
	pids="$pids $!"
	listener=$!
	sipp_run trunk_reinvite.xml 127.0.0.2 -m 1 -d 1200
	wait $listener
	echo "$(cat "$dir/moved") packets"
	[ "$(cat "$dir/moved")" -ge 40 ]
}

@test "ten calls a second, queued and given up, leave nothing behind" {
	sipp_run trunk_uac.xml 127.0.0.2 -m 30 -r 10 -d 500
	wait_query "SELECT count(*) FROM call WHERE result = 'abandoned'" 30
	engine_stop
	grep -c 'ended: abandoned' "$dir/log"
}
