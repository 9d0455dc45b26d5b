/**
 * @file tests/mini_pack.h  A small pack in memory, of which tests change files
 */
#ifndef MINI_PACK_H
#define MINI_PACK_H

#include <assert.h>
#include <string.h>

#include "pack/pack.h"
#include "util/err.h"
#include "util/mem.h"

struct mini_file {
	const char *name;
	const char *text;
	size_t len; /* 0: up to the NUL */
};

/* clang-format off */
#define MINI_FORM \
	"form: f\n" \
	"title: 表\n" \
	"order: 1\n" \
	"portal: 1\n" \
	"sections:\n" \
	"  - group: site\n" \
	"    title: 场地\n" \
	"    fields:\n" \
	"      - {key: area, label: 面积, type: number, required: \"1\", sources: [D]}\n" \
	"      - {key: seats, label: 座席, type: int, sources: [D]}\n" \
	"      - {key: owned, label: 自有, type: bool, sources: [D]}\n" \
	"      - {key: rent, label: 租金, type: money, sources: [D]}\n" \
	"      - {key: since, label: 起租, type: date, sources: [D]}\n" \
	"      - {key: addr, label: 地址, type: text, sources: [D]}\n" \
	"      - {key: code, label: 代码, type: uscc, sources: [D]}\n" \
	"      - {key: kind, label: 类型, type: choice, choices: [{value: own, label: 自有}, {value: let, label: 租赁}], sources: [D]}\n" \
	"      - {key: uses, label: 用途, type: choices, choices: [{value: calls, label: 呼入}, {value: store, label: 仓库}], sources: [D]}\n" \
	"      - {key: scan, label: 扫描件, type: file, sources: [D]}\n" \
	"      - {key: per, label: 人均, type: number, calculate: site.area / site.seats, sources: [D]}\n" \
	"  - group: commit\n" \
	"    title: 承诺\n" \
	"    fields:\n" \
	"      - {key: on, label: 日期, type: date, sources: [D]}\n" \
	"      - {key: kind, label: 种类, type: choice, choices: [{value: a, label: 甲}], sources: [D]}\n" \
	"  - group: holder\n" \
	"    title: 股东\n" \
	"    repeat: true\n" \
	"    fields:\n" \
	"      - {key: name, label: 姓名, type: text, required: \"1\", sources: [D]}\n" \
	"      - {key: ratio, label: 比例, type: ratio, sources: [D]}\n" \
	"      - {key: type, label: 类型, type: choice, choices: [{value: person, label: 自然人}, {value: firm, label: 法人}], sources: [D]}\n"
#define MINI_STEPS \
	"form: p\n" \
	"title: 进度\n" \
	"order: 2\n" \
	"sections:\n" \
	"  - group: step\n" \
	"    title: 步\n" \
	"    repeat: true\n" \
	"    origin: act\n" \
	"    fields:\n" \
	"      - {key: act, label: 动作, type: text, sources: [D]}\n" \
	"      - {key: from, label: 自, type: text, sources: [D]}\n" \
	"      - {key: to, label: 至, type: text, sources: [D]}\n" \
	"      - {key: date, label: 日期, type: date, sources: [D]}\n" \
	"      - {key: due, label: 到期, type: date, sources: [D]}\n" \
	"      - {key: due_rule, label: 依据, type: text, sources: [D]}\n" \
	"      - {key: note, label: 说明, type: text, sources: [D]}\n"
#define MINI_STAGES \
	"stages:\n" \
	"  - {id: A, title: 甲, actor: us, sources: [D]}\n" \
	"  - {id: B, title: 乙, actor: authority, sources: [D]}\n" \
	"acts:\n" \
	"  - {id: go, title: 走, from: [A], to: B, actor: us, asks: [note], sources: [D]}\n"
#define MINI_CLOCKS \
	"clocks:\n" \
	"  - {id: c, title: 钟, whom: us, start: [go], days: \"5\", unit: \"'working'\", sources: [D]}\n"
#define MINI_DUTIES \
	"duties:\n" \
	"  - {id: D-1, title: 事, whom: us, due: (SELECT min(date) FROM step), every: year, sources: [D]}\n" \
	"expiries:\n" \
	"  - {id: E-1, title: 期, each: step, fact: due, ahead: 9, sources: [D]}\n"
#define MINI_GROUPS \
	"version: \"1\"\n" \
	"groups:\n" \
	"  - {key: form, title: 表, weight: 40}\n" \
	"  - {key: site, title: 场地, weight: 33}\n" \
	"  - {key: paper, title: 材料, weight: 27}\n" \
	"rules:\n"
#define MINI_RULES MINI_GROUPS \
	"  - {id: R-1, group: site, severity: error, title: 面积, holds: site.area > 100, sentence: 太小, fix: 换, sources: [D]}\n"
#define MINI_SOURCES \
	"sources:\n" \
	"  - {key: D, strength: derived, title: 推定}\n"
#define MINI_PROFILES \
	"profiles:\n" \
	"  - {key: national, authority: 部, checked: 2026-01-01, sources: [D]}\n" \
	"  - {key: default, authority: 惯例, checked: 2026-01-01, sources: [D], numbers: [{what: seats, value: \"30\", strength: advice, checked: 2026-01-01, sources: [D]}]}\n"
#define MINI_PAPERS \
	"papers:\n" \
	"  - {id: DOC-01, title: 件, kind: scan, held: site.scan, sources: [D]}\n" \
	"  - {id: DOC-02, title: 书, kind: written, template: t.md, sources: [D]}\n"

static const struct mini_file mini_files[] = {
	{ "forms/f.yaml",       MINI_FORM,     0 },
	{ "data/rules.yaml",    MINI_RULES,    0 },
	{ "data/sources.yaml",  MINI_SOURCES,  0 },
	{ "data/profiles.yaml", MINI_PROFILES, 0 },
	{ "data/papers.yaml",   MINI_PAPERS,   0 },
	{ "forms/p.yaml",       MINI_STEPS,    0 },
	{ "data/stages.yaml",   MINI_STAGES,   0 },
	{ "data/clocks.yaml",   MINI_CLOCKS,   0 },
	{ "data/duties.yaml",   MINI_DUTIES,   0 },
	{ "templates/t.md",     "x\n",         0 },
};
/* clang-format on */

/* The one of a name among files ended by a NULL name */
static inline const struct mini_file *mini_find(const struct mini_file *files,
						size_t count, const char *name)
{
	for (size_t i = 0; i < count && files[i].name; i++) {
		if (strcmp(files[i].name, name) == 0)
			return &files[i];
	}

	return NULL;
}

static inline void mini_add(struct pack_files *to, const struct mini_file *f)
{
	pack_files_add(to, f->name, f->text, f->len ? f->len : strlen(f->text));
}

/* Load it with files changed or added, ended by a NULL name */
static inline int mini_load_all(struct pack **packp,
				const struct mini_file *changed)
{
	const size_t known = sizeof(mini_files) / sizeof(mini_files[0]);
	struct pack_files all = { .origin = x_strdup("mini") };
	size_t n = 0;

	while (changed[n].name)
		n++;
	for (size_t i = 0; i < known; i++) {
		if (!mini_find(changed, n, mini_files[i].name))
			mini_add(&all, &mini_files[i]);
	}
	for (size_t i = 0; i < n; i++)
		mini_add(&all, &changed[i]);
	pack_files_sort(&all);
	return pack_load_files(packp, &all);
}

/* Load it with one file changed or added, or as it is (NULL) */
static inline int mini_load(struct pack **packp,
			    const struct mini_file *changed)
{
	struct mini_file one[2] = { { NULL, NULL, 0 } };

	if (changed)
		one[0] = *changed;
	return mini_load_all(packp, one);
}

#endif
