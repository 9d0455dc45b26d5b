# Stages and acts as a consultant uses them

load common


blank() {
	NO=$("$PROG" new)
	"$PROG" set $NO app.scope=province app.province=湖北
}

done_until_submitted() {
	blank
	"$PROG" act $NO go --date 2026-06-01 >/dev/null
	"$PROG" act $NO ready --date 2026-06-10 >/dev/null
	"$PROG" act $NO submitted --date 2026-06-15 doc_no=X-1 >/dev/null
}

@test "stage says where it is, who has the ball and what can be done" {
	blank
	run "$PROG" stage $NO
	[ "$status" -eq 0 ]
	[[ "$output" == *"stage ST-0 First assessment; the ball is with: consultancy"* ]]
	[[ "$output" == *"+ go "* ]]
	# what must be given stands without brackets
	[[ "$output" =~ \+\ go\ .*\[note\] ]]
	[[ "$output" =~ \+\ no_go\ .*\ note ]]
	# the same as JSON
	run "$PROG" --json stage $NO
	[ "$(jq -r '.stage, .actor, (.acts | length), (.steps | length)' \
		<<<"$output" | xargs)" = "ST-0 us 3 0" ]
}

@test "an act moves it on and tells what is due" {
	done_until_submitted
	run "$PROG" act $NO correction_asked --date 2026-06-18 amount=15 note=材料不清
	[ "$status" -eq 0 ]
	[[ "$output" == *"stage ST-3C Correction; the ball is with: applicant"* ]]
	[[ "$output" == *"2026-07-03"*"142 days late"*"applicant"*"correct"* ]]
	[ "$("$PROG" --json stage $NO | jq -r '.steps[-1] | .due, .due_rule, .note')" = \
		$'2026-07-03\ncorrect\n材料不清' ]
}

@test "a refused act says why, exits as its kind, and changes nothing" {
	done_until_submitted
	before=$("$PROG" log $NO | wc -l)
	while IFS='|' read -r code says words; do
		run "$PROG" act $NO $words
		[ "$status" -eq "$code" ] ||
			{ echo "$words: $status, $output"; false; }
		[[ "$output" == *"$says"* ]] ||
			{ echo "$words: $output"; false; }
	done <<-'END'
		3|no act nosuch|nosuch
		1|possible: correction_asked|granted
		2|no such day|accepted --date 2026-02-30
		2|not over yet|accepted --date 2026-11-23
		2|before the last step|accepted --date 2026-06-14
		2|needs note=|correction_asked --date 2026-06-18
		2|it asks for: doc_no, note, file|accepted foo=1
		2|with --date|accepted date=2026-06-18
		2|given twice|accepted note=a note=b
		2|a whole number is expected|correction_asked note=x amount=viele
		2|no number of days|correction_asked note=x amount=1000000000
		1|accepted_papers|accepted_papers
	END
	[ "$("$PROG" log $NO | wc -l)" -eq "$before" ]
	[ "$("$PROG" --json stage $NO | jq -r .stage)" = ST-3 ]
	run "$PROG" act 2026-0099 go
	[ "$status" -eq 3 ]
	run "$PROG" act $NO
	[ "$status" -eq 2 ]
}

@test "undo takes back a whole act" {
	done_until_submitted
	"$PROG" act $NO correction_asked --date 2026-06-18 amount=15 note=x >/dev/null
	"$PROG" undo $NO
	[ "$("$PROG" --json stage $NO | jq -r '.stage, (.steps | length)' | xargs)" = "ST-3 3" ]
	"$PROG" log $NO --verify
}

@test "steps are neither typed nor taken from a table or a forged file" {
	done_until_submitted
	run "$PROG" set $NO 'step[4].to=ST-12'
	[ "$status" -eq 1 ]
	[[ "$output" == *"by the commands act and duty"* ]]
	run "$PROG" set $NO stage.now=ST-12
	[ "$status" -eq 1 ]
	printf 'act,from,to,date\r\ngranted,ST-3,ST-10,2026-06-18\r\n' >"$DIR/step.csv"
	run "$PROG" rows $NO step import "$DIR/step.csv"
	[ "$status" -eq 1 ]
	run "$PROG" rows $NO step import "$DIR/step.csv" --replace
	[ "$status" -eq 1 ]
	"$PROG" export $NO | sed 's/2026-0001/2026-0050/; s/to: ST-3$/to: ST-11/' >"$DIR/forged.yaml"
	grep -q ST-11 "$DIR/forged.yaml"
	run "$PROG" import "$DIR/forged.yaml"
	[ "$status" -eq 2 ]
	[[ "$output" =~ forged.yaml:[0-9]+:[0-9]+:\ step\ 3 ]]
	[ "$("$PROG" --json list | jq length)" -eq 1 ]
	[ "$("$PROG" --json stage $NO | jq -r .stage)" = ST-3 ]
}

@test "a dossier with steps comes back from its export" {
	done_until_submitted
	"$PROG" export $NO >"$DIR/out.yaml"
	CALLPERMIT_DB=$DIR/other/d.db "$PROG" import "$DIR/out.yaml"
	CALLPERMIT_DB=$DIR/other/d.db "$PROG" export $NO | cmp - "$DIR/out.yaml"
	[ "$(CALLPERMIT_DB=$DIR/other/d.db "$PROG" --json stage $NO | jq -r .stage)" = ST-3 ]
}

@test "in Chinese every word is Chinese" {
	done_until_submitted
	LANG=zh_CN.UTF-8 run "$PROG" stage $NO
	[[ "$output" == *"阶段 ST-3 形式审查"* ]]
	# titles, states and sides; ids of acts and fields stay
	! grep -E 'days|late|stage|ball|authority|applicant' <<<"$output"
}

@test "the handover sheet has stage, deadlines, tasks and what was said" {
	done_until_submitted
	"$PROG" act $NO correction_asked --date 2026-06-18 amount=15 note=租赁合同缺页 >/dev/null
	"$PROG" set $NO 'task[1].title=催租赁合同' 'task[1].owner=示例甲' \
		'task[1].backup=示例乙' 'task[1].due=2026-11-20' \
		'task[2].title=旧事' 'task[2].done=2026-11-01'
	run "$PROG" handover $NO
	[ "$status" -eq 0 ]
	for words in "ST-3C" "with: applicant" "since: 2026-06-18" \
		"湖北省通信管理局" "2026-07-03" "催租赁合同" "示例甲/示例乙" \
		"Correction asked for: 租赁合同缺页"; do
		[[ "$output" == *"$words"* ]] || { echo "no $words"; false; }
	done
	[[ "$output" != *旧事* ]]
	run "$PROG" --json handover $NO
	[ "$(jq -c '[.stage, .actor, .tasks[0].owner, .tasks[0].backup, .notes[-1].note, (.tasks | length)]' \
		<<<"$output")" = '["ST-3C","applicant","示例甲","示例乙","租赁合同缺页",1]' ]
	[ "$(jq -r '.deadlines[0].key' <<<"$output")" = correct ]
	# an empty one says so
	"$PROG" new
	run "$PROG" handover 2026-0002
	[ "$(grep -c none <<<"$output")" -eq 3 ]
}
