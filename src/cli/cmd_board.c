/**
 * @file cli/cmd_board.c  board
 */
#include <getopt.h>

#include "cli/cli.h"
#include "tui/board.h"
#include "util/token.h"

/* The dossier whose list is shown; an engine needs none, so its database is
 * opened here only */
static int open_list(struct cli *cli, struct checklist *list, const char *no)
{
	struct dossier d = { 0 };
	int err = pack_load(&cli->shipped);

	cli->pack = cli->shipped;
	if (!err)
		err = dossier_db_open(&cli->db, cli->db_path);
	if (!err)
		err = cli_open(cli, no, &d);
	if (!err)
		err = checker_alloc(&list->checker, cli->pack);
	list->pack = cli->pack;
	list->db = cli->db;
	list->dossier = d.id;
	dossier_release(&d);
	return err;
}

int cmd_board(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "url", required_argument, NULL, 'u' },
		{ "token-file", required_argument, NULL, 't' },
		{ "token-fd", required_argument, NULL, 'f' },
		{ "ca", required_argument, NULL, 'c' },
		{ "dossier", required_argument, NULL, 'd' },
		{ "plain", no_argument, NULL, 'p' },
		{ "once", no_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 },
	};
	struct board_options o = { .url = NULL };
	struct token_place place = { .file = NULL };
	struct checklist list = { .db = NULL };
	const char *no = NULL;
	struct str token = { 0 };
	int err;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'u')
			o.url = optarg;
		else if (c == 't')
			place.file = optarg;
		else if (c == 'f')
			place.fd = optarg;
		else if (c == 'c')
			o.ca_file = optarg;
		else if (c == 'd')
			no = optarg;
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
	if (!err && no)
		err = open_list(cli, &list, no);
	o.list = no ? &list : NULL;
	if (!err)
		err = board_show(&o);
	checker_free(list.checker);
	token_forget(&token);
	return err;
}
