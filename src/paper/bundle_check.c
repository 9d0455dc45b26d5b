/**
 * @file paper/bundle_check.c  What speaks against filing a bundle
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/journal.h"
#include "paper/bundle_private.h"
#include "paper/prints.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* Day of signature of the group that holds the scan */
#define SIGNED_DATE "signed_date"

/* Facts that are named in one concern */
#define NAMED_MAX 3

static void say_unsigned(struct bundle *b, const struct finding *f)
{
	const char *no = b->work->d.no;
	struct str fix = { 0 };

	str_addf(&fix,
		 _("print it (callpermit paper %s print %s), have it signed, "
		   "sealed and dated, and attach the scan: callpermit set %s "
		   "%s=FILE"),
		 no, f->id, no, f->place ? f->place : "FACT");
	bundle_concern(b, CONCERN_UNSIGNED, f->severity == SEVERITY_ERROR,
		       f->id, f->sentence, fix.s);
	str_release(&fix);
}

static void say_missing(struct bundle *b, const struct finding *f)
{
	struct str fix = { 0 };

	if (f->place)
		str_addf(&fix, _("attach it: callpermit set %s %s=FILE"),
			 b->work->d.no, f->place);
	else if (f->fix)
		str_add(&fix, f->fix);
	bundle_concern(b, CONCERN_MISSING, f->severity == SEVERITY_ERROR, f->id,
		       *f->sentence ? f->sentence : f->title,
		       fix.len > 0 ? fix.s : NULL);
	str_release(&fix);
}

/* Rules that only warn stay with check: here they would hide what matters */
void bundle_add_findings(struct bundle *b)
{
	const struct findings *found = &b->work->found;

	for (size_t i = 0; i < found->c; i++) {
		const struct finding *f = &found->v[i];

		if (f->outcome != OUTCOME_FAIL && f->outcome != OUTCOME_UNKNOWN)
			continue;
		if (f->paper && f->paper->is_signed && f->paper->template &&
		    f->outcome == OUTCOME_FAIL)
			say_unsigned(b, f);
		else if (f->paper)
			say_missing(b, f);
		else if (f->severity == SEVERITY_ERROR)
			bundle_concern(b, CONCERN_GATE, true, f->id,
				       f->sentence && *f->sentence ? f->sentence
								   : f->title,
				       f->fix);
	}
}

/* A scan, and what was changed since the paper in it was signed */
struct ageing {
	const struct bundle *b;
	const struct prints *prints;
	const char *scan; /* fact of the scan */
	const char *value;
	int64_t change;	 /* that set it */
	const char *day; /* of the signature, or NULL */
	struct since {
		char *name;
		char *old; /* as signed; NULL: was not set */
	} * v;
	size_t c;
};

/* What is said again after a deletion is no change */
static bool sets(const struct journal_row *row)
{
	if (row->old && row->new_ && strcmp(row->old, row->new_) == 0)
		return false;
	return row->key &&
	       (strcmp(row->act, "set") == 0 || strcmp(row->act, "undo") == 0);
}

static int scan_handler(const struct journal_row *row, void *arg)
{
	struct ageing *a = arg;

	if (sets(row) && strcmp(row->key, a->scan) == 0 && row->new_ &&
	    strcmp(row->new_, a->value) == 0)
		a->change = row->change;
	return 0;
}

/* What was put in for the first time from a file is no change of what was
 * signed: it may have stood on the paper all along */
static bool is_later(const struct ageing *a, const struct journal_row *row)
{
	char day[DATE_TEXT];

	if (row->change > a->change)
		return true;

	return a->day && row->old &&
	       strcmp(date_encode(day, date_of_instant(row->at)), a->day) > 0;
}

static int since_handler(const struct journal_row *row, void *arg)
{
	struct ageing *a = arg;

	if (!sets(row) || !prints_has(a->prints, row->key) || !is_later(a, row))
		return 0;
	for (size_t i = 0; i < a->c; i++) {
		if (strcmp(a->v[i].name, row->key) == 0)
			return 0; /* the first change knows what was signed */
	}

	a->v = x_grow(a->v, a->c, sizeof(*a->v));
	a->v[a->c++] = (struct since){ x_strdup(row->key),
				       row->old ? x_strdup(row->old) : NULL };
	return 0;
}

/* A fact that is again what it was is no change */
static bool is_changed(const struct ageing *a, const struct since *s)
{
	struct fact_key key;
	const struct fact *f;

	if (fact_key_decode(&key, NULL, s->name, NULL, NULL) != 0)
		return false;

	f = facts_find(&a->b->work->facts, key.group, key.n, key.key);
	return f && s->old ? strcmp(f->value, s->old) != 0
			   : (f != NULL) != (s->old != NULL);
}

static void name_fact(struct str *to, const struct pack *pack, const char *name)
{
	const struct field *field = NULL;
	struct fact_key key;

	if (fact_key_decode(&key, pack, name, NULL, &field) == 0 && field)
		str_addf(to, "%s (%s)",
			 lang_pick(field->label, field->label_en), name);
	else
		str_add(to, name);
}

static void say_older(struct bundle *b, const struct ageing *a,
		      const struct paper *paper)
{
	struct str names = { 0 };
	struct str say = { 0 };
	size_t c = 0;

	for (size_t i = 0; i < a->c; i++) {
		if (!is_changed(a, &a->v[i]) || ++c > NAMED_MAX)
			continue;
		str_add(&names, c > 1 ? ", " : "");
		name_fact(&names, b->work->order.pack, a->v[i].name);
	}
	if (c > NAMED_MAX)
		str_addf(&names, ", …");
	if (c > 0) {
		str_addf(&say, _("changed after it was signed: %s"), names.s);
		bundle_concern(b, CONCERN_OLDER, false, paper->id, say.s,
			       _("print it again and have it signed anew, or "
				 "make sure that it still holds"));
	}
	str_release(&names);
	str_release(&say);
}

static int check_older(struct bundle *b, const struct paper *paper,
		       const char *name, const struct fact *scan)
{
	const struct bundle_work *w = b->work;
	struct prints prints = { 0 };
	struct ageing a = { .b = b,
			    .prints = &prints,
			    .scan = name,
			    .value = scan->value,
			    .day = facts_value(&w->facts, scan->key.group, 0,
					       SIGNED_DATE) };
	struct paper_meta meta;
	int err;

	bundle_meta(b, paper->id, paper->title, &meta);
	err = prints_read(&prints, w->order.pack, paper->template, &meta);
	if (err && err != EIO) { /* rendering it tells */
		prints_release(&prints);
		return 0;
	}
	if (!err)
		err = journal_each(w->order.db, w->d.id, scan_handler, &a);
	if (!err)
		err = journal_each(w->order.db, w->d.id, since_handler, &a);
	if (!err)
		say_older(b, &a, paper);

	for (size_t i = 0; i < a.c; i++) {
		free(a.v[i].name);
		free(a.v[i].old);
	}
	free(a.v);
	prints_release(&prints);
	return err;
}

/* Days are counted to the filing, and to today while no day is set */
static void check_days(struct bundle *b, const struct paper *paper,
		       const struct fact *scan)
{
	const struct bundle_work *w = b->work;
	const struct portal_row *row = bundle_portal(w, PORTAL_SIGNED_DAYS);
	const char *signed_on = facts_value(&w->facts, scan->key.group, 0,
					    SIGNED_DATE);
	const char *filing = facts_value(&w->facts, "app", 0, "filing_date");
	struct date end = clock_today();
	struct str say = { 0 };
	struct date begin;
	int64_t days;

	if (!row || !signed_on || date_decode(&begin, signed_on) != 0)
		return;
	if (filing)
		(void)date_decode(&end, filing);
	days = date_number(end) - date_number(begin);
	if (days <= row->number)
		return;

	str_addf(&say, _("signed on %s, %lld days before filing; at most %d"),
		 signed_on, (long long)days, row->number);
	bundle_concern(b, CONCERN_SIGNED_DAYS, false, paper->id, say.s,
		       row->fix ? lang_pick(row->fix, row->fix_en) : NULL);
	str_release(&say);
}

/* The first scan that is there stands for the paper */
static int check_age(struct bundle *b, const struct paper *paper)
{
	const struct bundle_work *w = b->work;
	const char *held = paper->held ? paper->held : "";
	char *name = x_strndup(held, strcspn(held, " "));
	const struct field *field = NULL;
	const struct fact *scan = NULL;
	struct fact_key key;
	int err = 0;

	if (fact_key_decode(&key, w->order.pack, name, NULL, &field) == 0 &&
	    field->type == FIELD_FILE)
		scan = facts_find(&w->facts, key.group, 0, key.key);
	if (scan && scan->ok) {
		check_days(b, paper, scan);
		if (paper->template)
			err = check_older(b, paper, name, scan);
	}
	free(name);
	return err;
}

int bundle_add_ages(struct bundle *b)
{
	const struct pack *pack = b->work->order.pack;
	int err = 0;

	for (unsigned i = 0; i < pack->papers_count && !err; i++) {
		const struct paper *p = &pack->papers[i];

		if (p->is_signed && bundle_is_due(b->work, p))
			err = check_age(b, p);
	}

	return err;
}
