/**
 * @file cli/cmd_print.c  print: a Markdown file as PDF
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "paper/handout.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"

#define PAGES_MAX 1000

static int read_pages(const char *text, size_t *pagesp)
{
	char *end = NULL;
	const unsigned long n = strtoul(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end || n < 1 || n > PAGES_MAX)
		return err_set(EINVAL,
			       _("--pages: the most there may be, 1 to %d, not "
				 "\"%s\""),
			       PAGES_MAX, text);
	*pagesp = (size_t)n;
	return 0;
}

static void tell(const struct cli *cli, const char *out,
		 const struct paper_result *r)
{
	cJSON *tree;

	if (!cli->json) {
		cli_say(_("%s  %zu pages, %zu bytes"), out, r->pages, r->bytes);
		return;
	}

	tree = cJSON_CreateObject();
	cli_add_text(tree, "path", out);
	(void)cJSON_AddNumberToObject(tree, "pages", (double)r->pages);
	(void)cJSON_AddNumberToObject(tree, "bytes", (double)r->bytes);
	cli_add_text(tree, "sha256", r->sha256);
	cli_print_json(tree);
}

int cmd_print(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "title", required_argument, NULL, 't' },
		{ "pages", required_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 }
	};
	struct handout h = { .now_ms = clock_now() };
	struct paper_result r = { 0 };
	int err = 0;
	int o;

	while ((o = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		if (o == 'o')
			h.out = optarg;
		else if (o == 't')
			h.title = optarg;
		else if (o != 'p')
			return cli_usage(argv[0]);
		else if (read_pages(optarg, &h.pages))
			return EINVAL;
	}
	if (argc - optind != 1 || !h.out)
		return cli_usage(argv[0]);

	h.path = argv[optind];
	err = handout_print(&h, &r);
	if (!err)
		tell(cli, h.out, &r);
	return err;
}
