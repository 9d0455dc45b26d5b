/**
 * @file engine/pipe.h  Messages from one thread to one other
 *
 * A ring of fixed slots with one writer and one reader, no lock and no
 * allocation; the reader sleeps on an eventfd that several pipes may share.
 * Only the message that finds a pipe empty wakes it, so before it sleeps it has
 * to take messages until there are none.  A full pipe refuses: what must not be
 * lost is kept by the sender.
 */
#ifndef ENGINE_PIPE_H
#define ENGINE_PIPE_H

#include <stdbool.h>
#include <stddef.h>

struct pipe;

/**
 * Make a pipe
 *
 * @param pipep  Set to the pipe; free it with pipe_free()
 * @param slots  Messages it holds, a power of two
 * @param size   Bytes of one message
 * @param fd     eventfd of the reader, which is not closed with the pipe
 *
 * @return 0 or ENOMEM
 */
int pipe_alloc(struct pipe **pipep, size_t slots, size_t size, int fd);

/** Free a pipe that no thread uses any more; NULL is allowed */
void pipe_free(struct pipe *pipe);

/** Send a message, and wake the reader if it may sleep; false if the pipe is
 *  full */
bool pipe_push(struct pipe *pipe, const void *message);

/** Send a message without waking the reader; false if the pipe is full */
bool pipe_put(struct pipe *pipe, const void *message);

/** Wake the reader for what was put */
void pipe_wake(struct pipe *pipe);

/** Take the next message; false if there is none */
bool pipe_pop(struct pipe *pipe, void *message);

#endif
