/**
 * @file dossier/fact_key.c  Names of facts: site.area, holder[2].ratio
 */
#include "dossier/fact_key.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"

/* group, row and key from "holder[2].ratio"; false if it has another shape */
static bool split(struct fact_key *key, const char *text)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t n = strspn(text, name);
	const char *p = text + n;
	unsigned long row = 0;

	if (n == 0 || n >= sizeof(key->group))
		return false;
	memcpy(key->group, text, n);
	key->group[n] = '\0';

	if (*p == '[') {
		size_t digits = strspn(p + 1, "0123456789");

		if (digits == 0 || digits > 5 || p[1] == '0' ||
		    p[1 + digits] != ']')
			return false;
		row = strtoul(p + 1, NULL, 10);
		if (row == 0 || row > FACT_ROWS_MAX)
			return false;
		p += digits + 2;
	}
	key->n = (int)row;

	n = *p == '.' ? strspn(p + 1, name) : 0;
	if (n == 0 || n >= sizeof(key->key) || p[1 + n])
		return false;
	memcpy(key->key, p + 1, n);
	key->key[n] = '\0';
	return true;
}

static int unknown_field(const struct pack *pack, const struct fact_key *key,
			 const char *text)
{
	const struct section *section = NULL;
	const struct field *near = pack_near_field(pack, key->group, key->key,
						   &section);

	if (near)
		return err_set(ENOENT,
			       _("no fact is called %s; did you mean %s%s.%s?"),
			       text, section->group,
			       section->repeat ? "[1]" : "", near->key);

	return err_set(ENOENT,
		       _("no fact is called %s; show the names with: "
			 "callpermit show NO --all"),
		       text);
}

int fact_key_decode(struct fact_key *keyp, const struct pack *pack,
		    const char *text, const struct section **sectionp,
		    const struct field **fieldp)
{
	const struct section *section = NULL;
	const struct field *field = NULL;
	struct fact_key key = { .n = 0 };

	if (!split(&key, text))
		return err_set(EINVAL,
			       _("%s: a fact is named like site.area or "
				 "holder[2].ratio"),
			       text);
	if (pack) {
		field = pack_field(pack, key.group, key.key, &section);
		if (!field)
			return unknown_field(pack, &key, text);
		if (section->repeat && key.n == 0)
			return err_set(EINVAL,
				       _("%s: which row? write %s[1].%s"), text,
				       key.group, key.key);
		if (!section->repeat && key.n > 0)
			return err_set(EINVAL, _("%s: %s has no rows"), text,
				       key.group);
	}

	*keyp = key;
	if (sectionp)
		*sectionp = section;
	if (fieldp)
		*fieldp = field;
	return 0;
}

void fact_key_make(struct fact_key *key, const char *group, int n,
		   const char *name)
{
	*key = (struct fact_key){ .n = n };
	(void)snprintf(key->group, sizeof(key->group), "%s", group);
	(void)snprintf(key->key, sizeof(key->key), "%s", name);
}

int fact_key_compare(const struct fact_key *key, const char *group, int n,
		     const char *name)
{
	int d = strcmp(key->group, group);

	if (d == 0)
		d = (key->n > n) - (key->n < n);
	return d ? d : strcmp(key->key, name);
}

void fact_key_encode(struct str *to, const struct fact_key *key)
{
	str_add(to, key->group);
	if (key->n > 0)
		str_addf(to, "[%d]", key->n);
	str_addf(to, ".%s", key->key);
}
