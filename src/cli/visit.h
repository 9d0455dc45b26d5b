/**
 * @file cli/visit.h  visit: the parts of the command
 */
#ifndef CLI_VISIT_H
#define CLI_VISIT_H

#include "cli/cli.h"
#include "visit/visit.h"

/** Options of the parts */
enum visit_word {
	WORD_BACKUP,
	WORD_BY,
	WORD_CA,
	WORD_DATE,
	WORD_DOC_NO,
	WORD_DUE,
	WORD_EVIDENCE,
	WORD_FILE,
	WORD_ITEM,
	WORD_KIND,
	WORD_NOTE,
	WORD_OUT, /**< -o */
	WORD_OWNER,
	WORD_PAPERS,
	WORD_PHONE,
	WORD_QUESTION,
	WORD_RUN,
	WORD_TEXT,
	WORD_TITLE,
	WORD_TOKEN, /**< A file with it */
	WORD_TOKEN_FD,
	WORD_URL,
	WORD_WHERE,
	WORD_WHO,
	WORD_COUNT
};

/** What a part was called with */
struct visit_words {
	const char *name;	     /**< Of the part */
	const char *opt[WORD_COUNT]; /**< Options, NULL if not given */
	char **v;		     /**< Words */
	int c;
	const struct dossier *dossier;
};

typedef int visit_part_h(struct cli *cli, const struct visit *v,
			 const struct visit_words *w);

/** show [--run N] */
visit_part_h visit_show;

/** report [--run N] -o FILE */
visit_part_h visit_report;

/** pack -o FILE */
visit_part_h visit_pack;

/** tell --url URL (--token-file FILE | --token-fd FD) [--ca FILE]: until the
 *  visit ends, the engine does not let us, or somebody stops it */
visit_part_h visit_tell;

/** Number of a row from a word; 0 or EINVAL */
int visit_number(const char *word, int *np);

#endif
