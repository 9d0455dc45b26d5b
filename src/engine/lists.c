/**
 * @file engine/lists.c  Numbers that people put on lists while the engine runs
 */
#include "engine/lists.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/inbound_private.h"
#include "ledger/listed.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

/* A copy of a list; it owns its numbers */
struct copy {
	struct policy_list list;
	size_t room;
};

struct lists {
	struct inbound *in;
	char *folder;
	struct tmr again;
	bool busy;	   /* the records thread has what follows */
	struct db *db;	   /* desk.db, that thread's */
	int64_t version;   /* of what was read */
	struct copy *next; /* NULL: nothing new */
	int err;
	/* the loop's again */
	struct copy *now;
	bool warned;
};

static void free_copy(struct copy *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->list.numberc; i++)
		free((void *)c->list.numberv[i]);
	free(c->list.numberv);
	free(c);
}

/* The records thread */

static int add_number(const struct row *row, void *arg)
{
	struct copy *c = arg;
	const char **more;

	if (c->list.numberc == c->room) {
		c->room = c->room * 2 + 64;
		more = realloc(c->list.numberv, c->room * sizeof(*more));
		if (!more)
			return ENOMEM;
		c->list.numberv = more;
	}
	c->list.numberv[c->list.numberc] = strdup(row_text(row, 0));
	if (!c->list.numberv[c->list.numberc])
		return ENOMEM;
	c->list.numberc++;
	return 0;
}

static int open_db(struct lists *l)
{
	if (l->db)
		return 0;
	l->version = -1;
	return desk_open_reader(&l->db, l->folder);
}

/* Stored without country code, in the order in which they are searched */
static int read_all(struct lists *l)
{
	struct copy *c;
	int64_t version;
	int err = open_db(l);

	if (err)
		return err;
	version = db_data_version(l->db);
	if (version == l->version)
		return 0;
	c = calloc(1, sizeof(*c));
	if (!c)
		return ENOMEM;
	err = db_each(l->db,
		      "SELECT number FROM listed WHERE list = ? AND ended = 0 "
		      "ORDER BY number",
		      BIND(TEXT(LISTED_BLOCKED)), add_number, c);
	if (err) {
		free_copy(c);
		return err;
	}
	free_copy(l->next);
	l->next = c;
	l->version = version;
	return 0;
}

/* Whatever happens to desk.db, the records of the same turn go on */
static int read_work(struct records *r, void *data)
{
	struct lists *l = data;

	(void)r;
	l->err = read_all(l);
	return 0;
}

int lists_ask(struct lists *l, const char *number, bool *refusedp,
	      bool *agreedp)
{
	int err = open_db(l);

	if (!err)
		err = listed_has(l->db, LISTED_REFUSED, number, refusedp);
	if (!err)
		err = listed_has(l->db, LISTED_AGREED, number, agreedp);
	return err;
}

/* The loop */

static void take(struct lists *l)
{
	if (l->err && !l->warned)
		log_warnx("lists: desk.db cannot be read: numbers that people "
			  "block are not known, and nobody is called back");
	else if (!l->err && l->warned)
		log_info("lists: desk.db is read again");
	l->warned = l->err != 0;
	if (!l->next)
		return;
	free_copy(l->now);
	l->now = l->next;
	l->next = NULL;
	l->in->barred = &l->now->list;
	log_info("lists: %zu callers are not let in", l->now->list.numberc);
}

static void on_again(void *arg);

static void on_read(int err, void *arg)
{
	struct lists *l = arg;

	l->busy = false;
	if (!err)
		take(l);
}

static void on_again(void *arg)
{
	struct lists *l = arg;

	tmr_start(&l->again, LISTS_MS, on_again, l);
	if (l->busy)
		return;
	l->busy = !records_work(l->in->conf.records, read_work, l, on_read, l);
}

/* A desk.db of an earlier version is brought up to date by whoever writes it */
static void bring_up_to_date(const struct lists *l)
{
	struct db *db = NULL;
	int err = desk_open(&db, l->folder);

	if (err)
		log_warnx("lists: %s", err_text(err));
	db_close(db);
}

int lists_start(struct lists **lp, struct inbound *in)
{
	struct lists *l = calloc(1, sizeof(*l));

	if (l)
		l->folder = strdup(in->conf.house->conf->data);
	if (!l || !l->folder) {
		free(l);
		return err_set(ENOMEM, _("no memory for lists of numbers"));
	}
	l->in = in;
	bring_up_to_date(l);
	/* the records thread has not been asked yet */
	l->err = read_all(l);
	take(l);
	tmr_start(&l->again, LISTS_MS, on_again, l);
	*lp = l;
	return 0;
}

void lists_free(struct lists *l)
{
	if (!l)
		return;
	tmr_cancel(&l->again);
	free_copy(l->now);
	free_copy(l->next);
	db_close(l->db);
	free(l->folder);
	free(l);
}
