/**
 * @file dossier/version.c  Filing versions: what was handed over, and when
 */
#include "dossier/version.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/journal.h"
#include "dossier/step.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define COLUMNS                                                       \
	"version, at, day, journal_len, journal_head, pack_version, " \
	"pack_sha256, zip_name, zip_bytes, zip_sha256, reason"

static void paper_release(struct version_paper *p)
{
	free(p->id);
	free(p->file);
	free(p->title);
	free(p->origin);
}

void version_release(struct version *version)
{
	for (size_t i = 0; i < version->c; i++)
		paper_release(&version->v[i]);
	free(version->v);
	free(version->zip_name);
	free(version->reason);
	*version = (struct version){ 0 };
}

void version_add(struct version *version, const struct version_paper *paper)
{
	struct version_paper *to;

	version->v = x_grow(version->v, version->c, sizeof(*version->v));
	to = &version->v[version->c++];
	*to = *paper;
	to->id = x_strdup(paper->id);
	to->file = x_strdup(paper->file);
	to->title = x_strdup(paper->title);
	to->origin = x_strdup(paper->origin);
}

static void copy(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from);
}

static int head_handler(const struct row *row, void *arg)
{
	struct version_head *head = arg;

	head->len = row_int(row, 0);
	head->at = row_int(row, 1);
	copy(head->hash, sizeof(head->hash), row_text(row, 2));
	return 0;
}

int version_head_of(struct db *db, int64_t dossier, struct version_head *head)
{
	*head = (struct version_head){ 0 };
	return db_each(db,
		       "SELECT seq, at, hash FROM journal WHERE dossier = ? "
		       "AND act <> '" VERSION_ACT "' ORDER BY seq DESC LIMIT 1",
		       BIND(INT(dossier)), head_handler, head);
}

static int version_handler(const struct row *row, void *arg)
{
	struct version *v = arg;

	v->number = row_int(row, 0);
	v->at = row_int(row, 1);
	copy(v->day, sizeof(v->day), row_text(row, 2));
	v->head.len = row_int(row, 3);
	copy(v->head.hash, sizeof(v->head.hash), row_text(row, 4));
	copy(v->pack_version, sizeof(v->pack_version), row_text(row, 5));
	copy(v->pack_sha256, sizeof(v->pack_sha256), row_text(row, 6));
	v->zip_name = x_strdup(row_text(row, 7));
	v->zip_bytes = row_int(row, 8);
	copy(v->zip_sha256, sizeof(v->zip_sha256), row_text(row, 9));
	v->reason = row_is_null(row, 10) ? NULL : x_strdup(row_text(row, 10));
	return 0;
}

static int paper_handler(const struct row *row, void *arg)
{
	struct version_paper p = {
		.id = (char *)row_text(row, 0),
		.file = (char *)row_text(row, 1),
		.title = (char *)row_text(row, 2),
		.origin = (char *)row_text(row, 3),
		.pages = row_is_null(row, 4) ? -1 : row_int(row, 4),
		.bytes = row_int(row, 5),
	};

	copy(p.sha256, sizeof(p.sha256), row_text(row, 6));
	copy(p.content, sizeof(p.content), row_text(row, 7));
	version_add(arg, &p);
	return 0;
}

int version_load(struct version *to, struct db *db, int64_t dossier,
		 int64_t number)
{
	struct version v = { 0 };
	int err = db_each(db,
			  "SELECT " COLUMNS " FROM filing WHERE dossier = ?1 "
			  "AND (?2 = 0 OR version = ?2) ORDER BY version DESC "
			  "LIMIT 1",
			  BIND(INT(dossier), INT(number)), version_handler, &v);

	if (!err && v.number == 0)
		err = err_set(ENOENT,
			      _("no filing version %lld; see: callpermit paper "
				"NO versions"),
			      (long long)number);
	if (!err)
		err = db_each(db,
			      "SELECT id, file, title, origin, pages, bytes, "
			      "sha256, content FROM filing_paper WHERE dossier "
			      "= ? AND version = ? ORDER BY n",
			      BIND(INT(dossier), INT(v.number)), paper_handler,
			      &v);

	if (err)
		version_release(&v);
	else
		*to = v;
	return err;
}

int version_has_zip(struct db *db, const char *sha256, bool *foundp)
{
	int64_t n = 0;
	int err = db_int(db,
			 "SELECT EXISTS(SELECT 1 FROM filing WHERE zip_sha256 "
			 "= ?)",
			 BIND(TEXT(sha256)), &n);

	*foundp = n > 0;
	return err;
}

struct visit {
	version_h *h;
	void *arg;
};

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *visit = arg;
	struct version v = { 0 };
	int err;

	(void)version_handler(row, &v);
	err = visit->h(&v, visit->arg);
	version_release(&v);
	return err;
}

int version_each(struct db *db, int64_t dossier, version_h *h, void *arg)
{
	struct visit visit = { h, arg };

	return db_each(db,
		       "SELECT " COLUMNS " FROM filing WHERE dossier = ? "
		       "ORDER BY version",
		       BIND(INT(dossier)), visit_handler, &visit);
}

/* A version on its way into the database */
struct keeping {
	const struct dossier *d;
	const struct version *v;
	version_last_h *last;
	void *arg;
};

static int insert(struct db *db, const struct keeping *k)
{
	const struct version *v = k->v;
	int err = db_run(db,
			 "INSERT INTO filing(dossier, " COLUMNS
			 ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			 BIND(INT(k->d->id), INT(v->number), INT(v->at),
			      TEXT(v->day), INT(v->head.len),
			      TEXT(v->head.hash), TEXT(v->pack_version),
			      TEXT(v->pack_sha256), TEXT(v->zip_name),
			      INT(v->zip_bytes), TEXT(v->zip_sha256),
			      TEXT(v->reason)));

	for (size_t i = 0; i < v->c && !err; i++) {
		const struct version_paper *p = &v->v[i];

		err = db_run(db,
			     "INSERT INTO filing_paper VALUES(?, ?, ?, ?, ?, "
			     "?, ?, nullif(?, -1), ?, ?, ?)",
			     BIND(INT(k->d->id), INT(v->number),
				  INT((int64_t)i + 1), TEXT(p->id),
				  TEXT(p->file), TEXT(p->title),
				  TEXT(p->origin), INT(p->pages), INT(p->bytes),
				  TEXT(p->sha256), TEXT(p->content)));
	}

	return err;
}

static int tell(struct db *db, const struct keeping *k)
{
	struct str what = { 0 };
	const struct journal_entry entry = {
		.act = VERSION_ACT,
		.ok = true,
		.old_ok = true,
		.origin = "act",
		.reason = k->v->reason,
	};
	struct journal_entry e = entry;
	int err;

	str_addf(&what, "%lld %s %s", (long long)k->v->number, k->v->zip_sha256,
		 k->v->zip_name);
	e.new_ = what.s;
	err = journal_append(db, k->d->id, &e, 1);
	str_release(&what);
	return err;
}

static int changed_meanwhile(void)
{
	return err_set(EBUSY, _("the dossier was changed meanwhile; the old "
				"file stands, run it again"));
}

static int keep_work(struct db *db, void *arg)
{
	const struct keeping *k = arg;
	int64_t len = 0;
	int64_t number = 0;
	int err = db_int(db, "SELECT journal_len FROM dossier WHERE id = ?",
			 BIND(INT(k->d->id)), &len);

	if (!err)
		err = db_int(db,
			     "SELECT coalesce(max(version), 0) FROM filing "
			     "WHERE dossier = ?",
			     BIND(INT(k->d->id)), &number);
	if (!err && len != k->d->journal_len)
		err = changed_meanwhile();
	if (!err && k->v->number == number)
		return k->last(k->arg); /* the same again */
	if (!err && k->v->number != number + 1)
		err = changed_meanwhile();
	if (!err)
		err = insert(db, k);
	if (!err)
		err = tell(db, k);
	return err ? err : k->last(k->arg);
}

int version_keep(struct db *db, const struct dossier *d,
		 const struct version *version, version_last_h *last, void *arg)
{
	struct keeping k = { d, version, last, arg };

	return db_atomic(db, keep_work, &k);
}

struct compare {
	version_fact_h *h;
	void *arg;
};

static int fact_handler(const struct row *row, void *arg)
{
	const struct compare *c = arg;
	const struct version_fact f = {
		.name = row_text(row, 0),
		.old = row_is_null(row, 1) ? NULL : row_text(row, 1),
		.new_ = row_is_null(row, 2) ? NULL : row_text(row, 2),
	};

	return c->h(&f, c->arg);
}

int version_facts(struct db *db, int64_t dossier, int64_t from, int64_t to,
		  version_fact_h *h, void *arg)
{
	static const char sql[] =
		"WITH j AS (SELECT key, seq, new FROM journal WHERE dossier = "
		"?1 AND key IS NOT NULL AND act IN ('set', 'undo', 'forget') AND key NOT "
		"GLOB '" STEP_GROUP "[[]*' AND key NOT GLOB '" DONE_GROUP
		"[[]*' AND key NOT GLOB '" OFF_GROUP
		"[[]*' AND key NOT GLOB 'ev[[]*' AND key NOT "
		"GLOB 'evrev[[]*' AND key NOT GLOB 'evfile[[]*' AND key NOT "
		"GLOB 'insp[[]*' AND key NOT GLOB 'ans[[]*' AND key NOT GLOB "
		"'speaker[[]*' AND key NOT GLOB 'question[[]*'), "
		"a AS (SELECT key, new, max(seq) FROM j WHERE seq <= ?2 GROUP "
		"BY key), b AS (SELECT key, new, max(seq) FROM j WHERE seq <= "
		"?3 GROUP BY key) "
		"SELECT k.key, a.new, b.new FROM (SELECT key FROM a UNION "
		"SELECT key FROM b) k LEFT JOIN a ON a.key = k.key LEFT JOIN b "
		"ON b.key = k.key WHERE a.new IS NOT b.new ORDER BY k.key";
	struct compare c = { h, arg };

	return db_each(db, sql, BIND(INT(dossier), INT(from), INT(to)),
		       fact_handler, &c);
}
