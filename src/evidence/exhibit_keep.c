/**
 * @file evidence/exhibit_keep.c  Records of evidence are written
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/wish.h"
#include "evidence/exhibit.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define RECORD	       "ev"
#define REVISION       "evrev"
#define FILES	       "evfile"
#define NAME_MAX_CHARS 100

static const struct fact_change change = { .origin = "evidence" };

/* Keeping at work: the files are in the vault, then the facts are written */
struct keeping {
	const struct pack *pack;
	int64_t dossier;
	const struct exhibit_wish *wish;
	char **files; /* "name bytes hash"; owned */
	size_t c;
	int record;
};

/* Its name is shown, printed and written out again as a file's */
static int check_name(const char *path, const char *name)
{
	const size_t n = strlen(name);
	bool harmful = !text_is_utf8(name, n);

	for (const char *s = name; !harmful && *s;)
		harmful = text_cp_is_harmful(text_next(&s));
	if (harmful || n == 0 || strchr(name, '\\') || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0)
		return err_set(EINVAL,
			       _("%s: its name has signs that cannot be "
				 "shown; give it another"),
			       path);
	if (text_length(name) > NAME_MAX_CHARS)
		return err_set(EINVAL,
			       _("%s: a file name has at most %d characters"),
			       name, NAME_MAX_CHARS);

	return 0;
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int keep_file(struct keeping *k, const struct vault *vault, size_t i)
{
	const char *path = k->wish->pathv[i];
	const char *want = k->wish->wantv ? k->wish->wantv[i] : NULL;
	char sha256[SHA256_TEXT];
	struct str text = { 0 };
	int err = check_name(path, name_of(path));

	if (!err)
		err = vault_put_file(vault, path, want, sha256);
	if (!err && vault_size(vault, sha256) == 0)
		err = err_set(EINVAL, _("%s: the file is empty"), path);
	if (err)
		return err;

	str_addf(&text, "%s %" PRId64 " %s", name_of(path),
		 vault_size(vault, sha256), sha256);
	k->files[k->c++] = str_take(&text);
	return 0;
}

static int keep_files(struct keeping *k, const struct db *db)
{
	struct vault vault;
	int err = 0;

	vault_of_db(&vault, db);
	if (!vault.dir)
		err = err_set(EINVAL, _("a database in memory keeps no files"));
	for (size_t i = 0; i < k->wish->pathc && !err; i++)
		err = check_name(k->wish->pathv[i], name_of(k->wish->pathv[i]));
	for (size_t i = 0; i < k->wish->pathc && !err; i++)
		err = keep_file(k, &vault, i);
	vault_release(&vault);
	return err;
}

static int check_link(const struct pack *pack, const char *link)
{
	struct fact_key key;

	if (pack_rule(pack, link) || pack_paper(pack, link) ||
	    pack_item(pack, link) ||
	    (strchr(link, '.') &&
	     fact_key_decode(&key, pack, link, NULL, NULL) == 0))
		return 0;

	return err_set(ENOENT,
		       _("%s is no rule, item, fact or paper that evidence can "
			 "stand for"),
		       link);
}

static int check_wish(const struct pack *pack, const struct exhibit_wish *w)
{
	const struct section *section = NULL;
	int err = 0;

	if (!pack_field(pack, FILES, "file", &section))
		return err_set(EPERM,
			       _("the rule pack of this dossier knows no "
				 "evidence; see: callpermit migrate NO"));
	if (w->pathc == 0 || w->pathc > EXHIBIT_FILES_MAX)
		return err_set(EINVAL, _("a revision has 1 to %d files"),
			       EXHIBIT_FILES_MAX);
	if (w->words.from && w->words.to &&
	    strcmp(w->words.to, w->words.from) < 0)
		return err_set(EINVAL,
			       _("it ends on %s, before it begins on "
				 "%s"),
			       w->words.to, w->words.from);

	for (size_t i = 0; i < w->linkc && !err; i++)
		err = check_link(pack, w->linkv[i]);
	return err;
}

/* Links that are there, with more */
static char *joined(const char *old, const char *const *linkv, size_t linkc)
{
	struct str all = { 0 };

	str_add(&all, old ? old : "");
	for (size_t i = 0; i < linkc; i++) {
		if (exhibit_stands_for(str_text(&all), linkv[i]))
			continue;
		str_addf(&all, "%s%s", all.len > 0 ? " " : "", linkv[i]);
	}
	return str_take(&all);
}

/* Links that are there, without some */
static char *without(const char *old, const char *const *linkv, size_t linkc)
{
	struct str all = { 0 };

	for (const char *s = old ? old : ""; *s;) {
		const size_t n = strcspn(s, " ");
		char *word = x_strndup(s, n);
		bool drop = false;

		for (size_t i = 0; i < linkc; i++)
			drop |= strcmp(word, linkv[i]) == 0;
		if (!drop && n > 0)
			str_addf(&all, "%s%s", all.len > 0 ? " " : "", word);
		free(word);
		s += n + (s[n] == ' ');
	}
	str_add(&all, "");
	return str_take(&all);
}

static int no_record(int n)
{
	return err_set(ENOENT,
		       _("no evidence E-%d; see: callpermit evidence "
			 "NO list"),
		       n);
}

static void wish_words(struct wishes *w, int n, const struct exhibit_words *of)
{
	wishes_some(w, REVISION, n, "obtained", of->obtained);
	wishes_some(w, REVISION, n, "from", of->from);
	wishes_some(w, REVISION, n, "to", of->to);
	wishes_some(w, REVISION, n, "received", of->received);
	wishes_some(w, REVISION, n, "by", of->by);
	wishes_some(w, REVISION, n, "method", of->method);
	wishes_some(w, REVISION, n, "note", of->note);
}

static int keep_work(struct db *db, void *arg)
{
	struct keeping *k = arg;
	const struct exhibit_wish *e = k->wish;
	struct wishes w = { NULL, 0 };
	struct facts facts = { NULL, 0 };
	int err = facts_load(&facts, db, k->pack, k->dossier);
	const int rev = facts_rows(&facts, REVISION) + 1;
	const int file = facts_rows(&facts, FILES) + 1;

	k->record = e->record ? e->record : facts_rows(&facts, RECORD) + 1;
	if (!err && e->record &&
	    !facts_value(&facts, RECORD, e->record, "title"))
		err = no_record(e->record);
	if (!err) {
		const char *old = facts_value(&facts, RECORD, k->record,
					      "links");
		char *links = joined(old, e->linkv, e->linkc);

		if (!e->record)
			wishes_some(&w, RECORD, k->record, "title",
				    e->title ? e->title : name_of(e->pathv[0]));
		if (e->linkc > 0)
			wishes_some(&w, RECORD, k->record, "links", links);
		wishes_int(&w, REVISION, rev, "record", k->record);
		wish_words(&w, rev, &e->words);
		for (size_t i = 0; i < k->c; i++) {
			wishes_int(&w, FILES, file + (int)i, "rev", rev);
			wishes_some(&w, FILES, file + (int)i, "file",
				    k->files[i]);
		}
		free(links);
		if (e->also)
			err = e->also(&w, &facts, k->record, e->also_arg);
		if (!err)
			err = wishes_set(&w, db, k->pack, k->dossier, &change);
	}
	wishes_release(&w);
	facts_release(&facts);
	return err;
}

int exhibit_keep(struct db *db, const struct pack *pack, int64_t dossier,
		 const struct exhibit_wish *wish, int *recordp)
{
	struct keeping k = { .pack = pack, .dossier = dossier, .wish = wish };
	int err = check_wish(pack, wish);

	if (err)
		return err;

	k.files = x_calloc(wish->pathc, sizeof(*k.files));
	err = keep_files(&k, db);
	if (!err)
		err = db_atomic(db, keep_work, &k);
	if (!err && recordp)
		*recordp = k.record;
	for (size_t i = 0; i < k.c; i++)
		free(k.files[i]);
	free(k.files);
	return err;
}

struct linking {
	const struct pack *pack;
	int64_t dossier;
	const struct exhibit_links *links;
};

static int link_work(struct db *db, void *arg)
{
	const struct linking *job = arg;
	const struct exhibit_links *l = job->links;
	struct wishes w = { NULL, 0 };
	struct facts facts = { NULL, 0 };
	int err = facts_load(&facts, db, job->pack, job->dossier);

	if (!err && !facts_value(&facts, RECORD, l->n, "title"))
		err = no_record(l->n);
	if (!err) {
		const char *old = facts_value(&facts, RECORD, l->n, "links");
		char *left = without(old, l->dropv, l->dropc);
		char *links = joined(left, l->v, l->c);

		wishes_some(&w, RECORD, l->n, "links", links);
		free(links);
		free(left);
		err = wishes_set(&w, db, job->pack, job->dossier, &change);
	}
	wishes_release(&w);
	facts_release(&facts);
	return err;
}

int exhibit_link(struct db *db, const struct pack *pack, int64_t dossier,
		 const struct exhibit_links *links)
{
	struct linking job = { pack, dossier, links };
	int err = 0;

	for (size_t i = 0; i < links->c && !err; i++)
		err = check_link(pack, links->v[i]);
	return err ? err : db_atomic(db, link_work, &job);
}
