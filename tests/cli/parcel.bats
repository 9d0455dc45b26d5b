# export --with-evidence and import: a whole dossier as one file, to another
# office and back.

load common

# a dossier in which there is something of everything
make_whole() {
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	NO=2026-0001
	echo "a lease" >"$DIR/lease.txt"
	echo "another" >"$DIR/lease2.txt"
	"$PROG" evidence "$NO" add "$DIR/lease.txt" --title Lease >/dev/null
	"$PROG" evidence "$NO" revise 1 "$DIR/lease2.txt" >/dev/null
	"$PROG" checklist "$NO" start self >/dev/null
	"$PROG" checklist "$NO" answer C1-01 fail --note 示例 --owner 示例甲 \
		--due 2026-12-01 --evidence E-1 >/dev/null
	"$PROG" visit "$NO" fix 示例整改 --owner 示例乙 --due 2026-12-02 \
		>/dev/null || true
	"$PROG" duty "$NO" off D-23 --reason 示例 >/dev/null || true
	"$PROG" act "$NO" ready >/dev/null 2>&1 ||
		"$PROG" act "$NO" go >/dev/null 2>&1 || true
	"$PROG" forecast "$NO" >/dev/null 2>&1 || true
	"$PROG" bundle "$NO" -o "$DIR/b.zip" --force --reason 示例 >/dev/null
	"$PROG" set "$NO" co.phone=029-88880000
	"$PROG" undo "$NO" >/dev/null
	"$PROG" forget "$NO" --reason 示例 lr.mobile >/dev/null || true
}

# everything that can be asked about it
tell_all() {
	"$PROG" export "$NO"
	"$PROG" --json log "$NO"
	"$PROG" --json check "$NO" --all || true
	"$PROG" --json due "$NO" --within 900 || true
	"$PROG" --json stage "$NO"
	"$PROG" --json checklist "$NO" show || true
	"$PROG" --json evidence "$NO" show
	"$PROG" --json paper "$NO" versions
	"$PROG" --json forecast "$NO" --history || true
	"$PROG" --json list
}

other_office() {
	export CALLPERMIT_DB=$DIR/other/dossiers.db
}

@test "another office takes a dossier in without loss, and gives the same" {
	make_whole
	"$PROG" export "$NO" --with-evidence -o "$DIR/d.tar"
	[ "$(stat -c %a "$DIR/d.tar")" = 600 ]
	tell_all >"$DIR/before"
	[ "$(wc -l <"$DIR/before")" -gt 1000 ]
	other_office
	run "$PROG" --lang en import "$DIR/d.tar"
	[ "$status" -eq 0 ]
	[[ "$output" == *"unbroken, head "* ]]
	tell_all >"$DIR/after"
	cmp "$DIR/before" "$DIR/after"
	"$PROG" log "$NO" --verify
	"$PROG" search 云岭 | grep "$NO" >/dev/null
	"$PROG" export "$NO" --with-evidence -o "$DIR/again.tar"
	cmp "$DIR/d.tar" "$DIR/again.tar"
	[ "$(find "$CALLPERMIT_DB.files" -type f | wc -l)" = 2 ]
	[ "$(sqlite3 "$CALLPERMIT_DB" 'SELECT count(*) FROM filing')" = 1 ]
}

@test "any tar takes it apart, and sha256sum knows its files" {
	make_whole
	"$PROG" export "$NO" --with-evidence -o "$DIR/d.tar"
	mkdir "$DIR/apart"
	tar -C "$DIR/apart" -xf "$DIR/d.tar"
	cd "$DIR/apart"
	sha256sum -c --quiet SHA256SUMS
	[ "$(jq -r .dossier callpermit-dossier.json)" = "$NO" ]
	[ "$(wc -l <journal.jsonl)" = \
		"$(jq -r .journal_len callpermit-dossier.json)" ]
}

@test "a number that is taken is refused, and another given with --as" {
	make_whole
	"$PROG" export "$NO" --with-evidence -o "$DIR/d.tar"
	run "$PROG" --lang en import "$DIR/d.tar"
	[ "$status" -eq 4 ]
	[[ "$output" == *"2026-0001 exists already"* ]]
	[ "$("$PROG" list | wc -l)" = 1 ]
	"$PROG" import --as 2025-0777 "$DIR/d.tar"
	"$PROG" import --as new "$DIR/d.tar"
	"$PROG" log 2025-0777 --verify
	"$PROG" log 2026-0002 --verify
	[ "$("$PROG" export "$NO" | grep -v ^dossier: | sha256sum)" = \
		"$("$PROG" export 2026-0002 | grep -v ^dossier: | sha256sum)" ]
	run "$PROG" import --as 77 "$DIR/d.tar"
	[ "$status" -eq 2 ]
	run "$PROG" import --as new "$SAMPLE/faulty.yaml"
	[ "$status" -eq 2 ]
}

members() {
	find pack -type f | LC_ALL=C sort
	find files -type f | LC_ALL=C sort
}

# again: the archive of a folder with sums that fit
again() {
	(cd "$1" && rm -f SHA256SUMS && {
		sha256sum callpermit-dossier.json
		sha256sum journal.jsonl filings.jsonl papers.jsonl \
			forecasts.jsonl
		members | xargs -r sha256sum
	} >SHA256SUMS && tar -cf "$2" --format=ustar callpermit-dossier.json \
		journal.jsonl filings.jsonl papers.jsonl forecasts.jsonl \
		$(members) SHA256SUMS)
}

# refused TEXT [STATUS]: it is, at that place, and nothing is left
refused() {
	run "$PROG" --lang en import "$DIR/bad.tar"
	echo "$output"
	[ "$status" -eq "${2:-5}" ]
	[[ "$output" == *"$1"* ]]
	[ -z "$("$PROG" list)" ]
	[ -z "$(find "$CALLPERMIT_DB.files" -type f 2>/dev/null)" ]
	[ "$(sqlite3 "$CALLPERMIT_DB" 'SELECT count(*) FROM journal')" = 0 ]
}

@test "what was cut, edited or made up is refused with its place" {
	make_whole
	"$PROG" export "$NO" --with-evidence -o "$DIR/d.tar"
	other_office
	local size
	size=$(stat -c %s "$DIR/d.tar")

	head -c $((size / 2)) "$DIR/d.tar" >"$DIR/bad.tar"
	refused "Truncated"

	mkdir "$DIR/apart"
	tar -C "$DIR/apart" -xf "$DIR/d.tar"
	(cd "$DIR/apart" && tar -cf "$DIR/bad.tar" --format=ustar \
		callpermit-dossier.json journal.jsonl)
	refused "cut short"
	again "$DIR/apart" "$DIR/good.tar"
	"$PROG" import "$DIR/good.tar"
	rm -rf "$DIR/other"

	edit() {
		rm -rf "$DIR/e"
		cp -r "$DIR/apart" "$DIR/e"
		(cd "$DIR/e" && eval "$1")
		again "$DIR/e" "$DIR/bad.tar"
	}
	edit 'sed -i "20s/\"set\"/\"undo\"/" journal.jsonl'
	refused "journal row 20 was changed"
	edit 'sed -i 20d journal.jsonl'
	refused "journal row 20 is missing"
	edit 'sed -i "\$d" journal.jsonl'
	refused "the journal was cut off"
	edit 'sed -i "20s/.*/not json/" journal.jsonl'
	refused "journal.jsonl, line 20: cannot be read"
	edit 'sed -i "20s/^\[20,/[19,/" journal.jsonl'
	refused "journal.jsonl, line 20"
	edit 'sed -i "s/\"schema\".*/\"schema\": \"callpermit-dossier\/2\",/" callpermit-dossier.json'
	refused "newer version" 1
	edit 'echo x >>pack/data/rules.yaml; true'
	[ ! -d "$DIR/apart/pack" ] || refused "is not the one the dossier uses"
	edit 'for f in $(find files -type f | head -1); do echo x >>$f; done'
	refused "its bytes are not those it was named after"
	(cd "$DIR/apart" && tar -cf "$DIR/bad.tar" --format=ustar journal.jsonl)
	refused "does not belong into a dossier"
	(cd "$DIR/apart" && ln -s /etc/passwd extra && tar -cf "$DIR/bad.tar" \
		--format=ustar callpermit-dossier.json extra)
	refused "no plain file"
	(cd "$DIR/apart" && cp journal.jsonl more && tar -cf "$DIR/bad.tar" \
		--format=ustar callpermit-dossier.json more)
	refused "does not belong into a dossier"
	(cd "$DIR/apart" && echo x >>filings.jsonl && tar -cf "$DIR/bad.tar" \
		--format=ustar callpermit-dossier.json journal.jsonl \
		filings.jsonl papers.jsonl forecasts.jsonl \
		$(members) SHA256SUMS)
	refused "was changed: "
}

@test "a damaged journal is not carried on, nor a changed file" {
	make_whole
	sha=$(find "$CALLPERMIT_DB.files" -type f | head -1)
	chmod 600 "$sha"
	echo x >>"$sha"
	run "$PROG" export "$NO" --with-evidence -o "$DIR/d.tar"
	[ "$status" -eq 5 ]
	[ ! -e "$DIR/d.tar" ]
	sqlite3 "$CALLPERMIT_DB" "DROP TRIGGER journal_no_update;
		UPDATE journal SET actor = 'x' WHERE seq = 9"
	run "$PROG" export "$NO" --with-evidence -o "$DIR/d.tar"
	[ "$status" -eq 5 ]
	[ ! -e "$DIR/d.tar" ]
}

@test "the rule pack a dossier uses comes along" {
	cp -r "$BATS_TEST_DIRNAME/../schema/pack" "$DIR/pack"
	"$PROG" --data "$DIR/pack" import "$BATS_TEST_DIRNAME/../schema/dossier.yaml"
	"$PROG" export 2026-0001 --with-evidence -o "$DIR/d.tar"
	tar -tf "$DIR/d.tar" | grep '^pack/forms/f.yaml' >/dev/null
	other_office
	"$PROG" import "$DIR/d.tar"
	"$PROG" show 2026-0001 | grep site.area >/dev/null
	"$PROG" export 2026-0001 --with-evidence -o "$DIR/again.tar"
	cmp "$DIR/d.tar" "$DIR/again.tar"
}
