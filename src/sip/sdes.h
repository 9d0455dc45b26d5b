/**
 * @file sip/sdes.h  Keys for secure sound, as SDP carries them (RFC 4568)
 *
 * They stand in the description in clear: only signalling that is encrypted
 * itself may carry them.
 */
#ifndef SIP_SDES_H
#define SIP_SDES_H

#include <stdbool.h>
#include <stdint.h>

/** Bytes of a key with its salt, in all suites */
#define SDES_KEY 30

/** Bytes of a line's value, with the NUL */
#define SDES_TEXT 96

/** How sound is sealed: AES-128 in counter mode, HMAC-SHA1 of 80 or 32 bits */
enum sdes_suite { SDES_NONE, SDES_SHA1_80, SDES_SHA1_32 };

/** What a stream needs */
struct sdes {
	enum sdes_suite suite; /**< SDES_NONE: sound goes in clear */
	uint8_t in[SDES_KEY];  /**< The peer's */
	uint8_t out[SDES_KEY]; /**< Ours */
};

/**
 * Read the value of one "crypto" attribute
 *
 * @param tagp    Set to its tag
 * @param suitep  Set to its suite
 * @param key     Set to its key
 *
 * @return 0, or EBADMSG if it does not parse or wants what we do not have:
 *         another suite, a master key identifier, session parameters; no
 *         sentence is left
 */
int sdes_read(unsigned *tagp, enum sdes_suite *suitep, uint8_t key[SDES_KEY],
	      const char *value);

/** Write the value of one "crypto" attribute */
void sdes_write(char to[SDES_TEXT], unsigned tag, enum sdes_suite suite,
		const uint8_t key[SDES_KEY]);

#endif
