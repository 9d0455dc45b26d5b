# assess

load common

ids() {
	jq -r "[.outcomes[] | select(.open == $1) | .id] | join(\" \")" <<<"$output"
}

@test "answers in words decide, and the exit code says whether it is possible" {
	run "$PROG" --json assess third_party=no fee=no
	[ "$status" -eq 0 ]
	[ "$(jq -r .possible <<<"$output")" = true ]
	[[ " $(ids false) " == *" EX-1 "* ]]
	[[ " $(ids false) " != *" ND-1 "* ]]

	run "$PROG" --json assess third_party=yes supplies=system,seats fee=yes need.marketing=yes
	[ "$status" -eq 1 ]
	[ "$(jq -r .possible <<<"$output")" = false ]
	# what is prohibited comes first
	[ "$(jq -r '.outcomes[0] | .verdict + " " + (.open | tostring)' <<<"$output")" = "prohibited false" ]
	# every outcome cites its sources
	[ "$(jq '[.outcomes[] | select(.sources | length == 0)] | length' <<<"$output")" = 0 ]
}

@test "nothing answered decides nothing" {
	run "$PROG" --json assess </dev/null
	[ "$status" -eq 0 ]
	[ -z "$(ids false)" ]
	[ -n "$(ids true)" ]
	run "$PROG" assess </dev/null
	[[ "$output" == *"[not decided] PR-1"* ]]
}

@test "junk answers are refused and change nothing" {
	no=$("$PROG" new need.fee=yes)
	"$PROG" log $no >"$DIR/before"
	while IFS='|' read -r code word says; do
		for with in "" $no; do
			run "$PROG" assess $with "$word"
			[ "$status" -eq "$code" ]
			[[ "$output" == *"$says"* ]]
			! grep -q $'\x1b' <<<"$output" || return 1
		done
	done <<-END
		2|fee=maybe|need.fee (Paid for the calls): maybe: yes or no is expected
		2|consent=x|is not one of: contract (contract), agreement
		2|capital=-1x|need.capital
		3|fe=yes|did you mean need.fee?
		3|need.nothing=1|no fact is called need.nothing
		2|co.name=示例公司|co.name is no question
		2|capital=$(printf '1\033[31m')|need.capital
	END
	run "$PROG" assess $no fee
	[ "$status" -eq 2 ]
	run "$PROG" assess 2026-9999
	[ "$status" -eq 3 ]
	"$PROG" log $no | cmp - "$DIR/before"
}

@test "answers are kept in the dossier, one can be taken back" {
	no=$("$PROG" new co.name=示例公司)
	"$PROG" assess $no third_party=yes supplies=seats company=yes >/dev/null
	run "$PROG" --json show $no
	[ "$(jq -r '.facts.need | [.third_party, .company, .supplies] | join(" ")' <<<"$output")" = "true true seats" ]
	"$PROG" log $no >"$DIR/before"
	# what is there already, and looking, leave no trace
	"$PROG" assess $no company=yes >/dev/null
	"$PROG" assess $no </dev/null >/dev/null
	"$PROG" log $no | cmp - "$DIR/before"

	run "$PROG" assess $no company=
	[[ "$output" == *"[not decided] CO-1"* ]]
	run "$PROG" --json show $no
	[ "$(jq -r '.facts.need.company' <<<"$output")" = null ]
	"$PROG" undo $no
	run "$PROG" --json show $no
	[ "$(jq -r '.facts.need.company' <<<"$output")" = true ]
	"$PROG" log $no --verify
}

@test "an answer that is not valid reads as unknown" {
	no=$("$PROG" new)
	"$PROG" set $no --draft need.company=perhaps
	run "$PROG" assess $no fee=yes
	[ "$status" -eq 0 ]
	[[ "$output" == *"[not decided] CO-1"* ]]
	run "$PROG" show $no
	[[ "$output" == *"perhaps"*"not valid"* ]]
}

# ask LINES...: the answers typed at a terminal, then what was said
ask() {
	local no=$1

	shift
	printf '%s\n' "$@" | script -qec "'$PROG' assess $no" /dev/null
}

@test "on a terminal the questions are asked one by one" {
	no=$("$PROG" new)
	run ask $no junk no "" "" "" "" "" no
	[ "$status" -eq 0 ]
	[[ "$output" == *"junk: yes or no is expected"* ]]
	run "$PROG" --json show $no
	[ "$(jq -r '.facts.need.third_party' <<<"$output")" = false ]
	[ "$(jq -r '.facts.need.fee' <<<"$output")" = null ]
	[ "$(jq -r '.facts.need.outbound' <<<"$output")" = false ]

	# what is answered is not asked again, what does not apply is not asked
	run ask $no "" "" "" "" "" ""
	[[ "$output" != *"For third-party clients"$'\r\n'"  yes / no"* ]]
	[[ "$output" == *"Paid for the calls"* ]]
	[[ "$output" != *$'\r\n'"Marketing calls"$'\r\n'* ]]
}

@test "a choice is answered by its number too" {
	no=$("$PROG" new)
	run ask $no yes '1 2'
	[ "$("$PROG" --json show $no | jq -r .facts.need.supplies)" = system,seats ]
	# a number that no choice has is no answer
	no=$("$PROG" new)
	run ask $no yes 9 seats
	[[ "$output" == *"9 is not one of"* ]]
	[ "$("$PROG" --json show $no | jq -r .facts.need.supplies)" = seats ]
}

@test "a long line is one answer" {
	no=$("$PROG" new)
	# a terminal takes 4095 bytes of a line
	long=$(head -c 3000 /dev/zero | tr '\0' x)
	run ask $no "${long}yes" no
	[ "$status" -eq 0 ]
	[ "$(grep -c 'need.third_party (For third-party clients): ' <<<"$output")" -eq 1 ]
	run "$PROG" --json show $no
	[ "$(jq -r '.facts.need.third_party' <<<"$output")" = false ]
}
