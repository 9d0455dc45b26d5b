/**
 * @file sip/reg.h  Registering a station with a registrar
 *
 * For stations, that is for the drill and the tests: the engine has no outward
 * registration.
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
	const struct sa *registrar; /**< UDP address of it */
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
