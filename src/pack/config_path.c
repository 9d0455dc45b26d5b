/**
 * @file pack/config_path.c  Files that a configuration names
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/config_private.h"
#include "util/err.h"
#include "util/lang.h"

/* In the folder of the configuration, whose name ends with its slash.  The new
 * text is freed like the old one, with the configuration. */
static int settle(char **filep, const char *folder, size_t n)
{
	const char *file = *filep;
	char *whole;
	size_t size;

	if (!n || !file || !*file || *file == '/')
		return 0;
	size = n + strlen(file) + 1;
	whole = malloc(size);
	if (!whole)
		return err_set(ENOMEM, _("no memory for the configuration"));
	(void)snprintf(whole, size, "%.*s%s", (int)n, folder, file);
	free(*filep);
	*filep = whole;
	return 0;
}

int config_settle_files(struct config *conf, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) + 1 : 0;
	int err = settle(&conf->listen.certificate, path, n);

	if (!err)
		err = settle(&conf->listen.key, path, n);
	if (!err && conf->web)
		err = settle(&conf->web->certificate, path, n);
	if (!err && conf->web)
		err = settle(&conf->web->key, path, n);
	for (unsigned i = 0; i < conf->trunks_count && !err; i++)
		err = settle(&conf->trunks[i].ca, path, n);
	for (unsigned i = 0; i < conf->lists_count && !err; i++)
		err = settle(&conf->lists[i].file, path, n);
	return err;
}
