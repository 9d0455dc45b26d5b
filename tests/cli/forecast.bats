# forecast: dates of the milestones, kept and scored; bad input

load common

permit() {
	"$PROG" "$@"
}

# A dossier for several provinces that was accepted on 2026-11-02
accepted() {
	permit new app.scope=national co.name=示例科技有限公司
	permit act 2026-0001 go --date 2026-06-01
	permit act 2026-0001 ready --date 2026-06-15
	permit act 2026-0001 submitted --date 2026-07-01
	permit act 2026-0001 review_asked --date 2026-07-08
	permit act 2026-0001 review_passed --date 2026-10-20
	permit act 2026-0001 accepted --date 2026-11-02
}

json() {
	permit --json forecast "$@"
}

@test "a forecast gives days in order, and the last day by law beside them" {
	accepted >/dev/null
	run permit forecast 2026-0001
	[ "$status" -eq 0 ]
	[[ $output == *"never a promise"* ]]
	[[ $output == *"stage ST-5 Accepted since 2026-11-02, 14 working days"* ]]
	[[ $output == *"Accepted        reached 2026-11-02"* ]]
	json 2026-0001 >"$DIR/f"
	jq -e '[.milestones[] | select(.state == "ahead") | .p10 < .p50 and
		.p50 < .p90] == [true, true, true]' "$DIR/f"
	jq -e '[.milestones[] | select(.state == "ahead") | .p50] |
		. == sort and .[0] > "2026-11-22"' "$DIR/f"
	due=$(permit --json stage 2026-0001 |
		jq -r '.deadlines[] | select(.key == "decide") | .due')
	jq -e --arg due "$due" '.milestones[] | select(
		.milestone == "granted") | .clocks[0].due == $due' "$DIR/f"
	[[ $(permit forecast 2026-0001 | grep Granted) == *"$due"* ]]
}

@test "the same seed, facts and day give the same bytes" {
	accepted >/dev/null
	json 2026-0001 >"$DIR/a"
	json 2026-0001 >"$DIR/b"
	cmp "$DIR/a" "$DIR/b"
	json 2026-0001 --seed 1 >"$DIR/a"
	json 2026-0001 --seed 1 >"$DIR/b"
	cmp "$DIR/a" "$DIR/b"
	[ "$(jq .seed "$DIR/a")" -eq 1 ]
	CALLPERMIT_NOW=2026-11-23T10:00 json 2026-0001 >"$DIR/b"
	[ "$(jq .seed "$DIR/b")" != "$(json 2026-0001 | jq .seed)" ]
}

@test "years that the calendar does not cover are said to be approximate" {
	accepted >/dev/null
	[[ $(permit forecast 2026-0001) == *"approximate: the days off of 2027"* ]]
	[ "$(json 2026-0001 | jq .approximate_from)" -eq 2027 ]
}

@test "what is not known stays unknown" {
	permit new co.name=示例科技有限公司
	json 2026-0001 >"$DIR/f"
	jq -e '.milestones | map(.state) == ["ahead", "unknown", "unknown",
		"unknown", "unknown"]' "$DIR/f"
	jq -e '.milestones[1] | (.why | contains("app.province")) and
		(has("p50") | not)' "$DIR/f"
	# nor is it kept
	[ "$(sqlite3 "$CALLPERMIT_DB" 'SELECT group_concat(milestone) FROM
		forecast')" = filed ]
}

@test "a stage that takes longer than its longest estimate is called so" {
	accepted >/dev/null
	CALLPERMIT_NOW=2027-03-01T09:00 run permit forecast 2026-0001
	[ "$status" -eq 0 ]
	[[ $output == *"longer at this stage than its longest estimate"* ]]
	[[ $output == *"2027-"*" .. "* ]]
}

@test "at an end there is nothing to forecast" {
	accepted >/dev/null
	permit act 2026-0001 withdrawn note=不再申请 >/dev/null
	run permit forecast 2026-0001
	[ "$status" -eq 0 ]
	[[ $output == *"nothing to forecast: the dossier has come to an end"* ]]
	[ "$(json 2026-0001 | jq -r .why)" = "the dossier has come to an end" ]
	[ "$(sqlite3 "$CALLPERMIT_DB" 'SELECT count(*) FROM forecast')" -eq 0 ]
}

@test "forecasts are kept and held against what happened" {
	accepted >/dev/null
	permit forecast 2026-0001 >/dev/null
	permit forecast 2026-0001 --seed 3 >/dev/null # the last of a day counts
	run permit forecast 2026-0001 --history
	[ "$status" -eq 0 ]
	[ "$(grep -c "not yet" <<<"$output")" -eq 3 ]
	[ "$(permit forecast 2026-0001 --history --json | jq '.[0].seed')" -eq 3 ]

	export CALLPERMIT_NOW=2027-01-11T09:00
	permit act 2026-0001 visit_announced --date 2026-12-07 when=2026-12-09 \
		>/dev/null
	permit act 2026-0001 visited --date 2026-12-09 result=pass >/dev/null
	permit forecast 2026-0001 >/dev/null
	run permit forecast 2026-0001 --history
	[[ $output == *"2026-12-09, within, "* ]]
	run permit forecast --score
	[ "$status" -eq 0 ]
	[[ $output == *"Visit           0 open, 1 reached, 1 of them (100 %)"* ]]
	[[ $output == *"Granted         1 open, none has come to it"* ]]
	[ "$(permit forecast --score --json | jq -c '.[2] | [.milestone, .within]')" \
		= '["visited",1]' ]

	# taken back, it has not happened
	permit undo 2026-0001 >/dev/null
	[[ $(permit forecast --score) == *"Visit           1 open, none"* ]]
}

@test "own cases are counted by authority" {
	accepted >/dev/null
	permit new app.scope=province app.province=陕西 co.name=示例陕西有限公司
	permit act 2026-0002 go --date 2026-06-01 >/dev/null
	permit act 2026-0002 ready --date 2026-06-15 >/dev/null
	permit new app.scope=province app.province=陕西 co.name=示例西安有限公司
	json 2026-0003 >"$DIR/f"
	# ST-1 of the one; ST-1 to ST-3 of the other, whose ST-4 is not on the way;
	# when ST-0 began is not known: they were opened later
	[ "$(jq -c '[.same_authority, .others]' "$DIR/f")" = "[1,3]" ]
	[[ $(permit forecast 2026-0003) == *"1 of the same authority, 3 of others"* ]]
}

@test "wrong arguments are refused, and nothing is kept" {
	permit new app.scope=national co.name=示例科技有限公司
	for seed in -1 4294967296 99999999999999999999 1x 0x1 "" " 1" +1; do
		run permit forecast 2026-0001 --seed "$seed"
		[ "$status" -eq 2 ]
	done
	[[ $output == *"a seed is a whole number"* ]]
	for args in "" "2026-0001 2026-0002" "--score 2026-0001" \
		"2026-0001 --history --seed 1" "--history" "--score --seed 1" \
		"2026-0001 --seed" "2026-0001 --days 3"; do
		run permit forecast $args
		[ "$status" -eq 2 ]
	done
	run permit forecast 2026-0009
	[ "$status" -eq 3 ]
	run permit forecast 2026-0009 --history
	[ "$status" -eq 3 ]
	[ "$(sqlite3 "$CALLPERMIT_DB" 'SELECT count(*) FROM forecast')" -eq 0 ]
}

# The shipped pack with one line of its stages changed
changed_pack() {
	mkdir "$DIR/pack"
	cp -r "$BATS_TEST_DIRNAME"/../../{forms,templates,data} "$DIR/pack"
	sed -i "$1" "$DIR/pack/data/stages.yaml"
}

@test "ways, estimates and milestones that do not fit are refused" {
	while IFS='|' read -r change want; do
		rm -rf "$DIR/pack"
		changed_pack "$change"
		! cmp -s "$DIR/pack/data/stages.yaml" \
			"$BATS_TEST_DIRNAME/../../data/stages.yaml" || return 1
		run permit --data "$DIR/pack" pack lint
		[ "$status" -eq 5 ]
		[[ $output == *"data/stages.yaml:"*"$want"* ]] ||
			{ echo "$output"; false; }
	done <<-'END'
		s/act: resubmitted, weight/act: granted, weight/|ST-3C: no act granted leads on from here
		s/act: resubmitted, weight: 100/act: resubmitted, weight: 0/|the weight of a way is 1 to 10000
		s/act: resubmitted, weight: 100/act: resubmitted, weight: 100, most: -1/|the weight of a way is 1 to 10000
		s/{min: 3, mode: 5, max: 15}/{min: 6, mode: 5, max: 15}/|an estimate is min <= mode <= max
		s/{min: 3, mode: 5, max: 15}/{min: 3, mode: 5, max: 501}/|an estimate is min <= mode <= max
		s/{min: 3, mode: 5, max: 15}/{min: -3, mode: 5, max: 15}/|an estimate is min <= mode <= max
		s/stages: \[ST-8\]/stages: [ST-88]/|visited: no stage ST-88
		s/clocks: \[accept\]/clocks: [acceptance]/|accepted: no clock acceptance
		s/id: filed, title/id: accepted, title/|milestone accepted is there twice
		s/profile.key = 'national'/profile.nokey = 'national'/|nokey
	END
}
