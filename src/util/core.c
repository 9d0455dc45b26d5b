/**
 * @file util/core.c  No memory of ours in files
 */
#include "util/core.h"

#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* Only the soft limit, so that it can be taken back */
static void dumpable(bool may)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_CORE, &l) == 0) {
		l.rlim_cur = may ? l.rlim_max : 0;
		(void)setrlimit(RLIMIT_CORE, &l);
	}
	(void)prctl(PR_SET_DUMPABLE, may ? 1 : 0, 0, 0, 0);
}

void core_forbid(void)
{
#ifndef __SANITIZE_ADDRESS__
	dumpable(false);
#endif
}

void core_allow(void)
{
	dumpable(true);
}
