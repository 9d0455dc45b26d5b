# An engine of its own on loopback, for drill.bats.

free_port() {
	perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Proto =>
		"udp", LocalAddr => "127.0.0.1", LocalPort => 0)->sockport'
}

# make_config SEATS: writes engine.yaml
make_config() {
	cat >engine.yaml <<-END
	realm: callcentre.example
	listen:
	  sip: ["udp:127.0.0.1:$(free_port)"]
	  rtp: {address: 127.0.0.1, ports: 21000-21399, silence: 4}
	data: $PWD/engine-data
	trunks: [{name: carrier-a, peer: "127.0.0.1:$(free_port)"}]
	tenants: [{name: water, verified: 2026-11-01}]
	numbers:
	  - number: "95012345"
	    trunk: carrier-a
	    tenant: water
	    direction: inbound
	    menu: main
	menus: [{name: main, otherwise: "queue:service"}]
	queues: [{name: service, strategy: longest-idle, ring: 10, wrap_up: 1}]
	seats:
	END
	for i in $(seq 1 "$1"); do
		printf '  - {seat: "%02d", user: "%d", secret: "s%d-test", %s}\n' \
			"$i" $((1000 + i)) "$i" \
			'queues: [{queue: service, level: 1}]'
	done >>engine.yaml
}

# start_engine: waits for its ready line; $engine is its process
start_engine() {
	rm -f engine.out
	"$PROG" engine --config engine.yaml >engine.out 2>>engine.log 3>&- &
	engine=$!
	for i in $(seq 600); do
		[ -s engine.out ] && return
		kill -0 "$engine" 2>/dev/null || break
		sleep 0.1
	done
	cat engine.log
	return 1
}

# stop_engine: asks it to go and waits
stop_engine() {
	[ -n "$engine" ] || return 0
	kill "$engine" 2>/dev/null || true
	wait "$engine" 2>/dev/null || true
	engine=
}

# json FILE PATH: a value of a JSON file
json() {
	sqlite3 :memory: "SELECT json_extract(readfile('$1'), '$2')"
}

# calls SQL: a query of the engine's records
calls() {
	sqlite3 engine-data/calls.db "$1"
}
