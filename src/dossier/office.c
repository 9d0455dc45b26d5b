/**
 * @file dossier/office.c  Who may do what: accounts, roles, rights
 */
#include "dossier/office.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dossier/dossier.h"
#include "util/chain.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

void office_self_release(struct office_self *self)
{
	free(self->dossiers);
	*self = (struct office_self){ .role = OFFICE_STRANGER };
}

bool office_has(enum office_role role, enum office_right right)
{
	return right == MAY_ANYBODY ||
	       (role < OFFICE_ROLES &&
		(office_rights[right].roles >> role & 1U) != 0);
}

const struct office_thing *office_find(const struct office_thing *table,
				       const char *of, const char *word)
{
	const struct office_thing *other = NULL;

	for (const struct office_thing *t = table; t->of; t++) {
		if (strcmp(t->of, of) != 0)
			continue;
		if (!t->word)
			other = t;
		else if (word && strcmp(t->word, word) == 0)
			return t;
	}

	return other;
}

static enum office_role role_named(const char *name)
{
	unsigned role = 0;

	while (role < OFFICE_ROLES &&
	       strcmp(office_roles[role].name, name) != 0)
		role++;

	return (enum office_role)role;
}

int office_role_of(const char *name, enum office_role *rolep)
{
	struct str names = { 0 };
	int err = 0;

	*rolep = role_named(name);
	for (unsigned i = 0; i < OFFICE_ROLES; i++)
		str_addf(&names, " %s", office_roles[i].name);
	if (*rolep == OFFICE_ROLES)
		err = err_set(EINVAL, _("there is no role %s; there are:%s"),
			      name, str_text(&names));
	str_release(&names);
	return err;
}

/* Owner of a database file; false if it is in memory or not there */
static bool owner_of(const char *path, uid_t *uidp)
{
	struct stat st;

	if (!*path || stat(path, &st) != 0)
		return false;

	*uidp = st.st_uid;
	return true;
}

/* Who could do everything without the program, or has made it in memory */
static bool is_master(const char *path, uid_t uid)
{
	uid_t owner = uid;

	(void)owner_of(path, &owner);
	return uid == 0 || uid == owner;
}

void office_owner(const struct db *db, char *to, size_t size)
{
	const struct passwd *pw = NULL;
	uid_t owner = 0;

	if (owner_of(db_path(db), &owner))
		pw = getpwuid(owner);
	(void)snprintf(to, size, "%s", pw ? pw->pw_name : "");
}

static int self_handler(const struct row *row, void *arg)
{
	struct office_self *self = arg;

	self->role = role_named(row_text(row, 0));
	if (!row_is_null(row, 1))
		self->dossiers = x_strdup(row_text(row, 1));
	return 0;
}

int office_self(struct db *db, struct office_self *self)
{
	int err = 0;

	*self = (struct office_self){ .role = OFFICE_STRANGER };
	(void)snprintf(self->account, sizeof(self->account), "%s",
		       chain_account());
	if (is_master(db_path(db), getuid()))
		self->role = OFFICE_ADMIN;
	else
		err = db_each(db,
			      "SELECT role, dossiers FROM office WHERE account "
			      "= ? ORDER BY seq DESC LIMIT 1",
			      BIND(TEXT(self->account)), self_handler, self);
	if (err)
		office_self_release(self);
	return err;
}

static int refuse(const struct db *db, const struct office_self *self,
		  enum office_right right)
{
	char owner[sizeof(self->account)];

	office_owner(db, owner, sizeof(owner));
	if (self->role == OFFICE_STRANGER)
		return err_set(EPERM,
			       _("%s has no role here; %s or an admin gives "
				 "one: callpermit user set %s ROLE"),
			       self->account, *owner ? owner : "root",
			       self->account);

	return err_set(
		EPERM, _("may not %s: your role is %s; see: callpermit role"),
		_(office_rights[right].help), office_roles[self->role].name);
}

int office_may(struct db *db, enum office_right right)
{
	struct office_self self;
	int err = office_self(db, &self);

	if (!err && !office_has(self.role, right))
		err = refuse(db, &self, right);
	office_self_release(&self);
	return err;
}

int office_masked(struct db *db, bool *maskedp)
{
	struct office_self self;
	int err = office_self(db, &self);

	*maskedp = !office_has(self.role, MAY_WHOLE);
	office_self_release(&self);
	return err;
}

enum office_right office_right_of(const char *name, char *const *words)
{
	const struct office_thing *thing = NULL;
	struct str second = { 0 };

	if (words[0] && words[1]) {
		str_addf(&second, "NO %s", words[1]);
		thing = office_find(office_commands, name, second.s);
	}
	if (!thing || !thing->word)
		thing = office_find(office_commands, name,
				    words[0] ? words[0] : "");
	str_release(&second);
	return thing ? thing->right : MAY_OFFICE;
}

int office_may_command(struct db *db, const char *name, char *const *words)
{
	return office_may(db, office_right_of(name, words));
}

int office_may_command_at(const char *path, const char *name,
			  char *const *words)
{
	char *place = dossier_db_path(path);
	struct db *db = NULL;
	int err = 0;

	if (office_right_of(name, words) > MAY_LOOK &&
	    access(place, F_OK) == 0 && !is_master(place, getuid()))
		err = dossier_db_open(&db, place);
	if (!err && db)
		err = office_may_command(db, name, words);
	db_close(db);
	free(place);
	return err;
}

/* Whether a number stands in a list of them */
static bool has_number(const char *list, const char *no)
{
	const size_t n = strlen(no);
	const char *at = list;

	while ((at = strstr(at, no)) != NULL) {
		if ((at == list || at[-1] == ' ') &&
		    (at[n] == ' ' || at[n] == '\0'))
			return true;
		at += n;
	}

	return false;
}

static int limit_handler(const struct row *row, void *arg)
{
	const struct office_self *self = arg;
	const char *no = row_text(row, 0);

	return has_number(self->dossiers, no)
		       ? 0
		       : err_set(EPERM,
				 _("may not: %s may work on the dossiers %s "
				   "only"),
				 self->account, self->dossiers);
}

int office_may_write(struct db *db, int64_t dossier, const char *act,
		     const char *group)
{
	const bool undo = strcmp(act, "undo") == 0;
	const struct office_thing *thing = office_find(
		office_acts, undo ? "set" : act, group);
	const enum office_right right = thing ? thing->right : MAY_OFFICE;
	struct office_self self;
	int err = office_self(db, &self);

	if (!err && !office_has(self.role, right))
		err = refuse(db, &self, right);
	if (!err && self.dossiers)
		err = db_each(db, "SELECT no FROM main.dossier WHERE id = ?",
			      BIND(INT(dossier)), limit_handler, &self);
	office_self_release(&self);
	return err;
}

/* All that is asked about dossiers is asked of this view.  The numbers were
 * checked when they were stored; quoted they do no harm if they were not. */
static int hide_others(struct db *db, const char *dossiers)
{
	struct str sql = { 0 };
	int err;

	str_add(&sql, "CREATE TEMP VIEW dossier AS SELECT * FROM main.dossier "
		      "WHERE no IN ('");
	for (const char *p = dossiers; *p; p++) {
		if (*p == ' ')
			str_add(&sql, "', '");
		else if (*p != '\'')
			str_add_char(&sql, *p);
	}
	str_add(&sql, "')");
	err = db_script(db, sql.s);
	str_release(&sql);
	return err;
}

int office_enter(struct db *db)
{
	struct office_self self;
	int err = office_self(db, &self);

	if (!err && self.role == OFFICE_STRANGER)
		err = refuse(db, &self, MAY_LOOK);
	if (!err && self.dossiers)
		err = hide_others(db, self.dossiers);
	office_self_release(&self);
	return err;
}
