/**
 * @file check/checker_stage.c  Expressions of stages, clocks and duties,
 * compiled once
 */
#include <stdlib.h>

#include "check/checker.h"
#include "util/err.h"
#include "util/mem.h"

/* A row of a data file */
struct spot {
	const char *file;
	const char *list;
	size_t i;
};

/* One expression of a row, with its place if it is refused */
static int compile(struct checker *c, struct expr **exprp, const char *sql,
		   const struct spot *at, const char *what)
{
	int err = checker_compile(c, exprp, sql, NULL);

	return err ? pack_row_error(err, c->pack, at->file, at->list, at->i,
				    what)
		   : 0;
}

static int compile_acts(struct checker *c)
{
	struct spot at = { "data/stages.yaml", "acts", 0 };
	const struct pack *pack = c->pack;
	int err = 0;

	c->acts = x_calloc(pack->acts_count + 1, sizeof(struct expr *));
	for (unsigned i = 0; i < pack->acts_count && !err; at.i = ++i)
		err = compile(c, &c->acts[i], pack->acts[i].guard, &at,
			      "guard");
	return err;
}

static int compile_ways(struct checker *c)
{
	struct spot at = { "data/stages.yaml", "stages", 0 };
	const struct pack *pack = c->pack;
	int err = 0;

	c->ways = x_calloc(pack->stages_count + 1, sizeof(*c->ways));
	for (unsigned i = 0; i < pack->stages_count && !err; at.i = ++i) {
		const struct stage *stage = &pack->stages[i];

		c->ways[i] = x_calloc(stage->ways_count + 1,
				      sizeof(struct expr *));
		for (unsigned k = 0; k < stage->ways_count && !err; k++)
			err = compile(c, &c->ways[i][k], stage->ways[k].when,
				      &at, "ways");
	}
	return err;
}

static int compile_clocks(struct checker *c)
{
	struct spot at = { "data/clocks.yaml", "clocks", 0 };
	const struct pack *pack = c->pack;
	int err = 0;

	c->clocks = x_calloc(pack->clocks_count + 1, sizeof(*c->clocks));
	for (unsigned i = 0; i < pack->clocks_count && !err; at.i = ++i) {
		const struct clock_row *row = &pack->clocks[i];
		struct clock_exprs *e = &c->clocks[i];

		err = compile(c, &e->days, row->days, &at, "days");
		if (!err)
			err = compile(c, &e->unit, row->unit, &at, "unit");
		if (!err)
			err = compile(c, &e->when, row->when, &at, "when");
	}
	return err;
}

static int compile_duties(struct checker *c)
{
	struct spot at = { "data/duties.yaml", "duties", 0 };
	const struct pack *pack = c->pack;
	int err = 0;

	c->duties = x_calloc(pack->duties_count + 1, sizeof(*c->duties));
	for (unsigned i = 0; i < pack->duties_count && !err; at.i = ++i) {
		const struct duty *row = &pack->duties[i];
		struct duty_exprs *e = &c->duties[i];

		err = compile(c, &e->when, row->when, &at, "when");
		if (!err)
			err = compile(c, &e->due, row->due, &at, "due");
		if (!err)
			err = compile(c, &e->done_when, row->done_when, &at,
				      "done_when");
	}
	at = (struct spot){ "data/duties.yaml", "expiries", 0 };
	c->expiries = x_calloc(pack->expiries_count + 1, sizeof(struct expr *));
	for (unsigned i = 0; i < pack->expiries_count && !err; at.i = ++i)
		err = compile(c, &c->expiries[i], pack->expiries[i].when, &at,
			      "when");
	return err;
}

int checker_compile_stages(struct checker *c)
{
	int err = compile_acts(c);

	if (!err)
		err = compile_ways(c);
	if (!err)
		err = compile_clocks(c);
	if (!err)
		err = compile_duties(c);
	if (!err)
		checker_note_due(c);
	return err;
}

void checker_free_stages(struct checker *c)
{
	for (unsigned i = 0; c->acts && i < c->pack->acts_count; i++)
		expr_free(c->acts[i]);
	for (unsigned i = 0; c->ways && i < c->pack->stages_count; i++) {
		const unsigned count = c->pack->stages[i].ways_count;

		for (unsigned k = 0; c->ways[i] && k < count; k++)
			expr_free(c->ways[i][k]);
		free(c->ways[i]);
	}
	for (unsigned i = 0; c->clocks && i < c->pack->clocks_count; i++) {
		expr_free(c->clocks[i].days);
		expr_free(c->clocks[i].unit);
		expr_free(c->clocks[i].when);
	}
	for (unsigned i = 0; c->duties && i < c->pack->duties_count; i++) {
		expr_free(c->duties[i].when);
		expr_free(c->duties[i].due);
		expr_free(c->duties[i].done_when);
	}
	for (unsigned i = 0; c->expiries && i < c->pack->expiries_count; i++)
		expr_free(c->expiries[i]);
	for (struct fact_wanted *w = c->due; w && w->group; w++) {
		free(w->group);
		free(w->keys);
	}
	free(c->due);
	free(c->due_fields);
	free(c->acts);
	free(c->ways);
	free(c->clocks);
	free(c->duties);
	free(c->expiries);
}
