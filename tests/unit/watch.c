/**
 * @file tests/unit/watch.c  Our companies are found in lists, and no others
 */
#include "dossier/watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "pack/pack.h"
#include "pack/watch.h"
#include "util/err.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define NAME  "北京示例呼叫科技有限公司"
#define OTHER "上海（示例）信息技术有限公司"
#define CODE  "91110105MAPDY00015"

static struct listing *list(const char *csv)
{
	const struct listing_source source = { .name = "list.csv",
					       .data = csv,
					       .size = strlen(csv),
					       .type = "text/csv" };
	struct listing *l = NULL;

	assert_int_equal(0, listing_read(&l, &source));
	return l;
}

static struct watch_names *names(void)
{
	struct watch_names *n = watch_names_alloc();

	watch_names_add(n, 1, NAME, CODE);
	watch_names_add(n, 2, OTHER, "");
	watch_names_add(n, 3, "呼叫科技有限公司", "9111");
	watch_names_add(n, 4, "公司", "");
	watch_names_add(n, 5, "", "");
	return n;
}

/* What a list gives, as "dossier:how@line ..." */
static void check(const char *csv, const char *wanted)
{
	struct watch_names *n = names();
	struct listing *l = list(csv);
	struct watch_hits hits = { 0 };
	struct str got = { 0 };

	watch_match(&hits, n, l);
	for (size_t i = 0; i < hits.c; i++)
		str_addf(&got, "%s%lld:%s@%zu", i ? " " : "",
			 (long long)hits.v[i].dossier,
			 watch_how_name(hits.v[i].how), hits.v[i].line);
	assert_string_equal(wanted, str_text(&got));
	str_release(&got);
	watch_hits_release(&hits);
	listing_free(l);
	watch_names_free(n);
}

static void test_names(void **state)
{
	(void)state;
	check("no,name\n1," NAME "\n", "1:name@2");
	check("no,name\n1,上海(示例)信息技术 有限公司\n", "2:name@2");
	check("no,name\n1,上海〔示例〕信息技术有限公司\n", "2:name@2");
	/* of a name and one that is part of it only the longer counts */
	check("no,name\n1,关于" NAME "的公告\n", "1:possible@2");
	check("no,name\n1,天津呼叫科技有限公司\n", "3:possible@2");
	check("no,name\n1," NAME "、" OTHER "\n", "1:possible@2 2:possible@2");
	check("no,name\n1,上海示例信息技术有限公司\n2,公司\n3,\n", "");
}

static void test_codes(void **state)
{
	(void)state;
	check("no,code\n1," CODE "\n", "1:code@2");
	check("no,code\n1,代码：91110105mapdy00015。\n", "1:code@2");
	check("no,code\n1,９１１１０１０５ＭＡＰＤＹ０００１５\n", "1:code@2");
	/* part of something longer, too short to be looked for, or cut */
	check("no,code\n1," CODE "0\n2,A" CODE "\n3,9111\n"
	      "4,91110105MAPDY0001\n",
	      "");
}

static void test_once_a_row(void **state)
{
	(void)state;
	check("name,code\n" NAME "," CODE "\n" CODE "," NAME "\n" NAME "的公告,"
	      "" NAME "\n",
	      "1:code@2 1:code@3 1:name@4");
}

static void test_two_dossiers_of_one_company(void **state)
{
	struct watch_names *n = watch_names_alloc();
	struct listing *l = list("name,x\n" NAME ",1\n");
	struct watch_hits hits = { 0 };

	(void)state;
	watch_names_add(n, 7, NAME, CODE);
	watch_names_add(n, 8, NAME, CODE);
	watch_match(&hits, n, l);
	watch_match(&hits, n, l);
	assert_int_equal(4, hits.c);
	assert_int_equal(15, hits.v[0].dossier + hits.v[1].dossier);
	assert_string_equal(NAME, hits.v[0].cells[0]);
	assert_int_equal(2, hits.v[0].cells_count);
	watch_hits_release(&hits);
	listing_free(l);
	watch_names_free(n);
}

/* The hash changes with what is looked for, so that no hit is missed */
static void test_id(void **state)
{
	struct watch_names *a = names();
	struct watch_names *b = names();
	char before[SHA256_TEXT];

	(void)state;
	assert_string_equal(watch_names_id(a), watch_names_id(b));
	(void)snprintf(before, sizeof(before), "%s", watch_names_id(a));
	watch_names_add(b, 6, "", CODE);
	assert_string_not_equal(before, watch_names_id(b));
	watch_names_free(a);
	watch_names_free(b);
}

static void test_many(void **state)
{
	struct watch_names *n = watch_names_alloc();
	struct str csv = { 0 };
	struct watch_hits hits = { 0 };
	struct listing *l;
	char name[128];

	(void)state;
	str_add(&csv, "no,name\n");
	for (int i = 0; i < 5000; i++) {
		(void)snprintf(name, sizeof(name), "北京示例第%d号科技有限公司",
			       i);
		watch_names_add(n, i + 1, name, "");
		str_addf(&csv, "%d,%s\n", i, name);
	}
	l = list(csv.s);
	watch_match(&hits, n, l);
	assert_int_equal(5000, hits.c);
	for (size_t i = 0; i < hits.c; i++) {
		assert_int_equal(i + 1, hits.v[i].dossier);
		assert_int_equal(WATCH_NAME, hits.v[i].how);
	}
	watch_hits_release(&hits);
	listing_free(l);
	watch_names_free(n);
	str_release(&csv);
}

/* What is kept of a list comes back as it was */
static void test_store(void **state)
{
	struct watch_names *n = names();
	struct listing *l = list("name,\"x \"\"y\"\"\"\n" NAME
				 ",\"a, \"\"b\"\"\"\n");
	struct watch_hits hits = { 0 };
	struct watch_hits back = { 0 };
	struct watched w = { .etag = (char *)"\"v1\"",
			     .sha256 = (char *)"00",
			     .total = 2 };
	struct watched known = { 0 };
	struct pack *pack = NULL;
	struct dossier d = { 0 };
	struct db *db = NULL;

	(void)state;
	assert_int_equal(0, pack_load(&pack));
	assert_int_equal(0, dossier_db_open(&db, ":memory:"));
	assert_int_equal(0, dossier_new(db, pack, NULL, &d));
	assert_int_equal(1, d.id);
	watch_match(&hits, n, l);
	assert_int_equal(1, hits.c);
	assert_int_equal(0,
			 watched_keep(db, "a", "http://x/", "id", &w, &hits));
	assert_int_equal(0, watched_note(db, "a", "http://x/", "hangs"));

	assert_int_equal(0, watched_load(&known, db, "a", "http://x/", "id"));
	assert_string_equal("\"v1\"", known.etag);
	assert_null(known.modified);
	assert_true(known.kept);
	assert_int_equal(2, known.total);
	watched_release(&known);
	assert_int_equal(0, watched_load(&known, db, "a", "http://x/", "id2"));
	assert_false(known.kept);
	watched_release(&known);
	assert_int_equal(0, watched_load(&known, db, "a", "http://y/", "id"));
	assert_null(known.etag);

	assert_int_equal(0, watched_hits(&back, db, "a"));
	assert_int_equal(1, back.c);
	assert_int_equal(WATCH_NAME, back.v[0].how);
	assert_int_equal(2, back.v[0].line);
	assert_string_equal("a, \"b\"", back.v[0].cells[1]);
	watch_hits_release(&back);
	watch_hits_release(&hits);
	listing_free(l);
	watch_names_free(n);
	dossier_release(&d);
	db_close(db);
	pack_free(pack);
}

/* The acts and facts that data/watch.yaml names are there */
static void test_kinds(void **state)
{
	static const char *const wanted[] = { "granted", "refused",
					      "bad_record" };
	char *path = file_shipped("data/watch.yaml");
	struct watch_kinds *kinds = NULL;
	struct pack *pack = NULL;

	(void)state;
	assert_non_null(path);
	assert_int_equal(0, pack_load(&pack));
	assert_int_equal(0, watch_kinds_load(&kinds, path, pack));
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		assert_non_null(watch_kind(kinds, wanted[i]));
	assert_null(watch_kind(kinds, "rumour"));
	for (unsigned i = 0; i < kinds->kinds_count; i++) {
		const struct watch_kind *k = &kinds->kinds[i];

		for (unsigned j = 0; j < k->set_count; j++) {
			char *key = x_strdup(k->set[j]);
			char *eq = strchr(key, '=');
			const struct fact_set one[] = {
				{ .key = key, .text = eq + 1 }, { .key = NULL }
			};
			struct facts facts = { 0 };

			*eq = '\0';
			assert_int_equal(0, facts_suppose(&facts, pack, one));
			facts_release(&facts);
			free(key);
		}
	}
	watch_kinds_free(kinds);
	pack_free(pack);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_once_a_row),
		cmocka_unit_test(test_two_dossiers_of_one_company),
		cmocka_unit_test(test_id),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_store),
		cmocka_unit_test(test_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
