/**
 * @file tui/draw_page.c  What is drawn where there is no terminal
 */
#include "tui/draw_page.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/text.h"

struct piece {
	int y;
	int x;
	char *text;
};

static struct {
	bool open;
	struct piece *v; /* from the top, then from the left */
	size_t c;
} page;

void page_open(void)
{
	page.open = true;
}

static void clear(void)
{
	for (size_t i = 0; i < page.c; i++)
		free(page.v[i].text);
	page.c = 0;
}

void page_close(void)
{
	clear();
	free(page.v);
	page.v = NULL;
	page.open = false;
}

bool page_is_open(void)
{
	return page.open;
}

static bool is_before(const struct piece *p, int y, int x)
{
	return p->y < y || (p->y == y && p->x < x);
}

/* Without blanks at its ends, which only make room on a screen */
static char *trimmed(const char *text)
{
	const char *from = text + strspn(text, " ");
	size_t n = strlen(from);
	size_t size;
	char *copy;
	char *safe;

	while (n > 0 && from[n - 1] == ' ')
		n--;
	copy = x_strndup(from, n);
	size = 4 * n + 1;
	safe = x_calloc(size, 1);
	text_printable(safe, size, copy);
	free(copy);
	return safe;
}

void page_add(int y, int x, const char *text)
{
	char *copy = trimmed(text);
	size_t at = page.c;

	if (!*copy) {
		free(copy);
		return;
	}

	while (at > 0 && !is_before(&page.v[at - 1], y, x))
		at--;
	if (at < page.c && page.v[at].y == y && page.v[at].x == x) {
		free(page.v[at].text);
		page.v[at].text = copy;
		return;
	}

	page.v = x_grow(page.v, page.c, sizeof(*page.v));
	memmove(&page.v[at + 1], &page.v[at], (page.c - at) * sizeof(*page.v));
	page.v[at] = (struct piece){ .y = y, .x = x, .text = copy };
	page.c++;
}

void page_take(struct str *to)
{
	for (size_t i = 0; i < page.c; i++) {
		const bool last = i + 1 == page.c ||
				  page.v[i + 1].y != page.v[i].y;

		str_addf(to, "%s%s", page.v[i].text, last ? "\n" : "  ");
	}
	clear();
}
