/**
 * @file engine/note.c  What happens to a call is noted with its instant
 */
#include "engine/inbound_private.h"

static struct house *house(const struct incall *c)
{
	return c->in->conf.house;
}

/* The trail is full: its steps go to disk with the record as it stands */
static void make_room(struct incall *c)
{
	if (c->trail.stepc < TRAIL_ROOM)
		return;
	if (!records_keep_trail(c->in->conf.records, &c->call.record, &c->trail,
				NULL, NULL))
		trail_give(&c->trail);
}

static void add(struct incall *c, const struct trail_step *step)
{
	make_room(c);
	trail_add(&c->trail, step);
}

void incall_note(struct incall *c, int kind, const char *seat,
		 const char *detail)
{
	struct trail_step step = { .at = house_now(house(c)) + c->shift,
				   .kind = kind };

	/* an instant within a state is not before it */
	if (step.at < c->call.since)
		step.at = c->call.since;
	record_put(step.seat, RECORD_NAME, seat);
	record_put(step.detail, RECORD_NAME, detail);
	if (c->queue && (kind == CALL_RINGING || kind == TRAIL_MISSED))
		record_put(step.queue, RECORD_NAME, c->queue->name);
	add(c, &step);
}

void incall_note_state(struct incall *c)
{
	const struct record *r = &c->call.record;
	const enum call_state state = c->call.state;
	struct trail_step step = { .at = c->call.since, .kind = (int)state };

	if (state == CALL_RINGING || state == CALL_DIALLING ||
	    state == CALL_FETCHING)
		return; /* each seat that rings is noted */
	if (state == CALL_ANNOUNCING && r->answer == c->call.since &&
	    !c->answered) {
		step.kind = TRAIL_ANSWERED;
		c->answered = true;
	}
	if (state == CALL_QUEUED && c->queue)
		record_put(step.queue, RECORD_NAME, c->queue->name);
	if (state == CALL_BRIDGED || state == CALL_REACHING)
		record_put(step.seat, RECORD_NAME, r->seat);
	if (state == CALL_ENDED)
		record_put(step.detail, RECORD_NAME,
			   word_name(&record_parties, (int)r->hung_up));
	add(c, &step);
}

void incall_note_hold(struct incall *c, const struct side *side)
{
	const bool seat = side == &c->seat;
	const struct voice *voice = side->leg ? leg_voice(side->leg) : NULL;
	/* who holds does not listen to us; a call that has not been answered
	 * was never talked in */
	const bool holds = voice && !voice->send;

	if (!voice || c->holds[seat] == holds || call_is_over(&c->call))
		return;
	c->holds[seat] = holds;
	incall_note(c, holds ? TRAIL_HELD : TRAIL_RESUMED,
		    seat ? c->call.record.seat : NULL,
		    seat ? "by seat" : "by caller");
}
