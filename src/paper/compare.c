/**
 * @file paper/compare.c  Two filing versions side by side
 */
#include "paper/compare.h"

#include <stdlib.h>
#include <string.h>

#include "dossier/fact_key.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

/* Columns of a value in a list */
#define VALUE_WIDTH 60

/* Facts on their way into a comparison */
struct taking {
	const struct pack *pack;
	struct comparison *c;
};

static const char *label_of(const struct pack *pack, const char *name)
{
	const struct field *field = NULL;
	struct fact_key key;

	return fact_key_decode(&key, pack, name, NULL, &field) == 0 && field
		       ? lang_pick(field->label, field->label_en)
		       : "";
}

static char *copy(const char *text)
{
	return text ? x_strdup(text) : NULL;
}

static int fact_handler(const struct version_fact *f, void *arg)
{
	const struct taking *t = arg;
	struct comparison *c = t->c;

	c->facts = x_grow(c->facts, c->factc, sizeof(*c->facts));
	c->facts[c->factc++] = (struct compared_fact){
		.name = x_strdup(f->name),
		.label = label_of(t->pack, f->name),
		.old = copy(f->old),
		.new_ = copy(f->new_),
	};
	return 0;
}

/* The same paper may come as another kind of file */
static bool is_same_file(const struct version_paper *a,
			 const struct version_paper *b)
{
	const char *da = strrchr(a->file, '.');
	const char *db = strrchr(b->file, '.');
	const size_t na = da ? (size_t)(da - a->file) : strlen(a->file);
	const size_t nb = db ? (size_t)(db - b->file) : strlen(b->file);

	return strcmp(a->id, b->id) == 0 && na == nb &&
	       strncmp(a->file, b->file, na) == 0;
}

static const struct version_paper *find(const struct version *v,
					const struct version_paper *like)
{
	for (size_t i = 0; i < v->c; i++) {
		if (is_same_file(&v->v[i], like))
			return &v->v[i];
	}

	return NULL;
}

static void add_paper(struct comparison *c, const struct version_paper *old,
		      const struct version_paper *now)
{
	c->papers = x_grow(c->papers, c->paperc, sizeof(*c->papers));
	c->papers[c->paperc++] = (struct compared_paper){ old, now };
}

static void compare_papers(struct comparison *c)
{
	for (size_t i = 0; i < c->a.c; i++) {
		const struct version_paper *old = &c->a.v[i];
		const struct version_paper *now = find(&c->b, old);

		if (*old->id &&
		    (!now || strcmp(old->content, now->content) != 0))
			add_paper(c, old, now);
	}
	for (size_t i = 0; i < c->b.c; i++) {
		if (*c->b.v[i].id && !find(&c->a, &c->b.v[i]))
			add_paper(c, NULL, &c->b.v[i]);
	}
}

static int load_now(struct comparison *c, const struct compare_ask *ask)
{
	const struct bundle_order order = { .db = ask->place.db,
					    .pack = ask->place.pack,
					    .shipped = ask->place.shipped,
					    .d = ask->d,
					    .progress = ask->progress,
					    .arg = ask->arg };
	struct bundle now = { 0 };
	int err = bundle_gather(&now, &order);

	if (!err) {
		bundle_version(&now, &c->b);
		c->b.head = now.head;
		c->b.head.len = ask->d->journal_len;
		memcpy(c->b.pack_sha256, ask->place.pack->sha256,
		       sizeof(c->b.pack_sha256));
	}
	bundle_release(&now);
	return err;
}

int compare_versions(struct comparison *c, const struct compare_ask *ask)
{
	struct db *db = ask->place.db;
	const int64_t id = ask->d->id;
	struct taking t = { ask->place.pack, c };
	int err;

	*c = (struct comparison){ 0 };
	err = version_load(&c->a, db, id, ask->from);
	if (!err)
		err = ask->to > 0 ? version_load(&c->b, db, id, ask->to)
				  : load_now(c, ask);
	if (!err)
		err = version_facts(db, id, c->a.head.len, c->b.head.len,
				    fact_handler, &t);
	if (err)
		return err;

	c->same_pack = strcmp(c->a.pack_sha256, c->b.pack_sha256) == 0;
	compare_papers(c);
	return 0;
}

void comparison_release(struct comparison *c)
{
	for (size_t i = 0; i < c->factc; i++) {
		free(c->facts[i].name);
		free(c->facts[i].old);
		free(c->facts[i].new_);
	}
	free(c->facts);
	free(c->papers);
	version_release(&c->a);
	version_release(&c->b);
	*c = (struct comparison){ 0 };
}

const char *compared_change(const struct compared_paper *p)
{
	if (!p->old)
		return "added";

	return p->now ? "changed" : "gone";
}

/* The whole is in --json and in the journal */
static void add_cut(struct str *to, const char *value)
{
	const char *text = value ? value : "∅";
	const size_t n = text_fit(text, VALUE_WIDTH, NULL);

	str_add_n(to, text, n);
	if (text[n])
		str_add(to, "…");
}

static void add_paper_line(struct str *to, const struct compared_paper *p)
{
	const struct version_paper *old = p->old;
	const struct version_paper *now = p->now;

	if (!old)
		str_addf(to, _("  added    %s  %s"), now->id, now->file);
	else if (!now)
		str_addf(to, _("  gone     %s  %s"), old->id, old->file);
	else if (old->pages >= 0 && now->pages >= 0)
		str_addf(to, _("  changed  %s  %s  %lld -> %lld pages"),
			 now->id, now->file, (long long)old->pages,
			 (long long)now->pages);
	else
		str_addf(to, _("  changed  %s  %s"), now->id, now->file);
	str_add_char(to, '\n');
}

static void add_head(struct str *to, const struct comparison *c)
{
	if (c->b.number > 0)
		str_addf(to,
			 _("filing version %lld of %s against version %lld of "
			   "%s"),
			 (long long)c->a.number, c->a.day,
			 (long long)c->b.number, c->b.day);
	else
		str_addf(to,
			 _("filing version %lld of %s against the dossier as "
			   "it is now"),
			 (long long)c->a.number, c->a.day);
	str_add_char(to, '\n');
	if (c->same_pack)
		return;
	str_addf(to, _("  another rule pack: %.12s -> %.12s"), c->a.pack_sha256,
		 c->b.pack_sha256);
	str_add_char(to, '\n');
}

void comparison_text(const struct comparison *c, struct str *to)
{
	add_head(to, c);
	for (size_t i = 0; i < c->factc; i++) {
		const struct compared_fact *f = &c->facts[i];

		str_addf(to, "  %s %s: ", f->name, f->label);
		add_cut(to, f->old);
		str_add(to, " -> ");
		add_cut(to, f->new_);
		str_add_char(to, '\n');
	}
	for (size_t i = 0; i < c->paperc; i++)
		add_paper_line(to, &c->papers[i]);
	if (c->factc + c->paperc == 0) {
		str_add(to, _("  no fact and no paper differs"));
		str_add_char(to, '\n');
	}
}
