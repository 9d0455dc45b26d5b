# The engine's HTTP server and tokens for it; for bats files, after engine.bash.

# web_start [LINE...]: an engine with a token of each role in $viewer,
# $operator (at seat 01), $supervisor and $admin; sets $http
web_start() {
	local rows= role
	for role in viewer operator supervisor admin; do
		"$PROG" engine --token $role >"$dir/token"
		eval "$role=\$(sed -n 1p \"\$dir/token\")"
		rows="$rows${rows:+, }$(sed -n 2p "$dir/token" |
			sed 's/role: operator,/& seat: "01",/')"
	done
	web_lines=("tokens: [$rows]"
		'listen: {sip: ["udp:127.0.0.1:0", "tcp:127.0.0.1:0"], rtp: {address: 127.0.0.1, ports: 20000-29999}, http: "127.0.0.1:0"}')
	engine_config "$@" "${web_lines[@]}"
	engine_start
	http=$(sed -n 's/^ready.* https*:\([^ ]*\).*/\1/p' "$dir/ready")
}

# ask TOKEN METHOD PATH [OPTION...]: body on stdout, status in $dir/status
ask() {
	local token=$1 method=$2 path=$3
	shift 3
	curl -sS -m 60 -X "$method" -H "Authorization: Bearer $token" \
		-o - -D "$dir/head" -w '%{stderr}%{http_code}' "$@" \
		"http://$http$path" 2>"$dir/status"
}

# gives STATUS TOKEN METHOD PATH [OPTION...]
gives() {
	local want=$1
	shift
	ask "$@" >"$dir/body"
	[ "$(cat "$dir/status")" = "$want" ] ||
		{ cat "$dir/status" "$dir/body"; return 1; }
}

# shows JQ ANSWER: until the board says so
shows() {
	wait_for board_is "$@"
}

board_is() {
	[ "$(ask "$viewer" GET /api/board | jq -r "$1")" = "$2" ]
}

# watch_events FILE [OPTION...]: what the board sends, until killed
watch_events() {
	local file=$1
	shift
	curl -sN -H "Authorization: Bearer $viewer" "$@" \
		"http://$http/api/events" >"$file" 2>/dev/null 3>&- &
	watcher=$!
	pids="$pids $watcher"
	wait_for test -s "$file"
}

need_browser() {
	command -v chromium >/dev/null || skip "there is no Chromium"
	browser=$(command -v chromium)
}

# browse LANGUAGE: obeys the commands on its input, output in $dir/browser
browse() {
	python3 "$BATS_TEST_DIRNAME/browser.py" "$browser" "$1" \
		>"$dir/browser" 2>&1 3>&- || { cat "$dir/browser"; return 1; }
}
