/**
 * @file drill/wav.c  Listening to a recording
 */
#include "drill/wav.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "util/err.h"
#include "util/lang.h"

#define FORMAT_PCM  1
#define FORMAT_ALAW 6
#define FORMAT_ULAW 7
#define CHUNKS_MAX  64 /* chunks looked at before the sound */

/* A chunk of a RIFF file */
struct chunk {
	char id[4];
	uint32_t size;
};

static uint32_t le32(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static int le16(const uint8_t *p)
{
	return p[0] | p[1] << 8;
}

static bool read_chunk(FILE *f, struct chunk *chunk)
{
	uint8_t head[8];

	if (fread(head, 1, sizeof(head), f) != sizeof(head))
		return false;

	memcpy(chunk->id, head, sizeof(chunk->id));
	chunk->size = le32(head + 4);
	return true;
}

static int read_format(FILE *f, const struct chunk *chunk,
		       struct wav_info *info)
{
	uint8_t fmt[16];
	int sample;

	if (chunk->size < sizeof(fmt) ||
	    fread(fmt, 1, sizeof(fmt), f) != sizeof(fmt))
		return err_set(EBADMSG, _("the format is cut short"));

	info->format = le16(fmt);
	info->channels = le16(fmt + 2);
	sample = info->format == FORMAT_PCM ? 16 : 8;
	if ((info->format != FORMAT_PCM && info->format != FORMAT_ALAW &&
	     info->format != FORMAT_ULAW) ||
	    info->channels < 1 || info->channels > WAV_CHANNELS ||
	    le32(fmt + 4) != TONE_RATE || le16(fmt + 14) != sample)
		return err_set(EBADMSG,
			       _("format %d with %d channels at %u Hz "
				 "is none of ours"),
			       info->format, info->channels, le32(fmt + 4));

	return fseek(f, (long)(chunk->size - sizeof(fmt) + (chunk->size & 1)),
		     SEEK_CUR)
		       ? err_set(EIO, _("cannot be read"))
		       : 0;
}

/* Goes to the sound; *sizep is set to its bytes */
static int find_sound(FILE *f, struct wav_info *info, uint32_t *sizep)
{
	struct chunk chunk;
	uint8_t type[4];

	if (!read_chunk(f, &chunk) || memcmp(chunk.id, "RIFF", 4) != 0 ||
	    fread(type, 1, sizeof(type), f) != sizeof(type) ||
	    memcmp(type, "WAVE", 4) != 0)
		return err_set(EBADMSG, _("not a WAV file"));

	for (int i = 0; i < CHUNKS_MAX && read_chunk(f, &chunk); i++) {
		int err = 0;

		if (!memcmp(chunk.id, "data", 4) && info->format) {
			*sizep = chunk.size;
			return 0;
		}
		if (!memcmp(chunk.id, "fmt ", 4))
			err = read_format(f, &chunk, info);
		else if (fseek(f, (long)chunk.size + (chunk.size & 1),
			       SEEK_CUR))
			err = err_set(EIO, _("cannot be read"));
		if (err)
			return err;
	}

	return err_set(EBADMSG, _("there is no sound in it"));
}

/* Takes interleaved samples apart and lets each ear hear its channel */
static void hear(const struct wav_info *info, const uint8_t *from, size_t n,
		 struct tone_ear *earv, int64_t at_us)
{
	int16_t samplev[TONE_FRAME];

	for (int c = 0; c < info->channels; c++) {
		for (size_t i = 0; i < n; i++) {
			size_t k = i * (size_t)info->channels + (size_t)c;

			if (info->format == FORMAT_PCM)
				samplev[i] = (int16_t)le16(from + 2 * k);
			else
				tone_decode(&samplev[i], from + k, 1,
					    info->format == FORMAT_ALAW
						    ? VOICE_PCMA
						    : VOICE_PCMU);
		}
		tone_ear_hear(&earv[c], samplev, n, at_us);
	}
}

static void listen_on(FILE *f, struct wav_info *info, uint32_t size,
		      struct tone_ear *earv)
{
	uint8_t buf[TONE_FRAME * WAV_CHANNELS * 2];
	const size_t unit = (size_t)info->channels *
			    (info->format == FORMAT_PCM ? 2 : 1);
	int64_t samples = 0;

	while (unit > 0 && size >= unit) {
		size_t want = TONE_FRAME * unit;
		size_t n;

		if (want > size)
			want = size - size % unit;
		n = fread(buf, 1, want, f) / unit;
		hear(info, buf, n, earv, samples * 1000000 / TONE_RATE + 1);
		samples += (int64_t)n;
		size -= (uint32_t)want;
		if (n * unit < want)
			break;
	}

	info->ms = samples * 1000 / TONE_RATE;
}

int wav_listen(const char *path, struct wav_info *info, struct tone_ear *earv)
{
	FILE *f = fopen(path, "rbe");
	struct stat st;
	uint32_t size = 0;
	int err;

	if (!f)
		return err_set(ENOENT, _("%s: cannot be opened"), path);

	memset(info, 0, sizeof(*info));
	if (fstat(fileno(f), &st) || !S_ISREG(st.st_mode)) {
		err = err_set(EIO, _("not a regular file"));
	} else {
		info->bytes = st.st_size;
		err = find_sound(f, info, &size);
	}
	if (!err)
		listen_on(f, info, size, earv);
	if (!err && ferror(f))
		err = err_set(EIO, _("cannot be read"));
	(void)fclose(f);
	return err ? err_prefix(err, "%s", path) : 0;
}
