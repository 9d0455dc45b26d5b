# What happens on a terminal of 24x200, by a script in Python: rd(BYTES) reads
# until they have come, and returns all until there; rest() until nothing comes
# for a while; wr(BYTES) types
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

def rest():
    global got
    while select.select([fd], [], [], 0.5)[0]:
        os.read(fd, 65536)
    got = b""

def wr(text):
    os.write(fd, text)

exec(os.fdopen(3).read())
wr(b"q")
os.close(fd)
os.waitpid(pid, 0)
PY
}
