# The manual page and the command table name the same commands

load common

@test "every command has its place in the manual, and no other" {
	"$PROG" help | sed -n 's/^  \([a-z]*\) .*/\1/p' | sort >"$DIR/table"
	sed -n '/^The commands are as follows/,/^\.Sh/s/^\.It Cm \([a-z]*\).*/\1/p' \
		"$BATS_TEST_DIRNAME/../../man/callpermit.1" | sort -u >"$DIR/manual"
	diff "$DIR/table" "$DIR/manual"
}
