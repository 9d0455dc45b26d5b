/**
 * @file tui/match.h  What is typed to find a command
 */
#ifndef TUI_MATCH_H
#define TUI_MATCH_H

#include <stdbool.h>

/** True if a text has what is typed in it, or the initials of its Chinese have:
 *  撤销 is found by cx; nothing typed is in every text */
bool match_text(const char *text, const char *typed);

/** The same for a message of ours in both languages: as the user reads it, and
 *  in English */
bool match_message(const char *msgid, const char *typed);

#endif
