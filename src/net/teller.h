/**
 * @file net/teller.h  Tells a server the latest of something
 *
 * Over HTTP, on a thread of its own: who tells waits for nothing.  Only the
 * latest matters, at most five times a second; it is told again each five
 * seconds, for a server that began anew knows nothing.  One that cannot be
 * reached is asked again; one that does not let us is left alone.
 */
#ifndef NET_TELLER_H
#define NET_TELLER_H

struct teller;

/** Trouble, told once of each kind, on the thread, and "" when it has passed */
typedef void teller_trouble_h(const char *trouble, void *arg);

/** Whom to tell; text is copied */
struct teller_conf {
	const char *url;  /**< "http://127.0.0.1:8060", without path */
	const char *path; /**< "/api/drill" */
	const char *token;
	const char *ca; /**< File that https is checked with, or NULL */
	teller_trouble_h *trouble;
	void *arg;
};

/**
 * Begin
 *
 * @param tp  Set to it; free it with teller_free()
 *
 * @return 0; EINVAL for an address that is none; ENOMEM or EIO
 */
int teller_alloc(struct teller **tp, const struct teller_conf *conf);

/** What to tell from now on, a JSON text */
void teller_tell(struct teller *t, const char *json);

/** 0 while it tells; the error for which the server is left alone, which was
 *  told as trouble */
int teller_error(struct teller *t);

/** Tell the last of it and end; waits for an answer, 5 s at most; NULL is
 *  allowed */
void teller_free(struct teller *t);

#endif
