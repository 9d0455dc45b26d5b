/**
 * @file engine/registrar.h  Where the stations are
 *
 * Each seat has one station, which registers with digest authentication, from
 * one telephone or from several (engine/contact.h).  A station is reached where
 * its REGISTER came from, which is also how its INVITEs are told from others'.
 *
 * Who guesses secrets is slowed (engine/slow.h).  A telephone that is
 * registered is let renew whatever others at its address do.
 */
#ifndef ENGINE_REGISTRAR_H
#define ENGINE_REGISTRAR_H

#include <stdbool.h>
#include <stdint.h>

#include "sip/ua.h"

struct registrar;
struct station;

/** Where a station can be rung */
struct binding {
	char uri[192]; /**< Request-URI, numeric */
	struct sa source;
	enum sip_transp tp;
	int64_t until; /**< ms UTC */
};

/** A station came, went or renewed; until is 0 if it went */
typedef void registrar_h(int64_t until, void *owner);

/** The present instant, ms UTC, of a clock that does not jump */
typedef int64_t registrar_now_h(void *arg);

/** How to be a registrar; copied, realm is borrowed */
struct registrar_conf {
	const char *realm;
	unsigned algorithms;  /**< Bits of enum digest_algorithm */
	uint32_t min_expires; /**< s; shorter ones are refused 423 */
	uint32_t max_expires; /**< s; longer ones are cut */
	uint32_t contacts;    /**< Telephones of a station, the oldest gives way
				   to one more */
	uint32_t qualify;     /**< s between questions; 0: none are asked */
	registrar_h *h;	      /**< Told of changes */
	registrar_now_h *nowh; /**< Asked for the time, with arg */
	void *arg;
};

/** Most of registrar_conf.contacts */
#define REGISTRAR_CONTACTS 16

/**
 * Make a registrar
 *
 * @param rp  Set to it; free it with registrar_free()
 */
int registrar_alloc(struct registrar **rp, const struct registrar_conf *conf);

/** Free it with its stations; NULL is allowed */
void registrar_free(struct registrar *r);

/**
 * Add a station
 *
 * @param sp     Set to the station, which lives as long as the registrar
 * @param owner  Handed to the change handler
 */
int registrar_add(struct registrar *r, struct station **sp, const char *user,
		  const char *secret, void *owner);

/** A station has another owner or secret (NULL: the same); it stays
 *  registered */
void registrar_change(struct station *station, const char *secret, void *owner);

/** Take a station out, with its registrations; its owner is not told */
void registrar_remove(struct station *station);

/** Answer a request if it is a REGISTER; true if it was */
bool registrar_request(struct registrar *r, struct ua *ua,
		       const struct sip_msg *msg);

/** No station listens any more at an address that we sent to */
void registrar_unreached(struct registrar *r, const struct sa *where);

/** Refuse a request 403, keeping no state and writing few lines of log */
void registrar_refuse(struct registrar *r, struct ua *ua,
		      const struct sip_msg *msg, const char *why);

/** Where a station is, the telephone of the highest q first; NULL if it is not
 *  registered, or no telephone of it answers */
const struct binding *registrar_binding(const struct station *station);

/**
 * Where all telephones of a station are, in the order to ring them
 *
 * @param bindingv  Receives them
 *
 * @return How many
 */
size_t registrar_bindings(const struct station *station,
			  const struct binding *bindingv[REGISTRAR_CONTACTS]);

/** Owner of the station that sent a message; NULL if none did */
void *registrar_sender(const struct registrar *r, const struct sip_msg *msg);

#endif
