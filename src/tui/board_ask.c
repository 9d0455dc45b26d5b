/**
 * @file tui/board_ask.c  Where the board is: asked for once, then a setting
 */
#include <errno.h>
#include <string.h>

#include "tui/board.h"
#include "util/err.h"
#include "util/lang.h"

static int token_done(struct screen *s, const char *text)
{
	struct settings *chosen = &s->tui->settings;
	int err = settings_set(chosen, "token", text + strspn(text, " "));

	if (!err)
		err = view_open(s->tui, &view_wall, NULL);
	/* what was no use is asked for again */
	if (err == ENOENT || err == EINVAL)
		(void)settings_set(chosen, "token", NULL);
	return err;
}

static const struct question ask_token = {
	.label = N_("File with the token for the board:"),
	.done = token_done,
};

static int url_done(struct screen *s, const char *text)
{
	const char *url = text + strspn(text, " ");
	int err;

	if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
		return err_set(EINVAL,
			       _("an address begins with http:// or https://, "
				 "for example http://127.0.0.1:8060"));

	err = settings_set(&s->tui->settings, "board", url);
	return err ? err : board_go(s->tui);
}

static const struct question ask_url = {
	.label = N_("Address of the board:"),
	.done = url_done,
};

int board_go(struct tui *tui)
{
	if (!*settings_get(&tui->settings, "board"))
		view_ask(tui->top, &ask_url, "http://127.0.0.1:8060");
	else if (!*settings_get(&tui->settings, "token"))
		view_ask(tui->top, &ask_token, "");
	else
		return view_open(tui, &view_wall, NULL);
	return 0;
}
