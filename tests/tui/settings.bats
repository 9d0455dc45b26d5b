#!/usr/bin/env bats
# What is set for oneself holds at once and after a restart

load screen

# has_colour N: something on the screen stands in foreground N (SGR)
has_colour() {
	term capture-pane -p -e | grep -qE $'\e''\[([0-9]+;)*'"$1"'(;[0-9]+)*m'
}

# click COLUMN ROW, and the wheel: what xterm sends, both from 1
click() {
	keys -l $'\e[<0;'"$1;$2"$'M\e[<0;'"$1;$2"m
}

wheel_down() {
	keys -l $'\e[<65;5;5M'
}

@test "settings at 80x24: chosen, seen at once, taken back, kept" {
	start 80 24 -- tui settings
	look settings-80x24
	keys Enter
	see '(o) 1' English
	keys 3 Enter
	see Settings Language 'Kept.'
	keys Down Space
	see '> Colours                  none'
	keys u
	see 'eight; none with'
	keys U
	see '> Colours                  none'
	keys u u
	see '设置' '已撤销'
	keys U
	see Settings
	[ "$(cat "$XDG_CONFIG_HOME/callpermit/settings")" = 'language = en' ]
	escape
	see Dossiers
	keys q
	see 'exit 0'
	"$PROG" config | grep -q 'Kept in'
}

@test "settings at 60x12 and 200x50" {
	start 60 12 -- tui settings
	look settings-60x12
	term resize-window -x 200 -y 50
	look settings-200x50
}

@test "colours: none, bright ones, light ground" {
	start 80 24 TERM=tmux-256color
	application
	until_true has_colour 36
	keys F2
	typed 个人设置
	keys Enter
	see 颜色
	keys Down Space
	see '> 颜色                     无'
	escape
	see 公司名称
	until_true [ "$(term capture-pane -p -e | grep -c '[[;]36m')" = 0 ]
	"$PROG" config colours 16
	keys F2
	typed 个人设置
	keys Enter
	see 十六色
	keys u
	see 没有可撤销的修改
	escape
	until_true has_colour 96
	keys F2
	typed 个人设置
	keys Enter
	see 十六色
	keys Down Down Space Space
	see '浅色'
	escape
	until_true has_colour 34
}

@test "a choice of colours comes before NO_COLOR; COLORFGBG tells the ground" {
	"$PROG" config colours 256
	start 80 24 TERM=tmux-256color NO_COLOR=1 'COLORFGBG=0;15'
	application
	until_true has_colour '38;5;25'
}

@test "what is wrong in the file is named with its line, and stays" {
	mkdir -p "$XDG_CONFIG_HOME/callpermit"
	printf '# 我的\nlanguage = klingon\nmosue = on\n' \
		>"$XDG_CONFIG_HOME/callpermit/settings"
	start 80 24
	see 2026-0001 'settings:2' klingon
	keys m
	see '已启用鼠标'
	keys q
	see 'exit 0'
	run cat "$XDG_CONFIG_HOME/callpermit/settings"
	[ "$output" = "$(printf '# 我的\nlanguage = klingon\nmosue = on\nmouse = on')" ]
}

@test "a file that is no text is told of and not touched" {
	mkdir -p "$XDG_CONFIG_HOME/callpermit"
	printf 'mouse = \377\376\n' >"$XDG_CONFIG_HOME/callpermit/settings"
	start 80 24
	see 2026-0001 '不是 UTF-8'
	keys m
	see '不是 UTF-8'
	[ "$(od -An -tx1 <"$XDG_CONFIG_HOME/callpermit/settings")" = \
		' 6d 6f 75 73 65 20 3d 20 ff fe 0a' ]
}

@test "the mouse is off until m, then a click selects and the wheel scrolls" {
	"$PROG" import --draft "$BATS_TEST_DIRNAME/../../data/sample/faulty.yaml"
	start 80 24
	see '1/2 ' 2026-0001
	[ "$(term display -p '#{mouse_any_flag}')" = 0 ]
	keys m
	see '已启用鼠标'
	until_true [ "$(term display -p '#{mouse_any_flag}')" = 1 ]
	click 20 4
	see '2/2 '
	click 20 3
	see '1/2 '
	click 20 9
	see '1/2 '
	wheel_down
	see '2/2 '
	click 4 24
	see 公司名称
	escape
	see '2/2 '
	click 30 24
	see '进程  2026-000'
	escape
	see '2/2 '
	keys / 云 Enter
	see '1/1 '
	click 10 3
	keys Enter
	see 公司名称
	click 20 8
	see '>   公司名称'
	escape
	keys m
	see '交还终端'
	keys q
	see 'exit 0'
	[ "$(term display -p '#{mouse_any_flag}')" = 0 ]
	[ "$("$PROG" config mouse)" = off ]
}

@test "quotes and dashes where the terminal takes two columns for them" {
	"$PROG" set 2026-0001 'co.name=云岭“一①二”—…示例公司'
	start 80 24
	see '云岭“一①二”—…示例公司'
	"$PROG" config ambiguous wide
	keys :
	typed 个人设置
	keys Enter
	see '占两列'
	escape
	see '云岭 "一1)二" --..示例公司'
	look wide-80x24
}

@test "the first screen and the folder for papers are those chosen" {
	"$PROG" config start due
	"$PROG" config papers '~/申请材料'
	start 80 24
	see '30 天内'
	escape
	see 2026-0001
	keys p
	see 材料
	keys m
	see '生成哪些'
	keys Enter
	see '~/申请材料'
}

# A terminal that answers that the cursor went two columns on
@test "a terminal that answers so is asked at the start and needs no setting" {
	"$PROG" set 2026-0001 'co.name=云岭“一①二”示例公司'
	python3 - "$PROG" <<'PY'
import fcntl, os, pty, select, struct, sys, termios, time

pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execv(sys.argv[1], [sys.argv[1]])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
got, asked, end = b"", False, time.time() + 60
while time.time() < end and "云岭 \"一1)二\" 示例公司".encode() not in got:
    if not select.select([fd], [], [], 1)[0]:
        continue
    got += os.read(fd, 65536)
    if b"\x1b[6n" in got and not asked:
        asked, got = True, b""
        os.write(fd, b"\x1b[1;3R")
else:
    if time.time() >= end:
        sys.exit("never wide: %r" % got[-2000:])
os.close(fd)
os.waitpid(pid, 0)
PY
}
