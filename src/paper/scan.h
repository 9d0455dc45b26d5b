/**
 * @file paper/scan.h  Papers that are scans: the files that facts name
 *
 * The facts that show a paper to be in hand (pack/paper.h, held) name files,
 * and the vault has their bytes.  Pictures are set on pages under the title of
 * the paper, upright and small enough to be handed in; a PDF stays the file it
 * is.
 */
#ifndef PAPER_SCAN_H
#define PAPER_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "dossier/attached.h"
#include "pack/paper.h"
#include "paper/filing.h"

/** Most bytes of a file that is handed in (4.6 of the attachment rules) */
#define SCAN_FILE_MAX ((size_t)5 << 20)

/** What a file is, by its bytes */
enum scan_kind {
	SCAN_ABSENT, /**< Not kept, or changed since */
	SCAN_JPEG,
	SCAN_PNG,
	SCAN_PDF,
	SCAN_OTHER, /**< Word, Excel, GIF: a file of its own in the bundle */
};

struct scan {
	struct attached file;
	enum scan_kind kind;
	size_t pages; /**< Of a PDF; 1 for a picture; 0 if not known */
	bool card;    /**< A side of an identity card, by its shape */
	char *fault;  /**< What is wrong with it, a sentence; NULL: nothing */
};

struct scans {
	struct scan *v;
	size_t c;
	bool certify; /**< Under each picture the line that the copy agrees with
		       *   the original, and room for the seal; set it before
		       *   scans_render() */
};

/** "jpeg" … of a kind, for scripts */
const char *scan_kind_name(enum scan_kind kind);

/** True of a picture that can be set on a page */
bool scan_is_picture(const struct scan *scan);

/** Look at the files of a paper, in the order of its facts; what is wrong with
 *  one is told by its fault.  Release them */
void scans_of_paper(struct scans *scans, const struct paper *paper,
		    const struct facts *facts, const struct vault *vault);

void scans_release(struct scans *scans);

/** What is wrong with a kept file, a sentence that the caller frees; NULL:
 *  nothing, or it is not kept.  A picture is decoded, a PDF is checked, and
 *  that a file is what its name says. */
char *scan_fault(const struct attached *file, const struct vault *vault);

/**
 * Set the pictures among them on pages, by the template scan.md
 *
 * @param meta  Of the file; its picture source is set here, its most to
 *              SCAN_FILE_MAX unless given
 *
 * @return 0; ENOENT if there is no picture among them; otherwise as
 *         filing_render()
 */
int scans_render(struct filing *filing, const struct scans *scans,
		 const struct vault *vault, const struct paper_meta *meta,
		 const char *path, struct paper_result *resultp);

/** Like scans_render(), the bytes of the file are appended to pdf */
int scans_make(struct filing *filing, const struct scans *scans,
	       const struct vault *vault, const struct paper_meta *meta,
	       struct str *pdf, struct paper_result *result);

/** Pictures that are files of somebody's, to be joined */
struct scan_join {
	const char *title; /**< Over them; may be "" */
	char **pathv;
	size_t pathc;
	bool cards; /**< Those of that shape are identity cards */
};

/** Set pictures, in the order given, on pages of one PDF; 0; ENOENT; otherwise
 *  as scans_render() */
int scan_join(struct filing *filing, const struct scan_join *join,
	      const struct paper_meta *meta, const char *path,
	      struct paper_result *resultp);

#endif
