/**
 * @file sip/reg.h  Registering a station with a registrar
 *
 * For stations, that is for the drill and the tests, and for the engine's
 * account at a carrier (engine/carrier.h), its only outward registration.
 * What fails is tried again after 15 to 30 s, then twice as long each time, at
 * most half an hour.
 */
#ifndef SIP_REG_H
#define SIP_REG_H

#include <stdint.h>

#include "sip/ua.h"

struct reg;

/** A registration was answered: status 200, or the refusal, or 408 */
typedef void reg_h(uint16_t status, void *arg);

/** Who registers where; copied */
struct reg_conf {
	const struct sa *registrar; /**< Address of it */
	enum sip_transp tp;	    /**< SIP_TRANSP_UDP, TCP or TLS */
	const char *realm;	    /**< Host part of the address of record */
	const char *user;	    /**< Also the user of our Contact */
	const char *secret;
	uint32_t expires; /**< s; refreshed in time by itself */
};

/**
 * Register and stay registered until reg_free(), which takes it back
 *
 * @param regp  Set to the registration
 * @param h     Told of every final answer but 401 and 407
 *
 * @return 0, EINVAL or ENOMEM
 */
int reg_alloc(struct reg **regp, struct ua *ua, const struct reg_conf *conf,
	      reg_h *h, void *arg);

/** Unregister and forget; NULL is allowed */
void reg_free(struct reg *reg);

#endif
