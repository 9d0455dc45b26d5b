# The dossier database under kill -9 and on a full disk: what was acknowledged
# is there, what was not is not there in part.

load ../cli/common

@test "kill -9 at any moment loses nothing that was acknowledged" {
	no=$("$PROG" new)
	last=0
	# how long one takes, with whatever it is built and whatever else runs
	begun=$(date +%s%N)
	"$PROG" set $no co.zip=710000
	ms=$((($(date +%s%N) - begun) / 1000000 + 4))
	for i in $(seq 1 40); do
		# a writer that says each number once it is on disk; a process
		# group of its own, so that no other program is killed with it
		setsid bash -c '
			n=$1
			while :; do
				n=$((n + 1))
				"$PROG" set "$2" cc.seats_total=$n || exit
				echo $n >>"$3"
			done' writer "$last" "$no" "$DIR/said" 3>&- &
		writer=$!
		wait=$((ms / 4 + RANDOM % (3 * ms)))
		sleep $((wait / 1000)).$(printf %03d $((wait % 1000)))
		kill -9 -- -$writer 2>/dev/null ||
			kill -9 $writer 2>/dev/null || true
		wait $writer 2>/dev/null || true
		said=$(tail -n 1 "$DIR/said" 2>/dev/null || echo 0)
		now=$("$PROG" --json show $no | jq '.facts.cc.seats_total // 0')
		# the last one may have been written without being told
		[ "$now" -eq "$said" ] || [ "$now" -eq $((said + 1)) ]
		"$PROG" log $no --verify
		last=$now
		echo $last >>"$DIR/said"
	done
	[ "$last" -gt 0 ]
}

@test "an import that is killed leaves all of the dossier or nothing" {
	begun=$(date +%s%N)
	"$PROG" --db "$DIR/whole.db" import "$SAMPLE/complete.yaml"
	ms=$((($(date +%s%N) - begun) / 1000000 + 4))
	facts=$("$PROG" --db "$DIR/whole.db" --json list | jq '.[0].facts')
	for i in $(seq 1 30); do
		"$PROG" import "$SAMPLE/complete.yaml" 3>&- &
		wait=$((RANDOM % (ms + ms / 4)))
		sleep $((wait / 1000)).$(printf %03d $((wait % 1000)))
		kill -9 $! 2>/dev/null || true
		wait $! 2>/dev/null || true
	done
	# one that nobody disturbs has all of them
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" --json list
	[ "$(jq "[.[] | select(.facts != $facts)] | length" <<<"$output")" = 0 ]
	for no in $(jq -r '.[].dossier' <<<"$output"); do
		"$PROG" log $no --verify
	done
}

@test "on a full disk a change is refused with a sentence and nothing is lost" {
	[ "$(id -u)" = 0 ] || skip "needs root to mount a small file system"
	mkdir "$DIR/small"
	mount -t tmpfs -o size=4m tmpfs "$DIR/small" 2>/dev/null ||
		skip "cannot mount here"
	export CALLPERMIT_DB=$DIR/small/d.db
	no=$("$PROG" new)
	text=$(head -c 30000 /dev/zero | tr '\0' x)
	written=0
	for i in $(seq 1 60); do
		run "$PROG" set $no cc.service_desc=$text$i
		[ "$status" -eq 0 ] || break
		written=$i
	done
	full=$status
	said=$output
	now=$("$PROG" --json show $no | jq -r '.facts.cc.service_desc')
	"$PROG" log $no --verify
	umount -l "$DIR/small"
	[ "$full" -eq 5 ]
	[[ "$said" == *"disk is full"* || "$said" == *"database"* ]]
	[ "$written" -gt 0 ]
	[ "$now" = "$text$written" ]
}

@test "a folder that cannot be written gives a sentence, not a crash" {
	"$PROG" init
	chmod 500 "$DIR/data"
	[ "$(id -u)" != 0 ] || skip "root writes everywhere"
	run "$PROG" new
	[ "$status" -eq 5 ]
}
