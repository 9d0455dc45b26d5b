# Attached files are kept in a vault beside the database, by their SHA-256.

load common

# scan NAME TEXT: a file to be attached
scan() {
	printf '%s' "$2" >"$DIR/$1"
}

hash_of() {
	sha256sum "$DIR/$1" | cut -c1-64
}

# where the copy of a file is kept
kept() {
	echo "$CALLPERMIT_DB.files/$(hash_of "$1" | cut -c1-2)/$(hash_of "$1")"
}

@test "an attached file is kept, by its hash and for its owner only" {
	no=$("$PROG" new)
	scan a.pdf one
	"$PROG" set $no lr.id_file="$DIR/a.pdf"
	cmp "$(kept a.pdf)" "$DIR/a.pdf"
	[ "$(stat -c %a "$(kept a.pdf)" "$CALLPERMIT_DB.files")" = $'600\n700' ]
	[ "$("$PROG" --json show $no | jq -c .not_kept)" = '[]' ]
	# the same bytes once, whatever the name
	cp "$DIR/a.pdf" "$DIR/b.pdf"
	"$PROG" set $no co.licence_file="$DIR/b.pdf"
	[ "$(find "$CALLPERMIT_DB.files" -type f | wc -l)" = 1 ]
}

@test "what undo brings back is still kept" {
	no=$("$PROG" new)
	scan a.pdf one
	scan b.pdf two
	"$PROG" set $no lr.id_file="$DIR/a.pdf"
	"$PROG" set $no lr.id_file="$DIR/b.pdf"
	"$PROG" undo $no
	[ "$("$PROG" --json show $no | jq -c .not_kept)" = '[]' ]
	cmp "$(kept a.pdf)" "$DIR/a.pdf"
}

@test "a change that is refused keeps no file" {
	no=$("$PROG" new)
	scan a.pdf one
	scan b.pdf $'PK\003\004'
	run "$PROG" set $no lr.id_file="$DIR/a.pdf" co.uscc=wrong
	[ "$status" -eq 2 ]
	run "$PROG" set $no lr.id_file="$DIR/a.pdf" co.licence_file="$DIR/b.pdf"
	[ "$status" -eq 2 ]
	run "$PROG" set $no --draft co.licence_file="$DIR/b.pdf"
	[ ! -e "$CALLPERMIT_DB.files" ]
}

@test "a link and a pipe are not attached" {
	no=$("$PROG" new)
	scan a.pdf one
	ln -s a.pdf "$DIR/link.pdf"
	mkfifo "$DIR/pipe.pdf"
	for f in link pipe; do
		run "$PROG" set $no lr.id_file="$DIR/$f.pdf"
		[ "$status" -eq 2 ]
	done
	[ ! -e "$CALLPERMIT_DB.files" ]
}

@test "a file that is not kept is told, and kept when attached again" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" show 2026-0001
	[[ "$output" == *"not kept: attach the file again"* ]]
	[ "$("$PROG" --json show 2026-0001 | jq '.not_kept | length')" -gt 20 ]
	scan a.pdf one
	"$PROG" set 2026-0001 lr.id_file="$DIR/a.pdf"
	rm -r "$CALLPERMIT_DB.files"
	"$PROG" --json show 2026-0001 | jq -e '.not_kept | index("lr.id_file")'
	rows=$("$PROG" --json log 2026-0001 | jq length)
	"$PROG" set 2026-0001 lr.id_file="$DIR/a.pdf"
	! "$PROG" --json show 2026-0001 | jq -e '.not_kept | index("lr.id_file")' || return 1
	# it is the same fact
	[ "$("$PROG" --json log 2026-0001 | jq length)" = "$rows" ]
}

@test "a dossier takes its files along" {
	no=$("$PROG" new)
	scan a.pdf one
	"$PROG" set $no lr.id_file="$DIR/a.pdf"
	"$PROG" export $no -o "$DIR/bare.yaml"
	[ ! -e "$DIR/bare.yaml.files" ]
	"$PROG" export $no --files -o "$DIR/whole.yaml"
	cmp "$DIR/bare.yaml" "$DIR/whole.yaml"

	export CALLPERMIT_DB=$DIR/other/dossiers.db
	"$PROG" import "$DIR/bare.yaml"
	[ "$("$PROG" --json show $no | jq -c .not_kept)" = '["lr.id_file"]' ]
	export CALLPERMIT_DB=$DIR/third/dossiers.db
	"$PROG" import "$DIR/whole.yaml"
	[ "$("$PROG" --json show $no | jq -c .not_kept)" = '[]' ]
	cmp "$(kept a.pdf)" "$DIR/a.pdf"
}

@test "an import whose files were changed is refused as a whole" {
	no=$("$PROG" new)
	scan a.pdf one
	"$PROG" set $no lr.id_file="$DIR/a.pdf"
	"$PROG" export $no --files -o "$DIR/whole.yaml"
	echo more >>"$(find "$DIR/whole.yaml.files" -type f)"
	export CALLPERMIT_DB=$DIR/other/dossiers.db
	run "$PROG" import "$DIR/whole.yaml"
	[ "$status" -eq 5 ]
	[[ "$output" == *SHA-256* ]]
	[ "$("$PROG" --json list)" = '[]' ]
}

@test "on a full disk no file is kept in part, and the fact is not set" {
	[ "$(id -u)" = 0 ] || skip "needs root to mount a small file system"
	mkdir "$DIR/small"
	mount -t tmpfs -o size=2m tmpfs "$DIR/small" 2>/dev/null ||
		skip "cannot mount here"
	export CALLPERMIT_DB=$DIR/small/d.db
	no=$("$PROG" new)
	head -c 3000000 /dev/urandom >"$DIR/a.pdf"
	run "$PROG" set $no lr.id_file="$DIR/a.pdf"
	full=$status
	said=$output
	left=$(find "$DIR/small/d.db.files" -type f | wc -l)
	facts=$("$PROG" --json list | jq '.[0].facts')
	umount -l "$DIR/small"
	[ "$full" -eq 5 ]
	[[ "$said" == *"disk is full"* ]]
	[ "$left" = 0 ]
	[ "$facts" = 0 ]
}
