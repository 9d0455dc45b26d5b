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
	! grep -q STOPPING "$dir/told" || return 1
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

# installed: puts the program under $dir/root, sets $unit
installed() {
	make -s -C "$BATS_TEST_DIRNAME/../.." install DESTDIR="$dir/root" \
		PREFIX=/usr O="${PROG%/callpermit}" >/dev/null
	unit=$dir/root/usr/lib/systemd/system/callpermit-engine.service
}

@test "the unit is installed, and its manager understands it" {
	installed
	grep -q '^ExecStart=/usr/bin/callpermit engine' "$unit"
	! grep -q @PREFIX@ "$unit" || return 1
	grep -q '^RestrictRealtime=yes$' "$unit" # media.realtime is off
	[ -f "$dir/root/usr/lib/systemd/user/callpermit-notify.timer" ]
	[ -f "$dir/root/usr/lib/systemd/user/callpermit-backup.timer" ]
	grep -q 'complete .* callpermit' \
		"$dir/root/usr/share/bash-completion/completions/callpermit"
	command -v systemd-analyze >/dev/null || skip "no systemd-analyze"
	run systemd-analyze verify --root="$dir/root" callpermit-engine.service
	echo "$output"
	! grep -qi "unknown\|ignoring\|bad\|invalid" <<<"$output" || return 1
	systemd-analyze security --offline=yes --threshold=15 "$unit" |
		tail -1
}

# reload: what the unit says, of this engine; the configuration's path as here
reload() {
	local line
	while read -r line; do
		line=${line/\/usr\/bin\/callpermit/$theirs}
		line=${line/\/etc\/callpermit/$dir}
		# shellcheck disable=SC2086 # words of a command
		$as ${line/\$MAINPID/$engine} || return
	done < <(sed -n 's/^ExecReload=//p' "$unit")
}

@test "a reload as the unit does it reads what the file is then" {
	installed
	[ "$(id -u)" = 0 ] || skip "only root can be another"
	group=$(awk '$1 == "g" { print $2 }' "$dir/root/usr/lib/sysusers.d/callpermit.conf")
	[ "$group" = "$(sed -n 's/^SupplementaryGroups=//p' "$unit")" ]
	# the service's user has the configuration by that group alone
	as="setpriv --reuid 64001 --regid 64001 --groups 64002"
	[ -x "$(command -v setpriv)" ] || skip "no setpriv"
	chmod 711 "$dir"
	theirs="$dir/root/usr/bin/callpermit --data $dir/root/usr/share/callpermit"
	chmod -R a+rX "$dir/root"
	$as $theirs --version || skip "no way to the program"
	mkdir -m 700 "$data"
	chown 64001 "$data"
	: >"$dir/log"
	chmod 666 "$dir/log"
	grant() {
		chown 0:64002 "$dir/engine.yaml"
		chmod 640 "$dir/engine.yaml"
	}
	grant
	printf '#!/bin/sh\nshift 2\nexec %s %s "$@"\n' "$as" "$theirs" \
		>"$dir/program"
	chmod 755 "$dir/program"
	PROG=$dir/program engine_start
	! setpriv --reuid 64001 --regid 64001 --clear-groups \
		cat "$dir/engine.yaml" || return 1
	engine_config 'seats: [{seat: "07", user: "1007", secret: "pw1007", queues: [{queue: service}]}]'
	grant
	reload
	wait_for grep -q 'engine: reloaded' "$dir/log"
	station 1007
	# one with a mistake is refused before the engine hears of it
	engine_config 'queues: [{name: service, ring: many}]'
	grant
	run reload
	echo "$output"
	[ "$status" -ne 0 ]
	[[ "$output" == *engine.yaml:* ]]
	[ "$(grep -c 'reloaded' "$dir/log")" = 1 ]
	engine_stop
}
