/**
 * @file pack/yml.c  YAML files in, by schema, with places
 */
#include "pack/yml.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "pack/schema.h"

#include "util/crypto.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

#define DEPTH_MAX   32
#define UNKNOWN_KEY "Unexpected key: "

/* What libcyaml said while loading */
struct trouble {
	struct str what;  /* the first line: what is wrong */
	struct str place; /* the innermost "(line: 3, column: 5)" */
};

/* clang-format off */
static const struct {
	const char *start; /* of libcyaml's sentence */
	const char *said;  /* ours; %s is its rest */
} wordings[] = {
	{ UNKNOWN_KEY, N_("unknown key %s") },
	{ "Missing required mapping field: ", N_("the key %s is missing here") },
	{ "Invalid INT value: ", N_("a whole number is expected, not %s") },
	{ "Invalid UINT value: ", N_("a whole number from 0 is expected, not %s") },
	{ "Invalid BOOL value: ", N_("true or false is expected, not %s") },
	{ "Invalid ENUM value: ", N_("%s is not one of the words allowed here") },
	{ "Expecting MAPPING, got event: ", N_("'key: value' lines are expected here, not %s") },
	{ "Expecting SEQUENCE, got event: ", N_("a list ('- ...' lines) is expected here, not %s") },
	{ "Expecting STRING, got event: ", N_("a text is expected here, not %s") },
	{ "Expecting ", N_("another kind of value is expected here: %s") },
	{ "STRING length < ", N_("the text is too short; its least length in bytes is %s") },
	{ "STRING length > ", N_("the text is too long; its greatest length in bytes is %s") },
};
/* clang-format on */

static void log_handler(cyaml_log_t level, void *arg, const char *fmt,
			va_list ap) __attribute__((format(printf, 3, 0)));

static void log_handler(cyaml_log_t level, void *arg, const char *fmt,
			va_list ap)
{
	struct trouble *t = arg;
	char line[512];
	char *place;

	(void)level;
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	line[strcspn(line, "\n")] = '\0';

	place = strstr(line, "(line: ");
	if (place && t->place.len == 0)
		str_add(&t->place, place);
	else if (!place && t->what.len == 0 && !strstr(line, "Backtrace"))
		str_add(&t->what, strncmp(line, "Load: ", 6) ? line : line + 6);
}

static cyaml_config_t config_for(struct trouble *t)
{
	return (cyaml_config_t){
		.log_fn = log_handler,
		.log_ctx = t,
		.mem_fn = cyaml_mem,
		.log_level = CYAML_LOG_ERROR,
		.flags = CYAML_CFG_NO_ALIAS,
	};
}

/* The key of a schema that is spelled most like a word; NULL if none is */
static const char *nearest_key(const cyaml_schema_value_t *schema,
			       const char *word, size_t *bestp)
{
	const char *best = NULL;

	if (schema->type == CYAML_SEQUENCE)
		return nearest_key(schema->sequence.entry, word, bestp);
	if (schema->type != CYAML_MAPPING)
		return NULL;

	for (const cyaml_schema_field_t *f = schema->mapping.fields; f->key;
	     f++) {
		size_t d = text_distance(word, f->key);
		const char *inner;

		if (d < *bestp) {
			*bestp = d;
			best = f->key;
		}
		inner = nearest_key(&f->value, word, bestp);
		if (inner)
			best = inner;
	}

	return best;
}

static void describe(struct str *to, const struct trouble *t,
		     const cyaml_schema_value_t *schema)
{
	const char *what = str_text(&t->what);
	size_t best = 4;
	const char *near;

	for (size_t i = 0; i < ARRAY_LEN(wordings); i++) {
		size_t n = strlen(wordings[i].start);

		if (strncmp(what, wordings[i].start, n) != 0)
			continue;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		str_addf(to, _(wordings[i].said), what + n);
#pragma GCC diagnostic pop
		near = i == 0 ? nearest_key(schema, what + n, &best) : NULL;
		if (near)
			str_addf(to, _(" (did you mean %s?)"), near);
		return;
	}
	str_add(to, *what ? what : _("the file does not have this shape"));
}

static int syntax_error(const char *name, const yaml_parser_t *parser)
{
	if (parser->error == YAML_READER_ERROR)
		return err_set(EBADMSG, _("%s: not UTF-8 text at byte %zu: %s"),
			       name, parser->problem_offset, parser->problem);

	return err_set(EBADMSG, "%s:%zu:%zu: %s", name,
		       parser->problem_mark.line + 1,
		       parser->problem_mark.column + 1,
		       parser->problem ? parser->problem : "YAML");
}

/* The first character of a scalar that does harm on a terminal, or 0 */
static uint32_t harmful_in(const yaml_event_t *event)
{
	const char *s = (const char *)event->data.scalar.value;

	if (event->type != YAML_SCALAR_EVENT)
		return 0;

	while (*s) {
		const uint32_t cp = text_next(&s);

		if (cp != '\n' && cp != '\t' && text_cp_is_harmful(cp))
			return cp;
	}

	return 0;
}

/* What libcyaml cannot tell well or in time: syntax errors with their place,
 * aliases, and nesting, whose cost in libyaml grows with its square */
static int scan(const char *name, const char *text, size_t n, bool clean)
{
	yaml_parser_t parser;
	yaml_event_t event;
	bool done = false;
	int depth = 0;
	int err = 0;

	if (!yaml_parser_initialize(&parser))
		return err_set(EBADMSG, "%s", name);

	yaml_parser_set_input_string(&parser, (const unsigned char *)text, n);
	while (!done && !err) {
		if (!yaml_parser_parse(&parser, &event)) {
			err = syntax_error(name, &parser);
			break;
		}
		done = event.type == YAML_STREAM_END_EVENT;
		depth += event.type == YAML_SEQUENCE_START_EVENT ||
			 event.type == YAML_MAPPING_START_EVENT;
		depth -= event.type == YAML_SEQUENCE_END_EVENT ||
			 event.type == YAML_MAPPING_END_EVENT;
		if (depth > DEPTH_MAX || event.type == YAML_ALIAS_EVENT)
			err = err_set(EBADMSG, "%s:%zu:%zu: %s", name,
				      event.start_mark.line + 1,
				      event.start_mark.column + 1,
				      depth > DEPTH_MAX
					      ? _("nested too deeply")
					      : _("aliases (*name) are not "
						  "allowed"));
		else if (clean && harmful_in(&event))
			err = err_set(EBADMSG,
				      _("%s:%zu:%zu: the control character "
					"U+%04X is not allowed"),
				      name, event.start_mark.line + 1,
				      event.start_mark.column + 1,
				      (unsigned)harmful_in(&event));
		yaml_event_delete(&event);
	}

	yaml_parser_delete(&parser);
	return err;
}

/* libcyaml tells where it stood before the key it does not know: move on to
 * the first scalar from there that reads like it */
static void find_word(const char *text, size_t n, const char *word,
		      unsigned *linep, unsigned *columnp)
{
	yaml_parser_t parser;
	yaml_event_t event;
	bool done = false;

	if (!yaml_parser_initialize(&parser))
		return;

	yaml_parser_set_input_string(&parser, (const unsigned char *)text, n);
	while (!done && yaml_parser_parse(&parser, &event)) {
		const yaml_mark_t at = event.start_mark;

		done = event.type == YAML_STREAM_END_EVENT;
		if (event.type == YAML_SCALAR_EVENT &&
		    (at.line + 1 > *linep ||
		     (at.line + 1 == *linep && at.column + 1 >= *columnp)) &&
		    strcmp((const char *)event.data.scalar.value, word) == 0) {
			*linep = (unsigned)at.line + 1;
			*columnp = (unsigned)at.column + 1;
			done = true;
		}
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
}

static int refuse(const char *name, const char *text, size_t n,
		  const struct trouble *t, const cyaml_schema_value_t *schema)
{
	struct str say = { 0 };
	unsigned line = 1;
	unsigned column = 1;
	int err;

	/* NOLINTNEXTLINE(cert-err34-c): defaults stand if absent */
	(void)sscanf(str_text(&t->place), "(line: %u, column: %u)", &line,
		     &column);
	if (strncmp(str_text(&t->what), UNKNOWN_KEY, strlen(UNKNOWN_KEY)) == 0)
		find_word(text, n, t->what.s + strlen(UNKNOWN_KEY), &line,
			  &column);
	str_addf(&say, "%s:%u:%u: ", name, line, column);
	describe(&say, t, schema);

	err = err_set(EBADMSG, "%s", say.s);
	str_release(&say);
	return err;
}

static int load(const char *name, const char *text, size_t n, bool clean,
		const cyaml_schema_value_t *schema, void **datap)
{
	struct trouble t = { 0 };
	cyaml_config_t config = config_for(&t);
	cyaml_data_t *data = NULL;
	cyaml_err_t rc;
	int err = 0;

	if (n > YAML_MAX)
		return err_set(EINVAL, _("%s: larger than %u bytes"), name,
			       YAML_MAX);

	err = scan(name, text, n, clean);
	if (err)
		return err;

	rc = cyaml_load_data((const uint8_t *)text, n, &config, schema, &data,
			     NULL);
	if (rc == CYAML_OK && !data) {
		err = err_set(EBADMSG, _("%s:1:1: the file is empty"), name);
	} else if (rc != CYAML_OK) {
		if (t.what.len == 0)
			str_add(&t.what, cyaml_strerror(rc));
		err = refuse(name, text, n, &t, schema);
	} else {
		*datap = data;
	}

	str_release(&t.what);
	str_release(&t.place);
	return err;
}

int yml_load_text(const char *name, const char *text, size_t n,
		  const cyaml_schema_value_t *schema, void **datap)
{
	return load(name, text, n, false, schema, datap);
}

int yml_load_clean(const char *name, const char *text, size_t n,
		   const cyaml_schema_value_t *schema, void **datap)
{
	return load(name, text, n, true, schema, datap);
}

/* It may hold the secrets of telephones */
static void wipe(struct str *text)
{
	if (text->s)
		crypto_wipe(text->s, text->len);
}

int yml_load(const char *path, const cyaml_schema_value_t *schema, void **datap)
{
	struct str text = { 0 };
	int err = file_read(&text, path, YAML_MAX);

	if (!err)
		err = yml_load_text(path, str_text(&text), text.len, schema,
				    datap);

	wipe(&text);
	str_release(&text);
	return err;
}

void yml_free(const cyaml_schema_value_t *schema, void *data)
{
	struct trouble t = { 0 };
	cyaml_config_t config = config_for(&t);

	if (data)
		(void)cyaml_free(&config, schema, data, 0);
}

/* Step from a node to the one that the next part of a path names */
static yaml_node_t *descend(yaml_document_t *doc, yaml_node_t *node,
			    const char **wherep)
{
	const char *where = *wherep;
	size_t n;

	if (*where == '[' && node->type == YAML_SEQUENCE_NODE) {
		char *end;
		size_t i = strtoul(where + 1, &end, 10);
		yaml_node_item_t *items = node->data.sequence.items.start;

		*wherep = *end == ']' ? end + 1 : end;
		if (i >= (size_t)(node->data.sequence.items.top - items))
			return NULL;
		return yaml_document_get_node(doc, items[i]);
	}

	where += *where == '.';
	n = strcspn(where, ".[");
	*wherep = where + n;
	if (node->type != YAML_MAPPING_NODE)
		return NULL;

	for (yaml_node_pair_t *p = node->data.mapping.pairs.start;
	     p < node->data.mapping.pairs.top; p++) {
		const yaml_node_t *key = yaml_document_get_node(doc, p->key);

		if (key->type == YAML_SCALAR_NODE &&
		    key->data.scalar.length == n &&
		    memcmp(key->data.scalar.value, where, n) == 0)
			return yaml_document_get_node(doc, p->value);
	}

	return NULL;
}

int yml_error_at(int err, const char *name, const char *text, size_t n,
		 const char *where)
{
	yaml_parser_t parser;
	yaml_document_t doc;
	yaml_mark_t mark = { 0, 0, 0 };

	if (!yaml_parser_initialize(&parser))
		return err_prefix(err, "%s", name);

	yaml_parser_set_input_string(&parser, (const unsigned char *)text, n);
	if (yaml_parser_load(&parser, &doc)) {
		yaml_node_t *node = yaml_document_get_root_node(&doc);

		while (node) {
			mark = node->start_mark;
			if (*where == '\0')
				break;
			node = descend(&doc, node, &where);
		}
		yaml_document_delete(&doc);
	}
	yaml_parser_delete(&parser);

	return err_prefix(err, "%s:%zu:%zu", name, mark.line + 1,
			  mark.column + 1);
}

int yml_error_in(int err, const char *path, const char *where)
{
	struct str text = { 0 };
	struct str say = { 0 };

	/* Reading may leave a sentence of its own */
	str_add(&say, err_text(err));
	if (file_read(&text, path, YAML_MAX) == 0) {
		(void)err_set(err, "%s", say.s);
		err = yml_error_at(err, path, text.s ? text.s : "", text.len,
				   where);
	} else {
		err = err_set(err, "%s: %s", path, say.s);
	}

	wipe(&text);
	str_release(&text);
	str_release(&say);
	return err;
}

const cyaml_schema_value_t schema_text = { CYAML_VALUE_STRING(
	CYAML_FLAG_POINTER, char, 0, SCHEMA_TEXT_MAX) };
