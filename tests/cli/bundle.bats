# bundle, and the filing versions that come of it

load common
load bundle

# names of the files in a zip, as Python reads them
names() {
	python3 -c 'import sys, zipfile
for i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.filename)' "$1"
}

unpack() {
	python3 -c 'import sys, zipfile
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
z.extractall(sys.argv[2])' "$1" "$2"
}

concerns() {
	"$PROG" --json bundle 2026-0001 --dry-run |
		jq -r '.concerns[] | .kind + " " + .id + " " + (.blocks | tostring)'
}

@test "the bundle has index, manifest and every due paper, as the manifest says" {
	complete
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	[ "$status" -eq 0 ]
	[[ "$output" == *"filing version 1"* ]]
	unpack "$DIR/a.zip" "$DIR/out"
	cd "$DIR/out"
	[ "$(names ../a.zip | head -2)" = $'00-目录.pdf\nmanifest.json' ]
	# every file is in the manifest with its hash and size, and no other
	jq -r '.files[] | .sha256 + "  " + .file' manifest.json >../sums
	sha256sum --quiet -c ../sums
	[ "$(jq -r '.files[].file' manifest.json | sort)" = \
		"$(ls | grep -v '^manifest.json$' | sort)" ]
	jq -r '.files[] | "\(.bytes) \(.file)"' manifest.json |
		while read -r bytes file; do
			[ "$(stat -c %s "$file")" = "$bytes" ]
		done
	# pages are those that poppler counts
	jq -r '.files[] | select(.origin == "written" or .origin == "index") |
		"\(.pages) \(.file)"' manifest.json |
		while read -r pages file; do
			[ "$(pdfinfo "$file" | awk '/^Pages/ { print $2 }')" = "$pages" ]
			qpdf --check "$file" >/dev/null
		done
	[ "$(jq -r '[.files[].origin] | unique | join(" ")' manifest.json)" = \
		"evidence index scanned written" ]
	[ "$(jq -r .dossier manifest.json)" = 2026-0001 ]
	[ "$(jq -r .pack.sha256 manifest.json)" = \
		"$("$PROG" --json paper 2026-0001 versions | jq -r '.[0].pack_sha256')" ]
	# the head is the journal's before the bundle, and stands in the papers
	head=$(jq -r .journal_head manifest.json)
	"$PROG" --json log 2026-0001 | jq -e --arg h "$head" \
		'.[-1].act == "bundle" and .[-2].hash == $h'
	pdftotext -layout DOC-07*.pdf - | grep -q "$head"
	# the printed list says the same
	pdftotext -raw 00-*.pdf - | tr -d ' \n\f' >../list
	jq -r '.files[1:][] | .sha256, .file' manifest.json | tr -d ' ' |
		while read -r text; do grep -qF "$text" ../list; done
	"$PROG" log 2026-0001 --verify
}

@test "unzip and bsdtar read the names" {
	complete
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	export LC_ALL=C.UTF-8
	unzip -tq "$DIR/a.zip"
	mkdir "$DIR/u" "$DIR/b"
	unzip -q "$DIR/a.zip" -d "$DIR/u"
	bsdtar xf "$DIR/a.zip" -C "$DIR/b"
	diff -r "$DIR/u" "$DIR/b"
	[ -e "$DIR/u/DOC-07-业务发展和实施计划.pdf" ]
}

@test "the same dossier on the same day gives the same bytes and version" {
	complete
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	sleep 1.1
	TZ=America/New_York LC_ALL=C run "$PROG" bundle 2026-0001 -o "$DIR/b.zip"
	[ "$status" -eq 0 ]
	cmp "$DIR/a.zip" "$DIR/b.zip"
	[ "$("$PROG" --json paper 2026-0001 versions | jq length)" = 1 ]
	[ "$("$PROG" --json bundle 2026-0001 -o "$DIR/b.zip" | jq .again)" = true ]
	# another state is another version, the first one stays
	"$PROG" set 2026-0001 co.fax=029-81234569
	"$PROG" bundle 2026-0001 -o "$DIR/b.zip"
	! cmp -s "$DIR/a.zip" "$DIR/b.zip" || return 1
	[ "$("$PROG" --json paper 2026-0001 versions | jq -c '[.[].version]')" = '[1,2]' ]
	[ "$("$PROG" --json paper 2026-0001 versions | jq -r '.[1].sha256')" = \
		"$(sha256sum "$DIR/b.zip" | cut -c1-64)" ]
	"$PROG" undo 2026-0001
	[ "$("$PROG" --json paper 2026-0001 versions | jq length)" = 2 ]
}

@test "what blocks is told with what to do, and nothing is written" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	[ "$status" -eq 1 ]
	[[ "$output" == *"[blocks]"*"DOC-02"*"never kept"*"set 2026-0001 co.licence_file=FILE"* ]]
	[ ! -e "$DIR/a.zip" ]
	run "$PROG" bundle 2026-0001 --dry-run
	[ "$status" -eq 1 ]
	[ "$("$PROG" --json paper 2026-0001 versions)" = '[]' ]
	# a gate and a paper that is not signed
	attach
	"$PROG" set 2026-0001 cc.seats_total= commit.lawful_file=
	concerns >"$DIR/said"
	grep -q '^gate .* true$' "$DIR/said"
	grep -Eq '^(unsigned|missing) DOC-12 true$' "$DIR/said"
}

@test "force wants a reason, and the reason stands everywhere" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip" --force
	[ "$status" -eq 2 ]
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip" --force --reason "给示例客户先看"
	[ "$status" -eq 0 ]
	unpack "$DIR/a.zip" "$DIR/out"
	[ "$(jq -r .forced "$DIR/out/manifest.json")" = 给示例客户先看 ]
	[ "$(jq -r '.lacking[0].kind' "$DIR/out/manifest.json")" = kept ]
	pdftotext "$DIR"/out/00-*.pdf - | grep -q 给示例客户先看
	[ "$("$PROG" --json log 2026-0001 | jq -r '.[-1].reason')" = 给示例客户先看 ]
	[[ "$("$PROG" paper 2026-0001 versions)" == *给示例客户先看* ]]
	# nothing blocks: no reason is kept
	"$PROG" set 2026-0001 co.fax=029-81234569
	attach
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip" --force --reason x
	[ "$("$PROG" --json paper 2026-0001 versions | jq .[1].forced)" = null ]
}

@test "diff shows changed facts, and papers added, gone and changed" {
	complete
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	[ "$("$PROG" --json paper 2026-0001 diff 1 | jq -c '[.facts, .papers]')" = '[[],[]]' ]
	cp "$DIR/plan.pdf" "$DIR/new.pdf"
	echo % >>"$DIR/new.pdf"
	"$PROG" set 2026-0001 site.area=190 oth.pia_file="$DIR/new.pdf" \
		app.agent=true oth.poa_file="$DIR/new.pdf" \
		oth.agent_id_file="$DIR/scan.jpg"
	run "$PROG" --json paper 2026-0001 diff 1
	[ "$status" -eq 0 ]
	[ "$(jq -r '.facts[] | select(.fact == "site.area") | .old + ">" + .new' <<<"$output")" = '180.5>190' ]
	[ "$(jq -r '.facts[] | select(.fact == "site.area") | .label' <<<"$output")" = Area ]
	[ "$(jq -r '.papers[] | select(.id == "DOC-01") | .change' <<<"$output")" = changed ]
	[ "$(jq -r '.papers[] | select(.id == "DOC-28") | .change' <<<"$output" | sort -u)" = added ]
	[ "$(jq -r '.papers[] | select(.id == "DOC-33") | .change' <<<"$output")" = changed ]
	[ "$(jq -r '[.papers[] | select(.id == "DOC-02")] | length' <<<"$output")" = 0 ]
	"$PROG" set 2026-0001 oth.shots_file=
	"$PROG" bundle 2026-0001 -o "$DIR/b.zip" --force --reason test
	run "$PROG" --json paper 2026-0001 diff 1 2
	[ "$(jq -r '.papers[] | select(.id == "DOC-31") | .change' <<<"$output")" = gone ]
	run "$PROG" paper 2026-0001 diff 2 1
	[[ "$output" == *"site.area Area: 190 -> 180.5"* ]]
	[[ "$output" == *"added    DOC-31"* ]]
	# another day alone changes no paper
	CALLPERMIT_NOW=2026-11-24T10:00 run "$PROG" --json paper 2026-0001 diff 2
	[ "$(jq -c '[.facts, .papers]' <<<"$output")" = '[[],[]]' ]
	run "$PROG" paper 2026-0001 diff 9
	[ "$status" -eq 3 ]
	run "$PROG" paper 2026-0001 diff x
	[ "$status" -eq 2 ]
}

@test "a signature that is too old, and one older than a fact it covers, are told" {
	complete
	! concerns | grep -q '^signed-days' || return 1
	day=$("$PROG" --json show 2026-0001 | jq -r .facts.commit.signed_date)
	"$PROG" set 2026-0001 app.filing_date=$(date -d "$day + 12 days" +%F)
	concerns | grep -q '^signed-days DOC-12 false'
	# what came with the import is no change of what was signed; a name that
	# is typed later is, until it is taken back
	! concerns | grep -q '^older' || return 1
	"$PROG" set 2026-0001 co.name=陕西云岭示例呼叫有限公司
	concerns | grep -q '^older DOC-12 false'
	! concerns | grep -q '^older DOC-02' || return 1
	"$PROG" undo 2026-0001
	! concerns | grep -q '^older'
}

@test "a place that takes no file is refused, and leaves no draft behind" {
	complete
	mkdir "$DIR/folder"
	run "$PROG" bundle 2026-0001 -o "$DIR/folder"
	[ "$status" -eq 2 ]
	run "$PROG" bundle 2026-0001 -o "$DIR/none/a.zip"
	[ "$status" -eq 3 ]
	run "$PROG" bundle 2026-0001 -o /dev/full
	[ "$status" -eq 2 ]
	run "$PROG" bundle 2026-0001 -o ''
	[ "$status" -eq 2 ]
	[ "$("$PROG" --json paper 2026-0001 versions)" = '[]' ]
	[ -z "$(ls "$DIR/folder")" ]
	# through a link the file behind it is written
	ln -s "$DIR/real.zip" "$DIR/link.zip"
	echo old >"$DIR/real.zip"
	"$PROG" bundle 2026-0001 -o "$DIR/link.zip"
	[ -L "$DIR/link.zip" ]
	unzip -tq "$DIR/real.zip"
	[ "$(ls "$DIR" | grep -c 'zip\.')" = 0 ]
}

@test "hostile facts stay out of names and markup" {
	complete
	"$PROG" set 2026-0001 --draft \
		"co.name=../../$(printf 'a\001\e[31m')|{{x}}#$(perl -e 'print "W" x 3000')"
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip" --force --reason test >"$DIR/said"
	! grep -q $'\e' "$DIR/said" || return 1
	unpack "$DIR/a.zip" "$DIR/out"
	[ "$(find "$DIR/out" -type f | wc -l)" = "$(ls "$DIR/out" | wc -l)" ]
	! names "$DIR/a.zip" | LC_ALL=C.UTF-8 grep -Eq '\.\.|[[:cntrl:]]|.{61}' || return 1
	jq -e .company "$DIR/out/manifest.json"
}

@test "a character that no font has blocks, and is named with its paper" {
	complete
	"$PROG" set 2026-0001 lr.addr=$'孙\u05d0'
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	[ "$status" -eq 1 ]
	[[ "$output" == *"DOC-01"*"(U+05D0)"* ]]
	# forced, the paper is left out and the manifest says so
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip" --force --reason test
	unpack "$DIR/a.zip" "$DIR/out"
	! ls "$DIR/out" | grep -q DOC-01 || return 1
	jq -e '.lacking[] | select(.id == "DOC-01" and .kind == "render")' \
		"$DIR/out/manifest.json"
}

@test "a kept file that was changed is found before it goes out" {
	complete
	hash=$(sha256sum "$DIR/plan.pdf" | cut -c1-64)
	printf x >>"$CALLPERMIT_DB.files/${hash:0:2}/$hash"
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	[ "$status" -eq 5 ]
	[ ! -e "$DIR/a.zip" ]
	[ "$("$PROG" --json paper 2026-0001 versions)" = '[]' ]
}

@test "a site's own template stands before the pack's, and says so" {
	complete
	mkdir -p "$DIR/config/callpermit/templates" "$DIR/own"
	printf '# 本所格式\n\n{{co.name}}\n' \
		>"$DIR/config/callpermit/templates/business-plan.md"
	export XDG_CONFIG_HOME=$DIR/config
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	[ "$status" -eq 0 ]
	[[ "$output" == *"DOC-07"*"business-plan.md of this site"* ]]
	unpack "$DIR/a.zip" "$DIR/out"
	pdftotext "$DIR"/out/DOC-07*.pdf - | grep -q 本所格式
	pdftotext "$DIR"/out/DOC-07*.pdf - | grep -q '本单位模板 [0-9a-f]\{12\}'
	! pdftotext "$DIR"/out/DOC-01*.pdf - | grep -q 本单位模板 || return 1
	hash=$(sha256sum "$XDG_CONFIG_HOME/callpermit/templates/business-plan.md" | cut -c1-64)
	[ "$(jq -r '.files[] | select(.id == "DOC-07") | .own_templates[0].sha256' \
		"$DIR/out/manifest.json")" = "$hash" ]
	# a folder that is named counts alone
	run "$PROG" bundle 2026-0001 -o "$DIR/b.zip" --templates "$DIR/own"
	[[ "$output" != *"of this site"* ]]
	run "$PROG" bundle 2026-0001 -o "$DIR/b.zip" --templates "$DIR/none"
	[ "$status" -eq 3 ]
	# an error in it has file and line
	printf 'x\n\n{{co.nmae}}\n' >"$DIR/own/business-plan.md"
	run "$PROG" bundle 2026-0001 -o "$DIR/b.zip" --templates "$DIR/own"
	[ "$status" -eq 1 ]
	[[ "$output" == *"DOC-07"*"business-plan.md:3: "*co.nmae* ]]
}

@test "the papers of make are counted, and named once" {
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" paper 2026-0001 make -o "$DIR/out"
	[[ "$output" == *" papers, "*" pages, "*" ms"* ]]
	# a letter that is not due is written only if all are wanted
	[ ! -e "$DIR"/out/*-DOC-25-*.pdf ]
	"$PROG" paper 2026-0001 make --all -o "$DIR/all"
	[ -e "$DIR"/all/*-DOC-25-*.pdf ]
	run "$PROG" paper 2026-0001 make DOC-01 DOC-01 -o "$DIR/twice"
	[ "$status" -eq 4 ]
	[ ! -e "$DIR/twice" ]
}

@test "an old rule pack without portal and index takes ours" {
	complete
	cp -r "$BATS_TEST_DIRNAME/../../data" "$BATS_TEST_DIRNAME/../../forms" \
		"$BATS_TEST_DIRNAME/../../templates" "$DIR/" 2>/dev/null || true
	mkdir "$DIR/pack"
	mv "$DIR/forms" "$DIR/templates" "$DIR/pack/"
	cp -r "$BATS_TEST_DIRNAME/../../data" "$DIR/pack/data"
	rm "$DIR/pack/data/portal.yaml" "$DIR/pack/templates/bundle-index.md"
	"$PROG" --data "$DIR/pack" migrate 2026-0001
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	[ "$status" -eq 0 ]
	unpack "$DIR/a.zip" "$DIR/out"
	[ -e "$DIR/out/00-目录.pdf" ]
}

# a pack like ours but for a line of the portal: portal OLD NEW
portal() {
	mkdir "$DIR/pack"
	cp -r "$BATS_TEST_DIRNAME"/../../{data,forms,templates} "$DIR/pack/"
	sed -i "s/^    $1\$/    $2/" "$DIR/pack/data/portal.yaml"
	! cmp -s "$DIR/pack/data/portal.yaml" \
		"$BATS_TEST_DIRNAME/../../data/portal.yaml" || return 1
	"$PROG" --data "$DIR/pack" migrate 2026-0001
}

@test "the portal's limits are rows of the pack" {
	complete
	portal "number: 5242880" "number: 100000"
	concerns >"$DIR/said"
	grep -q '^size DOC-07 true' "$DIR/said"
	grep -q '^size DOC-02 true' "$DIR/said"
}

@test "more pictures than the portal takes singly go into one PDF" {
	complete
	portal "number: 10" "number: 2"
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	unpack "$DIR/a.zip" "$DIR/out"
	[ "$(ls "$DIR"/out/DOC-15-* | wc -l)" = 1 ]
	[ "$(pdfimages -list "$DIR"/out/DOC-15-*.pdf | tail -n +3 | wc -l)" = 3 ]
	pages=$(pdfinfo "$DIR"/out/DOC-15-*.pdf | awk '/^Pages/ { print $2 }')
	[ "$(jq '.files[] | select(.id == "DOC-15") | .pages' \
		"$DIR/out/manifest.json")" = "$pages" ]
	[ -e "$DIR/out/DOC-14-法定代表人身份证.jpg" ]
}

@test "pictures go up upright and bare, PNG as JPEG; damaged files are told" {
	complete
	perl -e 'print pack("H*", "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082")' >"$DIR/a.png"
	"$PROG" set 2026-0001 lr.id_file="$DIR/a.png"
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	unpack "$DIR/a.zip" "$DIR/out"
	[ "$(head -c 3 "$DIR/out/DOC-14-法定代表人身份证.jpg" | xxd -p)" = ffd8ff ]
	head -c 90 "$DIR/scan.jpg" >"$DIR/cut.jpg"
	head -c 5000 "$DIR/plan.pdf" >"$DIR/cut.pdf"
	"$PROG" set 2026-0001 lr.id_file="$DIR/cut.jpg" \
		co.licence_file="$DIR/cut.pdf"
	concerns >"$DIR/said"
	grep -q '^damaged DOC-14 true' "$DIR/said"
	grep -q '^damaged DOC-02 true' "$DIR/said"
	# a picture by its name only
	for f in a.jpg a.png a.gif; do
		echo 'no picture' >"$DIR/$f"
		"$PROG" set 2026-0001 lr.id_file="$DIR/$f"
		concerns | grep -q '^damaged DOC-14 true'
	done
	printf 'GIF89a\001\000\001\000' >"$DIR/a.gif"
	"$PROG" set 2026-0001 lr.id_file="$DIR/a.gif"
	! concerns | grep -q '^damaged DOC-14'
}

@test "what a killed bundle left is settled by the database" {
	complete
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	cp "$DIR/a.zip" "$DIR/first.zip"
	"$PROG" set 2026-0001 co.fax=029-81234599
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	cp "$DIR/a.zip" "$DIR/second.zip"
	# killed behind the commit: the new file stays
	cp "$DIR/first.zip" "$DIR/a.zip.callpermit-old"
	echo part >"$DIR/a.zip.callpermit-new"
	mkdir "$DIR/t"
	echo '{{nothing}}' >"$DIR/t/bundle-index.md"
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip" --templates "$DIR/t"
	[ "$status" -ne 0 ]
	cmp "$DIR/a.zip" "$DIR/second.zip"
	[ -z "$(find "$DIR" -name '*callpermit-*')" ]
	# killed before it: no version has this file, so the old one comes back
	mv "$DIR/a.zip" "$DIR/a.zip.callpermit-old"
	echo 'of no version' >"$DIR/a.zip"
	run "$PROG" bundle 2026-0001 -o "$DIR/a.zip" --templates "$DIR/t"
	[ "$status" -ne 0 ]
	cmp "$DIR/a.zip" "$DIR/second.zip"
	[ -z "$(find "$DIR" -name '*callpermit-*')" ]
	[ "$("$PROG" --json paper 2026-0001 versions | jq length)" = 2 ]
}

@test "two bundles do not write one file" {
	complete
	python3 - "$PROG" "$DIR/a.zip" <<-'END'
		import fcntl, subprocess, sys
		held = open(sys.argv[2] + ".callpermit-new", "w")
		fcntl.flock(held, fcntl.LOCK_EX)
		p = subprocess.run([sys.argv[1], "bundle", "2026-0001", "-o", sys.argv[2]],
		                   capture_output=True, text=True)
		assert p.returncode == 4, p
		assert "another process is writing it" in p.stderr, p
	END
	[ ! -e "$DIR/a.zip" ]
	"$PROG" bundle 2026-0001 -o "$DIR/a.zip"
	[ -z "$(find "$DIR" -name '*callpermit-*')" ]
}

@test "a paper that cannot be made does not keep the others from it" {
	"$PROG" import "$SAMPLE/complete.yaml"
	mkdir "$DIR/own"
	printf '# 计划\n\n{{co.nmae}}\n' >"$DIR/own/business-plan.md"
	printf '# 方案\n\n{{co.adress}}\n' >"$DIR/own/technical-scheme.md"
	run "$PROG" paper 2026-0001 make --templates "$DIR/own" -o "$DIR/out"
	[ "$status" -eq 3 ]
	[[ "$output" == *"technical-scheme.md:3: "*co.adress* ]]
	[[ "$output" == *"business-plan.md:3: "*co.nmae* ]]
	[ -e "$DIR"/out/*-DOC-01-*.pdf ]
	[ -e "$DIR"/out/*-DOC-33-*.pdf ]
	[ ! -e "$DIR"/out/*-DOC-07-*.pdf ]
}
