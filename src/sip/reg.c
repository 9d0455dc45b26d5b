/**
 * @file sip/reg.c  A station's registration, on libre's client
 */
#include "sip/reg.h"

#include <errno.h>
#include <stdio.h>

#include "util/err.h"
#include "util/lang.h"

/* Outlives the registration, which libre takes back after we are gone */
struct credentials {
	char user[64];
	char secret[128];
};

struct reg {
	struct sipreg *sipreg;
	reg_h *h;
	void *arg;
};

static void destructor(void *arg)
{
	struct reg *reg = arg;

	mem_deref(reg->sipreg);
}

static int on_challenge(char **username, char **password, const char *realm,
			void *arg)
{
	const struct credentials *c = arg;
	int err;

	(void)realm;
	err = str_dup(username, c->user);
	return err ? err : str_dup(password, c->secret);
}

static void on_response(int err, const struct sip_msg *msg, void *arg)
{
	struct reg *reg = arg;

	reg->h(err || !msg ? 408 : msg->scode, reg->arg);
}

int reg_alloc(struct reg **regp, struct ua *ua, const struct reg_conf *conf,
	      reg_h *h, void *arg)
{
	struct credentials *c = mem_zalloc(sizeof(*c), NULL);
	struct reg *reg = mem_zalloc(sizeof(*reg), destructor);
	char registrar[96];
	char aor[160];
	int err = ENOMEM;

	if (!reg || !c)
		goto out;

	reg->h = h;
	reg->arg = arg;
	(void)snprintf(c->user, sizeof(c->user), "%s", conf->user);
	(void)snprintf(c->secret, sizeof(c->secret), "%s", conf->secret);
	(void)re_snprintf(registrar, sizeof(registrar), "sip:%J%s",
			  conf->registrar, sip_transp_param(conf->tp));
	(void)snprintf(aor, sizeof(aor), "sip:%s@%s", conf->user, conf->realm);
	err = sipreg_register(&reg->sipreg, ua_sip(ua), registrar, aor, NULL,
			      aor, conf->expires, conf->user, NULL, 0, 0,
			      on_challenge, c, true, on_response, reg, NULL,
			      NULL);

out:
	mem_deref(c);
	if (err) {
		mem_deref(reg);
		return err_set(err == ENOMEM ? ENOMEM : EINVAL,
			       _("cannot register %s"), conf->user);
	}
	*regp = reg;
	return 0;
}

void reg_free(struct reg *reg)
{
	mem_deref(reg);
}
