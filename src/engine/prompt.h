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
 * @param own    Folder of the operator's own WAV files, looked at before
 *               data/prompts; NULL: none
 * @param older  Another set: what it has of files that have not changed is
 *               shared and not read again; NULL: none
 */
int prompts_alloc(struct prompts **pp, const char *own,
		  const struct prompts *older);

/** All are loaded: the older set may go.  What is shared stays; both sets
 *  belong to one thread. */
void prompts_settle(struct prompts *p);

/** Keep a set, until prompts_free() was called once more */
struct prompts *prompts_ref(struct prompts *p);

/** Free a set; NULL is allowed */
void prompts_free(struct prompts *p);

/**
 * Find an announcement, loading it the first time
 *
 * @param name     File name without .wav; no slash
 * @param promptp  Set to it, valid until the last set that has it is freed
 *
 * @return 0, ENOENT or EBADMSG with a sentence, ENOMEM
 */
int prompts_get(struct prompts *p, const char *name,
		const struct prompt **promptp);

#endif
