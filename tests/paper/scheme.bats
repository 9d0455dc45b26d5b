#!/usr/bin/env bats
# Plan, scheme, seat plan and working papers against the facts they are made of

HERE=$BATS_TEST_DIRNAME
DOCS="DOC-07 DOC-08 DOC-20"
AIDS="AID-01 AID-02 AID-03 AID-04 AID-05 AID-06 AID-07"

setup() {
	cd "$BATS_TEST_TMPDIR"
	DATA=$HERE/../../data
	export CALLPERMIT_DB=$PWD/d.db CALLPERMIT_NOW=2026-11-22T10:00
	unset LC_MESSAGES LANGUAGE
	export LC_ALL=C.UTF-8
}

# make NO DOC...: the papers in out/, whether the dossier is ready or not
make_papers() {
	local no=$1
	shift
	run "$PROG" paper "$no" make -o out "$@"
	[ "$status" -le 1 ] || { echo "$output"; return 1; }
	[ "$(ls out/"$no"-*.pdf | wc -l)" -ge $# ] || { echo "$output"; return 1; }
}

# All words of a paper without blanks, so that line ends do not matter
words() {
	pdftotext -raw out/"$1"-"$2"-*.pdf - |
		perl -CS -0777 -pe 's/[\s\f]+//g; s/\x{3000}//g'
}

has() {
	grep -qF "$1" said || { echo "not said: $1"; return 1; }
}

has_not() {
	! grep -qF "$1" said || { echo "said: $1"; return 1; }
}

complete() {
	"$PROG" import "$DATA/sample/complete.yaml"
}

@test "every paper can be made of every sample and of an empty dossier" {
	"$PROG" import "$DATA/sample/faulty.yaml"
	for t in "$DATA"/tests/*.yaml; do
		perl "$HERE/merge.pl" "$t" >dossier.yaml
		"$PROG" import --draft dossier.yaml
	done
	"$PROG" new
	for no in $("$PROG" --json list | jq -r '.[].dossier'); do
		make_papers $no $DOCS $AIDS
		for p in $DOCS $AIDS; do
			words $no $p >said
			# no punctuation without words, no tag, no English
			! grep -oP '[，、；：（“][。，、；）”]|（）|。。|\{\{|\}\}' \
				said || { echo "$no $p"; false; }
		done
	done
}

@test "two runs give the same bytes" {
	complete
	make_papers 2026-0001 $DOCS $AIDS
	mv out first
	sleep 1.1
	LC_ALL=en_US.UTF-8 make_papers 2026-0001 $DOCS $AIDS
	for f in first/*; do
		cmp "$f" "out/${f#first/}"
	done
}

@test "papers are Chinese whatever the user reads" {
	"$PROG" import "$DATA/sample/faulty.yaml"
	export LC_ALL=en_US.UTF-8
	make_papers 2026-0001 AID-02 AID-03 AID-05
	export LC_ALL=C.UTF-8
	for p in AID-02 AID-03 AID-05; do
		! words 2026-0001 $p | grep -oE \
			'(is not filled in|not in hand|applicant|consultancy|unknown)' || return 1
	done
}

@test "the plan has its fifteen sections, in order" {
	complete
	make_papers 2026-0001 DOC-07
	words 2026-0001 DOC-07 >said
	last=0
	for s in 一、公司情况 二、市场与需求 三、业务形态 四、服务项目与流程 \
		五、服务对象与意向合同 六、覆盖范围与城市 七、接入号码方案 \
		八、中继方案与基础电信企业 九、座席与场地 十、人员配备与培训 \
		十一、资费与盈利 十二、投资与三年预测 十三、实施进度 \
		十四、风险与骚扰电话防范 十五、与各项承诺的关系; do
		at=$(grep -obF "$s" said | tail -1 | cut -d: -f1)
		[ "$at" -gt "$last" ]
		last=$at
	done
	has 合计152.80万元
	has 共2家
	has_not 待填写
}

@test "a fact that is missing is asked for, not made up" {
	"$PROG" new
	make_papers 2026-0001 DOC-07 DOC-08 DOC-20
	words 2026-0001 DOC-07 >said
	has 服务对象和合同（待填写）
	has 三年预测（待填写）
	words 2026-0001 DOC-08 >said
	has 录音和话单的留存天数（待填写）
	has 操作日志（待建设）
	has_not 演练
	words 2026-0001 DOC-20 >said
	has 座席总数和场地面积（待填写）
}

@test "the storage table adds up" {
	complete
	for row in "30 240 90 2000" "7 61 31 9.5" "1 1 30 1" "500 1440 3650 9"; do
		set -- $row
		"$PROG" set 2026-0001 cc.seats_total=$1 cap.talk_minutes=$2 \
			cc.record_days=$3 cap.disk_gb=$4 >/dev/null
		make_papers 2026-0001 DOC-08
		words 2026-0001 DOC-08 >said
		perl -Mbigrat -e '
			my ($seats, $min, $days, $disk) = @ARGV;
			sub show { my $s = sprintf "%.5f", shift->numify;
				$s =~ s/0+$//; $s =~ s/\.$//; $s }
			my $day = Math::BigRat->new($seats) * $min * "0.96" / 1000;
			my $kept = $day * $days;
			my $rest = Math::BigRat->new($disk) - $kept;
			print "$seats×$min×0.96÷1000", show($day), "GB\n",
				show($day), "×$days", show($kept), "GB\n",
				$rest < 0 ? ("$disk", "GB", "\n", "缺少", show($kept), "−$disk", show(-$rest), "GB\n")
					: ("余量$disk−", show($kept), show($rest), "GB\n"),
				"$disk÷", show($day), "，取整", int(($disk / $day)->numify), "天\n"
			' "$@" >want
		while read -r line; do
			[ "$line" = "${4}GB" ] || has "$line"
		done <want
	done
}

@test "the load table is Erlang's" {
	complete
	"$PROG" set 2026-0001 cap.busy_calls=300 cap.handle_seconds=240 \
		cap.duty_seats=28 qos.level=80 qos.seconds=20
	make_papers 2026-0001 DOC-08
	words 2026-0001 DOC-08 >said
	perl -e 'my ($n, $a, $h, $t) = (28, 20, 240, 20);
		my ($term, $sum) = (1, 0);
		for my $k (0 .. $n - 1) { $sum += $term; $term *= $a / ($k + 1) }
		$term *= $n / ($n - $a);
		my $c = $term / ($sum + $term);
		sub two { my $s = sprintf "%.2f", shift; $s =~ s/0+$//; $s =~ s/\.$//; $s }
		print "爱尔兰C公式", two(100 * $c), "％\n",
			"P×240÷(N−A)", two($c * $h / ($n - $a)), "秒\n",
			two(100 * (1 - $c * exp(-($n - $a) * $t / $h))), "％\n"' >want
	while read -r line; do
		has "$line"
	done <want
	has 300×240÷360020爱尔兰
	has A÷N71.43％
	# fewer seats than load
	"$PROG" set 2026-0001 cap.duty_seats=20
	make_papers 2026-0001 DOC-08
	words 2026-0001 DOC-08 >said
	has 来电将持续积压
	has_not P×240
}

@test "functions stand as the facts have them" {
	complete
	"$PROG" set 2026-0001 sys.f20=false sys.f21=
	make_papers 2026-0001 DOC-08
	pdftotext -layout out/2026-0001-DOC-08-*.pdf - >said
	[ "$(grep -cE '^ *F-[0-9]{2} ' said)" = 35 ]
	grep -qE 'F-20 +质检 .* 否$' said
	grep -qE 'F-21 +报表 .* 待填写$' said
	grep -qE 'F-19 +投诉处理 .* 是$' said
	grep -qE 'F-12 +白名单 .* 仅呼入，不适用$' said
}

@test "seats are drawn, numbered and counted; what does not fit is not drawn" {
	complete
	make_papers 2026-0001 DOC-20
	pdftotext out/2026-0001-DOC-20-*.pdf said
	for i in $(seq -w 1 30); do
		grep -qx "$i" said
	done
	words 2026-0001 DOC-20 >said
	has 525—3066
	has 合计3030
	"$PROG" set 2026-0001 room.length=9 room.width=6
	make_papers 2026-0001 DOC-20
	words 2026-0001 DOC-20 >said
	has 座席放不下，未绘图
	has 长9米、宽6米
	"$PROG" set 2026-0001 cc.seats_built=20 cc.seats_planned=10 \
		room.length= room.width= room.rows= room.columns= room.aisle=
	make_papers 2026-0001 DOC-20
	words 2026-0001 DOC-20 >said
	has 过道宽度按1.2米绘制，未经丈量
	has 已建座席20
}

@test "the readiness report says what check says" {
	"$PROG" import "$DATA/sample/faulty.yaml"
	make_papers 2026-0001 AID-03
	words 2026-0001 AID-03 >said
	"$PROG" --json check 2026-0001 >check.json || true
	blocking=$(jq '[.findings[] | select(.severity == "error" and
		.outcome == "fail")] | length' check.json)
	has 不合格${blocking}项
	for id in $(jq -r '.findings[] | select(.outcome == "fail" and
		.id != "form") | .id' check.json | sort -u); do
		has "$id"
	done
	# the terms add up to the score
	pdftotext -layout out/2026-0001-AID-03-*.pdf - | awk '
		/^ *(表格填写|主体资格|股东|人员|场地与座席|业务形态|码号与中继|前后一致|材料) +[0-9]+ +[0-9]+ +[0-9]+ +[0-9.]+$/ {
			sum += $NF; n++ }
		/^ *合计 +100/ { total = $NF }
		END { exit !(n == 9 && sum - total < 0.001 && total - sum < 0.001) }'
}

@test "the chart has what was done, what is due and what is expected" {
	complete
	"$PROG" act 2026-0001 go --date 2026-11-20 || "$PROG" act 2026-0001 go
	make_papers 2026-0001 AID-02
	words 2026-0001 AID-02 >said
	has 材料准备
	has 2027年3月
	has 不是承诺
	has 话务员合同到期（10项）
}

@test "the questionnaire asks what is open, and with --blank everything" {
	complete
	make_papers 2026-0001 AID-05
	words 2026-0001 AID-05 >said
	has_not 统一社会信用代码（必填）
	"$PROG" set 2026-0001 co.uscc=
	make_papers 2026-0001 AID-05
	words 2026-0001 AID-05 >said
	has 统一社会信用代码（必填）
	open=$(grep -o '问题数[0-9]*' said)
	"$PROG" paper 2026-0001 make AID-05 --blank -o out || [ $? = 1 ]
	words 2026-0001 AID-05 >said
	all=$(grep -o '问题数[0-9]*' said)
	[ "${all#问题数}" -gt "${open#问题数}" ]
	for q in 注册资本 话务员座席出租 座席排数 股东; do
		has $q
	done
	# what only a drill or an act writes is not asked
	has_not 演练日期
	has_not 办理记录
}

@test "the index counts the pages of what is printed" {
	complete
	make_papers 2026-0001 AID-06
	pdftotext -layout out/2026-0001-AID-06-*.pdf - >index
	rm -r out
	run "$PROG" paper 2026-0001 make -o out
	sum=0
	for f in out/*.pdf; do
		id=${f#out/2026-0001-}
		id=$(echo "$id" | grep -oE '^DOC-[0-9]+S?')
		n=$(pdfinfo "$f" | awk '/^Pages/ { print $2 }')
		grep -qE "^ *[0-9]+ +$id .*" index || continue
		sum=$((sum + n))
	done
	grep -qE "合计 +$sum( |\$)" index
}

@test "working papers stand apart and are not made with the set" {
	complete
	"$PROG" paper 2026-0001 list >list
	[ "$(grep -c '^AID-' list)" = 7 ]
	[ "$(sed -n '/^AID-/,$p' list | grep -c '^DOC-')" = 0 ]
	"$PROG" --json paper 2026-0001 list | jq -e \
		'[.[] | select(.kind == "working") | .outcome] | unique == [""]'
	run "$PROG" paper 2026-0001 make -o out
	[ "$(ls out | grep -c AID)" = 0 ]
	run "$PROG" paper 2026-0001 make --aids -o aids
	[ "$(ls aids | wc -l)" = 7 ]
}

@test "the visit pack answers 45 items" {
	complete
	make_papers 2026-0001 AID-01
	pdftotext -layout out/2026-0001-AID-01-*.pdf - >said
	for i in $(seq -w 1 45); do
		grep -qE "^ *I-$i " said
	done
	words 2026-0001 AID-01 >said
	has 91610131PDY0031572
	has 租期至2028年2月29日
}

@test "measures at the edge and marks in values do no harm" {
	complete
	for set in "cc.seats_total=2000 cc.seats_built=1999" \
		"cc.seats_total=1 room.rows=1 room.columns=1" "site.area=0.5" \
		"site.area=77.7777 room.length= room.width=" \
		"room.length=0.7 room.width=9.1234" "room.seat_width=1.2345" \
		"cap.busy_calls=1000000 cap.handle_seconds=7200"; do
		"$PROG" set 2026-0001 $set
		make_papers 2026-0001 DOC-08 DOC-20
	done
	value='a|b{{co.name}}`c`#d*e*[x]<h>&amp;\i ___'
	"$PROG" set 2026-0001 "cc.users=$value" "trunk[1].carrier=$value" \
		"plan[1].milestone=$value" "task[1].title=$value" \
		task[1].due=2026-12-20
	make_papers 2026-0001 $DOCS AID-02
	for p in DOC-07 DOC-08 AID-02; do
		words 2026-0001 $p >said
		has 'a|b{{co.name}}`c`#d*e*[x]<h>&amp;\i___'
	done
}
