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
