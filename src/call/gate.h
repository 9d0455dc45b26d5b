/**
 * @file call/gate.h  Whether a call-back may be made
 *
 * Calls go in, not out.  The one exception is a call back to somebody who has
 * asked for it: MIIT letter 2020-81 (工信部信管函〔2020〕81号) allows an
 * instant call-back and a consultation, to a user who has agreed, with the
 * voucher of the consent and the recording kept for 30 days at least, in hours
 * and at a frequency that are limited, from a number allotted for it.  The
 * thirteen ministries' plan of 2018 adds the list of those who agreed and the
 * list of those who must not be called.
 *
 * The decision is the first row of a table whose condition holds; the last row
 * opens the gate.  Nothing here looks anything up: what the caller does not
 * know counts as missing, and the gate stays shut.
 *
 * Instants are milliseconds UTC.
 */
#ifndef CALL_GATE_H
#define CALL_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/policy.h"
#include "call/record.h"

/** What a call-back may be for; there is no third */
enum gate_purpose {
	PURPOSE_CALL_BACK,    /**< 即时回访: he called and was not served */
	PURPOSE_CONSULTATION, /**< 信息咨询: he asked for information     */
};

#define PURPOSE_COUNT (PURPOSE_CONSULTATION + 1)

/** Why the gate is open or shut */
enum gate_reason {
	GATE_OPEN,	    /**< The call may be made                      */
	GATE_OFF,	    /**< The number is not opened for call-backs   */
	GATE_NOT_OURS,	    /**< The number to be shown is not in the file */
	GATE_NUMBER,	    /**< What is to be called is no number         */
	GATE_UNVERIFIED,    /**< The tenant's papers were not verified     */
	GATE_CONTRACT_OVER, /**< The tenant's contract has ended           */
	GATE_NO_CONSENT,    /**< There is no voucher, or nothing in it     */
	GATE_OTHER_CONSENT, /**< It is another user's or for another end   */
	GATE_CONSENT_OVER,  /**< Withdrawn, used up or too old             */
	GATE_DO_NOT_CALL,   /**< The user does not want to be called       */
	GATE_NOT_LISTED,    /**< An allow-list is kept, he is not on it    */
	GATE_HOURS,	    /**< Not at this time of day, or today         */
	GATE_TOO_OFTEN,	    /**< He was called as often as may be today    */
	GATE_NOT_APPROVED,  /**< No supervisor has approved it             */
	GATE_OWN_APPROVAL,  /**< Who asked for it cannot approve it        */
	GATE_APPROVAL_OVER, /**< The approval is too old                   */
	GATE_NOT_RECORDED,  /**< It could not be recorded and kept         */
};

#define GATE_REASON_COUNT (GATE_NOT_RECORDED + 1)

/** Days that vouchers and recordings are kept at least (81号) */
#define GATE_KEEP_DAYS 30

/** Limits; what the configuration says, or gate_default_limits */
struct gate_limits {
	int64_t consent;  /**< A voucher is good for so long, ms       */
	int64_t approval; /**< An approval likewise, ms                */
	int per_day;	  /**< Calls to a number in a day of China     */
	bool allow_list;  /**< Only numbers of the allow-list          */
};

/** A voucher: who agreed to what, when, and the proof of it */
struct gate_consent {
	int64_t id;		    /**< 0: there is none               */
	char number[RECORD_NUMBER]; /**< The user's                     */
	char called[RECORD_NUMBER]; /**< Our number that he had called  */
	enum gate_purpose purpose;
	int64_t at;	   /**< Agreed                                   */
	int64_t withdrawn; /**< 0: it stands                             */
	bool proven;	   /**< Its recording or paper is there, unchanged */
};

/** What somebody wants to do, and what is known about it */
struct gate_ask {
	const struct policy_number *from; /**< Row of the number to be shown,
					       NULL: not in the file */
	bool opened;	/**< The number file opens it for call-backs      */
	const char *to; /**< The user's number                            */
	enum gate_purpose purpose;
	struct gate_consent consent;
	bool do_not_call; /**< The user is on that list                    */
	bool listed;	  /**< He is on the allow-list                     */
	bool in_hours;	  /**< hours_are_open() of the number's hours      */
	int calls_today;  /**< Already made to him, from whatever number   */
	const char *asked_by;	 /**< Seat or person                       */
	const char *approved_by; /**< NULL or "": nobody                   */
	int64_t approved_at;
	bool recorded; /**< Recording is on and its disk writable         */
	int keep_days; /**< Retention that is configured                  */
	int64_t now;
};

extern const struct words gate_reasons;
extern const struct words gate_purposes;

/** A week for a voucher, a day for an approval, two calls a day.  The 81号
 *  letter demands limits but names none: these are practice, unconfirmed. */
extern const struct gate_limits gate_default_limits;

/** Decide */
enum gate_reason gate_rule(const struct gate_limits *limits,
			   const struct gate_ask *ask);

/**
 * True if a text is a number that can be called back: digits, with "+86" or
 * "0086" or without, a mobile number or a fixed line with area code.  Short
 * codes, service numbers and foreign numbers are none.
 *
 * Source: 电信网编号计划 (2017): mobile 1X and nine more digits, area codes
 * 0 and two or three digits before seven or eight.
 */
bool gate_is_subscriber(const char *number);

#endif
