# validate: values on their own; the vectors are in tests/unit/value*.c

load common

@test "ok, warning and error, with the canonical value and the standard" {
	run "$PROG" validate uscc "9131 0115 pdy000079m"
	[ "$status" -eq 0 ]
	[[ "$output" == *"GB 32100-2015 [P:USCC,G:stdnum]"* ]]
	[[ "${lines[1]}" == "  ok "*" 91310115PDY000079M" ]]
	run "$PROG" validate id_no 440524188001010014 990101190501010049
	[ "$status" -eq 0 ]
	[[ "${lines[1]}" == "  warning "* ]]
	[[ "$output" == *"1880"* ]]
	[[ "${lines[3]}" == "  warning "* ]]
	run "$PROG" validate uscc 91310115PDY000079M 91110105PDY00001XH
	[ "$status" -eq 1 ]
	[[ "${lines[1]}" == "  ok "* ]]
	[[ "${lines[2]}" == "  error "* ]]
	[[ "$output" == *"should be G"*"--accept --reason TEXT"* ]]
}

@test "JSON says the same" {
	run "$PROG" --json validate mobile 13000000000 15400000000 12000000000
	[ "$status" -eq 1 ]
	[ "$(jq -r '[.results[].verdict] | join(" ")' <<<"$output")" = "ok warning error" ]
	[ "$(jq -r '.kind + " " + (.refused | tostring)' <<<"$output")" = "mobile true" ]
	[ "$(jq -r '.results[0].value' <<<"$output")" = 13000000000 ]
	[ "$(jq -r '.results[2].value' <<<"$output")" = null ]
	[ "$(jq -r '.sources' <<<"$output")" = P:PLAN,P:MOBILE ]
}

@test "what a filing may not say is refused here" {
	run "$PROG" validate access_no 95588
	[ "$status" -eq 1 ]
	[[ "$output" == *"953, 955 and 956"* ]]
	run "$PROG" validate licence_no B1-20000001
	[ "$status" -eq 1 ]
	run "$PROG" validate money 0
	[ "$status" -eq 1 ]
	run "$PROG" validate money -100
	[ "$status" -eq 1 ]
	run "$PROG" validate money 1,234.5
	[ "$status" -eq 0 ]
	[[ "$output" == *" 1234.50"* ]]
}

@test "shares are one set" {
	"$PROG" validate shares 100
	"$PROG" validate shares 33.3334 33.3333 33.3333
	printf '51\n49\n' | "$PROG" validate shares -
	for set in "60 30" "0 100" "100.5" "51 49.5"; do
		run "$PROG" validate shares $set
		[ "$status" -eq 1 ]
	done
	run "$PROG" validate shares 60 30
	[[ "$output" == *"90.0000"* ]]
}

@test "lines of standard input, hostile ones too" {
	run sh -c 'printf "95012\r\n\n96885" | "$1" --json validate access_no -' - "$PROG"
	[ "$status" -eq 1 ]
	[ "$(jq -r '[.results[].verdict] | join(" ")' <<<"$output")" = "ok error ok" ]
	# a NUL hides nothing, an escape reaches no terminal, nor does C1 in JSON
	printf '95012\000junk\n\033[31m\n\302\2331m\n\377\n' >"$DIR/lines"
	for json in "" --json; do
		run sh -c '"$1" $2 validate access_no - <"$3"' - "$PROG" "$json" "$DIR/lines"
		[ "$status" -eq 1 ]
		! grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xff' <<<"$output" || return 1
	done
	[ "$(jq '[.results[] | select(.verdict == "error")] | length' <<<"$output")" = 4 ]
	# a line without end is refused, not stored; a sanitizer maps terabytes
	limit=400000
	[[ "$PROG" != */asan/* ]] || limit=unlimited
	run sh -c 'head -c 500000000 /dev/zero | tr "\0" 9 |
		(ulimit -v $2; "$1" validate text -)' - "$PROG" $limit
	[ "$status" -eq 1 ]
	[[ "$output" == *"longer than 65536 bytes"* ]]
	run sh -c 'yes 1 | head -n 100001 | "$1" validate int -' - "$PROG"
	[ "$status" -eq 2 ]
}

@test "files are read and hashed, and told why not" {
	cd "$DIR"
	printf abc >"平面图 1.pdf"
	run "$PROG" validate file "平面图 1.pdf"
	[ "$status" -eq 0 ]
	[[ "$output" == *"平面图 1.pdf 3 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"* ]]
	run "$PROG" validate file none.pdf
	[ "$status" -eq 1 ]
	[[ "$output" == *"none.pdf: No such file"* ]]
	cp "平面图 1.pdf" all.zip
	run "$PROG" validate file all.zip
	[ "$status" -eq 1 ]
	[[ "$output" == *"archives are not taken"* ]]
	head -c 5242881 /dev/zero >big.jpg
	run "$PROG" validate file big.jpg
	[ "$status" -eq 1 ]
	[[ "$output" == *"5242880 bytes"* ]]
}

@test "the list names every type of the forms, each with sources that exist" {
	run "$PROG" --json validate list
	[ "$status" -eq 0 ]
	[ "$(jq -r '[.[].kind] | sort | join(" ")' <<<"$output")" = "access_no bool company date email file id_no int licence_no long mobile money number org_code person phone ratio shares text url uscc zip" ]
	for key in $(jq -r '.[].sources' <<<"$output" | tr ',' '\n' | sort -u); do
		grep -q "^  - key: \"$key\"$" "$SAMPLE/../sources.yaml"
	done
	run "$PROG" validate list
	[[ "$output" == *"GB 11714-1997"* ]]
}

@test "wrong words" {
	run "$PROG" validate
	[ "$status" -eq 2 ]
	run "$PROG" validate uscc
	[ "$status" -eq 2 ]
	run "$PROG" validate uscx 1
	[ "$status" -eq 2 ]
	[[ "$output" == *"did you mean uscc?"* ]]
	run "$PROG" validate choice a
	[ "$status" -eq 2 ]
}
