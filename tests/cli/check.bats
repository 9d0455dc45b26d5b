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
	[ "$papers" = "DOC-02 DOC-08 DOC-09 DOC-11 DOC-13 DOC-14 DOC-16 DOC-17 DOC-18 DOC-19 DOC-21 DOC-22 DOC-24 DOC-25 DOC-33" ]
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
	[[ "$output" == *"X-01"*"too long"* ]]
}
