/**
 * @file dossier/forget_name.c  Names of what is to be deleted
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "dossier/forget_private.h"
#include "dossier/step.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

/* Bytes of a text: shorter ones stand in many places */
#define TELLS_MIN 6

/* What a step is made of: without it nobody knows where the dossier is */
static bool holds_up(const char *group, const char *key)
{
	static const char *const keys[] = { "act", "from", "to", "date" };

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (strcmp(group, STEP_GROUP) == 0 && strcmp(key, keys[i]) == 0)
			return true;
	}

	return false;
}

/* "staff", "staff[3]": as a fact is named, but for its end */
static int decode_rows(struct fact_key *key, const char *text)
{
	struct str whole = { 0 };
	int err;

	str_addf(&whole, "%s.all", text);
	err = fact_key_decode(key, NULL, whole.s, NULL, NULL);
	str_release(&whole);
	return err ? err_set(EINVAL,
			     _("%s: name a fact, a row or a group, like "
			       "holder[2].ratio, staff[3], staff or "
			       "staff.idno"),
			     text)
		   : 0;
}

int forget_name(struct forget_name *name, const char *text)
{
	const bool whole = strchr(text, '.') != NULL;
	struct fact_key key;
	int err = whole ? fact_key_decode(&key, NULL, text, NULL, NULL)
			: decode_rows(&key, text);

	if (err)
		return err;
	if (whole && holds_up(key.group, key.key))
		return err_set(
			EPERM,
			_("%s tells where the dossier is, and of nobody; "
			  "it stays"),
			text);

	*name = (struct forget_name){ .n = key.n };
	(void)snprintf(name->group, sizeof(name->group), "%s", key.group);
	if (whole)
		(void)snprintf(name->key, sizeof(name->key), "%s", key.key);
	return 0;
}

int forget_matches(struct forget_name *namev, size_t namec,
		   const struct fact_key *key)
{
	int err = ENOENT;

	for (size_t i = 0; i < namec; i++) {
		struct forget_name *name = &namev[i];

		if (strcmp(name->group, key->group) != 0 ||
		    (name->n > 0 && name->n != key->n) ||
		    (*name->key && strcmp(name->key, key->key) != 0))
			continue;
		name->met = true;
		err = holds_up(key->group, key->key) ? EPERM : 0;
	}

	return err;
}

bool forget_tells(const struct field *field, const char *value)
{
	switch (field->type) {
	case FIELD_PERSON:
	case FIELD_ID_NO:
	case FIELD_MOBILE:
	case FIELD_PHONE:
	case FIELD_EMAIL:
	case FIELD_FILE:
		return *value != '\0';
	case FIELD_TEXT:
		return strlen(value) >= TELLS_MIN;
	default:
		return false;
	}
}
