# Starting and stopping the engine and telephones; for bats files.
#
# The trunk is 127.0.0.2, stations are at 127.0.0.1, strangers elsewhere; every
# port is chosen by the system.

engine_setup() {
	dir=$(mktemp -d)
	data=$dir/data
	pids=
	sip=
}

engine_teardown() {
	for pid in $pids; do
		kill -9 "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
	rm -rf "$dir"
}

# engine_config [LINE...]: a small house; lines replace those of the same key
engine_config() {
	{
		printf '%s\n' "$@"
		cat <<-END
		realm: test
		listen: {sip: ["udp:127.0.0.1:0", "tcp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999}}
		data: $data
		trunks: [{name: carrier-a, peer: "127.0.0.2"}]
		tenants: [{name: water, contract_until: 2030-12-31, verified: 2026-11-01}, {name: old, contract_until: 2020-01-01, verified: 2019-01-01}]
		numbers: [{number: "95012345", trunk: carrier-a, tenant: water, direction: inbound, menu: main}, {number: "95012346", trunk: carrier-a, tenant: old, direction: inbound, menu: main}]
		menus: [{name: main, otherwise: "queue:service"}]
		queues: [{name: service, strategy: longest-idle, ring: 15, wrap_up: 0, rest: 1, max_wait: 30}]
		seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}]}, {seat: "02", user: "1002", secret: "pw1002", queues: [{queue: service}]}]
		recording: {enabled: true, days: 90}
		END
	} | awk -F: '!seen[$1]++' >"$dir/engine.yaml"
}

# engine_start: sets $engine (process) and $sip (its UDP address)
engine_start() {
	: >"$dir/ready"
	"$PROG" --data "$BATS_TEST_DIRNAME/../.." engine \
		--config "$dir/engine.yaml" >"$dir/ready" 2>>"$dir/log" 3>&- &
	engine=$!
	pids="$pids $engine"
	wait_for grep -q ^ready "$dir/ready"
	sip=$(sed -n 's/^ready udp:\([^ ]*\).*/\1/p' "$dir/ready")
}

engine_stop() {
	kill "$engine"
	wait "$engine"
}

# engine_halt: does not wait for calls to end.  Two signals at once would be one.
engine_halt() {
	stops=$(grep -c 'stopping, no new' "$dir/log" || true)
	kill "$engine"
	wait_for said_stopping
	kill "$engine"
	wait "$engine"
}

said_stopping() {
	[ "$(grep -c 'stopping, no new' "$dir/log")" -gt "$stops" ]
}

# wait_for COMMAND...: at most half a minute, for a slow disk
wait_for() {
	for _ in $(seq 600); do
		"$@" && return 0
		sleep 0.05
	done
	echo "never: $*" >&2
	cat "$dir/log" >&2
	return 1
}

# wait_query SQL ANSWER: until the call database says so
wait_query() {
	wait_for answers "$@"
}

answers() {
	[ "$(query "$1")" = "$2" ]
}

# station NUMBER [KEY=VALUE...]: a registered telephone, output in st.NUMBER
station() {
	n=$1
	shift
	"$TOOLS/sip/phone" station "$sip" "$n" "pw$n" local=127.0.0.1:0 "$@" \
		>"$dir/st.$n" 2>&1 3>&- &
	pids="$pids $!"
	eval "station_$n=$!"
	wait_for grep -q '^registered' "$dir/st.$n"
}

# caller [KEY=VALUE...]: rings 95012345 from the trunk
caller() {
	"$TOOLS/sip/phone" caller "$sip" "${number:-95012345}" \
		local=127.0.0.2:0 "$@" >"$dir/caller" 2>&1 3>&-
}

query() {
	sqlite3 "$data/calls.db" "$1"
}
