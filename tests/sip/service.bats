#!/usr/bin/env bats
# The engine as a service: what the manager is told, and what the unit says

load engine

setup() {
	engine_setup
	engine_config
}

teardown() {
	engine_teardown
}

# told: every datagram to $NOTIFY_SOCKET becomes a line of $dir/told
told() {
	python3 -u -c 'import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("bound")
for _ in range(1000):
	print(s.recv(4096).decode().replace("\n", " "))' "$1" >"$dir/told" 3>&- &
	pids="$pids $!"
	wait_for grep -q bound "$dir/told"
}

ready_again() {
	[ "$(grep -c '^READY=1' "$dir/told")" = 2 ]
}

@test "the manager hears of readiness, life and the end" {
	told "$dir/notify"
	export NOTIFY_SOCKET=$dir/notify WATCHDOG_USEC=200000
	engine_start
	wait_for grep -q '^READY=1' "$dir/told"
	wait_for grep -q '^WATCHDOG=1' "$dir/told"
	! grep -q STOPPING "$dir/told"
	kill -HUP "$engine"
	wait_for grep -q '^RELOADING=1 MONOTONIC_USEC=[0-9]' "$dir/told"
	wait_for ready_again
	engine_stop
	wait_for grep -q '^STOPPING=1' "$dir/told"
}

@test "no manager, a wrong one, and the watchdog of another" {
	for socket in "" / relative "$(printf '/%0200d' 0)" /none; do
		NOTIFY_SOCKET=$socket WATCHDOG_USEC=1000 WATCHDOG_PID=1 engine_start
		engine_stop
	done
}

@test "the unit is installed, and its manager understands it" {
	make -s -C "$BATS_TEST_DIRNAME/../.." install DESTDIR="$dir/root" \
		PREFIX=/usr O="${PROG%/callpermit}" >/dev/null
	unit=$dir/root/usr/lib/systemd/system/callpermit-engine.service
	grep -q '^ExecStart=/usr/bin/callpermit engine' "$unit"
	! grep -q @PREFIX@ "$unit"
	grep -q '^LimitRTPRIO=3$' "$unit" # media.realtime
	! grep -q '^RestrictRealtime=yes' "$unit"
	[ -f "$dir/root/usr/lib/systemd/user/callpermit-notify.timer" ]
	command -v systemd-analyze >/dev/null || skip "no systemd-analyze"
	run systemd-analyze verify --root="$dir/root" callpermit-engine.service
	echo "$output"
	! grep -qi "unknown\|ignoring\|bad\|invalid" <<<"$output"
}
