/**
 * @file sip/frame.h  Messages out of a stream of bytes (RFC 3261 18.3)
 *
 * Pure; each byte is looked at once, however few arrive at a time.
 */
#ifndef SIP_FRAME_H
#define SIP_FRAME_H

#include <stdbool.h>
#include <stddef.h>

/** Longest head, and longest body, bytes */
#define FRAME_HEAD_MAX 16384
#define FRAME_BODY_MAX 16384

/** What the bytes begin with */
enum frame_kind {
	FRAME_MORE,    /**< A message, or nothing, that is not all there */
	FRAME_MESSAGE, /**< A whole message of size bytes */
	FRAME_CRLF,    /**< The end of a line between messages, size bytes */
	FRAME_BAD,     /**< No end of the message can be found; size is that of
			    its head, 0 if that has no end either */
};

/** How far a message was looked through; zero before its first byte */
struct frame {
	size_t seen; /**< Bytes without the end of the head */
	size_t size; /**< See enum frame_kind; set once the head is there */
};

/** Look at the bytes of a stream from the beginning of a message on */
enum frame_kind frame_find(struct frame *frame, const char *data, size_t n);

#endif
