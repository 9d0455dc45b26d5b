/**
 * @file engine/lists.c  Numbers that people put on lists while the engine runs
 */
#include "engine/lists.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/inbound_private.h"
#include "ledger/door.h"
#include "ledger/listed.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

/* A list that grows; it owns its numbers */
struct growing {
	struct policy_list list;
	size_t room;
};

/* A copy of what people said of callers; it owns all its texts */
struct copy {
	struct growing barred;
	struct policy_doors doors;
	struct growing callers; /* of the last door */
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

static void free_list(struct policy_list *list)
{
	for (size_t i = 0; i < list->numberc; i++)
		free((void *)list->numberv[i]);
	free(list->numberv);
}

static void free_copy(struct copy *c)
{
	if (!c)
		return;
	free_list(&c->barred.list);
	free_list(&c->callers.list);
	for (size_t i = 0; i < c->doors.doorc; i++) {
		struct policy_door *door = &c->doors.doorv[i];

		free((void *)door->number);
		free((void *)door->tenant);
		free_list(&door->callers);
	}
	free(c->doors.doorv);
	free(c);
}

/* The records thread */

static int add(struct growing *g, const char *number)
{
	const char **more;

	if (g->list.numberc == g->room) {
		g->room = g->room * 2 + 64;
		more = realloc(g->list.numberv, g->room * sizeof(*more));
		if (!more)
			return ENOMEM;
		g->list.numberv = more;
	}
	g->list.numberv[g->list.numberc] = strdup(number);
	if (!g->list.numberv[g->list.numberc])
		return ENOMEM;
	g->list.numberc++;
	return 0;
}

static int add_number(const struct row *row, void *arg)
{
	struct copy *c = arg;

	return add(&c->barred, row_text(row, 0));
}

static int add_door(struct copy *c, const char *whose)
{
	const bool tenant = !strncmp(whose, DOOR_TENANT, strlen(DOOR_TENANT));
	struct policy_door *door;

	if (!c->doors.doorv)
		c->doors.doorv = calloc(DOOR_MAX, sizeof(*c->doors.doorv));
	if (!c->doors.doorv)
		return ENOMEM;
	door = &c->doors.doorv[c->doors.doorc];
	if (tenant)
		door->tenant = strdup(whose + strlen(DOOR_TENANT));
	else
		door->number = strdup(whose);
	if (!door->tenant && !door->number)
		return ENOMEM;
	c->doors.doorc++;
	return 0;
}

/* Callers of the last door are complete */
static void end_door(struct copy *c)
{
	if (c->doors.doorc)
		c->doors.doorv[c->doors.doorc - 1].callers = c->callers.list;
	c->callers = (struct growing){ .room = 0 };
}

static bool is_last(const struct copy *c, const char *whose)
{
	const struct policy_door *door;
	size_t n = strlen(DOOR_TENANT);

	if (!c->doors.doorc)
		return false;
	door = &c->doors.doorv[c->doors.doorc - 1];
	if (door->number)
		return !strcmp(door->number, whose);
	return !strncmp(whose, DOOR_TENANT, n) &&
	       !strcmp(door->tenant, whose + n);
}

static int add_caller(const char *whose, const char *caller, void *arg)
{
	struct copy *c = arg;
	int err = 0;

	if (!is_last(c, whose)) {
		end_door(c);
		if (c->doors.doorc == DOOR_MAX)
			return EBADMSG;
		err = add_door(c, whose);
	}
	return err || !*caller ? err : add(&c->callers, caller);
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
	if (!err)
		err = door_each_caller(l->db, add_caller, c);
	end_door(c);
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

static bool is_ours(const struct house *h, const struct policy_door *door)
{
	return door->number ? policy_find(&h->policy, door->number) != NULL
			    : config_tenant_at(h->conf, door->tenant) >= 0;
}

static void tell_doors(const struct lists *l)
{
	const struct policy_doors *doors = &l->now->doors;

	for (size_t i = 0; i < doors->doorc; i++) {
		const struct policy_door *door = &doors->doorv[i];
		const char *name = door->number ? door->number : door->tenant;

		if (is_ours(l->in->conf.house, door))
			log_info("lists: %s is for %zu callers alone", name,
				 door->callers.numberc);
		else
			log_warnx("lists: %s is shut, but is none of our "
				  "numbers or tenants",
				  name);
	}
}

static void take(struct lists *l)
{
	if (l->err && !l->warned)
		log_warnx("lists: desk.db cannot be read: whom people block, "
			  "or let in alone, is not known, and nobody is called "
			  "back");
	else if (!l->err && l->warned)
		log_info("lists: desk.db is read again");
	l->warned = l->err != 0;
	if (!l->next)
		return;
	free_copy(l->now);
	l->now = l->next;
	l->next = NULL;
	l->in->barred = &l->now->barred.list;
	l->in->doors = &l->now->doors;
	log_info("lists: %zu callers are not let in",
		 l->now->barred.list.numberc);
	if (l->now->doors.doorc)
		tell_doors(l);
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
