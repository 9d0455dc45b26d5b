#!/usr/bin/env bats
# The board as a page: what is served to whom, and what Chromium makes of it.

load engine.bash
load web.bash

setup() {
	engine_setup
	web=$BATS_TEST_DIRNAME/../../data/web
}

teardown() {
	engine_teardown
}

# fetch PATH: body in $dir/body, head in $dir/head, status on stdout
fetch() {
	curl -sS -m 60 -o "$dir/body" -D "$dir/head" -w '%{http_code}' \
		--path-as-is "http://$http$1"
}

# has HEADER: of the last answer
has() {
	tr -d '\r' <"$dir/head" | grep -qixF -- "$1"
}

@test "the page and all that it names are there without a token" {
	web_start
	[ "$(fetch /)" = 200 ]
	has 'Content-Type: text/html; charset=utf-8'
	cp "$dir/body" "$dir/page"
	[ "$(fetch /board)" = 200 ]
	cmp "$dir/body" "$dir/page"
	for path in $(grep -oE '(href|src)="/[^"]*"' "$dir/page" |
		sed 's/.*"\(.*\)"/\1/') /board/words.json; do
		[ "$(fetch "$path")" = 200 ]
		cmp "$dir/body" "$web/${path#/board/}"
	done
	for name in $(sed -n "s|.*from './\(.*\)';|\1|p" "$web"/*.js); do
		[ "$(fetch "/board/$name")" = 200 ]
		has 'Content-Type: text/javascript; charset=utf-8'
	done
	[ "$(curl -sS -I -o /dev/null -w '%{http_code}' "http://$http/")" = 200 ]
	engine_stop
}

@test "nothing else of the house is to be had that way" {
	web_start
	for path in /board/ /board/board.html /board/../engine.yaml \
		/board/..%2f..%2fengine.yaml /board/%2e%2e /board/board.js/x \
		/data/web/board.js /board.js; do
		[ "$(fetch "$path")" = 404 ]
	done
	[ "$(curl -s -X POST -o /dev/null -w '%{http_code}' "http://$http/")" = 405 ]
	engine_stop
}

@test "the page may load nothing from elsewhere, and nothing within it runs" {
	web_start
	[ "$(fetch /)" = 200 ]
	policy=$(tr -d '\r' <"$dir/head" |
		sed -n 's/^Content-Security-Policy: //Ip')
	[ "$(grep -ci '^content-security-policy:' "$dir/head")" = 1 ]
	for part in "default-src 'none'" "script-src 'self'" \
		"style-src 'self'" "connect-src 'self'" "frame-ancestors 'none'" \
		"base-uri 'none'" "form-action 'none'"; do
		[[ "$policy" == *"$part"* ]]
	done
	[[ "$policy" != *unsafe* && "$policy" != *http* && "$policy" != *'*'* ]]
	has 'X-Content-Type-Options: nosniff'
	has 'Referrer-Policy: no-referrer'
	! grep -qE '<script[^>]*>[^<]|<style|style=| on[a-z]+=' "$dir/body"
	! grep -rnE 'https?://' "$web" | grep -v www.w3.org/2000/svg
	! grep -nE 'innerHTML|outerHTML|insertAdjacent|document.write|eval\(' "$web"/*.js
	# what asks for data keeps the policy that allows nothing
	gives 200 "$viewer" GET /api/board
	grep -qi "^content-security-policy: default-src 'none'; frame-ancestors 'none'" "$dir/head"
	engine_stop
}

@test "every text of the page is there in both languages" {
	jq -e 'to_entries | map(.value | (.zh | length > 0) and (.en | length > 0) and (keys | length == 2)) | all' "$web/words.json"
	for key in $(grep -oE 'data-t="[a-z0-9-]+"' "$web/board.html" |
		cut -d'"' -f2) $(grep -ohE "say\('[a-z0-9-]+'" "$web"/*.js |
		cut -d"'" -f2) $(grep -ohE "title: '[a-z-]+'" "$web/draw.js" |
		cut -d"'" -f2); do
		# a key that ends in - is completed by a name of the engine
		[ "${key%-}" = "$key" ] || continue
		jq -e --arg k "$key" 'has($k)' "$web/words.json" >/dev/null ||
			{ echo "no words: $key"; false; }
	done
	cd "$BATS_TEST_DIRNAME/../../src/call"
	for name in $(sed -n 's/.*\[SEAT_[A-Z_]*\] *= { "\([a-z-]*\)".*/state-\1/p' seat.c) \
		$(sed -n 's/.*\[CALL_[A-Z_]*\] *= { "\([a-z-]*\)".*/call-\1/p' call.c |
		grep -v call-ended); do
		jq -e --arg k "$name" 'has($k)' "$web/words.json" >/dev/null ||
			{ echo "no words: $name"; false; }
	done
}

@test "a token says what it may; an engine without its page takes calls" {
	web_start
	gives 200 "$viewer" GET /api/token
	[ "$(jq -c . "$dir/body")" = '{"role":"viewer","masked":true,"recordings":false}' ]
	gives 200 "$supervisor" GET /api/token
	[ "$(jq -c . "$dir/body")" = '{"role":"supervisor","masked":false,"recordings":true}' ]
	gives 401 nonsense GET /api/token
	engine_stop

	# all of the tree but the page
	mkdir -p "$dir/bare/data"
	ln -s "$web/../../forms" "$dir/bare/forms"
	ln -s "$web"/../* "$dir/bare/data/"
	rm "$dir/bare/data/web"
	"$PROG" --data "$dir/bare" engine --config "$dir/engine.yaml" \
		>"$dir/ready" 2>"$dir/log" 3>&- &
	engine=$!
	pids="$pids $engine"
	wait_for grep -q ^ready "$dir/ready"
	http=$(sed -n 's/^ready.* https*:\([^ ]*\).*/\1/p' "$dir/ready")
	grep -q 'data/web/board.html: cannot be read' "$dir/log"
	[ "$(fetch /)" = 404 ]
	gives 200 "$viewer" GET /api/board
	engine_stop
}

@test "a drill tells the board how far it has come" {
	web_start
	watch_events "$dir/events"
	gives 403 "$viewer" POST /api/drill -d '{}'
	for body in '' '[1]' '{"done": -1}' '{"of": "9"}' '{"name": 1}'; do
		gives 400 "$supervisor" POST /api/drill -d "$body"
	done
	gives 200 "$supervisor" POST /api/drill -d '{"name": "三十", "step": "同时振铃", "done": 12, "of": 30, "failed": 1}'
	wait_for grep -q '^event: drill' "$dir/events"
	grep -q '"done":12,"of":30,"failed":1' "$dir/events"
	shows .drill.queue 三十
	shows .drill.reason 同时振铃
	engine_stop
}

@test "the last attempts to call outside are on the board, numbers masked" {
	web_start
	for n in 13900000001 13900000002; do
		"$TOOLS/sip/phone" station "$sip" 1001 pw1001 local=127.0.0.1:0 \
			dial=$n life=3000 >"$dir/st" 2>&1 3>&- || true
	done
	shows .breaches 2
	[ "$(ask "$viewer" GET /api/board | jq -c '[.recent_breaches[].called]')" = \
		'["139****0002","139****0001"]' ]
	[ "$(ask "$supervisor" GET /api/board | jq -r '.recent_breaches[0].called')" = 13900000002 ]
	[ "$(ask "$viewer" GET /api/board | jq -r '.recent_breaches[0].seat')" = 01 ]
	[ "$(ask "$viewer" GET /api/board | jq '.started > 1700000000000')" = true ]
	engine_stop
}

# In Chromium

@test "a page that was open all the time shows what the engine counts" {
	need_browser
	web_start
	station 1001
	{
		cat <<-END
		size 1366 768
		open http://$http/#token=$viewer
		wait document.querySelectorAll('#wall li').length == 2
		wait document.querySelector('#wall li').dataset.state == 'ready'
		print [location.hash, document.documentElement.lang, document.querySelector('#recordings').hidden]
		sync $dir/open
		wait document.querySelector('[data-figure=abandoned]').textContent == 1
		wait document.querySelector('[data-figure=answered]').textContent == 2
		wait document.querySelector('[data-figure=written]').textContent == 2
		wait document.querySelector('[data-figure=waiting]').textContent == 0
		wait document.querySelector('#wall li').dataset.state == 'ready'
		print document.querySelector('#queues tbody tr').innerText.split(/\s+/).join(' ')
		print document.querySelector('#calls tbody').innerText
		print document.querySelector('#wall li .with').textContent
		END
	} >"$dir/steps"
	browse zh-CN <"$dir/steps" &
	shown=$!
	wait_for test -e "$dir/open"
	gives 200 "$supervisor" POST /api/seats/01/pause
	caller life=800 || true
	wait_query "SELECT result FROM call" abandoned
	gives 200 "$supervisor" POST /api/seats/01/ready
	caller talk=300
	caller talk=300
	wait "$shown" || { cat "$dir/browser"; false; }
	shows .queues[0].today.abandoned 1
	sed -n 1p "$dir/browser" | grep -qxF '["", "zh-CN", true]'
	level=$(ask "$viewer" GET /api/board | jq '.queues[0].today.service_percent')
	[ "$(sed -n 2p "$dir/browser")" = "service 0 – 0 $level% 2 1" ]
	[ "$(sed -n 3p "$dir/browser")" = 此刻没有来电。 ]
	[ "$(sed -n 4p "$dir/browser")" = '今日接通 2' ]
	engine_stop
}

# seats N: as a line of the configuration
seats() {
	printf 'seats: ['
	for i in $(seq -f %02.0f "$1"); do
		printf '{seat: "%s", user: "%d", secret: "pw%d", queues: [{queue: service}]}, ' \
			"$i" $((1000 + 10#$i)) $((1000 + 10#$i))
	done
	echo ']'
}

@test "a crowd of seats; what is gone leaves the wall" {
	need_browser
	web_start "$(seats 250)"
	cat >"$dir/steps" <<-END
	open http://$http/#token=$viewer
	wait document.querySelectorAll('#wall [data-state]').length == 250
	print [...document.querySelectorAll('#wall .group ul')].map((e) => e.children.length)
	sync $dir/open
	wait document.querySelector('#wall [data-state=ready] .name').textContent == '02'
	print document.querySelector('#wall [data-state=ready] .word').textContent
	sync $dir/rings
	wait document.querySelectorAll('#wall [data-state]').length == 3
	wait document.querySelector('#queues tbody th').textContent == 'other'
	print [document.querySelectorAll('#wall .group').length, document.querySelectorAll('#queues tbody tr').length]
	END
	browse zh-CN <"$dir/steps" &
	shown=$!
	wait_for test -e "$dir/open"
	station 1002
	wait_for test -e "$dir/rings"
	engine_config "$(seats 3 | sed 's/queue: service/queue: other/g')" \
		'queues: [{name: other}]' \
		'menus: [{name: main, otherwise: "queue:other"}]' \
		"${web_lines[@]}"
	gives 200 "$admin" POST /api/reload
	wait "$shown" || { cat "$dir/browser"; false; }
	[ "$(cat "$dir/browser")" = '[50, 50, 50, 50, 50]
空闲
[0, 1]' ]
	engine_stop
}

@test "a script in a caller's number is text, in Chromium and in English" {
	need_browser
	web_start
	caller 'from=%3Cimg%20src=x%20onerror=alert(1)%3E' life=60000 talk=50000 &
	wait_for board_is '.calls | length' 1
	name=$(ask "$supervisor" GET /api/board | jq -r '.calls[0].caller')
	gives 200 "$supervisor" POST /api/drill -d \
		'{"name": "<script>alert(1)</script>", "step": "<img src=x onerror=alert(2)>", "done": 1, "of": 2}'
	cat >"$dir/steps" <<-END
	open http://$http/#token=$supervisor
	wait document.querySelectorAll('#calls tbody th').length == 1
	print document.querySelector('#calls tbody th').textContent
	print [document.querySelectorAll('main img, main script').length, document.documentElement.lang]
	print document.querySelector('#drill .step').textContent
	END
	browse en-GB <"$dir/steps"
	[ "$(sed -n 1p "$dir/browser")" = "$name" ]
	[ "$(sed -n 2p "$dir/browser")" = '[0, "en"]' ]
	grep -qF '<script>alert(1)</script>' "$dir/browser"
	grep -qF '<img src=x onerror=alert(2)>' "$dir/browser"
}

@test "without a connection the page says that it is old, and comes back" {
	need_browser
	web_start
	port=${http##*:}
	cat >"$dir/steps" <<-END
	open http://$http/#token=$viewer
	wait document.querySelectorAll('#wall li').length == 2
	wait document.querySelector('#old').hidden
	sync $dir/live
	wait !document.querySelector('#old').hidden && document.body.classList.contains('is-old')
	sync $dir/old
	wait document.querySelector('#old').hidden
	wait document.querySelector('#wall li').dataset.state == 'ready'
	print document.querySelectorAll('#enter[hidden]').length
	END
	browse zh-CN <"$dir/steps" &
	shown=$!
	wait_for test -e "$dir/live"
	kill -9 "$engine"
	wait "$engine" || true
	wait_for test -e "$dir/old"
	sed -i "s/http: \"127.0.0.1:0\"/http: \"127.0.0.1:$port\"/" "$dir/engine.yaml"
	engine_start
	station 1001
	wait "$shown" || { cat "$dir/browser"; false; }
	[ "$(cat "$dir/browser")" = 1 ]
	engine_stop
}

@test "a wrong token is asked for again; who may hears a recording" {
	need_browser
	web_start
	station 1001
	caller talk=1500
	wait_query "SELECT length(sha256) FROM call" 64
	cat >"$dir/steps" <<-END
	open http://$http/#token=nonsense
	wait document.querySelector('#enter-error').textContent != ''
	print [document.activeElement.id, sessionStorage.length]
	do document.querySelector('#token').value = '$supervisor'
	key Enter
	wait document.querySelectorAll('#recordings button[data-call]').length == 1
	do document.querySelector('#recordings button[data-call]').click()
	wait document.querySelector('audio').duration > 1
	print document.querySelector('audio').src.startsWith('blob:')
	do document.querySelector('#leave').click()
	print [document.querySelector('#board').hidden, sessionStorage.length, document.querySelector('audio').hasAttribute('src')]
	END
	browse zh-CN <"$dir/steps"
	[ "$(cat "$dir/browser")" = '["token", 0]
true
[true, 0, false]' ]
	engine_stop
}

# The player is left and come to again from its front: there its first stop is the
# button that plays.
@test "the page by keyboard alone, and as screen readers read it" {
	need_browser
	web_start
	station 1001
	caller talk=2000
	wait_query "SELECT length(sha256) FROM call" 64
	cat >"$dir/steps" <<-END
	size 900 600
	open http://$http/
	wait document.activeElement.id == 'token'
	tree
	print '-'
	type nonsense
	key Enter
	wait document.querySelector('#enter-error').textContent != ''
	print document.activeElement.id
	type $supervisor
	key Enter
	wait document.querySelector('#wall li')?.dataset.state == 'ready'
	wait document.querySelectorAll('#recordings button[data-call]').length == 1
	print document.activeElement.tagName
	do window.said = []; window.from = Date.now()
	do new MutationObserver(() => said.push(document.querySelector('#say').textContent)).observe(document.querySelector('#say'), { childList: true })
	back document.activeElement.className == 'skip'
	key Enter
	wait document.activeElement.id == 'seats'
	back document.activeElement.id == 'leave'
	tab document.activeElement.closest('#queues') != null
	tab document.activeElement.closest('#calls') != null
	sync $dir/walked
	wait document.querySelector('#calls tbody td.number')?.textContent >= '0:02'
	print document.activeElement.closest('section').id
	tab document.activeElement.id == 'look'
	tab document.activeElement.dataset.call == '1'
	key Enter
	wait document.querySelector('audio').currentTime > 0
	print document.activeElement.dataset.call
	wait document.querySelectorAll('#recordings button[data-call]').length == 2
	print document.activeElement.dataset.call
	key Space
	wait document.querySelector('audio').currentTime > 0
	back document.activeElement.tagName == 'AUDIO'
	wait document.querySelector('audio').ended
	back document.activeElement.tagName != 'AUDIO'
	tab document.activeElement.tagName == 'AUDIO'
	do document.querySelector('audio').addEventListener('play', () => { window.again = true })
	key Space
	wait window.again
	key Space
	wait document.querySelector('audio').paused
	do window.scrollTo(0, 0)
	back document.activeElement.id == 'language'
	key Space
	wait document.documentElement.lang == 'zh-CN'
	print document.activeElement.id
	key ArrowDown
	wait scrollY > 0
	wait said.length > 0
	print said.every((s) => /[0-9]/.test(s)) && said.length <= 2 + (Date.now() - from) / 10000
	tree
	print '-'
	tab document.activeElement.id == 'leave'
	key Enter
	wait document.activeElement.id == 'token'
	END
	browse en-GB <"$dir/steps" &
	shown=$!
	wait_for test -e "$dir/walked"
	caller talk=4000
	wait "$shown" || { cat "$dir/browser"; false; }
	cat "$dir/browser"
	grep -qx 'textbox Token' "$dir/browser"
	for line in 'region 座席' 'list 座席' 'table 队列' 'table 当前来电' \
		'columnheader 主叫' 'button 播放呼叫 1 的录音'; do
		grep -q "^$line" "$dir/browser"
	done
	[ "$(sed '1,/^-/d; s/^true$/&/; /^[a-zA-Z]* /d; /^-/d' "$dir/browser" |
		paste -sd ' ')" = 'token H1 calls 1 1 language true' ]
	engine_stop
}

@test "a drill that is heard of no more has stopped" {
	need_browser
	web_start
	gives 200 "$supervisor" POST /api/drill -d '{"name": "thirty", "step": "calls", "done": 3, "of": 9}'
	cat >"$dir/steps" <<-END
	open http://$http/#token=$viewer
	wait document.querySelector('#drill .step').textContent == 'thirty calls: 3 of 9, 0 failed'
	do (() => { const now = Date.now; Date.now = () => now() + 40000; })()
	wait /^thirty has stopped: nothing was heard since .*; 3 of 9, 0 failed$/.test(document.querySelector('#drill .step').textContent)
	sync $dir/stopped
	wait document.querySelector('#drill .step').textContent == 'thirty is over: 9 done, 0 failed'
	END
	browse en-GB <"$dir/steps" &
	shown=$!
	wait_for test -e "$dir/stopped"
	gives 200 "$supervisor" POST /api/drill -d '{"name": "thirty", "step": "", "done": 9, "of": 0}'
	wait "$shown" || { cat "$dir/browser"; false; }
	engine_stop
}
