/**
 * @file engine/trunk.c  Which trunks prove who they are, and how
 */
#include "engine/trunk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sip/trust.h"
#include "util/err.h"
#include "util/lang.h"

#define LABEL 128
#define HOST  64

static bool is_secure(const struct config_trunk *t)
{
	return config_trunk_transport(t) == CONFIG_TLS ||
	       (t->account && t->account->transport == CONFIG_TLS);
}

/* The texts of one row */
struct texts {
	char label[LABEL];
	char host[HOST];
};

static struct trust_peer peer_of(const struct config_trunk *t,
				 const struct trunk *trunk, struct texts *texts)
{
	const bool off = t->verify && !strcmp(t->verify, "off");

	(void)re_snprintf(texts->label, sizeof(texts->label), "trunk %s",
			  t->name);
	(void)re_snprintf(texts->host, sizeof(texts->host), "%j", &trunk->peer);
	return (struct trust_peer){
		.label = texts->label,
		.addr = trunk->peer,
		.host = off	    ? NULL
			: t->verify ? t->verify
				    : texts->host,
		.ca = t->ca,
	};
}

int trunks_trust(struct ua *ua, const struct house *house)
{
	const struct config *conf = house->conf;
	struct trust_peer *peerv = calloc(conf->trunks_count + 1,
					  sizeof(*peerv));
	struct texts *textv = calloc(conf->trunks_count + 1, sizeof(*textv));
	size_t n = 0;
	int err;

	for (unsigned i = 0; peerv && textv && i < conf->trunks_count; i++) {
		if (!is_secure(&conf->trunks[i]))
			continue;
		peerv[n] = peer_of(&conf->trunks[i], &house->trunkv[i],
				   &textv[n]);
		n++;
	}
	err = peerv && textv ? trust_set(ua, peerv, n)
			     : err_set(ENOMEM, _("no memory for the engine"));
	free(peerv);
	free(textv);
	return err;
}

int trunks_check(const struct config *conf)
{
	int err = 0;

	for (unsigned i = 0; i < conf->trunks_count && !err; i++) {
		if (is_secure(&conf->trunks[i]))
			err = trust_check(conf->trunks[i].ca);
	}

	return err;
}
