/**
 * @file paper/filing.h  Papers of a filing as PDF files
 *
 * A template of templates/ and the facts of a dossier become one file:
 * Mustache, then Markdown, then pages.  Either the whole paper is right or no
 * file is written: an unknown name in the template or a character that no font
 * has is an error, and an older file stays as it was.
 */
#ifndef PAPER_FILING_H
#define PAPER_FILING_H

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdint.h>

#include "pack/pack.h"
#include "typeset/picture.h"
#include "util/file.h"

struct paper_meta {
	const char *title;	  /**< Of the file, for readers and archives */
	const char *no;		  /**< Number of the dossier; NULL: none */
	const char *id;		  /**< Of the paper, for its code; NULL: none */
	const char *dossier;	  /**< Number alone, for the same */
	int64_t version;	  /**< Rows of the journal it was made from */
	const char *journal_head; /**< Hash in the foot; NULL: none */
	int64_t now_ms;		  /**< Date of creation, ms UTC */
	const struct pack *pack;  /**< Its templates are used; or NULL */
	const char *template_dir; /**< Without a pack: folder of templates;
				   *   NULL: the one that ships with us */
	const char *text;    /**< Markdown to be printed as it stands, without
			      *   any template; or NULL */
	const char *own_dir; /**< Folder of the site, whose files stand
			      *   before those of the pack; or NULL */
	const struct pack *spare; /**< Has what the pack lacks; or NULL */
	picture_h *picture;	  /**< Gives its pictures; NULL: none */
	void *picture_arg;
	size_t pages; /**< Most pages it may have; 0: any number */
	size_t most;  /**< Bytes that the file may have: its pictures are made
		       *   smaller until it has; 0: any number */
};

/** Most of the site's own templates that one paper reads */
#define PAPER_OWN_MAX 16

struct paper_result {
	size_t pages;
	size_t bytes;
	char sha256[SHA256_TEXT];
	struct paper_own {
		char name[64];
		char sha256[SHA256_TEXT];
	} own[PAPER_OWN_MAX]; /**< The site's own templates it was made with */
	size_t ownc;
};

/** What the foot says of the dossier: its number, and that the papers are a
 *  draft while so many problems can still change them.  Papers are Chinese. */
void filing_label(struct str *to, const char *no, size_t problems);

/** The fonts, opened once for any number of papers */
struct filing;

/** Open the fonts; ENOENT naming the package if there is no Chinese one */
int filing_open(struct filing **filingp);

/** Close them; NULL is allowed */
void filing_close(struct filing *filing);

/**
 * Find the folder of the site's own templates
 *
 * @param given  What the user named (--templates), or NULL: templates/ among
 *               the user's configuration files, if it is there
 * @param dirp   Set to it, NULL if there is none; the caller frees it
 *
 * @return 0; ENOENT if the folder given is not there
 */
int filing_own_dir(const char *given, char **dirp);

/**
 * Write one paper
 *
 * @param name     Template, for example "application-form.md"; of a text what
 *                 messages call it
 * @param facts    JSON object, see templates/README.md; NULL for a text
 * @param path     File to write, whole or not at all
 * @param resultp  Receives what was written; NULL if not wanted
 *
 * @return 0; ENOENT for a template, partial or name in it that does not exist;
 *         EBADMSG for a wrong template; EINVAL for a character without a font
 *         or too much text; all three with "TEMPLATE:LINE: ..."; EINVAL too if
 *         it has more bytes or pages than it may; EIO
 */
int filing_render(struct filing *filing, const char *name, const cJSON *facts,
		  const struct paper_meta *meta, const char *path,
		  struct paper_result *resultp);

/** Like filing_render(), the bytes of the file are appended to pdf */
int filing_make(struct filing *filing, const char *name, const cJSON *facts,
		const struct paper_meta *meta, struct str *pdf,
		struct paper_result *result);

/** Like filing_render(), the pages are appended as plain text
 *  (typeset/plain.h) */
int filing_text(struct filing *filing, const char *name, const cJSON *facts,
		const struct paper_meta *meta, struct str *text);

/**
 * Hash what a paper says, without laying it out
 *
 * @param facts  Leave out of them what may differ (dossier.today)
 *
 * @return as filing_render()
 */
int filing_content(const char *name, const cJSON *facts,
		   const struct paper_meta *meta, char sha256[SHA256_TEXT]);

/** Append the text of a template or partial, as the paper of such a meta would
 *  read it; 0, ENOENT or EIO */
int filing_template(struct str *to, const char *name,
		    const struct paper_meta *meta);

#endif
