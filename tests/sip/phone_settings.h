/**
 * @file tests/sip/phone_settings.h  KEY=VALUE of a telephone's command line
 */
#ifndef TESTS_SIP_PHONE_SETTINGS_H
#define TESTS_SIP_PHONE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "util/util.h"

enum {
	REALM,
	FROM,
	LOCAL,
	TONE,
	HEAR,
	ENOUGH,
	TALK,
	DIAL,
	ANSWER,
	CANCEL,
	LAW,
	LIFE,
	EXPIRES,
	SDP,
	HOLD,
	RESUME,
	KEYS,
	PRESS,
	AGAIN,
	TELL,
	REJECT,
	DELAY,
	TLS,
	SRTP,
	EARLY,
	MUTE
};

static struct {
	const char *key;
	const char *value;
} settings[] = {
	[REALM] = { "realm", "test" },
	[FROM] = { "from", "13800000001" },
	[LOCAL] = { "local", "127.0.0.1:0" },
	[TONE] = { "tone", "1000" },
	[HEAR] = { "hear", "0" },
	[ENOUGH] = { "enough", "0" },
	[TALK] = { "talk", "0" },
	[DIAL] = { "dial", "" },
	[ANSWER] = { "answer", "1" },
	[CANCEL] = { "cancel", "0" },
	[LAW] = { "law", "-1" },
	[LIFE] = { "life", "20000" },
	[EXPIRES] = { "expires", "60" },
	[SDP] = { "sdp", "" },
	[HOLD] = { "hold", "0" },
	[RESUME] = { "resume", "0" },
	[KEYS] = { "keys", "" },
	[PRESS] = { "press", "300" },
	[AGAIN] = { "again", "0" },
	[TELL] = { "tell", "0" },
	[REJECT] = { "reject", "0" },
	[DELAY] = { "delay", "0" },
	[TLS] = { "tls", "" },
	[SRTP] = { "srtp", "1" },
	[EARLY] = { "early", "0" },
	[MUTE] = { "mute", "0" },
};

static inline const char *text(int key)
{
	return settings[key].value;
}

static inline int number(int key)
{
	return atoi(text(key)); /* NOLINT(cert-err34-c) */
}

static inline bool read_settings(int argc, char *argv[])
{
	for (int i = 0; i < argc; i++) {
		size_t k = 0;

		for (; k < ARRAY_LEN(settings); k++) {
			size_t n = strlen(settings[k].key);

			if (strncmp(argv[i], settings[k].key, n) != 0 ||
			    argv[i][n] != '=')
				continue;
			settings[k].value = argv[i] + n + 1;
			break;
		}
		if (k == ARRAY_LEN(settings))
			return false;
	}

	return true;
}

#endif
