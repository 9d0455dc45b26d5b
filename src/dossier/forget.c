/**
 * @file dossier/forget.c  Personal data is deleted for good
 */
#include "dossier/forget.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/attached.h"
#include "dossier/forget_private.h"
#include "dossier/journal_private.h"
#include "dossier/search.h"
#include "dossier/step.h"
#include "store/db_care.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

static void add_text(char ***vp, size_t *cp, const char *text)
{
	*vp = x_grow(*vp, *cp, sizeof(char *));
	(*vp)[(*cp)++] = x_strdup(text);
}

static void free_texts(char **v, size_t c)
{
	for (size_t i = 0; i < c; i++)
		free(v[i]);
	free(v);
}

void forgotten_release(struct forgotten *f)
{
	free_texts(f->factv, f->factc);
	free_texts(f->filev, f->filec);
	free_texts(f->elsev, f->elsec);
	*f = (struct forgotten){ .factv = NULL };
}

/* What the journal keeps of a deletion */
static char *tell(const struct forgotten *done)
{
	cJSON *top = cJSON_CreateObject();
	cJSON *facts = cJSON_AddArrayToObject(top, "facts");
	char *text;

	for (size_t i = 0; i < done->factc; i++)
		(void)cJSON_AddItemToArray(facts,
					   cJSON_CreateString(done->factv[i]));
	(void)cJSON_AddNumberToObject(top, "rows", (double)done->rows);
	(void)cJSON_AddStringToObject(top, "seal", done->seal);
	text = cJSON_PrintUnformatted(top);
	cJSON_Delete(top);
	return text;
}

int forgotten_read(struct forgotten *to, const char *text)
{
	cJSON *top = cJSON_Parse(text);
	const cJSON *facts = cJSON_GetObjectItemCaseSensitive(top, "facts");
	const cJSON *rows = cJSON_GetObjectItemCaseSensitive(top, "rows");
	const char *seal = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(top, "seal"));
	const cJSON *fact;

	*to = (struct forgotten){ .factv = NULL };
	if (!cJSON_IsArray(facts) || !cJSON_IsNumber(rows) || !seal ||
	    strlen(seal) != SHA256_TEXT - 1) {
		cJSON_Delete(top);
		return err_set(EBADMSG, _("a deletion that cannot be read"));
	}

	memcpy(to->seal, seal, SHA256_TEXT);
	to->rows = (int64_t)cJSON_GetNumberValue(rows);
	cJSON_ArrayForEach(fact, facts)
	{
		const char *name = cJSON_GetStringValue(fact);

		add_text(&to->factv, &to->factc, name ? name : "?");
	}
	cJSON_Delete(top);
	return 0;
}

/* A fact whose row of the journal goes, because that has the old value of
 * another's: the fact is put down anew */
struct restated {
	const struct fact *fact;
	bool ok;      /* as it is stored, whatever the pack says now */
	char *reason; /* or NULL; owned */
};

/* A deletion being done */
struct work {
	struct db *db;
	const struct pack *pack;
	int64_t dossier;
	const struct forget *forget;
	struct forgotten *done;
	struct forget_name *namev; /* forget->whatc */
	struct facts facts;	   /* before */
	struct fact_key *keyv;	   /* facts that go, done->factc */
	char **valuev;		   /* their values; owned */
	int64_t *seqv;		   /* rows of the journal that go */
	struct restated *againv;   /* facts that stay, and are said again */
	size_t againc;
	int64_t change;	      /* that it will be */
	struct hashes before; /* of files */
};

static void choose_facts(struct work *w)
{
	for (size_t i = 0; i < w->facts.c; i++) {
		const struct fact *f = &w->facts.v[i];
		struct str name = { 0 };

		if (forget_matches(w->namev, w->forget->whatc, &f->key) != 0)
			continue;
		w->keyv = x_grow(w->keyv, w->done->factc, sizeof(*w->keyv));
		w->valuev = x_grow(w->valuev, w->done->factc, sizeof(char *));
		w->keyv[w->done->factc] = f->key;
		w->valuev[w->done->factc] = x_strdup(f->value);
		fact_key_encode(&name, &f->key);
		add_text(&w->done->factv, &w->done->factc, str_text(&name));
		str_release(&name);
	}
}

/* Whether a value stands among those of facts that go, of the same field */
static bool is_value(const struct work *w, const struct fact_key *key,
		     const char *value)
{
	for (size_t i = 0; value && i < w->done->factc; i++) {
		if (strcmp(w->keyv[i].group, key->group) == 0 &&
		    strcmp(w->keyv[i].key, key->key) == 0 &&
		    strcmp(w->valuev[i], value) == 0)
			return true;
	}

	return false;
}

/* The fact that stays and that a row says, or NULL */
static int founded(const struct work *w, const struct journal_row *row,
		   const struct fact_key *key, const struct fact **factp,
		   bool *okp)
{
	int64_t ok = -1;
	int err = db_int(w->db,
			 "SELECT coalesce(max(ok), -1) FROM fact WHERE "
			 "dossier = ? AND grp "
			 "= ? AND n = ? AND key = ? AND seq = ?",
			 BIND(INT(w->dossier), TEXT(key->group), INT(key->n),
			      TEXT(key->key), INT(row->seq)),
			 &ok);

	*okp = ok > 0;
	*factp = ok >= 0 ? facts_find(&w->facts, key->group, key->n, key->key)
			 : NULL;
	return err;
}

static void say_again(struct work *w, const struct fact *fact, bool ok,
		      const char *reason)
{
	w->againv = x_grow(w->againv, w->againc, sizeof(*w->againv));
	w->againv[w->againc++] = (struct restated){
		.fact = fact,
		.ok = ok,
		.reason = reason ? x_strdup(reason) : NULL,
	};
}

/* Another's row has a value that goes: rows move up when one is removed */
static int choose_moved(struct work *w, const struct journal_row *row,
			const struct fact_key *key, bool *goesp)
{
	const bool was = is_value(w, key, row->old);
	const struct fact *fact = NULL;
	bool ok = false;
	int err;

	*goesp = false;
	if (!was && !is_value(w, key, row->new_))
		return 0;
	err = founded(w, row, key, &fact, &ok);
	if (err || (fact && !was))
		return err;
	if (fact)
		say_again(w, fact, ok, row->reason);
	*goesp = true;
	return 0;
}

/* A row of the journal goes if its fact does, or if it has the same value of
 * the field under another number */
static int row_handler(const struct journal_row *row, void *arg)
{
	struct work *w = arg;
	struct fact_key key;
	bool goes = true;
	int err;

	if (!row->key || row->gone ||
	    (!row->old && !row->new_ && !row->reason) ||
	    fact_key_decode(&key, NULL, row->key, NULL, NULL) != 0)
		return 0;

	err = forget_matches(w->namev, w->forget->whatc, &key);
	if (err == EPERM)
		return 0;
	if (err)
		err = choose_moved(w, row, &key, &goes);
	if (err || !goes)
		return err;

	w->seqv = x_grow(w->seqv, (size_t)w->done->rows, sizeof(*w->seqv));
	w->seqv[w->done->rows++] = row->seq;
	w->done->unsalted += !row->salt;
	return 0;
}

/* Whether a fact that stays says who one that goes was about */
static bool says(const struct work *w, const struct fact *f, size_t gone)
{
	const struct fact_key *key = &w->keyv[gone];
	const struct field *field = pack_field(w->pack, key->group, key->key,
					       NULL);
	const char *value = w->valuev[gone];

	if (!field || !forget_tells(field, value))
		return false;
	if (field->type != FIELD_TEXT)
		return strstr(f->value, value) != NULL;

	/* a post, a degree: others have the same */
	return strcmp(f->value, value) == 0 &&
	       (strcmp(f->key.group, key->group) != 0 ||
		strcmp(f->key.key, key->key) != 0);
}

/* People must look at them: only they know whether it is the same person */
static void find_elsewhere(struct work *w)
{
	for (size_t i = 0; i < w->facts.c; i++) {
		const struct fact *f = &w->facts.v[i];
		struct str name = { 0 };
		size_t k = 0;

		if (forget_matches(w->namev, w->forget->whatc, &f->key) == 0)
			continue;
		while (k < w->done->factc && !says(w, f, k))
			k++;
		if (k == w->done->factc)
			continue;
		fact_key_encode(&name, &f->key);
		add_text(&w->done->elsev, &w->done->elsec, str_text(&name));
		str_release(&name);
	}
}

/* What was known and is not any more is deleted too, but somebody who names
 * what nobody ever said has mistyped */
static int choose(struct work *w)
{
	int err = facts_load(&w->facts, w->db, w->pack, w->dossier);

	if (err)
		return err;
	choose_facts(w);
	err = journal_each(w->db, w->dossier, row_handler, w);
	for (size_t i = 0; !err && i < w->forget->whatc; i++) {
		if (!w->namev[i].met && !w->forget->lenient)
			err = err_set(ENOENT,
				      _("nothing is known of %s; see the names "
					"with: callpermit show NO"),
				      w->forget->whatv[i]);
	}
	if (!err)
		find_elsewhere(w);
	return err;
}

static int take_out(struct work *w)
{
	int err = db_int(w->db,
			 "SELECT coalesce(max(change), 0) + 1 FROM journal "
			 "WHERE dossier = ?",
			 BIND(INT(w->dossier)), &w->change);

	for (int64_t i = 0; i < w->done->rows && !err; i++)
		err = db_run(
			w->db,
			"UPDATE journal SET old = NULL, new = NULL, "
			"reason = NULL, salt = NULL, gone = ? WHERE "
			"dossier = ? AND seq = ?",
			BIND(INT(w->change), INT(w->dossier), INT(w->seqv[i])));
	if (!err)
		err = journal_seal(w->db, w->dossier, w->change, w->done->seal);
	return err;
}

static void add_again(struct journal_entry *e, struct fact_key *key,
		      const struct restated *again)
{
	const struct fact *f = again->fact;

	*key = f->key;
	*e = (struct journal_entry){
		.act = "set",
		.key = key,
		.old = f->value,
		.new_ = f->value,
		.ok = again->ok,
		.old_ok = again->ok,
		.origin = f->origin,
		.old_origin = f->origin,
		.reason = again->reason,
	};
}

static int write_down(struct work *w)
{
	const size_t c = w->done->factc;
	struct journal_entry *v = x_calloc(c + w->againc + 1, sizeof(*v));
	struct fact_key *keys = x_calloc(w->againc + 1, sizeof(*keys));
	char *told = tell(w->done);
	int err;

	for (size_t i = 0; i < w->againc; i++)
		add_again(&v[i], &keys[i], &w->againv[i]);
	for (size_t i = 0; i <= c; i++)
		v[w->againc + i] = (struct journal_entry){
			.act = JOURNAL_FORGET,
			.key = i < c ? &w->keyv[i] : NULL,
			.new_ = i < c ? NULL : told,
			.ok = true,
			.old_ok = true,
			.origin = "entry",
			.reason = i < c ? NULL : w->forget->reason,
		};
	err = journal_append(w->db, w->dossier, v, w->againc + c + 1);
	cJSON_free(told);
	free(keys);
	free(v);
	return err;
}

/* What was made from the facts, and is made anew */
static int drop_derived(struct work *w)
{
	int err = db_run(w->db, "DELETE FROM deadline WHERE dossier = ?",
			 BIND(INT(w->dossier)));

	if (!err)
		err = db_run(w->db,
			     "DELETE FROM deadline_made WHERE dossier = ?",
			     BIND(INT(w->dossier)));
	return err ? err : search_optimize(w->db);
}

static int forget_work(struct db *db, void *arg)
{
	struct work *w = arg;
	int err = journal_verify(db, w->dossier);

	if (!err)
		err = choose(w);
	if (err || w->forget->dry)
		return err;

	if (w->done->factc == 0 && w->done->rows == 0)
		return err_set(ENOENT, _("nothing of that is left to delete"));
	err = take_out(w);
	if (!err)
		err = write_down(w);
	return err ? err : drop_derived(w);
}

/* Files that were named before and are not any more */
static int drop_files(struct work *w, const struct vault *vault)
{
	struct hashes after = { NULL, 0 };
	int err = attached_ever(&after, w->db, vault);

	for (size_t i = 0; i < w->before.c && !err; i++) {
		const char *sha256 = w->before.v[i];

		if (hashes_have(&after, sha256) || !vault_has(vault, sha256))
			continue;
		err = vault_drop(vault, sha256);
		if (!err)
			add_text(&w->done->filev, &w->done->filec, sha256);
	}
	hashes_release(&after);
	return err;
}

int forget_clean(struct db *db, bool *uncleanp)
{
	return db_rewrite(db, uncleanp);
}

static int run(struct work *w)
{
	struct vault vault = { .dir = NULL };
	int err;

	vault_of_db(&vault, w->db);
	err = attached_ever(&w->before, w->db, &vault);
	if (!err)
		err = db_atomic(w->db, forget_work, w);
	if (!err && !w->forget->dry)
		err = drop_files(w, &vault);
	if (!err && !w->forget->dry)
		err = forget_clean(w->db, &w->done->unclean);
	vault_release(&vault);
	return err;
}

int forget_do(struct db *db, const struct pack *pack, int64_t dossier,
	      const struct forget *forget, struct forgotten *done)
{
	struct work w = { .db = db,
			  .pack = pack,
			  .dossier = dossier,
			  .forget = forget,
			  .done = done };
	int err = 0;

	*done = (struct forgotten){ .factv = NULL };
	if (!forget->dry && (!forget->reason || !*forget->reason))
		return err_set(EINVAL, _("say why, with --reason"));

	w.namev = x_calloc(forget->whatc + 1, sizeof(*w.namev));
	for (size_t i = 0; i < forget->whatc && !err; i++)
		err = forget_name(&w.namev[i], forget->whatv[i]);
	if (!err)
		err = run(&w);

	facts_release(&w.facts);
	hashes_release(&w.before);
	for (size_t i = 0; i < done->factc && w.valuev; i++)
		free(w.valuev[i]);
	for (size_t i = 0; i < w.againc; i++)
		free(w.againv[i].reason);
	free(w.againv);
	free(w.valuev);
	free(w.keyv);
	free(w.seqv);
	free(w.namev);
	return err;
}
