/**
 * @file cli/cmd_tui.c  tui
 */
#include <getopt.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "tui/tui.h"
#include "tui/verb.h"
#include "util/mem.h"

/* The commands that no screen has a key for */
static struct verb *make_verbs(void)
{
	struct verb *v = NULL;
	size_t c = 0;

	for (const struct command *row = commands; row->name; row++) {
		if (row->needs & ON_SCREEN)
			continue;
		v = x_grow(v, c, sizeof(*v));
		v[c++] = (struct verb){ .name = row->name,
					.args = row->args,
					.help = row->help,
					.here = !(row->needs & NEED_ALONE) };
	}
	v = x_grow(v, c, sizeof(*v));
	v[c] = (struct verb){ .name = NULL };
	return v;
}

/* What stood before our own command, for those that we run */
static void make_options(const struct cli *cli, const char *optionv[5])
{
	size_t c = 0;

	if (cli->db_path) {
		optionv[c++] = "--db";
		optionv[c++] = cli->db_path;
	}
	if (cli->data) {
		optionv[c++] = "--data";
		optionv[c++] = cli->data;
	}
	optionv[c] = NULL;
}

int cmd_tui(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "plain", no_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	struct tui_wish wish = { .screen = NULL };
	const char *optionv[5];
	struct verb *verbs;
	int err;
	int c;

	optind = 0;
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c != 'p')
			return cli_usage(argv[0]);
		wish.plain = true;
	}
	if (argc - optind > 2)
		return cli_usage(argv[0]);

	wish.screen = optind < argc ? argv[optind] : NULL;
	wish.no = optind + 1 < argc ? argv[optind + 1] : NULL;
	make_options(cli, optionv);
	wish.options = optionv;
	wish.verbs = verbs = make_verbs();
	err = tui_run(cli->db, &wish);
	free(verbs);
	return err;
}
