/**
 * @file sip/account.h  Who we are to a server that asks for a password
 */
#ifndef SIP_ACCOUNT_H
#define SIP_ACCOUNT_H

#include "sip/compat.h"

/** A user and his secret; a memory object, wiped when nobody refers to it */
struct account;

/**
 * Have an account
 *
 * @param ap    Set to it; free it with mem_deref()
 * @param with  A memory object that lives as long, or NULL
 *
 * @return 0 or ENOMEM
 */
int account_alloc(struct account **ap, const char *user, const char *secret,
		  void *with);

/** Answer a challenge (RFC 3261 22.2): handler of libre, its argument an
 *  account */
int account_answer(char **user, char **secret, const char *realm, void *arg);

#endif
