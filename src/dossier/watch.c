/**
 * @file dossier/watch.c  Our companies in published lists
 */
#include "dossier/watch.h"

#include <stdlib.h>
#include <string.h>

#include "util/file.h"
#include "util/fold.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define CODE_SIZE  18 /* GB 32100 */
#define EDGES_MIN  1024
#define HASH_PRIME UINT64_C(0x9E3779B97F4A7C15)

/* A step of the tree: from a node by a character to another.  Node 0 is the
 * root, so an edge that leads to 0 is a free place of the table. */
struct edge {
	uint32_t from;
	uint32_t cp;
	uint32_t to;
};

/* A name or code that ends at a node; others there follow by next, 0: none */
struct ending {
	size_t who; /* index into dossiers */
	size_t next;
	bool code;
};

struct member {
	int64_t dossier;
	size_t row; /* last row it was found in, from 1; 0: none */
	size_t hit; /* its hit there */
};

struct watch_names {
	struct edge *edges; /* open addressing, at most half full */
	size_t edges_c;
	size_t edges_cap; /* a power of two */
	size_t *ends;	  /* of each node: first ending, 0: none */
	size_t nodes_c;
	struct ending *endings; /* the first is not used */
	size_t endings_c;
	struct member *members;
	size_t members_c;
	struct str seen; /* all that was taken in, for the hash */
	char id[SHA256_TEXT];
};

static const struct {
	const char *name;
	const char *title;
} hows[] = {
	[WATCH_POSSIBLE] = { "possible", N_("possible") },
	[WATCH_NAME] = { "name", N_("by name") },
	[WATCH_CODE] = { "code", N_("by credit code") },
};

const char *watch_how_name(enum watch_how how)
{
	return hows[how].name;
}

const char *watch_how_title(enum watch_how how)
{
	return _(hows[how].title);
}

/* Brackets of any kind are alike; 0: is left out */
static uint32_t plain(uint32_t cp)
{
	switch (cp) {
	case ' ':
		return 0;
	case '[':
	case 0x3010: /* 【 */
	case 0x3014: /* 〔 */
		return '(';
	case ']':
	case 0x3011: /* 】 */
	case 0x3015: /* 〕 */
		return ')';
	default:
		return cp;
	}
}

static void fold_cell(struct fold *fold, const char *text)
{
	size_t c = 0;

	fold_text(fold, text);
	for (size_t i = 0; i < fold->c; i++) {
		const uint32_t cp = plain(fold->cp[i]);

		if (cp)
			fold->cp[c++] = cp;
	}
	fold->c = c;
}

/* The tree */

/* Place of an edge in the table, or the free one where it belongs */
static struct edge *edge_at(const struct watch_names *n, uint32_t from,
			    uint32_t cp)
{
	const uint64_t key = ((uint64_t)from << 32 | cp) * HASH_PRIME;
	size_t i = (size_t)(key >> 32) & (n->edges_cap - 1);

	while (n->edges[i].to &&
	       (n->edges[i].from != from || n->edges[i].cp != cp))
		i = (i + 1) & (n->edges_cap - 1);
	return &n->edges[i];
}

static void grow_edges(struct watch_names *n)
{
	struct edge *old = n->edges;
	const size_t cap = n->edges_cap;

	n->edges_cap = 2 * cap;
	n->edges = x_calloc(n->edges_cap, sizeof(*n->edges));
	for (size_t i = 0; i < cap; i++) {
		if (old[i].to)
			*edge_at(n, old[i].from, old[i].cp) = old[i];
	}
	free(old);
}

static uint32_t step_new(struct watch_names *n, uint32_t from, uint32_t cp)
{
	struct edge *e = edge_at(n, from, cp);

	if (e->to)
		return e->to;
	if (2 * (n->edges_c + 1) > n->edges_cap) {
		grow_edges(n);
		e = edge_at(n, from, cp);
	}
	n->ends = x_grow(n->ends, n->nodes_c, sizeof(*n->ends));
	n->ends[n->nodes_c] = 0;
	*e = (struct edge){ from, cp, (uint32_t)n->nodes_c++ };
	n->edges_c++;
	return e->to;
}

struct watch_names *watch_names_alloc(void)
{
	struct watch_names *n = x_calloc(1, sizeof(*n));

	n->edges_cap = EDGES_MIN;
	n->edges = x_calloc(n->edges_cap, sizeof(*n->edges));
	n->ends = x_grow(NULL, 0, sizeof(*n->ends));
	n->ends[n->nodes_c++] = 0;
	n->endings = x_grow(NULL, 0, sizeof(*n->endings));
	n->endings[n->endings_c++] = (struct ending){ 0 };
	return n;
}

void watch_names_free(struct watch_names *names)
{
	if (!names)
		return;
	free(names->edges);
	free(names->ends);
	free(names->endings);
	free(names->members);
	str_release(&names->seen);
	free(names);
}

static void add_text(struct watch_names *n, size_t who, const struct fold *fold,
		     bool code)
{
	uint32_t node = 0;

	for (size_t i = 0; i < fold->c; i++)
		node = step_new(n, node, fold->cp[i]);
	n->endings = x_grow(n->endings, n->endings_c, sizeof(*n->endings));
	n->endings[n->endings_c] = (struct ending){ who, n->ends[node], code };
	n->ends[node] = n->endings_c++;
}

static bool is_code(const struct fold *fold)
{
	for (size_t i = 0; i < fold->c; i++) {
		if (!fold_is_latin(fold->cp[i]))
			return false;
	}

	return fold->c == CODE_SIZE;
}

void watch_names_add(struct watch_names *names, int64_t dossier,
		     const char *name, const char *code)
{
	const size_t who = names->members_c;
	struct fold fold;

	names->members = x_grow(names->members, who, sizeof(*names->members));
	names->members[names->members_c++] = (struct member){ dossier, 0, 0 };
	str_addf(&names->seen, "%lld\n%s\n%s\n", (long long)dossier, name,
		 code);

	fold_cell(&fold, name);
	if (fold.c >= WATCH_NAME_MIN)
		add_text(names, who, &fold, false);
	fold_release(&fold);
	fold_cell(&fold, code);
	if (is_code(&fold))
		add_text(names, who, &fold, true);
	fold_release(&fold);
}

static int name_handler(const struct row *row, void *arg)
{
	watch_names_add(arg, row_int(row, 0), row_text(row, 1),
			row_text(row, 2));
	return 0;
}

int watch_names_load(struct watch_names **namesp, struct db *db)
{
	struct watch_names *n = watch_names_alloc();
	int err = db_each(db,
			  "SELECT d.id, d.name, f.value FROM dossier d LEFT "
			  "JOIN fact f ON f.dossier = d.id AND f.grp = 'co' "
			  "AND f.n = 0 AND f.key = 'uscc' ORDER BY d.id",
			  NULL, name_handler, n);

	if (err)
		watch_names_free(n);
	else
		*namesp = n;
	return err;
}

const char *watch_names_id(struct watch_names *names)
{
	file_sha256_mem(names->id, str_text(&names->seen), names->seen.len);
	return names->id;
}

/* Matching */

/* A list being read */
struct matching {
	struct watch_hits *hits;
	struct watch_names *names;
	const struct listing *listing;
	size_t row; /* from 0 */
};

static void add_hit(const struct matching *m, struct member *who,
		    enum watch_how how)
{
	const struct listing_row *row = &m->listing->rows[m->row];
	struct watch_hits *hits = m->hits;
	struct watch_hit *hit;

	if (who->row == m->row + 1) {
		hit = &hits->v[who->hit];
		hit->how = how > hit->how ? how : hit->how;
		return;
	}
	if (hits->c == WATCH_HITS_MAX) {
		hits->cut = true;
		return;
	}

	who->row = m->row + 1;
	who->hit = hits->c;
	hits->v = x_grow(hits->v, hits->c, sizeof(*hits->v));
	hit = &hits->v[hits->c++];
	*hit = (struct watch_hit){
		.dossier = who->dossier,
		.how = how,
		.line = row->line,
		.cells = x_calloc(row->count, sizeof(*hit->cells)),
		.cells_count = row->count,
	};
	for (size_t i = 0; i < row->count; i++)
		hit->cells[i] = x_strdup(m->listing->cells[row->first + i]);
}

static bool latin_at(const struct fold *fold, size_t i)
{
	return i < fold->c && fold_is_latin(fold->cp[i]);
}

/* The endings of a node that stand from one place of a cell up to another; true
 * if there are any.  A code goes no further, and is no part of a longer one. */
static bool take_endings(const struct matching *m, const struct fold *fold,
			 uint32_t node, size_t from, size_t to)
{
	const bool whole = from == 0 && to == fold->c;
	const bool apart = !(from > 0 && latin_at(fold, from - 1)) &&
			   !latin_at(fold, to);
	bool any = false;

	for (size_t i = m->names->ends[node]; i;
	     i = m->names->endings[i].next) {
		const struct ending *e = &m->names->endings[i];

		if (e->code && !apart)
			continue;
		add_hit(m, &m->names->members[e->who],
			e->code ? WATCH_CODE
			: whole ? WATCH_NAME
				: WATCH_POSSIBLE);
		any = true;
	}

	return any;
}

/* The longest name or code that begins at a place; returns where it ends */
static size_t match_from(const struct matching *m, const struct fold *fold,
			 size_t from)
{
	const struct watch_names *n = m->names;
	uint32_t nodes[128];
	uint32_t node = 0;
	size_t c = 0;

	while (from + c < fold->c && c < ARRAY_LEN(nodes)) {
		node = edge_at(n, node, fold->cp[from + c])->to;
		if (!node)
			break;
		nodes[c++] = node;
	}
	for (; c > 0; c--) {
		if (take_endings(m, fold, nodes[c - 1], from, from + c))
			return from + c;
	}

	return from + 1;
}

static void match_cell(const struct matching *m, const char *cell)
{
	struct fold fold;

	fold_cell(&fold, cell);
	for (size_t at = 0; at + WATCH_NAME_MIN <= fold.c;)
		at = match_from(m, &fold, at);
	fold_release(&fold);
}

void watch_match(struct watch_hits *hits, struct watch_names *names,
		 const struct listing *listing)
{
	struct matching m = { hits, names, listing, 0 };

	for (size_t i = 0; i < names->members_c; i++)
		names->members[i].row = 0;
	for (; m.row < listing->rows_count; m.row++) {
		const struct listing_row *row = &listing->rows[m.row];

		for (size_t i = 0; i < row->count; i++)
			match_cell(&m, listing->cells[row->first + i]);
	}
}

void watch_hits_release(struct watch_hits *hits)
{
	for (size_t i = 0; i < hits->c; i++) {
		for (size_t k = 0; k < hits->v[i].cells_count; k++)
			free(hits->v[i].cells[k]);
		free(hits->v[i].cells);
	}
	free(hits->v);
	*hits = (struct watch_hits){ 0 };
}
