/**
 * @file tests/fuzz/mustache.c  Any template renders or is refused
 *
 * Values never bring an unescaped mark of Markdown or a line end with them.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "typeset/markdown.h"
#include "typeset/template.h"

#define FACTS                                                                 \
	"{\"a\":\"v|`{{b}}\\n#___^[x]\",\"b\":[{\"c\":\"1\"},{\"c\":\"2\"}]," \
	"\"d\":{\"e\":{\"f\":\"\"}},\"n\":1.5,\"t\":true}"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A partial is the template itself: endless without a limit */
static int partial(struct str *to, const char *name, void *arg)
{
	(void)name;
	if (strlen(arg) > 256)
		return 1;

	str_add(to, arg);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct template_lines lines = { 0 };
	struct str text = { 0 };
	struct str out = { 0 };
	cJSON *facts = cJSON_Parse(FACTS);
	struct template_rules rules = {
		.strict = size > 0 && data[0] % 2 == 0,
		.escape = markdown_escape,
		.partial = partial,
	};

	str_add_n(&text, (const char *)data, size);
	rules.arg = text.s;
	(void)template_render(&out, &lines, "fuzz", str_text(&text), facts,
			      &rules);
	assert(out.len <= (size_t)TEMPLATE_OUTPUT);
	for (size_t i = 0; i < out.len; i++)
		lines.c -= out.s[i] == '\n';
	assert(lines.c == 0);

	template_lines_release(&lines);
	cJSON_Delete(facts);
	str_release(&text);
	str_release(&out);
	return 0;
}
