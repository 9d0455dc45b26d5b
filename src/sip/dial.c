/**
 * @file sip/dial.c  Legs that go out
 *
 * By itself, so that an object file that can place a call is known by its
 * reference to leg_connect().
 */
#include <errno.h>

#include "sip/leg.h"
#include "sip/leg_private.h"
#include "util/err.h"
#include "util/lang.h"

static void on_progress(const struct sip_msg *msg, void *arg)
{
	struct leg *leg = arg;

	if (msg->scode > 100 && leg->h->ringing && !leg->freeing)
		leg->h->ringing(leg, leg->arg);
}

int leg_connect(struct leg **legp, struct ua *ua,
		const struct leg_target *target, const struct leg_handlers *h,
		void *arg)
{
	struct mbuf *desc = NULL;
	struct leg *leg;
	int err;

	err = leg_alloc(&leg, ua, target, h, arg);
	if (err)
		return err;

	err = voice_offer(leg->session, &desc);
	if (!err)
		err = sipsess_connect(
			&leg->sess, ua_sessions(ua), target->uri,
			target->from_name, target->from, target->user, NULL, 0,
			"application/sdp", desc, NULL, NULL, false,
			leg_on_offer, leg_on_answer, on_progress,
			leg_on_established, NULL, NULL, leg_on_close, leg, "%s",
			target->headers ? target->headers : "");
	mem_deref(desc);
	if (err) {
		leg->freeing = true;
		mem_deref(leg);
		return err_set(err == ENOMEM ? ENOMEM : EINVAL,
			       _("cannot place the call"));
	}

	leg_watch(leg);
	*legp = leg;
	return 0;
}
