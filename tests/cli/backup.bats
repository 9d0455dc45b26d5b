# backup, restore and doctor: everything as one file, and back.

load common

open_two() {
	"$PROG" import "$SAMPLE"/complete.yaml "$SAMPLE"/faulty.yaml >/dev/null
	NO=$("$PROG" list | head -1 | cut -d' ' -f1)
	echo "a lease" >"$DIR/lease.txt"
	"$PROG" evidence "$NO" add "$DIR/lease.txt" --title Lease >/dev/null
}

export_all() {
	local no

	for no in $("$PROG" list | cut -d' ' -f1); do
		"$PROG" export "$no"
		"$PROG" log "$no"
	done
}

@test "what is backed up comes back, with its files and journals" {
	open_two
	export_all >"$DIR/before"
	"$PROG" backup "$DIR/b.tar"
	[ "$(stat -c %a "$DIR/b.tar")" = 600 ]
	[ "$(ls "$DIR"/b.tar*)" = "$DIR/b.tar" ]
	export CALLPERMIT_DB=$DIR/elsewhere/new/d.db
	"$PROG" restore "$DIR/b.tar"
	export_all >"$DIR/after"
	cmp "$DIR/before" "$DIR/after"
	"$PROG" log "$NO" --verify
	run "$PROG" --json evidence "$NO" show
	[ "$(jq '.[0].revisions[0].files[0].kept' <<<"$output")" = true ]
	[ "$(stat -c %a "$CALLPERMIT_DB")" = 600 ]
	[ "$(ls "$DIR/elsewhere/new")" = "d.db
d.db.files" ]
}

@test "any tar takes it apart, and sha256sum knows its files" {
	open_two
	"$PROG" backup "$DIR/b.tar"
	mkdir "$DIR/apart"
	tar -C "$DIR/apart" -xf "$DIR/b.tar"
	cd "$DIR/apart"
	sha256sum -c SHA256SUMS
	[ "$(sqlite3 dossiers.db 'SELECT count(*) FROM dossier')" = 2 ]
	[ "$(find files -type f | wc -l)" = 1 ]
}

@test "a backup never takes the place of another, nor of anything" {
	open_two
	echo mine >"$DIR/b.tar"
	run "$PROG" --lang en backup "$DIR/b.tar"
	[ "$status" -eq 4 ]
	[[ "$output" == *"is there already"* ]]
	[ "$(cat "$DIR/b.tar")" = mine ]
	run "$PROG" --lang en backup "$DIR/nowhere/b.tar"
	[ "$status" -eq 3 ]
}

@test "it is taken while others write, and is of one moment" {
	open_two
	(
		i=0
		while [ ! -e "$DIR/stop" ]; do
			i=$((i + 1))
			"$PROG" set "$NO" co.tel=0291234$((1000 + i % 9000)) \
				>/dev/null 2>&1 || true
		done
	) &
	writer=$!
	for i in 1 2 3 4 5; do
		"$PROG" --json backup "$DIR/b$i.tar" >"$DIR/said$i"
	done
	touch "$DIR/stop"
	wait $writer
	for i in 1 2 3 4 5; do
		[ "$(jq '.flaws | length' "$DIR/said$i")" = 0 ]
		"$PROG" backup --check "$DIR/b$i.tar"
	done
}

@test "a database with later changes is not written over without --force" {
	open_two
	"$PROG" backup "$DIR/b.tar"
	export CALLPERMIT_NOW=2026-11-23T10:00
	"$PROG" set "$NO" site.area=999 >/dev/null
	run "$PROG" --lang en restore "$DIR/b.tar"
	[ "$status" -eq 1 ]
	[[ "$output" == *"2026-11-23 10:00:00"*"2026-11-22 10:00:00"*"--force"* ]]
	run "$PROG" --json restore "$DIR/b.tar" --force
	[ "$status" -eq 0 ]
	aside=$(jq -r .aside <<<"$output")
	[ "$("$PROG" export "$NO" | grep -c 'area: 999')" = 0 ]
	[ "$("$PROG" --db "$aside" export "$NO" | grep -c 'area: 999')" = 1 ]
}

@test "a database that somebody has open is left alone" {
	open_two
	"$PROG" backup "$DIR/b.tar"
	mkfifo "$DIR/pipe"
	sqlite3 "$CALLPERMIT_DB" <"$DIR/pipe" >"$DIR/out" &
	exec 7>"$DIR/pipe"
	echo "BEGIN; SELECT count(*) FROM dossier;" >&7
	for _ in $(seq 100); do
		[ -s "$DIR/out" ] && break
		sleep 0.1
	done
	run "$PROG" --lang en restore "$DIR/b.tar" --force
	exec 7>&-
	wait
	[ "$status" -eq 4 ]
	[[ "$output" == *"in use elsewhere"* ]]
	[ "$(ls "$DIR/data" | grep -c before)" = 0 ]
	"$PROG" restore "$DIR/b.tar" --force
}

@test "a damaged database gives way with --force, and is kept" {
	open_two
	"$PROG" backup "$DIR/b.tar"
	"$PROG" list >"$DIR/before"
	printf 'rubbish rubbish rubbish' | dd of="$CALLPERMIT_DB" conv=notrunc 2>/dev/null
	run "$PROG" --lang en doctor
	[ "$status" -eq 1 ]
	[[ "$output" == *"BAD   database"* ]]
	run "$PROG" --lang en restore "$DIR/b.tar"
	[ "$status" -eq 1 ]
	[[ "$output" == *"cannot be read"*"--force"* ]]
	"$PROG" restore "$DIR/b.tar" --force
	"$PROG" list | cmp - "$DIR/before"
	[ "$(head -c 7 "$DIR"/data/d*.before-2026-11-22-100000)" = rubbish ]
}

@test "what is no backup, cut short or changed is refused with its reason" {
	open_two
	"$PROG" backup "$DIR/b.tar"
	size=$(stat -c %s "$DIR/b.tar")
	export CALLPERMIT_DB=$DIR/new/d.db
	for n in 0 100 1024 5000 $((size / 2)) $((size - 1100)); do
		head -c "$n" "$DIR/b.tar" >"$DIR/cut.tar"
		run "$PROG" --lang en restore "$DIR/cut.tar"
		[ "$status" -eq 5 ]
		[ ! -e "$CALLPERMIT_DB" ]
	done
	run "$PROG" --lang en restore "$SAMPLE/complete.yaml"
	[ "$status" -eq 5 ]
	run "$PROG" --lang en restore "$DIR/none.tar"
	[ "$status" -eq 3 ]
	# one bit of the database
	cp "$DIR/b.tar" "$DIR/bit.tar"
	printf '\xff' | dd of="$DIR/bit.tar" bs=1 seek=300000 conv=notrunc 2>/dev/null
	run "$PROG" --lang en restore "$DIR/bit.tar"
	[ "$status" -eq 5 ]
	[[ "$output" == *"was changed"* ]]
	[ ! -e "$CALLPERMIT_DB" ]
}

@test "members that do not belong there are refused: a path upwards, a link" {
	open_two
	"$PROG" backup "$DIR/b.tar"
	mkdir "$DIR/apart"
	tar -C "$DIR/apart" -xf "$DIR/b.tar"
	cd "$DIR/apart"
	export CALLPERMIT_DB=$DIR/new/d.db
	echo evil >../evil
	tar -Pcf "$DIR/up.tar" callpermit-backup.json dossiers.db ../evil
	run "$PROG" --lang en restore "$DIR/up.tar"
	[ "$status" -eq 5 ]
	ln -s /etc/passwd files/link
	tar -cf "$DIR/link.tar" callpermit-backup.json dossiers.db files/link
	run "$PROG" --lang en restore "$DIR/link.tar"
	[ "$status" -eq 5 ]
	[[ "$output" == *"no plain file"* ]]
	[ ! -e "$CALLPERMIT_DB" ]
}

@test "a file of the vault that was changed is told and left out" {
	open_two
	f=$(find "$CALLPERMIT_DB.files" -type f)
	chmod u+w "$f"
	echo other >"$f"
	run "$PROG" --lang en backup "$DIR/b.tar"
	[ "$status" -eq 1 ]
	[[ "$output" == *"was changed since"* ]]
	tar -tf "$DIR/b.tar" >"$DIR/names"
	run grep -c ^files/ "$DIR/names"
	[ "$output" = 0 ]
	run "$PROG" backup --check "$DIR/b.tar"
	[ "$status" -eq 0 ]
	run "$PROG" --lang en doctor
	[ "$status" -eq 1 ]
	[[ "$output" == *"1 changed"* ]]
}

@test "a journal changed behind the program's back is told, and still kept" {
	open_two
	sqlite3 "$CALLPERMIT_DB" "DROP TRIGGER journal_no_update;
		UPDATE journal SET new = '31' WHERE dossier = 1 AND seq = 9"
	run "$PROG" --lang en backup "$DIR/b.tar"
	[ "$status" -eq 1 ]
	[ -s "$DIR/b.tar" ]
	run "$PROG" --json doctor
	[ "$status" -eq 1 ]
	[ "$(jq -r '.[] | select(.exam == "journals") | .verdict' <<<"$output")" = bad ]
}

@test "the newest stay, nothing else in the folder is touched" {
	open_two
	mkdir "$DIR/kept"
	touch "$DIR/kept/notes.txt" "$DIR/kept/callpermit-old.tar" \
		"$DIR/kept/callpermit-20200101-000000.tar.gz"
	for d in 01 02 03 04 05; do
		CALLPERMIT_NOW=2026-12-${d}T03:00 "$PROG" backup \
			--into "$DIR/kept" --keep 3
	done
	[ "$(ls "$DIR/kept")" = "callpermit-20200101-000000.tar.gz
callpermit-20261203-030000.tar
callpermit-20261204-030000.tar
callpermit-20261205-030000.tar
callpermit-old.tar
notes.txt" ]
	run "$PROG" --lang en backup --into "$DIR/kept" --keep 0
	[ "$status" -eq 2 ]
	run "$PROG" --lang en backup "$DIR/x.tar" --keep 3
	[ "$status" -eq 2 ]
}

@test "the doctor says what is well and what to do" {
	run "$PROG" --lang en doctor
	[ "$status" -eq 0 ]
	[[ "$output" == *"callpermit init"* ]]
	[ ! -e "$CALLPERMIT_DB" ]
	open_two
	run "$PROG" --json doctor
	[ "$status" -eq 0 ]
	[ "$(jq -r '[.[].exam] | join(" ")' <<<"$output")" = \
		"place database journals files disk rest copies pack fonts locale terminal engine" ]
	[ "$(jq -r '.[] | select(.exam == "database") | .verdict' <<<"$output")" = ok ]
	chmod 644 "$CALLPERMIT_DB"
	run "$PROG" --lang en doctor --quick
	[[ "$output" == *"may be read by others (mode 644)"* ]]
	run "$PROG" --lang en doctor --url http://127.0.0.1:9/
	[ "$status" -eq 1 ]
	[[ "$output" == *"BAD   engine"* ]]
}

@test "the shells know commands, subcommands, options and dossiers" {
	open_two
	PATH=$(dirname "$PROG"):$PATH
	source <("$PROG" completion bash)
	COMP_WORDS=(callpermit rest) COMP_CWORD=1
	_callpermit
	[ "${COMPREPLY[*]}" = restore ]
	COMP_WORDS=(callpermit --lang en backup --k) COMP_CWORD=4
	_callpermit
	[ "${COMPREPLY[*]}" = --keep ]
	COMP_WORDS=(callpermit show "") COMP_CWORD=2
	_callpermit
	[[ "${COMPREPLY[*]}" == *"$NO"* ]]
	"$PROG" completion zsh >"$DIR/zsh"
	"$PROG" completion fish >"$DIR/fish"
	! command -v zsh || zsh -n "$DIR/zsh"
	! command -v fish || fish -n "$DIR/fish"
	grep -q "from backup' -l keep" "$DIR/fish"
	run "$PROG" --lang en completion tcsh
	[ "$status" -eq 2 ]
}
