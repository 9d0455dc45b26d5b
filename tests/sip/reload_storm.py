#!/usr/bin/env python3
"""New configurations at random moments of calls that go anywhere.

reload_storm.py ENGINE-PID SIP-ADDRESS FOLDER SECONDS SEED: writes
FOLDER/engine.yaml anew and sends SIGHUP, again and again, while telephones
register, ring, press keys and vanish.  $TOOLS has the telephone.
"""
import os
import random
import signal
import subprocess
import sys
import time

engine, sip, folder, seconds, seed = sys.argv[1:6]
rnd = random.Random(int(seed))
phone = os.environ["TOOLS"] + "/sip/phone"
log = open(f"{folder}/phones", "wb")
base = open(f"{folder}/base.yaml", encoding="utf-8").read()

QUEUES = [f"q{i}" for i in range(6)]
MENUS = [f"m{i}" for i in range(4)]
SEATS = [f"0{i}" for i in range(1, 9)]
STRATEGIES = ["longest-idle", "least-calls", "least-talk-time", "round-robin",
              "top-down", "random", "ring-all", "ring-progressively"]


def some(things):
    return rnd.sample(things, rnd.randint(1, len(things)))


def write_house():
    queues, menus, seats = some(QUEUES), some(MENUS), some(SEATS)
    boxes = some(["box", "case"])
    numbers = some(["95012345", "95012346"])

    def place():
        return rnd.choice(
            [f"queue:{q}" for q in queues] * 3 + [f"menu:{m}" for m in menus]
            + [f"seat:{s}" for s in seats] + [f"message:{b}" for b in boxes]
            + ["consent:call-back", "hang-up"])

    def queue(name):
        row = (f"name: {name}, strategy: {rnd.choice(STRATEGIES)}, ring: "
               f"{rnd.randint(1, 3)}, ring_step: 1, wrap_up: 0, rest: 1, "
               f"max_wait: {rnd.randint(1, 9)}, max_length: {rnd.randint(1, 9)}")
        for key in "overflow", "full", "empty":
            if rnd.random() < 0.3:
                row += f', {key}: "{place()}"'
        if rnd.random() < 0.3:
            row += f', exit: "{place()}", exit_key: "9"'
        if rnd.random() < 0.5:
            row += (', hold_place: {after: 0, key: "1", keep: 60, pin: '
                    f'{rnd.choice(["true", "false"])}}}')
        if rnd.random() < 0.3:
            row += ", relax: [{after: 1, level: 2}]"
        if rnd.random() < 0.3:
            row += ", announce: {first: 1, every: 5, position: true}"
        return "{" + row + "}"

    def menu(name):
        keys = ", ".join(f'"{k}": "{place()}"' for k in some(list("12345#")))
        keys = rnd.choice(["", f"keys: {{{keys}}}, "])
        prompt = rnd.choice(["", "prompt: short, "])
        return (f"{{name: {name}, {prompt}{keys}timeout: "
                f"{rnd.randint(1, 2)}, dial_in: true, otherwise: "
                f'"{place()}"}}')

    def seat(name):
        rows = ", ".join(f"{{queue: {q}, level: {rnd.randint(1, 2)}}}"
                         for q in some(queues))
        user = f"10{name}" if rnd.random() < 0.9 else f"20{name}"
        return (f'{{seat: "{name}", user: "{user}", secret: "pw{user}", '
                f"queues: [{rows}]}}")

    tenant = rnd.choice(["", "tenant: water, ", "tenant: gas, "])
    rows = [
        "tenants: [{name: water, verified: 2026-11-01, calls: "
        f"{rnd.randint(1, 9)}}}, {{name: gas, verified: 2026-11-01}}]"
        if tenant else "tenants: [{name: water, verified: 2026-11-01}]",
        "numbers: [" + ", ".join(
            f'{{number: "{n}", trunk: carrier-a, {tenant}direction: inbound, '
            f"menu: {rnd.choice(menus)}}}" for n in numbers) + "]",
        "menus: [" + ", ".join(map(menu, menus)) + "]",
        "messages: [" + ", ".join(
            f"{{name: {b}, length: 2}}" for b in boxes) + "]",
        "consents: [{purpose: call-back, length: 2}]",
        "queues: [" + ", ".join(map(queue, queues)) + "]",
        "seats: [" + ", ".join(map(seat, seats)) + "]",
        "recording: {enabled: " + rnd.choice(["true", "false"]) + "}",
        "traffic: [{rule: caller-burst, window: 10, count: "
        f"{rnd.randint(3, 60)}, stop: 1}}]",
    ]
    with open(f"{folder}/new.yaml", "w", encoding="utf-8") as f:
        f.write(base + "\n".join(rows) + "\n")
    os.rename(f"{folder}/new.yaml", f"{folder}/engine.yaml")


def begin(*args):
    return subprocess.Popen([phone, *args], stdout=log, stderr=log)


def station(name):
    what = rnd.choice(["answer=1"] * 4 + ["reject=486", "answer=0"])
    return begin("station", sip, f"10{name}", f"pw10{name}",
                 "local=127.0.0.1:0", what, f"delay={rnd.choice([0, 0, 900])}",
                 f"talk={rnd.choice([100, 700, 2000])}",
                 f"life={rnd.randint(1000, 8000)}")


def caller():
    keys = "".join(rnd.choice("pp1123459#0") for _ in range(rnd.randint(0, 8)))
    again = rnd.random() < 0.3  # wishes to keep his place
    return begin("caller", sip, rnd.choice(["95012345", "95012346"]),
                 "local=127.0.0.2:0", f"from=1380000000{rnd.randint(1, 5)}",
                 f"keys={1 if again else keys}", f"again={700 if again else 0}",
                 f"talk={rnd.choice([0, 0, 0, 3000])}",
                 f"cancel={int(rnd.random() < 0.1)}",
                 f"life={rnd.randint(1000, 15000)}")


if seconds == "0":  # the first configuration only
    write_house()
    sys.exit()

procs = {}
end = time.time() + float(seconds)
reloads = calls = 0
while time.time() < end:
    for name in SEATS:
        if name not in procs or procs[name].poll() is not None:
            procs[name] = station(name)
    for name in range(10):
        if name not in procs or procs[name].poll() is not None:
            procs[name] = caller()
            calls += 1
    write_house()
    os.kill(int(engine), signal.SIGHUP)
    reloads += 1
    time.sleep(rnd.random() * 0.3)
for p in procs.values():
    p.kill()
print(f"{reloads} reloads, {calls} calls")
