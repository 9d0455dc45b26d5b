/**
 * @file tests/unit/leg.c  Two endpoints on one loop call each other
 */
#include "sip/leg.h"

#include <errno.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "sip/loop.h"

struct party {
	struct ua *ua;
	struct leg *leg;
	struct sa local;
	bool answer; /**< Answers what comes in */
	bool keep_bye;
	unsigned invites;
	unsigned ringing;
	unsigned answered;
	unsigned byes;
	unsigned failed;
	uint16_t status;
};

static struct party caller, seat;
static struct tmr guard, later;

static void on_guard(void *arg)
{
	(void)arg;
	loop_stop();
}

static void run(void)
{
	tmr_start(&guard, 3000, on_guard, NULL);
	assert_int_equal(0, loop_run());
	assert_true(tmr_isrunning(&guard));
	tmr_cancel(&guard);
}

static void on_ringing(struct leg *leg, void *arg)
{
	struct party *p = arg;

	(void)leg;
	p->ringing++;
}

static void on_answered(struct leg *leg, void *arg)
{
	struct party *p = arg;

	(void)leg;
	p->answered++;
	if (caller.answered && seat.answered)
		loop_stop();
}

static void on_bye(struct leg *leg, void *arg)
{
	struct party *p = arg;

	(void)leg;
	p->byes++;
	if (!p->keep_bye) {
		leg_free(p->leg);
		p->leg = NULL;
	}
	loop_stop();
}

static void on_failed(struct leg *leg, uint16_t status, void *arg)
{
	struct party *p = arg;

	(void)leg;
	p->failed++;
	p->status = status;
	loop_stop();
}

static const struct leg_handlers handlers = {
	.ringing = on_ringing,
	.answered = on_answered,
	.bye = on_bye,
	.failed = on_failed,
};

static void on_invite(const struct sip_msg *msg, void *arg)
{
	struct party *p = arg;

	p->invites++;
	assert_int_equal(
		0, leg_accept(&p->leg, p->ua, msg, &p->local, &handlers, p));
	if (p->answer)
		assert_int_equal(0, leg_answer(p->leg));
}

static void open_ua(struct party *p, ua_invite_h *inviteh)
{
	static const char *const listenv[] = { "udp:127.0.0.1:0",
					       "tcp:127.0.0.1:0" };
	const struct ua_conf conf = {
		.listenv = listenv,
		.listenc = 2,
		.software = "test",
		.table = 16,
		.inviteh = inviteh,
		.arg = p,
	};

	assert_int_equal(0, ua_alloc(&p->ua, &conf));
}

static int setup(void **state)
{
	(void)state;
	caller = (struct party){ .answer = true };
	seat = (struct party){ .answer = true };
	assert_int_equal(0, sa_set_str(&caller.local, "127.0.0.1", 40000));
	assert_int_equal(0, sa_set_str(&seat.local, "127.0.0.1", 40010));
	open_ua(&caller, on_invite);
	open_ua(&seat, on_invite);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	leg_free(caller.leg);
	leg_free(seat.leg);
	ua_free(caller.ua);
	ua_free(seat.ua);
	return 0;
}

static void call(enum sip_transp tp, int law)
{
	char uri[96];
	struct sa addr;
	const struct leg_target target = {
		.uri = uri,
		.from = "sip:13800000001@127.0.0.1",
		.user = "caller",
		.local = &caller.local,
		.law = law,
	};

	assert_int_equal(0, ua_address(seat.ua, tp, &addr));
	(void)re_snprintf(uri, sizeof(uri), "sip:01@%J;transport=%s", &addr,
			  tp == SIP_TRANSP_TCP ? "tcp" : "udp");
	assert_int_equal(0, leg_connect(&caller.leg, caller.ua, &target,
					&handlers, &caller));
}

static void test_call_is_answered_and_hung_up(void **state)
{
	(void)state;
	call(SIP_TRANSP_UDP, VOICE_ANY);
	run();
	assert_int_equal(1, seat.invites);
	assert_int_equal(1, caller.ringing);
	assert_int_equal(VOICE_PCMA, leg_voice(caller.leg)->law);
	assert_int_equal(VOICE_PCMA, leg_voice(seat.leg)->law);
	assert_int_equal(40010, sa_port(&leg_voice(caller.leg)->remote));
	assert_int_equal(40000, sa_port(&leg_voice(seat.leg)->remote));
	assert_int_equal(101, leg_voice(seat.leg)->keys);

	leg_free(caller.leg);
	caller.leg = NULL;
	run();
	assert_int_equal(1, seat.byes);
}

static void test_call_over_tcp_with_mu_law(void **state)
{
	(void)state;
	call(SIP_TRANSP_TCP, VOICE_PCMU);
	run();
	assert_int_equal(VOICE_PCMU, leg_voice(seat.leg)->law);
	leg_free(seat.leg);
	seat.leg = NULL;
	run();
	assert_int_equal(1, caller.byes);
}

static void on_later(void *arg)
{
	struct party *p = arg;

	leg_free(p->leg);
	p->leg = NULL;
	tmr_start(&later, 50, on_guard, NULL);
}

/* A BYE is answered when its leg is freed and not before, retransmissions or
 * not: the record has to be on disk first */
static void test_bye_waits_for_the_owner(void **state)
{
	(void)state;
	seat.keep_bye = true;
	call(SIP_TRANSP_UDP, VOICE_ANY);
	run();
	leg_free(caller.leg);
	caller.leg = NULL;
	run();
	assert_int_equal(1, seat.byes);

	tmr_start(&later, 1700, on_later, &seat);
	run();
	assert_int_equal(1, seat.byes);
	assert_int_equal(0, seat.failed);
}

static void test_cancel_ends_a_ringing_call(void **state)
{
	(void)state;
	seat.answer = false;
	call(SIP_TRANSP_UDP, VOICE_ANY);
	tmr_start(&later, 100, on_later, &caller);
	run();
	tmr_cancel(&later);
	assert_int_equal(1, seat.failed);
	assert_int_equal(487, seat.status);
}

static void test_refusal_reaches_the_caller(void **state)
{
	(void)state;
	ua_free(seat.ua);
	open_ua(&seat, NULL);
	call(SIP_TRANSP_UDP, VOICE_ANY);
	run();
	assert_int_equal(1, caller.failed);
	assert_int_equal(486, caller.status);
}

static void test_names_are_not_resolved(void **state)
{
	const struct leg_target target = {
		.uri = "sip:01@seat.example",
		.from = "sip:1@127.0.0.1",
		.user = "caller",
		.local = &caller.local,
		.law = VOICE_ANY,
	};

	(void)state;
	assert_int_equal(EINVAL, leg_connect(&caller.leg, caller.ua, &target,
					     &handlers, &caller));
	assert_null(caller.leg);
}

/* The loop is held up twice: the probe that is due in the first pause is sent
 * right before the second, and lies in the socket as long */
static void on_block(void *arg)
{
	unsigned *times = arg;

	(void)usleep(450 * 1000);
	if (--*times)
		tmr_start(&later, 0, on_block, times);
	else
		tmr_start(&later, 0, on_guard, NULL);
}

static void test_lag_is_what_a_datagram_waits(void **state)
{
	unsigned times = 2;

	(void)state;
	tmr_start(&later, 250, on_guard, NULL);
	run();
	assert_in_range(ua_lag(caller.ua), 0, 50);

	tmr_start(&later, 0, on_block, &times);
	run();
	assert_in_range(ua_lag(caller.ua), 300, 600);
}

static int open_loop(void **state)
{
	(void)state;
	return loop_open(1024);
}

static int close_loop(void **state)
{
	(void)state;
	loop_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_call_is_answered_and_hung_up, setup, teardown),
		cmocka_unit_test_setup_teardown(test_call_over_tcp_with_mu_law,
						setup, teardown),
		cmocka_unit_test_setup_teardown(test_bye_waits_for_the_owner,
						setup, teardown),
		cmocka_unit_test_setup_teardown(test_cancel_ends_a_ringing_call,
						setup, teardown),
		cmocka_unit_test_setup_teardown(test_refusal_reaches_the_caller,
						setup, teardown),
		cmocka_unit_test_setup_teardown(test_names_are_not_resolved,
						setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_lag_is_what_a_datagram_waits, setup, teardown),
	};

	return cmocka_run_group_tests(tests, open_loop, close_loop);
}
