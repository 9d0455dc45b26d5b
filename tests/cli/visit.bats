# visit: from the telephone call to the last thing put right.

load common

NO=2026-0001

# A dossier that waits for the call
begin() {
	cd "$DIR"
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	while read -r act day words; do
		"$PROG" act $NO "$act" --date "$day" $words >/dev/null
	done <<-'EOT'
		go 2026-06-01
		ready 2026-06-10
		submitted 2026-06-15 doc_no=X-1
		accepted_papers 2026-10-20 doc_no=A-1
		papers_handed 2026-10-22
	EOT
	echo photo >photo.jpg
}

# What a PDF says, whatever lines it is broken into
said() {
	pdftotext -raw "$@" - | tr -d ' \n\f'
}

v() {
	"$PROG" --lang en visit $NO "$@"
}

vj() {
	"$PROG" --lang en --json visit $NO "$@"
}

stage_of() {
	"$PROG" --json stage $NO | jq -r .stage
}

@test "a call announces the visit, and the hours to it are counted" {
	begin
	run v announce soon
	[ "$status" -eq 2 ]
	run v announce "2026-11-20 09:30"
	[ "$status" -eq 2 ]
	[[ "$output" == *"before the day of the call"* ]]
	run v announce "2026-11-24 09:30" --who "Zhao 0101" --where "Building 3" \
		--papers "licence, lease"
	[ "$status" -eq 0 ]
	[[ "$output" == *"in 1 d 23 h"* ]]
	[ "$(vj show | jq -c '[.call.when, .call.who, .call.stands]')" = \
		'["2026-11-24 09:30","Zhao 0101",true]' ]
	CALLPERMIT_NOW=2026-11-24T09:05 run v show
	[[ "$output" == *"in 25 min"* ]]
	"$PROG" --lang en due $NO --within 10 | grep -q "Ready for the visit"
	"$PROG" undo $NO
	[ "$(vj show | jq .call.day)" = null ]
}

@test "who answers what is kept by part of the list" {
	begin
	[ "$(vj show | jq '.speakers | length')" = 6 ]
	v speaker system "Wu Gong" --phone 13000000001 --backup "Li Gong"
	v speaker 场地 "Chen Jie"
	run v speaker kitchen Nobody
	[ "$status" -eq 3 ]
	[[ "$output" == *"entity site staff system resource paper"* ]]
	[ "$(vj show | jq -c '.speakers | map(.name)')" = \
		'[null,"Chen Jie",null,"Wu Gong",null,null]' ]
	v speaker site
	[ "$(vj show | jq -c '.speakers | map(.name)')" = \
		'[null,null,null,"Wu Gong",null,null]' ]
	"$PROG" undo $NO
	[ "$(vj show | jq -r '.speakers[1].name')" = "Chen Jie" ]
}

@test "questions and their answers are logged with their time" {
	begin
	run v question "Who may switch outbound on?"
	[ "$status" -eq 3 ]
	[[ "$output" == *"begin with"* ]]
	v begin
	v speaker system "Wu Gong"
	run v question "Who may switch outbound on?" --item X-1
	[ "$status" -eq 3 ]
	v question "Who may switch outbound on?" --by Zhao --item I-27
	CALLPERMIT_NOW=2026-11-22T10:04 v reply 1 "Nobody alone, a supervisor approves"
	[ "$(vj show | jq -c '.questions[0] | [.at, .by, .item, .who, .answered]')" = \
		'["2026-11-22 10:00:00","Zhao","I-27","Wu Gong","2026-11-22 10:04:00"]' ]
	run v reply 2 x
	[ "$status" -eq 3 ]
	v question "And in the night?"
	run v show
	[[ "$output" == *"questions: 2, 1 without an answer"* ]]
	v end
	run v reply 2 "The same"
	[ "$status" -eq 1 ]
}

@test "one command records evidence, and one undo takes it back" {
	begin
	run v record photo.jpg --item I-24
	[ "$status" -eq 3 ]
	v begin
	v question "Is that the recording?" --item I-24
	v record photo.jpg --item I-24 --question 1 --title "Screen with the recording"
	echo "heard for ten seconds" | v record --text - --item I-24
	item() { "$PROG" --json checklist $NO show | jq -c '.items[] | select(.item == "I-24")'; }
	[ "$(item | jq -r .evidence)" = "E-1 E-2" ]
	[ "$(vj show | jq -r '.questions[0].evidence')" = E-1 ]
	"$PROG" --json evidence $NO show | jq -e '
		(.[0].title == "Screen with the recording") and
		(.[0].links == "I-24") and
		(.[1].revisions[0].files[0].name | test("I-24.txt$"))'
	run "$PROG" --json evidence $NO verify
	jq -e 'map(select(.flaw != "missing")) | length == 0' <<<"$output"
	"$PROG" undo $NO
	[ "$(item | jq -r .evidence)" = E-1 ]
	[ "$("$PROG" --json evidence $NO show | jq length)" = 1 ]
	# an answer leaves what was recorded
	"$PROG" checklist $NO answer I-24 pass --reason seen
	[ "$(item | jq -r .evidence)" = E-1 ]
	run v record --item I-24
	[ "$status" -eq 2 ]
	ln -s photo.jpg link.jpg
	run v record link.jpg --item I-24
	[ "$status" -eq 2 ]
	run v record photo.jpg --item I-99
	[ "$status" -eq 3 ]
}

@test "the result moves the dossier on, and what must be put right is due" {
	begin
	v announce "2026-11-22 09:30" --date 2026-11-20
	v begin
	run v begin
	[ "$status" -eq 4 ]
	run "$PROG" --lang en checklist $NO answer I-06 fail
	[ "$status" -eq 1 ]
	[[ "$output" == *"--note TEXT"*"--owner WHO"*"--due DAY"* ]]
	[[ "$output" != *"--evidence"* ]]
	run "$PROG" --lang en checklist $NO answer I-06 fail --note x --owner Wang --due 2026-11-01
	[ "$status" -eq 2 ]
	[[ "$output" == *"past"* ]]
	"$PROG" checklist $NO answer I-06 fail --note "door plate missing" \
		--owner Wang --due 2026-12-03
	run v result perhaps
	[ "$status" -eq 2 ]
	run v result rectify --note "door plate; training records"
	[[ "$output" == *"next: callpermit act $NO visit_rectify note="* ]]
	[ "$(stage_of)" = ST-8 ]
	v end
	[ "$("$PROG" --json checklist $NO list | jq -c '.[0] | [.kind, .closed]')" = \
		'["official","2026-11-22"]' ]
	# the days they give are a deadline, beside those of each correction
	"$PROG" act $NO visit_rectify note=x amount=15 >/dev/null
	"$PROG" --lang en due $NO --within 30 | grep -q Rectification
	run v fix "Training records to be signed" --item I-18
	[ "$status" -eq 2 ]
	v fix "Training records to be signed" --item I-18 --owner Li --due 2026-11-30
	[ "$(vj show | jq -c '.corrections | map([.item, .owner, .due, .late])')" = \
		'[["I-18","Li","2026-11-30",false],["I-06","Wang","2026-12-03",false]]' ]
	"$PROG" --lang en due $NO --within 30 | grep -q "Training records"
	"$PROG" evidence $NO add photo.jpg --title "Signed list" >/dev/null
	n=$(vj show | jq '.corrections[0].correction')
	run v fixed "$n" --evidence E-7
	[ "$status" -eq 3 ]
	v fixed "$n" --evidence E-1
	CALLPERMIT_NOW=2026-12-05T10:00 run v show
	[[ "$output" == *"done on 2026-11-22"* ]]
	[[ "$output" == *"late"* ]]
	! "$PROG" --lang en due $NO --within 30 | grep -q "Training records" || return 1
	"$PROG" log $NO --verify
}

@test "the next visit is another run, the first stays as it was" {
	begin
	v begin --kind mock
	v question "First?"
	v end
	v begin
	[ "$(vj show | jq -c '[.run.run, .run.kind, (.questions | length)]')" = \
		'[2,"official",0]' ]
	[ "$(vj show --run 1 | jq -c '[.run.kind, (.questions | length)]')" = \
		'["mock",1]' ]
	run v begin --kind self
	[ "$status" -eq 2 ]
	run v show --run 7
	[ "$status" -eq 3 ]
}

@test "the pack for the table tells what was measured, held and found before" {
	begin
	v pack -o a.pdf
	said a.pdf >said
	grep -q 还没有做过预演 said
	v announce "2026-11-24 09:30" --papers 营业执照原件
	v speaker system 吴示例
	"$PROG" evidence $NO add photo.jpg --title 签到表 --link I-18 >/dev/null
	v begin --kind mock
	"$PROG" checklist $NO answer I-18 fail --note 缺签字 --owner 李示例 --due 2026-11-23
	v end
	run v pack -o b.pdf
	[ "$status" -eq 0 ]
	[[ "$output" =~ made\ in\ [0-9.]+\ s ]]
	said b.pdf >said
	for word in 营业执照原件 吴示例 实测合格 上次不合格 缺签字 E-1 "2026年11月24日"; do
		grep -q "$word" said || { echo "$word"; return 1; }
	done
}

@test "the report has all that was written down, a minute after the end" {
	begin
	run v report
	[ "$status" -eq 2 ]
	v announce "2026-11-22 09:30" --date 2026-11-20 --who 赵示例
	v begin
	v speaker system 吴示例
	v question "谁能打开呼出" --by 赵示例 --item I-27
	v reply 1 "班长批准"
	v record photo.jpg --item I-27 --question 1 --title 拒绝外呼的界面
	"$PROG" checklist $NO answer I-14 fail --note 没有名称标识
	v result rectify --note 十五日内报告
	v end
	v fix 安装名称标识 --item I-14 --owner 周示例 --due 2026-11-30
	[ "$(vj report -o r.pdf | jq '.ms < 60000')" = true ]
	said r.pdf >said
	for word in 赵示例 谁能打开呼出 吴示例 班长批准 拒绝外呼的界面 没有名称标识 \
		十五日内报告 安装名称标识 周示例 "2026年11月30日" E-1 \
		"$(sha256sum photo.jpg | head -c 16)"; do
		grep -q "$word" said || { echo "$word"; return 1; }
	done
	# the first run, though there is another since
	v begin --kind mock
	v report --run 1 -o again.pdf
	pdftotext again.pdf - | grep -q 谁能打开呼出
	echo loose >loose.txt
	v record loose.txt --title 不属于任何一项
	v report -o mock.pdf
	said mock.pdf >said
	grep -q 没有登记提问 said
	grep -q 不属于任何一项 said
	# the result was that of the official one
	! grep -q 十五日内报告 said || return 1
	! said again.pdf | grep -q 不属于任何一项
}

@test "the report of the self-check reads its run" {
	begin
	"$PROG" paper $NO make DOC-32 -o none >/dev/null
	! pdftotext none/*.pdf - | grep -q 逐项自查记录 || return 1
	"$PROG" checklist $NO start self
	"$PROG" checklist $NO answer C4-12 fail --note 三人没有签协议 \
		--owner 李示例 --due 2026-12-01
	"$PROG" checklist $NO answer C2-02 pass
	"$PROG" paper $NO make DOC-32 -o self >/dev/null
	said self/*.pdf >said
	for word in 逐项自查记录 三人没有签协议 李示例 "2026年12月1日" \
		"开通呼出的号码（个）：0"; do
		grep -q "$word" said || { echo "$word"; return 1; }
	done
}
