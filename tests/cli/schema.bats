# Databases of every schema there ever was, as their programs wrote them
# (tests/schema/keep.sh), opened with the program of today.

load common

KEPT=$BATS_TEST_DIRNAME/../schema
SRC=$BATS_TEST_DIRNAME/../../src

# rows DB: facts and journal, as far as every schema has them
rows() {
	sqlite3 "file:$1?mode=ro" "SELECT * FROM (SELECT no, grp, n, key, value,
		ok, origin, seq FROM fact JOIN dossier d ON d.id = dossier
		ORDER BY 1, 2, 3, 4);
		SELECT seq, change, at, actor, act, undoes, key, old, new, ok,
		old_ok, origin, reason, prev, hash FROM journal
		ORDER BY dossier, seq"
}

# put FILE: a database from its text
put() {
	rm -rf "$DIR/data"
	mkdir -p "$DIR/data"
	sqlite3 "$CALLPERMIT_DB" <"$1"
}

# steps TABLE: the numbers of the steps in a source file
steps() {
	grep -o '{ [0-9]*, sql_' "$SRC/$1" | tr -dc '0-9\n' | sort -n
}

# The newest is kept before the next step is added.
@test "a database of every earlier schema is kept" {
	local kind n c=0

	for kind in dossiers:dossier/dossier.c calls:ledger/calls.c \
		desk:ledger/desk.c; do
		for n in $(steps "${kind#*:}" | head -n -1); do
			n=$(printf %02d "$n")
			c=$((c + 1))
			[ -e "$KEPT/${kind%%:*}-$n.sql" ] || {
				echo "tests/schema has no ${kind%%:*}-$n.sql:" \
					"sh tests/schema/keep.sh $PROG"
				false
			}
		done
	done
	[ "$c" -ge 17 ]
	"$PROG" init >/dev/null
	[ "$(sqlite3 "$CALLPERMIT_DB" 'PRAGMA user_version')" = \
		"$(steps dossier/dossier.c | tail -1)" ]
}

@test "dossiers of every schema are brought up with facts and journal" {
	local file was newest

	newest=$(steps dossier/dossier.c | tail -1)
	for file in "$KEPT"/dossiers-*.sql; do
		echo "$file"
		put "$file"
		was=$(sqlite3 "$CALLPERMIT_DB" 'PRAGMA user_version')
		rows "$CALLPERMIT_DB" >"$DIR/before"
		[ "$(wc -l <"$DIR/before")" -gt 8 ]
		"$PROG" log 2026-0001 --verify
		rows "$CALLPERMIT_DB" >"$DIR/after"
		cmp "$DIR/before" "$DIR/after"
		[ "$(sqlite3 "$CALLPERMIT_DB" 'PRAGMA user_version')" = \
			"$newest" ]
		[ "$(sqlite3 "$CALLPERMIT_DB" 'PRAGMA integrity_check')" = ok ]
		"$PROG" show 2026-0001 | grep 示例 >/dev/null
		"$PROG" search 示例网络 | grep 2026-0001 >/dev/null
		"$PROG" set 2026-0001 co.name=示例乙公司
		"$PROG" undo 2026-0001
		"$PROG" export 2026-0001 | grep 示例网络有限公司 >/dev/null
		"$PROG" log 2026-0001 --verify
		[ "$was" = "$newest" ] && continue
		[ "$(stat -c %a "$CALLPERMIT_DB.schema-$was")" = 600 ]
		rows "$CALLPERMIT_DB.schema-$was" >"$DIR/kept"
		cmp "$DIR/before" "$DIR/kept"
		[ "$(sqlite3 "$CALLPERMIT_DB.schema-$was" \
			'PRAGMA user_version')" = "$was" ]
		[ "$(ls "$DIR/data" | grep -c schema)" = 1 ]
	done
}

@test "a copy of the old schema that is there is never written over" {
	put "$KEPT/dossiers-08.sql"
	echo mine >"$CALLPERMIT_DB.schema-8"
	"$PROG" list
	[ "$(cat "$CALLPERMIT_DB.schema-8")" = mine ]
}

@test "without room for the copy the old database stays as it is" {
	put "$KEPT/dossiers-08.sql"
	run bash -c 'trap "" XFSZ; ulimit -f 32; "$PROG" --lang en list'
	[ "$status" -eq 5 ]
	[[ "$output" == *"the database is copied"* ]]
	[ "$(sqlite3 "$CALLPERMIT_DB" 'PRAGMA user_version')" = 8 ]
	[ "$(sqlite3 "$CALLPERMIT_DB" 'PRAGMA integrity_check')" = ok ]
	[ "$(ls "$DIR/data" | grep -c schema)" = 0 ]
	"$PROG" log 2026-0001 --verify
}

@test "a schema that is newer than the program is refused untouched" {
	"$PROG" import "$SAMPLE/complete.yaml"
	sqlite3 "$CALLPERMIT_DB" 'PRAGMA user_version = 99' \
		'PRAGMA journal_mode = DELETE' >/dev/null
	sum=$(sha256sum <"$CALLPERMIT_DB")
	run "$PROG" --lang en list
	[ "$status" -eq 1 ]
	[[ "$output" == *"written by a newer version of callpermit (schema 99, "* ]]
	[ "$(sha256sum <"$CALLPERMIT_DB")" = "$sum" ]
	[ "$(ls "$DIR/data")" = dossiers.db ]
}

@test "a backup of an old schema is restored, and leaves no copy beside" {
	put "$KEPT/dossiers-07.sql"
	mkdir "$DIR/b"
	cp "$CALLPERMIT_DB" "$DIR/b/dossiers.db"
	(cd "$DIR/b" && sha256sum dossiers.db >SHA256SUMS)
	printf '{"schema":"callpermit-backup/1"}' \
		>"$DIR/b/callpermit-backup.json"
	"$PROG" backup "$DIR/new.tar"
	tar -C "$DIR/b" --overwrite -xf "$DIR/new.tar" callpermit-backup.json
	tar -C "$DIR/b" -cf "$DIR/old.tar" --format=ustar \
		callpermit-backup.json dossiers.db SHA256SUMS
	export CALLPERMIT_DB=$DIR/new/dossiers.db
	"$PROG" restore "$DIR/old.tar"
	"$PROG" log 2026-0001 --verify
	[ "$(ls "$DIR/new" | grep -c schema)" = 0 ]
}
