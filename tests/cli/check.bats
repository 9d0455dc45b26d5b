# check and pack

load common

@test "the complete company has no failing rule" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" --json check 2026-0001
	[ "$status" -eq 0 ]
	[ "$(jq -r '.fail' <<<"$output")" = 0 ]
	# the drill has not been run: unknown, not pass
	[ "$(jq -r '.unknown' <<<"$output")" = 1 ]
	[ "$(jq -r '.findings[0].id' <<<"$output")" = V-DRILL ]
}

@test "every fault of the faulty company is found, and no other" {
	"$PROG" import "$SAMPLE/faulty.yaml"
	run "$PROG" --json check 2026-0001
	[ "$status" -eq 1 ]
	failed=$(jq -r '[.findings[] | select(.outcome == "fail") | .id] | unique |
		map(select(. != "form" and (startswith("DOC-") | not))) | join(" ")' \
		<<<"$output")
	[ "$failed" = "A-05 A-09 A-12 B-02 B-03 C-5 C-5E C-6W H-04 L-02 M-01 P-04 PR-4 PR-9 T-03 X-01 X-02 X-03 X-04 X-05 X-06 X-07 X-08 X-09B X-10R X-10S X-11R X-13 X-14 X-15 X-17T X-19 X-20 X-21 X-22W" ]
	papers=$(jq -r '[.findings[] | select(.outcome == "fail") | .id] | unique |
		map(select(startswith("DOC-"))) | join(" ")' <<<"$output")
	[ "$papers" = "DOC-02 DOC-11 DOC-13 DOC-14 DOC-16 DOC-17 DOC-19 DOC-21 DOC-22 DOC-24 DOC-25 DOC-33" ]
	missing=$(jq -r '[.findings[] | select(.id == "form") | .fact] | sort | join(" ")' \
		<<<"$output")
	[ "$missing" = "cc.complaint_tel cc.service_desc co.industry co.revenue_band co.staff_band sec.c09" ]
}

@test "every finding names its sources and how strong they are" {
	"$PROG" import "$SAMPLE/faulty.yaml"
	run "$PROG" --json check 2026-0001
	[ "$(jq '[.findings[] | select(.sources | length == 0)] | length' \
		<<<"$output")" = 0 ]
	run "$PROG" check 2026-0001 --explain X-11R
	[ "$status" -eq 1 ]
	[[ "$output" == *"[S1, market practice]"* ]]
	[[ "$output" == *"cc.staff_contract >= advice.staff"* ]]
}

@test "an authority whose numbers are not known leaves rules unknown" {
	"$PROG" import "$SAMPLE/complete.yaml"
	"$PROG" set 2026-0001 app.province=青海 'city[1].province=青海省' \
		commit.addressee=青海省通信管理局
	run "$PROG" --json check 2026-0001
	[ "$(jq -r '.fail' <<<"$output")" = 0 ]
	[ "$(jq -r '[.findings[] | select(.outcome == "unknown") | .id] | sort |
		join(" ")' <<<"$output")" = "V-14 V-14U V-DRILL X-09 X-10 X-11" ]
}

@test "repeating rows are checked one by one" {
	"$PROG" import "$SAMPLE/complete.yaml"
	"$PROG" set 2026-0001 'holder[2].ratio=' 'holder[1].amount='
	run "$PROG" --json check 2026-0001
	[[ "$output" == *'"holder[2].ratio"'* ]]
	[[ "$output" == *'"holder[1].amount"'* ]]
}

@test "pack lint names the place of a hostile rule and harms nothing" {
	cp -r "$SAMPLE/../../forms" "$SAMPLE/../../templates" "$DIR"
	mkdir "$DIR/data"
	cp "$SAMPLE"/../*.yaml "$DIR/data"
	run "$PROG" --data "$DIR" pack lint
	[ "$status" -eq 0 ]
	for bad in "load_extension('x')" "1) FROM co; DROP TABLE co --" \
		"(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT x FROM c)" \
		"(SELECT sql FROM sqlite_schema)"; do
		sed "0,/^    holds:.*/s||    holds: \"$bad\"|" "$SAMPLE/../rules.yaml" \
			>"$DIR/data/rules.yaml"
		line=$(grep -n -m1 '^    holds:' "$DIR/data/rules.yaml")
		run "$PROG" --data "$DIR" pack lint
		[ "$status" -ne 0 ]
		[[ "$output" == *"data/rules.yaml:${line%%:*}:12: X-01: "* ]]
	done
}

@test "a rule that never ends is stopped" {
	cp -r "$SAMPLE/../../forms" "$SAMPLE/../../templates" "$DIR"
	mkdir "$DIR/data"
	cp "$SAMPLE"/../*.yaml "$DIR/data"
	sed -i "0,/^    holds:.*/s||    holds: (SELECT count(*) FROM holder a, holder b, holder c, holder d, holder e, holder f, holder g, holder h, holder i, holder j, holder k, holder l, holder m, holder n, holder o, holder p, holder q, holder r, holder s, holder t, holder u, holder v) > 0|" \
		"$DIR/data/rules.yaml"
	"$PROG" --data "$DIR" import "$SAMPLE/complete.yaml"
	run timeout 10 "$PROG" --data "$DIR" check 2026-0001
	[ "$status" -eq 1 ]
	[[ "$output" == *"[unknown] X-01"*"it takes too long"* ]]
	# the others are judged all the same
	[[ "$output" == *"Gates: closed; 0 block, 1 are unknown"* ]]
	# nor does a field that is never done
	cp "$SAMPLE/../rules.yaml" "$DIR/data"
	sed -i 's/constraint: "holder.amount > 0"/constraint: "(SELECT count(*) FROM holder a, holder b, holder c, holder d, holder e, holder f, holder g, holder h, holder i, holder j, holder k, holder l, holder m, holder n, holder o, holder p, holder q, holder r, holder s, holder t, holder u, holder v) > holder.amount"/' \
		"$DIR/forms/holders.yaml"
	"$PROG" --data "$DIR" import "$SAMPLE/complete.yaml"
	run timeout 10 "$PROG" --data "$DIR" check 2026-0002
	[ "$status" -eq 1 ]
	[[ "$output" == *"[unknown] form"*"holder[1].amount"*"it takes too long"* ]]
	[[ "$output" == *"Gates: closed; 0 block, 1 are unknown"* ]]
}

@test "findings stand in groups, what blocks first" {
	"$PROG" import "$SAMPLE/faulty.yaml"
	run "$PROG" check 2026-0001
	[ "$status" -eq 1 ]
	# the parts in their order, each once
	parts=$(grep -oE '^(Blocking|Warnings|Unknown|Hints|Passed|Not applicable|Readiness) ' <<<"$output" |
		tr -d '\n')
	[ "$parts" = "Blocking Warnings Unknown Hints Passed Not applicable Readiness " ]
	# the numbers behind them agree with the findings
	json=$("$PROG" --json check 2026-0001) || true
	for pair in 'Blocking|"fail" and .severity == "error"' 'Warnings|"fail" and .severity == "warn"' \
		'Unknown|"unknown"' 'Hints|"fail" and .severity == "info"' 'Passed|"pass"' \
		'Not applicable|"na"'; do
		n=$(jq "[.findings[] | select(.outcome == ${pair#*|})] | length" <<<"$json")
		[[ "$output" == *"${pair%%|*} $n"* ]]
	done
	# within a part by group, each head once
	block=$(sed -n '/^Blocking/,/^Warnings/p' <<<"$output" | grep '^ [A-Z]')
	[ "$block" = "$(uniq <<<"$block")" ]
	[ "$(sort -u <<<"$block" | wc -l)" = "$(wc -l <<<"$block")" ]
	# what counts most stands at the top already
	[[ "${lines[1]}" == "readiness "*" of 100; $(jq .blocking <<<"$json") block, $(jq .unknown <<<"$json") unknown" ]]
	# a paper says why it is due, a rule what to do
	[[ "$output" == *"DOC-02"*"why due: "* ]]
	[[ "$output" == *"X-01"*"to do: "* ]]
}

@test "what passed is told by name, with --all in full" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" check 2026-0001
	[[ "$output" == *"Passed "*" X-01 "* ]]
	[[ "$output" != *"[pass] X-01"* ]]
	run "$PROG" check 2026-0001 --all
	[[ "$output" == *"[pass] X-01"* ]]
	[[ "$output" == *"[not applicable] "* ]]
	[ "$(grep -c '^  \[pass\]' <<<"$output")" = "$("$PROG" --json check 2026-0001 | jq .pass)" ]
}

@test "the score is the sum of its terms, and opens no gate" {
	"$PROG" import "$SAMPLE"/*.yaml
	for no in 2026-0001 2026-0002; do
		run "$PROG" --json check $no
		[ "$(jq '(.score.points * 100 | round) == ([.score.terms[].points * 100 | round] | add)' <<<"$output")" = true ]
		[ "$(jq '[.score.terms[].weight] | add' <<<"$output")" = 100 ]
		[ "$(jq '[.score.terms[] | select(.done > .of)] | length' <<<"$output")" = 0 ]
		[ "$(jq '.blocking == ([.findings[] | select(.outcome == "fail" and .severity == "error")] | length)' <<<"$output")" = true ]
		[ "$(jq '.open == ([.findings[] | select(.outcome == "unknown" and .severity == "error")] | length)' <<<"$output")" = true ]
		[ "$(jq '(.pass + .fail + .unknown + .na) == (.findings | length)' <<<"$output")" = true ]
		points=$(jq -r '.score.points' <<<"$output")
		run "$PROG" check $no
		[[ "$output" == *"Readiness $(printf %.2f "$points") of 100"* ]]
	done
	[[ "$output" == *"Gates: closed; "*" block"* ]]
}

@test "what-if tells what turns over and changes nothing" {
	"$PROG" import "$SAMPLE/complete.yaml" "$SAMPLE/faulty.yaml"
	sqlite3 "$CALLPERMIT_DB" .dump >"$DIR/before"
	run "$PROG" check 2026-0001 --what-if co.capital=1 co.zip=
	[ "$status" -eq 1 ]
	[[ "$output" == *"X-01 "*"[pass] -> [fail]"* ]]
	[[ "$output" == *"[-] -> [fail]"*"co.zip"* ]]
	[[ "$output" == *"readiness "*" -> "*", blocking 0 -> "* ]]
	run "$PROG" --json check 2026-0001 --what-if co.capital=1
	[ "$(jq '.blocking_before' <<<"$output")" = 0 ]
	[ "$(jq '.blocking_after > 0' <<<"$output")" = true ]
	[ "$(jq '.score_after < .score_before' <<<"$output")" = true ]
	# the other way round
	run "$PROG" check 2026-0002 --what-if co.capital=2000
	[[ "$output" == *"X-01 "*"[fail] -> [pass]"* ]]
	# what is the same tells nothing
	run "$PROG" check 2026-0002 --what-if 'co.name=北京远声示例科技有限公司'
	[[ "$output" == *"nothing comes out differently"* ]]
	while read -r code wish says; do
		run "$PROG" check 2026-0001 --what-if "$wish"
		[ "$status" -eq "$code" ]
		[[ "$output" == *"$says"* ]]
	done <<-END
		2 site.area=big site.area
		2 site.area write FACT=VALUE
		3 site.aera=1 did you mean site.area
		1 sum.holders=9 calculated
	END
	sqlite3 "$CALLPERMIT_DB" .dump | cmp - "$DIR/before"
}

@test "two forbidden words in one text turn over one by one" {
	"$PROG" import "$SAMPLE/complete.yaml"
	"$PROG" set 2026-0001 'cc.service_desc=电话营销，另有电销'
	run "$PROG" check 2026-0001
	[ "$(grep -c 'fail\] X-08 ' <<<"$output")" -eq 2 ]
	run "$PROG" check 2026-0001 --what-if site.area=200
	[[ "$output" != *"X-08"* ]]
}

@test "explain shows a rule and a paper with their expressions" {
	"$PROG" import "$SAMPLE/faulty.yaml"
	run "$PROG" check 2026-0001 --explain X-01
	[[ "$output" == *"[fail] X-01"*"must hold: "* ]]
	run "$PROG" check 2026-0001 --explain X-08
	[[ "$output" == *"must not contain words of: data/words.yaml, "* ]]
	run "$PROG" check 2026-0001 --explain DOC-29
	[[ "$output" == *"DOC-29"*"due when: "* ]]
	run "$PROG" check 2026-0001 --explain X-05R
	[[ "$output" == *"for each row of: holder"* ]]
	run "$PROG" --json check 2026-0001 --explain X-05R
	[ "$(jq -r '.id + " " + .each + " " + (.findings | length > 0 | tostring)' <<<"$output")" = "X-05R holder true" ]
	run "$PROG" check 2026-0001 --explain X-99
	[ "$status" -eq 3 ]
	[[ "$output" == *"pack show rules"* ]]
}

@test "sources that disagree are shown, not settled" {
	"$PROG" import "$SAMPLE/faulty.yaml"
	run "$PROG" check 2026-0001
	[[ "$output" == *"Sources disagree"*"area at least"* ]]
	[[ "$output" == *" recommended, "* ]]
	[[ "$output" == *" claimed, "* ]]
}

@test "a wrong check symbol can be accepted, stays in sight, and goes along" {
	"$PROG" import "$SAMPLE/complete.yaml"
	wrong=91610131PDY0031573
	run "$PROG" set 2026-0001 co.uscc=$wrong
	[ "$status" -eq 2 ]
	[[ "$output" == *"--accept --reason"* ]]
	run "$PROG" set 2026-0001 --accept co.uscc=$wrong
	[ "$status" -eq 2 ]
	run "$PROG" set 2026-0001 --accept --reason x co.zip=710000
	[ "$status" -eq 2 ]
	run "$PROG" set 2026-0001 --accept --reason x co.uscc=91610131PDY003157I
	[ "$status" -eq 2 ]
	run "$PROG" set 2026-0001 --accept --reason $'\e[31m' co.uscc=$wrong
	[ "$status" -eq 2 ]
	"$PROG" set 2026-0001 --accept --reason 执照原件如此 co.uscc=$wrong
	"$PROG" set 2026-0001 "doc[2].value=$wrong"
	run "$PROG" check 2026-0001
	[ "$status" -eq 1 ]
	[[ "$output" == *"co.uscc"*"check symbol"*"reason given: 执照原件如此"* ]]
	# doubtful, not wrong: the score loses nothing, no gate is closed
	[ "$("$PROG" --json check 2026-0001 | jq .blocking)" = 0 ]
	"$PROG" set 2026-0001 co.uscc=
	"$PROG" undo 2026-0001
	"$PROG" export 2026-0001 >"$DIR/a.yaml"
	grep -A2 '^accepted:' "$DIR/a.yaml" | grep 'reason: 执照原件如此'
	"$PROG" --db "$DIR/other.db" import "$DIR/a.yaml"
	"$PROG" --db "$DIR/other.db" export 2026-0001 | cmp - "$DIR/a.yaml"
	"$PROG" --db "$DIR/other.db" log 2026-0001 --verify
}

@test "nothing that was typed reaches the terminal as a control" {
	"$PROG" import "$SAMPLE/complete.yaml"
	sqlite3 "$CALLPERMIT_DB" "UPDATE fact SET value = char(27) || '[31m' || char(8238) || '电话营销'
		WHERE key IN ('service_desc', 'name', 'addr')"
	for command in "check 2026-0001" "check 2026-0001 --all" "sheet 2026-0001" "show 2026-0001" \
		"paper 2026-0001 list" "check 2026-0001 --explain X-08"; do
		run "$PROG" $command
		! grep -qP '\x1b|\xe2\x80\xae' <<<"$output" || return 1
	done
}

@test "the most rows a group may have are checked" {
	{
		printf 'co: {name: 示例公司}\nstaff:\n'
		yes '  - {name: 甲甲}' | head -10000
		printf 'holder:\n'
		yes '  - {name: 甲甲, ratio: 0.01}' | head -10000
	} >"$DIR/many.yaml"
	"$PROG" import "$DIR/many.yaml"
	run timeout 60 "$PROG" --json check 2026-0001
	[ "$status" -eq 1 ]
	[ "$(jq '.findings | length > 20000' <<<"$output")" = true ]
	printf '  - {name: 甲甲}\n' >>"$DIR/many.yaml"
	run "$PROG" import "$DIR/many.yaml"
	[ "$status" -eq 5 ]
	[[ "$output" == *"many.yaml:"* ]]
}

@test "a gate that is unknown is closed: papers are drafts" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" check 2026-0001
	[ "$status" -eq 0 ]
	[[ "$output" == *"Gates: all passed"* ]]
	"$PROG" paper 2026-0001 make DOC-01 -o "$DIR/done"
	"$PROG" set 2026-0001 rec.dishonest=
	run "$PROG" --json check 2026-0001
	[ "$status" -eq 1 ]
	[ "$(jq -c '[.blocking, .open]' <<<"$output")" = '[0,1]' ]
	run "$PROG" paper 2026-0001 make DOC-01 -o "$DIR/draft"
	[ "$status" -eq 1 ]
	[[ "$output" == *"marked as drafts"* ]]
	! pdftotext "$DIR"/done/*.pdf - | grep -q 草稿 || return 1
	pdftotext "$DIR"/draft/*.pdf - | grep -q 草稿
}

@test "a dossier whose pack was never kept is told to be judged by another" {
	"$PROG" import "$SAMPLE/complete.yaml"
	sqlite3 "$CALLPERMIT_DB" "UPDATE dossier SET pack_version = '2025.01',
		pack_sha256 = '0000'; DELETE FROM pack_file; DELETE FROM pack"
	run "$PROG" check 2026-0001
	[ "$status" -eq 0 ]
	[[ "$output" == *"own rule pack 2025.01 was not kept"*"migrate 2026-0001"* ]]
	"$PROG" migrate 2026-0001
	run "$PROG" check 2026-0001
	[[ "$output" != *"not kept"* ]]
}

@test "what a file says of a drill is not taken for one" {
	sed 's/^doc:/drill:\n  date: 2026-11-20\n  calls: 30\n  answered: 30\n  recordings: 30\n  recordings_right: true\n  outbound_refused: true\ndoc:/' \
		"$SAMPLE/complete.yaml" >"$DIR/claimed.yaml"
	grep -q '^drill:' "$DIR/claimed.yaml"
	"$PROG" import "$DIR/claimed.yaml"
	run "$PROG" --json check 2026-0001
	[ "$(jq -r '.findings[] | select(.fact == "drill.date") |
		.severity + " " + .outcome' <<<"$output")" = "warn fail" ]
	[[ "$output" == *"came with a file (import)"* ]]
}

@test "what is only supposed reads no file" {
	"$PROG" import "$SAMPLE/complete.yaml"
	echo x >"$DIR/a.pdf"
	run "$PROG" check 2026-0001 --what-if "co.licence_file=$DIR/a.pdf"
	[ "$status" -eq 2 ]
	[[ "$output" == *"a file is attached with: set NO co.licence_file=PATH"* ]]
}
