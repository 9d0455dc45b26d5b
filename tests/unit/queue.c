/**
 * @file tests/unit/queue.c  Seats, and callers who wait for them
 */
#include "call/queue.h"

#include <errno.h>
#include <stdlib.h>

#include "call_model.h"
#include "cmocka_all.h"

#define NOW   1700000000000
#define STEPS 20000
#define SEATS 9

static struct seat online(const char *id, int64_t idle_since)
{
	struct seat seat;

	seat_init(&seat, id, id, idle_since);
	seat.registered_until = NOW + 1000000;
	return seat;
}

static void test_seat_is_what_its_legs_say(void **state)
{
	(void)state;
	struct seat s = online("01", NOW);
	struct seat_leg leg = { .seat = NULL };

	assert_int_equal(SEAT_READY, seat_state(&s, NOW));
	seat_leg_add(&s, &leg, 9);
	assert_int_equal(SEAT_RINGING, seat_state(&s, NOW));
	assert_int_equal(9, seat_call(&s));
	seat_leg_answer(&leg, NOW);
	assert_int_equal(SEAT_TALKING, seat_state(&s, NOW));
	s.registered_until = 0;
	assert_int_equal(SEAT_TALKING, seat_state(&s, NOW));
	seat_leg_remove(&leg, SEAT_DONE, 5000, NOW);
	assert_int_equal(SEAT_OFFLINE, seat_state(&s, NOW));
	s.registered_until = NOW + 60000;
	assert_int_equal(SEAT_WRAP_UP, seat_state(&s, NOW));
	assert_int_equal(NOW + 5000, seat_next_change(&s, NOW));
	assert_int_equal(SEAT_READY, seat_state(&s, NOW + 5000));
	seat_pause(&s, true, "lunch", NOW);
	assert_int_equal(SEAT_PAUSED, seat_state(&s, NOW + 5000));
	assert_int_equal(0, seat_call(&s));

	seat_leg_remove(&leg, SEAT_DONE, 5000, NOW);
	assert_int_equal(1, s.answered);
}

/* Two telephones were told that it is over; it is free once both know */
static void test_seat_that_has_not_heard_is_not_free(void **state)
{
	(void)state;
	struct seat s = online("01", NOW);

	seat_ending(&s, NOW + 4000);
	seat_ending(&s, NOW + 4000);
	assert_int_equal(SEAT_READY, seat_state(&s, NOW));
	seat_ended(&s);
	assert_false(seat_is_free(&s, NOW + 3999));
	assert_int_equal(NOW + 4000, seat_next_change(&s, NOW));
	seat_ended(&s);
	assert_true(seat_is_free(&s, NOW));
	/* one that never tells holds it up for a time only */
	seat_ending(&s, NOW + 4000);
	assert_true(seat_is_free(&s, NOW + 4000));
	seat_ended(&s);
	seat_ended(&s);
	assert_int_equal(0, s.ending);
}

static void test_missed_seat_rests(void **state)
{
	(void)state;
	struct seat s = online("01", NOW);
	struct seat_leg leg = { .seat = NULL };

	seat_leg_add(&s, &leg, 9);
	seat_leg_remove(&leg, SEAT_MISSED, 5000, NOW);
	assert_int_equal(1, s.missed);
	assert_int_equal(SEAT_READY, seat_state(&s, NOW));
	assert_false(seat_is_free(&s, NOW + 4999));
	assert_true(seat_is_free(&s, NOW + 5000));
}

static void test_spared_seat_rests_and_missed_nothing(void **state)
{
	(void)state;
	struct queue_settings none = queue_default_settings;
	struct seat s = online("01", NOW);
	struct seat_leg leg = { .seat = NULL };
	struct queue q;

	none.rest = 0;
	queue_init(&q, "service", &none, NULL, 0, NULL);
	assert_int_equal(QUEUE_REST_MIN, q.settings.rest);
	seat_leg_add(&s, &leg, 9);
	seat_leg_remove(&leg, SEAT_SPARED, q.settings.rest, NOW);
	assert_int_equal(0, s.missed);
	assert_false(seat_is_free(&s, NOW + QUEUE_REST_MIN - 1));
	assert_true(seat_is_free(&s, NOW + QUEUE_REST_MIN));
}

static void miss(struct seat *s, enum seat_outcome outcome)
{
	struct seat_leg leg = { .seat = NULL };

	seat_leg_add(s, &leg, 9);
	seat_leg_remove(&leg, outcome, 1000, NOW);
}

static void test_seat_that_misses_in_a_row_is_paused(void **state)
{
	(void)state;
	struct seat s = online("01", NOW);
	struct seat_leg leg = { .seat = NULL };

	miss(&s, SEAT_MISSED);
	miss(&s, SEAT_MISSED);
	assert_false(seat_auto_pause(&s, 0, NOW));
	assert_false(seat_auto_pause(&s, 3, NOW));
	seat_leg_add(&s, &leg, 9);
	seat_leg_answer(&leg, NOW);
	seat_leg_remove(&leg, SEAT_DONE, 0, NOW);
	miss(&s, SEAT_MISSED);
	miss(&s, SEAT_SPARED);
	miss(&s, SEAT_MISSED);
	assert_false(seat_auto_pause(&s, 3, NOW));
	miss(&s, SEAT_MISSED);
	assert_true(seat_auto_pause(&s, 3, NOW));
	assert_string_equal(SEAT_NO_ANSWER, s.pause_reason);
	assert_false(seat_auto_pause(&s, 3, NOW));
	seat_pause(&s, false, "", NOW + 7000);
	assert_int_equal(7000, seat_paused_ms(&s, NOW + 9000));
	assert_false(seat_auto_pause(&s, 3, NOW));
}

static void test_wrap_up_is_ended_or_extended(void **state)
{
	(void)state;
	struct seat s = online("01", NOW);
	struct seat_leg leg = { .seat = NULL };

	assert_false(seat_wrap_up(&s, 0, NOW));
	seat_leg_add(&s, &leg, 9);
	seat_leg_answer(&leg, NOW);
	seat_leg_remove(&leg, SEAT_DONE, 5000, NOW + 60000);
	assert_int_equal(60000, s.talk_ms);
	assert_true(seat_wrap_up(&s, 30000, NOW + 61000));
	assert_int_equal(SEAT_WRAP_UP, seat_state(&s, NOW + 90999));
	assert_true(seat_wrap_up(&s, 0, NOW + 70000));
	assert_int_equal(SEAT_READY, seat_state(&s, NOW + 70000));
	assert_int_equal(NOW + 70000, s.idle_since);
}

/* A queue of SEATS seats with all that differs between them at random */
struct room {
	struct seat seats[SEATS];
	struct queue_member members[SEATS];
	struct queue_member *heap[SEATS];
	struct queue queue;
	struct hall hall;
	struct rng rng;
};

static unsigned below(struct room *r, unsigned n)
{
	return (unsigned)(rng_next(&r->rng) % n);
}

static void room_init(struct room *r, const char *strategy, unsigned levels)
{
	struct queue_settings s = queue_default_settings;

	*r = (struct room){ .rng = { .state = 6 } };
	assert_int_equal(0,
			 word_decode(&s.strategy, &queue_strategies, strategy));
	for (int i = 0; i < SEATS; i++) {
		char id[] = { '0', (char)('1' + i), 0 };

		r->seats[i] = online(id, NOW);
		r->members[i].seat = &r->seats[i];
		r->members[i].level = (int)(1 + (unsigned)i % levels);
	}
	queue_init(&r->queue, "service", &s, r->members, SEATS, r->heap);
	hall_init(&r->hall, &r->queue, 1);
}

static void room_changed(struct room *r, int seat)
{
	hall_seat_changed(&r->hall, &r->seats[seat], NOW);
}

static void room_ready(struct room *r)
{
	for (int i = 0; i < SEATS; i++)
		room_changed(r, i);
}

static struct queue_member *best(struct room *r)
{
	return bench_best(&r->queue.bench, NOW);
}

static int64_t idle(const struct queue_member *m)
{
	return m->seat->idle_since;
}

static int64_t calls(const struct queue_member *m)
{
	return m->seat->answered;
}

static int64_t talk(const struct queue_member *m)
{
	return m->seat->talk_ms;
}

static int64_t turn(const struct queue_member *m)
{
	return m->turn;
}

static int64_t place(const struct queue_member *m)
{
	return m - m->bench->memberv;
}

/* What a strategy that sorts must choose, by looking at everybody */
static void check_best(struct room *r,
		       int64_t (*order)(const struct queue_member *))
{
	const struct queue_member *b = best(r);
	bool any = false;

	for (int i = 0; i < SEATS; i++) {
		const struct queue_member *m = &r->members[i];

		if (!bench_is_free(m, NOW))
			continue;
		any = true;
		assert_non_null(b);
		assert_true(b->level <= m->level);
		assert_true(b->level < m->level || order(b) <= order(m));
	}
	assert_int_equal(any, b != NULL);
}

static void shake(struct room *r)
{
	int i = (int)below(r, SEATS);
	struct seat *s = &r->seats[i];

	switch (below(r, 5)) {
	case 0:
		s->registered_until = s->registered_until ? 0 : NOW + 1000;
		break;
	case 1:
		seat_pause(s, !s->paused, "tea", NOW);
		break;
	case 2:
		s->idle_since = NOW - below(r, 1000);
		s->answered = below(r, 5);
		s->talk_ms = below(r, 5);
		break;
	case 3:
		bench_pause(&r->members[i], !r->members[i].paused, "tea");
		break;
	default:
		if (best(r))
			bench_take(best(r));
		room_ready(r);
		break;
	}
	room_changed(r, i);
}

static void test_strategies_that_sort_choose_the_first(void **state)
{
	static const struct {
		const char *name;
		int64_t (*order)(const struct queue_member *);
	} rows[] = {
		{ "longest-idle", idle },	 { "least-calls", calls },
		{ "least-talk-time", talk },	 { "round-robin", turn },
		{ "top-down", place },		 { "ring-all", place },
		{ "ring-progressively", place },
	};
	(void)state;
	struct room r;

	for (size_t k = 0; k < ARRAY_LEN(rows); k++) {
		room_init(&r, rows[k].name, 3);
		room_ready(&r);
		for (int i = 0; i < 5000; i++) {
			shake(&r);
			check_best(&r, rows[k].order);
		}
	}
}

static void test_round_robin_goes_round(void **state)
{
	(void)state;
	struct room r;

	room_init(&r, "round-robin", 1);
	room_ready(&r);
	for (int i = 0; i < 3 * SEATS; i++) {
		struct queue_member *m = best(&r);

		assert_int_equal(i % SEATS, place(m));
		bench_take(m);
		room_changed(&r, i % SEATS);
	}
}

static void test_chance_weighs_levels(void **state)
{
	enum { ROUNDS = 40000 };
	(void)state;
	struct room r;
	int chosen[SEATS] = { 0 };

	room_init(&r, "random", 2);
	room_ready(&r);
	for (int i = 0; i < ROUNDS; i++) {
		struct queue_member *m = best(&r);

		chosen[place(m)]++;
		bench_take(m);
		/* gone for a while: whoever comes back has no advantage */
		if (i % 3 == 0)
			room_ready(&r);
		else
			room_changed(&r, (int)place(m));
	}
	/* five of weight 1 and four of weight 1/2 */
	for (int i = 0; i < SEATS; i++) {
		int due = ROUNDS / (i % 2 ? 14 : 7);

		assert_in_range(chosen[i], due * 9 / 10, due * 11 / 10);
	}
}

static void test_ring_all_takes_a_whole_level(void **state)
{
	(void)state;
	struct queue_waiter w = { .queue = NULL };
	struct queue_match match;
	struct queue_member *m;
	struct room r;
	int n = 1;

	room_init(&r, "ring-all", 3);
	r.seats[3].paused = true;
	room_ready(&r);
	(void)queue_join(&r.queue, &w, 1, NOW);
	assert_true(hall_find(&r.hall, NOW, &match));
	queue_take(&match);
	while ((m = queue_take_more(&r.queue, 1, NOW, NOW)) != NULL) {
		assert_int_equal(1, m->level);
		n++;
	}
	assert_int_equal(2, n);
}

static void test_one_after_another_rings_who_may(void **state)
{
	(void)state;
	struct queue_waiter w = { .queue = NULL };
	struct queue_match match;
	struct room r;

	room_init(&r, "ring-progressively", 3);
	r.queue.settings.relaxv[0] = (struct queue_relax){ 30000, 2 };
	r.queue.settings.relaxc = 1;
	room_ready(&r);
	(void)queue_join(&r.queue, &w, 1, NOW);
	assert_true(hall_find(&r.hall, NOW, &match));
	queue_take(&match);
	for (int i = 0; i < 2; i++)
		assert_non_null(queue_take_more(&r.queue, 0, NOW, NOW + 9000));
	assert_null(queue_take_more(&r.queue, 0, NOW, NOW + 29999));
	for (int i = 0; i < 3; i++)
		assert_non_null(queue_take_more(&r.queue, 0, NOW, NOW + 30000));
	assert_null(queue_take_more(&r.queue, 0, NOW, NOW + 99000));
}

static void test_levels_open_with_waiting(void **state)
{
	(void)state;
	struct queue_waiter w = { .queue = NULL };
	struct queue_match match;
	struct room r;

	room_init(&r, "longest-idle", 3);
	r.queue.settings.relaxv[0] = (struct queue_relax){ 30000, 2 };
	r.queue.settings.relaxv[1] = (struct queue_relax){ 60000, 9 };
	r.queue.settings.relaxc = 2;
	for (int i = 0; i < SEATS; i++)
		r.seats[i].paused = i % 3 != 2;
	room_ready(&r);
	(void)queue_join(&r.queue, &w, 1, NOW);
	assert_false(hall_find(&r.hall, NOW, &match));
	assert_int_equal(NOW + 60000, hall_next_change(&r.hall, NOW));
	seat_pause(&r.seats[1], false, "", NOW);
	room_changed(&r, 1);
	assert_false(hall_find(&r.hall, NOW + 29999, &match));
	assert_int_equal(NOW + 30000, hall_next_change(&r.hall, NOW));
	assert_true(hall_find(&r.hall, NOW + 30000, &match));
	assert_ptr_equal(&r.members[1], match.member);
}

static void test_caller_keeps_the_place(void **state)
{
	(void)state;
	struct queue_settings settings = queue_default_settings;
	struct queue_waiter w[4] = { { .queue = NULL } };
	struct queue q;

	settings.max_length = 3;
	queue_init(&q, "service", &settings, NULL, 0, NULL);
	for (int i = 0; i < 3; i++)
		assert_int_equal(0, queue_join(&q, &w[i], i, NOW + i));
	assert_int_equal(EBUSY, queue_join(&q, &w[3], 3, NOW + 3));
	assert_null(w[3].queue);

	queue_leave(&w[0]);
	assert_int_equal(0, queue_join(&q, &w[3], 3, NOW + 3));
	queue_rejoin(&q, &w[0]);
	assert_int_equal(4, q.length);
	assert_ptr_equal(&w[0], q.lines[0].head);
	assert_ptr_equal(&w[3], q.lines[0].tail);
	assert_int_equal(1, queue_position(&w[0]));
	assert_int_equal(4, queue_position(&w[3]));
}

static void test_nobody_there(void **state)
{
	(void)state;
	struct queue_waiter w = { .queue = NULL };
	struct room r;

	room_init(&r, "longest-idle", 1);
	assert_int_equal(0, queue_admits(&r.queue));
	assert_false(queue_is_deserted(&r.queue));
	r.queue.settings.refuse_empty = r.queue.settings.leave_empty = true;
	assert_int_equal(ENOENT, queue_admits(&r.queue));
	room_changed(&r, 4);
	assert_int_equal(0, queue_join(&r.queue, &w, 1, NOW));
	assert_false(queue_is_deserted(&r.queue));
	seat_pause(&r.seats[4], true, "tea", NOW);
	room_changed(&r, 4);
	assert_true(queue_is_deserted(&r.queue));
}

static void test_weight_priority_and_wait_decide(void **state)
{
	(void)state;
	struct seat seat = online("01", NOW);
	struct queue_member members[3] = { { &seat, .level = 1 },
					   { &seat, .level = 1 },
					   { &seat, .level = 1 } };
	struct queue_member *heap[3];
	struct queue_waiter w[4] = { { .queue = NULL } };
	struct queue_settings heavy = queue_default_settings;
	struct queue_match match;
	struct hall hall;
	struct queue q[3];

	heavy.weight = 5;
	queue_init(&q[0], "a", &queue_default_settings, members, 1, heap);
	queue_init(&q[1], "b", &queue_default_settings, members + 1, 1,
		   heap + 1);
	queue_init(&q[2], "c", &heavy, members + 2, 1, heap + 2);
	hall_init(&hall, q, 3);
	hall_seat_changed(&hall, &seat, NOW);
	assert_false(hall_find(&hall, NOW, &match));
	(void)queue_join(&q[0], &w[0], 1, NOW + 5);
	(void)queue_join(&q[1], &w[1], 2, NOW);
	assert_true(hall_find(&hall, NOW, &match));
	assert_ptr_equal(&w[1], match.waiter);
	assert_ptr_equal(&q[1], match.queue);
	assert_ptr_equal(&seat, match.member->seat);
	w[2].priority = 3;
	(void)queue_join(&q[0], &w[2], 3, NOW + 9);
	assert_true(hall_find(&hall, NOW, &match));
	assert_ptr_equal(&w[2], match.waiter);
	assert_int_equal(2, queue_position(&w[0]));
	(void)queue_join(&q[2], &w[3], 4, NOW + 9);
	assert_true(hall_find(&hall, NOW, &match));
	assert_ptr_equal(&w[3], match.waiter);
}

/* xorshift: the same numbers everywhere */
static unsigned char random_byte(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return (unsigned char)(*x >> 32);
}

/* Most calls live long enough for something to happen to them */
static unsigned char happening(uint64_t *x)
{
	unsigned char byte = random_byte(x);
	int what = byte >> 4;

	if (what == CALL_REFUSE || (what >= CALL_CALLER_HUNG_UP && what < 14))
		return random_byte(x) & 7 ? random_byte(x) & 0x7f : byte;
	return byte;
}

static void test_no_call_is_lost_or_doubled(void **state)
{
	(void)state;
	uint64_t x = 20261122;
	int64_t results[RESULT_COUNT] = { 0 };
	struct model m;

	for (int s = 0; s < (int)queue_strategies.wordc; s++) {
		model_init(&m, s, (s + 1) % (int)queue_strategies.wordc);
		for (int i = 0; i < STEPS; i++) {
			model_step(&m, happening(&x));
			model_check(&m);
		}
		assert_int_equal(m.begun, m.board->offered);
		assert_int_equal(m.begun - m.ended, m.board->callc);
		for (int r = 0; r < RESULT_COUNT; r++)
			results[r] += m.board->results[r];
		model_release(&m);
	}
	/* the test means something: all kinds of ends were met */
	for (int r = RESULT_ANSWERED; r < RESULT_COUNT; r++)
		assert_true(results[r] > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seat_is_what_its_legs_say),
		cmocka_unit_test(test_seat_that_has_not_heard_is_not_free),
		cmocka_unit_test(test_missed_seat_rests),
		cmocka_unit_test(test_spared_seat_rests_and_missed_nothing),
		cmocka_unit_test(test_seat_that_misses_in_a_row_is_paused),
		cmocka_unit_test(test_wrap_up_is_ended_or_extended),
		cmocka_unit_test(test_strategies_that_sort_choose_the_first),
		cmocka_unit_test(test_round_robin_goes_round),
		cmocka_unit_test(test_chance_weighs_levels),
		cmocka_unit_test(test_ring_all_takes_a_whole_level),
		cmocka_unit_test(test_one_after_another_rings_who_may),
		cmocka_unit_test(test_levels_open_with_waiting),
		cmocka_unit_test(test_caller_keeps_the_place),
		cmocka_unit_test(test_nobody_there),
		cmocka_unit_test(test_weight_priority_and_wait_decide),
		cmocka_unit_test(test_no_call_is_lost_or_doubled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
