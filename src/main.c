/**
 * @file main.c  Hands over to the command line; the only place that exits
 */
#include "cli/cli.h"

int main(int argc, char **argv)
{
	return cli_main(argc, argv);
}
