/**
 * @file tests/unit/version.c  Filing versions
 */
#include "dossier/version.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "dossier/fact.h"
#include "dossier/journal.h"
#include "mini_pack.h"

struct house {
	struct db *db;
	struct pack *pack;
	struct dossier d;
};

static struct house house;

static int set_up(void **state)
{
	house = (struct house){ 0 };
	*state = &house;
	return mini_load(&house.pack, NULL) ||
	       dossier_db_open(&house.db, ":memory:") ||
	       dossier_new(house.db, house.pack, NULL, &house.d);
}

static int tear_down(void **state)
{
	struct house *h = *state;

	dossier_release(&h->d);
	db_close(h->db);
	pack_free(h->pack);
	return 0;
}

static void set(const struct house *h, const char *key, const char *text)
{
	static const struct fact_change change = { .origin = "entry" };
	const struct fact_set setv[] = { { .key = key, .text = text },
					 { .key = NULL } };

	assert_int_equal(
		0, fact_set(h->db, h->pack, h->d.id, setv, &change, NULL));
}

static void look_again(struct house *h)
{
	const int64_t id = h->d.id;

	dossier_release(&h->d);
	assert_int_equal(0, dossier_get(h->db, id, &h->d));
}

static int count_last(void *arg)
{
	++*(int *)arg;
	return 0;
}

static int refuse(void *arg)
{
	(void)arg;
	return EIO;
}

static int keep(struct house *h, int64_t number, version_last_h *last,
		void *arg)
{
	struct version v = { .number = number,
			     .day = "2026-11-22",
			     .pack_version = "1",
			     .pack_sha256 = "aa",
			     .zip_name = (char *)"a.zip",
			     .zip_bytes = 7,
			     .zip_sha256 = "bb",
			     .reason = (char *)"because" };
	struct version_paper p = { .id = (char *)"DOC-01",
				   .file = (char *)"DOC-01.pdf",
				   .title = (char *)"件",
				   .origin = (char *)"scanned",
				   .pages = -1,
				   .bytes = 3,
				   .sha256 = "cc",
				   .content = "dd" };
	int err = version_head_of(h->db, h->d.id, &v.head);

	assert_int_equal(0, err);
	version_add(&v, &p);
	err = version_keep(h->db, &h->d, &v, last, arg);
	v.zip_name = NULL;
	v.reason = NULL;
	version_release(&v);
	return err;
}

static void test_a_version_comes_back_whole(void **state)
{
	struct house *h = *state;
	struct version_head before;
	struct version_head after;
	struct version v = { 0 };
	int done = 0;

	set(h, "site.area", "120");
	look_again(h);
	assert_int_equal(0, version_head_of(h->db, h->d.id, &before));
	assert_int_equal(ENOENT, version_load(&v, h->db, h->d.id, 0));
	assert_int_equal(0, keep(h, 1, count_last, &done));
	assert_int_equal(1, done);
	assert_int_equal(0, version_load(&v, h->db, h->d.id, 1));
	assert_int_equal(1, v.number);
	assert_int_equal(7, v.zip_bytes);
	assert_string_equal("because", v.reason);
	assert_string_equal(before.hash, v.head.hash);
	assert_int_equal(1, v.c);
	assert_int_equal(-1, v.v[0].pages);
	assert_string_equal("dd", v.v[0].content);
	version_release(&v);
	assert_int_equal(ENOENT, version_load(&v, h->db, h->d.id, 2));
	/* the row that tells of it moves the journal, not what is printed */
	assert_int_equal(0, version_head_of(h->db, h->d.id, &after));
	assert_string_equal(before.hash, after.hash);
	assert_int_equal(0, journal_verify(h->db, h->d.id));
	look_again(h);
	assert_int_equal(after.len + 1, h->d.journal_len);
}

static void test_what_fails_last_leaves_nothing(void **state)
{
	struct house *h = *state;
	struct version v = { 0 };
	const int64_t len = h->d.journal_len;

	assert_int_equal(EIO, keep(h, 1, refuse, NULL));
	assert_int_equal(ENOENT, version_load(&v, h->db, h->d.id, 0));
	look_again(h);
	assert_int_equal(len, h->d.journal_len);
}

static void test_numbers_have_no_gaps_and_changes_are_noticed(void **state)
{
	struct house *h = *state;
	int done = 0;

	assert_int_equal(EBUSY, keep(h, 2, count_last, &done));
	set(h, "site.area", "120");
	/* h->d is what the papers were made of */
	assert_int_equal(EBUSY, keep(h, 1, count_last, &done));
	assert_int_equal(0, done);
	look_again(h);
	assert_int_equal(0, keep(h, 1, count_last, &done));
	look_again(h);
	/* the same again writes nothing but the file */
	assert_int_equal(0, keep(h, 1, count_last, &done));
	assert_int_equal(2, done);
	assert_int_equal(0, journal_verify(h->db, h->d.id));
}

static int list_handler(const struct version_fact *f, void *arg)
{
	char *to = arg;
	const size_t n = strlen(to);

	(void)snprintf(to + n, 500 - n, "%s %s>%s;", f->name,
		       f->old ? f->old : "-", f->new_ ? f->new_ : "-");
	return 0;
}

static void test_facts_are_compared_as_they_were(void **state)
{
	struct house *h = *state;
	int64_t at[4];
	char said[500] = "";

	set(h, "site.area", "120");
	set(h, "holder[1].name", "甲");
	look_again(h);
	at[0] = h->d.journal_len;
	set(h, "site.area", "130");
	set(h, "site.seats", "30");
	look_again(h);
	at[1] = h->d.journal_len;
	set(h, "site.area", "120");
	set(h, "holder[1].name", "");
	look_again(h);
	at[2] = h->d.journal_len;

	assert_int_equal(0, version_facts(h->db, h->d.id, at[0], at[1],
					  list_handler, said));
	assert_string_equal("site.area 120>130;site.seats ->30;", said);
	said[0] = '\0';
	assert_int_equal(0, version_facts(h->db, h->d.id, at[0], at[2],
					  list_handler, said));
	assert_string_equal("holder[1].name 甲>-;site.seats ->30;", said);
	said[0] = '\0';
	assert_int_equal(0, version_facts(h->db, h->d.id, at[2], at[1],
					  list_handler, said));
	assert_string_equal("holder[1].name ->甲;site.area 120>130;", said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_version_comes_back_whole,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_fails_last_leaves_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_numbers_have_no_gaps_and_changes_are_noticed,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_facts_are_compared_as_they_were, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
