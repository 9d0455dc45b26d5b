/**
 * @file util/clip.h  Text to the clipboard of whoever sits at the terminal
 *
 * Sent as an OSC 52 sequence, which xterm, kitty, foot, Windows Terminal, tmux
 * (set-clipboard on) and others hand to the clipboard of their own machine, so
 * that it works over SSH.  Nothing is ever read back.
 */
#ifndef UTIL_CLIP_H
#define UTIL_CLIP_H

#include "util/str.h"

/** Most bytes of a text; terminals drop longer sequences in silence */
#define CLIP_MAX 65536

/** Append the sequence that copies a text; 0, or EINVAL for one too long */
int clip_sequence(struct str *to, const char *text);

#endif
