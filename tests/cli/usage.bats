# Options, help, languages, exit codes

load common

@test "help lists every command, and each has its usage" {
	run "$PROG" help
	[ "$status" -eq 0 ]
	for c in tui init import export new list show set undo log check paper \
		pack engine drill; do
		[[ "$output" == *"  $c "* ]]
		"$PROG" help $c
		"$PROG" $c --help
	done
}

@test "wrong words are refused with what is right" {
	run "$PROG" chek
	[ "$status" -eq 2 ]
	[[ "$output" == *"did you mean check?"* ]]
	run "$PROG" --bogus
	[ "$status" -eq 2 ]
	run "$PROG" show
	[ "$status" -eq 2 ]
	[[ "$output" == *"usage: callpermit show NO"* ]]
	run "$PROG" --lang fr list
	[ "$status" -eq 2 ]
	CALLPERMIT_NOW=yesterday run "$PROG" list
	[ "$status" -eq 2 ]
}

@test "Chinese under every locale but an English one" {
	for l in C C.UTF-8 POSIX zh_CN.UTF-8 de_DE.UTF-8; do
		run env LC_ALL=$l "$PROG" show 2026-0001
		[ "$status" -eq 3 ]
		[[ "$output" == *"案卷 2026-0001"* ]]
	done
	run env -u LC_ALL -u LANG "$PROG" show 2026-0001
	[[ "$output" == *"案卷 2026-0001"* ]]
	run env LC_ALL=en_US.UTF-8 "$PROG" show 2026-0001
	[[ "$output" == *"no dossier 2026-0001"* ]]
	run env LC_ALL=C "$PROG" --lang en show 2026-0001
	[[ "$output" == *"no dossier 2026-0001"* ]]
	run env LC_ALL=en_US.UTF-8 "$PROG" --lang zh show 2026-0001
	[[ "$output" == *"案卷 2026-0001"* ]]
}

@test "output that cannot be written is an error" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run sh -c '"$1" show 2026-0001 >/dev/full' - "$PROG"
	[ "$status" -eq 5 ]
}

@test "the version and the place of the data" {
	run "$PROG" --version
	[[ "$output" == "callpermit 0."* ]]
	run "$PROG" --data /nonexistent list
	[ "$status" -eq 3 ]
	[[ "$output" == *"--data"* ]]
}

@test "a wrong word of a subcommand is named, with the nearest one" {
	"$PROG" import "$SAMPLE/complete.yaml"
	while IFS='|' read -r words says; do
		run env LC_ALL=C "$PROG" --lang en $words
		[ "$status" -eq 2 ] || [ "$status" -eq 3 ]
		[[ "$output" == *"$says"* ]] || {
			echo "$words: $output"
			return 1
		}
	done <<-'ROWS'
		paper 2026-0001 lst|did you mean list?
		paper 2026-0001 papers|it has: list, make, show, print, versions, diff
		calls . xyzzyq|log, export, ticket, sample, number, door, evidence
		evidence 2026-0001 verfy|did you mean verify?
		paper 2026-0001 make|usage: callpermit paper NO make
		paper 2026-0001 list --page 2|--page does not go with paper NO list
		paper 2026-0001 diff 1 -o x|-o does not go with paper NO diff
		paper 2026-0001 make -o x -- y|only paper NO print
		paper 2026-0001 show DOC-01 --page x|--page wants a number from 1 to 1000
		paper 2026-0001 show DOC-01 --page -1|--page wants a number from 1 to 1000
		paper 2026-0001 show DOC-01 --page 900|there is no page 900, the last is
		paper 2026-0001 show doc-07|no paper doc-07; did you mean DOC-07?
		paper 2026-0001 show 7|no paper 7; did you mean DOC-07?
		paper 2026-0001 show aid4|no paper aid4; did you mean AID-04?
		paper 2026-0001 show DOC-99|no paper DOC-99; see
		paper 2026-0001 show DOC-02|callpermit evidence NO scan DOC-02
		evidence 2026-0001 scan doc-2 -o x|no paper doc-2; did you mean DOC-02?
	ROWS
}

@test "the usage of one subcommand has only its line" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run env LC_ALL=C "$PROG" --lang en paper 2026-0001 make
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
	run "$PROG" --lang en help paper
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 7 ]
	[[ "${lines[1]}" == "       callpermit paper NO make"* ]]
}

@test "the list of papers says which files are not kept" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" --lang en paper 2026-0001 list
	[ "$(grep -c 'named, but not kept here' <<<"$output")" -gt 10 ]
	[[ "$output" == *"not kept here: 营业执照副本.jpg"* ]]
	run "$PROG" --json paper 2026-0001 list
	[ "$(jq -r '.[] | select(.id == "DOC-02") | .not_kept' \
		<<<"$output")" = 营业执照副本.jpg ]
	[ "$(jq -r '.[] | select(.id == "DOC-01") | has("not_kept")' \
		<<<"$output")" = false ]
}
