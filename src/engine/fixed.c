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

static const struct config_web *web_of(const struct config *c)
{
	static const struct config_web none;

	return c->web ? c->web : &none;
}

static bool same_web(const struct config *a, const struct config *b)
{
	return same(web_of(a)->certificate, web_of(b)->certificate) &&
	       same(web_of(a)->key, web_of(b)->key);
}

static bool same_connections(const struct config *a, const struct config *b)
{
	return same_number(web_of(a)->connections, web_of(b)->connections);
}

static bool same_per_source(const struct config *a, const struct config *b)
{
	return same_number(web_of(a)->per_source, web_of(b)->per_source);
}

static bool same_viewers(const struct config *a, const struct config *b)
{
	return same_number(web_of(a)->viewers, web_of(b)->viewers);
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

static bool same_threads(const struct config *a, const struct config *b)
{
	return same_number(a->media ? a->media->threads : NULL,
			   b->media ? b->media->threads : NULL);
}

static bool same_sessions(const struct config *a, const struct config *b)
{
	static const struct config_sessions none;
	const struct config_sessions *x = a->sessions ? a->sessions : &none;
	const struct config_sessions *y = b->sessions ? b->sessions : &none;

	return same_number(x->expires, y->expires) &&
	       same_number(x->min, y->min);
}

static const struct config_recording *recording_of(const struct config *c)
{
	static const struct config_recording none;

	return c->recording ? c->recording : &none;
}

static bool same_days(const struct config *a, const struct config *b)
{
	return same_number(recording_of(a)->days, recording_of(b)->days);
}

static bool same_hour(const struct config *a, const struct config *b)
{
	return same_number(recording_of(a)->purge_hour,
			   recording_of(b)->purge_hour);
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
	{ "listen.sip", same_sip },
	{ "listen.rtp", same_rtp },
	{ "listen.http", same_http },
	{ "media.threads", same_threads },
	{ "web.certificate", same_web },
	{ "web.connections", same_connections },
	{ "web.per_source", same_per_source },
	{ "web.viewers", same_viewers },
	{ "registrar", same_registrar },
	{ "sessions", same_sessions },
	{ "recording.days", same_days },
	{ "recording.purge_hour", same_hour },
	{ "trunks.register", same_accounts },
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

/* Carriers call the accounts that we registered with */
static int keep_users(struct config *conf, const struct config *old)
{
	struct str told = { 0 }; /* by the row of accounts */
	int err = 0;

	for (unsigned i = 0; i < conf->trunks_count && !err; i++) {
		const struct config_trunk *t = &conf->trunks[i];
		int k = config_trunk_at(old, t->name);

		if (t->account && k >= 0 && old->trunks[k].account)
			err = keep(&t->account->user,
				   old->trunks[k].account->user, "", &told);
	}
	str_release(&told);
	return err;
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

	return err ? err : keep_users(conf, old);
}
