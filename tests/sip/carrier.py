#!/usr/bin/env python3
"""carrier.py FOLDER: a carrier at 127.0.0.2 that wants a registration: prints
its port, refuses the first, takes the next, then sends a call to it."""
import re
import sys
import time

from peer import Peer, sdp, token

p = Peer("127.0.0.1:9", "127.0.0.2")
print("port", p.local.split(":")[1], flush=True)


def receive():
    data, src = p.sock.recvfrom(65536)
    p.engine = src
    from peer import Message
    return Message(data.decode())


m = receive()
assert m.first.startswith("REGISTER sip:127.0.0.2:"), m.first
assert "<sip:95012345@carrier.example>" in m.get("To"), m.text
assert "Authorization" not in m.text
challenge = 'Digest realm="carrier", nonce="n1", algorithm=MD5, qop="auth"'
p.reply(m, 401, "Unauthorized", ["WWW-Authenticate: " + challenge])
m = receive()
auth = m.get("Authorization")
nc = int(re.search(r"nc=(\w+)", auth).group(1), 16)
want = p.digest(challenge, "95012345", "pwcarrier", "REGISTER",
                m.first.split()[1], nc)
cnonce = re.search(r'cnonce="(\w+)"', auth).group(1)
import hashlib
h = lambda t: hashlib.md5(t.encode()).hexdigest()
answer = h("%s:n1:%08x:%s:auth:%s" % (
    h("95012345:carrier:pwcarrier"), nc, cnonce,
    h("REGISTER:" + m.first.split()[1])))
assert 'response="%s"' % answer in auth, auth
contact = re.search(r"<([^>]+)>", m.get("Contact")).group(1)
p.reply(m, 200, "OK", ["Contact: <%s>;expires=60" % contact])
print("registered", flush=True)
# a call to the account: the called number stands in To
p.request("INVITE", contact, "<sip:13800000001@carrier>;tag=a",
          "<sip:95012345@carrier.example>", "call1", 1,
          [p.contact(), "Content-Type: application/sdp"], sdp("127.0.0.2"))
m = p.expect(200, 10)
p.request("ACK", contact, "<sip:13800000001@carrier>;tag=a", m.get("To"),
          "call1", 1)
p.request("BYE", contact, "<sip:13800000001@carrier>;tag=a", m.get("To"),
          "call1", 2)
p.expect(200)
print("called", flush=True)
end = time.time() + 20
while time.time() < end:
    m = p.receive(end - time.time())
    if m and m.method == "REGISTER":
        p.reply(m, 200, "OK", [])
        if "expires=0" in m.get("Contact"):
            print("unregistered", flush=True)
            break
