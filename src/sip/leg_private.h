/**
 * @file sip/leg_private.h  A leg, as leg.c and dial.c share it
 */
#ifndef SIP_LEG_PRIVATE_H
#define SIP_LEG_PRIVATE_H

#include "sip/leg.h"

/** Room for header lines of a session timer */
#define REFRESH_LINES 128

struct leg {
	struct ua *ua;
	struct sipsess *sess;
	struct voice_session *session;
	struct voice voice;
	bool agreed;   /**< voice is set */
	bool answered; /**< 2xx went one way or the other */
	bool pinned;   /**< The peer is where its messages come from */
	bool freeing;  /**< The owner is not to be told any more */
	struct ua_watch watch;
	struct sip_msg *bye;	  /**< Kept until leg_free() */
	struct sip_msg *progress; /**< Last 1xx of a leg that goes out */
	char *uri;		  /**< What such a leg rings */
	struct {
		uint32_t interval; /**< s of RFC 4028, 0: none */
		bool ours;	   /**< We refresh it */
		bool update;	   /**< The peer takes UPDATE */
		struct tmr refresh;
		struct tmr lapse;
		struct sip_request *req; /**< UPDATE under way */
	} timer;
	char lines[REFRESH_LINES]; /**< Of the timer, for our 2xx */
	struct {
		struct tmr repeat;
		struct mbuf *desc; /**< SDP of the last provisional answer */
		uint32_t rseq;	   /**< Of it */
		uint32_t cseq;	   /**< Of the INVITE */
		unsigned repeats;
		uint16_t status;
		bool required; /**< By the INVITE */
		bool pending;  /**< No PRACK has come yet */
		bool early;    /**< 183 waits for it */
		bool answer;   /**< 2xx waits for it */
		bool told;     /**< The SDP is confirmed, 2xx has none */
	} rel;
	uint32_t refer_id;	   /**< Of the subscription by REFER */
	struct sip_request *refer; /**< REFER of ours under way */
	const struct leg_handlers *h;
	void *arg;
	const struct leg_handlers *owner_h; /**< Before leg_keep() */
	void *owner_arg;
};

/* sip/refresh.c */

/** Refuse a request 422 whose interval is too short; true if it was */
bool refresh_refuse(struct ua *ua, const struct sip_msg *msg);

/** Agree to what a request of the peer asks, and write the lines of our 2xx */
void refresh_answer(struct leg *leg, const struct sip_msg *msg,
		    char lines[REFRESH_LINES]);

/** Take what the 2xx to a request of ours says */
void refresh_answered(struct leg *leg, const struct sip_msg *msg);

/** Begin what was agreed */
void refresh_start(struct leg *leg);

/** Stop */
void refresh_stop(struct leg *leg);

/* sip/reliable.c */

/** See whether an INVITE wants provisional answers that it confirms */
void reliable_begin(struct leg *leg, const struct sip_msg *msg);

/** Lines of the next provisional answer, "" if it is not to be confirmed */
const char *reliable_lines(struct leg *leg, char lines[REFRESH_LINES]);

/** It went out: repeat it until PRACK */
void reliable_sent(struct leg *leg);

/** Send 183 with rel.desc */
int reliable_progress(struct leg *leg);

/** Take a PRACK */
void reliable_take(struct leg *leg, const struct sip_msg *msg);

/** Stop repeating */
void reliable_stop(struct leg *leg);

/* sip/within.c */

/** A request within the dialog, but BYE, ACK and CANCEL */
bool leg_on_request(const struct sip_msg *msg, void *arg);

/** Print our Contact, for requests within the dialog */
int leg_contact(enum sip_transp tp, const struct sa *src, const struct sa *dst,
		struct mbuf *mb, void *arg);

/** Make a leg that has no dialog yet; of the target local, law and safety */
int leg_alloc(struct leg **legp, struct ua *ua, const struct leg_target *target,
	      const struct leg_handlers *h, void *arg);

/** Watch for the BYE of the dialog just made */
void leg_watch(struct leg *leg);

/* Handlers for libre's session */
int leg_on_reoffer(struct mbuf **descp, const struct sip_msg *msg, void *arg);
int leg_on_offer(struct mbuf **descp, const struct sip_msg *msg, void *arg);
int leg_on_answer(const struct sip_msg *msg, void *arg);
void leg_on_established(const struct sip_msg *msg, void *arg);
void leg_on_close(int err, const struct sip_msg *msg, void *arg);

#endif
