#!/usr/bin/env python3
"""keys.py ENGINE MODE KEYS [TALK]: a caller at 127.0.0.2 whose keys are tones in
the sound (MODE tones: he knows no telephone-event; MODE both: he sends each as
telephone-event as well, as many gateways do). p in KEYS waits for a second.
Hangs up after TALK seconds if the engine has not."""
import math
import select
import socket
import struct
import sys
import time

from peer import Call, Peer, sdp

ROWS = {"1": (697, 1209), "2": (697, 1336), "3": (697, 1477),
        "4": (770, 1209), "5": (770, 1336), "6": (770, 1477),
        "7": (852, 1209), "8": (852, 1336), "9": (852, 1477),
        "*": (941, 1209), "0": (941, 1336), "#": (941, 1477)}
EVENTS = "0123456789*#"
mode, keys = sys.argv[2], sys.argv[3]
talk = float(sys.argv[4]) if len(sys.argv) > 4 else 8


def alaw(x):
    """G.711 A-law of a 16-bit sample."""
    sign = 0x80 if x >= 0 else 0
    x = min(abs(x), 32635)
    e = 0
    while x >= 256 << e and e < 7:
        e += 1
    m = (x >> (e + 3 if e else 4)) & 15
    return (sign | e << 4 | m) ^ 0x55


def frames():
    """What is sent: 20 ms of sound each, and the key of it, if any."""
    quiet = (bytes([0xd5] * 160), None, 0)
    for _ in range(40):
        yield quiet
    for key in keys:
        if key == "p":
            for _ in range(50):
                yield quiet
            continue
        f, g = ROWS[key]
        for i in range(6):
            yield (bytes(alaw(int(6000 * (math.sin(2 * math.pi * f * n / 8000) +
                                          math.sin(2 * math.pi * g * n / 8000))))
                         for n in range(i * 160, i * 160 + 160)), key, i)
        for _ in range(8):
            yield quiet
    while True:
        yield quiet


rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
rtp.bind(("127.0.0.2", 0))
body = sdp("127.0.0.2", rtp.getsockname()[1])
if mode == "both":
    body = body.replace("RTP/AVP 8", "RTP/AVP 8 101")
    body += "a=rtpmap:101 telephone-event/8000\r\n"
p = Peer(sys.argv[1], "127.0.0.2")
c = Call(p).dial("95012345", body=body)
m = c.final()
assert m.status == 200, m.first
assert ("telephone-event" in m.body) == (mode == "both"), m.body
host = next(x.split()[-1] for x in m.body.split("\r\n") if x[:2] == "c=")
port = next(int(x.split()[1]) for x in m.body.split("\r\n") if x[:2] == "m=")
start = time.time()
seq = 0
key_ts = 0


def send(kind, ts, payload):
    global seq
    rtp.sendto(struct.pack("!BBHII", 0x80, kind, seq & 0xffff, ts, 99) +
               payload, (host, port))
    seq += 1


for n, (sound, key, i) in enumerate(frames()):
    if mode == "both" and key:
        key_ts = n * 160 if i == 0 else key_ts
        for _ in range(3 if i == 5 else 1):
            send(101, key_ts, struct.pack("!BBH", EVENTS.index(key),
                                          10 | (128 if i == 5 else 0),
                                          160 * (i + 1)))
    send(8, n * 160, sound)
    while select.select([p.sock], [], [],
                        max(0, start + n * 0.02 - time.time()))[0]:
        got = p.receive(0.1)
        if got and got.method == "BYE":
            p.reply(got, 200)
            print("bye", flush=True)
            sys.exit(0)
    if time.time() > start + talk:
        break
c.ask("BYE")
print("hung-up", flush=True)
