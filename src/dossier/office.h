/**
 * @file dossier/office.h  Who may do what: accounts, roles, rights
 *
 * Accounts are those of the operating system, by the number that the kernel
 * knows, not by what the environment says.  Each has one role; what a role may
 * do is one table (office_table.c), which the journal, the commands, the keys
 * of the screens and the manual go by.  Whoever owns the database file, and
 * root, are always admin: they could change it anyway, and nobody can lock the
 * office out.  So a database that one person uses needs no roles at all.
 *
 * This keeps people from mistakes and from what is none of their business.  It
 * does not keep them from the file: who may write it can do so with another
 * program, and the chains of journal and roles then show it.
 */
#ifndef DOSSIER_OFFICE_H
#define DOSSIER_OFFICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/db.h"
#include "util/str.h"

/** Roles, the most trusted first; OFFICE_ROLES is how many there are */
enum office_role {
	OFFICE_ADMIN,
	OFFICE_LEAD,
	OFFICE_STAFF,
	OFFICE_APPLICANT,
	OFFICE_INSPECTOR,
	OFFICE_READER,
	OFFICE_ROLES,
	OFFICE_STRANGER = OFFICE_ROLES, /**< No role: may do nothing */
};

/** Rights, rows of office_rights[] */
enum office_right {
	MAY_ANYBODY, /**< Not about the dossiers: everybody may */
	MAY_LOOK,
	MAY_WHOLE,
	MAY_LOG,
	MAY_FILL,
	MAY_EVIDENCE,
	MAY_PAPERS,
	MAY_ANSWER,
	MAY_OPEN,
	MAY_ACT,
	MAY_MANAGE,
	MAY_OFFICE,
	OFFICE_RIGHTS,
};

struct office_right_row {
	const char *name;
	const char *help; /**< N_() "fill in forms", after "may" */
	unsigned roles;	  /**< Bit 1 << role for those that have it */
};

/** One row a right, OFFICE_RIGHTS of them */
extern const struct office_right_row office_rights[];

struct office_role_row {
	const char *name; /**< As typed and stored */
	const char *help; /**< N_() who that is */
};

/** One row a role, OFFICE_ROLES of them */
extern const struct office_role_row office_roles[];

/** What a command, a change in the journal or a key of a screen takes */
struct office_thing {
	const char *of; /**< Command, act of the journal, name of the screen */
	const char *word; /**< Subcommand, "NO " in front if a dossier comes
			   *   first; group of facts; name of the key.  NULL:
			   *   all others */
	enum office_right right;
};

/** Ended by a NULL of; rows of the same of stand together */
extern const struct office_thing office_commands[];
extern const struct office_thing office_acts[];
extern const struct office_thing office_keys[];

/** Who runs the program, as the database knows him */
struct office_self {
	enum office_role role;
	char account[64];
	char *dossiers; /**< Numbers parted by blanks, NULL: all; owned */
};

/** Free what it holds; usable on a zeroed struct */
void office_self_release(struct office_self *self);

/** Read it; 0, EBUSY or EIO */
int office_self(struct db *db, struct office_self *self);

/** Whether a role has a right */
bool office_has(enum office_role role, enum office_right right);

/** The row of a table for a thing and its word, the one without a word if none
 *  has it; NULL if there is no row */
const struct office_thing *office_find(const struct office_thing *table,
				       const char *of, const char *word);

/** 0, or EPERM saying what the role of whoever runs the program lacks; EBUSY;
 *  EIO */
int office_may(struct db *db, enum office_right right);

/** Whether personal data is to be masked for whoever runs the program: his role
 *  does not have MAY_WHOLE; 0, EBUSY or EIO */
int office_masked(struct db *db, bool *maskedp);

/** The same for a command; words: those after its name, ended by NULL */
int office_may_command(struct db *db, const char *name, char *const *words);

/** The same for a database that a command does not open itself */
int office_may_command_at(const char *path, const char *name,
			  char *const *words);

/** The right that a command takes; one without a row takes MAY_OFFICE */
enum office_right office_right_of(const char *name, char *const *words);

/** For the journal, inside its transaction: 0, or EPERM if whoever runs the
 *  program may not write an act about a group of facts (NULL: none) into a
 *  dossier */
int office_may_write(struct db *db, int64_t dossier, const char *act,
		     const char *group);

/**
 * Begin work on an open database: a stranger is refused, and who is limited to
 * some dossiers sees no others, whatever is asked
 *
 * @return 0, EPERM, EBUSY, EIO
 */
int office_enter(struct db *db);

/** The role of a name; 0, or EINVAL naming all */
int office_role_of(const char *name, enum office_role *rolep);

/**
 * Give an account a role, instead of the one it has
 *
 * @param account   Name of an account of this machine
 * @param role      OFFICE_STRANGER takes its role away
 * @param dossiers  Numbers parted by blanks, NULL: all
 *
 * @return 0; EPERM; ENOENT for an account or a dossier that is not there, or a
 *         role that is to be taken and was not given; EINVAL; EBUSY; EIO
 */
int office_give(struct db *db, const char *account, enum office_role role,
		const char *dossiers);

/** One row of the log; borrowed */
struct office_row {
	int64_t seq;
	int64_t at; /**< ms UTC */
	const char *actor;
	const char *account;
	const char *role;     /**< "" it was taken away */
	const char *dossiers; /**< NULL: all */
};

typedef int office_h(const struct office_row *row, void *arg);

/** Hand out the accounts that have a role now, by name, or with all every row
 *  of the log; 0, the handler's error, EBUSY, EIO */
int office_each(struct db *db, bool all, office_h *h, void *arg);

/** Check the chain of the log; 0; EBADMSG naming the row that is wrong; EIO */
int office_verify(struct db *db);

/** Name of the account that owns the database file, "" in memory */
void office_owner(const struct db *db, char *to, size_t size);

#endif
