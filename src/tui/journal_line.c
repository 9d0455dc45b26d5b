/**
 * @file tui/journal_line.c  What a change did, in a line
 */
#include "tui/journal_line.h"

#include <stdlib.h>
#include <string.h>

#include "checklist/checklist.h"
#include "dossier/fact_key.h"
#include "dossier/step.h"
#include "tui/form.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* Append a value in words */
typedef void word_h(struct str *to, const struct pack *pack, const char *value);

static void answer_word(struct str *to, const struct pack *pack,
			const char *name)
{
	enum answer answer;

	(void)pack;
	str_add(to, answer_decode(&answer, name) == 0 ? answer_title(answer)
						      : name);
}

static void act_word(struct str *to, const struct pack *pack, const char *id)
{
	const struct act *act = pack_act(pack, id);

	str_add(to, act ? lang_pick(act->title, act->title_en) : id);
}

static void stage_word(struct str *to, const struct pack *pack, const char *id)
{
	const struct stage *stage = pack_stage(pack, id);

	str_add(to, stage ? lang_pick(stage->title, stage->title_en) : id);
}

/* clang-format off */
/* Of several groups in a change the first of these tells it */
static const struct telling {
	const char *group;
	struct {
		const char *key;
		word_h *word; /* NULL: as it stands */
	} fieldv[JOURNAL_FIELDS];
} tellings[] = {
	{ "insp",     { { "list", NULL }, { "kind", NULL }, { "closed", NULL } } },
	{ "ans",      { { "item", NULL }, { "result", answer_word }, { "note", NULL }, { "evidence", NULL } } },
	{ STEP_GROUP, { { "act", act_word }, { "to", stage_word }, { "date", NULL }, { "note", NULL } } },
	{ DONE_GROUP, { { "key", NULL }, { "date", NULL } } },
	{ OFF_GROUP,  { { "id", NULL }, { "reason", NULL } } },
	{ TASK_GROUP, { { "title", NULL }, { "owner", NULL }, { "due", NULL }, { "done", NULL } } },
};
/* clang-format on */

static const struct telling *telling_of(const char *group)
{
	for (size_t i = 0; i < ARRAY_LEN(tellings); i++) {
		if (strcmp(tellings[i].group, group) == 0)
			return &tellings[i];
	}

	return NULL;
}

static void add_word(struct str *to, const struct pack *pack, word_h *word,
		     const char *value)
{
	if (!value)
		str_add(to, _("(empty)"));
	else if (word)
		word(to, pack, value);
	else
		str_add(to, value);
}

/* "old -> new", or what is new where nothing was */
static char *tell_change(const struct pack *pack, word_h *word,
			 const struct journal_row *row)
{
	struct str to = { 0 };

	if (row->old) {
		add_word(&to, pack, word, row->old);
		str_add(&to, " -> ");
	}
	add_word(&to, pack, word, row->new_);
	return str_take(&to);
}

static void put(char **to, char *text)
{
	free(*to);
	*to = text;
}

static void take_name(struct journal_line *l, const struct journal_row *row)
{
	const char *name = row->new_ ? row->new_ : row->old;

	put(&l->name, name ? x_strdup(name) : NULL);
}

void journal_line_add(struct journal_line *l, const struct pack *pack,
		      const struct journal_row *row)
{
	const struct telling *t = NULL;
	struct fact_key key;

	if (row->key && !row->gone && strcmp(row->act, JOURNAL_FORGET) != 0 &&
	    fact_key_decode(&key, NULL, row->key, NULL, NULL) == 0)
		t = telling_of(key.group);
	if (!t || (l->telling && t > l->telling))
		return;

	if (t != l->telling) {
		journal_line_release(l);
		l->telling = t;
		l->n = key.n;
	}
	if (l->n != key.n)
		return;
	if (strcmp(t->fieldv[0].key, key.key) == 0)
		take_name(l, row);
	for (size_t i = 1; i < JOURNAL_FIELDS; i++) {
		if (t->fieldv[i].key && strcmp(t->fieldv[i].key, key.key) == 0)
			put(&l->textv[i],
			    tell_change(pack, t->fieldv[i].word, row));
	}
}

bool journal_line_tell(struct str *to, const struct journal_line *l,
		       const struct pack *pack, const struct facts *facts)
{
	const struct telling *t = l->telling;
	const struct section *section = t ? pack_section(pack, t->group) : NULL;
	const char *name = l->name;
	const char *mark = ": ";

	if (t && !name && facts)
		name = facts_value(facts, t->group, l->n, t->fieldv[0].key);
	if (!section || !name)
		return false;

	str_addf(to, "%s  ", lang_pick(section->title, section->title_en));
	add_word(to, pack, t->fieldv[0].word, name);
	for (size_t i = 1; i < JOURNAL_FIELDS; i++) {
		if (!l->textv[i])
			continue;
		str_addf(to, "%s%s", mark, l->textv[i]);
		mark = ", ";
	}
	return true;
}

void journal_line_release(struct journal_line *l)
{
	free(l->name);
	for (size_t i = 0; i < JOURNAL_FIELDS; i++)
		free(l->textv[i]);
	*l = (struct journal_line){ .telling = NULL };
}
