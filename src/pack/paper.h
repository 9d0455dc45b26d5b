/**
 * @file pack/paper.h  Papers: the documents of a filing, and when they are due
 */
#ifndef PACK_PAPER_H
#define PACK_PAPER_H

#include <stdbool.h>

/** Where a paper comes from */
enum paper_kind {
	PAPER_ONLINE,  /**< Filled in on the authority's portal */
	PAPER_WRITTEN, /**< Written from facts */
	PAPER_SCAN,    /**< Scanned original */
	PAPER_WORKING, /**< For our own use: no part of the filing, never due */
};

struct paper {
	char *id;	/**< e.g. "DOC-01" */
	char *title;	/**< Chinese */
	char *title_en; /**< or NULL */
	enum paper_kind kind;
	bool is_signed;	 /**< Signed by the legal representative, sealed, dated
			  */
	bool cards;	 /**< Identity cards, shown in true size */
	char *template;	 /**< File in templates/; NULL: not written by us */
	char *when;	 /**< SQL: due; NULL: always */
	char *insist;	 /**< SQL: asked for in writing, so that it blocks when
			  *   missing, otherwise a warning; NULL: always */
	char *why;	 /**< Chinese: why it is due; or NULL */
	char *why_en;	 /**< or NULL */
	char *held;	 /**< Facts, separated by blanks, that show it is in
			  *   hand; NULL: none needed */
	char *contents;	 /**< What it must contain, or NULL */
	char **sections; /**< Titles of its outline */
	unsigned sections_count;
	char **sources;
	unsigned sources_count;
};

/** "online", "written", "scan", "working", as in the data */
const char *paper_kind_name(enum paper_kind kind);

/** The same for people, in their language */
const char *paper_kind_title(enum paper_kind kind);

#endif
