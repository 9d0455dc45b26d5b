/**
 * @file ledger/sample.c  Calls drawn to be listened to, and scored
 */
#include "ledger/sample.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "call/record.h"
#include "util/clock.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/rng.h"
#include "util/str.h"

#define DAY_MS	INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)

struct draw {
	const struct desk_person *person;
	struct db *calls;
	struct sample_wish wish;
	char week[DATE_TEXT];
	int64_t from, to;
	struct db *desk;

	/* The seat whose calls come in now, and a reservoir of them */
	char seat[RECORD_NAME];
	struct rng rng;
	int64_t callv[SAMPLE_MAX];
	uint64_t seen;
	int64_t drawn;
};

static int keep_seat(struct draw *d)
{
	uint64_t count = d->seen < d->wish.each ? d->seen : d->wish.each;
	int err = 0;

	for (uint64_t i = 0; i < count && !err; i++)
		err = db_run(d->desk,
			     "INSERT INTO sample(at, who, week, seat, call, "
			     "seed) VALUES(?, ?, ?, ?, ?, ?)",
			     BIND(INT(clock_now()), TEXT(d->person->who),
				  TEXT(d->week), TEXT(d->seat),
				  INT(d->callv[i]), INT(d->wish.seed)));
	d->drawn += (int64_t)count;
	d->seen = 0;
	return err;
}

/* Each seat has numbers of its own, whatever the other seats did: FNV-1a */
static void begin_seat(struct draw *d, const char *seat)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	record_put(d->seat, sizeof(d->seat), seat);
	for (const char *p = d->seat; *p; p++)
		hash = (hash ^ (unsigned char)*p) * UINT64_C(1099511628211);
	d->rng.state = (uint64_t)d->wish.seed ^ hash;
}

/* Reservoir sampling (Vitter's algorithm R): every call is as likely */
static int call_handler(const struct row *row, void *arg)
{
	struct draw *d = arg;
	uint64_t at;
	int err = 0;

	if (strcmp(d->seat, row_text(row, 1)) != 0) {
		err = keep_seat(d);
		begin_seat(d, row_text(row, 1));
	}
	at = d->seen++;
	if (at >= d->wish.each)
		at = rng_next(&d->rng) % d->seen;
	if (at < d->wish.each)
		d->callv[at] = row_int(row, 0);
	return err;
}

static int draw_work(struct db *desk, void *arg)
{
	struct draw *d = arg;
	struct str detail = { 0 };
	int64_t before = 0;
	int err = db_int(desk, "SELECT count(*) FROM sample WHERE week = ?",
			 BIND(TEXT(d->week)), &before);

	if (!err && before)
		return err_set(EEXIST, _("calls of the week %s were drawn"),
			       d->week);
	d->desk = desk;
	if (!err)
		err = db_each(d->calls,
			      "SELECT id, seat FROM call WHERE start >= ? AND "
			      "start < ? AND seat != '' AND result = "
			      "'answered' AND sha256 != '' ORDER BY seat, id",
			      BIND(INT(d->from), INT(d->to)), call_handler, d);
	if (!err)
		err = keep_seat(d);
	str_addf(&detail, "%lld calls, %u of each seat, seed %lld",
		 (long long)d->drawn, d->wish.each, (long long)d->wish.seed);
	if (!err)
		err = desk_log(desk, d->person, "draw", d->week, 0, detail.s);
	str_release(&detail);
	return err;
}

int sample_draw(struct db *desk, struct db *calls,
		const struct desk_person *person,
		const struct sample_wish *wish, int64_t *drawnp)
{
	struct draw d = { .person = person, .calls = calls, .wish = *wish };
	int64_t monday = date_number(wish->day) - date_weekday(wish->day);
	uint32_t seed = 0;
	int err = desk_check("--as", person->who, DESK_NAME_MAX);

	if (!err && (wish->each < 1 || wish->each > SAMPLE_MAX))
		err = err_set(EINVAL, _("expected 1 to %u"), SAMPLE_MAX);
	if (!err && !wish->seed) {
		err = crypto_random(&seed, sizeof(seed));
		d.wish.seed = (int64_t)seed + 1;
	}
	(void)date_encode(d.week, date_from_number(monday));
	d.from = monday * DAY_MS - 8 * HOUR_MS;
	d.to = d.from + 7 * DAY_MS;
	if (!err)
		err = db_atomic(desk, draw_work, &d);
	*drawnp = d.drawn;
	return err;
}

struct scoring {
	const struct desk_person *person;
	int64_t id;
	const struct quality *sheet;
	const int64_t *pointv;
	const char *note;
	int64_t points;
	bool passed;
};

static int score_work(struct db *desk, void *arg)
{
	const struct scoring *s = arg;
	const char *result = s->passed ? "passed" : "failed";
	struct str detail = { 0 };
	int64_t scored = 0;
	int err = db_int(desk, "SELECT scored FROM sample WHERE id = ?",
			 BIND(INT(s->id)), &scored);

	if (err == ENOENT)
		return err_set(ENOENT, _("sample %lld was not drawn"),
			       (long long)s->id);
	if (!err && scored)
		return err_set(EEXIST, _("sample %lld was scored"),
			       (long long)s->id);
	for (unsigned i = 0; i < s->sheet->items_count && !err; i++)
		err = db_run(desk, "INSERT INTO score VALUES(?, ?, ?)",
			     BIND(INT(s->id), TEXT(s->sheet->items[i].key),
				  INT(s->pointv[i])));
	if (!err)
		err = db_run(desk,
			     "UPDATE sample SET scored = ?, scored_by = ?, "
			     "points = ?, result = ?, note = ? WHERE id = ?",
			     BIND(INT(clock_now()), TEXT(s->person->who),
				  INT(s->points), TEXT(result), TEXT(s->note),
				  INT(s->id)));
	str_addf(&detail, "%lld points, %s", (long long)s->points, result);
	if (!err)
		err = desk_log(desk, s->person, "score", "sample", s->id,
			       detail.s);
	str_release(&detail);
	return err;
}

/* -1: not given yet */
static int read_points(const struct quality *sheet, const char *word,
		       int64_t *pointv)
{
	const size_t n = strcspn(word, "=");
	char *end = NULL;

	for (unsigned i = 0; i < sheet->items_count; i++) {
		const struct quality_item *item = &sheet->items[i];
		long v;

		if (strlen(item->key) != n || strncmp(item->key, word, n) != 0)
			continue;
		v = word[n] ? strtol(word + n + 1, &end, 10) : -1;
		if (pointv[i] >= 0 || !end || end == word + n + 1 || *end ||
		    v < 0 || v > (long)item->points)
			return err_set(EINVAL, _("%s: 0 to %u points, once"),
				       item->key, item->points);
		pointv[i] = v;
		return 0;
	}
	return err_set(EINVAL, _("the score sheet has no \"%.*s\""), (int)n,
		       word);
}

static int add_up(struct scoring *s, const struct sample_marks *marks,
		  int64_t *pointv)
{
	const struct quality *sheet = marks->sheet;
	int err = 0;

	for (unsigned i = 0; i < sheet->items_count; i++)
		pointv[i] = -1;
	for (int i = 0; i < marks->wordc && !err; i++)
		err = read_points(sheet, marks->wordv[i], pointv);
	for (unsigned i = 0; i < sheet->items_count && !err; i++) {
		if (pointv[i] < 0)
			err = err_set(EINVAL, _("%s is missing"),
				      sheet->items[i].key);
		s->points += pointv[i];
		s->passed = s->passed && (pointv[i] || !sheet->items[i].must);
	}
	s->passed = s->passed && s->points >= sheet->pass;
	return err;
}

int sample_score(struct db *desk, const struct desk_person *person, int64_t id,
		 const struct sample_marks *marks, bool *passedp)
{
	int64_t *pointv = x_calloc(marks->sheet->items_count + 1,
				   sizeof(*pointv));
	struct scoring s = {
		.person = person,
		.id = id,
		.sheet = marks->sheet,
		.pointv = pointv,
		.note = marks->note ? marks->note : "",
		.passed = true,
	};
	int err = desk_check("--as", person->who, DESK_NAME_MAX);

	if (!err && *s.note)
		err = desk_check("--note", s.note, DESK_TEXT_MAX);
	if (!err)
		err = add_up(&s, marks, pointv);
	if (!err)
		err = db_atomic(desk, score_work, &s);
	*passedp = s.passed;
	free(pointv);
	return err;
}

struct visit {
	sample_h *h;
	void *arg;
};

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *v = arg;
	const struct sample s = {
		.id = row_int(row, 0),
		.at = row_int(row, 1),
		.who = row_text(row, 2),
		.week = row_text(row, 3),
		.seat = row_text(row, 4),
		.call = row_int(row, 5),
		.seed = row_int(row, 6),
		.scored = row_int(row, 7),
		.scored_by = row_text(row, 8),
		.points = row_int(row, 9),
		.result = row_text(row, 10),
		.note = row_text(row, 11),
	};

	return v->h(&s, v->arg);
}

int sample_each(struct db *desk, sample_h *h, void *arg)
{
	struct visit v = { h, arg };

	return db_each(desk,
		       "SELECT id, at, who, week, seat, call, seed, scored, "
		       "scored_by, points, result, note FROM sample ORDER BY "
		       "id DESC",
		       NULL, visit_handler, &v);
}
