"""Sends the sound of calls that are long over to ports that others have now.

stray.py FIRST LAST SECONDS: G.711 A-law each 20 ms to each even port of
127.0.0.1, from one port of the same host, until killed or SECONDS are over.
"""
import socket
import struct
import sys
import time

first, last, seconds = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
end = time.monotonic() + seconds
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print("sending", flush=True)
n = 0
while time.monotonic() < end:
    packet = struct.pack(">BBHII", 0x80, 8, n & 0xFFFF, n * 160, 7)
    packet += b"\x55" * 160
    for port in range(first, last, 2):
        try:
            s.sendto(packet, ("127.0.0.1", port))
        except ConnectionRefusedError:
            pass
    n += 1
    time.sleep(0.02)
