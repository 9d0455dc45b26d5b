/**
 * @file dossier/search_past.c  Search what facts no longer say
 */
#include "dossier/search_past.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/search_private.h"
#include "util/mem.h"

/* Rows of journals that are looked at: about a quarter of a second */
#define LOOK_ROWS 200000

/* Dossiers whose journals may be */
#define LOOK_DOSSIERS	   2000
#define LOOK_DOSSIERS_TEXT "2000"

/* Versions that are */
#define LOOK_VERSIONS "20000"

/* Rows between two questions whether to go on */
#define STOP_ROWS 256

struct past {
	struct db *db;
	const struct search_past_ask *ask;
	struct words words;
	search_past_h *h;
	void *arg;
	size_t left;	    /* that are still wanted */
	size_t looked;	    /* rows */
	struct ids current; /* rows of the journal at hand that are facts */
};

static bool is_stopped(struct past *p)
{
	return p->looked++ % STOP_ROWS == 0 && p->ask->stop &&
	       p->ask->stop(p->ask->stop_arg);
}

static bool has_words(const struct words *words, const char *const *textv,
		      size_t textc)
{
	struct str all = { 0 };
	struct fold fold;
	bool found = true;
	size_t at;

	for (size_t i = 0; i < textc; i++) {
		if (textv[i] && *textv[i])
			str_addf(&all, "%s\n", textv[i]);
	}
	if (all.len == 0)
		return false;

	fold_text(&fold, str_text(&all));
	for (size_t i = 0; i < words->c && found; i++)
		found = fold_find(&fold, words->v[i].cp, words->v[i].c, &at);
	fold_release(&fold);
	str_release(&all);
	return found;
}

static int give(struct past *p, const struct search_past *past)
{
	if (p->left == 0)
		return ECANCELED;

	p->left--;
	return p->h(past, p->arg);
}

/* Versions */

static int version_handler(const struct row *row, void *arg)
{
	struct past *p = arg;
	const struct search_past past = {
		.no = row_text(row, 0),
		.name = row_text(row, 1),
		.version = row_int(row, 2),
		.at = row_int(row, 3),
		.zip = row_text(row, 4),
		.reason = row_text(row, 5),
	};
	const char *const textv[] = { past.zip, past.reason };

	if (is_stopped(p))
		return ECANCELED;

	return has_words(&p->words, textv, 2) ? give(p, &past) : 0;
}

static int find_versions(struct past *p)
{
	return db_each(p->db,
		       "SELECT d.no, d.name, f.version, f.at, f.zip_name, "
		       "f.reason FROM filing AS f JOIN dossier AS d ON d.id = "
		       "f.dossier ORDER BY f.dossier DESC, f.version DESC "
		       "LIMIT " LOOK_VERSIONS,
		       NULL, version_handler, p);
}

/* Journals */

static bool is_current(const struct ids *current, int64_t seq)
{
	size_t low = 0;
	size_t high = current->c;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (current->v[mid] < seq)
			low = mid + 1;
		else
			high = mid;
	}

	return low < current->c && current->v[low] == seq;
}

static int row_handler(const struct row *row, void *arg)
{
	struct past *p = arg;
	const struct search_past past = {
		.no = row_text(row, 0),
		.name = row_text(row, 1),
		.at = row_int(row, 3),
		.key = row_text(row, 4),
		.old = row_text(row, 5),
		.new_ = row_text(row, 6),
		.ok = row_int(row, 7),
		.old_ok = row_int(row, 8),
		.reason = row_text(row, 9),
	};
	const char *const textv[] = {
		past.old,
		is_current(&p->current, row_int(row, 2)) ? NULL : past.new_,
		past.reason,
	};

	if (is_stopped(p))
		return ECANCELED;

	return has_words(&p->words, textv, 3) ? give(p, &past) : 0;
}

static int find_in(struct past *p, int64_t dossier)
{
	int err;

	p->current.c = 0;
	err = db_each(p->db,
		      "SELECT seq FROM fact WHERE dossier = ? ORDER BY seq",
		      BIND(INT(dossier)), ids_handler, &p->current);
	if (err)
		return err;

	return db_each(p->db,
		       "SELECT d.no, d.name, j.seq, j.at, j.key, j.old, "
		       "j.new, j.ok, j.old_ok, j.reason FROM journal AS j "
		       "JOIN dossier AS d ON d.id = j.dossier "
		       "WHERE j.dossier = ? ORDER BY j.seq DESC",
		       BIND(INT(dossier)), row_handler, p);
}

/* The dossier that comes first, then those changed last */
static int find_in_all(struct past *p, bool *morep)
{
	const char *first = p->ask->first ? p->ask->first : "";
	struct ids ids = { NULL, 0 };
	size_t i = 0;
	int err = db_each(p->db, "SELECT id FROM dossier WHERE no = ?",
			  BIND(TEXT(first)), ids_handler, &ids);

	if (!err)
		err = db_each(p->db,
			      "SELECT id FROM dossier WHERE no <> ? ORDER BY "
			      "updated DESC, id DESC LIMIT " LOOK_DOSSIERS_TEXT,
			      BIND(TEXT(first)), ids_handler, &ids);
	for (; i < ids.c && !err && p->looked < LOOK_ROWS; i++)
		err = find_in(p, ids.v[i]);
	*morep = i < ids.c || ids.c >= LOOK_DOSSIERS;
	free(ids.v);
	return err;
}

int search_past(struct db *db, const struct search_past_ask *ask,
		search_past_h *h, void *arg, bool *morep)
{
	struct past p = {
		.db = db, .ask = ask, .h = h, .arg = arg, .left = ask->most
	};
	int err = 0;

	*morep = false;
	words_read(&p.words, ask->text);
	if (p.words.c > 0)
		err = find_versions(&p);
	if (!err && p.words.c > 0)
		err = find_in_all(&p, morep);
	if (err == ECANCELED && p.left == 0) {
		*morep = true;
		err = 0;
	}
	words_release(&p.words);
	free(p.current.v);
	return err;
}
