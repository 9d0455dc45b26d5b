/**
 * @file sip/random.h  Random numbers in store
 *
 * libre 1.1 asks OpenSSL for each character of each tag and branch by itself,
 * some seventy times in a call, each time with a lock and a system call.
 * sip/random.c defines the same functions, rand_u32() and its kin, over a
 * store that is filled from the same source; what was given out is erased.
 * Each thread has its own.  As with sip/timer.h, the program is linked with
 * the static library, whose own functions are then never pulled in.
 */
#ifndef SIP_RANDOM_H
#define SIP_RANDOM_H

/** Have a process that is forked off draw numbers of its own */
void random_init(void);

#endif
