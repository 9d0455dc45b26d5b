/**
 * @file dossier/search_index.c  Search: keep the index
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/search.h"
#include "dossier/search_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/pinyin.h"
#include "util/text.h"
#include "value/value.h"

/* Raise when the tokens of the same text change */
#define FORMAT 2

/* Letters and digits of one token */
#define GRAM	 3

#define BETWEEN	 "\xC3\x97" /* × */
#define SPELLING "\xC2\xB7" /* · */

struct version {
	char text[PINYIN_VERSION_SIZE + 8];
};

static struct version version_here(void)
{
	char tables[PINYIN_VERSION_SIZE];
	struct version v;

	pinyin_version(tables);
	(void)snprintf(v.text, sizeof(v.text), "%d-%s", FORMAT, tables);
	return v;
}

static size_t latin_run(const uint32_t *cp, size_t c)
{
	size_t n = 0;

	while (n < c && fold_is_latin(cp[n]))
		n++;

	return n;
}

static void add_gram(struct str *to, const uint32_t *cp, size_t c)
{
	for (size_t i = 0; i < c && i < GRAM; i++)
		str_add_char(to, (char)cp[i]);
}

/* The token at the start of some characters; run: Latin ones there */
static void add_token(struct str *to, const uint32_t *cp, size_t run)
{
	char buf[8];

	if (to->len > 0 && to->s[to->len - 1] != '"')
		str_add_char(to, ' ');
	if (run > 0)
		add_gram(to, cp, run);
	else if (*cp < 0x80)
		str_addf(to, BETWEEN "%02x", *cp);
	else
		str_add_n(to, buf, text_put(buf, *cp));
}

void search_tokens(struct str *to, const uint32_t *cp, size_t c)
{
	size_t run = 0;

	for (size_t i = 0; i < c; i++) {
		run = run > 0 ? run - 1 : latin_run(cp + i, c - i);
		add_token(to, cp + i, run);
	}
}

void search_phrase(struct str *to, const uint32_t *cp, size_t c, bool initials)
{
	bool partly = false;
	size_t run = 0;

	str_add_char(to, '"');
	for (size_t i = 0; i < c && !partly; i++) {
		run = run > 0 ? run - 1 : latin_run(cp + i, c - i);
		/* The word ends here, the text perhaps not: the last tokens
		 * are implied by the last full one, or it is a beginning */
		if (run > 0 && i + run == c && run < GRAM) {
			if (i > 0 && fold_is_latin(cp[i - 1]))
				break;
			partly = true;
		}
		if (initials) {
			str_add(to, i > 0 ? " " SPELLING : SPELLING);
			add_gram(to, cp + i, run);
		} else {
			add_token(to, cp + i, run);
		}
	}
	str_add(to, partly ? "\" *" : "\"");
}

bool search_is_spelled(const struct fold *value)
{
	for (size_t i = 0; i < value->c; i++) {
		if (!fold_is_han(value->cp[i]))
			return false;
	}

	return value->c > 1 && value->c <= SEARCH_SPELLED_MAX;
}

/* What is not a phrase of the text before it */
static void add_boundary(struct str *to)
{
	if (to->len > 0)
		str_add(to, " " BETWEEN "00");
}

static void add_spellings(struct str *to, const struct fold *text)
{
	struct str spellv[PINYIN_MAX];
	size_t c = pinyin_spell(spellv, text->cp, text->c);

	for (size_t i = 0; i < c; i++) {
		add_boundary(to);
		for (size_t k = 0; k < spellv[i].len; k++)
			str_addf(to, " " SPELLING "%.*s", GRAM,
				 spellv[i].s + k);
		str_release(&spellv[i]);
	}
}

/* A text as it is, and without the signs that people leave out */
static void add_text(struct str *to, const struct fold *text)
{
	struct fold plain = { 0 };

	add_boundary(to);
	search_tokens(to, text->cp, text->c);
	if (text->c <= SEARCH_PLAIN_MAX && fold_plain(&plain, text)) {
		add_boundary(to);
		search_tokens(to, plain.cp, plain.c);
	}
	fold_release(&plain);
}

void search_name_tokens(struct str *to, const char *no, const char *name)
{
	struct fold fold;

	fold_text(&fold, no);
	search_tokens(to, fold.cp, fold.c);
	fold_release(&fold);
	fold_text(&fold, name);
	if (fold.c > 0) {
		add_text(to, &fold);
		add_spellings(to, &fold);
	}
	fold_release(&fold);
}

/* Of a file its name; nobody looks for its size and hash */
static void tokens_of_value(struct str *to, const char *value)
{
	struct value_file file;
	char *name = NULL;
	struct fold fold;

	if (value_file_split(&file, value))
		name = x_strndup(value, file.name_len);
	fold_text(&fold, name ? name : value);
	add_text(to, &fold);
	if (search_is_spelled(&fold))
		add_spellings(to, &fold);
	fold_release(&fold);
	free(name);
}

/* The company is found by its name; yes and no are not texts */
static bool is_text(const char *group, const char *key, const char *value)
{
	return (strcmp(group, "co") != 0 || strcmp(key, "name") != 0) &&
	       strcmp(value, "true") != 0 && strcmp(value, "false") != 0;
}

static const char add_to_names[] =
	"INSERT INTO search_name(rowid, tokens) VALUES(?, ?)";
static const char drop_from_names[] =
	"INSERT INTO search_name(search_name, rowid, tokens) "
	"VALUES('delete', ?, ?)";
static const char add_to_facts[] =
	"INSERT INTO search_fact(rowid, tokens) VALUES(?, ?)";
static const char drop_from_facts[] =
	"INSERT INTO search_fact(search_fact, rowid, tokens) "
	"VALUES('delete', ?, ?)";

/* A statement to be run for the rows of a query */
struct change {
	struct db *db;
	const char *sql;
};

/* id, no, name */
static int name_handler(const struct row *row, void *arg)
{
	const struct change *change = arg;
	struct str tokens = { 0 };
	int err;

	search_name_tokens(&tokens, row_text(row, 1), row_text(row, 2));
	err = db_run(change->db, change->sql,
		     BIND(INT(row_int(row, 0)), TEXT(str_text(&tokens))));
	str_release(&tokens);
	return err;
}

static int change_name(struct db *db, int64_t dossier, const char *sql)
{
	struct change change = { db, sql };

	return db_one(db, "SELECT id, no, name FROM dossier WHERE id = ?",
		      BIND(INT(dossier)), name_handler, &change);
}

int search_add_name(struct db *db, int64_t dossier)
{
	return change_name(db, dossier, add_to_names);
}

int search_drop_name(struct db *db, int64_t dossier)
{
	return change_name(db, dossier, drop_from_names);
}

static int change_fact(struct db *db, const char *sql, int64_t dossier,
		       int64_t seq, const char *value)
{
	struct str tokens = { 0 };
	int err;

	if (seq > SEARCH_SEQ_MAX)
		return err_set(EPERM, _("the journal of this dossier is "
					"full"));

	tokens_of_value(&tokens, value);
	err = db_run(db, sql,
		     BIND(INT((dossier << SEARCH_SEQ_BITS) | seq),
			  TEXT(str_text(&tokens))));
	str_release(&tokens);
	return err;
}

int search_add_fact(struct db *db, int64_t dossier, const struct fact_key *key,
		    int64_t seq, const char *value)
{
	return is_text(key->group, key->key, value)
		       ? change_fact(db, add_to_facts, dossier, seq, value)
		       : 0;
}

/* dossier, seq, value, grp, key */
static int fact_handler(const struct row *row, void *arg)
{
	const struct change *change = arg;
	const char *value = row_text(row, 2);

	return is_text(row_text(row, 3), row_text(row, 4), value)
		       ? change_fact(change->db, change->sql, row_int(row, 0),
				     row_int(row, 1), value)
		       : 0;
}

int search_drop_fact(struct db *db, int64_t dossier, const struct fact_key *key)
{
	struct change change = { db, drop_from_facts };

	return db_each(db,
		       "SELECT dossier, seq, value, grp, key FROM fact WHERE "
		       "dossier = ? AND grp = ? AND n = ? AND key = ?",
		       BIND(INT(dossier), TEXT(key->group), INT(key->n),
			    TEXT(key->key)),
		       fact_handler, &change);
}

static int version_handler(const struct row *row, void *arg)
{
	const struct version here = version_here();

	*(bool *)arg = strcmp(row_text(row, 0), here.text) == 0;
	return 0;
}

static int load_state(struct db *db, bool *currentp)
{
	return db_one(db, "SELECT made_with FROM search_state", NULL,
		      version_handler, currentp);
}

int search_is_current(struct db *db, bool *currentp)
{
	int err = load_state(db, currentp);

	/* What another version made, we must not change; and from now on it
	 * does not know all */
	if (!err && !*currentp)
		err = db_run(db,
			     "UPDATE search_state SET made_with = '' WHERE "
			     "made_with <> ''",
			     NULL);
	return err;
}

int search_optimize(struct db *db)
{
	return db_script(db, "INSERT INTO search_name(search_name) "
			     "VALUES('optimize');"
			     "INSERT INTO search_fact(search_fact) "
			     "VALUES('optimize')");
}

static int rebuild_work(struct db *db, void *arg)
{
	const struct version here = version_here();
	struct change names = { db, add_to_names };
	struct change facts = { db, add_to_facts };
	bool *only_if_stale = arg;
	bool current = false;
	int err = load_state(db, &current);

	if (err || (only_if_stale && current))
		return err;

	err = db_script(db, "INSERT INTO search_name(search_name) "
			    "VALUES('delete-all');"
			    "INSERT INTO search_fact(search_fact) "
			    "VALUES('delete-all')");
	if (!err)
		err = db_each(db,
			      "SELECT id, no, name FROM dossier ORDER BY id",
			      NULL, name_handler, &names);
	if (!err)
		err = db_each(db,
			      "SELECT dossier, seq, value, grp, key FROM fact "
			      "ORDER BY dossier",
			      NULL, fact_handler, &facts);
	if (!err)
		err = search_optimize(db);
	return err ? err
		   : db_run(db, "UPDATE search_state SET made_with = ?",
			    BIND(TEXT(here.text)));
}

int search_rebuild(struct db *db)
{
	return db_atomic(db, rebuild_work, NULL);
}

int search_open(struct db *db)
{
	bool only_if_stale = true;
	bool current = false;
	int err = load_state(db, &current);

	return err || current ? err
			      : db_atomic(db, rebuild_work, &only_if_stale);
}
