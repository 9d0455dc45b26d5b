/**
 * @file cli/cmd_station.c  station
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/station.h"
#include "drill/staff.h"
#include "paper/station_sheet.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define SEATS_MAX   1000
#define TOKEN_MAX   256
#define ANSWER_S    2.0
#define SECONDS_MAX 3600.0

/* Seats by name */
struct seats {
	char *v[SEATS_MAX];
	size_t c;
};

struct words_of_station {
	const char *config;
	const char *token; /* file */
	bool plain;
	bool by_itself;
	struct seats seats;
	double answer;
	double talk;
	long calls;
	const char *sheet; /* PDF file to write */
	const char *address;
	bool secrets;
};

static int add_seat(struct seats *s, const char *name, size_t n)
{
	if (s->c == SEATS_MAX)
		return err_set(EINVAL, _("more than %d seats"), SEATS_MAX);
	s->v[s->c++] = x_strndup(name, n);
	return 0;
}

/* "01-30": as many digits as the first has */
static int add_range(struct seats *s, const char *text, size_t n)
{
	const char *dash = memchr(text, '-', n);
	const size_t width = dash ? (size_t)(dash - text) : n;
	char name[24];
	char *end;
	long from;
	long to;
	int err = 0;

	if (!dash || width > 9 || strspn(text, "0123456789") != width)
		return add_seat(s, text, n);
	from = strtol(text, NULL, 10);
	to = strtol(dash + 1, &end, 10);
	if (end != text + n || dash[1] < '0' || dash[1] > '9' || to < from)
		return err_set(EINVAL, _("%.*s is no range like 01-30"), (int)n,
			       text);
	for (long i = from; i <= to && !err; i++) {
		(void)snprintf(name, sizeof(name), "%0*ld", (int)width, i);
		err = add_seat(s, name, strlen(name));
	}
	return err;
}

static int add_seats(struct seats *s, const char *text)
{
	int err = 0;

	while (*text && !err) {
		size_t n = strcspn(text, ",");

		if (n)
			err = add_range(s, text, n);
		text += n + (text[n] == ',');
	}
	return err;
}

static int read_seconds(double *to, const char *text)
{
	char *end;

	*to = strtod(text, &end);
	if (end == text || *end || !(*to >= 0 && *to <= SECONDS_MAX))
		return err_set(EINVAL, _("%s: seconds, 0 to %g"), text,
			       SECONDS_MAX);
	return 0;
}

static int read_calls(long *to, const char *text)
{
	char *end;

	*to = strtol(text, &end, 10);
	if (end == text || *end || *to < 1 || *to > 1000000)
		return err_set(EINVAL, _("%s: a number of calls"), text);
	return 0;
}

static int read_words(struct words_of_station *w, int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "seat", required_argument, NULL, 's' },
		{ "seats", required_argument, NULL, 's' },
		{ "token", required_argument, NULL, 't' },
		{ "answer", required_argument, NULL, 'a' },
		{ "talk", required_argument, NULL, 'k' },
		{ "calls", required_argument, NULL, 'n' },
		{ "plain", no_argument, NULL, 'p' },
		{ "sheet", required_argument, NULL, 'f' },
		{ "address", required_argument, NULL, 'd' },
		{ "secrets", no_argument, NULL, 'x' },
		{ NULL, 0, NULL, 0 },
	};
	int err = 0;
	int o;

	w->answer = ANSWER_S;
	while (!err && (o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		w->by_itself = w->by_itself || strchr("akn", o);
		if (o == 'c')
			w->config = optarg;
		else if (o == 's')
			err = add_seats(&w->seats, optarg);
		else if (o == 't')
			w->token = optarg;
		else if (o == 'a')
			err = read_seconds(&w->answer, optarg);
		else if (o == 'k')
			err = read_seconds(&w->talk, optarg);
		else if (o == 'n')
			err = read_calls(&w->calls, optarg);
		else if (o == 'p')
			w->plain = true;
		else if (o == 'f')
			w->sheet = optarg;
		else if (o == 'd')
			w->address = optarg;
		else if (o == 'x')
			w->secrets = true;
		else
			return cli_usage(argv[0]);
	}
	if (err)
		return err;
	return w->config && w->seats.c > 0 && optind == argc
		       ? 0
		       : cli_usage(argv[0]);
}

static void on_said(const char *line, void *arg)
{
	(void)arg;
	cli_say("%s", line);
	(void)fflush(stdout);
}

static void print_json(const struct staff_summary *s)
{
	cJSON *tree = cJSON_CreateObject();

	(void)cJSON_AddNumberToObject(tree, "seats", (double)s->seats);
	(void)cJSON_AddNumberToObject(tree, "registered",
				      (double)s->registered);
	(void)cJSON_AddNumberToObject(tree, "calls", (double)s->calls);
	(void)cJSON_AddNumberToObject(tree, "answered", (double)s->answered);
	(void)cJSON_AddNumberToObject(tree, "lost", (double)s->lost);
	cli_print_json(tree);
}

static void on_nothing(const char *line, void *arg)
{
	(void)line;
	(void)arg;
}

static int staff(struct cli *cli, const struct words_of_station *w)
{
	const struct staff_options options = {
		.config = w->config,
		.seatv = (const char *const *)w->seats.v,
		.seatc = w->seats.c,
		.answer_ms = (int64_t)(w->answer * 1000),
		.talk_ms = (int64_t)(w->talk * 1000),
		.calls = w->calls,
		.said = cli->json ? on_nothing : on_said,
	};
	struct staff_summary s;
	int err = staff_run(&options, &s);

	if (err)
		return err;
	if (cli->json)
		print_json(&s);
	else
		cli_say(_("%zu seats, %zu registered; %zu calls, %zu answered, "
			  "%zu lost"),
			s.seats, s.registered, s.calls, s.answered, s.lost);
	cli->findings = s.registered < s.seats || s.lost > 0;
	return 0;
}

/* The token in a file, or "-": the terminal is not asked, it would be seen */
static int read_token(struct str *token, const char *path)
{
	int err = file_read(token, path, TOKEN_MAX);

	if (err)
		return err;
	token->s[strcspn(str_text(token), "\r\n ")] = '\0';
	return token->s[0] ? 0 : err_set(EBADMSG, _("%s: no token"), path);
}

static int sit(const struct words_of_station *w)
{
	struct str token = { 0 };
	struct attendant_conf conf = {
		.config = w->config,
		.seat = w->seats.v[0],
	};
	int err = 0;

	if (w->seats.c != 1)
		return err_set(EINVAL, _("one person sits at one seat; several "
					 "answer by themselves with --answer"));
	if (w->token)
		err = read_token(&token, w->token);
	if (!err) {
		conf.token = w->token ? token.s : NULL;
		err = w->plain || !isatty(STDIN_FILENO) ||
				      !isatty(STDOUT_FILENO)
			      ? station_lines(&conf)
			      : tui_station_run(&conf);
	}
	if (token.s)
		crypto_wipe(token.s, token.len);
	str_release(&token);
	return err;
}

static int write_sheet(const struct words_of_station *w)
{
	struct station_sheet sheet = {
		.seatv = (const char *const *)w->seats.v,
		.seatc = w->seats.c,
		.server = w->address,
		.secrets = w->secrets,
	};
	struct config *config = NULL;
	int err = config_load(&config, w->config);

	sheet.config = config;
	if (!err)
		err = station_sheet_write(&sheet, w->sheet);
	config_free(config);
	return err;
}

int cmd_station(struct cli *cli, int argc, char **argv)
{
	struct words_of_station *w = x_calloc(1, sizeof(*w));
	int err = read_words(w, argc, argv);

	if (!err)
		err = w->sheet	     ? write_sheet(w)
		      : w->by_itself ? staff(cli, w)
				     : sit(w);
	for (size_t i = 0; i < w->seats.c; i++)
		free(w->seats.v[i]);
	free(w);
	return err;
}
