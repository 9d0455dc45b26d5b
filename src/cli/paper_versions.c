/**
 * @file cli/paper_versions.c  paper versions, paper diff
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/paper.h"
#include "paper/compare.h"
#include "util/err.h"
#include "util/lang.h"

static cJSON *version_json(const struct version *v)
{
	cJSON *row = cJSON_CreateObject();

	(void)cJSON_AddNumberToObject(row, "version", (double)v->number);
	(void)cJSON_AddStringToObject(row, "day", v->day);
	(void)cJSON_AddNumberToObject(row, "journal_len", (double)v->head.len);
	(void)cJSON_AddStringToObject(row, "journal_head", v->head.hash);
	(void)cJSON_AddStringToObject(row, "pack_version", v->pack_version);
	(void)cJSON_AddStringToObject(row, "pack_sha256", v->pack_sha256);
	(void)cJSON_AddStringToObject(row, "zip", v->zip_name);
	(void)cJSON_AddNumberToObject(row, "bytes", (double)v->zip_bytes);
	(void)cJSON_AddStringToObject(row, "sha256", v->zip_sha256);
	cli_add_text(row, "forced", v->reason);
	return row;
}

static int version_handler(const struct version *v, void *arg)
{
	cJSON *list = arg;

	if (list) {
		(void)cJSON_AddItemToArray(list, version_json(v));
		return 0;
	}

	cli_say(_("%4lld  %s  %s  %lld bytes, SHA-256 %.12s, journal %.12s"),
		(long long)v->number, v->day, v->zip_name,
		(long long)v->zip_bytes, v->zip_sha256, v->head.hash);
	if (v->reason)
		cli_say(_("      forced: %s"), v->reason);
	return 0;
}

int paper_versions(struct cli *cli, const struct dossier *d)
{
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	int err = version_each(cli->db, d->id, version_handler, list);

	if (list)
		cli_print_json(list);
	return err;
}

static void add_side(cJSON *row, const char *name,
		     const struct version_paper *p)
{
	cJSON *side;

	if (!p) {
		(void)cJSON_AddNullToObject(row, name);
		return;
	}
	side = cJSON_AddObjectToObject(row, name);
	(void)cJSON_AddStringToObject(side, "file", p->file);
	if (p->pages >= 0)
		(void)cJSON_AddNumberToObject(side, "pages", (double)p->pages);
	else
		(void)cJSON_AddNullToObject(side, "pages");
	(void)cJSON_AddNumberToObject(side, "bytes", (double)p->bytes);
	(void)cJSON_AddStringToObject(side, "sha256", p->sha256);
}

static void print_comparison_json(const struct comparison *c)
{
	cJSON *all = cJSON_CreateObject();
	cJSON *facts;
	cJSON *papers;

	(void)cJSON_AddNumberToObject(all, "from", (double)c->a.number);
	if (c->b.number > 0)
		(void)cJSON_AddNumberToObject(all, "to", (double)c->b.number);
	else
		(void)cJSON_AddNullToObject(all, "to");
	(void)cJSON_AddBoolToObject(all, "same_pack", c->same_pack);
	facts = cJSON_AddArrayToObject(all, "facts");
	papers = cJSON_AddArrayToObject(all, "papers");
	for (size_t i = 0; i < c->factc; i++) {
		const struct compared_fact *f = &c->facts[i];
		cJSON *row = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(row, "fact", f->name);
		(void)cJSON_AddStringToObject(row, "label", f->label);
		cli_add_text(row, "old", f->old);
		cli_add_text(row, "new", f->new_);
		(void)cJSON_AddItemToArray(facts, row);
	}
	for (size_t i = 0; i < c->paperc; i++) {
		const struct compared_paper *p = &c->papers[i];
		const struct version_paper *any = p->old ? p->old : p->now;
		cJSON *row = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(row, "id", any->id);
		(void)cJSON_AddStringToObject(row, "title", any->title);
		(void)cJSON_AddStringToObject(row, "change",
					      compared_change(p));
		add_side(row, "old", p->old);
		add_side(row, "new", p->now);
		(void)cJSON_AddItemToArray(papers, row);
	}
	cli_print_json(all);
}

static int read_number(int64_t *np, const char *word)
{
	char *end;
	const long long n = strtoll(word, &end, 10);

	if (*end || n < 1)
		return err_set(EINVAL,
			       _("%s: a filing version is a number from 1; "
				 "see: callpermit paper NO versions"),
			       word);

	*np = n;
	return 0;
}

static void print_lines(char *text)
{
	for (char *line = text; *line;) {
		char *end = strchr(line, '\n');

		*end = '\0';
		cli_say("%s", line);
		line = end + 1;
	}
}

int paper_diff(struct cli *cli, const struct dossier *d, const char *from,
	       const char *to)
{
	struct compare_ask ask = { .place = paper_place_of(cli), .d = d };
	struct comparison c = { 0 };
	struct str text = { 0 };
	int err = read_number(&ask.from, from);

	if (!err && to)
		err = read_number(&ask.to, to);
	if (!err)
		err = compare_versions(&c, &ask);
	if (!err && cli->json) {
		print_comparison_json(&c);
	} else if (!err) {
		comparison_text(&c, &text);
		print_lines(text.s);
	}
	str_release(&text);
	comparison_release(&c);
	return err;
}
