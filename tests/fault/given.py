#!/usr/bin/env python3
"""given.py CASE ENGINE PID LOG: calls that a seat gives to another, while the
configuration changes and telephones vanish."""
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "sip"))
from peer import Call, Peer  # noqa: E402

case, engine, pid, log = sys.argv[1:]


def seat(user):
    p = Peer(engine)
    assert p.register(user, "pw" + user).status == 200
    return p


def reload():
    def count():
        with open(log, encoding="utf-8") as f:
            return f.read().count("engine: reloaded")
    before = count()
    os.kill(int(pid), signal.SIGHUP)
    end = time.time() + 30
    while count() == before:
        assert time.time() < end, "not reloaded"
        time.sleep(0.05)


def given():
    """A caller who is given from 1001 to 1002, which rings."""
    first, other = seat("1001"), None
    a = Call(Peer(engine, "127.0.0.2")).dial("95012345")
    assert a.final().status == 200
    b = Call(first).take(first.expect("INVITE", 30))
    other = seat("1002")
    assert b.ask("REFER", ["Refer-To: <sip:1002@test>"]).status == 202
    first.reply(first.expect("NOTIFY", 30), 200)
    m = other.expect("INVITE", 30)
    other.reply(m, 180, "Ringing", [other.contact()])
    return a, b, other, m


def bye(call):
    assert call.ask("BYE").status == 200


def told(b, status):
    m = b.peer.expect("NOTIFY", 30)
    assert m.body.startswith("SIP/2.0 %d" % status), m.text
    b.peer.reply(m, 200)
    b.peer.reply(b.peer.expect("BYE", 30), 200)


def taken():
    """The other answers after the reload."""
    a, b, other, m = given()
    reload()
    Call(other).take(m)
    told(b, 200)
    reload()
    assert a.ask("UPDATE").status == 200
    bye(a)
    other.reply(other.expect("BYE", 30), 200)


def vanished():
    """The other is not there any more: the one who gave the call has it."""
    a, b, other, _ = given()
    other.close()
    reload()
    told(b, 480)
    again = Call(b.peer).take(b.peer.expect("INVITE", 30))
    bye(a)
    again.peer.reply(again.peer.expect("BYE", 30), 200)


def both():
    """Nor is the one who gave it: the caller waits for a third."""
    a, b, other, _ = given()
    other.close()
    b.peer.close()
    reload()
    third = seat("1003")
    c = Call(third).take(third.expect("INVITE", 30))
    assert a.ask("UPDATE").status == 200
    bye(a)
    c.peer.reply(c.peer.expect("BYE", 30), 200)


globals()[case]()
print("ok")
