#!/usr/bin/env python3
"""vanish.py TP ENGINE STATE: the telephone of seat 1001 over TP, which is gone,
with its socket, once it rings (ringing), or once it has answered (answered)."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "sip"))
from peer import Peer, sdp  # noqa: E402

tp, engine, state = sys.argv[1:]
p = Peer(engine, tp=tp)
assert p.register("1001", "pw1001").status == 200
print("registered", flush=True)
m = p.expect("INVITE", 60)
p.reply(m, 180, "Ringing", [p.contact()])
print("invite", flush=True)
if state == "answered":
    p.reply(m, 200, "OK",
            [p.contact(), "Content-Type: application/sdp"], sdp())
    p.expect("ACK", 30)
p.close()
print("gone", flush=True)
