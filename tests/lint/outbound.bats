#!/usr/bin/env bats
# Inbound only, by construction: which object files can place a call.

# undefined symbols of the engine's objects that lead outside, with the file
ways_out() {
	for o in "${PROG%/*}"/src/engine/*.o; do
		nm -u "$o" | awk -v o="${o##*/}" '
			$2 ~ /^(leg_connect|sipsess_connect|sip_d?request|sip_requestf|sip_drequestf|sipreg_|reg_alloc|sip_send|dnsc_|ping_start)/ {
				print o, $2 }'
	done
}

@test "two objects of the engine can place a call, one can register" {
	[ -e "${PROG%/*}/src/engine/engine.o" ]
	run ways_out
	echo "$output"
	[ "$output" = "callback.o leg_connect
carrier.o reg_alloc
contact.o ping_start
ring.o leg_connect" ]
}

@test "it registers with the peer of a trunk and nowhere else" {
	cd "$BATS_TEST_DIRNAME/../../src/engine"
	[ "$(grep -c 'reg_alloc(' carrier.c)" = 1 ]
	grep -q 'struct sa peer = c->trunk.peer;' carrier.c
	grep -q '.registrar = &peer,' carrier.c
	grep -q 'trunk = house->trunkv\[i\]' carrier.c
	# no other address gets into it
	! grep -qE 'sa_(decode|set_str|set_in|init|cpy)' carrier.c
}

@test "who is asked with OPTIONS is a registered binding" {
	cd "$BATS_TEST_DIRNAME/../../src/engine"
	[ "$(grep -c 'ping_start(' contact.c)" = 1 ]
	grep -q 'ping_start(&c->ping, c->of->ua, c->binding.uri,' contact.c
}

@test "what it can ring is a registered binding and nothing else" {
	cd "$BATS_TEST_DIRNAME/../../src/engine"
	# one caller, handing over what the registrar says
	[ "$(grep -l 'ring_seat(' ./*.c | sort | tr '\n' ' ')" = "./offer.c ./ring.c " ]
	grep -q 'registrar_bindings(o->desk->station, tov)' offer.c
	[ "$(grep -c 'ring_fork(' offer.c)" = 3 ]
	grep -q 'err = ring_fork(o, tov\[i\], false);' offer.c
	grep -q 'return !ring_fork(o, tov\[i\], true);' offer.c
	[ "$(grep -c 'registrar_bindings(o->desk->station, tov)' offer.c)" = 2 ]
	grep -q 'const struct binding \*to' ring.h
	# bindings are made in one place, from a REGISTER's source
	[ "$(grep -lE 'binding\.(uri|source)|b->(uri|source)' ./*.c)" = ./contact.c ]
}

@test "a call-back goes to a trunk, and only through the gate" {
	cd "$BATS_TEST_DIRNAME/../../src/engine"
	# one call, to the peer of a trunk row and to nothing that was sent us
	[ "$(grep -c 'leg_connect(' callback.c)" = 1 ]
	[ "$(grep -c 'peer = ' callback.c)" = 1 ]
	grep -q 'cb->peer = h->trunkv\[i\].peer;' callback.c
	! grep -qE 'sa_(decode|set_str|set_in|init|cpy)' callback.c || return 1
	# the call exists once the gate said open and that was committed
	[ "$(grep -c 'begin(a)' callback.c)" = 1 ]
	grep -B1 'begin(a);' callback.c | grep -q 'if (!err && a->reason == GATE_OPEN)'
	[ "$(grep -c 'incall_set_out(' callback.c)" = 1 ]
	[ "$(grep -l 'incall_set_out(' ./*.c | tr '\n' ' ')" = "./admit.c ./callback.c " ]
	# what opens a number is its row of the number file
	[ "$(grep -c 'opened = ' callback.c)" = 1 ]
	grep -q 'ask->opened = h->conf->numbers\[row\].call_back;' callback.c
}

@test "in all of the program a session goes out through dial.o alone" {
	for o in "${PROG%/*}"/src/*/*.o; do
		nm -u "$o" | grep -q ' sipsess_connect$' && echo "${o##*/}"
	done >"$BATS_TEST_TMPDIR/out" || true
	[ "$(cat "$BATS_TEST_TMPDIR/out")" = dial.o ]
}
