/**
 * @file drill/meeting.c  Where parties of this machine meet the engine
 */
#include "drill/meeting.h"

#include <errno.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"

int meeting_address(struct sa *addr, const char *text)
{
	const char *host = strncmp(text, "udp:", 4) ? text : text + 4;

	if (sa_decode(addr, host, strlen(host)))
		return err_set(EINVAL, _("%s is not an address with a port"),
			       text);
	if (sa_is_any(addr)) {
		uint16_t port = sa_port(addr);

		(void)sa_set_str(addr,
				 sa_af(addr) == AF_INET ? "127.0.0.1" : "::1",
				 port);
	}

	return 0;
}

int meeting_engine(struct sa *addr, const struct config *config)
{
	const struct config_listen *l = &config->listen;

	for (unsigned i = 0; i < l->sip_count; i++) {
		if (!strncmp(l->sip[i], "udp:", 4))
			return meeting_address(addr, l->sip[i]);
	}

	return err_set(EINVAL, _("the engine has no UDP address"));
}
