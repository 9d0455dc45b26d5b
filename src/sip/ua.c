/**
 * @file sip/ua.c  libre's stack behind a gate (sip/gate.c)
 */
#include "sip/ua.h"

#include <assert.h>
#include <errno.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

#include "sip/check.h"
#include "sip/ua_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define TABLE_DEFAULT  1024
#define BUFFER_DEFAULT (4 << 20)

/* Requests between transactions and sessions */

static bool watch_knows(struct le *le, void *arg)
{
	const struct ua_watch *watch = le->data;

	return watch->dialogh(arg, watch->arg);
}

static bool watch_took(struct le *le, void *arg)
{
	const struct ua_watch *watch = le->data;

	return watch->byeh(arg, watch->arg);
}

static bool is_one_of(const struct pl *method, const char *const *wordv)
{
	for (; *wordv; wordv++) {
		if (!pl_strcmp(method, *wordv))
			return true;
	}

	return false;
}

/* A request that names a dialog; libre would keep state for one of none */
static bool on_request_within(struct ua *ua, const struct sip_msg *msg)
{
	static const char *const of_dialog[] = { "INVITE", "UPDATE", "PRACK",
						 "REFER", NULL };
	const struct ua_watch *watch = list_ledata(
		hash_lookup(ua->watches, hash_joaat_pl(&msg->callid),
			    watch_knows, (void *)msg));

	if (watch)
		return watch->requesth(msg, watch->arg);
	if (!is_one_of(&msg->met, of_dialog))
		return false;
	ua_reply_stateless(ua, msg, 481, "Call Does Not Exist", "");
	return true;
}

static bool on_request(const struct sip_msg *msg, void *arg)
{
	static const char *const of_libre[] = { "ACK", "CANCEL", NULL };
	struct ua *ua = arg;

	if (!pl_strcmp(&msg->met, "BYE"))
		return hash_lookup(ua->watches, hash_joaat_pl(&msg->callid),
				   watch_took, (void *)msg) != NULL;
	if (is_one_of(&msg->met, of_libre))
		return false;
	if (pl_isset(&msg->to.tag))
		return on_request_within(ua, msg);
	if (!pl_strcmp(&msg->met, "INVITE"))
		return false;
	return ua->requesth(msg, ua->arg);
}

/* A 2xx to an INVITE that is of no dialog that we have */
static bool on_response(const struct sip_msg *msg, void *arg)
{
	struct ua *ua = arg;

	if (msg->scode < 200 || msg->scode >= 300 ||
	    pl_strcmp(&msg->cseq.met, "INVITE") || !pl_isset(&msg->to.tag) ||
	    hash_lookup(ua->watches, hash_joaat_pl(&msg->callid), watch_knows,
			(void *)msg))
		return false;
	stray_answer(ua, msg);
	return true;
}

/* Anybody may ask, so no state is kept */
static bool on_rest(const struct sip_msg *msg, void *arg)
{
	struct ua *ua = arg;

	if (!msg->req || !pl_strcmp(&msg->met, "ACK"))
		return true;
	if (!pl_strcmp(&msg->met, "CANCEL"))
		ua_reply_stateless(ua, msg, 481, "Transaction Does Not Exist",
				   "");
	else if (!pl_strcmp(&msg->met, "UPDATE") ||
		 !pl_strcmp(&msg->met, "PRACK"))
		ua_reply_stateless(ua, msg, 481, "Call Does Not Exist", "");
	else if (!pl_strcmp(&msg->met, "OPTIONS"))
		ua_reply_stateless(ua, msg, 200, "OK",
				   CHECK_ALLOW CHECK_SUPPORTED
				   "Accept: application/sdp\r\n");
	else
		ua_reply_stateless(ua, msg, 405, "Method Not Allowed",
				   CHECK_ALLOW);
	return true;
}

static void on_invite(const struct sip_msg *msg, void *arg)
{
	struct ua *ua = arg;

	if (ua->inviteh)
		ua->inviteh(msg, ua->arg);
	else
		(void)ua_reply(ua, msg, 486, "Busy Here", NULL);
}

static bool not_taken(const struct sip_msg *msg, void *arg)
{
	(void)msg;
	(void)arg;
	return false;
}

/* Opening and closing */

static int decode_address(struct sa *addr, enum sip_transp *tpp,
			  const char *text)
{
	if (!strncmp(text, "udp:", 4))
		*tpp = SIP_TRANSP_UDP;
	else if (!strncmp(text, "tcp:", 4))
		*tpp = SIP_TRANSP_TCP;
	else if (!strncmp(text, "tls:", 4))
		*tpp = SIP_TRANSP_TLS;
	else
		return err_set(EINVAL,
			       _("%s: expected udp:ADDRESS:PORT, "
				 "tcp:ADDRESS:PORT or tls:ADDRESS:PORT"),
			       text);
	if (sa_decode(addr, text + 4, strlen(text + 4)) || sa_is_any(addr))
		return err_set(EINVAL,
			       _("%s: not a numeric address of this machine "
				 "with a port"),
			       text);
	return 0;
}

bool ua_is_address(const char *text, enum sip_transp *tpp)
{
	struct sa addr;

	return decode_address(&addr, tpp, text) == 0;
}

/* TLS 1.2 and later (RFC 8446, RFC 9325) */
static int make_tls(struct tls **tlsp, const char *certificate, const char *key)
{
	struct tls *tls = NULL;
	SSL_CTX *ctx;

	if (!certificate || !key)
		return err_set(EINVAL,
			       _("tls: a certificate and a key are needed"));
	if (tls_alloc(&tls, TLS_METHOD_SSLV23, NULL, NULL))
		return err_set(ENOMEM, _("no memory for a SIP endpoint"));
	ctx = tls_openssl_context(tls);
	(void)SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION |
					       SSL_OP_CIPHER_SERVER_PREFERENCE);
	if (SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) != 1 ||
	    SSL_CTX_use_certificate_chain_file(ctx, certificate) != 1) {
		mem_deref(tls);
		return err_set(EBADMSG, _("%s: no certificate in PEM"),
			       certificate);
	}
	if (SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1 ||
	    SSL_CTX_check_private_key(ctx) != 1) {
		mem_deref(tls);
		return err_set(EBADMSG, _("%s: no key of the certificate"),
			       key);
	}
	*tlsp = tls;
	return 0;
}

int ua_check_certificate(const char *certificate, const char *key)
{
	struct tls *tls = NULL;
	int err = make_tls(&tls, certificate, key);

	mem_deref(tls);
	return err;
}

static int add_transport(struct ua *ua, const struct ua_conf *conf,
			 const char *text)
{
	struct sa addr;
	enum sip_transp tp = SIP_TRANSP_NONE;
	int err = decode_address(&addr, &tp, text);

	if (!err && tp == SIP_TRANSP_TLS && !ua->tls)
		err = make_tls(&ua->tls, conf->certificate, conf->key);
	if (err)
		return err;
	if (ua->tls)
		SSL_CTX_set_app_data(tls_openssl_context(ua->tls), ua);
	ua->opening_tls = tp == SIP_TRANSP_TLS;
	err = sip_transp_add(ua->sip, tp, &addr, ua->tls);
	if (err == EADDRINUSE)
		return err_set(EBUSY, _("%s: already in use"), text);
	if (err)
		return err_set(EINVAL, _("%s: cannot listen there"), text);
	return 0;
}

static int open_layers(struct ua *ua, const struct ua_conf *conf)
{
	uint32_t table = conf->table ? conf->table : TABLE_DEFAULT;
	int err;

	err = sip_alloc(&ua->sip, NULL, table, table, table,
			*ua->software ? ua->software : NULL, NULL, NULL);
	if (err)
		return err;
	for (size_t i = 0; i < conf->listenc; i++) {
		err = add_transport(ua, conf, conf->listenv[i]);
		if (err)
			return err;
	}

	err = sip_listen(NULL, ua->sip, true, on_request, ua);
	if (err)
		return err;
	err = sip_listen(NULL, ua->sip, false, on_response, ua);
	if (err)
		return err;
	err = sipsess_listen(&ua->sessions, ua->sip, (int)table, on_invite, ua);
	if (err)
		return err;
	ua->session_requests = &ua->listenerv[ua->listenerc - 1];
	assert(ua->session_requests->req);

	err = sip_listen(NULL, ua->sip, true, on_rest, ua);
	if (!err)
		err = sip_listen(NULL, ua->sip, false, on_rest, ua);
	return err;
}

static void destructor(void *arg)
{
	struct ua *ua = arg;

	tmr_cancel(&ua->probe);
	if (ua->sessions)
		sipsess_close_all(ua->sessions);
	mem_deref(ua->sessions);
	if (ua->sip) {
		sip_close(ua->sip, true);
		mem_deref(ua->sip);
	}
	flow_close_all(ua);
	hash_clear(ua->watches);
	mem_deref(ua->watches);
	mem_deref(ua->flows);
	mem_deref(ua->crlf);
	list_flush(&ua->trusts);
	mem_deref(ua->tls);
}

int ua_alloc(struct ua **uap, const struct ua_conf *conf)
{
	struct ua *ua = mem_zalloc(sizeof(*ua), destructor);
	int err;

	if (!ua)
		return err_set(ENOMEM, _("no memory for a SIP endpoint"));
	ua->inviteh = conf->inviteh;
	ua->requesth = conf->requesth ? conf->requesth : not_taken;
	ua->unreachedh = conf->unreachedh;
	ua->arg = conf->arg;
	ua->session = conf->session;
	ua->session_min = conf->session_min;
	ua->receive_buffer = conf->receive_buffer ? conf->receive_buffer
						  : BUFFER_DEFAULT;
	ua->cookie = rand_u64();
	(void)snprintf(ua->software, sizeof(ua->software), "%s",
		       conf->software ? conf->software : "");

	err = hash_alloc(&ua->watches,
			 conf->table ? conf->table : TABLE_DEFAULT);
	ua->crlf = mbuf_alloc(2);
	if (!err)
		err = ua->crlf ? mbuf_write_str(ua->crlf, "\r\n") : ENOMEM;
	if (!err)
		err = hash_alloc(&ua->flows,
				 conf->table ? conf->table : TABLE_DEFAULT);
	if (!err) {
		(void)gate_opening(ua);
		err = open_layers(ua, conf);
		(void)gate_opening(NULL);
	}
	if (err) {
		mem_deref(ua);
		return err;
	}

	gate_probe(ua);
	*uap = ua;
	return 0;
}

void ua_free(struct ua *ua)
{
	mem_deref(ua);
}

int ua_address(const struct ua *ua, enum sip_transp tp, struct sa *addr)
{
	return sip_transp_laddr(ua->sip, addr, tp, NULL) ? ENOENT : 0;
}

int ua_reply(struct ua *ua, const struct sip_msg *msg, uint16_t status,
	     const char *reason, const char *headers, ...)
{
	char text[512] = "";
	va_list ap;

	if (headers) {
		va_start(ap, headers);
		(void)vsnprintf(text, sizeof(text), headers, ap);
		va_end(ap);
	}

	return sip_treplyf(NULL, NULL, ua->sip, msg, false, status, reason,
			   "%sContent-Length: 0\r\n\r\n", text);
}

int ua_reply_with(struct ua *ua, const struct sip_msg *msg, uint16_t status,
		  const char *reason, re_printf_h *headersh, void *arg)
{
	return sip_treplyf(NULL, NULL, ua->sip, msg, false, status, reason,
			   "%HContent-Length: 0\r\n\r\n", headersh, arg);
}

void ua_reply_stateless(struct ua *ua, const struct sip_msg *msg,
			uint16_t status, const char *reason,
			const char *headers)
{
	(void)sip_replyf(ua->sip, msg, status, reason,
			 "%sContent-Length: 0\r\n\r\n", headers);
}

int ua_hold(struct ua *ua, const struct sip_msg *msg, struct sip_strans **stp)
{
	return sip_treply(stp, ua->sip, msg, 100, "Trying");
}

void ua_reply_held(struct ua *ua, struct sip_strans **stp,
		   const struct sip_msg *msg, uint16_t status,
		   const char *reason)
{
	(void)sip_treply(stp, ua->sip, msg, status, reason);
}

unsigned ua_session(const struct ua *ua)
{
	return ua->session;
}

unsigned ua_session_min(const struct ua *ua)
{
	return ua->session_min;
}

struct sip *ua_sip(const struct ua *ua)
{
	return ua->sip;
}

struct sipsess_sock *ua_sessions(const struct ua *ua)
{
	return ua->sessions;
}

void ua_watch(struct ua *ua, struct ua_watch *watch, const char *call_id)
{
	hash_append(ua->watches, hash_joaat_str(call_id), &watch->le, watch);
}

void ua_pass(struct ua *ua, const struct sip_msg *msg)
{
	(void)ua->session_requests->h(msg, ua->session_requests->arg);
}
