#!/usr/bin/env bats
# What the papers of templates/ look like to those who read them

HERE=$BATS_TEST_DIRNAME
NOTO=/usr/share/fonts/opentype/noto

setup()
{
	cd "$BATS_TEST_TMPDIR"
	FACTS=$HERE/facts.json
	ROOT=$HERE/../..
}

# render TEMPLATE [FACTS] [OUT]
render()
{
	"$TOOLS/paper/render" -t "${TEMPLATES:-$ROOT/templates}" "$1" \
		"${2:-$FACTS}" "${3:-out.pdf}"
}

# put NAME VALUE...: the facts with some of them changed, as facts.json here
put()
{
	perl -MJSON::PP -CSDA -e '
		use utf8;
		local $/;
		open my $in, "<:raw", shift or die;
		my $j = JSON::PP->new->utf8->canonical;
		my $facts = $j->decode(<$in>);
		while (my ($name, $value) = splice @ARGV, 0, 2) {
			my ($group, $field) = split /\./, $name;
			my $g = $facts->{$group};
			for my $o (ref $g eq "ARRAY" ? @$g : $g) {
				$o->{$field} = $value;
				$o->{$field . "_stem"} = $value
					if defined $o->{$field . "_stem"};
				$o->{$field . "_lines"} = [$value]
					if $o->{$field . "_lines"};
			}
		}
		binmode STDOUT, ":raw";
		print $j->encode($facts);' "$FACTS" "$@" >facts.json
}

# template TEXT: as t/t.md
template()
{
	mkdir -p t
	cat >t/t.md
}

text()
{
	pdftotext -layout "${1:-out.pdf}" -
}

pages()
{
	pdfinfo "${1:-out.pdf}" | awk '/^Pages:/ { print $2 }'
}

# All words of a paper without blanks, so that line ends do not matter
squashed()
{
	pdftotext -raw "${1:-out.pdf}" - | tr -d ' \n\f　'
}


@test "the papers read as they should" {
	# whatever other fonts are installed
	export CALLPERMIT_FONT_FANG=$NOTO/NotoSerifCJK-Regular.ttc:2
	export CALLPERMIT_FONT_KAI=$NOTO/NotoSerifCJK-Bold.ttc:2
	for p in application-form business-plan; do
		render $p.md
		text >$p.txt
		diff -u "$HERE/$p.txt" $p.txt
	done
}

@test "the papers have the pages they should" {
	render application-form.md
	[ "$(pages)" = 4 ]
	render business-plan.md
	[ "$(pages)" = 10 ]
}

@test "all fonts are embedded, cut and have their text" {
	for p in application-form business-plan; do
		render $p.md
		pdffonts out.pdf | awk 'NR > 2 { n++
			if ($(NF - 4) != "yes" || $(NF - 3) != "yes" ||
			    $(NF - 2) != "yes" || $1 !~ /^[A-Z][A-Z]*[+]/) exit 1 }
			END { exit n < 3 }'
	done
}

@test "qpdf and poppler find nothing wrong" {
	for p in application-form business-plan; do
		render $p.md
		qpdf --check out.pdf
		run pdftoppm -r 30 out.pdf page
		[ "$status" = 0 ]
		[ -z "$output" ]
	done
}

@test "two runs give the same bytes, and the hash told is theirs" {
	run render business-plan.md "$FACTS" one.pdf
	[ "${output##* }" = "$(sha256sum one.pdf | cut -d' ' -f1)" ]
	sleep 1.1
	LC_ALL=C render business-plan.md "$FACTS" two.pdf
	cmp one.pdf two.pdf
}

@test "the file says in Chinese what it is" {
	render business-plan.md
	pdfinfo out.pdf | grep -q '^Title: .*陕西平道远呼叫服务有限公司'
	pdfinfo out.pdf | grep -q '^CreationDate: .*2026'
	qpdf --json out.pdf | grep -q '"/Title": "u:一、公司情况"'
}

@test "the foot has page, pages, number and journal head" {
	render application-form.md
	text | grep -q '第 *2 *页 *共 *4 *页'
	text | grep -q 'CP-2026-0001$'
	text | grep -q '日志校验值 *9f86d081884c7d65.*0f00a08$'
}

@test "ticked and empty boxes tell which they are" {
	render application-form.md
	squashed | grep -q '☑国内呼叫中心业务☐离岸呼叫中心业务'
	squashed | grep -q '☑仅呼入☐呼入及经用户同意的呼出'
}

@test "rare characters of names are right" {
	render application-form.md
	text | grep -q 李𠅤
	text | grep -q 孙𬭎
	text | grep -q 赵䶮
	put co.name '𫟹𬭎𠅤有限公司'
	render application-form.md facts.json
	text | grep -q '𫟹𬭎𠅤有限公司'
}

@test "marks in a value stay in its cell" {
	value='a|b{{co.name}}`c`#d*e*_f_[x]~g~<h>&amp;\i\n$j$ k:"l"'
	for field in co.name lr.addr holder.name cc.service_desc trunk.carrier \
		client.name staff.name plan.milestone; do
		put $field "$value"
		for p in application-form business-plan; do
			render $p.md facts.json
			squashed >seen
			render $p.md
			pages >want
			case $field:$p in
			lr.addr:business-plan | staff*:app* | client*:app* | \
				trunk.*:none)
				;;
			*)
				grep -qF 'a|b{{co.name}}`c`#d*e*_f_[x]~g~<h>' \
					seen || { echo $field $p; false; }
				grep -qF '&amp;\i\n$j$k:"l"' seen
				;;
			esac
		done
	done
}

@test "lines, controls and turning marks in a value do no harm" {
	put lr.addr $'甲\n乙\r\n丙\x01\x7f丁\u202e戊\u2067己\t辛'
	run render application-form.md facts.json
	[ "$status" = 0 ]
	squashed | grep -q '甲'
	squashed | grep -q '戊己'
	! squashed | grep -q $'\u202e' || return 1
	put lr.addr $'甲\ufdd2乙' # our own sign for a ticked box
	run render application-form.md facts.json
	[ "$status" = 1 ]
	[[ $output == *"(U+FFFD)"* ]]
}

@test "a value of 10,000 characters fits in every kind of cell" {
	long=$(perl -CO -e 'print "\x{957f}" x 9999, "\x{5b8c}"')
	for field in co.name cc.service_desc holder.name off.licence_name \
		city.addr sum.dom_person number.cert; do
		put $field "$long"
		render application-form.md facts.json
		[ "$(squashed | tr -cd 长 | wc -m)" -ge 9999 ]
		squashed | grep -q 完
	done
	for field in co.name staff.name client.service plan.milestone \
		cc.service_desc; do
		put $field "$long"
		render business-plan.md facts.json
		[ "$(squashed | tr -cd 长 | wc -m)" -ge 9999 ]
	done
}

@test "10,000 letters without a place to break stay inside the sheet" {
	put co.name "$(perl -e 'print "W" x 10000')"
	render application-form.md facts.json
	[ "$(squashed | tr -cd W | wc -c)" = 10000 ]
	pdftotext -bbox out.pdf boxes
	awk -F'"' '/<word/ && ($6 > 595 || $8 > 842 || $2 < 0) { exit 1 }' boxes
}

@test "a character that no font has is named with its line" {
	put ct.name $'孙\u05d0' # alef
	echo old >out.pdf
	run render application-form.md facts.json
	[ "$status" = 1 ]
	line=$(grep -n 'ct.name' "$ROOT/templates/application-form.md" |
		cut -d: -f1)
	[[ $output == *"application-form.md:$line: "*"(U+05D0) in \"孙"* ]]
	[ "$(cat out.pdf)" = old ]
	[ "$(ls)" = "$(printf 'facts.json\nout.pdf')" ]
}

@test "an unknown name is an error with its line" {
	template <<-'EOF'
		# {{dossier.title}}

		{{co.nmae}}
	EOF
	TEMPLATES=t run render t.md
	[ "$status" = 1 ]
	[[ $output == *'t.md:3: '*'"co.nmae"'*'"co.name"'* ]]
	[ ! -e out.pdf ]
}

@test "templates lie in their folder and nowhere else" {
	mkdir t
	echo secret >secret.md
	for name in ../secret.md /etc/passwd .hidden '' none.md; do
		TEMPLATES=t run render "$name"
		[ "$status" = 1 ]
	done
	printf '{{>../secret.md}}' >t/t.md
	TEMPLATES=t run render t.md
	[ "$status" = 1 ]
}

@test "a wrong form is an error with its line" {
	template <<-'EOF'
		text

		```form
		@cols 50 50
		a | b
		a | b | c
		```
	EOF
	TEMPLATES=t run render t.md
	[[ $output == *'t.md:6: 3 '*'2 '* ]]
	template <<-'EOF'
		```form
		a | b
		```
	EOF
	TEMPLATES=t run render t.md
	[[ $output == *'t.md:2: '* ]]
	template <<-'EOF'
		```from
		```
	EOF
	TEMPLATES=t run render t.md
	[[ $output == *'t.md:1: '*'"from"'* ]]
}

@test "heads are repeated, the last row is not left alone" {
	template <<-'EOF'
		| 编号 | 名称 |
		|:----:|:----:|
		{{#staff}}
		| {{name}} | {{post}} |
		{{/staff}}
	EOF
	perl -MJSON::PP -e 'print encode_json({ staff => [map +{ name => "n$_",
		post => "p" }, 1 .. 100] })' >many.json
	TEMPLATES=t render t.md many.json
	[ "$(text | grep -c 编号)" = "$(pages)" ]
	[ "$(pages)" -gt 2 ]
	[ "$(pdftotext -f "$(pages)" out.pdf - | grep -c '^n')" -ge 2 ]
	[ "$(squashed | grep -o 'n[0-9]*p' | sort -u | wc -l)" = 100 ]
}

@test "22 lines of 28 characters make a page" {
	perl -CO -e 'print "\x{4e2d}" x 3000' >body
	mkdir t
	cp body t/t.md
	echo '{}' >none.json
	TEMPLATES=t render t.md none.json
	pdftotext -l 1 out.pdf - | grep -c '^中' | grep -qx 22
	pdftotext -l 1 out.pdf - | sed -n 2p | tr -d '\n' | wc -m | grep -qx 28
}

@test "too many pages are refused" {
	perl -e 'print "```pagebreak\n```\n\nx\n\n" x 2001' >t.md
	mkdir t
	mv t.md t/
	echo '{}' >none.json
	TEMPLATES=t run render t.md none.json
	[ "$status" = 1 ]
	[[ $output == *2000* ]]
}

@test "a disk that is full leaves the old file" {
	mkdir small
	unshare -m sh -c 'mount -t tmpfs -o size=16k none small' ||
		skip "cannot mount"
	unshare -m sh -c '
		mount -t tmpfs -o size=16k none small
		echo old >small/out.pdf
		! "$1" -t "$2" application-form.md "$3" small/out.pdf &&
			[ "$(cat small/out.pdf)" = old ] &&
			[ "$(ls small)" = out.pdf ]' - \
		"$TOOLS/paper/render" "$ROOT/templates" "$FACTS"
}

@test "without a Chinese font the package is named" {
	unshare -m sh -c 'mount -t tmpfs none /usr/share/fonts' ||
		skip "cannot mount"
	run unshare -m sh -c '
		mount -t tmpfs none /usr/share/fonts
		"$1" -t "$2" application-form.md "$3" out.pdf' - \
		"$TOOLS/paper/render" "$ROOT/templates" "$FACTS"
	[ "$status" = 1 ]
	[[ $output == *fonts-noto-cjk* ]]
	[ ! -e out.pdf ]
}

@test "a font that lies elsewhere is found through fontconfig" {
	serif=/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc
	unshare -m sh -c 'mount -t tmpfs none /usr/share/fonts' ||
		skip "cannot mount"
	mkdir fonts
	cp $serif fonts/serif.ttc
	cat >fonts.conf <<-EOF
		<?xml version="1.0"?>
		<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
		<fontconfig>
		<dir>$PWD/fonts</dir>
		<cachedir>$PWD/cache</cachedir>
		</fontconfig>
	EOF
	FONTCONFIG_FILE=$PWD/fonts.conf unshare -m sh -c '
		mount -t tmpfs none /usr/share/fonts
		"$1" -t "$2" application-form.md "$3" out.pdf' - \
		"$TOOLS/paper/render" "$ROOT/templates" "$FACTS"
	[ "$(pdffonts out.pdf | grep -c 'NotoSerifCJKsc-Regular')" = 1 ]
	[ "$(pdffonts out.pdf | wc -l)" = 3 ]
}

@test "a TrueType font of the user is taken, and the chain behind it" {
	font=/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf
	[ -e $font ] || skip "no DejaVu"
	CALLPERMIT_FONT_SONG=$font render application-form.md
	pdffonts out.pdf | grep -q 'DejaVuSans-Bold *CID TrueType'
	pdffonts out.pdf | grep -q 'NotoSerifCJKsc-Regular *CID Type 0C'
	qpdf --check out.pdf
	text | grep -q 91610131PDY00001XN
	CALLPERMIT_FONT_SONG=/nowhere.ttf run render application-form.md
	[ "$status" = 1 ]
	[[ $output == *CALLPERMIT_FONT_SONG*/nowhere.ttf* ]]
}

@test "signatures stand under text, words too long by little get smaller" {
	for n in 18 19 20 21; do
		{
			perl -e 'print "x\n\n" x shift' $n
			printf '正文%.0s' $(seq 60)
			printf '\n\n```sign\n盖章：\n签字：\n日期：\n```\n'
		} | template
		echo '{}' >none.json
		TEMPLATES=t render t.md none.json
		pdftotext -f "$(pages)" out.pdf - | grep -q 正文
		pdftotext -f "$(pages)" out.pdf - | grep -q 盖章
	done
	put lr.email somebody.else@long.example
	render application-form.md facts.json
	text | grep -q 'somebody.else@long.example'
}

@test "too many rows are refused, not left out" {
	printf '| a |\n|---|\n{{#r}}\n| {{.}} |\n{{/r}}\n' | template
	perl -e 'print "{\"r\":[" . join(",", (1) x 20001) . "]}"' >rows.json
	TEMPLATES=t run render t.md rows.json
	[ "$status" = 1 ]
	[[ $output == *20000* ]]
}

@test "no page is empty, leaves the sheet or prints words on words" {
	for p in application-form business-plan; do
		render $p.md
		cp out.pdf $p.pdf
		python3 "$HERE/look.py" $p.pdf
	done
	# that the look would see it
	qpdf business-plan.pdf --overlay application-form.pdf -- both.pdf
	run python3 "$HERE/look.py" both.pdf
	[ "$status" = 1 ]
	[[ $output == *" lies on "* ]]
}

# What must not be left behind at the end of a page, begun on every line of it
leading()
{
	for n in $(seq 1 21); do
		for kind in para table form list drawing; do
			for i in $(seq $n); do
				printf '填充\n\n'
			done
			printf '## 标题%s之%s\n\n### 小标题%s之%s\n\n' \
				$n $kind $n $kind
			case $kind in
			para)	printf '正文%.0s' $(seq 40) ;;
			table)	printf '情况如下表。\n\n| 甲 |\n|---|\n| %s |\n| 乙 |' \
					"$(printf '高高的%.0s' $(seq 50))" ;;
			form)	printf '长长的话%.0s' $(seq 18)
				printf '如下：\n\n```form\n@cols 50 50\n'
				printf '+ 甲 | 乙\n^ | 丙\n^ | 丁\n```' ;;
			list)	printf '采取以下措施：\n\n1. '
				printf '措施%.0s' $(seq 40) ;;
			drawing) printf '人数如下图。\n\n```chart columns\n'
				printf 'axis | 日 | 人\nvalue | 一 | 3\n```' ;;
			esac
			printf '\n\n```pagebreak\n```\n\n'
		done
	done
}

@test "headings and words that lead to something stay with it" {
	leading | template
	TEMPLATES=t render t.md
	[ "$(qpdf --show-npages out.pdf)" -gt 105 ]
	python3 "$HERE/look.py" out.pdf
	# that the look would see it
	{
		printf '填充\n\n## 标题\n\n```pagebreak\n```\n\n如下：\n\n'
		printf '```pagebreak\n```\n\n末页\n'
	} | template
	TEMPLATES=t render t.md
	run python3 "$HERE/look.py" out.pdf
	[ "$status" = 1 ]
	[[ $output == *"out.pdf:1: '标题' is left behind"* ]]
	[[ $output == *"out.pdf:2: '如下：' is left behind"* ]]
}

# lines N: a narrative of that many lines and a signature
lines()
{
	for i in $(seq $1); do
		printf '第%s行\n\n' $i
	done | template
	printf '\n```sign\n单位（盖章）：\n日期：\n```\n' >>t/t.md
	TEMPLATES=t render t.md >/dev/null
	qpdf --show-npages out.pdf
}

@test "a last page with little on it is spared by closer lines" {
	[ "$(lines 60)" = 3 ]
	[ "$(lines 66)" = 3 ]
	# not one that has more on it, nor do lines get so close for it
	[ "$(lines 76)" = 4 ]
	[ "$(pdftotext -l 1 out.pdf - | grep -c '^第[0-9]*行')" = 22 ]
	lines 66
	[ "$(pdftotext -l 1 out.pdf - | grep -c '^第[0-9]*行')" = 24 ]
}

# Headings, contents, letter, form and rules with what somebody typed in them
typed()
{
	template <<-'EOF'
		```cover
		{{co.name}}
		申请单位：{{co.name}}
		```

		```toc
		```

		# {{co.name}}

		{{co.name}}：

		## 一、{{co.name}}

		- {{co.name}}
		- 次项

		> {{co.name}}

		| {{co.name}} | 乙 |
		|:--|:--|
		| {{co.name}} | 丁 |

		```form
		@cols 20 40 40
		+ {{co.name}} | {{co.name}} | 一
		^ | = {{co.name}} | 二
		^ | {{co.name}} | > {{co.name}}
		```

		```sign
		{{co.name}}
		申请单位：{{co.name}}
		{{dossier.today}}
		```
	EOF
}

inside()
{
	pdftotext -bbox "${1:-out.pdf}" boxes
	awk -F'"' '/<word/ && ($2 < 0 || $4 < 0 || $6 > 595.3 || $8 > 842) {
		print; exit 1 }' boxes
}

@test "what somebody typed stays text wherever it stands" {
	typed
	value='___a|b{{co.name}}`c`#d*e*[x]^ <h>&amp;\i\n1.'
	put co.name "$value"
	TEMPLATES=t render t.md facts.json
	inside
	squashed >seen
	# cover, contents, title, addressee, heading, item, note, cells, lines
	[ "$(grep -oF '___a|b{{co.name}}`c`#d*e*[x]^<h>&amp;\i\n1.' seen |
		wc -l)" -ge 13 ]
	put co.name $'^\n# x\n```pagebreak\n```\n| a | b |\n___\n- y'
	TEMPLATES=t render t.md facts.json
	inside
	squashed | grep -qF '#x```pagebreak```|a|b|___-y'
	for value in '^' '<' '+ x' '___' '```toc' '# x' '|' '**' '- x' \
		'@cols 1 1' '> x' '= x' '|--|'; do
		put co.name "$value"
		TEMPLATES=t render t.md facts.json
		squashed >seen
		[ "$(grep -oF -- "${value// /}" seen | wc -l)" -ge 13 ]
	done
}

@test "names of 10,000 characters stand wherever they stand" {
	typed
	put co.name "$(perl -CO -e 'print "\x{957f}" x 9999, "\x{5b8c}"')"
	TEMPLATES=t render t.md facts.json
	inside
	squashed >seen
	[ "$(tr -cd 完 <seen | wc -m)" -ge 13 ]
	template <<-'EOF'
		```design letter
		```

		# {{co.name}}

		{{co.name}}：

		```sign
		{{co.name}}
		{{dossier.today}}
		```
	EOF
	TEMPLATES=t render t.md facts.json
	inside
	[ "$(squashed | tr -cd 完 | wc -m)" -ge 3 ]
}

@test "what is typed in every field at once leaves the papers standing" {
	perl -MJSON::PP -CSDA -e '
		use utf8;
		local $/;
		open my $in, "<:raw", shift or die;
		my $j = JSON::PP->new->utf8->canonical->allow_nonref;
		my $v = "|{{x}}\n# 甲\x{202e}___^```\t<b>[x]";
		sub put { my $n = shift; ref $n eq "HASH" ? +{ map {
			$_ => put($n->{$_}) } keys %$n } : ref $n eq "ARRAY" ?
			[ map put($_), @$n ] : $v }
		my $facts = put($j->decode(<$in>));
		binmode STDOUT, ":raw";
		print $j->encode($facts);' "$FACTS" >facts.json
	for p in application-form business-plan; do
		render $p.md facts.json
		inside
		qpdf --check out.pdf
		squashed >seen
		[ "$(grep -oF '|{{x}}#甲___^```<b>[x]' seen | wc -l)" -gt 30 ]
	done
}

@test "the contents link to the headings, on several pages" {
	template <<-'EOF'
		```toc
		```

		```pagebreak
		```

		# 题

		{{#staff}}
		## {{name}}

		{{post}}

		{{/staff}}
	EOF
	perl -MJSON::PP -e 'print encode_json({ staff => [map +{ name => "n$_",
		post => "p" }, 1 .. 100] })' >many.json
	TEMPLATES=t render t.md many.json
	qpdf --json=1 out.pdf >json
	jq -r '.pages as $p | [.pages[].object] as $page | .objects as $o |
		[$o | to_entries[] | select((.value | type) == "object" and
		.value."/Subtype" == "/Link")] |
		sort_by(.key | split(" ")[0] | tonumber) | .[] |
		$o[.value."/Dest"][0] as $to | ($page | index($to)) + 1' \
		json >to
	[ "$(wc -l <to)" = 100 ]
	# the number beside each name is the page that its link leads to
	text | tr -d '\f' | sed -n 's/^ *n[0-9]* *…[… ]* //p' >told
	cmp to told
	for n in 1 50 100; do
		page=$(sed -n ${n}p told)
		pdftotext -f "$page" -l "$page" out.pdf - | grep -qx "n$n"
	done
	[ "$(jq '[.objects[] | select(type == "object" and
		."/Subtype" == "/Link") | ."/Border"] | unique | length' \
		json)" = 1 ]
}

@test "a font for the body or the second headings can be named" {
	sans=/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
	printf '## 一\n\n### 二\n\n三\n' | template
	echo '{}' >none.json
	TEMPLATES=t render t.md none.json
	! pdffonts out.pdf | grep -q NotoSansCJKsc-Regular || return 1
	for role in FANG KAI; do
		env CALLPERMIT_FONT_$role=$sans:2 "$TOOLS/paper/render" -t t \
			t.md none.json out.pdf
		pdffonts out.pdf | grep -q NotoSansCJKsc-Regular
		qpdf --check out.pdf
	done
	CALLPERMIT_FONT_KAI=/nowhere.ttf TEMPLATES=t run render t.md none.json
	[ "$status" = 1 ]
	[[ $output == *CALLPERMIT_FONT_KAI*/nowhere.ttf* ]]
}

@test "a character without a font is named with its line in every directive" {
	echo '{ "a": "\u05d0" }' >none.json
	for d in sign cover form toc; do
		case $d in
		form) printf '```form\n@cols 1\nx\ny\n{{a}}\n```\n' ;;
		toc) printf '```toc\nx\n```\n\n## {{a}}\n' ;;
		*) printf '```%s\nx\n\ny\n{{a}}\n```\n' $d ;;
		esac | template
		TEMPLATES=t run render t.md none.json
		[ "$status" = 1 ]
		[[ $output == *"t.md:5: "*"(U+05D0)"* ]]
	done
}
