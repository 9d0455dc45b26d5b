# What make install puts where

load common

ROOT=$BATS_TEST_DIRNAME/../..

@test "the program, its pages, its entry in the menu of a desktop" {
	make -s -C "$ROOT" install DESTDIR="$DIR/to" PREFIX=/usr \
		O="${PROG%/callpermit}" >/dev/null
	share=$DIR/to/usr/share
	for m in "$ROOT"/man/*.[1-8]; do
		[ -f "$share/man/man${m##*.}/${m##*/}" ]
	done
	entry=$share/applications/callpermit.desktop
	# it needs a terminal, and the command is there
	grep -qx 'Terminal=true' "$entry"
	[ -x "$DIR/to/usr/bin/$(sed -n 's/^Exec=\([a-z]*\) .*/\1/p' "$entry")" ]
	grep -q '^Name\[zh_CN\]=' "$entry"
	! ls "$share/callpermit/data" | grep -qx 'applications\|systemd\|debian' || return 1
	# what is installed works from there: it finds its own data
	"$DIR/to/usr/bin/callpermit" --data "$share/callpermit" print \
		"$share/callpermit/data/doc/guide.md" -o "$DIR/guide.pdf" --pages 2
	command -v desktop-file-validate || skip "no desktop-file-validate"
	desktop-file-validate "$entry"
}
