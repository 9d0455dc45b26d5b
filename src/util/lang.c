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
#include "util/str.h"
#include "util/words.h"

static bool chinese = true;
static struct words words;

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

/* The sentences of libc itself: it looks at LANGUAGE only if the locale is not
 * "C", and from glibc 2.40 on not C.UTF-8 either */
static void tell_libc(void)
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
		tell_libc();
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
	struct str path = { 0 };
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

	tell_libc();
	if (!words.base) {
		str_addf(&path, "%s/zh_CN/LC_MESSAGES/callpermit.mo", catalog);
		(void)words_open(&words, path.s);
		str_release(&path);
	}
	return 0;
}

const char *lang_text(const char *s)
{
	return chinese ? words_find(&words, s) : s;
}

bool lang_is_zh(void)
{
	return chinese;
}

const char *lang_pick(const char *zh, const char *en)
{
	return chinese || !en ? zh : en;
}
