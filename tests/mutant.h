/**
 * @file tests/mutant.h  Messages with one thing wrong, in the manner of PROTOS
 *
 * A template of a message has its elements in braces.  Case N has one of them
 * replaced, preceded or followed by something that no such element may be.  All
 * cases are different for a while, and case N is always the same.
 */
#ifndef TESTS_MUTANT_H
#define TESTS_MUTANT_H

#include <stdio.h>
#include <string.h>

static const char *const mutant_methods[] = { "INVITE", "CANCEL", "ACK",
					      "BYE" };
#define MUTANT_METHODS 4
#define MUTANT_MAX     12000

static const char mutant_head[] =
	"{%M} {sip}:{95012345}@{127.0.0.1} {SIP}/{2.0}\r\n"
	"{Via}: {SIP/2.0/UDP} {127.0.0.2:5060};{branch}={z9hG4bK%N};{rport}\r\n"
	"{From}: {\"x\"} <{sip:13800000001@127.0.0.2}>;{tag}={f%N}\r\n"
	"{To}: <{sip:95012345@127.0.0.1}>{%T}\r\n"
	"{Call-ID}: {%N@127.0.0.2}\r\n"
	"{CSeq}: {1} {%M}\r\n"
	"{Contact}: {<sip:c@127.0.0.2:5060>};{expires}={60}\r\n"
	"{Max-Forwards}: {70}\r\n"
	"{Supported}: {timer}\r\n"
	"{Session-Expires}: {1800};{refresher}={uac}\r\n"
	"{Route}: {<sip:127.0.0.1;lr>}\r\n"
	"{Content-Type}: {application/sdp}\r\n"
	"{Content-Length}: {%L}\r\n"
	"\r\n";

static const char mutant_sdp[] =
	"{v}={0}\r\no={-} {1} {1} {IN} {IP4} {127.0.0.2}\r\ns={-}\r\n"
	"c={IN} {IP4} {127.0.0.2}\r\nt={0 0}\r\n"
	"m={audio} {40000} {RTP/AVP} {8} {101}\r\n"
	"a={rtpmap}:{101} {telephone-event}/{8000}\r\na={sendrecv}\r\n";

/* Text, and how often it is repeated; a text of "" that is repeated is NUL */
static const struct {
	const char *text;
	unsigned times;
} mutant_odds[] = {
	{ "", 0 },	     { " ", 1 },	  { "\t", 1 },
	{ "\r\n", 1 },	     { "\r\n ", 4 },	  { "\r", 1 },
	{ "\n", 2 },	     { "a", 17 },	  { "a", 129 },
	{ "a", 1025 },	     { "a", 8000 },	  { "%s%n%x%p", 9 },
	{ "\xff", 5 },	     { "\xc0\xaf", 3 },	  { "\xe4\xb8\xad", 50 },
	{ "", 1 },	     { "", 40 },	  { "0", 1 },
	{ "-1", 1 },	     { "255", 1 },	  { "256", 1 },
	{ "65536", 1 },	     { "2147483648", 1 }, { "4294967295", 1 },
	{ "4294967296", 1 }, { "9", 40 },	  { "0x1", 1 },
	{ "1e9", 1 },	     { "<", 5 },	  { ">", 5 },
	{ "<>", 40 },	     { "\"", 1 },	  { "\"\\", 1 },
	{ ";", 40 },	     { ",", 40 },	  { ":", 40 },
	{ "@", 40 },	     { "=", 5 },	  { "[", 1 },
	{ "]", 1 },	     { "[::1", 1 },	  { "[::ffff:127.0.0.1]", 1 },
	{ "1.2.3.4.5", 1 },  { "999.9.9.9", 1 },  { "sip:", 20 },
	{ "//", 20 },	     { "(", 3 },	  { "%00", 3 },
	{ "%zz", 3 },	     { "*", 1 },	  { "?", 9 },
	{ "&a=b", 40 },	     { "{}", 1 },	  { "SIP/2.0", 9 },
};
#define MUTANT_ODDS (sizeof(mutant_odds) / sizeof(mutant_odds[0]))

struct mutant {
	char *to;
	size_t n, size;
	unsigned long element; /* the next one */
	unsigned long wrong;
	const char *number; /* of the dialog */
	const char *method;
	unsigned odd, mode;
	size_t length; /* of the body */
};

static inline void mutant_put(struct mutant *m, const char *text, size_t n)
{
	for (size_t i = 0; i < n && m->n < m->size; i++)
		m->to[m->n++] = text[i];
}

static inline void mutant_put_odd(struct mutant *m)
{
	const char *text = mutant_odds[m->odd].text;
	size_t n = *text ? strlen(text) : 1;

	for (unsigned i = 0; i < mutant_odds[m->odd].times; i++)
		mutant_put(m, text, n);
}

static inline void mutant_mark(struct mutant *m, char mark)
{
	char text[32] = "";

	if (mark == 'N')
		mutant_put(m, m->number, strlen(m->number));
	else if (mark == 'M')
		mutant_put(m, m->method, strlen(m->method));
	else if (mark == 'L')
		mutant_put(
			m, text,
			(size_t)snprintf(text, sizeof(text), "%zu", m->length));
}

/* Write a template */
static inline void mutant_write(struct mutant *m, const char *p)
{
	bool silent = false;

	for (; *p; p++) {
		bool wrong = m->element == m->wrong;

		if (*p == '{' && wrong && m->mode < 2)
			mutant_put_odd(m);
		if (*p == '{') {
			silent = wrong && m->mode == 0;
		} else if (*p == '}') {
			if (wrong && m->mode == 2)
				mutant_put_odd(m);
			silent = false;
			m->element++;
		} else if (*p == '%') {
			p++;
			if (!silent)
				mutant_mark(m, *p);
		} else if (!silent) {
			mutant_put(m, p, 1);
		}
	}
}

static inline unsigned long mutant_elements(const char *p)
{
	unsigned long n = 0;

	for (; *p; p++)
		n += *p == '{';
	return n;
}

/* Cases in which a piece is wrong; those that follow have a line wrong */
static inline unsigned long mutant_pieces(void)
{
	return (mutant_elements(mutant_head) + mutant_elements(mutant_sdp)) *
	       MUTANT_ODDS * 3;
}

/* What a line may suffer: how often it stands there, and whether the first of
 * these is cut off in its middle */
static const struct {
	unsigned times;
	bool cut;
} mutant_lines[] = {
	{ 0, false }, { 2, false }, { 60, false }, { 1, true }, { 2, true }
};
#define MUTANT_LINES (sizeof(mutant_lines) / sizeof(mutant_lines[0]))

/* Do it to a line of a message; returns the new size */
static inline size_t mutant_line(char to[MUTANT_MAX], size_t n,
				 unsigned long line, unsigned how)
{
	static char copy[MUTANT_MAX];
	struct mutant m = { .to = to, .size = MUTANT_MAX };
	size_t begin = 0;
	size_t end;

	memcpy(copy, to, n);
	for (end = 0; end < n; end++) {
		if (copy[end] != '\n')
			continue;
		if (!line--)
			break;
		begin = end + 1;
	}
	if (end >= n)
		return n;
	end++;
	mutant_put(&m, copy, begin);
	for (unsigned i = 0; i < mutant_lines[how].times; i++)
		mutant_put(&m, copy + begin,
			   mutant_lines[how].cut && i == 0 ? (end - begin) / 2
							   : end - begin);
	mutant_put(&m, copy + end, n - end);
	return m.n;
}

/* Lines of a message, those of the body too */
static inline unsigned long mutant_line_count(void)
{
	unsigned long n = 0;

	for (const char *p = mutant_head; *p; p++)
		n += *p == '\n';
	for (const char *p = mutant_sdp; *p; p++)
		n += *p == '\n';
	return n;
}

/** Write case number n of a method; returns its bytes */
static inline size_t mutant_make(char to[MUTANT_MAX], unsigned long n,
				 unsigned method, const char *number)
{
	unsigned long heads = mutant_elements(mutant_head);
	unsigned long all = heads + mutant_elements(mutant_sdp);
	bool body = method == 0;
	static char sdp[MUTANT_MAX];
	struct mutant m = {
		.to = sdp,
		.size = MUTANT_MAX / 2,
		.element = heads,
		.wrong = n < mutant_pieces() ? n % all : all,
		.odd = (unsigned)(n / all % MUTANT_ODDS),
		.mode = (unsigned)(n / all / MUTANT_ODDS % 3),
		.number = number,
		.method = mutant_methods[method % MUTANT_METHODS],
	};

	if (body)
		mutant_write(&m, mutant_sdp);
	m.length = m.n;
	m.n = 0;
	m.to = to;
	m.size = MUTANT_MAX;
	m.element = 0;
	mutant_write(&m, mutant_head);
	mutant_put(&m, sdp, m.length);
	if (n < mutant_pieces())
		return m.n;
	n -= mutant_pieces();
	return mutant_line(to, m.n, n / MUTANT_LINES % mutant_line_count(),
			   (unsigned)(n % MUTANT_LINES));
}

/** Cases until they repeat */
static inline unsigned long mutant_count(void)
{
	return mutant_pieces() + mutant_line_count() * MUTANT_LINES;
}

#endif
