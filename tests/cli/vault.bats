# evidence: records, revisions and files; what was tampered with is found.

load common

setup_dossier() {
	cd "$DIR"
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	echo "one lease" >lease.pdf
	echo "its annex" >annex.txt
}

ev() {
	"$PROG" --lang en evidence 2026-0001 "$@"
}

evj() {
	"$PROG" --json evidence 2026-0001 "$@"
}

@test "a record has revisions of several files; the old one stays" {
	setup_dossier
	run ev add lease.pdf annex.txt --title Lease --from 2025-01-01 --to 2026-06-30 \
		--obtained 2025-01-02 --by Li --method copy --note "first" --link site.area --link I-07
	[ "$status" -eq 0 ]
	[[ "$output" == "E-1: 2 files kept" ]]
	echo "new lease" >lease2.pdf
	[ "$(evj revise E-1 lease2.pdf --from 2026-07-01 --to 2030-06-30 | jq -c .)" = '{"record":1,"files":1}' ]
	ev link 1 DOC-19
	ev link 1 --remove I-07
	run evj show 1
	[ "$(jq -c '.[0] | [.links, (.revisions | length), .revisions[0].to, .revisions[0].by,
		(.revisions[0].files | map(.name)), .revisions[1].files[0].kept]' <<<"$output")" = \
		'["site.area DOC-19",2,"2026-06-30","Li",["lease.pdf","annex.txt"],true]' ]
	[ "$(evj list | jq -r '[.[] | select(.kept)] | length')" = 3 ]
	run ev show 9
	[ "$status" -eq 3 ]
	run ev add lease.pdf --link nothing.there
	[ "$status" -eq 3 ]
	run ev add lease.pdf --from 2026-02-01 --to 2026-01-01
	[ "$status" -eq 2 ]
	run "$PROG" --lang en set 2026-0001 "ev[1].title=other"
	[ "$status" -eq 1 ]
	[[ "$output" == *"command evidence"* ]]
}

@test "undo, log, export and import carry it" {
	setup_dossier
	ev add lease.pdf --title Lease
	ev revise 1 annex.txt
	"$PROG" undo 2026-0001
	[ "$(evj show 1 | jq '.[0].revisions | length')" = 1 ]
	"$PROG" log 2026-0001 --verify
	"$PROG" export 2026-0001 --files -o all.yaml
	export CALLPERMIT_DB=$DIR/other.db
	"$PROG" import all.yaml
	[ "$(evj show 1 | jq -c '.[0] | [.title, .revisions[0].files[0].kept]')" = '["Lease",true]' ]
}

@test "verify finds a changed, a missing and an extra file" {
	setup_dossier
	ev add lease.pdf
	ev add annex.txt
	hash=$(sha256sum lease.pdf | cut -c1-64)
	kept=$CALLPERMIT_DB.files/${hash:0:2}/$hash
	flaws() { evj verify | jq -r '.[] | select((.fact // "evfile") | startswith("evfile")) | .flaw'; }
	[ "$(flaws)" = "" ]
	printf x | dd of="$kept" conv=notrunc status=none
	[ "$(flaws)" = changed ]
	rm "$kept"
	[ "$(flaws)" = missing ]
	cp lease.pdf "$kept"
	echo stray >"$CALLPERMIT_DB.files/stray"
	[ "$(flaws)" = extra ]
}

@test "gc removes only what nothing refers to" {
	setup_dossier
	ev add lease.pdf
	ev add annex.txt
	"$PROG" undo 2026-0001
	echo orphan >orphan
	hash=$(sha256sum orphan | cut -c1-64)
	mkdir -p "$CALLPERMIT_DB.files/${hash:0:2}"
	cp orphan "$CALLPERMIT_DB.files/${hash:0:2}/$hash"
	echo half >"$CALLPERMIT_DB.files/new-AAAAAA"
	echo ours >"$CALLPERMIT_DB.files/notes"
	# young: it may be about to be referred to
	[ "$(evj gc)" = '[]' ]
	find "$CALLPERMIT_DB.files" -type f -exec touch -d "2 hours ago" {} +
	# put there again: as young as a new one
	[ "$(evj gc | jq length)" = 2 ]
	[ ! -e "$CALLPERMIT_DB.files/${hash:0:2}/$hash" ]
	[ -e "$CALLPERMIT_DB.files/notes" ]
	# what undo took back can be brought back: the journal names it
	for f in lease.pdf annex.txt; do
		hash=$(sha256sum $f | cut -c1-64)
		cmp $f "$CALLPERMIT_DB.files/${hash:0:2}/$hash"
	done
}

@test "when evidence is over, what rests on it is stale and says why" {
	setup_dossier
	CALLPERMIT_NOW=2026-11-20T09:00:00+08:00 "$PROG" check 2026-0001 >/dev/null || true
	ev add lease.pdf --title Lease --to 2026-01-31 --link V-DRILL --link site.area
	run "$PROG" --lang en --json check 2026-0001
	[ "$(jq -r '.findings[] | select(.id == "V-DRILL") | .stale' <<<"$output")" = \
		"rests on evidence E-1 (Lease), which was in force until 2026-01-31; a new revision of it is needed" ]
	[ "$(jq '[.findings[] | select(.stale) | select(.reads | contains("site.area"))] | length' <<<"$output")" -gt 0 ]
	run "$PROG" --lang en check 2026-0001
	[[ "$output" == *"stale: rests on evidence E-1"* ]]
	ev revise 1 annex.txt --from 2026-02-01
	[ "$("$PROG" --json check 2026-0001 | jq '[.findings[] | select(.stale)] | length')" = 0 ]
}

@test "a folder of evidence is checked by sha256sum and when it is taken in" {
	setup_dossier
	ev add lease.pdf annex.txt --title Lease --to 2030-01-01 --link DOC-19
	ev revise 1 annex.txt
	ev export out
	(cd out && sha256sum -c --quiet SHA256SUMS)
	cmp out/E-01/1/lease.pdf lease.pdf
	run ev export out
	[ "$status" -eq 4 ]
	no=$("$PROG" new)
	"$PROG" evidence "$no" import out
	[ "$("$PROG" --json evidence "$no" show | jq -c '.[0] | [.title, .links, (.revisions | length)]')" = \
		'["Lease","DOC-19",2]' ]
	cp -r out bad1 && echo more >>bad1/E-01/1/lease.pdf
	cp -r out bad2 && sed -i 's/2030/2031/' bad2/evidence.json
	cp -r out bad3 && rm bad3/E-01/2/annex.txt
	cp -r out bad4 && ln -sf /etc/passwd bad4/E-01/1/annex.txt
	for i in 1 2 3 4; do
		run "$PROG" evidence "$no" import bad$i
		[ "$status" -ne 0 ]
	done
	[ "$("$PROG" --json evidence "$no" show | jq length)" = 1 ]
	# a file that was changed is not handed out
	hash=$(sha256sum lease.pdf | cut -c1-64)
	echo x >>"$CALLPERMIT_DB.files/${hash:0:2}/$hash"
	run ev export out2
	[ "$status" -eq 5 ]
	[ "$(ls -d out2* | wc -l)" = 0 ]
}

@test "a link, pipe, folder, empty or too large file is refused, and nothing kept" {
	setup_dossier
	ln -s lease.pdf link
	mkfifo pipe
	mkdir folder
	: >empty
	truncate -s 2147483649 big
	printf x >$'bad\033[31mname'
	for f in link pipe folder big $'bad\033[31mname' empty missing; do
		run ev add lease.pdf "$f"
		[ "$status" -ne 0 ]
		[[ "$output" != *$'\033'* ]]
	done
	run ev add big
	[[ "$output" == *"larger than 2147483648 bytes"* ]]
	[ "$(evj show)" = '[]' ]
}

@test "the same file twice is kept once" {
	setup_dossier
	ev add lease.pdf
	cp lease.pdf again.pdf
	ev add again.pdf
	[ "$(find "$CALLPERMIT_DB.files" -type f | wc -l)" = 1 ]
}

@test "the whole vault is verified for all dossiers at once" {
	cd "$DIR"
	one=$("$PROG" new)
	other=$("$PROG" new)
	echo one >one.txt
	echo other >other.txt
	"$PROG" evidence "$one" add one.txt
	"$PROG" evidence "$other" add other.txt
	gone=$(sha256sum other.txt | cut -d' ' -f1)
	run "$PROG" evidence "$one" verify --whole
	[ "$status" -eq 0 ]
	[[ "$output" == *"dossiers.db.files"* ]]
	rm "$CALLPERMIT_DB.files/${gone:0:2}/$gone"
	"$PROG" evidence "$one" verify
	run "$PROG" --json evidence "$one" verify --whole
	[ "$status" -eq 1 ]
	[ "$(jq -c 'map([.flaw, .name])' <<<"$output")" = "[[\"missing\",\"$gone\"]]" ]
	run "$PROG" evidence "$one" verify --wohle
	[ "$status" -eq 2 ]
}
