#!/usr/bin/env python3
"""registrar.py CASE ENGINE: one thing that a registrar has to do."""
import re
import sys
import time

from peer import Peer, Message, token, sdp

engine = sys.argv[2]
rest = sys.argv[3:]


def contacts(m):
    return sorted(m.all("Contact"))


def several():
    """Two telephones of a seat: both listed, q kept, one leaves."""
    a, b = Peer(engine), Peer(engine)
    assert a.register("1001", "pw1001").status == 200
    m = b.register("1001", "pw1001",
                   [b.contact("1001") + ";q=0.5;expires=90"])
    assert m.status == 200 and len(contacts(m)) == 2, m.text
    assert "q=0.500" in "".join(contacts(m)), m.text
    assert b.local in contacts(m)[0] + contacts(m)[1]
    m = b.register("1001", "pw1001", [b.contact("1001") + ";expires=0"])
    assert len(contacts(m)) == 1 and a.local in contacts(m)[0], m.text
    m = a.register("1001", "pw1001", ["Contact: *"], ["Expires: 0"])
    assert m.status == 200 and not contacts(m), m.text
    # asking changes nothing
    m = a.register("1001", "pw1001", [])
    assert m.status == 200 and not contacts(m)


def limits():
    """Too brief 423, too long is cut, "*" is for all and with Expires 0."""
    p = Peer(engine)
    m = p.register("1001", "pw1001", headers=["Expires: 5"])
    assert m.status == 423 and m.get("Min-Expires") == "30", m.text
    m = p.register("1001", "pw1001", headers=["Expires: 99999"])
    assert re.search(r"expires=300\b", m.get("Contact")), m.text
    assert p.register("1001", "pw1001", ["Contact: *"]).status == 400
    m = p.register("1001", "pw1001", ["Contact: *", p.contact()],
                   ["Expires: 0"])
    assert m.status == 400, m.text
    # nothing of a bad request is done
    m = p.register("1001", "pw1001", [p.contact("new"),
                                      "Contact: <sip:x@127.0.0.1>;expires=1"])
    assert m.status == 423
    assert "new" not in "".join(contacts(p.register("1001", "pw1001", [])))
    # the oldest of too many gives way
    for i in range(6):
        m = Peer(engine).register("1001", "pw1001")
    assert len(contacts(m)) == 4, m.text
    # Path is not supported, so it is ignored; required, it is refused
    assert p.register("1001", "pw1001", headers=[
        "Expires: 60", "Path: <sip:10.0.0.1;lr>",
        "Supported: path"]).status == 200
    assert p.register("1001", "pw1001", headers=[
        "Require: path"]).status == 420


def nonces():
    """A request is good once; counts go on; an old one is stale."""
    p = Peer(engine)
    assert p.register("1001", "pw1001").status == 200
    c = p.challenge
    m = p.register("1001", "pw1001", challenge=c, nc=1)
    assert m.status == 401 and "stale=true" in m.get("WWW-Authenticate")
    assert p.register("1001", "pw1001", challenge=c, nc=2).status == 200
    forged = c.replace('nonce="0', 'nonce="1')
    m = p.register("1001", "pw1001", challenge=forged, nc=1)
    assert m.status == 401 and "stale" not in m.get("WWW-Authenticate")
    # given to another host
    q = Peer(engine, "127.0.0.7")
    assert q.register("1001", "pw1001", challenge=c, nc=9).status == 401
    # an old request of the same Call-ID
    p.cseq = 0
    m = p.register("1001", "pw1001")
    assert m.status == 500, m.text


def algorithms():
    """Both are offered, the stronger first, and both are taken."""
    p = Peer(engine)
    assert p.register("1001", "pw1001", algorithm="SHA-256").status == 200
    assert p.register("1001", "pw1001", algorithm="MD5").status == 200
    assert p.register("1001", "guess", algorithm="SHA-256").status == 403


def flood():
    """Wrong secrets: few are answered, the seats go on."""
    seat = Peer(engine, "127.0.0.1")
    assert seat.register("1001", "pw1001").status == 200
    bad = Peer(engine, "127.0.0.9")
    bad.register("1001", "guess")
    answers = 0
    wrong = bad.digest(bad.challenge, "1001", "guess", "REGISTER", "sip:test")
    start = time.time()
    for i in range(20000):
        bad.request("REGISTER", "sip:test", "<sip:1001@test>;tag=x",
                    "<sip:1001@test>", token(), 1,
                    [bad.contact(), "Expires: 60", wrong])
        if i % 50 == 0:
            while bad.read(0):
                answers += 1
        if i % 2000 == 0:
            assert seat.register("1001", "pw1001").status == 200
    while bad.read(0.3):
        answers += 1
    assert 1 <= answers <= 12 + (time.time() - start), answers
    # the right secret from there is not looked at now, from elsewhere it is
    for _ in range(50):
        bad.request("REGISTER", "sip:test", "<sip:1001@test>;tag=x",
                    "<sip:1001@test>", token(), 1,
                    [bad.contact(), "Expires: 60", wrong])
    m = bad.register("1001", "pw1001", challenge=bad.challenge, nc=9)
    assert m is None or m.status == 403, m.text
    assert Peer(engine, "127.0.0.8").register("1001", "pw1001").status == 200
    # one that is bound at the same address renews
    near = Peer(engine, "127.0.0.1")
    near.register("1001", "guess")
    wrong = near.digest(near.challenge, "1001", "guess", "REGISTER",
                        "sip:test")
    for _ in range(50):
        near.request("REGISTER", "sip:test", "<sip:1001@test>;tag=x",
                     "<sip:1001@test>", token(), 1,
                     [near.contact(), "Expires: 60", wrong])
    assert seat.register("1001", "pw1001").status == 200


def qualify():
    """One that does not answer is not rung; it is again when it answers."""
    silent = Peer(engine)
    assert silent.register("1001", "pw1001").status == 200
    m = silent.receive(8)
    assert m and m.method == "OPTIONS", m and m.text
    silent.reply(m, 200)
    end = time.time() + 30
    while "does not answer" not in open(rest[0] + "/log").read():
        assert time.time() < end
        m = silent.receive(0.2)
        assert not m or m.method == "OPTIONS"
    # a call comes now, for 1002
    time.sleep(1)
    while silent.receive(0):
        pass
    m = silent.expect("OPTIONS", 30)
    silent.reply(m, 404, "Not Found")
    end = time.time() + 20
    while time.time() < end:
        m = silent.receive(1)
        if m and m.method == "INVITE":
            print("rung")
            silent.reply(m, 486, "Busy Here")
            silent.expect("ACK")
            return
        if m and m.method == "OPTIONS":
            silent.reply(m, 200)
    raise AssertionError("not rung")


globals()[sys.argv[1]]()
print("ok", sys.argv[1])
