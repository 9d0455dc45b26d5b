/**
 * @file sip/trust.c  Certificates of those whom we connect to
 *
 * libre begins TLS of each connection with the context of its transport and
 * looks at no certificate.  Its functions that connect and that begin TLS are
 * wrapped at link time (--wrap, see the Makefile), and a peer of ours gets a
 * context of its own.
 */
#include "sip/trust.h"

#include <errno.h>
#include <openssl/ssl.h>
#include <string.h>
#include <unistd.h>

#include "sip/ua_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

struct trust {
	struct le le;
	struct sa addr;
	char *label;
	char *host;
	struct tls *tls;
};

/* The connection that libre opened last, which it begins TLS on next */
static const struct tcp_conn *opened;
static struct sa opened_peer;

/* The linker gives these names.
 * NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
int __real_tcp_connect(struct tcp_conn **tcp, const struct sa *peer,
		       tcp_estab_h *eh, tcp_recv_h *rh, tcp_close_h *ch,
		       void *arg);
int __wrap_tcp_connect(struct tcp_conn **tcp, const struct sa *peer,
		       tcp_estab_h *eh, tcp_recv_h *rh, tcp_close_h *ch,
		       void *arg);
int __real_tls_start_tcp(struct tls_conn **ptc, struct tls *tls,
			 struct tcp_conn *tcp, int layer);
int __wrap_tls_start_tcp(struct tls_conn **ptc, struct tls *tls,
			 struct tcp_conn *tcp, int layer);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

/* Setting up */

static void destructor(void *arg)
{
	struct trust *t = arg;

	list_unlink(&t->le);
	mem_deref(t->label);
	mem_deref(t->host);
	mem_deref(t->tls);
}

static const struct trust *trust_of(const struct ua *ua, const SSL_CTX *ctx)
{
	for (struct le *le = ua->trusts.head; le; le = le->next) {
		const struct trust *t = le->data;

		if (t->tls && tls_openssl_context(t->tls) == ctx)
			return t;
	}

	return NULL;
}

/* OpenSSL has looked at a certificate of the peer's chain */
static int on_verified(int ok, X509_STORE_CTX *store)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(
		store, SSL_get_ex_data_X509_STORE_CTX_idx());
	SSL_CTX *ctx = SSL_get_SSL_CTX(ssl);
	const struct trust *t = trust_of(SSL_CTX_get_app_data(ctx), ctx);

	if (!ok)
		log_warnx("%s: its certificate is refused, nothing is sent: "
			  "%s",
			  t ? t->label : "TLS",
			  X509_verify_cert_error_string(
				  X509_STORE_CTX_get_error(store)));
	return ok;
}

/* Ours, in case that the peer asks for it */
static int copy_own(SSL_CTX *to, struct tls *from)
{
	SSL_CTX *ctx = from ? tls_openssl_context(from) : NULL;
	X509 *certificate = ctx ? SSL_CTX_get0_certificate(ctx) : NULL;
	EVP_PKEY *key = ctx ? SSL_CTX_get0_privatekey(ctx) : NULL;
	STACK_OF(X509) *chain = NULL;

	if (!certificate || !key)
		return 0;
	return SSL_CTX_get0_chain_certs(ctx, &chain) == 1 &&
			       SSL_CTX_use_certificate(to, certificate) == 1 &&
			       SSL_CTX_use_PrivateKey(to, key) == 1 &&
			       (!chain || SSL_CTX_set1_chain(to, chain) == 1)
		       ? 0
		       : ENOMEM;
}

static int load_ca(SSL_CTX *ctx, const char *ca)
{
	if (!ca)
		return SSL_CTX_set_default_verify_paths(ctx) == 1 ? 0 : ENOMEM;
	if (access(ca, R_OK) != 0)
		return err_set(errno, "%s: %s", ca, strerror(errno));
	if (SSL_CTX_load_verify_locations(ctx, ca, NULL) != 1)
		return err_set(EBADMSG, _("%s: no certificate in PEM"), ca);
	return 0;
}

static int make(struct tls **tlsp, const char *ca)
{
	SSL_CTX *ctx;

	if (tls_alloc(tlsp, TLS_METHOD_SSLV23, NULL, NULL))
		return err_set(ENOMEM, _("no memory for a SIP endpoint"));
	ctx = tls_openssl_context(*tlsp);
	if (SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) != 1)
		return err_set(ENOMEM, _("no memory for a SIP endpoint"));
	return load_ca(ctx, ca);
}

static int add(struct ua *ua, struct list *to, const struct trust_peer *peer)
{
	struct trust *t = mem_zalloc(sizeof(*t), destructor);
	SSL_CTX *ctx;
	int err;

	if (!t)
		return err_set(ENOMEM, _("no memory for a SIP endpoint"));
	list_append(to, &t->le, t);
	t->addr = peer->addr;
	if (!peer->host)
		return 0;
	if (str_dup(&t->label, peer->label) || str_dup(&t->host, peer->host))
		return err_set(ENOMEM, _("no memory for a SIP endpoint"));
	err = make(&t->tls, peer->ca);
	if (err)
		return err;
	ctx = tls_openssl_context(t->tls);
	SSL_CTX_set_app_data(ctx, ua);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, on_verified);
	if (copy_own(ctx, ua->tls))
		return err_set(ENOMEM, _("no memory for a SIP endpoint"));
	return 0;
}

static const struct trust *find(const struct list *trusts,
				const struct sa *addr)
{
	for (struct le *le = trusts->head; le; le = le->next) {
		const struct trust *t = le->data;

		if (sa_cmp(&t->addr, addr, SA_ADDR))
			return t;
	}

	return NULL;
}

int trust_set(struct ua *ua, const struct trust_peer *peerv, size_t peerc)
{
	struct list trusts = LIST_INIT;
	int err = 0;

	for (size_t i = 0; i < peerc && !err; i++)
		err = add(ua, &trusts, &peerv[i]);
	if (err) {
		list_flush(&trusts);
		return err;
	}

	for (struct le *le = ua->trusts.head, *next; le; le = next) {
		struct trust *t = le->data;

		next = le->next;
		if (find(&trusts, &t->addr))
			mem_deref(t);
	}
	for (struct trust *t; (t = list_ledata(trusts.head));) {
		list_unlink(&t->le);
		list_append(&ua->trusts, &t->le, t);
	}
	return 0;
}

int trust_check(const char *ca)
{
	struct tls *tls = NULL;
	int err = make(&tls, ca);

	mem_deref(tls);
	return err;
}

/* Connecting */

int __wrap_tcp_connect(struct tcp_conn **tcp, const struct sa *peer,
		       tcp_estab_h *eh, tcp_recv_h *rh, tcp_close_h *ch,
		       void *arg)
{
	int err = __real_tcp_connect(tcp, peer, eh, rh, ch, arg);

	opened = err ? NULL : *tcp;
	opened_peer = *peer;
	return err;
}

/* Name the server (SNI, RFC 6066, section 3), which is none if it is an
 * address.  From libre 2.0 on tls_set_verify_server() does it. */
static int ask_for(struct tls_conn *tls, const char *host)
{
#ifdef HAVE_TLS_SET_SERVERNAME
	struct sa address;

	if (sa_set_str(&address, host, 0) != 0)
		return tls_set_servername(tls, host);
#else
	(void)tls;
	(void)host;
#endif
	return 0;
}

int __wrap_tls_start_tcp(struct tls_conn **ptc, struct tls *tls,
			 struct tcp_conn *tcp, int layer)
{
	const struct ua *ua = SSL_CTX_get_app_data(tls_openssl_context(tls));
	const struct trust *t = ua && tcp == opened
					? find(&ua->trusts, &opened_peer)
					: NULL;
	int err;

	opened = NULL;
	if (!t || !t->tls)
		return __real_tls_start_tcp(ptc, tls, tcp, layer);
	err = __real_tls_start_tcp(ptc, t->tls, tcp, layer);
	if (err)
		return err;
	err = tls_set_verify_server(*ptc, t->host);
	if (!err)
		err = ask_for(*ptc, t->host);
	if (err)
		*ptc = mem_deref(*ptc);
	return err;
}
