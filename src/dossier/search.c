/**
 * @file dossier/search.c  Search: ask the index
 */
#include "dossier/search.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/office.h"
#include "dossier/search_private.h"
#include "util/mem.h"

/* Words of one MATCH; the others of a long query are asked after them */
#define WORDS_AT_ONCE 16

/* Digits of the number of a dossier, and those before its hyphen */
#define NO_DIGITS 8
#define NO_YEAR	  4

/* Up to how many dossiers are looked up one by one to put them in order */
#define FEW 10000

/* From how many dossiers on the first of a list are looked for one by one */
#define DENSE	   10000
#define DENSE_TEXT "10000"

/* And at most so many of them, which takes 3 ms */
#define LOOK_MAX 400

/* Up to which id a bit each is kept to do so: 16 MB */
#define MOST_BITS (INT64_C(1) << 27)

void words_read(struct words *words, const char *text)
{
	struct fold *f = &words->text;
	size_t start = 0;

	*words = (struct words){ 0 };
	fold_text(f, text);
	if (!f->cp) { /* joiners alone are something, but no word */
		words->blank = *text == '\0';
		return;
	}

	words->blank = f->c == 1 && f->cp[0] == ' ';
	for (size_t i = 0; i <= f->c; i++) {
		struct word w = { f->cp + start, i - start, true };

		if (i < f->c && f->cp[i] != ' ')
			continue;
		start = i + 1;
		for (size_t k = 0; k < w.c; k++)
			w.latin &= fold_is_latin(w.cp[k]);
		if (w.c == 0)
			continue;
		words->v = x_grow(words->v, words->c, sizeof(*words->v));
		words->v[words->c++] = w;
	}
}

void words_release(struct words *words)
{
	fold_release(&words->text);
	free(words->v);
}

/* The number of a dossier typed without its hyphen, or the beginning of it */
static bool spell_number(uint32_t number[NO_DIGITS + 1], const struct word *w)
{
	if (w->c <= NO_YEAR || w->c > NO_DIGITS)
		return false;

	for (size_t i = 0; i < w->c; i++) {
		if (w->cp[i] < '0' || w->cp[i] > '9')
			return false;
		number[i < NO_YEAR ? i : i + 1] = w->cp[i];
	}
	number[NO_YEAR] = '-';
	return true;
}

/* Append what finds a word, for MATCH */
static void match_word(struct str *to, const struct word *w)
{
	uint32_t number[NO_DIGITS + 1];

	if (to->len > 0)
		str_add(to, " AND ");
	str_add_char(to, '(');
	search_phrase(to, w->cp, w->c, false);
	if (w->latin) {
		str_add(to, " OR ");
		search_phrase(to, w->cp, w->c, true);
	}
	if (spell_number(number, w)) {
		str_add(to, " OR ");
		search_phrase(to, number, w->c + 1, false);
	}
	str_add_char(to, ')');
}

int ids_handler(const struct row *row, void *arg)
{
	struct ids *ids = arg;

	ids->v = x_grow(ids->v, ids->c, sizeof(*ids->v));
	ids->v[ids->c++] = row_int(row, 0);
	return 0;
}

void ids_common(struct ids *ids, const struct ids *with)
{
	size_t c = 0;
	size_t k = 0;

	for (size_t i = 0; i < ids->c; i++) {
		while (k < with->c && with->v[k] < ids->v[i])
			k++;
		if (k < with->c && with->v[k] == ids->v[i])
			ids->v[c++] = ids->v[i];
	}
	ids->c = c;
}

void ids_merge(struct ids *ids, const struct ids *more)
{
	struct ids both = { NULL, 0 };
	size_t i = 0;
	size_t k = 0;

	if (more->c == 0)
		return;

	both.v = x_calloc(ids->c + more->c, sizeof(*both.v));
	while (i < ids->c || k < more->c) {
		int64_t id = i == ids->c	      ? more->v[k]
			     : k == more->c	      ? ids->v[i]
			     : ids->v[i] < more->v[k] ? ids->v[i]
						      : more->v[k];

		i += i < ids->c && ids->v[i] == id;
		k += k < more->c && more->v[k] == id;
		both.v[both.c++] = id;
	}
	free(ids->v);
	*ids = both;
}

static const char in_names[] =
	"SELECT rowid FROM search_name WHERE search_name MATCH ?";
static const char in_names_some[] =
	"SELECT rowid FROM search_name WHERE search_name MATCH ? LIMIT " DENSE_TEXT
	"+1";
static const char in_facts[] =
	"SELECT rowid FROM search_fact WHERE search_fact MATCH ?";

/* Rows of an index that have all of some words; ids is empty before */
static int match(struct db *db, const char *sql, const struct word *wordv,
		 size_t wordc, struct ids *ids)
{
	struct str expr = { 0 };
	int err;

	for (size_t i = 0; i < wordc; i++)
		match_word(&expr, &wordv[i]);
	err = db_each(db, sql, BIND(TEXT(expr.s)), ids_handler, ids);
	str_release(&expr);
	return err;
}

int search_match_names(struct db *db, const struct words *words,
		       struct ids *ids)
{
	int err = 0;

	for (size_t i = 0; i < words->c && !err; i += WORDS_AT_ONCE) {
		const size_t left = words->c - i;
		struct ids some = { NULL, 0 };

		if (i > 0 && ids->c == 0)
			break;
		err = match(db, in_names, words->v + i,
			    left < WORDS_AT_ONCE ? left : WORDS_AT_ONCE, &some);
		if (i > 0) {
			ids_common(ids, &some);
			free(some.v);
		} else {
			*ids = some;
		}
	}

	return err;
}

/* Dossiers of rows of the index of facts */
static void dossiers_of(struct ids *to, const struct ids *facts)
{
	to->v = x_calloc(facts->c, sizeof(*to->v));
	for (size_t i = 0; i < facts->c; i++) {
		const int64_t id = facts->v[i] >> SEARCH_SEQ_BITS;

		if (to->c == 0 || to->v[to->c - 1] != id)
			to->v[to->c++] = id;
	}
}

/* Dossiers that have one word somewhere */
static int match_one(struct db *db, const struct pack *pack,
		     const struct word *word, struct ids *ids,
		     struct ids *facts)
{
	struct ids found = { NULL, 0 };
	struct ids labels = { NULL, 0 };
	struct ids with = { NULL, 0 };
	int err = match(db, in_names, word, 1, ids);

	if (!err)
		err = match(db, in_facts, word, 1, &found);
	if (!err && pack)
		err = search_match_labels(db, pack, word, &labels);
	if (!err || err == ECANCELED) { /* stopped: what there is so far */
		ids_merge(&found, &labels);
		dossiers_of(&with, &found);
		ids_merge(ids, &with);
		if (facts)
			ids_merge(facts, &found);
	}

	free(found.v);
	free(labels.v);
	free(with.v);
	return err;
}

int search_match_all(struct db *db, const struct pack *pack,
		     const struct words *words, struct ids *ids,
		     struct ids *facts)
{
	int err = 0;

	for (size_t i = 0; i < words->c && !err; i++) {
		struct ids some = { NULL, 0 };

		if (i > 0 && ids->c == 0)
			break;
		err = match_one(db, pack, &words->v[i], &some, facts);
		if (i > 0) {
			ids_common(ids, &some);
			free(some.v);
		} else {
			*ids = some;
		}
	}

	return err;
}

/* A dossier and what it is sorted by */
struct dated {
	int64_t id;
	int64_t updated;
};

static int compare_dated(const void *a, const void *b)
{
	const struct dated *da = a;
	const struct dated *db = b;

	if (da->updated != db->updated)
		return da->updated < db->updated ? 1 : -1;
	return (da->id < db->id) - (da->id > db->id);
}

struct dating {
	struct dated *v;
	size_t c;
};

static int dated_handler(const struct row *row, void *arg)
{
	struct dating *d = arg;

	d->v[d->c++] = (struct dated){ row_int(row, 0), row_int(row, 1) };
	return 0;
}

static int sort_few(struct db *db, struct ids *ids)
{
	struct dating d = { x_calloc(ids->c, sizeof(*d.v)), 0 };
	int err = db_each_of(db, "SELECT id, updated FROM dossier WHERE id = ?",
			     ids->v, ids->c, dated_handler, &d);

	if (!err) {
		qsort(d.v, d.c, sizeof(*d.v), compare_dated);
		for (size_t i = 0; i < d.c; i++)
			ids->v[i] = d.v[i].id;
		ids->c = d.c;
	}
	free(d.v);
	return err;
}

/* A list being put into the order of another: one bit for each id of it */
struct sorting {
	unsigned char *bits;
	int64_t last; /* highest id that has one */
	int64_t *v;
	size_t c;
};

static int sorting_handler(const struct row *row, void *arg)
{
	struct sorting *s = arg;
	const int64_t id = row_int(row, 0);

	if (id >= 0 && id <= s->last && (s->bits[id / 8] >> id % 8 & 1))
		s->v[s->c++] = id;
	return 0;
}

static int sort_many(struct db *db, struct ids *ids)
{
	struct sorting s = { .last = ids->v[ids->c - 1] };
	int err;

	s.bits = x_calloc((size_t)s.last / 8 + 1, 1);
	s.v = x_calloc(ids->c, sizeof(*s.v));
	for (size_t i = 0; i < ids->c; i++)
		s.bits[ids->v[i] / 8] |= (unsigned char)(1U << ids->v[i] % 8);
	err = db_each(db,
		      "SELECT id FROM dossier ORDER BY updated DESC, id DESC",
		      NULL, sorting_handler, &s);
	free(s.bits);
	free(ids->v);
	ids->v = s.v;
	ids->c = s.c;
	return err;
}

int search_sort(struct db *db, struct ids *ids)
{
	if (!ids->v)
		return 0;
	if (ids->c > FEW && ids->v[0] >= 0 && ids->v[ids->c - 1] < MOST_BITS)
		return sort_many(db, ids);

	return sort_few(db, ids);
}

/* A list being made */
struct listing {
	const struct words *words;
	struct ids ids;
	enum search_place place;
	size_t most;   /* wanted of a long list; 0: all */
	size_t looked; /* at, one by one */
	bool more;     /* there may be */
	bool masked;   /* personal data is, so it cannot be guessed at either */
};

/* A word as it stands in what the index has of a name, blanks around it */
static bool entry_has(const struct str *entry, const uint32_t *cp, size_t c,
		      bool initials)
{
	struct str phrase = { 0 };
	bool partly;
	bool found;

	search_phrase(&phrase, cp, c, initials);
	partly = phrase.s[phrase.len - 1] == '*';
	/* '"…" *' becomes ' …', and '"…"' becomes ' … ' */
	phrase.s[0] = ' ';
	phrase.s[phrase.len - (partly ? 3 : 1)] = partly ? '\0' : ' ';
	found = strstr(entry->s, phrase.s) != NULL;
	str_release(&phrase);
	return found;
}

static bool entry_has_word(const struct str *entry, const struct word *w)
{
	uint32_t number[NO_DIGITS + 1];

	return entry_has(entry, w->cp, w->c, false) ||
	       (w->latin && entry_has(entry, w->cp, w->c, true)) ||
	       (spell_number(number, w) &&
		entry_has(entry, number, w->c + 1, false));
}

/* id, no, name: in the order of the list, until there are enough */
static int first_handler(const struct row *row, void *arg)
{
	struct listing *l = arg;
	struct str entry = { 0 };
	size_t i = 0;

	if (l->ids.c == l->most || l->looked++ == LOOK_MAX)
		return ECANCELED;
	str_add_char(&entry, ' ');
	search_name_tokens(&entry, row_text(row, 1), row_text(row, 2));
	str_add_char(&entry, ' ');
	while (i < l->words->c && entry_has_word(&entry, &l->words->v[i]))
		i++;
	str_release(&entry);
	return i == l->words->c ? ids_handler(row, &l->ids) : 0;
}

static int find_first(struct db *db, struct listing *l)
{
	int err = db_each(db,
			  "SELECT id, no, name FROM dossier ORDER BY updated "
			  "DESC, id DESC",
			  NULL, first_handler, l);

	l->more = err == ECANCELED;
	return l->more ? 0 : err;
}

/* Of a list that would take long to put in order only the first are wanted:
 * they are found by looking at one after the other */
static int find_names(struct db *db, struct listing *l)
{
	int err;

	if (!l->most || l->words->c > WORDS_AT_ONCE)
		err = search_match_names(db, l->words, &l->ids);
	else
		err = match(db, in_names_some, l->words->v, l->words->c,
			    &l->ids);
	if (!err && l->most && l->ids.c > DENSE) {
		free(l->ids.v);
		l->ids = (struct ids){ NULL, 0 };
		return find_first(db, l);
	}

	return err ? err : search_sort(db, &l->ids);
}

int search_first_names(struct db *db, const struct words *words, size_t most,
		       struct ids *ids, bool *morep)
{
	struct listing l = { .words = words, .most = most };
	int err = find_names(db, &l);

	*ids = l.ids;
	*morep = l.more;
	return err;
}

/* All there are, or the first of them */
static int list_all(struct db *db, struct listing *l)
{
	const int64_t most = l->most > 0 ? (int64_t)l->most + 1 : -1;
	int err = db_each(db,
			  "SELECT id FROM dossier ORDER BY updated DESC, id "
			  "DESC LIMIT ?",
			  BIND(INT(most)), ids_handler, &l->ids);

	l->more = l->most > 0 && l->ids.c > l->most;
	l->ids.c -= l->more;
	return err;
}

static int find_work(struct db *db, void *arg)
{
	struct listing *l = arg;
	int err;

	if (l->words->blank)
		return list_all(db, l);

	l->place = SEARCH_NAMES;
	if (l->words->c == 0)
		return 0;
	err = find_names(db, l);
	if (err || l->more || l->ids.c > 0 || l->masked)
		return err;

	l->place = SEARCH_FACTS;
	free(l->ids.v);
	l->ids = (struct ids){ NULL, 0 };
	err = search_match_all(db, NULL, l->words, &l->ids, NULL);
	return err ? err : search_sort(db, &l->ids);
}

static int list_ids(struct db *db, const char *text, struct listing *l)
{
	struct words words;
	int err;

	words_read(&words, text);
	l->words = &words;
	err = words.blank ? 0 : search_open(db);
	if (!err)
		err = office_masked(db, &l->masked);
	if (!err)
		err = db_snapshot(db, find_work, l);
	l->words = NULL;
	words_release(&words);
	if (err || l->ids.c == 0) {
		free(l->ids.v);
		l->ids.v = NULL;
	}

	return err;
}

int search_ids(struct db *db, const char *text, int64_t **idvp, size_t *countp,
	       enum search_place *placep)
{
	struct listing l = { .place = SEARCH_ALL };
	int err = list_ids(db, text, &l);

	if (err)
		return err;

	*idvp = l.ids.v;
	*countp = l.ids.c;
	if (placep)
		*placep = l.place;
	return 0;
}

int search_first(struct db *db, const char *text, size_t most,
		 struct search_list *list)
{
	struct listing l = { .place = SEARCH_ALL, .most = most };
	int err = list_ids(db, text, &l);

	if (!err)
		*list = (struct search_list){ l.ids.v, l.ids.c, l.place,
					      l.more };
	return err;
}
