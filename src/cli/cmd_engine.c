/**
 * @file cli/cmd_engine.c  engine
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>

#include "cli/cli.h"
#include "engine/engine.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "web/token.h"
#include "web/web.h"

/* s that calls may go on after SIGTERM */
#define DRAIN 30

struct words_given {
	const char *file;
	const char *token; /* role of a token to make */
	bool check;
};

static int read_words(struct words_given *w, int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, 'n' },
		{ "token", required_argument, NULL, 't' },
		{ NULL, 0, NULL, 0 },
	};
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'c')
			w->file = optarg;
		else if (o == 'n')
			w->check = true;
		else if (o == 't')
			w->token = optarg;
		else
			return cli_usage(argv[0]);
	}

	return !w->file == !w->token || optind != argc ? cli_usage(argv[0]) : 0;
}

static int make_token(const char *name)
{
	enum role role = role_find(name);
	struct str token = { 0 };
	struct str row = { 0 };
	int err;

	if (role == ROLE_NONE)
		return err_set(EINVAL,
			       _("a role is viewer, operator, supervisor or "
				 "admin"));
	err = token_make(&token, &row, role);
	if (!err)
		(void)printf("%s\n%s\n", token.s, row.s);
	if (token.s)
		crypto_wipe(token.s, token.len);
	str_release(&token);
	str_release(&row);
	return err;
}

/* What lets calls out is said loudly */
static void tell_call_backs(const struct config *conf, const char *file)
{
	for (unsigned i = 0; i < conf->numbers_count; i++) {
		if (!conf->numbers[i].call_back)
			continue;
		(void)printf(_("%s: CALLS CAN GO OUT: number %s is open for "
			       "call-backs"),
			     file, conf->numbers[i].number);
		(void)puts("");
	}
}

static int check(const struct config *conf, const char *file)
{
	int err = engine_check(conf);

	if (!err)
		err = web_check(conf);
	if (err)
		return err;
	(void)printf(_("%s: %u trunks, %u numbers, %u queues, %u seats; "
		       "nothing wrong"),
		     file, conf->trunks_count, conf->numbers_count,
		     conf->queues_count, conf->seats_count);
	(void)puts("");
	tell_call_backs(conf, file);
	return 0;
}

static int run(const struct config *conf, const char *file)
{
	struct engine_guest guest;
	struct engine_options options = { .drain = DRAIN, .path = file };
	struct web *web = NULL;
	int err = 0;

	if (conf->listen.http) {
		err = web_alloc(&web, &guest, conf);
		options.guest = &guest;
	}
	if (!err)
		err = engine_run(conf, &options);
	web_free(web);
	return err;
}

int cmd_engine(struct cli *cli, int argc, char **argv)
{
	struct words_given w = { .check = false };
	struct config *conf = NULL;
	int err = read_words(&w, argc, argv);

	(void)cli;
	if (err)
		return err;
	if (w.token)
		return make_token(w.token);
	err = config_load(&conf, w.file);
	if (err)
		return err;
	err = w.check ? check(conf, w.file) : run(conf, w.file);
	config_free(conf);
	return err;
}
