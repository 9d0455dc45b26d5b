/**
 * @file paper/prints.c  Which facts a template prints
 */
#include "paper/prints.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/str.h"

#define DEPTH	 32
#define PARTIALS 64
#define OPTIONS	 "_options"
#define BLANKS	 " \t\r\n"

/* A template being read */
struct reading {
	struct prints *prints;
	const struct pack *pack;
	const struct paper_meta *meta;
	char *section[DEPTH]; /* owned names of the sections we are in */
	size_t c;
	size_t partials; /* read so far */
};

static int read_named(struct reading *r, const char *name);

static void add(struct prints *prints, const char *group, const char *key)
{
	struct str name = { 0 };

	str_addf(&name, "%s.%s", group, key);
	for (size_t i = 0; i < prints->c; i++) {
		if (strcmp(prints->v[i], name.s) == 0) {
			str_release(&name);
			return;
		}
	}
	prints->v = x_grow(prints->v, prints->c, sizeof(char *));
	prints->v[prints->c++] = str_take(&name);
}

/* key is cut in place: X_options belongs to X */
static bool add_field(const struct reading *r, const char *group, char *key)
{
	const size_t n = strlen(key);
	const size_t o = sizeof(OPTIONS) - 1;

	if (n > o && strcmp(key + n - o, OPTIONS) == 0)
		key[n - o] = '\0';
	if (!pack_field(r->pack, group, key, NULL))
		return false;

	add(r->prints, group, key);
	return true;
}

/* A name without a full stop is looked for in the sections around it */
static void add_name(const struct reading *r, const char *text)
{
	char *name = x_strdup(text);
	char *dot = strchr(name, '.');

	if (dot && dot != name) {
		*dot = '\0';
		dot[1 + strcspn(dot + 1, ".")] = '\0';
		(void)add_field(r, name, dot + 1);
	} else if (!dot) {
		size_t i = r->c;

		while (i > 0 && !add_field(r, r->section[i - 1], name))
			i--;
	}
	free(name);
}

static void enter(struct reading *r, const char *name)
{
	if (r->c < DEPTH)
		r->section[r->c++] = x_strdup(name);
}

static void leave(struct reading *r)
{
	if (r->c > 0)
		free(r->section[--r->c]);
}

static int read_tag(struct reading *r, const char *tag)
{
	const char kind = *tag;
	const char *name = tag + (kind && strchr("#^/!>&{=", kind) ? 1 : 0);

	name += strspn(name, BLANKS);
	switch (kind) {
	case '!':
	case '=':
		return 0;
	case '/':
		leave(r);
		return 0;
	case '>':
		return read_named(r, name);
	case '#':
	case '^':
		add_name(r, name);
		enter(r, name);
		return 0;
	default:
		add_name(r, name);
		return 0;
	}
}

static int read_text(struct reading *r, const char *text)
{
	int err = 0;

	while (!err && (text = strstr(text, "{{")) != NULL) {
		const char *end = strstr(text += 2, "}}");
		size_t n = end ? (size_t)(end - text) : strlen(text);
		size_t blanks = strspn(text, BLANKS);
		char *tag;

		while (n > 0 && strchr(BLANKS "}", text[n - 1]))
			n--;
		blanks = blanks < n ? blanks : n;
		tag = x_strndup(text + blanks, n - blanks);
		err = read_tag(r, tag);
		free(tag);
		text = end ? end + 2 : "";
	}

	return err;
}

static int read_named(struct reading *r, const char *name)
{
	struct str text = { 0 };
	int err = 0;

	if (r->partials == PARTIALS)
		return 0; /* it is within itself: rendering will tell */

	r->partials++;
	err = filing_template(&text, name, r->meta);
	if (!err)
		err = read_text(r, str_text(&text));
	str_release(&text);
	return err;
}

int prints_read(struct prints *prints, const struct pack *pack,
		const char *name, const struct paper_meta *meta)
{
	struct reading r = { .prints = prints, .pack = pack, .meta = meta };
	int err = read_named(&r, name);

	while (r.c > 0)
		leave(&r);
	return err;
}

bool prints_has(const struct prints *prints, const char *fact)
{
	const size_t group = strcspn(fact, "[.");
	const char *key = strchr(fact, '.');

	for (size_t i = 0; i < prints->c && key; i++) {
		const char *name = prints->v[i];

		if (strcspn(name, ".") == group &&
		    strncmp(name, fact, group) == 0 &&
		    strcmp(name + group, key) == 0)
			return true;
	}

	return false;
}

void prints_release(struct prints *prints)
{
	for (size_t i = 0; i < prints->c; i++)
		free(prints->v[i]);
	free(prints->v);
	*prints = (struct prints){ 0 };
}
