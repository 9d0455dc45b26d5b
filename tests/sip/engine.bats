#!/usr/bin/env bats
# The engine with telephones of our own: registration, a call, refusals.

load engine.bash

setup() {
	engine_setup
	engine_config
}

teardown() {
	engine_teardown
}

@test "a call is announced, queued, rung, connected, recorded and kept" {
	mkdir -p "$data/prompts"
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/short.wav" synth 0.4 sine 700
	engine_config 'menus: [{name: main, prompt: short, otherwise: "queue:service"}]'
	engine_start
	station 1001 tone=1000 hear=440

	caller tone=440 hear=1000 talk=2500
	grep -q '^answered 8$' "$dir/caller"
	wait_for grep -q '^bye' "$dir/st.1001"
	wait_query "SELECT result, hung_up, caller, called, tenant, trunk, queue, seat,
		status, codec FROM call" \
		"answered|caller|13800000001|95012345|water|carrier-a|service|01|200|PCMA"
	[ "$(query "SELECT answer >= start AND queued >= answer + 350 AND
		bridge >= queued AND end > bridge FROM call")" = 1 ]

	wait_query "SELECT length(sha256) FROM call" 64
	file=$data/$(query 'SELECT recording FROM call')
	[ "$(sha256sum <"$file" | cut -d' ' -f1)" = "$(query 'SELECT sha256 FROM call')" ]
	# whoever else is on the machine reads none of it
	[ -z "$(find "$data" ! -path "$data/prompts*" -type f -perm /077)" ]
	[ -z "$(find "$(dirname "$file")" "$data"/calls.db* -perm /077)" ]
	run "$TOOLS/sip/tones" "$file" 440 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 95 ] && [ "$3" -le 1 ] && [ "$5" -ge 95 ] && [ "$6" -le 1 ]
	[ "$(soxi -e "$file")" = A-law ]
	[ "$(soxi -c "$file")" = 2 ]
	[ "$(query 'SELECT caller_lost + seat_lost, seat_sent > 90 FROM call')" = "0|1" ]
	engine_stop
}

@test "sound is carried by as many threads as are asked for" {
	cores=$(getconf _NPROCESSORS_ONLN)
	engine_config "media: {threads: $cores}"
	engine_start
	[ "$(cat /proc/$engine/task/*/comm | grep -c '^media$')" = "$cores" ]
	station 1001 tone=1000 hear=440
	station 1002 tone=1000 hear=440
	# calls are dealt out in turn: with two threads each has one
	for k in 1 2; do
		caller tone=440 hear=1000 talk=1000 >"$dir/call.$k" &
		pids="$pids $!"
		calls[k]=$!
	done
	wait "${calls[1]}"
	wait "${calls[2]}"
	wait_query "SELECT count(*), count(DISTINCT seat) FROM call
		WHERE result = 'answered' AND sha256 IS NOT NULL" "2|2"
	engine_stop
}

# of_class CLASS: names of the engine's threads in it, as chrt says it
of_class() {
	for task in /proc/$engine/task/*; do
		[[ $(chrt -p "${task##*/}") = *"policy: $1"$'\n'* ]] &&
			cat "$task/comm"
	done | sort -u | tr '\n' ' '
}

@test "sound and SIP come before everything else, if asked for, but no writing" {
	chrt -f 1 true || skip "not allowed here"
	engine_config 'media: {realtime: true}'
	engine_start
	[ "$(of_class 'SCHED_FIFO|SCHED_RESET_ON_FORK')" = "callpermit media recorder " ]
	[[ "$(of_class SCHED_OTHER)" = *records*writer* ]]
	! grep -q 'come first' "$dir/log" || return 1
	station 1001 tone=1000 hear=440
	caller tone=440 hear=1000 talk=500
	engine_stop
	engine_config
	engine_start
	[ "$(of_class 'SCHED_FIFO|SCHED_RESET_ON_FORK')" = "" ]
}

@test "where sound may not come first the log says so and calls go on" {
	[ "$(id -u)" = 0 ] && without="setpriv --bounding-set=-sys_nice --inh-caps=-sys_nice"
	engine_config 'media: {realtime: true}'
	printf '#!/bin/sh\nulimit -r 0\nexec %s %s "$@"\n' "$without" "$PROG" >"$dir/weak"
	chmod +x "$dir/weak"
	PROG=$dir/weak engine_start
	grep -q 'warn media: the system does not let sound come first: ' "$dir/log"
	[ "$(of_class 'SCHED_FIFO|SCHED_RESET_ON_FORK')" = "" ]
	station 1001 tone=1000 hear=440
	caller tone=440 hear=1000 talk=500
	engine_stop
}

@test "more threads than cores are refused with their place" {
	engine_config "media: {threads: $(($(getconf _NPROCESSORS_ONLN) + 1))}"
	run "$PROG" --data "$BATS_TEST_DIRNAME/../.." --lang en engine --check \
		--config "$dir/engine.yaml"
	[ "$status" -ne 0 ]
	[[ "$output" = *"engine.yaml:1:18: expected 1 to "*" cores "* ]]
}

@test "mu-law stays mu-law from end to end" {
	engine_start
	station 1002 tone=1500 hear=600
	caller law=0 tone=600 hear=1500 talk=800
	grep -q '^answered 0$' "$dir/caller"
	engine_stop
	[ "$(query 'SELECT codec FROM call')" = PCMU ]
	[ "$(soxi -e "$data/$(query 'SELECT recording FROM call')")" = u-law ]
}

@test "the record is on disk before the BYE is answered" {
	engine_start
	station 1001 talk=500
	caller
	# the caller got the engine's BYE: by then the row must be closed
	[ "$(query 'SELECT result, hung_up FROM call')" = "answered|seat" ]
	engine_stop
}

@test "a wrong secret and an unknown user are refused" {
	engine_start
	run "$TOOLS/sip/phone" station "$sip" 1001 wrong local=127.0.0.1:0
	[ "$status" -eq 1 ]
	[[ "$output" == *"registered 403"* ]]
	run "$TOOLS/sip/phone" station "$sip" 9999 pw9999 local=127.0.0.1:0
	[[ "$output" == *"registered 403"* ]]
	run "$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 life=800
	[[ "$output" != *"bye"* ]]
	[ -z "$(query "SELECT id FROM call WHERE bridge > 0")" ]
}

@test "a station that calls outside is refused 403 and that is a breach" {
	engine_start
	run "$TOOLS/sip/phone" station "$sip" 1001 pw1001 local=127.0.0.1:0 \
		dial=13900000009
	[[ "$output" == *"failed 403"* ]]
	[ "$(query 'SELECT seat, number, reason, status FROM breach')" = \
		"01|13900000009|outbound|403" ]
	[ "$(query 'SELECT count(*) FROM call')" = 0 ]
	number=95012346 run caller
	wait_query 'SELECT count(*) FROM call' 1
	before=$(query 'SELECT * FROM breach; SELECT * FROM call')
	for sql in "UPDATE breach SET seat = '02'" 'DELETE FROM breach' \
		"INSERT OR REPLACE INTO breach SELECT id, at, '02', address,
			number, reason, status, attempts FROM breach" \
		"UPDATE call SET caller = '1'" 'UPDATE call SET start = 1' \
		"UPDATE call SET result = 'answered'" 'DELETE FROM call'; do
		run query "$sql"
		echo "$sql: $output"
		[ "$status" -ne 0 ]
	done
	run sqlite3 "$data/calls.db" 'CREATE TEMP TABLE t AS SELECT * FROM call;
		UPDATE t SET start = 1; INSERT OR REPLACE INTO call SELECT * FROM t'
	[ "$status" -ne 0 ]
	[ "$(query 'SELECT * FROM breach; SELECT * FROM call')" = "$before" ]
	engine_stop
}

@test "seat to seat, strangers and numbers not filed are refused" {
	engine_start
	run "$TOOLS/sip/phone" station "$sip" 1001 pw1001 local=127.0.0.1:0 dial=1002
	[[ "$output" == *"failed 403"* ]]
	run "$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.3:0
	[[ "$output" == *"failed 403"* ]]
	number=95099999 run caller
	grep -q 'failed 404' "$dir/caller"
	number=95012346 run caller
	grep -q 'failed 403' "$dir/caller"
	[ "$(query "SELECT called, result, reason, status FROM call WHERE trunk != '' ORDER BY id")" = \
		"95099999|refused|unlisted|404
95012346|refused|contract-over|403" ]
}

@test "a caller who leaves the queue is on record, and rings nobody" {
	engine_start
	run caller life=600
	wait_query 'SELECT result FROM call' abandoned
	[ "$(query 'SELECT hung_up, seat FROM call')" = "caller|" ]
}

@test "a seat that does not answer is passed over for the next" {
	engine_config 'queues: [{name: service, ring: 1, wrap_up: 0, rest: 30, max_wait: 30}]'
	engine_start
	station 1001 answer=0
	sleep 0.1
	station 1002 tone=1000
	caller hear=1000 enough=500
	grep -q '^invite' "$dir/st.1001"
	wait_query 'SELECT result, seat FROM call' "answered|02"
}

@test "who waits longer than the longest wait is told so" {
	engine_config 'queues: [{name: service, max_wait: 1}]'
	engine_start
	run caller
	grep -q '^bye' "$dir/caller"
	[ "$(query 'SELECT result, hung_up, status FROM call')" = "timeout|engine|200" ]
}

@test "a full queue takes nobody more" {
	engine_config 'queues: [{name: service, max_length: 1, max_wait: 5}]'
	engine_start
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 life=3000 \
		>"$dir/first" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q '^answered' "$dir/first"
	run caller
	[ "$(query "SELECT count(*) FROM call WHERE result = 'full'")" = 1 ]
}

@test "a stopping engine lets calls end and takes no new ones" {
	engine_start
	station 1001 tone=1000
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 talk=1500 \
		hear=1000 >"$dir/first" 2>&1 3>&- &
	first=$!
	wait_for grep -q '^answered' "$dir/first"
	kill "$engine"
	sleep 0.3
	run caller
	grep -q 'failed 503' "$dir/caller"
	wait "$first"
	wait "$engine"
	[ "$(query 'SELECT count(*), result FROM call')" = "1|answered" ]
	[ -z "$(find "$data" -name '*.part')" ]
}

@test "CANCEL right behind 180 ends the call, also when it crosses the 200" {
	engine_start
	for _ in 1 2 3 4 5; do
		run caller cancel=1 life=2000
	done
	wait_query "SELECT count(*) FROM call
		WHERE result = 'abandoned' AND hung_up = 'caller'" 5
	engine_stop
}

# register USER CONTACT CREDENTIALS: a REGISTER as text
register() {
	cat <<-END | sed 's/$/\r/'
	REGISTER sip:test SIP/2.0
	Via: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bK$RANDOM
	From: <sip:$1@test>;tag=1
	To: <sip:$1@test>
	Call-ID: r$RANDOM$RANDOM
	CSeq: 1 REGISTER
	Contact: <$2>
	Max-Forwards: 70
	${3:+Authorization: Digest username="$1", realm="test", uri="sip:test", $3, cnonce="c", nc=00000001, qop=auth
	}Content-Length: 0

	END
}

@test "a station at a trunk's address is not registered: no way to the trunk" {
	engine_start
	run "$TOOLS/sip/phone" station "$sip" 1001 pw1001 local=127.0.0.2:0
	[[ "$output" == *"registered 403"* ]]
	grep -q 'a trunk is no station' "$dir/log"

	# nor does one whose Contact is the trunk
	register 1001 'sip:1001@127.0.0.2:5060' '' >"$dir/contact"
	register 1001 'sip:1001@127.0.0.9:5060' '' >"$dir/other"
	run "$TOOLS/sip/throw" 127.0.0.1:0 "$sip" "$dir/contact" "$dir/other"
	[ "$output" = "contact 403
other 401" ]
}

@test "users that are there and users that are not are answered alike" {
	engine_start
	for user in 1001 9999; do
		register $user "sip:$user@127.0.0.1" \
			"nonce=\"00\", response=\"$(printf %032d 0)\"" >"$dir/$user"
	done
	run "$TOOLS/sip/throw" 127.0.0.1:0 "$sip" "$dir/1001" "$dir/9999"
	[ "$output" = "1001 401
9999 401" ]
}

@test "a second engine on the same folder is refused, and repairs nothing" {
	engine_start
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 life=9000 \
		>"$dir/caller" 2>&1 3>&- &
	caller=$!
	wait_for grep -q '^answered' "$dir/caller"
	run "$PROG" --data "$BATS_TEST_DIRNAME/../.." engine \
		--config "$dir/engine.yaml"
	[ "$status" -eq 4 ]
	[[ "$output" == *"$data"* ]]
	[ "$(query 'SELECT result, reason FROM call')" = "open|" ]
	kill $caller
	engine_stop
}

@test "a seat that cannot be rung is tried now and then, and SIGTERM works" {
	# one pair of ports: the caller has it, none is left for the seat
	engine_config 'listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20920-20921}}' \
		'queues: [{name: service, rest: 0, max_wait: 30}]'
	engine_start
	station 1001
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 \
		life=2500 >"$dir/caller" 2>&1 3>&- &
	wait_for grep -q 'cannot be rung' "$dir/log"
	wait $!
	wait_query 'SELECT result FROM call' abandoned
	[ "$(grep -c 'cannot be rung' "$dir/log")" -le 4 ]
	engine_stop
}

@test "a seat hears of the end of its call before it is rung again" {
	engine_start
	station 1001 tone=1000
	# in this order, or the last to hang up may be the first in the queue
	for n in 4 8 12; do
		"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 \
			talk=${n}00 >"$dir/caller.$n" 2>&1 3>&- &
		callers="$callers $!"
		wait_for grep -q '^answered' "$dir/caller.$n"
	done
	wait $callers
	wait_query "SELECT count(*) FROM call WHERE result = 'answered' OR
		result = 'abandoned'" 3
	tail -n +1 "$dir"/caller.* "$dir/st.1001" "$dir/log"
	[ "$(grep -c '^invite' "$dir/st.1001")" -ge 2 ]
	! grep '^busy' "$dir/st.1001" || return 1
	engine_stop
}

@test "sound for a seat goes to its station's host, whatever its SDP names" {
	engine_start
	station 1001 tone=1000 hear=440 sdp=127.0.0.9 life=4000
	caller tone=440 hear=1000 talk=1500
	wait "$station_1001"
	grep -q '^stray 0$' "$dir/st.1001"
	engine_stop
}

memory() {
	awk '/^VmRSS/ { print $2 }' "/proc/$engine/status"
}

# pelt METHOD [TAG]: 3000 requests of a stranger
pelt() {
	perl -MIO::Socket::INET -e '
		my ($method, $to, $tag) = @ARGV;
		my $s = IO::Socket::INET->new(Proto => "udp",
			LocalAddr => "127.0.0.3", PeerAddr => $to) or die;
		my $port = $s->sockport;
		for my $i (1 .. 3000) {
			$s->send(join "\r\n", "$method sip:test SIP/2.0",
				"Via: SIP/2.0/UDP 127.0.0.3:$port;branch=z9hG4bK$i$method@{[length $tag]}",
				"From: <sip:x\@test>;tag=$i", "To: <sip:x\@test>$tag",
				"Call-ID: $method$i", "CSeq: 1 $method",
				"Contact: <sip:x\@127.0.0.3:$port>", "Max-Forwards: 70",
				"Content-Length: 0", "", "");
			$s->recv(my $answer, 2000) if $i % 20 == 0;
		}' "$1" "$sip" "${2:-}"
}

@test "requests of strangers leave nothing in memory" {
	# a sanitizer would keep what was freed
	ASAN_OPTIONS=quarantine_size_mb=0 engine_start
	pelt REGISTER
	before=$(memory)
	pelt OPTIONS
	pelt PUBLISH
	pelt INVITE
	pelt BYE ';tag=y'
	pelt INVITE ';tag=y'
	after=$(memory)
	echo "$before kB, then $after kB"
	[ $((after - before)) -le 1000 ]
}

# spray HOST: 50 packets of noise a second for 2 s to all of the engine's ports
spray() {
	perl -MIO::Socket::INET -e '
		my $s = IO::Socket::INET->new(Proto => "udp",
			LocalAddr => $ARGV[0]) or die;
		for my $i (1 .. 100) {
			my $noise = join "", map { chr rand 256 } 1 .. 160;
			for my $port (map { 20900 + 2 * $_ } 0 .. 5) {
				$s->send(pack("CCnNN", 128, 8, $i, 160 * $i, 7) .
					$noise, 0, pack_sockaddr_in($port,
					inet_aton("127.0.0.1")));
			}
			select undef, undef, undef, 0.02;
		}' "$1"
}

@test "sound of strangers reaches neither party nor the recording" {
	engine_config 'listen: {sip: ["udp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20900-20911}}'
	engine_start
	station 1001 tone=1000 hear=440
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 tone=440 \
		hear=1000 talk=3000 >"$dir/caller" 2>&1 3>&- &
	caller=$!
	wait_for grep -q '^answered' "$dir/st.1001"
	sleep 0.3
	spray 127.0.0.2 &
	spray 127.0.0.3
	wait $caller
	wait_query "SELECT length(sha256) FROM call" 64
	run "$TOOLS/sip/tones" "$data/$(query 'SELECT recording FROM call')" 440 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 95 ] && [ "$5" -ge 95 ]
	[ "$(sed -n 's/^heard //p' "$dir/caller")" -ge 90 ]
	engine_stop
}
