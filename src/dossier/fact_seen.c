/**
 * @file dossier/fact_seen.c  Whether facts are still as somebody has seen them
 */
#include <errno.h>
#include <string.h>

#include "dossier/fact.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

/* Signs of a hash that tell it from others in one journal */
#define HEAD_MIN 8

struct looking {
	int64_t seq; /* of the row that was the last, 0: none */
	const char *key;
};

static int seq_handler(const struct row *row, void *arg)
{
	struct looking *l = arg;

	l->seq = row_int(row, 0);
	return 0;
}

static int changed_handler(const struct row *row, void *arg)
{
	const struct looking *l = arg;

	return err_set(EBUSY,
		       _("%s was changed by %s since it was read, in row %lld "
			 "of the journal; read it again"),
		       l->key, row_text(row, 1), (long long)row_int(row, 0));
}

int facts_seen(struct db *db, int64_t dossier, const char *head,
	       const struct fact_set *setv)
{
	struct looking l = { .seq = 0 };
	int err = 0;

	if (strlen(head) >= HEAD_MIN)
		err = db_each(db,
			      "SELECT seq FROM journal WHERE dossier = ? AND "
			      "substr(hash, 1, length(?2)) = ?2",
			      BIND(INT(dossier), TEXT(head)), seq_handler, &l);
	if (!err && l.seq == 0)
		return err_set(ENOENT,
			       _("no row of the journal has the hash %s; show "
				 "says which is the last"),
			       head);

	for (; setv->key && !err; setv++) {
		struct str key = { 0 };
		struct fact_key k;

		/* what is none is refused elsewhere */
		if (fact_key_decode(&k, NULL, setv->key, NULL, NULL))
			continue;
		fact_key_encode(&key, &k);
		l.key = key.s;
		err = db_each(db,
			      "SELECT seq, actor FROM journal WHERE dossier = "
			      "? AND key = ? AND seq > ? ORDER BY seq DESC "
			      "LIMIT 1",
			      BIND(INT(dossier), TEXT(key.s), INT(l.seq)),
			      changed_handler, &l);
		str_release(&key);
	}
	return err;
}
