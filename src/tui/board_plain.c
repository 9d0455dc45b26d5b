/**
 * @file tui/board_plain.c  The board as lines
 */
#include <stdio.h>

#include "tui/board.h"
#include "tui/board_list.h"
#include "util/date.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"

#define S_MS	 1000
#define CHINA_MS INT64_C(28800000)
#define DAY_MS	 INT64_C(86400000)

const char *board_span(char to[16], int64_t ms)
{
	long long s = ms > 0 ? ms / S_MS : 0;

	if (s >= 3600)
		(void)snprintf(to, 16, "%lld:%02lld:%02lld", s / 3600 % 10000,
			       s / 60 % 60, s % 60);
	else
		(void)snprintf(to, 16, "%lld:%02lld", s / 60, s % 60);
	return to;
}

/* Of the day in China, where the call centre is */
static const char *clock_of(char to[16], int64_t at)
{
	long long s = (at + CHINA_MS) % DAY_MS / S_MS;

	(void)snprintf(to, 16, "%02lld:%02lld:%02lld", s / 3600 % 24,
		       s / 60 % 60, s % 60);
	return to;
}

const char *board_instant(char to[24], int64_t at)
{
	const struct date day = date_from_number((at + CHINA_MS) / DAY_MS);
	char clock[16];

	(void)snprintf(to, 24, "%02d-%02d %s", day.month, day.day,
		       clock_of(clock, at));
	return to;
}

struct queue_figures board_today(const struct board *b)
{
	struct queue_figures sum = { 0 };

	for (size_t i = 0; i < b->queuec; i++) {
		struct queue_figures f = b->queuev[i].figures[FIGURES_TODAY];

		for (const struct figure_key *k = queue_figure_keys; k->name;
		     k++)
			*figure_of(&sum, k) += *figure_of(&f, k);
	}
	return sum;
}

void board_lamp(struct str *to, const struct board *b)
{
	str_addf(to, _("Inbound only; attempts to call out refused: %lld"),
		 (long long)b->breaches);
}

void board_drill(struct str *to, const struct board *b, int64_t now)
{
	const struct call_event *d = &b->drill;
	char at[16];

	if (!d->at)
		return;
	if (board_drill_stopped(b, now)) {
		str_addf(to,
			 _("Drill %s has stopped: nothing was heard since %s; "
			   "%lld of %lld, %lld failed"),
			 d->queue, clock_of(at, d->at), (long long)d->done,
			 (long long)d->of, (long long)d->failed);
		return;
	}
	str_addf(to, _("Drill %s %s: %lld of %lld, %lld failed"), d->queue,
		 d->of ? d->reason : _("is over"), (long long)d->done,
		 (long long)(d->of ? d->of : d->done), (long long)d->failed);
}

void board_breach(struct str *to, const struct call_event *e)
{
	char at[16];

	str_addf(to, _("%s seat %s dialled %s, refused"), clock_of(at, e->at),
		 *e->seat ? e->seat : "-", *e->called ? e->called : "-");
}

void board_link(struct str *to, const struct follow *f)
{
	const char *trouble = f->whole ? "" : feed_trouble(f->feed);
	char at[16];

	if (!f->whole)
		str_add(to, *trouble ? trouble : _("connecting"));
	else if (f->lost)
		str_addf(to, _("CONNECTION LOST; this is from %s"),
			 clock_of(at, f->lost));
	else
		str_addf(to, _("live %s"), clock_of(at, follow_now(f)));
}

static void add_queue(struct str *to, const struct board *b,
		      const struct board_queue *q, int64_t now)
{
	const struct queue_figures *f = &q->figures[FIGURES_TODAY];
	struct board_load load = board_load(b, q->name);
	char wait[16];

	str_addf(to, _("queue %s: %zu waiting, longest %s, %zu talking"),
		 q->name, load.waiting,
		 load.oldest ? board_span(wait, now - load.oldest) : "-",
		 load.talking);
	if (figures_service_level(f) >= 0)
		str_addf(to, _(", service level %d%%"),
			 figures_service_level(f));
	str_addf(to, _(", answered %lld, abandoned %lld\n"),
		 (long long)f->answered, (long long)f->abandoned);
}

static void add_head(struct str *to, const struct follow *f)
{
	const struct board *b = f->board;
	const struct queue_figures today = board_today(b);
	const struct board_load load = board_load(b, NULL);
	char wait[16];

	board_link(to, f);
	str_add_char(to, '\n');
	board_lamp(to, b);
	str_add_char(to, '\n');
	str_addf(to, _("waiting: %zu\nlongest wait: %s\ntalking: %zu\n"),
		 load.waiting,
		 load.oldest ? board_span(wait, follow_now(f) - load.oldest)
			     : "-",
		 load.talking);
	if (figures_service_level(&today) >= 0)
		str_addf(to, _("service level today: %d%%\n"),
			 figures_service_level(&today));
	str_addf(to,
		 _("answered today: %lld\nabandoned today: %lld\n"
		   "recordings written: %lld\n"),
		 (long long)today.answered, (long long)today.abandoned,
		 (long long)b->recordings);
	if (b->unrecorded)
		str_add(to, _("RECORDING HAS STOPPED: the disk takes none\n"));
	board_drill(to, b, follow_now(f));
	if (b->drill.at)
		str_add_char(to, '\n');
	if (f->list->itemc) {
		board_list_title(to, f->list);
		str_add_char(to, '\n');
	}
}

void board_plain(struct str *to, const struct follow *f)
{
	const struct board *b = f->board;
	const int64_t now = follow_now(f);
	char ms[16];

	add_head(to, f);
	for (size_t i = 0; i < b->queuec; i++)
		add_queue(to, b, &b->queuev[i], now);
	for (size_t i = 0; i < b->seatc; i++) {
		const struct board_seat *s = &b->seatv[i];

		str_addf(to, _("seat %s: %s %s"), s->id,
			 word_text(&seat_states, (int)s->state),
			 board_span(ms, now - s->since));
		if (*s->reason)
			str_addf(to, " (%s)", s->reason);
		str_add_char(to, '\n');
	}
	for (size_t i = 0; i < b->callc; i++) {
		const struct board_call *c = &b->callv[i];

		str_addf(to, _("call %s to %s: %s %s"), c->caller, c->called,
			 word_text(&call_states, (int)c->state),
			 board_span(ms, now - c->since));
		if (*c->seat)
			str_addf(to, _(", seat %s"), c->seat);
		str_add_char(to, '\n');
	}
	for (size_t i = 0; i < b->breachc; i++) {
		str_add(to, _("refused: "));
		board_breach(to, &b->breachv[i]);
		str_add_char(to, '\n');
	}
}
