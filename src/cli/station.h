/**
 * @file cli/station.h  A seat's desk in plain lines
 */
#ifndef CLI_STATION_H
#define CLI_STATION_H

#include "drill/attendant.h"
#include "tui/station.h"

/**
 * Sit at a seat, commands from standard input, one a line, what happens to
 * standard output; ends with the input
 *
 * @param conf  Without a face
 *
 * @return 0, or the errors of attendant_alloc()
 */
int station_lines(const struct attendant_conf *conf);

#endif
