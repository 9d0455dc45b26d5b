/**
 * @file engine/writer.h  The thread that waits for the disk
 *
 * What the recorder collects is queued here, in memory up to a limit; beyond it
 * silence is written in its place.  So neither packets nor other recordings
 * wait for a disk that is slow or syncs.  Recordings that end together are
 * synced together.
 *
 * If the disk is full or broken, recordings end where they are, which is said
 * once; the next one that can be written is the news that it goes on.  What
 * there is of one is finished with its call, one without sound is removed.
 */
#ifndef ENGINE_WRITER_H
#define ENGINE_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/recording.h"
#include "util/file.h"

/** Bytes of sound that may wait for the disk: 100 calls for over a minute */
#define WRITER_MAX (128u << 20)

/** What the recorder has to say */
enum recorder_news {
	RECORDER_DONE,	  /**< A recording is complete, or could not be made */
	RECORDER_STOPPED, /**< Recordings cannot be written any more */
	RECORDER_RESUMED, /**< They can again */
};

/** A message; all but news are of RECORDER_DONE */
struct recorder_done {
	enum recorder_news news;
	struct recording *rec; /**< NULL if it is not about one */
	int err;	       /**< 0 or EIO; then there is no such recording */
	bool cut; /**< Complete as far as it got: the disk took no more */
	int64_t bytes;
	int64_t lost; /**< Samples that came too late or too early */
	char sha256[SHA256_TEXT];
};

struct writer;

/**
 * Start the thread
 *
 * @param wp     Set to the writer; stop it with writer_stop()
 * @param dones  Where struct recorder_done go
 *
 * @return 0, ENOMEM or EIO
 */
int writer_start(struct writer **wp, struct pipe *dones);

/** Write what waits and end the thread; NULL is allowed */
void writer_stop(struct writer *w);

/**
 * Room for samples of a recording
 *
 * @param n  Samples of each side; 0 if it is only closed
 *
 * @return 2 * n bytes to fill and hand over with writer_put(); NULL if too
 *         much waits already: then hand over NULL
 */
uint8_t *writer_room(struct writer *w, int64_t n);

/**
 * Have samples written
 *
 * @param data   From writer_room(), interleaved; NULL: silence
 * @param at     Sample of the recording that they begin at
 * @param close  Finish the file behind them: the recording is the writer's then
 */
void writer_put(struct writer *w, struct recording *rec, uint8_t *data,
		int64_t at, int64_t n, bool close);

/** Write all of it at a place; 0 or EIO */
int writer_write(int fd, const void *data, size_t n, int64_t at);

/** Give a synced file its name, sync the folder, hash it; 0 or EIO */
int writer_name(const char *part, const char *path, int fd,
		struct recorder_done *done);

#endif
