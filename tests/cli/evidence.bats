# evidence: what a drill measured becomes facts, if its files are untouched.
# A report is made by hand here; the real one is tested in tests/sip/drill.bats.

load common

make_drill() {
	cd "$DIR"
	"$PROG" import "$SAMPLE/complete.yaml"
	cp "$SAMPLE/../engine/sample.yaml" engine.yaml
	mkdir -p drill engine-data/recordings
	echo "sound of one call" >engine-data/recordings/1.wav
	jq -n --arg c "$(sha256sum engine.yaml | cut -c1-64)" \
		--arg r "$(sha256sum engine-data/recordings/1.wav | cut -c1-64)" '
		{schema: "callpermit-drill/1", config_sha256: $c,
		 begun: "2026-11-22 09:30:00", scenario: {stations: 30},
		 totals: {calls: 30, connected: 29, together: 30, recordings: 29},
		 checks: [{id: "recording-sound", verdict: "pass"},
			  {id: "outbound-refused", verdict: "unknown"}],
		 calls: [{recording: {path: "recordings/1.wav", sha256: $r}},
			 {recording: null}]}' >drill/report.json
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
		<<<"$output")" = '["2026-11-22",30,29,true]' ]
	# not measured: not set, so the rule stays unknown
	[ "$(jq '.facts.drill | has("outbound_refused")' <<<"$output")" = false ]
	run "$PROG" --json log 2026-0001
	[ "$(jq -r '.[-1].origin' <<<"$output")" = drill ]
	[[ "$(jq -r '.[-1].reason' <<<"$output")" == "drill report $(sha256sum drill/report.json | cut -c1-64)" ]]
	sed -i 's/"unknown"/"pass"/; s/"connected": 29/"connected": 30/; s/"recordings": 29/"recordings": 30/' \
		drill/report.json
	add
	run "$PROG" --json check 2026-0001
	[ "$(jq .pass <<<"$output")" = 13 ]
}

@test "an edited recording, configuration or report is refused" {
	make_drill
	echo more >>engine-data/recordings/1.wav
	run add
	[ "$status" -eq 5 ]
	[[ "$output" == *"1.wav is not the recording"* ]]
	rm engine-data/recordings/1.wav
	run add
	[ "$status" -eq 3 ]
	echo "sound of one call" >engine-data/recordings/1.wav
	echo "# changed" >>engine.yaml
	run add
	[ "$status" -eq 5 ]
	[[ "$output" == *"not the configuration"* ]]
	cp "$SAMPLE/../engine/sample.yaml" engine.yaml
	sed -i 's#recordings/1.wav#../../etc/passwd#' drill/report.json
	run add
	[ "$status" -eq 5 ]
	[[ "$output" == *"outside the data folder"* ]]
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
