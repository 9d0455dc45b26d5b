/**
 * @file util/lang.c  Chinese and English words of the program
 */
#include "util/lang.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"

static bool chinese = true;

/* The locale that decides about messages, by POSIX precedence */
static const char *locale_name(void)
{
	static const char *const vars[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(vars) / sizeof(vars[0]); i++) {
		const char *s = getenv(vars[i]);

		if (s && *s)
			return s;
	}

	return "C";
}

/* gettext looks at LANGUAGE only if the locale is not "C" */
static void tell_gettext(void)
{
	if (chinese) {
		(void)setlocale(LC_MESSAGES, "C.UTF-8");
		(void)setenv("LANGUAGE", "zh_CN", 1);
	} else {
		(void)setlocale(LC_MESSAGES, "C");
		(void)unsetenv("LANGUAGE");
	}
}

bool lang_use(bool zh)
{
	const bool was = chinese;

	chinese = zh;
	if (zh != was)
		tell_gettext();
	return was;
}

bool lang_choose(const char *want)
{
	return lang_use(strcmp(want, "auto") == 0
				? strncmp(locale_name(), "en", 2) != 0
				: strcmp(want, "zh") == 0);
}

int lang_init(const char *want, const char *catalog)
{
	const char *base;

	if (want && strcmp(want, "zh") != 0 && strcmp(want, "en") != 0)
		return err_set(EINVAL, _("--lang %s: zh or en is expected"),
			       want);

	(void)lang_choose(want ? want : "auto");

	/* Numbers in files and SQL stay as in C; characters are UTF-8 even
	 * where the user's locale is not installed */
	if (!setlocale(LC_CTYPE, "") ||
	    strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		base = setlocale(LC_CTYPE, "C.UTF-8");
	else
		base = "";
	if (!base)
		(void)setlocale(LC_CTYPE, "C");

	tell_gettext();
	(void)bindtextdomain("callpermit", catalog);
	(void)bind_textdomain_codeset("callpermit", "UTF-8");
	(void)textdomain("callpermit");
	return 0;
}

bool lang_is_zh(void)
{
	return chinese;
}

const char *lang_pick(const char *zh, const char *en)
{
	return chinese || !en ? zh : en;
}
