/**
 * @file course/reminder_store.c  What was reminded of, and what is to be
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "course/agenda.h"
#include "course/reminder_private.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/mem.h"
#include "util/util.h"

#define NOT_YET	  (-2)
#define MINUTE_MS 60000LL
#define DAY_MS	  (24LL * 60 * MINUTE_MS)

static void take_least(int *stepp, unsigned days, int64_t left)
{
	if ((int64_t)days >= left && (*stepp == NOT_YET || (int)days < *stepp))
		*stepp = (int)days;
}

int reminder_step(const struct notify_config *conf, int64_t left)
{
	int step = NOT_YET;

	if (left < 0)
		return REMINDER_LATE;
	if (conf->within)
		take_least(&step, *conf->within, left);
	for (unsigned i = 0; i < conf->days_before_count; i++)
		take_least(&step, conf->days_before[i], left);
	return step;
}

int64_t reminder_next(int err, int64_t attempts, int64_t now)
{
	static const int64_t waits[] = { 5 * MINUTE_MS, 15 * MINUTE_MS,
					 60 * MINUTE_MS, 240 * MINUTE_MS };

	if (err != EBUSY || attempts < 1 ||
	    attempts > (int64_t)ARRAY_LEN(waits))
		return now + DAY_MS;

	return now + waits[attempts - 1];
}

static void release_one(struct reminder *r)
{
	free(r->no);
	free(r->name);
	free(r->key);
	free(r->title);
}

void reminder_plan_release(struct reminder_plan *plan)
{
	for (size_t i = 0; i < plan->c; i++)
		release_one(&plan->v[i]);
	free(plan->v);
	free(plan->error);
	*plan = (struct reminder_plan){ 0 };
}

/* Deadlines that are near enough */
static int near_handler(const struct agenda_row *row, void *arg)
{
	struct reminder_plan *plan = arg;
	const int64_t left = date_number(row->due) - date_number(clock_today());
	const int step = reminder_step(plan->conf, left);

	if (step == NOT_YET)
		return 0;

	plan->v = x_grow(plan->v, plan->c, sizeof(*plan->v));
	plan->v[plan->c++] = (struct reminder){
		.dossier = row->dossier,
		.no = x_strdup(row->no),
		.name = x_strdup(row->name),
		.key = x_strdup(row->key),
		.title = x_strdup(row->title),
		.whom = row->whom,
		.due = row->due,
		.before = step,
	};
	return 0;
}

/* One sent for fewer days counts: the days may be others by now */
static int was_sent(struct db *db, const char *channel,
		    const struct reminder *r, int64_t *sentp)
{
	char due[DATE_TEXT];

	return db_int(db,
		      "SELECT EXISTS(SELECT 1 FROM reminder WHERE channel = ? "
		      "AND dossier = ? AND key = ? AND due = ? AND before <= ? "
		      "AND sent_at IS NOT NULL)",
		      BIND(TEXT(channel), INT(r->dossier), TEXT(r->key),
			   TEXT(date_encode(due, r->due)), INT(r->before)),
		      sentp);
}

static int leave_out_sent(struct db *db, struct reminder_plan *plan)
{
	size_t left = 0;
	int err = 0;

	for (size_t i = 0; i < plan->c; i++) {
		int64_t sent = 0;

		if (!err)
			err = was_sent(db, plan->channel, &plan->v[i], &sent);
		if (sent)
			release_one(&plan->v[i]);
		else
			plan->v[left++] = plan->v[i];
	}
	plan->c = left;
	return err;
}

/* Nothing later is near enough */
static struct date last_day(const struct notify_config *conf)
{
	unsigned most = conf->within ? *conf->within : 0;

	for (unsigned i = 0; i < conf->days_before_count; i++) {
		if (conf->days_before[i] > most)
			most = conf->days_before[i];
	}

	return date_from_number(date_number(clock_today()) + most);
}

static int channel_handler(const struct row *row, void *arg)
{
	struct reminder_plan *plan = arg;

	plan->claimed = row_int(row, 0);
	plan->attempts = row_int(row, 1);
	plan->failed_since = row_int(row, 2);
	plan->next_at = row_int(row, 3);
	if (!row_is_null(row, 4))
		plan->error = x_strdup(row_text(row, 4));
	return 0;
}

static int make_plan(struct db *db, void *arg)
{
	struct reminder_plan *plan = arg;
	const struct agenda_filter filter = { .until = last_day(plan->conf) };
	int err = db_each(db,
			  "SELECT claimed, attempts, failed_since, next_at, "
			  "error FROM reminder_channel WHERE name = ?",
			  BIND(TEXT(plan->channel)), channel_handler, plan);

	if (!err)
		err = agenda_each(db, &filter, near_handler, plan);
	return err ? err : leave_out_sent(db, plan);
}

static int write_channel(struct db *db, const struct reminder_plan *p)
{
	return db_run(db,
		      "INSERT OR REPLACE INTO reminder_channel VALUES(?1, ?2, "
		      "?3, nullif(?4, 0), ?5, ?6)",
		      BIND(TEXT(p->channel), INT(p->claimed), INT(p->attempts),
			   INT(p->failed_since), INT(p->next_at),
			   TEXT(p->error)));
}

static int drop_open(struct db *db, const char *channel)
{
	return db_run(db,
		      "DELETE FROM reminder WHERE channel = ? AND sent_at IS "
		      "NULL",
		      BIND(TEXT(channel)));
}

static int write_one(struct db *db, const char *channel,
		     const struct reminder *r, int64_t sent_at)
{
	char due[DATE_TEXT];

	return db_run(db,
		      "INSERT OR REPLACE INTO reminder VALUES(?, ?, ?, ?, ?, "
		      "nullif(?, 0))",
		      BIND(TEXT(channel), INT(r->dossier), TEXT(r->key),
			   TEXT(date_encode(due, r->due)), INT(r->before),
			   INT(sent_at)));
}

/* What is still to be sent is another list today than yesterday */
static int write_open(struct db *db, const struct reminder_plan *plan)
{
	int err = drop_open(db, plan->channel);

	for (size_t i = 0; i < plan->c && !err; i++)
		err = write_one(db, plan->channel, &plan->v[i], 0);
	return err;
}

static bool is_ahead(int64_t at, int64_t most)
{
	const int64_t now = clock_now();

	return at > now && at - now <= most;
}

bool reminder_is_claimed(const struct reminder_plan *plan)
{
	return is_ahead(plan->claimed, REMINDER_CLAIM_MS);
}

static int claim_work(struct db *db, void *arg)
{
	struct reminder_plan *plan = arg;
	int err = make_plan(db, plan);

	if (err || reminder_is_claimed(plan))
		return err;

	err = write_open(db, plan);
	if (err || plan->c == 0 ||
	    (is_ahead(plan->next_at, DAY_MS) && !plan->wish->retry))
		return err;

	plan->claimed = clock_now() + REMINDER_CLAIM_MS;
	plan->go = true;
	return write_channel(db, plan);
}

int reminder_claim(struct db *db, struct reminder_plan *plan)
{
	return plan->wish->dry_run ? db_snapshot(db, make_plan, plan)
				   : db_atomic(db, claim_work, plan);
}

struct settling {
	struct reminder_plan *plan;
	size_t n;
};

static int settle_work(struct db *db, void *arg)
{
	const struct settling *s = arg;
	const int64_t now = clock_now();
	int err = write_channel(db, s->plan);

	for (size_t i = 0; i < s->n && !err; i++)
		err = write_one(db, s->plan->channel, &s->plan->v[i], now);
	return err;
}

int reminder_settle(struct db *db, struct reminder_plan *plan, size_t n,
		    int err)
{
	struct settling settling = { plan, err ? 0 : n };
	const int64_t now = clock_now();

	plan->claimed = 0;
	if (err) {
		plan->attempts++;
		plan->next_at = reminder_next(err, plan->attempts, now);
		if (!plan->failed_since || plan->failed_since > now)
			plan->failed_since = now;
	} else {
		plan->attempts = 0;
		plan->next_at = 0;
		plan->failed_since = 0;
		free(plan->error);
		plan->error = NULL;
	}
	return db_atomic(db, settle_work, &settling);
}

struct names {
	const struct notify_config *conf;
	char **v;
	size_t c;
};

static bool is_configured(const struct notify_config *conf, const char *name)
{
	for (unsigned i = 0; i < conf->mail_count; i++) {
		if (strcmp(conf->mail[i].name, name) == 0)
			return true;
	}
	for (unsigned i = 0; i < conf->robots_count; i++) {
		if (strcmp(conf->robots[i].name, name) == 0)
			return true;
	}

	return false;
}

static int name_handler(const struct row *row, void *arg)
{
	struct names *names = arg;

	if (is_configured(names->conf, row_text(row, 0)))
		return 0;

	names->v = x_grow(names->v, names->c, sizeof(char *));
	names->v[names->c++] = x_strdup(row_text(row, 0));
	return 0;
}

static int forget_work(struct db *db, void *arg)
{
	struct names *names = arg;
	int err = db_each(db, "SELECT name FROM reminder_channel", NULL,
			  name_handler, names);

	for (size_t i = 0; i < names->c && !err; i++) {
		err = drop_open(db, names->v[i]);
		if (!err)
			err = db_run(db,
				     "DELETE FROM reminder_channel WHERE name "
				     "= ?",
				     BIND(TEXT(names->v[i])));
	}
	return err;
}

int reminder_forget(struct db *db, const struct notify_config *conf)
{
	struct names names = { .conf = conf };
	int err = db_atomic(db, forget_work, &names);

	for (size_t i = 0; i < names.c; i++)
		free(names.v[i]);
	free(names.v);
	return err;
}

struct failed_visit {
	reminder_failed_h *h;
	void *arg;
};

static int failed_handler(const struct row *row, void *arg)
{
	const struct failed_visit *visit = arg;

	return visit->h(row_text(row, 0), (size_t)row_int(row, 1),
			row_int(row, 2), row_text(row, 3), visit->arg);
}

/* What was done or moved in the meantime need not be sent any more */
int reminder_failed(struct db *db, int64_t dossier, reminder_failed_h *h,
		    void *arg)
{
	struct failed_visit visit = { h, arg };

	return db_each(
		db,
		"SELECT c.name, count(*), c.failed_since, c.error FROM "
		"reminder_channel c JOIN reminder r ON r.channel = c.name AND "
		"r.sent_at IS NULL JOIN deadline l ON l.dossier = r.dossier "
		"AND l.key = r.key AND l.due = r.due AND l.state = 'open' "
		"WHERE c.failed_since IS NOT NULL AND (?1 = 0 OR r.dossier = "
		"?1) GROUP BY c.name ORDER BY c.name",
		BIND(INT(dossier)), failed_handler, &visit);
}
