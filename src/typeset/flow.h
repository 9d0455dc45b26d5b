/**
 * @file typeset/flow.h  Filling one page after the other
 */
#ifndef TYPESET_FLOW_H
#define TYPESET_FLOW_H

#include <stdbool.h>

#include "typeset/fontset.h"
#include "typeset/sheet.h"
#include "typeset/style.h"

struct blocks;

struct flow {
	const char *name; /**< Of the template, for messages */
	struct sheets *sheets;
	struct fontset *fonts;
	const struct design *design;
	const struct design *instead; /**< Of the one that the template names */
	const struct blocks *blocks;  /**< What is laid out */
	struct missing missing;
	const struct picture_source *pictures; /**< or NULL */
	long below; /**< Room wanted below the block being put */
	long y;	    /**< Where the next thing goes */
	bool fresh; /**< Nothing is on the page yet */
};

/** Width of the field that text fills */
long flow_width(const struct flow *flow);

/** Height of the field */
long flow_height(const struct flow *flow);

/** What is left of it on this page */
long flow_room(const struct flow *flow);

/** The page being filled; there must be one */
struct sheet *flow_sheet(const struct flow *flow);

/** Begin a page; EINVAL after SHEET_MAX */
int flow_page(struct flow *flow);

/** Begin a page unless this much room is left on this one */
int flow_need(struct flow *flow, long height);

/** Lay out a paragraph of a style, on no page yet */
struct para *flow_para(struct flow *flow, const struct rich *rich,
		       enum style_id id, long width);

/**
 * Put a paragraph where the flow is; never one line alone on a page
 *
 * @param keep  Room wanted below it on the page, for what it introduces; if
 *              there is less, its last lines go to the next page
 */
int flow_put(struct flow *flow, const struct rich *rich, enum style_id id,
	     long keep);

/** A place in the flow, to go back to */
struct flow_mark {
	size_t sheetc;
	size_t inkc; /**< On the last sheet */
	size_t pointc;
	size_t bookmarkc;
	size_t linkc;
	struct missing missing;
	long y;
	bool fresh;
};

/** Remember where the flow is */
struct flow_mark flow_here(const struct flow *flow);

/** Take away everything that was put since a mark */
void flow_back(struct flow *flow, const struct flow_mark *mark);

/** Where the baseline of a line is whose upper edge is at y */
long flow_baseline(const struct para *para, long y);

#endif
