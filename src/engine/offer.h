/**
 * @file engine/offer.h  The seat's side of a call
 *
 * A call is offered to one seat or to several, and to each wherever its station
 * is registered.  The first that answers takes it; the others' legs are
 * cancelled with "Call completed elsewhere", so that their telephones show no
 * missed call.  Once all are gone the call hears CALL_SEAT_REFUSED.
 *
 * All legs of an offer name the same RTP ports: the call has one stream towards
 * the seats from the first ring on, which takes sound from nobody before a seat
 * has answered.
 *
 * Only this file rings (engine/ring.h); what it rings is a desk, never a text.
 */
#ifndef ENGINE_OFFER_H
#define ENGINE_OFFER_H

#include <stdbool.h>

#include "call/queue.h"
#include "engine/house.h"

struct incall;

/** Set up a call's side of seats, without one */
void offers_init(struct incall *c);

/**
 * Have a seat for the call: it is taken for nothing else from now on
 *
 * The seat must have no leg.  It rings with offers_ring().
 *
 * @return 0 or ENOMEM
 */
int offers_add(struct incall *c, struct desk *desk);

/** Ring the seats that were added and do not ring yet; those that cannot be
 *  rung are dropped; CALL_SEAT_REFUSED if none is left */
void offers_ring(struct incall *c);

/** Seats that ring or talk */
size_t offers_count(const struct incall *c);

/** The desk that took the call, NULL if none has */
struct desk *offers_taken(const struct incall *c);

/**
 * Drop all seats and close their stream
 *
 * A seat that talked has its wrap-up.  One that rang has missed the call if it
 * did not answer in time, and rests.
 *
 * @param missed  The seats are to blame that nobody answered
 */
void offers_drop(struct incall *c, bool missed);

/** Free everything once media have stopped, telling nobody but the stations */
void offers_discard(struct incall *c);

/**
 * Give a call that is connected to a named seat (blind transfer)
 *
 * The seat that has it is released and the caller hears ringback.  If the other
 * does not take it, the first is rung again, and then the queue has it, at the
 * place of one who has waited all along.
 *
 * @return 0; EBUSY if the seat cannot be rung now, EPERM if it is another
 *         tenant's, EPROTO if the call is not connected: then nothing has
 *         changed
 */
int offers_hand_to_seat(struct incall *c, struct desk *desk);

/**
 * Give a call that is connected the seat of another one (attended transfer)
 *
 * Both must be connected.  The seat that has the call is released; the other's
 * stream goes on as it is, so that its telephone notices nothing.  The call it
 * comes from is left without a seat, and is to be ended.
 */
void offers_take_over(struct incall *c, struct incall *from);

/**
 * Give a call that is connected, or waits, to a queue (blind transfer)
 *
 * @return 0; EBUSY or ENOENT if the queue takes nobody now, EPERM if it is
 *         another tenant's, EPROTO if the call neither talks nor waits: then
 *         nothing has changed
 */
int offers_hand_to_queue(struct incall *c, struct queue *queue);

/**
 * Nobody took a call that was handed to a seat: ring the one that gave it
 *
 * @return True if it is being rung
 */
bool offers_give_back(struct incall *c);

/** Sound to the seat that talks goes as its leg agreed */
void offers_agree(struct incall *c);

/** The call that has a leg on a seat, NULL if none */
struct incall *offers_call(const struct desk *desk);

/** No telephone of a seat is there any more: a call that rings there rings
 *  there no longer.  One that was answered goes on, for its sound may. */
void offers_station_left(struct incall *c, const struct desk *desk);

/** The house is another: seats have moved */
void offers_rehouse(struct incall *c);

#endif
