/**
 * @file tests/fuzz/value.c  Whatever is typed is refused or becomes canonical
 */
#include "value/value.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte picks the type, the rest is typed */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct choice choices[] = { { (char *)"a", (char *)"甲", NULL },
					   { (char *)"b", (char *)"乙",
					     NULL } };
	struct field field = { .choices = choices, .choices_count = 2 };
	struct str shown = { 0 };
	char *typed;
	char *value = NULL;
	char *again = NULL;
	char *any = NULL;

	if (size == 0)
		return 0;

	field.type = (enum field_type)(data[0] % FIELD_TYPE_COUNT);
	typed = x_strndup((const char *)data + 1, size - 1);
	if (value_decode(&field, typed, &value) == 0) {
		assert(value_decode(&field, value, &again) == 0);
		assert(strcmp(value, again) == 0);
		value_print(&shown, &field, value);
		(void)value_bind(&field, value);
		(void)value_check_strict(&field, value);
		/* who takes any check symbol takes a right one */
		assert(value_decode_any_check(&field, typed, &any) == 0);
		assert(strcmp(value, any) == 0);
	} else if (value_decode_any_check(&field, typed, &any) == 0) {
		assert(value_may_override(field.type));
		assert(value_warn(&shown, &field, any));
	}
	free(any);
	free(again);
	/* a draft keeps what was typed, and is asked too */
	(void)value_warn(&shown, &field, typed);
	again = value_as_typed(typed);
	free(again);
	free(value);
	free(typed);
	str_release(&shown);
	return 0;
}
