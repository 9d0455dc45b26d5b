"""What a role that sees personal data masked can get out of the program.

masked.py needles FORMS <FACTS      facts of a dossier with a needle in each
masked.py walk OUT NEEDLES PROGRAM...  run every line of every usage, and every
                                    screen with all its keys

The usage of each command says how it is called, so a command that comes later
is walked too; a word of it that PLACES does not know stands for a number.
"""
import os
import re
import subprocess
import sys
from multiprocessing.pool import ThreadPool

NO = "2026-0001"
PERSONAL = {"id_no", "mobile", "phone", "email"}
WORDS = {"text", "long", "person", "company", "url"}

# Personal although the type does not tell
# Names of the company stand on every list and tell of nobody
OPEN = {"co.name", "co.licence_name"}
NAMED = {"lr.other_no", "lr.addr", "ct.addr", "holder.idno", "investor.no"}


def types(folder):
    """{group.key: type} of all fields that people type"""
    found = {}
    others = set()
    for name in sorted(os.listdir(folder)):
        group = key = None
        for line in open(os.path.join(folder, name), encoding="utf-8"):
            for word, value in re.findall(
                    r"\b(group|key|type|origin|calculate): *\"?(\w+)", line):
                if word == "group":
                    group = value
                elif word == "key":
                    key = value
                elif word == "origin":
                    group = None
                elif word == "calculate":
                    others.add(f"{group}.{key}")
                elif group and key:
                    found.setdefault(f"{group}.{key}", value)
    return {k: v for k, v in found.items() if k not in others}


def id_no(n):
    body = f"11010119{n % 10:02}{n // 10 % 12 + 1:02}" \
        f"{n // 120 % 28 + 1:02}{n % 1000:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    left = sum(int(d) * w for d, w in zip(body, weights)) % 11
    return body + "10X98765432"[left]


def needle(kind, n):
    return {"id_no": id_no(n), "mobile": f"1300000{n:04}",
            "phone": f"029-8765{n:04}", "email": f"n{n:04}@needle.example",
            }.get(kind, f"甘肃省示例镇针尖路{n:04}号")


def words(n):
    """Numbers as people write them among words, and those to look for"""
    return (f"示例 {id_no(n)}，手机130 1111 {n:04}或+86-131-2222-{n:04}，"
            f"w{n:04}@needle.example，转（0931）0931-876{n:04}；示例",
            [id_no(n), f"1301111{n:04}", f"1312222{n:04}",
             f"w{n:04}@needle.example", f"0931876{n:04}"])


def needles(folder):
    """One line a fact: what it is set to, then what must not come out"""
    kinds = types(folder)
    for n, key in enumerate(sys.stdin.read().split(), 1):
        plain = re.sub(r"\[\d+\]", "", key)
        kind = kinds.get(plain, "")
        if kind in PERSONAL or plain in NAMED:
            value = needle(kind, n)
            print(f"{key}={value}", value, sep="\t")
        elif kind in WORDS and plain not in OPEN:
            value, hidden = words(n)
            print(f"{key}={value}", *hidden, sep="\t")


# What stands for the words of a usage that are not given as they are
PLACES = {
    "NO": NO, "TEXT": "示例", "NAME": "示例", "N": "1", "NUMBER": "0931",
    "DAY": "2026-11-20", "DATE": "2026-11-20", "WHO": "somebody",
    "VALUE": "1", "RUN": "1", "FACT": "lr.id_file", "ITEM": "I-01",
    "CALL": "1", "RECORD": "1", "RECORDS": "E-1", "URL": "http://127.0.0.1:9/",
    "ROLE": "staff", "KIND": "mobile", "GROUP": "staff", "ID": "1",
    "SECONDS": "1", "SEATS": "1001", "SEAT": "1001", "PART": "entity",
    "KEY": "A-01", "DOC": "DOC-01", "DAYS": "9999", "CALLER": "0931",
    "WHEN": "2026-11-24 09:30", "V1": "1", "V2": "1", "THING": "I-01",
    "SCREEN": "form", "RULE": "X-01", "QUESTION": "need.fee", "PLACE": "here",
    "PICTURE": "/nonexistent", "LIST": "onsite", "COMMAND": "show",
    "CODE": "E-USAGE", "ANSWER": "pass", "ACT": "go", "HOUSE": "/nonexistent",
    "FILE": "OUT", "DIR": "OUT", "POINTS": "1", "FIELD": "site.area",
    "LP-OPTION": "-n", "HEAD": "0" * 12, "HOST": "127.0.0.1", "PORT": "9",
}


def filled(word):
    """A word of a usage as it is typed"""
    word = word.strip("[].,").removesuffix("...").split("|")[0]
    return re.sub(r"\b[A-Z][A-Z0-9-]*(?=$|[^A-Za-z0-9-])",
                  lambda m: PLACES.get(m.group(), "1"), word) if word else ""


def words_of(line, bare):
    """A line of a usage without, or with, what may be left out"""
    while bare and "[" in line:
        line = re.sub(r"\[[^][]*\](\.\.\.)?", "", line)
    return [w for w in map(filled, line.split()) if w and w != "|"]


class Walk:
    def __init__(self, out, hidden, prog):
        self.out, self.prog = out, prog
        self.hidden = [line.rstrip("\n") for line in open(hidden)]
        self.ran = self.allowed = 0
        self.found = {}

    def run(self, args, lines=""):
        return subprocess.run(
            [*self.prog, "--lang", "en", *args], input=lines.encode(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
            cwd=self.out, check=False)

    def look(self, where, text):
        text = text.decode("utf-8", "replace")
        bare = re.sub(r"(?<=\d)[ -](?=\d)", "", text)
        for hidden in self.hidden:
            if hidden in text or hidden in bare:
                self.found.setdefault(where, []).append(hidden)

    def command(self, line):
        """One line of a usage, bare, with all it may have, and as JSON; what
        is refused, or not about dossiers, is refused with options too"""
        bare = words_of(line, True)
        full = words_of(line, False)
        for args in (bare, full, ["--json", *bare], ["--json", *full]):
            self.ran += 1
            out = os.path.join(self.out, f"out-{self.ran}")
            done = self.run([out if a == "OUT" else a for a in args])
            self.look(" ".join(args), done.stdout)
            if done.returncode > 1 or b"may not" in done.stdout:
                return
            self.allowed += done.returncode == 0

    def commands(self):
        listed = self.run(["help"]).stdout.decode()
        names = re.findall(r"^  (\w+)  ", listed, re.M)
        assert len(names) > 40, listed
        for name in names:
            usage = self.run(["help", name]).stdout.decode().split("\n")
            calls = [line.split("callpermit ", 1)[1] for line in usage
                     if re.match(r"(usage:)? +callpermit ", line)]
            assert calls, usage
            if name != "tui":
                yield from ((self.command, call) for call in calls)

    def screens(self):
        said = self.run(["tui", "nosuch"]).stdout.decode()
        names = said.split(":")[-1].split("[")[0].split()
        assert len(names) > 12, said
        for name in names:
            args = ["tui", name, "--plain"]
            if self.run(args).returncode:
                args.insert(2, NO)
            yield self.screen, args

    def screen(self, args):
        """Every row in full, what Enter opens there, and every key"""
        said = self.run(args)
        self.look(" ".join(args), said.stdout)
        self.ran += 1
        if said.returncode:
            return
        text = said.stdout.decode()
        rows = re.findall(r"^(\d+)\. ", text, re.M)
        keys = re.findall(r"(?:^Keys: |, )(\S+) ", text, re.M)
        self.allowed += 1
        script = ["?", "esc"]
        for form in range(14 if args[1] == "form" else 1):
            script += rows[:200]
            script += ["F4"] if args[1] == "form" else []
        for row in rows[:40]:
            script += [f"{row} enter", "1", "esc", "esc", "."]
        for key in keys:
            if key.lower() not in ("esc", "q", "f2"):
                script += [key, "1", "esc", "esc", "."]
        for key in ("y", "Y", "^F", "/0931", "^L"):
            script += [key, "esc", "."]
        said = self.run(args, "\n".join(script) + "\n")
        self.look(" ".join(args) + " with its keys", said.stdout)

    def files(self):
        for folder, _, names in os.walk(self.out):
            for name in names:
                path = os.path.join(folder, name)
                self.look(path, name.encode() + open(path, "rb").read())


def main():
    if sys.argv[1] == "needles":
        needles(sys.argv[2])
        return 0
    walk = Walk(sys.argv[2], sys.argv[3], sys.argv[4:])
    with ThreadPool(4) as pool:
        pool.starmap(lambda do, what: do(what),
                     [*walk.commands(), *walk.screens()])
    walk.files()
    for where, hidden in walk.found.items():
        print(f"{where}: {len(hidden)}: {' '.join(hidden[:5])}")
    print(f"{walk.ran} runs, {walk.allowed} of them allowed")
    return len(walk.found) > 0


if __name__ == "__main__":
    sys.exit(main())
