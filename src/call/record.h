/**
 * @file call/record.h  What is kept of a call, and of a breach
 *
 * A record is a value of fixed size, so that it travels from the SIP thread to
 * the records thread without allocation.  One table, record_fields, says what
 * a record consists of; the database columns, JSON, CSV and the search screens
 * are all drawn from it.
 *
 * Instants are milliseconds UTC, 0 while they have not come.
 */
#ifndef CALL_RECORD_H
#define CALL_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "call/word.h"
#include "util/file.h"

/* Sizes with the NUL; longer text from outside is cut by record_put() */
#define RECORD_NUMBER  33  /**< A telephone number */
#define RECORD_NAME    33  /**< A tenant, trunk, queue or seat */
#define RECORD_CALL_ID 129 /**< A SIP Call-ID */
#define RECORD_PATH    161 /**< A recording below the data folder */
#define RECORD_CODEC   9   /**< "PCMA" or "PCMU" */
#define RECORD_ADDRESS 64  /**< "udp:[2001:db8::1]:5060" */

/** How a call ended */
enum record_result {
	RESULT_OPEN,	  /**< It has not ended                           */
	RESULT_ANSWERED,  /**< A seat and the caller were connected       */
	RESULT_ABANDONED, /**< The caller left before a seat answered     */
	RESULT_TIMEOUT,	  /**< Nobody answered within the longest wait    */
	RESULT_FULL,	  /**< The queue had its longest length           */
	RESULT_REFUSED,	  /**< Policy refused it; see the reason          */
	RESULT_FAILED,	  /**< A fault on our side or a broken peer       */
	RESULT_SERVED,	  /**< A menu led to its end                      */
	RESULT_MESSAGE,	  /**< The caller left a message                  */
	RESULT_HELD,	  /**< He keeps his place and rings in again      */
	RESULT_UNSTAFFED, /**< No seat was there for the queue            */
};

#define RESULT_COUNT (RESULT_UNSTAFFED + 1)

/** Who ended a call */
enum record_party { PARTY_NONE, PARTY_CALLER, PARTY_SEAT, PARTY_ENGINE };

#define PARTY_COUNT (PARTY_ENGINE + 1)

/** Which way a call went */
enum record_direction {
	DIRECTION_INBOUND,
	DIRECTION_CONSENTED, /**< Out, back to a user who agreed: call/gate.h */
	DIRECTION_INNER,     /**< A seat asked another about its call */
};

#define DIRECTION_COUNT (DIRECTION_INNER + 1)

/** RTP of one leg, from our side */
struct record_media {
	int64_t received;  /**< Packets that came in          */
	int64_t sent;	   /**< Packets that went out         */
	int64_t lost;	   /**< Missing by sequence number    */
	int64_t jitter_us; /**< Interarrival jitter, RFC 3550 */
	int64_t rtt_us;	   /**< Round trip, RFC 3550 6.4.1; 0: not reported */
	int64_t far_lost;  /**< Of ours, by its reports */
	int64_t far_jitter_us; /**< Of ours, by its reports */
};

/** Reason of a call that one seat gave to another, or to a queue */
#define RECORD_GIVEN "transferred"

/** One call */
struct record {
	int64_t id;		      /**< Ours, ascending, never used twice */
	char call_id[RECORD_CALL_ID]; /**< Of the caller's leg    */
	char caller[RECORD_NUMBER];   /**< As it came, unchanged  */
	char called[RECORD_NUMBER];
	char tenant[RECORD_NAME];
	char trunk[RECORD_NAME];
	char queue[RECORD_NAME];
	char seat[RECORD_NAME]; /**< Last one it was given to */
	int64_t start;		/**< INVITE received                   */
	int64_t answer;		/**< 200 acknowledged by the caller    */
	int64_t queued;		/**< First joined a queue              */
	int64_t bridge;		/**< First connected with a seat       */
	int64_t end;		/**< Over                              */
	int64_t wait_ms;	/**< Spent waiting and ringing, in all */
	int64_t talk_ms;	/**< Spent connected, in all           */
	enum record_result result;
	enum record_party hung_up;
	int status;		  /**< Final SIP status to the caller */
	char reason[RECORD_NAME]; /**< policy_reason name, RECORD_GIVEN or "" */
	char codec[RECORD_CODEC];
	struct record_media from_caller;
	struct record_media from_seat;
	char recording[RECORD_PATH]; /**< "" if there is none */
	char sha256[SHA256_TEXT];    /**< Of the recording    */
	int64_t recording_bytes;
	char box[RECORD_NAME]; /**< Of messages, that it was left in */
	enum record_direction direction;
	int64_t consent; /**< Voucher of a call-back, 0: inbound */
};

/** What a caller agreed to, with his voice as voucher */
struct record_consent {
	int64_t call; /**< Id of the call he gave it in */
	int64_t at;   /**< When the statement was complete */
	char caller[RECORD_NUMBER];
	char called[RECORD_NUMBER];
	char tenant[RECORD_NAME];
	char purpose[RECORD_NAME];
	char given[RECORD_NAME]; /**< "key", "time-up" or "hung-up" */
	char recording[RECORD_PATH];
	char sha256[SHA256_TEXT];
	int64_t recording_bytes;
};

/** A station's attempt to call outside, or another breach of the rules */
struct record_breach {
	int64_t at;
	char seat[RECORD_NAME];
	char address[RECORD_ADDRESS]; /**< Where it came from */
	char number[RECORD_NUMBER];   /**< What it wanted     */
	char reason[RECORD_NAME];     /**< policy_reason name */
	int status;		      /**< SIP status we gave */
	int64_t attempts;	      /**< 1, or all of a flood since at */
};

/** How a field of a record is kept */
enum record_type {
	RECORD_TEXT,	/**< char array              */
	RECORD_INT,	/**< int64_t                 */
	RECORD_STATUS,	/**< int                     */
	RECORD_INSTANT, /**< int64_t, ms UTC         */
	RECORD_WORD,	/**< an enum, kept by name   */
};

/** One field: a database column, a JSON member, a CSV column */
struct record_field {
	const char *name;
	enum record_type type;
	size_t offset;		   /**< In the struct           */
	size_t size;		   /**< Bytes in the struct     */
	const struct words *words; /**< Of a RECORD_WORD        */
	const char *zh;		   /**< Heading                 */
	const char *en;
};

extern const struct words record_results;
extern const struct words record_parties;
extern const struct words record_directions;

/** Fields of a struct record, in the order of columns, ended by name NULL */
extern const struct record_field record_fields[];

/** Fields of a struct record_breach, likewise */
extern const struct record_field record_breach_fields[];

/** Fields of a struct record_consent, likewise */
extern const struct record_field record_consent_fields[];

/** Copy text into a fixed array, cut at a whole character and safe to show */
void record_put(char *to, size_t size, const char *from);

/** True for fields that read and write as whole numbers */
int record_is_number(const struct record_field *field);

/** Value of a number field */
int64_t record_number(const void *rec, const struct record_field *field);

/** Value of a text or word field; borrowed from rec or constant */
const char *record_text(const void *rec, const struct record_field *field);

/** Set a number field; EINVAL if it is not one */
int record_set_number(void *rec, const struct record_field *field, int64_t v);

/** Set a text or word field; EBADMSG for a word that does not exist, EINVAL
 *  if it is a number field */
int record_set_text(void *rec, const struct record_field *field,
		    const char *text);

#endif
