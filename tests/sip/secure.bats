#!/usr/bin/env bats
# Calls back and registrations over connections that we open to a carrier, and
# the certificate that it has to show.

load engine.bash

setup() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	engine_setup
	: >"$dir/requests"
	mkdir -p "$data/prompts"
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/recording-notice.wav" \
		synth 0.3 sine 700
	authority good
	authority other
	certificate good carrier DNS:sip.carrier.example,IP:127.0.0.2
	certificate good engine DNS:test
}

teardown() {
	engine_teardown
}

# authority NAME: who signs certificates
authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -days 2 -subj "/CN=$1" -keyout "$dir/$1.key" \
		-out "$dir/$1.ca" 2>/dev/null
}

# certificate AUTHORITY NAME SUBJECTS: NAME.pem, with its key
certificate() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
		-subj "/CN=$2" -keyout "$dir/$2.key" -out "$dir/$2.csr" 2>/dev/null
	echo "subjectAltName=$3" >"$dir/$2.ext"
	openssl x509 -req -in "$dir/$2.csr" -CA "$dir/$1.ca" -CAkey "$dir/$1.key" \
		-CAcreateserial -days 2 -extfile "$dir/$2.ext" \
		-out "$dir/$2.crt" 2>/dev/null
	cat "$dir/$2.crt" "$dir/$2.key" >"$dir/$2.pem"
}

# carrier TRANSPORT: sets $port
carrier() {
	python3 "$BATS_TEST_DIRNAME/secure.py" "$1" "$dir/carrier.pem" \
		>"$dir/carrier" 2>&1 3>&- &
	pids="$pids $!"
	wait_for grep -q ^port "$dir/carrier"
	port=$(sed -n 's/^port //p' "$dir/carrier")
}

# house KEYS: of the trunk
house() {
	engine_config 'call_back: {per_day: 5}' 'hours: [{name: always, days: mon-sun, from: "00:00", to: "24:00", holidays: open}]' \
		"listen: {sip: [\"udp:127.0.0.1:0\", \"tcp:127.0.0.1:0\", \"tls:127.0.0.1:0\"], certificate: $dir/engine.crt, key: $dir/engine.key, rtp: {address: 127.0.0.1, ports: 20000-29999}}" \
		"trunks: [{name: carrier-a, peer: \"127.0.0.2:$port\"$1}]" \
		'numbers: [{number: "95012345", trunk: carrier-a, tenant: water, direction: inbound, menu: main, call_back: true, hours: always, closed: "hang-up"}]'
}

# start: the engine in the tool that asks for call-backs, with a voucher
start() {
	: >"$dir/ready"
	"$TOOLS/sip/callback" "$dir/engine.yaml" "$BATS_TEST_DIRNAME/../.." \
		"$dir/requests" >"$dir/ready" 2>>"$dir/log" 3>&- &
	engine=$!
	pids="$pids $engine"
	wait_for grep -q ^ready "$dir/ready"
	sip=$(sed -n 's/^ready udp:\([^ ]*\).*/\1/p' "$dir/ready")
	station 1001 tone=1000
	mkdir -p "$data/recordings"
	printf 'I agree' >"$data/recordings/agreed.wav"
	sqlite3 -cmd '.timeout 20000' "$data/calls.db" "INSERT INTO consent(call, at, caller, called, tenant, purpose, given, recording, sha256, recording_bytes)
		VALUES(1, $(date +%s)000 - 60000, '13800000001', '95012345', 'water', 'call-back', 'key', 'recordings/agreed.wav',
		'$(sha256sum <"$data/recordings/agreed.wav" | cut -d' ' -f1)', 7)"
}

# call [ID]: asked for, and made
call() {
	echo x >>"$dir/requests"
	wait_for grep -q "^answer open call ${1:-1} err 0" "$dir/ready"
}

answered() {
	call
	wait_for grep -q '^over' "$dir/carrier" || { cat "$dir/carrier"; false; }
	grep -q "^talking over $1" "$dir/carrier"
	wait_query 'SELECT result, hung_up, direction FROM call' 'answered|caller|outbound-consented'
}

# refused WHY: nothing was sent, and the log says why
refused() {
	call "${2:-1}"
	wait_query "SELECT result, hung_up FROM call WHERE id = ${2:-1}" 'failed|engine'
	wait_for grep -q "trunk carrier-a: its certificate is refused, nothing is sent: .*$1" "$dir/log"
	! grep -qE '^(INVITE|REGISTER)' "$dir/carrier"
}

@test "a call-back goes over TCP where the trunk says so" {
	carrier tcp
	house ', transport: tcp'
	start
	answered tcp
}

@test "over TLS to a carrier that proves its name" {
	carrier tls
	house ", transport: tls, verify: sip.carrier.example, ca: $dir/good.ca"
	start
	answered tls
	! grep -q 'is refused' "$dir/log"
}

@test "or its address, if no name is asked for" {
	carrier tls
	house ", transport: tls, ca: $dir/good.ca"
	start
	answered tls
}

@test "a certificate of somebody else's authority is refused" {
	carrier tls
	house ", transport: tls, verify: sip.carrier.example, ca: $dir/other.ca"
	start
	refused 'unable to get local issuer certificate'
}

@test "and of none that the system knows" {
	carrier tls
	house ', transport: tls'
	start
	refused 'unable to get local issuer certificate'
}

@test "a certificate of another name is refused" {
	carrier tls
	house ", transport: tls, verify: sip.other.example, ca: $dir/good.ca"
	start
	refused 'hostname mismatch'
}

@test "a certificate of another address is refused" {
	certificate good carrier DNS:sip.carrier.example,IP:127.0.0.3
	carrier tls
	house ", transport: tls, ca: $dir/good.ca"
	start
	refused 'IP address mismatch'
}

@test "nothing is verified where the trunk says so" {
	carrier tls
	house ', transport: tls, verify: off'
	start
	answered tls
}

@test "a registration too goes only to whom it is for" {
	carrier tls
	house ", register: {user: \"95012345\", secret: x, transport: tls}, verify: sip.carrier.example, ca: $dir/good.ca"
	start
	wait_for grep -q '^REGISTER' "$dir/carrier"
	wait_for grep -q 'trunk carrier-a: registered' "$dir/log"
	engine_stop
	: >"$dir/carrier"
	house ", register: {user: \"95012345\", secret: x, transport: tls}, verify: sip.other.example, ca: $dir/good.ca"
	start
	wait_for grep -q 'trunk carrier-a: its certificate is refused.*hostname mismatch' "$dir/log"
	! grep -q '^REGISTER' "$dir/carrier"
}

@test "a changed file takes effect with a reload, a bad one does not" {
	carrier tls
	house ", transport: tls, ca: $dir/other.ca"
	start
	refused 'unable to get local issuer certificate'
	wait_for grep -q '^bye' "$dir/st.1001"
	house ", transport: tls, ca: $dir/none.ca"
	kill -HUP "$engine"
	wait_for grep -q 'not reloaded.*none.ca: No such file' "$dir/log"
	refused 'unable to get local issuer certificate' 2
	wait_for eval '[ "$(grep -c "^bye" "$dir/st.1001")" = 2 ]'
	house ", transport: tls, ca: $dir/good.ca"
	kill -HUP "$engine"
	wait_for grep -q 'engine: reloaded' "$dir/log"
	call 3
	wait_query 'SELECT result FROM call WHERE id = 3' answered
}

@test "keys that say nothing are refused with their place" {
	port=5061
	while read -r keys; do
		house ", $keys"
		run "$PROG" --lang en --data "$BATS_TEST_DIRNAME/../.." engine --check --config "$dir/engine.yaml"
		echo "$keys: $output"
		[ "$status" -ne 0 ]
		[[ "$output" == *engine.yaml:[0-9]*:* ]] || [[ "$output" == *"$dir/"*": no"* ]] ||
			[[ "$output" == *"none.ca: No such file"* ]]
	done <<-END
	verify: sip.carrier.example
	ca: $dir/good.ca
	transport: tls, verify: off, ca: $dir/good.ca
	transport: sctp
	transport: tls, ca: $dir/none.ca
	transport: tls, ca: $dir/good.key
	END
	engine_config 'trunks: [{name: carrier-a, peer: "127.0.0.2", transport: tls}]'
	run "$PROG" --lang en --data "$BATS_TEST_DIRNAME/../.." engine --check --config "$dir/engine.yaml"
	[ "$status" -ne 0 ]
	[[ "$output" == *"listen.sip has no tls: address"* ]]
}
