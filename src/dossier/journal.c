/**
 * @file dossier/journal.c  The only write path: every change, chained
 */
#include "dossier/journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/journal_private.h"
#include "dossier/office.h"
#include "dossier/search.h"
#include "util/chain.h"
#include "util/clock.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define COLUMNS JOURNAL_COLUMNS

/* Its place among the texts that are hashed */
#define OLD_ORIGIN 6

#define SALT_SIZE  16
#define SALT_TEXT  (2 * SALT_SIZE + 1)

/* Salts asked for at once: each question costs more than its salt */
#define SALTS 64

/* Where the chain stands */
struct head {
	int64_t len;
	int64_t change; /* highest so far */
	char hash[SHA256_TEXT];
	char *actor; /* of the rows to come; owned */
	uint8_t salts[SALTS][SALT_SIZE];
	size_t saltc; /* of them, how many are left */
	bool indexed; /* the search index is kept, see dossier/search.h */
};

/* What a row is hashed from.  Rows of the first days did not have the origin of
 * the old value: first says that it is one. */
static void hash_row(char hex[SHA256_TEXT], const char *prev,
		     const struct journal_row *row, bool first)
{
	const int64_t numbers[] = { row->seq,	 row->change, row->at,
				    row->undoes, row->ok,     row->old_ok };
	const char *const texts[] = {
		row->actor, row->act,	 row->key,	  row->old,
		row->new_,  row->origin, row->old_origin, row->reason,
	};
	struct str all = { 0 };

	chain_text(&all, prev);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		chain_int(&all, numbers[i]);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (!first || i != OLD_ORIGIN)
			chain_text(&all, texts[i]);
	}
	if (row->salt)
		chain_text(&all, row->salt);
	chain_hash(hex, &all);
	str_release(&all);
}

static int head_handler(const struct row *row, void *arg)
{
	struct head *head = arg;

	head->len = row_int(row, 0);
	(void)snprintf(head->hash, sizeof(head->hash), "%s", row_text(row, 1));
	head->change = row_int(row, 2);
	return 0;
}

static int load_head(struct db *db, int64_t dossier, struct head *head)
{
	return db_one(db,
		      "SELECT journal_len, journal_head, (SELECT "
		      "coalesce(max(change), 0) FROM journal WHERE dossier = "
		      "d.id) FROM dossier d WHERE id = ?",
		      BIND(INT(dossier)), head_handler, head);
}

/* Other acts may name a fact without changing it */
static bool sets_facts(const char *act)
{
	return strcmp(act, "set") == 0 || strcmp(act, "undo") == 0 ||
	       strcmp(act, JOURNAL_FORGET) == 0;
}

/* The dossier's own copy of the company, and the index of it */
static int project_name(struct db *db, int64_t dossier, const char *name,
			bool indexed)
{
	int err = indexed ? search_drop_name(db, dossier) : 0;

	if (!err)
		err = db_run(db,
			     "UPDATE main.dossier SET name = ? WHERE id = ?",
			     BIND(TEXT(name), INT(dossier)));
	if (!err && indexed)
		err = search_add_name(db, dossier);
	return err;
}

/* What the journal says becomes what is known */
static int project(struct db *db, int64_t dossier,
		   const struct journal_entry *e, const struct head *head)
{
	const struct fact_key *k = e->key;
	int err;

	if (!k || !sets_facts(e->act))
		return 0;
	/* INSERT OR REPLACE would make the index write itself out each time */
	if (e->new_)
		err = db_run(
			db,
			"INSERT INTO fact VALUES(?, ?, ?, ?, ?, ?, ?, ?) "
			"ON CONFLICT DO UPDATE SET value = excluded.value, "
			"ok = excluded.ok, origin = excluded.origin, "
			"seq = excluded.seq",
			BIND(INT(dossier), TEXT(k->group), INT(k->n),
			     TEXT(k->key), TEXT(e->new_), INT(e->ok),
			     TEXT(e->origin), INT(head->len)));
	else
		err = db_run(db,
			     "DELETE FROM fact WHERE dossier = ? AND grp = ? "
			     "AND n = ? AND key = ?",
			     BIND(INT(dossier), TEXT(k->group), INT(k->n),
				  TEXT(k->key)));
	if (!err && head->indexed && e->new_)
		err = search_add_fact(db, dossier, k, head->len, e->new_);
	if (!err && strcmp(k->group, "co") == 0 && strcmp(k->key, "name") == 0)
		err = project_name(db, dossier, e->new_ ? e->new_ : "",
				   head->indexed);

	return err;
}

/* Hashed with each row, so that its hash gives nothing away once it is gone */
static int make_salt(struct head *head, char salt[SALT_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *bytes;

	if (head->saltc == 0) {
		int err = crypto_random(head->salts, sizeof(head->salts));

		if (err)
			return err;
		head->saltc = SALTS;
	}

	bytes = head->salts[--head->saltc];
	for (size_t i = 0; i < SALT_SIZE; i++) {
		salt[2 * i] = digits[bytes[i] >> 4];
		salt[2 * i + 1] = digits[bytes[i] & 15];
	}
	salt[SALT_TEXT - 1] = '\0';
	return 0;
}

static int write_row(struct db *db, int64_t dossier, struct head *head,
		     const struct journal_entry *e)
{
	char salt[SALT_TEXT];
	struct str key = { 0 };
	struct journal_row row = {
		.seq = head->len + 1,
		.change = head->change,
		.at = clock_now(),
		.actor = head->actor,
		.act = e->act,
		.undoes = e->undoes,
		.old = e->old,
		.new_ = e->new_,
		.ok = e->ok,
		.old_ok = e->old_ok,
		.origin = e->origin,
		.old_origin = e->old_origin,
		.reason = e->reason,
		.salt = salt,
	};
	char hash[SHA256_TEXT];
	int err = make_salt(head, salt);

	if (err)
		return err;
	if (e->key) {
		fact_key_encode(&key, e->key);
		row.key = key.s;
	}
	hash_row(hash, head->hash, &row, false);
	err = db_run(db,
		     "INSERT INTO journal(dossier, " COLUMNS ") VALUES(?, ?, "
		     "?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
		     "?, NULL)",
		     BIND(INT(dossier), INT(row.seq), INT(row.change),
			  INT(row.at), TEXT(row.actor), TEXT(row.act),
			  INT(row.undoes), TEXT(row.key), TEXT(row.old),
			  TEXT(row.new_), INT(row.ok), INT(row.old_ok),
			  TEXT(row.origin), TEXT(row.old_origin),
			  TEXT(row.reason), TEXT(head->hash), TEXT(hash),
			  TEXT(salt)));
	str_release(&key);
	if (err)
		return err;

	head->len++;
	memcpy(head->hash, hash, sizeof(hash));
	return project(db, dossier, e, head);
}

/* What is going to change leaves the index first, all of it: the index is
 * quickest when it is written in the order of the journal */
static int drop_old(struct db *db, int64_t dossier,
		    const struct journal_entry *entryv, size_t entryc)
{
	int err = 0;

	for (size_t i = 0; i < entryc && !err; i++) {
		const struct journal_entry *e = &entryv[i];

		if (e->key && sets_facts(e->act) &&
		    (e->old || strcmp(e->act, JOURNAL_FORGET) == 0))
			err = search_drop_fact(db, dossier, e->key);
	}

	return err;
}

/* Here nothing can get past, whoever asks; rows of the same group in a row are
 * asked about once */
static int check_rights(struct db *db, int64_t dossier,
			const struct journal_entry *entryv, size_t entryc)
{
	int err = 0;

	for (size_t i = 0; i < entryc && !err; i++) {
		const struct journal_entry *e = &entryv[i];
		const char *group = e->key ? e->key->group : NULL;

		if (i > 0 && group && e[-1].key &&
		    strcmp(e[-1].act, e->act) == 0 &&
		    strcmp(e[-1].key->group, group) == 0)
			continue;
		err = office_may_write(db, dossier, e->act, group);
	}

	return err;
}

int journal_append(struct db *db, int64_t dossier,
		   const struct journal_entry *entryv, size_t entryc)
{
	struct head head = { 0 };
	int err = check_rights(db, dossier, entryv, entryc);

	if (!err)
		err = load_head(db, dossier, &head);

	if (!err)
		err = search_is_current(db, &head.indexed);
	if (!err && head.indexed)
		err = drop_old(db, dossier, entryv, entryc);
	head.change++;
	/* An office may share the database.  Once: it reads a file */
	head.actor = x_strdup(chain_account());
	for (size_t i = 0; i < entryc && !err; i++)
		err = write_row(db, dossier, &head, &entryv[i]);
	free(head.actor);
	crypto_wipe(head.salts, sizeof(head.salts));
	if (err)
		return err;

	return db_run(
		db,
		"UPDATE main.dossier SET journal_len = ?, journal_head = ?, "
		"updated = ? WHERE id = ?",
		BIND(INT(head.len), TEXT(head.hash), INT(clock_now()),
		     INT(dossier)));
}

static const char *text_or_null(const struct row *row, int col)
{
	return row_is_null(row, col) ? NULL : row_text(row, col);
}

struct visit {
	journal_h *h;
	void *arg;
};

void journal_read(const struct row *from, struct journal_row *to)
{
	*to = (struct journal_row){
		.seq = row_int(from, 0),
		.change = row_int(from, 1),
		.at = row_int(from, 2),
		.actor = row_text(from, 3),
		.act = row_text(from, 4),
		.undoes = row_int(from, 5),
		.key = text_or_null(from, 6),
		.old = text_or_null(from, 7),
		.new_ = text_or_null(from, 8),
		.ok = row_int(from, 9) != 0,
		.old_ok = row_int(from, 10) != 0,
		.origin = row_text(from, 11),
		.old_origin = text_or_null(from, 12),
		.reason = text_or_null(from, 13),
		.prev = row_text(from, 14),
		.hash = row_text(from, 15),
		.salt = text_or_null(from, 16),
		.gone = row_int(from, 17),
	};
}

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *visit = arg;
	struct journal_row r;

	journal_read(row, &r);
	return visit->h(&r, visit->arg);
}

int journal_each(struct db *db, int64_t dossier, journal_h *h, void *arg)
{
	struct visit visit = { h, arg };

	return db_each(db,
		       "SELECT " COLUMNS " FROM journal WHERE dossier = ? "
		       "ORDER BY seq",
		       BIND(INT(dossier)), visit_handler, &visit);
}

/* State of a verification */
struct proof {
	int64_t seq;
	char hash[SHA256_TEXT];
};

/* Whether the hash of a row is its own.  Of one that something was deleted of
 * it cannot be made again: the seal over it is looked at. */
static bool is_intact(const struct journal_row *r, const char *prev)
{
	char hash[SHA256_TEXT];

	if (strcmp(r->prev, prev) != 0)
		return false;
	if (r->gone)
		return strlen(r->hash) == SHA256_TEXT - 1;

	hash_row(hash, prev, r, false);
	if (strcmp(r->hash, hash) != 0 && !r->old_origin && !r->salt)
		hash_row(hash, prev, r, true);
	return strcmp(r->hash, hash) == 0;
}

static int verify_handler(const struct row *row, void *arg)
{
	struct proof *proof = arg;
	struct journal_row r;

	journal_read(row, &r);
	if (r.seq != proof->seq + 1)
		return err_set(EBADMSG, _("journal row %lld is missing"),
			       (long long)proof->seq + 1);

	if (!is_intact(&r, proof->hash))
		return err_set(EBADMSG, _("journal row %lld was changed"),
			       (long long)r.seq);

	proof->seq = r.seq;
	memcpy(proof->hash, r.hash, sizeof(proof->hash));
	return 0;
}

static int mismatch_handler(const struct row *row, void *arg)
{
	(void)arg;
	return err_set(EBADMSG,
		       _("the fact %s is not what the journal says; it was "
			 "changed outside the program"),
		       row_text(row, 0));
}

/* The facts must be the last word of the journal about each of them */
static int verify_facts(struct db *db, int64_t dossier)
{
	static const char sql[] =
		"WITH last AS (SELECT key, new, ok, origin, max(seq) AS seq "
		"FROM journal WHERE dossier = ?1 AND key IS NOT NULL AND act "
		"IN ('set', 'undo', 'forget') GROUP BY key), "
		"said AS (SELECT key, new AS value, ok, origin, seq FROM last "
		"WHERE new IS NOT NULL UNION ALL SELECT 'dossier.name', "
		"coalesce((SELECT new FROM last WHERE key = 'co.name'), ''), "
		"1, '', 0), "
		"known AS (SELECT grp || CASE n WHEN 0 THEN '' ELSE '[' || n "
		"|| ']' END || '.' || key AS key, value, ok, origin, seq FROM "
		"fact WHERE dossier = ?1 UNION ALL SELECT 'dossier.name', "
		"name, 1, '', 0 FROM dossier WHERE id = ?1) "
		"SELECT key FROM (SELECT * FROM (SELECT * FROM said EXCEPT "
		"SELECT * FROM known) UNION ALL SELECT * FROM (SELECT * FROM "
		"known EXCEPT SELECT * FROM said)) ORDER BY key LIMIT 1";

	return db_each(db, sql, BIND(INT(dossier)), mismatch_handler, NULL);
}

static int verify_work(struct db *db, void *arg)
{
	const int64_t dossier = *(const int64_t *)arg;
	struct head head = { 0 };
	struct proof proof = { 0 };
	int err = load_head(db, dossier, &head);

	if (!err)
		err = db_each(db,
			      "SELECT " COLUMNS " FROM journal WHERE dossier "
			      "= ? ORDER BY seq",
			      BIND(INT(dossier)), verify_handler, &proof);
	if (!err && proof.seq < head.len)
		err = err_set(EBADMSG,
			      _("the journal was cut off: %lld of %lld rows "
				"are left"),
			      (long long)proof.seq, (long long)head.len);
	if (!err &&
	    (proof.seq != head.len || strcmp(proof.hash, head.hash) != 0))
		err = err_set(EBADMSG,
			      _("the journal does not end where the dossier "
				"says"));

	if (!err)
		err = journal_seals(db, dossier);

	return err ? err : verify_facts(db, dossier);
}

int journal_verify(struct db *db, int64_t dossier)
{
	return db_atomic(db, verify_work, &dossier);
}
