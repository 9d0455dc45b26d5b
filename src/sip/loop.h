/**
 * @file sip/loop.h  The one thread on which SIP happens
 *
 * libre's objects are not safe between threads: everything that touches them
 * runs on the thread that called loop_open() and loop_run().  Other threads
 * ring a bell, by writing to its eventfd; its handler then runs on the loop.
 */
#ifndef SIP_LOOP_H
#define SIP_LOOP_H

struct bell;

/** Runs on the loop after the bell was rung */
typedef void bell_h(void *arg);

/** Runs on the loop when a signal came: SIGINT, SIGTERM or SIGHUP */
typedef void loop_signal_h(int signo, void *arg);

/**
 * Prepare libre for this thread, once per process, before any other thread
 *
 * SIGINT, SIGTERM and SIGHUP are blocked from here on, see loop_signals();
 * SIGPIPE is ignored.
 *
 * @param max_fds  Highest descriptor plus one that the loop can watch; other
 *                 threads' sockets count too, as libre indexes by number
 *
 * @return 0, EINVAL, ENOMEM or EIO
 */
int loop_open(int max_fds);

/** Give back what loop_open() took; every object of libre must be gone */
void loop_close(void);

/** Serve sockets, timers, bells and signals until loop_stop(); 0 or EIO */
int loop_run(void);

/** Make loop_run() return; call it on the loop */
void loop_stop(void);

/**
 * Have signals handled on the loop
 *
 * @param h    Runs for each signal
 * @param arg  Handler argument
 *
 * @return 0, EBUSY if this was called already, EIO or ENOMEM
 */
int loop_signals(loop_signal_h *h, void *arg);

/**
 * Make a bell
 *
 * @param bellp  Set to the bell; free it with bell_free() on the loop
 * @param h      Runs on the loop, once for any number of rings before it
 *
 * @return 0, ENOMEM or EIO
 */
int bell_alloc(struct bell **bellp, bell_h *h, void *arg);

/** Free a bell that nobody can ring any more; NULL is allowed */
void bell_free(struct bell *bell);

/** Descriptor of the bell's eventfd: a write() from any thread rings it */
int bell_fd(const struct bell *bell);

#endif
