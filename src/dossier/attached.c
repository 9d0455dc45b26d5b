/**
 * @file dossier/attached.c  The files that facts name, and whether they are
 * kept
 */
#include "dossier/attached.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/evidence.h"
#include "util/mem.h"
#include "value/value.h"

/* Most bytes of the report of a drill */
#define REPORT_MAX     ((size_t)64 << 20)

#define EVIDENCE_GROUP "evfile"
#define EVIDENCE_KEY   "file"

#define DRILL_GROUP    "drill"
#define REPORT_KEY     "report_sha256"

/* The files of evidence may be of any kind and larger than the portal takes */
static bool may_name(const struct fact *fact)
{
	return fact->field->type == FIELD_FILE ||
	       (strcmp(fact->key.group, EVIDENCE_GROUP) == 0 &&
		strcmp(fact->key.key, EVIDENCE_KEY) == 0);
}

bool attached_of_fact(struct attached *file, const struct fact *fact,
		      const struct vault *vault)
{
	struct value_file parts;

	if (!fact->field || !fact->ok || !may_name(fact) ||
	    !value_file_split(&parts, fact->value))
		return false;

	*file = (struct attached){
		.key = fact->key,
		.field = fact->field,
		.name = x_strndup(fact->value, parts.name_len),
		.size = parts.size,
		.kept = vault_has(vault, parts.sha256),
	};
	(void)snprintf(file->sha256, sizeof(file->sha256), "%s", parts.sha256);
	return true;
}

void attached_release(struct attached *file)
{
	free(file->name);
	*file = (struct attached){ .name = NULL };
}

void attached_of_facts(struct attached_list *list, const struct facts *facts,
		       const struct vault *vault)
{
	*list = (struct attached_list){ NULL, 0 };
	for (size_t i = 0; i < facts->c; i++) {
		struct attached file;

		if (!attached_of_fact(&file, &facts->v[i], vault))
			continue;
		list->v = x_grow(list->v, list->c, sizeof(*list->v));
		list->v[list->c++] = file;
	}
}

void attached_list_release(struct attached_list *list)
{
	for (size_t i = 0; i < list->c; i++)
		attached_release(&list->v[i]);
	free(list->v);
	*list = (struct attached_list){ NULL, 0 };
}

int attached_copy(const struct facts *facts, const struct vault *to,
		  const struct vault *from)
{
	struct attached_list files;
	int err = 0;

	attached_of_facts(&files, facts, from);
	for (size_t i = 0; i < files.c && !err; i++) {
		if (files.v[i].kept)
			err = vault_copy(to, from, files.v[i].sha256);
	}
	attached_list_release(&files);
	return err;
}

static void hashes_add(const char *sha256, void *arg)
{
	struct hashes *h = arg;

	if (strlen(sha256) != SHA256_TEXT - 1)
		return;
	h->v = x_grow(h->v, h->c, sizeof(char *));
	h->v[h->c++] = x_strdup(sha256);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void hashes_sort(struct hashes *h)
{
	size_t c = 0;

	if (h->c > 0)
		qsort(h->v, h->c, sizeof(*h->v), by_text);
	for (size_t i = 0; i < h->c; i++) {
		if (c > 0 && strcmp(h->v[c - 1], h->v[i]) == 0)
			free(h->v[i]);
		else
			h->v[c++] = h->v[i];
	}
	h->c = c;
}

static void add_report(struct hashes *h, const struct vault *vault,
		       const char *sha256)
{
	struct str report = { 0 };

	hashes_add(sha256, h);
	if (vault_has(vault, sha256) &&
	    vault_read(vault, sha256, REPORT_MAX, &report) == 0)
		evidence_recordings(&report, hashes_add, h);
	str_release(&report);
}

struct gathering {
	struct hashes *hashes;
	const struct vault *vault;
};

static int value_handler(const struct row *row, void *arg)
{
	const struct gathering *g = arg;
	const char *value = row_text(row, 1);
	struct value_file file;

	if (strcmp(row_text(row, 0), DRILL_GROUP "." REPORT_KEY) == 0)
		add_report(g->hashes, g->vault, value);
	else if (value_file_split(&file, value))
		hashes_add(file.sha256, g->hashes);
	return 0;
}

static int gather(struct hashes *hashes, struct db *db,
		  const struct vault *vault, const char *sql,
		  const struct bind *bind)
{
	struct gathering g = { hashes, vault };
	int err;

	*hashes = (struct hashes){ NULL, 0 };
	err = db_each(db, sql, bind, value_handler, &g);
	if (err)
		hashes_release(hashes);
	else
		hashes_sort(hashes);
	return err;
}

#define NAMES_A_FILE                                                      \
	"new IS NOT NULL AND (key = '" DRILL_GROUP "." REPORT_KEY "' OR " \
	"substr(new, -65, 1) = ' ')"

int attached_ever(struct hashes *hashes, struct db *db,
		  const struct vault *vault)
{
	return gather(
		hashes, db, vault,
		"SELECT DISTINCT key, new FROM journal WHERE " NAMES_A_FILE,
		NULL);
}

int attached_ever_of(struct hashes *hashes, struct db *db,
		     const struct vault *vault, int64_t dossier)
{
	return gather(hashes, db, vault,
		      "SELECT DISTINCT key, new FROM journal WHERE dossier = ? "
		      "AND " NAMES_A_FILE,
		      BIND(INT(dossier)));
}

void attached_now(struct hashes *hashes, const struct facts *facts,
		  const struct vault *vault)
{
	const char *report = facts_value(facts, DRILL_GROUP, 0, REPORT_KEY);
	struct attached_list files;

	*hashes = (struct hashes){ NULL, 0 };
	attached_of_facts(&files, facts, vault);
	for (size_t i = 0; i < files.c; i++)
		hashes_add(files.v[i].sha256, hashes);
	attached_list_release(&files);
	if (report)
		add_report(hashes, vault, report);
	hashes_sort(hashes);
}

bool hashes_have(const struct hashes *hashes, const char *sha256)
{
	return hashes->c > 0 && bsearch(&sha256, hashes->v, hashes->c,
					sizeof(*hashes->v), by_text) != NULL;
}

void hashes_release(struct hashes *hashes)
{
	for (size_t i = 0; i < hashes->c; i++)
		free(hashes->v[i]);
	free(hashes->v);
	*hashes = (struct hashes){ NULL, 0 };
}
