/**
 * @file cli/cmd_dossier.c  init, new, list, show, set, undo, redo, log
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/evidence.h"
#include "dossier/attached.h"
#include "dossier/fact.h"
#include "dossier/forget.h"
#include "dossier/journal.h"
#include "dossier/version.h"
#include "paper/context.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "value/value.h"

#define WIDTH_NO    11
#define WIDTH_NAME  40
#define WIDTH_LABEL 30
#define WIDTH_KEY   26

int cmd_init(struct cli *cli, int argc, char **argv)
{
	(void)cli;
	if (argc != 1)
		return cli_usage(argv[0]);

	/* Opening made it */
	(void)puts(_("The dossier database is ready."));
	return 0;
}

static int print_number(struct cli *cli, const struct dossier *d)
{
	cJSON *tree;

	if (!cli->json) {
		(void)puts(d->no);
		return 0;
	}

	tree = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(tree, "dossier", d->no);
	cli_print_json(tree);
	return 0;
}

int cmd_new(struct cli *cli, int argc, char **argv)
{
	static const struct fact_change change = { .origin = "entry",
						   .attach = true };
	struct fact_set *setv = NULL;
	struct dossier d = { 0 };
	int err = cli_split_wishes(&setv, argc - 1, argv + 1);

	if (!err)
		err = dossier_new_with(cli->db, cli->pack, setv, &change, &d);
	if (!err)
		err = print_number(cli, &d);

	free(setv);
	dossier_release(&d);
	return err;
}

static int list_handler(const struct dossier *d, void *arg)
{
	cJSON *list = arg;
	char at[DATE_TIME_TEXT];
	cJSON *row;

	(void)date_time_encode(at, d->updated);
	if (list) {
		row = cJSON_CreateObject();
		(void)cJSON_AddStringToObject(row, "dossier", d->no);
		(void)cJSON_AddStringToObject(row, "name", d->name);
		(void)cJSON_AddNumberToObject(row, "facts", (double)d->facts);
		(void)cJSON_AddStringToObject(row, "updated", at);
		(void)cJSON_AddItemToArray(list, row);
		return 0;
	}

	cli_print_cell(d->no, WIDTH_NO);
	cli_print_cell(*d->name ? d->name : _("(no name yet)"), WIDTH_NAME);
	(void)printf("%5lld  %s\n", (long long)d->facts, at);
	return 0;
}

int cmd_list(struct cli *cli, int argc, char **argv)
{
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	int err;

	if (argc > 2 || (argc == 2 && argv[1][0] == '-'))
		return cli_usage(argv[0]);

	err = dossier_each(cli->db, argc == 2 ? argv[1] : NULL, list_handler,
			   list);
	if (list)
		cli_print_json(list);
	return err;
}

/* What is shown, and how much of it */
struct showing {
	const struct facts *facts;
	const struct vault *vault;
	bool all; /* what is not filled in too */
};

/* What is to be said of a value, behind it */
static const char *remark_on(const struct fact *f, const struct vault *vault)
{
	struct attached file;
	const char *remark = "";

	if (f && !f->ok)
		return _("  (not valid, kept as typed)");
	if (!f || !attached_of_fact(&file, f, vault))
		return "";

	if (!file.kept)
		remark = _("  (not kept: attach the file again)");
	attached_release(&file);
	return remark;
}

static void show_field(const struct showing *show, const struct section *s,
		       const struct field *field, int n)
{
	const struct fact *f = facts_find(show->facts, s->group, n, field->key);
	struct fact_key key;
	struct str name = { 0 };
	struct str value = { 0 };
	char safe[2048];

	if (!f && !show->all)
		return;

	fact_key_make(&key, s->group, n, field->key);
	fact_key_encode(&name, &key);
	if (f && f->ok)
		value_print(&value, field, f->value);
	else if (f)
		str_add(&value, f->value);
	text_printable(safe, sizeof(safe), str_text(&value));

	(void)fputs("  ", stdout);
	cli_print_cell(name.s, WIDTH_KEY);
	cli_print_cell(lang_pick(field->label, field->label_en), WIDTH_LABEL);
	(void)printf("%s%s%s%s\n", safe, field->unit && f ? " " : "",
		     field->unit && f ? field->unit : "",
		     remark_on(f, show->vault));
	str_release(&name);
	str_release(&value);
}

static void show_section(const struct showing *show, const struct section *s)
{
	int last = s->repeat ? facts_rows(show->facts, s->group) : 0;
	bool any = show->all;

	if (s->repeat && show->all && last == 0)
		last = 1;
	for (int n = s->repeat; n <= last && !any; n++) {
		for (size_t k = 0; k < s->fields_count; k++)
			any |= facts_find(show->facts, s->group, n,
					  s->fields[k].key) != NULL;
	}
	if (!any)
		return;

	(void)printf("%s\n", lang_pick(s->title, s->title_en));
	for (int n = s->repeat; n <= last; n++) {
		for (size_t k = 0; k < s->fields_count; k++)
			show_field(show, s, &s->fields[k], n);
	}
}

static void show_all(const struct showing *show, const struct pack *pack,
		     const struct dossier *d)
{
	char at[DATE_TIME_TEXT];

	cli_say("%s  %s", d->no, *d->name ? d->name : _("(no name yet)"));
	cli_say(_("%lld facts, changed %s, journal %lld rows, head %.12s"),
		(long long)d->facts, date_time_encode(at, d->updated),
		(long long)d->journal_len, d->journal_head);
	(void)puts("");
	for (size_t f = 0; f < pack->forms_count; f++) {
		const struct form *form = pack->forms[f];

		for (size_t i = 0; i < form->sections_count; i++)
			show_section(show, &form->sections[i]);
	}
}

/* The names of the facts whose files are not kept */
static cJSON *not_kept_json(const struct showing *show)
{
	cJSON *list = cJSON_CreateArray();
	struct attached_list files;

	attached_of_facts(&files, show->facts, show->vault);
	for (size_t i = 0; i < files.c; i++) {
		struct str name = { 0 };

		fact_key_encode(&name, &files.v[i].key);
		if (!files.v[i].kept)
			(void)cJSON_AddItemToArray(list,
						   cJSON_CreateString(name.s));
		str_release(&name);
	}
	attached_list_release(&files);
	return list;
}

static void print_facts(const struct cli *cli, const struct dossier *d,
			const struct facts *facts, bool all)
{
	struct vault vault;
	const struct showing show = { facts, &vault, all };
	cJSON *tree;

	vault_of_db(&vault, cli->db);
	if (cli->json) {
		tree = context_for_script(d, facts);
		(void)cJSON_AddItemToObject(tree, "not_kept",
					    not_kept_json(&show));
		cli_print_json(tree);
	} else {
		show_all(&show, cli->pack, d);
	}
	vault_release(&vault);
}

int cmd_show(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "all", no_argument, NULL, 'a' }, { NULL, 0, NULL, 0 }
	};
	struct checker *checker = NULL;
	struct facts facts = { NULL, 0 };
	struct dossier d = { 0 };
	bool all = false;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'a')
			return cli_usage(argv[0]);
		all = true;
	}
	if (optind + 1 != argc)
		return cli_usage(argv[0]);

	err = cli_open(cli, argv[optind], &d);
	if (!err)
		err = facts_load(&facts, cli->db, cli->pack, d.id);
	if (!err)
		err = checker_alloc(&checker, cli->pack);
	if (!err)
		err = check_calculate(checker, &facts);
	if (cli->masked)
		facts_hide(&facts);
	if (!err)
		print_facts(cli, &d, &facts, all);

	checker_free(checker);
	facts_release(&facts);
	dossier_release(&d);
	return err;
}

int cmd_set(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "draft", no_argument, NULL, 'd' },
		{ "reason", required_argument, NULL, 'r' },
		{ "accept", no_argument, NULL, 'a' },
		{ NULL, 0, NULL, 0 }
	};
	struct fact_change change = { .origin = "entry", .attach = true };
	bool accept = false;
	struct fact_set *setv = NULL;
	struct dossier d = { 0 };
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'd')
			change.draft = true;
		else if (o == 'r')
			change.reason = optarg;
		else if (o == 'a')
			accept = true;
		else
			return cli_usage(argv[0]);
	}
	if (argc - optind < 2)
		return cli_usage(argv[0]);
	if (accept && (!change.reason || !*change.reason))
		return err_set(EINVAL,
			       _("--accept takes a check symbol that is wrong "
				 "and wants --reason TEXT, for example what "
				 "the licence shows"));

	err = cli_open(cli, argv[optind++], &d);
	if (!err)
		err = cli_split_wishes(&setv, argc - optind, argv + optind);
	for (size_t i = 0; !err && accept && setv[i].key; i++)
		setv[i].accept = change.reason;
	if (!err)
		err = fact_set(cli->db, cli->pack, d.id, setv, &change, NULL);
	if (!err)
		evidence_warn(cli, &d, setv);

	free(setv);
	dossier_release(&d);
	return err;
}

static void print_change(const struct dossier *d, const char *what,
			 int64_t change)
{
	cJSON *tree = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(tree, "dossier", d->no);
	(void)cJSON_AddNumberToObject(tree, what, (double)change);
	cli_print_json(tree);
}

int cmd_undo(struct cli *cli, int argc, char **argv)
{
	struct dossier d = { 0 };
	int64_t change = 0;
	int err;

	if (argc != 2)
		return cli_usage(argv[0]);

	err = cli_open(cli, argv[1], &d);
	if (!err)
		err = journal_undo(cli->db, d.id, 0, &change);
	if (!err && cli->json)
		print_change(&d, "undone", change);
	else if (!err)
		cli_say(_("%s: change %lld taken back"), d.no,
			(long long)change);

	dossier_release(&d);
	return err;
}

int cmd_redo(struct cli *cli, int argc, char **argv)
{
	struct dossier d = { 0 };
	int64_t change = 0;
	int err;

	if (argc != 2)
		return cli_usage(argv[0]);

	err = cli_open(cli, argv[1], &d);
	if (!err)
		err = journal_redo(cli->db, d.id, &change);
	if (!err && cli->json)
		print_change(&d, "redone", change);
	else if (!err)
		cli_say(_("%s: change %lld brought back"), d.no,
			(long long)change);

	dossier_release(&d);
	return err;
}

static void add_log_json(cJSON *list, const struct journal_row *row,
			 const char *at)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddNumberToObject(o, "seq", (double)row->seq);
	(void)cJSON_AddNumberToObject(o, "change", (double)row->change);
	(void)cJSON_AddStringToObject(o, "at", at);
	(void)cJSON_AddStringToObject(o, "actor", row->actor);
	(void)cJSON_AddStringToObject(o, "act", row->act);
	cli_add_text(o, "key", row->key);
	cli_add_text(o, "old", row->old);
	cli_add_text(o, "new", row->new_);
	(void)cJSON_AddStringToObject(o, "origin", row->origin);
	cli_add_text(o, "reason", row->reason);
	if (row->gone)
		(void)cJSON_AddNumberToObject(o, "deleted", (double)row->gone);
	(void)cJSON_AddStringToObject(o, "hash", row->hash);
	(void)cJSON_AddItemToArray(list, o);
}

static void add_deletion(struct str *to, const char *text)
{
	struct forgotten told = { .factv = NULL };

	if (forgotten_read(&told, text ? text : "") == 0)
		str_addf(to,
			 _("%zu facts, and values in %lld journal rows, "
			   "deleted for good"),
			 told.factc, (long long)told.rows);
	forgotten_release(&told);
}

/* What a log is printed with */
struct logging {
	const struct cli *cli;
	struct facts facts; /* whose personal data is masked */
	cJSON *list;	    /* with --json */
};

static int log_row(const struct journal_row *row, cJSON *list)
{
	char at[DATE_TIME_TEXT];
	struct str line = { 0 };

	(void)date_time_encode(at, row->at);
	if (list) {
		add_log_json(list, row, at);
		return 0;
	}

	str_addf(&line, "%s", row->key ? row->key : "");
	if (row->key && row->gone)
		str_addf(&line, _(": deleted by change %lld"),
			 (long long)row->gone);
	else if (row->key && strcmp(row->act, JOURNAL_FORGET) == 0)
		str_addf(&line, _(": deleted for good"));
	else if (strcmp(row->act, JOURNAL_FORGET) == 0)
		add_deletion(&line, row->new_);
	else if (row->key)
		str_addf(&line, ": %s -> %s", row->old ? row->old : "∅",
			 row->new_ ? row->new_ : "∅");
	else if (strcmp(row->act, VERSION_ACT) == 0 && row->new_)
		str_addf(&line, _("filing version %s"), row->new_);
	if (row->reason)
		str_addf(&line, "  (%s)", row->reason);
	cli_say("%5lld  %s  %-10s %-6s %-4s %.8s  %s", (long long)row->seq, at,
		row->actor, row->origin, row->act, row->hash, str_text(&line));
	str_release(&line);
	return 0;
}

static int log_handler(const struct journal_row *row, void *arg)
{
	const struct logging *l = arg;
	struct journal_hidden shown;
	int err;

	if (!l->cli->masked)
		return log_row(row, l->list);

	journal_hide(&shown, row, l->cli->pack, &l->facts);
	err = log_row(&shown.row, l->list);
	journal_hidden_release(&shown);
	return err;
}

static int print_log(struct cli *cli, const struct dossier *d)
{
	struct logging l = { .cli = cli };
	int err = cli->masked ? facts_load(&l.facts, cli->db, cli->pack, d->id)
			      : 0;

	if (err)
		return err;

	l.list = cli->json ? cJSON_CreateArray() : NULL;
	err = journal_each(cli->db, d->id, log_handler, &l);
	if (l.list)
		cli_print_json(l.list);
	facts_release(&l.facts);
	return err;
}

static void print_verified(const struct cli *cli, const struct dossier *d)
{
	cJSON *tree;

	if (!cli->json) {
		cli_say(_("%s: %lld journal rows, unbroken, head %s"), d->no,
			(long long)d->journal_len, d->journal_head);
		return;
	}

	tree = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(tree, "dossier", d->no);
	(void)cJSON_AddNumberToObject(tree, "rows", (double)d->journal_len);
	(void)cJSON_AddStringToObject(tree, "head", d->journal_head);
	cli_print_json(tree);
}

int cmd_log(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "verify", no_argument, NULL, 'v' }, { NULL, 0, NULL, 0 }
	};
	struct dossier d = { 0 };
	bool verify = false;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'v')
			return cli_usage(argv[0]);
		verify = true;
	}
	if (optind + 1 != argc)
		return cli_usage(argv[0]);

	err = cli_open(cli, argv[optind], &d);
	if (!err && verify) {
		err = journal_verify(cli->db, d.id);
		if (!err)
			print_verified(cli, &d);
	} else if (!err) {
		err = print_log(cli, &d);
	}

	dossier_release(&d);
	return err;
}
