#!/usr/bin/env python3
"""stream.py CASE ENGINE TP [FOLDER]: connections, their limits and their ends."""
import sys
import time

from peer import Peer, token, sdp

engine, tp = sys.argv[2:4]
OPTIONS = ("OPTIONS sip:x@test SIP/2.0\r\nVia: SIP/2.0/%s 127.0.0.1;"
           "branch=z9hG4bK%s\r\nFrom: <sip:a@test>;tag=1\r\n"
           "To: <sip:x@test>\r\nCall-ID: %s\r\nCSeq: 1 OPTIONS\r\n"
           "Content-Length: %s\r\n\r\n%s")


def options(length="0", body=""):
    return OPTIONS % (tp.upper(), token(), token(), length, body)


def frames():
    """Messages in any pieces: one byte each, two in one, pings between."""
    p = Peer(engine, tp=tp)
    for c in options():
        p.send(c)
    assert p.receive().status == 200
    p.send("\r\n" + options() + "\r\n\r\n" + options("3", "abc") + options())
    for _ in range(3):
        assert p.receive().status == 200
    while p.read(0.2):
        pass
    p.send("\r\n\r\n")
    assert (p.read(5) or b"").startswith(b"\r\n")


def limits():
    """What is no message, or too long, costs the connection, not more."""
    for bad, answered in [
            (options("99999999999"), True), (options("-1"), True),
            (options("99999"), True), (options("1\r\nl: 2"), True),
            (options().replace("Content-Length: 0\r\n", ""), True),
            ("A" * 20000, False), ("\r\r", False)]:
        p = Peer(engine, tp=tp)
        p.send(bad)
        if answered:
            assert p.receive().status == 400, bad
        assert p.is_closed(), bad[:300]
    # the rest does not come: closed in a while, others are served meanwhile
    slow = Peer(engine, tp=tp)
    slow.send(options()[:50])
    start = time.time()
    p = Peer(engine, tp=tp)
    p.send(options())
    assert p.receive().status == 200
    assert slow.is_closed(40)
    assert 5 < time.time() - start


def crowd():
    """One address has only so many idle connections."""
    peers = []
    for _ in range(80):
        try:
            p = Peer(engine, "127.0.0.5", tp=tp)
            p.send(options())
            peers.append((p, p.receive(2)))
        except OSError:
            peers.append((None, None))
    good = sum(bool(m) for _, m in peers)
    assert good == 64, good
    other = Peer(engine, "127.0.0.6", tp=tp)
    other.send(options())
    assert other.receive().status == 200


def idle():
    """A stranger's connection is closed; a station's is not."""
    stranger, seat = Peer(engine, tp=tp), Peer(engine, tp=tp)
    assert seat.register("1001", "pw1001").status == 200
    assert stranger.is_closed(60)
    assert seat.register("1001", "pw1001", []).get("Contact")


def flow():
    """A call comes over the connection that registered, and the binding ends
    with it."""
    seat = Peer(engine, tp=tp)
    assert seat.register("1001", "pw1001").status == 200
    print("registered", flush=True)
    m = seat.expect("INVITE", 30)
    assert ("transport=" + tp) in m.first, m.first
    assert m.get("Via").startswith("SIP/2.0/" + tp.upper())
    assert ("transport=" + tp) in m.get("Contact"), m.text
    # the port it listens on is not that of its connection
    seat.contact = lambda: "Contact: <sip:1001@127.0.0.1:9>"
    seat.reply(m, 180, "Ringing", [seat.contact()])
    seat.reply(m, 200, "OK", [seat.contact(),
                              "Content-Type: application/sdp"], sdp())
    seat.expect("ACK")
    bye = seat.expect("BYE", 30)
    seat.reply(bye, 200)
    seat.close()


globals()[sys.argv[1]]()
print("ok", sys.argv[1])
