/**
 * @file evidence/exhibit_unpack.c  Evidence as a folder: in again
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/exhibit_pack.h"
#include "evidence/exhibit_pack_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define LIST_MAX  ((size_t)16 << 20)
#define LINKS_MAX 100

/* A folder on its way in */
struct unpacking {
	const struct pack *pack;
	int64_t dossier;
	const char *dir;
	const struct str *sums;
	const cJSON *records;
	size_t count;
};

static const char *text(const cJSON *o, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, name));
}

static int bad(const char *dir, const char *what)
{
	return err_set(EBADMSG, _("%s: %s is not what its manifest says"), dir,
		       what);
}

/* The manifest has a line with this hash and this name */
static bool is_listed(const struct str *sums, const char *hash,
		      const char *name)
{
	struct str line = { 0 };
	const char *at;
	bool found = false;

	str_addf(&line, "%s  %s\n", hash, name);
	for (at = strstr(str_text(sums), line.s); at && !found;
	     at = strstr(at + 1, line.s))
		found = at == sums->s || at[-1] == '\n';
	str_release(&line);
	return found;
}

/* Every file that the list names must stand in the manifest, inside the folder
 */
static int read_files(const struct unpacking *u, const cJSON *files,
		      char **pathv, const char **wantv)
{
	const cJSON *file;
	size_t c = 0;

	cJSON_ArrayForEach(file, files)
	{
		const char *path = text(file, "path");
		const char *hash = text(file, "sha256");
		struct str full = { 0 };

		if (!path || !hash || *path == '/' || strstr(path, "..") ||
		    !is_listed(u->sums, hash, path))
			return bad(u->dir, path ? path : EXHIBIT_LIST);
		str_addf(&full, "%s/%s", u->dir, path);
		pathv[c] = str_take(&full);
		wantv[c++] = hash;
	}

	return 0;
}

static size_t read_links(char *links, const char **linkv)
{
	char *save = NULL;
	size_t c = 0;

	for (char *s = strtok_r(links, " ", &save); s && c < LINKS_MAX;
	     s = strtok_r(NULL, " ", &save))
		linkv[c++] = s;
	return c;
}

static int take_revision(struct db *db, const struct unpacking *u,
			 const cJSON *record, const cJSON *revision, int *np)
{
	const cJSON *files = cJSON_GetObjectItemCaseSensitive(revision,
							      "files");
	const int count = cJSON_GetArraySize(files);
	const char *said = text(record, "links");
	char *links = x_strdup(said ? said : "");
	const char *linkv[LINKS_MAX];
	char **pathv = x_calloc((size_t)count + 1, sizeof(*pathv));
	const char **wantv = x_calloc((size_t)count + 1, sizeof(*wantv));
	struct exhibit_wish wish = {
		.record = *np,
		.title = text(record, "title"),
		.linkv = linkv,
		.linkc = read_links(links, linkv),
		.pathv = (const char *const *)pathv,
		.pathc = (size_t)count,
		.wantv = wantv,
		.words = { text(revision, "obtained"), text(revision, "from"),
			   text(revision, "to"), text(revision, "received"),
			   text(revision, "by"), text(revision, "method"),
			   text(revision, "note") },
	};
	int err = read_files(u, files, pathv, wantv);

	if (!err)
		err = exhibit_keep(db, u->pack, u->dossier, &wish, np);
	for (int i = 0; i < count; i++)
		free(pathv[i]);
	free(pathv);
	free(wantv);
	free(links);
	return err;
}

static int take_record(struct db *db, const struct unpacking *u,
		       const cJSON *record)
{
	const cJSON *all = cJSON_GetObjectItemCaseSensitive(record,
							    "revisions");
	const int count = cJSON_GetArraySize(all);
	int n = 0;
	int err = 0;

	for (int i = 0; i < count && !err; i++)
		err = take_revision(db, u, record, cJSON_GetArrayItem(all, i),
				    &n);

	return err;
}

static int unpack_work(struct db *db, void *arg)
{
	struct unpacking *u = arg;
	const int count = cJSON_GetArraySize(u->records);
	int err = 0;

	for (int i = 0; i < count && !err; i++)
		err = take_record(db, u, cJSON_GetArrayItem(u->records, i));
	u->count = (size_t)count;
	return err;
}

static int read_list(const char *dir, struct str *sums, cJSON **treep)
{
	struct str path = { 0 };
	struct str json = { 0 };
	char hash[SHA256_TEXT];
	const char *schema;
	int err;

	str_addf(&path, "%s/" EXHIBIT_SUMS, dir);
	err = file_read(sums, path.s, LIST_MAX);
	str_clear(&path);
	str_addf(&path, "%s/" EXHIBIT_LIST, dir);
	if (!err)
		err = file_read(&json, path.s, LIST_MAX);
	if (!err) {
		file_sha256_mem(hash, str_text(&json), json.len);
		if (!is_listed(sums, hash, EXHIBIT_LIST))
			err = bad(dir, EXHIBIT_LIST);
	}
	if (!err) {
		*treep = cJSON_ParseWithLength(str_text(&json), json.len);
		schema = text(*treep, "schema");
		if (!schema || strcmp(schema, EXHIBIT_SCHEMA) != 0)
			err = err_set(EBADMSG, _("%s: no evidence (%s)"),
				      path.s, EXHIBIT_SCHEMA);
	}
	str_release(&path);
	str_release(&json);
	return err;
}

int exhibit_unpack(struct db *db, const struct pack *pack, int64_t dossier,
		   const char *dir, size_t *recordsp)
{
	struct str sums = { 0 };
	struct unpacking u = {
		.pack = pack, .dossier = dossier, .dir = dir, .sums = &sums
	};
	cJSON *tree = NULL;
	int err = read_list(dir, &sums, &tree);

	u.records = cJSON_GetObjectItemCaseSensitive(tree, "records");
	if (!err)
		err = db_atomic(db, unpack_work, &u);
	if (!err)
		*recordsp = u.count;
	cJSON_Delete(tree);
	str_release(&sums);
	return err;
}
