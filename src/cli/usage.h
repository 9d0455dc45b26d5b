/**
 * @file cli/usage.h  What a command wants to be told, one way a line
 *
 * The arguments of a command's row hold its ways of use, parted by " | ".  The
 * first word of a way in small letters is its subcommand.
 */
#ifndef CLI_USAGE_H
#define CLI_USAGE_H

#include <stdio.h>

#include "cli/cli.h"
#include "util/str.h"

/** Print the ways of use, a line each; word: only those of a subcommand, NULL:
 *  all */
void usage_print(FILE *to, const struct command *c, const char *word);

/** The words a command may be told, each once, parted by blanks: subcommands,
 *  then options with their dashes; "NO" in front if a dossier comes first */
void usage_words(struct str *to, const struct command *c);

/** Refuse a subcommand that a command does not have: EINVAL with the nearest
 *  one, or with all of them */
int usage_unknown(const struct command *c, const char *word);

#endif
