/**
 * @file dossier/journal_gone.c  The seals over what was deleted of the journal
 */
#include <errno.h>
#include <string.h>

#include "dossier/forget.h"
#include "dossier/journal_private.h"
#include "util/chain.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

static int seal_handler(const struct row *from, void *arg)
{
	struct str *all = arg;
	struct journal_row row;

	journal_read(from, &row);
	chain_int(all, row.seq);
	chain_int(all, row.change);
	chain_int(all, row.at);
	chain_int(all, row.undoes);
	chain_int(all, row.ok);
	chain_int(all, row.old_ok);
	chain_text(all, row.actor);
	chain_text(all, row.act);
	chain_text(all, row.key);
	chain_text(all, row.origin);
	chain_text(all, row.old_origin);
	chain_text(all, row.hash);
	return 0;
}

int journal_seal(struct db *db, int64_t dossier, int64_t change,
		 char seal[SHA256_TEXT])
{
	struct str all = { 0 };
	int err = db_each(db,
			  "SELECT " JOURNAL_COLUMNS " FROM journal WHERE "
			  "dossier = ? AND gone = ? ORDER BY seq",
			  BIND(INT(dossier), INT(change)), seal_handler, &all);

	chain_hash(seal, &all);
	str_release(&all);
	return err;
}

struct seals {
	struct db *db;
	int64_t dossier;
};

/* seq, change, new */
static int check_handler(const struct row *row, void *arg)
{
	const struct seals *s = arg;
	struct forgotten told = { 0 };
	char seal[SHA256_TEXT];
	int err = forgotten_read(&told, row_text(row, 2));

	if (!err)
		err = journal_seal(s->db, s->dossier, row_int(row, 1), seal);
	if (!err && strcmp(seal, told.seal) != 0)
		err = EBADMSG;
	forgotten_release(&told);
	if (err == EBADMSG)
		return err_set(EBADMSG,
			       _("what the deletion in journal row %lld left "
				 "was changed"),
			       (long long)row_int(row, 0));
	return err;
}

static int unsealed_handler(const struct row *row, void *arg)
{
	(void)arg;
	return err_set(EBADMSG,
		       _("something is missing in journal row %lld, and no "
			 "deletion took it"),
		       (long long)row_int(row, 0));
}

int journal_seals(struct db *db, int64_t dossier)
{
	static const char unsealed[] =
		"SELECT seq FROM journal j WHERE dossier = ?1 AND gone IS NOT "
		"NULL AND (old IS NOT NULL OR new IS NOT NULL OR reason IS NOT "
		"NULL OR NOT EXISTS(SELECT 1 FROM journal f WHERE f.dossier = "
		"?1 AND f.change = j.gone AND f.act = '" JOURNAL_FORGET
		"' AND f.key IS NULL)) LIMIT 1";
	struct seals s = { db, dossier };
	int err = db_each(db,
			  "SELECT seq, change, new FROM journal WHERE dossier "
			  "= ? AND act = '" JOURNAL_FORGET "' AND key IS NULL",
			  BIND(INT(dossier)), check_handler, &s);

	return err ? err
		   : db_each(db, unsealed, BIND(INT(dossier)), unsealed_handler,
			     NULL);
}
