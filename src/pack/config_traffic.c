/**
 * @file pack/config_traffic.c  The engine's configuration: abnormal traffic
 */
#include <errno.h>
#include <stdio.h>

#include "pack/config_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

static int check_row(const struct config_traffic *t, const char **keyp)
{
	/* clang-format off */
	const struct {
		const char *key;
		const unsigned *value;
		unsigned least, most;
	} limits[] = {
		{ "window",  t->window,  10, 86400   },
		{ "count",   t->count,   1,  1000000 },
		{ "percent", t->percent, 0,  100     },
		{ "talk",    t->talk,    1,  3600    },
		{ "stop",    t->stop,    1,  604800  },
	};
	/* clang-format on */

	for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
		const unsigned *v = limits[i].value;

		*keyp = limits[i].key;
		if (v && (*v < limits[i].least || *v > limits[i].most))
			return err_set(EBADMSG, _("expected %u to %u"),
				       limits[i].least, limits[i].most);
	}
	if (t->stop &&
	    (t->rule == CONFIG_REFUSALS || t->rule == CONFIG_BREACHES))
		return err_set(EBADMSG,
			       _("this rule has no number to be stopped"));
	return 0;
}

int config_check_traffic(const struct config *conf, char *place, size_t size)
{
	bool seen[CONFIG_RULES] = { false };

	for (unsigned i = 0; i < conf->traffic_count; i++) {
		const struct config_traffic *t = &conf->traffic[i];
		const char *key = "rule";
		int err = 0;

		if (seen[t->rule])
			err = err_set(EBADMSG, _("a rule is there twice"));
		else
			err = check_row(t, &key);
		seen[t->rule] = true;
		if (err) {
			(void)snprintf(place, size, "traffic[%u].%s", i, key);
			return err;
		}
	}
	return 0;
}
