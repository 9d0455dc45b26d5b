/**
 * @file engine/inbound_private.h  A call, as the files of the engine that
 * carry it on share it
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
	struct list endings;  /**< Of seats' legs, see engine/ending.h */
	struct tmr match;     /**< Give waiting callers to free seats */
	const struct policy_list *barred; /**< Of engine/lists.h */
	const struct policy_doors *doors; /**< Likewise */
	struct places *places;		  /**< Of engine/places.h */
	bool left; /**< A seat went: queues may be deserted */
	bool draining;
	bool unrecorded; /**< The disk takes no recordings */
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

/** Where the caller is on his way; engine/flow.c, menu.c, wait.c and
 *  statement.c share it */
struct flow {
	const struct menu
		*menu; /**< Last one he was in, at first the number's */
	struct menu_state at;
	enum speech_language language;
	struct speech speech; /**< What is announced next */
	struct place after;   /**< And where he goes then */
	unsigned places;      /**< He was sent to, to find endless loops */
	struct tmr wait;      /**< For a key, or until something is offered */
	bool offered;	      /**< His place was offered to be kept */

	struct held *held; /**< The one he is asked the PIN of */
	char pin[HELD_PIN];
	unsigned pin_tries;
	struct place otherwise; /**< Where he goes without it */
	int64_t since;		/**< Of the place he came back to, or 0 */

	struct desk *dialled; /**< Whose number he keyed */
	unsigned row;	      /**< Of the message box or consent */
	bool message;	      /**< He is asked for a message, not for consent */
	bool untaken;	      /**< What he says now is not recorded */
	struct recording *said;
	struct record_consent *voucher;
	unsigned statements; /**< So far */
	bool busy;   /**< Something goes to disk before he hears of it */
	bool saving; /**< Likewise what he said, before he is thanked */
};

struct incall {
	struct le le;
	struct inbound *in;
	const struct house *house; /**< Whose menus and ways it takes */
	unsigned born;		   /**< Generation of the house it began in */
	struct call call;
	struct call_limits limits;
	struct side caller;
	struct side seat;
	struct list offers; /**< Seats that ring or talk, see engine/offer.h */
	struct fork *taken; /**< The seat's leg that answered */
	struct transfer *transfer; /**< Whoever gave it hears how it goes */
	struct incall *consult;	   /**< Its seat asks another about it */
	struct incall *about;	   /**< It is such a question */
	struct desk *back;	   /**< Gave the call to the seat that rings */
	struct queue *queue;	   /**< NULL before the first */
	struct queue_waiter waiter;
	int64_t shift; /**< Of its clock from house_now(), for its life */
	struct recording *rec; /**< Until the recorder is done with it */
	struct tmr timer;      /**< Of the state's time limit */
	struct tmr grow;       /**< Until one more seat rings */
	struct tmr tell;       /**< Until the caller is told how he stands */
	struct announce_state told;
	struct flow flow;
	struct trail trail; /**< Steps that are not handed over yet */
	bool answered;	    /**< That is noted */
	bool holds[2];	    /**< The caller, the seat put the other on hold */
	struct callback *callback;    /**< It is a call-back; NULL: it is not */
	struct policy_tenant *tenant; /**< It counts as one of its calls */
	unsigned streams;	      /**< Open or closing */
	unsigned pending;	      /**< Records handed over */
	struct tmr failure;	      /**< Tells h that one could not be */
	records_h *failedh;
	bool early;   /**< What is said first is said before the answer */
	bool record;  /**< Conversations are recorded: so it was announced */
	bool tones;   /**< His keys are looked for in the sound */
	bool closing; /**< The last record was handed over */
	bool kept;    /**< It is on disk, or cannot be */
};

/** Take an INVITE that policy let in */
void incall_begin(struct inbound *in, const struct sip_msg *msg,
		  const struct policy_ruling *ruling);

/** Have a call that has no leg yet; NULL: the INVITE was refused */
struct incall *incall_alloc(struct inbound *in, const struct sip_msg *msg);

/** Take its INVITE, once its record says who calls whom; false: it was refused
 *  and the call is, or will be, freed */
bool incall_admit(struct incall *c, const struct sip_msg *msg);

/** Its first leg is there: run its clock, tell the board, and have h told when
 *  its record is on disk */
void incall_set_off(struct incall *c, records_h *h);

/** Free it if it is over, on disk, and nothing of it is under way any more */
void incall_free_when_over(struct incall *c);

/** A seat took the place of another: tell the board and keep the record */
void incall_moved(struct incall *c);

/** Have a seat's sound go as its leg agreed */
void side_agree(const struct side *side);

/** A call without an INVITE, that is a call-back, see engine/callback.h; its
 *  record is on disk.  It joins the calls. */
void incall_set_out(struct incall *c, struct inbound *in,
		    const struct record *record);

/** Handlers of the caller's leg, whose argument is the call's side */
const struct leg_handlers *incall_caller_handlers(void);

/** Law that the call is in: the caller's, before that the seat's */
enum voice_law incall_law(const struct incall *c);

/** Have its record written as it stands, nobody waits for it */
void incall_keep(struct incall *c);

/** Something happened: move the call on and do what is due */
void incall_step(struct incall *c, enum call_signal on);

/** Something happened that is no state: put it on record with the call, of a
 *  kind of call/trail.h; texts may be NULL */
void incall_note(struct incall *c, int kind, const char *seat,
		 const char *detail);

/** The call came into its state */
void incall_note_state(struct incall *c);

/** A side's voice was agreed anew: note whether it put the other on hold */
void incall_note_hold(struct incall *c, const struct side *side);

/** The call counts as one of a tenant's from now on, NULL: nobody's */
void incall_lease(struct incall *c, struct policy_tenant *tenant);

/** Give a call up that could not end in time; media have stopped */
void incall_discard(struct incall *c);

/** The recorder is done with the call's recording */
void incall_recorded(struct incall *c, const struct recorder_done *done);

/** A way of an older configuration leads to what is gone, or the queue that he
 *  is in is: go to what answers the number now, without which the call ends */
void incall_lost_way(struct incall *c);

/** From now on he takes the ways of the configuration that holds, the menu of
 *  his number first; false if it has none, then nothing changes */
bool incall_rehouse(struct incall *c);

/** Send the caller to a place of his house */
void incall_go(struct incall *c, struct place to);

/** Say what flow.speech holds, from its beginning, and empty it; false if
 *  there is nothing to say */
bool incall_say(struct incall *c);

/**
 * Say something to a caller who waits in a queue, then play on what he heard
 *
 * Nothing happens in any other state.
 */
void incall_speak(struct incall *c, const struct speech *speech);

/** Decide where a new call goes once the notice was played */
void incall_enter(struct incall *c, const struct policy_number *number);

/** The record is open: answer the call, or say first what is to be said before
 *  that; 0 or an error, then nothing was said */
int incall_open(struct incall *c);

/** Gather what is to be said before the answer */
void incall_early_plan(struct incall *c);

/** The caller hears us now, though he was not answered */
void incall_early(struct leg *leg, void *arg);

/** What was to be said before the answer was said */
void incall_early_over(struct incall *c);

/** What the moves of call/call.h ask for on the caller's side */
void incall_play(struct incall *c);
void incall_menu(struct incall *c);
void incall_resume(struct incall *c);
void incall_queue(struct incall *c);
void incall_record(struct incall *c);
void incall_thank(struct incall *c);

/** Take back what the caller agreed to, a row of the consents; he is told
 *  once that is on disk */
void incall_withdraw(struct incall *c, struct place to);

/** Something that the call waited for, counted in pending, is over */
void incall_settled(struct incall *c);

/** He waits in a queue again: music, and look for a seat */
void incall_wait(struct incall *c);

/** Ways out of the queue that he is in */
const struct way_out *incall_way_out(const struct incall *c);

/** No seat is there for the queue that he is in, or was to join */
void incall_deserted(struct incall *c);

/** Look for keys in the sound of a caller who has no others, while he is where
 *  he is asked for them */
void incall_listen(struct incall *c);

/** An announcement is over, a key was pressed, the state's time is up */
void incall_played(struct incall *c);
void incall_key(struct incall *c, char key);
void incall_time_up(struct incall *c);

/** Parts of those: a key or time in a menu, in a queue */
void incall_menu_event(struct incall *c, enum menu_event event, char key);
void incall_pin_event(struct incall *c, enum menu_event event, char key);
void incall_queue_key(struct incall *c, char key);

/** The recorder is done with a statement; true if it was one */
bool incall_said(struct incall *c, const struct recorder_done *done);

/** It is done with the call's recording, of which a message may be part */
void incall_left(struct incall *c, const struct recorder_done *done);

/** Put on record that the disk did not take something, and what */
void incall_unsaved(struct incall *c, const char *what);

/** Begin a recording in recordings/YYYY/MM/DD/, the day in China
 *
 *  @param path    Set to its path below the data folder, RECORD_PATH bytes
 *  @param number  0: of the call; otherwise of a statement in it
 *
 *  @return It, or NULL with a line in the log
 */
struct recording *incall_recording(struct incall *c, char *path,
				   unsigned number);

/** What of a queue's settings holds for a seat of the call */
const struct queue_settings *incall_settings(const struct incall *c,
					     const struct desk *desk);

/** Look for callers and seats for each other soon */
void inbound_match(struct inbound *in);

/** Refuse a seat's request that names an outside number, and put it on record
 */
void inbound_breach(struct inbound *in, const struct sip_msg *msg,
		    struct desk *desk, const struct pl *number);

/** Have one more seat ring for a call after a time, if its queue does so */
void incall_grow(struct incall *c);

/** A seat missed a call, which by a queue's settings may pause it */
void inbound_missed(struct inbound *in, struct desk *desk,
		    const struct queue_settings *settings);

/** A call left: tell who waits for the last one */
void inbound_left(struct inbound *in);

/** A seat takes calls again, though its state is the same */
void inbound_seat_cleared(struct inbound *in, struct desk *desk);

/** A seat is in another state: announce it, and wake when it changes next */
void inbound_seat_changed(struct inbound *in, struct desk *desk);

#endif
