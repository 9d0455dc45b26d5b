#!/usr/bin/env bats
# The list of the visit on both faces of the board: who has the dossier tells
# the engine of it, and the engine all who watch.

load engine.bash
load web.bash

NO=2026-0001

setup() {
	engine_setup
	socket=callpermit-list-$$-$BATS_TEST_NUMBER
}

teardown() {
	tmux -L "$socket" kill-server 2>/dev/null || true
	engine_teardown
}

# of LANG COMMAND...: with the database of the dossier
of() {
	"$PROG" --db "$dir/dossiers.db" --lang "$@"
}

# visit_begins: a dossier, and a visit to it under way
visit_begins() {
	of en import "$BATS_TEST_DIRNAME/../../data/sample/complete.yaml"
	of en visit $NO begin --kind mock
	printf '%s\n' "$viewer" >"$dir/viewer"
	printf '%s\n' "$supervisor" >"$dir/supervisor"
}

# tells [OPTION...]: the engine, in the background
tells() {
	"$PROG" --db "$dir/dossiers.db" --lang en visit $NO tell \
		--url "http://$http" --token-file "$dir/supervisor" "$@" \
		>"$dir/told" 2>&1 3>&- &
	teller=$!
	pids="$pids $teller"
}

# item ANSWER [TITLE]: a list of one item, as JSON
item() {
	printf '{"run": 7, "kind": "mock", "groups": [{"title": "主体", "title_en": "entity", "items": [{"item": "I-01", "title": "%s", "title_en": "licence", "answer": "%s"}]}]}' \
		"${2:-执照}" "$1"
}

# post STATUS TOKEN BODY [OPTION...]
post() {
	local status=$1 token=$2 body=$3
	shift 3
	printf '%s' "$body" >"$dir/post"
	gives "$status" "$token" POST /api/checklist \
		-H "Content-Type: ${type:-application/json}" \
		--data-binary "@$dir/post" "$@"
}

on_screen() {
	tmux -L "$socket" capture-pane -p | grep -qF -- "$1"
}

@test "the engine takes a list from who may tell it, and forgets it" {
	web_start
	watch_events "$dir/events"
	for token in $viewer $operator; do
		post 403 "$token" "$(item pass)"
	done
	post 401 nonsense "$(item pass)"
	type=text/plain post 415 "$supervisor" "$(item pass)"
	for body in '' '[1]' '{' '{"run": "1"}' '{"groups": 1}' \
		'{"groups": [{"items": [{"item": "I-01"}]}]}' \
		"$(item perhaps)" '{"seconds": 0}' '{"kind": "x"}'; do
		post 400 "$supervisor" "$body"
		grep -q 'POST /api/checklist' "$dir/body" ||
			grep -q 'expected an object' "$dir/body"
	done
	post 413 "$supervisor" "$(head -c 32769 /dev/zero | tr '\0' ' ')"
	# without a length said before
	post 413 "$supervisor" "$(head -c 40000 /dev/zero | tr '\0' ' ')" \
		-H 'Transfer-Encoding: chunked'
	# only here is there room for so much
	head -c 4097 /dev/zero | tr '\0' ' ' >"$dir/post"
	gives 413 "$supervisor" POST /api/drill --data-binary "@$dir/post"
	gives 405 "$supervisor" GET /api/checklist
	shows .checklist null

	post 200 "$supervisor" "$(item todo '\u001b[2J<img src=x>')$(printf '%9000s' '')"
	shows .checklist.run 7
	shows '.checklist.groups[0].items[0].title' '?[2J<img src=x>'
	shows '.checklist.counts | tojson' '{"todo":1,"pass":0,"fail":0,"na":0}'
	wait_for grep -q '^event: checklist' "$dir/events"
	# told again it is no news
	post 200 "$supervisor" "$(item todo '\u001b[2J<img src=x>')"
	post 200 "$supervisor" "$(item pass)" -H 'Transfer-Encoding: chunked'
	wait_for grep -q '"answer":"pass"' "$dir/events"
	[ "$(grep -c '^event: checklist' "$dir/events")" = 2 ]

	# one that is not told any more is forgotten
	post 200 "$supervisor" "$(item na | sed 's/{/{"seconds": 1, /')"
	shows .checklist null
	wait_for grep -qx 'data: {"type":"checklist","at":[0-9]*}' "$dir/events"
	post 200 "$supervisor" "$(item fail)"
	shows .checklist.counts.fail 1
	post 200 "$supervisor" '{}'
	shows .checklist null
	engine_stop
}

@test "visit tell: the list is on the board until the visit ends" {
	web_start
	visit_begins
	run of en visit $NO tell --url "http://$http" --token-file "$dir/viewer"
	[ "$status" = 1 ]
	[[ "$output" == *403* ]]
	tells
	shows .checklist.kind mock
	[ "$(ask "$viewer" GET /api/board |
		jq '[.checklist.groups[].items[]] | length')" = 45 ]
	of en checklist $NO answer I-01 pass --by 示例某 --note 只给自己看
	shows .checklist.counts.pass 1
	ask "$viewer" GET /api/board >"$dir/board"
	run grep -E '示例某|只给自己看|I-01 \(' "$dir/board"
	[ "$status" = 1 ]
	of en board --url "http://$http" --token-file "$dir/viewer" --once |
		grep -E '^List of the visit, run 1: 1 pass, 0 fail, [0-9]+ open$'

	tmux -L "$socket" -f /dev/null new-session -d -x 80 -y 24 \
		env LC_ALL=C.UTF-8 "$PROG" --lang zh board \
		--url "http://$http" --token-file "$dir/viewer"
	wait_for on_screen '01 离线'
	tmux -L "$socket" send-keys c
	wait_for on_screen '现场核查清单 第 1 次'
	wait_for on_screen 'I-02 未答'
	of en checklist $NO answer I-02 pass --by 示例某 --reason 示例
	wait_for on_screen 'I-02 通过'

	of en visit $NO end
	wait "$teller" || { cat "$dir/told"; false; }
	shows .checklist null
	wait_for on_screen 已无人向引擎发送清单
	run of en visit $NO tell --url "http://$http" \
		--token-file "$dir/supervisor"
	[ "$status" = 3 ]
	[[ "$output" == *"visit $NO begin"* ]]
	engine_stop
}


@test "the page shows the list as the terminal does, in both languages" {
	need_browser
	web_start
	visit_begins
	tells
	shows .checklist.kind mock
	list="document.querySelector('#checklist"
	cat >"$dir/steps" <<-END
	size 1366 768
	open http://$http/#token=$viewer
	wait document.querySelectorAll('#checklist li').length == 45
	print [$list h2').textContent, $list [data-answer]').textContent]
	do window.said = []
	do new MutationObserver(() => said.push(document.querySelector('#say').textContent)).observe(document.querySelector('#say'), { childList: true })
	sync $dir/open
	wait document.querySelectorAll('#checklist [data-answer=fail]').length == 1
	print $list [data-answer=fail]').textContent
	wait said.some((s) => s.includes('I-02 不通过'))
	wait $list progress').value > 0 && $list progress').max == 45
	print document.querySelectorAll('main img').length
	tree
	tab document.activeElement.closest('#checklist') != null
	do document.querySelector('#language').click()
	wait $list h2').textContent == 'List of the visit, run 1 (practice)'
	wait / 1 fail,/.test($list .step').textContent)
	print $list [data-answer=fail] .word').textContent
	sync $dir/seen
	wait document.querySelector('#checklist').hidden
	END
	browse zh-CN <"$dir/steps" &
	shown=$!
	wait_for test -e "$dir/open"
	of en checklist $NO answer I-02 fail --by 示例 --note '<img src=x>' \
		--reason 示例 --owner 示例 --due 2099-01-01
	wait_for test -e "$dir/seen"
	of en visit $NO end
	wait "$shown" || { cat "$dir/browser"; false; }
	cat "$dir/browser"
	grep -q '^\["现场核查清单 第 1 次（演练）", "I-01 ' "$dir/browser"
	grep -q '^I-02 不通过 法定代表人' "$dir/browser"
	for line in 'region 现场核查清单 第 1 次（演练）' \
		'progressbar 现场核查清单' 'list 主体 ' 'heading 主体 ' 0 fail; do
		grep -q "^$line" "$dir/browser"
	done
	engine_stop
}
