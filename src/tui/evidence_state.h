/**
 * @file tui/evidence_state.h  Evidence of a dossier as lines, and files being
 * taken in
 */
#ifndef TUI_EVIDENCE_STATE_H
#define TUI_EVIDENCE_STATE_H

#include "dossier/dossier.h"
#include "evidence/exhibit.h"
#include "tui/view.h"

/** A line: a record, or one of its revisions */
struct evidence_line {
	size_t record;
	size_t revision; /**< SIZE_MAX: the record itself */
};

/** What is asked for when files are taken in, in this order */
enum taking_want {
	TAKING_PATH, /**< Again and again until it stays empty */
	TAKING_TITLE,
	TAKING_FROM,
	TAKING_TO,
	TAKING_NOTE,
};

#define TAKING_COUNT (TAKING_NOTE + 1)

/** Files being taken in; what was typed stays if it is refused */
struct taking {
	int record; /**< 0: a new one */
	char **pathv;
	size_t pathc;
	char *textv[TAKING_COUNT];
	enum taking_want at;
	struct question question;
};

struct evidence_state {
	struct dossier d;
	struct vault vault;
	struct facts facts;
	struct exhibits all;
	struct evidence_line *linev;
	size_t linec;
	char **badv; /**< Hashes whose copies were found changed */
	size_t badc;
	struct taking taking;
	int linking;  /**< Record whose links are being asked for */
	char *linked; /**< What they were then */
};

/** Read the records anew; 0, or the errors of what it reads: what was there
 *  then stays */
int evidence_state_load(struct evidence_state *e, struct tui *tui);

void evidence_state_release(struct evidence_state *e);

/** Record of a row, NULL if there is none */
const struct exhibit *evidence_record(const struct screen *s, size_t row);

/** Revision of a row, of a record the last; NULL if there is none */
const struct exhibit_revision *evidence_revision(const struct screen *s,
						 size_t row);

/** True if the row is a record itself */
bool evidence_is_record(const struct screen *s, size_t row);

/** True if a copy is known to be changed */
bool evidence_is_bad(const struct evidence_state *e, const char *sha256);

/** Number of files that are missing or changed, of one revision */
size_t evidence_flaws(const struct evidence_state *e,
		      const struct exhibit_revision *r);

/** True if the days of a revision are over */
bool evidence_is_over(const struct exhibit_revision *r);

/** Append all that is known of a record */
void evidence_tell(const struct evidence_state *e, const struct exhibit *record,
		   struct str *to);

/** Ask for files, and take them in as a new record (0), or the next revision
 *  of one */
void evidence_take(struct screen *s, int record);

#endif
