#!/usr/bin/env bats
# Pictures on papers: upright, whole, with nothing in them but pixels

HERE=$BATS_TEST_DIRNAME

setup()
{
	cd "$BATS_TEST_TMPDIR"
	mkdir t
	echo '{}' >none.json
}

make()
{
	python3 "$HERE/pictures.py" "$@"
}

# render BODY [OPTION...]: a paper of these lines, as out.pdf
render()
{
	printf '%s\n' "$1" >t/t.md
	shift
	"$TOOLS/paper/render" -t t "$@" t.md none.json out.pdf
}

# picture NAME [SIZE]: a paper of one picture
picture()
{
	render "$(printf '```picture %s\n%s\n```\n' "${2:-}" "$1")"
}

# colours [PDF]: what the quarters of the picture on page 1 look like: its
# corners are found, and the middle of each quarter
colours()
{
	pdftoppm -r 72 -f 1 -l 1 "${1:-out.pdf}" page
	python3 - page-*1.ppm <<-'END'
		import sys
		data = open(sys.argv[1], 'rb').read()
		w, h = map(int, data.split(None, 4)[1:3])
		px = data[-3 * w * h:]
		at = lambda x, y: tuple(px[3 * (y * w + x):3 * (y * w + x) + 3])
		rows = [px[3 * w * y:3 * w * (y + 1)] for y in range(h * 9 // 10)]
		seen = [y for y, r in enumerate(rows) if min(r) < 200]
		y0, y1 = seen[0], seen[-1]
		seen = [x for x in range(w) for y in (y0 + 1, y1 - 1)
		        if min(at(x, y)) < 200]
		x0, x1 = min(seen), max(seen)
		def name(x, y):
		    p = at(int(x0 + (x1 - x0) * x), int(y0 + (y1 - y0) * y))
		    if min(p) > 200: return 'white'
		    if max(p) < 60: return 'black'
		    if max(p) - min(p) < 20: return 'grey%d' % (p[0] // 20)
		    return 'red green blue'.split()[p.index(max(p))]
		print(*[name(x, y) for y in (.25, .75) for x in (.25, .75)],
		      x1 - x0 > y1 - y0 and 'wide' or 'tall')
	END
}

UPRIGHT='red green blue black wide'

@test "all eight ways to hold a camera come out upright" {
	for n in 1 2 3 4 5 6 7 8; do
		make jpeg p.jpg turn=$n
		picture p.jpg
		run colours
		echo "$n: $output"
		[ "$output" = "$UPRIGHT" ]
		make png p.png turn=$n
		picture p.png
		[ "$(colours)" = "$UPRIGHT" ]
	done
}

@test "every kind of JPEG is shown" {
	for option in -progressive -optimize -arithmetic "-restart 1" \
		"-sample 1x1" "-sample 2x2"; do
		make jpeg p.jpg $option
		picture p.jpg
		[ "$(colours)" = "$UPRIGHT" ]
	done
	make jpeg p.jpg -grayscale
	picture p.jpg
	[ "$(colours)" = 'grey3 grey4 black black wide' ]
	pdfimages -list out.pdf | grep -q 'gray'
}

@test "every kind of PNG is shown" {
	for way in "" interlace; do
		for kind in "2 8" "2 16" "6 8" "6 16" "3 2" "3 4" "3 8"; do
			set -- $kind
			make png p.png type=$1 depth=$2 $way
			picture p.png
			run colours
			echo "$kind $way: $output"
			[ "$output" = "$UPRIGHT" ]
		done
		for kind in "0 8" "0 16" "4 8" "4 16"; do
			set -- $kind
			make png p.png type=$1 depth=$2 $way
			picture p.png
			run colours
			echo "$kind $way: $output"
			[ "$output" = 'grey3 grey4 black black wide' ]
		done
		# red is as dark as black when there are few greys
		for depth in 1 2 4; do
			make png p.png type=0 depth=$depth $way
			picture p.png
			[[ "$(colours)" == *black* ]]
		done
	done
}

@test "what is clear in a PNG is white on paper" {
	for kind in "2 8" "2 16" "3 8" "3 2" "6 8" "6 16"; do
		set -- $kind
		make png p.png type=$1 depth=$2 clear
		picture p.png
		run colours
		echo "$kind: $output"
		[ "$output" = "red white blue black wide" ]
	done
}

@test "nothing but the pixels goes on" {
	make jpeg p.jpg gps turn=6
	strings p.jpg | grep -q GPSPLACE
	strings p.jpg | grep -q SECRET
	make jpeg q.jpg gps
	make png r.png
	render "$(printf '```picture\np.jpg\nq.jpg\nr.png\n```\n')"
	qpdf --qdf --object-streams=disable out.pdf plain.pdf
	! grep -aqE 'GPSPLACE|SECRET|COMMENT|Exif|Photoshop' plain.pdf out.pdf || return 1
	pdfimages -all out.pdf part
	ls part*
	! strings -n 4 part-* | grep -E 'Exif|GPS|SECRET|COMMENT'
}

@test "a JPEG that fits keeps its picture bit by bit" {
	make jpeg p.jpg gps size=1200x800
	picture p.jpg
	pdfimages -all out.pdf part
	djpeg p.jpg >one.ppm
	djpeg part-000.jpg >two.ppm
	cmp one.ppm two.ppm
}

@test "a picture that is on two pages is in the file once" {
	make jpeg p.jpg size=1200x800
	picture p.jpg
	one=$(stat -c %s out.pdf)
	render "$(printf '```picture page\np.jpg\np.jpg\np.jpg\n```\n')"
	[ "$(pdfinfo out.pdf | awk '/^Pages/ { print $2 }')" = 2 ]
	[ "$(stat -c %s out.pdf)" -lt $((one + 6000)) ]
	qpdf --check out.pdf
}

@test "two runs give the same bytes" {
	make jpeg p.jpg turn=3 gps
	make png q.png
	body=$(printf '```picture\np.jpg | 甲\nq.png\n```\n')
	render "$body"
	mv out.pdf one.pdf
	LC_ALL=C render "$body"
	cmp one.pdf out.pdf
}

@test "an identity card has its true size" {
	make jpeg p.jpg size=1712x1080
	picture p.jpg card
	pdftoppm -r 254 out.pdf page # ten dots a millimetre
	python3 - page-1.ppm <<-'END'
		import sys
		data = open(sys.argv[1], 'rb').read()
		w, h = map(int, data.split(None, 4)[1:3])
		px = data[-3 * w * h:]
		rows = [px[3 * w * y:3 * w * (y + 1)] for y in range(h * 9 // 10)]
		seen = [y for y, r in enumerate(rows) if min(r) < 200]
		assert abs(len(seen) - 540) <= 3, len(seen)
		r = rows[seen[0] + 9]
		wide = [x for x in range(w) if min(r[3 * x:3 * x + 3]) < 200]
		assert abs(len(wide) - 856) <= 4, len(wide)
	END
	# both sides on one page
	render "$(printf '```picture card\np.jpg | 正面\np.jpg | 反面\n```\n')"
	[ "$(pdfinfo out.pdf | awk '/^Pages/ { print $2 }')" = 1 ]
}

@test "whatever its shape, a picture stays inside the page" {
	for size in 2000x20 20x2000 1x1 3x2 2000x1 1x2000 1500x1500; do
		make png p.png size=$size type=0 depth=1
		for how in "" page card; do
			picture p.png $how
			pdftoppm -r 40 out.pdf page
			# the margins are white: 20 mm are 31 dots
			python3 - page-1.ppm <<-'END'
				import sys
				d = open(sys.argv[1], 'rb').read()
				w, h = map(int, d.split(None, 4)[1:3])
				px = d[-3 * w * h:]
				for y in range(h):
				    r = px[3 * w * y:3 * w * (y + 1)]
				    assert min(r[:120]) > 200 and min(r[-90:]) > 200
				    assert y > 50 or min(r) > 200
			END
			rm page*
		done
	done
}

@test "room is left for the signature below a page" {
	make jpeg p.jpg size=1000x1414
	render "$(printf '# 题\n\n```picture page\np.jpg | 注\n```\n\n```sign\n复印件与原件一致\n（盖章）\n```\n')"
	[ "$(pdfinfo out.pdf | awk '/^Pages/ { print $2 }')" = 1 ]
	pdftotext out.pdf - | grep -q 复印件与原件一致
}

@test "pictures are made smaller until the file is small enough" {
	python3 - <<-'END'
		import random
		random.seed(1)
		w, h = 2400, 1800
		with open('noise.ppm', 'wb') as f:
		    f.write(b'P6 %d %d 255\n' % (w, h))
		    f.write(random.randbytes(3 * w * h))
	END
	cjpeg -quality 95 noise.ppm >p.jpg
	[ "$(stat -c %s p.jpg)" -gt 5000000 ]
	body=$(printf '```picture\np.jpg\n```\n')
	render "$body" -m 5000000
	[ "$(stat -c %s out.pdf)" -le 5000000 ]
	[ "$(stat -c %s out.pdf)" -gt 1000000 ]
	render "$body" -m 400000
	[ "$(stat -c %s out.pdf)" -le 400000 ]
	echo old >out.pdf
	run render "$body" -m 20000
	[ "$status" = 1 ]
	[[ $output == *20000* ]]
	[ "$(cat out.pdf)" = old ]
}

@test "a screen stays sharp" {
	make png p.png size=1200x700
	picture p.png
	pdfimages -list out.pdf | grep -q 'image.*rgb'
	pdfimages -png out.pdf part
	[ "$(stat -c %s out.pdf)" -lt 40000 ]
	[ "$(pdfimages -list out.pdf | awk 'NR == 3 { print $9 }')" = image ]
}

@test "bombs and rubbish are refused with place and reason" {
	make bomb p.png size=30000x30000
	run picture p.png
	[ "$status" = 1 ]
	[[ $output == *"t.md:2: p.png: "*"30000 x 30000"* ]]
	make bomb p.png size=19999x19999
	run picture p.png
	[[ $output == *"19999 x 19999"* ]]
	make bomb p.png size=5000x5000
	run picture p.png
	[ "$status" = 1 ]
	make bomb p.png size=0x10
	run picture p.png
	[ "$status" = 1 ]

	make jpeg p.jpg
	# its header says 65500 by 65500
	perl -0777 -pi -e 's/\xff\xc0\x00\x11\x08..../\xff\xc0\x00\x11\x08\xff\xdc\xff\xdc/s' p.jpg
	run picture p.jpg
	[[ $output == *"65500 x 65500"* ]]
	make jpeg p.jpg -progressive size=1000x1000
	perl -0777 -pi -e 's/\xff\xc2\x00\x11\x08..../\xff\xc2\x00\x11\x08\x27\x10\x27\x10/s' p.jpg
	run picture p.jpg # 10000 by 10000, and one scan of 1000 by 1000
	[ "$status" = 1 ]

	truncate -s 100M large.jpg
	run picture large.jpg
	[ "$status" = 1 ]
	for text in '' 'x' $'\xff\xd8\xff' 'GIF89a' '%PDF-1.4'; do
		printf '%s' "$text" >p.jpg
		run picture p.jpg
		[ "$status" = 1 ]
		[ "${#output}" -gt 20 ]
	done
	run picture none.jpg
	[ "$status" = 1 ]
	[[ $output == *"t.md:2: "* ]]
	make jpeg p.jpg
	run picture p.jpg huge
	[ "$status" = 1 ]
	[[ $output == *'t.md:1: '*huge* ]]
	[ ! -e out.pdf ]
}

@test "a picture that was cut off is refused, wherever" {
	make jpeg p.jpg gps turn=6 size=300x200
	make jpeg q.jpg -progressive size=300x200
	make png r.png size=300x200
	for f in p.jpg q.jpg r.png; do
		size=$(stat -c %s $f)
		for n in 1 2 3 5 10 20 40 60 80 90 97; do
			head -c $((size * n / 100)) $f >cut
			run picture cut
			echo "$f $n: $status $output"
			[ "$status" = 1 ]
			[[ $output == *cut* ]]
		done
	done
}
