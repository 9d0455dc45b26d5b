/**
 * @file cli/cmd_board.c  board
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "tui/board.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"

#define TOKEN_FILE_MAX 1024
#define TOKEN_MAX      256

/* The first word of a file */
static int read_token(struct str *token, const char *path)
{
	struct str text = { 0 };
	int err = file_read(&text, path, TOKEN_FILE_MAX);
	const char *from;
	size_t n;

	if (err)
		return err;
	from = str_text(&text) + strspn(str_text(&text), " \t\r\n");
	n = strcspn(from, " \t\r\n");
	for (size_t i = 0; i < n; i++) {
		if (from[i] < '!' || from[i] > '~')
			n = 0;
	}
	if (!n || n > TOKEN_MAX)
		err = err_set(EINVAL, _("%s: holds no token"), path);
	else
		str_add_n(token, from, n);
	crypto_wipe(text.s, text.len);
	str_release(&text);
	return err;
}

int cmd_board(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "url", required_argument, NULL, 'u' },
		{ "token-file", required_argument, NULL, 't' },
		{ "ca", required_argument, NULL, 'c' },
		{ "plain", no_argument, NULL, 'p' },
		{ "once", no_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 },
	};
	struct board_options o = { .url = NULL };
	const char *file = NULL;
	struct str token = { 0 };
	int err;
	int c;

	(void)cli;
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'u')
			o.url = optarg;
		else if (c == 't')
			file = optarg;
		else if (c == 'c')
			o.ca_file = optarg;
		else if (c == 'p')
			o.plain = true;
		else if (c == 'o')
			o.plain = o.once = true;
		else
			return cli_usage(argv[0]);
	}
	if (!o.url || !file || optind != argc)
		return cli_usage(argv[0]);
	err = read_token(&token, file);
	o.token = str_text(&token);
	if (!err)
		err = board_show(&o);
	if (token.s)
		crypto_wipe(token.s, token.len);
	str_release(&token);
	return err;
}
