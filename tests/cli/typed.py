"""Run a program in a terminal and answer its questions one by one.

typed.py ANSWER... -- COMMAND...   prints what the terminal showed
"""
import os
import pty
import select
import sys
import time

cut = sys.argv.index("--")
answers, command = sys.argv[1:cut], sys.argv[cut + 1:]
pid, fd = pty.fork()
if pid == 0:
    os.execvp(command[0], command)

seen = b""
asked = 0
end = time.monotonic() + 60
while time.monotonic() < end:
    if not select.select([fd], [], [], 1)[0]:
        continue
    try:
        got = os.read(fd, 65536)
    except OSError:
        break
    if not got:
        break
    seen += got
    if answers and len(seen) > asked and seen.endswith(b": "):
        asked = len(seen)
        os.write(fd, answers.pop(0).encode() + b"\n")
else:
    os.kill(pid, 9)
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(status))
