/**
 * @file tests/net/net.c  The calls of net/ from the command line, for the tests
 *
 *     net get URL [--etag X] [--modified X] [--ca FILE] [--proxy URL]
 *                 [--bytes N] [--ms N] [--connect-ms N] [--name NAME]
 *     net post URL JSON [the same]
 *
 * Prints what came; on failure "CODE: sentence" and exit status 1.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/http.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

static int usage(void)
{
	(void)fprintf(stderr, "see the head of tests/net/net.c\n");
	return 2;
}

static int tell(int err)
{
	static const struct {
		int err;
		const char *name;
	} names[] = {
		{ EINVAL, "EINVAL" }, { ENOENT, "ENOENT" },
		{ EPERM, "EPERM" },   { EBADMSG, "EBADMSG" },
		{ EBUSY, "EBUSY" },   { EIO, "EIO" },
		{ EPROTO, "EPROTO" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (names[i].err == err)
			printf("%s: %s\n", names[i].name, err_text(err));
	}
	return err ? 1 : 0;
}

static bool http_option(struct http_request *r, int c)
{
	switch (c) {
	case 'e':
		r->etag = optarg;
		return true;
	case 'm':
		r->modified = optarg;
		return true;
	case 'c':
		r->ca_file = optarg;
		return true;
	case 'p':
		r->proxy = optarg;
		return true;
	case 'b':
		r->bytes = strtoul(optarg, NULL, 10);
		return true;
	case 't':
		r->total_ms = strtol(optarg, NULL, 10);
		return true;
	case 'o':
		r->connect_ms = strtol(optarg, NULL, 10);
		return true;
	case 'n':
		r->name = optarg;
		return true;
	default:
		return false;
	}
}

static const struct option http_options[] = {
	{ "etag", 1, NULL, 'e' },	{ "modified", 1, NULL, 'm' },
	{ "ca", 1, NULL, 'c' },		{ "proxy", 1, NULL, 'p' },
	{ "bytes", 1, NULL, 'b' },	{ "ms", 1, NULL, 't' },
	{ "connect-ms", 1, NULL, 'o' }, { "name", 1, NULL, 'n' },
	{ NULL, 0, NULL, 0 },
};

static void print_answer(const struct http_answer *a)
{
	printf("status %ld unchanged %d redirects %u bytes %zu\n", a->status,
	       a->unchanged, a->redirects, a->body.len);
	printf("type %s charset %s\n", a->type ? a->type : "-",
	       a->charset ? a->charset : "-");
	printf("etag %s modified %s\n", a->etag ? a->etag : "-",
	       a->modified ? a->modified : "-");
	(void)fwrite(str_text(&a->body), 1,
		     a->body.len < 200 ? a->body.len : 200, stdout);
}

static int run_http(int argc, char **argv, bool post)
{
	struct http_request r = { 0 };
	struct http_answer a = { 0 };
	int err;
	int c;

	while ((c = getopt_long(argc, argv, "", http_options, NULL)) != -1) {
		if (!http_option(&r, c))
			return usage();
	}
	if (argc - optind != (post ? 2 : 1))
		return usage();

	r.url = argv[optind];
	err = post ? http_post(&a, &r, argv[optind + 1]) : http_get(&a, &r);
	if (!err)
		print_answer(&a);
	http_answer_release(&a);
	return tell(err);
}

static int run_get(int argc, char **argv)
{
	return run_http(argc, argv, false);
}

static int run_post(int argc, char **argv)
{
	return run_http(argc, argv, true);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(int argc, char **argv);
	} commands[] = {
		{ "get", run_get },
		{ "post", run_post },
	};

	if (argc < 2 || lang_init("en", "/nowhere") || clock_init())
		return usage();
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	}
	return usage();
}
