/**
 * @file sip/frame.c  Head, Content-Length, body
 */
#include "sip/frame.h"

#include <string.h>
#include <strings.h>

/* The byte behind the empty line that ends a head; 0 if it is not there */
static size_t head_end(struct frame *frame, const char *data, size_t n)
{
	size_t i = frame->seen > 3 ? frame->seen - 3 : 0;

	for (; i + 1 < n; i++) {
		if (data[i] != '\n')
			continue;
		if (data[i + 1] == '\n')
			return i + 2;
		if (i + 2 < n && data[i + 1] == '\r' && data[i + 2] == '\n')
			return i + 3;
	}
	frame->seen = n;
	return 0;
}

/* The value of a Content-Length line; NULL if it is another line */
static const char *length_of(const char *line, const char *end)
{
	static const char *const names[] = { "Content-Length", "l" };

	for (size_t i = 0; i < 2; i++) {
		size_t k = strlen(names[i]);

		if ((size_t)(end - line) <= k ||
		    strncasecmp(line, names[i], k) != 0)
			continue;
		while (line + k < end && (line[k] == ' ' || line[k] == '\t'))
			k++;
		if (line + k < end && line[k] == ':')
			return line + k + 1;
	}

	return NULL;
}

static bool read_number(const char *p, const char *end, size_t *np)
{
	size_t n = 0;
	bool digits = false;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	for (; p < end && *p >= '0' && *p <= '9'; p++) {
		n = n * 10 + (size_t)(*p - '0');
		digits = true;
		if (n > FRAME_BODY_MAX)
			return false;
	}
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
		p++;
	*np = n;
	return digits && p == end;
}

/* Body's length; false if the head does not say it once and well */
static bool body_length(const char *head, size_t n, size_t *lengthp)
{
	const char *line = head;
	const char *end = head + n;
	bool found = false;

	while (line < end) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));
		const char *value;

		if (!lf)
			break;
		value = length_of(line, lf);
		if (value && (found || !read_number(value, lf, lengthp)))
			return false;
		found = found || value;
		line = lf + 1;
	}

	return found;
}

enum frame_kind frame_find(struct frame *frame, const char *data, size_t n)
{
	size_t head, body = 0;

	if (n >= 1 && data[0] == '\n')
		return frame->size = 1, FRAME_CRLF;
	if (n >= 1 && data[0] == '\r') {
		frame->size = n > 1 && data[1] == '\n' ? 2 : 0;
		if (n == 1)
			return FRAME_MORE;
		return frame->size ? FRAME_CRLF : FRAME_BAD;
	}
	if (!frame->size) {
		head = head_end(frame, data, n);
		if (!head)
			return n > FRAME_HEAD_MAX ? FRAME_BAD : FRAME_MORE;
		frame->size = head;
		if (head > FRAME_HEAD_MAX || !body_length(data, head, &body))
			return FRAME_BAD;
		frame->size = head + body;
	}

	return n < frame->size ? FRAME_MORE : FRAME_MESSAGE;
}
