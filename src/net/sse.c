/**
 * @file net/sse.c  Server-Sent Events out of bytes (HTML standard, 9.2.6)
 */
#include "net/sse.h"

#include <stdio.h>
#include <string.h>

void sse_begin(struct sse *s)
{
	str_clear(&s->line);
	str_clear(&s->data);
	*s->name = '\0';
	s->choked = false;
}

static void keep(char *to, size_t size, const char *value)
{
	(void)snprintf(to, size, "%s", value);
}

static void dispatch(struct sse *s)
{
	if (s->data.len > 0 && !s->choked) {
		s->choked = s->h(*s->name ? s->name : "message", s->data.s,
				 s->data.len, s->arg) != 0;
		keep(s->last, sizeof(s->last), s->choked ? "" : s->id);
	}
	str_clear(&s->data);
	*s->name = '\0';
}

static void take_line(struct sse *s, const char *line)
{
	const char *value = strchr(line, ':');

	if (!*line) {
		dispatch(s);
		return;
	}
	if (!value || value == line)
		return;
	value += value[1] == ' ' ? 2 : 1;
	if (!strncmp(line, "event:", 6)) {
		keep(s->name, sizeof(s->name), value);
	} else if (!strncmp(line, "id:", 3)) {
		keep(s->id, sizeof(s->id), value);
	} else if (!strncmp(line, "data:", 5)) {
		if (s->data.len)
			str_add_char(&s->data, '\n');
		str_add(&s->data, value);
	}
}

bool sse_take(struct sse *s, const char *bytes, size_t n)
{
	const char *end = bytes + n;

	while (bytes < end) {
		const char *nl = memchr(bytes, '\n', (size_t)(end - bytes));

		str_add_n(&s->line, bytes, (size_t)((nl ? nl : end) - bytes));
		if (s->line.len + s->data.len > SSE_EVENT_MAX || s->choked)
			return false;
		if (!nl)
			break;
		if (s->line.len && s->line.s[s->line.len - 1] == '\r')
			s->line.s[--s->line.len] = '\0';
		take_line(s, str_text(&s->line));
		str_clear(&s->line);
		bytes = nl + 1;
	}
	return true;
}

void sse_release(struct sse *s)
{
	str_release(&s->line);
	str_release(&s->data);
}
