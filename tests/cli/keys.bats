# callpermit-keys(7) is what the tables of the screens say

load common

@test "the manual of the keys is that of the screens" {
	"$TOOLS/tui/keys" >"$DIR/page"
	diff "$DIR/page" "$BATS_TEST_DIRNAME/../../man/callpermit-keys.7" || {
		echo "run: make keys"
		false
	}
}

@test "every key of it can be read" {
	page=$BATS_TEST_DIRNAME/../../man/callpermit-keys.7
	[ "$(grep -c '^\.It Ic ' "$page")" -gt 100 ]
	! grep -n '^\.It Ic *$' "$page" || return 1
	command -v mandoc || skip "no mandoc"
	[ -z "$(mandoc -T lint -W warning "$page")" ]
	mandoc -T utf8 "$page" | grep -q 'a command by its name'
}
