/**
 * @file paper/desk.h  What the papers of one dossier are made with
 *
 * Facts, fonts and templates are read once for any number of papers.  Whoever
 * writes papers, from the command line or from a screen, does it here.
 */
#ifndef PAPER_DESK_H
#define PAPER_DESK_H

#include <cjson/cJSON.h>

#include "check/check.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "pack/pack.h"
#include "paper/filing.h"
#include "store/db.h"
#include "store/vault.h"
#include "util/str.h"

/** Where papers come from */
struct paper_place {
	struct db *db;
	const struct pack *pack;    /**< Of the dossier */
	const struct pack *shipped; /**< Has what an old pack lacks */
};

/** Which of the papers that we write */
enum paper_set {
	PAPERS_DUE,	/**< Of the filing, due or perhaps due */
	PAPERS_FILING,	/**< Of the filing, all */
	PAPERS_WORKING, /**< Working papers */
};

/** What papers of one dossier are written with */
struct paper_desk {
	struct paper_place place;
	struct dossier d; /**< As printed: head and time of the journal without
			   *   the rows of bundles; borrows its name */
	struct facts facts;
	struct filing *filing;
	cJSON *context;
	char *own_dir;
	struct str label; /**< Foot: number, and whether it is a draft */
	int64_t version;  /**< Rows of the journal */
	size_t drafts;	  /**< Findings that can still change a paper */
	bool *due;	  /**< By the paper's place in the pack */
	int run;	  /**< Run of the list of the visit that working papers
			   *   tell of; 0: the last */
};

/**
 * Prepare the writing of papers
 *
 * @param templates  --templates, or NULL
 *
 * @return 0; ENOENT without fonts or the folder of templates; EIO.  Close it in
 *         any case
 */
int paper_desk_open(struct paper_desk *desk, const struct paper_place *place,
		    const struct dossier *d, const char *templates);

void paper_desk_close(struct paper_desk *desk);

/**
 * List the papers of a set that we write, in the order of the pack
 *
 * @param v  Receives them; has room for all papers of the pack
 *
 * @return How many
 */
size_t paper_desk_set(const struct paper_desk *desk, enum paper_set set,
		      const struct paper **v);

/** What a paper is written with */
void paper_desk_meta(const struct paper_desk *desk, const struct paper *paper,
		     struct paper_meta *meta);

/**
 * Add what a working paper reads to the context, once; nothing for a paper of
 * the filing
 *
 * @param blank  The questionnaire asks everything
 *
 * @return 0; EPERM, EBADMSG, EBUSY, EIO; the errors of filing_make()
 */
int paper_desk_work(struct paper_desk *desk, const struct paper *paper,
		    bool blank);

/** The paper of an id; ENOENT with the nearest one */
int paper_named(const struct pack *pack, const char *id,
		const struct paper **paperp);

/** The same, of those that we write; ENOENT for another */
int paper_written(const struct pack *pack, const char *id,
		  const struct paper **paperp);

/** Append the names of the files that show a paper to be in hand and that are
 *  not kept here, parted by a comma; returns how many there are */
size_t paper_unkept(const struct paper *paper, const struct facts *facts,
		    const struct vault *vault, struct str *names);

/** Name of the file of a paper, "2026-0001-DOC-01-TITLE.pdf", appended */
void paper_file_name(const struct paper_desk *desk, const struct paper *paper,
		     struct str *name);

/** Refuse papers whose files would have the same name: EEXIST naming both */
int paper_desk_twins(const struct paper_desk *desk,
		     const struct paper *const *v, size_t c);

/**
 * Write one paper as a PDF file into a folder that is there
 *
 * @param blank    The questionnaire asks everything
 * @param path     Receives the file it becomes, appended
 * @param resultp  Receives what was written; NULL if not wanted
 *
 * @return 0, or the errors of paper_desk_work() and filing_render()
 */
int paper_desk_make(struct paper_desk *desk, const struct paper *paper,
		    const char *dir, bool blank, struct str *path,
		    struct paper_result *resultp);

/** The finding that says whether a paper is in hand; NULL: it is never due */
const struct finding *paper_finding(const struct findings *found,
				    const char *id);

/** "in hand", "missing", "due?", "not due" for the outcome of a paper */
const char *paper_state_title(enum outcome outcome);

#endif
