"""Follow a text as a reader would: run its commands, look for what it shows.

usage: follow.py FILE PLACE

Blocks of FILE are run in order, in one shell, in the present folder.  In a
manual page a block is .Bd below a line '.\\" run [STATUS]', in Markdown a fence
'```console [STATUS]'.  In it '$ ' begins a command; one with <<'END' goes on to
the line END.  Every command must end with STATUS, by default 0.  Other lines
are what it prints: each must stand somewhere in its output.  '...' is anything.
PLACE stands for /usr/local/share/callpermit.
"""
import pathlib
import subprocess
import sys
import tempfile

SHARE = "/usr/local/share/callpermit"


def blocks(lines, manual):
    """Yield (number of the first line, status, lines) of what is to be run"""
    status = None
    block = None
    for n, line in enumerate(lines, 1):
        if block is not None:
            if line.startswith(".Ed" if manual else "```"):
                yield start, status, block
                block, status = None, None
            else:
                block.append(line.replace("\\e", "\\") if manual else line)
        elif manual and line.startswith('.\\" run'):
            status = int((line.split() + ["0"])[2])
        elif manual and status is not None and line.startswith(".Bd"):
            start, block = n + 1, []
        elif not manual and line.startswith("```console"):
            status = int((line.split() + ["0"])[1])
            start, block = n + 1, []


def commands(block, first):
    """Yield [line number, command, lines shown] of a block"""
    at = None
    inside = False
    for n, line in enumerate(block, first):
        if inside:
            at[1] += "\n" + line
            inside = line != "END"
        elif line.startswith("$ "):
            if at:
                yield at
            at = [n, line[2:], []]
            inside = "<<'END'" in line
        elif at and line.strip():
            at[2].append(line)
    if at:
        yield at


def stands(shown, output):
    """Is a line shown somewhere in the output, with ... for anything"""
    for line in output.splitlines():
        place = 0
        for part in shown.split("..."):
            place = line.find(part.strip(), place)
            if place < 0:
                break
            place += len(part.strip())
        else:
            return True
    return False


def main():
    path = pathlib.Path(sys.argv[1])
    lines = path.read_text(encoding="utf-8").splitlines()
    todo = [(status, *c) for first, status, block
            in blocks(lines, path.suffix != ".md")
            for c in commands(block, first)]
    with tempfile.TemporaryDirectory() as folder:
        script = ""
        for i, (_, _, command, _) in enumerate(todo):
            command = command.replace(SHARE, sys.argv[2])
            script += (f"{{\n{command}\n}} >{folder}/{i} 2>&1\n"
                       f"echo $? >{folder}/{i}.status\n")
        subprocess.run(["bash", "-c", script], check=True,
                       stdin=subprocess.DEVNULL)
        wrong = 0
        for i, (want, n, command, shown) in enumerate(todo):
            output = pathlib.Path(f"{folder}/{i}").read_text(encoding="utf-8")
            status = int(pathlib.Path(f"{folder}/{i}.status").read_text())
            missing = [s for s in shown if not stands(s, output)]
            if status == want and not missing:
                continue
            wrong += 1
            print(f"{path}:{n}: {command}\n  status {status}, not {want}"
                  if status != want else f"{path}:{n}: {command}")
            for s in missing:
                print(f"  not shown: {s}")
            print("  it printed:\n" + output)
    print(f"{len(todo)} commands, {wrong} wrong")
    return 1 if wrong or not todo else 0


sys.exit(main())
