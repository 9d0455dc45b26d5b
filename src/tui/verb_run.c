/**
 * @file tui/verb_run.c  Commands of the command line: running them
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/papers.h"
#include "tui/verb.h"
#include "tui/work.h"
#include "util/child.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

/* This program, wherever it lies */
#define PROGRAM "/proc/self/exe"

/* Most of what a command writes that is shown */
#define OUTPUT_MAX 1000000

/* Between looks at the keyboard */
#define WAIT_MS 50

/* Signs that mean nothing to a shell */
#define HARMLESS                                                         \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" \
	"_-./:=,+@%"

static void add_quoted(struct str *to, const char *word)
{
	if (*word && word[strspn(word, HARMLESS)] == '\0') {
		str_add(to, word);
		return;
	}

	str_add_char(to, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			str_add(to, "'\\''");
		else
			str_add_char(to, *word);
	}
	str_add_char(to, '\'');
}

void verb_line(const struct tui *tui, char *const *wordv, struct str *to)
{
	str_add(to, "callpermit");
	for (size_t i = 0; tui->options && tui->options[i]; i++) {
		str_add_char(to, ' ');
		add_quoted(to, tui->options[i]);
	}
	for (size_t i = 0; wordv[i]; i++) {
		str_add_char(to, ' ');
		add_quoted(to, wordv[i]);
	}
}

static size_t count(const char *const *v)
{
	size_t c = 0;

	while (v && v[c])
		c++;
	return c;
}

/* The same options that we were given, then the language, then the words */
static const char **make_argv(const struct tui *tui, char *const *wordv)
{
	const size_t optionc = count(tui->options);
	const size_t wordc = count((const char *const *)wordv);
	const char **v = x_calloc(optionc + wordc + 4, sizeof(*v));
	size_t c = 0;

	v[c++] = PROGRAM;
	for (size_t i = 0; i < optionc; i++)
		v[c++] = tui->options[i];
	v[c++] = "--lang";
	v[c++] = lang_is_zh() ? "zh" : "en";
	for (size_t i = 0; i < wordc; i++)
		v[c++] = wordv[i];
	return v;
}

/* False at the end of what is written */
static bool read_some(struct child *child, struct str *to)
{
	struct pollfd in = { .fd = child->fd, .events = POLLIN };
	char buf[4096];
	ssize_t n;

	if (poll(&in, 1, WAIT_MS) <= 0)
		return true;

	n = read(child->fd, buf, sizeof(buf));
	if (n < 0)
		return errno == EINTR;
	if (to->len < OUTPUT_MAX)
		str_add_n(to, buf, (size_t)n);
	return n > 0;
}

/* The last line that was written, for the message line */
static char *last_line(const struct str *text)
{
	const char *s = str_text(text);
	size_t end = text->len;
	size_t from;
	char *line;
	char *safe;

	while (end > 0 && strchr("\n\r ", s[end - 1]))
		end--;
	from = end;
	while (from > 0 && !strchr("\n\r", s[from - 1]))
		from--;
	line = x_strndup(s + from, end - from);
	safe = x_calloc(4 * strlen(line) + 1, 1);
	text_printable(safe, 4 * strlen(line) + 1, line);
	free(line);
	return safe;
}

/* Lines as a screen takes them: no control characters, and of a line that was
 * written over what stood there last */
static char *as_lines(const struct str *text)
{
	struct str lines = { 0 };
	const char *s = str_text(text);

	while (*s) {
		const size_t n = strcspn(s, "\n");
		char *line = x_strndup(s, n);
		char *last = strrchr(line, '\r');
		const char *shown = last && last[1] ? last + 1 : line;
		char *safe = x_calloc(4 * n + 1, 1);

		text_printable(safe, 4 * n + 1, shown);
		str_addf(&lines, "%s\n", safe);
		free(safe);
		free(line);
		s += n + (s[n] != '\0');
	}
	if (text->len >= OUTPUT_MAX)
		str_add(&lines, _("More was written than is shown here.\n"));
	return str_take(&lines);
}

static int wait_for(struct tui *tui, const char *title, struct child *child,
		    struct str *text)
{
	struct work work;
	int err = 0;

	work_begin(&work, tui, title);
	while (!err && read_some(child, text)) {
		char *line = last_line(text);

		err = work_tell(line, &work);
		free(line);
	}
	if (!err)
		(void)work_step(NULL, 0, 0, &work);
	return err;
}

/* What came of it; without words of its own there is nothing to read */
static int show(struct screen *s, const char *title, const struct str *text,
		int status)
{
	char *lines = as_lines(text);
	int err = 0;

	if (*lines)
		err = view_open(
			s->tui, &view_output,
			&(struct read_ask){ .title = title, .text = lines });
	if (status > 1)
		view_say(s->tui, DRAW_BAD,
			 _("It ended with exit code %d; see its lines."),
			 status);
	else if (!*lines)
		view_say(s->tui, DRAW_GOOD, "%s", _("Done."));
	free(lines);
	return err;
}

int verb_run(struct screen *s, char *const *wordv)
{
	const char **argv = make_argv(s->tui, wordv);
	struct child child = { .fd = -1 };
	struct str title = { 0 };
	struct str text = { 0 };
	int status = 0;
	int err = child_begin(&child, argv);

	verb_line(s->tui, wordv, &title);
	if (!err) {
		int ended;

		err = wait_for(s->tui, wordv[0], &child, &text);
		ended = child_end(&child, err != 0, &status);
		err = err ? err : ended;
		if (err == ECANCELED)
			view_say(s->tui, DRAW_WARN, "%s",
				 _("Cancelled; the command was ended."));
		s->tui->ran = true;
		view_load_all(s->tui);
	}
	if (!err)
		err = show(s, str_text(&title), &text, status);
	free((void *)argv);
	str_release(&text);
	str_release(&title);
	return err;
}
