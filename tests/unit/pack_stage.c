/**
 * @file tests/unit/pack_stage.c  Stages, clocks and duties that cannot work are
 * refused with their place, and lint tells which lead nowhere
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/check.h"
#include "cmocka_all.h"
#include "pack/lint.h"
#include "util/err.h"
#include "util/file.h"
#include "util/str.h"
#include "util/util.h"

/* The steps of an act as lines 1 to 19 of a form */
#define STEP                                                \
	"form: f\ntitle: x\norder: 1\nsections:\n"          \
	"  - group: step\n    title: x\n    repeat: true\n" \
	"    origin: act\n    fields:\n"                    \
	"      - {key: act, label: x, type: text}\n"        \
	"      - {key: from, label: x, type: text}\n"       \
	"      - {key: to, label: x, type: text}\n"         \
	"      - {key: date, label: x, type: date}\n"       \
	"      - {key: due, label: x, type: date}\n"        \
	"      - {key: due_rule, label: x, type: text}\n"   \
	"      - {key: note, label: x, type: text}\n"
#define SITE                                            \
	"  - group: site\n    title: x\n    fields:\n"  \
	"      - {key: area, label: x, type: number}\n" \
	"      - {key: lease_end, label: x, type: date}\n"
#define TRUNK                                                             \
	"  - group: trunk\n    title: x\n    repeat: true\n    fields:\n" \
	"      - {key: name, label: x, type: text}\n"                     \
	"      - {key: expiry, label: x, type: date}\n"

#define STAGES                                                            \
	"stages:\n"                                                       \
	"  - {id: A, title: x, actor: us, sources: [D]}\n"                \
	"  - {id: B, title: x, actor: us, sources: [D]}\n"                \
	"  - {id: C, title: x, actor: nobody, end: true, sources: [D]}\n" \
	"acts:\n"                                                         \
	"  - {id: end, title: x, from: [B], to: C, actor: us, sources: [D]}\n"
#define ACTS \
	"acts:\n  - {id: go, title: x, from: [A], to: A, actor: us, sources: [D]}\n"
#define GO "  - {id: go, title: x, from: [A], to: B, actor: us, sources: [D]}\n"

/* One row of each list from line 2 on */
#define CLOCK(rest) \
	"clocks:\n  - {id: c, title: x, whom: us, sources: [D], " rest "}\n"
#define DUTY(rest)                                                            \
	"duties:\n  - {id: D-01, title: x, whom: us, sources: [D], " rest     \
	"}\n"                                                                 \
	"expiries:\n  - {id: E-2, title: x, fact: site.lease_end, ahead: 9, " \
	"sources: [D]}\n"
#define EXPIRY(rest)                                                            \
	"expiries:\n  - {id: E-1, title: x, sources: [D], " rest "}\n"          \
	"duties:\n  - {id: D-01, title: x, whom: us, standing: true, sources: " \
	"[D]}\n"

struct file {
	const char *name;
	const char *text;
};

/* clang-format off */
static const struct file whole[] = {
	{ "forms/f.yaml", STEP SITE TRUNK },
	{ "data/rules.yaml", "version: \"1\"\ngroups:\n  - {key: form, title: x, weight: 100}\nrules:\n  - {id: R-1, group: form, severity: error, title: x, holds: site.area > 1, sentence: x, fix: x, sources: [D]}\n" },
	{ "data/sources.yaml", "sources:\n  - {key: D, strength: derived, title: x}\n" },
	{ "data/profiles.yaml", "profiles:\n  - {key: national, authority: x, checked: 2026-01-01, sources: [D]}\n" },
	{ "data/papers.yaml", "papers:\n  - {id: DOC-01, title: x, kind: written, template: t.md, sources: [D]}\n" },
	{ "data/stages.yaml", STAGES GO },
	{ "data/clocks.yaml", CLOCK("start: [go], stop: [end], pause: [B], days: \"5\", unit: \"'working'\"") },
	{ "data/duties.yaml", DUTY("due: site.lease_end, add: -90") },
	{ "templates/t.md", "x\n" },
};

static const struct {
	struct file file;
	const char *place;
	const char *says;
} cases[] = {
	{ { "data/stages.yaml", STAGES GO "  - {id: go, title: x, from: [A], to: C, actor: us, sources: [D]}\n" }, "data/stages.yaml:8:", "go is there twice" },
	{ { "data/stages.yaml", "stages:\n  - {id: A, title: x, actor: us, sources: [D]}\n  - {id: A, title: x, actor: us, sources: [D]}\n" ACTS }, "data/stages.yaml:3:", "A is there twice" },
	{ { "data/stages.yaml", "stages:\n  - {id: \"A:1\", title: x, actor: us, sources: [D]}\n" ACTS }, "data/stages.yaml:2:", "A:1" },
	{ { "data/stages.yaml", "stages:\n  - {id: A, title: x, actor: us, end: true, sources: [D]}\n" ACTS }, "data/stages.yaml:2:", "first stage" },
	{ { "data/stages.yaml", "stages:\n  - {id: A, title: x, actor: him, sources: [D]}\n" ACTS }, "data/stages.yaml:2:", "him" },
	{ { "data/stages.yaml", "stages:\n  - {id: A, title: x, actor: us, sources: [Z]}\n" ACTS }, "data/stages.yaml:2:", "source Z" },
	{ { "data/stages.yaml", "stages:\n  - {id: A, title: x, actor: us, estimate: {min: 5, mode: 3, max: 9}, sources: [D]}\n" ACTS }, "data/stages.yaml:2:", "estimate" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A, Q], to: B, actor: us, sources: [D]}\n" }, "data/stages.yaml:7:", "no stage Q" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [], to: B, actor: us, sources: [D]}\n" }, "data/stages.yaml:7:", "" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: Q, actor: us, sources: [D]}\n" }, "data/stages.yaml:7:", "no stage Q" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: B, actor: us, asks: [nose], sources: [D]}\n" }, "data/stages.yaml:7:", "step.nose" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: B, actor: us, asks: [date], sources: [D]}\n" }, "data/stages.yaml:7:", "the act itself" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: B, actor: us, asks: [note, note], sources: [D]}\n" }, "data/stages.yaml:7:", "note is there twice" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: B, actor: us, needs: [note], sources: [D]}\n" }, "data/stages.yaml:7:", "does not ask" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: B, actor: us, closed: x, sources: [D]}\n" }, "data/stages.yaml:7:", "always open" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: B, actor: us, guard: site.aera > 1, sources: [D]}\n" }, "data/stages.yaml:7:", "site.aera" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: B, actor: us, asks: note, sources: [D]}\n" }, "data/stages.yaml:7:", "" },
	{ { "forms/f.yaml", "form: f\ntitle: x\norder: 1\nsections:\n" SITE TRUNK }, "data/stages.yaml:6:", "group step" },
	{ { "forms/f.yaml", "form: f\ntitle: x\norder: 1\nsections:\n  - group: step\n    title: x\n    repeat: true\n    origin: act\n    fields:\n      - {key: act, label: x, type: text}\n" SITE TRUNK }, "data/stages.yaml:6:", "step.from" },
	{ { "data/clocks.yaml", CLOCK("start: [goo], days: \"5\", unit: \"'working'\"") }, "data/clocks.yaml:2:", "no act goo" },
	{ { "data/clocks.yaml", CLOCK("start: [go], stop: [A], days: \"5\", unit: \"'working'\"") }, "data/clocks.yaml:2:", "no act A" },
	{ { "data/clocks.yaml", CLOCK("start: [go], pause: [go], days: \"5\", unit: \"'working'\"") }, "data/clocks.yaml:2:", "no stage go" },
	{ { "data/clocks.yaml", CLOCK("start: [go], days: \"five\", unit: \"'working'\"") }, "data/clocks.yaml:2:", "five" },
	{ { "data/clocks.yaml", CLOCK("start: [go], unit: \"'working'\"") }, "data/clocks.yaml:2:", "days" },
	{ { "data/clocks.yaml", "clocks:\n  - {id: D-01, title: x, whom: us, start: [go], days: \"5\", unit: \"'working'\", sources: [D]}\n" }, "data/duties.yaml:2:", "D-01 is there twice" },
	{ { "data/clocks.yaml", "clocks:\n  - {id: task, title: x, whom: us, start: [go], days: \"5\", unit: \"'working'\", sources: [D]}\n" }, "data/clocks.yaml:2:", "id of tasks" },
	{ { "data/duties.yaml", DUTY("when: \"1\"") }, "data/duties.yaml:2:", "neither due" },
	{ { "data/duties.yaml", DUTY("due: site.lease_end, every: month") }, "data/duties.yaml:2:", "every month" },
	{ { "data/duties.yaml", DUTY("due: site.lease_end, standing: true") }, "data/duties.yaml:2:", "always to be" },
	{ { "data/duties.yaml", DUTY("month_day: 03-31") }, "data/duties.yaml:2:", "every: year" },
	{ { "data/duties.yaml", DUTY("every: year, month_day: 02-30") }, "data/duties.yaml:2:", "02-30" },
	{ { "data/duties.yaml", DUTY("every: year, month_day: \"3-31\"") }, "data/duties.yaml:2:", "3-31" },
	{ { "data/duties.yaml", DUTY("every: year, month_day: 03-31, opens: 31-01") }, "data/duties.yaml:2:", "31-01" },
	{ { "data/duties.yaml", DUTY("every: year, month_day: 03-31, opens: 04-01") }, "data/duties.yaml:2:", "same year" },
	{ { "data/duties.yaml", DUTY("every: year, month_day: 03-31, done_when: \"1\"") }, "data/duties.yaml:2:", "ticked off by hand" },
	{ { "data/duties.yaml", DUTY("due: site.lease_end, add: 10001") }, "data/duties.yaml:2:", "10001" },
	{ { "data/duties.yaml", DUTY("due: site.leese_end") }, "data/duties.yaml:2:", "site.leese_end" },
	{ { "data/duties.yaml", DUTY("due: site.lease_end, sources: [D]") }, "data/duties.yaml:2:", "" },
	{ { "data/duties.yaml", EXPIRY("fact: site.leese_end, ahead: 9") }, "data/duties.yaml:2:", "no field site.leese_end" },
	{ { "data/duties.yaml", EXPIRY("fact: lease_end, ahead: 9") }, "data/duties.yaml:2:", "no field lease_end" },
	{ { "data/duties.yaml", EXPIRY("fact: site.area, ahead: 9") }, "data/duties.yaml:2:", "site.area is no date" },
	{ { "data/duties.yaml", EXPIRY("fact: trunk.expiry, ahead: 9") }, "data/duties.yaml:2:", "each" },
	{ { "data/duties.yaml", EXPIRY("each: site, fact: lease_end, ahead: 9") }, "data/duties.yaml:2:", "site is no repeating" },
	{ { "data/duties.yaml", EXPIRY("each: trunk, fact: name, ahead: 9") }, "data/duties.yaml:2:", "name is no date" },
	{ { "data/duties.yaml", EXPIRY("each: trunk, fact: expiry, ahead: -9") }, "data/duties.yaml:2:", "not negative" },
	{ { "data/duties.yaml", EXPIRY("each: trunk, fact: expiry, ahead: 9999999999") }, "data/duties.yaml:2:", "" },
};

/* What lint finds in a pack that loads */
static const struct {
	struct file file;
	const char *place;
	const char *says; /* NULL: nothing */
} traps[] = {
	{ { "data/stages.yaml", STAGES GO }, NULL, NULL },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [B], to: B, actor: us, sources: [D]}\n" }, "data/stages.yaml:3:", "no act leads to" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [B], to: B, actor: us, sources: [D]}\n" }, "data/stages.yaml:4:", "no act leads to" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [B], to: B, actor: us, sources: [D]}\n" }, "data/stages.yaml:7:", "nobody can do" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: B, actor: us, guard: site.area > 'x', closed: x, sources: [D]}\n" }, "data/stages.yaml:7:", "compared with the text" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: B, actor: us, guard: site.area > 1, sources: [D]}\n" }, "data/stages.yaml:7:", "does not say why" },
	{ { "data/stages.yaml", STAGES "  - {id: go, title: x, from: [A], to: B, actor: us, guard: site.area > 1, closed: \"{{site.aera}}\", sources: [D]}\n" }, "data/stages.yaml:7:", "no fact site.aera" },
	{ { "data/clocks.yaml", CLOCK("start: [go], days: \"5\", unit: \"'working'\", when: site.area = 'x'") }, "data/clocks.yaml:2:", "compared with the text" },
	{ { "data/duties.yaml", DUTY("due: site.lease_end, when: site.lease_end > 2026") }, "data/duties.yaml:2:", "compared with the number" },
	{ { "data/duties.yaml", DUTY("due: site.lease_end, when: site.lease_end > today()") }, "data/duties.yaml:2:", "another day tomorrow" },
	{ { "data/duties.yaml", EXPIRY("fact: site.lease_end, ahead: 9, when: site.area = 'x'") }, "data/duties.yaml:2:", "compared with the text" },
};
/* clang-format on */

static void write_file(const char *dir, const struct file *f)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", dir, f->name);
	assert_int_equal(0, file_write(path, f->text, strlen(f->text)));
}

static void write_pack(const char *dir, const struct file *changed)
{
	for (size_t i = 0; i < ARRAY_LEN(whole); i++)
		write_file(dir, &whole[i]);
	if (changed)
		write_file(dir, changed);
}

static int set_up(void **state)
{
	static const char *const folders[] = { "forms", "data", "templates" };
	char *dir = strdup("/tmp/callpermit-pack-XXXXXX");
	char path[128];

	assert_non_null(dir);
	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, folders[i]);
		assert_int_equal(0, file_mkdirs(path));
	}
	file_set_root(dir);
	*state = dir;
	return 0;
}

static int tear_down(void **state)
{
	char remove[64];

	file_set_root(NULL);
	(void)snprintf(remove, sizeof(remove), "rm -r %s", (char *)*state);
	free(*state);
	return system(remove); /* NOLINT(cert-env33-c): our own folder */
}

static int load(void)
{
	struct checker *checker = NULL;
	struct pack *pack = NULL;
	int err = pack_load(&pack);

	if (!err)
		err = checker_alloc(&checker, pack);
	checker_free(checker);
	pack_free(pack);
	return err;
}

static void test_what_cannot_work_is_refused_with_its_place(void **state)
{
	size_t right = 0;

	write_pack(*state, NULL);
	if (load() != 0)
		fail_msg("%s", err_text(EBADMSG));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int err;

		write_pack(*state, &cases[i].file);
		err = load();
		if (err != EBADMSG || !strstr(err_text(err), cases[i].place) ||
		    !strstr(err_text(err), cases[i].says))
			print_message("%zu: %d %s\n", i, err,
				      err ? err_text(err) : "");
		else
			right++;
	}
	assert_int_equal(ARRAY_LEN(cases), right);
}

static void gather(const char *complaint, void *arg)
{
	str_addf(arg, "%s\n", complaint);
}

/* A line that names the place and says it */
static bool is_said(const char *text, const char *place, const char *says)
{
	const char *at = text;

	while ((at = strstr(at, place)) != NULL) {
		const char *end = strchr(at, '\n');
		const char *found = strstr(at, says);

		if (found && end && found < end)
			return true;
		at++;
	}

	return false;
}

static void test_lint_tells_what_leads_nowhere(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(traps); i++) {
		struct pack *pack = NULL;
		struct str text = { 0 };

		write_pack(*state, &traps[i].file);
		if (pack_load(&pack) != 0)
			fail_msg("%zu: %s", i, err_text(EBADMSG));
		(void)pack_lint(pack, gather, &text);
		if (!traps[i].says)
			assert_null(strstr(str_text(&text), "data/stages"));
		else if (!is_said(str_text(&text), traps[i].place,
				  traps[i].says))
			fail_msg("%zu: %s", i, str_text(&text));
		str_release(&text);
		pack_free(pack);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_what_cannot_work_is_refused_with_its_place),
		cmocka_unit_test(test_lint_tells_what_leads_nowhere),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
