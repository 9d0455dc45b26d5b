/**
 * @file cli/image.c  Pictures in a terminal
 */
#include "cli/image.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "util/child.h"
#include "util/clock.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"

/* Kitty first (its graphics protocol, "querying support"), then DA1, whose
 * answer ends the waiting: a terminal that knows no kitty skips the first */
#define QUERY	   "\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\033\\\033[c"
#define KITTY_OK   "\033_Gi=31;OK"
#define DA1	   "\033[?"
#define SIXEL	   '4'
#define ANSWER_MS  400
#define ANSWER_MAX 512

#define PNG_MAX	   ((size_t)32 << 20)
#define CHUNK	   4096 /* of base64, as the protocol wants it */

/* Pixels, where the terminal does not say */
#define CELL_WIDTH 8
#define WIDTH_MIN  200
#define WIDTH_MAX  1000

static const char *find(const char *s, size_t n, const char *what)
{
	return memmem(s, n, what, strlen(what));
}

/* Attributes are numbers between semicolons, from s to the letter c */
static bool has_sixel(const char *s)
{
	for (const char *p = s; *p != 'c'; p++) {
		if (*p == SIXEL && (p == s || p[-1] == ';') &&
		    (p[1] == ';' || p[1] == 'c'))
			return true;
	}

	return false;
}

enum image_way image_answer(const char *answer, size_t n, bool *wholep)
{
	const char *da1 = find(answer, n, DA1);
	const char *kitty = find(answer, n, KITTY_OK);
	const char *end = NULL;

	if (da1) {
		da1 += strlen(DA1);
		end = memchr(da1, 'c', n - (size_t)(da1 - answer));
	}
	*wholep = end != NULL;
	if (!end)
		return IMAGE_NONE;
	if (kitty && kitty < end)
		return IMAGE_KITTY;

	return has_sixel(da1) ? IMAGE_SIXEL : IMAGE_NONE;
}

static enum image_way read_answer(void)
{
	const int64_t until = clock_mono() + ANSWER_MS;
	enum image_way way = IMAGE_NONE;
	char answer[ANSWER_MAX];
	bool whole = false;
	size_t n = 0;

	while (!whole && n < sizeof(answer)) {
		const int64_t left = until - clock_mono();
		struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
		ssize_t got;

		if (left <= 0 || poll(&p, 1, (int)left) <= 0)
			break;
		got = read(STDIN_FILENO, answer + n, sizeof(answer) - n);
		if (got <= 0)
			break;
		n += (size_t)got;
		way = image_answer(answer, n, &whole);
	}

	return way;
}

static unsigned width_of(void)
{
	struct winsize size = { 0 };
	unsigned width = 80 * CELL_WIDTH;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
		if (size.ws_xpixel > 0)
			width = size.ws_xpixel;
		else if (size.ws_col > 0)
			width = size.ws_col * CELL_WIDTH;
	}
	if (width < WIDTH_MIN)
		return WIDTH_MIN;

	return width > WIDTH_MAX ? WIDTH_MAX : width;
}

enum image_way image_ask(unsigned *widthp)
{
	enum image_way way = IMAGE_NONE;
	struct termios was;
	struct termios raw;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    !child_exists("pdftoppm") || tcgetattr(STDIN_FILENO, &was) != 0)
		return IMAGE_NONE;

	raw = was;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw) != 0)
		return IMAGE_NONE;
	if (write(STDOUT_FILENO, QUERY, strlen(QUERY)) > 0)
		way = read_answer();
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);

	*widthp = width_of();
	return way == IMAGE_SIXEL && !child_exists("img2sixel") ? IMAGE_NONE
								: way;
}

static int print_kitty(const char *path)
{
	struct str png = { 0 };
	struct str text = { 0 };
	int err = file_read(&png, path, PNG_MAX);

	if (!err)
		crypto_base64(&text, str_text(&png), png.len);
	for (size_t at = 0; at < text.len && !err; at += CHUNK) {
		const size_t left = text.len - at;
		const size_t n = left < CHUNK ? left : CHUNK;

		(void)printf("\033_G%sm=%d;%.*s\033\\",
			     at == 0 ? "a=T,f=100,q=2," : "", left > CHUNK,
			     (int)n, text.s + at);
	}
	if (!err)
		(void)putchar('\n');
	if (!err && fflush(stdout) != 0)
		err = err_set(EIO, _("the output could not be written"));
	str_release(&png);
	str_release(&text);
	return err;
}

static int print_sixel(const char *path)
{
	const char *const argv[] = { "img2sixel", path, NULL };
	int status = 0;
	int err;

	(void)fflush(stdout);
	err = child_run(argv, NULL, 0, &status);
	if (!err && status != 0)
		err = err_set(EIO, _("%s: exit status %d"), argv[0], status);
	(void)putchar('\n');
	return err;
}

int image_print(enum image_way way, const char *path)
{
	return way == IMAGE_KITTY ? print_kitty(path) : print_sixel(path);
}
