/**
 * @file cli/calls.h  What the files of the command calls share
 */
#ifndef CLI_CALLS_H
#define CLI_CALLS_H

#include "cli/cli.h"
#include "ledger/calls.h"
#include "ledger/desk.h"
#include "pack/config.h"

#define CALLS_COMMAND "calls"

/** Most words of a command that are no options */
#define CALLS_WORDS_MAX 64

/** Whose calls it is about */
struct calls_house {
	struct cli *cli;
	const char *folder;	   /**< The engine's data folder */
	const struct config *conf; /**< NULL if only the folder was named */
	struct db *db;		   /**< calls.db, for reading */
	struct db *desk;	   /**< desk.db; may be NULL for a part that
					only reads: nobody ever did anything */
};

/** What a part of the command needs of desk.db */
enum calls_desk {
	DESK_NONE,
	DESK_READ,
	DESK_WRITE,
	DESK_REMOTE /**< Nor of calls.db: the engine is asked over HTTP */
};

/** A part of the command: a word after the house */
struct calls_part {
	const char *name;
	enum calls_desk desk;
	int (*run)(struct calls_house *house, int argc, char **argv);
};

/** Parts in other files, each list ended by a NULL name */
extern const struct calls_part calls_desk_parts[];
extern const struct calls_part calls_export_parts[];
extern const struct calls_part calls_care_parts[];
extern const struct calls_part calls_door_parts[];
extern const struct calls_part calls_remote_parts[];

/** Options and words of a part; what was not given is NULL */
struct calls_words {
	const char *part; /**< For the usage line */
	const char *as;
	const char *reason;
	const char *file; /**< -o */
	const char *unmask;
	const char *verify;
	const char *source;
	const char *text;
	const char *call;
	const char *number;
	const char *reference;
	const char *due;
	const char *outcome;
	const char *each;
	const char *seed;
	const char *note;
	const char *consent;
	const char *to;
	const char *purpose;
	const char *seat;
	const char *token; /**< File that it is in, "-": standard input */
	const char *url;
	const char *ca;
	char *wordv[CALLS_WORDS_MAX];
	int wordc;
};

/**
 * Read the words behind a part
 *
 * @param allowed  Names of options that may be given, "as reason"; those
 *                 followed by "!" must be
 *
 * @return 0; EINVAL, and the usage is printed
 */
int calls_read(struct calls_words *w, const char *allowed, int argc,
	       char **argv);

/** An act of a part that has several: its first word */
struct calls_act {
	const char *name;
	const char *allowed; /**< For calls_read() */
	int (*run)(struct calls_house *house, const struct calls_words *w);
};

/** Find the act that the word behind the part names, read its words and run
 *  it; EINVAL, and the usage is printed, if there is none */
int calls_run(struct calls_house *house, const struct calls_act *acts, int argc,
	      char **argv);

/** A word as the number of something, above 0; EINVAL, the usage is printed */
int calls_number(int64_t *np, const struct calls_words *w, const char *word);

/** Read NAME=VALUE words of a filter, cut in place; "most" and "before" set
 *  mostp and place if these are not NULL */
int calls_read_filter(struct calls_filter *filter, struct calls_place *place,
		      size_t *mostp, char **wordv, int wordc);

/** Append a field of a record as people read it: instants in China's time */
void calls_cell(struct str *to, const void *rec, const struct record_field *f);

/** A record as JSON */
cJSON *calls_json(const void *rec, const struct record_field *fields);

/** An instant as people read it, "" for 0; to has DATE_TIME_TEXT bytes */
const char *calls_time(char *to, int64_t ms);

#endif
