/**
 * @file paper/context_visit.c  The day of the visit into a context
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/exhibit.h"
#include "paper/context_private.h"
#include "store/vault.h"
#include "util/str.h"
#include "util/util.h"
#include "visit/visit.h"

static const char *result_word(const char *name)
{
	static const char *const names[] = { "pass", "rectify", "fail" };
	static const char *const zh[] = { "通过", "整改", "不通过" };

	for (size_t i = 0; name && i < ARRAY_LEN(names); i++) {
		if (strcmp(names[i], name) == 0)
			return zh[i];
	}

	return NULL;
}

static void add_call(cJSON *to, const struct visit_call *call)
{
	cJSON *o = cJSON_AddObjectToObject(to, "call");

	context_put_dated(o, "day", call->day);
	context_put_dated(o, "when", call->when);
	context_put(o, "who", call->who);
	context_put(o, "where", call->where);
	context_put(o, "papers", call->papers);
	context_put(o, "note", call->note);
	(void)cJSON_AddBoolToObject(o, "stands", call->stands);
}

static void add_outcome(cJSON *to, const struct visit_outcome *outcome)
{
	cJSON *o = cJSON_AddObjectToObject(to, "outcome");

	context_put_dated(o, "day", outcome->day);
	context_put(o, "result", result_word(outcome->result));
	context_put(o, "doc_no", outcome->doc_no);
	context_put(o, "note", outcome->note);
}

static void add_speakers(cJSON *to, const struct visit_day *day)
{
	cJSON *list = context_put_list(to, "speakers");
	bool named = false;

	for (size_t i = 0; i < day->speakerc; i++) {
		const struct visit_speaker *s = &day->speakerv[i];
		cJSON *o = context_put_row(list);

		context_put(o, "part", s->part_zh);
		context_put(o, "name", s->name);
		context_put(o, "backup", s->backup);
		context_put(o, "phone", s->phone);
		named |= s->name != NULL;
	}
	(void)cJSON_AddBoolToObject(to, "speakers_named", named);
}

/* The hour of a day and an hour, without its seconds */
static void put_hour(cJSON *o, const char *key, const char *at)
{
	context_putf(o, key, "%.5s",
		     at && strlen(at) > DATE_TEXT ? at + DATE_TEXT : "");
}

static void add_questions(cJSON *to, const struct visit_day *day)
{
	cJSON *list = context_put_list(to, "questions");

	for (size_t i = 0; i < day->questionc; i++) {
		const struct visit_question *q = &day->questionv[i];
		cJSON *o = context_put_row(list);

		context_putf(o, "n", "%zu", i + 1);
		put_hour(o, "at", q->at);
		context_put(o, "by", q->by);
		context_put(o, "text", q->text);
		context_put(o, "item", q->item);
		context_put(o, "answer", q->answer);
		context_put(o, "who", q->who);
		put_hour(o, "answered", q->answered);
		context_put(o, "evidence", q->evidence);
	}
	context_put_any(to, "questions");
	context_putf(to, "questions_open", "%zu", visit_open_questions(day));
}

static void add_fixes(cJSON *to, const struct visit_day *day)
{
	cJSON *list = context_put_list(to, "fixes");

	for (size_t i = 0; i < day->fixc; i++) {
		const struct visit_fix *f = &day->fixv[i];
		cJSON *o = context_put_row(list);

		context_putf(o, "n", "%zu", i + 1);
		context_put(o, "item",
			    f->item && !strstr(f->title, f->item) ? f->item
								  : NULL);
		context_put(o, "title", f->title);
		context_put(o, "owner", f->owner);
		context_put(o, "backup", f->backup);
		context_put_dated(o, "due", f->due);
		context_put_dated(o, "done", f->done);
		context_put(o, "state",
			    f->done   ? "已完成"
			    : f->late ? "逾期"
				      : "进行中");
		context_put(o, "note", f->note);
		context_put(o, "evidence", f->evidence);
	}
	context_put_any(to, "fixes");
}

/* True if words "E-1 E-4" name a record */
static bool names(const char *words, int record)
{
	struct str word = { 0 };
	bool yes;

	str_addf(&word, "E-%d", record);
	yes = words && exhibit_stands_for(words, word.s);
	str_release(&word);
	return yes;
}

/* Whether a record was named by the answers, questions or corrections */
static bool is_named(const struct visit_day *day, int record)
{
	bool yes = false;

	for (size_t i = 0; i < day->run.c && !yes; i++)
		yes = names(day->run.v[i].evidence, record) ||
		      names(day->run.v[i].held, record);
	for (size_t i = 0; i < day->questionc && !yes; i++)
		yes = names(day->questionv[i].evidence, record);
	for (size_t i = 0; i < day->fixc && !yes; i++)
		yes = names(day->fixv[i].evidence, record);
	return yes;
}

static void add_exhibit(cJSON *list, const struct exhibit *e)
{
	const struct exhibit_revision *r = &e->v[e->c - 1];
	cJSON *o = context_put_row(list);
	cJSON *files;

	context_putf(o, "no", "E-%d", e->n);
	context_put(o, "title", e->title);
	context_put(o, "links", e->links);
	context_put(o, "by", r->words.by);
	context_put_dated(o, "received", r->words.received);
	context_put_dated(o, "to", r->words.to);
	files = context_put_list(o, "files");
	for (size_t i = 0; i < r->c; i++) {
		cJSON *f = context_put_row(files);

		context_put(f, "name", r->v[i].name);
		context_putf(f, "bytes", "%" PRId64, r->v[i].size);
		context_put(f, "sha256", r->v[i].sha256);
		context_putf(f, "hash", "%.16s", r->v[i].sha256);
	}
}

static void add_exhibits(cJSON *to, const struct visit_day *day,
			 const struct exhibits *all)
{
	cJSON *list = context_put_list(to, "exhibits");

	for (size_t i = 0; i < all->c; i++) {
		if (all->v[i].c > 0 && is_named(day, all->v[i].n))
			add_exhibit(list, &all->v[i]);
	}
	context_put_any(to, "exhibits");
}

/* "E-3（租赁合同）" */
static void say_record(struct str *to, const struct exhibits *all, int n)
{
	const struct exhibit *e = exhibits_find(all, n);

	str_addf(to, "%sE-%d%s%s%s", to->len ? "、" : "", n, e ? "（" : "",
		 e ? e->title : "", e ? "）" : "");
}

static void say_records(struct str *to, const struct exhibits *all,
			const char *words)
{
	for (const char *s = words ? words : ""; *s;) {
		const size_t n = strcspn(s, " ");

		if (strncmp(s, "E-", 2) == 0)
			say_record(to, all, (int)strtol(s + 2, NULL, 10));
		s += n + (s[n] == ' ');
	}
}

/* One more thing that is known of an item */
static void say(struct str *to, const char *text)
{
	str_addf(to, "%s%s", to->len ? "；" : "", text);
}

/* What somebody who stands at the table should know of an item: what was
 * measured, how it went last time, what is held */
static void say_line(struct str *to, const struct check_line *line,
		     const struct exhibits *all)
{
	struct str held = { 0 };

	if (line->verdict == ANSWER_FAIL)
		say(to, "实测不合格");
	else if (line->verdict == ANSWER_PASS)
		say(to, "实测合格");
	if (line->answer == ANSWER_FAIL)
		say(to, "上次不合格");
	else if (line->answer == ANSWER_PASS)
		say(to, "上次合格");
	if (line->note)
		say(to, line->note);
	say_records(&held, all, line->evidence);
	say_records(&held, all, line->held);
	if (held.len > 0)
		say(to, held.s);
	str_release(&held);
}

static void add_looked(cJSON *to, const struct pack *pack,
		       const struct check_run *run, const struct exhibits *all)
{
	cJSON *looked = cJSON_AddObjectToObject(to, "looked");

	for (unsigned i = 0; i < pack->items_count; i++) {
		const struct item *item = &pack->items[i];
		const struct check_line *line = checklist_line(run, item->id);
		struct str key = { 0 };
		struct str text = { 0 };

		str_add(&key, item->id);
		for (size_t k = 0; k < key.len; k++) {
			if (key.s[k] == '-')
				key.s[k] = '_';
		}
		if (line)
			say_line(&text, line, all);
		context_put(looked, key.s, text.s);
		str_release(&key);
		str_release(&text);
	}
}

static int add_prior(cJSON *to, const struct visit *v, int n,
		     const struct exhibits *all)
{
	struct check_run run = { .n = 0 };
	int err = n > 0 ? checklist_load(&run, &v->list, n) : 0;

	if (err)
		return err;

	add_looked(to, v->list.pack, &run, all);
	context_add_run(to, "prior", v->list.pack, &run);
	checklist_release(&run);
	return 0;
}

int context_add_visit(cJSON *to, const struct context_ask *ask)
{
	const struct visit v = { .list = { .checker = ask->checker,
					   .pack = ask->pack,
					   .db = ask->db,
					   .dossier = ask->dossier->id },
				 .calendar = ask->calendar };
	cJSON *o = cJSON_AddObjectToObject(to, "visit");
	struct exhibits all = { NULL, 0 };
	struct vault vault;
	struct visit_day day;
	int err = visit_load(&day, &v, ask->run);

	if (err)
		return err;

	vault_of_db(&vault, ask->db);
	exhibits_of_facts(&all, &day.facts, &vault);
	add_call(o, &day.call);
	add_outcome(o, &day.outcome);
	add_speakers(o, &day);
	add_questions(o, &day);
	add_fixes(o, &day);
	add_exhibits(o, &day, &all);
	context_add_run(o, "run", ask->pack, &day.run);
	err = add_prior(o, &v, checklist_last(&day.facts, "onsite", NULL),
			&all);
	exhibits_release(&all);
	vault_release(&vault);
	visit_release(&day);
	return err;
}
