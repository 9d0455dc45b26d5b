/**
 * @file typeset/wrap.h  Where a line of Chinese may end
 *
 * libunibreak with the rules of its year (Unicode 6.2), corrected by a table
 * for what Chinese typesetting wants (W3C, Requirements for Chinese Text
 * Layout, 3.1.6): no closing mark or stop at the start of a line, no opening
 * one at its end, no cut inside a dash or an ellipsis.
 */
#ifndef TYPESET_WRAP_H
#define TYPESET_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Noncharacters of Unicode that stand for something inside our own texts */
#define WRAP_BREAK    0xFDD0 /**< End of line */
#define WRAP_UNTICKED 0xFDD1 /**< An empty box */
#define WRAP_TICKED   0xFDD2 /**< A ticked box */
#define WRAP_LINE     0xFDD3 /**< A rule to write on, a character wide */
#define WRAP_LAST     WRAP_LINE

/** What a character does to the line it is on */
enum wrap_class {
	WRAP_OTHER,
	WRAP_OPEN,   /**< Opening bracket or quotation mark */
	WRAP_CLOSE,  /**< Closing one */
	WRAP_STOP,   /**< Stop, comma, colon and so on, full width */
	WRAP_MIDDLE, /**< Middle dot, dash, ellipsis, unit: not at a start */
	WRAP_DIGIT,
	WRAP_UNIT, /**< What is counted, behind a number: year, day, floor */
	WRAP_BOX,
	WRAP_PEN,  /**< A rule to write on */
	WRAP_IDEO, /**< Other full-width characters */
};

/** Class of a character */
enum wrap_class wrap_class(uint32_t cp);

/** Prepare libunibreak's tables; before anything else, any number of times */
void wrap_init(void);

/**
 * Find the places where a line may end
 *
 * @param may  Receives for each character whether a line may end behind it
 */
void wrap_points(bool *may, const uint32_t *cp, size_t n);

#endif
