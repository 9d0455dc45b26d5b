/**
 * @file tests/fuzz/expr.c  Any expression is refused, stopped or harmless
 */
#include "store/expr.h"

#include <assert.h>
#include <stdlib.h>

#include "util/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct box_column cols[] = { { "area", BOX_REAL },
						  { "addr", BOX_TEXT } };
	struct box *box = NULL;
	struct expr *expr = NULL;
	enum verdict verdict = VERDICT_UNKNOWN;
	char *sql = x_strndup((const char *)data, size);

	assert(box_open(&box) == 0);
	assert(box_table(box, "site", false, cols, 2) == 0);
	assert(box_table(box, "holder", true, cols, 2) == 0);
	assert(box_set(box, "site", 0, "area", REAL(150)) == 0);
	assert(box_set(box, "holder", 1, "addr", TEXT("x")) == 0);
	if (expr_compile(&expr, box, sql, size % 2 ? "holder" : NULL) == 0)
		(void)expr_run(expr, 1, &verdict);
	expr_free(expr);
	expr = NULL;

	/* The facts are as they were */
	assert(expr_compile(&expr, box,
			    "site.area = 150 AND (SELECT count(*) FROM holder) "
			    "= 1",
			    NULL) == 0);
	assert(expr_run(expr, 0, &verdict) == 0 && verdict == VERDICT_TRUE);
	expr_free(expr);
	box_close(box);
	free(sql);
	return 0;
}
