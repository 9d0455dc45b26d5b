/**
 * @file cli/cmd_sheet.c  sheet
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/sheet.h"
#include "cli/cli.h"
#include "cli/finding.h"
#include "util/clip.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

#define WIDTH_LABEL 30
#define WIDTH_KEY   24
#define WIDTH_VALUE 60
#define COMPARE_MAX 65536

/* One dossier's sheet */
struct sheeting {
	struct cli *cli;
	struct dossier d;
	struct checker *checker;
	struct sheet sheet;
};

static int sheeting_open(struct sheeting *s, struct cli *cli, const char *no)
{
	int err = cli_open(cli, no, &s->d);

	s->cli = cli;
	if (!err)
		err = checker_alloc(&s->checker, cli->pack);
	return err ? err
		   : sheet_load(&s->sheet, s->checker, cli->pack, cli->db,
				s->d.id);
}

static void sheeting_close(struct sheeting *s)
{
	sheet_release(&s->sheet);
	checker_free(s->checker);
	dossier_release(&s->d);
}

static const char *mark_of(const struct sheet_row *row)
{
	static const char *const marks[] = { [SHEET_OPEN] = "[ ]",
					     [SHEET_DONE] = "[x]",
					     [SHEET_STALE] = "[!]" };

	return marks[row->state];
}

/* One line of the value; the rest is there when it is copied */
static void print_value(const char *value)
{
	int used = 0;
	size_t n = text_fit(value, WIDTH_VALUE, &used);
	size_t line = strcspn(value, "\n");
	char *first = x_strndup(value, line < n ? line : n);
	char safe[512];

	text_printable(safe, sizeof(safe), first);
	(void)printf("%s%s\n", safe, value[line < n ? line : n] ? " …" : "");
	free(first);
}

static void print_row(const struct sheet_row *row)
{
	const struct field *field = row->at->field;
	struct str name = { 0 };

	fact_key_encode(&name, &row->key);
	(void)printf("%s ", mark_of(row));
	cli_print_cell(name.s, WIDTH_KEY);
	cli_print_cell(field->label, WIDTH_LABEL);
	print_value(row->value);
	str_release(&name);
}

static void print_head(const struct sheet_row *row,
		       const struct sheet_row *last)
{
	const struct form *form = row->at->form;

	if (!last || last->at->form != form) {
		(void)printf("\n%d  %s\n", form->portal, form->title);
		if (form->note)
			print_safe("   ", lang_pick(form->note, form->note_en));
	}
	if (!last || last->at->section != row->at->section ||
	    last->key.n != row->key.n) {
		(void)printf("  %s", row->at->section->title);
		if (row->key.n > 0)
			(void)printf(" %d", row->key.n);
		(void)puts("");
	}
}

static void print_json(const struct sheeting *s)
{
	cJSON *list = cJSON_CreateArray();

	for (size_t i = 0; i < s->sheet.c; i++) {
		const struct sheet_row *row = &s->sheet.v[i];
		struct str name = { 0 };
		cJSON *o = cJSON_CreateObject();

		fact_key_encode(&name, &row->key);
		(void)cJSON_AddNumberToObject(o, "portal",
					      row->at->form->portal);
		(void)cJSON_AddStringToObject(o, "fact", name.s);
		(void)cJSON_AddStringToObject(o, "label",
					      row->at->field->label);
		(void)cJSON_AddStringToObject(o, "value", row->value);
		(void)cJSON_AddStringToObject(o, "state",
					      sheet_state_name(row->state));
		(void)cJSON_AddItemToArray(list, o);
		str_release(&name);
	}
	cli_print_json(list);
}

static int cmd_whole(struct sheeting *s, int argc, char **argv)
{
	(void)argv;
	if (argc > 0)
		return cli_usage("sheet");
	if (s->cli->json) {
		print_json(s);
		return 0;
	}

	cli_say("%s  %s", s->d.no, s->d.name);
	for (size_t i = 0; i < s->sheet.c; i++) {
		print_head(&s->sheet.v[i], i > 0 ? &s->sheet.v[i - 1] : NULL);
		print_row(&s->sheet.v[i]);
	}
	(void)puts("");
	cli_say(_("%zu of %zu fields copied, %zu changed since; go on with: "
		  "callpermit sheet %s walk"),
		s->sheet.done, s->sheet.c, s->sheet.stale, s->d.no);
	return 0;
}

static int find_row(const struct sheeting *s, const char *name,
		    const struct sheet_row **rowp)
{
	struct fact_key key;
	int err = fact_key_decode(&key, s->cli->pack, name, NULL, NULL);

	if (err)
		return err;
	*rowp = sheet_find(&s->sheet, &key);
	return *rowp ? 0
		     : err_set(ENOENT,
			       _("%s is not on the sheet: it does not apply, "
				 "or the portal does not ask for it"),
			       name);
}

/* To the clipboard of a terminal, or as it is into a pipe */
static int copy(const struct sheet_row *row)
{
	struct str out = { 0 };
	int err = 0;

	if (isatty(STDOUT_FILENO))
		err = clip_sequence(&out, row->value);
	else
		str_add(&out, row->value);
	if (!err && fwrite(str_text(&out), 1, out.len, stdout) != out.len)
		err = err_set(EIO, _("the output could not be written"));
	if (!err && fflush(stdout) != 0)
		err = err_set(EIO, _("the output could not be written"));
	str_release(&out);
	return err;
}

static int copy_and_tick(struct sheeting *s, const struct sheet_row *row)
{
	int err;

	if (!*row->value)
		return err_set(ENOENT, _("%s is not filled in"),
			       row->at->field->label);

	err = copy(row);
	return err ? err : sheet_tick(s->cli->db, s->d.id, row, true);
}

static int cmd_copy(struct sheeting *s, int argc, char **argv)
{
	const struct sheet_row *row = NULL;
	int err;

	if (argc != 1)
		return cli_usage("sheet");
	err = find_row(s, argv[0], &row);
	if (!err)
		err = copy_and_tick(s, row);
	if (!err && isatty(STDOUT_FILENO))
		cli_say(_("copied and ticked off: %s"), row->at->field->label);
	return err;
}

/* All that are named, or none if one of them is not on the sheet */
static int tick_all(struct sheeting *s, int argc, char **argv, bool on)
{
	const struct sheet_row **rows = x_calloc((size_t)argc + 1,
						 sizeof(struct sheet_row *));
	int err = argc > 0 ? 0 : cli_usage("sheet");

	for (int i = 0; i < argc && !err; i++)
		err = find_row(s, argv[i], &rows[i]);
	for (int i = 0; i < argc && !err; i++)
		err = sheet_tick(s->cli->db, s->d.id, rows[i], on);

	free(rows);
	return err;
}

static int cmd_tick(struct sheeting *s, int argc, char **argv)
{
	return tick_all(s, argc, argv, true);
}

static int cmd_untick(struct sheeting *s, int argc, char **argv)
{
	return tick_all(s, argc, argv, false);
}

/* What is to be done with a field */
enum step { STEP_COPY, STEP_SKIP, STEP_END };

/* Only an empty line copies: a slip of the finger must not tick off */
static enum step ask_step(void)
{
	char line[64];

	for (;;) {
		int c = '\n';

		(void)fputs("> ", stdout);
		(void)fflush(stdout);
		if (!fgets(line, sizeof(line), stdin))
			return STEP_END;
		if (!strchr(line, '\n')) {
			do
				c = getc(stdin);
			while (c != '\n' && c != EOF);
		}
		line[strcspn(line, "\r\n")] = '\0';
		if (!*line)
			return STEP_COPY;
		if (strcmp(line, "s") == 0)
			return STEP_SKIP;
		if (strcmp(line, "q") == 0 || c == EOF)
			return STEP_END;
		cli_say(_("Enter copies and ticks off, s skips, q ends"));
	}
}

/* Field by field */
static int cmd_walk(struct sheeting *s, int argc, char **argv)
{
	const struct sheet_row *last = NULL;
	enum step step = STEP_SKIP;
	int err = 0;

	(void)argv;
	if (argc > 0)
		return cli_usage("sheet");
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(EINVAL, _("walk wants a terminal"));

	cli_say(_("Enter copies and ticks off, s skips, q ends"));
	for (size_t i = 0; i < s->sheet.c && !err && step != STEP_END; i++) {
		const struct sheet_row *row = &s->sheet.v[i];

		if (row->state == SHEET_DONE || !*row->value)
			continue;
		print_head(row, last);
		print_row(row);
		last = row;
		step = ask_step();
		if (step == STEP_COPY)
			err = copy_and_tick(s, row);
	}
	if (!err && !last)
		(void)puts(_("nothing is left to copy"));

	return err;
}

static int read_typed(struct str *to, const char *path)
{
	return strcmp(path, "-") == 0
		       ? file_read_fd(to, STDIN_FILENO, path, COMPARE_MAX)
		       : file_read(to, path, COMPARE_MAX);
}

/* The line end and the byte order mark that an editor adds are none of the text
 */
static void strip(struct str *typed)
{
	static const char mark[] = "\xef\xbb\xbf";
	const size_t n = strlen(mark);

	if (typed->len > 0 && typed->s[typed->len - 1] == '\n')
		typed->s[--typed->len] = '\0';
	if (typed->len > 0 && typed->s[typed->len - 1] == '\r')
		typed->s[--typed->len] = '\0';
	if (strncmp(str_text(typed), mark, n) == 0) {
		typed->len -= n;
		memmove(typed->s, typed->s + n, typed->len + 1);
	}
}

static int compare(struct sheeting *s, const char *must, const char *name,
		   const struct str *typed)
{
	struct str say = { 0 };
	size_t n;

	if (!text_is_utf8(str_text(typed), typed->len))
		return err_set(EINVAL, _("%s: not UTF-8 text"), name);

	n = sheet_compare(&say, must, str_text(typed));
	print_lines("", str_text(&say));
	cli_say(n ? _("differences: %zu")
		  : _("the same, character by "
		      "character"),
		n);
	s->cli->findings = n > 0;
	str_release(&say);
	return 0;
}

/* A typed commitment against the text kept in a fact */
static int cmd_compare(struct sheeting *s, int argc, char **argv)
{
	const struct sheet_row *row = NULL;
	struct str typed = { 0 };
	int err;

	if (argc != 2)
		return cli_usage("sheet");
	err = find_row(s, argv[0], &row);
	if (!err && !*row->value)
		err = err_set(ENOENT,
			      _("%s is not filled in: put the portal's text "
				"there first"),
			      argv[0]);
	if (!err)
		err = read_typed(&typed, argv[1]);
	if (!err) {
		strip(&typed);
		err = compare(s, row->value, argv[1], &typed);
	}
	str_release(&typed);
	return err;
}

/* clang-format off */
static const struct {
	const char *name;
	int (*run)(struct sheeting *s, int argc, char **argv);
} verbs[] = {
	{ "copy",    cmd_copy    },
	{ "walk",    cmd_walk    },
	{ "tick",    cmd_tick    },
	{ "untick",  cmd_untick  },
	{ "compare", cmd_compare },
};
/* clang-format on */

int cmd_sheet(struct cli *cli, int argc, char **argv)
{
	int (*run)(struct sheeting * s, int argc, char **argv) = cmd_whole;
	struct sheeting s = { 0 };
	int words = 2;
	int err;

	if (argc < 2)
		return cli_usage(argv[0]);
	for (size_t i = 0; argc > 2 && i < ARRAY_LEN(verbs); i++) {
		if (strcmp(verbs[i].name, argv[2]) == 0) {
			run = verbs[i].run;
			words = 3;
		}
	}

	err = sheeting_open(&s, cli, argv[1]);
	if (!err)
		err = run(&s, argc - words, argv + words);
	sheeting_close(&s);
	return err;
}
