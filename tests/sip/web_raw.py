#!/usr/bin/env python3
"""Speaks to the engine's HTTP server as no browser would.

web_raw.py HOST:PORT TOKEN WHAT [N]: prints the status codes that came, or what
became of the connection.
"""
import re
import socket
import sys
import time

host, port = sys.argv[1].rsplit(":", 1)
token, what = sys.argv[2:4]
n = int(sys.argv[4]) if len(sys.argv) > 4 else 0
AUTH = f"Host: x\r\nAuthorization: Bearer {token}\r\n"
BOARD = f"GET /api/board HTTP/1.1\r\n{AUTH}\r\n"
PAUSE = f"POST /api/seats/01/pause HTTP/1.1\r\n{AUTH}"

# A second request hides behind each: it must never be answered
SHAPES = [
    PAUSE + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    PAUSE + "Content-Length: 0\r\nContent-Length: 9\r\n\r\n",
    PAUSE + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
    PAUSE + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    PAUSE + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    PAUSE + "Content-Length: +0\r\n\r\n",
    PAUSE + "Content-Length: 0x0\r\n\r\n",
    PAUSE + "Content-Length: -1\r\n\r\n",
    PAUSE + "Content-Length: 99999999999999999999\r\n\r\n",
    PAUSE + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
    PAUSE + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n",
    f"GET /api/board HTTP/1.1\r\n{AUTH}Authorization: Bearer y\r\n\r\n",
    f"GET /api/board HTTP/1.1\r\n{AUTH}Host: y\r\n\r\n",
    "GET /api/board HTTP/1.1\r\n" + AUTH + "X: " + "y" * 60000 + "\r\n\r\n",
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + "\x00" * 200,
    "GET /api/board\r\n\r\n",
    "\x00" * 5000,
]

# None is there, and none may be taken for one that is
PATHS = [
    "/x", "/board/", "//", "//api/board", "/api/board/", "/api//board", "/api/board%00",
    "/api/board%2f", "/api%2fboard", "/api/./board", "/api/x/../board",
    "/API/board", "/api/board;x", "/api/boar%64", "*", "api/board",
    "/api/calls/0", "/api/calls/-1", "/api/calls/+1", "/api/calls/1e3",
    "/api/calls/99999999999999999999", "/api/calls/%31%00",
    "/api/calls/../../../../etc/passwd", "/api/calls/1/recording/..",
    "/api/calls/%2e%2e%2f%2e%2e/recording", "/api/calls//recording",
    "/api/calls/1%2frecording", "/api/calls/\xff\xfe", "/api/calls/%ff",
    "/api/calls/%", "/api/calls/%4", "/api/calls/%zz",
    "/api/calls?limit=x", "/api/calls?limit=0", "/api/calls?limit=201",
    "/api/calls?limit=1&limit=2", "/api/calls?before=%00",
    "/api/calls?before=%ff", "/api/calls?number=%0d%0aX:%20y",
    "/api/" + "a" * 3000, "/api/" + "%41" * 3000, "/api/calls/" + "/" * 1000,
]


def connect():
    return socket.create_connection((host, int(port)), 60)


def read_all(s):
    """What comes until the other side closes, or nothing more does"""
    data = b""
    s.settimeout(20)
    try:
        while part := s.recv(65536):
            data += part
    except OSError:
        pass
    return data


def statuses(data):
    return re.findall(rb"HTTP/1\.[01] (\d+)", data)


def send(text):
    s = connect()
    try:
        s.sendall(text.encode("latin-1"))
    except OSError:
        pass
    return s


if what == "pipeline":
    s = send(BOARD * (n - 1) + BOARD.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
    codes = statuses(read_all(s))
    print(len(codes), *sorted({c.decode() for c in codes}))
elif what == "shapes":
    for i, shape in enumerate(SHAPES):
        codes = statuses(read_all(send(shape + BOARD)))
        if b"200" in codes:
            print("shape", i, "let one through:", codes)
    print("done")
elif what == "paths":
    for path in PATHS:
        codes = statuses(read_all(send(
            f"GET {path} HTTP/1.1\r\n{AUTH}Connection: close\r\n\r\n")))
        if len(codes) > 1 or any(not b"400" <= c < b"500" for c in codes):
            print("path", path[:60], codes)
    print("done")
elif what == "slow":
    s = send("GET /api/board HTTP/1.1\r\n")
    start = time.time()
    try:
        while time.time() - start < 60:
            s.sendall(b"X: y\r\n")
            time.sleep(0.5)
        print("still there")
    except OSError:
        print("cut off")
elif what == "crowd":
    socks = [connect() for _ in range(n)]
    gone = 0
    for s in socks:
        s.settimeout(1)
        try:
            gone += s.recv(1) == b""
        except TimeoutError:
            break  # this and what came before it are served
        except OSError:
            gone += 1
    last = socks[-1]
    last.settimeout(5)
    try:
        last.sendall(BOARD.encode())
        gone += last.recv(1) == b""
    except OSError:
        gone += 1
    print("turned away" if gone else "all let in")
elif what == "deaf":  # watches and never reads
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.connect((host, int(port)))
    s.sendall(f"GET /api/events HTTP/1.1\r\n{AUTH}\r\n".encode())
    print("watching", flush=True)
    time.sleep(n)
elif what == "hold":
    socks = [connect() for _ in range(n)]
    print("holding", flush=True)
    time.sleep(600)
