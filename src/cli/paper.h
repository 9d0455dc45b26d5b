/**
 * @file cli/paper.h  Shared by the commands that write papers
 */
#ifndef CLI_PAPER_H
#define CLI_PAPER_H

#include "cli/cli.h"
#include "paper/desk.h"

/** Where the papers of the dossier opened last come from */
struct paper_place paper_place_of(const struct cli *cli);

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
