/**
 * @file util/core.h  No memory of ours in files
 */
#ifndef UTIL_CORE_H
#define UTIL_CORE_H

/**
 * Leave no core file if the program crashes, and let no other program of the
 * same account read its memory: it holds personal data and secrets
 *
 * Programs that it starts leave none either.  Under AddressSanitizer nothing is
 * done: its leak check reads memory the same way.
 */
void core_forbid(void);

/** Take that back, for somebody who looks for a crash */
void core_allow(void);

#endif
