# key: database and vault encrypted, and everything else with them.

load common
load key

@test "a key is not taken from the command line or the environment" {
	"$PROG" init
	run "$PROG" --lang en key on secretsecretsecret
	[ "$status" -eq 2 ] || [[ "$output" == *E-NO-CIPHER* ]]
	run "$PROG" --lang en key onn
	[ "$status" -eq 2 ]
	run "$PROG" --lang en --key-fd x list
	[ "$status" -eq 2 ]
	[[ "$output" == *"is no file descriptor"* ]]
	run "$PROG" --lang en --json key
	[ "$(jq .encrypted <<<"$output")" = false ]
}

@test "a build without SQLCipher says so, and what to do" {
	"$PROG" init
	if [ "$("$PROG" --json key | jq .built_in)" = true ]; then
		skip "built with SQLCipher"
	fi
	for word in on change; do
		run "$PROG" --lang en key $word
		[ "$status" -eq 1 ]
		[[ "$output" == *"SQLITE_PKG=sqlcipher"*"[E-NO-CIPHER]" ]]
	done
	run "$PROG" --lang en key off
	[ "$status" -eq 3 ]
	[[ "$output" == *"is not encrypted"* ]]
}

@test "what looks encrypted is not called damaged, and nothing is changed" {
	mkdir -p "$DIR/data"
	head -c 8192 /dev/urandom >"$CALLPERMIT_DB"
	before=$(sha256sum <"$CALLPERMIT_DB")
	run setsid "$PROG" --lang en list
	[ "$status" -eq 1 ]
	[[ "$output" == *encrypted*"[E-NO-CIPHER]" ]] ||
		[[ "$output" == *encrypted*"[E-KEY]" ]]
	[ "$(sha256sum <"$CALLPERMIT_DB")" = "$before" ]
	echo "a letter" >"$CALLPERMIT_DB"
	run "$PROG" --lang en list
	[[ "$output" == *"not a database file [E-DB-KIND]" ]]
}

@test "encrypted, everything says the same and nothing can be read" {
	has_cipher
	keys
	filled
	what "$PROG" >"$DIR/before"
	run "$PROG" --lang en key on --new-key-fd 3 3<"$DIR/key1"
	[ "$status" -eq 0 ]
	[[ "$output" == *"are encrypted"* ]]
	what one >"$DIR/after"
	cmp "$DIR/before" "$DIR/after"
	one log "$NO" --verify
	run plain_in "$DIR/data"
	[ -z "$output" ]
	[ "$(find "$DIR/data" -type f | wc -l)" = 3 ]
	[ "$(stat -c %a "$CALLPERMIT_DB")" = 600 ]
	[ "$(find "$DIR/data" -name '*.enc' -perm 600 | wc -l)" = 2 ]
	[ "$("$PROG" --json key | jq .encrypted)" = true ]
	one evidence "$NO" add "$DIR/lease.txt" --title "The same" >/dev/null
	[ "$(find "$DIR/data" -name '*.enc' | wc -l)" = 2 ]
	run one --lang en key log
	[[ "$output" == *"  on" ]]
}

@test "without the key, or with another, it is refused with a reason" {
	has_cipher
	keys
	filled
	"$PROG" key on --new-key-fd 3 3<"$DIR/key1"
	run setsid "$PROG" --lang en list
	[ "$status" -eq 1 ]
	[[ "$output" == *"--key-fd"*"[E-KEY]" ]]
	run two --lang en list
	[ "$status" -eq 1 ]
	[[ "$output" == *"does not fit"*"[E-KEY]" ]]
	run "$PROG" --lang en key on --new-key-fd 3 3<"$DIR/key2"
	[ "$status" -eq 4 ]
	echo short >"$DIR/key3"
	run one --lang en key change --new-key-fd 3 3<"$DIR/key3"
	[ "$status" -eq 2 ]
	[[ "$output" == *"at least"* ]]
	printf '\n' >"$DIR/key3"
	run "$PROG" --lang en --key-fd 3 list 3<"$DIR/key3"
	[ "$status" -eq 2 ]
	run one --lang en key change --new-key-fd 3 3<"$DIR/key1"
	[ "$status" -eq 2 ]
	one list
}

@test "another key, and plain again" {
	has_cipher
	keys
	filled
	what "$PROG" >"$DIR/before"
	"$PROG" key on --new-key-fd 3 3<"$DIR/key1"
	one key change --new-key-fd 3 3<"$DIR/key2"
	run one list
	[ "$status" -eq 1 ]
	what two >"$DIR/after"
	cmp "$DIR/before" "$DIR/after"
	run plain_in "$DIR/data"
	[ -z "$output" ]
	two key off
	what "$PROG" >"$DIR/after"
	cmp "$DIR/before" "$DIR/after"
	[ "$(find "$DIR/data" -name '*.enc*' | wc -l)" = 0 ]
	"$PROG" log "$NO" --verify
	[ "$("$PROG" key log | sed 's/.* //' | xargs)" = "on change off" ]
	run sqlite3 "$CALLPERMIT_DB" 'SELECT count(vault_key) FROM sealing'
	[ "$output" = 0 ]
	[ "$("$PROG" --json doctor | jq -r \
		'.[] | select(.exam == "files") | .verdict')" != bad ]
}

@test "sqlcipher(1) opens it with the same words" {
	has_cipher
	[ -n "$(command -v sqlcipher)" ] || skip "sqlcipher is not installed"
	filled
	echo "correct horse battery" >"$DIR/key1"
	"$PROG" key on --new-key-fd 3 3<"$DIR/key1"
	run sqlcipher "$CALLPERMIT_DB" "PRAGMA key = 'correct horse battery'; \
		SELECT no FROM dossier; PRAGMA cipher_integrity_check"
	[[ "$output" == *"$NO" ]]
}

@test "a backup is encrypted too, says so, and comes back" {
	has_cipher
	keys
	filled
	"$PROG" key on --new-key-fd 3 3<"$DIR/key1"
	what one >"$DIR/before"
	run one --lang en backup "$DIR/b.tar"
	[ "$status" -eq 0 ]
	[[ "$output" == *"it is encrypted"* ]]
	run plain_in "$DIR/b.tar"
	[ -z "$output" ]
	mkdir "$DIR/apart"
	tar -C "$DIR/apart" -xf "$DIR/b.tar"
	(cd "$DIR/apart" && sha256sum -c SHA256SUMS)
	run one --json backup --check "$DIR/b.tar"
	[ "$status" -eq 0 ]
	[ "$(jq -c '[.encrypted, .files, .flaws]' <<<"$output")" = '[true,2,[]]' ]
	run two --lang en backup --check "$DIR/b.tar"
	[ "$status" -eq 1 ]
	[[ "$output" == *"[E-KEY]" ]]
	[ -z "$(ls -d "$DIR"/b.tar?* 2>/dev/null)" ]
	export CALLPERMIT_DB=$DIR/elsewhere/d.db
	one restore "$DIR/b.tar"
	what one >"$DIR/after"
	cmp "$DIR/before" "$DIR/after"
	run plain_in "$DIR/elsewhere"
	[ -z "$output" ]
	run one --json evidence "$NO" verify --whole
	[[ "$output" != *changed* && "$output" != *extra* ]]
}

@test "a plain backup does not take the place of what is encrypted by mistake" {
	has_cipher
	keys
	filled
	"$PROG" backup "$DIR/plain.tar"
	"$PROG" key on --new-key-fd 3 3<"$DIR/key1"
	run one --lang en restore "$DIR/plain.tar"
	[ "$status" -eq 1 ]
	[[ "$output" == *"is encrypted and the backup is not"* ]]
	one list
	one restore --force "$DIR/plain.tar"
	"$PROG" list
	[ "$("$PROG" --json evidence "$NO" show |
		jq '[.[].revisions[].files[].kept] | all')" = true ]
}

@test "a changed byte in a sealed file is found, and a file is not taken twice" {
	has_cipher
	keys
	filled
	"$PROG" key on --new-key-fd 3 3<"$DIR/key1"
	file=$(find "$DIR/data" -name '*.enc' -size +100k)
	printf 'X' | dd of="$file" bs=1 seek=1000 conv=notrunc status=none
	run one --lang en --json evidence "$NO" verify --whole
	[ "$status" -eq 1 ]
	[[ "$output" == *"$(sha256sum "$DIR/scan.bin" | cut -c1-64)"* ]]
	run one --lang en backup "$DIR/b.tar"
	[ "$status" -eq 1 ]
	[[ "$output" == *"was changed or cut short"* ]]
	# with it nothing is written anew
	run one --lang en key off
	[ "$status" -eq 5 ]
	[[ "$output" == *"[E-VAULT]" ]]
	[ "$(find "$DIR/data" -type f | wc -l)" = 3 ]
	one evidence "$NO" add "$DIR/scan.bin" --title Again >/dev/null
	one key off
	[ "$(find "$DIR/data/dossiers.db.files" -type f | wc -l)" = 2 ]
}

@test "dossiers come out of it for other offices, and into it" {
	has_cipher
	keys
	filled
	"$PROG" key on --new-key-fd 3 3<"$DIR/key1"
	one export "$NO" --with-evidence -o "$DIR/whole.dossier"
	export CALLPERMIT_DB=$DIR/other/d.db
	"$PROG" init
	"$PROG" key on --new-key-fd 3 3<"$DIR/key2"
	two import "$DIR/whole.dossier"
	no=$(two list | head -1 | cut -d' ' -f1)
	run plain_in "$DIR/other"
	[ -z "$output" ]
	[ "$(two --json evidence "$no" show |
		jq '[.[].revisions[].files[].kept] | all')" = true ]
	two evidence "$no" export "$DIR/out"
	run grep -rl "the lease of the hall" "$DIR/out"
	[ "$status" -eq 0 ]
}

@test "what nothing refers to is swept away" {
	has_cipher
	keys
	filled
	"$PROG" key on --new-key-fd 3 3<"$DIR/key1"
	folder=$DIR/data/dossiers.db.files
	mkdir -p "$folder/00"
	cp "$(find "$folder" -name '*.enc' | head -1)" \
		"$folder/00/$(printf %064d 0).enc"
	cp "$DIR/lease.txt" "$folder/00/$(printf %064d 0)"
	touch -d '2 hours ago' "$folder"/00/* "$folder"/*/*.enc
	one evidence "$NO" gc
	[ "$(find "$folder" -type f | wc -l)" = 2 ]
	run one --json doctor
	[ "$(jq -r '.[] | select(.exam == "rest") | .verdict' <<<"$output")" = ok ]
	run one --json evidence "$NO" verify --whole
	[[ "$output" != *changed* && "$output" != *extra* ]]
}

@test "nobody else may have it open" {
	has_cipher
	keys
	filled
	mkfifo "$DIR/in" "$DIR/out"
	sqlite3 "$CALLPERMIT_DB" <"$DIR/in" >"$DIR/out" 3>&- &
	exec 8>"$DIR/in" 9<"$DIR/out"
	echo 'SELECT count(*) FROM dossier;' >&8
	read -r count <&9
	[ "$count" = 1 ]
	run "$PROG" --lang en key on --new-key-fd 3 3<"$DIR/key1" 8>&- 9>&-
	echo .quit >&8
	exec 8>&- 9<&-
	wait
	[ "$status" -eq 4 ]
	[[ "$output" == *"in use elsewhere"*"[E-DB-BUSY]" ]]
	[ "$(find "$DIR/data" -type f | wc -l)" = 3 ]
	"$PROG" list
}

@test "the keyring of the account keeps the key" {
	has_cipher
	keys
	filled
	"$PROG" key on --new-key-fd 3 3<"$DIR/key1"
	run one --lang en key remember --hours 1
	[[ "$output" != *"keyring of the kernel"* ]] || skip "no keyring here"
	[ "$status" -eq 0 ]
	setsid "$PROG" list
	[ "$("$PROG" --json key | jq .keyring)" = true ]
	# another key, and the former is kept no more
	"$PROG" key change --new-key-fd 3 3<"$DIR/key2"
	[ "$("$PROG" --json key | jq .keyring)" = false ]
	run setsid "$PROG" list
	[ "$status" -eq 1 ]
	two key remember
	setsid "$PROG" list
	"$PROG" key forget
	run setsid "$PROG" list
	[ "$status" -eq 1 ]
	run "$PROG" --lang en key forget
	[ "$status" -eq 3 ]
}

@test "a key is asked for at the terminal and not shown" {
	has_cipher
	filled
	python3 "$BATS_TEST_DIRNAME/typed.py" "correct horse battery" \
		"correct horse battery" -- "$PROG" --lang en key on >"$DIR/said"
	run cat "$DIR/said"
	[[ "$output" == *"New key (not shown)"*"The same again"* ]]
	[[ "$output" != *horse* ]]
	[ "$("$PROG" --json key | jq .encrypted)" = true ]
	# wrong first, with a letter taken back
	run python3 "$BATS_TEST_DIRNAME/typed.py" "wrong wrong wrong" \
		$'correct horsee\x7f battery' -- "$PROG" --lang en list
	[ "$status" -eq 0 ]
	[[ "$output" == *"does not fit"*"$NO"* ]]
	run python3 "$BATS_TEST_DIRNAME/typed.py" $'corr\x03' \
		-- "$PROG" --lang en list
	[ "$status" -eq 1 ]
	[[ "$output" == *"no key was typed"* ]]
	# in a pipe nobody is asked
	run python3 "$BATS_TEST_DIRNAME/typed.py" "correct horse battery" \
		"another one that differs" -- "$PROG" --lang en key change
	[ "$status" -ne 0 ]
}

@test "what is brought to a newer schema is copied encrypted" {
	has_cipher
	keys
	[ -n "$(command -v sqlcipher)" ] || skip "sqlcipher is not installed"
	sqlite3 "$DIR/old.db" <"$BATS_TEST_DIRNAME/../schema/dossiers-11.sql"
	id=$(sqlite3 "$DIR/old.db" 'PRAGMA application_id')
	rm -f "$CALLPERMIT_DB"*
	sqlcipher "$DIR/old.db" "ATTACH '$CALLPERMIT_DB' AS c KEY
		\"$(cat "$DIR/key1")\"; SELECT sqlcipher_export('c');
		PRAGMA c.user_version = 11; PRAGMA c.application_id = $id"
	one list
	[ -e "$CALLPERMIT_DB.schema-11" ]
	run plain_in "$DIR/data"
	[ -z "$output" ]
	one --db "$CALLPERMIT_DB.schema-11" list
}
