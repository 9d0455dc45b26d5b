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
	char *http;	   /**< "127.0.0.1:8060" or NULL */
	char *certificate; /**< PEM file for "tls:", or NULL */
	char *key;	   /**< PEM file of its key, or NULL */
};

/** Most threads that carry sound */
#define CONFIG_THREADS 64

/** How sound is carried */
struct config_media {
	unsigned *threads; /**< NULL: one less than cores, but one */
	bool realtime;	   /**< Before whatever else runs on its cores */
};

/** What a challenge to a station offers */
enum config_digest { CONFIG_MD5, CONFIG_SHA256, CONFIG_BOTH };

/** Registrations of stations; times in s, NULL where the file is silent */
struct config_registrar {
	enum config_digest digest;
	unsigned *min_expires;
	unsigned *max_expires;
	unsigned *contacts; /**< Telephones of a seat at a time */
	unsigned *qualify;  /**< Between questions to a station; 0: none */
};

/** Session timers (RFC 4028), s */
struct config_sessions {
	unsigned *expires; /**< 0: none; NULL: the engine's own */
	unsigned *min;
};

struct config_token {
	char *role;
	char *sha256; /**< Of the token, lower-case hexadecimal */
	char *name;   /**< For the log, or NULL */
	char *seat;   /**< That an operator sits at, or NULL */
};

/** The HTTP server; numbers are NULL where the file is silent */
struct config_web {
	char *certificate; /**< PEM file, or NULL: no TLS */
	char *key;	   /**< PEM file, or NULL */
	bool plain;	   /**< Without TLS beyond this machine, too */
	unsigned *connections;
	unsigned *per_source;
	unsigned *requests; /**< A second, from one source */
	unsigned *viewers;  /**< Of events */
};

/** What a carrier speaks over */
enum config_transport { CONFIG_UDP, CONFIG_TCP, CONFIG_TLS };

/** An account that we register with at the carrier, so that it knows where to
 *  send our calls */
struct config_account {
	char *user;
	char *secret;
	char *realm; /**< Of the address of record; NULL: the peer's address */
	unsigned *expires; /**< s */
	enum config_transport transport;
};

struct config_trunk {
	char *name;
	char *peer; /**< "192.0.2.1:5060", or without port: any port */
	struct config_account *account; /**< "register"; NULL: by peer alone */
	enum config_transport *transport; /**< Of call-backs; NULL: account's */
	char *verify; /**< Name in its certificate, "off", or NULL: its
			   address */
	char *ca;     /**< PEM file of who vouches; NULL: the system's */
};

struct config_tenant {
	char *name;
	char *contract_until; /**< Day or NULL */
	char *verified;	      /**< Day or NULL: not verified */
	unsigned *seats;      /**< Leased; NULL: none */
	unsigned *calls;      /**< At a time; NULL: no limit */
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
	unsigned *priority;  /**< Of its callers, at most CONFIG_PRIORITY_MAX */
	char *allow;	     /**< List of who may call it, or NULL: everybody */
	bool early; /**< What is said before the menu is said before the answer
		     */
	bool call_back; /**< Calls back to who agreed may go out from it */
};

/** Highest priority of a caller; 0 is usual */
#define CONFIG_PRIORITY_MAX 9

/** A caller who goes before others */
struct config_priority {
	char *caller;
	unsigned priority;
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
	char *tenant; /**< Whose it is, or NULL: anybody's */
};

/** A box for messages */
struct config_message {
	char *name;
	char *prompt;	  /**< NULL: the shipped one */
	unsigned *length; /**< s, or NULL */
	char *tenant;
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
	char *overflow; /**< Place after max_wait, or NULL: hang up */
	char *full;	/**< Place if it has max_length, or NULL: hang up */
	char *empty;	/**< Place if no seat is logged in, or NULL: wait */
	char *exit;	/**< Place that exit_key leads to */
	char *exit_key;
	struct config_hold *hold_place; /**< NULL: not offered */
	unsigned *ring_step;
	unsigned *weight;
	unsigned *auto_pause;
	unsigned *short_abandon;
	bool refuse_empty;
	bool leave_empty;
	struct config_relax *relax;
	unsigned relax_count;
	struct config_announce *announce;
	char *tenant; /**< Whose it is, or NULL: anybody's */
};

struct config_member {
	char *queue;
	unsigned *level; /**< NULL: 1 */
};

/** Whether the sound of a seat is encrypted, where its signalling is */
enum config_srtp {
	CONFIG_SRTP_PREFER,  /**< It is; in clear if its telephone cannot */
	CONFIG_SRTP_REQUIRE, /**< It is, or the telephone is not rung */
	CONFIG_SRTP_OFF,     /**< It is not */
};

struct config_seat {
	char *seat;
	char *user;
	char *secret;
	char *tenant; /**< Who leases it, or NULL */
	enum config_srtp srtp;
	struct config_member *queues;
	unsigned queues_count;
};

/** Telephone numbers */
struct config_list {
	char *name;
	char **numbers; /**< Those of the file follow */
	unsigned numbers_count;
	char *file; /**< One number a line, or NULL */
};

/** What call-backs are allowed; NULL where the file is silent */
struct config_call_back {
	unsigned *consent_days;	  /**< A consent is good for so long */
	unsigned *approval_hours; /**< An approval likewise */
	unsigned *per_day;	  /**< To a number */
	char *hours;	  /**< When, besides those of the number; or NULL */
	char *allow_list; /**< Only to numbers of this list; or NULL */
};

/** How recordings are written */
enum config_format {
	CONFIG_G711, /**< As it came */
	CONFIG_PCM,  /**< 16-bit PCM */
};

struct config_recording {
	bool enabled;
	unsigned *days;	      /**< At least 30, or NULL: for ever */
	unsigned *purge_hour; /**< Of China, 0 to 23; NULL: the engine's */
	char *notice;	      /**< Name of an announcement, or NULL */
	enum config_format format;
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
	struct config_media *media;	    /**< NULL: the engine's own */
	struct config_sessions *sessions;   /**< NULL: the engine's own */
	struct config_registrar *registrar; /**< NULL: the engine's own */
	char *data; /**< Folder for calls.db and recordings/ */
	struct config_token *tokens;
	struct config_web *web; /**< NULL: as if it were empty */
	struct config_trunk *trunks;
	struct config_tenant *tenants;
	struct config_number *numbers;
	struct config_menu *menus;
	struct config_hours *hours;
	struct config_message *messages;
	struct config_consent *consents;
	struct config_queue *queues;
	struct config_seat *seats;
	struct config_priority *priorities;
	char **pauses; /**< Reasons that seats may give; none: any */
	struct config_list *lists;
	char *blocked;	   /**< List of who may not call, or NULL */
	char *do_not_call; /**< List of who must not be called, or NULL */
	struct config_call_back *call_back; /**< NULL: as it comes */
	struct config_traffic *traffic;
	struct config_recording *recording; /**< NULL: everything is recorded */
	unsigned tokens_count;
	unsigned trunks_count;
	unsigned tenants_count;
	unsigned numbers_count;
	unsigned menus_count;
	unsigned hours_count;
	unsigned messages_count;
	unsigned consents_count;
	unsigned queues_count;
	unsigned seats_count;
	unsigned priorities_count;
	unsigned pauses_count;
	unsigned lists_count;
	unsigned traffic_count;
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
const char *config_key(const struct config_keys *row, char key);

/** Index of a menu by name; -1 if there is none */
int config_menu_at(const struct config *conf, const char *name);

/** Index of a tenant by name; -1 if there is none */
int config_tenant_at(const struct config *conf, const char *name);

/** Index of a list by name; -1 if there is none */
int config_list_at(const struct config *conf, const char *name);

/** What call-backs to a trunk go over */
enum config_transport config_trunk_transport(const struct config_trunk *t);

/** Index of a trunk by name; -1 if there is none */
int config_trunk_at(const struct config *conf, const char *name);

/** The seat of a name, NULL if there is none; borrowed */
const struct config_seat *config_seat_find(const struct config *conf,
					   const char *name);

/** Most threads that carry sound on this machine: no more than it has cores */
unsigned config_threads_most(void);

/** A setting in s as ms, or another value where the file is silent */
int64_t config_ms(const unsigned *seconds, int64_t otherwise);

#endif
