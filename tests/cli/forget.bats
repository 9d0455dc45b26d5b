# forget: personal data is deleted for good, and the journal holds.

load common

open_one() {
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	NO=2026-0001
	ID=110101190101010011
}

# nowhere TEXT: not a byte of it is in database, WAL or vault
nowhere() {
	! grep -raFl "$1" "$DIR/data"
}

@test "what is forgotten is in no byte of database, WAL and vault" {
	open_one
	"$PROG" set "$NO" lr.mobile=13100000077 --reason 示例原因一
	"$PROG" set "$NO" lr.mobile=13100000078
	"$PROG" undo "$NO"
	"$PROG" redo "$NO"
	"$PROG" set "$NO" staff[3].name=示例遗忘
	printf '%%PDF-1.4 遗忘扫描件 %s' "$(head -c 3000 /dev/zero | tr '\0' x)" \
		>"$DIR/id.pdf"
	"$PROG" set "$NO" lr.id_file="$DIR/id.pdf"
	"$PROG" due >/dev/null
	grep -rqaF 13100000077 "$DIR/data"
	grep -rqaF 示例遗忘 "$DIR/data"
	grep -rqaF 遗忘扫描件 "$DIR/data/dossiers.db.files"

	run "$PROG" --lang en forget "$NO" --reason "the person asked for it" \
		lr.mobile lr.id_file 'staff[3]'
	echo "$output"
	[ "$status" -eq 0 ]
	[[ "$output" == *"are deleted for good"* ]]
	[[ "$output" == *"1 files were removed"* ]]
	[[ "$output" == *"not touched: backups"* ]]
	nowhere 13100000077
	nowhere 13100000078
	nowhere 示例遗忘
	nowhere 示例原因一
	nowhere 遗忘扫描件
	[ ! -s "$CALLPERMIT_DB-wal" ]
	"$PROG" log "$NO" --verify
	"$PROG" show "$NO" | grep -c 'lr\.' >/dev/null
	run "$PROG" search 示例遗忘
	[[ "$output" != *"$NO"* ]]
	[ "$(sqlite3 "$CALLPERMIT_DB" 'PRAGMA integrity_check')" = ok ]
}

@test "the journal says what was deleted, by whom and why, not what it was" {
	open_one
	"$PROG" forget "$NO" --reason "示例理由" lr.id_no >"$DIR/out" || true
	run "$PROG" --json log "$NO"
	[ "$(jq -r '.[-1] | .act + " " + .reason + " " + (.actor != "" | tostring)' \
		<<<"$output")" = "forget 示例理由 true" ]
	[ "$(jq -r '.[-1].new | fromjson | .facts | join(" ")' <<<"$output")" = lr.id_no ]
	[ "$(jq '[.[] | select(.deleted)] | length' <<<"$output")" -ge 1 ]
	[ "$(jq '[.[] | select(.deleted and (.new or .old or .reason))] | length' \
		<<<"$output")" = 0 ]
}

@test "only what was named goes, and the same elsewhere is told" {
	open_one
	"$PROG" show "$NO" --all >"$DIR/before"
	run "$PROG" --json forget "$NO" --reason x lr.id_no
	[ "$status" -eq 1 ]
	[ "$(jq -c .facts <<<"$output")" = '["lr.id_no"]' ]
	[ "$(jq -r '.elsewhere[]' <<<"$output" | grep -c 'holder\[1\].idno')" = 1 ]
	"$PROG" show "$NO" --all >"$DIR/after"
	[ "$(diff "$DIR/before" "$DIR/after" | grep -c '^[<>].*[a-z]\.[a-z]')" -le 4 ]
	run "$PROG" forget "$NO" --reason x holder
	nowhere "$ID"
	"$PROG" log "$NO" --verify
}

@test "a row that moved up is deleted under its old numbers too" {
	open_one
	"$PROG" set "$NO" staff[3].name=示例上移
	"$PROG" rows "$NO" staff export -o "$DIR/s.csv"
	sed -i 2d "$DIR/s.csv"
	"$PROG" rows "$NO" staff import "$DIR/s.csv" --replace
	"$PROG" show "$NO" | grep 'staff\[2\].name.*示例上移' >/dev/null
	"$PROG" forget "$NO" --reason x 'staff[2]' || true
	nowhere 示例上移
	"$PROG" log "$NO" --verify
	"$PROG" show "$NO" | grep 'staff\[1\].name' >/dev/null
}

@test "nothing brings back what was forgotten" {
	open_one
	"$PROG" set "$NO" lr.mobile=13100000077
	"$PROG" undo "$NO"
	"$PROG" forget "$NO" --reason x lr || true
	run "$PROG" --lang en undo "$NO"
	[[ "$output" == *"nothing to undo"* ]]
	run "$PROG" --lang en redo "$NO"
	[[ "$output" == *"nothing to bring back"* ]]
	"$PROG" set "$NO" lr.mobile=13100000079
	"$PROG" undo "$NO"
	run "$PROG" undo "$NO"
	[ "$status" -eq 1 ]
	nowhere 13100000077
	"$PROG" log "$NO" --verify
}

@test "dry-run deletes nothing; without a reason nothing is done" {
	open_one
	run "$PROG" --lang en forget "$NO" --dry-run lr.id_no
	[[ "$output" == *"nothing was deleted yet"* ]]
	"$PROG" show "$NO" | grep "$ID" >/dev/null
	run "$PROG" --lang en forget "$NO" lr.id_no
	[ "$status" -eq 2 ]
	[[ "$output" == *"say why, with --reason"* ]]
	run "$PROG" forget "$NO" --reason x nobody.here
	[ "$status" -eq 3 ]
	run "$PROG" forget "$NO" --reason x 'lr.['
	[ "$status" -eq 2 ]
	"$PROG" act "$NO" no_go note=示例 >/dev/null
	run "$PROG" --lang en forget "$NO" --reason x 'step[1].act'
	[ "$status" -eq 1 ]
	[[ "$output" == *"it stays"* ]]
}

@test "what a deletion left is sealed" {
	open_one
	"$PROG" forget "$NO" --reason x lr.mobile || true
	"$PROG" log "$NO" --verify
	local case sql

	sqlite3 "$CALLPERMIT_DB" "DROP TRIGGER journal_no_update;
		DROP TRIGGER journal_no_delete"
	cp "$CALLPERMIT_DB" "$DIR/good.db"
	for case in \
		"UPDATE journal SET actor = 'x' WHERE gone IS NOT NULL" \
		"UPDATE journal SET key = 'lr.email' WHERE gone IS NOT NULL" \
		"UPDATE journal SET gone = NULL WHERE gone IS NOT NULL" \
		"UPDATE journal SET new = 'y' WHERE gone IS NOT NULL" \
		"UPDATE journal SET old = NULL, new = NULL, salt = NULL, gone =
			(SELECT max(change) FROM journal) WHERE seq = 9" \
		"UPDATE journal SET old = NULL, new = NULL, salt = NULL, gone =
			999 WHERE seq = 9"; do
		cp "$DIR/good.db" "$CALLPERMIT_DB"
		sqlite3 "$CALLPERMIT_DB" "$case"
		echo "$case"
		run "$PROG" --lang en log "$NO" --verify
		[ "$status" -eq 5 ]
	done
}

@test "the triggers let nothing but a deletion change the journal" {
	open_one
	for sql in "UPDATE journal SET new = 'x' WHERE seq = 5" \
		"UPDATE journal SET gone = 9, old = NULL, new = NULL, salt = NULL,
			reason = NULL, actor = 'x' WHERE seq = 5" \
		"UPDATE journal SET gone = 9 WHERE seq = 5"; do
		run sqlite3 "$CALLPERMIT_DB" "$sql"
		[ "$status" -ne 0 ]
	done
	"$PROG" log "$NO" --verify
}

@test "terms that are over are listed with their source, and deleted" {
	open_one
	"$PROG" forget list
	"$PROG" act "$NO" no_go note=示例 >/dev/null
	"$PROG" forget list
	run "$PROG" --json forget list --within 400
	[ "$status" -eq 1 ]
	[ "$(jq -r '[.[].term] | join(" ")' <<<"$output")" = "P-01 P-02" ]
	[ "$(jq -r '.[0].due' <<<"$output")" = 2027-05-22 ]
	[ "$(jq -r '.[0].sources | join(" ")' <<<"$output")" = "G:PIPL D" ]
	run "$PROG" forget "$NO" --due --reason x
	[ "$status" -eq 1 ]
	export CALLPERMIT_NOW=2027-06-01T10:00
	run "$PROG" --lang en forget list
	[ "$status" -eq 1 ]
	[[ "$output" == *"months since 2026-11-22 [G:PIPL] [D]"* ]]
	"$PROG" forget "$NO" --due --reason "term over" >/dev/null || true
	nowhere "$ID"
	"$PROG" forget list
	"$PROG" log "$NO" --verify
	"$PROG" forget "$NO" --all --reason "nothing is kept" >/dev/null || true
	! "$PROG" show "$NO" | grep 'lr.mobile' || return 1
	"$PROG" log "$NO" --verify
}

@test "while others read, it says that the file is not clean yet" {
	open_one
	"$PROG" set "$NO" lr.mobile=13100000077
	mkfifo "$DIR/go"
	{ echo "BEGIN; SELECT count(*) FROM journal;"; cat "$DIR/go"; } |
		sqlite3 "$CALLPERMIT_DB" >"$DIR/seen" &
	reader=$!
	exec 7>"$DIR/go"
	until [ -s "$DIR/seen" ]; do sleep 0.05; done
	run "$PROG" --lang en forget "$NO" --reason x lr.mobile
	[ "$status" -eq 1 ]
	[[ "$output" == *"others use the database"* ]]
	exec 7>&-
	wait "$reader"
	"$PROG" forget clean
	nowhere 13100000077
}

# Salts are drawn in bundles; a value is hidden by a salt of its own only
@test "each row of a journal has a salt of its own, also of many changes" {
	open_one
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	for area in 161 162 163; do
		"$PROG" set "$NO" site.area=$area >/dev/null
	done
	run sqlite3 "$CALLPERMIT_DB" "SELECT count(*) > 1000, count(*) -
		count(DISTINCT salt), sum(salt NOT GLOB '[0-9a-f]*' OR
		length(salt) <> 32), sum(salt GLOB '*00000000*') FROM journal"
	[ "$output" = '1|0|0|0' ]
	"$PROG" log "$NO" --verify
}

@test "a journal that is damaged is not made to look right" {
	open_one
	sqlite3 "$CALLPERMIT_DB" "DROP TRIGGER journal_no_update;
		UPDATE journal SET new = 'x' WHERE seq = 9"
	run "$PROG" forget "$NO" --reason x lr.mobile
	[ "$status" -eq 5 ]
	"$PROG" show "$NO" | grep 'lr.mobile' >/dev/null
}

@test "rows of an older schema are deleted too, and what that leaves is told" {
	mkdir -p "$DIR/data"
	sqlite3 "$CALLPERMIT_DB" <"$BATS_TEST_DIRNAME/../schema/dossiers-09.sql"
	run "$PROG" --lang en forget 2026-0001 --reason x co.mobile
	[ "$status" -eq 0 ]
	[[ "$output" == *"older than the salt"* ]]
	! grep -qaF 13000000000 "$CALLPERMIT_DB" || return 1
	"$PROG" log 2026-0001 --verify
	[[ "$output" == *"copies of older schemas"* ]]
	run "$PROG" --lang en doctor --quick
	[[ "$output" == *"dossiers.db.schema-9"*"still in them"* ]]
	rm "$CALLPERMIT_DB.schema-9"
	run "$PROG" --lang en doctor --quick
	[[ "$output" == *"none of former states"* ]]
}
