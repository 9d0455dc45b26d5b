/**
 * @file cli/cmd_tui.c  tui
 */
#include <getopt.h>

#include "cli/cli.h"
#include "tui/tui.h"

int cmd_tui(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "plain", no_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	struct tui_wish wish = { .screen = NULL };
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
	return tui_run(cli->db, &wish);
}
