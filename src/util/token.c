/**
 * @file util/token.c  The token that is shown to an engine
 */
#include "util/token.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/crypto.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"

#define FILE_MAX  1024
#define TOKEN_MAX 256
#define FD_MAX	  65535

static int read_fd(struct str *text, const char *typed)
{
	char *end;
	long fd = strtol(typed, &end, 10);

	if (*typed < '0' || *typed > '9' || *end || fd > FD_MAX)
		return err_set(EINVAL, _("%s is no descriptor"), typed);
	return file_read_fd(text, (int)fd, _("the token's descriptor"),
			    FILE_MAX);
}

int token_read(struct str *token, const struct token_place *place)
{
	const char *name = place->file ? place->file
				       : _("the token's descriptor");
	struct str text = { 0 };
	int err = place->file ? file_read(&text, place->file, FILE_MAX)
			      : read_fd(&text, place->fd);
	const char *from = str_text(&text) + strspn(str_text(&text), " \t\r\n");
	size_t n = strcspn(from, " \t\r\n");

	for (size_t i = 0; i < n; i++) {
		if (from[i] < '!' || from[i] > '~')
			n = 0;
	}
	if (!err && (!n || n > TOKEN_MAX))
		err = err_set(EINVAL, _("%s: holds no token"), name);
	if (!err)
		str_add_n(token, from, n);
	token_forget(&text);
	return err;
}

void token_forget(struct str *token)
{
	if (token->s)
		crypto_wipe(token->s, token->len);
	str_release(token);
}
