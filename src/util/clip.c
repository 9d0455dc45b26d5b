/**
 * @file util/clip.c  Text to the clipboard of whoever sits at the terminal
 */
#include "util/clip.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

int clip_sequence(struct str *to, const char *text)
{
	const size_t n = strlen(text);
	unsigned char *code;

	if (n > CLIP_MAX)
		return err_set(EINVAL,
			       _("the text has more than %d bytes and does not "
				 "fit the clipboard of a terminal"),
			       CLIP_MAX);

	code = x_calloc(1, n / 3 * 4 + 5);
	(void)EVP_EncodeBlock(code, (const unsigned char *)text, (int)n);
	str_addf(to, "\033]52;c;%s\a", (const char *)code);
	free(code);
	return 0;
}
