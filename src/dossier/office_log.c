/**
 * @file dossier/office_log.c  Roles given and taken, as a chained log
 */
#include <ctype.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/dossier.h"
#include "dossier/office.h"
#include "util/chain.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define COLUMNS "seq, at, actor, account, role, dossiers, prev, hash"

static void hash_row(char hex[SHA256_TEXT], const char *prev,
		     const struct office_row *row)
{
	struct str all = { 0 };

	chain_text(&all, prev);
	chain_int(&all, row->seq);
	chain_int(&all, row->at);
	chain_text(&all, row->actor);
	chain_text(&all, row->account);
	chain_text(&all, row->role);
	chain_text(&all, row->dossiers);
	chain_hash(hex, &all);
	str_release(&all);
}

struct giving {
	const char *account;
	const char *role;
	const char *dossiers;
};

struct tail {
	int64_t seq;
	char hash[SHA256_TEXT];
};

static int tail_handler(const struct row *row, void *arg)
{
	struct tail *tail = arg;

	tail->seq = row_int(row, 0);
	(void)snprintf(tail->hash, sizeof(tail->hash), "%s", row_text(row, 1));
	return 0;
}

/* A role that is taken must have been given */
static int check_given(struct db *db, const struct giving *g)
{
	int64_t has = 0;
	int err = db_int(db,
			 "SELECT coalesce((SELECT role <> '' FROM office WHERE "
			 "account = ? ORDER BY seq DESC LIMIT 1), 0)",
			 BIND(TEXT(g->account)), &has);

	return !err && !has && !*g->role
		       ? err_set(ENOENT, _("%s has no role"), g->account)
		       : err;
}

static int give_work(struct db *db, void *arg)
{
	const struct giving *g = arg;
	struct tail tail = { 0 };
	char *actor = NULL;
	struct office_row row = { .at = clock_now(),
				  .account = g->account,
				  .role = g->role,
				  .dossiers = g->dossiers };
	char hash[SHA256_TEXT];
	int err = office_may(db, MAY_OFFICE);

	if (!err)
		err = check_given(db, g);
	if (!err)
		err = db_each(db,
			      "SELECT seq, hash FROM office ORDER BY seq DESC "
			      "LIMIT 1",
			      NULL, tail_handler, &tail);
	if (err)
		return err;

	actor = x_strdup(chain_account());
	row.actor = actor;
	row.seq = tail.seq + 1;
	hash_row(hash, tail.hash, &row);
	err = db_run(db,
		     "INSERT INTO office(" COLUMNS ") VALUES(?, ?, ?, ?, ?, ?, "
		     "?, ?)",
		     BIND(INT(row.seq), INT(row.at), TEXT(row.actor),
			  TEXT(row.account), TEXT(row.role), TEXT(row.dossiers),
			  TEXT(tail.hash), TEXT(hash)));
	free(actor);
	return err;
}

/* Each of the numbers must be that of a dossier */
static int check_dossiers(struct db *db, const char *dossiers)
{
	char *copy = x_strdup(dossiers ? dossiers : "");
	char *rest = NULL;
	int err = 0;

	for (char *no = strtok_r(copy, " ", &rest); no && !err;
	     no = strtok_r(NULL, " ", &rest)) {
		struct dossier d = { 0 };

		err = dossier_find(db, no, &d);
		dossier_release(&d);
	}
	free(copy);
	return err;
}

int office_give(struct db *db, const char *account, enum office_role role,
		const char *dossiers)
{
	const struct giving g = {
		.account = account,
		.role = role < OFFICE_ROLES ? office_roles[role].name : "",
		.dossiers = dossiers && *dossiers ? dossiers : NULL,
	};
	char owner[64];
	int err = check_dossiers(db, g.dossiers);

	office_owner(db, owner, sizeof(owner));
	if (err)
		return err;
	/* an account that is gone can still lose its role */
	if (*g.role && !getpwnam(account))
		return err_set(ENOENT,
			       _("there is no account %s here; see: "
				 "getent passwd"),
			       account);
	if (strcmp(account, "root") == 0 || strcmp(account, owner) == 0)
		return err_set(EINVAL,
			       _("%s can change the file without the program "
				 "and is always admin"),
			       account);

	return db_atomic(db, give_work, (void *)&g);
}

struct visit {
	office_h *h;
	void *arg;
};

static void read_row(const struct row *from, struct office_row *to)
{
	*to = (struct office_row){
		.seq = row_int(from, 0),
		.at = row_int(from, 1),
		.actor = row_text(from, 2),
		.account = row_text(from, 3),
		.role = row_text(from, 4),
		.dossiers = row_is_null(from, 5) ? NULL : row_text(from, 5),
	};
}

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *visit = arg;
	struct office_row r;

	read_row(row, &r);
	return visit->h(&r, visit->arg);
}

int office_each(struct db *db, bool all, office_h *h, void *arg)
{
	struct visit visit = { h, arg };

	return db_each(db,
		       all ? "SELECT " COLUMNS " FROM office ORDER BY seq"
			   : "SELECT " COLUMNS " FROM office o WHERE role <> "
			     "'' AND seq = (SELECT max(seq) FROM office WHERE "
			     "account = o.account) ORDER BY account",
		       NULL, visit_handler, &visit);
}

static int verify_handler(const struct row *row, void *arg)
{
	struct tail *tail = arg;
	struct office_row r;
	char hash[SHA256_TEXT];

	read_row(row, &r);
	if (r.seq != tail->seq + 1)
		return err_set(EBADMSG, _("row %lld of the roles is missing"),
			       (long long)tail->seq + 1);
	hash_row(hash, tail->hash, &r);
	if (strcmp(row_text(row, 6), tail->hash) != 0 ||
	    strcmp(row_text(row, 7), hash) != 0)
		return err_set(EBADMSG, _("row %lld of the roles was changed"),
			       (long long)r.seq);

	tail->seq = r.seq;
	memcpy(tail->hash, hash, sizeof(hash));
	return 0;
}

int office_verify(struct db *db)
{
	struct tail tail = { 0 };

	return db_each(db, "SELECT " COLUMNS " FROM office ORDER BY seq", NULL,
		       verify_handler, &tail);
}
