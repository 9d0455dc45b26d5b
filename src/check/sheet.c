/**
 * @file check/sheet.c  The copy sheet: the portal's fields in its order
 */
#include "check/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "dossier/journal.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "value/value.h"

#define TICK   "tick"
#define UNTICK "untick"

/* clang-format off */
static const char *const states[] = {
	[SHEET_OPEN]  = "open",
	[SHEET_DONE]  = "done",
	[SHEET_STALE] = "stale",
};
/* clang-format on */

const char *sheet_state_name(enum sheet_state state)
{
	return states[state];
}

/* As it is typed into the portal, whatever the user's language */
static char *portal_text(const struct field *field, const struct fact *fact)
{
	struct value_file file;
	struct str to = { 0 };
	const char *joint = "";

	str_add(&to, "");
	if (!fact || !fact->ok)
		return str_take(&to);

	if (field->type == FIELD_BOOL) {
		str_add(&to, strcmp(fact->value, "true") ? "否" : "是");
	} else if (field->type == FIELD_FILE &&
		   value_file_split(&file, fact->value)) {
		str_add_n(&to, fact->value, file.name_len);
	} else if (field->choices_count > 0) {
		for (unsigned i = 0; i < field->choices_count; i++) {
			if (!text_has_word(fact->value,
					   field->choices[i].value))
				continue;
			str_addf(&to, "%s%s", joint, field->choices[i].label);
			joint = "、";
		}
	} else {
		str_add(&to, fact->value);
	}
	return str_take(&to);
}

struct loading {
	struct sheet *sheet;
	const struct facts *facts;
	const struct findings *found;
};

static void add_row(struct loading *l, const struct pack_field *at, int n)
{
	struct sheet *sheet = l->sheet;
	const char *group = at->section->group;
	struct sheet_row row = { .at = at };
	struct str place = { 0 };

	fact_key_make(&row.key, group, n, at->field->key);
	fact_key_encode(&place, &row.key);
	if (!findings_hide(l->found, place.s)) {
		row.value = portal_text(
			at->field,
			facts_find(l->facts, group, n, at->field->key));
		sheet->v = x_grow(sheet->v, sheet->c, sizeof(*sheet->v));
		sheet->v[sheet->c++] = row;
	}
	str_release(&place);
}

static void add_section(struct loading *l, const struct pack *pack,
			const struct form *form, const struct section *s)
{
	const int last = s->repeat ? facts_rows(l->facts, s->group) : 0;

	for (int n = s->repeat; n <= last; n++) {
		for (unsigned i = 0; i < pack->fields_count; i++) {
			if (pack->fields[i].form == form &&
			    pack->fields[i].section == s)
				add_row(l, &pack->fields[i], n);
		}
	}
}

static void add_rows(struct loading *l, const struct pack *pack, int portal)
{
	for (unsigned f = 0; f < pack->forms_count; f++) {
		const struct form *form = pack->forms[f];

		if (form->portal != portal)
			continue;
		for (unsigned i = 0; i < form->sections_count; i++) {
			if (!form->sections[i].origin)
				add_section(l, pack, form, &form->sections[i]);
		}
	}
}

static int last_portal(const struct pack *pack)
{
	int last = 0;

	for (unsigned i = 0; i < pack->forms_count; i++) {
		if (pack->forms[i]->portal > last)
			last = pack->forms[i]->portal;
	}

	return last;
}

static int tick_handler(const struct journal_row *row, void *arg)
{
	struct sheet *sheet = arg;
	const bool on = strcmp(row->act, TICK) == 0;
	struct fact_key key;
	struct sheet_row *to;

	if (!row->key || (!on && strcmp(row->act, UNTICK) != 0) ||
	    fact_key_decode(&key, NULL, row->key, NULL, NULL) != 0)
		return 0;
	to = (struct sheet_row *)sheet_find(sheet, &key);
	if (!to)
		return 0;

	free(to->who);
	to->who = on ? x_strdup(row->actor) : NULL;
	to->when = on ? row->at : 0;
	to->state = !on ? SHEET_OPEN
		    : row->new_ && strcmp(row->new_, to->value) == 0
			    ? SHEET_DONE
			    : SHEET_STALE;
	return 0;
}

int sheet_load(struct sheet *sheet, struct checker *checker,
	       const struct pack *pack, struct db *db, int64_t dossier)
{
	struct sheet out = { 0 };
	struct findings found = { 0 };
	struct facts facts = { NULL, 0 };
	struct loading l = { &out, &facts, &found };
	const int last = last_portal(pack);
	int err = facts_load(&facts, db, pack, dossier);

	if (!err)
		err = check_facts(checker, &facts, &found);
	for (int p = 1; p <= last && !err; p++)
		add_rows(&l, pack, p);
	if (!err)
		err = journal_each(db, dossier, tick_handler, &out);
	for (size_t i = 0; i < out.c; i++) {
		out.done += out.v[i].state == SHEET_DONE;
		out.stale += out.v[i].state == SHEET_STALE;
	}
	findings_release(&found);
	facts_release(&facts);
	if (err)
		sheet_release(&out);
	else
		*sheet = out;
	return err;
}

void sheet_release(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->c; i++) {
		free(sheet->v[i].value);
		free(sheet->v[i].who);
	}
	free(sheet->v);
	*sheet = (struct sheet){ 0 };
}

const struct sheet_row *sheet_find(const struct sheet *sheet,
				   const struct fact_key *key)
{
	for (size_t i = 0; i < sheet->c; i++) {
		const struct fact_key *k = &sheet->v[i].key;

		if (k->n == key->n && strcmp(k->group, key->group) == 0 &&
		    strcmp(k->key, key->key) == 0)
			return &sheet->v[i];
	}

	return NULL;
}

struct ticking {
	int64_t dossier;
	const struct sheet_row *row;
	bool on;
};

static int tick_work(struct db *db, void *arg)
{
	const struct ticking *t = arg;
	const struct journal_entry entry = {
		.act = t->on ? TICK : UNTICK,
		.key = &t->row->key,
		.new_ = t->on ? t->row->value : NULL,
		.ok = true,
		.old_ok = true,
		.origin = "entry",
	};

	return journal_append(db, t->dossier, &entry, 1);
}

int sheet_tick(struct db *db, int64_t dossier, const struct sheet_row *row,
	       bool on)
{
	struct ticking t = { dossier, row, on };

	return db_atomic(db, tick_work, &t);
}
