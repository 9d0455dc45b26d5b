# evidence: the files of a dossier, and the papers that are scans of them

load common

PICTURES=$BATS_TEST_DIRNAME/../paper/pictures.py

# A dossier with some of its files; the rest is not kept
make_dossier() {
	cd "$DIR"
	"$PROG" import "$SAMPLE/complete.yaml"
	python3 "$PICTURES" jpeg front.jpg size=428x270 turn=6 gps
	python3 "$PICTURES" png back.png size=425x270
	python3 "$PICTURES" jpeg licence.jpg size=500x707
	"$PROG" set 2026-0001 co.licence_file=licence.jpg \
		off.licence_id_file=front.jpg off.service_id_file=front.jpg \
		off.security_id_file=back.png
}

evidence() {
	"$PROG" evidence 2026-0001 "$@"
}

pages() {
	pdfinfo "$1" | awk '/^Pages/ { print $2 }'
}

@test "list says of every file what it is and whether it is kept" {
	make_dossier
	run "$PROG" --json evidence 2026-0001 list
	[ "$(jq -c '.[] | select(.fact == "co.licence_file") |
		[.name, .kept, .sha256, .bytes]' <<<"$output")" = \
		"[\"licence.jpg\",true,\"$(sha256sum licence.jpg | cut -c1-64)\",$(stat -c %s licence.jpg)]" ]
	[ "$(jq '[.[] | select(.kept)] | length' <<<"$output")" = 4 ]
	run evidence list
	[[ "$output" == *"co.licence_file"*"kept"*"licence.jpg"* ]]
}

@test "get gives a file back as it was, or nothing" {
	make_dossier
	evidence get co.licence_file -o out.jpg
	cmp out.jpg licence.jpg
	run evidence get lr.id_file -o none
	[ "$status" -eq 3 ]
	[[ "$output" == *"not kept"* ]]
	run evidence get co.name -o none
	[ "$status" -eq 3 ]
	echo >>"$(find "$CALLPERMIT_DB.files" -name "$(sha256sum licence.jpg | cut -c1-64)")"
	run evidence get co.licence_file -o none
	[ "$status" -eq 5 ]
	[ ! -e none ]
}

@test "verify names what is changed, missing and extra" {
	cd "$DIR"
	no=$("$PROG" new)
	printf one >a.pdf
	printf two >b.pdf
	printf three >c.pdf
	"$PROG" set $no lr.id_file=a.pdf co.licence_file=b.pdf
	"$PROG" set $no lr.id_file=c.pdf # a.pdf is what undo brings back
	run "$PROG" evidence $no verify
	[ "$status" -eq 0 ]
	at() { echo "$CALLPERMIT_DB.files/$(sha256sum $1 | cut -c1-2)/$(sha256sum $1 | cut -c1-64)"; }
	echo more >>"$(at b.pdf)"
	rm "$(at c.pdf)"
	cp a.pdf "$CALLPERMIT_DB.files/$(sha256sum a.pdf | cut -c1-2)/stray"
	run "$PROG" --json evidence $no verify
	[ "$status" -eq 1 ]
	[ "$(jq -c 'map([.flaw, .name]) | sort' <<<"$output")" = \
		"$(jq -nc --arg b "$(sha256sum b.pdf | cut -c1-64)" \
			--arg c "$(sha256sum c.pdf | cut -c1-64)" \
			'[["changed", $b], ["missing", $c], ["extra", "stray"]] | sort')" ]
	# another dossier of this database misses nothing of its own
	other=$("$PROG" new)
	run "$PROG" --json evidence $other verify
	[ "$(jq -r '.[].flaw' <<<"$output" | sort | tr '\n' ' ')" = "changed extra " ]
}

@test "a scanned paper has its title, the picture and room for the seal" {
	make_dossier
	evidence scan DOC-02 --certify -o out.pdf
	[ "$(pages out.pdf)" = 1 ]
	pdftotext out.pdf - | grep -q 企业法人营业执照副本
	pdftotext out.pdf - | grep -q 复印件与原件一致
	evidence scan DOC-02 -o plain.pdf
	! pdftotext plain.pdf - | grep -q 复印件与原件一致 || return 1
	qpdf --check out.pdf
	# the same again, the same bytes
	evidence scan DOC-02 --certify -o again.pdf
	cmp out.pdf again.pdf
}

@test "identity cards stand on one page with their captions" {
	make_dossier
	evidence scan DOC-15 --certify -o out.pdf
	[ "$(pages out.pdf)" = 1 ]
	for who in 许可负责人身份证 客服负责人身份证 安全负责人身份证; do
		pdftotext out.pdf - | grep -q $who
	done
	# 85.6 mm by 54 mm: what is wider than that by a hair is not
	qpdf --qdf --object-streams=disable out.pdf - | grep -a ' cm$' >at
	[ "$(wc -l <at)" = 3 ]
	awk '{ if ($2 > 242.7 || $5 > 153.2 || $2 < 238 && $5 < 150) exit 1 }' at
}

@test "pictures are joined into one PDF and attached" {
	make_dossier
	evidence join lr.id_file front.jpg back.png
	evidence get lr.id_file -o id.pdf
	[ "$(pages id.pdf)" = 1 ]
	! strings id.pdf | grep -q GPSPLACE || return 1
	evidence join oth.staff_contracts_file licence.jpg licence.jpg front.jpg
	evidence get oth.staff_contracts_file -o contracts.pdf
	[ "$(pages contracts.pdf)" = 3 ]
	# a PDF is not set on pages again
	run evidence scan DOC-14 -o none.pdf
	[ "$status" -eq 3 ]
	[ ! -e none.pdf ]
	[ -z "$(ls -d "${TMPDIR:-/tmp}"/callpermit-?????? 2>/dev/null)" ]
}

@test "pictures are joined whatever their files are called" {
	make_dossier
	mkdir "$(printf ' a|b{{c}}\n\033#')"
	odd="$(printf ' a|b{{c}}\n\033#/\\|  x \377 ')"
	cp front.jpg "$odd"
	evidence join lr.id_file "$odd" back.png
	evidence get lr.id_file -o out.pdf
	[ "$(pdfimages -list out.pdf | tail -n +3 | wc -l)" = 2 ]
}

@test "what cannot be joined leaves the fact as it was" {
	make_dossier
	before=$("$PROG" --json log 2026-0001 | jq length)
	head -c 900 front.jpg >cut.jpg
	run evidence join lr.id_file back.png cut.jpg
	[ "$status" -eq 5 ]
	[[ "$output" == *cut.jpg* ]]
	run evidence join lr.id_file none.jpg
	[ "$status" -eq 3 ]
	run evidence join co.name back.png
	[ "$status" -eq 2 ]
	mkfifo pipe.jpg
	run evidence join lr.id_file pipe.jpg
	[ "$status" -eq 2 ]
	[ "$("$PROG" --json log 2026-0001 | jq length)" = "$before" ]
}

@test "PDFs that are damaged, cut off or locked are told" {
	make_dossier
	evidence scan DOC-02 -o whole.pdf
	head -c $(($(stat -c %s whole.pdf) / 2)) whole.pdf >cut.pdf
	printf '%%PDF-1.7\nnothing' >empty.pdf
	qpdf --encrypt user owner 256 -- whole.pdf locked.pdf
	qpdf --encrypt '' owner 256 -- whole.pdf half.pdf
	for f in cut empty locked half; do
		"$PROG" set 2026-0001 off.licence_id_file=$f.pdf
		run evidence scan DOC-15 -o out.pdf
		[ "$status" -eq 0 ]
		case $f in
		cut | empty) [[ "$output" == *"$f.pdf: the PDF is damaged"* ]] ;;
		*) [[ "$output" == *"$f.pdf: an encrypted PDF"* ]] ;;
		esac
	done
	"$PROG" set 2026-0001 off.licence_id_file=whole.pdf
	run evidence scan DOC-15 -o out.pdf
	[[ "$output" == *"stays a file of its own"* ]]
	[[ "$output" != *damaged* ]]
}

# nest PAGES FILE: a page at the end of a chain of so many nodes
nest() {
	python3 - "$1" "$2" <<-'END'
		import sys
		n = int(sys.argv[1])
		out, at = bytearray(b"%PDF-1.4\n"), []
		def put(i, text):
		    at.append(len(out))
		    out.extend(b"%d 0 obj<<%s>>endobj\n" % (i, text))
		put(1, b"/Type/Catalog/Pages 2 0 R")
		for i in range(2, n + 2):
		    put(i, b"/Type/Pages/Kids[%d 0 R]/Count 1" % (i + 1))
		put(n + 2, b"/Type/Page/MediaBox[0 0 9 9]/Parent %d 0 R" % (n + 1))
		xref = len(out)
		out.extend(b"xref\n0 %d\n0000000000 65535 f \n" % (n + 3))
		for i in at:
		    out.extend(b"%010d 00000 n \n" % i)
		out.extend(b"trailer<</Size %d/Root 1 0 R>>startxref\n%d\n%%%%EOF\n" % (n + 3, xref))
		open(sys.argv[2], "wb").write(out)
	END
}

# swell FILE: a few kilobytes that unpack to 2 GB
swell() {
	python3 - "$1" <<-'END'
		import sys, zlib
		c, blank = zlib.compressobj(9), bytes(1 << 20)
		data = b"".join(c.compress(blank) for _ in range(2000)) + c.flush()
		data = zlib.compress(data, 9)
		out = bytearray(b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n")
		out.extend(b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n")
		xref = len(out)
		out.extend(b"3 0 obj<</Type/XRef/Size 200000000/W[1 8 1]/Root 1 0 R"
		           b"/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(data))
		out.extend(data + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % xref)
		open(sys.argv[1], "wb").write(out)
	END
}

@test "PDFs that are too deep, or unpack to gigabytes, are told" {
	make_dossier
	nest 20 shallow.pdf
	nest 50000 deep.pdf
	swell large.pdf
	for f in shallow deep large; do
		"$PROG" set 2026-0001 off.licence_id_file=$f.pdf
		run python3 -c 'import resource, subprocess, sys
status = subprocess.call(sys.argv[1:], stderr=subprocess.STDOUT)
print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)' "$PROG" --lang en evidence 2026-0001 scan DOC-15 -o out.pdf
		echo "$output"
		[ "$status" -eq 0 ]
		case $f in
		shallow) [[ "$output" == *"stays a file of its own"* ]] ;;
		*) [[ "$output" == *"$f.pdf: the PDF is damaged"* ]] ;;
		esac
		# KB; without bounds it was 2 GB
		[ "$(awk '/^peak/ { print $2 }' <<<"$output")" -lt 1500000 ]
	done
}

@test "a picture that is none is told, the others are set" {
	make_dossier
	head -c 1500 front.jpg >broken.jpg
	"$PROG" set 2026-0001 off.service_id_file=broken.jpg
	run evidence scan DOC-15 -o out.pdf
	[ "$status" -eq 0 ]
	[[ "$output" == *"broken.jpg: the picture is damaged"* ]]
	! pdftotext out.pdf - | grep -q 客服负责人身份证
}

@test "wrong words are refused" {
	make_dossier
	for words in "" "look" "list more" "verify all" "get co.name" "scan" \
		"scan DOC-02" "join lr.id_file" "add" "get --certify a -o b"; do
		run evidence $words
		[ "$status" -eq 2 ]
	done
	run evidence scan DOC-99 -o out.pdf
	[ "$status" -eq 3 ]
}
