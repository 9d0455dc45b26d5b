/**
 * @file tui/outside.c  A long text in the editor of the user's choice
 */
#include "tui/outside.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tui/terminal.h"
#include "tui/tui.h"
#include "util/child.h"
#include "util/err.h"
#include "util/file.h"
#include "util/guest.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/private.h"
#include "util/text.h"
#include "util/util.h"

#define FILE_NAME "text.txt"

/* What nano makes of it when it is told to end */
#define SAVED_NAME FILE_NAME ".save"

/* Most bytes that are read; far more than fits any field */
#define READ_MAX ((size_t)1 << 20)

/* Byte order mark */
#define MARK "\xEF\xBB\xBF"

/* What a shell says of a program that it cannot start */
#define NOT_RUN	  126
#define NOT_FOUND 127

struct outing {
	struct screen *s;
	struct outside *o;
	char *folder;
	char *path;
	struct str given; /* The file as the editor got it */
	struct str file;  /* The file as it is now */
	struct stat seen; /* When it was last looked at */
	bool lost;	  /* The terminal is gone, or we are to end */
	int status;
};

static const char *const usual[] = { "sensible-editor", "editor", "vi",
				     "nano" };

/* As git does: a dumb terminal is nothing for the visual one.  NULL: none */
static const char *find_editor(void)
{
	const char *term = getenv("TERM");
	const char *visual = getenv("VISUAL");
	const char *editor = getenv("EDITOR");

	if (visual && *visual && term && *term && strcmp(term, "dumb") != 0)
		return visual;
	if (editor && *editor)
		return editor;

	for (size_t i = 0; i < ARRAY_LEN(usual); i++) {
		if (child_exists(usual[i]))
			return usual[i];
	}

	return NULL;
}

/* What a file holds, without what editors put around a text and at the end of
 * lines; "" if it is no text.  Those that end the last line add a line end. */
static char *text_in(const struct str *file, const char *before)
{
	const char *s = str_text(file);
	size_t n = file->len;
	const size_t old = strlen(before);
	struct str text = { 0 };

	if (n != strlen(s) || !text_is_utf8(s, n))
		return x_strdup("");
	if (strncmp(s, MARK, strlen(MARK)) == 0) {
		s += strlen(MARK);
		n -= strlen(MARK);
	}
	if (n > 0 && s[n - 1] == '\n' && (old == 0 || before[old - 1] != '\n'))
		n--;
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '\r' || s[i + 1] != '\n')
			str_add_char(&text, s[i]);
	}
	return str_take(&text);
}

static bool is_terminal_lost(void)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&in, 1, 0) > 0 &&
	       (in.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

/* Read the file anew if it has changed; true if so */
static bool look(struct outing *out)
{
	struct stat now;
	int err;

	if (stat(out->path, &now) != 0 ||
	    (now.st_size == out->seen.st_size &&
	     now.st_mtim.tv_sec == out->seen.st_mtim.tv_sec &&
	     now.st_mtim.tv_nsec == out->seen.st_mtim.tv_nsec &&
	     now.st_ino == out->seen.st_ino))
		return false;

	out->seen = now;
	str_clear(&out->file);
	err = file_read(&out->file, out->path, READ_MAX);
	return !err;
}

/* What the editor has saved is safe, whatever becomes of it or of us */
static bool watch(void *arg)
{
	struct outing *out = arg;

	if (look(out) && out->o->keep) {
		char *text = text_in(&out->file, edit_text(out->s->edit));

		if (*text && !edit_holds(out->s->edit, text))
			out->o->keep(out->s->below, text);
		free(text);
	}
	out->lost = tui_is_ended() || is_terminal_lost();
	return out->lost;
}

/* Begin with the text, or with what was written last and not taken */
static int prepare(struct outing *out)
{
	const char *text = edit_text(out->s->edit);
	char *left = out->o->left ? private_path(out->o->left, FILE_NAME)
				  : NULL;
	int err = 0;

	str_clear(&out->given);
	if (!left || file_read(&out->given, left, READ_MAX) != 0) {
		str_clear(&out->given);
		str_add(&out->given, text);
		if (*text && text[strlen(text) - 1] != '\n')
			str_add_char(&out->given, '\n');
	}
	free(left);

	err = private_open(&out->folder);
	if (err)
		return err;

	out->path = private_path(out->folder, FILE_NAME);
	err = file_write(out->path, str_text(&out->given), out->given.len);
	if (!err && stat(out->path, &out->seen) != 0)
		err = err_set(EIO, "%s: %s", out->path, strerror(errno));
	str_add_n(&out->file, str_text(&out->given), out->given.len);
	return err;
}

static int run(struct outing *out, const char *editor)
{
	struct tui *tui = out->s->tui;
	struct str script = { 0 };
	const char *words[] = { "/bin/sh", "-c", NULL, "sh", out->path, NULL };
	int err;

	/* as git does it: words and options are the user's, the name is ours */
	str_addf(&script, "%s \"$1\"", editor);
	words[2] = script.s;
	log_info("tui: a text goes to %s", editor);
	if (tui->plain)
		(void)fflush(stdout);
	else
		terminal_lend();
	err = guest_run(words, watch, out, &out->status);
	if (!tui->plain)
		terminal_retake(&tui->settings);
	str_release(&script);
	return err;
}

/* How the editor ended; 0 if well.  Of one that we have ended, only what it
 * wrote matters. */
static int judge_end(const struct outing *out, const char *editor)
{
	if (out->lost || out->status == 0)
		return 0;
	if (out->status == NOT_FOUND || out->status == NOT_RUN)
		return err_set(ENOENT,
			       _("the editor %s cannot be started; set VISUAL "
				 "or EDITOR to another"),
			       editor);
	if (out->status > 128)
		return err_set(EIO, _("the editor was killed (signal %d)"),
			       out->status - 128);

	return err_set(EIO, _("the editor ended with status %d"), out->status);
}

/* Whether what was written can be a text of ours */
static int judge_file(struct outing *out, const char *text)
{
	const size_t limit = out->s->edit->limit;
	const struct str *file = &out->file;
	struct stat now;

	if (stat(out->path, &now) != 0)
		return err_set(ENOENT, _("the editor has removed the file"));
	if (!S_ISREG(now.st_mode) || now.st_size > (off_t)READ_MAX)
		return err_set(EINVAL,
			       _("the editor has written over %zu "
				 "characters"),
			       limit);
	if (file->len != strlen(str_text(file)) ||
	    !text_is_utf8(str_text(file), file->len))
		return err_set(EBADMSG,
			       _("what the editor has written is not UTF-8"));
	if (text_length(text) > limit)
		return err_set(EINVAL,
			       _("the editor has written %zu characters; there "
				 "is room for %zu"),
			       text_length(text), limit);
	if (!*text && *edit_text(out->s->edit))
		return err_set(EINVAL, _("the editor has left the file empty"));

	return 0;
}

/* The text as one types it: what cannot be typed is left out */
static void take(struct outing *out, const char *text)
{
	struct edit *e = out->s->edit;
	struct edit probe;
	size_t dropped;

	edit_init(&probe, text, e->limit, true);
	dropped = text_length(text) - probe.length;
	if (!edit_holds(e, edit_text(&probe)))
		edit_replace(e, text);
	else if (dropped == 0)
		view_say(out->s->tui, DRAW_PLAIN, "%s",
			 _("The editor has changed nothing."));
	edit_release(&probe);
	if (out->s->tui->message.len > 0)
		return;
	if (dropped > 0)
		view_say(out->s->tui, DRAW_WARN,
			 _("Taken without %zu characters that cannot be typed; "
			   "^Z takes it back."),
			 dropped);
	else
		view_say(out->s->tui, DRAW_GOOD, "%s",
			 _("Taken; ^Z takes it back, Esc saves it."));
}

/* Whether something was written that is not ours; it may be too long to have
 * been read */
static bool is_written(const struct outing *out)
{
	struct stat now;

	if (stat(out->path, &now) != 0 || now.st_size == 0)
		return false;

	return out->file.len != out->given.len ||
	       memcmp(str_text(&out->file), str_text(&out->given),
		      out->file.len) != 0;
}

/* Keep what was written, and say so behind the reason */
static int leave(struct outing *out, int err)
{
	char *reason = x_strdup(err_text(err));

	if (is_written(out) || private_has_others(out->folder, FILE_NAME)) {
		outside_release(out->o);
		out->o->left = private_stay(out->folder);
		log_warnx("tui: %s; written text stays in %s", reason,
			  out->o->left);
		(void)err_set(err,
			      _("%s; the old text stays, ^O goes on with what "
				"was written (%s)"),
			      reason, out->o->left);
	} else {
		private_wipe(out->folder);
		(void)err_set(err, _("%s; the old text stays"), reason);
	}
	free(reason);
	return err;
}

/* Take what was written, or leave it */
static int end(struct outing *out, const char *editor)
{
	char *saved = private_path(out->folder, SAVED_NAME);
	char *text;
	int err = judge_end(out, editor);

	(void)look(out);
	if (out->lost && access(saved, R_OK) == 0) {
		str_clear(&out->file);
		(void)file_read(&out->file, saved, READ_MAX);
	}
	free(saved);

	text = text_in(&out->file, edit_text(out->s->edit));
	if (!err)
		err = judge_file(out, text);
	if (!err) {
		take(out, text);
		private_wipe(out->folder);
		outside_release(out->o);
	} else {
		err = leave(out, err);
	}
	free(text);
	return err;
}

int outside_edit(struct screen *s, struct outside *o)
{
	struct outing out = { .s = s, .o = o };
	const char *editor = find_editor();
	int err;

	if (!editor)
		return err_set(ENOENT,
			       _("there is no editor; set VISUAL or EDITOR to "
				 "one, or install nano"));
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(EINVAL, _("an editor needs a terminal"));

	err = prepare(&out);
	if (!err)
		err = run(&out, editor);
	if (!err)
		err = end(&out, editor);
	else if (out.folder)
		private_wipe(out.folder);
	free(out.folder);
	free(out.path);
	str_release(&out.given);
	str_release(&out.file);
	return err;
}

void outside_release(struct outside *o)
{
	free(o->left);
	o->left = NULL;
}
