/**
 * @file util/remote.h  File systems that programs on two machines share
 *
 * A database there could be damaged: SQLite's locks and the memory its programs
 * share reach no further than one machine (sqlite.org/wal.html, section 1;
 * sqlite.org/faq.html, question 5).
 */
#ifndef UTIL_REMOTE_H
#define UTIL_REMOTE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/**
 * Whether a file system may be on another machine
 *
 * @param magic  f_type of statfs(2)
 * @param type   Its type as in /proc/self/mountinfo, e.g. "fuse.sshfs", "" if
 *               not known; it decides for FUSE only, where all but those known
 *               to be local may be
 */
bool remote_is(uint64_t magic, const char *type);

/** The type of a device's file system in the lines of a mountinfo file; false
 *  if it is not there */
bool remote_type(FILE *mountinfo, dev_t dev, char *type, size_t size);

/** 0, or EPERM with the reason and what to do if a path, or the folder it would
 *  lie in, is on such a file system */
int remote_refuse(const char *path);

/** Whether it is */
bool file_is_remote(const char *path);

#endif
