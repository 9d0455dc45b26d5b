/**
 * @file dossier/fact.c  Facts of a dossier: read all, change some
 */
#include "dossier/fact.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/journal.h"
#include "store/vault.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"
#include "value/value.h"

struct loading {
	struct facts *facts;
	const struct pack *pack;
	const char *keys; /* words, NULL: all */
};

/* Whether a key stands among words that begin and end with a blank */
static bool is_wanted(const char *keys, const char *key)
{
	const size_t n = strlen(key);
	const char *at = keys;

	while ((at = strstr(at, key)) != NULL) {
		if (at[-1] == ' ' && at[n] == ' ')
			return true;
		at += n;
	}

	return false;
}

static int fact_handler(const struct row *row, void *arg)
{
	const struct loading *l = arg;
	const struct section *section = NULL;
	struct facts *facts = l->facts;
	struct fact *f;

	if (l->keys && !is_wanted(l->keys, row_text(row, 2)))
		return 0;
	facts->v = x_grow(facts->v, facts->c, sizeof(*facts->v));
	f = &facts->v[facts->c++];
	*f = (struct fact){ .field = NULL };
	fact_key_make(&f->key, row_text(row, 0), (int)row_int(row, 1),
		      row_text(row, 2));
	f->value = x_strdup(row_text(row, 3));
	f->ok = row_int(row, 4) != 0;
	f->origin = x_strdup(row_text(row, 5));
	f->field = pack_field(l->pack, f->key.group, f->key.key, &section);
	/* The pack may be another than the one the answer was given under */
	if (f->field &&
	    (section->repeat != (f->key.n > 0) || f->field->calculate))
		f->field = NULL;
	if (f->field && f->ok)
		f->ok = value_fits(f->field, f->value);
	return 0;
}

static int reason_handler(const struct row *row, void *arg)
{
	struct fact *f = arg;

	f->reason = row_is_null(row, 0) ? NULL : x_strdup(row_text(row, 0));
	return 0;
}

/* Only of a value whose wrong check symbol was accepted is the reason shown;
 * what an undo brought back has the one it was first set with */
static int load_reasons(struct facts *facts, struct db *db, int64_t dossier)
{
	static const char sql[] =
		"SELECT CASE j.act WHEN 'undo' THEN (SELECT reason FROM "
		"journal s INDEXED BY journal_reason WHERE s.dossier = "
		"f.dossier AND s.key = j.key AND s.reason IS NOT NULL AND "
		"s.act = 'set' AND s.new = f.value ORDER BY s.seq DESC LIMIT "
		"1) ELSE j.reason END FROM fact f JOIN journal j USING "
		"(dossier, seq) WHERE f.dossier = ? AND grp = ? AND n = ? AND "
		"f.key = ?";
	int err = 0;

	for (size_t i = 0; i < facts->c && !err; i++) {
		struct fact *f = &facts->v[i];
		char *value = NULL;

		if (f->ok && f->field && value_may_override(f->field->type) &&
		    value_decode(f->field, f->value, &value) != 0)
			err = db_each(db, sql,
				      BIND(INT(dossier), TEXT(f->key.group),
					   INT(f->key.n), TEXT(f->key.key)),
				      reason_handler, f);
		free(value);
	}

	return err;
}

int facts_load(struct facts *facts, struct db *db, const struct pack *pack,
	       int64_t dossier)
{
	struct facts loaded = { NULL, 0 };
	struct loading l = { &loaded, pack, NULL };
	int err = db_each(db,
			  "SELECT grp, n, key, value, ok, origin FROM fact "
			  "WHERE dossier = ? ORDER BY grp, n, key",
			  BIND(INT(dossier)), fact_handler, &l);

	if (!err)
		err = load_reasons(&loaded, db, dossier);

	if (err)
		facts_release(&loaded);
	else
		*facts = loaded;
	return err;
}

int facts_load_some(struct facts *facts, struct db *db, const struct pack *pack,
		    int64_t dossier, const struct fact_wanted *wantedv)
{
	struct facts loaded = { NULL, 0 };
	int err = 0;

	for (; wantedv->group && !err; wantedv++) {
		struct loading l = { &loaded, pack, wantedv->keys };

		err = db_each(db,
			      "SELECT grp, n, key, value, ok, origin FROM "
			      "fact WHERE dossier = ? AND grp = ? ORDER BY n, "
			      "key",
			      BIND(INT(dossier), TEXT(wantedv->group)),
			      fact_handler, &l);
	}

	if (err)
		facts_release(&loaded);
	else
		*facts = loaded;
	return err;
}

void facts_release(struct facts *facts)
{
	for (size_t i = 0; i < facts->c; i++) {
		free(facts->v[i].value);
		free(facts->v[i].origin);
		free(facts->v[i].reason);
	}
	free(facts->v);
	*facts = (struct facts){ NULL, 0 };
}

const struct fact *facts_find(const struct facts *facts, const char *group,
			      int n, const char *key)
{
	size_t low = 0;
	size_t high = facts->c;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int d = fact_key_compare(&facts->v[mid].key, group, n, key);

		if (d == 0)
			return &facts->v[mid];
		if (d < 0)
			low = mid + 1;
		else
			high = mid;
	}

	return NULL;
}

const char *facts_value(const struct facts *facts, const char *group, int n,
			const char *key)
{
	const struct fact *f = facts_find(facts, group, n, key);

	return f && f->ok ? f->value : NULL;
}

int facts_rows(const struct facts *facts, const char *group)
{
	size_t low = 0;
	size_t high = facts->c;

	/* The first fact of a later group stands behind the last row */
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(facts->v[mid].key.group, group) <= 0)
			low = mid + 1;
		else
			high = mid;
	}

	return low > 0 && strcmp(facts->v[low - 1].key.group, group) == 0
		       ? facts->v[low - 1].key.n
		       : 0;
}

/* A change being prepared */
struct work {
	const struct pack *pack;
	int64_t dossier;
	const struct fact_set *setv;
	size_t setc;
	const struct fact_change *change;
	size_t bad;
	struct facts facts;	     /* before */
	struct journal_entry *entry; /* rows to write, setc at most */
	struct fact_key *keys;
	char **values; /* owned */
	size_t c;
	struct str *file; /* bytes of files that were given, setc at most */
	size_t filec;
};

/* Somebody else may have written the path: what the file is does not become
 * part of his dossier */
static int leave_path(const struct work *w, const char *text, char **valuep,
		      bool *okp)
{
	if (!w->change->draft)
		return err_set(EINVAL,
			       _("%s: no files are read from here; attach it "
				 "with: callpermit set NO FACT=FILE"),
			       text);

	*valuep = value_as_typed(text);
	*okp = false;
	return 0;
}

/* The value of what was typed */
static int decode(struct work *w, const struct field *field,
		  const struct fact_set *set, char **valuep)
{
	struct str bytes = { 0 };
	int err;

	if (set->accept)
		return value_decode_any_check(field, set->text, valuep);
	if (!w->change->attach || !value_is_path(field, set->text))
		return value_decode(field, set->text, valuep);

	err = value_attach(field, set->text, &bytes, valuep);
	if (err)
		str_release(&bytes);
	else
		w->file[w->filec++] = bytes;
	return err;
}

/* The value a wish asks for; *valuep NULL clears */
static int wanted(struct work *w, const struct field *field,
		  const struct fact_set *set, char **valuep, bool *okp)
{
	const char *text = set->text;
	char *value = NULL;
	int err = 0;

	if (set->as) {
		*valuep = x_strdup(set->as->value);
		*okp = set->as->ok;
		return 0;
	}
	if (text && field && !w->change->attach && value_is_path(field, text))
		return leave_path(w, text, valuep, okp);

	*okp = true;
	if (text && *text) {
		err = field ? decode(w, field, set, &value) : ENOENT;
		if (err && !field) {
			value = value_as_kept(text);
			err = 0;
		} else if (err && (w->change->draft || set->kept)) {
			value = value_as_typed(text);
			*okp = false;
			err = 0;
		}
	}
	if (value && !*value) { /* nothing but blanks */
		free(value);
		value = NULL;
	}
	if (!err)
		*valuep = value;
	return err;
}

/* clang-format off */
static const struct {
	const char *origin;
	const char *sentence;
} not_typed[] = {
	{ "drill", N_("comes from a drill and is not typed") },
	{ "act",   N_("is written by the commands act and duty and is not typed") },
	{ "evidence", N_("is written by the command evidence and is not typed") },
};
/* clang-format on */

/* What a drill measures and what was done nobody types */
static int check_origin(const struct section *section,
			const struct fact_set *set,
			const struct fact_change *change)
{
	const char *origin = set->origin ? set->origin : change->origin;

	if (!section->origin || strcmp(origin, "entry") != 0)
		return 0;

	for (size_t i = 0; i < ARRAY_LEN(not_typed); i++) {
		if (strcmp(section->origin, not_typed[i].origin) == 0)
			return err_set(EPERM, "%s %s", set->key,
				       _(not_typed[i].sentence));
	}

	return err_set(EPERM, _("%s is not typed"), set->key);
}

static int check_reason(const char *reason)
{
	const size_t n = reason ? strlen(reason) : 0;

	if (n > FACT_REASON_MAX)
		return err_set(EINVAL, _("the reason is longer than %d bytes"),
			       FACT_REASON_MAX);
	if (n > 0 && !text_is_utf8(reason, n))
		return err_set(EINVAL, _("the reason is not UTF-8 text"));

	for (const char *s = reason; n > 0 && *s;) {
		const uint32_t cp = text_next(&s);

		if (cp != '\n' && text_cp_is_harmful(cp))
			return err_set(EINVAL, _("a control character is not "
						 "allowed in a reason"));
	}

	return 0;
}

/* The fact a wish is about; one the pack does not ask for is kept as it is */
static int find_field(const struct work *w, const struct fact_set *set,
		      struct fact_key *key, const struct section **sectionp,
		      const struct field **fieldp)
{
	int err = fact_key_decode(key, w->pack, set->key, sectionp, fieldp);

	if (set->kept && (err || (*fieldp)->calculate)) {
		*sectionp = NULL;
		*fieldp = NULL;
		err = fact_key_decode(key, NULL, set->key, NULL, NULL);
	}
	if (err)
		return err;

	if (set->accept && (!*fieldp || !value_may_override((*fieldp)->type)))
		return err_set(EINVAL,
			       _("%s: only a check symbol can be accepted "
				 "as it is, and %s has none that may be wrong"),
			       set->key,
			       *fieldp ? lang_pick((*fieldp)->label,
						   (*fieldp)->label_en)
				       : set->key);
	if (*fieldp && (*fieldp)->calculate)
		return err_set(EPERM, _("%s is calculated and not typed"),
			       set->key);

	return *sectionp ? check_origin(*sectionp, set, w->change) : 0;
}

static int prepare(struct work *w, const struct fact_set *set)
{
	const char *reason = set->accept ? set->accept
			     : set->as	 ? set->as->reason
					 : w->change->reason;
	const struct section *section = NULL;
	const struct field *field = NULL;
	const struct fact *now;
	const size_t i = w->c;
	struct fact_key key;
	char *value = NULL;
	bool ok = true;
	int err = find_field(w, set, &key, &section, &field);

	if (!err)
		err = check_reason(reason);
	if (err)
		return err;
	err = wanted(w, field, set, &value, &ok);
	if (err)
		return err_prefix(
			err, "%s (%s)", set->key,
			field ? lang_pick(field->label, field->label_en) : "");

	now = facts_find(&w->facts, key.group, key.n, key.key);
	if (now ? (value && strcmp(now->value, value) == 0 && now->ok == ok)
		: !value) {
		free(value);
		return 0;
	}

	w->keys[i] = key;
	w->values[i] = value;
	w->entry[i] = (struct journal_entry){
		.act = "set",
		.key = &w->keys[i],
		.old = now ? now->value : NULL,
		.new_ = value,
		.ok = ok,
		.old_ok = now ? now->ok : true,
		.origin = set->origin ? set->origin : w->change->origin,
		.old_origin = now ? now->origin : NULL,
		.reason = reason,
	};
	w->c++;
	return 0;
}

/* The files are kept before the journal says so; those given for a fact that
 * has them already are kept again, their copy may be lost */
static int keep_files(const struct work *w, const struct db *db)
{
	struct vault vault;
	int err = 0;

	vault_of_db(&vault, db);
	for (size_t i = 0; i < w->filec && !err; i++) {
		char sha256[SHA256_TEXT];

		err = vault_put(&vault, w->file[i].s, w->file[i].len, sha256);
	}
	vault_release(&vault);
	return err;
}

static int set_work(struct db *db, void *arg)
{
	struct work *w = arg;
	int err = facts_load(&w->facts, db, w->pack, w->dossier);

	if (!err && w->change->seen)
		err = facts_seen(db, w->dossier, w->change->seen, w->setv);
	for (w->bad = 0; w->bad < w->setc && !err; w->bad++) {
		err = prepare(w, &w->setv[w->bad]);
		if (err)
			break;
	}
	if (!err)
		err = keep_files(w, db);
	if (!err && w->c > 0)
		err = journal_append(db, w->dossier, w->entry, w->c);

	return err;
}

static size_t count(const struct fact_set *setv)
{
	size_t n = 0;

	while (setv[n].key)
		n++;

	return n;
}

static int by_key(const void *a, const void *b)
{
	const char *const *ka = a;
	const char *const *kb = b;

	return strcmp(*ka, *kb);
}

/* A fact named twice in one change has no one value */
static int refuse_doubles(const struct fact_set *setv, size_t setc)
{
	const char **keys = x_calloc(setc, sizeof(*keys));
	int err = 0;

	for (size_t i = 0; i < setc; i++)
		keys[i] = setv[i].key;
	qsort(keys, setc, sizeof(*keys), by_key);
	for (size_t i = 1; i < setc && !err; i++) {
		if (strcmp(keys[i - 1], keys[i]) == 0)
			err = err_set(EINVAL, _("%s is given twice"), keys[i]);
	}
	free(keys);
	return err;
}

int fact_set(struct db *db, const struct pack *pack, int64_t dossier,
	     const struct fact_set *setv, const struct fact_change *change,
	     size_t *badp)
{
	const size_t setc = count(setv);
	struct work w = { .pack = pack,
			  .dossier = dossier,
			  .setv = setv,
			  .setc = setc,
			  .change = change };
	int err = refuse_doubles(setv, setc);

	w.bad = setc;
	w.entry = x_calloc(setc, sizeof(*w.entry));
	w.keys = x_calloc(setc, sizeof(*w.keys));
	w.values = x_calloc(setc, sizeof(*w.values));
	w.file = x_calloc(setc, sizeof(*w.file));
	if (!err)
		err = db_atomic(db, set_work, &w);
	if (err && badp)
		*badp = w.bad;

	for (size_t i = 0; i < w.c; i++)
		free(w.values[i]);
	for (size_t i = 0; i < w.filec; i++)
		str_release(&w.file[i]);
	free(w.file);
	free(w.values);
	free(w.keys);
	free(w.entry);
	facts_release(&w.facts);
	return err;
}
