/**
 * @file util/err.h  Why a call failed
 *
 * Functions that can fail return 0, or a positive errno code.  The function
 * that notices the failure also leaves a sentence for the user; everyone above
 * it just hands the code on, and only a front end prints the sentence.
 *
 * The codes, and no others: EINVAL bad argument or value, ENOENT no such thing,
 * EEXIST already there, EPERM the rules forbid it, EBADMSG input does not
 * parse, EBUSY in use, EIO disk or database, EPROTO the peer broke the
 * protocol, ENOMEM in engine/ only, ECANCELED a handler stopped the work.
 */
#ifndef UTIL_ERR_H
#define UTIL_ERR_H

/**
 * Remember why a call failed; one sentence per thread is kept
 *
 * @param err  Code to return
 * @param fmt  The sentence, lower case and without a full stop; text that
 *             comes from outside is made safe for a terminal
 *
 * @return err, so that a caller can write: return err_set(ENOENT, ...)
 */
int err_set(int err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * Put words in front of the sentence kept, for example a file name
 *
 * @return err
 */
int err_prefix(int err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * Explain a code
 *
 * @param err  Code that a function has just returned
 *
 * @return The sentence kept for it, otherwise the system's; borrowed, valid
 *         until the next err_set() on this thread
 */
const char *err_text(int err);

#endif
