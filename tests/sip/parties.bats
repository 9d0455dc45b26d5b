#!/usr/bin/env bats
# The drill's own parties: against each other, and against sipp, which is not
# ours.

setup() {
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	for job in $(jobs -p); do kill "$job" 2>/dev/null || true; done
}

# value NAME LINE: the word after NAME
value() {
	awk -v name="$1" '{ for (i = 1; i < NF; i++) if ($i == name) \
		print $(i + 1) }' <<<"$2"
}

@test "callers and stations hear each other and lose nothing" {
	run timeout 20 "$TOOLS/sip/parties" pair 5
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 10 ]
	for i in 0 1 2 3 4; do
		caller=${lines[$i]}
		station=${lines[$((i + 5))]}
		[ "$(value status "$caller")" = 200 ]
		[ "$(value end "$caller")" = self ]
		[ "$(value heard_hz "$caller")" = $((600 + 20 * i)) ]
		[ "$(value heard_hz "$station")" = $((1800 + 20 * i)) ]
		[ "$(value others_ms "$caller")" = 0 ]
		[ "$(value lost "$caller")" = 0 ]
		[ "$(value received "$caller")" -ge 45 ]
		[ "$(value end "$station")" = peer ]
	done
}

@test "a caller is answered by sipp and hears its own echo as nobody" {
	sipp -sn uas -i 127.0.0.1 -p 15461 -mi 127.0.0.1 -mp 15470 \
		-rtp_echo -m 1 -nostdin >/dev/null 2>&1 &
	sleep 1
	run timeout 20 "$TOOLS/sip/parties" call 127.0.0.1:15461
	[ "$status" -eq 0 ]
	[ "$(value status "$output")" = 200 ]
	[ "$(value received "$output")" -ge 300 ]
	[ "$(value lost "$output")" = 0 ]
	[ "$(value heard_hz "$output")" = 0 ]
	[ "$(value end "$output")" = patience ]
}

@test "a station answers sipp and sends its tone" {
	timeout 20 "$TOOLS/sip/parties" station 3000 >station.out &
	station=$!
	for i in 1 2 3 4 5 6 7 8 9 10; do
		[ -s station.out ] && break
		sleep 0.1
	done
	timeout 10 sipp -sn uac "$(head -1 station.out)" -i 127.0.0.1 -s 1001 \
		-m 1 -d 1000 -nostdin >/dev/null 2>&1
	wait $station
	line=$(sed -n 2p station.out)
	[ "$(value caller "$line")" = sipp ]
	[ "$(value end "$line")" = peer ]
	[ "$(value sent "$line")" -ge 45 ]
}

@test "nobody there: the caller is told 408 or gives up in time" {
	run timeout 20 "$TOOLS/sip/parties" call 127.0.0.1:9
	[ "$status" -eq 0 ]
	[ "$(value received "$output")" = 0 ]
	[[ "$(value end "$output")" =~ ^(refused|patience)$ ]]
}
