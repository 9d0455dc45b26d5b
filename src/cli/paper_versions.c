/**
 * @file cli/paper_versions.c  paper versions, paper diff
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/paper.h"
#include "dossier/fact_key.h"
#include "paper/bundle.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/text.h"

/* Columns of a value in a list */
#define VALUE_WIDTH 60

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

/* Two versions side by side */
struct comparing {
	struct cli *cli;
	struct version a;
	struct version b; /* number 0: as it is now */
	cJSON *facts;	  /* --json, otherwise NULL */
	cJSON *papers;
	size_t differ;
};

static const char *label_of(const struct pack *pack, const char *name)
{
	const struct field *field = NULL;
	struct fact_key key;

	return fact_key_decode(&key, pack, name, NULL, &field) == 0 && field
		       ? lang_pick(field->label, field->label_en)
		       : "";
}

/* Long values are cut: the whole is in --json and in the journal */
static void add_cut(struct str *to, const char *value)
{
	const char *text = value ? value : "∅";
	const size_t n = text_fit(text, VALUE_WIDTH, NULL);

	str_add_n(to, text, n);
	if (text[n])
		str_add(to, "…");
}

static int fact_handler(const struct version_fact *f, void *arg)
{
	struct comparing *c = arg;
	const char *label = label_of(c->cli->pack, f->name);
	struct str line = { 0 };

	c->differ++;
	if (c->facts) {
		cJSON *row = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(row, "fact", f->name);
		(void)cJSON_AddStringToObject(row, "label", label);
		cli_add_text(row, "old", f->old);
		cli_add_text(row, "new", f->new_);
		(void)cJSON_AddItemToArray(c->facts, row);
		return 0;
	}

	str_addf(&line, "%s %s: ", f->name, label);
	add_cut(&line, f->old);
	str_add(&line, " -> ");
	add_cut(&line, f->new_);
	cli_say("  %s", line.s);
	str_release(&line);
	return 0;
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

static void tell_paper(struct comparing *c, const struct version_paper *old,
		       const struct version_paper *now)
{
	const struct version_paper *p = old ? old : now;

	c->differ++;
	if (c->papers) {
		cJSON *row = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(row, "id", p->id);
		(void)cJSON_AddStringToObject(row, "title", p->title);
		(void)cJSON_AddStringToObject(row, "change",
					      !old   ? "added"
					      : !now ? "gone"
						     : "changed");
		add_side(row, "old", old);
		add_side(row, "new", now);
		(void)cJSON_AddItemToArray(c->papers, row);
	} else if (!old) {
		cli_say(_("  added    %s  %s"), now->id, now->file);
	} else if (!now) {
		cli_say(_("  gone     %s  %s"), old->id, old->file);
	} else if (old->pages >= 0 && now->pages >= 0) {
		cli_say(_("  changed  %s  %s  %lld -> %lld pages"), now->id,
			now->file, (long long)old->pages,
			(long long)now->pages);
	} else {
		cli_say(_("  changed  %s  %s"), now->id, now->file);
	}
}

/* The same paper may come as another kind of file */
static bool is_same_file(const struct version_paper *a,
			 const struct version_paper *b)
{
	const char *da = strrchr(a->file, '.');
	const char *db = strrchr(b->file, '.');
	const size_t na = da ? (size_t)(da - a->file) : strlen(a->file);
	const size_t nb = db ? (size_t)(db - b->file) : strlen(b->file);

	return strcmp(a->id, b->id) == 0 && na == nb &&
	       strncmp(a->file, b->file, na) == 0;
}

static const struct version_paper *find(const struct version *v,
					const struct version_paper *like)
{
	for (size_t i = 0; i < v->c; i++) {
		if (is_same_file(&v->v[i], like))
			return &v->v[i];
	}

	return NULL;
}

static void compare_papers(struct comparing *c)
{
	for (size_t i = 0; i < c->a.c; i++) {
		const struct version_paper *old = &c->a.v[i];
		const struct version_paper *now = find(&c->b, old);

		if (*old->id &&
		    (!now || strcmp(old->content, now->content) != 0))
			tell_paper(c, old, now);
	}
	for (size_t i = 0; i < c->b.c; i++) {
		if (*c->b.v[i].id && !find(&c->a, &c->b.v[i]))
			tell_paper(c, NULL, &c->b.v[i]);
	}
}

static int load_now(struct comparing *c, const struct dossier *d)
{
	const struct bundle_order order = { .db = c->cli->db,
					    .pack = c->cli->pack,
					    .shipped = c->cli->shipped,
					    .d = d };
	struct bundle now = { 0 };
	int err = bundle_gather(&now, &order);

	if (!err) {
		bundle_version(&now, &c->b);
		c->b.head = now.head;
		c->b.head.len = d->journal_len;
		memcpy(c->b.pack_sha256, c->cli->pack->sha256,
		       sizeof(c->b.pack_sha256));
	}
	bundle_release(&now);
	return err;
}

static int load(struct comparing *c, const struct dossier *d, const char *word,
		struct version *to)
{
	char *end;
	const long long n = strtoll(word, &end, 10);

	if (*end || n < 1)
		return err_set(EINVAL,
			       _("%s: a filing version is a number from 1"),
			       word);

	return version_load(to, c->cli->db, d->id, n);
}

static void print_head(const struct comparing *c)
{
	if (c->b.number > 0)
		cli_say(_("filing version %lld of %s against version %lld of "
			  "%s"),
			(long long)c->a.number, c->a.day,
			(long long)c->b.number, c->b.day);
	else
		cli_say(_("filing version %lld of %s against the dossier as it "
			  "is now"),
			(long long)c->a.number, c->a.day);
	if (strcmp(c->a.pack_sha256, c->b.pack_sha256) != 0)
		cli_say(_("  another rule pack: %.12s -> %.12s"),
			c->a.pack_sha256, c->b.pack_sha256);
}

int paper_diff(struct cli *cli, const struct dossier *d, const char *from,
	       const char *to)
{
	struct comparing c = { .cli = cli };
	cJSON *all = cli->json ? cJSON_CreateObject() : NULL;
	int err = load(&c, d, from, &c.a);

	if (!err)
		err = to ? load(&c, d, to, &c.b) : load_now(&c, d);
	if (!err && all) {
		(void)cJSON_AddNumberToObject(all, "from", (double)c.a.number);
		if (c.b.number > 0)
			(void)cJSON_AddNumberToObject(all, "to",
						      (double)c.b.number);
		else
			(void)cJSON_AddNullToObject(all, "to");
		(void)cJSON_AddBoolToObject(
			all, "same_pack",
			strcmp(c.a.pack_sha256, c.b.pack_sha256) == 0);
		c.facts = cJSON_AddArrayToObject(all, "facts");
		c.papers = cJSON_AddArrayToObject(all, "papers");
	} else if (!err) {
		print_head(&c);
	}
	if (!err)
		err = version_facts(cli->db, d->id, c.a.head.len, c.b.head.len,
				    fact_handler, &c);
	if (!err)
		compare_papers(&c);
	if (!err && !all && c.differ == 0)
		cli_say(_("  no fact and no paper differs"));
	if (!err && all)
		cli_print_json(all);
	else
		cJSON_Delete(all);

	version_release(&c.a);
	version_release(&c.b);
	return err;
}
