# A negated command in the middle of a test cannot fail it, so there is none

LINT=$BATS_TEST_DIRNAME/negated.awk

@test "no test has a negated command that cannot fail" {
	run awk -f "$LINT" "$BATS_TEST_DIRNAME"/../*/*.ba*
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "those that cannot fail are told with their line" {
	cd "$BATS_TEST_TMPDIR"
	printf '%s\n' '@test "a" {' '	! grep -q a b' '	true' '}' >bad.bats
	printf '%s\n' 'f() {' '	for i in 1 2; do' '		! grep x |' '			grep y' \
		'	done' '}' >loop.bash
	printf '%s\n' '@test "c" {' '	! grep a b || return 1' '	! cat \' \
		'		a || false' '	true' '	! grep -q a b' '}' \
		'f() {' '	! shows a' '' '	# so' '}' >good.bats
	run awk -f "$LINT" good.bats bad.bats loop.bash
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 2 ]
	[[ "${lines[0]}" == "bad.bats:2: "* ]]
	[[ "${lines[1]}" == "loop.bash:3: "* ]]
}
