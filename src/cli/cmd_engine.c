#include "cli/cli.h"
int cmd_engine(struct cli *cli, int argc, char **argv)
{
	(void)cli;
	(void)argc;
	return cli_usage(argv[0]);
}
int cmd_drill(struct cli *cli, int argc, char **argv)
{
	(void)cli;
	(void)argc;
	return cli_usage(argv[0]);
}
