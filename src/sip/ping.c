/**
 * @file sip/ping.c  OPTIONS outside any dialog
 */
#include "sip/ping.h"

#include <errno.h>

#include "util/err.h"
#include "util/lang.h"

#define WAIT_MS 4000 /* until no answer counts as none */

struct ping {
	struct ping **pingp;
	struct sip_request *req;
	struct tmr timer;
	ping_h *h;
	void *arg;
};

static void destructor(void *arg)
{
	struct ping *ping = arg;

	if (ping->pingp)
		*ping->pingp = NULL;
	tmr_cancel(&ping->timer);
	mem_deref(ping->req);
}

static void finish(struct ping *ping, bool there)
{
	ping_h *h = ping->h;
	void *arg = ping->arg;

	mem_deref(ping);
	h(there, arg);
}

static void on_response(int err, const struct sip_msg *msg, void *arg)
{
	if (err || !msg)
		finish(arg, false);
	else if (msg->scode >= 200)
		finish(arg, true);
}

static void on_silence(void *arg)
{
	finish(arg, false);
}

int ping_start(struct ping **pingp, struct ua *ua, const char *uri,
	       const char *realm, ping_h *h, void *arg)
{
	struct ping *ping = mem_zalloc(sizeof(*ping), destructor);
	struct uri route;
	struct pl pl;
	int err = ping ? 0 : ENOMEM;

	pl_set_str(&pl, uri);
	if (!err)
		err = uri_decode(&route, &pl);
	if (!err)
		err = sip_requestf(&ping->req, ua_sip(ua), true, "OPTIONS", uri,
				   &route, NULL, NULL, on_response, ping,
				   "From: <sip:callpermit@%s>;tag=%016llx\r\n"
				   "To: <%s>\r\n"
				   "Call-ID: %016llx\r\n"
				   "CSeq: 1 OPTIONS\r\n"
				   "Accept: application/sdp\r\n"
				   "Content-Length: 0\r\n\r\n",
				   realm, rand_u64(), uri, rand_u64());
	if (err) {
		mem_deref(ping);
		return err_set(err == ENOMEM ? ENOMEM : EINVAL,
			       _("cannot ask a station whether it is there"));
	}

	ping->h = h;
	ping->arg = arg;
	ping->pingp = pingp;
	*pingp = ping;
	tmr_start(&ping->timer, WAIT_MS, on_silence, ping);
	return 0;
}

void ping_free(struct ping *ping)
{
	mem_deref(ping);
}
