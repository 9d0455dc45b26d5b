#!/usr/bin/env python3
"""absent.py UDP TCP: parties that leave undone what SIP wants of
them: no ACK, no answer, no BYE, no sound.  Prints what it has done, then stays
until it is killed."""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "sip"))
from peer import Call, Peer, sdp  # noqa: E402

engine = {"udp": sys.argv[1], "tcp": sys.argv[2]}
SDP = "Content-Type: application/sdp"
kept = []


def trunk(tp="udp"):
    p = Peer(engine[tp], "127.0.0.2", tp)
    kept.append(p)
    return p


def seat(user):
    p = Peer(engine["udp"])
    assert p.register(user, "pw" + user).status == 200
    kept.append(p)
    return p


def dial(p, number="95012345"):
    return Call(p).dial(number)


def answered(p):
    """A call with its ACK, and without sound from then on."""
    c = dial(p)
    assert c.final().status == 200
    return c


# the trunk never sends ACK, here and not there any more
dial(trunk()).peer.answer("INVITE")
gone = dial(trunk())
gone.peer.answer("INVITE")
gone.peer.close()

# gone behind our 180 while it was told something, before the answer; and one
# that is there still, and says nothing more
for stays in (False, True):
    early = dial(trunk(), "95012347")
    early.peer.expect(180)
    if not stays:
        early.peer.close()

# a CANCEL that comes after the 200, and no ACK
late = dial(trunk())
late.peer.answer("INVITE")
late.peer.request("CANCEL", late.uri, late.local, late.remote, late.call_id,
                  late.cseq, via=late.invite_via)

# answered, and then nothing, not even an answer to BYE
answered(trunk())
answered(trunk()).peer.close()

# a re-INVITE whose 200 is never acknowledged
again = answered(trunk())
again.cseq += 1
again.peer.request("INVITE", again.uri, again.local, again.remote,
                   again.call_id, again.cseq,
                   [again.peer.contact(), SDP], sdp("127.0.0.2"))

# a connection that goes away behind its INVITE, or in the middle of one
t = trunk("tcp")
dial(t)
t.close()
t = trunk("tcp")
t.send("INVITE sip:95012345@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.2")
t.close()

# a seat that says nothing at all, one that only rings, one that answers and
# does not speak, one that answers and is gone before the ACK
silent, rings, mute = seat("1001"), seat("1002"), seat("1003")
for _ in range(3):
    answered(trunk())
invite = rings.expect("INVITE")
rings.reply(invite, 180, "Ringing", [rings.contact()])
invite = mute.expect("INVITE")
mute.reply(invite, 200, "OK", [mute.contact(), SDP], sdp())
p = seat("1004")
answered(trunk())
invite = p.expect("INVITE")
p.reply(invite, 200, "OK", [p.contact(), SDP], sdp())
p.close()

print("done", flush=True)
time.sleep(600)
