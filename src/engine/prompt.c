/**
 * @file engine/prompt.c  Loading announcements
 */
#include "engine/prompt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/wav.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"

#define FILE_MAX (8u << 20) /* 8 MiB: nine minutes of PCM */

struct entry {
	struct entry *next;
	struct prompt prompt;
	char name[64];
	uint8_t bytes[]; /* A-law, then mu-law */
};

struct prompts {
	struct entry *first;
	char *own;
};

int prompts_alloc(struct prompts **pp, const char *own)
{
	struct prompts *p = calloc(1, sizeof(*p));

	if (p && own)
		p->own = strdup(own);
	if (!p || (own && !p->own)) {
		free(p);
		return err_set(ENOMEM, _("no memory for announcements"));
	}

	*pp = p;
	return 0;
}

void prompts_free(struct prompts *p)
{
	if (!p)
		return;
	while (p->first) {
		struct entry *e = p->first;

		p->first = e->next;
		free(e);
	}
	free(p->own);
	free(p);
}

/* One sample of the first channel as PCM */
static int16_t sample(const struct wav *wav, size_t i)
{
	const uint8_t *p;

	if (wav->format != WAV_PCM) {
		p = wav->samples + i * wav->channels;
		if (wav->format == WAV_ALAW)
			return (int16_t)g711_alaw2pcm(*p);
		return (int16_t)g711_ulaw2pcm(*p);
	}
	p = wav->samples + i * wav->channels * 2;
	return (int16_t)(uint16_t)(p[0] | p[1] << 8);
}

static int encode(struct entry **entryp, const struct wav *wav)
{
	size_t frame = (size_t)wav->channels * (wav->format == WAV_PCM ? 2 : 1);
	size_t n = wav->size / frame;
	struct entry *e = calloc(1, sizeof(*e) + 2 * n);

	if (!e)
		return err_set(ENOMEM, _("no memory for announcements"));

	for (size_t i = 0; i < n; i++) {
		int16_t pcm = sample(wav, i);

		if (pcm == INT16_MIN)
			pcm++; /* librem negates it */
		e->bytes[i] = g711_pcm2alaw(pcm);
		e->bytes[n + i] = g711_pcm2ulaw(pcm);
	}
	e->prompt = (struct prompt){
		.alaw = e->bytes,
		.ulaw = e->bytes + n,
		.samples = n,
	};

	*entryp = e;
	return 0;
}

/* Path of an announcement; the caller frees it; NULL if nowhere */
static char *locate(const struct prompts *p, const char *name)
{
	char path[512];

	if (p->own) {
		(void)snprintf(path, sizeof(path), "%s/%s.wav", p->own, name);
		if (access(path, R_OK) == 0)
			return strdup(path);
	}
	(void)snprintf(path, sizeof(path), "data/prompts/%s.wav", name);
	return file_shipped(path);
}

static int load(struct entry **entryp, const char *path)
{
	struct str text = { 0 };
	struct wav wav;
	int err = file_read(&text, path, FILE_MAX);

	if (!err)
		err = wav_read(&wav, (const uint8_t *)str_text(&text),
			       text.len);
	if (!err)
		err = encode(entryp, &wav);

	str_release(&text);
	return err ? err_prefix(err, "%s", path) : 0;
}

int prompts_get(struct prompts *p, const char *name,
		const struct prompt **promptp)
{
	struct entry *e = NULL;
	char *path;
	int err;

	for (const struct entry *old = p->first; old; old = old->next) {
		if (!strcmp(old->name, name)) {
			*promptp = &old->prompt;
			return 0;
		}
	}
	if (strchr(name, '/') || strlen(name) >= sizeof(e->name))
		return err_set(ENOENT, _("announcement \"%s\": bad name"),
			       name);

	path = locate(p, name);
	if (!path)
		return err_set(ENOENT,
			       _("announcement \"%s\": there is no %s.wav in "
				 "data/prompts"),
			       name, name);
	err = load(&e, path);
	free(path);
	if (err || !e)
		return err;

	(void)snprintf(e->name, sizeof(e->name), "%s", name);
	e->next = p->first;
	p->first = e;
	*promptp = &e->prompt;
	return 0;
}
