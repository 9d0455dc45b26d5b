/**
 * @file cli/cmd_pack.c  pack
 */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/pack_test.h"
#include "checklist/checklist.h"
#include "cli/cli.h"
#include "cli/finding.h"
#include "cli/pack_show.h"
#include "pack/lint.h"
#include "pack/retention.h"
#include "pack/watch.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"

/* To the terminal, or into a list of JSON */
static void complaint_handler(const char *complaint, void *arg)
{
	cJSON *list = arg;

	if (list)
		(void)cJSON_AddItemToArray(list, cJSON_CreateString(complaint));
	else
		print_safe("", complaint);
}

/* Values that a kind of list proposes must be such of their fields */
static int lint_wishes(const struct pack *pack, const struct watch_kind *kind)
{
	int err = 0;

	for (unsigned i = 0; i < kind->set_count && !err; i++) {
		char *key = x_strdup(kind->set[i]);
		char *value = key + strcspn(key, "=");
		struct facts facts = { NULL, 0 };
		struct fact_set setv[2] = { { .key = key }, { .key = NULL } };

		setv[0].text = *value ? value + 1 : value;
		*value = '\0';
		err = facts_suppose(&facts, pack, setv);
		facts_release(&facts);
		free(key);
	}
	return err ? err_set(EBADMSG, "data/watch.yaml: %s: %s", kind->kind,
			     err_text(err))
		   : 0;
}

static int lint_watch(const struct pack *pack)
{
	char *path = file_shipped("data/watch.yaml");
	struct watch_kinds *kinds = NULL;
	int err;

	if (!path) /* it is no part of a pack */
		return 0;

	err = watch_kinds_load(&kinds, path, pack);
	for (unsigned i = 0; !err && i < kinds->kinds_count; i++)
		err = lint_wishes(pack, &kinds->kinds[i]);
	watch_kinds_free(kinds);
	free(path);
	return err;
}

static int lint(struct cli *cli)
{
	const struct pack *pack = cli->shipped;
	struct retention *retention = NULL;
	struct checker *checker = NULL;
	int err = checker_alloc(&checker, pack);
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	size_t n;

	if (!err)
		err = checklist_compile(checker);
	if (!err)
		err = retention_load(&retention, NULL, pack);
	if (err == ENOENT) /* it is no part of a pack */
		err = 0;
	if (!err)
		err = lint_watch(pack);
	retention_free(retention);
	checker_free(checker);
	if (err) {
		cJSON_Delete(list);
		return err;
	}

	n = pack_lint(pack, complaint_handler, list);
	cli->findings = n > 0;
	if (list) {
		cli_print_json(list);
		return 0;
	}
	if (n > LINT_MAX)
		cli_say(_("... and %zu more"), n - LINT_MAX);
	cli_say(_("rule pack %s: %u forms, %u fields, %u rules, %u papers, %u "
		  "profiles, %u sources; %zu complaints"),
		pack->version, pack->forms_count, pack->fields_count,
		pack->rules_count, pack->papers_count, pack->profiles_count,
		pack->sources_count, n);
	return 0;
}

/* Tests being run */
struct testing {
	struct cli *cli;
	struct checker *checker;
	cJSON *list; /* or NULL */
};

static void tell_test(const struct testing *t, const char *path, bool right,
		      const char *say)
{
	cJSON *o;

	t->cli->findings |= !right;
	if (!t->list) {
		cli_say("%s %s", right ? "ok" : "not ok", path);
		print_lines("", say);
		return;
	}

	o = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(o, "file", path);
	(void)cJSON_AddBoolToObject(o, "ok", right);
	(void)cJSON_AddStringToObject(o, "says", say);
	(void)cJSON_AddItemToArray(t->list, o);
}

static int test_one(const struct testing *t, const char *path)
{
	struct str say = { 0 };
	bool right = false;
	int err = pack_test_run(t->checker, t->cli->shipped, path, &say,
				&right);

	if (!err)
		tell_test(t, path, right, str_text(&say));
	str_release(&say);
	return err;
}

/* The files given, or all that come with the pack */
static int test(struct cli *cli, int argc, char **argv)
{
	struct testing t = { .cli = cli };
	struct str pattern = { 0 };
	glob_t found = { 0 };
	int err = checker_alloc(&t.checker, cli->shipped);

	t.list = cli->json ? cJSON_CreateArray() : NULL;
	str_addf(&pattern, "%s/data/tests/*.yaml", cli->shipped->files.origin);
	for (int i = 0; i < argc && !err; i++)
		err = test_one(&t, argv[i]);
	if (!err && argc == 0 && glob(pattern.s, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc && !err; i++)
			err = test_one(&t, found.gl_pathv[i]);
		globfree(&found);
	} else if (!err && argc == 0) {
		err = err_set(ENOENT, _("%s: no tests there"), pattern.s);
	}
	if (t.list && !err)
		cli_print_json(t.list);
	else
		cJSON_Delete(t.list);

	str_release(&pattern);
	checker_free(t.checker);
	return err;
}

int cmd_pack(struct cli *cli, int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int err = pack_load(&cli->shipped);

	if (err)
		return err;
	if (strcmp(what, "lint") == 0 && argc == 2)
		return lint(cli);
	if (strcmp(what, "show") == 0 && argc <= 3)
		return pack_show(cli->shipped, argc > 2 ? argv[2] : NULL,
				 cli->json);
	if (strcmp(what, "test") == 0)
		return test(cli, argc - 2, argv + 2);

	return cli_usage(argv[0]);
}
