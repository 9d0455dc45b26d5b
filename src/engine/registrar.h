/**
 * @file engine/registrar.h  Where the stations are
 *
 * Each seat has one station, which registers with digest authentication; the
 * registration of the last one counts.  A station is reached where its REGISTER
 * came from, which is also how its INVITEs are told from others'.
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

/**
 * Make a registrar
 *
 * @param rp    Set to it; free it with registrar_free()
 * @param h     Told of changes
 * @param nowh  Asked for the time, with arg
 */
int registrar_alloc(struct registrar **rp, const char *realm, registrar_h *h,
		    registrar_now_h *nowh, void *arg);

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

/** Answer a request if it is a REGISTER; true if it was */
bool registrar_request(struct registrar *r, struct ua *ua,
		       const struct sip_msg *msg);

/** Refuse a request 403, keeping no state and writing few lines of log */
void registrar_refuse(struct registrar *r, struct ua *ua,
		      const struct sip_msg *msg, const char *why);

/** Where a station is; NULL if it is not registered */
const struct binding *registrar_binding(const struct station *station);

/** Owner of the station that sent a message; NULL if none did */
void *registrar_sender(const struct registrar *r, const struct sip_msg *msg);

#endif
