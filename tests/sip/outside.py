#!/usr/bin/env python3
"""outside.py [ANSWER [TALK]]: the outside world at 127.0.0.2: a carrier that
says each request that comes, in a line with its URI and From, and answers
INVITE with a status (200: for TALK seconds, with a tone as sound; 180: rings
until the engine gives up; 302: redirects to 13900000009; 401, 407: asks for
the password pwcarrier of 95012345, then like 200; 183: says from where it would
be heard, and answers like 200 three seconds later; 100: so too, half a second
later, and demands a PRACK though the INVITE did not offer 100rel).  REGISTER is
answered 200.
"""
import hashlib
import math
import re
import select
import socket
import struct
import sys
import time

from peer import Message, Peer, sdp

answer = int(sys.argv[1]) if len(sys.argv) > 1 else 200
talk = float(sys.argv[2]) if len(sys.argv) > 2 else 2
p = Peer("127.0.0.1:9", "127.0.0.2")
rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
rtp.bind(("127.0.0.2", 0))
print("port", p.local.split(":")[1], flush=True)


def alaw(x):
    """G.711 A-law of a 16-bit sample."""
    sign = 0x80 if x >= 0 else 0
    x = min(abs(x), 32635)
    e = 0
    while x >= 256 << e and e < 7:
        e += 1
    m = (x >> (e + 3 if e else 4)) & 15
    return (sign | e << 4 | m) ^ 0x55


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def knows(m):
    """Whether a request answers our challenge."""
    auth = m.get("Authorization" if answer == 401 else "Proxy-Authorization")

    def get(key):
        found = re.search(key + r'="?([^",]+)', auth)
        return found.group(1) if found else ""
    want = md5(":".join([md5("95012345:carrier:pwcarrier"), "n1", get("nc"),
                         get("cnonce"), "auth",
                         md5(m.method + ":" + m.first.split()[1])]))
    return get("response") == want and get("uri") == m.first.split()[1]


def ask(m):
    name = "WWW-Authenticate" if answer == 401 else "Proxy-Authenticate"
    p.reply(m, answer, "Who Is That", [
        '%s: Digest realm="carrier", nonce="n1", algorithm=%s, qop="auth"'
        % (name, algorithm) for algorithm in ("SHA-256", "MD5")])


FRAME = bytes(alaw(int(8000 * math.sin(2 * math.pi * 500 * n / 8000)))
              for n in range(160))
to = None       # where sound goes
end = seq = 0
heard = 0
bye = None
local = remote = uri = call_id = ""
held = None     # an INVITE, and when it is answered


def take(m):
    global remote, local, uri, call_id, to, end, seq
    remote, local = m.get("From"), m.get("To") + ";tag=peer"
    uri = re.search(r"<([^>]+)>", m.get("Contact")).group(1)
    call_id = m.get("Call-ID")
    port = int(re.search(r"m=audio (\d+)", m.body).group(1))
    host = re.search(r"c=IN IP4 (\S+)", m.body).group(1)
    p.reply(m, 180, "Ringing", [p.contact()])
    p.reply(m, 200, "OK", [p.contact(),
                           "Content-Type: application/sdp"],
            sdp("127.0.0.2", rtp.getsockname()[1]))
    to, end, seq = (host, port), time.time() + talk, 0


while True:
    busy = select.select([p.sock, rtp], [], [], 0.02)[0]
    if rtp in busy:
        rtp.recv(2048)
        heard += 1
    if p.sock in busy:
        data, src = p.sock.recvfrom(65536)
        p.engine = src
        m = Message(data.decode())
        if m.status:
            continue
        print(m.method, m.first.split()[1], m.get("From"), flush=True)
        if m.method == "INVITE" and answer == 302:
            p.reply(m, 302, "Moved", ["Contact: <sip:13900000009@127.0.0.2:%s>"
                                      % p.local.split(":")[1]])
        elif m.method == "INVITE" and answer == 180:
            invite = m
            p.reply(m, 180, "Ringing", [p.contact()])
        elif m.method == "INVITE" and answer in (401, 407) and not knows(m):
            ask(m)
        elif m.method == "INVITE" and answer in (100, 183):
            demands = ["Require: 100rel", "RSeq: 1"] if answer == 100 else []
            p.reply(m, 183, "Session Progress",
                    [p.contact(), "Content-Type: application/sdp"] + demands,
                    sdp("127.0.0.2", rtp.getsockname()[1]))
            held = m, time.time() + (0.5 if demands else 3)
        elif m.method == "INVITE" and answer not in (200, 401, 407):
            p.reply(m, answer, "No")
        elif m.method == "INVITE":
            take(m)
        elif m.method == "REGISTER":
            p.reply(m, 200, "OK", ["Expires: 300"])
        elif m.method == "CANCEL":
            p.reply(m, 200)
            p.reply(invite, 487, "Request Terminated")
        elif m.method == "BYE":
            p.reply(m, 200)
            print("heard", heard, flush=True)
            to = None
    if held and time.time() > held[1]:
        take(held[0])
        held = None
    if to and time.time() > end:
        p.request("BYE", uri, local, remote, call_id, 7)
        print("heard", heard, flush=True)
        to = None
    while to and seq * 0.02 < time.time() - end + talk:
        rtp.sendto(struct.pack("!BBHII", 0x80, 8, seq, seq * 160, 77) + FRAME,
                   to)
        seq += 1
