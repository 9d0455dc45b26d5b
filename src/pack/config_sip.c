/**
 * @file pack/config_sip.c  Checking trunks, registrar, sessions and addresses
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pack/config_private.h"
#include "util/err.h"
#include "util/lang.h"

static int at(const struct spot *spot, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int at(const struct spot *spot, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(spot->text, spot->size, fmt, ap);
	va_end(ap);
	return EBADMSG;
}

static int check_range(const unsigned *n, unsigned min, unsigned max)
{
	if (!n || (*n >= min && *n <= max))
		return 0;
	return err_set(EBADMSG, _("expected a number from %u to %u"), min, max);
}

/* A transport of a trunk is one of ours */
static int check_listens(const struct config *conf,
			 enum config_transport transport)
{
	static const char *const schemes[] = { "udp:", "tcp:", "tls:" };

	for (unsigned k = 0; k < conf->listen.sip_count; k++) {
		if (!strncmp(conf->listen.sip[k], schemes[transport], 4))
			return 0;
	}

	return err_set(EBADMSG, _("listen.sip has no %s address"),
		       schemes[transport]);
}

static int check_trunk(const struct config *conf, const struct config_trunk *t,
		       const char **keyp)
{
	const struct config_account *a = t->account;
	const enum config_transport transport = config_trunk_transport(t);
	const bool secure = transport == CONFIG_TLS ||
			    (a && a->transport == CONFIG_TLS);

	*keyp = "register.expires";
	if (a && check_range(a->expires, 60, 86400))
		return EBADMSG;
	*keyp = "register";
	if (a && check_listens(conf, a->transport))
		return EBADMSG;
	*keyp = "transport";
	if (t->transport && check_listens(conf, transport))
		return EBADMSG;
	*keyp = t->verify ? "verify" : "ca";
	if ((t->verify || t->ca) && !secure)
		return err_set(EBADMSG, _("only a trunk over tls has a "
					  "certificate"));
	*keyp = "ca";
	if (t->ca && t->verify && !strcmp(t->verify, "off"))
		return err_set(EBADMSG, _("with verify: off nobody is asked to "
					  "vouch"));
	return 0;
}

static int check_trunks(const struct config *conf, const struct spot *spot)
{
	const char *key;

	for (unsigned i = 0; i < conf->trunks_count; i++) {
		if (check_trunk(conf, &conf->trunks[i], &key))
			return at(spot, "trunks[%u].%s", i, key);
	}

	return 0;
}

static int check_registrar(const struct config *conf, const struct spot *spot)
{
	const struct config_registrar *r = conf->registrar;
	unsigned min = r && r->min_expires ? *r->min_expires : 1;

	if (!r)
		return 0;
	if (check_range(r->min_expires, 1, 86400))
		return at(spot, "registrar.min_expires");
	if (check_range(r->max_expires, min, 86400))
		return at(spot, "registrar.max_expires");
	if (check_range(r->contacts, 1, 16))
		return at(spot, "registrar.contacts");
	if (check_range(r->qualify, 0, 86400))
		return at(spot, "registrar.qualify");
	return 0;
}

static int check_sessions(const struct config *conf, const struct spot *spot)
{
	const struct config_sessions *s = conf->sessions;

	if (!s)
		return 0;
	if (check_range(s->min, 2, 86400))
		return at(spot, "sessions.min");
	if (s->expires && *s->expires &&
	    check_range(s->expires, s->min ? *s->min : 90, 86400))
		return at(spot, "sessions.expires");
	return 0;
}

static int check_tls(const struct config *conf, const struct spot *spot)
{
	for (unsigned i = 0; i < conf->listen.sip_count; i++) {
		if (strncmp(conf->listen.sip[i], "tls:", 4) != 0 ||
		    (conf->listen.certificate && conf->listen.key))
			continue;
		(void)err_set(EBADMSG, _("tls: needs listen.certificate and "
					 "listen.key"));
		return at(spot, "listen.sip[%u]", i);
	}

	return 0;
}

int config_check_sip(const struct config *conf, const struct spot *spot)
{
	int err = check_tls(conf, spot);

	if (!err)
		err = check_registrar(conf, spot);
	if (!err)
		err = check_sessions(conf, spot);
	if (!err)
		err = check_trunks(conf, spot);
	return err;
}
