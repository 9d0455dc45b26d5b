#!/usr/bin/env bats
# Lists of callers, and what tenants lease, over real SIP.

load engine.bash

setup() {
	engine_setup
	engine_config
}

teardown() {
	engine_teardown
}

# number LINE of a number that has an owner or a list
numbers() {
	echo "numbers: [{number: \"95012345\", trunk: carrier-a, direction: inbound, menu: main, $1}]"
}

@test "a blocked caller is refused 603 with the reason on record" {
	printf '%s\n' '# from the complaints' '' '+8613800000007 # twice' >"$dir/blocked.txt"
	engine_config "lists: [{name: foes, numbers: [\"13800000001\"], file: $dir/blocked.txt}]" \
		'blocked: foes'
	engine_start
	station 1001 tone=1000
	run caller
	grep -q 'failed 603' "$dir/caller"
	run caller from=13800000007
	grep -q 'failed 603' "$dir/caller"
	run caller from=+8613800000001
	grep -q 'failed 603' "$dir/caller"
	caller from=13800000002 hear=1000 enough=500
	wait_query "SELECT caller, result, reason, status, tenant FROM call ORDER BY id" \
		"13800000001|refused|blocked|603|water
13800000007|refused|blocked|603|water
+8613800000001|refused|blocked|603|water
13800000002|answered||200|water"
}

@test "a number with a list serves nobody else" {
	engine_config 'lists: [{name: friends, numbers: ["13800000001"]}]' \
		"$(numbers 'allow: friends')"
	engine_start
	station 1001 tone=1000
	run caller from=13800000002
	grep -q 'failed 603' "$dir/caller"
	run caller from=
	grep -q 'failed 603' "$dir/caller"
	caller hear=1000 enough=500
	wait_query "SELECT result, reason, status FROM call ORDER BY id" \
		"refused|not-allowed|603
refused|not-allowed|603
answered||200"
}

@test "a fault in a list's file stops the start with its line" {
	printf '13800000001\nnobody\n' >"$dir/blocked.txt"
	engine_config "lists: [{name: foes, file: $dir/blocked.txt}]" 'blocked: foes'
	run "$PROG" engine --config "$dir/engine.yaml" --check
	[ "$status" -ne 0 ]
	[[ "$output" == *"$dir/engine.yaml:1:"*"$dir/blocked.txt:2: "* ]]
}

@test "files are looked for beside the configuration, wherever it is started" {
	mkdir "$dir/etc" "$dir/elsewhere"
	engine_config 'lists: [{name: foes, file: "lists/blocked.txt"}]' \
		'blocked: foes'
	mv "$dir/engine.yaml" "$dir/etc/engine.yaml"
	mkdir "$dir/etc/lists"
	echo 13800000001 >"$dir/etc/lists/blocked.txt"
	# from another folder, from its own, and by a relative path
	cd "$dir/elsewhere"
	"$PROG" engine --config "$dir/etc/engine.yaml" --check
	"$PROG" engine --config ../etc/engine.yaml --check
	cd "$dir/etc"
	"$PROG" engine --config engine.yaml --check
	# not where it was started from
	cd "$dir/elsewhere"
	mv "$dir/etc/lists" .
	run "$PROG" engine --config ../etc/engine.yaml --check
	[ "$status" -ne 0 ]
	[[ "$output" == *"../etc/lists/blocked.txt"* ]]
	# a certificate likewise
	mv lists "$dir/etc"
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test \
		-keyout "$dir/etc/key.pem" -out "$dir/etc/cert.pem" 2>/dev/null
	sed 's|^listen: {|&certificate: cert.pem, key: key.pem, |; s|"tcp:|"tls:|' \
		"$dir/etc/engine.yaml" >"$dir/etc/tls.yaml"
	"$PROG" engine --config ../etc/tls.yaml --check
}

@test "a contract that ends at midnight ends while the engine runs" {
	engine_config 'tenants: [{name: water, contract_until: 2026-12-31, verified: 2026-11-01}]' \
		"$(numbers 'tenant: water')"
	CALLPERMIT_NOW=2026-12-31T23:59:54 engine_start
	grep -q 'tenant water: the contract ends on 2026-12-31, in 0 days' "$dir/log"
	# taken as long as the day lasts, refused from then on
	taken=0
	for _ in $(seq 200); do
		run caller life=100
		grep -q 'failed 403' "$dir/caller" && break
		taken=$((taken + 1))
	done
	[ "$taken" -ge 1 ]
	wait_for grep -q 'tenant water: the contract ended on 2026-12-31' "$dir/log"
	wait_query "SELECT DISTINCT reason, status FROM call WHERE result = 'refused'" \
		'contract-over|403'
	# midnight in China lies between the last that was taken and the refusal
	[ "$(query "SELECT max(start) FILTER (WHERE reason != 'contract-over') < 1798732800000,
		min(start) FILTER (WHERE reason = 'contract-over') >= 1798732800000 FROM call")" = "1|1" ]
}

@test "an end is warned of 30 days before, not 31" {
	engine_config 'tenants: [{name: water, contract_until: 2026-12-31, verified: 2026-11-01}, {name: gas, contract_until: 2027-01-01, verified: 2027-01-01}]' \
		"$(numbers 'tenant: water')"
	CALLPERMIT_NOW=2026-12-01 engine_start
	grep -q 'tenant water: the contract ends on 2026-12-31, in 30 days' "$dir/log"
	grep -q 'tenant gas: not verified' "$dir/log"
	! grep -q 'tenant gas: the contract' "$dir/log"
}

@test "who is not verified is not served, with the reason" {
	engine_config 'tenants: [{name: water, contract_until: 2030-12-31}]' \
		"$(numbers 'tenant: water')"
	engine_start
	run caller
	grep -q 'failed 403' "$dir/caller"
	wait_query 'SELECT tenant, reason FROM call' 'water|unverified'
}

@test "calls beyond the number leased are busy, with the reason" {
	engine_config 'tenants: [{name: water, verified: 2026-11-01, calls: 1}]' \
		"$(numbers 'tenant: water')"
	engine_start
	caller life=60000 &
	first=$!
	pids="$pids $first"
	wait_query "SELECT count(*) FROM call WHERE queued > 0 OR answer > 0 OR result = 'open'" 1
	run "$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0
	[[ "$output" == *"failed 486"* ]]
	wait_query "SELECT reason, status FROM call WHERE result = 'refused'" 'beyond-lease|486'
	kill "$first" $(pgrep -P "$first") 2>/dev/null || true
	# once it is over there is room again
	wait_query "SELECT count(*) FROM call WHERE result = 'open'" 0
	station 1001 tone=1000
	caller hear=1000 enough=500
}

@test "seats of another tenant are neither dialled nor given a call" {
	engine_config 'tenants: [{name: water, verified: 2026-11-01, seats: 1}, {name: gas, verified: 2026-11-01, seats: 1}]' \
		"$(numbers 'tenant: water')" \
		'menus: [{name: main, dial_in: true, timeout: 2, otherwise: "queue:service"}]' \
		'queues: [{name: service, tenant: water, wrap_up: 0}, {name: other}]' \
		'seats: [{seat: "01", user: "1001", secret: "pw1001", tenant: water, queues: [{queue: service}]}, {seat: "02", user: "1002", secret: "pw1002", tenant: gas, queues: [{queue: other}]}]'
	engine_start
	station 1001 tone=1000
	station 1002 tone=1500
	caller 'keys=02#' hear=1000 enough=500
	[ "$(query 'SELECT result, seat FROM call')" = 'answered|01' ]
	! grep -q '^invite' "$dir/st.1002"
}
