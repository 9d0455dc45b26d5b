/**
 * @file net/mail.h  One letter by SMTP
 *
 * Sent whole or not at all: if one of several recipients is refused, nobody
 * gets it.  Without TLS nothing is sent but to this machine itself.  The text
 * goes as UTF-8 in base64, so that no server on the way can damage it.
 *
 * Errors: EINVAL a letter or setting that is not valid; EBUSY what may pass and
 * is worth another attempt (no connection, a time-out, a reply 4xx); EPERM a
 * certificate, user name or password that is refused, no TLS; EPROTO any other
 * refusal, with the words of the server.  A time-out after the text was handed
 * over leaves open whether it arrived: give an id, and who gets it twice can
 * tell.
 *
 * The password is wiped after use; the copy that libcurl makes of it is freed
 * with the transfer, but not overwritten.
 */
#ifndef NET_MAIL_H
#define NET_MAIL_H

#include <stddef.h>
#include <stdint.h>

#include "util/secret.h"
#include "util/str.h"

/** Limits: recipients, bytes of an address (RFC 5321, 4.5.3.1.3), of a subject
 *  or name, and of the text */
#define MAIL_TO_MAX	 50
#define MAIL_ADDRESS_MAX 254
#define MAIL_SUBJECT_MAX 500
#define MAIL_TEXT_MAX	 262144

#define MAIL_CONNECT_MS	 15000
#define MAIL_TOTAL_MS	 60000

enum mail_tls {
	MAIL_STARTTLS, /**< The default; port 587 or 25 */
	MAIL_TLS,      /**< From the first byte; port 465 */
	MAIL_PLAIN,    /**< None; only to this machine itself */
};

struct mail_server {
	const char *host; /**< Name or address */
	unsigned port;	  /**< 1 to 65535 */
	enum mail_tls tls;
	const char *user;	      /**< NULL: no authentication */
	struct secret_place password; /**< Read for this letter and wiped */
	const char *ca_file;	      /**< Trusted beside the system's; NULL */
	int64_t connect_ms;	      /**< 0: MAIL_CONNECT_MS */
	int64_t total_ms;	      /**< 0: MAIL_TOTAL_MS; each answer has
				       *   half of it but a second at least,
				       *   that to QUIT beyond it
				       */
};

/** All text is UTF-8; only the text may have lines */
struct mail {
	const char *from;      /**< Address, ASCII */
	const char *from_name; /**< NULL: none */
	const char *const *tov;
	size_t toc; /**< 1 to MAIL_TO_MAX */
	const char *subject;
	const char *text;
	const char *id; /**< Left part of the Message-ID, letters, digits
			 * and . - _ ; NULL: a random one */
	int64_t at;	/**< Its date, ms UTC; 0: now */
};

/** Check a letter without sending it; 0 or EINVAL */
int mail_check(const struct mail *mail);

/** Check an address: local@domain in ASCII, nothing quoted; 0 or EINVAL */
int mail_check_address(const char *address);

/**
 * Append text for a header: as it is if plain ASCII, else as encoded words
 * (RFC 2047) of whole characters, each folded to a line of its own
 *
 * @param text  UTF-8 without control characters
 */
void mail_put_words(struct str *to, const char *text);

/** Append a date as mail has it (RFC 5322, 3.3), in China's time zone */
void mail_put_date(struct str *to, int64_t at);

/** Send a letter */
int mail_send(const struct mail_server *server, const struct mail *mail);

#endif
