#!/usr/bin/env bats
# Commands of the command line from the palette

load screen

# choose TYPED: the command that is found by it
choose() {
	keys :
	see '命令：'
	typed "$1"
	see 1/1
	keys Enter
}

# Whether a command of the screens still runs
runs() {
	pgrep -P "$(program)" >/dev/null
}

@test "every command that has no screen of its own is in the palette" {
	run env TERM=dumb "$PROG" tui --plain <<<':'
	[ "$status" -eq 0 ]
	for name in $("$PROG" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
		case $name in
		# what the screens have keys for
		tui | init | list | new | search | show | set | undo | redo | \
			check | stage | act | config | board) continue ;;
		esac
		grep -q "\. $name  .*\\$" <<<"$output" || {
			echo "not there: $name"
			return 1
		}
	done
}

@test "a command is run, and what it writes is read" {
	start 80 24
	see 2026-0001
	choose doctor
	see '还要哪些' '--quick'
	keys Space Enter
	see 'callpermit doctor --quick' 规则包
	keys q
	see '1/1'
}

@test "the dossier is that of the screen; files are asked for" {
	start 80 24 -- tui course 2026-0001
	see '进程  2026-0001'
	choose export
	see 'export NO [--files] [-o FILE]'
	keys Enter
	see '还要哪些'
	keys 2 Space Enter
	see 'export -o  文件 (FILE)：'
	typed "$BATS_TEST_TMPDIR/示例 𠮷.yaml"
	keys Enter
	# it is shown before it is done, as a shell takes it
	see "callpermit export 2026-0001 -o" 只显示命令行
	[ ! -e "$BATS_TEST_TMPDIR/示例 𠮷.yaml" ]
	keys Enter
	see 已完成
	grep -q 云岭示例 "$BATS_TEST_TMPDIR/示例 𠮷.yaml"
}

@test "what needs the terminal or the database alone is a line to copy" {
	start 80 24
	see 2026-0001
	choose restore
	see '还要哪些'
	keys Enter
	see 'restore  文件 (FILE)：'
	typed "it's.tar"
	keys Enter
	see "callpermit restore 'it'\\''s.tar'" '独占终端或数据库'
	keys y
	see '已复制'
}

@test "Esc ends a command that takes long" {
	# a server that never answers
	perl -MIO::Socket::INET -e '$| = 1; $s = IO::Socket::INET->new(
		Listen => 1, LocalAddr => "127.0.0.1"); print $s->sockport;
		sleep 120' >"$BATS_TEST_TMPDIR/port" 3>&- &
	server=$!
	until_true test -s "$BATS_TEST_TMPDIR/port"
	start 100 24
	see 2026-0001
	choose doctor
	see '还要哪些'
	keys Space 2 Space Enter
	see 'doctor --url  网址 (URL)：'
	typed "http://127.0.0.1:$(cat "$BATS_TEST_TMPDIR/port")"
	keys Enter
	see '按 Esc 取消'
	until_true runs
	keys Escape
	see 命令已终止
	kill "$server"
	run runs
	[ "$status" -ne 0 ]
	see 2026-0001
}

