# Acts and ticks under kill -9: a step is there with all it says, or not at all.

load ../cli/common

# Keys that every step of this test has
FIELDS='["act","date","from","note","to","who"]'

@test "kill -9 in the middle of an act leaves all of it or nothing" {
	no=$("$PROG" new)
	"$PROG" act $no go --date 2026-06-01 note=x >/dev/null
	then=$(date +%s%N)
	"$PROG" act $no ready --date 2026-06-02 note=x >/dev/null
	took=$((($(date +%s%N) - then) / 1000000))
	last=2
	moved=0
	for i in $(seq 1 30); do
		# a process group of its own, so that the program dies with it
		setsid bash -c 'while "$1" act "$2" registered --date 2026-06-03 \
			who=a note=b >/dev/null; do :; done' - "$PROG" $no 3>&- &
		writer=$!
		# from half an act to three of them
		ms=$((took * (RANDOM % 250 + 50) / 100))
		sleep $((ms / 1000)).$(printf %03d $((ms % 1000)))
		kill -9 -- -$writer
		wait $writer 2>/dev/null || true
		steps=$("$PROG" --json stage $no | jq '.steps | length')
		[ "$steps" -ge "$last" ]
		moved=$((moved + steps - last))
		last=$steps
		"$PROG" log $no --verify
		[ "$("$PROG" --json stage $no | jq -c ".steps[2:] |
			map(keys | select(. != $FIELDS)) | length")" -eq 0 ]
		[ "$("$PROG" --json stage $no | jq -r .stage)" = ST-2 ]
	done
	[ "$moved" -gt 10 ]
	# each was one change: as many undos take them back
	"$PROG" undo $no
	[ "$("$PROG" --json stage $no | jq '.steps | length')" -eq $((last - 1)) ]
}

@test "kill -9 while all deadlines are computed leaves a list that is made again" {
	for i in 1 2 3; do
		"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	done
	want=$("$PROG" --json due --within 900)
	[ "$(jq length <<<"$want")" -gt 50 ]
	for i in $(seq 1 15); do
		# everything is stale
		sqlite3 "$CALLPERMIT_DB" "UPDATE deadline_made SET made_with = ''"
		setsid "$PROG" due >/dev/null 3>&- &
		writer=$!
		sleep 0.0$((RANDOM % 90 + 10))
		kill -9 -- -$writer 2>/dev/null || true
		wait $writer 2>/dev/null || true
		[ "$("$PROG" --json due --within 900)" = "$want" ]
	done
}

@test "two acts at once: one is done, the other sees that it is too late" {
	for i in $(seq 1 10); do
		no=$("$PROG" new)
		"$PROG" act $no go --date 2026-06-01 >"$DIR/a" 2>&1 3>&- &
		a=$!
		"$PROG" act $no no_go --date 2026-06-01 note=x >"$DIR/b" 2>&1 3>&- &
		b=$!
		done=0
		wait $a && done=$((done + 1))
		wait $b && done=$((done + 1))
		# no_go is possible after go as well
		steps=$("$PROG" --json stage $no | jq '.steps | length')
		[ "$steps" -eq "$done" ]
		[ "$done" -ge 1 ]
		"$PROG" log $no --verify
	done
}
