#!/usr/bin/env bats
# callpermit station: seats that answer by themselves, and a desk for one.

load engine.bash
load web.bash

setup() {
	engine_setup
}

teardown() {
	[ -z "${session:-}" ] || tmux -L "$session" kill-server 2>/dev/null || true
	engine_teardown
}

free_port() {
	python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# house [LINE...]: an engine whose addresses the configuration names
house() {
	local rows= role
	for role in operator viewer supervisor; do
		"$PROG" engine --token $role >"$dir/made"
		sed -n 1p "$dir/made" >"$dir/token.$role"
		rows="$rows${rows:+, }$(sed -n 2p "$dir/made" |
			sed 's/role: operator,/& seat: "01",/')"
	done
	viewer=$(cat "$dir/token.viewer")
	http=127.0.0.1:$(free_port)
	engine_config "$@" "tokens: [$rows]" \
		'pauses: [lunch, training]' \
		"listen: {sip: [\"udp:127.0.0.1:$(free_port)\"], rtp: {address: 127.0.0.1, ports: 20000-29999}, http: \"$http\"}"
	engine_start
}

# desk SEAT [OPTION...]: a desk in plain lines, commands through the pipe
# $dir/in, what it says in $dir/desk
desk() {
	local seat=$1
	shift
	mkfifo "$dir/in"
	"$PROG" --lang en station --config "$dir/engine.yaml" --seat "$seat" \
		--plain "$@" <"$dir/in" >"$dir/desk" 2>&1 3>&- &
	pids="$pids $!"
	desk=$!
	exec 9>"$dir/in"
	wait_for grep -q 'registered=200' "$dir/desk"
}

# key LINE: a command for the desk
key() {
	echo "$*" >&9
}

# says PATTERN: until the desk says so
says() {
	wait_for grep -qE -- "$1" "$dir/desk"
}

# rings: a caller in the background, who hangs up when killed
rings() {
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 \
		talk=60000 life=60000 >"$dir/caller" 2>&1 3>&- &
	pids="$pids $!"
	caller=$!
}

@test "seats answer by themselves, speak, hang up and leave" {
	house
	"$PROG" --json station --config "$dir/engine.yaml" --seats 01-02 \
		--answer 0.2 --talk 2 --calls 2 >"$dir/out" 2>&1 3>&- &
	pids="$pids $!"
	staff=$!
	shows '[.seats[] | select(.state == "ready")] | length' 2
	caller talk=60000 life=60000 &
	wait_query "SELECT count(*) FROM call WHERE bridge > 0" 1
	caller talk=60000 life=60000 &
	wait "$staff"
	[ "$(jq -c . "$dir/out")" = '{"seats":2,"registered":2,"calls":2,"answered":2,"lost":0}' ]
	wait_query "SELECT count(*) FROM call WHERE result = 'answered' AND length(sha256) = 64" 2
	shows '[.seats[] | select(.state == "offline")] | length' 2
	# the right channel holds somebody who speaks, with pauses
	query "SELECT recording FROM call" >"$dir/files"
	while read -r file; do
		rms=$(sox "$data/$file" -n remix 2 stat 2>&1 |
			awk '/RMS.*amplitude/ { print $3 }')
		awk -v r="$rms" 'BEGIN { exit !(r > 0.01 && r < 0.5) }'
	done <"$dir/files"
}

@test "a desk answers, holds, resumes and hangs up by hand" {
	house
	desk 01
	says 'state=\?'
	rings
	says 'line=ringing.*caller=1[0-9*]+'
	key a
	says 'line=talking'
	wait_query "SELECT count(*) FROM call WHERE bridge > 0" 1
	key hold
	says 'line=talking held'
	says 'line=talking held'
	key h
	wait_for sh -c "tail -n 1 '$dir/desk' | grep -q 'line=talking state'"
	key hang-up
	wait_query "SELECT result, seat FROM call" 'answered|01'
	key answer
	says '! no call rings'
	key ready
	says '! the engine keeps the states'
	key q
	wait "$desk"
	shows '[.seats[] | select(.state == "offline")] | length' 2
}

@test "states are the engine's: pause with a reason, ready, wrap-up" {
	house 'queues: [{name: service, ring: 15, wrap_up: 300}]'
	desk 01 --token "$dir/token.operator"
	says 'state=ready'
	key pause holiday
	says '! the engine refuses it \([0-9]+\)'
	key pause lunch
	says 'state=paused reason=lunch'
	shows '.seats[0].state + .seats[0].reason' pausedlunch
	key r
	wait_for sh -c "tail -n 3 '$dir/desk' | grep -q 'state=ready'"
	rings
	says 'line=ringing'
	key a
	says 'line=talking.*caller=1[0-9]+ queue=service'
	key wrap-up soon
	says '! wrap-up takes seconds'
	key x
	says 'line=free state=wrap-up'
	key wrap-up 600
	wait_for grep -q 'wrap-up 01 by operator' "$dir/log"
	key note asked about the meter
	wait_query "SELECT seat, code, note FROM note" '01||asked about the meter'
	key code meter
	wait_query "SELECT code, note FROM note ORDER BY id DESC LIMIT 1" 'meter|asked about the meter'
	! grep -q 'not kept' "$dir/desk" || return 1
	key e
	wait_for sh -c "tail -n 1 '$dir/desk' | grep -q 'state=ready'"
	key nonsense
	says '! no command nonsense'
	key '?'
	says '^t  transfer WHERE  Give'
	key q
	wait "$desk"
}

@test "a viewer's token shows masked callers and changes nothing" {
	house
	desk 01 --token "$dir/token.viewer"
	says 'state=ready'
	key pause lunch
	says '! the engine refuses it \(403\)'
	rings
	says 'line=ringing.*caller=[0-9]*\*+.*queue=service'
	! grep -q 'caller=[0-9]* ' "$dir/desk"
}

@test "a call is given to another seat, and to nobody outside" {
	house
	desk 01 --token "$dir/token.operator"
	key 'transfer 02'
	says '! there is no call'
	rings
	says 'line=ringing'
	key a
	says 'line=talking'
	"$PROG" --lang en station --config "$dir/engine.yaml" --seats 02 \
		--answer 0.2 >"$dir/other" 2>&1 3>&- &
	pids="$pids $!"
	shows '[.seats[] | select(.state == "ready")] | length' 1
	wait_query "SELECT count(*) FROM call WHERE bridge > 0" 1
	key 'transfer nobody-here'
	says '! transfer: refused \(403\)'
	key 'transfer 02@elsewhere'
	says '! 02@elsewhere is no name'
	key 't 02'
	says 'transfer: done'
	wait_for grep -q '02: .* rings' "$dir/other"
	wait_query "SELECT seat FROM call" 02
	says 'line=free'
}

@test "what does not fit is refused with its place" {
	house
	run "$PROG" --lang en station --config "$dir/engine.yaml" --seat 07 --plain </dev/null
	[ "$status" -eq 3 ]
	[[ "$output" == *"there is no seat 07"* ]]
	run "$PROG" --lang en station --config "$dir/engine.yaml" --seats 30-01 --answer 1
	[ "$status" -eq 2 ]
	[[ "$output" == *"30-01"* ]]
	run "$PROG" --lang en station --config "$dir/engine.yaml" --seat 01 --token "$dir/none" --plain </dev/null
	[ "$status" -eq 3 ]
	run "$PROG" --lang en station --config "$dir/engine.yaml" --seats 01-02 --plain
	[ "$status" -eq 2 ]
	run "$PROG" --lang en station --config "$dir/engine.yaml" --seats 01 --talk -1
	[ "$status" -eq 2 ]
}

@test "on a terminal the desk is a screen with keys and help" {
	house
	session=station-$$
	tmux -L "$session" new-session -d -x 80 -y 24 \
		"LC_ALL=C.UTF-8 TERM=screen '$PROG' --lang en station --config '$dir/engine.yaml' --seat 01 --token '$dir/token.operator' 2>'$dir/screen.log'"
	see() { tmux -L "$session" capture-pane -p | grep -qE -- "$1"; }
	wait_for see 'telephone +registered'
	wait_for see 'state +ready'
	tmux -L "$session" send-keys '?'
	wait_for see 'Put the call on hold'
	# the key that ends the help is no command
	tmux -L "$session" send-keys q
	wait_for see 'state +ready'
	tmux -L "$session" send-keys p
	wait_for see '^ pause'
	tmux -L "$session" send-keys lunch Enter
	wait_for see 'state +paused: lunch'
	tmux -L "$session" resize-window -x 40 -y 12
	tmux -L "$session" send-keys r
	wait_for see 'state +ready'
	rings
	wait_for see 'line +rings'
	tmux -L "$session" send-keys a
	wait_for see 'line +talking'
	tmux -L "$session" send-keys h
	wait_for see 'on hold'
	tmux -L "$session" send-keys q
	wait_query "SELECT result FROM call" answered
	wait_for sh -c "! tmux -L '$session' has-session 2>/dev/null"
	[ ! -s "$dir/screen.log" ]
}

@test "the sheet has a page a seat, and secrets only when asked" {
	engine_config
	run "$PROG" --lang en station --config "$dir/engine.yaml" \
		--seats 01-02 --sheet "$dir/sheet.pdf"
	[ "$status" -eq 0 ]
	[ "$(stat -c %a "$dir/sheet.pdf")" = 600 ]
	pdftotext -layout "$dir/sheet.pdf" "$dir/text"
	grep -q '1002' "$dir/text"
	! grep -q 'pw100' "$dir/text" || return 1
	pdfinfo "$dir/sheet.pdf" | grep -q '^Pages: *2$'
	run "$PROG" --lang en station --config "$dir/engine.yaml" \
		--seats 01,02 --secrets --address 192.0.2.1:5060 \
		--sheet "$dir/sheet.pdf"
	[ "$status" -eq 0 ]
	[ "$(stat -c %a "$dir/sheet.pdf")" = 600 ]
	pdftotext -layout "$dir/sheet.pdf" - | grep -q 'pw1002'
	sed -i 's/udp:127.0.0.1/udp:0.0.0.0/' "$dir/engine.yaml"
	run "$PROG" --lang en station --config "$dir/engine.yaml" \
		--seats 01-02 --sheet "$dir/other.pdf"
	[ "$status" -eq 2 ]
	[[ "$output" == *"--address"* ]]
	[ ! -e "$dir/other.pdf" ]
}

@test "notes of a desk are kept with the call, and nobody else's" {
	house
	caller talk=60000 life=60000 &
	"$PROG" --lang en station --config "$dir/engine.yaml" --seats 01 \
		--answer 0.2 --talk 1 --calls 1 >/dev/null 2>&1 3>&-
	wait_query "SELECT result, seat FROM call" 'answered|01'
	id=$(query 'SELECT id FROM call')
	operator=$(cat "$dir/token.operator")
	supervisor=$(cat "$dir/token.supervisor")
	path=/api/calls/$id/note
	json='Content-Type: application/json'
	gives 403 "$viewer" POST $path -H "$json" -d '{"note": "x"}'
	gives 404 "$operator" POST /api/calls/999999/note -H "$json" -d '{"note": "x"}'
	gives 400 "$operator" POST $path -H "$json" -d '{}'
	gives 400 "$operator" POST $path -H "$json" -d '{"note": 7}'
	gives 400 "$operator" POST $path -H "$json" -d '{"note": "a\nb"}'
	gives 400 "$operator" POST $path -H "$json" -d '{"note": "\u001b[2J"}'
	gives 400 "$operator" POST $path -H "$json" \
		-d "{\"code\": \"$(printf 'x%.0s' $(seq 33))\"}"
	gives 400 "$operator" POST $path -H "$json" \
		-d "{\"note\": \"$(printf 'x%.0s' $(seq 1001))\"}"
	# a supervisor whose token has no name is nobody on record
	gives 403 "$supervisor" POST $path -H "$json" -d '{"note": "x"}'
	[ "$(query 'SELECT count(*) FROM note')" = 0 ]
	gives 200 "$operator" POST $path -H "$json" -d '{"note": "asked", "code": "meter"}'
	gives 200 "$operator" POST $path -H "$json" -d '{"note": "问了水表 <b>", "code": "meter"}'
	[ "$(query 'SELECT seat, code, note FROM note ORDER BY id DESC LIMIT 1')" = '01|meter|问了水表 <b>' ]
	gives 200 "$operator" GET "/api/calls/$id"
	[ "$(jq -r '.notes[1].note' "$dir/body")" = '问了水表 <b>' ]
	gives 200 "$viewer" GET "/api/calls/$id"
	[ "$(jq .notes "$dir/body")" = null ]
	"$PROG" --lang en calls "$data" show "$id" | grep -q '01 .*meter .*问了水表'
	"$PROG" --json calls "$data" show "$id" | jq -e '.notes | length == 2'
	run query "UPDATE note SET note = 'y'"
	[[ "$output" == *"cannot be changed"* ]]
	run query "DELETE FROM note"
	[[ "$output" == *"cannot be deleted"* ]]
}

@test "on a terminal: hold, transfer, wrap-up, note and code" {
	house 'queues: [{name: service, ring: 15, wrap_up: 300}]'
	session=station-$$
	tmux -L "$session" new-session -d -x 90 -y 28 \
		"LC_ALL=C.UTF-8 TERM=screen '$PROG' --lang en station --config '$dir/engine.yaml' --seat 01 --token '$dir/token.operator' 2>'$dir/screen.log'"
	see() { tmux -L "$session" capture-pane -p | grep -qE -- "$1"; }
	press() { tmux -L "$session" send-keys "$@"; }
	wait_for see 'state +ready'
	rings
	wait_for see 'line +rings'
	press a
	wait_for see 'line +talking'
	press h
	wait_for see 'line +.*on hold'
	press h
	wait_for see 'line +talking +[0-9]'
	wait_query "SELECT count(*) FROM call WHERE bridge > 0" 1
	# to nobody, then to a seat that answers
	press t
	wait_for see '^ *transfer'
	press nobody-here Enter
	wait_for see 'transfer: refused'
	"$PROG" --lang en station --config "$dir/engine.yaml" --seats 02 \
		--answer 0.2 >"$dir/other" 2>&1 3>&- &
	pids="$pids $!"
	shows '[.seats[] | select(.state == "ready")] | length' 1
	press t
	wait_for see '^ *transfer'
	press 02 Enter
	wait_for see 'transfer: done'
	wait_for see 'state +wrap-up'
	wait_query "SELECT seat FROM call" 02
	press n
	wait_for see '^ *note'
	press 'about the meter' Enter
	wait_query "SELECT note FROM note" 'about the meter'
	press c
	wait_for see '^ *code'
	press meter Enter
	wait_query "SELECT code, note FROM note ORDER BY id DESC LIMIT 1" 'meter|about the meter'
	press w
	wait_for see '^ *wrap-up'
	press 600 Enter
	wait_for grep -q 'wrap-up 01 by operator' "$dir/log"
	press e
	wait_for see 'state +ready'
	kill "$caller"
	wait_query "SELECT result FROM call" answered
	press q
	wait_for sh -c "! tmux -L '$session' has-session 2>/dev/null"
	[ ! -s "$dir/screen.log" ]
}
