# A dossier keeps its rule pack until somebody moves it, and every answer then

load common

# A database with the complete company, and a later pack in $NEW: another
# version, a stricter rule, another template, a field gone, one of another type
prepare() {
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	"$PROG" set 2026-0001 'equipment[1].contract=发票 7 号'
	NEW=$DIR/new
	mkdir -p "$NEW/data"
	cp -r "$SAMPLE/../../forms" "$SAMPLE/../../templates" "$NEW"
	cp "$SAMPLE"/../*.yaml "$NEW/data"
	sed -i 's/^version: .*/version: "2027.01"/' "$NEW/data/rules.yaml"
	sed -i '/id: X-01$/,/holds:/s/holds: .*/holds: "co.capital >= wan(9999)"/' "$NEW/data/rules.yaml"
	sed -i '/key: model,/d; s/\(key: contract, label: 合同或发票编号,.*\)type: text/\1type: int/' \
		"$NEW/forms/call-centre.yaml"
	printf '# 后来的模板\n\n%s\n' '{{co.name}}' >"$NEW/templates/application-form.md"
	run "$PROG" --data "$NEW" pack lint
	[ "$status" -eq 0 ]
}

new() {
	"$PROG" --data "$NEW" "$@"
}

dump() {
	sqlite3 "$CALLPERMIT_DB" .dump
}

outcomes() {
	jq -r '[.findings[] | .id + " " + .outcome] | sort | join(",")' <<<"$output"
}

@test "a dossier is judged by its own pack" {
	prepare
	run "$PROG" --json check 2026-0001
	before=$(outcomes)
	run new --json check 2026-0001
	[ "$status" -eq 0 ]
	[ "$(outcomes)" = "$before" ]
	[ "$(jq -r .pack <<<"$output")" = 2026.12 ]
	run new check 2026-0001
	[[ "$output" == *"rule pack 2026.12"* ]]
	[[ "$output" == *"comes with 2027.01"*"migrate 2026-0001 --dry-run"* ]]
	# its form still has the field, and takes answers
	new set 2026-0001 'equipment[1].model=甲'
	run new show 2026-0001
	[[ "$output" == *"equipment[1].model"*甲* ]]
	# a dossier opened now uses the new one
	no=$(new new co.name=示例公司)
	run new set $no 'equipment[1].model=甲'
	[ "$status" -eq 3 ]
	run new --json check $no
	[ "$(jq -r .pack <<<"$output")" = 2027.01 ]
}

@test "papers are written with the templates of the dossier's pack" {
	prepare
	new paper 2026-0001 make DOC-01 -o "$DIR/old"
	pdftotext -layout "$DIR"/old/*.pdf - >"$DIR/old.txt"
	! grep -q 后来的模板 "$DIR/old.txt" || return 1
	grep -q 增值电信业务经营许可证申请表 "$DIR/old.txt"
	new migrate 2026-0001
	run new paper 2026-0001 make DOC-01 -o "$DIR/later"
	[ "$status" -eq 1 ]
	[[ "$output" == *"block the filing"* ]]
	pdftotext "$DIR"/later/*.pdf - | grep -q 后来的模板
}

@test "dry-run tells what would change and changes nothing" {
	prepare
	dump >"$DIR/before"
	run new migrate 2026-0001 --dry-run
	[ "$status" -eq 0 ]
	[[ "$output" == *"2026.12 -> 2027.01"* ]]
	[[ "$output" == *"equipment[1].model: no field in 2027.01"* ]]
	[[ "$output" == *"equipment[1].contract: no value of its field in 2027.01"* ]]
	[[ "$output" == *"X-01"*"[pass] -> [fail]"* ]]
	[[ "$output" == *"readiness "*" -> "* ]]
	[[ "$output" == *"nothing was changed"* ]]
	run new --json migrate --dry-run 2026-0001
	[ "$(jq -r '.differences[] | select(.id == "X-01") | .before + " " + .after' <<<"$output")" = "pass fail" ]
	dump | cmp - "$DIR/before"
}

@test "migrate moves, the journal says so, undo leaves it" {
	prepare
	new migrate 2026-0001
	run new --json check 2026-0001
	[ "$(jq -r .pack <<<"$output")" = 2027.01 ]
	[ "$(jq -r '.findings[] | select(.id == "X-01") | .outcome' <<<"$output")" = fail ]
	run new log 2026-0001
	[[ "$output" == *" migrate "* ]]
	new log 2026-0001 --verify
	dump >"$DIR/before"
	run new migrate 2026-0001
	[ "$status" -eq 0 ]
	[[ "$output" == *"uses the rule pack 2027.01 already"* ]]
	dump | cmp - "$DIR/before"
	run new --json migrate 2026-0001
	[ "$(jq -c .differences <<<"$output")" = "[]" ]
	# the last change of an answer is taken back, not the move
	new undo 2026-0001
	run new --json check 2026-0001
	[ "$(jq -r .pack <<<"$output")" = 2027.01 ]
	new log 2026-0001 --verify
	# and back again
	"$PROG" migrate 2026-0001
	run "$PROG" --json check 2026-0001
	[ "$(jq -r .pack <<<"$output")" = 2026.12 ]
}

@test "answers without a field are hidden, exported and come back" {
	prepare
	"$PROG" export 2026-0001 >"$DIR/before.yaml"
	new migrate 2026-0001
	run new show 2026-0001 --all
	[[ "$output" != *".model "* ]]
	[[ "$output" == *"equipment[1].contract"*"发票 7 号"*"not valid, kept as typed"* ]]
	run new --json check 2026-0001
	[ "$(jq -r '.findings[] | select(.fact == "equipment[1].contract") | .outcome' <<<"$output")" = fail ]

	new export 2026-0001 >"$DIR/a.yaml"
	grep -q '^kept:' "$DIR/a.yaml"
	grep -q '^- fact: equipment\[1\].model' "$DIR/a.yaml"
	grep -q '^draft: true' "$DIR/a.yaml"
	new --db "$DIR/other.db" import "$DIR/a.yaml"
	new --db "$DIR/other.db" export 2026-0001 | cmp - "$DIR/a.yaml"
	new --db "$DIR/other.db" log 2026-0001 --verify

	# in either database the old pack finds all of them again
	"$PROG" migrate 2026-0001
	"$PROG" export 2026-0001 | cmp - "$DIR/before.yaml"
	"$PROG" --db "$DIR/other.db" migrate 2026-0001
	run "$PROG" --db "$DIR/other.db" --json show 2026-0001
	[ "$(jq -r '.facts.equipment[0].model' <<<"$output")" = "示例 SR-2200" ]
}

@test "a pack changed in the database is refused, the dossier named" {
	prepare
	sqlite3 "$CALLPERMIT_DB" "UPDATE pack_file SET text = replace(text, '1.3', '1.4')
		WHERE name = 'data/sources.yaml';
		UPDATE pack_file SET text = text || ' ' WHERE name = 'data/sources.yaml'"
	# the program's own pack is the one it uses: nothing is read from there
	"$PROG" check 2026-0001 >/dev/null
	for command in "check 2026-0001" "show 2026-0001" "export 2026-0001" "sheet 2026-0001" \
		"migrate 2026-0001" "paper 2026-0001 list" "set 2026-0001 site.area=1"; do
		run new $command
		[ "$status" -eq 5 ]
		[[ "$output" == *"kept for 2026-0001 was changed"* ]]
	done
}

@test "usage" {
	prepare
	for bad in "" "2026-0001 2026-0002" "2026-0001 --wet"; do
		run "$PROG" migrate $bad
		[ "$status" -eq 2 ]
	done
	run "$PROG" migrate 2026-0009
	[ "$status" -eq 3 ]
}
