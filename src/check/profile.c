/**
 * @file check/profile.c  An authority's numbers, as expressions see them
 *
 * Table profile has what the authority itself states, table advice what
 * practice recommends: of the authority's own profile, else of the default one.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check/profile.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"
#include "value/value.h"

#define UNIT "_unit"

/* clang-format off */
/* Columns of profile besides the numbers */
static const char *const texts[] = { "key", "authority", "phone", "missing" };
/* clang-format on */

const struct profile *profile_of(const struct pack *pack,
				 const struct facts *facts)
{
	const char *scope = facts_value(facts, "app", 0, "scope");
	const char *province = facts_value(facts, "app", 0, "province");
	const char *reach = facts_value(facts, "need", 0, "reach");

	/* Before there is an application the answers of the assessment count */
	if (!scope && reach) {
		scope = strcmp(reach, "several") == 0 ? "national" : "province";
		province = facts_value(facts, "need", 0, "province");
	}
	if (scope && strcmp(scope, "national") == 0)
		return pack_profile(pack, PROFILE_NATIONAL);

	return province ? pack_profile(pack, province) : NULL;
}

/* Columns of both tables; the caller frees them with free_columns() */
static struct box_column *columns(bool advice, size_t *countp)
{
	struct box_column *cols = x_calloc(2 * (size_t)number_kinds_count +
						   ARRAY_LEN(texts),
					   sizeof(*cols));
	size_t c = 0;

	for (size_t i = 0; !advice && i < ARRAY_LEN(texts); i++)
		cols[c++] = (struct box_column){ x_strdup(texts[i]), BOX_TEXT };
	for (unsigned i = 0; i < number_kinds_count; i++) {
		const struct number_kind *kind = &number_kinds[i];
		struct str unit = { 0 };

		cols[c++] = (struct box_column){ x_strdup(kind->name),
						 value_sql_type(kind->type) };
		if (!kind->clock)
			continue;
		str_addf(&unit, "%s" UNIT, kind->name);
		cols[c++] = (struct box_column){ str_take(&unit), BOX_TEXT };
	}

	*countp = c;
	return cols;
}

int profile_add_tables(struct box *box)
{
	int err = 0;

	for (int advice = 0; advice < 2 && !err; advice++) {
		size_t count = 0;
		struct box_column *cols = columns(advice, &count);

		err = box_table(box, advice ? "advice" : "profile", false, cols,
				count);
		for (size_t i = 0; i < count; i++)
			free((char *)cols[i].name);
		free(cols);
	}

	return err;
}

static int fill_number(struct box *box, const char *table,
		       const struct number_kind *kind, const struct number *n)
{
	const struct field as = { .key = (char *)kind->name,
				  .type = kind->type };
	struct str unit = { 0 };
	char *value = NULL;
	int err = value_decode(&as, n->value, &value);

	if (err)
		return err_set(EBADMSG, "%s: %s", kind->name, err_text(err));

	err = box_set(box, table, 0, kind->name, value_bind(&as, value));
	if (!err && kind->clock) {
		str_addf(&unit, "%s" UNIT, kind->name);
		err = box_set(box, table, 0, unit.s,
			      TEXT(clock_unit_name(n->unit)));
	}
	str_release(&unit);
	free(value);
	return err;
}

static const struct number *advice_of(const struct pack *pack,
				      const struct profile *profile,
				      const char *what)
{
	const struct number *n = profile_number(profile, what, NUMBER_ADVICE);

	return n ? n
		 : profile_number(pack_profile(pack, PROFILE_DEFAULT), what,
				  NUMBER_ADVICE);
}

void profile_missing(struct str *to, const struct profile *profile)
{
	const char *joint = "";

	for (unsigned i = 0; i < number_kinds_count; i++) {
		const struct number_kind *kind = &number_kinds[i];

		if (!kind->whole ||
		    profile_number(profile, kind->name, NUMBER_RULE))
			continue;
		str_addf(to, "%s%s", joint, _(kind->title));
		joint = lang_is_zh() ? "、" : ", ";
	}
}

static int fill_texts(struct box *box, const struct profile *profile)
{
	struct str missing = { 0 };
	int err;

	profile_missing(&missing, profile);
	err = box_set(box, "profile", 0, "missing", TEXT(str_text(&missing)));
	str_release(&missing);
	if (!err)
		err = box_set(box, "profile", 0, "key", TEXT(profile->key));
	if (!err)
		err = box_set(box, "profile", 0, "authority",
			      TEXT(profile->authority));
	if (!err && profile->phone)
		err = box_set(box, "profile", 0, "phone", TEXT(profile->phone));
	return err;
}

int profile_fill(struct box *box, const struct pack *pack,
		 const struct profile *profile)
{
	int err = profile ? fill_texts(box, profile) : 0;

	for (unsigned i = 0; i < number_kinds_count && !err; i++) {
		const struct number_kind *kind = &number_kinds[i];
		const struct number *rule = profile_number(profile, kind->name,
							   NUMBER_RULE);
		const struct number *advice = advice_of(pack, profile,
							kind->name);

		if (rule)
			err = fill_number(box, "profile", kind, rule);
		if (!err && advice)
			err = fill_number(box, "advice", kind, advice);
	}

	return err;
}

bool profile_print(struct str *to, const struct pack *pack,
		   const struct profile *profile, const char *table,
		   const char *key)
{
	const struct number *n;

	if (strcmp(table, "advice") == 0) {
		n = advice_of(pack, profile, key);
	} else if (strcmp(table, "profile") != 0) {
		return false;
	} else if (profile && strcmp(key, "authority") == 0) {
		str_add(to, profile->authority);
		return true;
	} else if (profile && strcmp(key, "phone") == 0) {
		str_add(to, profile->phone ? profile->phone : _("(not known)"));
		return true;
	} else if (profile && strcmp(key, "missing") == 0) {
		profile_missing(to, profile);
		return true;
	} else {
		n = profile_number(profile, key, NUMBER_RULE);
	}

	str_add(to, n ? n->value : _("(not known)"));
	return true;
}
