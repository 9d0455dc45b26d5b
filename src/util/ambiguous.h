/**
 * @file util/ambiguous.h  Characters that are narrow or wide as the terminal
 * has it
 *
 * Some terminals for Chinese show quotation marks, dashes and circled numbers
 * in two columns (Unicode TR 11, East_Asian_Width=Ambiguous).
 */
#ifndef UTIL_AMBIGUOUS_H
#define UTIL_AMBIGUOUS_H

#include <stdbool.h>
#include <stdint.h>

/** True for a character that one terminal shows in one column, another in two
 */
bool ambiguous_is(uint32_t cp);

#endif
