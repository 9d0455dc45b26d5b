/**
 * @file engine/fixed.c  What a configuration cannot change while calls go on
 */
#include "engine/fixed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool same_number(const unsigned *a, const unsigned *b)
{
	return a == b || (a && b && *a == *b);
}

static bool same_sip(const struct config *a, const struct config *b)
{
	const struct config_listen *x = &a->listen;
	const struct config_listen *y = &b->listen;

	if (x->sip_count != y->sip_count)
		return false;
	for (unsigned i = 0; i < x->sip_count; i++) {
		if (!same(x->sip[i], y->sip[i]))
			return false;
	}
	return same(x->certificate, y->certificate) && same(x->key, y->key);
}

static bool same_rtp(const struct config *a, const struct config *b)
{
	const struct config_rtp *x = &a->listen.rtp;
	const struct config_rtp *y = &b->listen.rtp;

	return same(x->address, y->address) && x->first == y->first &&
	       x->last == y->last && same_number(x->silence, y->silence);
}

static bool same_http(const struct config *a, const struct config *b)
{
	return same(a->listen.http, b->listen.http);
}

static bool same_web(const struct config *a, const struct config *b)
{
	static const struct config_web none;
	const struct config_web *x = a->web ? a->web : &none;
	const struct config_web *y = b->web ? b->web : &none;

	return same(x->certificate, y->certificate) && same(x->key, y->key);
}

static bool same_registrar(const struct config *a, const struct config *b)
{
	static const struct config_registrar none;
	const struct config_registrar *x = a->registrar ? a->registrar : &none;
	const struct config_registrar *y = b->registrar ? b->registrar : &none;

	return x->digest == y->digest &&
	       same_number(x->min_expires, y->min_expires) &&
	       same_number(x->max_expires, y->max_expires) &&
	       same_number(x->contacts, y->contacts) &&
	       same_number(x->qualify, y->qualify);
}

static bool same_sessions(const struct config *a, const struct config *b)
{
	static const struct config_sessions none;
	const struct config_sessions *x = a->sessions ? a->sessions : &none;
	const struct config_sessions *y = b->sessions ? b->sessions : &none;

	return same_number(x->expires, y->expires) &&
	       same_number(x->min, y->min);
}

static bool same_days(const struct config *a, const struct config *b)
{
	return same_number(a->recording ? a->recording->days : NULL,
			   b->recording ? b->recording->days : NULL);
}

/* The trunk of the other configuration that has the same account */
static bool has_account(const struct config *conf,
			const struct config_trunk *wanted)
{
	for (unsigned i = 0; i < conf->trunks_count; i++) {
		const struct config_trunk *t = &conf->trunks[i];

		if (t->account && same(t->name, wanted->name) &&
		    same(t->peer, wanted->peer) &&
		    same(t->account->user, wanted->account->user) &&
		    same(t->account->secret, wanted->account->secret) &&
		    same(t->account->realm, wanted->account->realm) &&
		    same_number(t->account->expires, wanted->account->expires))
			return true;
	}

	return false;
}

static bool has_accounts(const struct config *a, const struct config *b)
{
	for (unsigned i = 0; i < b->trunks_count; i++) {
		if (b->trunks[i].account && !has_account(a, &b->trunks[i]))
			return false;
	}

	return true;
}

static bool same_accounts(const struct config *a, const struct config *b)
{
	return has_accounts(a, b) && has_accounts(b, a);
}

static const struct {
	const char *name;
	bool (*same)(const struct config *a, const struct config *b);
} rows[] = {
	{ "listen.sip", same_sip },	 { "listen.rtp", same_rtp },
	{ "listen.http", same_http },	 { "web.certificate", same_web },
	{ "registrar", same_registrar }, { "sessions", same_sessions },
	{ "recording.days", same_days }, { "trunks.register", same_accounts },
};

static void add(struct str *names, const char *name)
{
	str_addf(names, "%s%s", names->len ? ", " : "", name);
}

/* A text that is asked for later */
static int keep(char **to, const char *old, const char *name, struct str *names)
{
	char *copy;

	if (same(*to, old))
		return 0;
	copy = strdup(old);
	if (!copy)
		return err_set(ENOMEM, _("no memory for the configuration"));
	free(*to);
	*to = copy;
	add(names, name);
	return 0;
}

int fixed_keep(struct config *conf, const struct config *old, struct str *names)
{
	int err = keep(&conf->realm, old->realm, "realm", names);

	if (!err)
		err = keep(&conf->data, old->data, "data", names);
	for (size_t i = 0; i < ARRAY_LEN(rows) && !err; i++) {
		if (!rows[i].same(conf, old))
			add(names, rows[i].name);
	}

	return err;
}
