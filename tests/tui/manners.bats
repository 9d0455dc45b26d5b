#!/usr/bin/env bats
# The screens of course, list, evidence and visit in all terminals

load screen

NO=2026-0001

# Texts that are hard to place: rare, joined, wide, of no width
HARD='欧阳𠅤𪚥 👩‍👩‍👧🙂 é'

hard() {
	echo lease >"$BATS_TEST_TMPDIR/租赁 𠮷🙂.pdf"
	"$PROG" evidence $NO add --title "$HARD" \
		"$BATS_TEST_TMPDIR/租赁 𠮷🙂.pdf" >/dev/null
	"$PROG" checklist $NO start onsite --kind mock >/dev/null
	"$PROG" visit $NO speaker entity "$HARD" >/dev/null
}

is_answer() {
	[ "$("$PROG" --json checklist $NO show | jq -r --arg i "$1" \
		".items[] | select(.item == \$i) | .$2")" = "$3" ]
}

# What each screen shows at any size
sizes() {
	for size in '60 12' '200 50' '30 5' '80 24'; do
		set -- $size "$@"
		term resize-window -x $1 -y $2
		if [ $1 = 30 ]; then
			see '窗口太小'
		else
			until_true hides '窗口太小'
			see "$3" "$4"
			# the key bar is the last line, the title the first
			until_true bars $2
		fi
		shift 2
	done
}

bars() {
	[ "$(screen | wc -l)" -eq "$1" ] &&
		term capture-pane -p | tail -n 1 | grep -q '? 帮助'
}

@test "at 60x12, 200x50, too small and back, with rare characters" {
	hard
	start 80 24 -- tui course $NO
	sizes 进程 现在能办的事
	keys J
	see 日志
	sizes 日志 时间
	keys :
	see '命令：'
	typed self-check
	keys Enter
	see I-01
	sizes 现场核查清单 I-01
	keys :
	see '命令：'
	typed 'rests on'
	keys Enter
	see E-1
	sizes E-1 '欧阳𠅤𪚥'
	keys :
	see '命令：'
	typed 'day of the visit'
	keys Enter
	see 分工
	sizes 分工 '欧阳𠅤𪚥'
}

@test "LANG=C, no colour, and a terminal without any" {
	hard
	for setting in 'LC_ALL=C LANG=C NO_COLOR=1 TERM=xterm-256color' \
		'TERM=vt220' 'TERM=xterm-mono'; do
		start 80 24 $setting -- tui checklist $NO
		see '现场核查清单' '? I-01' '未答'
		keys :
		see '命令：'
		typed 'rests on'
		keys Enter
		see E-1 '欧阳𠅤𪚥'
		term capture-pane -ep >"$BATS_TEST_TMPDIR/seen"
		run grep "$(printf '\033')\[3[0-7]" "$BATS_TEST_TMPDIR/seen"
		[ "$status" -eq 1 ]
		term kill-server
	done
}

@test "the size changes while one answers, to too small and back" {
	hard
	start 80 24 -- tui checklist $NO
	see I-01
	keys t
	see '备注（可以不填）'
	typed 甲🙂
	term resize-window -x 40 -y 8
	see '窗口太小'
	term send-keys -l 乙𠮷
	term resize-window -x 60 -y 12
	see 甲🙂乙𠮷
	term resize-window -x 200 -y 50
	see 甲🙂乙𠮷
	keys Enter
	until_true is_answer I-01 note 甲🙂乙𠮷
}

@test "on a full disk an answer is refused, and asked again with what was typed" {
	[ "$(id -u)" = 0 ] || skip "needs root to mount a small file system"
	mkdir "$BATS_TEST_TMPDIR/small"
	mount -t tmpfs -o size=8m tmpfs "$BATS_TEST_TMPDIR/small" 2>/dev/null ||
		skip "cannot mount here"
	export XDG_DATA_HOME="$BATS_TEST_TMPDIR/small"
	"$PROG" import "$BATS_TEST_DIRNAME/../../data/sample/complete.yaml"
	"$PROG" checklist $NO start onsite --kind mock >/dev/null
	start 80 24 -- tui checklist $NO
	see I-01
	keys t
	see '备注（可以不填）'
	cat /dev/zero >"$XDG_DATA_HOME/filler" 2>/dev/null || true
	typed 待原件
	keys Enter
	see '没有办成'
	rm "$XDG_DATA_HOME/filler"
	keys t
	see 待原件
	keys Enter
	until_true is_answer I-01 note 待原件
	"$PROG" log $NO --verify
	term kill-server
	umount -l "$BATS_TEST_TMPDIR/small"
}
