/**
 * @file evidence/exhibit_pack.c  Evidence as a folder: out
 */
#include "evidence/exhibit_pack.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/exhibit_pack_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define SUFFIX ".part-XXXXXX"

/* A folder on its way out */
struct packing {
	const struct vault *vault;
	struct str dir; /* where it is made */
	struct str sums;
	size_t files;
};

static void add_text(cJSON *to, const char *name, const char *text)
{
	if (text)
		(void)cJSON_AddStringToObject(to, name, text);
}

/* Two files of one name in a revision: the second is told by its place */
static char *name_in(const struct exhibit_revision *r, size_t i)
{
	struct str name = { 0 };
	bool taken = false;

	for (size_t k = 0; k < i; k++)
		taken |= strcmp(r->v[k].name, r->v[i].name) == 0;
	if (taken)
		str_addf(&name, "%zu-", i + 1);
	str_add(&name, r->v[i].name);
	return str_take(&name);
}

static int pack_file(struct packing *p, const struct exhibit_revision *r,
		     size_t i, const char *folder, cJSON *list)
{
	char *name = name_in(r, i);
	struct str rel = { 0 };
	struct str path = { 0 };
	cJSON *o = cJSON_CreateObject();
	int err;

	str_addf(&rel, "%s/%s", folder, name);
	str_addf(&path, "%s/%s", p->dir.s, rel.s);
	err = vault_write(p->vault, r->v[i].sha256, path.s);
	if (err == ENOENT)
		err = err_prefix(err, "%s", rel.s);
	str_addf(&p->sums, "%s  %s\n", r->v[i].sha256, rel.s);
	add_text(o, "path", rel.s);
	add_text(o, "sha256", r->v[i].sha256);
	(void)cJSON_AddNumberToObject(o, "bytes", (double)r->v[i].size);
	(void)cJSON_AddItemToArray(list, o);
	p->files++;
	free(name);
	str_release(&rel);
	str_release(&path);
	return err;
}

static int pack_revision(struct packing *p, const struct exhibit *e,
			 const struct exhibit_revision *r, cJSON *list)
{
	cJSON *o = cJSON_CreateObject();
	struct str folder = { 0 };
	struct str path = { 0 };
	cJSON *files;
	int err;

	str_addf(&folder, "E-%02d/%d", e->n, r->number);
	str_addf(&path, "%s/%s", p->dir.s, folder.s);
	err = file_mkdirs(path.s);
	add_text(o, "obtained", r->words.obtained);
	add_text(o, "from", r->words.from);
	add_text(o, "to", r->words.to);
	add_text(o, "received", r->words.received);
	add_text(o, "by", r->words.by);
	add_text(o, "method", r->words.method);
	add_text(o, "note", r->words.note);
	files = cJSON_AddArrayToObject(o, "files");
	for (size_t i = 0; i < r->c && !err; i++)
		err = pack_file(p, r, i, folder.s, files);
	(void)cJSON_AddItemToArray(list, o);
	str_release(&folder);
	str_release(&path);
	return err;
}

static int pack_record(struct packing *p, const struct exhibit *e, cJSON *list)
{
	cJSON *o = cJSON_CreateObject();
	cJSON *revisions;
	int err = 0;

	(void)cJSON_AddNumberToObject(o, "record", e->n);
	add_text(o, "title", e->title);
	add_text(o, "links", e->links);
	revisions = cJSON_AddArrayToObject(o, "revisions");
	for (size_t i = 0; i < e->c && !err; i++)
		err = pack_revision(p, e, &e->v[i], revisions);
	(void)cJSON_AddItemToArray(list, o);
	return err;
}

static int write_lists(struct packing *p, const cJSON *tree)
{
	char *json = cJSON_Print(tree);
	char hash[SHA256_TEXT];
	struct str path = { 0 };
	int err;

	str_addf(&path, "%s/" EXHIBIT_LIST, p->dir.s);
	err = file_write(path.s, json, strlen(json));
	file_sha256_mem(hash, json, strlen(json));
	str_addf(&p->sums, "%s  %s\n", hash, EXHIBIT_LIST);
	str_clear(&path);
	str_addf(&path, "%s/" EXHIBIT_SUMS, p->dir.s);
	if (!err)
		err = file_write(path.s, p->sums.s, p->sums.len);
	cJSON_free(json);
	str_release(&path);
	return err;
}

/* What was made of a folder that is not to be goes, three levels down */
static void drop_folder(const char *path, int depth)
{
	DIR *dir = opendir(path);
	const struct dirent *e;

	while (dir && (e = readdir(dir))) {
		struct str name = { 0 };

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		str_addf(&name, "%s/%s", path, e->d_name);
		if (unlink(name.s) != 0 && depth > 0)
			drop_folder(name.s, depth - 1);
		str_release(&name);
	}
	if (dir)
		(void)closedir(dir);
	(void)rmdir(path);
}

/* A folder that is there is not written over */
static int place(struct packing *p, const char *dir)
{
	struct stat st;

	if (lstat(dir, &st) == 0)
		return err_set(EEXIST, _("%s is there already"), dir);
	if (rename(p->dir.s, dir) != 0)
		return err_set(EIO, "%s: %s", dir, strerror(errno));

	return file_sync_folder(dir);
}

static int pack_all(struct packing *p, const struct exhibits *all, int only)
{
	cJSON *tree = cJSON_CreateObject();
	cJSON *list;
	int err = 0;

	add_text(tree, "schema", EXHIBIT_SCHEMA);
	list = cJSON_AddArrayToObject(tree, "records");
	for (size_t i = 0; i < all->c && !err; i++) {
		if (!only || all->v[i].n == only)
			err = pack_record(p, &all->v[i], list);
	}
	if (!err)
		err = write_lists(p, tree);
	cJSON_Delete(tree);
	return err;
}

static int pack_to(const struct vault *vault, const struct exhibits *all,
		   int only, const char *dir, size_t *filesp)
{
	struct packing p = { .vault = vault };
	struct stat st;
	int err = 0;

	if (lstat(dir, &st) == 0)
		return err_set(EEXIST, _("%s is there already"), dir);

	str_addf(&p.dir, "%s" SUFFIX, dir);
	if (!mkdtemp(p.dir.s))
		err = err_set(errno == ENOENT ? ENOENT : EIO, "%s: %s", dir,
			      strerror(errno));
	else
		err = pack_all(&p, all, only);
	if (!err)
		err = place(&p, dir);
	if (err)
		drop_folder(p.dir.s, 2);
	*filesp = p.files;
	str_release(&p.dir);
	str_release(&p.sums);
	return err;
}

int exhibit_pack(struct db *db, const struct pack *pack, int64_t dossier,
		 int only, const char *dir, size_t *filesp)
{
	struct exhibits all = { NULL, 0 };
	struct facts facts = { NULL, 0 };
	struct vault vault;
	int err = facts_load(&facts, db, pack, dossier);

	vault_of_db(&vault, db);
	if (!err)
		exhibits_of_facts(&all, &facts, &vault);
	if (!err && only && !exhibits_find(&all, only))
		err = err_set(ENOENT,
			      _("no evidence E-%d; see: callpermit "
				"evidence NO list"),
			      only);
	if (!err)
		err = pack_to(&vault, &all, only, dir, filesp);
	exhibits_release(&all);
	facts_release(&facts);
	vault_release(&vault);
	return err;
}
