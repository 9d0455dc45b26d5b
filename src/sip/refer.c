/**
 * @file sip/refer.c  Giving a call to somebody else
 *
 * By itself, because stations ask for it and the engine never does.
 */
#include <errno.h>
#include <string.h>

#include "sip/leg_private.h"
#include "util/err.h"
#include "util/lang.h"

#define URI_MAX 200

/* The request holds a reference to the leg, which may have lost its owner */
static void on_answer(int err, const struct sip_msg *msg, void *arg)
{
	struct leg *leg = arg;

	/* 401 and 407 do not come: the engine knows its stations */
	if (!err && msg->scode < 200)
		return;
	if (!leg->freeing && leg->h->referred)
		leg->h->referred(leg,
				 err		     ? 408
				 : msg->scode == 202 ? 100
						     : msg->scode,
				 leg->arg);
}

int leg_refer(struct leg *leg, const char *uri)
{
	if (!leg->sess || !leg->answered || leg->bye)
		return err_set(EPROTO, _("the call does not stand"));
	if (strlen(uri) > URI_MAX || strpbrk(uri, "\r\n<> "))
		return err_set(EINVAL, _("%s is no SIP address"), uri);
	if (leg->refer)
		return err_set(EPROTO, _("a transfer is under way"));
	if (sip_drequestf(&leg->refer, ua_sip(leg->ua), true, "REFER",
			  sipsess_dialog(leg->sess), 0, NULL, leg_contact,
			  on_answer, leg,
			  "Refer-To: <%s>\r\nContent-Length: 0\r\n\r\n", uri))
		return err_set(EPROTO, _("the call does not stand"));
	return 0;
}
