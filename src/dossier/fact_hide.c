/**
 * @file dossier/fact_hide.c  Personal data as those see it who may not
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/fact.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

/* Types that are about a person wherever they stand */
static const enum field_type hidden_types[] = {
	FIELD_ID_NO,
	FIELD_MOBILE,
	FIELD_PHONE,
	FIELD_EMAIL,
};

/* And fields that are although their type does not tell */
static const struct {
	const char *group;
	const char *key;
} hidden_fields[] = {
	{ "lr", "other_no" },
	{ "lr", "addr" },
	{ "speaker", "phone" },
	{ "holder", "idno" }, /* a person's, or a company's code */
};

bool fact_is_personal(const struct fact_key *key, const struct field *field)
{
	for (size_t i = 0; i < ARRAY_LEN(hidden_fields); i++) {
		if (strcmp(hidden_fields[i].group, key->group) == 0 &&
		    strcmp(hidden_fields[i].key, key->key) == 0)
			return true;
	}
	for (size_t i = 0; field && i < ARRAY_LEN(hidden_types); i++) {
		if (field->type == hidden_types[i])
			return true;
	}

	/* what nobody asks for any more may be anything */
	return !field;
}

char *fact_hidden(const char *value)
{
	char text[64];

	for (const char *p = value; *p; p++) {
		if ((unsigned char)*p >= 0x80)
			return x_strdup("****");
	}

	text_mask(text, sizeof(text), value);
	return x_strdup(text);
}

void facts_hide(struct facts *facts)
{
	for (size_t i = 0; i < facts->c; i++) {
		struct fact *f = &facts->v[i];
		char *hidden;

		if (!fact_is_personal(&f->key, f->field))
			continue;
		hidden = fact_hidden(f->value);
		free(f->value);
		f->value = hidden;
	}
}
