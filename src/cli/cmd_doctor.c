/**
 * @file cli/cmd_doctor.c  doctor
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/doctor.h"
#include "dossier/dossier.h"
#include "util/lang.h"

#define WIDTH_WORD 6
#define WIDTH_NAME 10

static const char *const words[] = {
	[HEALTH_WELL] = N_("ok"),
	[HEALTH_DOUBT] = N_("look"),
	[HEALTH_ILL] = N_("BAD"),
	[HEALTH_NOT] = "-",
};

static const char *const ids[] = {
	[HEALTH_WELL] = "ok",
	[HEALTH_DOUBT] = "look",
	[HEALTH_ILL] = "bad",
	[HEALTH_NOT] = "not looked at",
};

static void tell(const struct exam *e, const struct finding_of_doctor *f,
		 cJSON *list)
{
	if (list) {
		cJSON *row = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(row, "exam", e->id);
		(void)cJSON_AddStringToObject(row, "verdict", ids[f->health]);
		(void)cJSON_AddStringToObject(row, "said", str_text(&f->said));
		cli_add_text(row, "todo", f->todo.len ? f->todo.s : NULL);
		(void)cJSON_AddItemToArray(list, row);
		return;
	}

	cli_print_cell(_(words[f->health]), WIDTH_WORD);
	cli_print_cell(_(e->name), WIDTH_NAME);
	cli_say("%s", str_text(&f->said));
	if (f->todo.len) {
		cli_print_cell("", WIDTH_WORD + WIDTH_NAME);
		cli_say("-> %s", f->todo.s);
	}
	(void)fflush(stdout); /* the next one may take long */
}

/* Every examination is made, whatever the one before came to */
static void examine(struct doctor *d)
{
	cJSON *list = d->cli->json ? cJSON_CreateArray() : NULL;

	for (const struct exam *e = doctor_exams; e->id; e++) {
		e->look(d);
		tell(e, &d->f, list);
		d->cli->findings |= d->f.health == HEALTH_ILL;
		str_release(&d->f.said);
		str_release(&d->f.todo);
	}
	if (list)
		cli_print_json(list);
}

int cmd_doctor(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "quick", no_argument, NULL, 'q' },
		{ "url", required_argument, NULL, 'u' },
		{ "ca", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 }
	};
	struct doctor d = { .cli = cli };
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'q')
			d.quick = true;
		else if (o == 'u')
			d.url = optarg;
		else if (o == 'c')
			d.ca = optarg;
		else
			return cli_usage(argv[0]);
	}
	if (optind != argc || (d.ca && !d.url))
		return cli_usage(argv[0]);

	d.path = dossier_db_path(cli->db_path);
	examine(&d);
	db_close(d.db);
	free(d.path);
	return 0;
}
