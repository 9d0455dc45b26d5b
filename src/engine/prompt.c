/**
 * @file engine/prompt.c  Loading announcements
 */
#include "engine/prompt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/wav.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"

#define FILE_MAX (8u << 20) /* 8 MiB: nine minutes of PCM */

/* What was read, which several sets may hold */
struct sound {
	unsigned refs;
	struct stat file;
	struct prompt prompt;
	uint8_t bytes[]; /* A-law, then mu-law */
};

struct entry {
	struct entry *next;
	struct sound *sound;
	char name[64];
};

struct prompts {
	struct entry *first;
	unsigned refs;
	const struct prompts *older; /* NULL */
	char *own;
};

int prompts_alloc(struct prompts **pp, const char *own,
		  const struct prompts *older)
{
	struct prompts *p = calloc(1, sizeof(*p));

	if (p) {
		p->refs = 1;
		p->older = older;
	}
	if (p && own)
		p->own = strdup(own);
	if (!p || (own && !p->own)) {
		free(p);
		return err_set(ENOMEM, _("no memory for announcements"));
	}

	*pp = p;
	return 0;
}

void prompts_settle(struct prompts *p)
{
	p->older = NULL;
}

struct prompts *prompts_ref(struct prompts *p)
{
	p->refs++;
	return p;
}

void prompts_free(struct prompts *p)
{
	if (!p || --p->refs)
		return;
	while (p->first) {
		struct entry *e = p->first;

		p->first = e->next;
		if (!--e->sound->refs)
			free(e->sound);
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

static int encode(struct sound **soundp, const struct wav *wav)
{
	size_t frame = (size_t)wav->channels * (wav->format == WAV_PCM ? 2 : 1);
	size_t n = wav->size / frame;
	struct sound *s = calloc(1, sizeof(*s) + 2 * n);

	if (!s)
		return err_set(ENOMEM, _("no memory for announcements"));

	for (size_t i = 0; i < n; i++) {
		int16_t pcm = sample(wav, i);

		if (pcm == INT16_MIN)
			pcm++; /* librem negates it */
		s->bytes[i] = g711_pcm2alaw(pcm);
		s->bytes[n + i] = g711_pcm2ulaw(pcm);
	}
	s->prompt = (struct prompt){
		.alaw = s->bytes,
		.ulaw = s->bytes + n,
		.samples = n,
	};

	*soundp = s;
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

static struct entry *find(const struct prompts *p, const char *name)
{
	struct entry *e = p->first;

	while (e && strcmp(e->name, name) != 0)
		e = e->next;
	return e;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static int load(struct sound **soundp, const char *path)
{
	struct str text = { 0 };
	struct wav wav;
	int err = file_read(&text, path, FILE_MAX);

	if (!err)
		err = wav_read(&wav, (const uint8_t *)str_text(&text),
			       text.len);
	if (!err)
		err = encode(soundp, &wav);

	str_release(&text);
	return err ? err_prefix(err, "%s", path) : 0;
}

/* The older set's, if the file is the same; otherwise it is read */
static int take(struct sound **soundp, const struct prompts *p,
		const char *name, const char *path)
{
	const struct entry *old = p->older ? find(p->older, name) : NULL;
	struct stat file;
	int err;

	if (stat(path, &file) != 0)
		memset(&file, 0, sizeof(file));
	if (old && same_file(&old->sound->file, &file)) {
		*soundp = old->sound;
		return 0;
	}
	err = load(soundp, path);
	if (!err && *soundp)
		(*soundp)->file = file;
	return err;
}

static int add(struct prompts *p, const char *name, struct sound *sound)
{
	struct entry *e = calloc(1, sizeof(*e));

	if (!e) {
		if (!sound->refs)
			free(sound);
		return err_set(ENOMEM, _("no memory for announcements"));
	}
	(void)snprintf(e->name, sizeof(e->name), "%s", name);
	e->sound = sound;
	sound->refs++;
	e->next = p->first;
	p->first = e;
	return 0;
}

int prompts_get(struct prompts *p, const char *name,
		const struct prompt **promptp)
{
	const struct entry *e = find(p, name);
	struct sound *sound = NULL;
	char *path;
	int err;

	if (e) {
		*promptp = &e->sound->prompt;
		return 0;
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
	err = take(&sound, p, name, path);
	free(path);
	if (err || !sound)
		return err;
	err = add(p, name, sound);
	if (!err)
		*promptp = &sound->prompt;
	return err;
}
