/**
 * @file util/settings.c  What a user has chosen, in a file of his own
 */
#include "util/settings.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

#define BLANKS " \t\r"

/* clang-format off */
static const struct setting_word languages[] = {
	{ "auto", N_("as the locale says") },
	{ "zh",   "中文"                   },
	{ "en",   "English"                },
	{ NULL,   NULL                     },
};

static const struct setting_word colours[] = {
	{ "auto", N_("eight; none with NO_COLOR") },
	{ "mono", N_("none")                                 },
	{ "8",    N_("eight, as the terminal has them")      },
	{ "16",   N_("sixteen")                              },
	{ "256",  N_("of the 256")                           },
	{ NULL,   NULL                                       },
};

static const struct setting_word backgrounds[] = {
	{ "auto",  N_("as the terminal answers or COLORFGBG says, else dark") },
	{ "dark",  N_("dark")                                                 },
	{ "light", N_("light")                                                },
	{ NULL,    NULL                                                       },
};

static const struct setting_word widths[] = {
	{ "auto",   N_("as the terminal answers") },
	{ "narrow", N_("one column")              },
	{ "wide",   N_("two columns")             },
	{ NULL,     NULL                          },
};

static const struct setting_word switches[] = {
	{ "off", N_("off") },
	{ "on",  N_("on")  },
	{ NULL,  NULL      },
};

static const struct setting_word starts[] = {
	{ "dossiers", N_("the list of dossiers")        },
	{ "due",      N_("what is due in all dossiers") },
	{ NULL,       NULL                              },
};

const struct setting settings_rows[] = {
	{ "language",   N_("Language"),          N_("In which language the program speaks.  --lang comes before it.  Papers are Chinese in any case."), "auto", languages },
	{ "colours",    N_("Colours"),           N_("How many colours are used.  A choice here comes before NO_COLOR.  No colour stands alone for anything."), "auto", colours },
	{ "background", N_("Background"),        N_("Whether the terminal is dark or light, so that colours can be read on it."), "auto", backgrounds },
	{ "ambiguous",  N_("Quotes and dashes"), N_("Columns that the terminal takes for quotation marks, dashes and circled numbers.  If rows are shifted behind them, choose the other width; what is wide is shown by signs alike."), "auto", widths },
	{ "mouse",      N_("Mouse"),             N_("A click selects a row or presses a key of the last line, the wheel scrolls.  While it is on, the terminal marks text only with Shift held down."), "off", switches },
	{ "start",      N_("First screen"),      N_("What is shown at the start if no screen is named."), "dossiers", starts },
	{ "papers",     N_("Folder for papers"), N_("The folder that is offered where papers are made; ~/ is the home folder."), "papers", NULL },
	{ NULL,         NULL,                    NULL, NULL, NULL },
};
/* clang-format on */

const struct setting *settings_row(const char *name)
{
	for (const struct setting *row = settings_rows; row->name; row++) {
		if (strcmp(row->name, name) == 0)
			return row;
	}

	return NULL;
}

/* The parts of a line; n bytes at an address */
struct parts {
	const char *name;
	size_t name_n;
	const char *value;
	size_t value_n;
};

static size_t trimmed(const char *s, size_t n)
{
	while (n > 0 && strchr(BLANKS, s[n - 1]))
		n--;
	return n;
}

static bool is_remark(const char *line)
{
	line += strspn(line, BLANKS);
	return *line == '\0' || *line == '#';
}

/* False for a line without a name and an equals sign */
static bool split(const char *line, struct parts *p)
{
	const char *eq = strchr(line, '=');

	p->name = line + strspn(line, BLANKS);
	if (is_remark(line) || !eq || eq <= p->name)
		return false;

	p->name_n = trimmed(p->name, (size_t)(eq - p->name));
	p->value = eq + 1 + strspn(eq + 1, BLANKS);
	p->value_n = trimmed(p->value, strlen(p->value));
	return p->name_n > 0;
}

static bool is_word(const char *word, const char *s, size_t n)
{
	return strlen(word) == n && strncmp(word, s, n) == 0;
}

/* What a value may be is known for rows only */
static bool is_allowed(const struct setting *row, const char *value, size_t n)
{
	if (n == 0 || n > SETTINGS_VALUE_MAX)
		return false;
	if (!row || !row->words)
		return true;

	for (const struct setting_word *w = row->words; w->word; w++) {
		if (is_word(w->word, value, n))
			return true;
	}

	return false;
}

/* Index of the last line with a name, SIZE_MAX if there is none; only: one
 * whose value is allowed */
static size_t find(const struct settings *s, const char *name, bool only)
{
	const struct setting *row = settings_row(name);

	for (size_t i = s->linec; i-- > 0;) {
		struct parts p;

		if (split(s->linev[i], &p) && is_word(name, p.name, p.name_n) &&
		    (!only || is_allowed(row, p.value, p.value_n)))
			return i;
	}

	return SIZE_MAX;
}

/* The file */

void settings_release(struct settings *s)
{
	for (size_t i = 0; i < s->linec; i++)
		free(s->linev[i]);
	free(s->linev);
	free(s->path);
	*s = (struct settings){ .path = NULL };
}

static void add_line(struct settings *s, char *line)
{
	s->linev = x_grow(s->linev, s->linec, sizeof(*s->linev));
	s->linev[s->linec++] = line;
}

/* Values end at a NUL: the lines are cut in place */
static void cut_lines(struct settings *s, const char *text)
{
	while (*text) {
		const size_t n = strcspn(text, "\n");

		add_line(s, x_strndup(text, n));
		text += n + (text[n] == '\n');
	}
	/* a value ends where its line does, blanks are no part of it */
	for (size_t i = 0; i < s->linec; i++) {
		char *line = s->linev[i];

		line[trimmed(line, strlen(line))] = '\0';
	}
}

int settings_load(struct settings *s)
{
	struct str text = { 0 };
	int err;

	*s = (struct settings){ .path = file_of_user(FILE_CONFIG, "settings") };
	err = file_read(&text, s->path, SETTINGS_FILE_MAX);
	if (err == ENOENT)
		err = 0;
	else if (!err && !text_is_utf8(str_text(&text), text.len))
		err = err_set(EBADMSG,
			      _("%s: not a text in UTF-8; mend it or move it "
				"away"),
			      s->path);
	if (!err)
		cut_lines(s, str_text(&text));
	s->unread = err != 0;
	str_release(&text);
	return err;
}

static int save(const struct settings *s)
{
	struct str text = { 0 };
	char *folder = x_strdup(s->path);
	int err;

	*strrchr(folder, '/') = '\0'; /* ours always has one */
	for (size_t i = 0; i < s->linec; i++)
		str_addf(&text, "%s\n", s->linev[i]);
	if (text.len > SETTINGS_FILE_MAX)
		err = err_set(EINVAL, _("%s: no room for more"), s->path);
	else
		err = file_mkdirs(folder);
	if (!err)
		err = file_write(s->path, str_text(&text), text.len);
	str_release(&text);
	free(folder);
	return err;
}

/* Values */

const char *settings_get(const struct settings *s, const char *name)
{
	const struct setting *row = settings_row(name);
	const size_t i = find(s, name, true);
	struct parts p;

	if (i != SIZE_MAX && split(s->linev[i], &p))
		return p.value;

	return row ? row->first : NULL;
}

bool settings_is_set(const struct settings *s, const char *name)
{
	return find(s, name, true) != SIZE_MAX;
}

bool settings_is(const struct settings *s, const char *name, const char *value)
{
	const char *is = settings_get(s, name);

	return is && strcmp(is, value) == 0;
}

static void add_words(struct str *to, const struct setting *row)
{
	for (const struct setting_word *w = row->words; w->word; w++)
		str_addf(to, " %s", w->word);
}

static const char *nearest(const char *name)
{
	const char *near = NULL;
	size_t best = 4;

	for (const struct setting *row = settings_rows; row->name; row++) {
		const size_t d = text_distance(name, row->name);

		if (d < best) {
			best = d;
			near = row->name;
		}
	}

	return near;
}

/* Own texts have a dot in their names and no equals sign */
static int check_name(const char *name)
{
	const char *dot = strchr(name, '.');
	const char *near = nearest(name);

	if (settings_row(name))
		return 0;
	if (dot && dot > name && dot[1] && !strpbrk(name, "=\n\r") &&
	    text_length(name) <= SETTINGS_NAME_MAX)
		return 0;
	if (near)
		return err_set(ENOENT, _("no setting %s; did you mean %s?"),
			       name, near);

	return err_set(ENOENT, _("no setting %s; see: callpermit config"),
		       name);
}

static int check_value(const char *name, const char *value)
{
	const struct setting *row = settings_row(name);
	struct str words = { 0 };
	int err = 0;

	if (strpbrk(value, "\n\r"))
		return err_set(EINVAL, _("%s: one line is expected"), name);
	if (is_allowed(row, value, trimmed(value, strlen(value))))
		return 0;
	if (!row || !row->words)
		return err_set(EINVAL, _("%s: 1 to %d bytes are expected"),
			       name, SETTINGS_VALUE_MAX);

	add_words(&words, row);
	err = err_set(EINVAL, _("%s: %s is none of:%s"), name, value,
		      str_text(&words));
	str_release(&words);
	return err;
}

static void take_out(struct settings *s, size_t i)
{
	assert(s->linev);
	free(s->linev[i]);
	memmove(s->linev + i, s->linev + i + 1,
		(s->linec - i - 1) * sizeof(*s->linev));
	s->linec--;
}

static void put_in(struct settings *s, const char *name, const char *value)
{
	const size_t i = find(s, name, false);
	struct str line = { 0 };

	str_addf(&line, "%s = ", name);
	value += strspn(value, BLANKS);
	str_add_n(&line, value, trimmed(value, strlen(value)));
	if (i >= s->linec || !s->linev) {
		add_line(s, str_take(&line));
		return;
	}

	free(s->linev[i]);
	s->linev[i] = str_take(&line);
}

int settings_set(struct settings *s, const char *name, const char *value)
{
	struct settings now = { 0 };
	int err = check_name(name);

	if (!err && value)
		err = check_value(name, value);
	if (err)
		return err;

	err = settings_load(&now);
	if (!err && value)
		put_in(&now, name, value);
	while (!err && !value && find(&now, name, false) != SIZE_MAX)
		take_out(&now, find(&now, name, false));
	if (!err)
		err = save(&now);
	if (err) {
		settings_release(&now);
		return err;
	}

	settings_release(s);
	*s = now;
	return 0;
}

void settings_each(const struct settings *s, const char *kind, settings_h *h,
		   void *arg)
{
	const size_t n = strlen(kind);

	for (size_t i = 0; i < s->linec; i++) {
		struct parts p;
		char *name;

		if (!split(s->linev[i], &p) || p.name_n < n + 2 ||
		    strncmp(p.name, kind, n) != 0 || p.name[n] != '.')
			continue;
		name = x_strndup(p.name, p.name_n);
		/* the last of those with a name counts */
		if (find(s, name, true) == i)
			h(name + n + 1, p.value, arg);
		free(name);
	}
}

/* What is wrong with a line, appended; false if nothing is */
static bool line_flaw(const struct settings *s, size_t i, struct str *to)
{
	struct parts p;
	char *name;
	int err;

	if (is_remark(s->linev[i]))
		return false;
	if (!split(s->linev[i], &p)) {
		str_addf(to, _("%s:%zu: write: name = value"), s->path, i + 1);
		return true;
	}

	name = x_strndup(p.name, p.name_n);
	err = check_name(name);
	if (!err)
		err = check_value(name, p.value);
	if (!err && find(s, name, true) != i)
		err = err_set(EINVAL,
			      _("%s stands in line %zu again, which "
				"counts"),
			      name, find(s, name, true) + 1);
	if (err)
		str_addf(to, "%s:%zu: %s", s->path, i + 1, err_text(err));
	free(name);
	return err != 0;
}

size_t settings_flaws(const struct settings *s, struct str *to)
{
	size_t c = 0;

	for (size_t i = 0; i < s->linec; i++) {
		if (!line_flaw(s, i, to))
			continue;
		str_add_char(to, '\n');
		c++;
	}

	return c;
}
