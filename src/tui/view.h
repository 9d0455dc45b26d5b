/**
 * @file tui/view.h  What a screen is: columns, keys, rows
 *
 * A screen is declared, not programmed: its file ends in a struct view whose
 * tables name the columns and the keys.  The list, the title, the key bar and
 * the help are drawn from those tables by view.c; the screen only fills in
 * cells.  Open screens lie on a stack; the upper ones may be popups.
 */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/library.h"
#include "tui/asked.h"
#include "tui/draw.h"
#include "tui/edit.h"
#include "tui/keys.h"
#include "tui/sieve.h"
#include "util/settings.h"
#include "util/str.h"

/** Smallest terminal we draw on */
#define VIEW_MIN_W 60
#define VIEW_MIN_H 12

struct screen;
struct clash;
struct errand;
struct verb;

/** What a column shows in a row */
struct cell {
	struct str text;
	enum draw_style style; /**< DRAW_PLAIN follows the row */
	size_t mark;	       /**< Where the part begins that stands out */
	size_t mark_bytes;     /**< 0: none does */
};

/** Fill in the cell of a row; the cell comes empty and plain */
typedef void cell_h(const struct screen *s, size_t row, struct cell *cell);

/** A column; the last row of a table has no cell */
struct column {
	const char *title; /**< N_() text, NULL: no title row */
	int width;	   /**< Columns; 0 takes what is left */
	int from;	   /**< Shown on parts at least this wide */
	bool edits;	   /**< The editor stands here */
	cell_h *cell;
};

/** Act on a key; the error is shown to the user */
typedef int press_h(struct screen *s);

/** Why a key cannot be used now, or NULL if it can */
typedef const char *why_not_h(const struct screen *s);

/** A key; the last row of a table has no press */
struct key {
	int key;
	const char *word; /**< N_() word for the key bar; NULL: not there */
	const char *help; /**< N_() sentence for the help */
	press_h *press;
	why_not_h *why_not; /**< NULL: always possible */
};

/** A kind of screen */
struct view {
	const char *name;  /**< For --screen and the log */
	const char *title; /**< N_() text */
	const struct column *columns;
	const struct key *keys;
	bool popup; /**< Drawn over the screen below, as high as its rows */

	/** Make s->data; what it needs comes as arg of view_open() */
	int (*open)(struct screen *s, const void *arg);

	/** Read the model anew and set s->rowc */
	int (*load)(struct screen *s);

	/** Free s->data; what was typed must be on disk before */
	void (*close)(struct screen *s);

	/* The rest is NULL where a screen has no such thing */

	/** Title, if it is more than the view's own */
	void (*title_of)(const struct screen *s, struct str *to);

	/** What stands at the right end of the title */
	void (*status)(const struct screen *s, struct str *to);

	/** Text of a title between rows, which the cursor passes over; NULL
	 *  for other rows */
	const char *(*heading)(const struct screen *s, size_t row,
			       enum draw_style *stylep);

	/** N_() question of the filter of the rows; see tui/sieve.h */
	const char *filter;

	/** Append what a row is found by besides what its columns show */
	void (*words)(const struct screen *s, size_t row, struct str *to);

	/** True if load() heeds view_filter() itself */
	bool sifts;

	/** True for a row that the user has marked */
	bool (*marked)(const struct screen *s, size_t row);

	/** Text of a row that stands across all columns but the first; NULL
	 *  for other rows */
	const char *(*across)(const struct screen *s, size_t row);

	/** Sentence when there are no rows */
	const char *(*empty)(const struct screen *s);

	/** Nobody waits for anything: find out, for some 20 ms, what the rows
	 *  in sight were drawn without while tui->hurried was set; false if
	 *  there was nothing */
	bool (*spare)(struct screen *s);

	/** Draw what belongs to the row of the cursor */
	void (*detail)(const struct screen *s, const struct rect *r);

	/** The same in one line, where there is no room for detail */
	void (*note)(const struct screen *s, struct str *to);

	/** Draw instead of rows */
	void (*draw)(struct screen *s, const struct rect *r);

	/** Lines that say what draw shows, for those who read them one by one;
	 *  NULL: what draw draws, from left to right */
	void (*say)(struct screen *s, struct str *to);

	/** The cursor is about to leave its row; an error keeps it there */
	int (*leave)(struct screen *s);

	/** The cursor has come to a row */
	void (*arrive)(struct screen *s);

	/** Typing has paused for about a second, or cannot be saved at the
	 *  end: keep it against a sudden end */
	void (*idle)(struct screen *s);

	/** A key that no table knows; true if it was used */
	bool (*type)(struct screen *s, int key);

	/** What y copies of the row of the cursor; NULL: what it shows */
	void (*copied)(const struct screen *s, struct str *to);

	/** Number of the dossier that the screen, or the row of the cursor, is
	 *  about; NULL if none is; borrowed */
	const char *(*no)(const struct screen *s);

	/** One types in the row of the cursor, so it is not reversed */
	bool is_form;
};

/** A line typed at the bottom of the screen; constant rows of a view */
struct question {
	const char *label;				     /**< N_() */
	void (*changed)(struct screen *s, const char *text); /**< or NULL */
	int (*done)(struct screen *s, const char *text);
	void (*dropped)(struct screen *s); /**< Esc was pressed; or NULL */
};

/** The running program, as all screens see it */
struct tui {
	struct db *db;
	struct library *library;
	struct pack *shipped;	  /**< The rule pack that ships with us */
	const struct pack *pack;  /**< Of the dossier that is open */
	struct checker *checker;  /**< As pack */
	struct settings settings; /**< What the user has chosen */
	struct screen *top;
	const struct question *question; /**< Being asked, or NULL */
	struct edit answer;
	struct asked asked;
	struct kills kills; /**< What was cut, copied or deleted in editors */
	struct str message;
	enum draw_style message_style;
	int caret_y; /**< Where the editor was drawn; -1: nowhere */
	int caret_x;
	bool deaf; /**< During a paste that no editor is there to take */
	struct clash *clash;  /**< Being asked about; see tui/clash.h */
	int64_t undo_dossier; /**< Whose last change may be taken back */
	int64_t undo_change;  /**< That change */
	/** To be done by the top screen once those that close are gone; or
	 *  NULL */
	int (*then)(struct screen *s, const void *arg);
	const void *then_arg;
	const struct verb *verbs; /**< Commands of the command line, or NULL */
	const char *const *options; /**< What we were given before the command,
				     *   ended by NULL; or NULL */
	bool ran; /**< One was run, which may have changed the database */
	struct errand *errand; /**< A command being asked about; tui/verb.h */
	bool plain; /**< Linear mode: lines instead of a drawn screen */
	/** What takes long to find out is drawn as not known yet; spare() of
	 *  the view is called when there is time */
	bool hurried;
	unsigned rights;    /**< Bit 1 << right for what one's role may do */
	struct str may_not; /**< Why the rest may not be done */
	bool quit;
	bool ending; /**< All screens are being closed; nobody answers */
};

/** Let the rule pack of a dossier be the one in use; NULL: the shipped one.  0,
 *  or the errors of library_get() */
int tui_use(struct tui *tui, const struct dossier *d);

/** True once a signal has asked the program to end; long work stops then */
bool tui_is_ended(void);

/** Read all screens anew and say so if someone else has changed the database
 *  since the version that was seen; true if so */
bool tui_look(struct tui *tui, int64_t *seenp);

/** An open screen */
struct screen {
	const struct view *view;
	struct tui *tui;
	struct screen *below;
	void *data; /**< The view's own */

	size_t rowc;
	size_t cursor;
	size_t first;	     /**< First row shown */
	size_t page;	     /**< Rows that fit, as last drawn */
	struct rect rows;    /**< Where they stand, as last drawn */
	struct sieve *sieve; /**< Which rows are shown; NULL: all */

	struct edit *edit; /**< Editor in the row of the cursor, or NULL */
	const char *unit;  /**< What stands behind it, or NULL; borrowed */
	bool warned; /**< Leaving failed once; the next time it does not matter
		      */
	bool closing;
};

/** Open a screen on top; its error has been said, the stack stands; ECANCELED
 *  while all are being closed */
int view_open(struct tui *tui, const struct view *view, const void *arg);

/** Close a screen after the key that is being handled */
void view_close(struct screen *s);

/** Free the screens that were closed */
void view_reap(struct tui *tui);

/** Leave and close all screens, saving what was typed without a question; what
 *  cannot be saved so is kept as after a sudden end */
void view_close_all(struct tui *tui);

/** Read a screen anew; the cursor stays within its rows */
int view_load(struct screen *s);

/** Read all open screens anew */
void view_load_all(struct tui *tui);

/** Say something in the message line until the next key */
void view_say(struct tui *tui, enum draw_style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/** Move the cursor to a row, or the nearest that is not a heading.  The row it
 *  stands on is left first, which may fail. */
int view_move(struct screen *s, size_t row);

/** Whether a row is a heading, which no cursor stands on */
bool view_is_heading(const struct screen *s, size_t row);

/** Do what a key of the screen does, or say why that cannot be done now */
void view_press_key(struct screen *s, const struct key *row);

/** Move the cursor up or down by rows that are not headings */
int view_step(struct screen *s, int rows);

/** Why a key of a screen cannot be used now: the role, or the key's own reason;
 *  NULL if it can */
const char *view_why_not(const struct screen *s, const struct key *key);

/** Read anew what the role of who runs the program may do; 0, EBUSY or EIO */
int view_read_role(struct tui *tui);

/** Whether personal data is to be masked */
bool view_is_masked(const struct tui *tui);

/** Why a screen may not be opened, or nothing be typed in one; or NULL */
const char *view_why_not_open(const struct tui *tui, const struct view *view);
const char *view_why_not_type(const struct screen *s);

/** Close the screens that the role, read anew, does not allow any more */
void view_close_forbidden(struct tui *tui);

/** Ask the user for a line of text, beginning with one */
void view_ask(struct screen *s, const struct question *question,
	      const char *text);

/* What many views have in their key tables */
press_h view_press_back; /**< Close the screen, its row being left first */
press_h view_press_help; /**< Show the keys of the screen */
press_h view_press_quit; /**< End the program */

press_h view_press_filter; /**< Ask which rows to show; needs view->filter */

/** Search through everything, the row being left first */
press_h view_press_search;

/** True between the ends of a paste; nothing needs to be drawn then */
bool view_is_pasting(const struct tui *tui);

/** Handle a key of the top screen */
void view_press(struct tui *tui, int typed);

/* The screens */
extern const struct view view_dossiers; /**< arg: NULL */
extern const struct view view_guide;	/**< arg: NULL */
extern const struct view view_settings; /**< arg: NULL */
extern const struct view view_help;	/**< arg: struct screen to explain */

/** What the help says of the keys that lists, and places where one types, have
 *  in common; not acted on */
extern const struct key help_list_keys[];
extern const struct key help_edit_keys[];

#endif
