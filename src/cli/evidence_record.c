/**
 * @file cli/evidence_record.c  evidence add, revise, show, link, gc, export,
 * import
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/evidence.h"
#include "cli/finding.h"
#include "evidence/exhibit.h"
#include "evidence/exhibit_pack.h"
#include "util/chain.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define COMMAND "evidence"

/* "E-3" or "3"; 0 if it is neither */
static int record_number(const char *word)
{
	char *end = NULL;
	long n;

	if (strncmp(word, "E-", 2) == 0)
		word += 2;
	n = strtol(word, &end, 10);
	return end == word || *end || n < 1 || n > FACT_ROWS_MAX ? 0 : (int)n;
}

static int read_number(const char *word, int *np)
{
	*np = record_number(word);
	return *np ? 0
		   : err_set(EINVAL,
			     _("%s is no number of evidence; write "
			       "E-1"),
			     word);
}

/* Words and options of add and revise */
struct adding {
	struct exhibit_wish wish;
	const char **linkv;
	char today[DATE_TEXT];
};

static int read_option(struct adding *a, int o)
{
	struct exhibit_words *w = &a->wish.words;
	const char **const targets[] = {
		&a->wish.title, &w->obtained, &w->from,	  &w->to,
		&w->received,	&w->by,	      &w->method, &w->note,
	};

	if (o == 'l') {
		a->linkv = x_reallocarray(a->linkv, a->wish.linkc + 1,
					  sizeof(*a->linkv));
		a->linkv[a->wish.linkc++] = optarg;
		return 0;
	}
	if (o < 0x100 || (size_t)(o - 0x100) >= ARRAY_LEN(targets))
		return EINVAL;

	*targets[o - 0x100] = optarg;
	return 0;
}

static int read_adding(struct adding *a, int argc, char **argv)
{
	static const struct option options[] = {
		{ "title", required_argument, NULL, 0x100 },
		{ "obtained", required_argument, NULL, 0x101 },
		{ "from", required_argument, NULL, 0x102 },
		{ "to", required_argument, NULL, 0x103 },
		{ "received", required_argument, NULL, 0x104 },
		{ "by", required_argument, NULL, 0x105 },
		{ "method", required_argument, NULL, 0x106 },
		{ "note", required_argument, NULL, 0x107 },
		{ "link", required_argument, NULL, 'l' },
		{ NULL, 0, NULL, 0 }
	};
	int o;

	optind = 0;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (read_option(a, o) != 0)
			return cli_usage_of(COMMAND, argv[0]);
	}

	return 0;
}

static int keep(struct cli *cli, const struct dossier *d, struct adding *a)
{
	int n = 0;
	int err;

	(void)date_encode(a->today, clock_today());
	if (!a->wish.words.received)
		a->wish.words.received = a->today;
	if (!a->wish.words.by)
		a->wish.words.by = chain_account();
	a->wish.linkv = a->linkv;
	err = exhibit_keep(cli->db, cli->pack, d->id, &a->wish, &n);
	if (!err && cli->json) {
		cJSON *o = cJSON_CreateObject();

		(void)cJSON_AddNumberToObject(o, "record", n);
		(void)cJSON_AddNumberToObject(o, "files",
					      (double)a->wish.pathc);
		cli_print_json(o);
	} else if (!err) {
		cli_say(_("E-%d: %zu files kept"), n, a->wish.pathc);
	}
	return err;
}

int evidence_add(struct cli *cli, const struct dossier *d, int argc,
		 char **argv)
{
	struct adding a = { .linkv = NULL };
	int err = read_adding(&a, argc, argv);

	if (!err && optind == argc)
		err = cli_usage_of(COMMAND, argv[0]);
	if (!err) {
		a.wish.pathv = (const char *const *)argv + optind;
		a.wish.pathc = (size_t)(argc - optind);
		err = keep(cli, d, &a);
	}
	free(a.linkv);
	return err;
}

int evidence_revise(struct cli *cli, const struct dossier *d, int argc,
		    char **argv)
{
	struct adding a = { .linkv = NULL };
	int err = read_adding(&a, argc, argv);

	if (!err && (argc - optind < 2 || a.wish.title))
		err = cli_usage_of(COMMAND, argv[0]);
	if (!err)
		err = read_number(argv[optind], &a.wish.record);
	if (!err) {
		a.wish.pathv = (const char *const *)argv + optind + 1;
		a.wish.pathc = (size_t)(argc - optind - 1);
		err = keep(cli, d, &a);
	}
	free(a.linkv);
	return err;
}

int evidence_link(struct cli *cli, const struct dossier *d, int argc,
		  char **argv)
{
	static const struct option options[] = {
		{ "remove", no_argument, NULL, 'r' }, { NULL, 0, NULL, 0 }
	};
	struct exhibit_links links = { .n = 0 };
	const char *const *v;
	bool drop = false;
	size_t c;
	int err;
	int o;

	optind = 0;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'r')
			return cli_usage_of(COMMAND, argv[0]);
		drop = true;
	}
	if (argc - optind < 2)
		return cli_usage_of(COMMAND, argv[0]);

	v = (const char *const *)argv + optind + 1;
	c = (size_t)(argc - optind - 1);
	*(drop ? &links.dropv : &links.v) = v;
	*(drop ? &links.dropc : &links.c) = c;
	err = read_number(argv[optind], &links.n);
	if (!err)
		err = exhibit_link(cli->db, cli->pack, d->id, &links);
	return err;
}

/* The members of a revision, in the order of struct exhibit_words */
/* clang-format off */
static const struct {
	const char *name;
	const char *title;
} words[] = {
	{ "obtained", N_("obtained") },
	{ "from",     N_("in force from") },
	{ "to",       N_("in force until") },
	{ "received", N_("received") },
	{ "by",       N_("by") },
	{ "method",   N_("method") },
	{ "note",     N_("note") },
};
/* clang-format on */

static const char *word_of(const struct exhibit_words *w, size_t i)
{
	const char *const all[] = { w->obtained, w->from,   w->to,  w->received,
				    w->by,	 w->method, w->note };

	return all[i];
}

static cJSON *revision_json(const struct exhibit_revision *r)
{
	cJSON *o = cJSON_CreateObject();
	cJSON *files;

	(void)cJSON_AddNumberToObject(o, "revision", r->number);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (word_of(&r->words, i))
			cli_add_text(o, words[i].name, word_of(&r->words, i));
	}
	files = cJSON_AddArrayToObject(o, "files");
	for (size_t i = 0; i < r->c; i++) {
		cJSON *file = cJSON_CreateObject();

		cli_add_text(file, "name", r->v[i].name);
		(void)cJSON_AddNumberToObject(file, "bytes",
					      (double)r->v[i].size);
		cli_add_text(file, "sha256", r->v[i].sha256);
		(void)cJSON_AddBoolToObject(file, "kept", r->v[i].kept);
		(void)cJSON_AddItemToArray(files, file);
	}
	return o;
}

static cJSON *record_json(const struct exhibit *e)
{
	cJSON *o = cJSON_CreateObject();
	cJSON *list;

	(void)cJSON_AddNumberToObject(o, "record", e->n);
	cli_add_text(o, "title", e->title);
	cli_add_text(o, "links", e->links);
	list = cJSON_AddArrayToObject(o, "revisions");
	for (size_t i = 0; i < e->c; i++)
		(void)cJSON_AddItemToArray(list, revision_json(&e->v[i]));
	return o;
}

static void print_revision(const struct exhibit_revision *r)
{
	cli_say(_("  revision %d"), r->number);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		struct str line = { 0 };

		if (!word_of(&r->words, i))
			continue;
		str_addf(&line, "%s: %s", _(words[i].title),
			 word_of(&r->words, i));
		print_lines("    ", line.s);
		str_release(&line);
	}
	for (size_t i = 0; i < r->c; i++)
		cli_say("    %.12s  %s (%lld)%s", r->v[i].sha256, r->v[i].name,
			(long long)r->v[i].size,
			r->v[i].kept ? "" : _("  not kept"));
}

static void print_record(const struct exhibit *e)
{
	cli_say("E-%d  %s", e->n, e->title);
	if (*e->links)
		cli_say("  %s %s", _("stands for:"), e->links);
	for (size_t i = 0; i < e->c; i++)
		print_revision(&e->v[i]);
}

int evidence_show(struct cli *cli, const struct dossier *d, int argc,
		  char **argv)
{
	struct exhibits all = { NULL, 0 };
	struct facts facts = { NULL, 0 };
	struct vault vault;
	int n = 0;
	int err = argc > 2 ? cli_usage_of(COMMAND, argv[0]) : 0;

	if (!err && argc == 2)
		err = read_number(argv[1], &n);
	if (err)
		return err;

	vault_of_db(&vault, cli->db);
	err = facts_load(&facts, cli->db, cli->pack, d->id);
	if (cli->masked)
		facts_hide(&facts);
	if (!err)
		exhibits_of_facts(&all, &facts, &vault);
	if (!err && n && !exhibits_find(&all, n))
		err = err_set(ENOENT,
			      _("no evidence E-%d; see: callpermit "
				"evidence NO list"),
			      n);
	if (!err && cli->json) {
		cJSON *list = cJSON_CreateArray();

		for (size_t i = 0; i < all.c; i++) {
			if (!n || all.v[i].n == n)
				(void)cJSON_AddItemToArray(
					list, record_json(&all.v[i]));
		}
		cli_print_json(list);
	}
	for (size_t i = 0; i < all.c && !err && !cli->json; i++) {
		if (!n || all.v[i].n == n)
			print_record(&all.v[i]);
	}
	exhibits_release(&all);
	facts_release(&facts);
	vault_release(&vault);
	return err;
}

int evidence_export(struct cli *cli, const struct dossier *d, int argc,
		    char **argv)
{
	size_t files = 0;
	int only = 0;
	int err;

	if (argc != 2 && argc != 3)
		return cli_usage_of(COMMAND, argv[0]);
	err = argc == 3 ? read_number(argv[2], &only) : 0;
	if (!err)
		err = exhibit_pack(cli->db, cli->pack, d->id, only, argv[1],
				   &files);
	if (!err)
		cli_say(_("%s: %zu files; check them with: sha256sum -c "
			  "SHA256SUMS"),
			argv[1], files);
	return err;
}

int evidence_import(struct cli *cli, const struct dossier *d, int argc,
		    char **argv)
{
	size_t records = 0;
	int err = argc == 2 ? 0 : cli_usage_of(COMMAND, argv[0]);

	if (!err)
		err = exhibit_unpack(cli->db, cli->pack, d->id, argv[1],
				     &records);
	if (!err)
		cli_say(_("%s: %zu records taken in"), argv[1], records);
	return err;
}

struct sweeping {
	cJSON *list;
	size_t c;
	int64_t bytes;
};

static void swept_handler(const char *name, int64_t bytes, void *arg)
{
	struct sweeping *s = arg;

	s->c++;
	s->bytes += bytes;
	if (s->list)
		(void)cJSON_AddItemToArray(s->list, cJSON_CreateString(name));
}

int evidence_gc(struct cli *cli, const struct dossier *d, int argc, char **argv)
{
	struct sweeping s = { .list = NULL };
	struct hashes all = { NULL, 0 };
	struct vault vault;
	size_t young = 0;
	int err = argc == 1 ? 0 : cli_usage_of(COMMAND, argv[0]);

	(void)d;
	if (err)
		return err;

	s.list = cli->json ? cJSON_CreateArray() : NULL;
	vault_of_db(&vault, cli->db);
	err = attached_ever(&all, cli->db, &vault);
	if (!err)
		err = vault_sweep(&vault, (const char *const *)all.v, all.c,
				  swept_handler, &s, &young);
	if (s.list)
		cli_print_json(s.list);
	else if (!err)
		cli_say(_("%zu files removed, %lld bytes; %zu that nothing "
			  "refers to are younger than an hour and stay"),
			s.c, (long long)s.bytes, young);
	hashes_release(&all);
	vault_release(&vault);
	return err;
}
