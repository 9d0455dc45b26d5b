# The engine as the tool tests/sip/callback.c runs it, and a carrier that takes
# its calls; for bats files, after engine.bash.

always='hours: [{name: always, days: mon-sun, from: "00:00", to: "24:00", holidays: open}]'

# callback_setup: short prompts, so that nothing here waits for a voice
callback_setup() {
	engine_setup
	: >"$dir/requests"
	mkdir -p "$data/prompts"
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/recording-notice.wav" \
		synth 0.3 sine 700
}

# outside [ANSWER [TALK]]: a carrier at 127.0.0.2, sets $port
outside() {
	: >"$dir/outside"
	python3 "$BATS_TEST_DIRNAME/../sip/outside.py" "$@" >"$dir/outside" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q ^port "$dir/outside"
	port=$(sed -n 's/^port //p' "$dir/outside")
}

# house ROW [LINE...]: a number with more keys, on a trunk to the outside
house() {
	row=$1
	shift
	engine_config "$@" "$always" \
		"trunks: [{name: carrier-a, peer: \"127.0.0.2:$port\"}]" \
		"numbers: [{number: \"95012345\", trunk: carrier-a, tenant: water, direction: inbound, menu: main, $row}]"
}

opened='call_back: true, hours: always, closed: "hang-up"'

# start: the engine in the tool that asks
start() {
	: >"$dir/ready"
	"$TOOLS/sip/callback" "$dir/engine.yaml" "$BATS_TEST_DIRNAME/../.." \
		"$dir/requests" >"$dir/ready" 2>>"$dir/log" 3>&- &
	engine=$!
	pids="$pids $engine"
	wait_for grep -q ^ready "$dir/ready"
	sip=$(sed -n 's/^ready udp:\([^ ]*\).*/\1/p' "$dir/ready")
}

# consent [COLUMN=VALUE...]: a voucher with its recording, prints nothing
consent() {
	caller=13800000001 called=95012345 purpose=call-back tenant=water at=$(($(date +%s) * 1000 - 60000))
	local "$@"
	mkdir -p "$data/recordings"
	printf 'I agree, %s' "$caller" >"$data/recordings/agreed.wav"
	sqlite3 -cmd '.timeout 20000' "$data/calls.db" "INSERT INTO consent(call, at, caller, called, tenant, purpose, given, recording, sha256, recording_bytes)
		VALUES(1, $at, '$caller', '$called', '$tenant', '$purpose', 'key', 'recordings/agreed.wav',
		'$(sha256sum <"$data/recordings/agreed.wav" | cut -d' ' -f1)', 20)"
}

# ask [KEY=VALUE...]: one request; $answer is what came of it
ask() {
	n=$(grep -cE '^(answer|error)' "$dir/ready" || true)
	echo "${*:-x}" >>"$dir/requests"
	wait_for answered
	answer=$(grep -E '^(answer|error)' "$dir/ready" | tail -n 1)
	echo "$* -> $answer"
}

answered() {
	[ "$(grep -cE '^(answer|error)' "$dir/ready")" -gt "$n" ]
}

# shut REASON [KEY=VALUE...]: asked, refused, on record with the reason
shut() {
	reason=$1
	shift
	ask "$@"
	[ "$answer" = "answer $reason call 0 err 0" ]
	[ "$(query 'SELECT ruling, call FROM call_back ORDER BY id DESC LIMIT 1')" = "$reason|0" ]
}
