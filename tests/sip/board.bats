#!/usr/bin/env bats
# callpermit board: an engine's board as lines and in a terminal.

load engine.bash
load web.bash
load ../tui/pty.bash

setup() {
	engine_setup
	socket=callpermit-board-$$-$BATS_TEST_NUMBER
}

teardown() {
	term kill-server 2>/dev/null || true
	engine_teardown
}

term() {
	tmux -L "$socket" -f /dev/null "$@"
}

# board [OPTION...]: lines of the board, in English
board() {
	"$PROG" --lang en board --url "http://$http" --token-file "$dir/key" "$@"
}

keep() {
	printf '%s\n' "$1" >"$dir/key"
}

# watch WIDTH HEIGHT: in a terminal, in Chinese
watch() {
	term new-session -d -x "$1" -y "$2" env LC_ALL=C.UTF-8 \
		sh -c '"$@"; echo "exit $?"; exec sleep 60' sh "$PROG" --lang zh \
		board --url "http://$http" --token-file "$dir/key"
}

on_screen() {
	term capture-pane -p | grep -qF -- "$1"
}

not_on_screen() {
	! on_screen "$1"
}

@test "the board as lines, and what is wrong is told" {
	web_start
	keep "$viewer"
	station 1001
	caller talk=60000 life=90000 &
	wait_for board_is '.calls[0].state' bridged
	board --once >"$dir/lines"
	grep -qE '^seat 01: (talking|通话) 0:' "$dir/lines"
	grep -q '^call 138\*\*\*\*0001 to 95012345: ' "$dir/lines"
	grep -q '^answered today: 1$' "$dir/lines"
	grep -q 'attempts to call out refused: 0$' "$dir/lines"

	keep nonsense
	run board --once
	[ "$status" = 1 ]
	[[ "$output" == *"refuses access"* ]]
	: >"$dir/key"
	run board --once
	[ "$status" = 2 ]
	run "$PROG" --lang en board --url ftp://x --token-file "$dir/key"
	[ "$status" = 2 ]
	keep "$viewer"
	run "$PROG" --lang en board --url "http://$http/nothing" --token-file "$dir/key" --once
	[ "$status" = 3 ]
	run board
	[ "$status" = 2 ]
	[[ "$output" == *terminal* ]]
}

@test "lines come again when something changes" {
	web_start
	keep "$supervisor"
	"$PROG" --lang en board --url "http://$http" --token-file "$dir/key" \
		--plain >"$dir/lines" 2>&1 3>&- &
	pids="$pids $!"
	plain=$!
	wait_for grep -q '^seat 01' "$dir/lines"
	gives 200 "$supervisor" POST /api/drill -d '{"name": "\u001b[31mthirty", "step": "together", "done": 1, "of": 30}'
	wait_for grep -q 'thirty together: 1 of 30' "$dir/lines"
	! grep -q "$(printf '\033')" "$dir/lines" || return 1
	kill "$plain"
	wait "$plain"
}

# The whole screen is drawn anew
@test "the terminal of a board is asked too, and its answer is no key" {
	web_start
	keep "$viewer"
	on_terminal --lang zh board --url "http://$http" \
		--token-file "$dir/key" <<'PY'
rd("看板".encode())
rd(b"\x1b[6n")
rest()
wr(b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[1;3R")
rd("看板".encode())
PY
}

@test "the wall on 80x24: seats, queue, calls; it follows what happens" {
	web_start
	keep "$viewer"
	watch 80 24
	wait_for on_screen 呼叫中心看板
	wait_for on_screen '01 离线'
	station 1001
	wait_for on_screen '01 空闲'
	caller 'from=%1b%5b31mx' talk=60000 life=90000 &
	wait_for on_screen '01 通话'
	wait_for on_screen 95012345
	wait_for on_screen '仅呼入；拒绝外呼 0 次'
	term send-keys '?'
	wait_for on_screen 离开看板
	term send-keys Escape
	wait_for not_on_screen 离开看板
	term resize-window -x 160 -y 50
	wait_for on_screen '01 通话'
	term resize-window -x 40 -y 8
	wait_for on_screen 40x8
	term send-keys q
	wait_for on_screen 'exit 0'
}

# title: of the terminal, which escapes may change
title() {
	term display-message -p '#{pane_title}'
}

@test "escapes in a caller's number and a drill's name are text" {
	web_start
	keep "$supervisor"
	watch 160 24
	wait_for on_screen 呼叫中心看板
	before=$(title)
	caller 'from=%1b%5d0;owned%07%1b%5b2J%c2%9b31mx' talk=60000 life=90000 &
	gives 200 "$supervisor" POST /api/drill -d \
		'{"name": "\u001b]0;owned\u0007\u001b[2Jescape", "step": "\u009b5m\u202elatest", "done": 1, "of": 2}'
	wait_for on_screen latest
	wait_for on_screen 95012345
	on_screen escape
	on_screen '01 离线'
	on_screen '仅呼入；拒绝外呼 0 次'
	[ "$(title)" = "$before" ]
	[[ "$(title)" != *owned* ]]
	board --once >"$dir/lines"
	grep -q '^call ' "$dir/lines"
	! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" "$dir/lines" || return 1
	! grep -qP '\x{9b}|\x{202e}' "$dir/lines" || return 1
	leave_board
}

@test "without a connection the wall says from when it is, and comes back" {
	web_start
	keep "$viewer"
	port=${http##*:}
	watch 80 24
	wait_for on_screen 实时
	kill -9 "$engine"
	wait "$engine" || true
	wait_for on_screen 连接已断开
	wait_for on_screen 无法连接
	sed -i "s/http: \"127.0.0.1:0\"/http: \"127.0.0.1:$port\"/" "$dir/engine.yaml"
	engine_start
	wait_for on_screen 实时
	wait_for not_on_screen 无法连接
	station 1001
	wait_for on_screen '01 空闲'
	term send-keys q
	wait_for on_screen 'exit 0'
}

# checklist WORD...: of the sample dossier
checklist() {
	"$PROG" --db "$dir/dossiers.db" --lang zh checklist 2026-0001 "$@"
}

# watch_with WIDTH HEIGHT NO: the board and a dossier's list
watch_with() {
	term new-session -d -x "$1" -y "$2" env LC_ALL=C.UTF-8 \
		sh -c '"$@"; echo "exit $?"; exec sleep 60' sh "$PROG" --lang zh \
		--db "$dir/dossiers.db" board --url "http://$http" \
		--token-file "$dir/key" --dossier "$3"
}

# leave_board: and the terminal with it
leave_board() {
	term send-keys q
	wait_for on_screen 'exit 0'
	server=$(term display-message -p '#{pid}')
	term kill-server
	wait_for is_gone "$server"
}

is_gone() {
	! kill -0 "$1" 2>/dev/null
}

@test "the list of the visit beside the board, at three sizes" {
	web_start
	keep "$viewer"
	"$PROG" --db "$dir/dossiers.db" import \
		"$BATS_TEST_DIRNAME/../../data/sample/complete.yaml"

	watch_with 80 24 2026-0001
	wait_for on_screen '01 离线'
	not_on_screen 现场核查清单
	term send-keys c
	wait_for on_screen 'checklist NO start onsite'
	checklist start self
	checklist start onsite --kind mock
	wait_for on_screen '第 2 次'
	wait_for on_screen I-01
	not_on_screen '01 离线'
	checklist answer I-01 pass --by 示例
	wait_for on_screen 'I-01 通过'
	term send-keys Tab
	wait_for on_screen '01 离线'
	not_on_screen I-01
	term send-keys Tab
	wait_for on_screen I-01
	term send-keys End
	wait_for on_screen I-45
	term send-keys c
	wait_for on_screen '01 离线'
	leave_board

	watch_with 60 12 2026-0001
	wait_for on_screen 呼叫中心看板
	term send-keys c
	wait_for on_screen I-02
	leave_board

	watch_with 200 50 2026-0001
	wait_for on_screen '01 离线'
	term send-keys c
	wait_for on_screen I-02
	on_screen '01 离线'
	station 1001
	wait_for on_screen '01 空闲'
	on_screen I-02
	leave_board
}

@test "a board without a dossier says so; one that there is not is refused" {
	web_start
	keep "$viewer"
	watch 80 24
	wait_for on_screen '01 离线'
	term send-keys c
	wait_for on_screen -- --dossier
	leave_board
	"$PROG" --db "$dir/dossiers.db" init
	run "$PROG" --db "$dir/dossiers.db" --lang en board --url "http://$http" \
		--token-file "$dir/key" --dossier 2026-0001
	[ "$status" = 3 ]
}

# listen PATH: as watch, with programs from there alone
listen() {
	term new-session -d -x 80 -y 24 env LC_ALL=C.UTF-8 sh -c \
		'cd "$1"; export PATH="$2"; shift 2; "$@"; echo "exit $?"
		exec /bin/sleep 60' sh "$dir" "$1" "$PROG" --lang zh board \
		--url "http://$http" --token-file "$dir/key"
}

@test "who may hears a recording from the terminal, or saves it" {
	web_start
	station 1001
	caller talk=1500
	wait_query "SELECT length(sha256) FROM call" 64
	sound=$data/$(query "SELECT recording FROM call")

	keep "$viewer"
	listen "$PATH"
	wait_for on_screen '01 空闲'
	term send-keys r
	wait_for on_screen 不可收听录音
	leave_board

	# a player of its own, which shows what it was given
	mkdir "$dir/bin"
	printf '#!/bin/sh\n/bin/cat "$1" >%s\nexec /bin/sleep 60\n' \
		"$dir/heard" >"$dir/bin/pw-play"
	chmod +x "$dir/bin/pw-play"
	keep "$supervisor"
	listen "$dir/bin"
	wait_for on_screen '01 空闲'
	term send-keys r
	wait_for on_screen 13800000001
	term send-keys Enter
	wait_for on_screen '播放呼叫 1'
	wait_for cmp "$sound" "$dir/heard"
	term send-keys x
	wait_for not_on_screen '播放呼叫 1'
	term send-keys s
	wait_for on_screen call-1.wav
	term send-keys Enter
	wait_for cmp "$sound" "$dir/call-1.wav"
	[ "$(stat -c %a "$dir/call-1.wav")" = 600 ]
	term send-keys s
	wait_for on_screen 另存为
	term send-keys Enter
	wait_for on_screen 已经存在
	term send-keys Escape
	wait_for on_screen '01 空闲'
	leave_board

	# one that fails, one that was changed on the disk, none at all
	printf '#!/bin/sh\nexit 3\n' >"$dir/bin/pw-play"
	listen "$dir/bin"
	wait_for on_screen '01 空闲'
	term send-keys r
	wait_for on_screen 13800000001
	term send-keys Enter
	wait_for on_screen 'pw-play 未能播放，返回 3'
	rm "$dir/bin/pw-play"
	term send-keys Enter
	wait_for on_screen alsa-utils
	printf x | dd of="$sound" bs=1 seek=2000 conv=notrunc 2>/dev/null
	term send-keys Enter
	wait_for on_screen 与话单不符
	term send-keys Escape
	wait_for on_screen '01 空闲'
	leave_board
}

# The screens, with the board's key pressed in the list
from_list() {
	term new-session -d -x 80 -y 24 env LC_ALL=C.UTF-8 HOME="$dir" \
		XDG_CONFIG_HOME="$dir/config" XDG_STATE_HOME="$dir/state" \
		sh -c '"$@"; echo "exit $?"; exec sleep 60' sh "$PROG" --lang zh \
		--db "$dir/dossiers.db" "$@"
}

@test "from the list: asked for once, kept in the settings, and back again" {
	web_start
	keep "$viewer"
	"$PROG" --db "$dir/dossiers.db" import \
		"$BATS_TEST_DIRNAME/../../data/sample/complete.yaml"
	from_list
	wait_for on_screen 2026-0001
	term send-keys b
	wait_for on_screen '看板网址：'
	term send-keys C-u
	term send-keys -l "http://$http"
	term send-keys Enter
	wait_for on_screen '看板口令文件：'
	term send-keys -l '~/nosuch'
	term send-keys Enter
	wait_for on_screen nosuch
	# what was no use is asked for again
	term send-keys b
	wait_for on_screen '看板口令文件：'
	term send-keys C-u
	term send-keys -l '~/key'
	term send-keys Enter
	wait_for on_screen '01 离线'
	station 1001
	wait_for on_screen '01 空闲'
	# the list of the dossier that the cursor stood on
	term send-keys c
	wait_for on_screen 'checklist NO start onsite'
	term send-keys c
	wait_for on_screen '01 空闲'
	term send-keys q
	wait_for on_screen 企业名称
	# from the palette, and nothing is asked
	term send-keys :
	wait_for on_screen '命令：'
	term send-keys -l board
	wait_for on_screen 1/1
	term send-keys Enter
	wait_for on_screen '01 空闲'
	term send-keys q
	wait_for on_screen 企业名称
	# a token that the engine does not take leads back, and says so
	keep nonsense
	term send-keys b
	wait_for on_screen 拒绝
	wait_for on_screen 企业名称
	leave_board

	keep "$viewer"
	from_list tui board
	wait_for on_screen '01 空闲'
	term send-keys q
	wait_for on_screen 企业名称
	leave_board

	run env TERM=dumb HOME="$dir" XDG_CONFIG_HOME="$dir/config" "$PROG" \
		--lang zh --db "$dir/dossiers.db" tui board --plain </dev/null
	[ "$status" -eq 0 ]
	echo "$output"
	grep -q '呼叫中心看板' <<<"$output"
	grep -q '01：空闲' <<<"$output"
}
