/**
 * @file engine/pipe.c  A ring with one writer and one reader
 */
#include "engine/pipe.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"

#define LINE 64 /* bytes of a cache line: the two ends do not share one */

struct pipe {
	_Alignas(LINE) atomic_size_t head; /**< Next to write */
	_Alignas(LINE) atomic_size_t tail; /**< Next to read  */
	_Alignas(LINE) size_t mask;
	size_t size;
	uint8_t *slotv;
	int fd;
};

int pipe_alloc(struct pipe **pipep, size_t slots, size_t size, int fd)
{
	struct pipe *pipe = aligned_alloc(LINE, sizeof(*pipe));

	assert((slots & (slots - 1)) == 0);
	if (pipe) {
		memset(pipe, 0, sizeof(*pipe));
		pipe->slotv = calloc(slots, size);
	}
	if (!pipe || !pipe->slotv) {
		free(pipe);
		return err_set(ENOMEM, _("no memory for a pipe"));
	}

	pipe->mask = slots - 1;
	pipe->size = size;
	pipe->fd = fd;
	*pipep = pipe;
	return 0;
}

void pipe_free(struct pipe *pipe)
{
	if (!pipe)
		return;
	free(pipe->slotv);
	free(pipe);
}

bool pipe_put(struct pipe *pipe, const void *message)
{
	size_t head = atomic_load_explicit(&pipe->head, memory_order_relaxed);
	size_t tail = atomic_load_explicit(&pipe->tail, memory_order_acquire);

	if (head - tail > pipe->mask)
		return false;

	memcpy(pipe->slotv + (head & pipe->mask) * pipe->size, message,
	       pipe->size);
	atomic_store_explicit(&pipe->head, head + 1, memory_order_release);
	return true;
}

void pipe_wake(struct pipe *pipe)
{
	const uint64_t one = 1;

	if (write(pipe->fd, &one, sizeof(one)) < 0)
		return; /* a full counter wakes the reader as well */
}

/* The reader is woken by the message that finds the pipe empty: before it
 * sleeps it looks once more, so either it sees the message or we see that it
 * had taken all before.  The two fences make sure of that. */
bool pipe_push(struct pipe *pipe, const void *message)
{
	size_t head = atomic_load_explicit(&pipe->head, memory_order_relaxed);

	if (!pipe_put(pipe, message))
		return false;
	atomic_thread_fence(memory_order_seq_cst);
	if (atomic_load_explicit(&pipe->tail, memory_order_relaxed) == head)
		pipe_wake(pipe);
	return true;
}

bool pipe_pop(struct pipe *pipe, void *message)
{
	size_t tail = atomic_load_explicit(&pipe->tail, memory_order_relaxed);
	size_t head = atomic_load_explicit(&pipe->head, memory_order_acquire);

	if (tail == head) {
		atomic_thread_fence(memory_order_seq_cst);
		head = atomic_load_explicit(&pipe->head, memory_order_acquire);
	}
	if (tail == head)
		return false;

	memcpy(message, pipe->slotv + (tail & pipe->mask) * pipe->size,
	       pipe->size);
	atomic_store_explicit(&pipe->tail, tail + 1, memory_order_release);
	return true;
}
