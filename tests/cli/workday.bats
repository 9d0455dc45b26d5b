# workday: the vectors are in tests/unit/calendar.c

load common

@test "the day, the day of the week and the notice" {
	run "$PROG" workday 2026-02-09 +5
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "2026-02-14  Saturday  a weekend day that is worked" ]
	[[ "${lines[1]}" == *"国务院办公厅关于2026年部分节假日安排的通知 [P:HOL2026, G:hol]" ]]
	run "$PROG" workday 2026-02-24 -1
	[[ "$output" == "2026-02-14 "* ]]
	run "$PROG" workday 2026-10-01
	[[ "$output" == "2026-10-01  Thursday  National Day"* ]]
	run "$PROG" --lang zh workday 2026-10-01
	[[ "$output" == "2026-10-01  星期四  国庆节"* ]]
	run "$PROG" workday 2025-12-31 2026-12-31
	[[ "$output" == "248 working days"* ]]
}

@test "a year without a notice makes it approximate" {
	run "$PROG" workday 2026-12-30 +5
	[ "$status" -eq 0 ]
	[[ "$output" == "2027-01-06 "*"approximate: 2027 is not covered"* ]]
	run "$PROG" --json workday 2026-12-30 +5
	[ "$(jq -r '[.event, .date, .working_days, .weekday, .approximate, .uncovered] | map(tostring) | join(" ")' \
		<<<"$output")" = "2026-12-30 2027-01-06 5 3 true 2027" ]
	run "$PROG" --json workday 2026-12-30 +1
	[ "$(jq -r '.approximate' <<<"$output")" = false ]
	run "$PROG" --json workday 2027-05-01
	[ "$(jq -r '.approximate' <<<"$output")" = true ]
}

@test "an update brings a new year" {
	cat >"$DIR/2027.yaml" <<-EOF
	years:
	  - year: 2027
	    title: 示例
	    off: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}]
	EOF
	run "$PROG" workday 2026-12-30 +5 --calendar "$DIR/2027.yaml"
	[ "$status" -eq 0 ]
	[[ "$output" == "2027-01-07 "* ]]
	[[ "$output" != *approximate* ]]
	sed -i 's/2027-01-03/2027-13-03/' "$DIR/2027.yaml"
	run "$PROG" workday 2026-12-30 +5 --calendar "$DIR/2027.yaml"
	[ "$status" -eq 5 ]
	[[ "$output" == *"2027.yaml:4:"* ]]
	run "$PROG" workday 2026-12-30 --calendar "$DIR/none.yaml" -5
	[ "$status" -eq 3 ]
}

@test "wrong words" {
	for words in "" "2026-02-30" "2026-02-09 5" "2026-02-09 +99999" \
		"2026-02-09 +99999999999" "2026-02-09 +5 2026-02-10" \
		"2026-02-09 -x" "2099-12-30 +5" "2026-02-09 + 5"; do
		run "$PROG" workday $words
		[ "$status" -eq 2 ]
	done
}
