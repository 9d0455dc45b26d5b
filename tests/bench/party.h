/**
 * @file tests/bench/party.h  Callers and seats that cost little
 *
 * SIP from templates over two sockets: callers stand behind 127.0.0.2, the
 * trunk, and each seat has an address of its own in 127.1.0.0/16.  Only what
 * the engine sends has to be understood; a delay is counted from our send to
 * the kernel's stamp of the answer.
 */
#ifndef BENCH_PARTY_H
#define BENCH_PARTY_H

#include <re.h>

#include "bench/histogram.h"
#include "bench/house.h"

#define CALLERS_MAX 4096
#define SEATS_MAX   4096
#define T1_US	    500000
#define RTP_SOCKETS 16
#define NUMBER	    "95012345"

enum caller_state {
	CALLER_IDLE,
	CALLER_RINGS,
	CALLER_UP,
	CALLER_LEAVES,
};

#define CALLER_STATES (CALLER_LEAVES + 1)

/* One end of a call's sound */
struct party {
	struct sockaddr_in to; /* where the engine takes its packets */
	bool talks;
	uint16_t seq;
	uint32_t ts;
	uint32_t number; /* of the next packet */
	uint32_t call;	 /* whose packets they are */
	/* what came from the other end */
	uint32_t first, last, got;
};

struct caller {
	enum caller_state state;
	uint32_t call;	 /* number of the call */
	int64_t at;	 /* INVITE or BYE was sent, us */
	int64_t again;	 /* to be sent again, us */
	int64_t hang_up; /* 0: not known yet */
	int64_t seat_answered;
	unsigned tries;
	bool rang;
	char to[96];
	struct party sound;
};

struct seat {
	struct in_addr addr;
	bool busy, acked;
	int64_t again;
	unsigned tries;
	uint32_t call;
	char last[2048]; /* the 200 to the INVITE */
	int last_size;
	char nonce[128];
	unsigned nc, cseq;
	bool registered;
	int64_t asked; /* REGISTER was sent, us */
	struct party sound;
};

struct traffic_counts {
	int64_t started, rang, bridged, done, refused, gone, resent, odd;
	int64_t registers, challenged;
};

struct traffic {
	struct sockaddr_in engine;
	int trunk_fd, station_fd, sink_fd;
	int rtpv[RTP_SOCKETS];
	uint16_t rtp_portv[RTP_SOCKETS];
	uint16_t trunk_port, station_port, sink_port;
	struct caller *callerv;
	struct seat *seatv;
	unsigned callerc, seatc;
	uint32_t calls;
	unsigned up;   /* callers that are not idle */
	unsigned next; /* caller to use */
	unsigned slot; /* of the loop */
	int64_t due;   /* the loop's next turn, us */
	int64_t late;  /* the most that a turn was late, us */
	bool sound;    /* with RTP */
	bool counting; /* delays count */
	int64_t talk;  /* us from the seat's answer to BYE; 0: on and on */
	struct traffic_counts n;
	struct histogram to_180, to_sound, to_registered, delay;
	int64_t sent, received, lost, strange; /* packets of sound */
};

static inline void traffic_send(int fd, const void *data, int n,
				const struct sockaddr_in *to)
{
	(void)sendto(fd, data, (size_t)n, 0, (const struct sockaddr *)to,
		     sizeof(*to));
}

/* The address that a packet is sent from */
struct source {
	_Alignas(struct cmsghdr) char data[CMSG_SPACE(
		sizeof(struct in_pktinfo))];
};

static inline void send_from(struct msghdr *msg, struct source *source,
			     struct in_addr addr)
{
	const struct in_pktinfo info = { .ipi_spec_dst = addr };
	struct cmsghdr *c = (struct cmsghdr *)(void *)source->data;

	c->cmsg_level = IPPROTO_IP;
	c->cmsg_type = IP_PKTINFO;
	c->cmsg_len = CMSG_LEN(sizeof(info));
	memcpy(CMSG_DATA(c), &info, sizeof(info));
	msg->msg_control = source->data;
	msg->msg_controllen = sizeof(source->data);
}

static inline void seat_send(struct traffic *t, const struct seat *s,
			     const char *data, int n)
{
	struct source source = { .data = "" };
	struct iovec iov = { (void *)data, (size_t)n };
	struct msghdr msg = {
		.msg_name = &t->engine,
		.msg_namelen = sizeof(t->engine),
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};

	send_from(&msg, &source, s->addr);
	(void)sendmsg(t->station_fd, &msg, 0);
}

/* Reading */

/* A header field's value up to the end of its line; its length */
static inline int field(const char *msg, const char *name, const char **valp)
{
	const char *at = strstr(msg, name);

	*valp = at ? at + strlen(name) : "";
	return (int)strcspn(*valp, "\r\n");
}

static inline unsigned field_number(const char *msg, const char *name)
{
	const char *val;

	return field(msg, name, &val) ? (unsigned)strtoul(val, NULL, 10) : 0;
}

static inline void field_copy(char *to, size_t size, const char *msg,
			      const char *name)
{
	const char *val;
	int n = field(msg, name, &val);

	(void)snprintf(to, size, "%.*s", n, val);
}

static inline bool is_of(const char *msg, const char *method)
{
	const char *val;
	int n = field(msg, "\r\nCSeq: ", &val);
	const char *space = memchr(val, ' ', (size_t)n);

	return space && !strncmp(space + 1, method, strlen(method));
}

static inline struct sockaddr_in sound_address(const char *msg)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)field_number(msg, "\r\nm=audio ")),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
}

static inline int write_sdp(char *to, size_t size, const struct traffic *t,
			    unsigned party, const char *addr)
{
	return snprintf(to, size,
			"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n"
			"c=IN IP4 %s\r\nt=0 0\r\n"
			"m=audio %u RTP/AVP 8 101\r\n"
			"a=rtpmap:8 PCMA/8000\r\n"
			"a=rtpmap:101 telephone-event/8000\r\n"
			"a=rtcp:%u\r\na=sendrecv\r\n",
			addr, t->rtp_portv[party % RTP_SOCKETS], t->sink_port);
}

/* Callers */

static inline void party_open(struct party *p, const char *msg, uint32_t call)
{
	*p = (struct party){
		.to = sound_address(msg),
		.call = call,
		.seq = (uint16_t)call,
		.ts = call * 7919,
		.talks = true,
	};
}

static inline void party_close(struct traffic *t, struct party *p)
{
	if (p->talks && p->got)
		t->lost += (int64_t)(p->last - p->first + 1) - p->got;
	p->talks = false;
}

static inline void caller_send(struct traffic *t, struct caller *c,
			       const char *method, unsigned cseq)
{
	unsigned index = (unsigned)(c - t->callerv);
	char sdp[512] = "";
	char text[2048];
	bool invite = *method == 'I';
	int body = invite ? write_sdp(sdp, sizeof(sdp), t, index, "127.0.0.2")
			  : 0;
	int n = snprintf(
		text, sizeof(text),
		"%s sip:" NUMBER "@127.0.0.1:%u SIP/2.0\r\n"
		"Via: SIP/2.0/UDP 127.0.0.2:%u;branch=z9hG4bK%c%u;rport\r\n"
		"Max-Forwards: 70\r\n"
		"From: <sip:1%010u@127.0.0.2>;tag=c%u\r\n"
		"To: %s\r\n"
		"Call-ID: load%u\r\nCSeq: %u %s\r\n"
		"Contact: <sip:trunk@127.0.0.2:%u>\r\n%s"
		"Content-Length: %d\r\n\r\n%s",
		method, ntohs(t->engine.sin_port), t->trunk_port, *method,
		c->call, c->call, c->call,
		c->to[0] ? c->to : "<sip:" NUMBER "@127.0.0.1>", c->call, cseq,
		method, t->trunk_port,
		invite ? "Content-Type: application/sdp\r\n" : "", body, sdp);

	traffic_send(t->trunk_fd, text, n, &t->engine);
}

static inline void caller_start(struct traffic *t, int64_t now)
{
	struct caller *c = &t->callerv[t->next];

	t->next = (t->next + 1) % t->callerc;
	if (c->state != CALLER_IDLE) {
		t->n.odd++;
		return;
	}
	/* its place follows from its number */
	t->calls++;
	*c = (struct caller){
		.state = CALLER_RINGS,
		.call = t->calls * CALLERS_MAX + (uint32_t)(c - t->callerv),
		.at = now,
		.again = now + T1_US,
	};
	t->up++;
	t->n.started++;
	caller_send(t, c, "INVITE", 1);
}

static inline void caller_over(struct traffic *t, struct caller *c)
{
	party_close(t, &c->sound);
	c->state = CALLER_IDLE;
	t->up--;
}

static inline void caller_bye(struct traffic *t, struct caller *c, int64_t now)
{
	c->state = CALLER_LEAVES;
	c->at = now;
	c->again = now + T1_US;
	c->tries = 0;
	c->hang_up = 0;
	caller_send(t, c, "BYE", 2);
}

static inline struct caller *caller_of(struct traffic *t, uint32_t call)
{
	struct caller *c = &t->callerv[call % CALLERS_MAX % t->callerc];

	return c->call == call && c->state != CALLER_IDLE ? c : NULL;
}

static inline void caller_answered(struct traffic *t, struct caller *c,
				   const char *msg)
{
	if (c->state == CALLER_RINGS) {
		c->state = CALLER_UP;
		c->again = 0;
		field_copy(c->to, sizeof(c->to), msg, "\r\nTo: ");
		if (t->sound)
			party_open(&c->sound, msg, c->call);
	}
	caller_send(t, c, "ACK", 1);
}

static inline void trunk_take(struct traffic *t, const char *msg, int64_t at)
{
	int status = strncmp(msg, "SIP/2.0 ", 8) != 0
			     ? 0
			     : (int)strtol(msg + 8, NULL, 10);
	struct caller *c = caller_of(t, field_number(msg, "\r\nCall-ID: load"));
	bool invite = is_of(msg, "INVITE");

	if (!c || !status) {
		t->n.odd += !status;
		return;
	}
	if (invite && status == 180 && !c->rang) {
		c->rang = true;
		c->again = 0;
		t->n.rang++;
		if (t->counting)
			histogram_add(&t->to_180, at - c->at);
	} else if (invite && status >= 200 && status < 300) {
		caller_answered(t, c, msg);
	} else if (invite && status >= 300) {
		field_copy(c->to, sizeof(c->to), msg, "\r\nTo: ");
		caller_send(t, c, "ACK", 1);
		t->n.refused++;
		caller_over(t, c);
	} else if (!invite && status >= 200 && c->state == CALLER_LEAVES) {
		t->n.done += status < 300;
		caller_over(t, c);
	}
}

/* Seats */

static inline int answer(char *to, size_t size, const char *msg,
			 const char *status, const char *more)
{
	static const char *const names[] = { "\r\nVia: ", "\r\nFrom: ",
					     "\r\nTo: ", "\r\nCall-ID: ",
					     "\r\nCSeq: " };
	int n = snprintf(to, size, "SIP/2.0 %s", status);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *val;
		int k = field(msg, names[i], &val);
		bool tag = i != 2 || memmem(val, (size_t)k, ";tag=", 5);

		n += snprintf(to + n, size - (size_t)n, "%s%.*s%s", names[i], k,
			      val, tag ? "" : ";tag=seat");
	}
	return n + snprintf(to + n, size - (size_t)n, "\r\n%s", more);
}

static inline void seat_reply(struct traffic *t, const struct seat *s,
			      const char *msg, const char *status)
{
	char text[2048];
	int n = answer(text, sizeof(text), msg, status,
		       "Content-Length: 0\r\n\r\n");

	seat_send(t, s, text, n);
}

/* Rings and answers at once */
static inline void seat_invited(struct traffic *t, struct seat *s,
				const char *msg, int64_t now)
{
	unsigned index = (unsigned)(s - t->seatv);
	struct caller *c;
	char more[1024];
	char sdp[512];
	char addr[INET_ADDRSTRLEN];
	int body;
	const char *from = strstr(msg, "\r\nFrom: ");

	c = from ? caller_of(t, field_number(from, "<sip:1")) : NULL;
	if (s->busy && c && c->call == s->call) { /* sent again */
		seat_send(t, s, s->last, s->last_size);
		t->n.resent++;
		return;
	}
	if (s->busy || !c) {
		t->n.odd++;
		seat_reply(t, s, msg, "486 Busy Here");
		return;
	}
	(void)inet_ntop(AF_INET, &s->addr, addr, sizeof(addr));
	body = write_sdp(sdp, sizeof(sdp), t, index + 1, addr);
	(void)snprintf(more, sizeof(more),
		       "Contact: <sip:%u@%s:%u>\r\n"
		       "Content-Type: application/sdp\r\n"
		       "Content-Length: %d\r\n\r\n%s",
		       10000 + index, addr, t->station_port, body, sdp);
	seat_reply(t, s, msg, "180 Ringing");
	s->last_size = answer(s->last, sizeof(s->last), msg, "200 OK", more);
	s->busy = true;
	s->acked = false;
	s->call = c->call;
	s->again = now + T1_US;
	s->tries = 0;
	seat_send(t, s, s->last, s->last_size);
	c->seat_answered = now;
	if (t->sound)
		party_open(&s->sound, msg, c->call);
}

static inline void seat_acked(struct traffic *t, struct seat *s, int64_t now)
{
	struct caller *c = caller_of(t, s->call);

	if (!s->busy || s->acked)
		return;
	s->acked = true;
	s->again = 0;
	t->n.bridged++;
	if (c && t->talk)
		c->hang_up = now + t->talk;
}

/* Registering */

static inline void hex_md5(char to[33], const char *text)
{
	uint8_t hash[16];

	md5((const uint8_t *)text, strlen(text), hash);
	for (size_t i = 0; i < 16; i++)
		(void)snprintf(to + 2 * i, 3, "%02x", hash[i]);
}

static inline int write_credentials(const struct traffic *t, char *to,
				    size_t size, const struct seat *s)
{
	unsigned index = (unsigned)(s - t->seatv);
	char text[512];
	char ha1[33], ha2[33], response[33];

	(void)snprintf(text, sizeof(text), "%u:bench:secret-%u", 10000 + index,
		       index);
	hex_md5(ha1, text);
	hex_md5(ha2, "REGISTER:sip:bench");
	(void)snprintf(text, sizeof(text), "%s:%s:%08x:abcd:auth:%s", ha1,
		       s->nonce, s->nc, ha2);
	hex_md5(response, text);
	return snprintf(to, size,
			"Authorization: Digest username=\"%u\", "
			"realm=\"bench\", nonce=\"%s\", uri=\"sip:bench\", "
			"response=\"%s\", algorithm=MD5, qop=auth, nc=%08x, "
			"cnonce=\"abcd\"\r\n",
			10000 + index, s->nonce, response, s->nc);
}

static inline void seat_register(struct traffic *t, struct seat *s)
{
	unsigned index = (unsigned)(s - t->seatv);
	char credentials[512] = "";
	char addr[INET_ADDRSTRLEN];
	char text[2048];
	int n;

	s->cseq++;
	if (*s->nonce) {
		s->nc++;
		(void)write_credentials(t, credentials, sizeof(credentials), s);
	}
	(void)inet_ntop(AF_INET, &s->addr, addr, sizeof(addr));
	n = snprintf(text, sizeof(text),
		     "REGISTER sip:bench SIP/2.0\r\n"
		     "Via: SIP/2.0/UDP %s:%u;branch=z9hG4bKr%u-%u;rport\r\n"
		     "Max-Forwards: 70\r\n"
		     "From: <sip:%u@bench>;tag=r%u\r\n"
		     "To: <sip:%u@bench>\r\n"
		     "Call-ID: register%u\r\nCSeq: %u REGISTER\r\n"
		     "Contact: <sip:%u@%s:%u>\r\nExpires: 3600\r\n%s"
		     "Content-Length: 0\r\n\r\n",
		     addr, t->station_port, index, s->cseq, 10000 + index,
		     index, 10000 + index, index, s->cseq, 10000 + index, addr,
		     t->station_port, credentials);
	seat_send(t, s, text, n);
}

static inline void seat_begin_register(struct traffic *t, struct seat *s)
{
	s->asked = now_us();
	t->n.registers++;
	seat_register(t, s);
}

static inline void seat_registered(struct traffic *t, struct seat *s,
				   const char *msg, int64_t at)
{
	const char *nonce = strstr(msg, "nonce=\"");

	if (!strncmp(msg + 8, "200", 3)) {
		s->registered = true;
		histogram_add(&t->to_registered, at - s->asked);
		return;
	}
	if (strncmp(msg + 8, "401", 3) != 0 || !nonce) {
		t->n.odd++;
		return;
	}
	t->n.challenged++;
	nonce += strlen("nonce=\"");
	(void)snprintf(s->nonce, sizeof(s->nonce), "%.*s",
		       (int)strcspn(nonce, "\""), nonce);
	s->nc = 0;
	seat_register(t, s);
}

static inline void seat_take(struct traffic *t, struct seat *s, const char *msg,
			     int64_t at)
{
	if (!strncmp(msg, "SIP/2.0 ", 8)) {
		seat_registered(t, s, msg, at);
	} else if (!strncmp(msg, "INVITE ", 7)) {
		seat_invited(t, s, msg, now_us());
	} else if (!strncmp(msg, "ACK ", 4)) {
		seat_acked(t, s, now_us());
	} else if (!strncmp(msg, "BYE ", 4)) {
		party_close(t, &s->sound);
		s->busy = false;
		seat_reply(t, s, msg, "200 OK");
	} else {
		/* CANCEL meets a call that was answered, OPTIONS asks */
		seat_reply(t, s, msg, "200 OK");
	}
}

#endif
