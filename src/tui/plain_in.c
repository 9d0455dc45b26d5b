/**
 * @file tui/plain_in.c  Lines of the standard input, waited for with a limit
 */
#include "tui/plain_in.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

static bool take_line(struct plain_in *in, struct str *line)
{
	const char *text = str_text(&in->read);
	const char *end = memchr(text, '\n', in->read.len);
	size_t n = end ? (size_t)(end - text) : in->read.len;
	size_t step = end ? n + 1 : n;
	struct str rest = { 0 };

	if (!end && n < PLAIN_LINE_MAX && !(in->over && n > 0))
		return false;

	str_clear(line);
	str_add_n(line, text, n > 0 && text[n - 1] == '\r' ? n - 1 : n);
	str_add_n(&rest, text + step, in->read.len - step);
	str_release(&in->read);
	in->read = rest;
	return true;
}

enum plain_got plain_in_line(struct plain_in *in, int ms, struct str *line)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	char part[4096];
	ssize_t n;

	while (!take_line(in, line)) {
		if (in->over)
			return PLAIN_OVER;
		if (poll(&fd, 1, ms) <= 0)
			return PLAIN_NONE;
		n = read(STDIN_FILENO, part, sizeof(part));
		if (n > 0)
			str_add_n(&in->read, part, (size_t)n);
		else if (n == 0 || errno != EINTR)
			in->over = true;
		else
			return PLAIN_NONE;
	}

	return PLAIN_LINE;
}

void plain_in_release(struct plain_in *in)
{
	str_release(&in->read);
}
