/**
 * @file tests/fuzz/lint.c  Any expression is read for traps without harm, and
 * complained of the same way each time
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "mini_pack.h"
#include "pack/lint.h"
#include "pack/lint_token.h"
#include "util/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hear(const char *complaint, void *arg)
{
	assert(*complaint);
	++*(size_t *)arg;
}

/* Every word lies within the expression, behind the one before */
static void check_words(const struct pack *pack, const char *sql)
{
	struct tokens all = { NULL, 0 };
	const char *end = sql;

	tokens_read(&all, pack, sql);
	for (size_t i = 0; i < all.c; i++) {
		assert(all.v[i].s >= end);
		end = all.v[i].s + all.v[i].n;
		assert(end <= sql + strlen(sql));
	}
	tokens_release(&all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pack *pack;
	char *sql = x_strndup((const char *)data, size < 16384 ? size : 16384);
	size_t heard = 0;
	size_t n;
	char *was;

	if (!pack)
		assert(mini_load(&pack, NULL) == 0);
	check_words(pack, sql);
	was = pack->rules[0].holds;
	pack->rules[0].holds = sql;
	n = pack_lint(pack, hear, &heard);
	assert(heard == (n < LINT_MAX ? n : LINT_MAX));
	pack->rules[0].holds = was;
	free(sql);
	return 0;
}
