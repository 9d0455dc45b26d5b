/**
 * @file tui/player.h  Sound played by a program of the house
 *
 * The first of pw-play, paplay, aplay, ffplay, mpv and play that is in $PATH.
 * It reads the sound from memory: nothing of it comes to a disk.
 */
#ifndef TUI_PLAYER_H
#define TUI_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct player {
	pid_t pid; /**< 0: nothing plays */
	const char *name;
};

/** Name of the program that will play, NULL if there is none */
const char *player_find(void);

/** Play a WAV file; what plays is stopped.  0; ENOENT without a program; EIO */
int player_start(struct player *p, const void *wav, size_t size);

/**
 * See how it goes
 *
 * @param statusp  Set to its exit status when it has ended, 128 + signal if it
 *                 was killed
 *
 * @return True once, when it has ended
 */
bool player_ended(struct player *p, int *statusp);

/** Stop it */
void player_stop(struct player *p);

#endif
