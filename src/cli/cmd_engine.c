/**
 * @file cli/cmd_engine.c  engine
 */
#include <getopt.h>
#include <stdio.h>

#include "cli/cli.h"
#include "engine/engine.h"
#include "util/lang.h"

/* s that calls may go on after SIGTERM */
#define DRAIN 30

static int read_words(const char **filep, bool *checkp, int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, 'n' },
		{ NULL, 0, NULL, 0 },
	};
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'c')
			*filep = optarg;
		else if (o == 'n')
			*checkp = true;
		else
			return cli_usage(argv[0]);
	}

	return *filep && optind == argc ? 0 : cli_usage(argv[0]);
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

int cmd_engine(struct cli *cli, int argc, char **argv)
{
	const struct engine_options options = { .drain = DRAIN };
	struct config *conf = NULL;
	const char *file = NULL;
	bool check = false;
	int err = read_words(&file, &check, argc, argv);

	(void)cli;
	if (!err)
		err = config_load(&conf, file);
	if (err)
		return err;

	if (!check) {
		err = engine_run(conf, &options);
	} else if (!(err = engine_check(conf))) {
		(void)printf(_("%s: %u trunks, %u numbers, %u queues, "
			       "%u seats; nothing wrong"),
			     file, conf->trunks_count, conf->numbers_count,
			     conf->queues_count, conf->seats_count);
		(void)puts("");
		tell_call_backs(conf, file);
	}

	config_free(conf);
	return err;
}
