/**
 * @file dossier/attached.c  The files that facts name, and whether they are
 * kept
 */
#include "dossier/attached.h"

#include <stdio.h>
#include <stdlib.h>

#include "dossier/value.h"
#include "util/mem.h"

bool attached_of_fact(struct attached *file, const struct fact *fact,
		      const struct vault *vault)
{
	struct value_file parts;

	if (!fact->field || !fact->ok || fact->field->type != FIELD_FILE ||
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
