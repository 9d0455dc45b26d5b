/**
 * @file course/forecast_run.c  The rest of the way, played through many times
 */
#include <stdlib.h>
#include <string.h>

#include "course/forecast_private.h"
#include "util/mem.h"

/* Most moves of one run: ways may lead round and round */
#define MOVES_MAX 100

/* One run under way */
struct run_state {
	const struct course *course;
	struct outcomes *out;
	struct rng rng;
	unsigned *done; /* as the pack's acts */
	bool *reached;	/* as the pack's milestones */
	unsigned left;	/* milestones not reached */
	unsigned at;	/* stage */
	int days;	/* from today */
};

static void arrive(struct run_state *r)
{
	const struct pack *pack = r->course->pack;

	r->out->passed[r->at] = true;
	for (unsigned m = 0; m < pack->milestones_count; m++) {
		if (r->reached[m] || !r->course->stops[r->at].milestones[m])
			continue;
		r->reached[m] = true;
		r->left--;
		if (r->days <= FORECAST_DAYS) {
			r->out->reached[m]++;
			r->out->days[m * (FORECAST_DAYS + 1) + r->days]++;
		}
	}
}

static void hold_up(struct run_state *r)
{
	for (unsigned m = 0; m < r->course->pack->milestones_count; m++) {
		if (!r->reached[m] && r->out->blocked[m]++ == 0)
			r->out->blocker[m] = r->at;
	}
}

static bool is_open(const struct run_state *r, const struct road *road)
{
	return road->most == 0 || r->done[road->act] < (unsigned)road->most;
}

/* One of the ways on, by weight; NULL if there is none */
static const struct road *choose(struct run_state *r)
{
	const struct stop *stop = &r->course->stops[r->at];
	const struct road *last = NULL;
	double sum = 0;
	double want;

	for (size_t i = 0; i < stop->roads_count; i++) {
		if (is_open(r, &stop->roads[i]))
			sum += stop->roads[i].weight;
	}
	want = rng_unit(&r->rng) * sum;
	for (size_t i = 0; i < stop->roads_count; i++) {
		if (!is_open(r, &stop->roads[i]))
			continue;
		last = &stop->roads[i];
		if (want < last->weight)
			break;
		want -= last->weight;
	}

	return last;
}

static void play(struct run_state *r)
{
	const struct course *course = r->course;
	int after = course->spent;

	r->out->passed[r->at] = true;
	for (int moves = 0; r->left > 0 && moves < MOVES_MAX; moves++) {
		const struct stop *stop = &course->stops[r->at];
		const struct road *road;

		if (stop->blocked) {
			hold_up(r);
			return;
		}
		road = choose(r);
		if (!road)
			return;
		r->days += stay_draw(&stop->stay, after, &r->rng);
		if (moves == 0)
			r->days -= course->spent;
		after = -1;
		r->done[road->act]++;
		r->at = road->to;
		arrive(r);
	}
}

void course_run(const struct course *course, uint32_t seed,
		struct outcomes *out)
{
	const struct pack *pack = course->pack;
	const unsigned acts = pack->acts_count;
	const unsigned c = pack->milestones_count;
	unsigned *done = x_calloc(acts + 1, sizeof(*done));
	bool *reached = x_calloc(c + 1, sizeof(*reached));
	struct rng rng = { seed };

	out->reached = x_calloc(c + 1, sizeof(*out->reached));
	out->blocked = x_calloc(c + 1, sizeof(*out->blocked));
	out->blocker = x_calloc(c + 1, sizeof(*out->blocker));
	out->days = x_calloc((size_t)(c + 1) * (FORECAST_DAYS + 1),
			     sizeof(*out->days));
	out->passed = x_calloc(pack->stages_count + 1, sizeof(*out->passed));
	for (int i = 0; i < FORECAST_RUNS; i++) {
		struct run_state r = { .course = course,
				       .out = out,
				       .rng = rng,
				       .done = done,
				       .reached = reached,
				       .left = c,
				       .at = course->now };

		memcpy(done, course->done, acts * sizeof(*done));
		memset(reached, 0, c * sizeof(*reached));
		play(&r);
		rng = r.rng;
	}
	free(done);
	free(reached);
}

void outcomes_release(struct outcomes *out)
{
	free(out->reached);
	free(out->blocked);
	free(out->blocker);
	free(out->days);
	free(out->passed);
}
