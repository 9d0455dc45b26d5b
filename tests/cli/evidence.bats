# evidence: what a drill measured becomes facts, if its files are untouched.
# A report is made by hand here; the real one is tested in tests/sip/drill.bats.

load common

make_drill() {
	cd "$DIR"
	[ -e "$CALLPERMIT_DB" ] || "$PROG" import "$SAMPLE/complete.yaml"
	cp "$SAMPLE/../engine/sample.yaml" engine.yaml
	mkdir -p drill/recordings
	echo "sound of one call" >drill/recordings/1.wav
	jq -n --arg c "$(sha256sum engine.yaml | cut -c1-64)" \
		--arg r "$(sha256sum drill/recordings/1.wav | cut -c1-64)" '
		{schema: "callpermit-drill/1", config_sha256: $c,
		 begun: "2026-11-22 09:30:00", scenario: {stations: 30},
		 totals: {calls: 3, answered: 3, connected: 2, together: 3, recordings: 1},
		 checks: [{id: "recording-sound", verdict: "pass"},
			  {id: "outbound-refused", verdict: "unknown"}],
		 calls: [{status: 200, recording: {path: "recordings/1.wav", sha256: $r}},
			 {status: 200, recording: null},
			 {status: 200, recording: null}]}' >drill/report.json
}

add() {
	"$PROG" --json evidence 2026-0001 add --drill drill --config engine.yaml
}

@test "figures become facts with origin drill, and rules see them" {
	make_drill
	run add
	[ "$(jq .recordings <<<"$output")" = 1 ]
	run "$PROG" --json show 2026-0001
	[ "$(jq -c '.facts.drill | [.date, .calls, .answered, .recordings_right]' \
		<<<"$output")" = '["2026-11-22",3,2,true]' ]
	# not measured: not set, so the rule stays unknown
	[ "$(jq '.facts.drill | has("outbound_refused")' <<<"$output")" = false ]
	run "$PROG" --json log 2026-0001
	[ "$(jq -r '.[-1].origin' <<<"$output")" = drill ]
	[[ "$(jq -r '.[-1].reason' <<<"$output")" == "drill report $(sha256sum drill/report.json | cut -c1-64)" ]]
	jq '.checks[1].verdict = "pass" | .calls |= .[:1] | .totals = {calls: 1,
		answered: 1, connected: 1, together: 1, recordings: 1}' \
		drill/report.json >new.json
	mv new.json drill/report.json
	add
	run "$PROG" --json check 2026-0001
	[ "$(jq -r '.findings[] | select(.id == "V-DRILL") | .outcome' \
		<<<"$output")" = pass ]
	[ "$(jq '.fail + .unknown' <<<"$output")" = 0 ]
}

@test "the folder is enough; what was not compared is said" {
	make_drill
	sha=$(sha256sum engine.yaml | cut -c1-64)
	run add
	[ "$(jq -r '.config_sha256 + " \(.config_compared)"' <<<"$output")" = "$sha true" ]
	# it holds secrets, and lies on another machine
	rm engine.yaml
	run "$PROG" --lang en evidence 2026-0001 add --drill drill
	[ "$status" -eq 0 ]
	[[ "$output" == *"a configuration of SHA-256 ${sha:0:12}, which was not compared"* ]]
	run "$PROG" --json evidence 2026-0001 add --drill drill
	[ "$(jq -r '.config_sha256 + " \(.config_compared)"' <<<"$output")" = "$sha false" ]
	# recordings are looked at all the same
	echo more >>drill/recordings/1.wav
	run "$PROG" evidence 2026-0001 add --drill drill
	[ "$status" -eq 5 ]
}

@test "the report and its recordings are kept" {
	make_drill
	add
	for f in drill/report.json drill/recordings/1.wav; do
		hash=$(sha256sum $f | cut -c1-64)
		cmp "$CALLPERMIT_DB.files/${hash:0:2}/$hash" $f
	done
	[ "$(find "$CALLPERMIT_DB.files" -type f | wc -l)" = 2 ]
}

@test "an edited recording, configuration or report is refused" {
	make_drill
	echo more >>drill/recordings/1.wav
	run add
	[ "$status" -eq 5 ]
	[[ "$output" == *"1.wav is not the recording"* ]]
	rm drill/recordings/1.wav
	run add
	[ "$status" -eq 3 ]
	echo "sound of one call" >drill/recordings/1.wav
	echo "# changed" >>engine.yaml
	run add
	[ "$status" -eq 5 ]
	[[ "$output" == *"not the configuration"* ]]
	cp "$SAMPLE/../engine/sample.yaml" engine.yaml
	sed -i 's#recordings/1.wav#../../etc/passwd#' drill/report.json
	run add
	[ "$status" -eq 5 ]
	[[ "$output" == *"outside its folder"* ]]
	sed -i 's#../../etc/passwd#recordings/1.wav#; s#"connected": 2#"connected": 30#' \
		drill/report.json
	run add
	[ "$status" -eq 5 ]
	[[ "$output" == *"totals"* ]]
	jq '.totals = {calls: 100, answered: 100, connected: 100, recordings: 100} |
		del(.calls)' drill/report.json >new.json
	mv new.json drill/report.json
	run add
	[ "$status" -eq 5 ]
	make_drill
	jq '.checks[1] = {id: "outbound-refused", sense: "at-least", bound: 1,
		value: 0, verdict: "pass"}' drill/report.json >new.json
	mv new.json drill/report.json
	run add
	[ "$status" -eq 5 ]
	[[ "$output" == *outbound-refused* ]]
	run "$PROG" set 2026-0001 drill.outbound_refused=true
	[ "$status" -eq 1 ]
	[[ "$output" == *"not typed"* ]]
	echo '{"schema": "other"}' >drill/report.json
	run add
	[ "$status" -eq 5 ]
	echo '[[[[' >drill/report.json
	run add
	[ "$status" -eq 5 ]
	rm drill/report.json
	run add
	[ "$status" -eq 3 ]
	# nothing of all this was taken
	[ "$("$PROG" --json show 2026-0001 | jq '.facts | has("drill")')" = false ]
}

@test "a recording cut short, a link or a pipe is refused and says so" {
	make_drill
	wav=drill/recordings/1.wav
	# refused STATUS SENTENCE: at once, and nothing is taken
	refused() {
		run timeout 20 "$PROG" --lang en evidence 2026-0001 add \
			--drill drill --config engine.yaml
		echo "$status $output"
		[ "$status" -eq "$1" ]
		[[ "$output" == *"$2"* ]]
	}
	cp $wav whole.wav
	truncate -s 9 $wav
	refused 5 '1.wav is not the recording'
	: >$wav
	refused 5 '1.wav is not the recording'
	# the right bytes, but not where the engine put them
	ln -sf "$PWD/whole.wav" $wav
	refused 5 '1.wav is reached by a link'
	rm $wav && mkfifo $wav
	refused 2 '1.wav: not a regular file'
	rm $wav && mkdir $wav
	refused 2 '1.wav: not a regular file'
	rmdir $wav
	mv drill/recordings elsewhere
	mv whole.wav elsewhere/1.wav
	ln -s ../elsewhere drill/recordings
	refused 5 '1.wav is reached by a link'
	rm drill/recordings && mv elsewhere drill/recordings
	mv drill/report.json report.json
	ln -s ../report.json drill/report.json
	refused 5 'report.json is reached by a link'
	rm drill/report.json && mkfifo drill/report.json
	refused 2 'report.json: not a regular file'
	rm drill/report.json && mkdir drill/report.json
	refused 2 'report.json: not a regular file'
	rmdir drill/report.json && mv report.json drill/report.json
	mv engine.yaml e.yaml && mkfifo engine.yaml
	refused 2 'engine.yaml'
	rm engine.yaml && mv e.yaml engine.yaml
	[ "$("$PROG" --json show 2026-0001 | jq '.facts | has("drill")')" = false ]
	[ ! -d "$CALLPERMIT_DB.files" ] ||
		[ "$(find "$CALLPERMIT_DB.files" -type f | wc -l)" = 0 ]
	# and untouched it is taken, through a folder that is a link itself
	mv drill away && ln -s away drill
	add
}

@test "figures go into the facts of the pack that the dossier keeps" {
	make_drill
	mkdir pack
	cp -r "$SAMPLE"/../../{forms,data,templates} pack
	sed -i 's/group: drill$/group: trial/' pack/forms/call-centre.yaml
	sed -i 's/drill[.]date/trial.date/' pack/data/duties.yaml
	run "$PROG" --data pack --json evidence 2026-0001 add --drill drill \
		--config engine.yaml
	[ "$status" -eq 0 ]
	[ "$("$PROG" --json show 2026-0001 | jq .facts.drill.calls)" = 3 ]
}

@test "what one scenario alone shows stays when another is run" {
	make_drill
	cp drill/report.json plain.json
	jq '.checks += [{id: "menu-keys", verdict: "pass"},
		{id: "do-not-call", verdict: "pass"},
		{id: "forged-refused", verdict: "fail"},
		{id: "records-stayed", verdict: "not-asked"}]' plain.json \
		>drill/report.json
	"$PROG" checklist 2026-0001 start onsite
	add
	facts() {
		"$PROG" --json show 2026-0001 | jq -c '.facts.drill |
			[.keys_right, .do_not_call, .forged_refused, .restored]'
	}
	[ "$(facts)" = '[true,true,false,null]' ]
	[ "$("$PROG" --json checklist 2026-0001 show 1 | jq -c \
		'.items[] | select(.item == "I-30") | [.result, .by]')" = \
		'["pass","drill"]' ]
	[ "$("$PROG" --json checklist 2026-0001 show 1 | jq -r \
		'.items[] | select(.item == "I-31") | .verdict')" = fail ]
	jq '.checks += [{id: "records-stayed", verdict: "pass"}]' plain.json \
		>drill/report.json
	add
	[ "$(facts)" = '[true,true,false,true]' ]
}

@test "a damaged file is attached with a warning, a good one without" {
	cd "$DIR"
	"$PROG" import "$SAMPLE/complete.yaml"
	printf 'no pdf' >bad.pdf
	perl -e 'binmode STDOUT; srand 1; print "P6\n300 200\n255\n";
		print chr int rand 256 for 1 .. 180000' | cjpeg >good.jpg
	head -c 2000 good.jpg >cut.jpg
	run "$PROG" --lang en set 2026-0001 co.licence_file=good.jpg
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	run "$PROG" --lang en set 2026-0001 commit.lawful_file=bad.pdf \
		decl.file=cut.jpg site.area=160
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]
	[[ "${lines[0]}" == *"commit.lawful_file: bad.pdf: is not what its name says"* ]]
	[[ "${lines[1]}" == *"decl.file: cut.jpg"*"scan or save it again"* ]]
	run "$PROG" --json evidence 2026-0001 list
	[ "$(jq '[.[] | select(.kept)] | length' <<<"$output")" = 3 ]
}

@test "verify names the facts whose files are not kept" {
	cd "$DIR"
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" --lang en evidence 2026-0001 verify
	[ "$status" -eq 1 ]
	[[ "$output" == *"co.licence_file  营业执照副本.jpg"* ]]
	run "$PROG" --json evidence 2026-0001 verify
	[ "$(jq -r '.[] | select(.fact == "co.licence_file") | .flaw' \
		<<<"$output")" = missing ]
}

@test "what the drill has shown is answered in open runs, failures are not" {
	make_drill
	"$PROG" checklist 2026-0001 start onsite
	"$PROG" checklist 2026-0001 start onsite --kind mock
	"$PROG" checklist 2026-0001 close 2
	add
	line() {
		"$PROG" --json checklist 2026-0001 show "$2" |
			jq -c --arg i "$1" '.items[] | select(.item == $i) | [.result, .by]'
	}
	[ "$(line I-23 1)" = '["pass","drill"]' ]
	[ "$(line I-24 1)" = '["pass","drill"]' ]
	[ "$(line I-23 2)" = '["todo",null]' ]
	jq '.checks[1].verdict = "fail"' drill/report.json >new.json
	mv new.json drill/report.json
	add
	# a failure demands more than a machine can say
	[ "$(line I-27 1)" = '["todo",null]' ]
	[ "$("$PROG" --json checklist 2026-0001 show 1 | jq -r \
		'.items[] | select(.item == "I-27") | .verdict')" = fail ]
}
