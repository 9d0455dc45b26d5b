/**
 * @file cli/evidence.h  evidence: the parts of the command
 */
#ifndef CLI_EVIDENCE_H
#define CLI_EVIDENCE_H

#include "cli/cli.h"

/** Part of the command; argv[0] is the first word behind its name */
typedef int evidence_part_h(struct cli *cli, const struct dossier *d, int argc,
			    char **argv);

/** list: the files that facts name, what they are, whether they are kept */
evidence_part_h evidence_list;

/** verify: every file in the vault is hashed again */
evidence_part_h evidence_verify;

/** get FACT -o FILE: the file of a fact */
evidence_part_h evidence_get;

/** join FACT PICTURE...: pictures as one PDF, attached to a fact */
evidence_part_h evidence_join;

/** scan DOC [--certify] -o FILE: the pictures of a paper as one PDF */
evidence_part_h evidence_scan;

/** add FILE... [what is said of them]: a new record */
evidence_part_h evidence_add;

/** revise RECORD FILE...: its next revision */
evidence_part_h evidence_revise;

/** show [RECORD]: records with their revisions and files */
evidence_part_h evidence_show;

/** link RECORD [--remove] THING...: what it stands for */
evidence_part_h evidence_link;

/** gc: copies that nothing refers to are removed */
evidence_part_h evidence_gc;

/** export DIR [RECORD]: files and manifest as a folder */
evidence_part_h evidence_export;

/** import DIR: such a folder is taken in, its manifest checked */
evidence_part_h evidence_import;

/** Say on stderr what is wrong with the files that were just attached to some
 *  facts, the list ending with a NULL key; they stay attached */
void evidence_warn(struct cli *cli, const struct dossier *d,
		   const struct fact_set *setv);

#endif
