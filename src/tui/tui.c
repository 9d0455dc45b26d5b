/**
 * @file tui/tui.c  Life with the terminal, and the main loop
 */
#include "tui/tui.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/draw_page.h"
#include "tui/form.h"
#include "tui/paint.h"
#include "tui/place.h"
#include "tui/plain.h"
#include "tui/terminal.h"
#include "tui/verb.h"
#include "tui/view.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/util.h"

/* How often the database is asked whether someone else has changed it */
#define LOOK_MS 1000

static const int end_signals[] = { SIGTERM, SIGHUP, SIGINT };

static volatile sig_atomic_t ended;

static void end_handler(int sig)
{
	ended = sig;
}

bool tui_is_ended(void)
{
	return ended != 0;
}

static void catch_signals(struct sigaction *oldv)
{
	struct sigaction act = { .sa_handler = end_handler };

	(void)sigemptyset(&act.sa_mask);
	ended = 0;
	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++)
		(void)sigaction(end_signals[i], &act, &oldv[i]);
}

static void release_signals(const struct sigaction *oldv)
{
	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++)
		(void)sigaction(end_signals[i], &oldv[i], NULL);
}

/* The log, away from the screen; /dev/null if there is no place for it */
static FILE *open_log(void)
{
	char *path = file_of_user(FILE_STATE, "tui.log");
	char *slash = strrchr(path, '/');
	FILE *f = NULL;
	int fd = -1;

	*slash = '\0';
	if (file_mkdirs(path) == 0) {
		*slash = '/';
		fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
			  0600);
	}
	if (fd < 0)
		fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (fd >= 0)
		f = fdopen(fd, "a");
	if (f)
		(void)setvbuf(f, NULL, _IOLBF, 0);
	free(path);
	return f;
}

bool tui_look(struct tui *tui, int64_t *seenp)
{
	int64_t now = db_data_version(tui->db);
	const bool ours = tui->ran;

	tui->ran = false;
	if (now == *seenp)
		return false;

	*seenp = now;
	(void)view_read_role(tui);
	view_close_forbidden(tui);
	view_load_all(tui);
	/* an error that was just said tells more */
	if (!ours && (tui->message.len == 0 || tui->message_style != DRAW_BAD))
		view_say(tui, DRAW_WARN,
			 _("Changed elsewhere; what you see is read anew."));
	return true;
}

static void idle(struct tui *tui)
{
	if (tui->top->view->idle)
		tui->top->view->idle(tui->top);
	asked_keep(tui);
}

static void take_answer(struct tui *tui, int key)
{
	if (!terminal_answered(&tui->settings, key))
		return;

	view_load_all(tui);
	draw_anew();
}

/* True if there was something left to find out for the screens in sight */
static bool use_spare_time(struct tui *tui)
{
	struct screen *s = tui->top;

	while (s->view->popup && s->below)
		s = s->below;
	if (view_is_pasting(tui) || keys_waiting())
		return false;
	return sieve_go_on(tui->top) || (s->view->spare && s->view->spare(s));
}

/* What takes longer than all else at the start, so that whoever opens the list
 * sees it before: the rule pack, read and compiled, and the end of the list */
static int prepare(struct tui *tui)
{
	int err;

	if (tui->library)
		return 0;

	err = pack_load(&tui->shipped);
	if (!err)
		err = library_open(&tui->library, tui->db, tui->shipped);
	if (!err)
		err = tui_use(tui, NULL);
	if (!err)
		view_load_all(tui);
	return err;
}

static int loop(struct tui *tui)
{
	int64_t seen = db_data_version(tui->db);
	int err;

	tui->hurried = true;
	paint(tui);
	terminal_ask();
	err = prepare(tui);
	if (err)
		return err;

	while (tui->top && !tui->quit && !ended) {
		bool found;
		int key;

		if (!view_is_pasting(tui))
			paint(tui);
		found = use_spare_time(tui);
		key = keys_read(found ? 0 : LOOK_MS);
		if (key == KEYS_LOST)
			break;
		if (key == KEYS_NONE && found)
			continue; /* nobody has paused */
		if (key == KEYS_RESIZE)
			view_load_all(tui);
		else if (key >= KEYS_NARROW && key <= KEYS_LIGHT)
			take_answer(tui, key);
		else if (key != KEYS_NONE)
			view_press(tui, key);
		else if (view_is_pasting(tui))
			view_press(tui, KEYS_PASTE_END); /* it got lost */
		else
			idle(tui);
		view_reap(tui);
		if (!view_is_pasting(tui))
			(void)tui_look(tui, &seen);
	}

	return 0;
}

int tui_use(struct tui *tui, const struct dossier *d)
{
	return library_get(tui->library, d, &tui->pack, &tui->checker);
}

/* What a screen of the command line is; NULL: the list.  0 or EINVAL */
static int find_place(const char *screen, const char **nop,
		      const struct place **placep)
{
	struct str names = { 0 };
	int err;

	*placep = NULL;
	if (!screen)
		return 0;
	if (!*nop && *screen >= '0' && *screen <= '9') {
		*nop = screen;
		screen = view_form.name;
	}
	*placep = place_find(screen);
	if (*placep && (*placep)->dossier == (*nop != NULL))
		return 0;
	if (*placep)
		return err_set(EINVAL,
			       *nop ? _("%s is about all dossiers; leave the "
					"number out")
				    : _("%s is about one dossier; give its "
					"number too"),
			       screen);

	for (const struct place *p = places; p->view; p++)
		str_addf(&names, " %s", p->view->name);
	err = err_set(EINVAL, _("there is no screen %s; there are:%s"), screen,
		      str_text(&names));
	str_release(&names);
	return err;
}

/* Read what the user has chosen; the first thing wrong with it is told of */
static void use_settings(struct tui *tui)
{
	struct str flaws = { 0 };
	int err = settings_load(&tui->settings);

	if (err) {
		view_say(tui, DRAW_WARN, "%s", err_text(err));
		return;
	}

	/* the line has no room for the folder; the screen has */
	if (settings_flaws(&tui->settings, &flaws) > 0) {
		const char *name = flaws.s + strlen(tui->settings.path) -
				   strlen("settings");

		view_say(tui, DRAW_WARN, "%.*s", (int)strcspn(name, "\n"),
			 name);
		log_warnx("tui: %s", flaws.s);
	}
	str_release(&flaws);
}

/* The first screen above the list: the one asked for, the guide for somebody
 * who has no dossier yet, or the one that the user has chosen */
static int begin(struct tui *tui, const struct place *place, const char *no)
{
	int err = 0;

	use_settings(tui);
	if (!place && tui->top->rowc == 0)
		place = place_find(view_guide.name);
	else if (!place)
		place = place_find(settings_get(&tui->settings, "start"));

	if (place && place->view == &view_dossiers)
		place = NULL;
	if (place || tui->plain)
		err = prepare(tui);
	return err || !place ? err : place_open(tui, place, no);
}

/* Once all is prepared */
static int run(struct tui *tui, const struct place *place, const char *no)
{
	struct sigaction oldv[ARRAY_LEN(end_signals)];
	FILE *log = open_log();
	int err;

	if (log)
		log_to(log, LOG_INFO);
	catch_signals(oldv);
	err = view_open(tui, &view_dossiers, NULL);
	if (!err)
		err = begin(tui, place, no);
	if (!err && tui->plain)
		err = plain_run(tui);
	else if (!err)
		err = loop(tui);
	view_close_all(tui);
	release_signals(oldv);
	log_to(NULL, LOG_INFO);
	if (log)
		(void)fclose(log);
	return err;
}

int tui_run(struct db *db, const struct tui_wish *wish)
{
	struct tui tui = { .db = db,
			   .verbs = wish->verbs,
			   .options = wish->options,
			   .plain = wish->plain };
	const struct place *place;
	const char *no = wish->no;
	int err = find_place(wish->screen, &no, &place);

	if (err)
		return err;

	err = view_read_role(&tui);
	if (tui.plain)
		page_open();
	else if (!err)
		err = terminal_open();
	if (!err) {
		err = run(&tui, place, no);
		if (!tui.plain)
			terminal_close();
	}
	page_close();
	verb_release(&tui);
	str_release(&tui.message);
	kills_release(&tui.kills);
	settings_release(&tui.settings);
	str_release(&tui.may_not);
	library_close(tui.library);
	pack_free(tui.shipped);
	return err;
}
