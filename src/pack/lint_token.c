/**
 * @file pack/lint_token.c  Words of an expression
 */
#include "pack/lint_token.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "util/mem.h"

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' ||
	       (unsigned char)c >= 0x80;
}

bool token_is(const struct token *t, const char *word)
{
	return t->kind == TOKEN_WORD && strlen(word) == t->n &&
	       strncasecmp(t->s, word, t->n) == 0;
}

bool token_is_literal(const struct token *t)
{
	return t->kind == TOKEN_INT || t->kind == TOKEN_REAL ||
	       t->kind == TOKEN_TEXT;
}

static bool resolve_number(struct token *t, const char *name)
{
	for (unsigned i = 0; i < number_kinds_count; i++) {
		if (strcmp(number_kinds[i].name, name) != 0)
			continue;
		t->kind = TOKEN_FACT;
		t->type = number_kinds[i].type;
		return true;
	}

	return false;
}

/* profile and advice have columns besides their numbers */
static bool resolve_profile(struct token *t, const char *name)
{
	static const char *const texts[] = { "key", "authority", "phone",
					     "missing" };
	const size_t n = strlen(name);

	if (resolve_number(t, name))
		return true;
	t->type = FIELD_TEXT;
	if (n > 5 && strcmp(name + n - 5, "_unit") == 0)
		t->kind = TOKEN_FACT;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(texts[i], name) == 0)
			t->kind = TOKEN_FACT;
	}

	return t->kind == TOKEN_FACT;
}

static void resolve(struct token *t, const struct pack *pack, const char *name)
{
	const char *dot = strchr(name, '.');
	char *group;

	if (!dot)
		return;

	group = x_strndup(name, (size_t)(dot - name));
	if (strcmp(group, "profile") == 0 || strcmp(group, "advice") == 0)
		(void)resolve_profile(t, dot + 1);
	else
		t->field = pack_field(pack, group, dot + 1, NULL);
	if (t->field) {
		t->kind = TOKEN_FACT;
		t->type = t->field->type;
	}
	free(group);
}

void token_resolve(struct token *t, const struct pack *pack, const char *s,
		   size_t n)
{
	char *name = x_strndup(s, n);

	*t = (struct token){ .kind = TOKEN_WORD, .s = s, .n = n };
	resolve(t, pack, name);
	free(name);
}

static void make_small(char *s)
{
	for (; *s; s++) {
		if (*s >= 'A' && *s <= 'Z')
			*s |= 0x20;
	}
}

/* A name as the pack spells it, small and without the quotes of SQL */
static char *plain_name(const struct token *t)
{
	char *name = x_strndup(t->s, t->n);
	char *to = name;

	for (const char *s = name; *s; s++) {
		if (!strchr("[]\"`", *s))
			*to++ = *s;
	}
	*to = '\0';
	make_small(name);
	return name;
}

/* A bare column of one of the groups after FROM */
static void resolve_bare(struct token *t, const struct pack *pack,
			 char *const *groups, size_t count)
{
	char *name = plain_name(t);

	for (size_t i = 0; i < count && !t->field; i++)
		t->field = pack_field(pack, groups[i], name, NULL);
	if (t->field) {
		t->kind = TOKEN_FACT;
		t->type = t->field->type;
	}
	free(name);
}

static void resolve_all_bare(struct tokens *all, const struct pack *pack)
{
	char **groups = NULL;
	size_t count = 0;

	for (size_t i = 1; i < all->c; i++) {
		if (!token_is(&all->v[i - 1], "FROM"))
			continue;
		groups = x_grow(groups, count, sizeof(char *));
		groups[count++] = plain_name(&all->v[i]);
	}
	for (size_t i = 0; i < all->c && count > 0; i++) {
		if (all->v[i].kind == TOKEN_WORD)
			resolve_bare(&all->v[i], pack, groups, count);
	}
	for (size_t i = 0; i < count; i++)
		free(groups[i]);
	free(groups);
}

/* Bytes of a text at its opening quote, to its closing one; a doubled quote is
 * part of it */
static size_t text_size(const char *s)
{
	size_t n = 1 + strcspn(s + 1, "'");

	while (s[n] && s[n + 1] == '\'')
		n += 2 + strcspn(s + n + 2, "'");
	return n + (s[n] == '\'');
}

/* Bytes of a name whose parts may be quoted: [commit].x, 0 if it is none */
static size_t name_size(const char *s)
{
	size_t n = 0;

	for (;;) {
		if (is_name(s[n])) {
			n++;
		} else if (s[n] && strchr("[\"`", s[n])) {
			const char *end = strchr(s + n + 1,
						 s[n] == '[' ? ']' : s[n]);

			if (!end)
				return n;
			n = (size_t)(end - s) + 1;
		} else {
			return n;
		}
	}
}

static void take_name(struct token *t, const struct pack *pack)
{
	char *name = plain_name(t);

	resolve(t, pack, name);
	free(name);
}

/* The word at s, moved behind it */
static struct token next(const struct pack *pack, const char **sp)
{
	const char *s = *sp;
	struct token t = { .kind = TOKEN_WORD, .s = s, .n = 1 };

	if (*s == '\'') {
		t.kind = TOKEN_TEXT;
		t.n = text_size(s);
		*sp = s + t.n;
		t.s++;
		t.n -= t.n > 1 && s[t.n - 1] == '\'' ? 2 : 1;
		return t;
	}
	if (isdigit((unsigned char)*s)) {
		t.n = strspn(s, "0123456789.");
		t.kind = memchr(s, '.', t.n) ? TOKEN_REAL : TOKEN_INT;
	} else if (name_size(s) > 0) {
		t.n = name_size(s);
		take_name(&t, pack);
	} else if (strchr("<>=!", *s)) {
		t.n = strspn(s, "<>=!");
	}
	*sp = s + t.n;
	return t;
}

void tokens_read(struct tokens *tokens, const struct pack *pack,
		 const char *sql)
{
	struct tokens all = { NULL, 0 };

	while (*sql) {
		if (isspace((unsigned char)*sql)) {
			sql++;
			continue;
		}
		all.v = x_grow(all.v, all.c, sizeof(*all.v));
		all.v[all.c++] = next(pack, &sql);
	}
	resolve_all_bare(&all, pack);
	*tokens = all;
}

void tokens_release(struct tokens *tokens)
{
	free(tokens->v);
	*tokens = (struct tokens){ NULL, 0 };
}
