/**
 * @file dossier/journal_hide.c  The journal without personal data
 */
#include <stdlib.h>

#include "dossier/fact.h"
#include "dossier/journal.h"
#include "util/mem.h"

static char *hidden(const struct facts *facts, const struct fact *fact,
		    const char *value)
{
	struct fact f = *fact;
	char *shown = NULL;

	if (!value)
		return NULL;

	f.value = x_strdup(value);
	shown = fact_hidden_value(facts, &f);
	free(f.value);
	return shown;
}

void journal_hide(struct journal_hidden *to, const struct journal_row *row,
		  const struct pack *pack, const struct facts *facts)
{
	/* what is about no fact is a text like any other */
	static const struct field words = { .type = FIELD_LONG };
	struct fact f = { .field = &words, .ok = true };

	if (row->key) {
		f.ok = row->ok && row->old_ok;
		if (fact_key_decode(&f.key, pack, row->key, NULL, &f.field))
			f.field = NULL;
	}
	*to = (struct journal_hidden){
		.row = *row,
		.old = hidden(facts, &f, row->old),
		.now = hidden(facts, &f, row->new_),
		.reason = row->reason ? x_strdup(row->reason) : NULL,
	};
	facts_hide_in(facts, &to->reason);
	to->row.old = to->old;
	to->row.new_ = to->now;
	to->row.reason = to->reason;
}

void journal_hidden_release(struct journal_hidden *h)
{
	free(h->old);
	free(h->now);
	free(h->reason);
}
