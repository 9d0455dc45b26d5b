#!/usr/bin/env bats
# Inbound only, by construction: which object files can place a call.

# undefined symbols of the engine's objects that lead outside, with the file
ways_out() {
	for o in "${PROG%/*}"/src/engine/*.o; do
		nm -u "$o" | awk -v o="${o##*/}" '
			$2 ~ /^(leg_connect|sipsess_connect|sip_d?request|sip_requestf|sip_drequestf|sipreg_|reg_alloc|sip_send|dnsc_)/ {
				print o, $2 }'
	done
}

@test "one object of the engine can place a call, and it is ring.o" {
	[ -e "${PROG%/*}/src/engine/engine.o" ]
	run ways_out
	echo "$output"
	[ "$output" = "ring.o leg_connect" ]
}

@test "what it can ring is a registered binding and nothing else" {
	cd "$BATS_TEST_DIRNAME/../../src/engine"
	# one caller, handing over what the registrar says
	[ "$(grep -l 'ring_seat(' ./*.c | sort | tr '\n' ' ')" = "./offer.c ./ring.c " ]
	grep -q 'registrar_bindings(o->desk->station, tov)' offer.c
	grep -q 'ring_fork(o, tov\[i\])' offer.c
	grep -q 'const struct binding \*to' ring.h
	# bindings are made in one place, from a REGISTER's source
	[ "$(grep -lE 'binding\.(uri|source)|b->(uri|source)' ./*.c)" = ./contact.c ]
}

@test "in all of the program a session goes out through dial.o alone" {
	for o in "${PROG%/*}"/src/*/*.o; do
		nm -u "$o" | grep -q ' sipsess_connect$' && echo "${o##*/}"
	done >"$BATS_TEST_TMPDIR/out" || true
	[ "$(cat "$BATS_TEST_TMPDIR/out")" = dial.o ]
}
