# checklist: runs of the two lists, beside what drill and facts say.

load common

begin() {
	cd "$DIR"
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	echo photo >photo.jpg
	"$PROG" evidence 2026-0001 add photo.jpg --title Photo >/dev/null
}

cl() {
	"$PROG" --lang en checklist 2026-0001 "$@"
}

clj() {
	"$PROG" --lang en --json checklist 2026-0001 "$@"
}

item() {
	clj show ${2:-} | jq -c --arg i "$1" '.items[] | select(.item == $i)'
}

@test "the lists have their items, and one run each begins open" {
	begin
	[ "$(clj start onsite --kind mock | jq .run)" = 1 ]
	[ "$(clj show | jq '.items | length')" = 45 ]
	[ "$(clj start self | jq .run)" = 2 ]
	[ "$(clj show | jq '.items | length')" = 49 ]
	[ "$(clj result 2 | jq '.parts | length')" = 6 ]
	run cl start other
	[ "$status" -eq 2 ]
	run cl show 9
	[ "$status" -eq 3 ]
}

@test "a failure demands what its grade says, and becomes a task" {
	begin
	cl start onsite
	run cl answer I-06 fail
	[ "$status" -eq 1 ]
	[[ "$output" == *"--note"* ]]
	run cl answer I-06 fail --note "door plate missing"
	[[ "$output" == *"--evidence"* ]]
	run cl answer I-06 fail --note "door plate missing" --evidence E-7
	[ "$status" -eq 3 ]
	run cl answer I-06 fail --note "door plate missing" --evidence E-1
	[[ "$output" == *"--owner"* ]]
	cl answer I-06 fail --note "door plate missing" --evidence E-1 \
		--owner Wang --due 2026-12-10 --by Li
	[ "$(item I-06 | jq -c '[.result, .note, .evidence, .by, .task]')" = \
		'["fail","door plate missing","E-1","Li",1]' ]
	[ "$("$PROG" --json show 2026-0001 | jq -c '.facts.task[0] | [.owner, .due]')" = \
		'["Wang","2026-12-10"]' ]
	# a minor one wants the note alone
	cl answer I-14 fail --note "no plate"
	run cl result
	[ "$status" -eq 1 ]
	[ "$(clj result | jq -c '[.fail, .gates, .ready]')" = '[2,1,false]' ]
	"$PROG" undo 2026-0001
	[ "$(item I-14 | jq -r .result)" = todo ]
}

@test "a task is stored alike whoever answers, and read in one's language" {
	begin
	cl start onsite
	"$PROG" --lang en checklist 2026-0001 answer I-06 fail --note x \
		--evidence E-1 --owner Wang --due 2026-12-10
	title=$("$PROG" --json show 2026-0001 | jq -r '.facts.task[0].title')
	[[ "$title" == "整改 I-06："* ]]
	run "$PROG" --lang zh due 2026-0001
	[[ "$output" == *"$title"* ]]
	run "$PROG" --lang en due 2026-0001
	[[ "$output" == *"put right I-06: "* && "$output" != *"$title"* ]]
	run "$PROG" --lang en stage 2026-0001
	[[ "$output" != *"$title"* ]]
	# one that somebody has put otherwise is read as it stands
	"$PROG" set 2026-0001 "task[1].title=Door plate"
	run "$PROG" --lang en due 2026-0001
	[[ "$output" == *"Door plate"* ]]
}

@test "a run begun, with all that is known at once, is taken back as one" {
	begin
	cl start onsite
	[ "$(clj show | jq '[.items[] | select(.result == "na")] | length')" -gt 0 ]
	"$PROG" undo 2026-0001
	run cl show
	[ "$status" -eq 3 ]
	[ "$("$PROG" --json show 2026-0001 | jq '.facts.ans // [] | length')" = 0 ]
}

@test "to answer other than measured wants a reason" {
	begin
	"$PROG" set 2026-0001 cc.record_days=10
	cl start onsite
	[ "$(item I-26 | jq -c '[.measured, .verdict, .result]')" = \
		'["10","fail","todo"]' ]
	run cl answer I-26 pass
	[ "$status" -eq 1 ]
	[[ "$output" == *"--reason"* ]]
	cl answer I-26 pass --reason "45 days in the system, the field is old"
	[ "$(item I-26 | jq -r .reason)" = "45 days in the system, the field is old" ]
}

@test "a closed run stays as it is" {
	begin
	"$PROG" set 2026-0001 cc.record_days=60
	cl start onsite
	cl answer I-26 pass
	cl close
	before=$(clj show 1)
	"$PROG" set 2026-0001 cc.record_days=5
	[ "$(clj show 1)" = "$before" ]
	run cl answer I-26 fail --run 1 --note x
	[ "$status" -eq 1 ]
	[[ "$output" == *"closed"* ]]
	run cl close 1
	[ "$status" -eq 1 ]
}

@test "score is passed of those that apply; open ones have not passed" {
	begin
	cl start self
	for i in $(clj show | jq -r '.items[] | select(.result == "todo") | .item'); do
		[ $i = C6-01 ] || cl answer $i pass --reason seen
	done
	sum=$(clj result | jq -c '[.pass, .fail, .todo, .na, .score, .ready]')
	[ "$(jq '.[2]' <<<"$sum")" = 1 ]
	[ "$(jq '.[5]' <<<"$sum")" = false ]
	[ "$(jq '(.[0] * 10000 / (.[0] + .[1] + .[2]) | floor) == (.[4] * 100 | round)' <<<"$sum")" = true ]
	cl answer C6-01 pass
	[ "$(clj result | jq .ready)" = true ]
	cl result
}

@test "papers filed are compared with what the dossier says now" {
	begin
	cl start onsite
	[ "$(item I-45 | jq .measured)" = null ]
	"$PROG" bundle 2026-0001 -o a.zip --force --reason test >/dev/null
	[ "$(item I-45 | jq -r .verdict)" = pass ]
	cl answer I-14 pass
	[ "$(item I-45 | jq -r .verdict)" = pass ]
	"$PROG" set 2026-0001 site.area=170
	[ "$(item I-45 | jq -r .verdict)" = fail ]
	[[ "$(item I-45 | jq -r .measured)" == *"site.area"* ]]
}

@test "a run is printed" {
	begin
	cl start onsite
	cl answer I-14 fail --note "no plate"
	cl print -o list.pdf
	pdftotext list.pdf - | grep -q I-45
	cl start self --kind mock
	cl print 2 -o self.pdf
	pdftotext self.pdf - | grep -q C6-07
}

@test "every item says what is measured, and how it is verified" {
	begin
	"$PROG" bundle 2026-0001 -o a.zip --force --reason test >/dev/null
	"$PROG" set 2026-0001 pia.done=2026-11-01 oth.selfcheck=true \
		self.done=2026-11-01 lic.expiry=2031-01-01
	cl start onsite
	cl start self
	for n in 1 2; do
		clj show $n | jq -r '.items[] | select(.measured == null) | .item'
	done >silent
	# a drill, the acts after the licence and yearly duties are still to come
	[ "$(xargs <silent)" = "I-21 I-23 I-24 I-25 I-27 I-28 I-29 I-30 I-31 I-34 C1-03 C2-04 C2-07 C2-08 C4-02 C4-03 C4-05 C4-06 C5-04 C6-04 C6-06" ]
	[ "$(clj show 1 | jq '[.items[] | select(.how == null)] | length')" = 0 ]
	cl show 1 | grep -q "how: look, compare"
	[ "$(item I-08 1 | jq -r '.said')" = "Area: 180.5平方米" ]
	# consistency: what was changed since it was filed, by group
	"$PROG" set 2026-0001 site.addr=别处示例路1号 >/dev/null
	[ "$(item I-06 1 | jq -c '[.measured, .verdict]')" = '["1 (site.addr)","fail"]' ]
	[ "$(item I-22 1 | jq -r .verdict)" = pass ]
}

@test "an expression of an item that does not compile is found by lint" {
	mkdir "$DIR/tree"
	cp -r "$BATS_TEST_DIRNAME"/../../{forms,data,templates} "$DIR/tree"
	sed -i 's/measure: "room.rows \* room.columns"/measure: "room.rows * nosuch.columns"/' \
		"$DIR/tree/data/checklists.yaml"
	run "$PROG" --lang en --data "$DIR/tree" pack lint
	[ "$status" -ne 0 ]
	[[ "$output" == *"checklists.yaml:"*"nosuch"* ]]
}
