/**
 * @file tests/unit/office.c  Who may do what: the tables are complete
 */
#include "dossier/office.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/usage.h"
#include "cmocka_all.h"
#include "dossier/dossier.h"
#include "util/err.h"
#include "util/util.h"

static const struct command *command_of(const char *name)
{
	for (const struct command *c = commands; c->name; c++) {
		if (strcmp(c->name, name) == 0)
			return c;
	}

	return NULL;
}

static void test_each_command_has_a_row(void **state)
{
	(void)state;
	for (const struct command *c = commands; c->name; c++) {
		const struct office_thing *t = office_find(office_commands,
							   c->name, NULL);

		if (!t)
			fail_msg("%s: no row in office_commands", c->name);
	}
}

/* A row about a word that the command does not have would never be met */
static void test_each_row_has_a_command(void **state)
{
	(void)state;
	for (const struct office_thing *t = office_commands; t->of; t++) {
		const struct command *c = command_of(t->of);
		struct str words = { 0 };
		struct str want = { 0 };

		if (!c)
			fail_msg("%s: no such command", t->of);
		if (!t->word || !*t->word)
			continue;
		usage_words(&words, c);
		str_addf(&want, "%s ",
			 strncmp(t->word, "NO ", 3) ? t->word : t->word + 3);
		str_add_char(&words, ' ');
		if (!strstr(str_text(&words), want.s))
			fail_msg("%s %s: no such word", t->of, t->word);
		str_release(&want);
		str_release(&words);
	}
}

static void test_options_in_front_open_nothing(void **state)
{
	const char *const front[] = { "-o", "list", "2026-0001", NULL };
	const char *const plain[] = { "2026-0001", "list", NULL };
	const char *const none[] = { NULL };

	(void)state;
	assert_int_equal(MAY_LOOK,
			 office_right_of("paper", (char *const *)plain));
	assert_int_equal(MAY_PAPERS,
			 office_right_of("paper", (char *const *)none));
	assert_int_equal(MAY_OFFICE,
			 office_right_of("unheard-of", (char *const *)none));
	assert_int_equal(MAY_LOOK,
			 office_right_of("user", (char *const *)none));
	assert_int_equal(MAY_EVIDENCE,
			 office_right_of("evidence", (char *const *)&front[2]));
}

/* Whoever sees masked data must not write: it would be written back masked */
static void test_who_writes_sees_all(void **state)
{
	static const enum office_right writes[] = {
		MAY_FILL, MAY_EVIDENCE, MAY_PAPERS, MAY_ANSWER,
		MAY_OPEN, MAY_ACT,	MAY_MANAGE, MAY_OFFICE,
	};

	(void)state;
	for (unsigned role = 0; role < OFFICE_ROLES; role++) {
		const enum office_role r = (enum office_role)role;

		assert_non_null(office_roles[role].name);
		assert_true(office_has(r, MAY_LOOK));
		for (size_t i = 0; i < ARRAY_LEN(writes); i++) {
			if (office_has(r, writes[i]))
				assert_true(office_has(r, MAY_WHOLE));
		}
	}
	for (unsigned right = 0; right < OFFICE_RIGHTS; right++) {
		const enum office_right r = (enum office_right)right;

		assert_non_null(office_rights[right].name);
		assert_true(office_has(OFFICE_ADMIN, r));
		assert_true(!office_has(OFFICE_STRANGER, r) ||
			    r == MAY_ANYBODY);
	}
}

static bool has_group(const struct pack *pack, const char *name)
{
	for (size_t f = 0; f < pack->forms_count; f++) {
		const struct form *form = pack->forms[f];

		for (size_t i = 0; i < form->sections_count; i++) {
			if (strcmp(form->sections[i].group, name) == 0)
				return true;
		}
	}

	return false;
}

static void test_acts_are_about_groups(void **state)
{
	struct pack *pack = NULL;

	(void)state;
	assert_int_equal(0, pack_load(&pack));
	for (const struct office_thing *t = office_acts; t->of; t++) {
		if (t->word && !has_group(pack, t->word))
			fail_msg("%s: no such group", t->word);
	}
	pack_free(pack);
}

/* In a child, as an account that neither owns the file nor is root; what it
 * returns is the exit code */
static int as_other(const char *path, work_h *work, void *arg)
{
	const pid_t pid = fork();
	struct db *db = NULL;
	int status = 0;
	int err;

	assert_true(pid >= 0);
	if (pid > 0) {
		assert_int_equal(pid, waitpid(pid, &status, 0));
		return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	}

	if (setgid(1) != 0 || setuid(1) != 0)
		_exit(99);
	err = dossier_db_open(&db, path);
	if (!err)
		err = work(db, arg);
	db_close(db);
	_exit(err);
}

static int look(struct db *db, void *arg)
{
	(void)arg;
	return office_may(db, MAY_LOOK);
}

static int open_new(struct db *db, void *arg)
{
	struct dossier d = { 0 };
	int err = dossier_new(db, arg, NULL, &d);

	dossier_release(&d);
	return err;
}

static int give_self(struct db *db, void *arg)
{
	(void)arg;
	return office_give(db, "nobody", OFFICE_ADMIN, NULL);
}

static void test_journal_asks(void **state)
{
	char dir[] = "/tmp/callpermit-office.XXXXXX";
	struct str path = { 0 };
	struct pack *pack = NULL;
	struct db *db = NULL;

	(void)state;
	if (geteuid() != 0)
		skip();
	/* the other may not be let in where it lies */
	assert_int_equal(0, pack_load(&pack));
	assert_non_null(mkdtemp(dir));
	assert_int_equal(0, chmod(dir, 0777));
	str_addf(&path, "%s/d.db", dir);
	assert_int_equal(0, dossier_db_open(&db, path.s));
	db_close(db);
	assert_int_equal(0, chmod(path.s, 0666));
	assert_int_equal(0, dossier_db_open(&db, path.s));
	assert_int_equal(0, office_may(db, MAY_OFFICE));
	assert_int_equal(EPERM, as_other(path.s, look, NULL));
	assert_int_equal(0, office_give(db, "daemon", OFFICE_READER, NULL));
	assert_int_equal(0, as_other(path.s, look, NULL));
	assert_int_equal(EPERM, as_other(path.s, open_new, pack));
	assert_int_equal(EPERM, as_other(path.s, give_self, NULL));
	assert_int_equal(0, office_give(db, "daemon", OFFICE_STAFF, NULL));
	assert_int_equal(0, as_other(path.s, open_new, pack));
	assert_int_equal(EPERM, as_other(path.s, give_self, NULL));
	assert_int_equal(0, office_give(db, "daemon", OFFICE_STRANGER, NULL));
	assert_int_equal(EPERM, as_other(path.s, look, NULL));
	assert_int_equal(ENOENT,
			 office_give(db, "daemon", OFFICE_STRANGER, NULL));
	assert_int_equal(EINVAL, office_give(db, "root", OFFICE_STAFF, NULL));
	assert_int_equal(0, office_verify(db));
	assert_int_not_equal(0, db_run(db, "DELETE FROM office", NULL));
	assert_int_equal(0, db_script(db, "DROP TRIGGER office_no_update;"
					  "UPDATE office SET role = 'admin' "
					  "WHERE seq = 2"));
	assert_int_equal(EBADMSG, office_verify(db));
	assert_non_null(strstr(err_text(EBADMSG), "row 2"));
	db_close(db);
	pack_free(pack);
	assert_int_equal(0, unlink(path.s));
	assert_int_equal(0, rmdir(dir));
	str_release(&path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_command_has_a_row),
		cmocka_unit_test(test_each_row_has_a_command),
		cmocka_unit_test(test_options_in_front_open_nothing),
		cmocka_unit_test(test_who_writes_sees_all),
		cmocka_unit_test(test_acts_are_about_groups),
		cmocka_unit_test(test_journal_asks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
