/**
 * @file sip/check.c  What RFC 3261 wants refused
 */
#include "sip/check.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "util/util.h"

/* Header fields that may stand only once (RFC 3261 7.3.1) */
static const enum sip_hdrid singles[] = {
	SIP_HDR_FROM,	      SIP_HDR_TO,	    SIP_HDR_CALL_ID,
	SIP_HDR_CSEQ,	      SIP_HDR_MAX_FORWARDS, SIP_HDR_CONTENT_LENGTH,
	SIP_HDR_CONTENT_TYPE, SIP_HDR_EXPIRES,
};

static const char *const methods[] = {
	"INVITE", "ACK",   "BYE",   "CANCEL", "OPTIONS", "REGISTER",
	"UPDATE", "PRACK", "REFER", "NOTIFY", /* to who sent a
						REFER; the others'
						is refused further
						on */
};

/* Known to the RFCs but not taken here */
static const char *const others[] = {
	"INFO",
	"SUBSCRIBE",
	"MESSAGE",
	"PUBLISH",
};

static bool is_one_of(const struct pl *pl, const char *const *wordv,
		      size_t wordc)
{
	for (size_t i = 0; i < wordc; i++) {
		if (!pl_strcmp(pl, wordv[i]))
			return true;
	}

	return false;
}

/* A decimal number of at most max; false for signs, letters and overflow */
static bool number(const struct pl *pl, uint64_t max, uint64_t *np)
{
	uint64_t n = 0;

	if (!pl->l || pl->l > 10)
		return false;
	for (size_t i = 0; i < pl->l; i++) {
		if (pl->p[i] < '0' || pl->p[i] > '9')
			return false;
		n = n * 10 + (uint64_t)(pl->p[i] - '0');
	}
	*np = n;
	return n <= max;
}

static void fail(struct check *check, uint16_t status, const char *reason,
		 const char *headers)
{
	check->status = status;
	check->reason = reason;
	(void)snprintf(check->headers, sizeof(check->headers), "%s", headers);
}

/* What is required and not understood (RFC 3261 8.2.2.3), in one line */
struct required {
	char list[100];
	size_t n;
	bool bad;
};

static bool on_required(const struct sip_hdr *hdr, const struct sip_msg *msg,
			void *arg)
{
	struct required *r = arg;
	int n;

	(void)msg;
	if (!pl_strcasecmp(&hdr->val, "timer") ||
	    !pl_strcasecmp(&hdr->val, "100rel"))
		return false;
	r->bad = true;
	if (hdr->val.l >= sizeof(r->list) - r->n - 2)
		return true;
	n = snprintf(r->list + r->n, sizeof(r->list) - r->n, "%s%.*s",
		     r->n ? ", " : "", (int)hdr->val.l, hdr->val.p);
	r->n += (size_t)n;
	return false;
}

static bool check_required(const struct sip_msg *msg, struct check *check)
{
	struct required r = { "", 0, false };

	(void)sip_msg_hdr_apply(msg, true, SIP_HDR_REQUIRE, on_required, &r);
	if (!r.bad)
		return true;
	fail(check, 420, "Bad Extension", "");
	if (r.n)
		(void)snprintf(check->headers, sizeof(check->headers),
			       "Unsupported: %s\r\n", r.list);
	return false;
}

/* White space before the last character */
static bool has_blank(const struct pl *pl)
{
	size_t n = pl->l;

	while (n && (pl->p[n - 1] == ' ' || pl->p[n - 1] == '\t'))
		n--;
	for (size_t i = 0; i < n; i++) {
		if (pl->p[i] == ' ' || pl->p[i] == '\t')
			return true;
	}

	return false;
}

/* An address that libre takes and RFC 3261 25.1 does not: a quote that is not
 * closed, white space within the URI */
static bool is_bad_address(const struct sip_taddr *addr)
{
	bool quoted = false;

	for (size_t i = 0; i < addr->val.l; i++) {
		if (quoted && addr->val.p[i] == '\\')
			i++;
		else if (addr->val.p[i] == '"')
			quoted = !quoted;
	}

	return quoted || !pl_isset(&addr->auri) || has_blank(&addr->auri);
}

/* "sip:2001:db8::10" could be a host and port or an address without its
 * brackets (RFC 5118 4.2); header fields have no place here (RFC 4475 3.1.2.11)
 */
static bool is_bad_target(const struct sip_msg *msg)
{
	const char *at = msg->ruri.p;
	const char *end = at + msg->ruri.l;
	unsigned colons = 0;

	if (pl_isset(&msg->uri.headers))
		return true;
	for (const char *p = at; p < end; p++) {
		if (*p == '@')
			at = p + 1;
	}
	if (at == msg->ruri.p)
		at += msg->uri.scheme.l + 1;
	if (at < end && *at == '[')
		return false;
	for (; at < end && *at != ';' && *at != '?'; at++)
		colons += *at == ':';
	return colons > 1;
}

static const char *bad_header(const struct sip_msg *msg)
{
	uint64_t n;

	for (size_t i = 0; i < ARRAY_LEN(singles); i++) {
		if (sip_msg_hdr_count(msg, singles[i]) > 1)
			return "Repeated Header Field";
	}
	if (!pl_isset(&msg->via.sentby) || !pl_isset(&msg->via.branch))
		return "Bad Via";
	if (!msg_param_decode(&msg->via.params, "maddr", &(struct pl){ 0 }))
		return "No maddr Here";
	if (is_bad_address(&msg->from) || is_bad_address(&msg->to))
		return "Bad From or To";
	if (is_bad_target(msg))
		return "Bad Request-URI";
	if (!pl_isset(&msg->callid))
		return "Missing Call-ID";
	if (pl_cmp(&msg->cseq.met, &msg->met))
		return "CSeq Method Mismatch";
	if (msg->cseq.num > INT32_MAX)
		return "Bad CSeq";
	if (msg->maxfwd.p && !number(&msg->maxfwd, 255, &n))
		return "Bad Max-Forwards";
	if (msg->expires.p && !number(&msg->expires, UINT32_MAX, &n))
		return "Bad Expires";
	return NULL;
}

static const char *bad_length(struct sip_msg *msg)
{
	uint64_t n;

	if (!msg->clen.p)
		return NULL;
	if (!number(&msg->clen, UINT32_MAX, &n))
		return "Bad Content-Length";
	if (n > mbuf_get_left(msg->mb))
		return "Body Shorter than Content-Length";
	msg->mb->end = msg->mb->pos + (size_t)n;
	return NULL;
}

/* What only an INVITE that starts a dialog must have */
static const char *bad_invite(const struct sip_msg *msg)
{
	const struct sip_hdr *contact = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	struct sip_addr addr;

	if (!pl_isset(&msg->from.tag))
		return "Missing From Tag";
	if (!contact || sip_addr_decode(&addr, &contact->val))
		return "Bad Contact";
	return NULL;
}

static bool is_sdp(const struct sip_msg *msg)
{
	return msg_ctype_cmp(&msg->ctyp, "application", "sdp");
}

static bool is_encoded(const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_CONTENT_ENCODING);

	return hdr && pl_isset(&hdr->val) &&
	       pl_strcasecmp(&hdr->val, "identity");
}

static void check_body(const struct sip_msg *msg, struct check *check)
{
	if (!mbuf_get_left(msg->mb))
		return;
	if (is_encoded(msg))
		fail(check, 415, "Unsupported Media Type",
		     "Accept-Encoding: identity\r\n");
	else if ((!pl_strcmp(&msg->met, "INVITE") ||
		  !pl_strcmp(&msg->met, "UPDATE") ||
		  !pl_strcmp(&msg->met, "PRACK")) &&
		 !is_sdp(msg))
		fail(check, 415, "Unsupported Media Type",
		     "Accept: application/sdp\r\n");
}

static void check_understood(const struct sip_msg *msg, struct check *check)
{
	uint64_t hops = 70;
	bool invite = !pl_strcmp(&msg->met, "INVITE");

	if (!is_one_of(&msg->met, methods, ARRAY_LEN(methods))) {
		if (is_one_of(&msg->met, others, ARRAY_LEN(others)))
			fail(check, 405, "Method Not Allowed", CHECK_ALLOW);
		else
			fail(check, 501, "Not Implemented", CHECK_ALLOW);
		return;
	}
	if (pl_strcasecmp(&msg->uri.scheme, "sip") &&
	    pl_strcasecmp(&msg->uri.scheme, "sips") &&
	    pl_strcasecmp(&msg->uri.scheme, "tel")) {
		fail(check, 416, "Unsupported URI Scheme", "");
		return;
	}
	/* An INVITE goes on to a seat, so the hop count counts (RFC 7332) */
	if (msg->maxfwd.p)
		(void)number(&msg->maxfwd, 255, &hops);
	if (invite && hops == 0)
		fail(check, 483, "Too Many Hops", "");
	else if (check_required(msg, check))
		check_body(msg, check);
}

void check_request(struct sip_msg *msg, struct check *check)
{
	const char *bad = bad_header(msg);

	fail(check, 0, "", "");
	if (!bad)
		bad = bad_length(msg);
	if (!bad && !pl_strcmp(&msg->met, "INVITE"))
		bad = bad_invite(msg);
	if (bad)
		fail(check, 400, bad, "");
	else if (pl_strcmp(&msg->met, "ACK") && pl_strcmp(&msg->met, "CANCEL"))
		check_understood(msg, check);
}

/* Challenges */

static bool is_md5(const struct sip_hdr *hdr, const struct sip_msg *msg,
		   void *arg)
{
	struct httpauth_digest_chall ch;

	(void)msg;
	(void)arg;
	return !httpauth_digest_challenge_decode(&ch, &hdr->val) &&
	       (!pl_isset(&ch.algorithm) ||
		!pl_strcasecmp(&ch.algorithm, "MD5"));
}

static bool drop_other(const struct sip_hdr *hdr, const struct sip_msg *msg,
		       void *arg)
{
	/* the header is libre's own object of this one message */
	if (!is_md5(hdr, msg, arg))
		((struct sip_hdr *)hdr)->id = SIP_HDR_NONE;
	return false;
}

/* Of several (RFC 8760) libre takes none if it cannot answer the first */
static void keep_md5(struct sip_msg *msg, enum sip_hdrid id)
{
	if (sip_msg_hdr_apply(msg, true, id, is_md5, NULL))
		(void)sip_msg_hdr_apply(msg, true, id, drop_other, NULL);
}

bool check_response(struct sip_msg *msg)
{
	if (pl_strcasecmp(&msg->ver, "SIP/2.0"))
		return false;
	if (msg->scode < 100 || msg->scode > 699)
		return false;
	if (sip_msg_hdr_count(msg, SIP_HDR_VIA) > 1 ||
	    !pl_isset(&msg->via.branch) || bad_length(msg))
		return false;

	keep_md5(msg, SIP_HDR_WWW_AUTHENTICATE);
	keep_md5(msg, SIP_HDR_PROXY_AUTHENTICATE);
	if (msg->scode >= 300 && msg->scode < 400)
		msg->scode = 480;
	return true;
}

/* Raw answers */

enum { RAW_VIA, RAW_FROM, RAW_TO, RAW_CALL_ID, RAW_CSEQ };
#define RAW_COUNT (RAW_CSEQ + 1)

static const struct {
	const char *name;
	const char *brief;
} raw_names[RAW_COUNT] = {
	[RAW_VIA] = { "Via", "v" },	 [RAW_FROM] = { "From", "f" },
	[RAW_TO] = { "To", "t" },	 [RAW_CALL_ID] = { "Call-ID", "i" },
	[RAW_CSEQ] = { "CSeq", "CSeq" },
};

/* The end of the header field that begins at p: behind its folded lines */
static const char *field_end(const char *p, const char *end)
{
	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		if (!lf)
			return end;
		p = lf + 1;
		if (p >= end || (*p != ' ' && *p != '\t'))
			return p;
	}

	return end;
}

static int field_kind(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && p[n] != ':' && p[n] != ' ' && p[n] != '\t' &&
	       p[n] != '\r' && p[n] != '\n')
		n++;
	for (int kind = 0; kind < RAW_COUNT; kind++) {
		if ((strlen(raw_names[kind].name) == n &&
		     !strncasecmp(raw_names[kind].name, p, n)) ||
		    (strlen(raw_names[kind].brief) == n &&
		     !strncasecmp(raw_names[kind].brief, p, n)))
			return kind;
	}

	return -1;
}

/* True for "METHOD something SIP/x.y" that may be answered */
static bool is_request_line(const char *p, size_t n, bool *versionp)
{
	const char *sip = NULL;

	if (n < 8 || !strncasecmp(p, "SIP/", 4) || !strncmp(p, "ACK ", 4))
		return false;
	for (size_t i = 0; i + 5 <= n; i++) {
		if (p[i] == ' ' && !strncasecmp(p + i + 1, "SIP/", 4))
			sip = p + i + 1;
	}
	if (!sip)
		return false;
	*versionp = !strncasecmp(sip, "SIP/2.0", 7);
	return true;
}

size_t check_answer_raw(char *to, size_t size, const char *from, size_t n)
{
	const char *end = from + n;
	const char *p = field_end(from, end);
	bool version = true;
	unsigned seen = 0;
	int len;

	if (n > CHECK_SIZE_MAX ||
	    !is_request_line(from, (size_t)(p - from), &version))
		return 0;
	len = snprintf(to, size, "SIP/2.0 %s\r\n",
		       version ? "400 Bad Request"
			       : "505 Version Not Supported");
	if (len < 0 || (size_t)len >= size)
		return 0;

	while (p < end && *p != '\r' && *p != '\n') {
		const char *next = field_end(p, end);
		size_t line = (size_t)(next - p);
		int kind = field_kind(p, next);

		if (kind >= 0 && (kind == RAW_VIA || !(seen >> kind & 1))) {
			if (line + (size_t)len >= size || next[-1] != '\n')
				return 0;
			memcpy(to + len, p, line);
			len += (int)line;
			seen |= 1u << kind;
		}
		p = next;
	}
	if (seen != (1u << RAW_COUNT) - 1)
		return 0;
	n = (size_t)snprintf(to + len, size - (size_t)len,
			     "Content-Length: 0\r\n\r\n");
	return n < size - (size_t)len ? (size_t)len + n : 0;
}
