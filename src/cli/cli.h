/**
 * @file cli/cli.h  The command line: options, commands, exit codes
 *
 * A command is a row of one table (cli.c): its words, its help and its
 * function.  Commands print results to stdout and return a code of util/err.h;
 * one place turns it into a sentence on stderr and an exit code.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "pack/pack.h"
#include "store/db.h"

/** Exit codes, as the manual lists them */
enum exit_code {
	EXIT_DONE = 0,	   /**< Done, nothing found */
	EXIT_FINDINGS = 1, /**< Findings, or the rules forbid it */
	EXIT_USAGE = 2,
	EXIT_NOT_FOUND = 3,
	EXIT_CONFLICT = 4, /**< Exists already, or in use */
	EXIT_DAMAGED = 5,  /**< Damaged data, disk or database trouble */
};

/** What a run of the program has at hand */
struct cli {
	const char *db_path; /**< --db, or NULL */
	const char *data;    /**< --data, or NULL */
	bool json;	     /**< --json */
	bool findings; /**< Set by a command: exit 1 although all went well */
	bool masked;   /**< Personal data is shown masked to who runs it */
	struct db *db; /**< Open if the command needs it */
	const struct pack *pack; /**< In use: the shipped one, after
				  *   cli_open() that of the dossier */
	struct pack *shipped;	 /**< Loaded if the command needs it */
	struct pack *own;	 /**< A dossier's own pack, if it is another */
};

/**
 * Runs one command
 *
 * @param argc, argv  Words after the command; argv[0] is the command
 *
 * @return 0 or a code of util/err.h; EINVAL means wrong usage
 */
typedef int command_h(struct cli *cli, int argc, char **argv);

/** What a command wants before it runs */
enum command_needs {
	NEED_NOTHING = 0,
	NEED_PACK = 1,
	NEED_DB = 2,
	NEED_ALONE = 4, /**< The terminal for itself, or the database alone */
	ON_SCREEN = 8,	/**< The screens do all of it */
};

struct command {
	const char *name;
	const char *args; /**< After the name, as in the manual */
	const char *help; /**< One sentence */
	unsigned needs;	  /**< Bits of enum command_needs */
	command_h *run;
};

/** All commands, ended by a NULL name */
extern const struct command commands[];

/** The exit code that an error of ours stands for */
enum exit_code cli_exit_code(int err);

/** Run the program; returns its exit code */
int cli_main(int argc, char **argv);

/**
 * Find a dossier by number and make its own rule pack the one in use
 *
 * @return 0; ENOENT; EBADMSG if its pack cannot be read; EIO
 */
int cli_open(struct cli *cli, const char *no, struct dossier *d);

/** FACT=VALUE words into wishes, which borrow the words, cut in place; the
 *  caller frees *setvp.  0, or EINVAL */
int cli_split_wishes(struct fact_set **setvp, int argc, char **argv);

/** Refuse the arguments: EINVAL; the usage lines of the command are printed */
int cli_usage(const char *name);

/** The same with the lines of one subcommand only */
int cli_usage_of(const char *name, const char *word);

/** Refuse a subcommand that is not there: EINVAL with the nearest one */
int cli_unknown(const char *name, const char *word);

/** Print a JSON tree to stdout and free it */
void cli_print_json(cJSON *tree);

/** Add a text, null if there is none, to a JSON object */
void cli_add_text(cJSON *to, const char *name, const char *text);

/** Print a sentence and a line end; what comes from outside is made safe for a
 *  terminal */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** Text made safe for a terminal, padded with blanks to a width in columns;
 *  cut if longer.  A negative width aligns right. */
void cli_print_cell(const char *text, int width);

/* One function for each row; see the files cmd_*.c */
command_h cmd_act;
command_h cmd_assess;
command_h cmd_backup;
command_h cmd_board;
command_h cmd_bundle;
command_h cmd_calls;
command_h cmd_check;
command_h cmd_checklist;
command_h cmd_completion;
command_h cmd_config;
command_h cmd_doctor;
command_h cmd_drill;
command_h cmd_due;
command_h cmd_duty;
command_h cmd_engine;
command_h cmd_evidence;
command_h cmd_explain;
command_h cmd_export;
command_h cmd_forecast;
command_h cmd_forget;
command_h cmd_help;
command_h cmd_handover;
command_h cmd_import;
command_h cmd_init;
command_h cmd_list;
command_h cmd_log;
command_h cmd_migrate;
command_h cmd_new;
command_h cmd_notify;
command_h cmd_pack;
command_h cmd_paper;
command_h cmd_print;
command_h cmd_restore;
command_h cmd_role;
command_h cmd_rows;
command_h cmd_search;
command_h cmd_set;
command_h cmd_share;
command_h cmd_sheet;
command_h cmd_show;
command_h cmd_stage;
command_h cmd_station;
command_h cmd_tui;
command_h cmd_undo;
command_h cmd_user;
command_h cmd_redo;
command_h cmd_validate;
command_h cmd_visit;
command_h cmd_watch;
command_h cmd_workday;

#endif
