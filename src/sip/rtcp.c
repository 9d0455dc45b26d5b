/**
 * @file sip/rtcp.c  Reports about RTP
 */
#include "sip/rtcp.h"

#include <errno.h>
#include <string.h>

#define HEADER	   4
#define BLOCK	   24
#define SENDER	   20	      /* bytes that a sender says of itself */
#define NTP_EPOCH  2208988800 /* s from 1900 to 1970 */
#define SDES_CNAME 1

enum { SR = 200, RR = 201, SDES = 202, BYE = 203 };

static uint32_t get24(const uint8_t *p)
{
	return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | get24(p + 1);
}

static uint8_t *put32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
	return p + 4;
}

static uint8_t *put_header(uint8_t *p, unsigned count, uint8_t type,
			   size_t bytes)
{
	return put32(p, 2u << 30 | count << 24 | (uint32_t)type << 16 |
				(uint32_t)(bytes / 4 - 1));
}

uint64_t rtcp_ntp(int64_t us)
{
	uint64_t s = (uint64_t)(us / 1000000) + NTP_EPOCH;

	return s << 32 | ((uint64_t)(us % 1000000) << 32) / 1000000;
}

uint32_t rtcp_middle(uint64_t ntp)
{
	return (uint32_t)(ntp >> 16);
}

bool rtcp_is(const uint8_t *data, size_t n)
{
	return n >= 2 && data[0] >> 6 == 2 && data[1] >= 192 && data[1] <= 223;
}

static void read_block(struct rtcp_block *b, const uint8_t *p)
{
	uint32_t lost = get24(p + 5);

	*b = (struct rtcp_block){
		.ssrc = get32(p),
		.fraction = p[4],
		.lost = lost & 0x800000 ? (int32_t)lost - 0x1000000
					: (int32_t)lost,
		.max_seq = get32(p + 8),
		.jitter = get32(p + 12),
		.lsr = get32(p + 16),
		.dlsr = get32(p + 20),
	};
}

/* A report of n bytes behind its header */
static int read_report(struct rtcp *r, uint32_t ours, const uint8_t *p,
		       size_t n, unsigned count, bool sender)
{
	size_t blocks = 4 + (sender ? SENDER : 0);

	if (n < blocks + (size_t)count * BLOCK)
		return EBADMSG;
	r->ssrc = get32(p);
	if (sender) {
		r->sender = true;
		r->ntp = (uint64_t)get32(p + 4) << 32 | get32(p + 8);
		r->ts = get32(p + 12);
		r->packets = get32(p + 16);
		r->bytes = get32(p + 20);
	}
	for (unsigned i = 0; i < count; i++) {
		const uint8_t *block = p + blocks + (size_t)i * BLOCK;

		if (get32(block) != ours)
			continue;
		r->about = true;
		read_block(&r->block, block);
	}

	return 0;
}

/* Good-bye of the one who reports */
static void read_bye(struct rtcp *r, const uint8_t *p, size_t n, unsigned count)
{
	for (; count > 0 && n >= 4; count--, p += 4, n -= 4)
		r->bye |= get32(p) == r->ssrc;
}

int rtcp_read(struct rtcp *r, uint32_t ours, const uint8_t *data, size_t n)
{
	bool first = true;

	*r = (struct rtcp){ 0 };
	if (n < HEADER + 4 || n > RTCP_READ_MAX || n % 4)
		return EBADMSG;
	while (n > 0) {
		size_t size = n < HEADER
				      ? 0
				      : (size_t)(get32(data) & 0xffff) * 4 + 4;
		unsigned count = data[0] & 0x1f;
		uint8_t type = data[1];

		if (size < HEADER || size > n || data[0] >> 6 != 2)
			return EBADMSG;
		/* Only the last may be padded; a report comes first */
		if ((data[0] & 0x20 && (first || size < n)) ||
		    (first && type != SR && type != RR))
			return EBADMSG;
		if ((type == SR || type == RR) &&
		    read_report(r, ours, data + HEADER, size - HEADER, count,
				type == SR))
			return EBADMSG;
		if (type == BYE)
			read_bye(r, data + HEADER, size - HEADER, count);
		first = false;
		data += size;
		n -= size;
	}

	return 0;
}

static uint8_t *write_report(uint8_t *p, const struct rtcp *r)
{
	const struct rtcp_block *b = &r->block;
	size_t size = HEADER + 4 + (r->sender ? SENDER : 0) +
		      (r->about ? BLOCK : 0);

	p = put_header(p, r->about, r->sender ? SR : RR, size);
	p = put32(p, r->ssrc);
	if (r->sender) {
		p = put32(p, (uint32_t)(r->ntp >> 32));
		p = put32(p, (uint32_t)r->ntp);
		p = put32(p, r->ts);
		p = put32(p, r->packets);
		p = put32(p, r->bytes);
	}
	if (r->about) {
		p = put32(p, b->ssrc);
		p = put32(p, (uint32_t)b->fraction << 24 |
				     ((uint32_t)b->lost & 0xffffff));
		p = put32(p, b->max_seq);
		p = put32(p, b->jitter);
		p = put32(p, b->lsr);
		p = put32(p, b->dlsr);
	}

	return p;
}

size_t rtcp_write(uint8_t to[RTCP_MAX], const struct rtcp *r,
		  const char cname[RTCP_CNAME])
{
	/* One item and the end of the list, in whole words */
	const size_t chunk = 4 + 2 + RTCP_CNAME + 2;
	uint8_t *p = write_report(to, r);

	p = put_header(p, 1, SDES, HEADER + chunk);
	p = put32(p, r->ssrc);
	*p++ = SDES_CNAME;
	*p++ = RTCP_CNAME;
	memcpy(p, cname, RTCP_CNAME);
	p += RTCP_CNAME;
	*p++ = 0;
	*p++ = 0;
	if (r->bye) {
		p = put_header(p, 1, BYE, HEADER + 4);
		p = put32(p, r->ssrc);
	}

	return (size_t)(p - to);
}
