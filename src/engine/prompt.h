/**
 * @file engine/prompt.h  Announcements, ready to send
 *
 * Each is read once and kept in both laws; from then on it is constant and any
 * thread may read it.
 */
#ifndef ENGINE_PROMPT_H
#define ENGINE_PROMPT_H

#include <stddef.h>
#include <stdint.h>

#include "sip/voice.h"

/** An announcement */
struct prompt {
	const uint8_t *alaw;
	const uint8_t *ulaw;
	size_t samples;
};

/** Its samples in a law */
static inline const uint8_t *prompt_samples(const struct prompt *prompt,
					    enum voice_law law)
{
	return law == VOICE_PCMA ? prompt->alaw : prompt->ulaw;
}

struct prompts;

/**
 * Begin an empty set of announcements
 *
 * @param own  Folder of the operator's own WAV files, looked at before
 *             data/prompts; NULL: none
 */
int prompts_alloc(struct prompts **pp, const char *own);

/** Free a set; NULL is allowed */
void prompts_free(struct prompts *p);

/**
 * Find an announcement, loading it the first time
 *
 * @param name     File name without .wav; no slash
 * @param promptp  Set to it, valid until prompts_free()
 *
 * @return 0, ENOENT or EBADMSG with a sentence, ENOMEM
 */
int prompts_get(struct prompts *p, const char *name,
		const struct prompt **promptp);

#endif
