/**
 * @file util/clip.c  Text to the clipboard of whoever sits at the terminal
 */
#include "util/clip.h"

#include <errno.h>
#include <string.h>

#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"

int clip_sequence(struct str *to, const char *text)
{
	const size_t n = strlen(text);

	if (n > CLIP_MAX)
		return err_set(EINVAL,
			       _("the text has more than %d bytes and does not "
				 "fit the clipboard of a terminal"),
			       CLIP_MAX);

	str_add(to, "\033]52;c;");
	crypto_base64(to, text, n);
	str_add_char(to, '\a');
	return 0;
}
