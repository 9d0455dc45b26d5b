/**
 * @file engine/wav.c  RIFF, as far as telephones need it
 */
#include "engine/wav.h"

#include <errno.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"

#define RATE 8000

static uint32_t get16(const uint8_t *p)
{
	return (uint32_t)(p[0] | p[1] << 8);
}

static uint32_t get32(const uint8_t *p)
{
	return get16(p) | get16(p + 2) << 16;
}

static uint8_t *put16(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	return p + 2;
}

static uint8_t *put32(uint8_t *p, uint32_t v)
{
	return put16(put16(p, v), v >> 16);
}

static uint8_t *put_tag(uint8_t *p, const char *tag)
{
	memcpy(p, tag, 4);
	return p + 4;
}

static int read_format(struct wav *wav, const uint8_t *p, size_t n)
{
	unsigned bits;

	if (n < 16)
		return EBADMSG;
	wav->format = (enum wav_format)get16(p);
	wav->channels = get16(p + 2);
	bits = get16(p + 14);
	if (get32(p + 4) != RATE || wav->channels < 1 || wav->channels > 2)
		return EBADMSG;
	if (wav->format == WAV_PCM)
		return bits == 16 ? 0 : EBADMSG;
	if (wav->format == WAV_ALAW || wav->format == WAV_ULAW)
		return bits == 8 ? 0 : EBADMSG;
	return EBADMSG;
}

static int read_chunks(struct wav *wav, const uint8_t *p, size_t n)
{
	while (n >= 8) {
		size_t size = get32(p + 4);
		int err;

		if (size > n - 8)
			return EBADMSG;
		if (!memcmp(p, "fmt ", 4)) {
			err = read_format(wav, p + 8, size);
			if (err)
				return err;
		}
		if (!memcmp(p, "data", 4)) {
			wav->samples = p + 8;
			wav->size = size;
			return wav->channels ? 0 : EBADMSG;
		}
		size += size % 2;
		if (size > n - 8)
			return EBADMSG;
		p += 8 + size;
		n -= 8 + size;
	}

	return EBADMSG;
}

int wav_read(struct wav *wav, const uint8_t *data, size_t n)
{
	size_t frame;

	*wav = (struct wav){ 0 };
	if (n < 12 || memcmp(data, "RIFF", 4) != 0 ||
	    memcmp(data + 8, "WAVE", 4) != 0 ||
	    read_chunks(wav, data + 12, n - 12))
		return err_set(EBADMSG,
			       _("not a WAV file of 8 kHz, 16-bit PCM or "
				 "G.711"));

	frame = (size_t)wav->channels * (wav->format == WAV_PCM ? 2 : 1);
	wav->size -= wav->size % frame;
	return 0;
}

enum wav_format wav_format_of(enum voice_law law)
{
	return law == VOICE_PCMA ? WAV_ALAW : WAV_ULAW;
}

size_t wav_frame(enum wav_format format)
{
	return format == WAV_PCM ? 4 : 2;
}

void wav_decode(uint8_t *to, enum voice_law law, const uint8_t *from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int pcm = law == VOICE_PCMA ? g711_alaw2pcm(from[i])
					    : g711_ulaw2pcm(from[i]);

		to = put16(to, (uint32_t)pcm & 0xffff);
	}
}

void wav_header(uint8_t to[WAV_HEADER], enum wav_format format, uint64_t size)
{
	uint32_t frame = (uint32_t)wav_frame(format);
	/* 32-bit sizes: a recording of 60 hours stops growing on paper */
	uint32_t n = size > UINT32_MAX - WAV_HEADER ? UINT32_MAX - WAV_HEADER
						    : (uint32_t)size;
	uint8_t *p = to;

	p = put_tag(p, "RIFF");
	p = put32(p, n + WAV_HEADER - 8);
	p = put_tag(p, "WAVE");
	p = put_tag(p, "fmt ");
	p = put32(p, 18);
	p = put16(p, format);
	p = put16(p, 2);
	p = put32(p, RATE);
	p = put32(p, RATE * frame);
	p = put16(p, frame);
	p = put16(p, frame * 4); /* bits of a sample */
	p = put16(p, 0);
	p = put_tag(p, "fact");
	p = put32(p, 4);
	p = put32(p, n / frame);
	p = put_tag(p, "data");
	(void)put32(p, n);
}

uint8_t wav_silence(enum voice_law law)
{
	return law == VOICE_PCMA ? 0xd5 : 0xff;
}
