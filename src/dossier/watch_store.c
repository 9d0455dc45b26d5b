/**
 * @file dossier/watch_store.c  What is known of published lists from last time
 */
#include "dossier/watch.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

static char *text_or_null(const struct row *row, int col)
{
	return row_is_null(row, col) ? NULL : x_strdup(row_text(row, col));
}

static int watched_handler(const struct row *row, void *arg)
{
	struct watched *w = arg;

	watched_release(w);
	w->etag = text_or_null(row, 0);
	w->modified = text_or_null(row, 1);
	w->sha256 = text_or_null(row, 2);
	w->read = row_int(row, 3);
	w->total = (size_t)row_int(row, 4);
	w->kept = row_int(row, 5) != 0;
	return 0;
}

int watched_load(struct watched *watched, struct db *db, const char *name,
		 const char *url, const char *names_id)
{
	*watched = (struct watched){ 0 };
	return db_each(db,
		       "SELECT etag, modified, sha256, read, total, kept = 1 "
		       "AND names IS ? FROM watched WHERE name = ? AND url = ?",
		       BIND(TEXT(names_id), TEXT(name), TEXT(url)),
		       watched_handler, watched);
}

void watched_release(struct watched *watched)
{
	free(watched->etag);
	free(watched->modified);
	free(watched->sha256);
	*watched = (struct watched){ 0 };
}

static enum watch_how how_of(const char *name)
{
	for (enum watch_how how = 0; how < WATCH_HOW_COUNT; how++) {
		if (strcmp(watch_how_name(how), name) == 0)
			return how;
	}

	return WATCH_POSSIBLE;
}

static int hit_handler(const struct row *row, void *arg)
{
	struct watch_hits *hits = arg;
	cJSON *cells = cJSON_Parse(row_text(row, 3));
	const int c = cJSON_GetArraySize(cells);
	const cJSON *cell;
	struct watch_hit *hit;

	if (!cJSON_IsArray(cells)) {
		cJSON_Delete(cells);
		return err_set(EBADMSG, _("a row of a list is kept damaged"));
	}

	hits->v = x_grow(hits->v, hits->c, sizeof(*hits->v));
	hit = &hits->v[hits->c++];
	*hit = (struct watch_hit){
		.dossier = row_int(row, 0),
		.how = how_of(row_text(row, 1)),
		.line = (size_t)row_int(row, 2),
		.cells = x_calloc((size_t)c + 1, sizeof(*hit->cells)),
	};
	cJSON_ArrayForEach(cell, cells)
	{
		const char *s = cJSON_GetStringValue(cell);

		hit->cells[hit->cells_count++] = x_strdup(s ? s : "");
	}
	cJSON_Delete(cells);
	return 0;
}

int watched_hits(struct watch_hits *hits, struct db *db, const char *name)
{
	return db_each(db,
		       "SELECT dossier, how, line, cells FROM watched_hit "
		       "WHERE name = ? ORDER BY n",
		       BIND(TEXT(name)), hit_handler, hits);
}

/* A reading to be kept */
struct keeping {
	const char *name;
	const char *url;
	const char *names_id;
	const struct watched *watched;
	const struct watch_hits *hits;
};

static int keep_hit(struct db *db, const char *name, size_t n,
		    const struct watch_hit *hit)
{
	cJSON *cells = cJSON_CreateStringArray((const char *const *)hit->cells,
					       (int)hit->cells_count);
	char *text = cJSON_PrintUnformatted(cells);
	int err = db_run(db,
			 "INSERT INTO watched_hit (name, n, dossier, how, "
			 "line, cells) VALUES (?, ?, ?, ?, ?, ?)",
			 BIND(TEXT(name), INT((int64_t)n), INT(hit->dossier),
			      TEXT(watch_how_name(hit->how)),
			      INT((int64_t)hit->line), TEXT(text)));

	cJSON_free(text);
	cJSON_Delete(cells);
	return err;
}

static int keep_all(struct db *db, void *arg)
{
	const struct keeping *k = arg;
	const struct watched *w = k->watched;
	const int64_t now = clock_now();
	int err = db_run(db, "DELETE FROM watched_hit WHERE name = ?",
			 BIND(TEXT(k->name)));

	if (!err)
		err = db_run(db,
			     "INSERT OR REPLACE INTO watched (name, url, etag, "
			     "modified, checked, read, sha256, names, kept, "
			     "total, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
			     "?, NULL)",
			     BIND(TEXT(k->name), TEXT(k->url), TEXT(w->etag),
				  TEXT(w->modified), INT(now), INT(now),
				  TEXT(w->sha256), TEXT(k->names_id),
				  INT(!k->hits->cut), INT((int64_t)w->total)));
	for (size_t i = 0; i < k->hits->c && !err && !k->hits->cut; i++)
		err = keep_hit(db, k->name, i + 1, &k->hits->v[i]);

	return err;
}

int watched_keep(struct db *db, const char *name, const char *url,
		 const char *names_id, const struct watched *watched,
		 const struct watch_hits *hits)
{
	struct keeping k = { name, url, names_id, watched, hits };

	return db_atomic(db, keep_all, &k);
}

int watched_note(struct db *db, const char *name, const char *url,
		 const char *error)
{
	return db_run(
		db,
		"INSERT INTO watched (name, url, checked, error) VALUES "
		"(?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET checked = "
		"excluded.checked, error = excluded.error",
		BIND(TEXT(name), TEXT(url), INT(clock_now()), TEXT(error)));
}
