/**
 * @file course/handed_in.c  What was changed since the dossier was handed in
 */
#include "course/handed_in.h"

#include <stdlib.h>
#include <string.h>

#include "course/stage.h"
#include "util/mem.h"

static const struct act *act_at(const struct pack *pack,
				const struct facts *facts, int n)
{
	const char *id = facts_value(facts, STEP_GROUP, n, "act");

	return id ? pack_act(pack, id) : NULL;
}

static char *copy_of(const struct facts *facts, int n, const char *key)
{
	const char *value = facts_value(facts, STEP_GROUP, n, key);

	return value ? x_strdup(value) : NULL;
}

/* True if a name, or its group, is one of the words of a list */
static bool is_named(const char *fields, const char *name)
{
	static const char between[] = " ,;、，；\n";
	const size_t group = strcspn(name, ".[");

	while (fields && *fields) {
		size_t n = strcspn(fields, between);

		if ((n == strlen(name) || n == group) && n > 0 &&
		    strncmp(fields, name, n) == 0)
			return true;
		fields += n;
		fields += strspn(fields, between);
	}

	return false;
}

static int key_handler(const struct row *row, void *arg)
{
	struct handed_in *h = arg;
	const char *name = row_text(row, 0);
	const bool asked = is_named(h->fields, name);

	h->v = x_grow(h->v, h->c, sizeof(*h->v));
	h->v[h->c++] = (struct changed){ x_strdup(name), asked };
	h->unasked += !asked;
	return 0;
}

int handed_in_load(struct handed_in *to, struct db *db, const struct pack *pack,
		   int64_t dossier, const struct facts *facts)
{
	/* A fact that is again what it was then is no change */
	static const char sql[] =
		"WITH s AS (SELECT seq FROM fact WHERE dossier = ?1 AND grp = "
		"'" STEP_GROUP "' AND n = ?2 AND key = 'act'), "
		"later AS (SELECT key, min(seq) AS seq FROM journal WHERE "
		"dossier = ?1 AND seq > (SELECT seq FROM s) AND key IS NOT "
		"NULL AND act IN ('set', 'undo') GROUP BY key) "
		"SELECT l.key FROM later l JOIN journal j ON j.dossier = ?1 "
		"AND j.seq = l.seq WHERE j.old IS NOT (SELECT value FROM fact "
		"f WHERE f.dossier = ?1 AND f.grp || CASE f.n WHEN 0 THEN '' "
		"ELSE '[' || f.n || ']' END || '.' || f.key = l.key) AND "
		"substr(l.key, 1, 5) <> '" STEP_GROUP "[' AND substr(l.key, 1, "
		"5) <> '" DONE_GROUP "[' AND substr(l.key, 1, 7) <> '" OFF_GROUP
		"[' ORDER BY l.key";
	struct handed_in h = { 0 };
	const int last = facts_rows(facts, STEP_GROUP);
	int n = last;
	int err = 0;

	while (n > 0 &&
	       !(act_at(pack, facts, n) && act_at(pack, facts, n)->hands_in))
		n--;
	if (n > 0) {
		h.date = copy_of(facts, n, "date");
		h.fields = copy_of(facts, last, "fields");
		err = db_each(db, sql, BIND(INT(dossier), INT(n)), key_handler,
			      &h);
	}

	if (err)
		handed_in_release(&h);
	else
		*to = h;
	return err;
}

void handed_in_release(struct handed_in *h)
{
	for (size_t i = 0; i < h->c; i++)
		free(h->v[i].name);
	free(h->v);
	free(h->date);
	free(h->fields);
	*h = (struct handed_in){ 0 };
}
