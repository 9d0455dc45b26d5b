/**
 * @file tui/keys.c  The keyboard
 */
#include "tui/keys.h"

#include <ctype.h>
#include <curses.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "tui/draw_page.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"

/* The wait for the rest of an escape sequence or of a character */
#define ESCAPE_MS    25
#define CHARACTER_MS 200

/* Longest colour that is read, with its end */
#define GROUND_MAX 40

/* Curses code of a sequence that terminfo does not tell of */
#define OWN_CODE(key) (KEY_MAX + 1 + (key)-KEYS_UP)

/* clang-format off */
static const struct { const char *bytes; int key; } sequences[] = {
	{ "\033[200~", KEYS_PASTE_BEGIN    },
	{ "\033[201~", KEYS_PASTE_END      },
	{ "\033[<",    KEYS_MOUSE          },
	{ "\033[1;2R", KEYS_NARROW         }, /* where the cursor is */
	{ "\033[1;3R", KEYS_WIDE           },
	{ "\033]11;",  KEYS_GROUND         }, /* the colour behind texts */
	{ "\033[A",    KEYS_UP             }, /* from those that do not */
	{ "\033[B",    KEYS_DOWN           }, /* heed the keypad mode */
	{ "\033[C",    KEYS_RIGHT          },
	{ "\033[D",    KEYS_LEFT           },
	{ "\033[H",    KEYS_HOME           },
	{ "\033[F",    KEYS_END            },
	{ "\033[1;5D", KEYS_WORD_LEFT      }, /* Ctrl and an arrow */
	{ "\033[1;5C", KEYS_WORD_RIGHT     },
	{ "\033[1;2D", KEYS_SELECT_LEFT    }, /* Shift and an arrow */
	{ "\033[1;2C", KEYS_SELECT_RIGHT   },
	{ "\033[1;2A", KEYS_SELECT_UP      },
	{ "\033[1;2B", KEYS_SELECT_DOWN    },
	{ "\033[1;2H", KEYS_SELECT_HOME    },
	{ "\033[1;2F", KEYS_SELECT_END     },
	{ "\033[1;6D", KEYS_SELECT_WORD_LEFT  },
	{ "\033[1;6C", KEYS_SELECT_WORD_RIGHT },
	{ "\033a",     KEYS_MARK           }, /* ^Space is an input method's */
	{ "\033w",     KEYS_COPY           },
	{ "\033y",     KEYS_YANK_OLDER     },
	{ "\033b",     KEYS_WORD_LEFT      },
	{ "\033f",     KEYS_WORD_RIGHT     },
	{ "\033\177",  KEYS_WORD_BACKSPACE },
	{ "\0331",     KEYS_F(1)           },
	{ "\0332",     KEYS_F(2)           },
	{ "\0333",     KEYS_F(3)           },
	{ "\0334",     KEYS_F(4)           },
	{ "\0335",     KEYS_F(5)           },
	{ "\0336",     KEYS_F(6)           },
	{ "\0337",     KEYS_F(7)           },
	{ "\0338",     KEYS_F(8)           },
	{ "\0339",     KEYS_F(9)           },
};

static const struct { int code; int key; } codes[] = {
	{ KEY_ENTER,     '\n'           },
	{ KEY_UP,        KEYS_UP        },
	{ KEY_DOWN,      KEYS_DOWN      },
	{ KEY_LEFT,      KEYS_LEFT      },
	{ KEY_RIGHT,     KEYS_RIGHT     },
	{ KEY_HOME,      KEYS_HOME      },
	{ KEY_END,       KEYS_END       },
	{ KEY_PPAGE,     KEYS_PAGE_UP   },
	{ KEY_NPAGE,     KEYS_PAGE_DOWN },
	{ KEY_BACKSPACE, KEYS_BACKSPACE },
	{ KEY_DC,        KEYS_DELETE    },
	{ KEY_BTAB,      KEYS_BACKTAB   },
	{ KEY_SLEFT,     KEYS_SELECT_LEFT  },
	{ KEY_SRIGHT,    KEYS_SELECT_RIGHT },
	{ KEY_SR,        KEYS_SELECT_UP    },
	{ KEY_SF,        KEYS_SELECT_DOWN  },
	{ KEY_SHOME,     KEYS_SELECT_HOME  },
	{ KEY_SEND,      KEYS_SELECT_END   },
	{ KEY_RESIZE,    KEYS_RESIZE    },
};

static const struct { int key; enum edit_verb verb; } verbs[] = {
	{ KEYS_LEFT,           EDIT_LEFT           },
	{ KEYS_RIGHT,          EDIT_RIGHT          },
	{ KEYS_UP,             EDIT_UP             },
	{ KEYS_DOWN,           EDIT_DOWN           },
	{ KEYS_HOME,           EDIT_HOME           },
	{ KEYS_END,            EDIT_END            },
	{ KEYS_BACKSPACE,      EDIT_BACKSPACE      },
	{ KEYS_DELETE,         EDIT_DELETE         },
	{ KEYS_WORD_LEFT,      EDIT_WORD_LEFT      },
	{ KEYS_WORD_RIGHT,     EDIT_WORD_RIGHT     },
	{ KEYS_WORD_BACKSPACE, EDIT_WORD_BACKSPACE },
	{ KEYS_PASTE_BEGIN,    EDIT_PASTE_BEGIN    },
	{ KEYS_PASTE_END,      EDIT_PASTE_END      },
	{ KEYS_CTRL('A'),      EDIT_HOME           },
	{ KEYS_CTRL('E'),      EDIT_END            },
	{ KEYS_CTRL('W'),      EDIT_WORD_BACKSPACE },
	{ KEYS_CTRL('U'),      EDIT_CUT_HEAD       },
	{ KEYS_CTRL('K'),      EDIT_CUT_TAIL       },
	{ KEYS_CTRL('Z'),      EDIT_UNDO           },
	{ KEYS_CTRL('R'),      EDIT_REDO           },
	{ KEYS_CTRL('Y'),      EDIT_YANK           },
	{ KEYS_CTRL('V'),      EDIT_YANK           },
	{ KEYS_YANK_OLDER,     EDIT_YANK_OLDER     },
	{ KEYS_MARK,           EDIT_MARK           },
	{ KEYS_SELECT_LEFT,    EDIT_SELECT_LEFT    },
	{ KEYS_SELECT_RIGHT,   EDIT_SELECT_RIGHT   },
	{ KEYS_SELECT_UP,      EDIT_SELECT_UP      },
	{ KEYS_SELECT_DOWN,    EDIT_SELECT_DOWN    },
	{ KEYS_SELECT_HOME,    EDIT_SELECT_HOME    },
	{ KEYS_SELECT_END,     EDIT_SELECT_END     },
	{ KEYS_SELECT_WORD_LEFT,  EDIT_SELECT_WORD_LEFT  },
	{ KEYS_SELECT_WORD_RIGHT, EDIT_SELECT_WORD_RIGHT },
};

static const struct { int key; const char *name; } names[] = {
	{ '\n',           "Enter"     },
	{ '\t',           "Tab"       },
	{ ' ',            N_("Space") },
	{ KEYS_ESC,       "Esc"       },
	{ KEYS_BACKTAB,   "Shift-Tab" },
	{ KEYS_UP,        N_("Up")    },
	{ KEYS_DOWN,      N_("Down")  },
	{ KEYS_LEFT,      N_("Left")  },
	{ KEYS_RIGHT,     N_("Right") },
	{ KEYS_PAGE_UP,   "PgUp"      },
	{ KEYS_PAGE_DOWN, "PgDn"      },
	{ KEYS_HOME,      "Home"      },
	{ KEYS_END,       "End"       },
	{ KEYS_BACKSPACE, "Backspace" },
	{ KEYS_DELETE,    "Del"       },
	{ KEYS_SELECT_RIGHT, N_("Shift-Right") },
	{ KEYS_MARK,      "^Space"    },
	{ KEYS_YANK_OLDER, "Alt-y"    },
};
/* clang-format on */

static bool told; /* of the mouse */
static int mouse_y;
static int mouse_x;

void keys_open(void)
{
	(void)raw();
	(void)noecho();
	(void)nonl();
	(void)keypad(stdscr, TRUE);
	(void)set_escdelay(ESCAPE_MS);
	for (size_t i = 0; i < ARRAY_LEN(sequences); i++)
		(void)define_key(sequences[i].bytes,
				 OWN_CODE(sequences[i].key));

	/* bracketed paste, xterm's private mode 2004 */
	(void)fputs("\033[?2004h", stdout);
	(void)fflush(stdout);
}

/* Buttons in the tell of xterm's private mode 1000, written as by 1006 */
void keys_mouse(bool on)
{
	if (page_is_open())
		return;

	(void)fputs(on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l",
		    stdout);
	(void)fflush(stdout);
	told = on;
}

void keys_mouse_at(int *yp, int *xp)
{
	*yp = mouse_y;
	*xp = mouse_x;
}

void keys_close(void)
{
	if (told)
		keys_mouse(false);
	(void)fputs("\033[?2004l", stdout);
	(void)fflush(stdout);
}

static int key_of_code(int code)
{
	if (code > KEY_MAX)
		return KEYS_UP + code - OWN_CODE(KEYS_UP);
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return KEYS_F(code - KEY_F0);

	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		if (codes[i].code == code)
			return codes[i].key;
	}

	return KEYS_OTHER_CODE;
}

/* One part of a colour, "ff" or "ffff": 0 to 1, or -1 */
static double part_of(const char **at)
{
	char *end;
	const unsigned long n = strtoul(*at, &end, 16);
	const int digits = (int)(end - *at);

	if (digits < 1 || digits > 4 || !isxdigit((unsigned char)**at))
		return -1;

	*at = end + (*end == '/');
	return (double)n / (double)((1u << 4 * digits) - 1);
}

/* The rest of "\033]11;rgb:ffff/ffff/dddd\033\\", which may also end in BEL or
 * have a fourth part (xterm, ctlseqs; XParseColor(3)).  Light is what is more
 * than half as bright as white (weights of ITU-R BT.601). */
static int read_ground(void)
{
	char text[GROUND_MAX];
	size_t n = 0;
	wint_t wide = 0;
	const char *at;
	double r;
	double g;
	double b;

	timeout(CHARACTER_MS);
	while (n + 1 < sizeof(text) && get_wch(&wide) == OK &&
	       wide != KEYS_ESC && wide != '\a')
		text[n++] = (char)(wide < 0x80 ? wide : '?');
	text[n] = '\0';
	if (wide == KEYS_ESC)
		(void)get_wch(&wide); /* the backslash */
	at = strchr(text, ':');
	if (strncmp(text, "rgb", 3) != 0 || !at)
		return KEYS_NONE;

	at++;
	r = part_of(&at);
	g = part_of(&at);
	b = part_of(&at);
	if (r < 0 || g < 0 || b < 0)
		return KEYS_NONE;
	return 0.299 * r + 0.587 * g + 0.114 * b > 0.5 ? KEYS_LIGHT : KEYS_DARK;
}

/* The rest of "\033[<0;20;5M": button, column, row, and M when the button went
 * down, m when it went up.  Others than the left button and the wheel, and with
 * keys held, are no keys of ours. */
static int read_mouse(void)
{
	int numberv[3] = { 0 };
	size_t c = 0;
	wint_t wide = 0;

	timeout(CHARACTER_MS);
	for (int i = 0; i < 20 && get_wch(&wide) == OK; i++) {
		if (wide == ';' && c < 2)
			c++;
		else if (wide >= '0' && wide <= '9' && numberv[c] < 10000)
			numberv[c] = numberv[c] * 10 + (int)(wide - '0');
		else
			break;
	}
	if (wide != 'M' || c != 2)
		return KEYS_NONE;

	mouse_x = numberv[1] - 1;
	mouse_y = numberv[2] - 1;
	return numberv[0] == 0	  ? KEYS_CLICK
	       : numberv[0] == 64 ? KEYS_WHEEL_UP
	       : numberv[0] == 65 ? KEYS_WHEEL_DOWN
				  : KEYS_NONE;
}

static int normal(int code, wint_t wide)
{
	if (code == KEY_CODE_YES) {
		const int key = key_of_code((int)wide);

		return key == KEYS_MOUSE    ? read_mouse()
		       : key == KEYS_GROUND ? read_ground()
					    : key;
	}
	if (wide == '\r')
		return '\n';
	if (wide == 0)
		return KEYS_MARK;
	if (wide == 0x7F || wide == 0x08)
		return KEYS_BACKSPACE;

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
	timeout((in.revents & POLLIN) ? CHARACTER_MS : 0);
	code = get_wch(&wide);
	return code == ERR ? KEYS_NONE : normal(code, wide);
}

bool keys_waiting(void)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&in, 1, 0) > 0;
}

const char *keys_name(int key, char *to, size_t size)
{
	char utf8[8];

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (names[i].key == key)
			return _(names[i].name);
	}

	(void)text_put(utf8, key < KEYS_UP ? (uint32_t)key : '?');
	if (key > KEYS_F0)
		(void)snprintf(to, size, "F%d", key - KEYS_F0);
	else if (key < ' ')
		(void)snprintf(to, size, "^%c", key + '@');
	else
		(void)snprintf(to, size, "%s", utf8);
	return to;
}

static bool is_named(const char *name, const char *typed)
{
	return strcasecmp(name, typed) == 0 || strcasecmp(_(name), typed) == 0;
}

int keys_of_name(const char *name)
{
	const char *rest = name;
	char *end;
	uint32_t cp;
	long n;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (is_named(names[i].name, name))
			return names[i].key;
	}

	n = strtol(name + (*name != '\0'), &end, 10);
	if ((*name == 'F' || *name == 'f') && !*end && n >= 1 && n <= 12)
		return KEYS_F((int)n);
	if (*name == '^' && name[1] >= '@' && name[1] <= '_' && !name[2])
		return KEYS_CTRL(name[1]);

	cp = *name ? text_next(&rest) : 0;
	return cp > ' ' && !*rest ? (int)cp : KEYS_NONE;
}

bool keys_is_text(int key)
{
	return key >= ' ' && key < KEYS_UP;
}

bool keys_changes(int key)
{
	static const int others[] = {
		KEYS_BACKSPACE,	  KEYS_DELETE,	  KEYS_WORD_BACKSPACE,
		KEYS_PASTE_BEGIN, KEYS_CTRL('W'), KEYS_CTRL('U'),
		KEYS_CTRL('K'),	  KEYS_CTRL('Y'), KEYS_CTRL('V'),
		KEYS_YANK_OLDER,
	};

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		if (others[i] == key)
			return true;
	}

	return keys_is_text(key);
}

enum keys_result keys_edit(struct edit *e, int key)
{
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		enum edit_verb verb = verbs[i].verb;
		bool vertical = verb == EDIT_UP || verb == EDIT_DOWN;

		if (verbs[i].key != key)
			continue;
		/* in a paste only its end is a key */
		if (e->pasting && verb != EDIT_PASTE_END)
			return KEYS_DONE;
		if (edit_press(e, verb))
			return KEYS_DONE;
		if (verb == EDIT_YANK)
			return KEYS_REFUSED;
		/* rows that the text does not have belong to the list */
		return vertical ? KEYS_OTHER : KEYS_DONE;
	}

	/* Tab and Enter are text only while pasting */
	if (!keys_is_text(key) && !(e->pasting && (key == '\n' || key == '\t')))
		return KEYS_OTHER;

	return edit_insert(e, (uint32_t)key) ? KEYS_DONE : KEYS_REFUSED;
}
