#!/usr/bin/env python3
"""storm.py KIND COUNT SEED [KEY=VALUE ...]: sends a running engine what it does
not want.  The same seed sends the same.

sound  ports=FIRST-LAST corpus=DIR: RTP, RTCP, STUN and noise to each port
http   to=HOST:PORT token=TOKEN: broken requests, with a token and without
sdp    to=HOST:PORT corpus=DIR: offers, and in dialogs of both sides
tcp    to=HOST:PORT corpus=DIR: messages in any pieces, with wrong lengths"""
import glob
import random
import re
import socket
import struct
import sys
import time

from peer import Call, Peer, sdp, token

kind, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
opt = dict(a.split("=", 1) for a in sys.argv[4:])
rnd = random.Random(seed)
ODD = [b"", b"\0", b"\xff\xfe", b"%s%n%x", b"-1", b"0", b"4294967296",
       b"99999999999999999999", b"\r\n", b"\r\n\r\n", b" ", b";", b"\"", b"<",
       b"a" * 300, b"\xc0\xaf", b"18446744073709551616", b"1e9", b"0x10"]


def corpus(pattern):
    return [open(f, "rb").read() for f in sorted(glob.glob(pattern))]


def mutate(data, most=4):
    """Some bytes, numbers or pieces of it are others."""
    data = bytearray(data)
    for _ in range(rnd.randint(1, most)):
        at = rnd.randrange(len(data) + 1)
        what = rnd.randrange(6)
        if what == 0 and data:
            data[at % len(data)] = rnd.randrange(256)
        elif what == 1:
            data[at:at] = rnd.choice(ODD)
        elif what == 2:
            del data[at:at + rnd.randint(1, 20)]
        elif what == 3:
            data[at:at] = data[at:at + rnd.randint(1, 200)]
        elif what == 4:
            numbers = list(re.finditer(rb"\d+", data))
            if numbers:
                m = rnd.choice(numbers)
                data[m.start():m.end()] = rnd.choice(ODD)
        else:
            lines = bytes(data).split(b"\r\n")
            lines.insert(rnd.randrange(len(lines) + 1), rnd.choice(lines))
            data = bytearray(b"\r\n".join(lines))
    return bytes(data)


def sound():
    first, last = map(int, opt["ports"].split("-"))
    socks = []
    for host in ("127.0.0.1", "127.0.0.2", "127.0.0.9"):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind((host, 0))
        s.setblocking(False)
        socks.append(s)
    rtp = struct.pack("!BBHII", 128, 8, 1, 160, 7) + bytes(160)
    key = struct.pack("!BBHIIBBH", 128, 229, 1, 160, 7, 5, 138, 1600)
    stun = struct.pack("!HHI", 1, 8, 0x2112a442) + bytes(12) + \
        struct.pack("!HHI", 0x8022, 4, 1)
    seeds = [rtp, key, stun, b"\x16\xfe\xff" + bytes(50)] + \
        corpus(opt["corpus"] + "/rtp/*") + corpus(opt["corpus"] + "/rtcp/*")
    for i in range(count):
        data = rnd.choice(seeds)
        how = rnd.randrange(10)
        if how == 0:
            data = bytes(rnd.randrange(256) for _ in range(rnd.randrange(64)))
        elif how == 1:
            data = rnd.choice([b"", data + bytes(rnd.choice([2000, 60000]))])
        elif how < 8:
            data = mutate(data)
        for port in range(first, last + 1):
            try:
                rnd.choice(socks).sendto(data[:65000], ("127.0.0.1", port))
            except OSError:
                pass
        if i % 20 == 0:
            time.sleep(0.01)


def http():
    host, port = opt["to"].rsplit(":", 1)
    auth = b"Authorization: Bearer %s\r\n" % opt["token"].encode()
    seeds = [b"GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n" % (path, auth)
             for path in (b"/api/board", b"/api/events",
                          b"/api/calls?limit=2&seat=01&from=2020-01-01",
                          b"/api/calls/1", b"/api/calls/1/recording")]
    seeds += [b"POST /api/seats/01/pause HTTP/1.1\r\nHost: x\r\n%s"
              b"Content-Type: application/json\r\nContent-Length: 14\r\n\r\n"
              b'{"reason":"a"}' % auth,
              b"POST /api/seats/01/ready HTTP/1.1\r\nHost: x\r\n%s"
              b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" % auth,
              b"GET /api/calls/1/recording HTTP/1.1\r\nHost: x\r\n%s"
              b"Range: bytes=0-10,20-30\r\n\r\n" % auth]
    for i in range(count):
        s = socket.socket()
        s.settimeout(0.2)
        s.bind(("127.0.0.%d" % (20 + i % 200), 0))
        try:
            s.connect((host, int(port)))
            for _ in range(rnd.randint(1, 3)):
                data = rnd.choice(seeds)
                if rnd.randrange(5):
                    data = mutate(data, 3)
                cut = rnd.randrange(len(data) + 1)
                s.sendall(data[:cut])
                s.sendall(data[cut:])
            s.setblocking(False)
            s.recv(4096)
        except OSError:
            pass
        s.close()


def offers():
    seeds = [sdp().encode()] + corpus(opt["corpus"] + "/sdp/*")
    s = Peer(opt["to"])
    assert s.register("1002", "pw1002").status == 200
    t = Peer(opt["to"], "127.0.0.2")
    head = "Content-Type: application/sdp"
    statuses = {}

    def body():
        return mutate(rnd.choice(seeds), 3).decode("latin-1")

    def note(m):
        key = m.status if m else 0
        statuses[key] = statuses.get(key, 0) + 1

    def ask(call, method, via=None):
        call.cseq += 1
        p = call.peer
        text = body()
        lines = ["%s %s SIP/2.0" % (method, call.uri), via or p.via(),
                 "From: " + call.local, "To: " + call.remote,
                 "Call-ID: " + call.call_id,
                 "CSeq: %d %s" % (call.cseq, method), "Max-Forwards: 70",
                 p.contact(), head, "Content-Length: %d" %
                 len(text.encode("latin-1")), "", text]
        p.send("\r\n".join(lines).encode("latin-1"))
        return p.answer(method, 2)

    while sum(statuses.values()) < count:
        # a new call by such an offer
        c = Call(t)
        c.local = "<sip:1@test>;tag=" + token()
        c.remote = "<sip:95012345@test>"
        c.call_id = token()
        c.uri = "sip:95012345@" + opt["to"]
        via = t.via()
        m = ask(c, "INVITE", via)
        note(m)
        if m:
            c.remote = m.get("To")
            ok = m.status < 300
            if ok:
                c.uri = re.search(r"<([^>]+)>", m.get("Contact")).group(1)
            c.ack(via=None if ok else via)
            if ok:
                for method in ("INVITE", "UPDATE"):
                    m = ask(c, method)
                    note(m)
                    if method == "INVITE" and m and m.status < 300:
                        c.ack()
                note(c.ask("BYE"))
        # and as the answer of a seat
        while True:
            m = s.receive(0.01)
            if m is None:
                break
            if m.method == "INVITE" and "tag=" not in m.get("To"):
                text = body()
                lines = ["SIP/2.0 200 OK"]
                lines += ["Via: " + v for v in m.all("Via")]
                lines += ["From: " + m.get("From"),
                          "To: " + m.get("To") + ";tag=" + token(),
                          "Call-ID: " + m.get("Call-ID"),
                          "CSeq: " + m.get("CSeq"), s.contact(), head,
                          "Content-Length: %d" % len(text.encode("latin-1")),
                          "", text]
                s.send("\r\n".join(lines).encode("latin-1"))
            elif m.method and m.method != "ACK":
                s.reply(m, 200)
    print(" ".join("%s:%d" % (k, v) for k, v in sorted(statuses.items())))
    # each request had an answer
    assert statuses.get(0, 0) * 20 <= count, "no answer"


def tcp():
    host, port = opt["to"].rsplit(":", 1)
    seeds = [d for d in corpus(opt["corpus"] + "/sip/*") if len(d) > 20]
    for i in range(count):
        s = socket.socket()
        s.settimeout(0.2)
        s.bind(("127.0.0.%d" % (2 if i % 2 else 20 + i % 200), 0))
        try:
            s.connect((host, int(port)))
            for _ in range(rnd.randint(1, 4)):
                data = mutate(rnd.choice(seeds))
                if rnd.randrange(3) == 0:
                    data = re.sub(rb"(?i)(\r\n(?:l|content-length)[ \t]*:)[^\r]*",
                                  lambda m: m.group(1) + b" " + rnd.choice(ODD),
                                  data)
                while data:
                    cut = rnd.choice([1, 7, 100, 2000])
                    s.sendall(data[:cut])
                    data = data[cut:]
            s.setblocking(False)
            s.recv(4096)
        except OSError:
            pass
        s.close()


{"sound": sound, "http": http, "sdp": offers, "tcp": tcp}[kind]()
