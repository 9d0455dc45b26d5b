/**
 * @file web/token.c  Bearer tokens (RFC 6750)
 */
#include "web/token.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "util/crypto.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/util.h"

#define TOKEN_BYTES 32
#define TOKEN_MAX   256

static const char *const roles[] = {
	[ROLE_NONE] = "none",	      [ROLE_VIEWER] = "viewer",
	[ROLE_OPERATOR] = "operator", [ROLE_SUPERVISOR] = "supervisor",
	[ROLE_ADMIN] = "admin",
};

enum role role_find(const char *name)
{
	for (size_t i = 1; i < ARRAY_LEN(roles); i++) {
		if (!strcmp(roles[i], name))
			return (enum role)i;
	}
	return ROLE_NONE;
}

const char *role_name(enum role role)
{
	return roles[role];
}

const struct config_token *token_find(const struct config *conf,
				      const char *header)
{
	const struct config_token *found = NULL;
	char hex[SHA256_TEXT];

	if (!header || strncasecmp(header, "Bearer ", 7) != 0)
		return NULL;
	header += 7 + strspn(header + 7, " ");
	if (!*header || strlen(header) > TOKEN_MAX)
		return NULL;
	file_sha256_mem(hex, header, strlen(header));
	for (unsigned i = 0; i < conf->tokens_count; i++) {
		const struct config_token *t = &conf->tokens[i];

		if (crypto_same(t->sha256, hex, SHA256_TEXT - 1))
			found = t;
	}
	return found;
}

int token_make(struct str *token, struct str *row, enum role role)
{
	uint8_t bytes[TOKEN_BYTES];
	char hex[SHA256_TEXT];

	if (crypto_random(bytes, sizeof(bytes)))
		return err_set(EIO, _("no random numbers to be had"));
	crypto_base64(token, bytes, sizeof(bytes));
	crypto_wipe(bytes, sizeof(bytes));
	while (token->len && token->s[token->len - 1] == '=')
		token->s[--token->len] = '\0';
	for (char *p = token->s; *p; p++)
		*p = (char)(*p == '+' ? '-' : *p == '/' ? '_' : *p);
	file_sha256_mem(hex, token->s, token->len);
	str_addf(row, "{role: %s, sha256: \"%s\"}", roles[role], hex);
	return 0;
}
