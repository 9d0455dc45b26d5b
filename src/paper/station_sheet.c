/**
 * @file paper/station_sheet.c  What somebody needs who sets up a seat's phone
 */
#include "paper/station_sheet.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "paper/filing.h"
#include "util/clock.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"

#define TEMPLATE "station-sheet.md"
#define TITLE	 "座席话机配置单"
#define EXPIRES	 60 /* s, within what every engine takes */

static int find_server(const struct station_sheet *sheet, const char **to)
{
	const struct config_listen *l = &sheet->config->listen;

	*to = sheet->server;
	for (unsigned i = 0; i < l->sip_count && !*to; i++) {
		if (!strncmp(l->sip[i], "udp:", 4))
			*to = l->sip[i] + 4;
	}
	if (!*to || strpbrk(*to, " \t\r\n<>@"))
		return err_set(EINVAL, _("name the address that telephones "
					 "register with: --address HOST:PORT"));
	if (!strncmp(*to, "0.0.0.0:", 8) || !strncmp(*to, "[::]:", 5))
		return err_set(EINVAL,
			       _("%s is every address of this machine; "
				 "name one: --address HOST:PORT"),
			       *to);
	return 0;
}

/* RFC 3261 25.1: what is not unreserved is written as %XX */
static void add_escaped(struct str *to, const char *text)
{
	for (; *text; text++) {
		const unsigned char c = (unsigned char)*text;

		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || strchr("-_.!~*'()", c))
			str_add_char(to, *text);
		else
			str_addf(to, "%%%02X", c);
	}
}

static void add_code(cJSON *row, const struct config_seat *seat,
		     const char *server, bool secrets)
{
	struct str code = { 0 };

	str_add(&code, "sip:");
	add_escaped(&code, seat->user);
	if (secrets) {
		str_add(&code, ":");
		add_escaped(&code, seat->secret);
	}
	str_addf(&code, "@%s;transport=udp", server);
	(void)cJSON_AddStringToObject(row, "code", code.s);
	crypto_wipe(code.s, code.len);
	str_release(&code);
}

static void add_queues(cJSON *row, const struct config_seat *seat)
{
	struct str names = { 0 };

	for (unsigned i = 0; i < seat->queues_count; i++)
		str_addf(&names, "%s%s", i ? "、" : "", seat->queues[i].queue);
	(void)cJSON_AddStringToObject(row, "queues", str_text(&names));
	str_release(&names);
}

static void add_seat(cJSON *list, const struct station_sheet *sheet,
		     const struct config_seat *seat, const char *server)
{
	char expires[16];
	cJSON *row = cJSON_CreateObject();

	(void)snprintf(expires, sizeof(expires), "%d", EXPIRES);
	(void)cJSON_AddBoolToObject(row, "first",
				    cJSON_GetArraySize(list) == 0);
	(void)cJSON_AddStringToObject(row, "seat", seat->seat);
	(void)cJSON_AddStringToObject(row, "user", seat->user);
	(void)cJSON_AddStringToObject(row, "secret",
				      sheet->secrets ? seat->secret : "");
	(void)cJSON_AddStringToObject(row, "realm", sheet->config->realm);
	(void)cJSON_AddStringToObject(row, "server", server);
	(void)cJSON_AddStringToObject(row, "expires", expires);
	add_queues(row, seat);
	add_code(row, seat, server, sheet->secrets);
	(void)cJSON_AddItemToArray(list, row);
}

static int add_seats(cJSON *facts, const struct station_sheet *sheet)
{
	cJSON *list = cJSON_AddArrayToObject(facts, "seats");
	const char *server = NULL;
	int err = find_server(sheet, &server);

	for (size_t i = 0; i < sheet->seatc && !err; i++) {
		const struct config_seat *seat = config_seat_find(
			sheet->config, sheet->seatv[i]);

		if (seat)
			add_seat(list, sheet, seat, server);
		else
			err = err_set(ENOENT, _("there is no seat %s"),
				      sheet->seatv[i]);
	}
	return err;
}

int station_sheet_write(const struct station_sheet *sheet, const char *path)
{
	const struct paper_meta meta = { .title = TITLE,
					 .now_ms = clock_now() };
	struct paper_result result;
	struct filing *filing = NULL;
	struct str pdf = { 0 };
	cJSON *facts = cJSON_CreateObject();
	int err = add_seats(facts, sheet);

	if (!err)
		err = filing_open(&filing);
	if (!err)
		err = filing_make(filing, TEMPLATE, facts, &meta, &pdf,
				  &result);
	if (!err)
		err = file_write(path, pdf.s, pdf.len);
	filing_close(filing);
	str_release(&pdf);
	cJSON_Delete(facts);
	return err;
}
