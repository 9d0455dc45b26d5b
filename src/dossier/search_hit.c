/**
 * @file dossier/search_hit.c  Search: what was found, with its place
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/office.h"
#include "dossier/search.h"
#include "dossier/search_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"
#include "value/value.h"

/* Characters shown on each side of a word */
#define AROUND 16

/* Longest number or Latin word that is not cut */
#define NUMBER_MAX 32

/* Characters shown of a value that has the word only in another spelling */
#define BEGINNING 40

/* Digits from which a number in a text may be a person's: a mobile number */
#define NUMBER_MIN 11

/* Dossiers, those opened last, that are put in order of a longer list */
#define SOME_MAX 2000

static const char in_journal[] =
	"SELECT key, new, ok FROM journal WHERE dossier = ? AND seq = ?";

/* Where a row of the index of facts comes from */
#define ORIGIN(id) BIND(INT((id) >> SEARCH_SEQ_BITS), INT((id)&SEARCH_SEQ_MAX))

/* A choice being looked for */
struct wanted {
	const struct section *section;
	const struct field *field;
	const char *value;
	bool found;
};

static int wanted_handler(const struct row *row, void *arg)
{
	struct wanted *w = arg;
	struct fact_key key;

	if (fact_key_decode(&key, NULL, row_text(row, 0), NULL, NULL) == 0)
		w->found = strcmp(key.group, w->section->group) == 0 &&
			   strcmp(key.key, w->field->key) == 0 &&
			   text_has_word(row_text(row, 1), w->value);
	return 0;
}

/* Rows whose fact is of a field and has one of its choices */
static int match_choice(struct db *db, const struct pack_field *f,
			const char *value, struct ids *facts)
{
	struct wanted wanted = { f->section, f->field, value, false };
	struct ids found = { NULL, 0 };
	struct str expr = { 0 };
	struct fold fold;
	size_t c = 0;
	int err;

	fold_text(&fold, value);
	search_phrase(&expr, fold.cp, fold.c, false);
	err = db_each(db,
		      "SELECT rowid FROM search_fact WHERE search_fact MATCH ?",
		      BIND(TEXT(expr.s)), ids_handler, &found);
	for (size_t i = 0; i < found.c && !err; i++) {
		wanted.found = false;
		err = db_each(db, in_journal, ORIGIN(found.v[i]),
			      wanted_handler, &wanted);
		if (wanted.found)
			found.v[c++] = found.v[i];
	}
	found.c = c;
	if (!err)
		ids_merge(facts, &found);

	free(found.v);
	str_release(&expr);
	fold_release(&fold);
	return err;
}

static bool has_word(const char *text, const struct word *word)
{
	struct fold fold;
	size_t at;
	bool found;

	if (!text)
		return false;

	fold_text(&fold, text);
	found = fold_find(&fold, word->cp, word->c, &at);
	fold_release(&fold);
	return found;
}

int search_match_labels(struct db *db, const struct pack *pack,
			const struct word *word, struct ids *facts)
{
	int err = 0;

	for (size_t i = 0; i < pack->fields_count; i++) {
		const struct pack_field *f = &pack->fields[i];

		for (size_t k = 0; k < f->field->choices_count && !err; k++) {
			const struct choice *c = &f->field->choices[k];

			if (has_word(c->label, word) ||
			    has_word(c->label_en, word))
				err = match_choice(db, f, c->value, facts);
		}
	}

	return err;
}

/* A search whose dossiers are being handed out */
struct giving {
	struct db *db;
	const struct pack *pack;
	const struct words *words;
	struct ids *facts;
	size_t most;
	search_h *h;
	void *arg;
};

/* Facts of one dossier, as they are read */
struct reading {
	const struct giving *giving;
	struct search_fact *v; /* its texts are owned */
	size_t c;
};

/* The first word that stands in a text, without signs if need be */
static bool find_any(const struct words *words, const struct fold *text,
		     size_t *atp, size_t *endp)
{
	for (size_t i = 0; i < words->c; i++) {
		if (fold_find(text, words->v[i].cp, words->v[i].c, atp)) {
			*endp = *atp + words->v[i].c;
			return true;
		}
	}

	return false;
}

/* A number is not cut: half of one could not be told from a whole one */
static void widen(const struct fold *f, size_t *fromp, size_t *endp)
{
	for (int i = 0; i<NUMBER_MAX && * fromp> 0; i++) {
		if (!fold_is_latin(f->cp[*fromp - 1]) ||
		    !fold_is_latin(f->cp[*fromp]))
			break;
		--*fromp;
	}
	for (int i = 0; i<NUMBER_MAX && * endp> 0 && *endp < f->c; i++) {
		if (!fold_is_latin(f->cp[*endp - 1]) ||
		    !fold_is_latin(f->cp[*endp]))
			break;
		++*endp;
	}
}

/* The part of a value around a word, with ... where it was cut */
static char *excerpt_of(const struct words *words, const char *text)
{
	struct fold fold;
	struct fold plain = { 0 };
	const struct fold *f = &fold;
	struct str to = { 0 };
	size_t at = 0;
	size_t end = BEGINNING - AROUND;
	size_t from;

	fold_text(&fold, text);
	if (!find_any(words, &fold, &at, &end) && fold_plain(&plain, &fold) &&
	    find_any(words, &plain, &at, &end))
		f = &plain;

	from = at > AROUND ? at - AROUND : 0;
	end = end < f->c ? end : f->c;
	/* a character that folds to several is shown whole */
	while (end > 0 && end < f->c && f->from[end] == f->from[end - 1])
		end++;
	end = f->c - end > AROUND ? end + AROUND : f->c;
	widen(f, &from, &end);
	if (f->c > 0) {
		str_add(&to, from > 0 ? "…" : "");
		str_add_n(&to, text + f->from[from],
			  f->from[end] - f->from[from]);
		str_add(&to, end < f->c ? "…" : "");
	}

	fold_release(&fold);
	fold_release(&plain);
	return str_take(&to);
}

static int fact_handler(const struct row *row, void *arg)
{
	struct reading *r = arg;
	struct search_fact *f = &r->v[r->c];
	struct str text = { 0 };

	if (fact_key_decode(&f->key, NULL, row_text(row, 0), NULL, NULL))
		return 0;

	f->field = pack_field(r->giving->pack, f->key.group, f->key.key, NULL);
	if (f->field && row_int(row, 2))
		value_print(&text, f->field, row_text(row, 1));
	else
		str_add(&text, row_text(row, 1));
	f->excerpt = excerpt_of(r->giving->words, str_text(&text));
	f->text = str_take(&text);
	r->c++;
	return 0;
}

/* First of the rows of facts that is not less than an id */
static size_t lower_bound(const struct ids *ids, int64_t id)
{
	size_t low = 0;
	size_t high = ids->c;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (ids->v[mid] < id)
			low = mid + 1;
		else
			high = mid;
	}

	return low;
}

static int give_one(const struct giving *g, int64_t id, bool name)
{
	const size_t first = lower_bound(g->facts, id << SEARCH_SEQ_BITS);
	const size_t end = lower_bound(g->facts, (id + 1) << SEARCH_SEQ_BITS);
	const size_t c = end - first < g->most ? end - first : g->most;
	struct reading r = { g, x_calloc(c + 1, sizeof(*r.v)), 0 };
	struct search_hit hit = { .name = name, .facts = end - first };
	struct dossier d = { 0 };
	int err = dossier_get(g->db, id, &d);

	for (size_t i = first; i < first + c && !err; i++)
		err = db_each(g->db, in_journal, ORIGIN(g->facts->v[i]),
			      fact_handler, &r);
	hit.d = &d;
	hit.factv = r.v;
	hit.factc = r.c;
	if (!err)
		err = g->h(&hit, g->arg);

	dossier_release(&d);
	for (size_t i = 0; i < r.c; i++) {
		free((char *)r.v[i].text);
		free((char *)r.v[i].excerpt);
	}
	free(r.v);
	return err;
}

static int give(const struct giving *g, const struct ids *ids, bool name)
{
	int err = 0;

	for (size_t i = 0; i < ids->c && !err; i++)
		err = give_one(g, ids->v[i], name);

	return err;
}

/* Ids that another list does not have */
static void subtract(struct ids *ids, const struct ids *without)
{
	size_t c = 0;
	size_t k = 0;

	for (size_t i = 0; i < ids->c; i++) {
		while (k < without->c && without->v[k] < ids->v[i])
			k++;
		if (k == without->c || without->v[k] != ids->v[i])
			ids->v[c++] = ids->v[i];
	}
	ids->c = c;
}

static int each_work(struct db *db, void *arg)
{
	struct giving *g = arg;
	struct ids names = { NULL, 0 };
	struct ids others = { NULL, 0 };
	int err = 0;

	if (g->words->c > 0)
		err = search_match_names(db, g->words, &names);
	if (!err && g->words->c > 0)
		err = search_match_all(db, g->pack, g->words, &others,
				       g->facts);
	if (!err) {
		subtract(&others, &names);
		err = search_sort(db, &names);
	}
	if (!err)
		err = search_sort(db, &others);
	if (!err)
		err = give(g, &names, true);
	if (!err)
		err = give(g, &others, false);

	free(names.v);
	free(others.v);
	return err;
}

int search_each(struct db *db, const struct pack *pack, const char *text,
		size_t most, search_h *h, void *arg)
{
	struct ids facts = { NULL, 0 };
	struct words words;
	struct giving g = { db, pack, &words, &facts, most, h, arg };
	int err = office_may(db, MAY_WHOLE);

	if (!err)
		err = search_open(db);
	words_read(&words, text);
	if (!err && words.blank)
		err = err_set(EINVAL, _("there is nothing to look for"));
	if (!err)
		err = db_snapshot(db, each_work, &g);

	words_release(&words);
	free(facts.v);
	return err;
}

/* As one types */

struct some {
	struct giving g;
	const struct search_ask *ask;
	size_t left; /* dossiers that are still wanted */
	bool more;
};

static int compare_ids(const void *a, const void *b)
{
	const int64_t *ia = a;
	const int64_t *ib = b;

	return (*ia > *ib) - (*ia < *ib);
}

/* Take those out that have been handed over, in whichever order */
static void subtract_given(struct ids *ids, const struct ids *given)
{
	struct ids sorted = { NULL, given->c };

	if (given->c == 0)
		return;

	sorted.v = x_calloc(given->c, sizeof(*sorted.v));
	memcpy(sorted.v, given->v, given->c * sizeof(*sorted.v));
	qsort(sorted.v, sorted.c, sizeof(*sorted.v), compare_ids);
	subtract(ids, &sorted);
	free(sorted.v);
}

/* The dossiers opened last of a list too long to be put in order */
static bool shorten(struct ids *ids)
{
	if (ids->c <= SOME_MAX)
		return false;

	memmove(ids->v, ids->v + ids->c - SOME_MAX, SOME_MAX * sizeof(*ids->v));
	ids->c = SOME_MAX;
	return true;
}

/* Those found anywhere; stopped: those so far, or none if words are left that
 * were not looked for */
static int find_others(struct db *db, struct some *s, struct ids *ids)
{
	const struct words *words = s->g.words;
	int err = search_match_all(db, s->g.pack, words, ids, s->g.facts);

	if (err == ECANCELED) {
		s->more = true;
		if (words->c > 1)
			ids->c = 0;
		return 0;
	}
	return err;
}

static int give_some(struct some *s, struct ids *ids, bool name)
{
	if (ids->c > s->left) {
		s->more = true;
		ids->c = s->left;
	}
	s->left -= ids->c;
	return give(&s->g, ids, name);
}

static int some_work(struct db *db, void *arg)
{
	struct some *s = arg;
	struct ids names = { NULL, 0 };
	struct ids others = { NULL, 0 };
	int err;

	db_stop_when(db, s->ask->stop, s->ask->stop_arg);
	err = search_first_names(db, s->g.words,
				 s->ask->whole ? 0 : s->ask->dossiers, &names,
				 &s->more);
	if (err == ECANCELED) {
		s->more = true;
		names.c = 0;
		err = 0;
	}
	if (!err)
		err = find_others(db, s, &others);
	db_stop_when(db, NULL, NULL);

	if (!err) {
		subtract_given(&others, &names);
		s->more |= shorten(&others);
		err = search_sort(db, &others);
	}
	if (!err)
		err = give_some(s, &names, true);
	if (!err)
		err = give_some(s, &others, false);
	free(names.v);
	free(others.v);
	return err;
}

int search_some(struct db *db, const struct pack *pack,
		const struct search_ask *ask, search_h *h, void *arg,
		bool *morep)
{
	struct ids facts = { NULL, 0 };
	struct words words;
	struct some s = { .g = { db, pack, &words, &facts, ask->facts, h, arg },
			  .ask = ask,
			  .left = ask->dossiers };
	int err = office_may(db, MAY_WHOLE);

	if (!err)
		err = search_open(db);
	words_read(&words, ask->text);
	if (!err && words.blank)
		err = err_set(EINVAL, _("there is nothing to look for"));
	if (!err && words.c > 0)
		err = db_snapshot(db, some_work, &s);
	*morep = s.more;

	words_release(&words);
	free(facts.v);
	return err;
}

bool search_mark(const char *query, const char *text, size_t *atp,
		 size_t *bytesp)
{
	struct words words;
	struct fold fold;
	struct fold plain = { 0 };
	const struct fold *f = &fold;
	size_t at = 0;
	size_t end = 0;
	bool found;

	words_read(&words, query);
	fold_text(&fold, text);
	found = find_any(&words, &fold, &at, &end);
	if (!found && fold_plain(&plain, &fold)) {
		f = &plain;
		found = find_any(&words, &plain, &at, &end);
	}
	if (found) {
		*atp = f->from[at];
		*bytesp = f->from[end] - f->from[at];
	}
	fold_release(&fold);
	fold_release(&plain);
	words_release(&words);
	return found;
}

static bool is_number_sign(char c)
{
	return (c >= '0' && c <= '9') || c == 'x' || c == 'X';
}

/* Numbers of people in a running text are masked as their own fields are */
static void add_masked(struct str *to, const char *text)
{
	while (*text) {
		char number[128];
		char masked[128];
		size_t n = 0;

		while (is_number_sign(text[n]) && n + 1 < sizeof(number))
			n++;
		if (n < NUMBER_MIN) {
			n = n > 0 ? n : 1;
			str_add_n(to, text, n);
		} else {
			memcpy(number, text, n);
			number[n] = '\0';
			text_mask(masked, sizeof(masked), number);
			str_add(to, masked);
		}
		text += n;
	}
}

void search_show(struct str *to, const struct field *field, const char *text)
{
	static const enum field_type open[] = { FIELD_USCC, FIELD_PHONE };
	const size_t from = to->len;
	bool masked = true;

	for (size_t i = 0; i < ARRAY_LEN(open) && field; i++)
		masked &= field->type != open[i];
	if (masked)
		add_masked(to, text);
	else
		str_add(to, text);
	for (size_t i = from; i < to->len; i++) {
		if (to->s[i] == '\n')
			to->s[i] = ' ';
	}
}
