/**
 * @file cli/doctor_rest.c  What lies on the disk: whether it is encrypted, and
 * copies of former states
 */
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/doctor.h"
#include "store/db_care.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/util.h"

#define LAYERS_MAX 8

/* Whether the mapping of a device, or of what lies below it, is dm-crypt */
static bool is_crypt(const char *device, int layers)
{
	struct str uuid = { 0 };
	struct str path = { 0 };
	glob_t below = { 0 };
	bool crypt = false;

	str_addf(&path, "%s/dm/uuid", device);
	if (file_read(&uuid, path.s, 4096) == 0)
		crypt = strncmp(str_text(&uuid), "CRYPT-", 6) == 0;
	str_clear(&path);
	str_addf(&path, "%s/slaves/*", device);
	if (!crypt && layers > 0 && glob(path.s, 0, NULL, &below) == 0) {
		crypt = below.gl_pathc > 0;
		for (size_t i = 0; i < below.gl_pathc; i++)
			crypt &= is_crypt(below.gl_pathv[i], layers - 1);
	}
	globfree(&below);
	str_release(&path);
	str_release(&uuid);
	return crypt;
}

/* fscrypt and the like say so of the file, dm-crypt of its disk */
static bool is_encrypted(const char *path)
{
	struct str device = { 0 };
	struct statx stx;
	bool is;

	if (statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &stx) != 0)
		return false;
	if (stx.stx_attributes & STATX_ATTR_ENCRYPTED)
		return true;
	str_addf(&device, "/sys/dev/block/%u:%u", stx.stx_dev_major,
		 stx.stx_dev_minor);
	is = is_crypt(device.s, LAYERS_MAX);
	str_release(&device);
	return is;
}

static void found(struct doctor *d, enum health health, const char *todo)
{
	d->f.health = health;
	str_clear(&d->f.said);
	str_clear(&d->f.todo);
	str_add(&d->f.todo, todo);
}

static bool is_sealed(const struct doctor *d)
{
	return d->db ? db_key(d->db) != NULL : db_is_sealed(d->path);
}

void look_at_rest(struct doctor *d)
{
	if (access(d->path, F_OK) != 0) {
		found(d, HEALTH_NOT, "");
		str_add(&d->f.said, _("there is none yet"));
	} else if (is_sealed(d)) {
		found(d, HEALTH_WELL, "");
		str_add(&d->f.said,
			_("database and files are encrypted with a key"));
		if (d->db && !db_file_key(d->db)) {
			found(d, HEALTH_DOUBT,
			      _("callpermit key off, then callpermit key on"));
			str_add(&d->f.said,
				_("the database is encrypted, its files are "
				  "not"));
		}
	} else if (is_encrypted(d->path)) {
		found(d, HEALTH_WELL, "");
		str_add(&d->f.said, _("the disk or folder is encrypted"));
	} else {
		found(d, HEALTH_DOUBT,
		      _("put it on an encrypted disk (LUKS) or folder "
			"(fscrypt), or see: callpermit key"));
		str_add(&d->f.said,
			_("not encrypted, as far as can be seen: who has the "
			  "disk reads all of it"));
	}
}

/* The first that anybody can read, or NULL */
static const char *plain_of(const glob_t *copies)
{
	for (size_t i = 0; i < copies->gl_pathc; i++) {
		if (!db_is_sealed(copies->gl_pathv[i]))
			return copies->gl_pathv[i];
	}

	return NULL;
}

void look_at_copies(struct doctor *d)
{
	static const char *const ends[] = { ".schema-*", ".before-*" };
	struct str pattern = { 0 };
	glob_t copies = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		str_clear(&pattern);
		str_addf(&pattern, "%s%s", d->path, ends[i]);
		(void)glob(pattern.s, i ? GLOB_APPEND : 0, NULL, &copies);
	}
	if (copies.gl_pathc == 0) {
		found(d, HEALTH_WELL, "");
		str_add(&d->f.said, _("none of former states"));
	} else {
		const char *plain = is_sealed(d) ? plain_of(&copies) : NULL;

		found(d, HEALTH_DOUBT, _("remove them once all is well"));
		if (plain)
			str_addf(&d->f.said,
				 _("%zu of former states; %s is not encrypted "
				   "as the database is"),
				 (size_t)copies.gl_pathc, plain);
		else
			str_addf(&d->f.said,
				 _("%zu of former states, such as %s; what was "
				   "forgotten since is still in them"),
				 (size_t)copies.gl_pathc, copies.gl_pathv[0]);
	}
	globfree(&copies);
	str_release(&pattern);
}
