/**
 * @file tests/unit/settings.c  The file of a user's settings
 */
#include "util/settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "util/file.h"

struct place {
	char dir[40];
	char folder[64];
	char path[80];
};

static int set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	if (!p)
		return -1;
	(void)snprintf(p->dir, sizeof(p->dir), "/tmp/settings.XXXXXX");
	*state = p;
	if (!mkdtemp(p->dir))
		return -1;
	(void)snprintf(p->folder, sizeof(p->folder), "%s/callpermit", p->dir);
	(void)snprintf(p->path, sizeof(p->path), "%s/settings", p->folder);
	return setenv("XDG_CONFIG_HOME", p->dir, 1);
}

static int tear_down(void **state)
{
	struct place *p = *state;

	(void)unlink(p->path);
	(void)rmdir(p->folder);
	(void)rmdir(p->dir);
	free(p);
	return 0;
}

static void write_file(const struct place *p, const char *text)
{
	assert_int_equal(file_mkdirs(p->folder), 0);
	assert_int_equal(file_write(p->path, text, strlen(text)), 0);
}

static void assert_file(const struct place *p, const char *text)
{
	struct str is = { 0 };

	assert_int_equal(file_read(&is, p->path, SETTINGS_FILE_MAX), 0);
	assert_string_equal(str_text(&is), text);
	str_release(&is);
}

/* Every word of every row can be chosen and is read again; no other can */
static void test_what_is_chosen_is_read_again(void **state)
{
	struct settings s;
	struct settings again;

	(void)state;
	assert_int_equal(settings_load(&s), 0);
	for (const struct setting *row = settings_rows; row->name; row++) {
		assert_string_equal(settings_get(&s, row->name), row->first);
		assert_false(settings_is_set(&s, row->name));
		assert_int_equal(settings_set(&s, row->name, ""), EINVAL);
		assert_int_equal(settings_set(&s, row->name, "a\nb"), EINVAL);
		if (row->words)
			assert_int_equal(settings_set(&s, row->name, "x"),
					 EINVAL);
		for (const struct setting_word *w = row->words; w && w->word;
		     w++) {
			assert_int_equal(settings_set(&s, row->name, w->word),
					 0);
			assert_int_equal(settings_load(&again), 0);
			assert_true(settings_is(&again, row->name, w->word));
			settings_release(&again);
		}
		assert_int_equal(settings_set(&s, row->name, NULL), 0);
		assert_string_equal(settings_get(&s, row->name), row->first);
	}
	settings_release(&s);
}

static void test_other_lines_stay(void **state)
{
	const struct place *p = *state;
	struct settings s;

	write_file(p, "# 我的设置\n\nnonsense\n mouse=maybe\nnew.thing = 1");
	assert_int_equal(settings_load(&s), 0);
	assert_string_equal(settings_get(&s, "mouse"), "off");
	assert_int_equal(settings_set(&s, "language", "en"), 0);
	assert_file(p, "# 我的设置\n\nnonsense\n mouse=maybe\nnew.thing = 1\n"
		       "language = en\n");
	assert_int_equal(settings_set(&s, "mouse", "on"), 0);
	assert_int_equal(settings_set(&s, "language", NULL), 0);
	assert_file(p, "# 我的设置\n\nnonsense\nmouse = on\nnew.thing = 1\n");
	settings_release(&s);
}

/* Two programs have the file open; neither undoes what the other did */
static void test_what_another_wrote_stays(void **state)
{
	const struct place *p = *state;
	struct settings a;
	struct settings b;

	assert_int_equal(settings_load(&a), 0);
	assert_int_equal(settings_load(&b), 0);
	assert_int_equal(settings_set(&a, "mouse", "on"), 0);
	assert_int_equal(settings_set(&b, "colours", "16"), 0);
	assert_file(p, "mouse = on\ncolours = 16\n");
	assert_true(settings_is(&b, "mouse", "on"));
	settings_release(&a);
	settings_release(&b);
}

static void count(const char *name, const char *text, void *arg)
{
	char *all = arg;

	(void)snprintf(all + strlen(all), 200 - strlen(all), "[%s|%s]", name,
		       text);
}

static void test_own_texts_have_names_and_order(void **state)
{
	struct settings s;
	char all[200] = "";
	char name[SETTINGS_NAME_MAX + 10];
	char value[SETTINGS_VALUE_MAX + 2];

	(void)state;
	memset(name, 'n', sizeof(name));
	memcpy(name, "filter.", 7);
	name[sizeof(name) - 1] = '\0';
	memset(value, 'v', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	assert_int_equal(settings_load(&s), 0);
	assert_null(settings_get(&s, "filter.昆明"));
	assert_int_equal(settings_set(&s, "filter.昆明 一", " km=yl "), 0);
	assert_int_equal(settings_set(&s, "filter.𠮷", "x"), 0);
	assert_int_equal(settings_set(&s, "filter.", "x"), ENOENT);
	assert_int_equal(settings_set(&s, "filter.a=b", "x"), ENOENT);
	assert_int_equal(settings_set(&s, name, "x"), ENOENT);
	assert_int_equal(settings_set(&s, "filter.v", value), EINVAL);
	settings_each(&s, "filter", count, all);
	assert_string_equal(all, "[昆明 一|km=yl][𠮷|x]");
	settings_release(&s);
}

static void test_a_file_that_is_no_text_is_left_alone(void **state)
{
	const struct place *p = *state;
	struct settings s;

	write_file(p, "mouse = on\n\xff\n");
	assert_int_equal(settings_load(&s), EBADMSG);
	assert_string_equal(settings_get(&s, "mouse"), "off");
	assert_int_equal(settings_set(&s, "mouse", "on"), EBADMSG);
	assert_file(p, "mouse = on\n\xff\n");
	settings_release(&s);
}

/* A full file takes no more, and stays */
static void test_the_file_has_a_limit(void **state)
{
	struct settings s;
	char value[SETTINGS_VALUE_MAX + 1];
	char name[32];
	int err = 0;
	int i = 0;

	(void)state;
	memset(value, 'v', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	assert_int_equal(settings_load(&s), 0);
	for (; i < 100 && !err; i++) {
		(void)snprintf(name, sizeof(name), "filter.%d", i);
		err = settings_set(&s, name, value);
	}
	assert_int_equal(err, EINVAL);
	assert_in_range(i, 60, 70);
	settings_release(&s);
	assert_int_equal(settings_load(&s), 0);
	assert_non_null(settings_get(&s, "filter.0"));
	settings_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_what_is_chosen_is_read_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_other_lines_stay, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_what_another_wrote_stays,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_own_texts_have_names_and_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_file_that_is_no_text_is_left_alone, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(test_the_file_has_a_limit,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
