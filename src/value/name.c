/**
 * @file value/name.c  Names of persons and companies, V-12
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"
#include "value/value_private.h"

#define DOT	    0xB7   /* · */
#define BRACKET	    0xFF08 /* （ */
#define BRACKET_END 0xFF09 /* ） */
#define HAN_MAX	    20
#define LATIN_MAX   60

static bool is_han(uint32_t cp)
{
	return (cp >= 0x3400 && cp <= 0x9FFF) || cp == 0x3007 ||
	       (cp >= 0xF900 && cp <= 0xFAFF) ||
	       (cp >= 0x20000 && cp <= 0x3FFFD);
}

static bool is_latin(uint32_t cp)
{
	return cp < 0x80 ? isalpha((int)cp) != 0
			 : (cp >= 0xC0 && cp <= 0x24F && cp != 0xD7 &&
			    cp != 0xF7) ||
				   (cp >= 0x1E00 && cp <= 0x1EFF);
}

/* The middle dots that keyboards give, the blanks of web pages */
static uint32_t one_mark(uint32_t cp)
{
	static const uint32_t marks[][2] = {
		{ 0x2022, DOT }, { 0x2027, DOT }, { 0x30FB, DOT },
		{ 0x22C5, DOT }, { 0xA0, ' ' },	  { 0x200B, ' ' },
		{ 0xFEFF, ' ' },
	};

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (marks[i][0] == cp)
			return marks[i][1];
	}

	return cp;
}

/* Marks within a name; the apostrophe in a Latin one */
static bool is_mark(uint32_t cp, bool latin)
{
	return cp == DOT || cp == '.' || cp == ' ' || cp == '-' ||
	       (latin && (cp == '\'' || cp == 0x2019));
}

/* Letters of a name of one script, 0 if it is none */
static size_t count_letters(const char *s, bool latin)
{
	bool mark = true; /* none may come first or last */
	size_t n = 0;

	for (uint32_t cp = text_next(&s); cp; cp = text_next(&s)) {
		mark = is_mark(one_mark(cp), latin);
		if (!mark && !(latin ? is_latin(cp) : is_han(cp)))
			return 0;
		if (mark && n == 0)
			return 0;
		n += !mark;
	}

	return mark ? 0 : n;
}

int value_decode_person(const struct field *field, const char *s,
			struct str *canon)
{
	size_t han = count_letters(s, false);
	size_t latin = count_letters(s, true);
	char buf[8];

	(void)field;
	if ((han < 2 || han > HAN_MAX) && (latin < 2 || latin > LATIN_MAX))
		return err_set(EINVAL,
			       _("%s: a person's name has 2 to 20 Chinese "
				 "characters or 2 to 60 letters and, between "
				 "them, middle dots, . - or blanks"),
			       s);

	/* 李 四 is set with a blank; in a Latin name one blank is enough */
	for (uint32_t cp = text_next(&s); cp; cp = text_next(&s)) {
		cp = one_mark(cp);
		if (cp != ' ' || (!han && canon->s[canon->len - 1] != ' '))
			str_add_n(canon, buf, text_put(buf, cp));
	}
	return 0;
}

/* No blank stands beside these */
static bool is_tight(uint32_t cp)
{
	return is_han(cp) || cp == BRACKET || cp == BRACKET_END;
}

/* The business licence prints full-width brackets and no blanks */
static void write_company(struct str *canon, const char *s)
{
	uint32_t last = 0;
	bool blank = false;
	char buf[8];

	for (uint32_t cp = text_next(&s); cp; cp = text_next(&s)) {
		cp = one_mark(cp);
		if (cp == ' ') {
			blank = true;
			continue;
		}
		if (cp == '(' || cp == ')')
			cp = cp == '(' ? BRACKET : BRACKET_END;
		if (blank && last && !is_tight(last) && !is_tight(cp))
			str_add_char(canon, ' ');
		str_add_n(canon, buf, text_put(buf, cp));
		last = cp;
		blank = false;
	}
}

int value_decode_company(const struct field *field, const char *s,
			 struct str *canon)
{
	(void)field;
	write_company(canon, s);
	if (strchr(s, '\n'))
		return err_set(EINVAL, _("one line is expected"));
	if (!strstr(str_text(canon), "公司"))
		return err_set(EINVAL,
			       _("%s: the name of a company has %s in it"), s,
			       "公司");

	return 0;
}
