/**
 * @file tests/bench/watch.c  Cost of looking for all companies in a long list
 *
 * Beside the matching stands the folding of every cell alone, which any
 * comparison of names needs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "dossier/watch.h"
#include "util/fold.h"
#include "util/str.h"

#define DOSSIERS 10000
#define ROWS	 99000

/* A made-up company; in the list every tenth is one of ours */
static void add_name(struct str *to, int i)
{
	str_addf(to, "北京示例%d号（%s）科技有限公司", i,
		 i % 3 ? "华东" : "西南");
}

static struct listing *make_list(void)
{
	struct listing *l = NULL;
	struct str csv = { 0 };

	str_add(&csv, "no,name,code,result\n");
	for (int i = 0; i < ROWS; i++) {
		str_addf(&csv, "%d,", i);
		add_name(&csv, i % 10 ? DOSSIERS + i : i / 10);
		str_addf(&csv, ",91110105MAPDY%05d,准予\n", i);
	}
	must(listing_read(&l, &(struct listing_source){ .name = "list",
							.data = csv.s,
							.size = csv.len,
							.type = "text/csv" }));
	str_release(&csv);
	return l;
}

static double fold_all(const struct listing *l)
{
	const double start = now_ms();

	for (size_t i = 0; i < l->cells_count; i++) {
		struct fold fold;

		fold_text(&fold, l->cells[i]);
		fold_release(&fold);
	}
	return now_ms() - start;
}

int main(void)
{
	struct watch_names *names = watch_names_alloc();
	struct watch_hits hits = { 0 };
	struct listing *l = make_list();
	struct str name = { 0 };
	double start = now_ms();
	double made;
	double matched;

	for (int i = 0; i < DOSSIERS; i++) {
		str_clear(&name);
		add_name(&name, i);
		watch_names_add(names, i + 1, name.s, "");
	}
	made = now_ms() - start;
	start = now_ms();
	watch_match(&hits, names, l);
	matched = now_ms() - start;
	(void)printf("watch: %d dossiers taken in %.0f ms; %zu rows, %zu "
		     "cells matched in %.0f ms (%zu hits), of which folding "
		     "%.0f ms\n",
		     DOSSIERS, made, l->rows_count, l->cells_count, matched,
		     hits.c, fold_all(l));
	watch_hits_release(&hits);
	watch_names_free(names);
	listing_free(l);
	str_release(&name);
	return 0;
}
