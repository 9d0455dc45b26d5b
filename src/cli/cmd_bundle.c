/**
 * @file cli/cmd_bundle.c  bundle
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "paper/bundle.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"

#define WIDTH_STATE 10
#define WIDTH_ID    9

/* Progress is told after that long, and not more often */
#define PATIENCE_MS 300

/* Columns of its words: one line in the narrowest terminal */
#define PROGRESS_WIDTH 44

/* What was asked for */
struct asked {
	const char *path; /* -o */
	const char *reason;
	const char *templates;
	bool force;
	bool dry_run;
};

struct progress {
	int64_t begun;
	int64_t told;
	bool shown;
};

static int progress_handler(const char *what, size_t done, size_t of, void *arg)
{
	struct progress *p = arg;
	const int64_t now = clock_mono();
	char safe[120];

	if (!what && p->shown) {
		(void)fputs("\r\033[K", stderr);
		return 0;
	}
	if (!what || now - p->begun < PATIENCE_MS ||
	    now - p->told < PATIENCE_MS)
		return 0;

	text_printable(safe, sizeof(safe), what);
	(void)fprintf(stderr, "\r\033[K%zu/%zu %.*s", done, of,
		      (int)text_fit(safe, PROGRESS_WIDTH, NULL), safe);
	(void)fflush(stderr);
	p->told = now;
	p->shown = true;
	return 0;
}

/* A line is drawn over: only where somebody looks, on what can do it */
static bool can_progress(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && *term &&
	       strcmp(term, "dumb") != 0;
}

static void print_concerns(const struct bundle *b)
{
	for (size_t i = 0; i < b->concernc; i++) {
		const struct concern *c = &b->concerns[i];

		cli_print_cell(c->blocks ? _("[blocks]") : _("[warns]"),
			       WIDTH_STATE);
		cli_print_cell(strcmp(c->id, "form") == 0 ? _("field") : c->id,
			       WIDTH_ID);
		cli_say("%s", c->say);
		if (c->fix && *c->fix)
			cli_say("            %s", c->fix);
	}
}

static void print_files(const struct bundle *b)
{
	for (size_t i = 0; i < b->c; i++) {
		const struct bundle_file *f = &b->v[i];

		if (f->made.pages > 0)
			cli_say(_("%s  %zu pages, %zu bytes, SHA-256 %.12s"),
				f->name, f->made.pages, f->made.bytes,
				f->made.sha256);
		else
			cli_say(_("%s  %zu bytes, SHA-256 %.12s"), f->name,
				f->made.bytes, f->made.sha256);
	}
}

static cJSON *concern_json(const struct concern *c)
{
	cJSON *row = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(row, "kind", concern_name(c->kind));
	(void)cJSON_AddBoolToObject(row, "blocks", c->blocks);
	(void)cJSON_AddStringToObject(row, "id", c->id);
	(void)cJSON_AddStringToObject(row, "sentence", c->say);
	cli_add_text(row, "fix", c->fix);
	return row;
}

static cJSON *file_json(const struct bundle_file *f)
{
	cJSON *row = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(row, "file", f->name);
	(void)cJSON_AddStringToObject(row, "id", f->paper->id);
	(void)cJSON_AddStringToObject(row, "title", f->title);
	if (f->made.pages > 0)
		(void)cJSON_AddNumberToObject(row, "pages",
					      (double)f->made.pages);
	else
		(void)cJSON_AddNullToObject(row, "pages");
	(void)cJSON_AddNumberToObject(row, "bytes", (double)f->made.bytes);
	(void)cJSON_AddStringToObject(row, "sha256", f->made.sha256);
	(void)cJSON_AddStringToObject(row, "origin",
				      bundle_origin_name(f->origin));
	return row;
}

static void print_json(const struct cli *cli, const struct dossier *d,
		       const struct bundle *b, const struct asked *asked,
		       const struct version *v)
{
	cJSON *all = cJSON_CreateObject();
	cJSON *concerns = cJSON_AddArrayToObject(all, "concerns");
	cJSON *files = cJSON_AddArrayToObject(all, "files");

	(void)cli;
	(void)cJSON_AddStringToObject(all, "dossier", d->no);
	(void)cJSON_AddNumberToObject(all, "blocks", (double)b->blocks);
	(void)cJSON_AddNumberToObject(all, "pages", (double)b->pages);
	for (size_t i = 0; i < b->concernc; i++)
		(void)cJSON_AddItemToArray(concerns,
					   concern_json(&b->concerns[i]));
	for (size_t i = 0; i < b->c; i++)
		(void)cJSON_AddItemToArray(files, file_json(&b->v[i]));
	if (v->number > 0) {
		(void)cJSON_AddStringToObject(all, "path", asked->path);
		(void)cJSON_AddNumberToObject(all, "version",
					      (double)v->number);
		(void)cJSON_AddBoolToObject(all, "again", b->again);
		(void)cJSON_AddNumberToObject(all, "bytes",
					      (double)v->zip_bytes);
		(void)cJSON_AddStringToObject(all, "sha256", v->zip_sha256);
		(void)cJSON_AddStringToObject(all, "journal_head",
					      v->head.hash);
		cli_add_text(all, "forced", v->reason);
	}
	cli_print_json(all);
}

static void print_written(const struct bundle *b, const struct asked *asked,
			  const struct version *v, int64_t ms)
{
	cli_say(_("%s  %zu files, %zu pages, %lld bytes, SHA-256 %.12s, %lld "
		  "ms"),
		asked->path, v->c, b->pages, (long long)v->zip_bytes,
		v->zip_sha256, (long long)ms);
	if (b->again)
		cli_say(_("nothing has changed: this is filing version %lld "
			  "again"),
			(long long)v->number);
	else
		cli_say(_("filing version %lld; it stays whatever is undone "
			  "later"),
			(long long)v->number);
}

/* Tell what speaks against it, then write or refuse */
static int tell_and_write(struct cli *cli, const struct dossier *d,
			  struct bundle *b, const struct asked *asked,
			  int64_t begun)
{
	const char *reason = b->blocks > 0 && asked->force ? asked->reason
							   : NULL;
	struct version v = { 0 };
	int err = 0;

	if (!cli->json)
		print_concerns(b);
	if (!asked->dry_run)
		err = bundle_write(b, asked->path, reason, &v);
	if (!cli->json && asked->dry_run)
		print_files(b);
	if (!cli->json && !err && !asked->dry_run)
		print_written(b, asked, &v, clock_mono() - begun);
	if (cli->json && (!err || err == EPERM))
		print_json(cli, d, b, asked, &v);
	if (err == EPERM)
		err = err_set(err,
			      _("%s: %zu things block the bundle; nothing was "
				"written.  Do what stands below each, or add "
				"--force --reason TEXT"),
			      d->no, b->blocks);
	cli->findings = b->blocks > 0 && v.number == 0;
	version_release(&v);
	return err;
}

static int bundle(struct cli *cli, const char *no, const struct asked *asked)
{
	struct progress progress = { .begun = clock_mono() };
	struct bundle_order order;
	struct dossier d = { 0 };
	struct bundle b = { 0 };
	int err = cli_open(cli, no, &d);

	if (!err) {
		order = (struct bundle_order){
			.db = cli->db,
			.pack = cli->pack,
			.shipped = cli->shipped,
			.d = &d,
			.templates = asked->templates,
			.progress = can_progress() ? progress_handler : NULL,
			.arg = &progress,
		};
		err = bundle_gather(&b, &order);
	}
	if (!err)
		err = tell_and_write(cli, &d, &b, asked, progress.begun);

	bundle_release(&b);
	dossier_release(&d);
	return err;
}

int cmd_bundle(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "dry-run", no_argument, NULL, 'n' },
		{ "force", no_argument, NULL, 'f' },
		{ "reason", required_argument, NULL, 'r' },
		{ "templates", required_argument, NULL, 't' },
		{ NULL, 0, NULL, 0 }
	};
	struct asked asked = { NULL, NULL, NULL, false, false };
	int o;

	while ((o = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		switch (o) {
		case 'o':
			asked.path = optarg;
			break;
		case 'n':
			asked.dry_run = true;
			break;
		case 'f':
			asked.force = true;
			break;
		case 'r':
			asked.reason = optarg;
			break;
		case 't':
			asked.templates = optarg;
			break;
		default:
			return cli_usage(argv[0]);
		}
	}
	if (optind + 1 != argc || (!asked.path && !asked.dry_run) ||
	    (asked.path && !*asked.path))
		return cli_usage(argv[0]);
	if (asked.force && (!asked.reason || !*asked.reason))
		return err_set(EINVAL, _("--force wants --reason TEXT: it "
					 "stands in the journal, the index and "
					 "the manifest"));
	if (asked.reason && strlen(asked.reason) > FACT_REASON_MAX)
		return err_set(EINVAL, _("a reason has at most %d bytes"),
			       FACT_REASON_MAX);

	return bundle(cli, argv[optind], &asked);
}
