#!/usr/bin/python3
"""A real HTTP(S) server on loopback that behaves and misbehaves as the path says.

usage: http_server.py PORTFILE LOGFILE [CERT KEY]

Writes its port to PORTFILE when it listens.  Each request is a line of
LOGFILE: method, path, and the headers that tests ask about.
"""
import gzip
import hashlib
import http.server
import json
import os
import ssl
import sys
import time

PAGE = "<table><tr><td>北京远声示例科技有限公司</td></tr></table>\n"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def note(self, body=b""):
        h = {k.lower(): v for k, v in self.headers.items()}
        with open(sys.argv[2], "a", encoding="utf-8") as f:
            f.write(json.dumps({"method": self.command, "path": self.path,
                                "headers": h, "body": body.decode("utf-8")},
                               ensure_ascii=False) + "\n")

    def answer(self, status, body=b"", *headers):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if not any(n in ("Content-Length", "Transfer-Encoding")
                   for n, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data):
        self.wfile.write(data)
        self.close_connection = True

    def do_POST(self):
        n = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(n)
        self.note(body)
        name = self.path.split("?")[0].strip("/")
        if name == "post-redirect":
            self.answer(307, b"", ("Location", "/post"))
        elif name.startswith("robot-"):
            # robot-STATUS-ANSWER, the answer percent-encoded
            from urllib.parse import unquote
            _, status, text = name.split("-", 2)
            self.answer(int(status), unquote(text).encode(),
                        ("Content-Type", "application/json"))
        else:
            self.answer(200, b'{"errcode":0,"errmsg":"ok"}',
                        ("Content-Type", "application/json"))

    def do_GET(self):
        self.note()
        path = self.path
        if path.startswith("http://"):  # we are the proxy of this request
            self.answer(200, b"through the proxy")
            return
        name = path.split("?")[0].strip("/")
        method = getattr(self, "get_" + name.replace("-", "_"), None)
        if method:
            method()
        elif name.isdigit():
            self.answer(int(name), b"status " + name.encode())
        else:
            self.answer(404, b"no such page")

    def get_ok(self):
        self.answer(200, PAGE.encode(),
                    ("Content-Type", "text/html; charset=UTF-8"))

    def get_gbk(self):
        self.answer(200, PAGE.encode("gbk"),
                    ("Content-Type", 'Text/HTML;charset="GB2312"'))

    def get_tagged(self):
        if self.headers.get("If-None-Match") == '"v1"' or \
                self.headers.get("If-Modified-Since") == \
                "Mon, 02 Mar 2026 01:00:00 GMT":
            self.answer(304, b"", ("ETag", '"v1"'))
        else:
            self.answer(200, PAGE.encode(), ("ETag", '"v1"'),
                        ("Last-Modified", "Mon, 02 Mar 2026 01:00:00 GMT"))

    def get_listed(self):
        # the page that the test has put beside the log; none: not now
        path = sys.argv[2][:-len(".log")] + ".page"
        if not os.path.exists(path):
            self.answer(503)
            return
        with open(path, "rb") as f:
            page = f.read()
        tag = '"%s"' % hashlib.sha256(page).hexdigest()[:16]
        if self.headers.get("If-None-Match") == tag:
            self.answer(304, b"", ("ETag", tag))
        else:
            self.answer(200, page, ("ETag", tag), ("Last-Modified",
                        "Mon, 02 Mar 2026 01:00:00 GMT"))

    def get_unasked_304(self):
        self.answer(304)

    def get_long_tag(self):
        self.answer(200, b"x", ("ETag", '"' + 300 * "v" + '"'))

    def get_strange_tag(self):
        self.raw(b"HTTP/1.1 200 OK\r\nETag: \"a\x07b\"\r\n"
                 b"Content-Length: 1\r\n\r\nx")

    def get_cookie(self):
        self.answer(302, b"", ("Set-Cookie", "a=b; Path=/"),
                    ("Location", "/ok"))

    # slow ones

    def get_hang(self):
        time.sleep(30)

    def get_drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(300):
            self.wfile.write(b".")
            time.sleep(0.1)

    def get_slow_redirect(self):
        time.sleep(0.4)
        self.answer(302, b"", ("Location", "/slow-redirect"))

    # large ones

    def get_ten_gigabytes(self):
        self.send_response(200)
        self.send_header("Content-Length", str(10 << 30))
        self.end_headers()
        self.flood()

    def get_endless(self):
        self.raw(b"HTTP/1.1 200 OK\r\n\r\n")
        self.flood()

    def get_endless_chunks(self):
        self.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        self.flood(b"1000\r\n" + 4096 * b"x" + b"\r\n")

    def get_endless_headers(self):
        self.raw(b"HTTP/1.1 200 OK\r\n")
        self.flood(b"X-A: " + 1000 * b"b" + b"\r\n")

    def get_endless_header(self):
        self.raw(b"HTTP/1.1 200 OK\r\nX-A: ")
        self.flood()

    def get_endless_100(self):
        self.flood(b"HTTP/1.1 100 Continue\r\n\r\n")

    def flood(self, part=65536 * b"x"):
        for _ in range((10 << 30) // len(part)):
            self.wfile.write(part)

    def exactly(self, n):
        self.answer(200, n * b"x")

    def get_limit(self):
        self.exactly(5 << 20)

    def get_limit_and_one(self):
        self.exactly((5 << 20) + 1)

    # compressed ones

    def get_gzip(self):
        self.answer(200, gzip.compress(PAGE.encode()),
                    ("Content-Encoding", "gzip"))

    def get_bomb(self):
        self.answer(200, bomb(1 << 27), ("Content-Encoding", "gzip"))

    def get_bomb_in_bomb(self):
        self.answer(200, gzip.compress(bomb(1 << 27)),
                    ("Content-Encoding", "gzip, gzip"))

    def get_two_codings(self):
        self.answer(200, gzip.compress(gzip.compress(b"x")),
                    ("Content-Encoding", "gzip"), ("Content-Encoding", "gzip"))

    def get_transfer_gzip(self):
        z = gzip.compress(PAGE.encode())
        self.answer(200, b"%x\r\n%s\r\n0\r\n\r\n" % (len(z), z),
                    ("Transfer-Encoding", "gzip, chunked"))

    def get_brotli(self):
        self.answer(200, b"\x0b\x02\x80hello\x03", ("Content-Encoding", "br"))

    def get_gzip_cut(self):
        z = gzip.compress(os.urandom(20000).hex().encode())
        self.answer(200, z[:len(z) // 2], ("Content-Encoding", "gzip"))

    def get_gzip_damaged(self):
        z = bytearray(gzip.compress(os.urandom(2000).hex().encode()))
        z[len(z) // 2] ^= 0xFF
        self.answer(200, bytes(z), ("Content-Encoding", "gzip"))

    def get_gzip_none(self):
        self.answer(200, PAGE.encode(), ("Content-Encoding", "gzip"))

    # broken ones

    def get_truncated(self):
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")

    def get_truncated_chunks(self):
        self.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                 b"1000\r\nhalf")

    def get_nothing(self):
        self.raw(b"")

    def get_garbage(self):
        self.raw(b"\x00\x01\x02 this is no HTTP\r\n\r\n")

    def get_two_lengths(self):
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n"
                 b"Content-Length: 5\r\n\r\nhello")

    def get_negative_length(self):
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello")

    def get_nul_body(self):
        self.answer(200, b"a\0b")

    # redirects

    def redirect(self, to):
        self.answer(302, 100 * b"moved ", ("Location", to))

    def get_loop(self):
        self.redirect("/loop")

    def get_hop1(self):
        self.redirect("/hop2")

    def get_hop2(self):
        self.redirect("hop3")

    def get_hop3(self):
        self.redirect("/ok")

    def get_hop0(self):
        self.redirect("/hop1")

    def get_to_file(self):
        self.redirect("file:///etc/passwd")

    def get_to_gopher(self):
        self.redirect("gopher://127.0.0.1:1/x")

    def get_to_user(self):
        self.redirect("http://user:secret@127.0.0.1:1/")

    def get_to_blank(self):
        self.raw(b"HTTP/1.1 302 Found\r\nLocation: /o k\r\n"
                 b"Content-Length: 0\r\n\r\n")

    def get_to_nowhere(self):
        self.answer(302)

    def get_to_empty(self):
        self.redirect("")

    def get_to(self):
        from urllib.parse import unquote
        self.redirect(unquote(self.path.split("?", 1)[1]))


def bomb(size):
    import zlib
    c = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    return b"".join(c.compress(block) for _ in range(size >> 20)) + c.flush()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        pass  # clients that hang up are what the tests are about


def main():
    server = Server(("127.0.0.1", 0), Handler)
    if len(sys.argv) > 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[3], sys.argv[4])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    with open(sys.argv[1] + ".new", "w") as f:
        f.write("%d\n" % server.server_address[1])
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    server.serve_forever()


main()
