/**
 * @file util/encoding.c  Text files of other programs, brought to UTF-8
 */
#include "util/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"

#define MARK	    "\xEF\xBB\xBF" /* U+FEFF in UTF-8 */
#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* clang-format off */
static const char *const names[] = {
	[ENCODING_UTF8]    = "UTF-8",
	[ENCODING_UTF16LE] = "UTF-16LE",
	[ENCODING_GB18030] = "GB18030",
};

/* Marks at the start of a file, Unicode 15, table 2-4; the longer ones first */
static const struct {
	const char *bytes;
	size_t size;
	const char *refused; /* name of what we do not take; NULL: taken */
	enum encoding encoding;
} marks[] = {
	{ MARK,               3, NULL,       ENCODING_UTF8    },
	{ "\xFF\xFE\x00\x00", 4, "UTF-32LE", ENCODING_UTF8    },
	{ "\xFF\xFE",         2, NULL,       ENCODING_UTF16LE },
	{ "\xFE\xFF",         2, "UTF-16BE", ENCODING_UTF8    },
};
/* clang-format on */

const char *encoding_name(enum encoding encoding)
{
	return names[encoding];
}

size_t encoding_line_ends(const char *text, size_t size)
{
	size_t ends = 0;

	for (size_t i = 0; i < size; i++)
		ends += text[i] == '\n' ||
			(text[i] == '\r' &&
			 (i + 1 == size || text[i + 1] != '\n'));

	return ends;
}

/* How some bytes without NUL read as UTF-8 */
struct reading {
	size_t chinese; /* characters of three bytes and more */
	size_t bad;	/* bytes that belong to none */
	size_t first;	/* where the first of them is */
};

static struct reading read_as_utf8(const char *text, size_t size)
{
	struct reading r = { .first = size };
	const char *p = text;

	while (p < text + size) {
		const char *at = p;
		uint32_t cp = text_next(&p);

		if (cp == 0xFFFD && p - at == 1) {
			if (r.bad++ == 0)
				r.first = (size_t)(at - text);
		} else {
			r.chinese += p - at >= 3;
		}
	}

	return r;
}

static int refuse(const char *name, size_t line, enum encoding encoding)
{
	return err_set(EBADMSG, _("%s:%zu: not %s text; is the file damaged?"),
		       name, line, names[encoding]);
}

/* Take back what was appended */
static void cut(struct str *to, size_t start)
{
	to->len = start;
	to->s[start] = '\0';
}

static int convert(struct str *to, const char *name, const char *data,
		   size_t size, enum encoding from)
{
	iconv_t cd = iconv_open("UTF-8", names[from]);
	const size_t start = to->len;
	char *in = (char *)data; /* iconv() does not write to it */
	size_t left = size;
	size_t good;
	int err = 0;

	if ((intptr_t)cd == -1)
		return err_set(EBADMSG, _("%s: %s cannot be read here"), name,
			       names[from]);

	str_add(to, ""); /* so that there is a text even of nothing */
	while (left > 0 && !err) {
		char buf[16384];
		char *out = buf;
		size_t room = sizeof(buf);

		if (iconv(cd, &in, &left, &out, &room) == (size_t)-1 &&
		    errno != E2BIG)
			err = EBADMSG;
		str_add_n(to, buf, (size_t)(out - buf));
	}
	(void)iconv_close(cd);

	good = strlen(to->s + start);
	if (err || start + good < to->len) {
		err = refuse(name, 1 + encoding_line_ends(to->s + start, good),
			     from);
		cut(to, start);
	}
	return err;
}

/* The encoding a mark names, else UTF-8; *skipp is the length of the mark */
static int find_mark(const char *name, const char *data, size_t size,
		     enum encoding *encodingp, size_t *skipp)
{
	*encodingp = ENCODING_UTF8;
	*skipp = 0;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (size < marks[i].size ||
		    memcmp(data, marks[i].bytes, marks[i].size) != 0)
			continue;
		if (marks[i].refused)
			return err_set(EBADMSG,
				       _("%s:1: %s text; save it as UTF-8"),
				       name, marks[i].refused);
		*encodingp = marks[i].encoding;
		*skipp = marks[i].size;
		break;
	}

	return 0;
}

bool encoding_by_label(const char *label, enum encoding *encodingp)
{
	static const struct {
		const char *label;
		enum encoding encoding;
	} rows[] = {
		{ "utf-8", ENCODING_UTF8 },
		{ "utf8", ENCODING_UTF8 },
		{ "us-ascii", ENCODING_UTF8 },
		{ "ascii", ENCODING_UTF8 },
		{ "gb18030", ENCODING_GB18030 },
		{ "gbk", ENCODING_GB18030 },
		{ "gb2312", ENCODING_GB18030 },
		{ "x-gbk", ENCODING_GB18030 },
		{ "gb_2312-80", ENCODING_GB18030 },
		{ "gb_2312", ENCODING_GB18030 },
		{ "cp936", ENCODING_GB18030 },
		{ "utf-16le", ENCODING_UTF16LE },
		{ "utf-16", ENCODING_UTF16LE },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcasecmp(rows[i].label, label) == 0) {
			*encodingp = rows[i].encoding;
			return true;
		}
	}
	return false;
}

enum encoding encoding_guess(const char *data, size_t size)
{
	struct str text = { 0 };
	struct reading r;

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (!marks[i].refused && size >= marks[i].size &&
		    memcmp(data, marks[i].bytes, marks[i].size) == 0)
			return marks[i].encoding;
	}
	/* NUL would end the text; one ends it behind the last byte */
	str_add_n(&text, data, size);
	for (size_t i = 0; i < size; i++) {
		if (!text.s[i])
			text.s[i] = '?';
	}
	r = read_as_utf8(str_text(&text), size);
	str_release(&text);
	return r.bad == 0 || r.chinese > r.bad ? ENCODING_UTF8
					       : ENCODING_GB18030;
}

/* Length of the mark of an encoding in front of some bytes */
static size_t mark_size(const char *data, size_t size, enum encoding encoding)
{
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (!marks[i].refused && marks[i].encoding == encoding &&
		    size >= marks[i].size &&
		    memcmp(data, marks[i].bytes, marks[i].size) == 0)
			return marks[i].size;
	}
	return 0;
}

static size_t replace(struct str *to)
{
	str_add(to, REPLACEMENT);
	return 1;
}

/* What iconv() made, but for NUL, which it takes for text */
static size_t add_without_nul(struct str *to, const char *text, size_t size)
{
	size_t bad = 0;

	for (size_t at = 0; at < size; at++) {
		const size_t n = strnlen(text + at, size - at);

		str_add_n(to, text + at, n);
		at += n;
		if (at < size)
			bad += replace(to);
	}
	return bad;
}

size_t encoding_decode(struct str *to, const char *data, size_t size,
		       enum encoding from)
{
	iconv_t cd = iconv_open("UTF-8", names[from]);
	const size_t mark = mark_size(data, size, from);
	char *in = (char *)data + mark; /* iconv() does not write to it */
	size_t left = size - mark;
	size_t bad = 0;

	str_add(to, "");
	if ((intptr_t)cd == -1)
		return size;

	while (left > 0) {
		char buf[16384];
		char *out = buf;
		size_t room = sizeof(buf);
		const bool ok = iconv(cd, &in, &left, &out, &room) !=
					(size_t)-1 ||
				errno == E2BIG;

		bad += add_without_nul(to, buf, (size_t)(out - buf));
		if (!ok && left > 0) {
			const size_t step = from == ENCODING_UTF16LE && left > 1
						    ? 2
						    : 1;

			bad += replace(to);
			in += step;
			left -= step;
			(void)iconv(cd, NULL, NULL, NULL, NULL);
		}
	}
	(void)iconv_close(cd);
	return bad;
}

/* The bytes behind their mark, whatever they are, as UTF-8 */
static int read_text(struct str *to, const char *name, const char *data,
		     size_t size, bool marked, enum encoding *encodingp)
{
	const size_t start = to->len;
	struct reading r;
	const char *nul;

	if (*encodingp == ENCODING_UTF16LE)
		return convert(to, name, data, size, *encodingp);

	nul = memchr(data, '\0', size);
	if (nul)
		return err_set(
			EBADMSG,
			_("%s:%zu: a NUL byte; this is not a text file"), name,
			1 + encoding_line_ends(data, (size_t)(nul - data)));

	str_add_n(to, data, size);
	r = read_as_utf8(to->s + start, size);
	if (r.bad == 0)
		return 0;

	cut(to, start);
	if (marked || r.chinese > r.bad)
		return refuse(name, 1 + encoding_line_ends(data, r.first),
			      ENCODING_UTF8);

	*encodingp = ENCODING_GB18030;
	return convert(to, name, data, size, ENCODING_GB18030);
}

int encoding_to_utf8(struct str *to, const char *name, const char *data,
		     size_t size, enum encoding *encodingp)
{
	const size_t start = to->len;
	const size_t n = strlen(MARK);
	enum encoding found;
	size_t skip;
	int err = find_mark(name, data, size, &found, &skip);

	if (!err)
		err = read_text(to, name, data + skip, size - skip, skip > 0,
				&found);
	if (err)
		return err;

	/* GB18030 has a mark too, and careless programs write two */
	for (skip = start; strncmp(to->s + skip, MARK, n) == 0; skip += n)
		;
	memmove(to->s + start, to->s + skip, to->len - skip + 1);
	to->len -= skip - start;
	*encodingp = found;
	return 0;
}
