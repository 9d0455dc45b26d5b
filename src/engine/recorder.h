/**
 * @file engine/recorder.h  The threads that make recordings
 *
 * One collects what the media threads have placed, before their rings run over;
 * the other waits for the disk (engine/writer.h), so that a slow one delays no
 * packet and loses no sound.  Each write is followed by a new header: the file
 * can be played at any moment, also after kill -9.  It is called NAME.wav.part
 * until it is complete, synced and hashed.
 */
#ifndef ENGINE_RECORDER_H
#define ENGINE_RECORDER_H

#include <stdint.h>

#include "engine/recording.h"
#include "engine/writer.h"
#include "pack/config.h"
#include "util/file.h"

/** Most media threads */
#define RECORDER_SOURCES CONFIG_THREADS

struct recorder;

/**
 * Start the thread
 *
 * @param rp       Set to the recorder; stop it with recorder_stop()
 * @param sources  Number of media threads, each with a pipe of its own,
 *                 at most RECORDER_SOURCES
 * @param done_fd  eventfd to ring when a recording is done
 *
 * @return 0, ENOMEM or EIO
 */
int recorder_start(struct recorder **rp, unsigned sources, int done_fd);

/** Finish what was ordered and end the thread; NULL is allowed */
void recorder_stop(struct recorder *r);

/** Pipe of struct recording_order for one media thread */
struct pipe *recorder_orders(struct recorder *r, unsigned source);

/** Take the next message; false if there is none */
bool recorder_pop(struct recorder *r, struct recorder_done *done);

/**
 * Make a file that a crash left behind whole again: header after its size,
 * ".part" taken off the name
 *
 * @param part    Path ending in ".part"
 * @param bytesp  Set to the size of the finished file
 * @param sha256  Its hash
 *
 * @return 0, ENOENT if it was empty and is removed, EBADMSG if it is no
 *         recording, EIO
 */
int recorder_repair(const char *part, int64_t *bytesp,
		    char sha256[SHA256_TEXT]);

#endif
