/**
 * @file checklist/notice.c  A list as the board of an engine is told of it
 */
#include "checklist/notice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"

#define RUN_MAX 1e6

/* Of a run */

static void add_item(struct notice *n, const struct check_line *line)
{
	struct notice_item *to = &n->itemv[n->itemc];
	const struct item *item = line->item;
	struct notice_group *g = n->groupc ? &n->groupv[n->groupc - 1] : NULL;

	if (!g || strcmp(g->title, item->group) != 0) {
		if (n->groupc == NOTICE_GROUPS)
			return;
		g = &n->groupv[n->groupc++];
		text_printable(g->title, sizeof(g->title), item->group);
		text_printable(g->title_en, sizeof(g->title_en),
			       item->group_en);
	}

	text_printable(to->id, sizeof(to->id), item->id);
	text_printable(to->title, sizeof(to->title), item->title);
	text_printable(to->title_en, sizeof(to->title_en), item->title_en);
	to->answer = line->answer;
	to->group = (unsigned)(n->groupc - 1);
	n->count[to->answer]++;
	n->itemc++;
}

void notice_of_run(struct notice *n, const struct check_run *run)
{
	*n = (struct notice){ .run = run->n, .seconds = NOTICE_S };
	text_printable(n->kind, sizeof(n->kind), run->kind ? run->kind : "");
	for (size_t i = 0; i < run->c && n->itemc < NOTICE_ITEMS; i++)
		add_item(n, &run->v[i]);
}

/* To JSON */

static void write_items(cJSON *to, const struct notice *n, unsigned group)
{
	for (size_t i = 0; i < n->itemc; i++) {
		const struct notice_item *item = &n->itemv[i];
		cJSON *o;

		if (item->group != group)
			continue;
		o = cJSON_CreateObject();
		(void)cJSON_AddStringToObject(o, "item", item->id);
		(void)cJSON_AddStringToObject(o, "title", item->title);
		(void)cJSON_AddStringToObject(o, "title_en", item->title_en);
		(void)cJSON_AddStringToObject(o, "answer",
					      answer_name(item->answer));
		(void)cJSON_AddItemToArray(to, o);
	}
}

char *notice_write(const struct notice *n)
{
	cJSON *tree = cJSON_CreateObject();
	cJSON *counts = cJSON_AddObjectToObject(tree, "counts");
	cJSON *groups = cJSON_AddArrayToObject(tree, "groups");
	char *text;

	(void)cJSON_AddNumberToObject(tree, "run", n->run);
	(void)cJSON_AddStringToObject(tree, "kind", n->kind);
	(void)cJSON_AddNumberToObject(tree, "seconds", n->seconds);
	for (int a = 0; a < ANSWER_COUNT; a++)
		(void)cJSON_AddNumberToObject(counts,
					      answer_name((enum answer)a),
					      (double)n->count[a]);
	for (unsigned g = 0; g < n->groupc; g++) {
		cJSON *o = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(o, "title", n->groupv[g].title);
		(void)cJSON_AddStringToObject(o, "title_en",
					      n->groupv[g].title_en);
		write_items(cJSON_AddArrayToObject(o, "items"), n, g);
		(void)cJSON_AddItemToArray(groups, o);
	}
	text = cJSON_PrintUnformatted(tree);
	cJSON_Delete(tree);
	return text;
}

/* From JSON */

static bool take_text(char *to, size_t size, const cJSON *o, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, name);

	text_printable(to, size, cJSON_IsString(item) ? item->valuestring : "");
	return !item || cJSON_IsString(item);
}

static bool take_number(int *to, const cJSON *o, const char *name, double most)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, name);

	if (!item)
		return true;
	if (!cJSON_IsNumber(item) || !(item->valuedouble >= 1) ||
	    item->valuedouble > most)
		return false;
	*to = (int)item->valuedouble;
	return true;
}

static bool is_there(const struct notice *n, const char *id)
{
	for (size_t i = 0; i < n->itemc; i++) {
		if (!strcmp(n->itemv[i].id, id))
			return true;
	}
	return false;
}

static bool take_item(struct notice *n, const cJSON *o)
{
	const cJSON *answer = cJSON_GetObjectItemCaseSensitive(o, "answer");
	struct notice_item item = { .group = (unsigned)(n->groupc - 1) };

	if (!cJSON_IsObject(o) || n->itemc == NOTICE_ITEMS ||
	    !take_text(item.id, sizeof(item.id), o, "item") || !*item.id ||
	    !take_text(item.title, sizeof(item.title), o, "title") ||
	    !take_text(item.title_en, sizeof(item.title_en), o, "title_en") ||
	    !cJSON_IsString(answer) ||
	    answer_decode(&item.answer, answer->valuestring) ||
	    is_there(n, item.id))
		return false;

	n->itemv[n->itemc++] = item;
	n->count[item.answer]++;
	return true;
}

static bool take_group(struct notice *n, const cJSON *o)
{
	const cJSON *items = cJSON_GetObjectItemCaseSensitive(o, "items");
	struct notice_group *g = &n->groupv[n->groupc];

	if (!cJSON_IsObject(o) || n->groupc == NOTICE_GROUPS ||
	    !cJSON_IsArray(items) ||
	    !take_text(g->title, sizeof(g->title), o, "title") ||
	    !take_text(g->title_en, sizeof(g->title_en), o, "title_en"))
		return false;

	n->groupc++;
	for (const cJSON *i = items->child; i; i = i->next) {
		if (!take_item(n, i))
			return false;
	}
	return true;
}

static bool take_kind(struct notice *n, const cJSON *tree)
{
	static const char *const kinds[] = { "", "self", "mock", "official" };

	if (!take_text(n->kind, sizeof(n->kind), tree, "kind"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (!strcmp(kinds[i], n->kind))
			return true;
	}
	return false;
}

int notice_read(struct notice *n, const cJSON *tree)
{
	const cJSON *groups = cJSON_GetObjectItemCaseSensitive(tree, "groups");
	bool good;

	*n = (struct notice){ .seconds = NOTICE_S };
	good = cJSON_IsObject(tree) && (!groups || cJSON_IsArray(groups)) &&
	       take_number(&n->run, tree, "run", RUN_MAX) &&
	       take_number(&n->seconds, tree, "seconds", NOTICE_S_MAX) &&
	       take_kind(n, tree);
	for (const cJSON *g = good && groups ? groups->child : NULL; good && g;
	     g = g->next)
		good = take_group(n, g);
	if (good)
		return 0;
	*n = (struct notice){ .seconds = NOTICE_S };
	return err_set(EBADMSG, _("this is no list of a visit"));
}
