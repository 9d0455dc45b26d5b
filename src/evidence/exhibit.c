/**
 * @file evidence/exhibit.c  Records of evidence, their revisions and files
 */
#include "evidence/exhibit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

#define RECORD	 "ev"
#define REVISION "evrev"
#define FILES	 "evfile"

static int number_of(const struct facts *facts, const char *group, int n,
		     const char *key)
{
	const char *s = facts_value(facts, group, n, key);

	return s ? (int)strtol(s, NULL, 10) : 0;
}

static void read_words(struct exhibit_words *w, const struct facts *facts,
		       int n)
{
	w->obtained = facts_value(facts, REVISION, n, "obtained");
	w->from = facts_value(facts, REVISION, n, "from");
	w->to = facts_value(facts, REVISION, n, "to");
	w->received = facts_value(facts, REVISION, n, "received");
	w->by = facts_value(facts, REVISION, n, "by");
	w->method = facts_value(facts, REVISION, n, "method");
	w->note = facts_value(facts, REVISION, n, "note");
}

static struct exhibit *find(struct exhibits *all, int n)
{
	for (size_t i = 0; i < all->c; i++) {
		if (all->v[i].n == n)
			return &all->v[i];
	}

	return NULL;
}

static void add_revision(struct exhibits *all, const struct facts *facts, int n)
{
	struct exhibit *e = find(all, number_of(facts, REVISION, n, "record"));
	struct exhibit_revision *r;

	if (!e)
		return;

	e->v = x_grow(e->v, e->c, sizeof(*e->v));
	r = &e->v[e->c++];
	*r = (struct exhibit_revision){ .row = n, .number = (int)e->c };
	read_words(&r->words, facts, n);
}

static struct exhibit_revision *revision(struct exhibits *all, int row)
{
	for (size_t i = 0; i < all->c; i++) {
		for (size_t k = 0; k < all->v[i].c; k++) {
			if (all->v[i].v[k].row == row)
				return &all->v[i].v[k];
		}
	}

	return NULL;
}

static void add_file(struct exhibits *all, const struct facts *facts, int n,
		     const struct vault *vault)
{
	const struct fact *f = facts_find(facts, FILES, n, "file");
	struct exhibit_revision *r = revision(
		all, number_of(facts, FILES, n, "rev"));
	struct attached file;

	if (!r || !f || !attached_of_fact(&file, f, vault))
		return;

	r->v = x_grow(r->v, r->c, sizeof(*r->v));
	r->v[r->c++] = file;
}

void exhibits_of_facts(struct exhibits *exhibits, const struct facts *facts,
		       const struct vault *vault)
{
	struct exhibits all = { NULL, 0 };

	for (int n = 1; n <= facts_rows(facts, RECORD); n++) {
		const char *title = facts_value(facts, RECORD, n, "title");
		const char *links = facts_value(facts, RECORD, n, "links");

		if (!title)
			continue;
		all.v = x_grow(all.v, all.c, sizeof(*all.v));
		all.v[all.c++] = (struct exhibit){
			.n = n, .title = title, .links = links ? links : ""
		};
	}
	for (int n = 1; n <= facts_rows(facts, REVISION); n++)
		add_revision(&all, facts, n);
	for (int n = 1; n <= facts_rows(facts, FILES); n++)
		add_file(&all, facts, n, vault);

	*exhibits = all;
}

void exhibits_release(struct exhibits *exhibits)
{
	for (size_t i = 0; i < exhibits->c; i++) {
		struct exhibit *e = &exhibits->v[i];

		for (size_t k = 0; k < e->c; k++) {
			for (size_t j = 0; j < e->v[k].c; j++)
				attached_release(&e->v[k].v[j]);
			free(e->v[k].v);
		}
		free(e->v);
	}
	free(exhibits->v);
	*exhibits = (struct exhibits){ NULL, 0 };
}

const struct exhibit *exhibits_find(const struct exhibits *exhibits, int n)
{
	for (size_t i = 0; i < exhibits->c; i++) {
		if (exhibits->v[i].n == n)
			return &exhibits->v[i];
	}

	return NULL;
}

/* What the revisions of a record come to on a day */
struct standing {
	bool in_force;
	const char *ended; /* the last day of the one that lasted longest */
};

static struct standing standing_of(const struct facts *facts, int record,
				   const char *today)
{
	struct standing s = { false, NULL };

	for (int n = 1; n <= facts_rows(facts, REVISION); n++) {
		struct exhibit_words w;

		if (number_of(facts, REVISION, n, "record") != record)
			continue;
		read_words(&w, facts, n);
		if (w.to && strcmp(w.to, today) < 0) {
			if (!s.ended || strcmp(w.to, s.ended) > 0)
				s.ended = w.to;
		} else if (!w.from || strcmp(w.from, today) <= 0) {
			s.in_force = true;
		}
	}

	return s;
}

int exhibits_over(const struct facts *facts, const char *today,
		  exhibit_over_h *h, void *arg)
{
	int err = 0;

	for (int n = 1; n <= facts_rows(facts, RECORD) && !err; n++) {
		const char *title = facts_value(facts, RECORD, n, "title");
		const char *links = facts_value(facts, RECORD, n, "links");
		struct standing s = { false, NULL };

		if (title && links)
			s = standing_of(facts, n, today);
		if (s.ended && !s.in_force)
			err = h(n, title, links, s.ended, arg);
	}

	return err;
}

bool exhibit_stands_for(const char *links, const char *thing)
{
	const size_t n = strlen(thing);

	for (const char *s = links; (s = strstr(s, thing)); s += n) {
		if ((s == links || s[-1] == ' ') && (!s[n] || s[n] == ' '))
			return true;
	}

	return false;
}
