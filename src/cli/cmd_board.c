/**
 * @file cli/cmd_board.c  board
 */
#include <getopt.h>

#include "cli/cli.h"
#include "cli/token.h"
#include "tui/board.h"

int cmd_board(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "url", required_argument, NULL, 'u' },
		{ "token-file", required_argument, NULL, 't' },
		{ "token-fd", required_argument, NULL, 'f' },
		{ "ca", required_argument, NULL, 'c' },
		{ "plain", no_argument, NULL, 'p' },
		{ "once", no_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 },
	};
	struct board_options o = { .url = NULL };
	struct token_place place = { .file = NULL };
	struct str token = { 0 };
	int err;
	int c;

	(void)cli;
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'u')
			o.url = optarg;
		else if (c == 't')
			place.file = optarg;
		else if (c == 'f')
			place.fd = optarg;
		else if (c == 'c')
			o.ca_file = optarg;
		else if (c == 'p')
			o.plain = true;
		else if (c == 'o')
			o.plain = o.once = true;
		else
			return cli_usage(argv[0]);
	}
	if (!o.url || !place.file == !place.fd || optind != argc)
		return cli_usage(argv[0]);
	err = token_read(&token, &place);
	o.token = str_text(&token);
	if (!err)
		err = board_show(&o);
	token_forget(&token);
	return err;
}
