/**
 * @file cli/drill_extra.c  What a drill may have beside engine and callers
 */
#include "cli/drill_extra.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* The engine is this program, with the same data */
static int take_engine(struct drill_extra *x, struct drill_options *options,
		       const char *folder)
{
	static const char below[] = "/data/drill/functions.tsv";
	const size_t n = strlen(options->functions);
	char path[PATH_MAX];
	const ssize_t got = readlink("/proc/self/exe", path, sizeof(path));
	size_t i = 0;

	if (got <= 0 || (size_t)got == sizeof(path))
		return err_set(EIO, _("cannot find the program"));
	str_add_n(&x->program, path, (size_t)got);
	if (n >= sizeof(below))
		str_add_n(&x->root, options->functions, n + 1 - sizeof(below));
	str_addf(&x->log, "%s/engine.log", folder);
	x->argv[i++] = x->program.s;
	if (x->root.len) {
		x->argv[i++] = "--data";
		x->argv[i++] = x->root.s;
	}
	x->argv[i++] = "engine";
	x->argv[i++] = "--config";
	x->argv[i++] = options->config;
	x->argv[i] = NULL;
	options->engine = x->argv;
	options->engine_log = x->log.s;
	return 0;
}

static int take_token(struct secret *secret, const char **to, const char *file)
{
	const struct secret_place place = { .file = file };
	int err = file ? secret_read(secret, &place, _("token")) : 0;

	if (!err)
		*to = secret->text;
	return err;
}

int drill_extra_take(struct drill_extra *x, struct drill_options *options,
		     const char *folder)
{
	int err = x->start ? take_engine(x, options, folder) : 0;

	if (!err)
		err = take_token(&x->ask_secret, &options->asks, x->asks);
	if (!err)
		err = take_token(&x->approve_secret, &options->approves,
				 x->approves);
	return err;
}

void drill_extra_release(struct drill_extra *x)
{
	secret_release(&x->ask_secret);
	secret_release(&x->approve_secret);
	str_release(&x->program);
	str_release(&x->root);
	str_release(&x->log);
}
