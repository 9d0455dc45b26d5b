/**
 * @file util/child.h  Other programs, run without a shell
 *
 * A program is found in $PATH and gets the words it is given, as they are.  An
 * interrupt from the terminal goes to it alone while it runs, so that we can
 * tidy up behind it.
 */
#ifndef UTIL_CHILD_H
#define UTIL_CHILD_H

#include <stdbool.h>
#include <stddef.h>

/** Whether there is a program of that name in $PATH */
bool child_exists(const char *name);

/**
 * Run a program and wait for it
 *
 * @param argv     Its name and words, ended by NULL
 * @param data     Written to its standard input; NULL: it has ours
 * @param statusp  Set to its exit status, 128 + signal if it was killed
 *
 * @return 0 whatever the status; ENOENT if there is no such program; EIO
 */
int child_run(const char *const *argv, const void *data, size_t size,
	      int *statusp);

/** A program that runs beside us, in a session of its own, with nothing to
 *  read */
struct child {
	int pid;
	int fd; /**< What it writes, to either output */
};

/** Start one; end it with child_end().  0; ENOENT; EIO */
int child_begin(struct child *child, const char *const *argv);

/**
 * Wait for its end, once it writes no more
 *
 * @param stop     Ask it to end first, and see to it if it does not within
 *                 five seconds
 * @param statusp  As for child_run()
 *
 * @return 0, EIO
 */
int child_end(struct child *child, bool stop, int *statusp);

#endif
