/**
 * @file util/passkey.c  The key of what is encrypted: where it comes from
 */
#include "util/passkey.h"

#include <errno.h>
#include <fcntl.h>
#include <keyutils.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define ASK_MAX	 3
#define CTRL_C	 '\x03'
#define CTRL_D	 '\x04'
#define CTRL_U	 '\x15'
#define KIND	 "user"
#define ROOM	 (PASSKEY_MAX + 3) /* a line end, and one too many */
#define OF_USER	 KEY_SPEC_USER_KEYRING
#define MAY_READ (KEY_POS_ALL | KEY_USR_VIEW | KEY_USR_READ | KEY_USR_SEARCH)

/* What this process was given */
static struct {
	struct passkey **v;
	size_t c;
	int fd;	    /* one more than the descriptor; 0: none, or read */
	bool given; /* there was one: nobody is asked */
	char name[PATH_MAX + 32];
} had;

struct passkey *passkey_new(const void *bytes, size_t size)
{
	struct passkey *key;

	if (sodium_init() < 0)
		return NULL;
	key = x_calloc(1, sizeof(*key));
	key->bytes = sodium_malloc(size + 1);
	if (!key->bytes) {
		free(key);
		return NULL;
	}
	memcpy(key->bytes, bytes, size);
	key->bytes[size] = '\0';
	key->size = size;
	return key;
}

void passkey_free(struct passkey *key)
{
	if (key)
		sodium_free(key->bytes); /* overwrites it */
	free(key);
}

bool passkey_same(const struct passkey *a, const struct passkey *b)
{
	return a && b && a->size == b->size &&
	       sodium_memcmp(a->bytes, b->bytes, a->size) == 0;
}

void passkey_use_fd(int fd)
{
	/* no program that is started inherits it */
	if (fd > STDERR_FILENO)
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	had.fd = fd + 1;
	had.given = true;
}

void passkey_use_name(const char *path)
{
	char *whole = realpath(path, NULL);

	(void)snprintf(had.name, sizeof(had.name), "callpermit:%s",
		       whole ? whole : path);
	free(whole);
}

void passkey_have(struct passkey *key)
{
	had.v = x_grow(had.v, had.c, sizeof(struct passkey *));
	had.v[had.c++] = key;
}

void passkey_forget(void)
{
	while (had.c > 0)
		passkey_free(had.v[--had.c]);
	free(had.v);
	had.v = NULL;
}

/* One line of text: without its end, and wiped where it was */
static int keep(struct passkey **keyp, char *text, size_t size)
{
	int err = 0;

	if (size > 0 && text[size - 1] == '\n')
		size--;
	if (size > 0 && text[size - 1] == '\r')
		size--;
	if (size == 0 || size > PASSKEY_MAX)
		err = err_set(EINVAL, _("a key has 1 to %d bytes"),
			      PASSKEY_MAX);
	else if (memchr(text, '\n', size) || memchr(text, '\0', size))
		err = err_set(EINVAL, _("a key is one line"));
	if (!err)
		*keyp = passkey_new(text, size);
	sodium_memzero(text, ROOM);
	if (!err && !*keyp)
		err = err_set(EIO, _("no memory for a key can be locked; see "
				     "ulimit -l"));
	return err;
}

int passkey_read_fd(struct passkey **keyp, int fd)
{
	char text[ROOM];
	size_t size = 0;
	ssize_t n = 1;

	while (n != 0 && size < sizeof(text)) {
		n = read(fd, text + size, sizeof(text) - size);
		if (n > 0)
			size += (size_t)n;
		else if (n < 0 && errno != EINTR)
			break;
	}
	if (n < 0) {
		sodium_memzero(text, sizeof(text));
		return err_set(errno == EBADF ? EINVAL : EIO,
			       _("the key is not read from descriptor %d: %s"),
			       fd, strerror(errno));
	}

	return keep(keyp, text, size);
}

/* One key of the keyboard: true once the line is at its end.  A sign of several
 * bytes goes as a whole. */
static bool type(char *text, size_t *sizep, char c)
{
	if (c == '\x7F' || c == '\b') {
		while (*sizep > 0 && (text[*sizep - 1] & 0xC0) == 0x80)
			--*sizep;
		if (*sizep > 0)
			--*sizep;
	} else if (c == CTRL_U) {
		*sizep = 0;
	} else if (c != '\r' && c != '\n') {
		text[(*sizep)++] = c;
	}

	return c == '\r' || c == '\n' || *sizep == ROOM - 1;
}

/* Nobody sees what is typed.  Ctrl-C is a key like others here: the terminal
 * must be put right before we go. */
static int ask(struct passkey **keyp, int tty, const char *question)
{
	char text[ROOM];
	struct termios old;
	struct termios quiet;
	size_t size = 0;
	bool done = false;
	char c = '\0';
	ssize_t n = 1;

	if (tcgetattr(tty, &old) != 0)
		return err_set(EIO, "/dev/tty: %s", strerror(errno));
	quiet = old;
	quiet.c_lflag &= (tcflag_t) ~(ECHO | ECHONL | ICANON | ISIG);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	(void)tcsetattr(tty, TCSAFLUSH, &quiet);
	(void)dprintf(tty, "%s", question);
	while (!done && n != 0 && c != CTRL_C && c != CTRL_D) {
		n = read(tty, &c, 1);
		if (n < 0 && errno != EINTR)
			n = 0;
		if (n == 1 && c != CTRL_C && c != CTRL_D)
			done = type(text, &size, c);
	}
	(void)tcsetattr(tty, TCSAFLUSH, &old);
	(void)dprintf(tty, "\n");
	if (done)
		return keep(keyp, text, size);

	sodium_memzero(text, sizeof(text));
	return err_set(ECANCELED, _("no key was typed"));
}

static int open_tty(int *ttyp)
{
	*ttyp = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	return *ttyp >= 0 ? 0
			  : err_as("E-KEY",
				   err_set(EPERM,
					   _("a key is needed, and there is no "
					     "terminal to ask at: give it with "
					     "--key-fd N, or put it into the "
					     "keyring with callpermit key "
					     "remember")));
}

int passkey_ask_new(struct passkey **keyp)
{
	struct passkey *again = NULL;
	int tty = -1;
	int err = open_tty(&tty);

	if (err)
		return err;

	*keyp = NULL;
	err = ask(keyp, tty, _("New key (not shown): "));
	if (!err)
		err = ask(&again, tty, _("The same again: "));
	if (!err && !passkey_same(*keyp, again))
		err = err_set(EINVAL, _("the two keys differ; nothing was "
					"changed"));
	passkey_free(again);
	if (err) {
		passkey_free(*keyp);
		*keyp = NULL;
	}
	(void)close(tty);
	return err;
}

static long ring_find(void)
{
	return *had.name ? keyctl_search(OF_USER, KIND, had.name, 0) : -1;
}

bool passkey_ring_has(void)
{
	return ring_find() >= 0;
}

static int ring_read(struct passkey **keyp)
{
	char text[ROOM];
	const long id = ring_find();
	const long n = id < 0 ? -1
			      : keyctl_read((key_serial_t)id, text,
					    sizeof(text));

	return n <= 0 || n > (long)sizeof(text) ? ENOENT
						: keep(keyp, text, (size_t)n);
}

static int ring_fail(void)
{
	return err_set(EIO, _("the keyring of the kernel: %s"),
		       strerror(errno));
}

int passkey_ring_keep(const struct passkey *key, unsigned seconds)
{
	const key_serial_t id = add_key(KIND, had.name, key->bytes, key->size,
					OF_USER);

	if (id < 0)
		return ring_fail();
	/* whoever works under the account reads it, in whichever session */
	if (keyctl_setperm(id, MAY_READ) != 0 ||
	    (seconds > 0 && keyctl_set_timeout(id, seconds) != 0)) {
		const int err = ring_fail();

		(void)keyctl_unlink(id, OF_USER);
		return err;
	}

	return 0;
}

int passkey_ring_drop(void)
{
	const long id = ring_find();

	if (id < 0)
		return err_set(ENOENT, _("the keyring has no key of this "
					 "database"));
	return keyctl_unlink((key_serial_t)id, OF_USER) == 0 ? 0 : ring_fail();
}

/* ENOENT: none from there, or none any more */
static int from_tty(struct passkey_try *t, const char *what,
		    struct passkey **keyp)
{
	char question[256];
	int tty = -1;
	int err;

	if (t->next >= ASK_MAX || open_tty(&tty) != 0)
		return ENOENT;
	(void)snprintf(question, sizeof(question),
		       t->next++ > 0 ? _("The key does not fit.  Key of %s: ")
				     : _("Key of %s (not shown): "),
		       what);
	err = ask(keyp, tty, question);
	(void)close(tty);
	return err;
}

static int from_fd(struct passkey_try *t, struct passkey **keyp)
{
	const int fd = had.fd - 1;

	if (fd < 0 || t->next++ > 0)
		return ENOENT;
	had.fd = 0; /* it is read once; the key is at hand from then on */
	return passkey_read_fd(keyp, fd);
}

static int take(struct passkey_try *t, const char *what, struct passkey **keyp)
{
	if (t->from == PASSKEY_FD)
		return from_fd(t, keyp);
	if (t->from == PASSKEY_RING)
		return had.given || t->next++ > 0 ? ENOENT : ring_read(keyp);
	if (t->from == PASSKEY_TYPED)
		return had.given ? ENOENT : from_tty(t, what, keyp);
	return ENOENT;
}

int passkey_next(struct passkey_try *t, const char *what,
		 const struct passkey **keyp)
{
	struct passkey *key = NULL;
	int err = ENOENT;

	if (t->from == PASSKEY_HAD && t->next < had.c) {
		*keyp = had.v[t->next++];
		t->tried = true;
		return 0;
	}
	while (err == ENOENT && t->from < PASSKEY_NO_MORE) {
		err = take(t, what, &key);
		if (err == ENOENT) {
			t->from++;
			t->next = 0;
		}
	}
	if (err == ENOENT && t->tried)
		return err_as("E-KEY",
			      err_set(EPERM,
				      _("%s: encrypted, and the key does not "
					"fit (or the file is damaged)"),
				      what));
	if (err == ENOENT)
		return err_as("E-KEY",
			      err_set(EPERM,
				      _("%s: encrypted; give its key with "
					"--key-fd N, or put it into the "
					"keyring with callpermit key remember"),
				      what));
	if (err)
		return err;

	t->tried = true;
	passkey_have(key);
	*keyp = key;
	return 0;
}
