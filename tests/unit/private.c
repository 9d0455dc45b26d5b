/**
 * @file tests/unit/private.c  A folder for one text, and a guest that has it
 */
#include "util/private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "util/file.h"
#include "util/guest.h"
#include "util/str.h"
#include "util/util.h"

struct home {
	char session[64];
	char state[64];
};

static int set_up(void **state)
{
	struct home *h = calloc(1, sizeof(*h));

	if (!h)
		return -1;
	(void)snprintf(h->session, sizeof(h->session),
		       "/tmp/private-run.XXXXXX");
	(void)snprintf(h->state, sizeof(h->state), "/tmp/private-state.XXXXXX");
	*state = h;
	return mkdtemp(h->session) && mkdtemp(h->state) &&
			       setenv("XDG_RUNTIME_DIR", h->session, 1) == 0 &&
			       setenv("XDG_STATE_HOME", h->state, 1) == 0
		       ? 0
		       : -1;
}

/* What is made below the state folder here */
static int tear_down(void **state)
{
	static const char *const folders[] = { "written", "text", "" };
	struct home *h = *state;

	for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
		char path[128];

		(void)snprintf(path, sizeof(path), "%s/callpermit/%s", h->state,
			       folders[i]);
		(void)rmdir(path);
	}
	(void)rmdir(h->state);
	(void)rmdir(h->session);
	free(h);
	return 0;
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mode & 0777 : 0;
}

static void test_it_is_ours_alone_and_gone_afterwards(void **state)
{
	const struct home *h = *state;
	char *folder = NULL;
	char *path;
	char *other;

	assert_int_equal(0, private_open(&folder));
	assert_memory_equal(h->session, folder, strlen(h->session));
	assert_int_equal(0700, mode_of(folder));
	path = private_path(folder, "a.txt");
	other = private_path(folder, ".a.txt~");
	assert_int_equal(0, file_write(path, "geheim", 6));
	assert_int_equal(0600, mode_of(path));
	assert_false(private_has_others(folder, "a.txt"));
	assert_int_equal(0, file_write(other, "alt", 3));
	assert_true(private_has_others(folder, "a.txt"));
	private_wipe(folder);
	assert_int_not_equal(0, access(folder, F_OK));
	free(path);
	free(other);
	free(folder);
}

static void test_a_name_of_another_file_is_not_emptied(void **state)
{
	const struct home *h = *state;
	struct str text = { 0 };
	char *folder = NULL;
	char *link_to;
	char *hard;
	char own[128];

	(void)snprintf(own, sizeof(own), "%s/own", h->state);
	assert_int_equal(0, file_write(own, "bleibt", 6));
	assert_int_equal(0, private_open(&folder));
	link_to = private_path(folder, "soft");
	hard = private_path(folder, "hard");
	assert_int_equal(0, symlink(own, link_to));
	assert_int_equal(0, link(own, hard));
	private_wipe(folder);
	assert_int_equal(0, file_read(&text, own, 100));
	assert_string_equal("bleibt", str_text(&text));
	(void)unlink(own);
	str_release(&text);
	free(link_to);
	free(hard);
	free(folder);
}

static void test_a_session_that_others_see_is_not_used(void **state)
{
	const struct home *h = *state;
	char *folder = NULL;
	char *path;
	char *there;
	char *copy;
	struct str text = { 0 };

	assert_int_equal(0, chmod(h->session, 0755));
	assert_int_equal(0, private_open(&folder));
	assert_int_equal(0, chmod(h->session, 0700));
	assert_memory_equal(h->state, folder, strlen(h->state));
	path = private_path(folder, "a.txt");
	assert_int_equal(0, file_write(path, "geschrieben", 11));
	there = private_stay(folder);
	assert_non_null(strstr(there, "/callpermit/written/"));
	assert_int_equal(0700, mode_of(there));
	assert_int_not_equal(0, access(folder, F_OK));
	copy = private_path(there, "a.txt");
	assert_int_equal(0, file_read(&text, copy, 100));
	assert_string_equal("geschrieben", str_text(&text));
	private_wipe(there);
	str_release(&text);
	free(path);
	free(copy);
	free(there);
	free(folder);
}

static bool never(void *arg)
{
	(void)arg;
	return false;
}

static bool at_once(void *arg)
{
	++*(int *)arg;
	return true;
}

static int sh(const char *script, guest_h *ends, void *arg)
{
	const char *const words[] = { "/bin/sh", "-c", script, NULL };
	int status = -1;

	assert_int_equal(0, guest_run(words, ends, arg, &status));
	return status;
}

static void test_a_guest_tells_how_it_ended(void **state)
{
	const char *const no[] = { "/nowhere/at/all", NULL };
	int asked = 0;
	int status = 7;

	(void)state;
	assert_int_equal(0, sh("exit 0", never, NULL));
	assert_int_equal(3, sh("exit 3", never, NULL));
	assert_int_equal(128 + 9, sh("kill -9 $$", never, NULL));
	/* what stops goes on, since nobody would wake it */
	assert_int_equal(4, sh("kill -STOP $$; exit 4", never, NULL));
	/* all that it started is ended with it */
	assert_int_equal(128 + 15, sh("sleep 600; true", at_once, &asked));
	assert_true(asked > 0);
	assert_int_equal(ENOENT, guest_run(no, never, NULL, &status));
	assert_int_equal(7, status);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_is_ours_alone_and_gone_afterwards),
		cmocka_unit_test(test_a_name_of_another_file_is_not_emptied),
		cmocka_unit_test(test_a_session_that_others_see_is_not_used),
		cmocka_unit_test(test_a_guest_tells_how_it_ended),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
