/**
 * @file pack/config_web.c  What must hold of tokens and of the HTTP server
 */
#include "pack/config_web.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"

#define MOST 10000

static bool is_hash(const char *text)
{
	return strlen(text) == SHA256_TEXT - 1 &&
	       strspn(text, "0123456789abcdef") == SHA256_TEXT - 1;
}

static bool has_seat(const struct config *conf, const char *seat)
{
	for (unsigned i = 0; i < conf->seats_count; i++) {
		if (!strcmp(conf->seats[i].seat, seat))
			return true;
	}
	return false;
}

/* Member that is wrong, with a sentence; NULL if none is */
static const char *check_token(const struct config *conf,
			       const struct config_token *t)
{
	if (!text_has_word("viewer,operator,supervisor,admin", t->role)) {
		(void)err_set(EBADMSG, _("a role is viewer, operator, "
					 "supervisor or admin"));
		return "role";
	}
	if (!is_hash(t->sha256)) {
		(void)err_set(EBADMSG, _("a SHA-256 has 64 digits of 0 to 9 "
					 "and a to f"));
		return "sha256";
	}
	if (t->seat && !has_seat(conf, t->seat)) {
		(void)err_set(EBADMSG, _("there is no %s \"%s\""), "seat",
			      t->seat);
		return "seat";
	}
	return NULL;
}

static int check_numbers(const struct config_web *web, char *place, size_t size)
{
	const struct {
		const char *name;
		const unsigned *n;
	} rows[] = {
		{ "connections", web->connections },
		{ "per_source", web->per_source },
		{ "requests", web->requests },
		{ "viewers", web->viewers },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (!rows[i].n || (*rows[i].n >= 1 && *rows[i].n <= MOST))
			continue;
		(void)snprintf(place, size, "web.%s", rows[i].name);
		return err_set(EBADMSG, _("expected a number from %u to %u"),
			       1U, (unsigned)MOST);
	}
	return 0;
}

int config_check_web(const struct config *conf, char *place, size_t size)
{
	const struct config_web *web = conf->web;

	for (unsigned i = 0; i < conf->tokens_count; i++) {
		const char *bad = check_token(conf, &conf->tokens[i]);

		if (!bad)
			continue;
		(void)snprintf(place, size, "tokens[%u].%s", i, bad);
		return EBADMSG;
	}
	if (!web)
		return 0;
	if (!web->certificate != !web->key) {
		(void)snprintf(place, size, "web");
		return err_set(EBADMSG,
			       _("a certificate and its key go together"));
	}
	return check_numbers(web, place, size);
}
