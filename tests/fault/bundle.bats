# A bundle under kill -9 and on full disks: the old file or the new one, whole,
# and no filing version without its file.

load ../cli/common
load ../cli/bundle

hash_of() {
	sha256sum "$1" | cut -c1-64
}

@test "kill -9 at any moment leaves a whole file, and no version without it" {
	complete
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	kept=1
	for i in $(seq 1 25); do
		"$PROG" set 2026-0001 co.fax=029-812345$((10 + i))
		"$PROG" bundle 2026-0001 -o "$DIR/a.zip" >/dev/null 2>&1 3>&- &
		sleep 0.$((RANDOM % 50 + 1))
		kill -9 $! 2>/dev/null || true
		wait $! 2>/dev/null || true
		unzip -tq "$DIR/a.zip" >/dev/null
		"$PROG" --json paper 2026-0001 versions >"$DIR/versions"
		now=$(jq length "$DIR/versions")
		[ "$now" -eq $kept ] || [ "$now" -eq $((kept + 1)) ]
		last=$(jq -r '.[-1].sha256' "$DIR/versions")
		if [ "$(hash_of "$DIR/a.zip")" != "$last" ]; then
			# killed between the file and the database: it is the
			# next version, which nobody was told of
			[ "$now" -eq $kept ]
			[ "$(unzip -p "$DIR/a.zip" manifest.json | jq .version)" -eq \
				$((now + 1)) ]
		fi
		kept=$now
		"$PROG" log 2026-0001 --verify
	done
	# one that nobody disturbs is the next
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	"$PROG" --json paper 2026-0001 versions >"$DIR/versions"
	[ "$(hash_of "$DIR/a.zip")" = "$(jq -r '.[-1].sha256' "$DIR/versions")" ]
	[ "$(jq -c 'map(.version)' "$DIR/versions")" = \
		"$(jq -nc "[range(1; $(jq length "$DIR/versions") + 1)]")" ]
	# and nothing of the others is left
	[ -z "$(find "$DIR" -name '*callpermit-*')" ]
}

@test "a full disk leaves the old file and no version" {
	[ "$(id -u)" = 0 ] || skip "needs root to mount a small file system"
	complete
	mkdir "$DIR/small"
	mount -t tmpfs -o size=64k tmpfs "$DIR/small" 2>/dev/null ||
		skip "cannot mount here"
	echo old >"$DIR/small/a.zip"
	run "$PROG" bundle 2026-0001 -o "$DIR/small/a.zip"
	old=$(cat "$DIR/small/a.zip")
	left=$(ls "$DIR/small")
	umount -l "$DIR/small"
	echo "$output"
	[ "$status" -eq 5 ]
	[[ "$output" == *"a.zip: "*[Ss]pace* ]]
	[ "$old" = old ]
	[ "$left" = a.zip ]
	[ "$("$PROG" --json paper 2026-0001 versions)" = '[]' ]
}

@test "a database that cannot take the version puts the old file back" {
	[ "$(id -u)" = 0 ] || skip "needs root to mount a small file system"
	mkdir "$DIR/small"
	mount -t tmpfs -o size=24m tmpfs "$DIR/small" 2>/dev/null ||
		skip "cannot mount here"
	export CALLPERMIT_DB=$DIR/small/d.db
	complete
	echo old >"$DIR/a.zip"
	head -c 30000000 /dev/zero >"$DIR/small/fill" 2>/dev/null || true
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	rm "$DIR/small/fill"
	versions=$("$PROG" --json paper 2026-0001 versions)
	"$PROG" log 2026-0001 --verify
	umount -l "$DIR/small"
	[ "$status" -eq 5 ]
	[ "$(cat "$DIR/a.zip")" = old ]
	[ "$versions" = '[]' ]
	[ "$(ls "$DIR" | grep -c 'a.zip')" = 1 ]
}
