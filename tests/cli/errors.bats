# Codes behind errors: stable, explained, all in one table

load common

ROOT=$BATS_TEST_DIRNAME/../..
TABLE=$ROOT/src/util/err_code.c

codes() {
	"$PROG" --json explain | jq -r '.[].code'
}

@test "the manual of the codes is that of their table" {
	sh "$BATS_TEST_DIRNAME/errors.sh" "$PROG" >"$DIR/callpermit-errors.7"
	diff "$DIR/callpermit-errors.7" "$ROOT/man/callpermit-errors.7" || {
		echo "run: make errors"
		false
	}
	command -v mandoc || skip "no mandoc"
	mandoc -T lint -W warning "$DIR/callpermit-errors.7"
}

@test "every code used is in the table, and every one of the table is used" {
	codes | sort >"$DIR/table"
	[ "$(uniq -d <"$DIR/table")" = "" ]
	{
		grep -rhoE 'err_as\(\s*"[A-Z-]+"' "$ROOT"/src --include='*.c' |
			grep -oE 'E-[A-Z-]+'
		sed -n '/^} rules\[\] = {/,/^};/p' "$TABLE" |
			grep -oE '"E-[A-Z-]+"' | tr -d '"'
	} | sort -u | diff "$DIR/table" -
}

@test "a place named by a rule is there" {
	sed -n '/^} rules\[\] = {/,/^};/s/.*, *"\([a-z_./]*\)", *"[A-Z-]*" *}.*/\1/p' \
		"$TABLE" | sort -u >"$DIR/places"
	[ "$(wc -l <"$DIR/places")" -gt 30 ]
	while read -r place; do
		ls -d "$ROOT/src/$place"* >/dev/null || return 1
	done <"$DIR/places"
}

@test "a code once given stays" {
	codes | sort >"$DIR/table"
	sort >"$DIR/given" <<-'END'
		E-USAGE
		E-VALUE
		E-NOT-FOUND
		E-NO-DOSSIER
		E-NO-FACT
		E-NO-PAPER
		E-EXISTS
		E-REFUSED
		E-BUSY
		E-STOPPED
		E-MEMORY
		E-SYSTEM
		E-NO-FILE
		E-FILE
		E-FILE-BUSY
		E-READ-WRITE
		E-DISK-FULL
		E-RIGHTS
		E-READ-ONLY
		E-DESCRIPTORS
		E-TEXT
		E-SECRET
		E-SECRET-RIGHTS
		E-DATABASE
		E-DB-BUSY
		E-DB-KIND
		E-NEWER
		E-OLDER
		E-NETWORK-DISK
		E-JOURNAL
		E-BACKUP
		E-VAULT
		E-VAULT-MISSING
		E-EVIDENCE
		E-PACK
		E-NO-PACK
		E-EXPRESSION
		E-YAML
		E-CONFIG
		E-SCENARIO
		E-DOSSIER-FILE
		E-TEMPLATE
		E-TEMPLATE-NAME
		E-FONT
		E-PAGES
		E-PICTURE
		E-UNREACHABLE
		E-PEER
		E-CERTIFICATE
		E-ADDRESS
		E-CALL
		E-CALL-STATE
		E-CALLS-REFUSED
		E-ENGINE
		E-TERMINAL
	END
	[ -z "$(comm -13 "$DIR/table" "$DIR/given")" ]
}

# What a user may run into, and the code it has
@test "troubles have their codes, in both languages" {
	"$PROG" import "$SAMPLE/complete.yaml"
	echo 'not: [a dossier' >"$DIR/bad.yaml"
	echo 'listen: 1' >"$DIR/engine.yaml"
	sed 's/^  sip: .*/  sip: [nowhere]/' "$ROOT/data/engine/sample.yaml" \
		>"$DIR/sip.yaml"
	sed 's/tenant: water/tenant: fire/' "$ROOT/data/engine/sample.yaml" \
		>"$DIR/tenant.yaml"
	printf 'co:\n  name: 示例\naccepted:\n  - {fact: co.uscc, reason: so it is}\n' \
		>"$DIR/other.yaml"
	head -c 200 /dev/zero | tr '\0' x >"$DIR/none.db"
	while IFS='|' read -r code want words; do
		for lang in en zh; do
			run "$PROG" --lang $lang $(eval echo "$words")
			[ "$status" -eq "$want" ] || { echo "$words: $status"; return 1; }
			[[ "${lines[-1]}" == *" [$code]" ]] || {
				echo "$words: $output"
				return 1
			}
		done
	done <<-'ROWS'
		E-USAGE|2|chek
		E-NO-DOSSIER|3|show 2026-0099
		E-NO-FACT|3|set 2026-0001 site.aera=160
		E-VALUE|2|set 2026-0001 site.area=many
		E-NO-PAPER|3|paper 2026-0001 show DOC-99
		E-NO-FILE|3|import $DIR/none.yaml
		E-YAML|5|import $DIR/bad.yaml
		E-DOSSIER-FILE|5|import $DIR/other.yaml
		E-YAML|5|engine --config $DIR/engine.yaml --check
		E-ADDRESS|2|engine --config $DIR/sip.yaml --check
		E-CONFIG|5|engine --config $DIR/tenant.yaml --check
		E-DB-KIND|5|--db $DIR/none.db list
		E-BACKUP|5|restore $DIR/bad.yaml
		E-NO-PACK|3|--data /nonexistent list
		E-REFUSED|1|redo 2026-0001
		E-NOT-FOUND|3|explain no-such-code
		E-FILE|2|import $DIR
	ROWS
}

@test "a full disk has its code" {
	run sh -c '"$1" --lang en help >/dev/full' - "$PROG"
	[ "$status" -eq 5 ]
	[[ "$output" == *" [E-DISK-FULL]" ]]
}

@test "with --json an error is one line of JSON" {
	run "$PROG" --json show 2026-0099
	[ "$status" -eq 3 ]
	[ "${#lines[@]}" -eq 1 ]
	[ "$(jq -r '.code + " " + (.exit | tostring)' <<<"$output")" = \
		"E-NO-DOSSIER 3" ]
	[[ "$(jq -r .error <<<"$output")" == "no dossier 2026-0099"* ]]
}

@test "explain says what a code means and what to do" {
	run "$PROG" --lang en explain db-busy
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = E-DB-BUSY ]
	[[ "$output" == *"exit status: 4"* ]]
	run "$PROG" --lang en explain e-db-bsy
	[ "$status" -eq 3 ]
	[[ "$output" == *"did you mean E-DB-BUSY?"* ]]
	run "$PROG" --lang en explain
	[ "${#lines[@]}" -eq "$(codes | wc -l)" ]
	run "$PROG" --lang zh explain E-DB-BUSY
	[[ "$output" == *"数据库"* ]]
	run "$PROG" explain a b
	[ "$status" -eq 2 ]
}
