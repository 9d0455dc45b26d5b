# The manual page and the command table name the same commands

load common

@test "every command has its place in the manual, and no other" {
	"$PROG" help | sed -n 's/^  \([a-z]*\) .*/\1/p' | sort >"$DIR/table"
	# lists within the list end with lines of their own
	awk '/^The commands are as follows/ { on = 1 }
		on && /^\.Bl/ { depth++ }
		on && /^\.El/ && --depth == 0 { exit }
		on && depth == 1 && /^\.It Cm / { print $3 }' \
		"$BATS_TEST_DIRNAME/../../man/callpermit.1" | sort -u >"$DIR/manual"
	diff "$DIR/table" "$DIR/manual"
}
