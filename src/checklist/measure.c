/**
 * @file checklist/measure.c  What drill and facts say of an item
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "check/run.h"
#include "checklist/checklist_private.h"
#include "dossier/step.h"
#include "dossier/version.h"
#include "store/expr.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"
#include "value/value.h"

/* How one computed item is worked out */
typedef int compute_h(struct check_line *line, const struct check_run *run,
		      const struct checklist *c);

/* Facts that differ between what was handed over and now */
struct differing {
	const char *groups; /* words; NULL: all */
	size_t c;
	char *first;
};

/* True if a fact is one of the facts or groups named */
static bool is_of(const char *groups, const char *name)
{
	size_t n;

	for (const char *s = groups; *s; s += n + (s[n] == ' ')) {
		n = strcspn(s, " ");
		if (strncmp(name, s, n) == 0 && strchr(".[", name[n]))
			return true;
	}

	return false;
}

static int differ_handler(const struct version_fact *fact, void *arg)
{
	struct differing *d = arg;

	/* what is still to be put right is no part of the papers */
	if (is_of(d->groups ? d->groups : TASK_GROUP, fact->name) !=
	    (d->groups != NULL))
		return 0;
	if (!d->first)
		d->first = x_strdup(fact->name);
	d->c++;
	return 0;
}

/* The papers handed over say what the dossier says now */
static int compute_filed(struct check_line *line, const struct check_run *run,
			 const struct checklist *c)
{
	struct version v = { 0 };
	struct version_head head = { 0 };
	struct differing d = { line->item->groups, 0, NULL };
	struct str text = { 0 };
	int err = version_load(&v, c->db, c->dossier, 0);

	(void)run;
	if (err == ENOENT)
		return 0; /* nothing was handed over yet: cannot be said */
	if (!err)
		err = version_head_of(c->db, c->dossier, &head);
	if (!err)
		err = version_facts(c->db, c->dossier, v.head.len, head.len,
				    differ_handler, &d);
	if (!err) {
		str_addf(&text, "%zu", d.c);
		if (d.first)
			str_addf(&text, " (%s%s)", d.first,
				 d.c > 1 ? " ..." : "");
		line->measured = str_take(&text);
		line->verdict = d.c ? ANSWER_FAIL : ANSWER_PASS;
	}
	free(d.first);
	version_release(&v);
	return err;
}

/* What the last list of the visit came to */
static int compute_visit(struct check_line *line, const struct check_run *run,
			 const struct checklist *c)
{
	struct str text = { 0 };
	struct check_run visit;
	const int n = checklist_last(run->facts, "onsite", NULL);
	int err;

	if (n == 0)
		return 0;

	err = checklist_load(&visit, c, n);
	if (err)
		return err;
	str_addf(&text, "%zu/%zu", visit.sum.count[ANSWER_FAIL],
		 visit.sum.count[ANSWER_TODO]);
	line->measured = str_take(&text);
	if (visit.sum.gates > 0)
		line->verdict = ANSWER_FAIL;
	else if (checklist_is_ready(&visit.sum))
		line->verdict = ANSWER_PASS;
	checklist_release(&visit);
	return 0;
}

/* clang-format off */
static const struct {
	const char *name;
	compute_h *h;
} computed[] = {
	{ "filed", compute_filed },
	{ "visit", compute_visit },
};
/* clang-format on */

static int compute(struct check_line *line, const struct check_run *run,
		   const struct checklist *c)
{
	for (size_t i = 0; i < ARRAY_LEN(computed); i++) {
		if (strcmp(line->item->computed, computed[i].name) == 0)
			return computed[i].h(line, run, c);
	}

	return 0;
}

/* Whether an expression holds; one that takes too long cannot say */
static int ask(const struct checklist *c, const char *sql, enum verdict *to)
{
	struct expr *e = NULL;
	int err = checker_compile(c->checker, &e, sql, NULL);

	*to = VERDICT_UNKNOWN;
	if (!err && e)
		err = expr_run(e, 0, to);
	expr_free(e);
	return err == EPERM ? 0 : err;
}

/* The fact that an expression is, if it is one and nothing more */
static const struct field *fact_of(const struct pack *pack, const char *sql,
				   struct fact_key *key)
{
	const struct field *field = NULL;

	return strspn(sql, "abcdefghijklmnopqrstuvwxyz0123456789_.") ==
				       strlen(sql) &&
			       fact_key_decode(key, pack, sql, NULL, &field) ==
				       0
		       ? field
		       : NULL;
}

static int value(const struct checklist *c, const char *sql, char **to)
{
	struct expr *e = NULL;
	struct str text = { 0 };
	bool known = false;
	int err = checker_compile(c->checker, &e, sql, NULL);

	if (!err && e)
		err = expr_value(e, 0, &text, &known);
	if (!err && known)
		*to = x_strdup(str_text(&text));
	expr_free(e);
	str_release(&text);
	return err == EPERM ? 0 : err;
}

/* A fact is kept as it is stored, whatever it is in expressions */
static int read_value(struct check_line *line, const struct check_run *run,
		      const struct checklist *c, bool *drillp)
{
	const char *sql = line->item->measure;
	struct fact_key key;
	const char *stored;

	*drillp = strstr(sql, "drill.") != NULL;
	if (!fact_of(c->pack, sql, &key))
		return value(c, sql, &line->measured);

	stored = facts_value(run->facts, key.group, key.n, key.key);
	line->measured = stored ? x_strdup(stored) : NULL;
	return 0;
}

void checklist_say(struct str *to, const struct pack *pack,
		   const struct check_line *line)
{
	const struct item *item = line->item;
	struct fact_key key;
	const struct field *field = item->measure
					    ? fact_of(pack, item->measure, &key)
					    : NULL;

	if (!line->measured)
		return;
	if (field) {
		str_addf(to, "%s%s", lang_pick(field->label, field->label_en),
			 _(": "));
		value_print(to, field, line->measured);
		str_add(to, field->unit ? field->unit : "");
	} else {
		str_addf(to, "%s%s%s",
			 item->what ? lang_pick(item->what, item->what_en)
				    : _("measured"),
			 _(": "), line->measured);
	}
}

static int measure(struct check_line *line, const struct check_run *run,
		   const struct checklist *c, bool *drillp)
{
	const struct item *item = line->item;
	enum verdict na = VERDICT_UNKNOWN;
	enum verdict holds = VERDICT_UNKNOWN;
	int err = item->na ? ask(c, item->na, &na) : 0;

	if (!err && na == VERDICT_TRUE) {
		line->verdict = ANSWER_NA;
		return 0;
	}
	if (!err && item->measure)
		err = read_value(line, run, c, drillp);
	if (!err && item->holds && line->measured)
		err = ask(c, item->holds, &holds);
	if (holds == VERDICT_TRUE)
		line->verdict = ANSWER_PASS;
	else if (holds == VERDICT_FALSE)
		line->verdict = ANSWER_FAIL;
	return err;
}

int checklist_measure(struct check_run *run, const struct checklist *c,
		      bool *drillv)
{
	int err = check_calculate(c->checker, run->own);

	for (size_t i = 0; i < run->c; i++) {
		free(run->v[i].measured);
		run->v[i].measured = NULL;
		run->v[i].verdict = ANSWER_TODO;
	}
	for (size_t i = 0; i < run->c && !err; i++) {
		bool drill = false;

		err = measure(&run->v[i], run, c, &drill);
		if (drillv)
			drillv[i] = drill;
	}
	/* these read other runs, and fill the box anew */
	for (size_t i = 0; i < run->c && !err; i++) {
		if (run->v[i].item->computed)
			err = compute(&run->v[i], run, c);
	}

	return err;
}

int checklist_compile(struct checker *checker)
{
	const struct pack *pack = checker->pack;
	int err = 0;

	for (unsigned i = 0; i < pack->items_count && !err; i++) {
		const struct item *item = &pack->items[i];
		const struct {
			const char *name;
			const char *sql;
		} parts[] = { { "measure", item->measure },
			      { "holds", item->holds },
			      { "na", item->na } };

		for (size_t k = 0; k < ARRAY_LEN(parts) && !err; k++) {
			struct fact_key key;
			struct expr *e = NULL;

			if (!parts[k].sql ||
			    (k == 0 && fact_of(pack, parts[k].sql, &key)))
				continue;
			err = checker_compile(checker, &e, parts[k].sql, NULL);
			if (err)
				(void)pack_row_error(err, pack,
						     "data/checklists.yaml",
						     "items", i, parts[k].name);
			expr_free(e);
		}
	}

	return err;
}
