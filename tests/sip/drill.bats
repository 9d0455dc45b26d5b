#!/usr/bin/env bats
# The engine and the drill, two processes on loopback: real SIP, real RTP.

load drill.bash

setup() {
	cd "$BATS_TEST_TMPDIR"
	engine=
	drill=
}

teardown() {
	[ -z "$drill" ] || kill -9 "$drill" 2>/dev/null || true
	stop_engine
}

# small TALK_MS: a scenario of three seats and five callers
small() {
	cat >small.yaml <<-END
	scenario: test
	title: 试验
	stations: 3
	callers: 5
	spread_ms: 300
	answer_ms: 100
	talk_ms: $1
	limit_ms: 30000
	hang_up: by-turns
	outbound: ["13900000000"]
	unlisted: ["95000000"]
	together: 3
	ringing_ms: 1000
	lost_packets: 1000
	END
}

run_drill() {
	rm -rf out
	run timeout 60 "$PROG" --lang en drill --config engine.yaml \
		--scenario "$PWD/small.yaml" -o out
}

# wait_for PROCESS: until it has ended
wait_for() {
	tail --pid="$1" -f /dev/null
}

# wait_bridged N: until so many calls were connected, a minute at most
wait_bridged() {
	for i in $(seq 300); do
		[ "$(calls "SELECT count(*) FROM call WHERE bridge > 0")" \
			-ge "$1" ] && return
		sleep 0.2
	done
	return 1
}

@test "three seats serve five callers and every check passes" {
	make_config 3
	small 1500
	start_engine
	run_drill
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(json out/report.json '$.verdict')" = pass ]
	[ "$(json out/report.json '$.totals.connected')" = 5 ]
	[ "$(json out/report.json '$.totals.recordings')" = 5 ]
	[ "$(json out/report.json '$.attempts[0].status')" = 403 ]
	[[ "$output" == *"$(sha256sum <out/report.json | cut -c1-64)"* ]]
}

@test "the report, the records and the files on disk agree" {
	make_config 3
	small 1500
	start_engine
	timeout 60 "$PROG" --json drill --config engine.yaml \
		--scenario "$PWD/small.yaml" -o out >summary.json
	[ "$(json summary.json '$.verdict')" = pass ]
	[ "$(json summary.json '$.sha256')" = \
		"$(sha256sum <out/report.json | cut -c1-64)" ]
	stop_engine
	[ "$(calls "SELECT count(*) FROM call WHERE result = 'answered'")" = 5 ]
	[ "$(calls "SELECT count(*) FROM breach WHERE number = \
		'13900000000' AND seat = '01' AND status = 403")" = 1 ]
	for i in 0 1 2 3 4; do
		path=$(json out/report.json "\$.calls[$i].recording.path")
		hash=$(json out/report.json "\$.calls[$i].recording.sha256")
		id=$(json out/report.json "\$.calls[$i].call_id")
		[ "$(sha256sum <"engine-data/$path" | cut -c1-64)" = "$hash" ]
		[ "$(sha256sum <"out/$path" | cut -c1-64)" = "$hash" ]
		[ "$(calls "SELECT sha256 FROM call WHERE call_id = '$id'")" \
			= "$hash" ]
		[ "$(soxi -c "engine-data/$path")" = 2 ]
	done
	# the log has what was said, each line with its instant, and the result
	grep -qE '^2[0-9]{3}-[0-9]{2}-[0-9]{2} [0-9:]{8} .' out/drill.log
	grep -q "^SHA-256 $(sha256sum <out/report.json | cut -c1-64)" \
		out/drill.log
	[ "$(find out -type f ! -perm 600 | wc -l)" = 0 ]

	# the folder stands by itself: the engine's data is elsewhere
	rm -rf engine-data
	mv out carried
	export CALLPERMIT_DB=$PWD/dossiers.db
	"$PROG" import "$BATS_TEST_DIRNAME/../../data/sample/complete.yaml"
	mv engine.yaml secret.yaml
	"$PROG" evidence 2026-0001 add --drill carried
	mv secret.yaml engine.yaml
	"$PROG" evidence 2026-0001 add --drill carried --config engine.yaml
	[ "$("$PROG" --json show 2026-0001 | jq -c \
		'.facts.drill | [.calls, .recordings, .recordings_right]')" = \
		'[5,5,true]' ]
}

@test "a drill does not write over what another one left" {
	make_config 3
	mkdir out
	echo '{"schema": "callpermit-drill/1"}' >out/report.json
	run timeout 60 "$PROG" --lang en drill --config engine.yaml \
		--scenario small -o out
	[ "$status" -eq 4 ]
	[[ "$output" == *"out holds the report of a drill already"* ]]
	[ "$(ls out)" = report.json ]
	run timeout 60 "$PROG" --lang en drill --config engine.yaml \
		--scenario small -o out/report.json
	[ "$status" -eq 5 ]
	rm out/report.json
	ln -s ../elsewhere out/drill.log
	run timeout 60 "$PROG" --lang en drill --config engine.yaml \
		--scenario small -o out
	[ "$status" -eq 5 ]
	[[ "$output" == *drill.log* ]]
	[ ! -e elsewhere ]
}

@test "no room for the recordings: the report is there, and that is said" {
	mkdir out
	mount -t tmpfs -o size=256k tmpfs out 2>/dev/null ||
		skip "no right to mount"
	make_config 3
	small 3000
	start_engine
	head -c 160k /dev/zero >out/other
	run timeout 60 "$PROG" --lang en drill --config engine.yaml \
		--scenario "$PWD/small.yaml" -o out
	echo "$output"
	jq -r '.calls[].recording.path' out/report.json >paths || true
	left=$(find out -name '*.wav' | wc -l)
	said=$(grep -c 'recordings are not copied' out/drill.log || true)
	umount out
	[ "$status" -eq 5 ]
	[[ "$output" == *"No space left"*"still in $PWD/engine-data"* ]]
	[ "$(wc -l <paths)" = 5 ]
	[ "$left" = 0 ]
	[ "$said" = 1 ]
}

@test "without an engine the drill fails and says what it did not see" {
	make_config 3
	small 1000
	sed -i 's/limit_ms: 30000/limit_ms: 2000/' small.yaml
	run_drill
	echo "$output"
	[ "$status" -eq 1 ]
	[ "$(json out/report.json '$.verdict')" = fail ]
	[ "$(json out/report.json '$.checks[0].value')" = 0 ]
	[ -z "$(json out/report.json '$.calls[0].ringing_ms')" ]
	[ -z "$(json out/report.json '$.totals.recordings')" ]
	[[ "$(json out/report.json '$.trouble')" == *calls.db* ]]

	mkdir engine-data
	echo "this is no database, whatever its name says" \
		>engine-data/calls.db
	run_drill
	[ "$status" -eq 1 ]
	[[ "$(json out/report.json '$.trouble')" == *calls.db* ]]
	[ "$(json out/report.json '$.checks[10].verdict')" = unknown ]
}

@test "more stations than seats is refused before anything rings" {
	make_config 2
	small 1000
	run_drill
	[ "$status" -eq 2 ]
	[[ "$output" == *"3 stations"*"2 seats"* ]]
	[ ! -e out/report.json ]
}

@test "a second drill is refused; an interrupted one reports, as stopped" {
	make_config 3
	small 20000
	start_engine
	"$PROG" drill --config engine.yaml --scenario "$PWD/small.yaml" \
		-o out 2>drill.log 3>&- &
	drill=$!
	sleep 3
	run timeout 60 "$PROG" drill --config engine.yaml \
		--scenario "$PWD/small.yaml" -o out2
	[ "$status" -eq 4 ]
	[ ! -e out2/report.json ]
	kill -INT "$drill"
	run wait_for "$drill"
	[ "$(json out/report.json '$.stopped')" = 1 ]
	[ "$(json out/report.json '$.verdict')" != pass ]
}

@test "kill -9 of the drill: no call stays open, the engine goes on" {
	make_config 3
	small 20000
	start_engine
	"$PROG" drill --config engine.yaml --scenario "$PWD/small.yaml" \
		-o out 2>drill.log 3>&- &
	drill=$!
	wait_bridged 3
	kill -9 "$drill"
	drill=
	for i in $(seq 120); do
		open=$(calls "SELECT count(*) FROM call WHERE result = 'open'")
		[ "$open" -eq 0 ] && break
		sleep 0.5
	done
	[ "$open" -eq 0 ]
	kill -0 "$engine"
	small 1000
	run_drill
	[ "$status" -eq 0 ]
}

@test "kill -9 of the engine in mid-call loses no record and no sound" {
	make_config 3
	small 20000
	start_engine
	"$PROG" drill --config engine.yaml --scenario "$PWD/small.yaml" \
		-o out 2>drill.log 3>&- &
	drill=$!
	wait_bridged 3
	sleep 2
	kill -9 "$engine"
	wait "$engine" 2>/dev/null || true
	run wait_for "$drill"
	[ "$(json out/report.json '$.verdict')" = fail ]
	drill=

	start_engine
	[ "$(calls 'PRAGMA integrity_check')" = ok ]
	[ "$(calls "SELECT count(*) FROM call WHERE result = 'open'")" = 0 ]
	[ "$(calls "SELECT count(*) FROM call WHERE bridge > 0")" = 3 ]
	calls "SELECT recording, sha256 FROM call WHERE bridge > 0" |
		while IFS='|' read -r path hash; do
		[ "$(sha256sum <"engine-data/$path" | cut -c1-64)" = "$hash" ]
		[ "$(soxi -c "engine-data/$path")" = 2 ]
		[ "$(soxi -s "engine-data/$path")" -gt 8000 ]
	done
	small 1000
	run_drill
	[ "$status" -eq 0 ]
}

# verdict_of ID: of a check in out/report.json
verdict_of() {
	jq -r ".checks[] | select(.id == \"$1\") | .verdict" out/report.json
}

@test "callers give up in the queue and a seat does not answer" {
	make_config 3
	sed -i 's/ring: 10/ring: 5/' engine.yaml
	start_engine
	run timeout 300 "$PROG" --data "$BATS_TEST_DIRNAME/../.." --lang en \
		drill --config engine.yaml --scenario queue -o out
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(verdict_of other-results)" = pass ]
	[ "$(verdict_of unanswered-moved-on)" = pass ]
	[ "$(verdict_of recording-sound)" = pass ]
	stop_engine
	[ "$(calls "SELECT count(*) FROM call WHERE result = 'abandoned'")" = 2 ]
	[ "$(calls "SELECT count(*) FROM call WHERE result = 'answered'")" = 4 ]
	[ "$(calls "SELECT count(*) FROM call WHERE seat = '01' AND \
		result = 'answered'")" = 0 ]
}

@test "a full queue turns callers away, and the drill sees it" {
	make_config 1
	sed -i 's/ring: 10/ring: 10, max_length: 1/' engine.yaml
	start_engine
	run timeout 300 "$PROG" --data "$BATS_TEST_DIRNAME/../.." --lang en \
		drill --config engine.yaml --scenario full -o out
	echo "$output"
	[ "$(verdict_of other-results)" = pass ]
	[ "$status" -eq 0 ]
	stop_engine
	[ "$(calls "SELECT count(*) FROM call WHERE result = 'full'")" -ge 2 ]
}

@test "the oldest recording is played, and missed if it is not whole" {
	make_config 3
	small 1000
	start_engine
	run_drill
	[ "$status" -eq 0 ]
	[ "$(verdict_of oldest-kept)" = pass ]
	[ "$(json out/report.json '$.oldest.call')" = \
		"$(calls "SELECT min(id) FROM call WHERE sha256 <> ''")" ]
	file=engine-data/$(json out/report.json '$.oldest.path')
	printf x | dd of="$file" bs=1 seek=5000 conv=notrunc 2>/dev/null
	run_drill
	[ "$status" -eq 1 ]
	[ "$(verdict_of oldest-kept)" = fail ]
	[ "$(verdict_of recording-hash)" = pass ]
	rm "$file"
	run_drill
	[ "$(verdict_of oldest-kept)" = fail ]
	[ -n "$(json out/report.json '$.oldest.trouble')" ]
}

@test "a scenario that asks for what did not happen fails" {
	make_config 3
	small 1000
	echo 'results: [{result: timeout, calls: 1}]' >>small.yaml
	start_engine
	run_drill
	echo "$output"
	[ "$status" -eq 1 ]
	[ "$(verdict_of other-results)" = fail ]
	sed -i 's/timeout/vanished/' small.yaml
	run_drill
	[ "$status" -eq 2 ]
	[[ "$output" == *vanished* ]]
	sed -i 's/result: vanished, calls: 1/result: timeout, calls: 9/' small.yaml
	run_drill
	[ "$status" -ne 0 ]
	[[ "$output" == *small.yaml*results* ]]
}

# All 300 calls are rung by make bench LONG=1
@test "90 calls rush in on 30 stations: none is lost" {
	make_config 30
	sed 's/callers: 300/callers: 90/; s/spread_ms: 75000/spread_ms: 15000/
		s/talk_ms: 4500/talk_ms: 2500/; s/together: 15/together: 2/' \
		"$BATS_TEST_DIRNAME/../../data/drill/rush.yaml" >small.yaml
	start_engine
	timeout 600 "$PROG" --lang en drill --config engine.yaml \
		--scenario "$PWD/small.yaml" -o out >drill.out || cat drill.out
	for id in stations-registered calls-answered right-party calls-ended \
		call-records recording-hash recording-sound; do
		[ "$(verdict_of $id)" = pass ]
	done
	[ "$(json out/report.json '$.totals.connected')" = 90 ]
	[ "$(json out/report.json '$.totals.recordings')" = 90 ]
}

@test "the list of functions names each once, and checks that there are" {
	make_config 3
	small 500
	sed -i 's/limit_ms: 30000/limit_ms: 2000/' small.yaml
	run_drill
	list=$BATS_TEST_DIRNAME/../../data/drill/functions.tsv
	[ "$(grep -v '^#' "$list" | cut -f1)" = "$(seq -f 'F-%02.0f' 35)" ]
	! grep -v '^#' "$list" | awk -F'\t' 'NF != 5 || !$4 || !$5' | grep .
	# both ways: what a check says it shows, and what the list says of it
	jq -r '.checks[] | .id as $i | .shows | split(" ")[] | . + " " + $i' \
		out/report.json | sort >shown
	grep -v '^#' "$list" | awk -F'\t' '$3 != "-" {
		n = split($3, c, " ")
		for (i = 1; i <= n; i++) print $1, c[i] }' | sort >listed
	diff shown listed
	# the report has them all: shown by checks, or with a reason why not
	[ "$(jq -r '.functions[].id' out/report.json)" = \
		"$(seq -f 'F-%02.0f' 35)" ]
	[ "$(jq '[.functions[] | select((.checks | length) == 0)] |
		all(.verdict == "not-applicable" and .remark != null)' \
		out/report.json)" = true ]
	[ "$(jq -r '.functions[] | select(.id == "F-06").verdict' \
		out/report.json)" = fail ]
	grep -v '^#' "$list" | cut -f5 | tr ' ' '\n' | sort -u |
		while read -r key; do
			grep -qF "key: \"$key\"" "${list%/drill/*}/sources.yaml" ||
				grep -qxF "  - key: $key" "${list%/drill/*}/sources.yaml"
		done
}
