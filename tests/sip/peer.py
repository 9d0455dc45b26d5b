"""A SIP party for tests: messages as text, over UDP, TCP or TLS, on loopback."""
import hashlib
import random
import re
import select
import socket
import ssl
import time

CRLF = "\r\n"


def token():
    return "%016x" % random.getrandbits(64)


class Message:
    """A message received: first line, headers in order, body."""

    def __init__(self, text):
        self.text = text
        head, _, self.body = text.partition(CRLF + CRLF)
        lines = head.split(CRLF)
        self.first = lines[0]
        self.headers = [tuple(x.strip() for x in line.split(":", 1))
                        for line in lines[1:] if ":" in line]
        self.status = int(self.first.split()[1]) \
            if self.first.startswith("SIP/2.0 ") else 0
        self.method = "" if self.status else self.first.split()[0]

    def all(self, name):
        return [v for k, v in self.headers if k.lower() == name.lower()]

    def get(self, name):
        return (self.all(name) or [""])[0]

    def tag(self, name):
        m = re.search(r";tag=([^;>\s]+)", self.get(name))
        return m.group(1) if m else ""


class Peer:
    def __init__(self, engine, local="127.0.0.1", tp="udp", port=0):
        host, _, eport = engine.rpartition(":")
        self.tp = tp
        self.engine = (host, int(eport))
        self.buffer = b""
        self.queue = []
        self.sock = socket.socket(
            socket.AF_INET,
            socket.SOCK_DGRAM if tp == "udp" else socket.SOCK_STREAM)
        if tp != "udp":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind((local, port))
        if tp != "udp":
            self.sock.settimeout(5)
            self.sock.connect(self.engine)
        if tp == "tls":
            ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            ctx.check_hostname = False
            ctx.verify_mode = ssl.CERT_NONE
            self.sock = ctx.wrap_socket(self.sock)
        self.local = "%s:%d" % self.sock.getsockname()[:2]

    @classmethod
    def of(cls, sock, tp):
        """The peer at an end of a connection that was taken in."""
        self = cls.__new__(cls)
        self.tp, self.sock, self.buffer = tp, sock, b""
        self.engine = sock.getpeername()[:2]
        self.local = "%s:%d" % sock.getsockname()[:2]
        return self

    def close(self):
        self.sock.close()

    # bytes

    def send(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        if self.tp == "udp":
            self.sock.sendto(data, self.engine)
        else:
            self.sock.sendall(data)

    def read(self, seconds):
        """Bytes that come within some time; b"" at the end, None: nothing."""
        pending = self.tp == "tls" and self.sock.pending()
        if not pending and not select.select([self.sock], [], [], seconds)[0]:
            return None
        try:
            return self.sock.recv(65536)
        except TimeoutError:  # TLS that was not for us
            return None
        except ConnectionError:
            return b""

    def is_closed(self, seconds=5):
        end = time.time() + seconds
        while time.time() < end:
            data = self.read(end - time.time())
            if data == b"":
                return True
        return False

    def receive(self, seconds=5):
        """The next message, or None."""
        end = time.time() + seconds
        while True:
            if self.tp != "udp":
                self.buffer = self.buffer.lstrip(b"\r\n")
                head = self.buffer.find(b"\r\n\r\n")
                if head >= 0:
                    m = re.search(rb"Content-Length: *(\d+)",
                                  self.buffer[:head])
                    size = head + 4 + int(m.group(1) if m else 0)
                    if len(self.buffer) >= size:
                        text = self.buffer[:size].decode()
                        self.buffer = self.buffer[size:]
                        return Message(text)
            left = end - time.time()
            if left <= 0:
                return None
            data = self.read(left)
            if data == b"":
                return None
            if data is None:
                continue
            if self.tp == "udp":
                return Message(data.decode())
            self.buffer += data

    def expect(self, what, seconds=8):
        """The next request of a method, or answer of a status; others that
        come before it are dropped, OPTIONS are answered."""
        end = time.time() + seconds
        while time.time() < end:
            m = self.receive(end - time.time())
            if m is None:
                break
            if what in (m.method, m.status):
                return m
            if m.method == "OPTIONS":
                self.reply(m, 200)
        raise AssertionError("no %s came" % what)

    # messages

    def via(self):
        return "Via: SIP/2.0/%s %s;branch=z9hG4bK%s;rport" % (
            self.tp.upper(), self.local, token())

    def contact(self, user="peer"):
        tp = "" if self.tp == "udp" else ";transport=" + self.tp
        return "Contact: <sip:%s@%s%s>" % (user, self.local, tp)

    def request(self, method, uri, frm, to, call_id, cseq, headers=(),
                body="", via=None):
        lines = ["%s %s SIP/2.0" % (method, uri), via or self.via(),
                 "From: " + frm, "To: " + to, "Call-ID: " + call_id,
                 "CSeq: %d %s" % (cseq, method), "Max-Forwards: 70"]
        lines += list(headers)
        lines += ["Content-Length: %d" % len(body), "", body]
        self.send(CRLF.join(lines))

    def reply(self, m, status, reason="OK", headers=(), body="", tag="peer"):
        lines = ["SIP/2.0 %d %s" % (status, reason)]
        lines += ["Via: " + v for v in m.all("Via")]
        to = m.get("To")
        if "tag=" not in to and status > 100:
            to += ";tag=" + tag
        lines += ["From: " + m.get("From"), "To: " + to,
                  "Call-ID: " + m.get("Call-ID"), "CSeq: " + m.get("CSeq")]
        lines += ["Record-Route: " + v for v in m.all("Record-Route")]
        lines += list(headers)
        lines += ["Content-Length: %d" % len(body), "", body]
        self.send(CRLF.join(lines))

    # registration

    def digest(self, challenge, user, secret, method, uri, nc=1):
        def get(key):
            m = re.search(key + r'="?([^",]+)', challenge)
            return m.group(1) if m else ""
        h = hashlib.sha256 if get("algorithm") == "SHA-256" else hashlib.md5

        def f(text):
            return h(text.encode()).hexdigest()
        ha1 = f("%s:%s:%s" % (user, get("realm"), secret))
        ha2 = f("%s:%s" % (method, uri))
        answer = f("%s:%s:%08x:c:auth:%s" % (ha1, get("nonce"), nc, ha2))
        return ('Authorization: Digest username="%s", realm="%s", nonce="%s", '
                'uri="%s", response="%s", algorithm=%s, cnonce="c", qop=auth, '
                'nc=%08x' % (user, get("realm"), get("nonce"), uri, answer,
                             get("algorithm"), nc))

    def register(self, user, secret, contacts=None, headers=("Expires: 60",),
                 algorithm=None, challenge=None, nc=1):
        """The final answer to a REGISTER with digest."""
        aor = "<sip:%s@test>" % user
        frm = aor + ";tag=" + token()
        self.call_id = getattr(self, "call_id", None) or token()
        self.cseq = getattr(self, "cseq", 0)
        lines = list([self.contact(user)] if contacts is None else contacts)
        lines += list(headers)
        auth = []
        for _ in range(2):
            if challenge:
                auth = [self.digest(challenge, user, secret, "REGISTER",
                                    "sip:test", nc)]
            self.cseq += 1
            self.request("REGISTER", "sip:test", frm, aor, self.call_id,
                         self.cseq, lines + auth)
            m = self.answer("REGISTER")
            if m is None or m.status != 401 or challenge:
                return m
            offers = m.all("WWW-Authenticate")
            challenge = next(c for c in offers
                             if algorithm is None or
                             "algorithm=%s," % algorithm in c)
            self.challenge = challenge
        return m

    def answer(self, method, seconds=5):
        """The final answer to our request of a method, or None."""
        end = time.time() + seconds
        while time.time() < end:
            m = self.receive(end - time.time())
            if m is None:
                return None
            if m.method == "OPTIONS":
                self.reply(m, 200)
            elif m.status >= 200 and m.get("CSeq").endswith(method):
                return m
        return None


def sdp(host="127.0.0.1", port=40000, law=8):
    return CRLF.join(["v=0", "o=- 1 1 IN IP4 " + host, "s=-",
                      "c=IN IP4 " + host, "t=0 0",
                      "m=audio %d RTP/AVP %d" % (port, law), ""])


class Call:
    """One side of a dialog that a peer made or took."""

    def __init__(self, peer):
        self.peer = peer
        self.cseq = 100

    def dial(self, number, headers=(), body=None, frm="13800000001"):
        p = self.peer
        self.local = "<sip:%s@test>;tag=%s" % (frm, token())
        self.remote = "<sip:%s@test>" % number
        self.call_id = token()
        self.uri = "sip:%s@%s:%d" % ((number,) + p.engine)
        self.invite_via = p.via()
        p.request("INVITE", self.uri, self.local, self.remote, self.call_id,
                  self.cseq, [p.contact(), "Content-Type: application/sdp"] +
                  list(headers),
                  sdp(p.local.split(":")[0]) if body is None else body,
                  via=self.invite_via)
        return self

    def final(self, seconds=8):
        """The final answer to our INVITE, with its ACK."""
        m = self.peer.answer("INVITE", seconds)
        assert m, "no final answer"
        self.remote = m.get("To")
        if m.status < 300:
            self.uri = re.search(r"<([^>]+)>", m.get("Contact")).group(1)
        self.ack(via=None if m.status < 300 else self.invite_via)
        return m

    def ack(self, via=None, body=""):
        self.peer.request("ACK", self.uri, self.local, self.remote,
                          self.call_id, self.cseq,
                          ["Content-Type: application/sdp"] if body else [],
                          body, via=via)

    def take(self, m, headers=()):
        """Answer an INVITE."""
        p = self.peer
        self.call_id = m.get("Call-ID")
        tag = token()
        self.local = m.get("To") + ";tag=" + tag
        self.remote = m.get("From")
        self.uri = re.search(r"<([^>]+)>", m.get("Contact")).group(1)
        p.reply(m, 180, "Ringing", [p.contact()], tag=tag)
        p.reply(m, 200, "OK", [p.contact(), "Content-Type: application/sdp"] +
                list(headers), sdp(p.local.split(":")[0]), tag=tag)
        p.expect("ACK")
        return self

    def ask(self, method, headers=(), body=""):
        self.cseq += 1
        self.peer.request(method, self.uri, self.local, self.remote,
                          self.call_id, self.cseq,
                          [self.peer.contact()] + list(headers), body)
        return self.peer.answer(method)
