/**
 * @file engine/engine_private.h  The engine, as engine.c and control.c share it
 */
#ifndef ENGINE_ENGINE_PRIVATE_H
#define ENGINE_ENGINE_PRIVATE_H

#include "engine/carrier.h"
#include "engine/engine.h"
#include "engine/house.h"
#include "engine/inbound.h"

struct engine {
	const struct config *conf;
	const struct engine_options *options;
	struct house *house;
	struct registrar *registrar;
	struct records *records;
	struct recorder *recorder;
	struct bell *recorded;
	struct media *media;
	struct ua *ua;
	struct inbound *inbound;
	struct carriers *carriers;
	struct leases *leases;
	struct callbacks *callbacks;
	struct tmr timer;
	struct tmr watchdog;
	unsigned signals;
	bool guest_started;
};

#endif
