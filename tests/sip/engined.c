/**
 * @file tests/sip/engined.c  The engine alone: engined CONFIG [DRAIN]
 */
#include <stdio.h>
#include <stdlib.h>

#include "engine/engine.h"
#include "util/err.h"
#include "util/file.h"
#include "util/log.h"

int main(int argc, char *argv[])
{
	struct engine_options options = { .threads = 2 };
	struct config *conf = NULL;
	int err;

	if (argc < 2)
		return 2;
	if (argc > 2)
		options.drain = (unsigned)strtoul(argv[2], NULL, 10);
	file_set_root(getenv("ROOT"));
	log_to(stderr, LOG_DEBUG);
	err = config_load(&conf, argv[1]);
	if (!err)
		err = engine_run(conf, &options);
	if (err)
		(void)fprintf(stderr, "engined: %s\n", err_text(err));
	config_free(conf);
	return err ? 1 : 0;
}
