/**
 * @file engine/engine_private.h  The engine, as engine.c and control.c share it
 */
#ifndef ENGINE_ENGINE_PRIVATE_H
#define ENGINE_ENGINE_PRIVATE_H

#include "engine/carrier.h"
#include "engine/control.h"
#include "engine/engine.h"
#include "engine/house.h"
#include "engine/inbound.h"
#include "engine/reading.h"

struct engine {
	const struct config *conf;
	const struct engine_options *options;
	struct house *house;
	struct registrar *registrar;
	struct records *records;
	struct recorder *recorder;
	struct bell *recorded;
	struct prompts *prompts; /**< The media plane's, of the start */
	struct media *media;
	struct ua *ua;
	struct inbound *inbound;
	struct carriers *carriers;
	struct leases *leases;
	struct lists *lists;
	struct places *places;
	struct callbacks *callbacks;
	struct tmr timer;
	struct tmr watchdog;
	struct reload {
		struct reading *reading; /**< NULL: none is under way */
		int64_t begin;		 /**< Monotonic ms */
		struct list waiters;	 /**< Are told how it went */
		struct list late; /**< Came after it had begun: it is read
				       again for them */
		bool again;
	} reload;
	unsigned signals;
	bool guest_started;
};

/** End what is under way of control_reload(); nobody is told */
void reload_stop(struct reload *reload);

#endif
