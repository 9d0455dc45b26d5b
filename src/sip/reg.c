/**
 * @file sip/reg.c  A station's registration, on libre's client
 */
#include "sip/reg.h"

#include <errno.h>
#include <stdio.h>

#include "sip/account.h"
#include "util/err.h"
#include "util/lang.h"

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

static void on_response(int err, const struct sip_msg *msg, void *arg)
{
	struct reg *reg = arg;

	reg->h(err || !msg ? 408 : msg->scode, reg->arg);
}

int reg_alloc(struct reg **regp, struct ua *ua, const struct reg_conf *conf,
	      reg_h *h, void *arg)
{
	/* outlives the registration, which libre takes back after we are gone
	 */
	struct account *account = NULL;
	struct reg *reg = mem_zalloc(sizeof(*reg), destructor);
	char registrar[96];
	char aor[160];
	int err = ENOMEM;

	if (!reg || account_alloc(&account, conf->user, conf->secret, NULL))
		goto out;

	reg->h = h;
	reg->arg = arg;
	(void)re_snprintf(registrar, sizeof(registrar), "sip:%J%s",
			  conf->registrar, sip_transp_param(conf->tp));
	(void)snprintf(aor, sizeof(aor), "sip:%s@%s", conf->user, conf->realm);
	err = sipreg_register(&reg->sipreg, ua_sip(ua), registrar, aor, NULL,
			      aor, conf->expires, conf->user, NULL, 0, 0,
			      account_answer, account, true, on_response, reg,
			      NULL, NULL);

out:
	mem_deref(account);
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
