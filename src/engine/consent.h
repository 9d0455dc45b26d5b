/**
 * @file engine/consent.h  Taking back what a caller agreed to
 *
 * The voucher stays, with its recording; a row of the table withdrawal of
 * calls.db says when and how it was taken back, and the call-back gate is shut
 * for it from then on.  All of it is told once it is on disk.
 */
#ifndef ENGINE_CONSENT_H
#define ENGINE_CONSENT_H

#include <stdint.h>

#include "engine/records.h"

/** Most bytes of a reason */
#define CONSENT_REASON_MAX 500

/**
 * Told what came of it
 *
 * @param err    0; ENOENT if there is no such voucher, EEXIST if it was
 *               withdrawn before; else the record could not be kept
 * @param count  Vouchers that were withdrawn
 */
typedef void consent_h(int err, unsigned count, void *arg);

/** Somebody puts down that a user withdrew: texts are copied */
struct consent_order {
	int64_t consent;
	int64_t at;	    /**< ms UTC */
	const char *who;    /**< Supervisor */
	const char *reason; /**< As the user said it */
};

/** Withdraw one voucher, as a supervisor; 0 or ENOMEM */
int consent_withdraw(struct records *r, const struct consent_order *order,
		     consent_h *h, void *arg);

/**
 * Withdraw all that a caller agreed to for a purpose and a tenant, as he
 * himself in a call
 *
 * @param call  Its record: caller, tenant, id
 *
 * @return 0 or ENOMEM
 */
int consent_withdraw_all(struct records *r, const struct record *call,
			 const char *purpose, int64_t at, consent_h *h,
			 void *arg);

#endif
