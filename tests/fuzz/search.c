/**
 * @file tests/fuzz/search.c  Any bytes as a query, and as a name that is found
 *
 * The input is what one searches for; its bytes as far as they are text are
 * also the name of a company and a fact, which every part of it must find.
 */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "dossier/search.h"
#include "util/fold.h"
#include "util/str.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct fact_change entry = { .origin = "entry", .draft = true };

static int hit_handler(const struct search_hit *hit, void *arg)
{
	*(bool *)arg |= hit->d->id == 1;
	for (size_t i = 0; i < hit->factc; i++)
		assert(text_is_utf8(hit->factv[i].excerpt,
				    strlen(hit->factv[i].excerpt)));
	return 0;
}

static bool finds(struct db *db, const struct pack *pack, const char *text)
{
	bool found = false;
	int err = search_each(db, pack, text, 3, hit_handler, &found);

	assert(err == 0 || err == EINVAL);
	return found;
}

/* Every part of a folded text finds it */
static void check_parts(struct db *db, const struct pack *pack,
			const char *text, unsigned dice)
{
	struct fold fold;

	fold_text(&fold, text);
	for (int i = 0; i < 4 && fold.c > 0; i++) {
		const size_t at = dice % fold.c;
		const size_t n = 1 + dice / 7 % 5;
		struct str part = { 0 };

		for (size_t k = at; k < fold.c && k < at + n; k++) {
			char buf[8];

			str_add_n(&part, buf, text_put(buf, fold.cp[k]));
		}
		/* a blank alone is no query */
		if (strcmp(str_text(&part), " ") != 0)
			assert(finds(db, pack, str_text(&part)));
		str_release(&part);
		dice = dice * 1664525 + 1013904223;
	}
	fold_release(&fold);
}

static int value_handler(const struct row *row, void *arg)
{
	str_add(arg, row_text(row, 0));
	return 0;
}

struct input {
	const struct pack *pack;
	const char *text;
	size_t size;
};

/* All of it is rolled back, so that the next input meets an empty database */
static int input_work(struct db *db, void *arg)
{
	const struct input *in = arg;
	struct dossier d = { 0 };
	struct str kept = { 0 };
	const struct fact_set setv[2] = {
		{ .key = in->size % 2 ? "co.name" : "co.addr_detail",
		  .text = in->text },
		{ .key = NULL },
	};

	assert(dossier_new(db, in->pack, "2026-0001", &d) == 0);
	(void)finds(db, in->pack, in->text);
	if (text_is_utf8(in->text, strlen(in->text)) &&
	    fact_set(db, in->pack, d.id, setv, &entry, NULL) == 0) {
		assert(db_each(db, "SELECT value FROM fact", NULL,
			       value_handler, &kept) == 0);
		check_parts(db, in->pack, str_text(&kept),
			    (unsigned)in->size * 2654435761U);
	}
	dossier_release(&d);
	str_release(&kept);
	return ECANCELED;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pack *pack;
	static struct db *db;
	struct str text = { 0 };
	struct input in = { .size = size };

	if (size > 20000)
		return 0;
	if (!pack) {
		assert(pack_load(&pack) == 0);
		assert(dossier_db_open(&db, ":memory:") == 0);
	}
	str_add_n(&text, (const char *)data, size);
	in.pack = pack;
	in.text = str_text(&text);
	assert(db_atomic(db, input_work, &in) == ECANCELED);
	str_release(&text);
	return 0;
}
