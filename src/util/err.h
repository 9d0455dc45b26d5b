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
 *
 * With the sentence the user is shown a word that stays the same (err_code.h);
 * it follows from the code and from where the failure was noticed.
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
#define err_set(err, ...) err_set_at(__FILE__, err, __VA_ARGS__)

/** What err_set() does, for a named file */
int err_set_at(const char *file, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

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

/**
 * Say which code the sentence has, where rules of err_code.c cannot know
 *
 * @param code  One of err_codes, a constant
 *
 * @return err, so that a caller can write: return err_as("E-...", err_set(...))
 */
int err_as(const char *code, int err);

/**
 * The code of the sentence that err_text() gives
 *
 * @return One of err_codes, constant; "" for a hint, which has none
 */
const char *err_code(int err);

/**
 * The sentence and its code, as users are shown them
 *
 * @return Borrowed, valid until the next call on this thread
 */
const char *err_line(int err);

#endif
