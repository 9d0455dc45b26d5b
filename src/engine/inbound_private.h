/**
 * @file engine/inbound_private.h  A call, as inbound.c, incall.c and offer.c
 * share it
 */
#ifndef ENGINE_INBOUND_PRIVATE_H
#define ENGINE_INBOUND_PRIVATE_H

#include "engine/inbound.h"
#include "engine/offer.h"
#include "sip/leg.h"

struct inbound {
	struct inbound_conf conf;
	struct list calls;
	struct list refusals; /**< Waiting for their record */
	struct tmr match;     /**< Give waiting callers to free seats */
	bool left;	      /**< A seat went: queues may be deserted */
	bool draining;
	inbound_idle_h *idleh;
	void *idle_arg;
	int64_t warned; /**< Strangers were last logged, ms UTC */
};

struct incall;

/** One side of a call: what its stream carries as its argument */
struct side {
	struct incall *c;
	struct leg *leg; /**< Of a seat: once it answered */
	struct stream *stream;
	struct sa signal; /**< Where its signalling comes from */
};

struct incall {
	struct le le;
	struct inbound *in;
	struct call call;
	struct call_limits limits;
	struct side caller;
	struct side seat;
	struct list offers; /**< Seats that ring or talk, see engine/offer.h */
	struct fork *taken; /**< The seat's leg that answered */
	struct desk *back;  /**< Gave the call to the seat that rings */
	const struct menu *menu;
	struct queue *queue;
	struct queue_waiter waiter;
	struct recording *rec; /**< Until the recorder is done with it */
	struct tmr timer;      /**< Of the state's time limit */
	struct tmr grow;       /**< Until one more seat rings */
	struct tmr tell;       /**< Until the caller is told how he stands */
	struct announce_state told;
	unsigned streams;      /**< Open or closing */
	unsigned pending;      /**< Records handed over */
	struct tmr failure;    /**< Tells h that one could not be */
	records_h *failedh;
	bool closing; /**< The last record was handed over */
	bool kept;    /**< It is on disk, or cannot be */
};

/** Take an INVITE that policy let in */
void incall_begin(struct inbound *in, const struct sip_msg *msg,
		  const struct policy_ruling *ruling);

/** Something happened: move the call on and do what is due */
void incall_step(struct incall *c, enum call_signal on);

/** Give a call up that could not end in time; media have stopped */
void incall_discard(struct incall *c);

/** The recorder is done with the call's recording */
void incall_recorded(struct incall *c, const struct recorder_done *done);

/** Look for callers and seats for each other soon */
void inbound_match(struct inbound *in);

/** Have one more seat ring for a call after a time, if its queue does so */
void incall_grow(struct incall *c);

/** A seat missed a call of a queue, which may pause it */
void inbound_missed(struct inbound *in, struct desk *desk,
		    const struct queue *queue);

/** A call left: tell who waits for the last one */
void inbound_left(struct inbound *in);

/** A seat is in another state: announce it, and wake when it changes next */
void inbound_seat_changed(struct inbound *in, struct desk *desk);

#endif
