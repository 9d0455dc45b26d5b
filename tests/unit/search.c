/**
 * @file tests/unit/search.c  Any part of any text, and nothing else, is found
 */
#include "dossier/search.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "dossier/fact.h"
#include "dossier/journal.h"
#include "util/err.h"
#include "util/fold.h"
#include "util/mem.h"
#include "util/pinyin.h"
#include "util/str.h"
#include "util/util.h"

extern const char sql_schema[];

struct fixture {
	struct pack *pack;
	struct db *db;
};

static const struct fact_change entry = { .origin = "entry", .draft = true };

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(0, pack_load(&f->pack));
	assert_int_equal(0, dossier_db_open(&f->db, ":memory:"));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	db_close(f->db);
	pack_free(f->pack);
	free(f);
	return 0;
}

static void set(struct fixture *f, int64_t id, const char *key,
		const char *text)
{
	const struct fact_set one[] = { { .key = key, .text = text },
					{ .key = NULL } };

	assert_int_equal(0, fact_set(f->db, f->pack, id, one, &entry, NULL));
}

static int64_t new_dossier(struct fixture *f, const char *name)
{
	struct dossier d = { 0 };
	int64_t id = 0;
	char no[16];

	assert_int_equal(
		0, db_int(f->db, "SELECT count(*) FROM dossier", NULL, &id));
	(void)snprintf(no, sizeof(no), "2026-%04u", (unsigned)(id + 1) % 10000);
	assert_int_equal(0, dossier_new(f->db, f->pack, no, &d));
	id = d.id;
	if (name)
		set(f, id, "co.name", name);
	dossier_release(&d);
	return id;
}

/* The numbers, last digit of each, of what a list with a filter shows */
static const char *listed(struct fixture *f, const char *text,
			  enum search_place *placep)
{
	static char digits[64];
	enum search_place place = SEARCH_ALL;
	int64_t *idv = NULL;
	size_t c = 0;
	size_t n = 0;
	int err = search_ids(f->db, text, &idv, &c, &place);

	if (err)
		fail_msg("%s: %s", text, err_text(err));
	for (; n < c && n < sizeof(digits) - 1; n++)
		digits[n] = (char)('0' + idv[n]);
	digits[n] = '\0';
	free(idv);
	if (placep)
		*placep = place;
	return digits;
}

static int hit_handler(const struct search_hit *hit, void *arg)
{
	struct str *to = arg;

	str_addf(to, "%lld%s", (long long)hit->d->id, hit->name ? "!" : "");
	for (size_t i = 0; i < hit->factc; i++) {
		const struct search_fact *f = &hit->factv[i];

		str_add(to, " ");
		fact_key_encode(to, &f->key);
		str_addf(to, "=%s", f->excerpt);
	}
	str_add(to, ";");
	return 0;
}

static int text_handler(const struct row *row, void *arg)
{
	str_add(arg, row_text(row, 0));
	return 0;
}

/* What search shows: "2! site.addr=...;" with ! for a hit in the name */
static const char *searched(struct fixture *f, const char *text)
{
	static struct str all;
	int err;

	str_clear(&all);
	str_add(&all, "");
	err = search_each(f->db, f->pack, text, 9, hit_handler, &all);
	if (err)
		fail_msg("%s: %s", text, err_text(err));
	return all.len > 0 ? all.s : "";
}

static const char *const names[] = {
	"北京远声示例科技有限公司",
	"重庆长江示例（渝中）银行服务有限公司",
	"厦门Ａbc-24示例 呼叫中心公司",
	"𠅤𬭎示例👨‍👩‍👧e\xCC\x81公司",
	"单县 乐山示例100%公司",
};
static const struct {
	const char *text;
	const char *ids; /* of the dossiers, newest first */
} name_cases[] = {
	/* one character and more, anywhere */
	{ "北", "1" },
	{ "声", "1" },
	{ "司", "54321" },
	{ "公司", "54321" },
	{ "远声", "1" },
	{ "北京远声示例科技有限公司", "1" },
	{ "北京远声示例科技有限公司们", "" },
	{ "声远", "" },
	{ "京声", "" },
	{ "渝", "2" },
	/* initials, of any part */
	{ "bjys", "1" },
	{ "BJYS", "1" },
	{ "ｂｊｙｓ", "1" },
	{ "jys", "1" },
	{ "b", "31" }, /* Abc has one itself */
	{ "bj", "1" },
	{ "bjyssl", "1" },
	{ "ysbj", "" },
	{ "cq", "2" },
	{ "zq", "" }, /* 重庆 is read chóng qìng */
	{ "cjsl", "2" },
	{ "zjsl", "" },
	{ "slyz", "2" }, /* brackets are no letters */
	{ "yhfw", "2" },
	{ "yxfw", "" }, /* 银行 is read yín háng */
	{ "xm", "3" },
	{ "xmabc24sl", "3" },
	{ "sx", "5" },
	{ "dx", "" },
	{ "lssl", "5" },
	{ "gs", "54321" },
	{ "g", "54321" },
	/* letters and digits, full width, capitals */
	{ "abc", "3" },
	{ "ABC", "3" },
	{ "ａ", "3" },
	{ "bc-24", "3" },
	{ "bc24", "3" },
	{ "c2", "3" },
	{ "4示例", "3" },
	{ "门a", "3" },
	{ "门abc", "3" },
	{ "门abd", "" },
	{ "b24", "" },
	{ "100%", "5" },
	{ "%", "5" },
	/* brackets and blanks may be left out, or be there */
	{ "示例渝中银行", "2" },
	{ "示例（渝中）", "2" },
	{ "示例(渝中)银", "2" },
	{ "（", "2" },
	{ ")", "2" },
	{ "示例呼叫", "3" },
	{ "示例 呼叫", "3" },
	/* words, in any order */
	{ "远声 北京", "1" },
	{ "　远声　北京　", "1" },
	{ "科技 bj", "1" },
	{ "公司 g", "54321" },
	{ "公司 山", "5" },
	{ "公司 龘", "" },
	/* characters beyond the BMP, emoji, combining marks */
	{ "𠅤", "4" },
	{ "𬭎", "4" },
	{ "𠅤𬭎", "4" },
	{ "𬭎𠅤", "" },
	{ "👨", "4" },
	{ "👧", "4" },
	{ "👨‍👩‍👧", "4" },
	{ "👦", "" },
	{ "é", "4" },
	{ "É", "4" },
	{ "e\xCC\x81", "4" },
	{ "\xCC\x81", "" },
	/* numbers of dossiers */
	{ "2026-0002", "2" },
	{ "20260002", "2" },
	{ "202600", "54321" },
	{ "02600", "" }, /* nobody leaves that hyphen out there */
	{ "2026000223", "" },
	{ "0002", "2" },
	{ "6-0", "54321" },
	{ "-", "54321" },
	{ "2", "54321" },
	{ "7", "" },
	{ "0004 𠅤", "4" },
	/* nothing to look for */
	{ "", "54321" },
	{ "  \t\n ", "54321" },
	{ "\xE2\x80\x8D", "" }, /* a joiner alone */
	/* what a query language would take for its own */
	{ "*", "" },
	{ "b*", "" },
	{ "\"", "" },
	{ "\"北京\"", "" },
	{ "'", "" },
	{ "北京 AND 远声", "" },
	{ "北京 OR 重庆", "" },
	{ "NEAR(北京 远声)", "" },
	{ "name:北京", "" },
	{ "-北京", "" },
	{ "^北", "" },
	{ "{", "" },
	{ "北京\\", "" },
	{ "%公司", "5" },
	{ "%司", "" },
	{ "_", "" },
	{ "×00", "" },
	{ "·b", "" },
	{ "×2d", "" },
	{ "\x01", "" },
	{ "\xFF", "" },
	{ "北\xE4\xBA", "" },
	{ "北京\xFF", "" },
	{ "\xEF\xBF\xBD", "" },
};
static void test_names(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_int_equal(i + 1, new_dossier(f, names[i]));
	/* newest first, whatever the clock */
	assert_int_equal(0, db_script(f->db, "UPDATE dossier SET updated = "
					     "id"));
	for (size_t i = 0; i < ARRAY_LEN(name_cases); i++) {
		enum search_place place;
		const char *ids = listed(f, name_cases[i].text, &place);

		if (strcmp(ids, name_cases[i].ids) != 0)
			fail_msg("\"%s\" finds %s, not %s", name_cases[i].text,
				 ids, name_cases[i].ids);
		if (*ids && place == SEARCH_FACTS)
			fail_msg("\"%s\": in facts", name_cases[i].text);
	}
}

static void test_facts(void **state)
{
	static const struct {
		const char *text;
		const char *shows;
	} cases[] = {
		{ "甲街", "1 co.addr_detail=示例区甲街8号;" },
		{ "甲 8", "1 co.addr_detail=示例区甲街8号;" },
		{ "街", "2 co.addr_detail=乙街（西）9号;1 "
			"co.addr_detail=示例区甲街8号;" },
		{ "乙街西9", "2 co.addr_detail=乙街（西）9号;" },
		{ "张示", "1 lr.name=张示三;" },
		{ "zss", "1 lr.name=张示三;" },
		{ "ss", "2!;1 lr.name=张示三;" },
		{ "ls", "2! lr.name=李示;1!;" },
		{ "1300000", "1 lr.mobile=13000000001;" },
		{ "160.5", "2 site.area=160.5;" },
		{ "1605", "" },
		{ "16", "2 site.area=160.5;" },
		{ "租赁", "2 site.ownership=租赁;" },
		{ "leas", "2 site.ownership=租赁;" },
		{ "true", "" },
		{ "2026-03-05", "2 site.lease_start=2026-03-05;" },
		{ "20260305", "2 site.lease_start=2026-03-05;" },
		/* words in different places, one of them the company */
		{ "乙街 李", "2 co.addr_detail=乙街（西）9号 lr.name=李示;" },
		{ "声 张", "1 lr.name=张示三;" },
		{ "甲街 李", "" },
		/* what only labels say is found by the label */
		{ "租赁 李", "2 lr.name=李示 site.ownership=租赁;" },
	};
	struct fixture *f = *state;
	int64_t one = new_dossier(f, "示例声公司");
	int64_t two = new_dossier(f, "乐山示公司");

	set(f, one, "co.addr_detail", "示例区甲街8号");
	set(f, one, "lr.name", "张示三");
	set(f, one, "lr.mobile", "13000000001");
	set(f, two, "co.addr_detail", "乙街（西）9号");
	set(f, two, "lr.name", "李示");
	set(f, two, "site.area", "160.5");
	set(f, two, "co.listed", "是");
	set(f, two, "site.ownership", "leased");
	set(f, two, "site.lease_start", "2026年3月5日");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *shows = searched(f, cases[i].text);

		if (strcmp(shows, cases[i].shows) != 0)
			fail_msg("\"%s\" shows %s not %s", cases[i].text, shows,
				 cases[i].shows);
	}
}

/* All there is in the index: term, row and place of every token */
static char *whole_index(struct fixture *f)
{
	static const char sql[] =
		"SELECT group_concat(t, '') FROM (SELECT 'n' || term || '|' || "
		"doc || '|' || offset || ';' AS t FROM temp.names ORDER BY "
		"term, doc, offset) UNION ALL SELECT group_concat(t, '') FROM "
		"(SELECT 'f' || term || '|' || doc || '|' || offset || ';' AS "
		"t FROM temp.facts ORDER BY term, doc, offset)";
	struct str all = { 0 };

	assert_int_equal(
		0, db_script(f->db,
			     "CREATE VIRTUAL TABLE IF NOT EXISTS temp.names "
			     "USING fts5vocab(main, search_name, instance);"
			     "CREATE VIRTUAL TABLE IF NOT EXISTS temp.facts "
			     "USING fts5vocab(main, search_fact, instance)"));
	assert_int_equal(0, db_each(f->db, sql, NULL, text_handler, &all));
	return str_take(&all);
}

/* What is in the index is what a new one would have in it */
static void assert_kept(struct fixture *f)
{
	char *kept = whole_index(f);
	char *anew;

	assert_int_equal(0, search_rebuild(f->db));
	anew = whole_index(f);
	assert_non_null(kept);
	assert_string_equal(anew, kept);
	free(anew);
	free(kept);
}

static int stop_work(struct db *db, void *arg)
{
	struct fixture *f = arg;

	(void)db;
	set(f, 1, "co.name", "示例作废公司");
	return ECANCELED;
}

static void test_the_index_follows_every_change(void **state)
{
	struct fixture *f = *state;
	const int64_t id = new_dossier(f, NULL);

	assert_string_equal("1", listed(f, "0001", NULL));
	set(f, id, "co.name", "重庆示例公司");
	assert_string_equal("1", listed(f, "cq", NULL));
	set(f, id, "co.name", "单示例公司");
	assert_string_equal("", listed(f, "cq", NULL));
	assert_string_equal("1", listed(f, "单", NULL));
	assert_string_equal("1", listed(f, "dsl", NULL));
	assert_string_equal("1", listed(f, "ssl", NULL));
	assert_kept(f);
	assert_int_equal(0, journal_undo(f->db, id, 0, NULL));
	assert_string_equal("1", listed(f, "重", NULL));
	assert_string_equal("", listed(f, "单", NULL));
	set(f, id, "co.name", "");
	assert_string_equal("", listed(f, "重", NULL));
	assert_string_equal("1", listed(f, "0001", NULL));
	assert_kept(f);

	/* rows move up, and come back */
	set(f, id, "client[1].name", "甲示例客户");
	set(f, id, "client[2].name", "乙示例客户");
	assert_int_equal(0, fact_remove_row(f->db, f->pack, id, "client", 1));
	assert_string_equal("", listed(f, "甲", NULL));
	assert_string_equal("1 client[1].name=乙示例客户;", searched(f, "乙"));
	assert_kept(f);
	assert_int_equal(0, journal_undo(f->db, id, 0, NULL));
	assert_string_equal("1 client[1].name=甲示例客户;", searched(f, "甲"));
	assert_kept(f);

	/* what is not committed is not there */
	assert_int_equal(ECANCELED, db_atomic(f->db, stop_work, f));
	assert_string_equal("", listed(f, "作废", NULL));
	assert_kept(f);
}

static void test_many_changes(void **state)
{
	static const char *const keys[] = { "co.name",	 "co.addr_detail",
					    "lr.name",	 "client[1].name",
					    "site.area", "client[2].name",
					    "co.listed", "cc.service_desc" };
	static const char *const texts[] = {
		"",
		"单行长乐朝重公司",
		"示例（甲）- 乙",
		"160",
		"true",
		"b24abcde示例",
		"张三",
		"𠅤👨‍👩‍👧 xÌ",
	};
	struct fixture *f = *state;
	uint32_t dice = 7;

	for (int i = 0; i < 3; i++)
		(void)new_dossier(f, "示例公司");
	for (int i = 0; i < 400; i++) {
		int64_t id;

		dice = dice * 1664525 + 1013904223;
		id = 1 + (dice >> 8) % 3;
		if ((dice >> 28) < 4)
			(void)journal_undo(f->db, id, 0, NULL);
		else if ((dice >> 28) == 4)
			(void)fact_remove_row(f->db, f->pack, id, "client", 1);
		else
			set(f, id, keys[(dice >> 12) % ARRAY_LEN(keys)],
			    texts[(dice >> 20) % ARRAY_LEN(texts)]);
	}
	assert_kept(f);
}

static void test_a_stale_index_is_made_anew(void **state)
{
	struct fixture *f = *state;
	bool current = true;

	(void)new_dossier(f, "北京示例公司");
	/* another version of the program was here */
	assert_int_equal(0, db_script(f->db, "UPDATE search_state SET "
					     "made_with = '0-other'"));
	(void)new_dossier(f, "上海示例公司");
	assert_int_equal(0, search_is_current(f->db, &current));
	assert_false(current);
	assert_string_equal("2", listed(f, "上海", NULL));
	assert_int_equal(0, search_is_current(f->db, &current));
	assert_true(current);
	assert_kept(f);
}

static void test_an_old_database_is_indexed(void **state)
{
	const struct db_step steps[] = { { 1, sql_schema }, { 0, NULL } };
	const struct db_kind kind = { .name = "old",
				      .application_id = 0x4350646f,
				      .steps = steps };
	char folder[] = "/tmp/callpermit-search-XXXXXX";
	struct fixture *f = *state;
	struct db *memory = f->db;
	char path[64];

	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/old.db", folder);
	assert_int_equal(0, db_open(&f->db, path, &kind));
	assert_int_equal(
		0, db_script(f->db,
			     "INSERT INTO dossier(id, no, name, created, "
			     "updated, pack_version, pack_sha256) VALUES(3, "
			     "'2025-0007', '北京远声示例公司', 1, 1, '', '');"
			     "INSERT INTO fact VALUES(3, 'lr', 0, 'name', "
			     "'示三', 1, 'entry', 1)"));
	db_close(f->db);
	assert_int_equal(0, dossier_db_open_copy(&f->db, path));
	assert_string_equal("3", listed(f, "bjys", NULL));
	assert_string_equal("3", listed(f, "示三", NULL));
	assert_kept(f);
	db_close(f->db);
	f->db = memory;
	assert_int_equal(0, remove(path));
	assert_int_equal(0, rmdir(folder));
}

/* n times a text */
static char *repeated(const char *text, size_t n)
{
	struct str all = { 0 };

	for (size_t i = 0; i < n; i++)
		str_add(&all, text);
	return str_take(&all);
}

static void test_long_queries(void **state)
{
	static const struct {
		const char *text;
		size_t times;
		const char *ids;
	} cases[] = {

		{ "示", 10, "1" },     { "示", 11, "" },
		{ "示", 10000, "" },   { "示 ", 10000, "1" },
		{ "x", 20000, "" },    { "\"", 10000, "" },
		{ "\xFF", 10000, "" }, { "(", 10000, "" },
		{ "b ", 5000, "1" },   { "b \" ", 5000, "" },
		{ "示b", 1, "1" },     { "示\xEF\xB7\xBA", 500, "" },
	};
	struct fixture *f = *state;

	(void)new_dossier(f, "示示示示示示示示示示b公司");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = repeated(cases[i].text, cases[i].times);

		assert_string_equal(cases[i].ids, listed(f, text, NULL));
		free(text);
	}
}

static void test_nothing_to_look_for(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(EINVAL, search_each(f->db, f->pack, " 　\n", 1,
					     hit_handler, NULL));
	assert_string_equal("", searched(f, "x"));
}

static void test_excerpts(void **state)
{
	struct fixture *f = *state;
	const int64_t id = new_dossier(f, NULL);
	char *long_text = repeated("甲乙丙丁戊己庚辛壬癸", 3);
	struct str text = { 0 };

	str_addf(&text, "%s示例㎡号310101190001010018%s", long_text, long_text);
	set(f, id, "cc.service_desc", text.s);
	assert_string_equal("1 cc.service_desc=…戊己庚辛壬癸甲乙丙丁戊己庚辛"
			    "壬癸示例㎡号310101190001010018…;",
			    searched(f, "示例"));
	assert_string_equal("1 cc.service_desc=…己庚辛壬癸甲乙丙丁戊己庚辛壬"
			    "癸示例㎡号310101190001010018…;",
			    searched(f, "例m2"));
	/* a number is not cut in two */
	assert_string_equal("1 cc.service_desc=…㎡号310101190001010018甲乙丙丁"
			    "戊己庚辛壬癸甲乙丙丁戊己…;",
			    searched(f, "0018"));
	free(long_text);
	str_release(&text);
}

static void test_spelling(void **state)
{
	static const struct {
		const char *text;
		const char *spelled;
	} cases[] = {
		{ "北京远声", "bjys" },
		{ "重庆", "cq" },
		{ "重要", "zy cy" },
		{ "长沙", "cs" },
		{ "厦门大厦", "xmds" },
		{ "银行", "yh" },
		{ "单于", "cy" },
		{ "六安市", "las" },
		{ "Ａ1（甲）", "a1j" },
		{ "𠅤", "x" },
		{ "―", "." },
		{ "𬭎", "h" },
		{ "", "." },
		{ "乌鲁木齐", "wlmq" },
		{ "解放", "jf" },
		{ "单解", "dj sj dx sx" },
		{ "会计", "kj" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str spellv[PINYIN_MAX];
		struct str all = { 0 };
		struct fold fold;
		size_t c;

		fold_text(&fold, cases[i].text);
		c = pinyin_spell(spellv, fold.cp, fold.c);
		for (size_t k = 0; k < c; k++) {
			str_addf(&all, "%s%s", k ? " " : "",
				 spellv[k].len ? spellv[k].s : ".");
			str_release(&spellv[k]);
		}
		assert_string_equal(cases[i].spelled, all.s);
		str_release(&all);
		fold_release(&fold);
	}
}

static bool stop_at_once(void *arg)
{
	++*(size_t *)arg;
	return true;
}

static const char *some(struct fixture *f, struct search_ask ask, bool *morep)
{
	static char shows[256];
	struct str to = { 0 };

	assert_int_equal(
		0, search_some(f->db, f->pack, &ask, hit_handler, &to, morep));
	(void)snprintf(shows, sizeof(shows), "%s", str_text(&to));
	str_release(&to);
	return shows;
}

static void test_some(void **state)
{
	struct fixture *f = *state;
	bool more = true;
	size_t asked = 0;

	for (int i = 0; i < 3; i++)
		set(f, new_dossier(f, "示例声公司"), "lr.name", "张声");
	set(f, 2, "co.addr_detail", "声街");
	assert_int_equal(0, db_script(f->db, "UPDATE dossier SET updated = "
					     "id"));
	assert_string_equal("3! lr.name=张声;2! lr.name=张声;1! lr.name=张声;",
			    some(f,
				 (struct search_ask){ .text = "声",
						      .dossiers = 9,
						      .facts = 1 },
				 &more));
	assert_false(more);
	/* what is left out is said */
	assert_string_equal(
		"3!;2!;",
		some(f, (struct search_ask){ .text = "声", .dossiers = 2 },
		     &more));
	assert_true(more);
	/* the company, and another fact with another word */
	assert_string_equal("2 co.addr_detail=声街;",
			    some(f,
				 (struct search_ask){ .text = "声街 公司",
						      .dossiers = 9,
						      .facts = 9 },
				 &more));
	assert_false(more);

	/* ended by who waits: no error, and said; the next one is whole */
	for (int i = 0; i < 1000; i++)
		(void)new_dossier(f, NULL);
	more = false;
	(void)some(f,
		   (struct search_ask){ .text = "2026",
					.dossiers = 9,
					.whole = true,
					.stop = stop_at_once,
					.stop_arg = &asked },
		   &more);
	assert_true(more);
	assert_true(asked > 0);
	assert_string_equal("2 co.addr_detail=声街;",
			    some(f,
				 (struct search_ask){ .text = "声街",
						      .dossiers = 9,
						      .facts = 9 },
				 &more));
}

static void test_mark(void **state)
{
	static const struct {
		const char *query;
		const char *text;
		size_t at;
		size_t bytes;
	} cases[] = {
		{ "声", "远声公司", 3, 3 },
		{ "b24", "许可B24业务", 6, 3 },
		{ "𠮷 x", "王𠮷", 3, 4 },
		{ "乙街西9", "乙街（西）9号", 0, 16 },
		{ "zss", "张示三", 0, 0 },
		{ "", "张示三", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t at = 0;
		size_t bytes = 0;

		assert_int_equal(cases[i].bytes > 0,
				 search_mark(cases[i].query, cases[i].text, &at,
					     &bytes));
		assert_int_equal(cases[i].at, at);
		assert_int_equal(cases[i].bytes, bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_facts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_the_index_follows_every_change, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_many_changes, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_a_stale_index_is_made_anew,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_an_old_database_is_indexed,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_long_queries, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_nothing_to_look_for,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_excerpts, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_some, set_up, tear_down),
		cmocka_unit_test(test_mark),
		cmocka_unit_test(test_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
