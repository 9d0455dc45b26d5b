/**
 * @file util/apart.h  Work in a process of its own, with bounds
 *
 * For libraries that read files from outside and have no bounds of their own: a
 * small file that unpacks to gigabytes, or is nested until the stack ends,
 * costs that process, not us.
 */
#ifndef UTIL_APART_H
#define UTIL_APART_H

#include <stddef.h>

/** Memory beyond what we have, and time on the processor */
#define APART_BYTES   ((size_t)512 << 20)
#define APART_SECONDS 20

/** The work: puts its answer where the caller will find it; nothing else that
 *  it changes comes back */
typedef void apart_h(void *answer, const void *arg);

/**
 * Do work in a child process and wait for it
 *
 * @param h       Must not use the database, nor write to files of ours
 * @param answer  Filled in if the work came to its end; no pointers in it
 *
 * @return 0; ECANCELED if it was stopped, for want of memory or time, or by a
 *         signal; EIO
 */
int apart_run(apart_h *h, const void *arg, void *answer, size_t size);

#endif
