#!/usr/bin/env python3
"""secure.py TRANSPORT [PEM]: a carrier at 127.0.0.2 that is connected to over
tcp or tls, whose certificate and key are in a file; answers REGISTER and calls,
and hangs up after a second and a half.  Says what comes, or that nothing did."""
import re
import socket
import ssl
import sys
import threading
import time

from peer import Call, Peer, sdp

tp = sys.argv[1]
door = socket.create_server(("127.0.0.2", 0))
print("port", door.getsockname()[1], flush=True)


def call(p, m):
    c = Call(p).take(m)
    print("talking over", tp, flush=True)
    time.sleep(1.5)
    assert c.ask("BYE").status == 200
    print("over", flush=True)


def serve(conn):
    if tp == "tls":
        ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ctx.load_cert_chain(sys.argv[2])
        try:
            conn = ctx.wrap_socket(conn, server_side=True)
        except OSError as e:
            print("nothing came", e, flush=True)
            return
    p = Peer.of(conn, tp)
    while True:
        m = p.receive(60)
        if m is None:
            print("nothing more", flush=True)
            return
        print(m.method, m.first.split()[1], flush=True)
        if m.method == "REGISTER":
            p.reply(m, 200, "OK", ["Expires: 300"])
        elif m.method == "INVITE":
            call(p, m)


while True:
    threading.Thread(target=serve, args=(door.accept()[0],),
                     daemon=True).start()
