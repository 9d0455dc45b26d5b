/**
 * @file paper/bundle_write.c  Writing a bundle, and keeping it as a version
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "paper/bundle_private.h"
#include "util/clock.h"
#include "util/draft.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/zip.h"

#define MANIFEST "manifest.json"

/* Most bytes of a file from the vault: a fact's file is far smaller */
#define KEPT_MAX ((size_t)64 << 20)

static void add_as_paper(struct version *to, const struct bundle_file *f)
{
	struct version_paper p = {
		.id = f->paper ? f->paper->id : (char *)"",
		.file = f->name,
		.title = f->title,
		.origin = (char *)bundle_origin_name(f->origin),
		.pages = f->made.pages > 0 ? (int64_t)f->made.pages : -1,
		.bytes = (int64_t)f->made.bytes,
	};

	memcpy(p.sha256, f->made.sha256, sizeof(p.sha256));
	memcpy(p.content, f->paper ? f->content : f->made.sha256,
	       sizeof(p.content));
	version_add(to, &p);
}

void bundle_version(const struct bundle *b, struct version *to)
{
	for (size_t i = 0; i < b->c; i++)
		add_as_paper(to, &b->v[i]);
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Whether the papers of the last version are those of the bundle */
static bool is_same(const struct bundle *b, const struct version *last,
		    const char *reason)
{
	char day[DATE_TEXT];

	if (last->number == 0 || last->c != b->c + 1 ||
	    !same_text(last->reason, reason) ||
	    strcmp(last->day, date_encode(day, clock_today())) != 0 ||
	    strcmp(last->head.hash, b->head.hash) != 0 ||
	    strcmp(last->pack_sha256, b->work->order.pack->sha256) != 0)
		return false;

	for (size_t i = 0; i < b->c; i++) {
		const struct version_paper *p = &last->v[i + 1];

		if (strcmp(p->file, b->v[i].name) != 0 ||
		    strcmp(p->sha256, b->v[i].made.sha256) != 0)
			return false;
	}

	return true;
}

static int add_file(struct zip *zip, const struct bundle *b,
		    const struct bundle_file *f)
{
	struct str bytes = { 0 };
	int err;

	if (f->data.len > 0)
		return zip_add(zip, f->name, f->data.s, f->data.len);

	err = vault_read(&b->work->vault, f->made.sha256, KEPT_MAX, &bytes);
	if (!err)
		err = zip_add(zip, f->name, str_text(&bytes), bytes.len);
	else
		err = err_prefix(err, "%s", f->paper->id);
	str_release(&bytes);
	return err;
}

static int write_zip(const struct bundle *b, int fd, const char *path,
		     const struct bundle_file *index,
		     const struct str *manifest)
{
	struct zip *zip = NULL;
	int err = zip_open(&zip, fd, path, b->head.at);
	int closed;

	if (!err)
		err = add_file(zip, b, index);
	if (!err)
		err = zip_add(zip, MANIFEST, manifest->s, manifest->len);
	for (size_t i = 0; i < b->c && !err; i++)
		err = add_file(zip, b, &b->v[i]);
	closed = zip_close(zip);
	return err ? err : closed;
}

static char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return x_strdup(slash ? slash + 1 : path);
}

/* A bundle on its way to the disk */
struct writing {
	const char *path;
	const char *reason; /* or NULL */
	int64_t number;	    /* of the version it becomes */
	struct draft draft;
};

/* What the draft holds becomes a version */
static int describe(const struct bundle *b, const struct writing *w,
		    const struct bundle_file *index, struct version *to)
{
	const off_t size = lseek(w->draft.fd, 0, SEEK_END);

	*to = (struct version){
		.number = w->number,
		.at = clock_now(),
		.head = b->head,
		.zip_bytes = size,
		.zip_name = last_part(w->path),
		.reason = w->reason ? x_strdup(w->reason) : NULL,
	};
	(void)date_encode(to->day, clock_today());
	(void)snprintf(to->pack_version, sizeof(to->pack_version), "%s",
		       b->work->order.pack->version);
	(void)snprintf(to->pack_sha256, sizeof(to->pack_sha256), "%s",
		       b->work->order.pack->sha256);
	add_as_paper(to, index);
	bundle_version(b, to);
	return file_sha256(to->zip_sha256, w->draft.path);
}

static int make_version(struct bundle *b, const struct writing *w,
			struct version *to)
{
	const int fd = w->draft.fd;
	struct bundle_file index;
	struct str manifest = { 0 };
	int err = bundle_make_index(b, w->number, w->reason, &index);

	if (!err && (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0))
		err = err_set(EIO, "%s: %s", w->path, strerror(errno));
	if (!err) {
		bundle_add_manifest(b, w->number, w->reason, &index, &manifest);
		err = write_zip(b, fd, w->path, &index, &manifest);
	}
	if (!err)
		err = describe(b, w, &index, to);
	free(index.name);
	free(index.title);
	str_release(&index.data);
	str_release(&manifest);
	return err;
}

static int swap_last(void *arg)
{
	return draft_swap(arg);
}

/* The number it gets: that of the last version if it is the same again */
static int number_it(struct bundle *b, struct writing *w, struct version *to)
{
	const struct bundle_order *o = &b->work->order;
	struct version last = { 0 };
	int err = version_load(&last, o->db, o->d->id, 0);

	if (err == ENOENT)
		err = 0;
	w->number = last.number + 1;
	if (!err && is_same(b, &last, w->reason))
		w->number = last.number;
	if (!err)
		err = make_version(b, w, to);
	/* Another version of the program may write the same otherwise */
	if (!err && w->number == last.number &&
	    strcmp(to->zip_sha256, last.zip_sha256) != 0) {
		version_release(to);
		w->number++;
		err = make_version(b, w, to);
	}
	b->again = !err && to->number == last.number;
	version_release(&last);
	return err;
}

/* A bundle that was killed behind the rename: its file is a version only if the
 * database says so */
static int settle(const struct bundle_order *o, struct draft *draft)
{
	char sha256[SHA256_TEXT];
	bool stays = false;
	int err = 0;

	if (!draft->left)
		return 0;
	if (file_sha256(sha256, draft->target) == 0)
		err = version_has_zip(o->db, sha256, &stays);

	return err ? err : draft_settle(draft, stays);
}

int bundle_write(struct bundle *b, const char *path, const char *reason,
		 struct version *to)
{
	const struct bundle_order *o = &b->work->order;
	struct writing w = { path, reason, 0, { .fd = -1 } };
	struct version v = { 0 };
	int err;

	if (b->blocks > 0 && !reason)
		return err_set(EPERM,
			       _("%zu things block the bundle; nothing was "
				 "written"),
			       b->blocks);

	err = draft_open(&w.draft, path);
	if (!err)
		err = settle(o, &w.draft);
	if (!err)
		err = number_it(b, &w, &v);
	if (!err) {
		err = version_keep(o->db, o->d, &v, swap_last, &w.draft);
		if (err)
			draft_undo(&w.draft);
	}
	draft_close(&w.draft);

	if (err) {
		version_release(&v);
		return err;
	}
	*to = v;
	return 0;
}
