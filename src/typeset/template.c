/**
 * @file typeset/template.c  Mustache, with nothing passed over in silence
 *
 * A template is first cut into tokens, then walked.  Sections are pairs of
 * tokens that know each other's place.
 */
#include "typeset/template.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/context.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define NAME_LEN  128
#define DELIM_LEN 16
#define BLANK	  " \t"

/* Partials inside each other */
#define PARTIAL_DEPTH 16

struct token {
	char kind; /* 't' text, 'v' variable, otherwise the tag's sigil */
	const char *s;
	size_t n;
	char name[NAME_LEN];
	unsigned line;
	size_t match; /* of a section: its end; of an end: its section */
};

struct program {
	struct token *v;
	size_t c;
	size_t cap;
};

struct scan {
	const char *name;
	const char *text;
	const char *at;
	unsigned line;
	char open[DELIM_LEN];
	char close[DELIM_LEN];
};

/* A tag as found in the text */
struct tag {
	char sigil;
	const char *from;  /* its first delimiter */
	const char *end;   /* behind its last */
	const char *inner; /* what is between, trimmed */
	size_t innerc;
};

struct walk {
	const struct template_rules *rules;
	struct template_lines *lines;
	struct str *out;
	struct context ctx;
	const char *name;   /* of the text walked, for messages */
	unsigned line;	    /* in it */
	unsigned root_line; /* in the outermost text */
	unsigned depth;	    /* of partials */
};

static int walk_text(struct walk *w, const char *name, const char *text);

static struct token *add_token(struct program *p, char kind, unsigned line)
{
	if (p->c == p->cap) {
		p->cap = p->cap ? 2 * p->cap : 64;
		p->v = x_reallocarray(p->v, p->cap, sizeof(*p->v));
	}
	p->v[p->c] = (struct token){ .kind = kind, .line = line };
	return &p->v[p->c++];
}

static void add_text(struct program *p, struct scan *s, const char *end)
{
	struct token *t;

	if (end <= s->at)
		return;

	t = add_token(p, 't', s->line);
	t->s = s->at;
	t->n = (size_t)(end - s->at);
	for (; s->at < end; s->at++)
		s->line += *s->at == '\n';
}

static int fail_at(const struct scan *s, const char *sentence)
{
	return err_set(EBADMSG, "%s:%u: %s", s->name, s->line, sentence);
}

/* The tag that begins at from; the scanner stands on its line */
static int read_tag(const struct scan *s, const char *from, struct tag *tag)
{
	char close[DELIM_LEN + 2] = "";
	const char *p = from + strlen(s->open);
	const char *end;
	size_t n = 0;

	tag->from = from;
	tag->end = tag->inner = from;
	tag->sigil = 'v';
	if (*p && strchr("#^/!>&{=", *p))
		tag->sigil = *p++;
	if (tag->sigil == '{')
		close[n++] = '}';
	if (tag->sigil == '=')
		close[n++] = '=';
	memcpy(close + n, s->close, strlen(s->close) + 1);

	end = strstr(p, close);
	if (!end)
		return fail_at(s, _("a tag is not closed"));

	tag->end = end + strlen(close);
	while (p < end && strchr(" \t\r\n", *p))
		p++;
	while (end > p && strchr(" \t\r\n", end[-1]))
		end--;
	tag->inner = p;
	tag->innerc = (size_t)(end - p);
	if (tag->sigil == '{')
		tag->sigil = '&';
	return 0;
}

/* A tag alone on its line takes the line with it: spec, "Standalone" */
static bool is_standalone(const struct scan *s, const struct tag *tag,
			  const char **fromp, const char **endp)
{
	const char *from = tag->from;
	const char *end = tag->end + strspn(tag->end, BLANK);

	if (!strchr("#^/!>=", tag->sigil))
		return false;
	while (from > s->text && strchr(BLANK, from[-1]))
		from--;
	if (from > s->text && from[-1] != '\n')
		return false;
	if (*end == '\r' && end[1] == '\n')
		end++;
	if (*end != '\n' && *end != '\0')
		return false;

	*fromp = from;
	*endp = *end ? end + 1 : end;
	return true;
}

static int set_delimiters(struct scan *s, const struct tag *tag)
{
	size_t open = strcspn(tag->inner, " \t\r\n");
	const char *p = tag->inner + open;
	const char *end = tag->inner + tag->innerc;
	size_t close;

	p += strspn(p, " \t\r\n");
	close = p < end ? (size_t)(end - p) : 0;
	if (open == 0 || close == 0 || open >= DELIM_LEN ||
	    close >= DELIM_LEN || memchr(p, ' ', close) ||
	    memchr(tag->inner, '=', tag->innerc))
		return fail_at(s, _("wrong delimiters"));

	memcpy(s->open, tag->inner, open);
	s->open[open] = '\0';
	memcpy(s->close, p, close);
	s->close[close] = '\0';
	return 0;
}

static int add_tag(struct program *p, struct scan *s, const struct tag *tag,
		   size_t indent)
{
	struct token *t;

	if (tag->sigil == '!')
		return 0;
	if (tag->sigil == '=')
		return set_delimiters(s, tag);
	if (tag->innerc == 0 || tag->innerc >= NAME_LEN)
		return fail_at(s, _("a tag has no name, or one too long"));

	t = add_token(p, tag->sigil, s->line);
	memcpy(t->name, tag->inner, tag->innerc);
	t->name[tag->innerc] = '\0';
	t->s = tag->from - indent; /* of a partial: its indentation */
	t->n = indent;
	return 0;
}

/* Give every section its end */
static int pair_sections(struct program *p, const char *name)
{
	size_t open[CONTEXT_DEPTH];
	size_t depth = 0;

	for (size_t i = 0; i < p->c; i++) {
		struct token *t = &p->v[i];

		if (t->kind == '#' || t->kind == '^') {
			if (depth == CONTEXT_DEPTH)
				return err_set(EINVAL,
					       _("%s:%u: sections too deep"),
					       name, t->line);
			open[depth++] = i;
		} else if (t->kind == '/') {
			if (depth == 0 ||
			    strcmp(p->v[open[depth - 1]].name, t->name) != 0)
				return err_set(
					EBADMSG,
					_("%s:%u: \"%s\" ends no section"),
					name, t->line, t->name);
			t->match = open[--depth];
			p->v[t->match].match = i;
		}
	}

	if (depth > 0)
		return err_set(EBADMSG, _("%s:%u: section \"%s\" has no end"),
			       name, p->v[open[depth - 1]].line,
			       p->v[open[depth - 1]].name);
	return 0;
}

static int compile(struct program *p, const char *name, const char *text)
{
	struct scan s = {
		.name = name,
		.text = text,
		.at = text,
		.line = 1,
		.open = "{{",
		.close = "}}",
	};
	const char *found;
	int err = 0;

	while (!err && (found = strstr(s.at, s.open))) {
		const char *from = found;
		const char *end;
		struct tag tag = { 0 };
		size_t indent = 0;

		add_text(p, &s, found); /* to count the lines */
		err = read_tag(&s, found, &tag);
		if (err)
			break;

		end = tag.end;
		if (is_standalone(&s, &tag, &from, &end)) {
			indent = (size_t)(found - from);
			if (indent > 0 && p->c > 0)
				p->v[p->c - 1].n -= indent;
		}
		err = add_tag(p, &s, &tag, indent);
		for (; s.at < end; s.at++)
			s.line += *s.at == '\n';
	}

	if (err)
		return err;
	add_text(p, &s, s.at + strlen(s.at));
	return pair_sections(p, name);
}

static int emit(struct walk *w, const char *s, size_t n)
{
	struct template_lines *l = w->lines;

	if (n + w->out->len > TEMPLATE_OUTPUT)
		return err_set(EINVAL, _("%s:%u: more than %ld bytes of text"),
			       w->name, w->line, TEMPLATE_OUTPUT);

	str_add_n(w->out, s, n);
	for (size_t i = 0; l && i < n; i++) {
		if (s[i] != '\n')
			continue;
		if (l->c == l->cap) {
			l->cap = l->cap ? 2 * l->cap : 256;
			l->v = x_reallocarray(l->v, l->cap, sizeof(*l->v));
		}
		l->v[l->c++] = w->root_line;
	}
	return 0;
}

/* Text may hold many lines, each from its own */
static int walk_literal(struct walk *w, const struct token *t)
{
	const char *p = t->s;
	const char *end = t->s + t->n;
	int err = 0;

	while (!err && p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *to = nl ? nl + 1 : end;

		err = emit(w, p, (size_t)(to - p));
		p = to;
		w->line += nl != NULL;
		if (w->depth == 0)
			w->root_line = w->line;
	}

	return err;
}

static int unknown(const struct walk *w, const char *name)
{
	struct str near = { 0 };
	int err;

	context_suggest(&w->ctx, name, &near);
	if (near.len > 0)
		err = err_set(ENOENT,
			      _("%s:%u: unknown name \"%s\"; did you mean "
				"\"%s\"?"),
			      w->name, w->line, name, near.s);
	else
		err = err_set(ENOENT, _("%s:%u: unknown name \"%s\""), w->name,
			      w->line, name);
	str_release(&near);
	return err;
}

static int walk_value(struct walk *w, const struct token *t)
{
	const cJSON *value = context_find(&w->ctx, t->name);
	struct str text = { 0 };
	struct str safe = { 0 };
	int err;

	if (!value && w->rules->strict)
		return unknown(w, t->name);

	if (value)
		context_text(value, &text);
	if (t->kind == 'v' && w->rules->escape)
		w->rules->escape(&safe, str_text(&text));
	else
		str_add(&safe, str_text(&text));
	err = emit(w, str_text(&safe), safe.len);
	str_release(&text);
	str_release(&safe);
	return err;
}

/* The partial with its indentation before every line: spec, "Partials" */
static int walk_partial(struct walk *w, const struct token *t)
{
	struct str text = { 0 };
	struct str indented = { 0 };
	const char *line;
	int err = ENOENT;

	if (w->depth >= PARTIAL_DEPTH)
		return err_set(EINVAL, _("%s:%u: partials too deep"), w->name,
			       w->line);

	if (w->rules->partial)
		err = w->rules->partial(&text, t->name, w->rules->arg);
	if (err && w->rules->strict)
		err = err_set(ENOENT, _("%s:%u: unknown partial \"%s\""),
			      w->name, w->line, t->name);
	else
		err = 0;

	line = str_text(&text);
	while (*line) {
		size_t n = strcspn(line, "\n");

		n += line[n] == '\n';
		str_add_n(&indented, t->s, t->n);
		str_add_n(&indented, line, n);
		line += n;
	}
	if (!err) {
		w->depth++;
		err = walk_text(w, t->name, str_text(&indented));
		w->depth--;
	}
	str_release(&text);
	str_release(&indented);
	return err;
}

static int walk_range(struct walk *w, const struct program *p, size_t from,
		      size_t to);

static int walk_with(struct walk *w, const struct program *p, size_t i,
		     const cJSON *value)
{
	int err;

	if (w->ctx.c == CONTEXT_DEPTH)
		return err_set(EINVAL, _("%s:%u: sections too deep"), w->name,
			       w->line);

	w->ctx.v[w->ctx.c++] = value;
	err = walk_range(w, p, i + 1, p->v[i].match);
	w->ctx.c--;
	return err;
}

static int walk_section(struct walk *w, const struct program *p, size_t i)
{
	const cJSON *value = context_find(&w->ctx, p->v[i].name);
	bool is_true = context_is_true(value);
	const cJSON *item;
	int err = 0;

	if (!value && w->rules->strict)
		return unknown(w, p->v[i].name);
	if (p->v[i].kind == '^')
		return is_true ? 0 : walk_range(w, p, i + 1, p->v[i].match);
	if (!is_true)
		return 0;
	if (!cJSON_IsArray(value))
		return walk_with(w, p, i, value);

	cJSON_ArrayForEach(item, value)
	{
		err = walk_with(w, p, i, item);
		if (err)
			break;
	}

	return err;
}

static int walk_token(struct walk *w, const struct program *p, size_t i)
{
	const struct token *t = &p->v[i];

	w->line = t->line;
	if (w->depth == 0)
		w->root_line = t->line;
	switch (t->kind) {
	case 't':
		return walk_literal(w, t);
	case '>':
		return walk_partial(w, t);
	case '#':
	case '^':
		return walk_section(w, p, i);
	default:
		return walk_value(w, t);
	}
}

static int walk_range(struct walk *w, const struct program *p, size_t from,
		      size_t to)
{
	int err = 0;

	for (size_t i = from; !err && i < to; i++) {
		err = walk_token(w, p, i);
		if (p->v[i].kind == '#' || p->v[i].kind == '^')
			i = p->v[i].match;
	}

	return err;
}

static int walk_text(struct walk *w, const char *name, const char *text)
{
	const char *outer = w->name;
	struct program p = { 0 };
	int err;

	if (strlen(text) > TEMPLATE_SIZE)
		return err_set(EBADMSG, _("%s: template over %ld bytes"), name,
			       TEMPLATE_SIZE);

	err = compile(&p, name, text);
	w->name = name;
	if (!err)
		err = walk_range(w, &p, 0, p.c);
	w->name = outer;
	free(p.v);
	return err;
}

int template_render(struct str *out, struct template_lines *lines,
		    const char *name, const char *text, const cJSON *facts,
		    const struct template_rules *rules)
{
	struct walk w = {
		.rules = rules,
		.lines = lines,
		.out = out,
		.ctx = { .v = { facts }, .c = 1 },
		.name = name,
		.line = 1,
	};

	return walk_text(&w, name, text);
}

void template_lines_release(struct template_lines *lines)
{
	free(lines->v);
	*lines = (struct template_lines){ 0 };
}
