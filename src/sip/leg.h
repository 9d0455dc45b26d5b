/**
 * @file sip/leg.h  One side of a call: a dialog and its voice stream
 *
 * A leg comes in (leg_accept) or goes out (leg_connect, in its own file
 * sip/dial.c so that who refers to it can be seen in the object files).  Its
 * owner hears of it through handlers and ends it with leg_free(), which sends
 * whatever is due: CANCEL, a refusal, BYE, or the answer to a BYE kept.
 *
 * A BYE of the peer is kept, unanswered, until the owner has put the call on
 * record and frees the leg; retransmissions meanwhile are swallowed.
 */
#ifndef SIP_LEG_H
#define SIP_LEG_H

#include <stdbool.h>
#include <stdint.h>

#include "sip/ua.h"
#include "sip/voice.h"

struct leg;

/** What the owner of a leg is told; any may be NULL.  The leg may be freed in
 *  every one of them but voice. */
struct leg_handlers {
	/** Outgoing: the peer rings (180 to 189) */
	void (*ringing)(struct leg *leg, void *arg);
	/** Incoming: leg_progress() has told the peer where we send from.
	 *  Outgoing: it rings and sends something to hear (18x with SDP); if
	 *  this is NULL that is left alone. */
	void (*early)(struct leg *leg, void *arg);
	/** The call stands: 2xx received, or our 2xx acknowledged */
	void (*answered)(struct leg *leg, void *arg);
	/** A re-INVITE changed the voice; see leg_voice() */
	void (*voice)(struct leg *leg, void *arg);
	/** The peer asks to be replaced (REFER), and was not answered yet: with
	 *  ua_reply(), for 202 with leg_refer_accept().  NULL: it is 403. */
	void (*refer)(struct leg *leg, const struct sip_msg *msg, void *arg);
	/** How it goes with what leg_refer() asked: 100 to 199 it is tried,
	 *  200 done, else refused, by the peer or by where it led */
	void (*referred)(struct leg *leg, uint16_t status, void *arg);
	/** The peer hung up; its BYE is kept until leg_free() */
	void (*bye)(struct leg *leg, void *arg);
	/** It failed or was cancelled; status is the peer's final one, 487 for
	 *  CANCEL, 408 for silence, 500 for our own trouble */
	void (*failed)(struct leg *leg, uint16_t status, void *arg);
};

/**
 * Take a new INVITE and answer it 180
 *
 * If this fails the INVITE was refused with the fitting status.
 *
 * @param legp   Set to the leg; free it with leg_free()
 * @param msg    From ua_invite_h
 * @param local  Our RTP address for it
 * @param h      Handlers; must stay as long as the leg
 * @param arg    Handler argument
 *
 * @return 0; EBADMSG or EPROTO for the peer's SDP; ENOMEM
 */
int leg_accept(struct leg **legp, struct ua *ua, const struct sip_msg *msg,
	       const struct sa *local, const struct leg_handlers *h, void *arg);

/** Whom to ring, and as whom; all borrowed for the call.  For a leg that comes
 *  in local, pinned and law count. */
struct leg_target {
	const char *uri;	/**< Request-URI with a numeric host */
	const char *from;	/**< From URI */
	const char *from_name;	/**< Display name or NULL */
	const char *user;	/**< User part of our Contact */
	const char *headers;	/**< More header lines with CRLF, or NULL */
	const struct sa *local; /**< Our RTP address */
	bool pinned; /**< Further requests go to where it answers from */
	int law;     /**< The one to offer, or VOICE_ANY */
	/** VOICE_CLEAR but over TLS */
	enum voice_safety safety;
	/** Who we are if the peer asks (401, 407); NULL: then it has failed */
	const char *account;
	const char *secret; /**< Of the account */
	/** A memory object that the leg refers to beyond leg_free(), until the
	 *  peer has confirmed the end or nobody waits for that any more; NULL:
	 *  none */
	void *witness;
};

/** The same, insisting on a law, or pinned to where the INVITE came from */
int leg_accept_as(struct leg **legp, struct ua *ua, const struct sip_msg *msg,
		  const struct leg_target *as, const struct leg_handlers *h,
		  void *arg);

/**
 * Send an INVITE
 *
 * @param legp  Set to the leg; free it with leg_free()
 *
 * @return 0; EINVAL if the target is no numeric SIP address; ENOMEM
 */
int leg_connect(struct leg **legp, struct ua *ua,
		const struct leg_target *target, const struct leg_handlers *h,
		void *arg);

/**
 * Let the peer of an incoming leg hear us before the answer: 183 with our SDP
 *
 * @return 0; EPROTO if it is not waiting for an answer, or has offered nothing
 */
int leg_progress(struct leg *leg);

/**
 * Answer an incoming leg 200
 *
 * A peer that requires 100rel is answered once it has confirmed what it was
 * told before.
 *
 * @return 0; EPROTO if it is not waiting for that
 */
int leg_answer(struct leg *leg);

/** True if the peer required 100rel and has not confirmed what it was told;
 *  if it does not, the leg fails with 504 */
bool leg_is_unconfirmed(const struct leg *leg);

/**
 * Refuse an incoming leg that was not answered; then free it
 *
 * @param status  300 to 699
 */
void leg_reject(struct leg *leg, uint16_t status, const char *reason);

/** Say, before leg_free() of an outgoing leg that rings, that another took the
 *  call: its CANCEL tells the peer so, and it shows no missed call */
void leg_elsewhere(struct leg *leg);

/**
 * Accept a REFER (RFC 3515): answer it 202 and tell that it is being tried
 *
 * How it goes on is told with leg_notify(), which must come once with last set
 * unless the leg is freed before.
 */
void leg_refer_accept(struct leg *leg, const struct sip_msg *msg);

/** Tell the one who referred how it goes (RFC 3420); last ends it */
void leg_notify(struct leg *leg, uint16_t status, const char *reason,
		bool last);

/**
 * Keep a leg beyond its owner's leg_free(), with other handlers
 *
 * @return The leg; it ends with one more leg_free()
 */
struct leg *leg_keep(struct leg *leg, const struct leg_handlers *h, void *arg);

/** Do not keep a leg after all: its owner has it as before leg_keep() */
void leg_give_back(struct leg *leg);
/** Put a call that stands on hold, or take it back, by an offer within it;
 *  EPROTO if it does not stand */
int leg_hold(struct leg *leg, bool on);

/**
 * Ask the peer to go on with somebody else (REFER, RFC 3515), which stations
 * do; in its own file sip/refer.c
 *
 * @param uri  Whom: a SIP address, no more than 200 bytes
 *
 * @return 0; EPROTO if the call does not stand; EINVAL
 */
int leg_refer(struct leg *leg, const char *uri);

/** End a leg whatever its state, see above; NULL is allowed */
void leg_free(struct leg *leg);

/** What was agreed; NULL before that; borrowed until the next change */
const struct voice *leg_voice(const struct leg *leg);

/** Call-ID of the dialog */
const char *leg_call_id(const struct leg *leg);

/** True if a leg's dialog has this Call-ID and these tags */
bool leg_is_dialog(const struct leg *leg, const struct pl *call_id,
		   const struct pl *ours, const struct pl *theirs);

/** True from 2xx on */
bool leg_is_answered(const struct leg *leg);

#endif
