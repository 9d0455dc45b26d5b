/**
 * @file engine/lease.h  Watching the contracts of tenants
 *
 * Whether a tenant is served is decided at each call (call/policy.h), so that a
 * contract that ends at midnight has ended.  This says so in the log, and
 * beforehand: at the start and at each midnight in China.
 */
#ifndef ENGINE_LEASE_H
#define ENGINE_LEASE_H

#include "engine/house.h"

struct leases;

/** Days before the end of a contract that are warned of */
#define LEASE_WARN_DAYS 30

/** Begin; the house must live as long; 0 or ENOMEM */
int leases_start(struct leases **lp, const struct house *house);

/** End; NULL is allowed */
void leases_stop(struct leases *l);

#endif
