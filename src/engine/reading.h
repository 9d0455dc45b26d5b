/**
 * @file engine/reading.h  A configuration is read beside the loop
 *
 * Reading and checking thousands of rows takes far longer than a call may wait
 * for an answer, and the disk that the file is on may take longer still.
 */
#ifndef ENGINE_READING_H
#define ENGINE_READING_H

#include "pack/config.h"

struct reading;

/** It was read; the configuration is the handler's, NULL if err is one of
 *  config_load(), with its sentence.  On the loop. */
typedef void reading_h(int err, struct config *conf, void *arg);

/**
 * Begin to read a file
 *
 * @param rp  Set to it, until h was called
 *
 * @return 0, ENOMEM or EIO; then h is not called
 */
int reading_start(struct reading **rp, const char *path, reading_h *h,
		  void *arg);

/** Nobody wants to know any more; a disk that does not answer is waited for
 *  some seconds; NULL is allowed */
void reading_stop(struct reading *r);

#endif
