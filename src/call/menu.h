/**
 * @file call/menu.h  What a menu does when something happens
 *
 * A menu plays its prompt, takes one key or the number of a seat, plays again
 * after a wrong key or none as often as it may, and leads to a place.  Each
 * event gives one step: what to play, how long to wait, where to go.  The
 * engine plays, waits and goes; nothing here allocates or reads a clock.
 */
#ifndef CALL_MENU_H
#define CALL_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pack/config_place.h"

/** Keys of a telephone, in the order of menu.keyv */
#define MENU_KEYS "0123456789*#"

/** Most digits of a seat's number */
#define MENU_DIGITS 8

/** Waited for the next digit of a number, ms */
#define MENU_DIGIT_WAIT 3000

/** Waited for a key where the configuration is silent, ms */
#define MENU_TIMEOUT 5000

/** A menu; a value, the engine keeps an array of them */
struct menu {
	struct place keyv[sizeof(MENU_KEYS) - 1]; /**< PLACE_NONE: no key */
	struct place otherwise;
	struct place closed; /**< PLACE_NONE: always open */
	int64_t timeout;     /**< After the prompt, ms */
	unsigned retries;    /**< The prompt is played again so often */
	bool dial_in;	     /**< Numbers of seats may be keyed */
	bool says;	     /**< It has a prompt */
	bool says_closed;    /**< It has one for outside its hours */
};

/** Where a caller is in a menu; zeroed by MENU_ENTERED and MENU_SHUT */
struct menu_state {
	unsigned tries;	    /**< Wrong keys and none */
	struct place leave; /**< Goes there once all is said */
	char digits[MENU_DIGITS + 1];
	size_t count; /**< Of digits */
};

/** What happened */
enum menu_event {
	MENU_ENTERED,	/**< The caller came in                     */
	MENU_SHUT,	/**< He came in outside the hours           */
	MENU_PLAYED,	/**< Everything was played                  */
	MENU_KEY,	/**< He pressed a key                       */
	MENU_TIMED_OUT, /**< The wait is over                       */
	MENU_NOBODY,	/**< The seat that he rang did not answer   */
};

#define MENU_EVENT_COUNT (MENU_NOBODY + 1)

/** What is to be said */
enum menu_say {
	MENU_SAY_PROMPT, /**< The menu's prompt                     */
	MENU_SAY_WRONG,	 /**< That this is no key of the menu       */
	MENU_SAY_CLOSED, /**< The menu's prompt outside its hours   */
	MENU_SAY_NOBODY, /**< That the seat cannot be reached       */
};

#define MENU_SAY_MAX 2

/** What is due */
struct menu_step {
	enum menu_say sayv[MENU_SAY_MAX];
	size_t sayc;	 /**< 0: play nothing new */
	bool quiet;	 /**< Stop what is being played */
	int64_t wait;	 /**< ms, then MENU_TIMED_OUT; 0: no such wait */
	struct place to; /**< Go there; PLACE_NONE: stay */
};

/** Numbers of seats that can be keyed; borrowed */
struct menu_numbers {
	const char *const *numberv; /**< Seat i has all of i * per ... */
	size_t numberc;
	size_t per; /**< Numbers of one seat */
};

/**
 * Take an event
 *
 * @param key   Of MENU_KEY; what is not among MENU_KEYS is a wrong key
 * @param seats For menus with dial_in; may be NULL
 */
struct menu_step menu_step(const struct menu *menu, struct menu_state *state,
			   enum menu_event event, char key,
			   const struct menu_numbers *seats);

/** True if keys mean something in the menu */
bool menu_has_keys(const struct menu *menu);

#endif
