/**
 * @file cli/paper.h  Shared by the commands that write papers
 */
#ifndef CLI_PAPER_H
#define CLI_PAPER_H

#include <cjson/cJSON.h>

#include "cli/cli.h"
#include "dossier/version.h"
#include "paper/filing.h"
#include "util/str.h"

/** What papers of one dossier are written with */
struct paper_desk {
	struct cli *cli;
	struct dossier d; /**< As printed: head and time of the journal without
			   *   the rows of bundles; borrows its name */
	struct facts facts;
	struct filing *filing;
	cJSON *context;
	char *own_dir;
	struct str label; /**< Foot: number, and whether it is a draft */
	int64_t version;  /**< Rows of the journal */
	size_t drafts;	  /**< Findings that can still change a paper */
};

/**
 * Prepare the writing of papers
 *
 * @param templates  --templates, or NULL
 *
 * @return 0; ENOENT without fonts or the folder of templates; EIO.  Close it in
 *         any case
 */
int paper_desk_open(struct paper_desk *desk, struct cli *cli,
		    const struct dossier *d, const char *templates);

void paper_desk_close(struct paper_desk *desk);

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

/** The paper of an id that we write; ENOENT for another */
int paper_written(const struct pack *pack, const char *id,
		  const struct paper **paperp);

/** Name of the file of a paper, "2026-0001-DOC-01-TITLE.pdf", appended */
void paper_file_name(const struct paper_desk *desk, const struct paper *paper,
		     struct str *name);

/** Say on stderr that papers are drafts, if they are */
void paper_desk_warn(const struct paper_desk *desk);

/** paper NO show DOC [--open] [--text] [--page N] */
struct paper_look {
	const char *templates;
	bool open;
	bool text;
	unsigned page; /**< 0: all */
};

int paper_show(struct cli *cli, const struct dossier *d, const char *id,
	       const struct paper_look *look);

/** paper NO print [DOC...] [-- lp options]; both lists end with NULL */
int paper_print(struct cli *cli, const struct dossier *d, char **ids,
		char **options, const char *templates);

/** paper NO versions */
int paper_versions(struct cli *cli, const struct dossier *d);

/** paper NO diff V1 [V2]; to is NULL: as it is now */
int paper_diff(struct cli *cli, const struct dossier *d, const char *from,
	       const char *to);

#endif
