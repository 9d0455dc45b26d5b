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
	unsigned *priority; /**< Of its callers, at most CONFIG_PRIORITY_MAX */
};

/** Highest priority of a caller; 0 is usual */
#define CONFIG_PRIORITY_MAX 9

/** A caller who goes before others */
struct config_priority {
	char *caller;
	unsigned priority;
};

/** Where a key leads: "queue:NAME" */
struct config_keys {
	char *key0, *key1, *key2, *key3, *key4, *key5;
	char *key6, *key7, *key8, *key9, *star, *hash;
};

struct config_menu {
	char *name;
	char *prompt; /**< Name of an announcement, or NULL */
	struct config_keys *keys;
	unsigned *timeout; /**< s, or NULL */
	char *otherwise;   /**< "queue:NAME" */
};

/** Most steps of relaxing */
#define CONFIG_RELAX_MAX 8

/** Seats up to a level are open to those who waited so long, s */
struct config_relax {
	unsigned after;
	unsigned level;
};

/** What callers who wait are told; times in s */
struct config_announce {
	unsigned *first; /**< After joining */
	unsigned *every; /**< After the one before */
	bool position;	 /**< How many are before them */
	bool wait;	 /**< How long it will take */
	unsigned *up_to; /**< Position from which on only that many wait */
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
	unsigned *ring_step;
	unsigned *weight;
	unsigned *auto_pause;
	unsigned *short_abandon;
	bool refuse_empty;
	bool leave_empty;
	struct config_relax *relax;
	unsigned relax_count;
	struct config_announce *announce;
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
	unsigned *days; /**< At least 30 */
	char *notice;	/**< Name of an announcement, or NULL */
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
	struct config_queue *queues;
	unsigned queues_count;
	struct config_seat *seats;
	unsigned seats_count;
	struct config_priority *priorities;
	unsigned priorities_count;
	char **pauses; /**< Reasons that seats may give; none: any */
	unsigned pauses_count;
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

/** Index of the queue that a place like "queue:NAME" leads to; -1 if none */
int config_queue_at(const struct config *conf, const char *place);

/** Index of a menu by name; -1 if there is none */
int config_menu_at(const struct config *conf, const char *name);

/** Index of a tenant by name; -1 if there is none */
int config_tenant_at(const struct config *conf, const char *name);

/** Index of a trunk by name; -1 if there is none */
int config_trunk_at(const struct config *conf, const char *name);

/** A setting in s as ms, or another value where the file is silent */
int64_t config_ms(const unsigned *seconds, int64_t otherwise);

#endif
