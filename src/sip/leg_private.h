/**
 * @file sip/leg_private.h  A leg, as leg.c and dial.c share it
 */
#ifndef SIP_LEG_PRIVATE_H
#define SIP_LEG_PRIVATE_H

#include "sip/leg.h"

struct leg {
	struct ua *ua;
	struct sipsess *sess;
	struct voice_session *session;
	struct voice voice;
	bool agreed;   /**< voice is set */
	bool answered; /**< 2xx went one way or the other */
	bool freeing;  /**< The owner is not to be told any more */
	struct ua_watch watch;
	struct sip_msg *bye; /**< Kept until leg_free() */
	const struct leg_handlers *h;
	void *arg;
};

/** Make a leg that has no dialog yet; of the target local, law and safety */
int leg_alloc(struct leg **legp, struct ua *ua, const struct leg_target *target,
	      const struct leg_handlers *h, void *arg);

/** Watch for the BYE of the dialog just made */
void leg_watch(struct leg *leg);

/* Handlers for libre's session */
int leg_on_offer(struct mbuf **descp, const struct sip_msg *msg, void *arg);
int leg_on_answer(const struct sip_msg *msg, void *arg);
void leg_on_established(const struct sip_msg *msg, void *arg);
void leg_on_close(int err, const struct sip_msg *msg, void *arg);

#endif
