/**
 * @file tests/unit/template.c  Mustache, strictly
 */
#include "typeset/template.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/util.h"

#define FACTS                                                       \
	"{\"n\":5,\"t\":true,\"f\":false,\"nil\":null,\"e\":\"\","  \
	"\"s\":\"<&>\",\"tag\":\"{{s}}\",\"o\":{\"k\":\"v\",\"p\":" \
	"{\"q\":\"deep\"}},\"list\":[{\"k\":\"1\"},{\"k\":\"2\"}]," \
	"\"abc\":[\"a\",\"b\",\"c\"],\"none\":[],\"x.y\":\"never\"}"

/* Escaping that shows */
static void angle(struct str *to, const char *value)
{
	str_addf(to, "<%s>", value);
}

static int partial(struct str *to, const char *name, void *arg)
{
	(void)arg;
	if (strcmp(name, "part") == 0)
		str_add(to, "[{{&s}}]\n[{{n}}]\n");
	else if (strcmp(name, "loop") == 0)
		str_add(to, "{{>loop}}");
	else if (strcmp(name, "bad") == 0)
		str_add(to, "one\n{{nobody}}");
	else
		return ENOENT;

	return 0;
}

static int render(struct str *out, const char *text, bool strict)
{
	const struct template_rules rules = {
		.strict = strict,
		.escape = angle,
		.partial = partial,
	};
	cJSON *facts = cJSON_Parse(FACTS);
	int err = template_render(out, NULL, "t.md", text, facts, &rules);

	cJSON_Delete(facts);
	return err;
}

/* clang-format off */
static const struct {
	const char *text;
	const char *want;
} good[] = {
	{ "",                                  ""                 },
	{ "no tags at all\n",                  "no tags at all\n" },
	{ "{{s}} {{{s}}} {{&s}} {{& s }}",     "<<&>> <&> <&> <&>" },
	{ "{{n}}{{t}}{{f}}{{nil}}{{e}}",       "<5><true><false><><>" },
	{ "{{tag}}",                           "<{{s}}>"          },
	{ "{{o.k}} {{o.p.q}}",                 "<v> <deep>"       },
	{ "{{#o}}{{k}}{{n}}{{/o}}",            "<v><5>"           },
	{ "{{#list}}{{k}},{{/list}}",          "<1>,<2>,"         },
	{ "{{#abc}}{{.}}{{/abc}}",             "<a><b><c>"        },
	{ "{{#o.p}}{{q}}{{/o.p}}",             "<deep>"           },
	{ "{{#t}}a{{/t}}{{#f}}b{{/f}}{{#nil}}c{{/nil}}{{#e}}d{{/e}}", "a" },
	{ "{{^t}}a{{/t}}{{^f}}b{{/f}}{{^none}}c{{/none}}{{^e}}d{{/e}}", "bcd" },
	{ "a{{! not\n shown }}b",              "ab"               },
	{ "a\n  {{! alone }}\nb",              "a\nb"             },
	{ "a\r\n{{#t}}\r\nb\r\n{{/t}}\r\nc",   "a\r\nb\r\nc"      },
	{ "{{#t}}\nx\n{{/t}}\n",               "x\n"              },
	{ "- {{#t}} x {{/t}}\n",               "-  x \n"          },
	{ "{{=<% %>=}}<%n%> {{n}}<%={{ }}=%>{{n}}", "<5> {{n}}<5>" },
	{ "{{=| |=}}\n|n|",                    "<5>"              },
	{ "  {{>part}}\n.",                    "  [<&>]\n  [<5>]\n." },
	{ "a {{>part}}.",                      "a [<&>]\n[<5>]\n." },
	{ "{{#list}}{{#abc}}{{k}}{{.}}{{/abc}}{{/list}}",
	  "<1><a><1><b><1><c><2><a><2><b><2><c>" },
};

static const struct {
	const char *text;
	int err;
	const char *sentence;
} bad[] = {
	{ "a\n{{zzzz.k}}", ENOENT, "t.md:2: unknown name \"zzzz.k\"" },
	{ "{{o.p.qq}}",  ENOENT,
	  "t.md:1: unknown name \"o.p.qq\"; did you mean \"o.p.q\"?" },
	{ "\n\n{{lst}}", ENOENT,
	  "t.md:3: unknown name \"lst\"; did you mean \"list\"?" },
	{ "{{#list}}{{kk}}{{/list}}", ENOENT,
	  "t.md:1: unknown name \"kk\"; did you mean \"k\"?" },
	{ "{{x.y}}",     ENOENT,  "t.md:1: unknown name \"x.y\"" },
	{ "{{#zzzz}}{{/zzzz}}", ENOENT, "t.md:1: unknown name \"zzzz\"" },
	{ "{{^zzzz}}{{/zzzz}}", ENOENT, "t.md:1: unknown name \"zzzz\"" },
	{ "\n{{>zzzz}}", ENOENT,  "t.md:2: unknown partial \"zzzz\"" },
	{ "\n{{>bad}}",  ENOENT,  "bad:2: unknown name \"nobody\"" },
	{ "a\n{{n",      EBADMSG, "t.md:2: a tag is not closed" },
	{ "{{{n}}",      EBADMSG, "t.md:1: a tag is not closed" },
	{ "{{}}",        EBADMSG, "t.md:1: a tag has no name, or one too long" },
	{ "{{#t}}\n{{#f}}\n{{/t}}", EBADMSG, "t.md:3: \"t\" ends no section" },
	{ "{{/t}}",      EBADMSG, "t.md:1: \"t\" ends no section" },
	{ "\n{{#t}}",    EBADMSG, "t.md:2: section \"t\" has no end" },
	{ "{{=a=}}",     EBADMSG, "t.md:1: wrong delimiters" },
	{ "{{= =}}",     EBADMSG, "t.md:1: wrong delimiters" },
	{ "{{>loop}}",   EINVAL,  "loop:1: partials too deep" },
};
/* clang-format on */

static void test_renders(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct str out = { 0 };

		assert_int_equal(0, render(&out, good[i].text, true));
		assert_string_equal(good[i].want, str_text(&out));
		str_release(&out);
	}
}

static void test_what_is_wrong_is_named_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct str out = { 0 };
		int err = render(&out, bad[i].text, true);

		assert_int_equal(bad[i].err, err);
		assert_string_equal(bad[i].sentence, err_text(err));
		str_release(&out);
	}
}

static void test_without_strictness_unknown_is_nothing(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_int_equal(0, render(&out,
				   "a{{&zz}}b{{#zz}}c{{/zz}}{{^zz}}d{{/zz}}"
				   "{{>zz}}",
				   false));
	assert_string_equal("abd", out.s);
	str_release(&out);
}

static void test_depth_and_size_have_limits(void **state)
{
	struct str text = { 0 };
	struct str out = { 0 };

	(void)state;
	for (int i = 0; i < 40; i++)
		str_add(&text, "{{#t}}");
	for (int i = 0; i < 40; i++)
		str_add(&text, "{{/t}}");
	assert_int_equal(EINVAL, render(&out, text.s, true));

	str_clear(&text);
	while (text.len <= (size_t)TEMPLATE_SIZE)
		str_add(&text, "0123456789abcdef");
	assert_int_equal(EBADMSG, render(&out, text.s, true));

	/* three elements, 14 loops inside each other: 3^14 times the text */
	str_clear(&text);
	for (int i = 0; i < 14; i++)
		str_add(&text, "{{#abc}}");
	str_add(&text, "some text");
	for (int i = 0; i < 14; i++)
		str_add(&text, "{{/abc}}");
	assert_int_equal(EINVAL, render(&out, text.s, true));
	assert_true(out.len <= (size_t)TEMPLATE_OUTPUT);
	str_release(&text);
	str_release(&out);
}

static void test_lines_remember_where_they_came_from(void **state)
{
	static const unsigned want[] = { 1, 3, 4, 3, 4, 6, 6 };
	const struct template_rules rules = { .partial = partial };
	struct template_lines lines = { 0 };
	cJSON *facts = cJSON_Parse(FACTS);
	struct str out = { 0 };

	(void)state;
	assert_int_equal(0, template_render(&out, &lines, "t",
					    "a\n{{#list}}\nb\nc\n{{/list}}\n"
					    "{{>part}}\n",
					    facts, &rules));
	assert_int_equal(ARRAY_LEN(want), lines.c);
	for (size_t i = 0; i < lines.c; i++)
		assert_int_equal(want[i], lines.v[i]);
	template_lines_release(&lines);
	cJSON_Delete(facts);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_renders),
		cmocka_unit_test(test_what_is_wrong_is_named_with_its_place),
		cmocka_unit_test(test_without_strictness_unknown_is_nothing),
		cmocka_unit_test(test_depth_and_size_have_limits),
		cmocka_unit_test(test_lines_remember_where_they_came_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
