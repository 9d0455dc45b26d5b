/**
 * @file tui/keys.c  The keyboard
 */
#include "tui/keys.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"

/* Keys that terminfo does not tell of, numbered above its own */
enum own_key {
	OWN_PASTE_BEGIN = KEY_MAX + 1,
	OWN_PASTE_END,
	OWN_WORD_LEFT,
	OWN_WORD_RIGHT,
	OWN_WORD_BACKSPACE,
};

/* The wait for the rest of an escape sequence or of a character */
#define ESCAPE_MS    25
#define CHARACTER_MS 200

/* clang-format off */
static const struct { const char *bytes; int code; } sequences[] = {
	{ "\033[200~",  OWN_PASTE_BEGIN    },
	{ "\033[201~",  OWN_PASTE_END      },
	{ "\033[1;5D",  OWN_WORD_LEFT      }, /* Ctrl and an arrow */
	{ "\033[1;5C",  OWN_WORD_RIGHT     },
	{ "\033b",      OWN_WORD_LEFT      },
	{ "\033f",      OWN_WORD_RIGHT     },
	{ "\033\177",   OWN_WORD_BACKSPACE },
	{ "\0331",      KEY_F(1)           },
	{ "\0332",      KEY_F(2)           },
	{ "\0335",      KEY_F(5)           },
	{ "\0336",      KEY_F(6)           },
	{ "\0337",      KEY_F(7)           },
	{ "\0338",      KEY_F(8)           },
};

static const struct { int key; enum edit_verb verb; } verbs[] = {
	{ SPECIAL(KEY_LEFT),           EDIT_LEFT           },
	{ SPECIAL(KEY_RIGHT),          EDIT_RIGHT          },
	{ SPECIAL(KEY_UP),             EDIT_UP             },
	{ SPECIAL(KEY_DOWN),           EDIT_DOWN           },
	{ SPECIAL(KEY_HOME),           EDIT_HOME           },
	{ SPECIAL(KEY_END),            EDIT_END            },
	{ SPECIAL(KEY_BACKSPACE),      EDIT_BACKSPACE      },
	{ SPECIAL(KEY_DC),             EDIT_DELETE         },
	{ SPECIAL(OWN_WORD_LEFT),      EDIT_WORD_LEFT      },
	{ SPECIAL(OWN_WORD_RIGHT),     EDIT_WORD_RIGHT     },
	{ SPECIAL(OWN_WORD_BACKSPACE), EDIT_WORD_BACKSPACE },
	{ SPECIAL(OWN_PASTE_BEGIN),    EDIT_PASTE_BEGIN    },
	{ SPECIAL(OWN_PASTE_END),      EDIT_PASTE_END      },
	{ KEYS_CTRL('A'),                   EDIT_HOME           },
	{ KEYS_CTRL('E'),                   EDIT_END            },
	{ KEYS_CTRL('W'),                   EDIT_WORD_BACKSPACE },
	{ KEYS_CTRL('U'),                   EDIT_CUT_HEAD       },
	{ KEYS_CTRL('K'),                   EDIT_CUT_TAIL       },
	{ KEYS_CTRL('Z'),                   EDIT_UNDO           },
	{ KEYS_CTRL('Y'),                   EDIT_REDO           },
};

static const struct { int key; const char *name; } names[] = {
	{ '\n',                   "Enter"     },
	{ '\t',                   "Tab"       },
	{ ' ',                    N_("Space") },
	{ KEYS_ESC,               "Esc"       },
	{ SPECIAL(KEY_BTAB),      "Shift-Tab" },
	{ SPECIAL(KEY_UP),        N_("Up")    },
	{ SPECIAL(KEY_DOWN),      N_("Down")  },
	{ SPECIAL(KEY_PPAGE),     "PgUp"      },
	{ SPECIAL(KEY_NPAGE),     "PgDn"      },
	{ SPECIAL(KEY_HOME),      "Home"      },
	{ SPECIAL(KEY_END),       "End"       },
	{ SPECIAL(KEY_BACKSPACE), "Backspace" },
	{ SPECIAL(KEY_DC),        "Del"       },
	{ SPECIAL(KEY_IC),        "Ins"       },
};
/* clang-format on */

void keys_open(void)
{
	(void)raw();
	(void)noecho();
	(void)nonl();
	(void)keypad(stdscr, TRUE);
	(void)set_escdelay(ESCAPE_MS);
	for (size_t i = 0; i < ARRAY_LEN(sequences); i++)
		(void)define_key(sequences[i].bytes, sequences[i].code);

	/* bracketed paste, xterm's private mode 2004 */
	(void)fputs("\033[?2004h", stdout);
	(void)fflush(stdout);
}

void keys_close(void)
{
	(void)fputs("\033[?2004l", stdout);
	(void)fflush(stdout);
}

static int normal(int code, wint_t wide)
{
	if (code == KEY_CODE_YES)
		return wide == KEY_ENTER ? '\n' : SPECIAL((int)wide);
	if (wide == '\r')
		return '\n';
	if (wide == 0x7F || wide == 0x08)
		return SPECIAL(KEY_BACKSPACE);

	return (int)wide;
}

int keys_read(int ms)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	wint_t wide;
	int code;

	/* what curses holds back of an escape sequence comes first */
	timeout(0);
	if (poll(&in, 1, 0) == 0) {
		code = get_wch(&wide);
		if (code != ERR)
			return normal(code, wide);
		(void)poll(&in, 1, ms);
	}
	if (in.revents & (POLLHUP | POLLERR | POLLNVAL))
		return KEYS_LOST;

	/* the bytes of one character may come apart */
	timeout(in.revents & POLLIN ? CHARACTER_MS : 0);
	code = get_wch(&wide);
	return code == ERR ? KEYS_NONE : normal(code, wide);
}

const char *keys_name(int key, char *to, size_t size)
{
	char utf8[8];

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (names[i].key == key)
			return _(names[i].name);
	}

	(void)text_put(utf8, key < SPECIAL(0) ? (uint32_t)key : '?');
	if (key >= SPECIAL(KEY_F0) && key <= SPECIAL(KEY_F(12)))
		(void)snprintf(to, size, "F%d", key - SPECIAL(KEY_F0));
	else if (key < ' ')
		(void)snprintf(to, size, "^%c", key + '@');
	else
		(void)snprintf(to, size, "%s", utf8);
	return to;
}

bool keys_is_text(int key)
{
	return key >= ' ' && key < SPECIAL(0);
}

enum keys_result keys_edit(struct edit *e, int key)
{
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		enum edit_verb verb = verbs[i].verb;
		bool vertical = verb == EDIT_UP || verb == EDIT_DOWN;

		if (verbs[i].key != key)
			continue;
		/* rows that the text does not have belong to the list */
		return edit_press(e, verb) || !vertical ? KEYS_DONE
							: KEYS_OTHER;
	}

	/* Tab and Enter are text only while pasting */
	if (!keys_is_text(key) && !(e->pasting && (key == '\n' || key == '\t')))
		return KEYS_OTHER;

	return edit_insert(e, (uint32_t)key) ? KEYS_DONE : KEYS_REFUSED;
}
