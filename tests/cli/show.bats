# paper show and paper print

load common


dossier() {
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	export TMPDIR=$DIR/tmp XDG_STATE_HOME=$DIR/state
	unset DISPLAY WAYLAND_DISPLAY
	export PAGER=cat
	mkdir "$TMPDIR"
}

in_terminal() {
	python3 "$BATS_TEST_DIRNAME/terminal.py" "$@"
}

@test "show prints the text of a paper, page by page" {
	dossier
	run "$PROG" paper 2026-0001 show DOC-01
	[ "$(tr -cd '\f' <<<"$output" | wc -c)" = 3 ]
	[[ "$output" == *"☑国内呼叫中心业务"* ]]
	[[ "$output" == *"公司名称"*"陕西云岭示例呼叫服务有限公司"* ]]
	[[ "$output" == *"欧阳𠅤"* ]]
	run "$PROG" paper 2026-0001 show DOC-01 --page 4
	[[ "$output" == *"第 4 页"* ]]
	[[ "$output" != *"第 1 页"* ]]
	run "$PROG" paper 2026-0001 show DOC-01 --page 5
	[ "$status" -eq 3 ]
	run "$PROG" paper 2026-0001 show DOC-01 --page x
	[ "$status" -eq 2 ]
	run "$PROG" paper 2026-0001 show DOC-99
	[ "$status" -eq 3 ]
	[[ "$("$PROG" --json paper 2026-0001 show DOC-07 | jq -r .text)" == *业务发展和实施计划* ]]
}

@test "what show prints is harmless in a terminal" {
	dossier
	"$PROG" set 2026-0001 --draft "co.name=a$(printf '\001\e[31m')b"$'\u202e'c
	run "$PROG" paper 2026-0001 show DOC-01
	! LC_ALL=C grep -q $'[\x01-\x08\x0b\x0e-\x1f\x7f]' <<<"$output" || return 1
	! grep -q $'\u202e' <<<"$output"
}

@test "a terminal that can shows pictures, another one text" {
	dossier
	in_terminal kitty "$PROG" paper 2026-0001 show DOC-01 --page 2 >"$DIR/k"
	grep -qa $'\e_Ga=T,f=100,q=2,m=1;iVBORw0KGgo' "$DIR/k"
	! grep -qa 国内呼叫中心 "$DIR/k" || return 1
	# the picture is a whole PNG of one page
	python3 - "$DIR/k" "$DIR/k.png" <<-'END'
		import base64, re, sys
		parts = re.findall(rb"\x1b_G([^;]*);([^\x1b]*)\x1b\\", open(sys.argv[1], "rb").read())
		parts = [p for p in parts if b"a=q" not in p[0]]
		assert all(len(d) <= 4096 for _, d in parts)
		assert parts[-1][0].endswith(b"m=0")
		assert sum(b"a=T" in k for k, _ in parts) == 1
		open(sys.argv[2], "wb").write(base64.b64decode(b"".join(d for _, d in parts)))
	END
	file "$DIR/k.png" | grep -q PNG
	in_terminal none "$PROG" paper 2026-0001 show DOC-01 >"$DIR/n"
	grep -qa 国内呼叫中心 "$DIR/n"
	in_terminal silent "$PROG" paper 2026-0001 show DOC-01 >"$DIR/s"
	grep -qa 国内呼叫中心 "$DIR/s"
	in_terminal kitty "$PROG" paper 2026-0001 show DOC-01 --text >"$DIR/t"
	grep -qa 国内呼叫中心 "$DIR/t"
	# nothing was left behind
	[ -z "$(ls -A "$TMPDIR")" ]
}

@test "a terminal with sixel gets sixel from img2sixel, or text without it" {
	dossier
	in_terminal sixel "$PROG" paper 2026-0001 show DOC-01 --page 1 >"$DIR/s"
	if command -v img2sixel >/dev/null; then
		grep -qa $'\eP[0-9;]*q' "$DIR/s"
	else
		grep -qa 国内呼叫中心 "$DIR/s"
	fi
}

@test "the pager gets the text and may stop early" {
	dossier
	printf '#!/bin/sh\nhead -n 1\n' >"$DIR/first"
	chmod 755 "$DIR/first"
	PATH=$DIR:$PATH PAGER=first run in_terminal none "$PROG" \
		paper 2026-0001 show DOC-01
	[ "$status" -eq 0 ]
	[[ "$output" == *申请表* ]]
	[[ "$output" != *国内呼叫中心* ]]
	# words for a shell are none for us: less takes over
	cp "$DIR/first" "$DIR/less"
	PATH=$DIR:$PATH PAGER="touch $DIR/oops;cat" run in_terminal none "$PROG" \
		paper 2026-0001 show DOC-01
	[ ! -e "$DIR/oops" ]
	[[ "$output" == *申请表* ]]
}

@test "open wants a desktop, and leaves the paper for the viewer alone" {
	dossier
	run "$PROG" paper 2026-0001 show DOC-01 --open
	[ "$status" -eq 1 ]
	[[ "$output" == *DISPLAY* ]]
	mkdir "$DIR/bin"
	printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"%s"\n' "$DIR/opened" \
		>"$DIR/bin/xdg-open"
	chmod 755 "$DIR/bin/xdg-open"
	PATH=$DIR/bin:$PATH DISPLAY=:99 "$PROG" paper 2026-0001 show DOC-01 --open
	[ "$(pdfinfo "$(cat "$DIR/opened")" | awk '/^Pages/ { print $2 }')" = 4 ]
	[ "$(stat -c %a "$(cat "$DIR/opened")")" = 600 ]
	[[ "$(cat "$DIR/opened")" == "$XDG_STATE_HOME/callpermit/shown/"* ]]
	# what is older than a day goes with the next one
	touch -d '2 days ago' "$XDG_STATE_HOME/callpermit/shown/old.pdf"
	PATH=$DIR/bin:$PATH DISPLAY=:99 "$PROG" paper 2026-0001 show DOC-07 --open
	[ "$(ls "$XDG_STATE_HOME/callpermit/shown" | wc -l)" = 2 ]
}

@test "print hands files and options to lp as they are" {
	dossier
	mkdir "$DIR/bin"
	cat >"$DIR/bin/lp" <<-'END'
		#!/bin/sh
		for a; do
			case $a in
			/*) head -c 5 "$a"; stat -c ' %a' "$a" ;;
			*) echo "<$a>" ;;
			esac
		done
	END
	chmod 755 "$DIR/bin/lp"
	export PATH=$DIR/bin:$PATH
	run "$PROG" paper 2026-0001 print DOC-07 DOC-01 -- -n 2 '-o;touch x'
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "<-n>" ]
	[ "${lines[1]}" = "<2>" ]
	[ "${lines[2]}" = "<-o;touch x>" ]
	[ "${lines[3]}" = "%PDF- 600" ]
	[ "${lines[4]}" = "%PDF- 600" ]
	[[ "$output" == *"2 papers"* ]]
	[ -z "$(ls -A "$TMPDIR")" ]
	printf '#!/bin/sh\nexit 3\n' >"$DIR/bin/lp"
	run "$PROG" paper 2026-0001 print DOC-07
	[ "$status" -eq 5 ]
	[ -z "$(ls -A "$TMPDIR")" ]
}

@test "without lp it is said what to install" {
	dossier
	mkdir "$DIR/empty"
	PATH=$DIR/empty run "$PROG" paper 2026-0001 print DOC-01
	[ "$status" -eq 3 ]
	[[ "$output" == *"cups-client"* ]]
}

@test "make names the templates of the site, and what is wrong in them" {
	dossier
	own=$DIR/own
	mkdir "$own"
	cp "$SAMPLE/../../templates/declaration.md" "$own"
	run "$PROG" --lang en paper 2026-0001 make DOC-12 DOC-13 -o "$DIR/out" \
		--templates "$own"
	[ "$status" -eq 0 ]
	[ "$(grep -c "this site's template declaration.md" <<<"$output")" = 1 ]
	run "$PROG" --json paper 2026-0001 make DOC-13 -o "$DIR/out" \
		--templates "$own"
	[ "$(jq -r '.[0].own[0].template' <<<"$output")" = declaration.md ]
	# a name that is misspelled is not used, and not named
	mv "$own/declaration.md" "$own/declartion.md"
	run "$PROG" --json paper 2026-0001 make DOC-13 -o "$DIR/out" \
		--templates "$own"
	[ "$(jq '.[0].own | length' <<<"$output")" = 0 ]
	while IFS='|' read -r text says; do
		printf "$text" >"$own/declaration.md"
		run "$PROG" --lang en paper 2026-0001 make DOC-13 \
			-o "$DIR/out" --templates "$own"
		[ "$status" -eq 5 ]
		[[ "$output" == *"$says"* ]] || {
			echo "$text: $output"
			return 1
		}
	done <<-'ROWS'
		|declaration.md: the template prints nothing
		 \n\n|declaration.md: the template prints nothing
		```from\n```\n|declaration.md:1: unknown directive "from"; did you mean "form"?
		```nothing\n```\n|declaration.md:1: unknown directive "nothing"
		```design foo\n```\n|it is narrative, letter or form
	ROWS
}
