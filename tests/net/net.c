/**
 * @file tests/net/net.c  The calls of net/ from the command line, for the tests
 *
 *     net get URL [--etag X] [--modified X] [--ca FILE] [--proxy URL]
 *                 [--bytes N] [--ms N] [--connect-ms N] [--name NAME]
 *     net post URL JSON [the same]
 *     net mail HOST PORT SUBJECT TEXT --from X --to X [--to X ...] [--ca FILE]
 *              [--tls starttls|tls|plain] [--user X] [--password-file FILE]
 *              [--password-env NAME] [--from-name X] [--id X] [--ms N]
 *              [--connect-ms N]
 *              TEXT may be @FILE
 *     net robot WORD TEXT [--url-file FILE] [--url-env NAME]
 *               [--secret-file FILE] [--secret-env NAME] [--ca FILE] [--ms N]
 *     net list URL [as get]
 *
 * Prints what came; on failure "CODE: sentence" and exit status 1.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/http.h"
#include "net/listing.h"
#include "net/mail.h"
#include "net/robot.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
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

static int print_list(const struct http_answer *a)
{
	const struct listing_source s = {
		.name = "page",
		.data = str_text(&a->body),
		.size = a->body.len,
		.type = a->type,
		.charset = a->charset,
	};
	struct listing *l = NULL;
	int err = listing_read(&l, &s);

	for (size_t r = 0; !err && r < l->rows_count; r++) {
		printf("%u:%zu", l->rows[r].table, l->rows[r].line);
		for (size_t i = 0; i < l->rows[r].count; i++)
			printf(" |%s", listing_cell(l, r, i));
		printf("\n");
	}
	listing_free(l);
	return err;
}

enum task { TASK_GET, TASK_POST, TASK_LIST };

static int run_http(int argc, char **argv, enum task task)
{
	struct http_request r = { 0 };
	struct http_answer a = { 0 };
	int err;
	int c;

	while ((c = getopt_long(argc, argv, "", http_options, NULL)) != -1) {
		if (!http_option(&r, c))
			return usage();
	}
	if (argc - optind != (task == TASK_POST ? 2 : 1))
		return usage();

	r.url = argv[optind];
	err = task == TASK_POST ? http_post(&a, &r, argv[optind + 1])
				: http_get(&a, &r);
	if (!err && task == TASK_LIST)
		err = print_list(&a);
	else if (!err)
		print_answer(&a);
	http_answer_release(&a);
	return tell(err);
}

static int run_get(int argc, char **argv)
{
	return run_http(argc, argv, TASK_GET);
}

static int run_post(int argc, char **argv)
{
	return run_http(argc, argv, TASK_POST);
}

static int run_list(int argc, char **argv)
{
	return run_http(argc, argv, TASK_LIST);
}

/* A letter from the command line */
struct order {
	struct mail_server server;
	struct mail mail;
	const char *tov[MAIL_TO_MAX + 1];
};

static enum mail_tls tls_of(const char *word)
{
	if (strcmp(word, "plain") == 0)
		return MAIL_PLAIN;
	return strcmp(word, "tls") == 0 ? MAIL_TLS : MAIL_STARTTLS;
}

static bool mail_option(struct order *o, int c)
{
	const char **const texts[] = {
		['f'] = &o->mail.from,
		['n'] = &o->mail.from_name,
		['i'] = &o->mail.id,
		['c'] = &o->server.ca_file,
		['u'] = &o->server.user,
		['p'] = &o->server.password.file,
		['e'] = &o->server.password.env,
	};

	if (c == 't' && o->mail.toc <= MAIL_TO_MAX)
		o->tov[o->mail.toc++] = optarg;
	else if (c == 's')
		o->server.tls = tls_of(optarg);
	else if (c == 'm')
		o->server.total_ms = strtol(optarg, NULL, 10);
	else if (c == 'o')
		o->server.connect_ms = strtol(optarg, NULL, 10);
	else if (c > 0 && (size_t)c < ARRAY_LEN(texts) && texts[c])
		*texts[c] = optarg;
	else
		return false;
	return true;
}

static int run_mail(int argc, char **argv)
{
	static const struct option options[] = {
		{ "from", 1, NULL, 'f' },
		{ "from-name", 1, NULL, 'n' },
		{ "id", 1, NULL, 'i' },
		{ "ca", 1, NULL, 'c' },
		{ "user", 1, NULL, 'u' },
		{ "password-file", 1, NULL, 'p' },
		{ "password-env", 1, NULL, 'e' },
		{ "to", 1, NULL, 't' },
		{ "tls", 1, NULL, 's' },
		{ "ms", 1, NULL, 'm' },
		{ "connect-ms", 1, NULL, 'o' },
		{ NULL, 0, NULL, 0 },
	};
	struct order o = { .mail.from = "" };
	struct str text = { 0 };
	int err = 0;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (!mail_option(&o, c))
			return usage();
	}
	if (argc - optind != 4)
		return usage();

	o.mail.tov = o.tov;
	o.server.host = argv[optind];
	o.server.port = (unsigned)strtoul(argv[optind + 1], NULL, 10);
	o.mail.subject = argv[optind + 2];
	o.mail.text = argv[optind + 3];
	if (*o.mail.text == '@') {
		err = file_read(&text, o.mail.text + 1, 1 << 20);
		o.mail.text = str_text(&text);
	}
	if (!err)
		err = mail_send(&o.server, &o.mail);
	str_release(&text);
	return tell(err);
}

static int run_robot(int argc, char **argv)
{
	static const struct option options[] = {
		{ "url-file", 1, NULL, 'u' },
		{ "url-env", 1, NULL, 'v' },
		{ "secret-file", 1, NULL, 's' },
		{ "secret-env", 1, NULL, 't' },
		{ "ca", 1, NULL, 'c' },
		{ "ms", 1, NULL, 'm' },
		{ NULL, 0, NULL, 0 },
	};
	struct robot_order o = { 0 };
	const char **const texts[] = {
		['u'] = &o.url.file,	['v'] = &o.url.env,
		['s'] = &o.secret.file, ['t'] = &o.secret.env,
		['c'] = &o.ca_file,
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'm')
			o.total_ms = strtol(optarg, NULL, 10);
		else if ((size_t)c < ARRAY_LEN(texts) && texts[c])
			*texts[c] = optarg;
		else
			return usage();
	}
	if (argc - optind != 2)
		return usage();

	o.robot = robot_find(argv[optind]);
	o.text = argv[optind + 1];
	return tell(o.robot ? robot_send(&o) : ENOENT);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(int argc, char **argv);
	} commands[] = {
		{ "get", run_get },	{ "post", run_post },
		{ "list", run_list },	{ "mail", run_mail },
		{ "robot", run_robot },
	};

	if (argc < 2 || lang_init("en", "/nowhere") || clock_init())
		return usage();
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	}
	return usage();
}
