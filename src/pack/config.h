/**
 * @file pack/config.h  The call engine's configuration file
 *
 * YAML, see callpermit-engine(5).  What the file says, checked against its
 * schema and in itself: whatever a row names is there, once.
 */
#ifndef PACK_CONFIG_H
#define PACK_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "util/date.h"

/** Ports and address of RTP */
struct config_rtp {
	char *address;	   /**< Numeric */
	char *ports;	   /**< "20000-29999" */
	unsigned *silence; /**< s without a packet until a party is lost, 0:
			      never; NULL: the engine's own */
	unsigned first;
	unsigned last; /**< From ports */
};

struct config_listen {
	char **sip; /**< "udp:127.0.0.1:5060" */
	unsigned sip_count;
	struct config_rtp rtp;
	char *http; /**< "127.0.0.1:8060" or NULL */
};

struct config_token {
	char *role;
	char *sha256;
};

struct config_trunk {
	char *name;
	char *peer; /**< "192.0.2.1:5060", or without port: any port */
};

struct config_tenant {
	char *name;
	char *contract_until; /**< Day or NULL */
	char *verified;	      /**< Day or NULL: not verified */
	struct date until;    /**< From contract_until */
	struct date checked;  /**< From verified */
};

/** Which calls a number is opened for */
enum config_direction { CONFIG_INBOUND, CONFIG_CLOSED };

struct config_number {
	char *number;
	char *trunk;
	char *tenant; /**< NULL: the licence holder itself */
	enum config_direction direction;
	char *menu;
	char *hours;	     /**< When it is served, or NULL: always */
	char *closed;	     /**< Where calls go outside the hours */
	char *closed_prompt; /**< After this, or NULL */
};

/** Opening hours; rows of one name belong together */
struct config_hours {
	char *name;
	char *days; /**< "mon-fri", "sat", "mon,wed-fri" */
	char *from; /**< "09:00" */
	char *to;   /**< "18:00", up to "24:00"; before from: of the next day */
	bool holidays_open; /**< The calendar of days off is not asked */
	unsigned day_bits;  /**< From days: 1 << weekday, 0 is Monday */
	int first, end;	    /**< From from and to: minutes of the day */
};

/** Where a key leads: a place, see pack/config_place.h */
struct config_keys {
	char *key0, *key1, *key2, *key3, *key4, *key5;
	char *key6, *key7, *key8, *key9, *star, *hash;
};

struct config_menu {
	char *name;
	char *prompt; /**< Name of an announcement, or NULL */
	struct config_keys *keys;
	unsigned *timeout; /**< s, or NULL */
	unsigned *retries; /**< Played again so often, or NULL: not */
	char *otherwise;   /**< A place */
	bool dial_in;	   /**< Numbers of seats may be keyed */
	char *language;	   /**< "zh" or "en" from here on, or NULL: as it is */
	char *hours;
	char *closed;
	char *closed_prompt;
};

/** A box for messages */
struct config_message {
	char *name;
	char *prompt;	  /**< NULL: the shipped one */
	unsigned *length; /**< s, or NULL */
};

/** Something a caller can agree to */
struct config_consent {
	char *purpose;
	char *prompt;	  /**< NULL: the shipped one */
	unsigned *length; /**< s, or NULL */
	char *then;	  /**< A place, or NULL: hang up */
};

/** Callers may hang up and keep their place */
struct config_hold {
	unsigned after; /**< s of waiting until it is offered */
	char *key;
	bool *pin;	/**< NULL: one is asked for */
	unsigned *keep; /**< s until the place is given up, or NULL */
};

/** Times in s; NULL where the file is silent */
struct config_queue {
	char *name;
	char *strategy;
	unsigned *ring;
	unsigned *wrap_up;
	unsigned *rest;
	unsigned *max_wait;
	unsigned *max_length;
	unsigned *service_level;
	char *overflow; /**< Place after max_wait, or NULL: hang up */
	char *full;	/**< Place if it has max_length, or NULL: hang up */
	char *empty;	/**< Place if no seat is logged in, or NULL: wait */
	char *exit;	/**< Place that exit_key leads to */
	char *exit_key;
	struct config_hold *hold_place; /**< NULL: not offered */
};

struct config_member {
	char *queue;
	unsigned *level; /**< NULL: 1 */
};

struct config_seat {
	char *seat;
	char *user;
	char *secret;
	struct config_member *queues;
	unsigned queues_count;
};

struct config_recording {
	bool enabled;
	unsigned *days;	      /**< At least 30, or NULL: for ever */
	unsigned *purge_hour; /**< Of China, 0 to 23; NULL: the engine's */
	char *notice;	      /**< Name of an announcement, or NULL */
};

/** A rule of abnormal traffic, see call/traffic.h */
enum config_rule {
	CONFIG_SHORT_CALLS,
	CONFIG_CALLER_BURST,
	CONFIG_NUMBER_BURST,
	CONFIG_REFUSALS,
	CONFIG_BREACHES
};

#define CONFIG_RULES (CONFIG_BREACHES + 1)

/** What of a rule is otherwise than usual; times in s */
struct config_traffic {
	enum config_rule rule;
	bool off; /**< It is not asked */
	unsigned *window;
	unsigned *count;
	unsigned *percent;
	unsigned *talk;
	unsigned *stop; /**< NULL: an alarm only */
};

struct config {
	char *realm;
	struct config_listen listen;
	char *data; /**< Folder for calls.db and recordings/ */
	struct config_token *tokens;
	unsigned tokens_count;
	struct config_trunk *trunks;
	unsigned trunks_count;
	struct config_tenant *tenants;
	unsigned tenants_count;
	struct config_number *numbers;
	unsigned numbers_count;
	struct config_menu *menus;
	unsigned menus_count;
	struct config_hours *hours;
	unsigned hours_count;
	struct config_message *messages;
	unsigned messages_count;
	struct config_consent *consents;
	unsigned consents_count;
	struct config_queue *queues;
	unsigned queues_count;
	struct config_seat *seats;
	unsigned seats_count;
	struct config_traffic *traffic;
	unsigned traffic_count;
	struct config_recording *recording; /**< NULL: everything is recorded */
};

/**
 * Load a configuration
 *
 * @param confp  Set to it; free it with config_free()
 *
 * @return 0, ENOENT, EIO, EINVAL, or EBADMSG with file:line:column
 */
int config_load(struct config **confp, const char *path);

/** Free a configuration; NULL is allowed */
void config_free(struct config *conf);

/** The place that a key of a menu leads to, NULL if it has none; any other
 *  character is no key */
const char *config_key(const struct config_keys *keys, char key);

/** Index of a menu by name; -1 if there is none */
int config_menu_at(const struct config *conf, const char *name);

/** Index of a tenant by name; -1 if there is none */
int config_tenant_at(const struct config *conf, const char *name);

/** Index of a trunk by name; -1 if there is none */
int config_trunk_at(const struct config *conf, const char *name);

/** A setting in s as ms, or another value where the file is silent */
int64_t config_ms(const unsigned *seconds, int64_t otherwise);

#endif
