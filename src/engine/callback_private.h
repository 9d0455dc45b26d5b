/**
 * @file engine/callback_private.h  Call-backs, as callback.c and decide.c share
 * them
 */
#ifndef ENGINE_CALLBACK_PRIVATE_H
#define ENGINE_CALLBACK_PRIVATE_H

#include "engine/callback.h"
#include "engine/inbound_private.h"
#include "engine/lists.h"
#include "util/file.h"

struct callbacks {
	struct inbound *in;
	struct lists *lists;
	struct list attempts; /* in the records thread's hands */
};

/* A request until it is answered.  Between records_work() and its handler it is
 * the records thread's; so it refers to nothing of the house. */
struct attempt {
	struct le le;
	struct callbacks *of;
	callback_h *h;
	void *arg;
	struct gate_limits limits;
	struct gate_ask ask;
	struct policy_number from;
	struct policy_tenant tenant;
	char number[RECORD_NUMBER];
	char to[RECORD_NUMBER];
	char asked_by[RECORD_NAME];
	char approved_by[RECORD_NAME];
	char seat[RECORD_NAME];
	int64_t consent;
	char *folder;
	char recording[RECORD_PATH]; /* of the voucher */
	char sha256[SHA256_TEXT];
	int64_t wish; /* that it comes from, 0: none */
	struct lists *lists;
	int unread; /* the lists of people: then nothing is decided */
	enum gate_reason reason; /* begins as GATE_OFF */
	enum gate_reason reasonv[GATE_REASON_COUNT];
	size_t reasonc;
	int64_t id;
	struct record record;
	struct incall *c; /* made beforehand: memory cannot be short later */
};

/** Decide on an attempt, data, and write down what was decided; a
 * records_work_h */
int callback_decide(struct records *r, void *data);

#endif
