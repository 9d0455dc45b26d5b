/**
 * @file sip/rtp.c  RTP as RFC 3550 and RFC 4733 write it
 */
#include "sip/rtp.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "sip/spare.h"
#include "util/err.h"
#include "util/lang.h"

#define LATCH_RUN 5 /* packets, at 20 ms each 100 ms */

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static void put16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static void put32(uint8_t *p, uint32_t v)
{
	put16(p, (uint16_t)(v >> 16));
	put16(p + 2, (uint16_t)v);
}

/* Bytes before the payload, 0 if they do not fit */
static size_t header_size(const uint8_t *data, size_t n)
{
	size_t size = RTP_HEADER + (size_t)(data[0] & 0x0f) * 4;

	if (data[0] & 0x10) { /* one header extension */
		if (n < size + 4)
			return 0;
		size += 4 + (size_t)get16(data + size + 2) * 4;
	}

	return size <= n ? size : 0;
}

int rtp_read(struct rtp *rtp, const uint8_t *data, size_t n)
{
	size_t start;
	size_t pad = 0;
	uint8_t second;

	if (n < RTP_HEADER || n > RTP_MAX || data[0] >> 6 != 2)
		return EBADMSG;
	second = data[1];
	if (second >= 192 && second <= 223)
		return EBADMSG;
	start = header_size(data, n);
	if (!start)
		return EBADMSG;
	if (data[0] & 0x20) {
		pad = data[n - 1];
		if (!pad || pad > n - start)
			return EBADMSG;
	}

	*rtp = (struct rtp){
		.marker = second >> 7 != 0,
		.type = second & 0x7f,
		.seq = get16(data + 2),
		.ts = get32(data + 4),
		.ssrc = get32(data + 8),
		.payload = data + start,
		.size = n - start - pad,
	};

	return 0;
}

size_t rtp_write(uint8_t to[RTP_MAX], const struct rtp *rtp)
{
	if (rtp->size > RTP_MAX - RTP_HEADER)
		return 0;

	to[0] = 0x80;
	to[1] = (uint8_t)((rtp->marker ? 0x80 : 0) | (rtp->type & 0x7f));
	put16(to + 2, rtp->seq);
	put32(to + 4, rtp->ts);
	put32(to + 8, rtp->ssrc);
	memmove(to + RTP_HEADER, rtp->payload, rtp->size);
	return RTP_HEADER + rtp->size;
}

int rtp_key_read(struct rtp_key *key, const struct rtp *rtp)
{
	static const char keys[] = "0123456789*#ABCD";

	if (rtp->size < 4 || rtp->payload[0] >= sizeof(keys) - 1)
		return EBADMSG;

	*key = (struct rtp_key){
		.key = keys[rtp->payload[0]],
		.last = rtp->payload[1] >> 7 != 0,
		.volume = rtp->payload[1] & 0x3f,
		.duration = get16(rtp->payload + 2),
	};

	return 0;
}

static int open_at(const struct sa *local, uint16_t port)
{
	struct sa addr = *local;
	int fd;

	sa_set_port(&addr, port);
	fd = socket(sa_af(&addr), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd >= 0 && bind(fd, &addr.u.sa, addr.len) != 0) {
		(void)close(fd);
		errno = EADDRINUSE;
		fd = -1;
	}

	return fd;
}

static unsigned count_pairs(const struct rtp_ports *ports)
{
	return ((unsigned)ports->last - ports->first + 1) / 2;
}

void rtp_ports_begin(struct rtp_ports *ports)
{
	ports->next = (uint16_t)(ports->first +
				 2 * (rand_u32() % count_pairs(ports)));
}

int rtp_pair_open(struct rtp_pair *pair, struct rtp_ports *ports)
{
	const unsigned pairs = count_pairs(ports);

	for (unsigned i = 0; i < pairs; i++) {
		uint16_t port = ports->next;

		if (port < ports->first || port >= ports->last)
			port = ports->first;
		ports->next = (uint16_t)(port + 2);
		pair->rtp_fd = open_at(&ports->local, port);
		pair->rtcp_fd = pair->rtp_fd < 0
					? -1
					: open_at(&ports->local,
						  (uint16_t)(port + 1));
		if (pair->rtcp_fd < 0) {
			bool none = spare_is_due(errno);

			rtp_pair_close(pair);
			if (none)
				return err_set(EMFILE,
					       _("no descriptor is left for "
						 "sound"));
			continue;
		}
		pair->local = ports->local;
		sa_set_port(&pair->local, port);
		return 0;
	}

	return err_set(EBUSY, _("no RTP port is free between %u and %u"),
		       ports->first, ports->last);
}

void rtp_pair_close(struct rtp_pair *pair)
{
	if (pair->rtp_fd >= 0)
		(void)close(pair->rtp_fd);
	if (pair->rtcp_fd >= 0)
		(void)close(pair->rtcp_fd);
	pair->rtp_fd = -1;
	pair->rtcp_fd = -1;
}

void rtp_latch_init(struct rtp_latch *latch, const struct sa *named,
		    const struct sa *signal)
{
	*latch = (struct rtp_latch){ .named = *named, .signal = *signal };
}

bool rtp_latch_take(struct rtp_latch *latch, const struct sa *from)
{
	if (sa_cmp(from, &latch->named, SA_ALL)) {
		latch->source = *from;
		latch->taken = true;
		return true;
	}
	if (latch->taken)
		return sa_cmp(from, &latch->source, SA_ALL);

	if (!sa_cmp(from, &latch->signal, SA_ADDR) &&
	    !sa_cmp(from, &latch->named, SA_ADDR))
		return false;
	if (!sa_cmp(from, &latch->other, SA_ALL)) {
		latch->other = *from;
		latch->run = 0;
	}
	if (++latch->run < LATCH_RUN)
		return false;
	latch->source = *from;
	latch->taken = true;
	return true;
}
