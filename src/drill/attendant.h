/**
 * @file drill/attendant.h  The desk of one seat: its telephone and its states
 *
 * The telephone is a station answered by hand; the seat's states are the
 * engine's, asked for and shown over HTTP with the operator's token.  A face
 * shows the desk and hands in commands, which are rows of one table.
 */
#ifndef DRILL_ATTENDANT_H
#define DRILL_ATTENDANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drill/station.h"

struct attendant;

/** What a desk shows; instants are ms UTC, 0: none */
struct attendant_view {
	char seat[RECORD_NAME];
	char user[RECORD_NAME];
	uint16_t registered; /**< Status of the last REGISTER, 0: none came */
	enum station_phase phase;
	bool held;
	int64_t phase_since;
	bool board;		  /**< The engine's board is read */
	char state[RECORD_NAME];  /**< Of the seat, as the board says it */
	char reason[RECORD_NAME]; /**< Of a pause */
	int64_t since;		  /**< Of the state */
	int64_t call;		  /**< The engine's number, of the last call */
	char caller[RECORD_NUMBER]; /**< As the board says; else masked */
	char queue[RECORD_NAME];
	int64_t waiting; /**< Callers in that queue, or in all */
	char note[200];
	char code[RECORD_NAME];
};

/** A command, by key and by word */
struct attendant_command {
	char key;
	const char *word;
	const char *args; /**< What follows the word, or "" */
	const char *help; /**< English, for _() */
};

/** The commands, ended by a NULL word */
extern const struct attendant_command attendant_commands[];

/** Who shows the desk; handlers run on the loop, as does the face */
struct attendant_face {
	int fd;			  /**< Watched for input */
	void (*input)(void *arg); /**< There is some */
	void (*changed)(const struct attendant_view *view, void *arg);
	void (*said)(const char *line, bool bad, void *arg);
	void *arg;
};

/** What an operator's desk needs; text is borrowed */
struct attendant_conf {
	const char *config; /**< The engine's configuration file */
	const char *seat;
	const char *token; /**< NULL: no states, the telephone alone */
	const struct attendant_face *face;
};

/**
 * Open the desk; the loop must be open
 *
 * @param op  Set to it; free it with attendant_free()
 *
 * @return 0; ENOENT if there is no such seat; EINVAL; errors of the file
 */
int attendant_alloc(struct attendant **op, const struct attendant_conf *conf);

/** Leave: hang up, unregister, free; NULL is allowed */
void attendant_free(struct attendant *o);

/**
 * Do what a line says: a word of the commands or its key, and what follows
 *
 * What comes of it is said by the face.
 */
void attendant_do(struct attendant *o, const char *line);

/** Hang up, unregister, and end the loop a moment later */
void attendant_quit(struct attendant *o);

/** What is shown */
const struct attendant_view *attendant_view(const struct attendant *o);

#endif
