/**
 * @file tests/fuzz/settings.c  No configuration of reminders or published lists
 * crashes; what is refused is refused with a sentence and its place
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/http.h"
#include "pack/notify_config.h"
#include "pack/watch.h"
#include "util/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int check_url(const char *url)
{
	return http_check_url(url, NULL);
}

static void refused_with(int err, const char *path)
{
	assert(strstr(err_text(err), path));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct watch_kind granted = { .kind = (char *)"granted" };
	static const struct watch_kinds kinds = { &granted, 1 };
	char path[] = "/tmp/callpermit-settings-XXXXXX";
	struct notify_config *notify = NULL;
	struct watch_config *watch = NULL;
	const int fd = mkstemp(path);
	int err;

	assert(fd != -1 && write(fd, data, size) == (ssize_t)size);
	(void)close(fd);
	err = notify_config_load(&notify, path);
	if (err)
		refused_with(err, path);
	assert(!err == (notify != NULL));
	err = watch_config_load(&watch, path, &kinds, check_url);
	if (err)
		refused_with(err, path);
	assert(!err == (watch != NULL));
	notify_config_free(notify);
	watch_config_free(watch);
	(void)unlink(path);

	return 0;
}
