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

void token_resolve(struct token *t, const struct pack *pack, const char *s,
		   size_t n)
{
	char *name = x_strndup(s, n);
	char *dot = strchr(name, '.');

	*t = (struct token){ .kind = TOKEN_WORD, .s = s, .n = n };
	if (dot) {
		*dot = '\0';
		if (strcmp(name, "profile") == 0 || strcmp(name, "advice") == 0)
			(void)resolve_profile(t, dot + 1);
		else
			t->field = pack_field(pack, name, dot + 1, NULL);
		if (t->field) {
			t->kind = TOKEN_FACT;
			t->type = t->field->type;
		}
	}
	free(name);
}

/* A bare column of one of the repeating groups after FROM */
static void resolve_bare(struct token *t, const struct pack *pack,
			 const struct tokens *all)
{
	char *name = x_strndup(t->s, t->n);

	for (size_t i = 1; i < all->c && t->kind == TOKEN_WORD; i++) {
		char *group;

		if (!token_is(&all->v[i - 1], "FROM"))
			continue;
		group = x_strndup(all->v[i].s, all->v[i].n);
		t->field = pack_field(pack, group, name, NULL);
		if (t->field) {
			t->kind = TOKEN_FACT;
			t->type = t->field->type;
		}
		free(group);
	}
	free(name);
}

/* The word at s, moved behind it */
static struct token next(const struct pack *pack, const char **sp)
{
	const char *s = *sp;
	struct token t = { .kind = TOKEN_WORD, .s = s, .n = 1 };

	if (*s == '\'') {
		t.kind = TOKEN_TEXT;
		t.s = s + 1;
		t.n = strcspn(t.s, "'");
		*sp = t.s + t.n + (t.s[t.n] == '\'');
		return t;
	}
	if (isdigit((unsigned char)*s)) {
		t.n = strspn(s, "0123456789.");
		t.kind = memchr(s, '.', t.n) ? TOKEN_REAL : TOKEN_INT;
	} else if (is_name(*s)) {
		while (is_name(s[t.n]))
			t.n++;
		token_resolve(&t, pack, s, t.n);
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
	for (size_t i = 0; i < all.c; i++) {
		if (all.v[i].kind == TOKEN_WORD)
			resolve_bare(&all.v[i], pack, &all);
	}
	*tokens = all;
}

void tokens_release(struct tokens *tokens)
{
	free(tokens->v);
	*tokens = (struct tokens){ NULL, 0 };
}
