# sheet: the portal's fields, copied and ticked off

load common

teardown() {
	tmux -L "$SOCKET" kill-server 2>/dev/null || true
	rm -rf "$DIR"
}

import() {
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	SOCKET=callpermit-sheet-$$-$BATS_TEST_NUMBER
}

# state FACT: of the sheet
state() {
	"$PROG" --json sheet 2026-0001 | jq -r ".[] | select(.fact == \"$1\") | .state"
}

# What stands in the sheet for a fact
value() {
	"$PROG" --json sheet 2026-0001 | jq -rj ".[] | select(.fact == \"$1\") | .value"
}

@test "fields stand in the portal's order, those that do not apply are left out" {
	import
	run "$PROG" --json sheet 2026-0001
	[ "$status" -eq 0 ]
	# tables 1 to 7, each in one piece
	[ "$(jq -r '[.[].portal] | map(tostring) | [foreach .[] as $p ({last: "", out: null};
		{last: $p, out: (if $p == .last then null else $p end)}; .out)] |
		map(select(. != null)) | join(" ")' <<<"$output")" = "1 2 3 4 5 6 7" ]
	# labels and values are the portal's, whatever the user's language
	[ "$(value cc.direction)" = 仅呼入 ]
	[ "$(value trunk[1].no_resale)" = 是 ]
	[ "$(value site.area)" = 180.5 ]
	[ "$(value co.licence_file)" != "" ]
	[[ "$(value co.licence_file)" != *" "[0-9]* ]]
	# no drill: nobody types what was measured
	[ "$(jq '[.[] | select(.fact | startswith("drill."))] | length' <<<"$output")" = 0 ]
	"$PROG" set 2026-0001 site.ownership=owned
	[ -z "$(state site.lessee)" ]
	run "$PROG" sheet 2026-0001 copy site.lessee
	[ "$status" -eq 3 ]
	[[ "$output" == *"does not apply"* ]]
}

@test "copy writes exactly the value into a pipe and ticks it off" {
	import
	"$PROG" sheet 2026-0001 copy site.addr >"$DIR/out"
	printf %s 陕西省西安市示例区云岭路88号示例大厦6层601室 | cmp - "$DIR/out"
	[ "$(state site.addr)" = "done" ]
	"$PROG" log 2026-0001 --verify
	run "$PROG" sheet 2026-0001
	[[ "$output" == *"[x] site.addr"* ]]
	[[ "$output" == *"1 of "*" fields copied, 0 changed since"* ]]
}

@test "a value of several lines and of 64 kB is copied whole" {
	import
	head -c 65536 /dev/zero | tr '\0' 'a' >"$DIR/long"
	printf 'dossier: 2026-0007\nco: {name: 示例公司}\ncc:\n  service_desc: |-\n    一\n\n    二  三\n  users: %s\n' \
		"$(cat "$DIR/long")" >"$DIR/long.yaml"
	"$PROG" import "$DIR/long.yaml"
	"$PROG" sheet 2026-0007 copy cc.service_desc | cmp - <(printf '一\n\n二  三')
	"$PROG" sheet 2026-0007 copy cc.users | cmp - "$DIR/long"
	# a terminal gets it too, and the list shows a part
	script -qec "'$PROG' sheet 2026-0007 copy cc.users" /dev/null |
		grep -aoP '\x1b\]52;c;\K[^\x07]*' | base64 -d | cmp - "$DIR/long"
	[ "$("$PROG" sheet 2026-0007 | awk '{ if (length > n) n = length } END { print n }')" -lt 200 ]
	"$PROG" log 2026-0007 --verify
}

@test "on a terminal it goes to the clipboard" {
	import
	run script -qec "'$PROG' sheet 2026-0001 copy co.name" /dev/null
	[ "$status" -eq 0 ]
	[[ "$output" == *$'\e]52;c;'"$(printf 陕西云岭示例呼叫服务有限公司 | base64 -w0)"$'\a'* ]]
	[[ "$output" == *"copied and ticked off"* ]]
	[ "$(state co.name)" = "done" ]
}

@test "what was not copied is not ticked" {
	import
	run "$PROG" sheet 2026-0001 copy number[1].filed
	[ "$status" -eq 3 ]
	[[ "$output" == *"not filled in"* ]]
	for bad in "copy" "copy site.addr co.name" "copy site.aera" "copy drill.calls" "copy site" \
		"tick" "untick" "tick site.addr site.aera" "walk now" "compare co.name" "print" "walk"; do
		run "$PROG" sheet 2026-0001 $bad </dev/null
		[ "$status" -ge 2 ]
		[ "$status" -le 3 ]
	done
	run bash -c '"$PROG" sheet 2026-0001 copy site.addr >/dev/full'
	[ "$status" -eq 5 ]
	[[ "$output" == *"could not be written"* ]]
	run "$PROG" sheet 2026-0001
	[[ "$output" == *" 0 of "* || "$output" == *$'\n'"0 of "* ]]
}

@test "a tick is stale when the value changes, and fresh when it is as it was" {
	import
	"$PROG" sheet 2026-0001 tick site.area number[1].filed
	[ "$(state site.area) $(state 'number[1].filed')" = "done done" ]
	"$PROG" set 2026-0001 site.area=190 number[1].filed=2026-11-01
	[ "$(state site.area) $(state 'number[1].filed')" = "stale stale" ]
	run "$PROG" sheet 2026-0001
	[[ "$output" == *"[!] site.area"* ]]
	[[ "$output" == *"2 changed since"* ]]
	"$PROG" set 2026-0001 site.area=180.5
	[ "$(state site.area)" = "done" ]
	"$PROG" sheet 2026-0001 untick site.area
	[ "$(state site.area)" = open ]
	"$PROG" sheet 2026-0001 untick site.area
	[ "$(state site.area)" = open ]
	"$PROG" log 2026-0001 --verify
}

@test "undo takes back an answer, never a tick" {
	import
	"$PROG" set 2026-0001 site.area=190
	"$PROG" sheet 2026-0001 tick site.area
	"$PROG" undo 2026-0001
	[ "$(value site.area)" = 180.5 ]
	[ "$(state site.area)" = stale ]
	run "$PROG" log 2026-0001
	[[ "$output" == *" tick "*"site.area: ∅ -> 190"* ]]
	"$PROG" log 2026-0001 --verify
	# ticks are no facts and are not exported
	[ "$("$PROG" --json show 2026-0001 | jq -r .facts.site.area)" = 180.5 ]
	! "$PROG" export 2026-0001 | grep tick
}

@test "a typed text is held against the kept one" {
	import
	printf '我司承诺守法经营（一）。\n第二行' >"$DIR/must"
	"$PROG" set 2026-0001 "commit.lawful_text=$(cat "$DIR/must")"
	run "$PROG" sheet 2026-0001 compare commit.lawful_text "$DIR/must"
	[ "$status" -eq 0 ]
	[[ "$output" == "the same"* ]]
	# what editors add is no difference
	for end in '\n' '\r\n'; do
		{ printf '\xef\xbb\xbf'; sed 's/$/\r/' "$DIR/must" | head -c -1; printf "$end"; } >"$DIR/typed"
		"$PROG" sheet 2026-0001 compare commit.lawful_text "$DIR/typed"
	done
	run "$PROG" sheet 2026-0001 compare commit.lawful_text - < <(sed 's/（/(/; s/第二/第 二/' "$DIR/must")
	[ "$status" -eq 1 ]
	[[ "$output" == *"line 1, character 9: “(” (U+0028) should be “（” (U+FF08)"* ]]
	[[ "$output" == *"line 2, character 2: too much: blank (U+0020)"* ]]
	[[ "$output" == *"differences: 2"* ]]

	run "$PROG" sheet 2026-0001 compare commit.nuisance_text "$DIR/must"
	[ "$status" -eq 3 ]
	[[ "$output" == *"put the portal's text"* ]]
	run "$PROG" sheet 2026-0001 compare commit.lawful_text "$DIR/none"
	[ "$status" -eq 3 ]
	printf 'a\xff' >"$DIR/typed"
	run "$PROG" sheet 2026-0001 compare commit.lawful_text "$DIR/typed"
	[ "$status" -eq 2 ]
	[[ "$output" == *"not UTF-8"* ]]
	head -c 70000 /dev/zero >"$DIR/typed"
	run "$PROG" sheet 2026-0001 compare commit.lawful_text "$DIR/typed"
	[ "$status" -eq 2 ]
	run "$PROG" sheet 2026-0001 compare commit.lawful_text - <"$DIR/typed"
	[ "$status" -eq 2 ]
}

screen() {
	tmux -L "$SOCKET" capture-pane -pJ
}

see() {
	for _ in $(seq 300); do
		screen | grep -qF -- "$1" && return 0
		sleep 0.1
	done
	screen
	return 1
}

@test "walk: only Enter copies" {
	import
	"$PROG" sheet 2026-0001 tick cc.products cc.mode
	tmux -L "$SOCKET" -f /dev/null new-session -d -x 100 -y 50 \
		env LC_ALL=C.UTF-8 LANGUAGE=en sh -c "'$PROG' --lang en sheet 2026-0001 walk; echo \"exit \$?\"; exec sleep 60"
	# the first that is open, under its heads
	see "[ ] cc.direction"
	see 国内呼叫中心业务专用表格
	see 业务形态
	tmux -L "$SOCKET" send-keys Enter
	see "[ ] cc.service_desc"
	tmux -L "$SOCKET" send-keys s Enter
	see "[ ] cc.users"
	# a slip, and a line longer than any buffer, do nothing
	tmux -L "$SOCKET" send-keys sx Enter
	tmux -L "$SOCKET" send-keys "$(head -c 300 /dev/zero | tr '\0' y)" Enter
	tmux -L "$SOCKET" send-keys Enter
	see "[ ] cc.profit"
	tmux -L "$SOCKET" send-keys q Enter
	see "exit 0"
	[ "$(state cc.direction)$(state cc.service_desc)$(state cc.users)$(state cc.profit)" = "doneopendoneopen" ]
	run "$PROG" sheet 2026-0001
	[[ "$output" == *"4 of "*" fields copied"* ]]
}

@test "the official text of a commitment is kept letter by letter" {
	"$PROG" import "$SAMPLE/complete.yaml"
	text='本公司承诺：（１）不拨打骚扰电话，24小时内停止。'
	"$PROG" set 2026-0001 "commit.nuisance_text=$text"
	printf '%s\n' "$text" >"$DIR/typed"
	"$PROG" sheet 2026-0001 compare commit.nuisance_text "$DIR/typed"
	printf '%s\n' "${text/１/1}" >"$DIR/typed"
	run "$PROG" sheet 2026-0001 compare commit.nuisance_text "$DIR/typed"
	[ "$status" -eq 1 ]
	[[ "$output" == *"U+0031"*"U+FF11"* ]]
}
