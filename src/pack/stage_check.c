/**
 * @file pack/stage_check.c  What no schema can say of stages, clocks and duties
 */
#include "pack/stage_check.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "pack/calendar.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define STEP	    "step"
#define WEIGHT_MOST 10000

/* Keys of deadlines are made of ids: "D-01:2027", "E-TRUNK:trunk[2]" */
static int check_id(const char *id)
{
	for (const char *p = id; *p; p++) {
		if (!isalnum((unsigned char)*p) && !strchr("_-.", *p))
			return err_set(EBADMSG,
				       _("the id %s has another character than "
					 "A-Z a-z 0-9 _ - ."),
				       id);
	}

	return *id ? 0 : err_set(EBADMSG, _("an empty id"));
}

static int check_stages(const struct pack *pack, char *const *ids,
			unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		if (!pack_stage(pack, ids[i]))
			return err_set(EBADMSG, _("no stage %s"), ids[i]);
	}

	return 0;
}

static int check_acts(const struct pack *pack, char *const *ids, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		if (!pack_act(pack, ids[i]))
			return err_set(EBADMSG, _("no act %s"), ids[i]);
	}

	return 0;
}

/* An act that leads on from a stage */
static int check_way(const struct pack *pack, const struct stage *stage,
		     const struct way *way)
{
	const struct act *act = pack_act(pack, way->act);
	bool leads = false;

	for (unsigned i = 0; act && i < act->from_count; i++)
		leads |= strcmp(act->from[i], stage->id) == 0;
	if (!leads)
		return err_set(EBADMSG, _("%s: no act %s leads on from here"),
			       stage->id, way->act);
	if (!pack_stage(pack, act->to))
		return err_set(EBADMSG, _("%s: no stage %s"), way->act,
			       act->to);
	if (way->weight < 1 || way->weight > WEIGHT_MOST || way->most < 0)
		return err_set(EBADMSG,
			       _("%s: the weight of a way is 1 to %d, and it "
				 "is not taken less than never"),
			       way->act, WEIGHT_MOST);

	return pack_check_sources(pack, way->sources, way->sources_count);
}

int stage_check(const struct pack *pack, size_t i, const char **whatp)
{
	const struct stage *stage = &pack->stages[i];
	const struct estimate *e = stage->estimate;
	int err = check_id(stage->id);

	if (!err && pack_stage(pack, stage->id) != stage)
		err = err_set(EBADMSG, _("stage %s is there twice"), stage->id);
	if (err)
		return err;
	*whatp = "end";
	if (i == 0 && stage->end)
		return err_set(EBADMSG,
			       _("%s: a dossier begins at the first stage, "
				 "which is no end"),
			       stage->id);
	*whatp = "estimate";
	if (e && (e->min < 0 || e->mode < e->min || e->max < e->mode ||
		  e->max < 1 || e->max > ESTIMATE_MAX))
		return err_set(EBADMSG,
			       _("%s: an estimate is min <= mode <= max, from "
				 "0 to %d working days"),
			       stage->id, ESTIMATE_MAX);
	*whatp = "ways";
	for (unsigned k = 0; k < stage->ways_count && !err; k++)
		err = check_way(pack, stage, &stage->ways[k]);
	if (err)
		return err;
	*whatp = NULL;
	return pack_check_sources(pack, stage->sources, stage->sources_count);
}

int milestone_check(const struct pack *pack, size_t i, const char **whatp)
{
	const struct milestone *m = &pack->milestones[i];

	for (size_t k = 0; k < i; k++) {
		if (strcmp(pack->milestones[k].id, m->id) == 0)
			return err_set(EBADMSG,
				       _("milestone %s is there twice"), m->id);
	}
	*whatp = "stages";
	for (unsigned k = 0; k < m->stages_count; k++) {
		if (!pack_stage(pack, m->stages[k]))
			return err_set(EBADMSG, _("%s: no stage %s"), m->id,
				       m->stages[k]);
	}
	*whatp = "clocks";
	for (unsigned k = 0; k < m->clocks_count; k++) {
		bool there = false;

		for (unsigned c = 0; c < pack->clocks_count; c++)
			there |= strcmp(pack->clocks[c].id, m->clocks[k]) == 0;
		if (!there)
			return err_set(EBADMSG, _("%s: no clock %s"), m->id,
				       m->clocks[k]);
	}

	return 0;
}

/* What an act writes itself, and what it may ask for */
static int check_ask(const struct pack *pack, const char *ask)
{
	static const char *const own[] = { "act",  "from", "to",
					   "date", "due",  "due_rule" };

	for (size_t i = 0; i < ARRAY_LEN(own); i++) {
		if (strcmp(own[i], ask) == 0)
			return err_set(EBADMSG,
				       _("%s is written by the act itself"),
				       ask);
	}

	return pack_field(pack, STEP, ask, NULL)
		       ? 0
		       : err_set(EBADMSG, _("no field %s.%s"), STEP, ask);
}

/* The group that acts are written to */
static int check_step_group(const struct pack *pack)
{
	static const struct {
		const char *key;
		enum field_type type;
	} fields[] = { { "act", FIELD_TEXT }, { "from", FIELD_TEXT },
		       { "to", FIELD_TEXT },  { "date", FIELD_DATE },
		       { "due", FIELD_DATE }, { "due_rule", FIELD_TEXT } };
	const struct section *section = pack_section(pack, STEP);

	if (!section || !section->repeat || !section->origin ||
	    strcmp(section->origin, "act") != 0)
		return err_set(EBADMSG,
			       _("acts want a repeating group %s of "
				 "origin act in the forms"),
			       STEP);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		const struct field *f = pack_field(pack, STEP, fields[i].key,
						   NULL);

		if (!f || f->type != fields[i].type)
			return err_set(
				EBADMSG,
				_("acts want the field %s.%s, a text or a date"),
				STEP, fields[i].key);
	}

	return 0;
}

static bool is_among(const char *word, char *const *list, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		if (strcmp(list[i], word) == 0)
			return true;
	}

	return false;
}

static int check_asks(const struct pack *pack, const struct act *act,
		      const char **whatp)
{
	int err = 0;

	*whatp = "asks";
	for (unsigned k = 0; k < act->asks_count && !err; k++) {
		err = check_ask(pack, act->asks[k]);
		if (!err && is_among(act->asks[k], act->asks, k))
			err = err_set(EBADMSG, _("%s is there twice"),
				      act->asks[k]);
	}
	if (err)
		return err;

	*whatp = "needs";
	for (unsigned k = 0; k < act->needs_count; k++) {
		if (!is_among(act->needs[k], act->asks, act->asks_count))
			return err_set(EBADMSG,
				       _("%s needs %s and does not ask for it"),
				       act->id, act->needs[k]);
	}

	return 0;
}

int act_check(const struct pack *pack, size_t i, const char **whatp)
{
	const struct act *act = &pack->acts[i];
	int err = check_id(act->id);

	if (!err && pack_act(pack, act->id) != act)
		err = err_set(EBADMSG, _("act %s is there twice"), act->id);
	if (!err)
		err = check_step_group(pack);
	if (err)
		return err;
	*whatp = "from";
	err = check_stages(pack, act->from, act->from_count);
	if (err)
		return err;
	*whatp = "to";
	err = check_stages(pack, &act->to, 1);
	if (!err)
		err = check_asks(pack, act, whatp);
	if (err)
		return err;
	*whatp = "closed";
	if (act->closed && !act->guard)
		return err_set(EBADMSG, _("%s is always open: it has no guard"),
			       act->id);
	*whatp = NULL;
	return pack_check_sources(pack, act->sources, act->sources_count);
}

/* Deadlines are known by ids, so that those of clocks, duties and expiries are
 * all different */
static int check_key(const struct pack *pack, const char *id, const void *row)
{
	const void *first = NULL;
	int err = check_id(id);

	if (err)
		return err;
	if (strcmp(id, "task") == 0)
		return err_set(EBADMSG, _("%s is the id of tasks"), id);
	for (unsigned i = 0; i < pack->clocks_count && !first; i++) {
		if (strcmp(pack->clocks[i].id, id) == 0)
			first = &pack->clocks[i];
	}
	for (unsigned i = 0; i < pack->duties_count && !first; i++) {
		if (strcmp(pack->duties[i].id, id) == 0)
			first = &pack->duties[i];
	}
	for (unsigned i = 0; i < pack->expiries_count && !first; i++) {
		if (strcmp(pack->expiries[i].id, id) == 0)
			first = &pack->expiries[i];
	}

	return first == row
		       ? 0
		       : err_set(EBADMSG, _("deadline %s is there twice"), id);
}

int clock_check(const struct pack *pack, size_t i, const char **whatp)
{
	const struct clock_row *clock = &pack->clocks[i];
	int err = check_key(pack, clock->id, clock);

	if (err)
		return err;
	*whatp = "start";
	err = check_acts(pack, clock->start, clock->start_count);
	if (err)
		return err;
	*whatp = "stop";
	err = check_acts(pack, clock->stop, clock->stop_count);
	if (err)
		return err;
	*whatp = "pause";
	err = check_stages(pack, clock->pause, clock->pause_count);
	if (err)
		return err;
	*whatp = NULL;
	return pack_check_sources(pack, clock->sources, clock->sources_count);
}

/* "03-31", a day of some year */
static int check_month_day(const char *text)
{
	struct str day = { 0 };
	struct date date;
	bool right;

	str_addf(&day, "2028-%s", text);
	right = strlen(text) == 5 && date_decode(&date, day.s) == 0;
	str_release(&day);
	return right ? 0
		     : err_set(EBADMSG, _("%s is no day of a year MM-DD"),
			       text);
}

static int check_days(int days)
{
	return days >= -CALENDAR_COUNT_MAX && days <= CALENDAR_COUNT_MAX
		       ? 0
		       : err_set(EBADMSG, _("%d: at most %d days are counted"),
				 days, CALENDAR_COUNT_MAX);
}

static int check_yearly(const struct duty *duty, const char **whatp)
{
	int err = 0;

	*whatp = "done_when";
	if (duty->done_when)
		return err_set(EBADMSG,
			       _("%s comes every year and is ticked off by "
				 "hand"),
			       duty->id);
	*whatp = "month_day";
	if (duty->month_day)
		err = check_month_day(duty->month_day);
	if (err)
		return err;
	*whatp = "opens";
	if (duty->opens)
		err = check_month_day(duty->opens);
	if (!err && duty->opens &&
	    (!duty->month_day || strcmp(duty->opens, duty->month_day) > 0))
		err = err_set(EBADMSG,
			      _("%s opens before its month_day in the same "
				"year"),
			      duty->id);
	return err;
}

static int check_when(const struct duty *duty, const char **whatp)
{
	*whatp = "every";
	if (duty->every == DUTY_MONTHLY)
		return err_set(EBADMSG,
			       _("%s: duties come once or every year, not "
				 "every month"),
			       duty->id);
	*whatp = "standing";
	if (duty->standing &&
	    (duty->due || duty->month_day || duty->every != DUTY_ONCE))
		return err_set(EBADMSG,
			       _("%s is always to be observed and has no day"),
			       duty->id);
	*whatp = "month_day";
	if (duty->every != DUTY_YEARLY && (duty->month_day || duty->opens))
		return err_set(EBADMSG,
			       _("%s: month_day and opens want every: "
				 "year"),
			       duty->id);
	*whatp = NULL;
	if (!duty->standing && !duty->due && !duty->month_day)
		return err_set(EBADMSG,
			       _("%s has neither due nor month_day, and is not "
				 "standing"),
			       duty->id);

	return duty->every == DUTY_YEARLY ? check_yearly(duty, whatp) : 0;
}

int duty_check(const struct pack *pack, size_t i, const char **whatp)
{
	const struct duty *duty = &pack->duties[i];
	int err = check_key(pack, duty->id, duty);

	if (!err)
		err = check_when(duty, whatp);
	if (err)
		return err;
	*whatp = "add";
	err = check_days(duty->add);
	if (err)
		return err;
	*whatp = NULL;
	return pack_check_sources(pack, duty->sources, duty->sources_count);
}

/* The fact that says when: a date, in each row or alone */
static int check_expiry_fact(const struct pack *pack, const struct expiry *x)
{
	const struct section *section = NULL;
	const struct field *field = NULL;
	const char *dot = strchr(x->fact, '.');
	struct str group = { 0 };

	if (x->each) {
		field = pack_field(pack, x->each, x->fact, &section);
	} else if (dot) {
		str_add_n(&group, x->fact, (size_t)(dot - x->fact));
		field = pack_field(pack, str_text(&group), dot + 1, &section);
		str_release(&group);
	}
	if (!field)
		return err_set(EBADMSG, _("no field %s%s%s"),
			       x->each ? x->each : "", x->each ? "." : "",
			       x->fact);
	if (field->type != FIELD_DATE)
		return err_set(EBADMSG, _("%s is no date"), x->fact);
	if (!x->each && section && section->repeat)
		return err_set(EBADMSG,
			       _("%s repeats; name its group with "
				 "each"),
			       x->fact);

	return 0;
}

int expiry_check(const struct pack *pack, size_t i, const char **whatp)
{
	const struct expiry *x = &pack->expiries[i];
	const struct section *section = x->each ? pack_section(pack, x->each)
						: NULL;
	int err = check_key(pack, x->id, x);

	if (err)
		return err;
	*whatp = "each";
	if (x->each && (!section || !section->repeat))
		return err_set(EBADMSG, _("%s is no repeating group"), x->each);
	*whatp = "fact";
	err = check_expiry_fact(pack, x);
	if (err)
		return err;
	*whatp = "add";
	err = check_days(x->add);
	if (err)
		return err;
	*whatp = "ahead";
	if (x->ahead < 0)
		return err_set(EBADMSG,
			       _("%s: the days to warn before are not "
				 "negative"),
			       x->id);
	err = check_days(x->ahead);
	if (err)
		return err;
	*whatp = NULL;
	return pack_check_sources(pack, x->sources, x->sources_count);
}
