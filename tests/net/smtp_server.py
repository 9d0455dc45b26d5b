#!/usr/bin/python3
"""A real SMTP server on loopback, or one that misbehaves.

usage: smtp_server.py PORTFILE LOGFILE MODE [CERT KEY]

Modes: starttls, tls, plain: python3-aiosmtpd, which takes the user 示例 with
the password 密码 hunter2 (the first two demand it); others: see BAD below.
Each letter is a line of LOGFILE in JSON.
"""
import asyncio
import email
import email.policy
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "示例@example.cn", "密码 hunter2"


def note(**what):
    with open(sys.argv[2], "a", encoding="utf-8") as f:
        f.write(json.dumps(what, ensure_ascii=False) + "\n")


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 %s: no such user here" % address
        if address.startswith("later"):
            return "451 4.7.1 greylisted, come back"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        m = email.message_from_bytes(envelope.content,
                                     policy=email.policy.default)
        part = m.get_body(("plain",))
        if "full" in str(m["Subject"]):
            return "452 4.3.1 no room on the disk"
        if "spam" in str(m["Subject"]):
            return "554 5.7.1 looks like spam"
        note(mail_from=envelope.mail_from, rcpt_tos=envelope.rcpt_tos,
             tls=bool(server.transport.get_extra_info("sslcontext")), user=session.auth_data,
             headers=[[k, str(v)] for k, v in m.items()],
             type=part.get_content_type(),
             charset=part.get_content_charset(),
             encoding=part["Content-Transfer-Encoding"],
             text=part.get_payload(decode=True).decode(),
             ascii=envelope.content.isascii(),
             longest=max(map(len, envelope.content.split(b"\r\n"))),
             raw=envelope.content.decode("utf-8", "replace"))
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    user, password = data.login.decode(), data.password.decode()
    good = (user, password) == (USER, PASSWORD)
    return AuthResult(success=good, handled=False, auth_data=user)


async def mute(r, w):
    await asyncio.sleep(30)


async def no_tls(r, w):
    """Offers all but TLS, as after somebody has cut it out on the way."""
    w.write(b"220 me\r\n")
    while line := await r.readline():
        note(line=line.decode("utf-8", "replace").strip())
        w.write(b"250-me\r\n250 AUTH PLAIN LOGIN\r\n"
                if line.startswith(b"EHLO") else b"250 OK\r\n")


async def inject(r, w):
    """Answers STARTTLS and slips plain text in behind it."""
    w.write(b"220 me\r\n")
    while line := await r.readline():
        if line.startswith(b"EHLO"):
            w.write(b"250-me\r\n250 STARTTLS\r\n")
        else:
            w.write(b"220 go\r\n250 AUTH PLAIN\r\n235 you are in\r\n")


async def hang_in_data(r, w):
    """Takes the whole letter and never says so."""
    w.write(b"220 me\r\n")
    while line := await r.readline():
        if line.startswith(b"DATA"):
            w.write(b"354 go\r\n")
            while await r.readline() != b".\r\n":
                pass
            note(whole=True)
            await asyncio.sleep(30)
        w.write(b"250 OK\r\n")


async def hang_in_quit(r, w):
    """Takes the letter, says so, and then nothing more."""
    w.write(b"220 me\r\n")
    while line := await r.readline():
        if line.startswith(b"QUIT"):
            await asyncio.sleep(30)
        if line.startswith(b"DATA"):
            w.write(b"354 go\r\n")
            while await r.readline() != b".\r\n":
                pass
        w.write(b"250 OK\r\n")


async def close_in_data(r, w):
    w.write(b"220 me\r\n")
    while line := await r.readline():
        if line.startswith(b"DATA"):
            w.close()
            return
        w.write(b"250 OK\r\n")


async def endless_reply(r, w):
    while True:
        w.write(b"220-" + 500 * b"x" + b"\r\n")
        await w.drain()


async def endless_line(r, w):
    while True:
        w.write(65536 * b"x")
        await w.drain()


async def garbage(r, w):
    w.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await asyncio.sleep(1)
    w.close()


async def busy(r, w):
    w.write(b"421 4.3.2 too many connections\r\n")
    await asyncio.sleep(1)
    w.close()


async def evil_reply(r, w):
    w.write(b"554 \x1b[2J\x1b]0;evil\x07 no\r\n")
    await asyncio.sleep(1)
    w.close()


BAD = {f.__name__.replace("_", "-"): f for f in (
    mute, no_tls, inject, hang_in_data, hang_in_quit,
    close_in_data, endless_reply,
    endless_line, garbage, busy, evil_reply)}


async def main():
    mode = sys.argv[3]
    loop = asyncio.get_running_loop()
    context = None
    if len(sys.argv) > 4:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[4], sys.argv[5])
    if mode in BAD:
        server = await asyncio.start_server(BAD[mode], "127.0.0.1", 0)
    else:
        options = {"authenticator": authenticate, "loop": loop}
        if mode == "starttls":
            options.update(tls_context=context, require_starttls=True,
                           auth_required=True)
        elif mode == "tls":
            options.update(auth_required=True, auth_require_tls=False)
        server = await loop.create_server(
            lambda: SMTP(Handler(), **options), "127.0.0.1", 0,
            ssl=context if mode == "tls" else None)
    with open(sys.argv[1] + ".new", "w") as f:
        f.write("%d\n" % server.sockets[0].getsockname()[1])
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    await server.serve_forever()


asyncio.run(main())
