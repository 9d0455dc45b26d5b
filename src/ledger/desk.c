/**
 * @file ledger/desk.c  What people do about calls: desk.db and its log
 */
#include "ledger/desk.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "util/chain.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define COLUMNS "seq, at, who, account, act, object, detail, prev, hash"

extern const char sql_desk[];
extern const char sql_desk_lists[];
extern const char sql_desk_doors[];

static const struct db_step steps[] = {
	{ 1, sql_desk },
	{ 2, sql_desk_lists },
	{ 3, sql_desk_doors },
	{ 0, NULL },
};

const struct db_kind desk_kind = {
	.name = N_("desk database"),
	.application_id = 0x63706465, /* "cpde" */
	.steps = steps,
};

static int open_with(struct db **dbp, const char *folder,
		     int (*open)(struct db **dbp, const char *path,
				 const struct db_kind *kind))
{
	struct str path = { 0 };
	int err = access(folder, F_OK)
			  ? err_set(ENOENT, _("%s: not found"), folder)
			  : 0;

	str_addf(&path, "%s/desk.db", folder);
	if (!err)
		err = open(dbp, path.s, &desk_kind);
	str_release(&path);
	return err;
}

int desk_open(struct db **dbp, const char *folder)
{
	return open_with(dbp, folder, db_open);
}

int desk_open_reader(struct db **dbp, const char *folder)
{
	return open_with(dbp, folder, db_open_reader);
}

int desk_check(const char *name, const char *text, size_t most)
{
	const char *p = text;

	if (!text || !text[strspn(text, " \t\r\n")])
		return err_set(EINVAL, _("%s is missing"), name);
	if (strlen(text) > most)
		return err_set(EINVAL, _("%s has at most %zu bytes"), name,
			       most);
	if (!text_is_utf8(text, strlen(text)))
		return err_set(EINVAL, _("%s: not UTF-8 text"), name);
	for (uint32_t cp; (cp = text_next(&p));) {
		if (cp != '\n' && text_cp_is_harmful(cp))
			return err_set(EINVAL, _("%s has a control character"),
				       name);
	}
	return 0;
}

static void hash_row(char hex[SHA256_TEXT], const char *prev,
		     const struct desk_row *row)
{
	const char *const texts[] = { row->who, row->account, row->act,
				      row->object, row->detail };
	struct str all = { 0 };

	chain_text(&all, prev);
	chain_int(&all, row->seq);
	chain_int(&all, row->at);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		chain_text(&all, texts[i]);
	chain_hash(hex, &all);
	str_release(&all);
}

/* Where the chain stands */
struct head {
	int64_t len;
	char hash[SHA256_TEXT];
};

static int head_handler(const struct row *row, void *arg)
{
	struct head *head = arg;

	head->len = row_int(row, 0);
	text_printable(head->hash, sizeof(head->hash), row_text(row, 1));
	return 0;
}

static int load_head(struct db *desk, struct head *head)
{
	return db_one(desk, "SELECT len, head FROM chain", NULL, head_handler,
		      head);
}

int desk_log(struct db *desk, const struct desk_person *person, const char *act,
	     const char *kind, int64_t id, const char *detail)
{
	struct head head = { 0 };
	struct str object = { 0 };
	char hash[SHA256_TEXT];
	struct desk_row row;
	int err = desk_check("--as", person->who, DESK_NAME_MAX);

	if (!err)
		err = load_head(desk, &head);
	if (err)
		return err;

	if (id)
		str_addf(&object, "%s %lld", kind, (long long)id);
	row = (struct desk_row){
		.seq = head.len + 1,
		.at = clock_now(),
		.who = person->who,
		.account = person->account ? person->account : chain_account(),
		.act = act,
		.object = id ? str_text(&object) : kind,
		.detail = detail,
	};
	hash_row(hash, head.hash, &row);
	err = db_run(desk,
		     "INSERT INTO log(" COLUMNS
		     ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
		     BIND(INT(row.seq), INT(row.at), TEXT(row.who),
			  TEXT(row.account), TEXT(row.act), TEXT(row.object),
			  TEXT(row.detail), TEXT(head.hash), TEXT(hash)));
	if (!err)
		err = db_run(desk, "UPDATE chain SET len = ?, head = ?",
			     BIND(INT(row.seq), TEXT(hash)));
	str_release(&object);
	return err;
}

static void read_row(const struct row *from, struct desk_row *to)
{
	*to = (struct desk_row){
		.seq = row_int(from, 0),
		.at = row_int(from, 1),
		.who = row_text(from, 2),
		.account = row_text(from, 3),
		.act = row_text(from, 4),
		.object = row_text(from, 5),
		.detail = row_text(from, 6),
		.hash = row_text(from, 8),
	};
}

struct visit {
	desk_log_h *h;
	void *arg;
};

static int visit_handler(const struct row *from, void *arg)
{
	const struct visit *visit = arg;
	struct desk_row row;

	read_row(from, &row);
	return visit->h(&row, visit->arg);
}

int desk_log_each(struct db *desk, int64_t from, desk_log_h *h, void *arg)
{
	struct visit visit = { h, arg };

	return db_each(desk,
		       "SELECT " COLUMNS " FROM log WHERE seq >= ? "
		       "ORDER BY seq",
		       BIND(INT(from)), visit_handler, &visit);
}

static int verify_handler(const struct row *from, void *arg)
{
	struct head *proof = arg;
	char hash[SHA256_TEXT];
	struct desk_row row;

	read_row(from, &row);
	if (row.seq != proof->len + 1)
		return err_set(EBADMSG, _("row %lld of the log is missing"),
			       (long long)proof->len + 1);
	hash_row(hash, proof->hash, &row);
	if (strcmp(row_text(from, 7), proof->hash) != 0 ||
	    strcmp(row.hash, hash) != 0)
		return err_set(EBADMSG, _("row %lld of the log was changed"),
			       (long long)row.seq);
	proof->len = row.seq;
	memcpy(proof->hash, hash, sizeof(hash));
	return 0;
}

struct verification {
	struct head head;
	struct head proof;
};

/* From one state: somebody may write meanwhile */
static int verify_work(struct db *desk, void *arg)
{
	struct verification *v = arg;
	int err = load_head(desk, &v->head);

	if (!err)
		err = db_each(desk, "SELECT " COLUMNS " FROM log ORDER BY seq",
			      NULL, verify_handler, &v->proof);
	return err;
}

int desk_verify(struct db *desk, int64_t *rowsp)
{
	struct verification v = { 0 };
	int err = db_snapshot(desk, verify_work, &v);

	*rowsp = v.proof.len;
	if (!err && (v.proof.len != v.head.len ||
		     strcmp(v.proof.hash, v.head.hash) != 0))
		err = err_set(EBADMSG, _("row %lld of the log is missing"),
			      (long long)v.proof.len + 1);
	return err;
}
