/**
 * @file sip/ua.h  A SIP endpoint
 *
 * Transports, transactions and dialogs of libre, with what it lacks: every
 * message is judged by sip/check.h before libre works on it, malformed
 * datagrams are answered instead of printed, nothing is ever unhandled, and
 * names are not resolved: there is no DNS client, so a request can only go to
 * a numeric address.
 *
 * A process may have several endpoints.  All of it runs on the loop.
 */
#ifndef SIP_UA_H
#define SIP_UA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sip/compat.h"

struct ua;

/** Most listen addresses of an endpoint */
#define UA_LISTEN_MAX 8

/** A new INVITE; answer it with ua_reply() or leg_accept() */
typedef void ua_invite_h(const struct sip_msg *msg, void *arg);

/** Another request outside any dialog, such as REGISTER; returns true if it
 *  was answered.  OPTIONS not taken is answered 200, the rest 405. */
typedef bool ua_request_h(const struct sip_msg *msg, void *arg);

/** Nobody listens any more where we sent a datagram, says the host there, or
 *  somebody who claims to be it */
typedef void ua_unreached_h(const struct sa *where, void *arg);

/** What an endpoint needs to know */
struct ua_conf {
	const char *const *listenv; /**< "udp:127.0.0.1:5060", port 0: any;
					 also "tcp:" and "tls:" */
	size_t listenc;		    /**< At most UA_LISTEN_MAX */
	const char *certificate;    /**< PEM file, chain and all; for "tls:" */
	const char *key;	    /**< PEM file of its key */
	const char *software;	    /**< Server and User-Agent; NULL: none */
	unsigned table;		    /**< Size of hash tables, 0: 1024 */
	int receive_buffer;	    /**< Of UDP sockets, bytes, 0: 4 MiB */
	unsigned session;	    /**< s of RFC 4028, 0: no session timers */
	unsigned session_min;	    /**< s, shorter ones are refused 422 */
	ua_invite_h *inviteh;	    /**< NULL: every INVITE gets 486 */
	ua_request_h *requesth;	    /**< NULL: none are taken */
	ua_unreached_h *unreachedh; /**< NULL: nobody wants to know */
	void *arg;		    /**< Handler argument */
};

/**
 * Open an endpoint
 *
 * @param uap   Set to the endpoint; free it with ua_free()
 * @param conf  Settings; not needed afterwards
 *
 * @return 0; EINVAL with a sentence if an address does not parse; EBUSY if it
 *         is in use; ENOMEM
 */
int ua_alloc(struct ua **uap, const struct ua_conf *conf);

/** True if a text is an address that ua_alloc() takes; otherwise a sentence is
 *  left.  tpp is set to its transport. */
bool ua_is_address(const char *text, enum sip_transp *tpp);

/** Read a certificate and its key, to see that they fit; 0, ENOENT or EBADMSG
 *  with a sentence */
int ua_check_certificate(const char *certificate, const char *key);

/** Close an endpoint at once, with its dialogs; NULL is allowed */
void ua_free(struct ua *ua);

/** Address that a transport listens on, the first if there are several;
 *  ENOENT if there is none */
int ua_address(const struct ua *ua, enum sip_transp tp, struct sa *addr);

/**
 * Answer a request finally; for an INVITE the answer is repeated until ACK
 *
 * @param status   300 to 699, or 200
 * @param headers  printf format of header lines, each with CRLF; NULL: none
 *
 * @return 0 or libre's code
 */
int ua_reply(struct ua *ua, const struct sip_msg *msg, uint16_t status,
	     const char *reason, const char *headers, ...)
	__attribute__((format(printf, 5, 6)));

/** Answer a request finally, with header lines that a function prints */
int ua_reply_with(struct ua *ua, const struct sip_msg *msg, uint16_t status,
		  const char *reason, re_printf_h *headersh, void *arg);

/**
 * Answer a request and forget it, keeping no state; for times of overload
 *
 * @param headers  Header lines, each with CRLF
 */
void ua_reply_stateless(struct ua *ua, const struct sip_msg *msg,
			uint16_t status, const char *reason,
			const char *headers);

/**
 * How far the endpoint is behind: how long a datagram lay in the socket
 *
 * Measured by one to itself every 100 ms, which waits in line with the others.
 *
 * @return ms; 0 if there is no UDP transport
 */
int64_t ua_lag(const struct ua *ua);

/**
 * Hold an INVITE back: answer it 100 and swallow its retransmissions
 *
 * @param stp  Set to its transaction, for ua_reply_held(); must be NULL before
 *
 * @return 0 or libre's code
 */
int ua_hold(struct ua *ua, const struct sip_msg *msg, struct sip_strans **stp);

/** Answer an INVITE that was held; msg as referred to with mem_ref() */
void ua_reply_held(struct ua *ua, struct sip_strans **stp,
		   const struct sip_msg *msg, uint16_t status,
		   const char *reason);

/** Seconds of session timers, as in ua_conf */
unsigned ua_session(const struct ua *ua);
unsigned ua_session_min(const struct ua *ua);

/** libre's stack and session socket, for the files of sip/ */
struct sip *ua_sip(const struct ua *ua);
struct sipsess_sock *ua_sessions(const struct ua *ua);

/** Registers a leg so that ua can find it for a BYE or a re-INVITE; see
 *  sip/leg.c */
typedef bool ua_watch_h(const struct sip_msg *msg, void *arg);
struct ua_watch {
	struct le le;
	ua_watch_h *dialogh;  /**< True if the message is of its dialog */
	ua_watch_h *byeh;     /**< True if it took the BYE in its keeping */
	ua_watch_h *requesth; /**< True if it answered another request */
	ua_watch_h *pinh; /**< True if the peer is where the message came from,
			       whatever its Contact says */
	void *arg;
};
void ua_watch(struct ua *ua, struct ua_watch *watch, const char *call_id);

/** Have the peer be where a message came from, whatever its Contact says */
void ua_pin(struct ua *ua, const struct sip_msg *msg);

/** Hand a BYE that was kept to libre's sessions, which answers it */
void ua_pass(struct ua *ua, const struct sip_msg *msg);

#endif
