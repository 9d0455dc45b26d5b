#!/usr/bin/python3
"""Look at the pages of PDF files as a printer and a reader would.

Usage: look.py [-v] FILE...

Says, and exits with 1, if a page is empty, has ink nearer to the edge of the
sheet than printers reach, has words that lie on one another, or ends with a
heading or words that lead to what stands on the next.  -v prints for each page
how far down its text goes, in percent of the sheet.
"""
import json
import re
import subprocess
import sys

DPI = 36
EDGE_MM = 8.0
INK = 200  # darker than this
FOOT = 0.85  # of the sheet: the foot stands below it
LEADS = re.compile("：$|如下[表图]?。$|(下表|下图|以下|下列)[^，。]{0,12}。$")
OVERLAP = 0.35  # of the smaller word
HALF = "，。、：；）》”’〕"  # their right half is blank and may be given up


def pictures(path):
    """Grey pictures of all pages: width, height, bytes"""
    data = subprocess.run(
        ["pdftoppm", "-q", "-gray", "-r", str(DPI), path],
        check=True, stdout=subprocess.PIPE).stdout
    while data:
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
        width, height = int(head[1]), int(head[2])
        yield width, height, data[head.end():head.end() + width * height]
        data = data[head.end() + width * height:]


def ink_box(width, height, grey):
    """Left, top, right, bottom of what is printed, in mm; None if nothing"""
    rows = [y for y in range(height)
            if min(grey[y * width:(y + 1) * width]) < INK]
    if not rows:
        return None
    columns = [x for x in range(width) if min(grey[x::width]) < INK]
    mm = 25.4 / DPI
    return (columns[0] * mm, rows[0] * mm, (width - columns[-1] - 1) * mm,
            (height - rows[-1] - 1) * mm)


def words(path):
    """Words of all pages: left, top, right, bottom in points, text"""
    out = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True,
                         stdout=subprocess.PIPE).stdout.decode("utf-8")
    for page in out.split("<page ")[1:]:
        yield [(float(w[0]), float(w[1]), float(w[2]), float(w[3]), w[4])
               for w in re.findall(
                   r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" '
                   r'yMax="(.*?)">(.*?)</word>', page)]


def area(word):
    """Of the inner part: boxes of fonts reach beyond their ink"""
    return max(word[2] - word[0], 0.1) * max(word[3] - word[1], 0.1)


def shrink(word):
    """The box of a word without the room fonts leave above and below"""
    pad = (word[3] - word[1]) * 0.22
    return (word[0], word[1] + pad, word[2], word[3] - pad, word[4])


def collisions(page):
    """Pairs of words that lie on one another"""
    page = sorted((shrink(w) for w in page), key=lambda w: w[1])
    for i, a in enumerate(page):
        for b in page[i + 1:]:
            if b[1] >= a[3]:
                break
            wide = min(a[2], b[2]) - max(a[0], b[0])
            high = min(a[3], b[3]) - max(a[1], b[1])
            if min(a, b)[4][-1:] in HALF and \
                    wide < 0.6 * min(a[3] - a[1], b[3] - b[1]) / 0.56:
                continue
            if wide > 0 and high > 0 and \
                    wide * high > OVERLAP * min(area(a), area(b)):
                yield a[4], b[4]


def headings(path):
    """Titles of the bookmarks, without blanks, by page"""
    out = subprocess.run(["qpdf", "--json", "--json-key=outlines", path],
                         check=True, stdout=subprocess.PIPE).stdout
    titles = {}
    todo = json.loads(out)["outlines"]
    while todo:
        mark = todo.pop()
        todo += mark["kids"]
        titles.setdefault(mark["destpageposfrom1"], set()).add(
            re.sub(r"\s", "", mark["title"]))
    return titles


def above_foot(page):
    """The words above the foot, which begins with "page of pages" """
    foot = max((w[1] for w in page if w[1] > FOOT * 842 and w[4][0] == "第"),
               default=842)
    return [w for w in page if w[3] < foot - 1]


def last_line(page):
    """The words of the lowest line above the foot, without blanks"""
    body = above_foot(page)
    if not body:
        return ""
    low = max(w[3] for w in body)
    line = sorted(w for w in body if w[3] > low - 3)
    return re.sub(r"\s", "", "".join(w[4] for w in line))


def left_behind(pages, titles):
    """Pages but the last that end with what belongs to the next: number, words
    """
    for n, page in enumerate(pages[:-1], 1):
        line = last_line(page)
        at_foot = any(t == line or (len(line) > 3 and t.endswith(line))
                      for t in titles.get(n, ()))
        if at_foot or LEADS.search(line):
            yield n, line


def look(path, verbose):
    """What is wrong with a file, a sentence each"""
    wrong = []
    pages = list(words(path))
    for n, line in left_behind(pages, headings(path)):
        wrong.append(f"{path}:{n}: {line!r} is left behind at the end")
    for n, (picture, page) in enumerate(zip(pictures(path), pages), 1):
        box = ink_box(*picture)
        if box is None:
            wrong.append(f"{path}:{n}: empty")
            continue
        if min(box) < EDGE_MM:
            wrong.append(f"{path}:{n}: ink {min(box):.1f} mm from the edge")
        for a, b in collisions(page):
            wrong.append(f"{path}:{n}: {a!r} lies on {b!r}")
        if verbose:
            low = max((w[3] for w in above_foot(page)), default=0)
            print(f"{path}:{n}: {low / 842 * 100:.0f} %")
    return wrong


def main():
    """Command line"""
    verbose = "-v" in sys.argv[1:]
    wrong = []
    for path in sys.argv[1:]:
        if path != "-v":
            wrong += look(path, verbose)
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
