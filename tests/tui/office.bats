# What one's role does not allow is grey and refused, and personal data is
# masked; a role that is changed counts at once

load screen

# A database for others too, opened by an account that only looks
as_reader() {
	[ "$(id -u)" -eq 0 ] || skip "wants root, to be others"
	PLACE=$(mktemp -d)
	chmod 755 "$PLACE"
	mkdir "$PLACE/office"
	cp "$PROG" "$PLACE/callpermit"
	for d in forms data templates; do
		cp -r "$BATS_TEST_DIRNAME/../../$d" "$PLACE"
	done
	chmod -R go+rX "$PLACE/forms" "$PLACE/data" "$PLACE/templates" "$PLACE/callpermit"
	export CALLPERMIT_DB=$PLACE/office/dossiers.db
	"$PROG" import "$BATS_TEST_DIRNAME/../../data/sample/complete.yaml"
	"$PROG" set 2026-0001 lr.mobile=13000000009
	"$PROG" share users
	"$PROG" user set news read-only
	term new-session -d -x 100 -y 30 \
		env HOME=/nonexistent XDG_STATE_HOME=/nonexistent LC_ALL=C.UTF-8 LANGUAGE=en \
		setpriv --reuid news --regid "$(id -g news)" --groups users -- \
		sh -c '"$@"; echo "exit $?"; exec sleep 60' sh \
		"$PLACE/callpermit" --lang en --data "$PLACE" "$@"
}

teardown() {
	term kill-server 2>/dev/null || true
	[ -z "$PLACE" ] || rm -rf "$PLACE"
}

@test "a role's limits are grey, refused and masked, and a new role counts at once" {
	as_reader tui
	see 2026-0001
	keys n
	see "May not: your role is read-only."
	keys '?'
	see "open a new dossier (May not: your role is read-only.)"
	keys Escape
	keys n
	see "May not: your role is read-only."
	keys Enter
	see "Company"
	keys x
	see "May not: your role is read-only."
	# in a line of text too
	down_to ">   Company name"
	before=$(screen | sed -n 9,10p)
	keys xz
	see "May not: your role is read-only."
	[ "$(screen | sed -n 9,10p)" = "$before" ]
	# what is selected may be copied, not cut
	keys S-Home C-c
	see "Copied"
	keys C-v
	see "May not: your role is read-only."
	keys S-End C-x
	see "May not: your role is read-only."
	[ "$(screen | sed -n 9,10p)" = "$before" ]
	down_to '130****0009'
	hides 13000000009
	# a command of the command line
	keys F2
	see "Command:"
	typed duty
	see "Tick a duty off" 1/1
	keys Enter
	until_true hides "Command:"
	see "May not: your role is read-only."
	# somebody gives him more, and tells nobody
	"$PROG" user set news staff
	see "13000000009"
	"$PROG" user drop news
	see '130****0009'
	run "$PROG" log 2026-0001 --verify
	[ "$status" -eq 0 ]
}

@test "a lesser role closes what it may not see, and masks what was shown" {
	as_reader tui
	"$PROG" set 2026-0001 --draft rec.penalty_why=13000000008 \
		'staff[1].idno=110101190101010070' 'staff[2].idno=110101190101010070'
	"$PROG" user set news staff
	see 2026-0001
	# the sentences below the list quote numbers
	see 110101190101010070
	keys C-f
	typed 0000009
	see 'Search everything' '130****0009'
	"$PROG" user set news read-only
	see 'May not: your role is read-only.'
	until_true hides 'Search everything'
	see '110****0070'
	until_true hides 110101190101010070
	run "$PROG" log 2026-0001 --verify
	[ "$status" -eq 0 ]
}
