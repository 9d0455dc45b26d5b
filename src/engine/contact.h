/**
 * @file engine/contact.h  The telephones of a station
 *
 * A station may be registered from several telephones at a time.  Each is
 * reached where its REGISTER came from: behind NAT its Contact would be wrong,
 * and a Contact can name anybody.  A telephone is asked with OPTIONS now and
 * then; one that does not answer, or whose port is closed, is not rung until
 * it answers or registers again.  One that came over TCP or TLS is there as
 * long as its connection.
 */
#ifndef ENGINE_CONTACT_H
#define ENGINE_CONTACT_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/registrar.h"
#include "sip/flow.h"
#include "sip/ping.h"

/** The telephones of one station, the one to ring first at the head */
struct contacts {
	struct list list;
	struct station *station;
	const struct registrar_conf *conf;
	struct hash *sources; /**< Of all stations, by source */
	struct ua *ua;	      /**< Of the last REGISTER */
	const char *user;
	void (*changedh)(struct station *station);
};

/** One Contact of a REGISTER, judged */
struct contact_wish {
	struct sip_addr addr;
	uint32_t expires; /**< s */
	unsigned q;	  /**< Thousandths */
};

struct contact {
	struct le le;
	struct le he; /**< In the table by source */
	struct contacts *of;
	struct binding binding;
	char uri[256];	   /**< As the telephone wrote it */
	char instance[96]; /**< +sip.instance and reg-id, or "" */
	char call_id[128];
	uint32_t cseq;
	unsigned q;
	bool reached;	 /**< Answered when it was asked last */
	unsigned misses; /**< In a row */
	struct tmr expiry;
	struct tmr ask;
	struct ping *ping;
	struct flow_watch flow;
};

/** Read a Contact; false if it is none, or too long */
bool contact_read(struct contact_wish *wish, const struct sip_msg *msg,
		  const struct sip_hdr *hdr, uint32_t otherwise);

/** True if the REGISTER is older than one that was taken (RFC 3261 10.3) */
bool contacts_are_newer(const struct contacts *cs, const struct sip_msg *msg);

/** Do as a Contact wishes: bind, renew, or forget; 0 or ENOMEM */
int contacts_apply(struct contacts *cs, const struct sip_msg *msg,
		   const struct contact_wish *wish);

/** The telephone that a message came from; NULL if none is bound there */
struct contact *contact_sender(const struct hash *sources,
			       const struct sip_msg *msg);

/** Nobody listens any more where these telephones are: they are not rung until
 *  they answer or register again */
void contacts_unreached(const struct hash *sources, const struct sa *where);

/** Forget all */
void contacts_flush(struct contacts *cs);

/** When the last one that is reached ends, ms UTC; 0: none is */
int64_t contacts_until(const struct contacts *cs);

#endif
