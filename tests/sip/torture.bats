#!/usr/bin/env bats
# The torture messages of RFC 4475 and RFC 5118, where they are at hand:
# CALLPERMIT_SIP_TORTURE names a folder with rfc4475/ and rfc5118/.

load engine.bash

setup() {
	engine_setup
	engine_config
	engine_start
}

teardown() {
	engine_teardown
}

# The engine is the same process, and serves the next call
still_serves() {
	kill -0 "$engine"
	station 1001 tone=1000
	caller hear=1000 talk=700
	engine_stop
}

@test "RFC 4475: every message is answered as it says" {
	folder=${CALLPERMIT_SIP_TORTURE:-}/rfc4475
	[ -d "$folder" ] || skip "skipped: CALLPERMIT_SIP_TORTURE is not set"
	"$TOOLS/sip/throw" 127.0.0.2:5060 "$sip" "$folder"/* >"$dir/answers"
	run awk 'NR == FNR { got[$1] = $2; next }
		/^#/ || !($1 in got) { next }
		{ n++; ok = 0
		  for (i = 2; i <= NF; i++) ok = ok || got[$1] == $i
		  if (!ok) print $1, "answered", got[$1], "expected", $0 }
		END { if (n < 40) print n, "messages" }' \
		"$dir/answers" "$BATS_TEST_DIRNAME/torture.txt"
	echo "$output"
	[ -z "$output" ]
	still_serves
}

@test "RFC 5118: IPv6 in messages harms nothing" {
	folder=${CALLPERMIT_SIP_TORTURE:-}/rfc5118
	[ -d "$folder" ] || skip "skipped: CALLPERMIT_SIP_TORTURE is not set"
	"$TOOLS/sip/throw" 127.0.0.2:5060 "$sip" "$folder"/* >"$dir/answers"
	cat "$dir/answers"
	grep -q '^ipv6-bad 400' "$dir/answers"
	grep -q '^ipv6-good 40[13]' "$dir/answers"
	still_serves
}

@test "messages of our own making: broken in every place" {
	"$TOOLS/sip/throw" 127.0.0.2:5060 "$sip" \
		"$BATS_TEST_DIRNAME"/../fuzz/corpus/sip/* >"$dir/answers"
	[ -s "$dir/answers" ]
	still_serves
}

@test "over TCP too a bad message costs its sender the connection at most" {
	host=${sip%:*}
	port=$(sed -n 's/.*tcp:[^ ]*:\([0-9]*\)$/\1/p' "$dir/ready")
	for file in "$BATS_TEST_DIRNAME"/../fuzz/corpus/sip/*; do
		timeout 1 bash -c "cat '$file' >/dev/tcp/$host/$port" || true
	done
	still_serves
}

@test "calls with one thing wrong, in every element: no answer is amiss" {
	run "$TOOLS/sip/mutants" 127.0.0.2:5060 "$sip" 0 600 23
	echo "$output"
	[ "$status" -eq 0 ]
	[[ "$output" == *"400 "* ]]
	# lines that are missing, repeated or cut off
	run "$TOOLS/sip/mutants" 127.0.0.2:5060 "$sip" lines 130 1
	echo "$output"
	[ "$status" -eq 0 ]
	station 1001 tone=1000
	caller hear=1000 talk=700
	# the first lets calls end, which these would not; the second does not
	engine_halt
}
