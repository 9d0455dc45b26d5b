#!/usr/bin/env python3
"""call.py CASE ENGINE: what may happen within a call."""
import os
import re
import sys
import time

from peer import Call, Peer, sdp, token

engine = sys.argv[2]
SDP = "Content-Type: application/sdp"


def seat(user="1001"):
    p = Peer(engine)
    assert p.register(user, "pw" + user).status == 200
    return p


def trunk():
    return Peer(engine, "127.0.0.2")


def connected(headers=(), seat_headers=()):
    """A caller and a seat that talk."""
    return connected_with(seat(), headers, seat_headers)


def connected_with(s, headers=(), seat_headers=()):
    t = trunk()
    a = Call(t).dial("95012345", headers)
    m = a.final()
    assert m.status == 200, m.text
    a.answer = m
    b = Call(s)
    b.invite = s.expect("INVITE")
    b.take(b.invite, seat_headers)
    return a, b


def bye(call):
    assert call.ask("BYE").status == 200


def timers():
    """RFC 4028: too small is 422, agreed is said, the peer refreshes."""
    t = trunk()
    m = Call(t).dial("95012345", ["Supported: timer",
                                  "Session-Expires: 1"]).final()
    assert m.status == 422 and m.get("Min-SE") == "2", m.text
    a, b = connected(["Supported: timer", "Session-Expires: 600"])
    assert a.answer.get("Session-Expires") == "6;refresher=uac", a.answer.text
    assert a.answer.get("Require") == "timer"
    assert b.invite.get("Session-Expires") == "6", b.invite.text
    assert "timer" in b.invite.get("Supported")
    for _ in range(4):
        time.sleep(2)
        m = a.ask("UPDATE", ["Supported: timer",
                             "Session-Expires: 6;refresher=uac"])
        assert m.status == 200, m.text
        assert m.get("Session-Expires") == "6;refresher=uac"
    m = a.ask("UPDATE", ["Supported: timer", "Session-Expires: 1"])
    assert m.status == 422, m.text
    # by re-INVITE too
    m = a.ask("INVITE", ["Supported: timer", SDP,
                         "Session-Expires: 6;refresher=uac"],
              sdp("127.0.0.2"))
    a.ack()
    assert m.get("Session-Expires") == "6;refresher=uac", m.text
    bye(a)


def lapse():
    """A caller that does not refresh is lost: BYE, and the seat is told."""
    a, b = connected(["Supported: timer", "Session-Expires: 6"])
    start = time.time()
    m = a.peer.expect("BYE", 30)
    assert time.time() - start > 2
    a.peer.reply(m, 200)
    m = b.peer.expect("BYE", 30)
    b.peer.reply(m, 200)


def refresh():
    """The engine refreshes by UPDATE if it is asked to; 481 ends the call."""
    a, b = connected(["Supported: timer", "Allow: INVITE, UPDATE",
                      "Session-Expires: 6;refresher=uas"])
    assert a.answer.get("Session-Expires") == "6;refresher=uas"
    for _ in range(3):
        m = a.peer.expect("UPDATE", 30)
        assert m.get("Session-Expires") == "6;refresher=uac", m.text
        a.peer.reply(m, 200, "OK", [a.peer.contact(), "Require: timer",
                                    "Session-Expires: 6;refresher=uac"])
    m = a.peer.expect("UPDATE", 30)
    a.peer.reply(m, 481, "Gone")
    m = b.peer.expect("BYE", 30)
    b.peer.reply(m, 200)


def unanswered():
    """A refresh of ours that stays unanswered: the session ends when its
    interval is over, not with the transaction 32 s later (RFC 4028, 10)."""
    a, b = connected(["Supported: timer", "Allow: INVITE, UPDATE",
                      "Session-Expires: 2;refresher=uas"])
    start = time.time()
    a.peer.expect("UPDATE", 30)
    m = a.peer.expect("BYE", 25)
    assert time.time() - start > 1
    a.peer.reply(m, 200)
    m = b.peer.expect("BYE", 30)
    b.peer.reply(m, 200)


def unanswered_seat():
    """The same of a seat: it is told, and its caller waits for the next."""
    a, b = connected(seat_headers=[
        "Supported: timer", "Allow: INVITE, UPDATE", "Require: timer",
        "Session-Expires: 2;refresher=uac"])
    b.peer.expect("UPDATE", 30)
    other = seat("1002")
    m = b.peer.expect("BYE", 25)
    b.peer.reply(m, 200)
    Call(other).take(other.expect("INVITE", 30))
    bye(a)
    other.reply(other.expect("BYE", 30), 200)


def update():
    """UPDATE with an offer is answered, early it is 491, unknown 481."""
    a, b = connected()
    m = a.ask("UPDATE", [SDP], sdp("127.0.0.2", 40004))
    assert m.status == 200 and "m=audio" in m.body, m.text
    m = a.ask("UPDATE", [SDP], "v=0\r\nrubbish")
    assert m.status in (400, 488), m.text
    m = a.ask("UPDATE", ["Content-Type: text/plain"], "x")
    assert m.status == 415
    m = a.ask("INVITE", [SDP], sdp("127.0.0.2"))
    assert m.status == 200
    a.ack()
    a.cseq -= 60
    m = a.ask("UPDATE")
    assert m.status == 500, m.text
    a.cseq += 100
    good = a.remote
    a.remote += "x"
    assert a.ask("UPDATE").status == 481
    assert a.ask("REFER", ["Refer-To: <sip:1002@test>"]).status == 481
    a.remote = good
    # the caller's side cannot refer
    assert a.ask("REFER", ["Refer-To: <sip:1002@test>"]).status == 403
    bye(a)


def extensions():
    """What is required and not understood is named; the rest is left out."""
    t = trunk()
    m = Call(t).dial("95012345", ["Require: timer, bar, foo"]).final()
    assert m.status == 420 and m.get("Unsupported") == "bar, foo", m.text
    # who merely supports it gets a plain 180
    t.request("INVITE", "sip:95012345@" + engine, "<sip:1@test>;tag=1",
              "<sip:95012345@test>", token(), 1,
              [t.contact(), "Supported: 100rel", "Require: timer", SDP],
              sdp("127.0.0.2"))
    m = t.expect(180)
    assert not m.get("RSeq") and not m.get("Require"), m.text
    assert t.answer("INVITE").status == 200
    t.request("OPTIONS", "sip:test", "<sip:a@test>;tag=1", "<sip:test>",
              token(), 1)
    m = t.answer("OPTIONS")
    assert m.status == 200 and "UPDATE" in m.get("Allow")
    assert m.get("Accept") == "application/sdp"
    assert m.get("Supported") == "timer, 100rel" and "PRACK" in m.get("Allow")


def blind():
    """A seat gives its call to another: 202, NOTIFY 100, NOTIFY 200, BYE."""
    a, b = connected()
    other = seat("1002")
    assert b.ask("REFER", ["Refer-To: <sip:1002@test>"]).status == 202
    notes = []
    m = b.peer.expect("NOTIFY")
    assert m.body.startswith("SIP/2.0 100"), m.text
    assert m.get("Event").startswith("refer")
    assert m.get("Subscription-State").startswith("active")
    b.peer.reply(m, 200)
    c = Call(other).take(other.expect("INVITE"))
    m = b.peer.expect("NOTIFY")
    assert m.body.startswith("SIP/2.0 200"), m.text
    assert m.get("Subscription-State").startswith("terminated")
    b.peer.reply(m, 200)
    m = b.peer.expect("BYE")
    b.peer.reply(m, 200)
    assert a.peer.receive(0.3) is None  # the caller hears of nothing
    bye(a)
    m = c.peer.expect("BYE")
    c.peer.reply(m, 200)


def refused():
    """The other seat declines: the one who gave the call has it again."""
    a, b = connected()
    other = seat("1002")
    assert b.ask("REFER", ["Refer-To: <sip:02@test>"]).status == 202
    b.peer.reply(b.peer.expect("NOTIFY"), 200)
    m = other.expect("INVITE")
    other.reply(m, 486, "Busy Here")
    m = b.peer.expect("NOTIFY")
    assert m.body.startswith("SIP/2.0 480"), m.text
    b.peer.reply(m, 200)
    b.peer.reply(b.peer.expect("BYE"), 200)
    again = Call(b.peer).take(b.peer.expect("INVITE"))
    bye(a)
    again.peer.reply(again.peer.expect("BYE"), 200)


def busy():
    """A seat that cannot be rung: told so, and nothing has changed."""
    a, b = connected()
    assert b.ask("REFER", ["Refer-To: <sip:1002@test>"]).status == 202
    b.peer.reply(b.peer.expect("NOTIFY"), 200)
    m = b.peer.expect("NOTIFY")
    assert m.body.startswith("SIP/2.0 486"), m.text
    b.peer.reply(m, 200)
    assert b.ask("UPDATE").status == 200
    bye(b)
    a.peer.reply(a.peer.expect("BYE"), 200)


def consult(seat_call, number, headers=()):
    """A call of a seat to another, with its final answer."""
    c = Call(seat_call.peer).dial(number, headers, frm="1001")
    m = c.final()
    c.status = m.status
    c.body = m.body
    return c


def replaces(of, to="1002@test", turned=False):
    """Refer-To with a Replaces of a dialog that we began."""
    ours = re.search(r"tag=([^;>]+)", of.local).group(1)
    theirs = re.search(r"tag=([^;>]+)", of.remote).group(1)
    if turned:
        ours, theirs = theirs, ours
    return "Refer-To: <sip:%s?Replaces=%s%%3Bto-tag%%3D%s%%3Bfrom-tag%%3D%s>" \
        % (to, of.call_id, theirs, ours)


def final_note(call):
    """The body of the last NOTIFY to who referred."""
    while True:
        m = call.peer.expect("NOTIFY")
        call.peer.reply(m, 200)
        if m.get("Subscription-State").startswith("terminated"):
            return m.body


def hung_up(call, calls=1):
    for _ in range(calls):
        call.peer.reply(call.peer.expect("BYE"), 200)


def attended():
    """A seat asks another, then gives it the caller: REFER with Replaces."""
    for to, turned in ("1002@test", False), ("callpermit@%s" % engine, True):
        a, b = connected()
        other = seat("1002")
        q = consult(b, "1002")
        assert q.status == 200
        m = other.expect("INVITE")
        assert "<sip:1001@test>" in m.get("From"), m.text
        c = Call(other).take(m)
        time.sleep(0.5)
        assert b.ask("REFER", [replaces(q, to, turned)]).status == 202
        assert final_note(b).startswith("SIP/2.0 200")
        hung_up(b, 2)
        # neither the caller nor the other seat hears of anything
        assert a.peer.receive(0.3) is None
        assert other.receive(0.3) is None
        assert c.ask("UPDATE").status == 200
        if turned:
            bye(c)
            hung_up(a)
        else:
            bye(a)
            hung_up(c)
        other.register("1002", "pw1002", headers=["Expires: 0"])
        b.peer.register("1001", "pw1001", headers=["Expires: 0"])


def ringing():
    """It gives the caller on while the other still rings."""
    a, b = connected()
    other = seat("1002")
    q = consult(b, "1002")
    first = other.expect("INVITE")
    other.reply(first, 180, "Ringing", [other.contact()])
    assert b.ask("REFER", [replaces(q)]).status == 202
    m = other.expect("CANCEL")
    other.reply(m, 200)
    other.reply(first, 487, "Request Terminated")
    m = other.expect("INVITE")
    assert "<sip:13800000001@test>" in m.get("From"), m.text
    c = Call(other).take(m)
    assert final_note(b).startswith("SIP/2.0 200")
    hung_up(b, 2)
    bye(a)
    hung_up(c)


def asking():
    """Who may ask whom, and when it ends."""
    s, other = seat(), seat("1002")
    # without a call, or one that is not there: refused, and no breach
    p = Call(s)
    assert p.dial("1002", frm="1001").final().status == 403
    a, b = connected_with(s)
    assert consult(b, "1001").status == 403       # itself
    assert consult(b, "13900000009").status == 403  # outside
    assert consult(b, "elsewhere").status == 403    # no queue of ours
    q = consult(b, "02")
    assert q.status == 200
    assert consult(b, "1002").status == 403       # one at a time
    c = Call(other).take(other.expect("INVITE"))
    time.sleep(0.3)
    # whoever is asked cannot give it on
    assert c.ask("REFER", ["Refer-To: <sip:1001@test>"]).status == 403
    # a dialog that is none, or another's
    assert b.ask("REFER", ["Refer-To: <sip:1002@test?Replaces=x%3Bto-tag%3D1"
                           "%3Bfrom-tag%3D2>"]).status == 202
    assert final_note(b).startswith("SIP/2.0 481")
    assert b.ask("REFER", [replaces(b)]).status == 202
    assert final_note(b).startswith("SIP/2.0 481")
    assert b.ask("REFER", [replaces(q, "1002@evil.example")]).status == 403
    assert b.ask("UPDATE").status == 200 and c.ask("UPDATE").status == 200
    # it ends with the call that it is about
    bye(a)
    hung_up(b, 2)
    hung_up(c)


def asked_queue():
    """A seat asks a queue: waits, is answered, and gives the caller on."""
    a, b = connected()
    q = consult(b, "repair")
    assert q.status == 200
    assert b.peer.receive(0.5) is None  # it waits
    other = seat("1003")
    m = other.expect("INVITE")
    assert "<sip:1001@test>" in m.get("From"), m.text
    c = Call(other).take(m)
    time.sleep(0.5)
    assert b.ask("REFER", [replaces(q, "repair@test")]).status == 202
    assert final_note(b).startswith("SIP/2.0 200")
    hung_up(b, 2)
    assert a.peer.receive(0.3) is None
    assert c.ask("UPDATE").status == 200
    bye(a)
    hung_up(c)
    other.register("1003", "pw1003", headers=["Expires: 0"])
    # while it waits still: the caller waits there instead
    a, b = connected_with(b.peer)
    q = consult(b, "repair")
    assert q.status == 200
    assert b.ask("REFER", [replaces(q, "repair@test")]).status == 202
    assert final_note(b).startswith("SIP/2.0 200")
    hung_up(b, 2)
    other = seat("1003")
    m = other.expect("INVITE")
    assert "<sip:13800000001@test>" in m.get("From"), m.text
    c = Call(other).take(m)
    bye(a)
    hung_up(c)
    # it waits in vain: let go, and the call is as it was
    other.register("1003", "pw1003", headers=["Expires: 0"])
    a, b = connected_with(b.peer)
    q = consult(b, "repair")
    assert q.status == 200
    m = b.peer.expect("BYE", 20)
    assert m.get("Call-ID") == q.call_id
    b.peer.reply(m, 200)
    assert b.ask("UPDATE").status == 200
    # of another tenant
    assert consult(b, "gasworks").status == 403
    bye(a)
    hung_up(b)
    # and without a call
    assert Call(b.peer).dial("repair", frm="1001").final().status == 403


def declined():
    """The other declines: the one who asked hears so and is let go."""
    a, b = connected()
    other = seat("1002")
    q = consult(b, "1002")
    m = other.expect("INVITE")
    other.reply(m, 486, "Busy Here")
    m = b.peer.expect("BYE", 20)
    assert m.get("Call-ID") == q.call_id
    b.peer.reply(m, 200)
    assert b.ask("UPDATE").status == 200
    bye(a)
    hung_up(b)


def give():
    """A seat without sound: asks 1002, once a file says that it is there, and
    gives the caller to it."""
    s = seat()
    print("registered", flush=True)
    b = Call(s).take(s.expect("INVITE", 20))
    while not os.path.exists(sys.argv[3]):
        time.sleep(0.05)
    q = consult(b, "1002")
    assert q.status == 200
    time.sleep(1.5)
    assert b.ask("REFER", [replaces(q)]).status == 202
    assert final_note(b).startswith("SIP/2.0 200")
    hung_up(b, 2)
    print("given", flush=True)


def queue():
    """To a queue."""
    a, b = connected()
    assert b.ask("REFER", ["Refer-To: <sip:repair@test>"]).status == 202
    b.peer.reply(b.peer.expect("NOTIFY"), 200)
    m = b.peer.expect("NOTIFY")
    assert m.body.startswith("SIP/2.0 200"), m.text
    b.peer.reply(m, 200)
    b.peer.reply(b.peer.expect("BYE"), 200)
    bye(a)


def outside():
    """No way out by REFER, whatever it says."""
    a, b = connected()
    host = engine.split(":")[0]
    for n, to in enumerate([
            "<sip:13900000009@test>", "<sip:1002@127.0.0.2>",
            "<sip:1002@evil.example>", "<tel:13900000009>",
            "<sips:1002@test>", "<sip:1002:x@test>",
            "<sip:1002@%s:5999>" % host, "<sip:@test>"]):
        m = b.ask("REFER", ["Refer-To: " + to])
        assert m.status == 403, (to, m.text)
    assert b.ask("REFER", ["Refer-To: nonsense <"]).status == 400
    assert b.ask("REFER").status == 400
    assert b.ask("REFER", ["Refer-To: <sip:1002@test>",
                           "Refer-To: <sip:01@test>"]).status == 400
    assert b.ask("REFER", ["Refer-To: <sip:1002@test;method=BYE>"]).status \
        == 501
    # outside a call
    p = b.peer
    p.request("REFER", "sip:test", "<sip:1001@test>;tag=1", "<sip:test>",
              token(), 1, [p.contact(), "Refer-To: <sip:13900000009@test>"])
    assert p.answer("REFER").status == 403
    assert b.ask("UPDATE").status == 200
    bye(b)
    a.peer.reply(a.peer.expect("BYE"), 200)


def fork():
    """A second telephone behind a proxy answers too: ACK and BYE."""
    s, t = seat(), trunk()
    a = Call(t).dial("95012345")
    assert a.final().status == 200
    m = s.expect("INVITE")
    Call(s).take(m)
    s.reply(m, 200, "OK", [s.contact("other"), SDP], sdp(), tag="second")
    for what in "ACK", "BYE":
        r = s.expect(what)
        assert r.tag("To") == "second", r.text
        assert "other" in r.first, r.text
    s.reply(r, 200)
    bye(a)


def nat():
    """A seat is reached where it answers from, whatever its Contact says."""
    s, t = seat(), trunk()
    a = Call(t).dial("95012345")
    assert a.final().status == 200
    m = s.expect("INVITE")
    s.contact = lambda user="": "Contact: <sips:1001@10.9.9.9:5999>"
    b = Call(s).take(m)  # with the ACK
    assert b.ask("UPDATE", [SDP], sdp()).status == 200
    bye(a)
    r = s.expect("BYE")
    assert r.first.startswith("BYE sip:1001@" + s.local), r.first
    s.reply(r, 200)


def late():
    """The seat's 200 crosses the CANCEL: ACK and BYE."""
    s, t = seat(), trunk()
    a = Call(t).dial("95012345")
    assert a.final().status == 200
    m = s.expect("INVITE")
    s.reply(m, 180, "Ringing", [s.contact()], tag="late")
    time.sleep(0.2)
    bye(a)
    s.expect("CANCEL")
    s.reply(m, 200, "OK", [s.contact(), SDP], sdp(), tag="late")
    s.expect("ACK")
    s.reply(s.expect("BYE"), 200)


def nothing_but(peer, methods, seconds):
    """All that comes within some time is of some methods."""
    end = time.time() + seconds
    while time.time() < end:
        m = peer.receive(end - time.time())
        assert m is None or m.method in methods, m.text
        if m and m.method == "OPTIONS":
            peer.reply(m, 200)


def confirmed():
    """A seat that has not confirmed the end of its call is not rung for the
    next caller, but is tried again if it never does."""
    s = seat()
    a, b, c, d = (Call(trunk()) for _ in range(4))
    for call in a, b, c, d:
        call.dial("95012345")
        assert call.final().status == 200
    # the caller leaves before the station has said anything: no CANCEL yet
    m = s.expect("INVITE")
    bye(a)
    nothing_but(s, ("INVITE", "OPTIONS"), 1)
    s.reply(m, 180, "Ringing", [s.contact()])
    s.reply(s.expect("CANCEL"), 200)
    nothing_but(s, ("CANCEL", "OPTIONS"), 1)
    s.reply(m, 487, "Request Terminated")
    first = m.get("Call-ID")
    m = s.expect("INVITE")
    assert m.get("Call-ID") != first
    second = Call(s).take(m)
    # a BYE that is not answered at once
    bye(b)
    m = s.expect("BYE")
    assert m.get("Call-ID") == second.call_id
    nothing_but(s, ("BYE", "OPTIONS"), 1)
    s.reply(m, 200)
    m = s.expect("INVITE")
    third = Call(s).take(m)
    # and one that never is
    bye(c)
    assert s.expect("BYE").get("Call-ID") == third.call_id
    nothing_but(s, ("BYE", "OPTIONS"), 1)
    last = Call(s).take(s.expect("INVITE", 30))
    bye(d)
    while True:
        m = s.expect("BYE")
        s.reply(m, 200)
        if m.get("Call-ID") == last.call_id:
            break


globals()[sys.argv[1]]()
print("ok", sys.argv[1])
