# Evidence when the disk is full, and when the program is killed.

load ../cli/common

@test "on a full disk nothing of a revision is kept" {
	[ "$(id -u)" = 0 ] || skip "needs root to mount a small file system"
	mkdir "$DIR/small"
	mount -t tmpfs -o size=3m tmpfs "$DIR/small" 2>/dev/null ||
		skip "cannot mount here"
	export CALLPERMIT_DB=$DIR/small/d.db
	no=$("$PROG" new)
	head -c 5000000 /dev/urandom >"$DIR/big"
	echo small >"$DIR/a"
	run "$PROG" --lang en evidence "$no" add "$DIR/a" "$DIR/big"
	full=$status
	said=$output
	"$PROG" visit "$no" begin --kind mock
	run "$PROG" visit "$no" record "$DIR/big" --item I-24
	full_too=$status
	item=$("$PROG" --json checklist "$no" show |
		jq '.items[] | select(.item == "I-24") | .evidence')
	left=$("$PROG" --json evidence "$no" show)
	files=$(find "$DIR/small/d.db.files" -name 'new-*' | wc -l)
	umount -l "$DIR/small"
	[ "$full" -eq 5 ]
	[ "$full_too" -eq 5 ]
	[ "$item" = null ]
	[[ "$said" == *"disk is full"* ]]
	[ "$left" = '[]' ]
	[ "$files" = 0 ]
}

@test "killed at any moment, a record is there whole or not at all" {
	no=$("$PROG" new)
	# how long it takes here, so that the kills fall all over it
	head -c 4000000 /dev/urandom >"$DIR/f1"
	then=$(date +%s%N)
	"$PROG" evidence "$no" add "$DIR/f1" "$DIR/f1"
	took=$((($(date +%s%N) - then) / 1000000))
	for i in $(seq 2 13); do
		head -c 4000000 /dev/urandom >"$DIR/f$i"
		"$PROG" evidence "$no" add "$DIR/f$i" "$DIR/f1" >/dev/null &
		pid=$!
		sleep "$(printf '%d.%03d' $((took * i / 13000)) $((took * i / 13 % 1000)))"
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
	done
	"$PROG" log "$no" --verify
	run "$PROG" --json evidence "$no" verify
	[ "$(jq '[.[] | select(.flaw != "extra")] | length' <<<"$output")" = 0 ]
	[ "$("$PROG" --json evidence "$no" show |
		jq '[.[] | select((.revisions[0].files | length) != 2 or
			(.revisions[0].files | all(.kept) | not))] | length')" = 0 ]
	# what is left over goes, what is referred to stays
	find "$CALLPERMIT_DB.files" -type f -exec touch -d "2 hours ago" {} +
	"$PROG" evidence "$no" gc
	run "$PROG" --json evidence "$no" verify
	[ "$output" = '[]' ]
}
