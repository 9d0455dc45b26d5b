/**
 * @file tests/fuzz/sse.c  Any bytes as a stream of events, in pieces as long as
 * the first byte says: the same events come as from one piece, and none is
 * longer than what came
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "net/sse.h"
#include "util/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct str all;
	size_t events;
	size_t most; /* then the handler refuses */
};

static int on_event(const char *name, const char *data, size_t size, void *arg)
{
	struct seen *s = arg;

	assert(*name && strlen(name) < SSE_NAME && !strchr(name, '\n'));
	assert(size > 0 && data[size] == '\0' && strlen(data) == size);
	str_addf(&s->all, "%s=%s;", name, data);
	return ++s->events == s->most;
}

static bool run(struct seen *seen, char last[SSE_ID], const char *bytes,
		size_t size, size_t piece)
{
	struct sse s = { .h = on_event, .arg = seen };
	bool good = true;

	for (size_t at = 0; at < size && good; at += piece)
		good = sse_take(&s, bytes + at,
				size - at < piece ? size - at : piece);
	memcpy(last, s.last, SSE_ID);
	assert(strlen(s.id) < SSE_ID && strlen(last) < SSE_ID);
	sse_begin(&s);
	assert(!s.choked && !s.line.len && !s.data.len);
	sse_release(&s);
	return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data + 1;
	struct seen whole = { .events = 0 };
	struct seen parts = { .events = 0 };
	char last[2][SSE_ID];

	if (size < 2)
		return 0;
	whole.most = parts.most = (size_t)data[0] % 7;
	(void)run(&whole, last[0], bytes, size - 1, size - 1);
	(void)run(&parts, last[1], bytes, size - 1, data[0] / 7 + 1U);
	assert(whole.events == parts.events);
	assert(!strcmp(str_text(&whole.all), str_text(&parts.all)));
	assert(!strcmp(last[0], last[1]));
	assert(whole.all.len <= size + whole.events * (SSE_NAME + 2));
	str_release(&whole.all);
	str_release(&parts.all);
	return 0;
}
