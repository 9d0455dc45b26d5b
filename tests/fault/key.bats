# Encryption turned on, off, and its key changed: killed at any moment and on a
# full disk.  What is there is as it was or as it was to be, with all its files.

load ../cli/common
load ../cli/key

plain() {
	"$PROG" "$@"
}

# How the database can be read now
way() {
	if [ "$("$PROG" --json key | jq .encrypted)" = false ]; then
		echo plain
	elif one list >/dev/null 2>&1; then
		echo one
	else
		echo two
	fi
}

# All is there, in one form only, and nothing of a change that was cut short
whole() {
	WAY=$(way)
	$WAY log "$NO" --verify >/dev/null
	[ "$($WAY --json evidence "$NO" show |
		jq '[.[].revisions[].files[].kept] | all')" = true ]
	[ ! -e "$CALLPERMIT_DB.callpermit-key" ]
	[ "$(find "$DIR/data/dossiers.db.files" -type f | wc -l)" = 2 ]
	if [ $WAY = plain ]; then
		[ "$(find "$DIR/data" -name '*.enc' | wc -l)" = 0 ]
	else
		[ "$(find "$DIR/data" -name '*.enc' | wc -l)" = 2 ]
		run plain_in "$DIR/data"
		[ -z "$output" ]
	fi
	$WAY evidence "$NO" export "$DIR/out" >/dev/null
	grep -rq "the lease of the hall" "$DIR/out"
	rm -rf "$DIR/out"
}

# killed LIMIT WORD...: run and kill after a moment up to LIMIT ms
killed() {
	local wait=$((RANDOM % $1))

	shift
	"$@" 3>&- >/dev/null 2>&1 &
	sleep $((wait / 1000)).$(printf %03d $((wait % 1000)))
	kill -9 $! 2>/dev/null || true
	wait $! 2>/dev/null || true
}

turn_on() {
	exec "$PROG" key on --new-key-fd 7 7<"$DIR/key1"
}

change() {
	exec "$PROG" --key-fd 7 key change --new-key-fd 8 7<"$DIR/$1" 8<"$DIR/$2"
}

turn_off() {
	exec "$PROG" --key-fd 7 key off 7<"$DIR/$1"
}

@test "killed at any moment all is as it was or as it was to be" {
	has_cipher
	keys
	filled
	then=$(date +%s%N)
	(turn_on)
	ms=$((($(date +%s%N) - then) / 1000000 + 20))
	n=0
	for i in $(seq 1 40); do
		whole
		case $WAY in
		one)
			if [ $((i % 2)) = 0 ]; then
				killed $ms turn_off key1
			else
				killed $ms change key1 key2
			fi
			;;
		two) killed $ms turn_off key2 ;;
		plain) killed $ms turn_on ;;
		esac
		before=$WAY
		[ "$before" = "$(way)" ] || n=$((n + 1))
	done
	whole
	# some came to their end, some did not
	[ "$n" -gt 0 ]
	[ "$n" -lt 40 ]
}

@test "on a full disk nothing is changed and nothing is left there" {
	[ "$(id -u)" = 0 ] || skip "needs root to mount a small file system"
	has_cipher
	keys
	mkdir "$DIR/small"
	mount -t tmpfs -o size=8m tmpfs "$DIR/small" 2>/dev/null ||
		skip "cannot mount here"
	export CALLPERMIT_DB=$DIR/small/d.db
	filled
	bad=
	# less and less is free
	for kib in 3000 2000 1000 400 200; do
		rm -f "$DIR/small/rest"
		dd if=/dev/zero of="$DIR/small/rest" bs=1024 status=none \
			count=$(($(stat -f -c '%f * %S / 1024' "$DIR/small") - kib))
		names=$(find "$DIR/small" -type f | sort)
		if "$PROG" --lang en key on --new-key-fd 7 7<"$DIR/key1" \
			>"$DIR/said" 2>&1; then
			one key off || bad="$bad off:$kib"
			continue
		fi
		grep -q "E-DISK-FULL" "$DIR/said" || bad="$bad said:$kib"
		[ "$(find "$DIR/small" -type f | sort)" = "$names" ] ||
			bad="$bad left:$kib"
		"$PROG" log "$NO" --verify >/dev/null || bad="$bad log:$kib"
	done
	rm -f "$DIR/small/rest"
	"$PROG" key on --new-key-fd 7 7<"$DIR/key1" || bad="$bad last"
	one log "$NO" --verify || bad="$bad last"
	said=$(cat "$DIR/said")
	umount -l "$DIR/small"
	echo "bad:$bad $said"
	[ -z "$bad" ]
}
