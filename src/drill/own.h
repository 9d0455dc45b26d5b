/**
 * @file drill/own.h  An engine that the drill starts itself
 *
 * So that it may kill it.  What the engine logs goes to a file of the drill's
 * folder.
 */
#ifndef DRILL_OWN_H
#define DRILL_OWN_H

#include <stdbool.h>
#include <sys/types.h>

/** How to start it; texts are borrowed while it lives */
struct own {
	const char *const *argv; /**< Program and words, ended by NULL */
	const char *log;	 /**< File that its stderr is appended to */
	pid_t pid;		 /**< 0: none runs */
	int out;		 /**< Its stdout */
	bool ready;		 /**< It has said so */
};

/** Start it; 0, ENOENT or EIO */
int own_start(struct own *own);

/** Whether it is ready by now; EIO with a sentence if it has ended */
int own_look(struct own *own, bool *readyp);

/** Wait until it is ready, at most a minute; 0 or EIO */
int own_wait(struct own *own);

/** Kill it as a power cut would, and take its status */
void own_kill(struct own *own);

/** Ask it to end, and wait; nothing happens if none runs */
void own_stop(struct own *own);

#endif
