/**
 * @file cli/cmd_tui.c  tui
 */
#include "cli/cli.h"
#include "tui/tui.h"

int cmd_tui(struct cli *cli, int argc, char **argv)
{
	if (argc > 3)
		return cli_usage(argv[0]);

	return tui_run(cli->db, cli->pack, argc > 1 ? argv[1] : NULL,
		       argc > 2 ? argv[2] : NULL);
}
