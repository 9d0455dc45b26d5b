/**
 * @file dossier/fact.c  Facts of a dossier: read all, change some
 */
#include "dossier/fact.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/journal.h"
#include "dossier/value.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

struct loading {
	struct facts *facts;
	const struct pack *pack;
	const char *keys; /* words, NULL: all */
};

/* Whether a key stands among words that begin and end with a blank */
static bool is_wanted(const char *keys, const char *key)
{
	const size_t n = strlen(key);
	const char *at = keys;

	while ((at = strstr(at, key)) != NULL) {
		if (at[-1] == ' ' && at[n] == ' ')
			return true;
		at += n;
	}

	return false;
}

static int fact_handler(const struct row *row, void *arg)
{
	const struct loading *l = arg;
	struct facts *facts = l->facts;
	struct fact *f;

	if (l->keys && !is_wanted(l->keys, row_text(row, 2)))
		return 0;
	facts->v = x_grow(facts->v, facts->c, sizeof(*facts->v));
	f = &facts->v[facts->c++];
	*f = (struct fact){ .key.n = (int)row_int(row, 1) };
	(void)snprintf(f->key.group, sizeof(f->key.group), "%s",
		       row_text(row, 0));
	(void)snprintf(f->key.key, sizeof(f->key.key), "%s", row_text(row, 2));
	f->value = x_strdup(row_text(row, 3));
	f->ok = row_int(row, 4) != 0;
	f->origin = x_strdup(row_text(row, 5));
	f->reason = row_is_null(row, 6) ? NULL : x_strdup(row_text(row, 6));
	f->field = pack_field(l->pack, f->key.group, f->key.key, NULL);
	return 0;
}

int facts_load(struct facts *facts, struct db *db, const struct pack *pack,
	       int64_t dossier)
{
	struct facts loaded = { NULL, 0 };
	struct loading l = { &loaded, pack, NULL };
	int err = db_each(db,
			  "SELECT grp, n, f.key, value, f.ok, f.origin, "
			  "j.reason FROM fact f LEFT JOIN journal j USING "
			  "(dossier, seq) WHERE f.dossier = ? "
			  "ORDER BY grp, n, f.key",
			  BIND(INT(dossier)), fact_handler, &l);

	if (err)
		facts_release(&loaded);
	else
		*facts = loaded;
	return err;
}

int facts_load_some(struct facts *facts, struct db *db, const struct pack *pack,
		    int64_t dossier, const struct fact_wanted *wantedv)
{
	struct facts loaded = { NULL, 0 };
	int err = 0;

	for (; wantedv->group && !err; wantedv++) {
		struct loading l = { &loaded, pack, wantedv->keys };

		err = db_each(db,
			      "SELECT grp, n, key, value, ok, origin, NULL "
			      "FROM fact WHERE dossier = ? AND grp = ? ORDER "
			      "BY n, key",
			      BIND(INT(dossier), TEXT(wantedv->group)),
			      fact_handler, &l);
	}

	if (err)
		facts_release(&loaded);
	else
		*facts = loaded;
	return err;
}

void facts_release(struct facts *facts)
{
	for (size_t i = 0; i < facts->c; i++) {
		free(facts->v[i].value);
		free(facts->v[i].origin);
		free(facts->v[i].reason);
	}
	free(facts->v);
	*facts = (struct facts){ NULL, 0 };
}

static int compare(const struct fact_key *a, const char *group, int n,
		   const char *key)
{
	int d = strcmp(a->group, group);

	if (d == 0)
		d = (a->n > n) - (a->n < n);
	return d ? d : strcmp(a->key, key);
}

const struct fact *facts_find(const struct facts *facts, const char *group,
			      int n, const char *key)
{
	size_t low = 0;
	size_t high = facts->c;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int d = compare(&facts->v[mid].key, group, n, key);

		if (d == 0)
			return &facts->v[mid];
		if (d < 0)
			low = mid + 1;
		else
			high = mid;
	}

	return NULL;
}

const char *facts_value(const struct facts *facts, const char *group, int n,
			const char *key)
{
	const struct fact *f = facts_find(facts, group, n, key);

	return f && f->ok ? f->value : NULL;
}

int facts_rows(const struct facts *facts, const char *group)
{
	size_t low = 0;
	size_t high = facts->c;

	/* The first fact of a later group stands behind the last row */
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(facts->v[mid].key.group, group) <= 0)
			low = mid + 1;
		else
			high = mid;
	}

	return low > 0 && strcmp(facts->v[low - 1].key.group, group) == 0
		       ? facts->v[low - 1].key.n
		       : 0;
}

/* A change being prepared */
struct work {
	const struct pack *pack;
	int64_t dossier;
	const struct fact_set *setv;
	size_t setc;
	const struct fact_change *change;
	size_t bad;
	struct facts facts;	     /* before */
	struct journal_entry *entry; /* rows to write, setc at most */
	struct fact_key *keys;
	char **values; /* owned */
	size_t c;
};

/* The value a wish asks for; *valuep NULL clears */
static int wanted(const struct work *w, const struct field *field,
		  const struct fact_set *set, char **valuep, bool *okp)
{
	const char *text = set->text;
	char *value = NULL;
	int err = 0;

	*okp = true;
	if (text && *text) {
		err = !field ? ENOENT
		      : set->accept
			      ? value_decode_any_check(field, text, &value)
			      : value_decode(field, text, &value);
		if (err && (w->change->draft || !field)) {
			value = value_as_typed(text);
			*okp = false;
			err = 0;
		}
	}
	if (value && !*value) { /* nothing but blanks */
		free(value);
		value = NULL;
	}
	if (!err)
		*valuep = value;
	return err;
}

/* clang-format off */
static const struct {
	const char *origin;
	const char *sentence;
} not_typed[] = {
	{ "drill", N_("comes from a drill and is not typed") },
	{ "act",   N_("is written by the commands act and duty and is not typed") },
};
/* clang-format on */

/* What a drill measures and what was done nobody types */
static int check_origin(const struct section *section,
			const struct fact_set *set,
			const struct fact_change *change)
{
	const char *origin = set->origin ? set->origin : change->origin;

	if (!section->origin || strcmp(origin, "entry") != 0)
		return 0;

	for (size_t i = 0; i < ARRAY_LEN(not_typed); i++) {
		if (strcmp(section->origin, not_typed[i].origin) == 0)
			return err_set(EPERM, "%s %s", set->key,
				       _(not_typed[i].sentence));
	}

	return err_set(EPERM, _("%s is not typed"), set->key);
}

static int prepare(struct work *w, const struct fact_set *set)
{
	const struct section *section = NULL;
	const struct field *field = NULL;
	const struct fact *now;
	const size_t i = w->c;
	struct fact_key key;
	char *value = NULL;
	bool ok = true;
	int err = fact_key_decode(&key, w->pack, set->key, &section, &field);

	if (err == ENOENT && set->kept)
		err = fact_key_decode(&key, NULL, set->key, NULL, NULL);
	if (err)
		return err;

	if (set->accept && !value_may_override(field->type))
		return err_set(EINVAL,
			       _("%s: only a check symbol can be accepted "
				 "as it is, and %s has none that may be wrong"),
			       set->key,
			       lang_pick(field->label, field->label_en));
	if (field && field->calculate)
		return err_set(EPERM, _("%s is calculated and not typed"),
			       set->key);
	if (section)
		err = check_origin(section, set, w->change);
	if (err)
		return err;
	err = wanted(w, field, set, &value, &ok);
	if (err)
		return err_prefix(
			err, "%s (%s)", set->key,
			field ? lang_pick(field->label, field->label_en) : "");

	now = facts_find(&w->facts, key.group, key.n, key.key);
	if (now ? (value && strcmp(now->value, value) == 0 && now->ok == ok)
		: !value) {
		free(value);
		return 0;
	}

	w->keys[i] = key;
	w->values[i] = value;
	w->entry[i] = (struct journal_entry){
		.act = "set",
		.key = &w->keys[i],
		.old = now ? now->value : NULL,
		.new_ = value,
		.ok = ok,
		.old_ok = now ? now->ok : true,
		.origin = set->origin ? set->origin : w->change->origin,
		.old_origin = now ? now->origin : NULL,
		.reason = set->accept ? set->accept : w->change->reason,
	};
	w->c++;
	return 0;
}

static int set_work(struct db *db, void *arg)
{
	struct work *w = arg;
	int err = facts_load(&w->facts, db, w->pack, w->dossier);

	for (w->bad = 0; w->bad < w->setc && !err; w->bad++) {
		err = prepare(w, &w->setv[w->bad]);
		if (err)
			break;
	}
	if (!err && w->c > 0)
		err = journal_append(db, w->dossier, w->entry, w->c);

	return err;
}

static size_t count(const struct fact_set *setv)
{
	size_t n = 0;

	while (setv[n].key)
		n++;

	return n;
}

static int by_key(const void *a, const void *b)
{
	const char *const *ka = a;
	const char *const *kb = b;

	return strcmp(*ka, *kb);
}

/* A fact named twice in one change has no one value */
static int refuse_doubles(const struct fact_set *setv, size_t setc)
{
	const char **keys = x_calloc(setc, sizeof(*keys));
	int err = 0;

	for (size_t i = 0; i < setc; i++)
		keys[i] = setv[i].key;
	qsort(keys, setc, sizeof(*keys), by_key);
	for (size_t i = 1; i < setc && !err; i++) {
		if (strcmp(keys[i - 1], keys[i]) == 0)
			err = err_set(EINVAL, _("%s is given twice"), keys[i]);
	}
	free(keys);
	return err;
}

int fact_set(struct db *db, const struct pack *pack, int64_t dossier,
	     const struct fact_set *setv, const struct fact_change *change,
	     size_t *badp)
{
	const size_t setc = count(setv);
	struct work w = { .pack = pack,
			  .dossier = dossier,
			  .setv = setv,
			  .setc = setc,
			  .change = change };
	int err = refuse_doubles(setv, setc);

	w.bad = setc;
	w.entry = x_calloc(setc, sizeof(*w.entry));
	w.keys = x_calloc(setc, sizeof(*w.keys));
	w.values = x_calloc(setc, sizeof(*w.values));
	if (!err)
		err = db_atomic(db, set_work, &w);
	if (err && badp)
		*badp = w.bad;

	for (size_t i = 0; i < w.c; i++)
		free(w.values[i]);
	free(w.values);
	free(w.keys);
	free(w.entry);
	facts_release(&w.facts);
	return err;
}
