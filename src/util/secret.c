/**
 * @file util/secret.c  Passwords and keys: where they lie, and not for long
 */
#include "util/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define OTHERS 077 /* mode bits of the group and of everybody else */

bool secret_is_placed(const struct secret_place *place)
{
	return place->file || place->env;
}

/* One without control characters, so that it cannot end a line of a protocol */
static int keep(struct secret *secretp, const char *text, size_t size,
		const char *what)
{
	if (size > 0 && text[size - 1] == '\n')
		size--;
	if (size > 0 && text[size - 1] == '\r')
		size--;
	if (size == 0)
		return err_set(EINVAL, _("%s: empty"), what);
	if (size > SECRET_MAX)
		return err_set(EINVAL, _("%s: more than %d bytes"), what,
			       SECRET_MAX);
	for (size_t i = 0; i < size; i++) {
		const unsigned char c = (unsigned char)text[i];

		if (c < ' ' || c == 0x7F)
			return err_set(EINVAL,
				       _("%s: has a line end or another "
					 "control character within it"),
				       what);
	}

	secretp->text = x_strndup(text, size);
	secretp->size = size;
	return 0;
}

static int check_file(int fd, const char *path, const char *what)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_set(EIO, "%s: %s: %s", what, path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(EINVAL, _("%s: %s is not a file"), what, path);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return err_set(EPERM, _("%s: %s belongs to somebody else"),
			       what, path);
	if (st.st_mode & OTHERS)
		return err_set(EPERM,
			       _("%s: others may use %s (mode %03o); run chmod "
				 "600 on it"),
			       what, path, (unsigned)st.st_mode & 0777);
	return 0;
}

static int read_file(struct secret *secretp, const char *path, const char *what)
{
	char buf[SECRET_MAX + 3]; /* a line end, and one too many */
	size_t size = 0;
	ssize_t n = 1;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int err;

	if (fd < 0)
		return err_set(errno == ENOENT ? ENOENT : EIO, "%s: %s: %s",
			       what, path, strerror(errno));

	err = check_file(fd, path, what);
	while (!err && n != 0 && size < sizeof(buf)) {
		n = read(fd, buf + size, sizeof(buf) - size);
		if (n > 0)
			size += (size_t)n;
		else if (n < 0 && errno != EINTR)
			err = err_set(EIO, "%s: %s: %s", what, path,
				      strerror(errno));
	}
	if (!err)
		err = keep(secretp, buf, size, what);
	crypto_wipe(buf, sizeof(buf));
	(void)close(fd);
	return err;
}

int secret_read(struct secret *secretp, const struct secret_place *place,
		const char *what)
{
	const char *text;

	if (!place->file == !place->env)
		return err_set(EINVAL,
			       _("%s: name either a file or an environment "
				 "variable that holds it"),
			       what);
	if (place->file)
		return read_file(secretp, place->file, what);

	text = getenv(place->env);
	if (!text)
		return err_set(ENOENT,
			       _("%s: there is no environment variable %s"),
			       what, place->env);
	return keep(secretp, text, strlen(text), what);
}

void secret_release(struct secret *secret)
{
	crypto_wipe(secret->text, secret->size);
	free(secret->text);
	*secret = (struct secret){ 0 };
}
