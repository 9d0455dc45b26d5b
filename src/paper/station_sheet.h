/**
 * @file paper/station_sheet.h  What somebody needs who sets up a seat's phone
 */
#ifndef PAPER_STATION_SHEET_H
#define PAPER_STATION_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "pack/config.h"

/** Which sheets; text is borrowed */
struct station_sheet {
	const struct config *config;
	const char *const *seatv; /**< Names of seats */
	size_t seatc;
	const char *server; /**< HOST:PORT that telephones register with; NULL:
				 the engine's first UDP address */
	bool secrets;	    /**< Print them, and into the code */
};

/**
 * Write the sheets, a page a seat, each with a QR code of its account
 *
 * The code is a SIP address, "sip:USER@HOST:PORT;transport=udp", with the
 * secret after the user if it is printed.  The file can be read by its owner
 * alone.
 *
 * @return 0; ENOENT if there is no such seat; EINVAL if the server is not known
 *         or is every address of the machine; the errors of filing_render()
 */
int station_sheet_write(const struct station_sheet *sheet, const char *path);

#endif
