/**
 * @file cli/cmd_duty.c  duty
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/deadline.h"
#include "course/deadline.h"
#include "course/tick.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* What is said on the command line */
struct order {
	const char *verb;
	const char *key;
	const char *date;
	const char *reason;
};

static int carry_out(const struct ticking *t, const struct order *o)
{
	if (strcmp(o->verb, "done") == 0)
		return tick_done(t, o->key, o->date);
	if (strcmp(o->verb, "undone") == 0)
		return tick_undone(t, o->key);
	if (strcmp(o->verb, "off") == 0)
		return tick_off(t, o->key, o->reason);

	return tick_on(t, o->key);
}

static bool is_of(const struct deadline *d, const char *id)
{
	const size_t n = strlen(id);

	return strncmp(d->key, id, n) == 0 &&
	       (d->key[n] == '\0' || d->key[n] == ':');
}

/* How it stands now: the deadlines of a key, or of a duty's id */
static int print_what(const struct cli *cli, const struct ticking *t,
		      const char *key)
{
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	struct deadlines all = { NULL, 0 };
	struct facts facts = { NULL, 0 };
	int err = facts_load(&facts, t->db, t->pack, t->dossier);

	if (!err)
		err = deadlines_make(&all, t->checker, t->calendar, &facts);
	for (size_t i = 0; i < all.c; i++) {
		if (!is_of(&all.v[i], key))
			continue;
		if (list)
			(void)cJSON_AddItemToArray(
				list, deadline_json(t->pack, &all.v[i]));
		else
			print_deadline(&all.v[i]);
	}
	if (list)
		cli_print_json(list);
	deadlines_release(&all);
	facts_release(&facts);
	return err;
}

static int tick(struct cli *cli, const struct order *o, const char *no)
{
	struct calendar *calendar = NULL;
	struct ticking t = { .db = cli->db };
	struct dossier d = { 0 };
	int err = cli_open(cli, no, &d);

	t.pack = cli->pack;
	t.dossier = d.id;
	if (!err)
		err = checker_alloc(&t.checker, cli->pack);
	if (!err)
		err = calendar_shipped(&calendar);
	t.calendar = calendar;
	if (!err)
		err = carry_out(&t, o);
	if (!err)
		err = print_what(cli, &t, o->key);

	calendar_free(calendar);
	checker_free(t.checker);
	dossier_release(&d);
	return err;
}

int cmd_duty(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "date", required_argument, NULL, 'd' },
		{ "reason", required_argument, NULL, 'r' },
		{ NULL, 0, NULL, 0 }
	};
	static const char *const verbs[] = { "done", "undone", "off", "on" };
	struct order order = { 0 };
	bool known = false;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == '?')
			return cli_usage(argv[0]);
		if (o == 'd')
			order.date = optarg;
		else
			order.reason = optarg;
	}
	if (argc - optind != 3)
		return cli_usage(argv[0]);

	order.verb = argv[optind + 1];
	order.key = argv[optind + 2];
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		known |= strcmp(order.verb, verbs[i]) == 0;

	return known ? tick(cli, &order, argv[optind]) : cli_usage(argv[0]);
}
