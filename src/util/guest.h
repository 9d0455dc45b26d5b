/**
 * @file util/guest.h  A program that has the terminal to itself for a while
 *
 * An editor, run with our standard streams in a group of processes of its own,
 * which is the one in the foreground meanwhile: keys that end or stop a program
 * are for it alone, and it can be ended together with all that it started.
 */
#ifndef UTIL_GUEST_H
#define UTIL_GUEST_H

#include <stdbool.h>

/** Asked about once a second, and after a signal; true: it is to end */
typedef bool guest_h(void *arg);

/**
 * Run a program and wait for it
 *
 * One that is to end gets SIGTERM and, if that does not help for some seconds,
 * SIGKILL.  One that stops goes on at once: nobody would see that it waits.
 *
 * @param argv     Path of the program and its words, ended by NULL
 * @param statusp  Set to its exit status, 128 + signal if it was killed
 *
 * @return 0 whatever the status; ENOENT if there is no such program; EIO
 */
int guest_run(const char *const *argv, guest_h *ends, void *arg, int *statusp);

#endif
