/**
 * @file util/chain.c  What a row of a chain is hashed from
 */
#include "util/chain.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

void chain_text(struct str *to, const char *s)
{
	if (s) {
		const size_t n = strlen(s);

		str_add_int(to, (int64_t)n);
		str_add_char(to, ':');
		str_add_n(to, s, n);
		str_add_char(to, ',');
	} else {
		str_add(to, "-,");
	}
}

void chain_int(struct str *to, int64_t n)
{
	str_add_int(to, n);
	str_add_char(to, ',');
}

void chain_hash(char hex[SHA256_TEXT], struct str *all)
{
	file_sha256_mem(hex, str_text(all), all->len);
	str_clear(all);
}

const char *chain_account(void)
{
	const struct passwd *pw = getpwuid(getuid());

	return pw ? pw->pw_name : "?";
}
