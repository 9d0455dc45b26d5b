#!/usr/bin/env bats
# A long text in the editor that the user has chosen

load screen

# An editor that shows its file and waits, then does what DO says
editor() {
	EDITOR="$BATS_TEST_TMPDIR/my editor"
	cat >"$EDITOR" <<-'SH'
		#!/bin/sh
		at=$(dirname "$0")
		printf '\033[2J\033[H'
		cat "$1"
		printf '%s' "$1" >"$at/file"
		ls -ld "$(dirname "$1")" "$1" >"$at/modes"
		stty size
		echo 'another program'
		while ! [ -e "$at/go" ]; do sleep 0.1; done
		rm "$at/go"
		. "$at/do"
	SH
	chmod +x "$EDITOR"
	printf '%s\n' "$1" >"$BATS_TEST_TMPDIR/do"
	export EDITOR="'$EDITOR'" XDG_RUNTIME_DIR="$BATS_TEST_TMPDIR/run; \$(x)"
	unset VISUAL
	mkdir -m 700 "$XDG_RUNTIME_DIR"
}

# What the editor is to do next, when it is left
next() {
	printf '%s\n' "$1" >"$BATS_TEST_TMPDIR/do"
}

go() {
	: >"$BATS_TEST_TMPDIR/go"
}

# Opens the program on the long text 业务描述
on_text() {
	"$PROG" set 2026-0001 --draft cc.service_desc='原文 𠮷。' >/dev/null
	start "${1:-80}" "${2:-24}" EDITOR="$EDITOR" VISUAL= -- \
		tui 2026-0001
	see 公司名称
	keys F4 F4
	see 目标用户
	keys Down Down Down
	see '> x 业务描述'
}

outside() {
	keys C-o
	see 'another program'
}

gone() {
	! ls "$XDG_RUNTIME_DIR" | grep -q .
}

kept() {
	cat "$XDG_DATA_HOME"/callpermit/*-typing-* 2>/dev/null | grep -q "$1"
}

@test "what the editor writes is taken, one step, and nothing stays behind" {
	editor 'printf "新的一段 👩‍🔬\r\n第二行\te\314\201\033[31m\n" >"$1"'
	on_text
	outside
	see '原文 𠮷。'
	grep -q '^drwx------' "$BATS_TEST_TMPDIR/modes"
	grep -q '^-rw-------' "$BATS_TEST_TMPDIR/modes"
	go
	see '去掉了 1 个不能输入的字符' $'第二行 e\u0301[31m'
	keys C-z
	see '原文 𠮷。'
	until_true hides 第二行
	keys C-y
	see 第二行
	until_true gone
	escape
	see 目标用户
	holds cc.service_desc $'新的一段 👩‍🔬\n第二行 é[31m'
	keys C-z
	until_true holds cc.service_desc '原文 𠮷。'
}

# refused WHAT-IT-DOES MESSAGE: the old text stays
refused() {
	next "$1"
	outside
	go
	see "$2"
	see '原文 𠮷。'
}

@test "an editor that fails changes nothing, and what it wrote is gone on with" {
	editor 'exit 3'
	on_text
	outside
	go
	see '编辑器以状态 3 退出；原文未变' '原文 𠮷。'
	until_true gone
	refused 'rm "$1"' '编辑器删掉了文件'
	refused ': >"$1"' '编辑器留下的文件是空的'
	refused 'cat "$1"' '编辑器里没有改动'
	refused 'yes 一二三四五 | head -n 4000 >"$1"' '写下 23999 字，最多 20000'
	refused 'head -c 3000000 /dev/zero >"$1"' '写下的超过 20000 字'
	refused 'printf "bad \\377" >"$1"' '写下的不是 UTF-8'
	refused 'echo 救回来 >"$1"; kill -KILL $$' '编辑器被终止（信号 9）'
	until_true gone
	[ "$(stat -c %a "$XDG_STATE_HOME"/callpermit/written)" = 700 ]
	grep -rq 救回来 "$XDG_STATE_HOME"/callpermit/written
	grep -rqa 'bad ' "$XDG_STATE_HOME"/callpermit/written
	next 'echo 改好了 >>"$1"'
	outside
	see 救回来
	go
	see '已取来' 改好了
	escape
	see 目标用户
	holds cc.service_desc $'救回来\n改好了'
}

@test "no editor of that name, or none at all" {
	editor true
	EDITOR='no-such-editor --here'
	on_text 60 12
	keys C-o
	see '编辑器 no-such-editor --here 无法启动'
	until_true gone
	escape
	see 目标用户
	holds cc.service_desc '原文 𠮷。'
	# a field of one line has no need of it
	keys Up
	see '>   呼叫方向'
	keys C-o
	see 只有多行文字
}

@test "VISUAL comes first, and a terminal of another size is drawn anew" {
	editor 'echo 宽了 >>"$1"'
	"$PROG" set 2026-0001 --draft cc.service_desc='原文 𠮷。' >/dev/null
	start 60 12 EDITOR=false VISUAL="$EDITOR" -- tui 2026-0001
	see 公司名称
	keys F4 F4 Down Down Down
	see '> x 业务描述'
	outside
	see '12 60'
	term resize-window -x 200 -y 50
	go
	see 已取来 宽了
	until_true wide
	typed 中
	[ "$(term display -p '#{cursor_x},#{cursor_y}')" = 8,2 ]
}

wide() {
	screen | head -1 | grep -q '^.\{150,\}字$'
}

# end_by SIGNAL: what the editor has written is saved as typed text is
end_by() {
	local pid

	editor 'exit 0'
	on_text
	outside
	pid=$(program)
	echo "信号 $1" >"$(cat "$BATS_TEST_TMPDIR/file")"
	kill -s "$1" "$pid"
	see 'exit 0'
	until_true holds cc.service_desc "信号 $1"
	until_true gone
	! pgrep -f "^/bin/sh $BATS_TEST_TMPDIR/my editor"
}

@test "SIGTERM while the editor runs ends both, what it wrote is saved" {
	end_by TERM
}

@test "SIGHUP likewise" {
	end_by HUP
}

@test "a lost terminal while the editor runs loses nothing" {
	editor 'exit 0'
	on_text
	outside
	echo 断线 >"$(cat "$BATS_TEST_TMPDIR/file")"
	term kill-server
	until_true holds cc.service_desc 断线
	until_true gone
}

@test "kill -9 while the editor runs: what it wrote is offered again" {
	editor 'exit 0'
	on_text
	outside
	echo 写到这里 >"$(cat "$BATS_TEST_TMPDIR/file")"
	until_true kept 写到这里
	kill -KILL "$(program)"
	see 'exit 137'
	go
	term kill-server
	start 80 24 -- tui 2026-0001
	see 写到这里 20000
}

line() {
	term send-keys -l -- "$1"
	keys Enter
}

@test "the same in linear mode" {
	editor 'echo 一行一行 >>"$1"'
	"$PROG" set 2026-0001 --draft cc.service_desc='原文 𠮷。' >/dev/null
	start 100 40 EDITOR="$EDITOR" VISUAL=no-such TERM=dumb -- \
		tui --plain 2026-0001
	see 公司名称
	line F4
	see 公司及人员情况表
	line F4
	see 目标用户
	line "4 ^O"
	see 'another program'
	go
	see 一行一行
	line Esc
	until_true holds cc.service_desc $'原文 𠮷。\n一行一行'
}
