/**
 * @file tests/tui/keys.c  callpermit-keys(7), from the tables of the screens
 *
 * keys  prints the page; "make keys" keeps it in man/
 */
#include <stdio.h>
#include <string.h>

#include "tui/board.h"
#include "tui/choice.h"
#include "tui/keys.h"
#include "tui/papers.h"
#include "tui/place.h"
#include "tui/text.h"
#include "tui/verb.h"
#include "tui/view.h"

static const char head[] =
	".\\\" Made by \"make keys\" from the tables of the screens; not edited\n"
	".Dd November 28, 2026\n"
	".Dt CALLPERMIT-KEYS 7\n"
	".Os\n"
	".Sh NAME\n"
	".Nm callpermit-keys\n"
	".Nd keys of the terminal program\n"
	".Sh DESCRIPTION\n"
	".Xr callpermit 1 Cm tui\n"
	"shows the keys of a screen in its last line, and all of them with\n"
	".Ic \\&? .\n"
	"A key that cannot be used is grey there, and says why.\n"
	".Ic \\&:\n"
	"finds a command or a screen by its Chinese name, its initials in pinyin or\n"
	"its English name.\n"
	"A caret stands for the control key.\n"
	"Function keys also work as Alt and a digit.\n"
	"Screens with a name can be opened by\n"
	".Nm callpermit Cm tui Ar name Op Ar no .\n";

/* Screens without a place of their own */
static const struct view *const others[] = {
	&view_wall, &view_recordings, &view_choice,  &view_text,
	&view_area, &view_read,	      &view_palette, &view_output,
};

/* A text line of mdoc: no macro, no escape by accident */
static void put(const char *text)
{
	if (*text == '.' || *text == '\'')
		(void)fputs("\\&", stdout);
	for (; *text; text++) {
		if (*text == '\\')
			(void)fputs("\\e", stdout);
		else
			(void)putchar(*text);
	}
}

/* An argument of a macro */
static void put_key(int key)
{
	char name[16];
	const char *s = keys_name(key, name, sizeof(name));

	(void)fputs(".It Ic ", stdout);
	if (strlen(s) <= 2 && strpbrk(s, ".,:;()[]?!|"))
		(void)fputs("\\&", stdout);
	put(strcmp(s, "\\") == 0 ? "\\" : s);
	(void)putchar('\n');
}

static void put_keys(const struct key *table)
{
	bool any = false;

	for (; table->key; table++) {
		if (!table->help)
			continue;
		if (!any)
			(void)puts(".Bl -tag -width Backspace -compact");
		any = true;
		put_key(table->key);
		put(table->help);
		(void)putchar('\n');
	}
	(void)puts(any ? ".El" : "No keys but those of every screen.");
}

static void put_view(const struct view *v, const char *help)
{
	(void)fputs(".Ss ", stdout);
	put(v->title && *v->title ? v->title : v->name);
	(void)putchar('\n');
	if (help)
		(void)printf("Screen\n.Cm %s :\n%s.\n", v->name, help);
	put_keys(v->keys);
}

int main(void)
{
	(void)fputs(head, stdout);
	(void)puts(".Sh EVERY LIST");
	put_keys(help_list_keys);
	(void)puts(".Sh WHERE ONE TYPES");
	put_keys(help_edit_keys);
	(void)puts(".Sh SCREENS");
	for (const struct place *p = places; p->view; p++)
		put_view(p->view, p->help);
	(void)puts(".Sh OTHER SCREENS");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		put_view(others[i], NULL);
	(void)puts(".Sh SEE ALSO\n.Xr callpermit 1");
	return 0;
}
