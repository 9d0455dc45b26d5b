/**
 * @file paper/working.c  What working papers are made from
 */
#include "paper/working.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "dossier/evidence.h"
#include "paper/context.h"
#include "util/lang.h"
#include "util/str.h"

static int add_work(const struct pack *pack, struct db *db,
		    const struct dossier *d, struct context_ask *ask,
		    cJSON *context)
{
	struct calendar *calendar = NULL;
	cJSON *report = NULL;
	int err = calendar_shipped(&calendar);

	if (!err)
		err = evidence_read_drill(&report, db, ask->facts);
	ask->pack = pack;
	ask->db = db;
	ask->calendar = calendar;
	ask->dossier = d;
	ask->report = report;
	if (!err)
		err = context_add_work(context, ask);
	cJSON_Delete(report);
	calendar_free(calendar);
	return err;
}

int working_add(cJSON *context, const struct pack *pack, struct db *db,
		const struct dossier *d, struct facts *facts,
		const struct working_wish *wish)
{
	const bool was = lang_use(true);
	struct checker *checker = NULL;
	struct findings found = { 0 };
	struct context_ask ask = { .facts = facts,
				   .found = &found,
				   .run = wish->run,
				   .blank = wish->blank };
	int err = checker_alloc(&checker, pack);

	if (!err)
		err = check_facts(checker, facts, &found);
	ask.checker = checker;
	if (!err)
		err = add_work(pack, db, d, &ask, context);
	findings_release(&found);
	checker_free(checker);
	(void)lang_use(was);
	return err;
}

/* A paper that is due, as it stands among the findings */
static const cJSON *due_paper(const cJSON *context, const char *id)
{
	const cJSON *p;

	cJSON_ArrayForEach(p,
			   cJSON_GetObjectItemCaseSensitive(context, "papers"))
	{
		const cJSON *item = cJSON_GetObjectItemCaseSensitive(p, "id");

		if (strcmp(cJSON_GetStringValue(item), id) == 0)
			return p;
	}

	return NULL;
}

static void put_number(cJSON *o, const char *key, size_t n)
{
	char text[24] = "";

	if (n > 0)
		(void)snprintf(text, sizeof(text), "%zu", n);
	(void)cJSON_AddStringToObject(o, key, text);
}

static int add_row(cJSON *rows, const struct paper *p, const cJSON *context,
		   struct filing *filing, const struct paper_meta *meta,
		   size_t *pagesp)
{
	struct paper_result r = { 0 };
	struct str pdf = { 0 };
	cJSON *o;
	int err = 0;

	if (p->template)
		err = filing_make(filing, p->template, context, meta, &pdf, &r);
	str_release(&pdf);
	if (err)
		return err;

	o = cJSON_CreateObject();
	put_number(o, "n", (size_t)cJSON_GetArraySize(rows) + 1);
	(void)cJSON_AddStringToObject(o, "id", p->id);
	(void)cJSON_AddStringToObject(o, "title", p->title);
	put_number(o, "pages", r.pages);
	put_number(o, "first", r.pages ? *pagesp + 1 : 0);
	(void)cJSON_AddBoolToObject(o, "range", r.pages > 1);
	put_number(o, "last", r.pages ? *pagesp + r.pages : 0);
	(void)cJSON_AddItemToArray(rows, o);
	*pagesp += r.pages;
	return 0;
}

int working_add_set(cJSON *context, const struct pack *pack,
		    struct filing *filing, const struct paper_meta *meta)
{
	cJSON *rows = cJSON_CreateArray();
	size_t pages = 0;
	cJSON *set;
	int err = 0;

	for (unsigned i = 0; i < pack->papers_count && !err; i++) {
		const struct paper *p = &pack->papers[i];
		const cJSON *due = due_paper(context, p->id);
		cJSON *row;

		if (p->kind == PAPER_WORKING || !due)
			continue;
		err = add_row(rows, p, context, filing, meta, &pages);
		if (err)
			break;
		row = cJSON_GetArrayItem(rows, cJSON_GetArraySize(rows) - 1);
		(void)cJSON_AddItemToObject(
			row, "state",
			cJSON_Duplicate(
				cJSON_GetObjectItemCaseSensitive(due, "state"),
				true));
		(void)cJSON_AddItemToObject(
			row, "files",
			cJSON_Duplicate(
				cJSON_GetObjectItemCaseSensitive(due, "files"),
				true));
		(void)cJSON_AddItemToObject(
			row, "signed",
			cJSON_Duplicate(
				cJSON_GetObjectItemCaseSensitive(due, "signed"),
				true));
	}
	if (err) {
		cJSON_Delete(rows);
		return err;
	}

	set = cJSON_AddObjectToObject(context, "set");
	put_number(set, "pages", pages);
	put_number(set, "count", (size_t)cJSON_GetArraySize(rows));
	(void)cJSON_AddItemToObject(set, "rows", rows);
	return 0;
}
