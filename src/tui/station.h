/**
 * @file tui/station.h  A seat's desk on the screen
 */
#ifndef TUI_STATION_H
#define TUI_STATION_H

#include "drill/attendant.h"

/**
 * Sit at a seat on the terminal until one leaves
 *
 * @param conf  Without a face
 *
 * @return 0, EINVAL without a terminal, or the errors of attendant_alloc()
 */
int tui_station_run(const struct attendant_conf *conf);

#endif
