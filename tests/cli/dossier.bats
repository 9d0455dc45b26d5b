# import, export, new, list, show, set, undo, log

load common

@test "export gives the same bytes after a round trip" {
	for f in complete faulty; do
		"$PROG" import "$SAMPLE/$f.yaml"
	done
	for no in 2026-0001 2026-0002; do
		"$PROG" export $no >"$DIR/$no.yaml"
		"$PROG" --db "$DIR/other.db" import "$DIR/$no.yaml"
		"$PROG" --db "$DIR/other.db" export $no -o "$DIR/again.yaml"
		cmp "$DIR/$no.yaml" "$DIR/again.yaml"
	done
	# every value of the file arrived, with its type
	run "$PROG" --json show 2026-0001
	[ "$status" -eq 0 ]
	[ "$(jq -r '.facts.site.area' <<<"$output")" = 180.5 ]
	[ "$(jq -r '.facts.holder[1].name' <<<"$output")" = 周晴 ]
	[ "$(jq -r '.facts.off.service_name' <<<"$output")" = 欧阳𠅤 ]
	[ "$(jq -r '.facts.co.listed' <<<"$output")" = false ]
}

@test "a draft with values that are not valid survives the round trip" {
	no=$("$PROG" new co.name=示例公司)
	"$PROG" set $no --draft 'site.area=about: 160 # m2' 'lr.name="甲"'
	"$PROG" export $no >"$DIR/a.yaml"
	"$PROG" --db "$DIR/other.db" import "$DIR/a.yaml"
	"$PROG" --db "$DIR/other.db" export $no | cmp - "$DIR/a.yaml"
}

@test "a bad value in a file is refused with file, line and column" {
	cat >"$DIR/bad.yaml" <<-'END'
		co:
		  name: 示例公司
		holder:
		  - name: 甲甲
		    ratio: 60
		  - name: 乙乙
		    ratio: sixty
	END
	run "$PROG" import "$DIR/bad.yaml"
	[ "$status" -eq 2 ]
	[[ "$output" == *"bad.yaml:7:12: holder[2].ratio"*"sixty"* ]]
	# nothing was kept
	[ -z "$("$PROG" list)" ]
}

@test "a key no form has is refused with the nearest one" {
	printf 'site:\n  aera: 160\n' >"$DIR/bad.yaml"
	run "$PROG" import "$DIR/bad.yaml"
	[ "$status" -eq 5 ]
	[[ "$output" == *"bad.yaml:2:3: unknown key aera (did you mean area?)"* ]]
}

@test "hostile files are refused and change nothing" {
	printf 'co: &a\n  name: x\nlr: *a\n' >"$DIR/1.yaml"
	head -c 9000000 /dev/zero | tr '\0' a >"$DIR/2.yaml"
	printf 'co:\n  name: "\xff\xfe"\n' >"$DIR/3.yaml"
	printf 'co:\n  name: "a\\u001b[31mb"\n' >"$DIR/4.yaml"
	head -c 200000 /dev/zero | tr '\0' '[' >"$DIR/5.yaml"
	printf 'dossier: ../../etc\nco: {name: x}\n' >"$DIR/6.yaml"
	: >"$DIR/7.yaml"
	mkfifo "$DIR/8.yaml"
	for i in 1 2 3 4 5 6 7 8 9; do
		run "$PROG" import "$DIR/$i.yaml"
		[ "$status" -ne 0 ]
		[ "$status" -lt 6 ]
		[[ "$output" == *"$i.yaml"* ]]
		# no control character reaches the terminal
		! grep -q $'\x1b' <<<"$output" || return 1
	done
	[ -z "$("$PROG" list)" ]
}

@test "a number that is taken is refused" {
	"$PROG" import "$SAMPLE/complete.yaml"
	"$PROG" export 2026-0001 >"$DIR/a.yaml"
	run "$PROG" import "$DIR/a.yaml"
	[ "$status" -eq 4 ]
	[[ "$output" == *"2026-0001 exists"* ]]
}

@test "set, undo and the journal" {
	"$PROG" import "$SAMPLE/complete.yaml"
	"$PROG" set 2026-0001 --reason "measured again" site.area=１６０
	run "$PROG" --json show 2026-0001
	[ "$(jq -r '.facts.site.area' <<<"$output")" = 160 ]
	run "$PROG" log 2026-0001
	[[ "$output" == *"site.area: 180.5 -> 160  (measured again)"* ]]
	"$PROG" undo 2026-0001
	run "$PROG" --json show 2026-0001
	[ "$(jq -r '.facts.site.area' <<<"$output")" = 180.5 ]
	# the import is a change too, opening the dossier is not
	"$PROG" undo 2026-0001
	run "$PROG" undo 2026-0001
	[ "$status" -eq 1 ]
	[[ "$output" == *"nothing to undo"* ]]
	"$PROG" log 2026-0001 --verify
}

@test "verify finds what was changed, removed or cut off" {
	"$PROG" import "$SAMPLE/complete.yaml"
	"$PROG" log 2026-0001 --verify
	sqlite3 "$CALLPERMIT_DB" "DROP TRIGGER journal_no_update;
		DROP TRIGGER journal_no_delete"
	cp "$CALLPERMIT_DB" "$DIR/clean.db"
	for case in "UPDATE journal SET new = 'x' WHERE seq = 7|row 7 was" \
		"DELETE FROM journal WHERE seq = 7|row 7 is missing" \
		"DELETE FROM journal WHERE seq > 140|cut off: 140 of" \
		"UPDATE fact SET value = '9' WHERE key = 'area'|site.area"; do
		cp "$DIR/clean.db" "$DIR/bad.db"
		sqlite3 "$DIR/bad.db" "${case%|*}"
		run "$PROG" --db "$DIR/bad.db" log 2026-0001 --verify
		[ "$status" -eq 5 ]
		[[ "$output" == *"${case#*|}"* ]]
	done
}

@test "the database and its folder are private" {
	"$PROG" init
	[ "$(stat -c %a "$DIR/data")" = 700 ]
	[ "$(stat -c %a "$CALLPERMIT_DB")" = 600 ]
}

@test "a newer schema and a foreign file are refused" {
	"$PROG" init
	sqlite3 "$CALLPERMIT_DB" "PRAGMA user_version = 99"
	run "$PROG" list
	[ "$status" -eq 1 ]
	[[ "$output" == *"newer version"* ]]
	echo "not a database, only text that is long enough" >"$DIR/x.db"
	run "$PROG" --db "$DIR/x.db" list
	[ "$status" -eq 5 ]
	[[ "$output" == *"not a database"* ]]
}

@test "no such dossier, no such fact" {
	run "$PROG" show 2026-0009
	[ "$status" -eq 3 ]
	no=$("$PROG" new)
	run "$PROG" set $no site.aera=1
	[ "$status" -eq 3 ]
	[[ "$output" == *"did you mean site.area"* ]]
	run "$PROG" set $no site.area
	[ "$status" -eq 2 ]
	run "$PROG" set $no site.area=1 site.area=2
	[ "$status" -eq 2 ]
}

@test "list finds Chinese substrings" {
	"$PROG" import "$SAMPLE"/*.yaml
	run "$PROG" list 远声
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == *北京远声示例科技有限公司* ]]
	run "$PROG" --json list 无此公司
	[ "$output" = "[]" ]
}

@test "a dossier that somebody else wrote does not make the program read files" {
	printf '%%PDF-1.4\n%%%%EOF\n' >"$DIR/scan.pdf"
	printf 'co:\n  name: 示例公司\n  licence_file: %s\n' "$DIR/scan.pdf" \
		>"$DIR/a.yaml"
	run "$PROG" import "$DIR/a.yaml"
	[ "$status" -eq 2 ]
	[[ "$output" == *"a.yaml:3:17: co.licence_file "*"no files are read from here"*"callpermit set"* ]]
	# kept as typed, it is not read later either
	run "$PROG" import --draft "$DIR/a.yaml"
	[ "$status" -eq 0 ]
	run "$PROG" check 2026-0001
	[[ "$output" == *"Business licence: $DIR/scan.pdf was not read"* ]]
	run "$PROG" export 2026-0001
	[[ "$output" == *"licence_file: $DIR/scan.pdf"* ]]
	# who sits here may attach it
	"$PROG" set 2026-0001 "co.licence_file=$DIR/scan.pdf"
	run "$PROG" export 2026-0001
	[[ "$output" =~ licence_file:\ scan.pdf\ 15\ [0-9a-f]{64} ]]
	# and what was attached goes out and in
	"$PROG" export 2026-0001 | sed '/^dossier:/d' >"$DIR/b.yaml"
	run "$PROG" import "$DIR/b.yaml"
	[ "$status" -eq 0 ]
}

@test "undo and log --verify answer as JSON" {
	"$PROG" new co.name=示例公司
	run "$PROG" --json log 2026-0001 --verify
	[ "$(jq -c 'del(.head)' <<<"$output")" = '{"dossier":"2026-0001","rows":2}' ]
	run "$PROG" --json undo 2026-0001
	[ "$(jq -c . <<<"$output")" = '{"dossier":"2026-0001","undone":2}' ]
}

@test "a list of accepted codes without end is refused" {
	{
		printf 'accepted:\n'
		for i in $(seq 101); do
			printf -- '- {fact: co.uscc, reason: x}\n'
		done
		printf 'co:\n  uscc: 91610131PDY0031573\n'
	} >"$DIR/many.yaml"
	run "$PROG" import "$DIR/many.yaml"
	[ "$status" -eq 5 ]
	[[ "$output" == *"more than 100 rows of accepted"* ]]
	[ "$("$PROG" --json list | jq length)" = 0 ]
}

@test "what was changed since it was read is not set over it" {
	no=$("$PROG" new co.name=示例公司 site.area=100)
	head=$("$PROG" --json show "$no" | jq -r .journal_head)
	# a change of something else is none of this
	"$PROG" set "$no" co.kind=private
	"$PROG" set "$no" --seen "$head" site.area=110
	run "$PROG" set "$no" --seen "$head" site.area=120 co.zip=710000
	[ "$status" -eq 4 ]
	[[ "$output" == *"site.area was changed by "*" since it was read"* ]]
	[ "$("$PROG" --json show "$no" | jq -c '[.facts.site.area, .facts.co.zip]')" = \
		'[110,null]' ]
	# as show prints it
	head=$("$PROG" show "$no" | sed -n '2s/.*head //p')
	"$PROG" undo "$no"
	run "$PROG" set "$no" --seen "$head" site.area=120
	[ "$status" -eq 4 ]
	for head in 0000000000000 '' % short; do
		run "$PROG" set "$no" --seen "$head" site.area=120
		[ "$status" -eq 3 ]
	done
	# of several at once one is the first, whoever it is
	head=$("$PROG" --json show "$no" | jq -r .journal_head)
	pids=
	for n in 1 2 3 4; do
		"$PROG" set "$no" --seen "$head" site.area=20$n 3>&- 2>"$DIR/err-$n" &
		pids="$pids $!"
	done
	done=0
	for pid in $pids; do
		if wait $pid; then done=$((done + 1)); fi
	done
	[ "$done" -eq 1 ]
	[ "$(cat "$DIR"/err-* | grep -c 'since it was read')" -eq 3 ]
}
