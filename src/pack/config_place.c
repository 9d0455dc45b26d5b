/**
 * @file pack/config_place.c  Reading places
 */
#include "pack/config_place.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* A kind and the rows that it may name: each begins with its name */
struct kind {
	enum place_kind kind;
	const char *prefix;
	size_t rows;  /**< Offset of the array in struct config, 0: none */
	size_t count; /**< Offset of its length */
	size_t size;  /**< Of a row */
	size_t name;  /**< Offset of the name in a row */
};

/* clang-format off */
#define ROWS(kind, prefix, list, row, member) \
	{ kind, prefix, offsetof(struct config, list), \
	  offsetof(struct config, list##_count), sizeof(struct row), \
	  offsetof(struct row, member) }

static const struct kind kinds[] = {
	ROWS(PLACE_QUEUE,   "queue",   queues,   config_queue,   name),
	ROWS(PLACE_MENU,    "menu",    menus,    config_menu,    name),
	ROWS(PLACE_SEAT,    "seat",    seats,    config_seat,    seat),
	ROWS(PLACE_MESSAGE, "message", messages, config_message, name),
	ROWS(PLACE_CONSENT, "consent", consents, config_consent, purpose),
	ROWS(PLACE_WITHDRAW, "withdraw", consents, config_consent, purpose),
	{ .kind = PLACE_REPEAT,  .prefix = "repeat"  },
	{ .kind = PLACE_HANG_UP, .prefix = "hang-up" },
};
/* clang-format on */

static int find_row(struct place *place, const struct config *conf,
		    const struct kind *k, const char *wanted)
{
	const char *rows;
	unsigned count;

	memcpy(&rows, (const char *)conf + k->rows, sizeof(rows));
	memcpy(&count, (const char *)conf + k->count, sizeof(count));
	for (unsigned i = 0; i < count; i++) {
		const char *name;

		memcpy(&name, rows + i * k->size + k->name, sizeof(name));
		if (strcmp(name, wanted) != 0)
			continue;
		*place = (struct place){ k->kind, i };
		return 0;
	}

	return EBADMSG;
}

int config_place(struct place *place, const struct config *conf,
		 const char *text)
{
	size_t n = text ? strcspn(text, ":") : 0;

	*place = (struct place){ PLACE_NONE, 0 };
	if (!text)
		return 0;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct kind *k = &kinds[i];

		if (strlen(k->prefix) != n || strncmp(k->prefix, text, n) != 0)
			continue;
		if (!k->rows && !text[n]) {
			place->kind = k->kind;
			return 0;
		}
		if (k->rows && text[n] &&
		    !find_row(place, conf, k, text + n + 1))
			return 0;
		return err_set(EBADMSG, _("there is no %s \"%s\""), k->prefix,
			       text);
	}

	return err_set(EBADMSG,
		       _("there is no queue, menu, seat, message or consent "
			 "\"%s\""),
		       text);
}
