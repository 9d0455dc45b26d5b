/**
 * @file tests/fuzz/prints.c  The names of any template are found, and each is a
 * field
 *
 * A line "@@@@" begins the partial p.md.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mini_pack.h"
#include "paper/prints.h"
#include "util/str.h"

#define PART "\n@@@@\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pack *fields; /* loaded once: it takes long */
	struct pack templates = { .version = NULL };
	struct paper_meta meta = { .pack = &templates };
	struct prints prints = { 0 };
	struct str text = { 0 };
	char *part;

	if (!fields && mini_load(&fields, NULL) != 0)
		abort();

	str_add_n(&text, (const char *)data, size);
	str_add_char(&text, '\0'); /* texts end at the first */
	part = strstr(text.s, PART);
	if (part)
		*part = '\0';
	mini_add(&templates.files,
		 &(struct mini_file){ "templates/p.md",
				      part ? part + strlen(PART) : "", 0 });
	mini_add(&templates.files,
		 &(struct mini_file){ "templates/t.md", text.s, 0 });
	(void)prints_read(&prints, fields, "t.md", &meta);
	for (size_t i = 0; i < prints.c; i++) {
		const char *dot = strchr(prints.v[i], '.');
		struct str group = { 0 };

		assert(dot);
		str_add_n(&group, prints.v[i], (size_t)(dot - prints.v[i]));
		assert(pack_field(fields, str_text(&group), dot + 1, NULL));
		assert(prints_has(&prints, prints.v[i]));
		str_release(&group);
	}
	prints_release(&prints);
	pack_files_release(&templates.files);
	str_release(&text);
	return 0;
}
