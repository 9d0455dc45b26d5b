#!/usr/bin/env bats
# All papers of the filing that we write, from dossiers of every kind: nothing
# fails, nothing reads wrong, nothing depends on the day or the run

HERE=$BATS_TEST_DIRNAME
ROOT=$HERE/../..

# Dossiers: everything filled in, two samples, every test of the rules, nothing
setup_file() {
	export DOSSIERS=$BATS_FILE_TMPDIR/dossiers
	export PAPERS=$BATS_FILE_TMPDIR/papers
	export CALLPERMIT_DB=$BATS_FILE_TMPDIR/d.db
	export CALLPERMIT_NOW=2026-11-22T10:00

	mkdir "$DOSSIERS" "$PAPERS"
	cp "$ROOT"/data/sample/*.yaml "$DOSSIERS"
	perl "$HERE/merge.pl" "$HERE/full.yaml" >"$DOSSIERS/full.yaml"
	for f in "$ROOT"/data/tests/*.yaml; do
		perl "$HERE/merge.pl" "$f" >"$DOSSIERS/t-${f##*/}"
	done
	printf 'app:\n  services: [b24_domestic]\n' >"$DOSSIERS/nothing.yaml"

	"$PROG" init >/dev/null
	n=0
	for f in "$DOSSIERS"/*.yaml; do
		n=$((n + 1))
		no=2026-$(printf %04d $n)
		name=$(basename "$f" .yaml)
		"$PROG" import --draft "$f" >/dev/null || [ $? = 1 ] ||
			return 1
		# 1: there are findings, the papers are marked as drafts
		"$PROG" paper $no make --all -o "$PAPERS/$name" \
			>"$PAPERS/$name.log" 2>&1 || [ $? = 1 ] || return 1
		for p in "$PAPERS/$name"/*.pdf; do
			squashed "$p" >"${p%.pdf}.txt"
		done
		echo $no >"$PAPERS/$name.no"
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR"
}

# Papers of the filing that have a template
written() {
	awk '/^  - id: / { id = $3 } /^    template: / && id ~ /^DOC-/ { print id }' \
		"$ROOT/data/papers.yaml"
}

pdf() {
	echo "$PAPERS/$1"/*-"$2"-*.pdf
}

# All words of a paper without blanks, so that line ends do not matter
squashed() {
	pdftotext -raw "$1" - | sed 's/[ 　]//g' | tr -d '\n\f'
}

# words DOSSIER PAPER: the same, made once
words() {
	cat "$PAPERS/$1/"*-"$2"-*.txt
}

# The same without what stands in the foot, a line for every clause: what a
# paper says, however it is laid out
said() {
	pdftotext -raw "$1" - |
		sed '/日志校验值/d; /案卷 *2026/d; /^第.*页 *共.*页/d
			/^ *— *[0-9]* *— *$/d' |
		sed 's/[ 　]//g' | tr -d '\n\f' | sed 's/[。；：]/&\n/g'
	echo
}

# fresh TEXT: papers of a dossier with these facts, as new/*.pdf
fresh() {
	export CALLPERMIT_DB=$BATS_TEST_TMPDIR/fresh.db
	printf '%s\n' "$1" >"$BATS_TEST_TMPDIR/d.yaml"
	"$PROG" import --draft "$BATS_TEST_TMPDIR/d.yaml" >/dev/null ||
		[ $? = 1 ]
	shift
	"$PROG" paper 2026-0001 make --all "$@" -o "$BATS_TEST_TMPDIR/new" \
		>"$BATS_TEST_TMPDIR/log" 2>&1 || [ $? = 1 ]
}

@test "every paper of every dossier is there" {
	[ "$(written | wc -l)" -ge 20 ]
	[ "$(ls "$DOSSIERS" | wc -l)" -ge 20 ]
	for d in "$DOSSIERS"/*.yaml; do
		for id in $(written); do
			[ -s "$(pdf "$(basename "$d" .yaml)" "$id")" ]
		done
	done
}

@test "no paper has a hole in its sentences" {
	for f in "$PAPERS"/*/*.txt; do
		! grep -oE '.{0,9}(null|undefined|，，|。。|、、|；；|：：|（）|《》|“”|‘’|，。|、。|：。|。，|；。|，；|、，|（，|（、|[{}]|\\|自至).{0,9}' "$f" || {
			echo "$f"
			false
		}
	done
}

@test "counts of nothing are not printed" {
	for f in "$PAPERS"/*/*.txt; do
		# a field of a form may say that there are none
		[[ $f != *DOC-0[13]* && $f != *DOC-20* ]] || continue
		! grep -oE '.{0,9}(^|[^0-9a-f.])0(个|项|人|天|平方米|万元|名).{0,9}' "$f" || {
			echo "$f"
			false
		}
	done
}

@test "with all facts there is nothing to be written by hand" {
	for id in $(written); do
		[ $id != DOC-07 ] || continue
		words full $id >t
		! grep -oE '.{0,12}(为，|为。|为：。|于，|于。|至，|由，|编号为）|共[^0-9]{0,2}项，).{0,9}' t |
			grep -v 行为 || {
			echo "$id"
			false
		}
	done
}

@test "dates are Chinese" {
	for d in full faulty; do
		"$PROG" paper "$(cat "$PAPERS/$d.no")" make --aids -o aids \
			>log 2>&1 || [ $? = 1 ]
	done
	for f in aids/*.pdf; do
		squashed "$f" >"${f%.pdf}.txt"
	done
	cat aids/*AID-03*.txt | grep -q '通知（2020年6月17日）\|指南（2026年2月10日）'
	for f in "$PAPERS"/full/*.txt aids/*.txt; do
		! grep -oE '(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}' "$f" || {
			echo "$f"
			false
		}
	done
	words full DOC-21 | grep -q '2025年3月1日2028年2月29日'
}

@test "no paper has English but in names, codes and addresses" {
	for id in $(written); do
		pdftotext -raw "$(pdf full "$id")" - | sed 's/[a-z0-9.]*@[a-z.]*//g' |
			grep -v '日志校验值' |
			grep -oE '[A-Za-z]{4,}' | grep -vE '^(BHCA|SIP|kbit)$' >t || true
		[ ! -s t ] || {
			echo "$id: $(cat t)"
			false
		}
	done
}

@test "all fonts are embedded, cut and have their text" {
	for f in "$PAPERS"/full/*.pdf "$PAPERS"/nothing/*.pdf; do
		pdffonts "$f" | awk 'NR > 2 { n++
			if ($(NF - 4) != "yes" || $(NF - 3) != "yes" ||
			    $(NF - 2) != "yes" || $1 !~ /^[A-Z][A-Z]*[+]/) exit 1 }
			END { exit n < 1 }' || {
			echo "$f"
			false
		}
	done
}

@test "qpdf and poppler find nothing wrong" {
	for f in "$PAPERS"/full/*.pdf; do
		qpdf --check "$f" >/dev/null
		run pdftoppm -r 20 "$f" page
		[ "$status" = 0 ]
		[ -z "$output" ]
	done
}

@test "pages end where they may and are not nearly empty" {
	for d in full faulty nothing; do
		"$PROG" paper "$(cat "$PAPERS/$d.no")" make --aids \
			-o "$BATS_TEST_TMPDIR/$d" >log 2>&1 || [ $? = 1 ]
		[ "$(ls "$BATS_TEST_TMPDIR/$d" | wc -l)" = 7 ]
		python3 "$HERE/look.py" -v "$PAPERS/$d"/*.pdf \
			"$BATS_TEST_TMPDIR/$d"/*.pdf >>looked
	done
	# percent of the sheet; the last page of a paper may be emptier
	awk -F: '$1 == file && low < 25 { print place; bad = 1 }
		{ file = $1; place = $0; low = $3 + 0 }
		END { exit bad || NR < 300 }' looked
}

@test "two runs give the same bytes" {
	cd "$BATS_TEST_TMPDIR"
	LC_ALL=C "$PROG" paper "$(cat "$PAPERS/full.no")" make --all -o again \
		>log 2>&1 || [ $? = 1 ]
	for f in again/*.pdf; do
		cmp "$f" "$PAPERS/full/${f##*/}"
	done
	[ "$(ls again | wc -l)" = "$(written | wc -l)" ]
}

@test "the papers read as they should" {
	for id in DOC-05 DOC-06 DOC-12 DOC-16 DOC-28 DOC-32; do
		said "$(pdf full $id)" >"$BATS_TEST_TMPDIR/$id.txt"
		diff -u "$HERE/$id.txt" "$BATS_TEST_TMPDIR/$id.txt"
	done
}

@test "letters are addressed to the authority of the profile" {
	for id in DOC-06 DOC-12 DOC-13 DOC-16 DOC-23 DOC-24 DOC-25 DOC-26 \
		DOC-28 DOC-32; do
		pdftotext -layout "$(pdf full $id)" - |
			grep -q '^ *陕西省通信管理局：$'
		pdftotext -layout "$(pdf t-national-foreign $id)" - |
			grep -q '^ *工业和信息化部：$'
	done
}

@test "a wording from the portal goes before ours" {
	fresh "co:
  name: 陕西云岭示例呼叫服务有限公司
commit:
  nuisance_text: |-
    本单位就示例原文第一段承诺如下：

    一、示例原文|第二段{{co.name}}。" DOC-16 DOC-12
	squashed "$BATS_TEST_TMPDIR"/new/*DOC-16*.pdf >t
	grep -qF '本单位就示例原文第一段承诺如下：一、示例原文|第二段{{co.name}}。' t
	! grep -q 郑重承诺 t || return 1
	squashed "$BATS_TEST_TMPDIR"/new/*DOC-12*.pdf | grep -q 郑重承诺
}

@test "functions that nobody declared are not ticked" {
	words full DOC-33 | grep -q '☑脱敏'
	words nothing DOC-33 | grep -q '☐脱敏'
	! words nothing DOC-33 | grep -q '☑' || return 1
	! words nothing DOC-11 | grep -q '☑' || return 1
	words full DOC-11 | grep -q '行政处罚公司自查☑是☐否'
}

@test "no foreign capital is said only where no row is foreign" {
	words full DOC-05 | grep -q 各级股东均不含外资成分
	words faulty DOC-05 >t
	grep -q 境外法人 t
	! grep -q 各级股东均不含外资成分 t || return 1
	words t-national-foreign DOC-05 | grep -q 外方投资者名称
}

@test "the chart stands whatever the holders are" {
	long=$(printf '长%.0s' $(seq 400))
	fresh "co:
  name: 示例公司
holder:
  - {name: 甲示例公司, type: dom_legal, ratio: 50, amount: '1.00'}
  - {name: 甲示例公司, type: dom_legal, ratio: 50, amount: '1.00'}
  - {name: 乙示例公司, parent: 丙示例公司, ratio: 1}
  - {name: 丙示例公司, parent: 乙示例公司, ratio: 1}
  - {name: 丁, parent: 不在表中的公司, ratio: 100}
  - {name: $long, ratio: '|{{x}}', parent: 甲示例公司}
  - {name: 示例公司, ratio: 3}
  - {name: '甲 | 乙\\', ratio: 4}
  - {ratio: 5}" DOC-05
	squashed "$BATS_TEST_TMPDIR"/new/*DOC-05*.pdf >t
	grep -q 所持股的公司不在本表中的股东 t
	grep -qF '甲|乙\' t
	grep -q 长… t
}

@test "a thousand holders have their tables and as many boxes as go" {
	fresh "co:
  name: 示例公司
holder:
$(for i in $(seq 1000); do
		echo "  - {name: 股东$i, type: dom_legal, ratio: 0.1, amount: '0.10'}"
	done)" DOC-05
	squashed "$BATS_TEST_TMPDIR"/new/*DOC-05*.pdf >t
	grep -q 另有100名股东未画入图内 t
	grep -q 股东1000 t
}

@test "many small natural persons are one box, others are drawn" {
	fresh "co:
  name: 示例公司
holder:
  - {name: 甲示例公司, type: dom_legal, ratio: 60.5}
  - {name: 张大示例, type: dom_person, ratio: 5}
  - {name: 乙示例, type: for_person, ratio: 0.5}
  - {name: 丙示例公司, parent: 股东3, type: dom_legal, ratio: 1}
$(for i in $(seq 300); do
		echo "  - {name: 股东$i, type: dom_person, ratio: 0.1, amount: '0.10'}"
	done)" DOC-05
	f=$(echo "$BATS_TEST_TMPDIR"/new/*DOC-05*.pdf)
	pdftotext -raw "$f" - | sed 's/[ 　]//g' >t
	[ "$(pdfinfo "$f" | awk '/^Pages/ { print $2 }')" -lt 20 ]
	tr -d '\n' <t | grep -q '其他境内自然人股东299名'
	tr -d '\n' <t | grep -q '持股均不足5%的299名境内自然人股东合并画出'
	! grep -q '图2$' t || return 1
	for who in 甲示例公司 张大示例 乙示例 股东3; do
		[ "$(grep -c "^[0-9]*$who" t)" -ge 2 ]
	done
	grep -q '29[.]9%' t
	! tr -d '\n' <t | grep -q 未画入图内
}

@test "any number of trunks is drawn" {
	for n in 1 7 9 10 40; do
		rm -rf "$BATS_TEST_TMPDIR"/new "$BATS_TEST_TMPDIR"/fresh.db
		fresh "co:
  name: 示例公司
trunk:
$(for i in $(seq $n); do
			echo "  - {carrier: 示例电信第${i}分公司, kind: sip, channels: 30}"
		done)" DOC-08
		squashed "$BATS_TEST_TMPDIR"/new/*DOC-08*.pdf >t
		grep -q "示例电信第${n}分公司" t
		[ $n -lt 10 ] || grep -q "语音中继${n}条" t
	done
}

@test "issues of the self-inspection stand in their part" {
	words full DOC-32 >t
	grep -qE '（二）码号管理.*问题1.*（三）接入管理' t
	grep -qE '（四）经营行为管理.*问题2.*（五）有关事项' t
	grep -q '自查发现的问题共2项' t
	grep -q '问题2尚未完成整改，计划于2026年12月31日完成' t
	! grep -q '问题1尚未完成整改' t
}

# hostile NAME TEXT: all papers of a dossier whose every fact is this text
hostile() {
	perl "$HERE/hostile.pl" "$2" "$DOSSIERS/full.yaml" \
		>"$BATS_TEST_TMPDIR/$1.yaml"
	rm -rf "$BATS_TEST_TMPDIR/new"
	fresh "$(cat "$BATS_TEST_TMPDIR/$1.yaml")"
	[ "$(ls "$BATS_TEST_TMPDIR"/new/*.pdf | wc -l)" = "$(written | wc -l)" ]
	for f in "$BATS_TEST_TMPDIR"/new/*.pdf; do
		squashed "$f" >"${f%.pdf}.txt"
		pdffonts "$f" | grep -q 'yes yes yes'
	done
}

@test "marks in any fact stay what they are" {
	hostile marks 'a|b{{co.name}}`c`#d*e*_f_[x]~g~<h>&amp;\i$j$ k:"l"___'
	for id in DOC-03 DOC-05 DOC-09 DOC-11 DOC-18 DOC-24 DOC-32; do
		grep -qF 'a|b{{co.name}}`c`#d*e*_f_[x]~g~<h>' \
			"$BATS_TEST_TMPDIR"/new/*-$id-*.txt
	done
}

@test "lines and long texts in any fact stand" {
	hostile lines "$(printf '示例\n# 一\n- 二\n```form\n| 三 |')"
	grep -qF '```form' "$BATS_TEST_TMPDIR"/new/*-DOC-03-*.txt
	rm "$BATS_TEST_TMPDIR/fresh.db"
	rm -r "$BATS_TEST_TMPDIR/new"
	fresh "$(perl "$HERE/hostile.pl" "$(printf '甲%.0s' $(seq 1000))" \
		"$DOSSIERS/full.yaml")" DOC-03 DOC-05 DOC-09 DOC-11 DOC-24 DOC-32
	squashed "$BATS_TEST_TMPDIR"/new/*-DOC-09-*.pdf \
		>"$BATS_TEST_TMPDIR/new/long-DOC-09-.txt"
	grep -q '甲\{300\}' "$BATS_TEST_TMPDIR"/new/*-DOC-09-*.txt
}

@test "what is wrong with a template is told with its line" {
	cp -r "$ROOT/templates" "$BATS_TEST_TMPDIR/t"
	echo '{{co.nmae}}' >>"$BATS_TEST_TMPDIR/t/part-to.md"
	echo '{"co": {"name": "x"}, "sh": {"foreign_is": {"has": false}}}' \
		>"$BATS_TEST_TMPDIR/f.json"
	run "$TOOLS/paper/render" -t "$BATS_TEST_TMPDIR/t" \
		no-foreign-letter.md "$BATS_TEST_TMPDIR/f.json" \
		"$BATS_TEST_TMPDIR/o.pdf"
	[ "$status" != 0 ]
	[[ "$output" == *"part-to.md:1: unknown name"* ]]
}

@test "the code on the first page says what was printed" {
	for id in DOC-01 DOC-08 DOC-12 DOC-20; do
		f=$(pdf full $id)
		pdftoppm -r 300 -l 1 -png "$f" code
		head=$(pdftotext -l 1 "$f" - | tr -d ' \n' |
			grep -oE '日志校验值[0-9a-f]{64}' | grep -oE '[0-9a-f]{64}')
		zbarimg -q --raw code*.png >said 2>zbar.log
		rm code*.png
		grep -qxE "CALLPERMIT $(cat "$PAPERS/full.no") $id V[0-9]+ $(
			echo $head | tr a-f A-F)" said
	done
}
