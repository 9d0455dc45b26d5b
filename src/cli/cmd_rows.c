/**
 * @file cli/cmd_rows.c  rows: repeating groups as CSV, in and out
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "dossier/rows.h"
#include "util/csv.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/text.h"

#define CHANGES_SHOWN 50
#define LINE_SIZE     2048

static void print_faults(const char *name, const struct rows_report *report)
{
	for (size_t i = 0; i < report->faults_count && i < ROWS_FAULTS_MAX;
	     i++) {
		const struct rows_fault *f = &report->faults[i];
		struct str line = { 0 };
		char safe[LINE_SIZE];

		str_addf(&line, "%s:%zu:%zu: %s%s%s", name, f->line, f->column,
			 f->label, *f->label ? ": " : "", f->text);
		text_printable(safe, sizeof(safe), line.s);
		(void)fprintf(stderr, "%s\n", safe);
		str_release(&line);
	}
	if (report->faults_count > ROWS_FAULTS_MAX) {
		(void)fprintf(stderr, _("... and %zu more"),
			      report->faults_count - ROWS_FAULTS_MAX);
		(void)fputc('\n', stderr);
	}
}

static void print_changes(const struct rows_report *report)
{
	for (size_t i = 0; i < report->changes_count && i < CHANGES_SHOWN;
	     i++) {
		const struct rows_change *c = &report->changes[i];

		cli_say("%s: %.600s -> %.600s", c->key, c->old ? c->old : "∅",
			c->new_ ? c->new_ : "∅");
	}
	if (report->changes_count > CHANGES_SHOWN)
		cli_say(_("... and %zu more"),
			report->changes_count - CHANGES_SHOWN);
}

static void print_report(const struct dossier *d,
			 const struct rows_order *order,
			 const struct rows_report *report)
{
	if (report->encoding != ENCODING_UTF8)
		cli_say(_("%s: read as %s"), order->name,
			encoding_name(report->encoding));
	if (order->dry_run)
		print_changes(report);
	cli_say(_("%s  %s: rows added %zu, changed %zu, removed %zu"), d->no,
		lang_pick(report->section->title, report->section->title_en),
		report->added, report->changed, report->removed);
	if (order->dry_run)
		cli_say(_("Nothing was changed (--dry-run)."));
}

static void add_changes(cJSON *tree, const struct rows_report *report)
{
	cJSON *list = cJSON_AddArrayToObject(tree, "changes");

	for (size_t i = 0; i < report->changes_count; i++) {
		const struct rows_change *c = &report->changes[i];
		cJSON *o = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(o, "key", c->key);
		cli_add_text(o, "old", c->old);
		cli_add_text(o, "new", c->new_);
		(void)cJSON_AddItemToArray(list, o);
	}
}

static void add_faults(cJSON *tree, const struct rows_report *report)
{
	cJSON *list = cJSON_AddArrayToObject(tree, "faults");

	for (size_t i = 0; i < report->faults_count && i < ROWS_FAULTS_MAX;
	     i++) {
		const struct rows_fault *f = &report->faults[i];
		cJSON *o = cJSON_CreateObject();

		(void)cJSON_AddNumberToObject(o, "line", (double)f->line);
		(void)cJSON_AddNumberToObject(o, "column", (double)f->column);
		(void)cJSON_AddStringToObject(o, "label", f->label);
		(void)cJSON_AddStringToObject(o, "text", f->text);
		(void)cJSON_AddItemToArray(list, o);
	}
	(void)cJSON_AddNumberToObject(tree, "faults_count",
				      (double)report->faults_count);
}

static void print_json(const struct dossier *d, const struct rows_order *order,
		       const struct rows_report *report)
{
	const bool bad = report->faults_count > 0;
	cJSON *tree = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(tree, "dossier", d->no);
	(void)cJSON_AddStringToObject(tree, "group", report->section->group);
	(void)cJSON_AddStringToObject(tree, "encoding",
				      encoding_name(report->encoding));
	(void)cJSON_AddBoolToObject(tree, "dry_run", order->dry_run);
	(void)cJSON_AddNumberToObject(tree, "added",
				      bad ? 0 : (double)report->added);
	(void)cJSON_AddNumberToObject(tree, "changed",
				      bad ? 0 : (double)report->changed);
	(void)cJSON_AddNumberToObject(tree, "removed",
				      bad ? 0 : (double)report->removed);
	if (order->dry_run && !bad)
		add_changes(tree, report);
	add_faults(tree, report);
	cli_print_json(tree);
}

static int import(struct cli *cli, const struct dossier *d,
		  struct rows_order *order)
{
	struct rows_report report = { 0 };
	struct str data = { 0 };
	int err = strcmp(order->name, "-") == 0
			  ? file_read_fd(&data, STDIN_FILENO, order->name,
					 CSV_TABLE_BYTES_MAX)
			  : file_read(&data, order->name, CSV_TABLE_BYTES_MAX);

	if (!err) {
		order->data = str_text(&data);
		order->size = data.len;
		err = rows_import(cli->db, cli->pack, d->id, order, &report);
	}
	if (cli->json && (!err || report.faults_count > 0))
		print_json(d, order, &report);
	else if (!err)
		print_report(d, order, &report);
	else
		print_faults(order->name, &report);

	rows_report_release(&report);
	str_release(&data);
	return err;
}

static int export(struct cli *cli, const struct dossier *d, const char *group,
		  const char *path)
{
	struct str text = { 0 };
	size_t bad = 0;
	int err = rows_export(cli->db, cli->pack, d->id, group, &text, &bad);

	if (!err && path)
		err = file_write(path, text.s, text.len);
	else if (!err)
		(void)fwrite(text.s, 1, text.len, stdout);
	if (!err && bad > 0) {
		(void)fprintf(stderr,
			      _("%s: values that are not valid: %zu; another "
				"dossier takes them only with --draft"),
			      path ? path : group, bad);
		(void)fputc('\n', stderr);
	}

	str_release(&text);
	return err;
}

int cmd_rows(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "replace", no_argument, NULL, 'r' },
		{ "draft", no_argument, NULL, 'd' },
		{ "dry-run", no_argument, NULL, 'n' },
		{ NULL, 0, NULL, 0 }
	};
	struct rows_order order = { 0 };
	struct dossier d = { 0 };
	const char *path = NULL;
	const char *verb;
	bool in;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		order.replace |= o == 'r';
		order.draft |= o == 'd';
		order.dry_run |= o == 'n';
		if (o == 'o')
			path = optarg;
		else if (o == '?')
			return cli_usage(argv[0]);
	}
	verb = argc - optind >= 3 ? argv[optind + 2] : "";
	in = strcmp(verb, "import") == 0;
	if (argc - optind != (in ? 4 : 3) ||
	    (!in && strcmp(verb, "export") != 0) || (in && path) ||
	    (!in && (order.replace || order.draft || order.dry_run)))
		return cli_usage(argv[0]);

	err = cli_open(cli, argv[optind], &d);
	order.group = argv[optind + 1];
	order.name = argv[optind + 3];
	if (!err)
		err = in ? import(cli, &d, &order)
			 : export(cli, &d, order.group, path);
	dossier_release(&d);
	return err;
}
