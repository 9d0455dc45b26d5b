/**
 * @file dossier/fact_memory.c  Facts changed in memory: what is calculated, and
 * what is only supposed
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/fact.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "value/value.h"

static int compare(const struct fact_key *a, const struct fact_key *b)
{
	return fact_key_compare(a, b->group, b->n, b->key);
}

static void release(struct fact *f)
{
	free(f->value);
	free(f->origin);
	free(f->reason);
}

void facts_put(struct facts *facts, const struct fact_key *key,
	       const struct field *field, const char *value, const char *origin)
{
	size_t at = 0;
	size_t end = facts->c;
	bool there;

	while (at < end) {
		const size_t mid = at + (end - at) / 2;

		if (compare(&facts->v[mid].key, key) < 0)
			at = mid + 1;
		else
			end = mid;
	}
	there = at < facts->c && compare(&facts->v[at].key, key) == 0;
	if (there)
		release(&facts->v[at]);
	if (!value) {
		if (there)
			memmove(&facts->v[at], &facts->v[at + 1],
				(--facts->c - at) * sizeof(*facts->v));
		return;
	}
	if (!there) {
		facts->v = x_reallocarray(facts->v, facts->c + 1,
					  sizeof(*facts->v));
		memmove(&facts->v[at + 1], &facts->v[at],
			(facts->c++ - at) * sizeof(*facts->v));
	}

	facts->v[at] = (struct fact){ .key = *key,
				      .ok = true,
				      .field = field,
				      .value = x_strdup(value),
				      .origin = x_strdup(origin) };
}

void facts_drop_group(struct facts *facts, const char *group, size_t n)
{
	size_t c = 0;

	for (size_t i = 0; i < facts->c; i++) {
		const struct fact_key *key = &facts->v[i].key;

		if (strlen(key->group) == n &&
		    memcmp(key->group, group, n) == 0)
			release(&facts->v[i]);
		else
			facts->v[c++] = facts->v[i];
	}
	facts->c = c;
}

static int suppose(struct facts *facts, const struct pack *pack,
		   const struct fact_set *set)
{
	const struct field *field = NULL;
	struct fact_key key;
	char *value = NULL;
	int err = fact_key_decode(&key, pack, set->key, NULL, &field);

	if (set->kept && (err || field->calculate))
		return 0;
	if (!err && field->calculate)
		err = err_set(EPERM, _("%s is calculated and not typed"),
			      set->key);
	if (!err && set->text && value_is_path(field, set->text))
		err = err_set(EINVAL,
			      _("%s: a file is attached with: set NO %s=PATH"),
			      set->text, set->key);
	if (!err && set->text && *set->text)
		err = set->accept
			      ? value_decode_any_check(field, set->text, &value)
			      : value_decode(field, set->text, &value);
	if (err == EINVAL && field)
		err = err_prefix(err, "%s (%s)", set->key,
				 lang_pick(field->label, field->label_en));
	if (!err)
		facts_put(facts, &key, field, value && *value ? value : NULL,
			  "supposed");
	free(value);
	return err;
}

int facts_suppose(struct facts *facts, const struct pack *pack,
		  const struct fact_set *setv)
{
	int err = 0;

	for (size_t i = 0; setv[i].key && !err; i++)
		err = suppose(facts, pack, &setv[i]);

	return err;
}
