/**
 * @file paper/context_findings.c  Findings, score and papers for a context
 */
#include <string.h>

#include "paper/context_private.h"
#include "util/str.h"
#include "util/util.h"
#include "value/value.h"

/* The lists that findings go to */
/* clang-format off */
static const struct {
	const char *name;
	enum outcome outcome;
	enum severity severity;
} lists[] = {
	{ "blocking", OUTCOME_FAIL,    SEVERITY_ERROR },
	{ "unknown",  OUTCOME_UNKNOWN, SEVERITY_ERROR },
	{ "advice",   OUTCOME_FAIL,    SEVERITY_WARN  },
	{ "doubt",    OUTCOME_UNKNOWN, SEVERITY_WARN  },
	{ "hints",    OUTCOME_FAIL,    SEVERITY_INFO  },
};
/* clang-format on */

static void add_finding(cJSON *rows, const struct pack *pack,
			const struct finding *f)
{
	cJSON *o = context_put_row(rows);

	context_put(o, "id", strcmp(f->id, "form") == 0 ? "填表" : f->id);
	context_put_dated(o, "title", f->title);
	context_put_dated(o, "sentence", f->sentence);
	context_put_dated(o, "fix", f->fix);
	context_put_dated(o, "saw", f->saw);
	context_put_sources(o, pack, f->sources, f->sources_count);
}

static bool belongs(const struct finding *f, size_t i, const char *group)
{
	return f->outcome == lists[i].outcome &&
	       f->severity == lists[i].severity && strcmp(f->group, group) == 0;
}

/* Findings of one group, if there are any */
static size_t add_group(cJSON *groups, const struct context_ask *ask, size_t i,
			const struct rule_group *group)
{
	const struct findings *found = ask->found;
	cJSON *rows = NULL;
	size_t n = 0;

	for (size_t k = 0; k < found->c; k++) {
		if (!belongs(&found->v[k], i, group->key))
			continue;
		if (!rows) {
			cJSON *o = context_put_row(groups);

			context_put(o, "title", group->title);
			rows = context_put_list(o, "rows");
		}
		add_finding(rows, ask->pack, &found->v[k]);
		n++;
	}

	return n;
}

/* One list, its findings under the groups of the rules */
static size_t add_list(cJSON *to, const struct context_ask *ask, size_t i)
{
	cJSON *groups = context_put_list(to, lists[i].name);
	size_t n = 0;

	for (unsigned g = 0; g < ask->pack->groups_count; g++)
		n += add_group(groups, ask, i, &ask->pack->groups[g]);

	return n;
}

/* Whether an open finding cites a source */
static bool is_cited(const struct findings *found, const char *key)
{
	for (size_t i = 0; i < found->c; i++) {
		const struct finding *f = &found->v[i];

		if (f->outcome != OUTCOME_FAIL && f->outcome != OUTCOME_UNKNOWN)
			continue;
		for (unsigned k = 0; k < f->sources_count; k++) {
			if (strcmp(f->sources[k], key) == 0)
				return true;
		}
	}

	return false;
}

static void add_sources(cJSON *to, const struct context_ask *ask)
{
	cJSON *list = context_put_list(to, "sources");

	for (unsigned i = 0; i < ask->pack->sources_count; i++) {
		const struct source *s = &ask->pack->sources[i];
		cJSON *o;

		if (!is_cited(ask->found, s->key))
			continue;
		o = context_put_row(list);
		context_put(o, "key", s->key);
		context_put(o, "strength", strength_title(s->strength));
		context_put_dated(o, "title", s->title);
		context_put(o, "address", s->address);
	}
	context_put_any(to, "sources");
}

static void add_terms(cJSON *to, const struct findings *found)
{
	cJSON *list = context_put_list(to, "terms");

	for (size_t i = 0; i < found->terms_count; i++) {
		const struct score_term *t = &found->terms[i];
		cJSON *o = context_put_row(list);

		context_put(o, "title", t->group->title);
		context_putf(o, "weight", "%d", t->group->weight);
		context_putf(o, "done", "%u", t->done);
		context_putf(o, "of", "%u", t->of);
		context_putf(o, "points", "%u.%02u", t->points / 100,
			     t->points % 100);
	}
}

/* Files that show a paper is in hand */
static void add_files(cJSON *to, const struct context_ask *ask,
		      const struct paper *p)
{
	cJSON *list = context_put_list(to, "files");
	const char *held = p->held ? p->held : "";
	size_t n;

	for (; *held; held += n + (held[n] == ' ')) {
		const char *dot = strchr(held, '.');
		const struct field *field;
		const char *value;
		struct str group = { 0 };
		struct str key = { 0 };

		n = strcspn(held, " ");
		if (!dot || dot >= held + n)
			continue;
		str_add_n(&group, held, (size_t)(dot - held));
		str_add_n(&key, dot + 1, (size_t)(held + n - dot - 1));
		field = pack_field(ask->pack, group.s, key.s, NULL);
		value = facts_value(ask->facts, group.s, 0, key.s);
		if (field && value) {
			cJSON *o = context_put_row(list);
			struct str name = { 0 };

			value_print(&name, field, value);
			context_put(o, "label", field->label);
			context_put(o, "name", str_text(&name));
			(void)cJSON_AddBoolToObject(
				o, "other", cJSON_GetArraySize(list) > 1);
			str_release(&name);
		}
		str_release(&group);
		str_release(&key);
	}
}

static const char *state_of(enum outcome outcome)
{
	static const char *const words[OUTCOME_COUNT] = {
		[OUTCOME_PASS] = "已备",
		[OUTCOME_FAIL] = "缺",
		[OUTCOME_UNKNOWN] = "待确认",
		[OUTCOME_NA] = "不需要",
	};

	return words[outcome];
}

static const struct finding *finding_of(const struct findings *found,
					const struct paper *p)
{
	for (size_t i = 0; i < found->c; i++) {
		if (found->v[i].paper == p)
			return &found->v[i];
	}

	return NULL;
}

static void add_paper(cJSON *list, const struct context_ask *ask,
		      const struct paper *p, const struct finding *f)
{
	const enum outcome outcome = f ? f->outcome : OUTCOME_UNKNOWN;
	cJSON *o = context_put_row(list);

	context_putf(o, "n", "%d", cJSON_GetArraySize(list));
	context_put(o, "id", p->id);
	context_put(o, "title", p->title);
	context_put(o, "state", state_of(outcome));
	(void)cJSON_AddBoolToObject(o, "in_hand", outcome == OUTCOME_PASS);
	(void)cJSON_AddBoolToObject(o, "missing", outcome == OUTCOME_FAIL);
	context_put(o, "why", p->why);
	context_put(o, "contents", p->contents);
	(void)cJSON_AddBoolToObject(o, "signed", p->is_signed);
	(void)cJSON_AddBoolToObject(o, "scan", p->kind == PAPER_SCAN);
	(void)cJSON_AddBoolToObject(o, "printed", p->template != NULL);
	context_put_sources(o, ask->pack, p->sources, p->sources_count);
	add_files(o, ask, p);
}

/* For lists that are joined to a sentence */
static void mark_last(cJSON *list)
{
	cJSON *o;

	cJSON_ArrayForEach(o, list)
	{
		(void)cJSON_AddBoolToObject(o, "last", !o->next);
	}
}

static void add_papers(cJSON *to, const struct context_ask *ask)
{
	cJSON *due = context_put_list(to, "papers");
	cJSON *others = context_put_list(to, "papers_na");

	for (unsigned i = 0; i < ask->pack->papers_count; i++) {
		const struct paper *p = &ask->pack->papers[i];
		const struct finding *f = finding_of(ask->found, p);

		if (p->kind == PAPER_WORKING)
			continue;
		add_paper(f && f->outcome == OUTCOME_NA ? others : due, ask, p,
			  f);
	}
	mark_last(others);
	context_put_any(to, "papers");
	context_put_any(to, "papers_na");
}

void context_add_findings(cJSON *to, const struct context_ask *ask)
{
	const struct findings *found = ask->found;
	cJSON *o = cJSON_AddObjectToObject(to, "readiness");
	struct str key = { 0 };

	context_putf(o, "score", "%u.%02u", found->score / 100,
		     found->score % 100);
	context_putf(o, "gates", "%zu", findings_gates(found));
	(void)cJSON_AddBoolToObject(o, "ready", findings_gates(found) == 0);
	context_putf(o, "passed", "%zu", found->count[OUTCOME_PASS]);
	context_putf(o, "not_due", "%zu", found->count[OUTCOME_NA]);
	add_terms(o, found);
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		const size_t n = add_list(o, ask, i);

		str_clear(&key);
		str_addf(&key, "%s_count", lists[i].name);
		context_putf(o, key.s, "%zu", n);
	}
	str_release(&key);
	add_sources(o, ask);
	add_papers(to, ask);
}
