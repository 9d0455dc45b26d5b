/**
 * @file dossier/checker_stage.c  Expressions of stages, clocks and duties,
 * compiled once
 */
#include <stdlib.h>

#include "dossier/check_private.h"
#include "util/err.h"
#include "util/mem.h"

/* Where expressions stand */
struct list {
	const char *file;
	const char *list;
};

/* One expression, with its place if it is refused */
static int compile(struct checker *c, struct expr **exprp, const char *sql,
		   const struct list *l, size_t i, const char *what)
{
	int err = checker_compile(c, exprp, sql, NULL);

	return err ? pack_row_error(err, c->pack, l->file, l->list, i, what)
		   : 0;
}

static int compile_acts(struct checker *c)
{
	static const struct list acts = { "data/stages.yaml", "acts" };
	const struct pack *pack = c->pack;
	int err = 0;

	c->acts = x_calloc(pack->acts_count + 1, sizeof(struct expr *));
	for (unsigned i = 0; i < pack->acts_count && !err; i++)
		err = compile(c, &c->acts[i], pack->acts[i].guard, &acts, i,
			      "guard");
	return err;
}

static int compile_clocks(struct checker *c)
{
	static const struct list clocks = { "data/clocks.yaml", "clocks" };
	const struct pack *pack = c->pack;
	int err = 0;

	c->clocks = x_calloc(pack->clocks_count + 1, sizeof(*c->clocks));
	for (unsigned i = 0; i < pack->clocks_count && !err; i++) {
		const struct clock_row *row = &pack->clocks[i];
		struct clock_exprs *e = &c->clocks[i];

		err = compile(c, &e->days, row->days, &clocks, i, "days");
		if (!err)
			err = compile(c, &e->unit, row->unit, &clocks, i,
				      "unit");
		if (!err)
			err = compile(c, &e->when, row->when, &clocks, i,
				      "when");
	}
	return err;
}

static int compile_duties(struct checker *c)
{
	static const struct list duties = { "data/duties.yaml", "duties" };
	static const struct list expiries = { "data/duties.yaml", "expiries" };
	const struct pack *pack = c->pack;
	int err = 0;

	c->duties = x_calloc(pack->duties_count + 1, sizeof(*c->duties));
	for (unsigned i = 0; i < pack->duties_count && !err; i++) {
		const struct duty *row = &pack->duties[i];
		struct duty_exprs *e = &c->duties[i];

		err = compile(c, &e->when, row->when, &duties, i, "when");
		if (!err)
			err = compile(c, &e->due, row->due, &duties, i, "due");
		if (!err)
			err = compile(c, &e->done_when, row->done_when, &duties,
				      i, "done_when");
	}
	c->expiries = x_calloc(pack->expiries_count + 1, sizeof(struct expr *));
	for (unsigned i = 0; i < pack->expiries_count && !err; i++)
		err = compile(c, &c->expiries[i], pack->expiries[i].when,
			      &expiries, i, "when");
	return err;
}

int checker_compile_stages(struct checker *c)
{
	int err = compile_acts(c);

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
	free(c->clocks);
	free(c->duties);
	free(c->expiries);
}
