/**
 * @file tui/asked.h  What is typed as the answer of a question, kept
 *
 * Questions of a screen often follow one another before anything is done with
 * their answers.  What was answered so far, and what is being typed, is kept as
 * a field of a form is (tui/typing.h).  After a sudden end, or if doing it
 * failed, the same questions begin with it.  Questions that filter are not
 * kept.
 */
#ifndef TUI_ASKED_H
#define TUI_ASKED_H

#include <stdbool.h>
#include <stddef.h>

struct screen;
struct tui;

/** A question by its label, and what was typed */
struct asked_pair {
	char *label;
	char *text;
};

struct asked_pairs {
	struct asked_pair *v;
	size_t c;
};

/** Of the running program; zeroed at its start */
struct asked {
	struct asked_pairs given; /**< Answers since the first question */
	struct asked_pairs left;  /**< What the same questions begin with */
	size_t row;	  /**< Of the cursor, when the first was asked */
	size_t left_row;  /**< The same of those left; SIZE_MAX: any row */
	bool taken;	  /**< A question has begun with one of them */
	char *left_path;  /**< File of a program that is no more, or NULL */
	const char *view; /**< Name of the screen that asks */
	char *no;	  /**< Dossier, or "-" */
	char *kept;	  /**< What is on disk of it, or NULL */
};

/** A question is being asked: begin it with what was left of it */
void asked_begin(struct screen *s);

/** It was answered */
void asked_give(struct tui *tui, const char *label, const char *text);

/** The answer was taken, and something done unless another question is being
 *  asked now; err: what came of it */
void asked_end(struct tui *tui, int err);

/** Nothing of it is wanted any more: it is done, or was given up */
void asked_forget(struct tui *tui);

/** Keep what is being typed, against a sudden end */
void asked_keep(struct tui *tui);

/** A screen was opened: say what is left of its questions, if anything */
void asked_offer(struct screen *s);

void asked_release(struct asked *a);

/** True if text that was kept is of a question, not of a field */
bool asked_is_key(const char *key);

#endif
