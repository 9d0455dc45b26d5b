/**
 * @file cli/cmd_forget.c  forget: personal data is deleted for good
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "dossier/forget.h"
#include "dossier/keeping.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define WITHIN_MOST 36500
#define SHOWN_MOST  20

/* What was asked for */
struct asked {
	const char *reason;
	int64_t within; /* days; -1: not given */
	bool dry;
	bool due;
	bool all;
};

/* Terms, listed or gathered */
struct terms {
	struct cli *cli;
	cJSON *list;   /* or NULL */
	int64_t until; /* day, as date_number() */
	bool all;      /* whenever they are due */
	size_t count;
	char **whatv; /* names of their facts, borrowed */
	size_t whatc;
};

static const char *title_of(const struct retention_term *term)
{
	return lang_is_zh() || !term->title_en ? term->title : term->title_en;
}

static void add_strings(cJSON *to, const char *name, char **v, size_t c)
{
	cJSON *texts = cJSON_AddArrayToObject(to, name);

	for (size_t i = 0; i < c; i++)
		(void)cJSON_AddItemToArray(texts, cJSON_CreateString(v[i]));
}

static void list_json(cJSON *to, const struct keeping *k)
{
	char day[DATE_TEXT];
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "dossier", k->d->no);
	(void)cJSON_AddStringToObject(o, "name", k->d->name);
	(void)cJSON_AddStringToObject(o, "term", k->term->id);
	(void)cJSON_AddStringToObject(o, "title", title_of(k->term));
	(void)cJSON_AddStringToObject(o, "since", date_encode(day, k->since));
	(void)cJSON_AddStringToObject(o, "due", date_encode(day, k->due));
	(void)cJSON_AddNumberToObject(o, "facts", (double)k->facts);
	add_strings(o, "sources", k->term->sources, k->term->sources_count);
	(void)cJSON_AddItemToArray(to, o);
}

static void list_line(const struct keeping *k)
{
	char since[DATE_TEXT];
	char due[DATE_TEXT];
	struct str sources = { 0 };

	for (unsigned i = 0; i < k->term->sources_count; i++)
		str_addf(&sources, "%s[%s]", i ? " " : "", k->term->sources[i]);
	cli_print_cell(k->d->no, 11);
	cli_print_cell(date_encode(due, k->due), 12);
	cli_print_cell(k->term->id, 6);
	cli_say(_("%s, %zu facts, %d months since %s %s"), title_of(k->term),
		k->facts, k->term->months, date_encode(since, k->since),
		str_text(&sources));
	str_release(&sources);
}

static int term_handler(const struct keeping *k, void *arg)
{
	struct terms *t = arg;

	if (date_number(k->due) > t->until)
		return 0;
	t->count++;
	if (t->list)
		list_json(t->list, k);
	else
		list_line(k);
	return 0;
}

static int list_terms(struct cli *cli, const struct asked *a)
{
	struct retention *retention = NULL;
	struct terms t = {
		.cli = cli,
		.list = cli->json ? cJSON_CreateArray() : NULL,
		.until = date_number(clock_today()) +
			 (a->within > 0 ? a->within : 0),
	};
	int err = retention_load(&retention, NULL, cli->shipped);

	if (!err)
		err = keeping_each(cli->db, cli->shipped, retention,
				   term_handler, &t);
	if (!err && t.list)
		cli_print_json(t.list);
	else
		cJSON_Delete(t.list);
	if (!err && !cli->json && t.count == 0)
		cli_say(_("no term is over"));
	cli->findings = !err && t.count > 0;
	retention_free(retention);
	return err;
}

static int clean(struct cli *cli)
{
	bool unclean = false;
	int err = forget_clean(cli->db, &unclean);

	if (!err && unclean)
		return err_set(EBUSY, _("the database is in use elsewhere; try "
					"again in a moment"));
	if (!err && !cli->json)
		cli_say(_("the database was written anew"));
	return err;
}

static void print_names(const char *what, char **v, size_t c)
{
	struct str line = { 0 };

	for (size_t i = 0; i < c && i < SHOWN_MOST; i++)
		str_addf(&line, "%s%s", i ? ", " : "", v[i]);
	if (c > SHOWN_MOST)
		str_addf(&line, _(" and %zu more"), c - SHOWN_MOST);
	if (c > 0)
		cli_say("%s: %s", what, str_text(&line));
	str_release(&line);
}

static void print_json(const struct dossier *d, const struct forgotten *f,
		       bool dry)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "dossier", d->no);
	(void)cJSON_AddBoolToObject(o, "deleted", !dry);
	add_strings(o, "facts", f->factv, f->factc);
	(void)cJSON_AddNumberToObject(o, "rows", (double)f->rows);
	(void)cJSON_AddNumberToObject(o, "unsalted", (double)f->unsalted);
	add_strings(o, "files", f->filev, f->filec);
	add_strings(o, "elsewhere", f->elsev, f->elsec);
	(void)cJSON_AddBoolToObject(o, "unclean", f->unclean);
	cli_print_json(o);
}

static void print_done(const struct dossier *d, const struct forgotten *f,
		       bool dry)
{
	print_names(dry ? _("would be deleted") : _("deleted"), f->factv,
		    f->factc);
	cli_say(dry ? _("%s: %zu facts, and values in %lld journal rows; "
			"nothing was deleted yet")
		    : _("%s: %zu facts, and values in %lld journal rows, are "
			"deleted for good"),
		d->no, f->factc, (long long)f->rows);
	if (f->filec > 0)
		cli_say(_("%zu files were removed"), f->filec);
	if (f->unsalted > 0)
		cli_say(_("%lld of those rows are older than the salt of the "
			  "journal: who guesses a value could test it by the "
			  "row's hash"),
			(long long)f->unsalted);
	print_names(_("the same is said in"), f->elsev, f->elsec);
	if (f->unclean)
		cli_say(_("others use the database; until \"callpermit forget "
			  "clean\" its file still has the old bytes"));
	if (!dry)
		cli_say(_("not touched: backups, copies of older schemas, "
			  "exported files, printed papers"));
}

/* The terms that are over, or all, name what goes */
static int gather_handler(const struct keeping *k, void *arg)
{
	struct terms *t = arg;

	if (!t->all && date_number(k->due) > t->until)
		return 0;
	for (unsigned i = 0; i < k->term->facts_count; i++) {
		t->whatv = x_grow(t->whatv, t->whatc, sizeof(char *));
		t->whatv[t->whatc++] = k->term->facts[i];
	}
	return 0;
}

/* All that any term is about, begun or not */
static void gather_all(struct terms *t, const struct retention *r)
{
	for (unsigned i = 0; i < r->terms_count; i++) {
		const struct keeping k = { .term = &r->terms[i] };

		(void)gather_handler(&k, t);
	}
}

static int gather(struct terms *t, const struct retention *r,
		  const struct dossier *d, const struct asked *a)
{
	int err = 0;

	if (a->all)
		gather_all(t, r);
	else
		err = keeping_of(t->cli->db, t->cli->shipped, r, d,
				 gather_handler, t);
	if (!err && t->whatc == 0)
		err = err_set(EPERM,
			      _("%s: no term is over; see: callpermit "
				"forget list --within 366"),
			      d->no);
	return err;
}

static int forget(struct cli *cli, const struct asked *a, const char *no,
		  int whatc, char **whatv)
{
	struct retention *retention = NULL;
	struct terms t = { .cli = cli,
			   .until = date_number(clock_today()),
			   .all = a->all };
	struct forget f = { .whatv = (const char *const *)whatv,
			    .whatc = (size_t)whatc,
			    .reason = a->reason,
			    .dry = a->dry };
	struct forgotten done = { .factv = NULL };
	struct dossier d = { 0 };
	int err = cli_open(cli, no, &d);

	if (!err && (a->due || a->all)) {
		err = retention_load(&retention, NULL, cli->shipped);
		if (!err)
			err = gather(&t, retention, &d, a);
		f.whatv = (const char *const *)t.whatv;
		f.whatc = t.whatc;
		f.lenient = true;
	}
	if (!err)
		err = forget_do(cli->db, cli->pack, d.id, &f, &done);
	if (!err && cli->json)
		print_json(&d, &done, a->dry);
	else if (!err)
		print_done(&d, &done, a->dry);
	cli->findings = !err && (done.elsec > 0 || done.unclean);

	forgotten_release(&done);
	free(t.whatv);
	retention_free(retention);
	dossier_release(&d);
	return err;
}

static int read_within(struct asked *a, const char *text)
{
	char *end = NULL;

	errno = 0;
	a->within = strtol(text, &end, 10);
	if (errno || end == text || *end || a->within < 0 ||
	    a->within > WITHIN_MOST)
		return err_set(EINVAL, _("--within wants a number of days"));
	return 0;
}

static int read_options(struct asked *a, int argc, char **argv)
{
	static const struct option options[] = {
		{ "within", required_argument, NULL, 'w' },
		{ "reason", required_argument, NULL, 'r' },
		{ "dry-run", no_argument, NULL, 'n' },
		{ "due", no_argument, NULL, 'd' },
		{ "all", no_argument, NULL, 'a' },
		{ NULL, 0, NULL, 0 }
	};
	int err = 0;
	int o;

	while (!err && (o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == '?')
			return cli_usage(argv[0]);
		if (o == 'w')
			err = read_within(a, optarg);
		if (o == 'r')
			a->reason = optarg;
		a->dry |= o == 'n';
		a->due |= o == 'd';
		a->all |= o == 'a';
	}
	return err;
}

int cmd_forget(struct cli *cli, int argc, char **argv)
{
	struct asked a = { .within = -1 };
	int err = read_options(&a, argc, argv);
	const char *word;
	int left;

	if (err)
		return err;
	word = optind < argc ? argv[optind++] : NULL;
	left = argc - optind;
	if (!word)
		return cli_usage(argv[0]);
	if (strcmp(word, "list") == 0 || strcmp(word, "clean") == 0) {
		if (left > 0 || a.reason || a.dry || a.due || a.all)
			return cli_usage_of(argv[0], word);
		return *word == 'l' ? list_terms(cli, &a) : clean(cli);
	}
	if (a.within >= 0 || a.due + a.all + (left > 0) != 1)
		return cli_usage(argv[0]);
	if (!a.dry && !a.reason)
		return err_set(EINVAL, _("say why, with --reason"));

	return forget(cli, &a, word, left, argv + optind);
}
