# pack: what the rule pack says, as text and as JSON

load common

part() {
	"$PROG" --json pack show "$1"
}

@test "every part is there as JSON, row by row" {
	run "$PROG" --json pack show
	[ "$status" -eq 0 ]
	[ "$(jq -r .version <<<"$output")" != null ]
	counts=$(jq .parts <<<"$output")
	[ "$(jq length <<<"$counts")" -eq 8 ]
	for part in $(jq -r 'keys[]' <<<"$counts"); do
		part $part >"$DIR/part.json"
		[ "$(jq length "$DIR/part.json")" = "$(jq ".$part" <<<"$counts")" ]
		[ "$(jq length "$DIR/part.json")" -gt 0 ]
	done
}

@test "a threshold has its unit, strength, day and sources" {
	part profiles >"$DIR/a.json"
	jq -e '.[] | select(.key == "陕西") | .numbers[] |
		select(.what == "staff" or .what == "area") |
		.strength == "rule" and .checked == "2021-12-09" and
		.sources[0].key == "C:SN" and .sources[0].strength == "authority"' \
		"$DIR/a.json"
	jq -e '[.[].numbers[] | select(.what == "decide_days") | .unit] |
		all(. == "working" or . == "calendar" or . == "unstated")' "$DIR/a.json"
}

@test "a rule says its expressions, words and sources" {
	part rules >"$DIR/a.json"
	jq -e '.[] | select(.id == "X-01") | .holds and .sentence and .fix and
		.severity == "error" and (.sources | length > 0)' "$DIR/a.json"
	jq -e '[.[] | select(.scan)] | length > 0 and all(.over | length > 0)' "$DIR/a.json"
	# people read the sources too
	run "$PROG" pack show rules
	[[ "$output" == *"X-01"*"from [L:42, law]"* ]]
	run "$PROG" pack show
	[[ "$output" != *"L:42"* ]]
}

@test "lint and test answer as JSON" {
	run "$PROG" --json pack lint
	[ "$status" -eq 0 ]
	[ "$(jq -c . <<<"$output")" = '[]' ]
	printf 'title: 无\nexpect:\n  fail: [X-01]\n' >"$DIR/t.yaml"
	run "$PROG" --json pack test "$DIR/t.yaml"
	[ "$status" -eq 1 ]
	jq -e '.[0] | .ok == false and (.says | contains("X-01"))' <<<"$output"
}

@test "a check tells where sources disagree, also as JSON" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" --json check 2026-0001
	jq -e '.conflicts[] | select(.what == "area") | .numbers |
		(map(.value) | unique | length > 1) and all(.sources | length > 0)' <<<"$output"
	"$PROG" set 2026-0001 site.area=20
	run "$PROG" --json check 2026-0001
	jq -e '[.findings[] | select(.outcome == "fail" and .numbers)] | length > 0' <<<"$output"
}

@test "a part there is not is refused" {
	run "$PROG" pack show nothing
	[ "$status" -eq 2 ]
}
