# Backups when the disk is full, and when the program is killed.

load ../cli/common

make_vault() {
	no=$("$PROG" new)
	for i in 1 2 3; do
		head -c 2000000 /dev/urandom >"$DIR/f$i"
		"$PROG" evidence "$no" add "$DIR/f$i" >/dev/null
	done
}

@test "on a full disk there is no backup, and no rest of one" {
	[ "$(id -u)" = 0 ] || skip "needs root to mount a small file system"
	make_vault
	mkdir "$DIR/small"
	mount -t tmpfs -o size=3m tmpfs "$DIR/small" 2>/dev/null ||
		skip "cannot mount here"
	run "$PROG" --lang en backup "$DIR/small/b.tar"
	left=$(ls "$DIR/small")
	CALLPERMIT_DB=$DIR/small/d.db
	full=$status said=$output
	"$PROG" --db "$DIR/data/dossiers.db" backup "$DIR/b.tar"
	run "$PROG" --lang en --db "$DIR/small/d.db" restore "$DIR/b.tar"
	after=$(find "$DIR/small" -type f -name '*db*' -not -path '*.files/*')
	umount -l "$DIR/small"
	[ "$full" -eq 5 ]
	[[ "$said" == *"disk is full"* ]]
	[ -z "$left" ]
	[ "$status" -eq 5 ]
	[ -z "$after" ]
}

@test "killed at any moment, a backup is there whole or not at all" {
	make_vault
	then=$(date +%s%N)
	"$PROG" backup "$DIR/b0.tar"
	took=$((($(date +%s%N) - then) / 1000000))
	for i in $(seq 1 12); do
		"$PROG" backup "$DIR/b$i.tar" >/dev/null 2>&1 &
		pid=$!
		sleep "$(printf '%d.%03d' $((took * i / 12000)) $((took * i / 12 % 1000)))"
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
		[ ! -e "$DIR/b$i.tar" ] || "$PROG" backup --check "$DIR/b$i.tar"
		# and the next one is not kept from being made
		[ -e "$DIR/b$i.tar" ] || "$PROG" backup "$DIR/b$i.tar" >/dev/null
		[ "$(ls "$DIR" | grep -c callpermit)" = 0 ]
	done
}

@test "killed at any moment of a restore, the old or the new is there" {
	make_vault
	"$PROG" backup "$DIR/b.tar"
	"$PROG" export "$no" >"$DIR/old"
	for i in $(seq 1 12); do
		"$PROG" restore --force "$DIR/b.tar" >/dev/null 2>&1 &
		pid=$!
		sleep 0.0$((i * 8 / 10))
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
		"$PROG" export "$no" | cmp - "$DIR/old"
	done
	"$PROG" restore --force "$DIR/b.tar"
	"$PROG" log "$no" --verify
}
