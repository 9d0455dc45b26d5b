#!/usr/bin/env python3
"""reliable.py CASE UDP TCP: provisional answers that are confirmed, RFC 3262."""
import re
import sys
import time

from peer import Call, Peer, sdp, token

engine = sys.argv[2]
SDP = "Content-Type: application/sdp"
WANT = "Require: 100rel"


def offered(headers=(WANT,), body=None, tp="udp"):
    """An INVITE of the trunk that requires 100rel, with its first answer."""
    p = Peer(engine if tp == "udp" else sys.argv[3], "127.0.0.2", tp)
    a = Call(p).dial("95012345", headers, body)
    return a, told(a, 180)


def told(a, status):
    m = a.peer.expect(status)
    assert m.get("Require") == "100rel" and m.get("Contact"), m.text
    a.remote = m.get("To")
    a.uri = re.search(r"<([^>]+)>", m.get("Contact")).group(1)
    a.invite_cseq = a.invite_cseq if hasattr(a, "invite_cseq") else a.cseq
    a.rseq = int(m.get("RSeq"))
    assert 1 <= a.rseq < 2 ** 31, m.text
    return m


def prack(a, rack=None, headers=(), body=""):
    """Our PRACK; what comes before its answer is kept aside."""
    a.cseq += 1
    if rack is None:
        rack = "%d %d INVITE" % (a.rseq, a.invite_cseq)
    lines = ["RAck: " + rack] if rack else []
    a.peer.request("PRACK", a.uri, a.local, a.remote, a.call_id, a.cseq,
                   lines + list(headers), body)
    return a.peer.answer("PRACK")


def answered(a, seconds=8):
    m = a.peer.answer("INVITE", seconds)
    assert m, "no final answer"
    a.last, a.cseq = a.cseq, a.invite_cseq
    a.ack(via=None if m.status < 300 else a.invite_via)
    a.cseq = a.last
    return m


def bye(a):
    assert a.ask("BYE").status == 200


def plain():
    """180 with RSeq, PRACK, 200, and only then the answer."""
    for tp in "udp", "tcp":
        a, m = offered(tp=tp)
        assert not m.body, m.text
        assert a.peer.receive(0.3) is None  # no 200 before PRACK
        assert prack(a).status == 200
        m = answered(a)
        assert m.status == 200 and "m=audio" in m.body, m.text
        assert not m.get("RSeq")
        # it was confirmed: once more it is a stranger
        assert prack(a).status == 481
        assert a.ask("UPDATE").status == 200
        bye(a)


def repeated():
    """Without PRACK it comes again after T1, 2 T1, 4 T1, and is the same."""
    a, m = offered()
    start, gaps = time.time(), []
    for _ in range(3):
        again = a.peer.expect(180)
        assert again.text == m.text, again.text
        gaps.append(time.time() - start)
        start = time.time()
    for gap, least in zip(gaps, (0.5, 1, 2)):
        assert least - 0.1 <= gap, gaps
    assert prack(a).status == 200
    assert answered(a).status == 200
    assert a.peer.receive(4.5) is None  # nothing is repeated any more
    bye(a)


def silent():
    """No PRACK at all: 504 after 64 T1."""
    start = time.time()
    a, _ = offered()
    m = a.peer.answer("INVITE", 60)
    assert m.status == 504, m.text
    assert time.time() - start > 31
    a.ack(via=a.invite_via)


def strange():
    """A PRACK that is of nothing of ours: 481, and nothing has changed."""
    a, _ = offered()
    for rack in ("%d %d INVITE" % (a.rseq + 1, a.invite_cseq),
                 "%d %d INVITE" % (a.rseq, a.invite_cseq + 1),
                 "%d %d BYE" % (a.rseq, a.invite_cseq),
                 "%d %d INVITE x" % (a.rseq, a.invite_cseq),
                 "x%d %d INVITE" % (a.rseq, a.invite_cseq),
                 "99999999999999999999999 1 INVITE", "1", "nonsense", False):
        assert prack(a, rack).status == 481, rack
    good, a.remote = a.remote, a.remote + "x"
    assert prack(a).status == 481
    a.remote = good
    p = a.peer
    p.request("PRACK", "sip:test", "<sip:1@test>;tag=1", "<sip:test>", token(),
              1, ["RAck: 1 1 INVITE"])
    assert p.answer("PRACK").status == 481
    m = prack(a, headers=["Content-Type: text/plain"], body="x")
    assert m.status == 415, m.text
    # an offer, while the first is not answered
    m = prack(a, headers=[SDP], body=sdp("127.0.0.2"))
    assert m.status == 488, m.text
    a.cseq -= 5
    assert prack(a).status == 500  # out of order
    a.cseq += 10
    assert prack(a).status == 200
    assert answered(a).status == 200
    bye(a)
    # and to a call that requires nothing
    a = Call(Peer(engine, "127.0.0.2")).dial("95012345")
    assert a.final().status == 200
    a.rseq, a.invite_cseq = 1, a.cseq
    assert prack(a).status == 481
    bye(a)


def odd():
    """RAck that is anything: 481, or 400, and the call goes on."""
    a, _ = offered()
    good = "%d %d INVITE" % (a.rseq, a.invite_cseq)
    odds = ["", " ", "\t", "-1", "0x1", "4294967296", "9" * 400, "a" * 4000,
            "%s%n%x", "\xff\xfe", "\0", "<>" * 40, ";" * 40, "\r\n ", "\""]
    for text in odds:
        for rack in (text, text + good, good + text, good.replace(" ", text),
                     good.replace("INVITE", text)):
            # white space around it is none of it, also in a folded line
            if " ".join(rack.split()) == good:
                continue
            m = prack(a, rack or " ")
            assert m and m.status in (400, 481), (rack, m and m.text)
    assert prack(a).status == 200
    assert answered(a).status == 200
    bye(a)


def without_offer():
    """No offer in the INVITE: ours comes with 180, the answer with PRACK."""
    a, m = offered(body="")
    assert "m=audio" in m.body, m.text
    assert prack(a).status == 488  # an answer is due
    assert prack(a, headers=[SDP], body="v=0\r\nrubbish").status == 488
    m = prack(a, headers=[SDP], body=sdp("127.0.0.2"))
    assert m.status == 200 and not m.body, m.text
    m = answered(a)
    assert m.status == 200 and not m.body, m.text
    assert a.ask("UPDATE", [SDP], sdp("127.0.0.2", 40004)).status == 200
    bye(a)


def given_up():
    """CANCEL before PRACK: 487, and nothing more comes."""
    a, _ = offered()
    a.peer.request("CANCEL", "sip:95012345@" + engine, a.local,
                   "<sip:95012345@test>", a.call_id, a.cseq,
                   via=a.invite_via)
    m = a.peer.answer("INVITE")
    assert m.status == 487, m.text
    a.ack(via=a.invite_via)
    assert a.peer.receive(2.5) is None
    assert prack(a).status == 481


def early():
    """180, PRACK, 183 with SDP, PRACK, and an answer that has no SDP."""
    a, m = offered()
    assert not m.body
    first = a.rseq
    assert prack(a).status == 200
    m = told(a, 183)
    assert "m=audio" in m.body and a.rseq == first + 1, m.text
    # the announcement is over before that is confirmed: no answer yet
    end = time.time() + 2
    while time.time() < end:
        m = a.peer.receive(end - time.time())
        assert m is None or m.status == 183, m.text
    assert a.ask("UPDATE", [SDP], sdp("127.0.0.2")).status == 491
    assert prack(a, headers=[SDP], body=sdp("127.0.0.2", 40006)).body
    m = answered(a)
    assert m.status == 200 and not m.body, m.text
    bye(a)


def early_given_up():
    """CANCEL within a long announcement, after an UPDATE."""
    a, m = offered()
    assert prack(a).status == 200
    told(a, 183)
    assert prack(a).status == 200
    # once it is confirmed, an offer is answered in the early dialog too
    m = a.ask("UPDATE", [SDP], sdp("127.0.0.2", 40008))
    assert m.status == 200 and "m=audio" in m.body, m.text
    a.peer.request("CANCEL", "sip:95012345@" + engine, a.local,
                   "<sip:95012345@test>", a.call_id, a.invite_cseq,
                   via=a.invite_via)
    assert answered(a).status == 487


globals()[sys.argv[1]]()
print("ok", sys.argv[1])
