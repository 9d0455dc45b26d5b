/**
 * @file engine/carrier.c  REGISTER to the peer of a trunk
 */
#include "engine/carrier.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "sip/reg.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define EXPIRES 300

struct carrier {
	struct carriers *of;
	struct trunk trunk; /* as at the start, whose texts stay */
	struct reg *reg;
	unsigned status; /**< As told last, 0: never */
};

struct carriers {
	const struct house *house;
	call_event_h *h;
	void *arg;
	unsigned n;
	struct carrier v[];
};

static const char *state_of(unsigned status)
{
	if (status >= 200 && status < 300)
		return "registered";
	return status == 408 ? "silent" : "refused";
}

static void on_answer(uint16_t status, void *arg)
{
	struct carrier *c = arg;
	struct call_event event = {
		.type = EVENT_TRUNK,
		.at = house_wall(c->of->house),
	};

	if (c->status == status)
		return;
	c->status = status;
	record_put(event.trunk, sizeof(event.trunk), c->trunk.name);
	record_put(event.reason, sizeof(event.reason), state_of(status));
	if (status < 300)
		log_info("trunk %s: registered", c->trunk.name);
	else
		log_warnx("trunk %s: the carrier did not register us: %u",
			  c->trunk.name, status);
	c->of->h(&event, c->of->arg);
}

static int start(struct carrier *c, struct ua *ua,
		 const struct config_account *account)
{
	static const enum sip_transp transports[] = {
		[CONFIG_UDP] = SIP_TRANSP_UDP,
		[CONFIG_TCP] = SIP_TRANSP_TCP,
		[CONFIG_TLS] = SIP_TRANSP_TLS,
	};
	struct sa peer = c->trunk.peer;
	char host[64];
	struct reg_conf conf = {
		.registrar = &peer,
		.tp = transports[account->transport],
		.realm = account->realm ? account->realm : host,
		.user = account->user,
		.secret = account->secret,
		.expires = account->expires ? *account->expires : EXPIRES,
	};

	if (c->trunk.any_port)
		sa_set_port(&peer, account->transport == CONFIG_TLS
					   ? SIP_PORT_TLS
					   : SIP_PORT);
	(void)re_snprintf(host, sizeof(host),
			  sa_af(&peer) == AF_INET6 ? "[%j]" : "%j", &peer);
	return reg_alloc(&c->reg, ua, &conf, on_answer, c);
}

int carriers_start(struct carriers **cp, const struct house *house,
		   struct ua *ua, call_event_h *h, void *arg)
{
	const struct config *conf = house->conf;
	struct carriers *cs = calloc(1, sizeof(*cs) + conf->trunks_count *
							      sizeof(cs->v[0]));
	int err = 0;

	if (!cs)
		return err_set(ENOMEM, _("no memory for the engine"));
	cs->house = house;
	cs->h = h;
	cs->arg = arg;
	for (unsigned i = 0; i < conf->trunks_count && !err; i++) {
		struct carrier *c = &cs->v[cs->n];

		if (!conf->trunks[i].account)
			continue;
		*c = (struct carrier){ .of = cs, .trunk = house->trunkv[i] };
		cs->n++;
		err = start(c, ua, conf->trunks[i].account);
	}
	if (err) {
		carriers_free(cs);
		return err;
	}
	*cp = cs;
	return 0;
}

void carriers_free(struct carriers *cs)
{
	for (unsigned i = 0; cs && i < cs->n; i++)
		reg_free(cs->v[i].reg);
	free(cs);
}
