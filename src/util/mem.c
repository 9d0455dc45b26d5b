/**
 * @file util/mem.c  Allocation that cannot fail
 */
#include "util/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *check(void *p)
{
	if (!p) {
		(void)fputs("out of memory\n", stderr);
		abort();
	}

	return p;
}

void *x_calloc(size_t n, size_t size)
{
	return check(calloc(n ? n : 1, size));
}

void *x_reallocarray(void *p, size_t n, size_t size)
{
	return check(reallocarray(p, n ? n : 1, size));
}

void *x_grow(void *p, size_t c, size_t size)
{
	/* it is full when c is 0 or a power of two */
	if ((c & (c - 1)) != 0)
		return p;

	return x_reallocarray(p, c ? 2 * c : 1, size);
}

char *x_strdup(const char *s)
{
	return check(strdup(s));
}

char *x_strndup(const char *s, size_t n)
{
	return check(strndup(s, n));
}
