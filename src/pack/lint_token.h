/**
 * @file pack/lint_token.h  Words of an expression, for pack/lint
 */
#ifndef PACK_LINT_TOKEN_H
#define PACK_LINT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "pack/pack.h"

enum token_kind {
	TOKEN_FACT, /**< A name that is a field or a number of a profile */
	TOKEN_WORD, /**< Another name, a keyword or an operator */
	TOKEN_INT,
	TOKEN_REAL,
	TOKEN_TEXT, /**< Without its quotes */
};

struct token {
	enum token_kind kind;
	const char *s; /**< Borrowed from the expression */
	size_t n;
	const struct field *field; /**< Of a TOKEN_FACT; NULL: profile */
	enum field_type type;	   /**< Of a TOKEN_FACT */
};

struct tokens {
	struct token *v;
	size_t c;
};

/** Cut an expression into words; release them with tokens_release() */
void tokens_read(struct tokens *tokens, const struct pack *pack,
		 const char *sql);

void tokens_release(struct tokens *tokens);

/** Tell what a name of n bytes is: a TOKEN_FACT with its type, or a word */
void token_resolve(struct token *t, const struct pack *pack, const char *s,
		   size_t n);

/** True for a word or operator, in any case */
bool token_is(const struct token *t, const char *word);

/** True for a number or a text */
bool token_is_literal(const struct token *t);

#endif
