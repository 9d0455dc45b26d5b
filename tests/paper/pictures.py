#!/usr/bin/env python3
"""Make pictures to be put on papers.

pictures.py jpeg OUT [turn=N] [gps] [size=WxH] [cjpeg OPTION...]
pictures.py png OUT [type=N] [depth=N] [clear] [interlace] [size=WxH] [turn=N]
pictures.py bomb OUT size=WxH     a PNG that says it is so large

The picture has four quarters, when it stands upright: red, green / blue, black.
"""
import struct
import subprocess
import sys
import zlib

RED, GREEN, BLUE, BLACK = (255, 0, 0), (0, 160, 0), (0, 0, 255), (0, 0, 0)


def upright(w, h):
    return [[(RED if x < w / 2 else GREEN) if y < h / 2 else
             (BLUE if x < w / 2 else BLACK) for x in range(w)]
            for y in range(h)]


def turned(rows, n):
    """As a camera stores it that was held so (Exif, orientation n)."""
    flip = [r[::-1] for r in rows]
    column = [list(c) for c in zip(*rows)]
    return {1: rows, 2: flip, 3: flip[::-1], 4: rows[::-1], 5: column,
            6: column[::-1],
            7: [r[::-1] for r in column[::-1]],
            8: [r[::-1] for r in column]}[n]


def tiff(turn, gps):
    """A directory with Orientation, and one with a place."""
    n = 1 + gps
    out = b'MM\0*' + struct.pack('>IH', 8, n)
    out += struct.pack('>HHIHH', 0x112, 3, 1, turn, 0)
    if gps:
        at = 8 + 2 + 12 * n + 4
        out += struct.pack('>HHII', 0x8825, 4, 1, at)
    out += struct.pack('>I', 0)
    if gps:
        value = len(out) + 2 + 12 * 2 + 4
        out += struct.pack('>H', 2)
        out += struct.pack('>HHI4s', 1, 2, 2, b'N\0\0\0')
        out += struct.pack('>HHII', 2, 5, 3, value)
        out += struct.pack('>I', 0)
        out += struct.pack('>6I', 34, 1, 15, 1, 30, 1) + b'GPSPLACE'
    return out


def segment(marker, data):
    return struct.pack('>BBH', 0xff, marker, len(data) + 2) + data


def jpeg(rows, turn, gps, options):
    rows = turned(rows, turn)
    ppm = b'P6 %d %d 255\n' % (len(rows[0]), len(rows))
    ppm += b''.join(bytes(p) for r in rows for p in r)
    plain = subprocess.run(['cjpeg', '-quality', '95'] + options, input=ppm,
                           stdout=subprocess.PIPE, check=True).stdout
    extra = b''
    if turn != 1 or gps:
        extra += segment(0xe1, b'Exif\0\0' + tiff(turn, gps))
    if gps:
        extra += segment(0xfe, b'a COMMENT of the camera')
        extra += segment(0xed, b'Photoshop 3.0 SECRET')
    return plain[:2] + extra + plain[2:]


def chunk(name, data):
    body = name + data
    return struct.pack('>I', len(data)) + body + \
        struct.pack('>I', zlib.crc32(body))


def pack(values, depth):
    """Samples of 0 to 255 as samples of a depth, packed."""
    if depth == 16:
        return b''.join(struct.pack('>H', v * 257) for v in values)
    if depth == 8:
        return bytes(values)
    out, bits, n = bytearray(), 0, 0
    for v in values:
        bits = bits << depth | v * ((1 << depth) - 1) // 255
        n += depth
        if n == 8:
            out.append(bits)
            bits = n = 0
    if n:
        out.append(bits << (8 - n))
    return bytes(out)


def samples(p, kind, clear):
    grey = (p[0] * 299 + p[1] * 587 + p[2] * 114) // 1000
    alpha = [0 if clear and p == GREEN else 255]
    return {0: [grey], 2: list(p), 4: [grey] + alpha, 6: list(p) + alpha}[kind]


def png(rows, kind, depth, clear, interlace, turn):
    rows = turned(rows, turn)
    w, h = len(rows[0]), len(rows)
    palette = [RED, GREEN, BLUE, BLACK]
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4),
              (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlace else \
        [(0, 0, 1, 1)]
    raw = b''
    for x0, y0, dx, dy in passes:
        for r in rows[y0::dy]:
            if not r[x0::dx]:
                continue
            if kind == 3:
                line, scale = [palette.index(p) for p in r[x0::dx]], 1
                bits = ''.join(format(v, '0%db' % depth) for v in line)
                bits += '0' * (-len(bits) % 8)
                raw += b'\0' + int(bits, 2).to_bytes(len(bits) // 8, 'big')
            else:
                raw += b'\0' + pack([v for p in r[x0::dx]
                                     for v in samples(p, kind, clear)], depth)
    out = b'\x89PNG\r\n\x1a\n'
    out += chunk(b'IHDR', struct.pack('>IIBBBBB', w, h, depth, kind, 0, 0,
                                      interlace))
    if turn != 1:
        out += chunk(b'eXIf', tiff(turn, False))
    if kind == 3:
        out += chunk(b'PLTE', bytes(v for p in palette for v in p))
        if clear:
            out += chunk(b'tRNS', b'\xff\0\xff\xff')
    if clear and kind == 2:
        v = [x * 257 if depth == 16 else x for x in GREEN]
        out += chunk(b'tRNS', struct.pack('>3H', *v))
    out += chunk(b'tEXt', b'Comment\0SECRET of the scanner')
    out += chunk(b'IDAT', zlib.compress(raw)) + chunk(b'IEND', b'')
    return out


def main(kind, out, *words):
    given = dict(w.split('=') for w in words if '=' in w)
    w, h = map(int, given.get('size', '120x80').split('x'))
    turn = int(given.get('turn', 1))
    if kind == 'jpeg':
        data = jpeg(upright(w, h), turn, 'gps' in words,
                    [o for o in words if o != 'gps' and '=' not in o])
    elif kind == 'png':
        data = png(upright(w, h), int(given.get('type', 2)),
                   int(given.get('depth', 8)), 'clear' in words,
                   int('interlace' in words), turn)
    else:
        data = b'\x89PNG\r\n\x1a\n'
        data += chunk(b'IHDR', struct.pack('>IIBBBBB', w, h, 8, 0, 0, 0, 0))
        data += chunk(b'IDAT', zlib.compress(b'\0' * min(w * h, 10 ** 7)))
    with open(out, 'wb') as f:
        f.write(data)


main(*sys.argv[1:])
