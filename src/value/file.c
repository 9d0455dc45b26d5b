/**
 * @file value/file.c  Attached files, V-13
 *
 * A fact holds of a file what tells it from every other: its name, size and
 * SHA-256.  Its bytes are kept by store/vault.h.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"
#include "value/value_private.h"

#define NAME_MAX_CHARS 100
#define HEX	       (SHA256_TEXT - 1)
#define SIZE_DIGITS    10
#define MB	       1048576

/* clang-format off */
static const struct {
	const char *ext;
	bool taken;
	bool zip;     /* its bytes are a ZIP archive's */
	bool named;   /* the portal names it; others are our inference */
} kinds[] = {
	{ "jpg",  true,  false, true  },
	{ "jpeg", true,  false, true  },
	{ "gif",  true,  false, true  },
	{ "png",  true,  false, false },
	{ "doc",  true,  false, true  },
	{ "docx", true,  true,  true  },
	{ "pdf",  true,  false, true  },
	{ "xls",  true,  false, true  },
	{ "xlsx", true,  true,  true  },
	/* Archives, told by name */
	{ "zip",  false, true,  false },
	{ "rar",  false, false, false },
	{ "7z",   false, false, false },
	{ "tar",  false, false, false },
	{ "gz",   false, false, false },
	{ "tgz",  false, false, false },
	{ "bz2",  false, false, false },
	{ "xz",   false, false, false },
};

/* How archives begin, whatever their name */
static const struct {
	const char *bytes;
	size_t n;
	bool zip;
} archives[] = {
	{ "PK\003\004",         4, true  },
	{ "Rar!\032\007",       6, false },
	{ "7z\274\257\047\034", 6, false },
	{ "\037\213\010",       3, false },
};
/* clang-format on */

/* Row of a name's ending; the number of rows if there is none */
static size_t kind_of(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t i = 0;

	while (i < ARRAY_LEN(kinds) &&
	       (!dot || dot == name || strcasecmp(dot + 1, kinds[i].ext) != 0))
		i++;
	return i;
}

static int check_name(const char *name)
{
	size_t kind = kind_of(name);

	if (strchr(name, '\n') || strchr(name, '/'))
		return err_set(EINVAL, _("%s: not the name of a file"), name);
	if (text_length(name) > NAME_MAX_CHARS)
		return err_set(EINVAL,
			       _("%s: a file name has at most %d characters"),
			       name, NAME_MAX_CHARS);
	if (kind == ARRAY_LEN(kinds))
		return err_set(EINVAL,
			       _("%s: a file of the kind jpg, gif, png, doc, "
				 "docx, pdf, xls or xlsx is expected"),
			       name);
	if (!kinds[kind].taken)
		return err_set(EINVAL,
			       _("%s: archives are not taken; attach the files "
				 "one by one"),
			       name);

	return 0;
}

static int check_size(const char *name, uint64_t size)
{
	if (size == 0)
		return err_set(EINVAL, _("%s: the file is empty"), name);
	if (size > VALUE_FILE_MAX)
		return err_set(EINVAL,
			       _("%s: a file has at most %d bytes (5 MB)"),
			       name, VALUE_FILE_MAX);

	return 0;
}

static int check_content(const char *name, const struct str *bytes)
{
	const bool may_zip = kinds[kind_of(name)].zip;

	for (size_t i = 0; i < ARRAY_LEN(archives); i++) {
		if (bytes->len >= archives[i].n &&
		    memcmp(bytes->s, archives[i].bytes, archives[i].n) == 0 &&
		    !(archives[i].zip && may_zip))
			return err_set(EINVAL,
				       _("%s: an archive, whatever its name "
					 "says; attach the files one by one"),
				       name);
	}

	return 0;
}

bool value_file_split(struct value_file *file, const char *value)
{
	const char *hash = strrchr(value, ' ');
	const char *size = hash;
	size_t n;

	if (!hash || strlen(hash + 1) != HEX ||
	    strspn(hash + 1, "0123456789abcdefABCDEF") != HEX)
		return false;

	while (size > value && size[-1] != ' ')
		size--;
	n = (size_t)(hash - size);
	if (size <= value + 1 || n == 0 || n > SIZE_DIGITS ||
	    strspn(size, DIGITS) != n || *size == '0')
		return false;

	file->name_len = (size_t)(size - 1 - value);
	file->size = strtoll(size, NULL, 10);
	file->sha256 = hash + 1;
	return true;
}

static void write_file(struct str *canon, const char *name, uint64_t size,
		       const char *hash)
{
	str_addf(canon, "%s %" PRIu64 " ", name, size);
	value_add_lower(canon, hash, strlen(hash));
}

static int decode_stored(const char *s, const struct value_file *file,
			 struct str *canon)
{
	struct str name = { 0 };
	int err;

	str_add_n(&name, s, file->name_len);
	err = check_name(name.s);
	if (!err)
		err = check_size(name.s, (uint64_t)file->size);
	if (!err)
		write_file(canon, name.s, (uint64_t)file->size, file->sha256);
	str_release(&name);
	return err;
}

/* The contract of a decoder knows but one code */
static int refuse(int err)
{
	return err == EINVAL ? err : err_set(EINVAL, "%s", err_text(err));
}

int value_read_file(const char *path, struct str *bytes, struct str *canon)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char hash[SHA256_TEXT];
	struct stat st;
	int err;

	name += strspn(name, " ");
	err = check_name(name);
	if (err)
		return err;

	/* In a folder from somebody else it may lead to a file of ours */
	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
		return err_set(EINVAL,
			       _("%s: a link; name the file it leads to"),
			       path);

	err = file_read(bytes, path, VALUE_FILE_MAX);
	if (err)
		err = refuse(err);
	else
		err = check_size(name, bytes->len);
	if (!err)
		err = check_content(name, bytes);
	if (!err) {
		file_sha256_mem(hash, bytes->s, bytes->len);
		write_file(canon, name, bytes->len, hash);
	}
	return err;
}

int value_decode_file(const struct field *field, const char *s,
		      struct str *canon)
{
	struct value_file file;
	struct str bytes = { 0 };
	int err;

	(void)field;
	if (value_file_split(&file, s))
		return decode_stored(s, &file, canon);

	err = value_read_file(s, &bytes, canon);
	str_release(&bytes);
	return err;
}

bool value_warn_file(struct str *to, const char *value)
{
	struct value_file file;
	struct str name = { 0 };
	size_t kind;

	if (!value_file_split(&file, value))
		return false;

	str_add_n(&name, value, file.name_len);
	kind = kind_of(name.s);
	if (kind < ARRAY_LEN(kinds) && !kinds[kind].named)
		str_addf(to,
			 _("%s: the portal does not name %s among the kinds it "
			   "takes"),
			 name.s, kinds[kind].ext);
	str_release(&name);
	return kind < ARRAY_LEN(kinds) && !kinds[kind].named;
}

void value_print_file(struct str *to, const char *value)
{
	struct value_file file;

	if (!value_file_split(&file, value)) {
		str_add(to, value);
		return;
	}

	str_add_n(to, value, file.name_len);
	if (file.size < MB / 10)
		str_addf(to, " (%.1f KB)", (double)file.size / 1024);
	else
		str_addf(to, " (%.1f MB)", (double)file.size / MB);
}
