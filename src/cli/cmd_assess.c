/**
 * @file cli/cmd_assess.c  assess
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/assess.h"
#include "cli/cli.h"
#include "cli/finding.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "value/value.h"

#define GROUP_NEED   "need"
#define WIDTH_CHOICE 12

static void print_question(const struct pack *pack, const struct field *q)
{
	(void)printf("\n%s", lang_pick(q->label, q->label_en));
	if (q->unit)
		(void)printf(" (%s)", q->unit);
	(void)puts("");
	for (unsigned i = 0; i < q->choices_count; i++) {
		(void)printf("  %2u ", i + 1);
		cli_print_cell(q->choices[i].value, WIDTH_CHOICE);
		print_safe(" ", lang_pick(q->choices[i].label,
					  q->choices[i].label_en));
	}
	if (q->type == FIELD_BOOL)
		(void)printf("  %s / %s\n", _("yes"), _("no"));
	if (q->hint)
		print_safe("  ", lang_pick(q->hint, q->hint_en));
	print_sources(pack, q->sources, q->sources_count);
}

/* One line of input without its end; what does not fit is left out, with the
 * rest of the line.  false at the end of the input */
static bool read_line(char *line, size_t size)
{
	int c = 0;

	if (!fgets(line, (int)size, stdin))
		return false;

	if (!strchr(line, '\n')) {
		while (c != '\n' && c != EOF)
			c = getc(stdin);
	}
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

/* Numbers of choices, "1 3", into their values; anything else stays as it is */
static void number_choices(struct str *to, const struct field *q,
			   const char *line)
{
	const char *p = line;

	while (*p) {
		char *end;
		unsigned long n = strtoul(p, &end, 10);

		if (end == p || n == 0 || n > q->choices_count ||
		    (*end && !strchr(" ,;", *end))) {
			str_clear(to);
			str_add(to, line);
			return;
		}
		str_addf(to, "%s%s", to->len ? "," : "",
			 q->choices[n - 1].value);
		p = end + strspn(end, " ,;");
	}
	str_add(to, "");
}

/* Take one answer; an empty one leaves the question open.  false at the end of
 * the input */
static bool take_answer(struct facts *facts, const struct pack *pack,
			const struct field *q)
{
	char line[1024];
	struct str name = { 0 };
	struct str answer = { 0 };
	bool more = true;
	int err = EINVAL;

	str_addf(&name, GROUP_NEED ".%s", q->key);
	while (err && more) {
		struct fact_set setv[] = { { .key = name.s }, { .key = NULL } };

		(void)fputs("> ", stdout);
		(void)fflush(stdout);
		more = read_line(line, sizeof(line));
		if (!more)
			break;
		str_clear(&answer);
		number_choices(&answer, q, line);
		setv[0].text = answer.s;
		err = facts_suppose(facts, pack, setv);
		if (err)
			print_safe("  ", err_text(err));
	}
	str_release(&name);
	str_release(&answer);
	return more;
}

static int ask_all(struct checker *checker, const struct pack *pack,
		   struct facts *facts)
{
	const struct field *q = NULL;
	size_t at = 0;
	int err;

	(void)puts(
		_("Answer in a word or with the number of a choice; an empty "
		  "line leaves a question open, Ctrl-D ends."));
	do {
		err = assess_next(checker, facts, &at, &q);
		if (!err && q) {
			print_question(pack, q);
			if (!take_answer(facts, pack, q))
				q = NULL;
		}
	} while (!err && q);

	(void)puts("");
	return err;
}

static void print_outcome(const struct pack *pack, const struct assessed *a)
{
	const struct assess *row = a->row;

	cli_say("[%s] %s  %s",
		a->open ? _("not decided") : verdict_kind_title(row->verdict),
		row->id, lang_pick(row->title, row->title_en));
	print_safe("      ", a->sentence);
	if (a->open)
		return;
	if (a->fix) {
		(void)printf("      %s ", _("to do:"));
		print_safe("", a->fix);
	}
	print_sources(pack, row->sources, row->sources_count);
}

static void print_json(const struct pack *pack, const struct assessment *a)
{
	cJSON *tree = cJSON_CreateObject();
	cJSON *list;

	(void)cJSON_AddBoolToObject(tree, "possible", a->possible);
	list = cJSON_AddArrayToObject(tree, "outcomes");
	for (size_t i = 0; i < a->c; i++) {
		const struct assess *row = a->v[i].row;
		cJSON *o = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(o, "id", row->id);
		(void)cJSON_AddStringToObject(o, "verdict",
					      verdict_kind_name(row->verdict));
		(void)cJSON_AddBoolToObject(o, "open", a->v[i].open);
		(void)cJSON_AddStringToObject(
			o, "title", lang_pick(row->title, row->title_en));
		(void)cJSON_AddStringToObject(o, "sentence", a->v[i].sentence);
		if (a->v[i].fix)
			(void)cJSON_AddStringToObject(o, "fix", a->v[i].fix);
		(void)cJSON_AddItemToObject(
			o, "sources",
			sources_json(pack, row->sources, row->sources_count));
		(void)cJSON_AddItemToArray(list, o);
	}
	cli_print_json(tree);
}

/* Answers that were given, or taken back, go into the dossier; those that were
 * there stay as they are */
static int keep(struct cli *cli, const struct dossier *d,
		const struct facts *facts)
{
	static const struct fact_change change = { .origin = "entry" };
	const struct pack *pack = cli->pack;
	struct fact_set *setv = x_calloc(pack->fields_count + 1, sizeof(*setv));
	char **names = x_calloc(pack->fields_count + 1, sizeof(char *));
	size_t c = 0;
	int err;

	for (unsigned i = 0; i < pack->fields_count; i++) {
		const struct section *s = pack->fields[i].section;
		const struct field *field = pack->fields[i].field;
		const struct fact *f = facts_find(facts, s->group, 0,
						  field->key);
		struct str name = { 0 };

		if (strcmp(s->group, GROUP_NEED) != 0 || s->repeat ||
		    field->calculate ||
		    (f && strcmp(f->origin, "supposed") != 0))
			continue;
		str_addf(&name, GROUP_NEED ".%s", field->key);
		names[c] = str_take(&name);
		setv[c] = (struct fact_set){ .key = names[c],
					     .text = f ? f->value : NULL };
		c++;
	}
	err = fact_set(cli->db, pack, d->id, setv, &change, NULL);
	for (size_t i = 0; i < c; i++)
		free(names[i]);
	free(names);
	free(setv);
	return err;
}

static int take_word(struct facts *facts, const struct pack *pack,
		     const struct fact_set *set)
{
	struct fact_set one[] = { *set, { .key = NULL } };
	struct str name = { 0 };
	int err;

	str_addf(&name, "%s%s", strchr(set->key, '.') ? "" : GROUP_NEED ".",
		 set->key);
	one[0].key = name.s;
	err = strncmp(name.s, GROUP_NEED ".", strlen(GROUP_NEED ".")) == 0
		      ? facts_suppose(facts, pack, one)
		      : err_set(EINVAL,
				_("%s is no question; their names are shown by: "
				  "callpermit show NO --all, as need.*"),
				set->key);
	str_release(&name);
	return err;
}

/* QUESTION=ANSWER words; the group may be left out */
static int take_words(struct facts *facts, const struct pack *pack, int argc,
		      char **argv)
{
	struct fact_set *setv = NULL;
	int err = cli_split_wishes(&setv, argc, argv);

	for (int i = 0; i < argc && !err; i++)
		err = take_word(facts, pack, &setv[i]);
	free(setv);
	return err;
}

static int assess(struct cli *cli, struct checker *checker, struct facts *facts)
{
	struct assessment a = { 0 };
	int err = assess_run(checker, facts, &a);

	if (err)
		return err;
	if (cli->json) {
		print_json(cli->pack, &a);
	} else {
		for (size_t i = 0; i < a.c; i++)
			print_outcome(cli->pack, &a.v[i]);
		if (a.c == 0)
			(void)puts(_("nothing can be said yet; see: callpermit "
				     "help assess"));
	}
	cli->findings = !a.possible;
	assessment_release(&a);
	return 0;
}

int cmd_assess(struct cli *cli, int argc, char **argv)
{
	const bool has_no = argc > 1 && !strchr(argv[1], '=');
	const bool ask = argc == 1 + has_no && isatty(STDIN_FILENO) &&
			 !cli->json;
	struct checker *checker = NULL;
	struct facts facts = { NULL, 0 };
	struct dossier d = { 0 };
	int err = 0;

	if (has_no) {
		err = dossier_db_open(&cli->db, cli->db_path);
		if (!err)
			err = cli_open(cli, argv[1], &d);
		if (!err)
			err = facts_load(&facts, cli->db, cli->pack, d.id);
	}
	if (!err)
		err = checker_alloc(&checker, cli->pack);
	if (!err)
		err = take_words(&facts, cli->pack, argc - 1 - has_no,
				 argv + 1 + has_no);
	if (!err && ask)
		err = ask_all(checker, cli->pack, &facts);
	if (!err && has_no)
		err = keep(cli, &d, &facts);
	if (!err)
		err = assess(cli, checker, &facts);

	facts_release(&facts);
	checker_free(checker);
	dossier_release(&d);
	return err;
}
