#!/usr/bin/env bats
# The start: the list stands before the rule pack is read

load screen

# What happens on a terminal of 24x200, by a script in Python: rd(BYTES) reads
# until they have come, and returns all until there; wr(BYTES) types
on_terminal() {
	python3 - "$PROG" "$@" 3<&0 <<'PY'
import fcntl, os, pty, select, struct, sys, termios, time

pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm-256color"
    os.execv(sys.argv[1], sys.argv[1:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 200, 0, 0))
got = b""

def rd(until):
    global got
    end = time.time() + 60
    while until not in got:
        if time.time() > end:
            sys.exit("never %r: %r" % (until, got[-2000:]))
        if select.select([fd], [], [], 1)[0]:
            got += os.read(fd, 65536)
    at = got.index(until) + len(until)
    seen, got = got[:at], got[at:]
    return seen

def wr(text):
    os.write(fd, text)

exec(os.fdopen(3).read())
wr(b"q")
os.close(fd)
os.waitpid(pid, 0)
PY
}

# A pack of one's own, broken by a sed script in a file of it
broken_pack() {
	PACK="$BATS_TEST_TMPDIR/pack"
	rm -rf "$PACK"
	mkdir "$PACK"
	cp -r "$BATS_TEST_DIRNAME"/../../{forms,data,templates} "$PACK"
	sed -i "$2" "$PACK/$1"
}

# exit N, with a sentence that has the text, on a terminal as it was before
is_refused() {
	start 200 50 -- --data "$PACK" "${@:3}"
	see "exit $1" "$2"
	[ "$(term display -p '#{alternate_on}')" = 0 ]
	term kill-server
	until_true no_server
}

no_server() {
	! term list-sessions >/dev/null 2>&1
}

@test "a broken pack is refused with its place, whatever screen is wanted" {
	broken_pack data/words.yaml '3s/^/}/'
	is_refused 5 "$PACK/data/words.yaml:3:1"
	is_refused 5 "$PACK/data/words.yaml:3:1" tui form 2026-0001
	is_refused 5 "$PACK/data/words.yaml:3:1" tui --plain

	at=$(grep -n 'holds: "site.area >= advice.area"' \
		"$BATS_TEST_DIRNAME/../../data/rules.yaml" | cut -d : -f 1)
	broken_pack data/rules.yaml "${at}s/holds: .*/holds: \"site.area >=\"/"
	is_refused 5 "$PACK/data/rules.yaml:$at:12"
}

@test "the first screen has the first of the list, and becomes all of it" {
	sqlite3 "$XDG_DATA_HOME/callpermit/dossiers.db" "INSERT INTO
		dossier(no, name, created, updated, pack_version, pack_sha256)
		WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n
		WHERE i < 299) SELECT printf('2030-%04d', i), '示例' || i ||
		'呼叫服务有限公司', 1, i, pack_version, pack_sha256
		FROM n, dossier WHERE no = '2026-0001'"
	on_terminal tui <<'PY'
first = rd(b"\x1b[6n")
for there in ("1/200+", "示例299呼叫"):
    if there.encode() not in first:
        sys.exit("not there: %s" % there)
for early in ("1/300", " x"):
    if early.encode() in first:
        sys.exit("already there: %s" % early)
wr(b"G")  # before the rest of the list has been read
rd("> 2030-0001 示例1呼叫".encode())
rd(b" x ")
wr(b"g")
rd("> 2026-0001 陕西云岭".encode())
PY
}

# Colours of a light ground: what is unknown is magenta (35), not yellow (33)
@test "a terminal is asked for its ground, and is light when it says so" {
	"$PROG" config colours 8
	"$PROG" new co.name=重庆示例呼叫服务有限公司
	on_terminal tui <<'PY'
rd(b"\x1b]11;?\x1b\\")
rd(b"\x1b[6n")
rd(b"\x1b[33m")
wr(b"\x1b]11;rgb:ffff/fafa/f0f0\x1b\\\x1b[1;2R")
rd(b"\x1b[35m")
PY
	on_terminal tui <<'PY'
rd(b"\x1b[6n")
wr(b"\x1b]11;rgb:ff/ff/ff\a")
rd(b"\x1b[35m")
PY
}

@test "answers are no keys: late, in another form, or not asked for" {
	"$PROG" config colours 8
	on_terminal <<'PY'
rd(b"\x1b[6n")
time.sleep(1.5)  # late, and of no form that is known
wr(b"\x1b]11;hsl:0.5/nnn/qqqqqqqqqqqqqq\x1b\\\x1b[1;2R")
wr(b"\x1b]11;rgb:1/2\x1b\\")
wr(b"\x1b]11;\a")
wr(b"?")
rd("打开".encode())
wr(b"\x1b]11;rgba:0000/0000/0000/ffff\x1b\\")
wr(b"q")
PY
}
