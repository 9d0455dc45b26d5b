/**
 * @file paper/desk.c  What the papers of one dossier are made with
 */
#include "paper/desk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "dossier/attached.h"
#include "paper/bundle.h"
#include "paper/context.h"
#include "paper/working.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

static void note_due(struct paper_desk *desk, const struct findings *found)
{
	const struct paper *first = desk->place.pack->papers;

	desk->due = x_calloc(desk->place.pack->papers_count + 1,
			     sizeof(*desk->due));
	for (size_t i = 0; i < found->c; i++) {
		if (found->v[i].paper && found->v[i].outcome != OUTCOME_NA)
			desk->due[found->v[i].paper - first] = true;
	}
}

/* How many findings can change a paper, and which papers are due; what is
 * calculated joins the facts */
static int look_at_findings(struct paper_desk *desk)
{
	struct checker *checker = NULL;
	struct findings found = { 0 };
	int err = checker_alloc(&checker, desk->place.pack);

	if (!err)
		err = check_facts(checker, &desk->facts, &found);
	desk->drafts = findings_drafts(&found, desk->place.pack);
	note_due(desk, &found);
	findings_release(&found);
	checker_free(checker);
	return err;
}

int paper_desk_open(struct paper_desk *desk, const struct paper_place *place,
		    const struct dossier *d, const char *templates)
{
	struct version_head head;
	int err;

	*desk = (struct paper_desk){ .place = *place, .d = *d };
	err = version_head_of(place->db, d->id, &head);
	if (!err)
		err = facts_load(&desk->facts, place->db, place->pack, d->id);
	if (!err)
		err = look_at_findings(desk);
	if (!err)
		err = filing_own_dir(templates, &desk->own_dir);
	if (!err)
		err = filing_open(&desk->filing);
	if (err)
		return err;

	memcpy(desk->d.journal_head, head.hash, sizeof(head.hash));
	desk->d.updated = head.at;
	desk->version = head.len;
	desk->context = context_for_paper(place->pack, &desk->d, &desk->facts);
	filing_label(&desk->label, d->no, desk->drafts);
	return 0;
}

size_t paper_desk_set(const struct paper_desk *desk, enum paper_set set,
		      const struct paper **v)
{
	const struct pack *pack = desk->place.pack;
	size_t c = 0;

	for (unsigned i = 0; i < pack->papers_count; i++) {
		const struct paper *p = &pack->papers[i];

		if (p->template &&
		    (p->kind == PAPER_WORKING) == (set == PAPERS_WORKING) &&
		    (set != PAPERS_DUE || desk->due[i]))
			v[c++] = p;
	}

	return c;
}

void paper_desk_close(struct paper_desk *desk)
{
	cJSON_Delete(desk->context);
	filing_close(desk->filing);
	facts_release(&desk->facts);
	free(desk->own_dir);
	free(desk->due);
	str_release(&desk->label);
	*desk = (struct paper_desk){ 0 };
}

void paper_desk_meta(const struct paper_desk *desk, const struct paper *paper,
		     struct paper_meta *meta)
{
	*meta = (struct paper_meta){
		.title = paper->title,
		.no = paper->kind == PAPER_WORKING ? desk->d.no
						   : str_text(&desk->label),
		.id = paper->id,
		.dossier = desk->d.no,
		.version = desk->version,
		.journal_head = desk->d.journal_head,
		.now_ms = desk->d.updated,
		.pack = desk->place.pack,
		.spare = desk->place.shipped,
		.own_dir = desk->own_dir,
	};
}

int paper_desk_work(struct paper_desk *desk, const struct paper *paper,
		    bool blank)
{
	const struct working_wish wish = { blank, desk->run };
	struct paper_meta meta;
	int err;

	if (paper->kind != PAPER_WORKING ||
	    cJSON_GetObjectItemCaseSensitive(desk->context, "set"))
		return 0;

	err = working_add(desk->context, desk->place.pack, desk->place.db,
			  &desk->d, &desk->facts, &wish);
	paper_desk_meta(desk, paper, &meta);
	return err ? err
		   : working_add_set(desk->context, desk->place.pack,
				     desk->filing, &meta);
}

/* The number in "DOC-07", "doc7" or "7"; -1: none */
static long number_of(const char *id)
{
	const char *digits = id + strcspn(id, "0123456789");

	return *digits ? strtol(digits, NULL, 10) : -1;
}

/* Whether an id was meant by another: capitals apart, or by its number */
static bool is_meant(const struct paper *p, const char *id)
{
	const bool working = strncasecmp(id, "a", 1) == 0;

	if (strcasecmp(p->id, id) == 0)
		return true;
	if (working != (p->kind == PAPER_WORKING))
		return false;

	return number_of(p->id) == number_of(id);
}

int paper_named(const struct pack *pack, const char *id,
		const struct paper **paperp)
{
	const struct paper *p = pack_paper(pack, id);

	for (unsigned i = 0; !p && i < pack->papers_count; i++) {
		if (is_meant(&pack->papers[i], id))
			return err_set(ENOENT,
				       _("no paper %s; did you mean %s?"), id,
				       pack->papers[i].id);
	}
	if (!p)
		return err_set(ENOENT,
			       _("no paper %s; see: callpermit paper NO list"),
			       id);

	*paperp = p;
	return 0;
}

int paper_written(const struct pack *pack, const char *id,
		  const struct paper **paperp)
{
	const struct paper *p = NULL;
	int err = paper_named(pack, id, &p);

	if (err || !p)
		return err;
	if (!p->template)
		return err_set(ENOENT,
			       _("%s is not written by the program (%s); its "
				 "scan: callpermit evidence NO scan %s -o "
				 "FILE.pdf"),
			       id, paper_kind_title(p->kind), id);

	*paperp = p;
	return 0;
}

size_t paper_unkept(const struct paper *paper, const struct facts *facts,
		    const struct vault *vault, struct str *names)
{
	const char *held = paper->held ? paper->held : "";
	size_t c = 0;
	size_t n;

	for (; *held; held += n + (held[n] == ' ')) {
		struct attached file = { .name = NULL };
		const struct fact *fact = NULL;
		struct fact_key key;
		char *name;

		n = strcspn(held, " ");
		name = x_strndup(held, n);
		if (fact_key_decode(&key, NULL, name, NULL, NULL) == 0)
			fact = facts_find(facts, key.group, 0, key.key);
		free(name);
		if (fact && attached_of_fact(&file, fact, vault) && !file.kept)
			str_addf(names, "%s%s", c++ > 0 ? ", " : "", file.name);
		attached_release(&file);
	}
	return c;
}

void paper_file_name(const struct paper_desk *desk, const struct paper *paper,
		     struct str *name)
{
	struct str stem = { 0 };

	str_addf(&stem, "%s-%s-%s", desk->d.no, paper->id, paper->title);
	bundle_name(name, desk->place.pack, desk->place.shipped, stem.s, "pdf");
	str_release(&stem);
}

/* One would take the place of the other */
static int refuse_same(const struct paper_desk *desk,
		       const struct paper *const *v, size_t i, const char *name)
{
	struct str other = { 0 };
	int err = 0;

	for (size_t k = 0; k < i && !err; k++) {
		str_clear(&other);
		paper_file_name(desk, v[k], &other);
		if (strcasecmp(other.s, name) == 0)
			err = err_set(EEXIST,
				      _("%s and %s would be the same file %s"),
				      v[k]->id, v[i]->id, name);
	}
	str_release(&other);
	return err;
}

int paper_desk_twins(const struct paper_desk *desk,
		     const struct paper *const *v, size_t c)
{
	struct str name = { 0 };
	int err = 0;

	for (size_t i = 0; i < c && !err; i++) {
		str_clear(&name);
		paper_file_name(desk, v[i], &name);
		err = refuse_same(desk, v, i, name.s);
	}
	str_release(&name);
	return err;
}

int paper_desk_make(struct paper_desk *desk, const struct paper *paper,
		    const char *dir, bool blank, struct str *path,
		    struct paper_result *resultp)
{
	struct paper_meta meta;
	int err = paper_desk_work(desk, paper, blank);

	paper_desk_meta(desk, paper, &meta);
	str_addf(path, "%s/", dir);
	paper_file_name(desk, paper, path);
	if (!err)
		err = filing_render(desk->filing, paper->template,
				    desk->context, &meta, path->s, resultp);
	return err;
}

const struct finding *paper_finding(const struct findings *found,
				    const char *id)
{
	for (size_t i = 0; i < found->c; i++) {
		if (strcmp(found->v[i].id, id) == 0)
			return &found->v[i];
	}

	return NULL;
}

const char *paper_state_title(enum outcome outcome)
{
	static const char *const words[OUTCOME_COUNT] = {
		[OUTCOME_PASS] = N_("in hand"),
		[OUTCOME_FAIL] = N_("missing"),
		[OUTCOME_UNKNOWN] = N_("due?"),
		[OUTCOME_NA] = N_("not due"),
	};

	return _(words[outcome]);
}
