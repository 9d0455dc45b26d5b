/**
 * @file tests/bench/search.c  Cost of searching, and of keeping the index
 *
 * A query is answered as for somebody who types: a list of nearly all dossiers
 * begins with its first rows.  What the whole list costs stands behind it, and
 * beside each query a LIKE over the same names in the same run, which
 * does not even put what it finds in order.  Figures are medians.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/bench.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "dossier/search.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define NAMES	100000
#define IMPORTS 1000
#define RUNS	9
#define SHOWN	200 /* as the list of the terminal program asks for */

/* After which the search screen shows what it has */
#define GLANCE_MS 60

static unsigned dice(unsigned sides)
{
	static uint32_t state = 1;

	state = state * 1664525 + 1013904223;
	return (state >> 8) % sides;
}

/* A company's name as they are: a place, a few characters, a trade */
static void make_name(struct str *to)
{
	static const char *const places[] = {
		"北京", "上海", "广州", "深圳",	  "天津", "重庆",
		"成都", "武汉", "西安", "杭州",	  "南京", "长沙",
		"郑州", "合肥", "福州", "厦门",	  "济南", "青岛",
		"大连", "沈阳", "长春", "石家庄", "太原", "昆明",
		"贵阳", "南宁", "海口", "兰州",	  "银川", "乌鲁木齐",
	};
	static const char *const trades[] = {
		"科技",	    "信息技术", "网络科技", "通信技术",
		"呼叫服务", "文化传媒", "商务服务", "数据服务",
	};
	static const char marks[] =
		"远声云岭华信联通达宏图创新智慧星辰海天正大方圆金盛鼎泰瑞丰恒源"
		"博雅嘉和顺利安康明德力优品众诚启航卓越翔宇佳兴隆";

	str_clear(to);
	str_add(to, places[dice(ARRAY_LEN(places))]);
	for (unsigned i = 2 + dice(3); i > 0; i--)
		str_add_n(to, marks + (size_t)3 * dice(sizeof(marks) / 3), 3);
	str_add(to, "示例");
	str_add(to, trades[dice(ARRAY_LEN(trades))]);
	str_add(to, "有限公司");
}

static int fill_work(struct db *db, void *arg)
{
	struct str name = { 0 };
	char no[16];

	(void)arg;
	for (unsigned i = 0; i < NAMES; i++) {
		(void)snprintf(no, sizeof(no), "%04u-%04u",
			       (2010 + i / 9000) % 10000,
			       (1 + i % 9000) % 10000);
		make_name(&name);
		/* what was changed last is not what is newest */
		must(db_run(db,
			    "INSERT INTO dossier(no, name, created, updated, "
			    "pack_version, pack_sha256) VALUES(?, ?, 1, ?, '', "
			    "'')",
			    BIND(TEXT(no), TEXT(name.s),
				 INT(i * INT64_C(7919) % 100003))));
	}
	str_release(&name);
	return 0;
}

static int count_handler(const struct row *row, void *arg)
{
	(void)row;
	++*(size_t *)arg;
	return 0;
}

static void bench_query(struct db *db, const char *what, const char *text)
{
	static const char like[] =
		"SELECT id FROM dossier WHERE name LIKE '%' || ?1 || '%' OR "
		"no LIKE '%' || ?1 || '%'";
	double ours[RUNS];
	double typed[RUNS];
	double scan[RUNS];
	size_t found = 0;
	struct search_list list;
	size_t same = 0;

	for (int i = 0; i < RUNS; i++) {
		int64_t *idv = NULL;
		double start = now_ms();

		must(search_first(db, text, SHOWN, &list));
		typed[i] = now_ms() - start;
		free(list.idv);
		start = now_ms();
		must(search_ids(db, text, &idv, &found, NULL));
		ours[i] = now_ms() - start;
		free(idv);
		same = 0;
		start = now_ms();
		must(db_each(db, like, BIND(TEXT(text)), count_handler, &same));
		scan[i] = now_ms() - start;
	}
	(void)printf("search %-21s %8.2f ms   (bar 10, %zu shown; all %zu "
		     "%.2f ms; LIKE %.1f ms, %zu)\n",
		     what, median(typed, RUNS), list.count, found,
		     median(ours, RUNS), median(scan, RUNS), same);
}

static int64_t bytes(struct db *db, const char *pattern)
{
	int64_t n = 0;

	must(db_int(db,
		    "SELECT coalesce(sum(length(block)), 0) FROM (SELECT block "
		    "FROM search_name_data WHERE ?1 = 'names' UNION ALL SELECT "
		    "block FROM search_fact_data WHERE ?1 = 'facts')",
		    BIND(TEXT(pattern)), &n));
	return n;
}

static int hit_handler(const struct search_hit *hit, void *arg)
{
	*(size_t *)arg += hit->factc;
	return 0;
}

/* One key of the search screen: the glance that it takes */
static bool glance_over(void *arg)
{
	return now_ms() > *(double *)arg;
}

static void bench_some(struct db *db, const struct pack *pack, const char *what,
		       const char *text)
{
	double ms[RUNS];
	size_t facts = 0;
	bool more = false;

	for (int i = 0; i < RUNS; i++) {
		const double start = now_ms();
		double until = start + GLANCE_MS;
		const struct search_ask ask = { .text = text,
						.dossiers = 60,
						.facts = 8,
						.stop = glance_over,
						.stop_arg = &until };

		facts = 0;
		must(search_some(db, pack, &ask, hit_handler, &facts, &more));
		ms[i] = now_ms() - start;
	}
	(void)printf("a key, %-22s %8.2f ms   (bar 100; %zu facts shown%s)\n",
		     what, median(ms, RUNS), facts, more ? ", more" : "");
}

static void bench_names(const char *folder)
{
	static const struct {
		const char *what;
		const char *text;
	} queries[] = {
		{ "one character", "声" },
		{ "two characters", "北京" },
		{ "four characters", "云岭示例" },
		{ "two words", "北京 云" },
		{ "an initial", "b" },
		{ "two initials", "bj" },
		{ "four initials", "bjys" },
		{ "six initials", "bjyssl" },
		{ "a number", "2012-0001" },
		{ "part of a number", "0001" },
		{ "nothing, one character", "龘" },
		{ "nothing, two", "龘龘" },
		{ "nothing, initials", "vvv" },
		{ "a character all have", "公" },
		{ "what all end with", "有限公司" },
		{ "initials all have", "yxgs" },
	};
	struct pack *pack = NULL;
	struct db *db = NULL;
	char path[256];
	double start;

	(void)snprintf(path, sizeof(path), "%s/names.db", folder);
	must(dossier_db_open(&db, path));
	must(db_atomic(db, fill_work, NULL));
	start = now_ms();
	must(search_rebuild(db));
	(void)printf("index %d names           %8.0f ms   (%.1f MB)\n", NAMES,
		     now_ms() - start, (double)bytes(db, "names") / 1e6);
	for (size_t i = 0; i < ARRAY_LEN(queries); i++)
		bench_query(db, queries[i].what, queries[i].text);
	must(pack_load(&pack));
	for (size_t i = 0; i < ARRAY_LEN(queries); i++)
		bench_some(db, pack, queries[i].what, queries[i].text);
	pack_free(pack);
	db_close(db);
}

/* A dossier of about 200 facts: the sample and more rows of its groups */
static void add_rows(struct db *db, const struct pack *pack, int64_t id)
{
	static const struct fact_change change = { .origin = "import" };
	enum { ROWS = 19, FIELDS = 3 };
	struct fact_set setv[ROWS * FIELDS + 1] = { 0 };
	char keys[ROWS * FIELDS][32];
	static const char *const fields[FIELDS] = { "name", "industry",
						    "service" };
	static const char *const texts[FIELDS] = { "示例燃气客户有限公司",
						   "公用事业",
						   "接听用户报修和咨询" };

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		(void)snprintf(keys[i], sizeof(keys[i]), "client[%zu].%s",
			       20 + i / FIELDS, fields[i % FIELDS]);
		setv[i] = (struct fact_set){ .key = keys[i],
					     .text = texts[i % FIELDS] };
	}
	must(fact_set(db, pack, id, setv, &change, NULL));
}

static void bench_text(struct db *db, const struct pack *pack, const char *what,
		       const char *text)
{
	double ms[RUNS];
	double scan[RUNS];
	size_t facts = 0;
	size_t same = 0;

	for (int i = 0; i < RUNS; i++) {
		double start = now_ms();

		facts = same = 0;
		must(search_each(db, pack, text, 5, hit_handler, &facts));
		ms[i] = now_ms() - start;
		start = now_ms();
		must(db_each(db,
			     "SELECT dossier FROM fact WHERE value LIKE '%' || "
			     "?1 || '%'",
			     BIND(TEXT(text)), count_handler, &same));
		scan[i] = now_ms() - start;
	}
	(void)printf("texts, %-21s %8.2f ms   (%zu shown; LIKE %.1f ms, %zu)\n",
		     what, median(ms, RUNS), facts, median(scan, RUNS), same);
}

static void bench_import(const char *folder)
{
	char *sample = file_shipped("data/sample/complete.yaml");
	struct pack *pack = NULL;
	struct db *db = NULL;
	int64_t facts = 0;
	char path[256];
	double start;

	must(pack_load(&pack));
	(void)snprintf(path, sizeof(path), "%s/import.db", folder);
	must(dossier_db_open(&db, path));
	start = now_ms();
	for (int i = 0; i < IMPORTS; i++) {
		struct dossier d = { 0 };

		must(dossier_import(db, pack, sample, false, &d));
		add_rows(db, pack, d.id);
		dossier_release(&d);
	}
	start = now_ms() - start;
	must(db_int(db, "SELECT count(*) FROM fact", NULL, &facts));
	(void)printf("import %d dossiers         %8.0f ms   (bar 10 s; %lld "
		     "facts)\n",
		     IMPORTS, start, (long long)facts);
	start = now_ms();
	must(search_rebuild(db));
	(void)printf("index all of them            %8.0f ms   (%.1f MB)\n",
		     now_ms() - start, (double)bytes(db, "facts") / 1e6);
	bench_text(db, pack, "one person", "周晴");
	bench_text(db, pack, "one character", "燃");
	bench_text(db, pack, "a mobile number", "13000000001");
	bench_text(db, pack, "nothing", "龘龘");
	bench_some(db, pack, "one person", "周晴");
	bench_some(db, pack, "what all have", "示例");
	bench_some(db, pack, "one character", "公");
	bench_some(db, pack, "one digit", "1");
	bench_some(db, pack, "two words", "燃气 周晴");
	bench_some(db, pack, "a choice", "是");
	db_close(db);
	pack_free(pack);
	free(sample);
}

int main(void)
{
	char folder[] = "/tmp/callpermit-bench-XXXXXX";
	char command[64];

	if (!mkdtemp(folder))
		return 1;

	bench_names(folder);
	bench_import(folder);
	(void)snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command); /* NOLINT(cert-env33-c): our own folder */
}
