/**
 * @file util/mem.h  Allocation that cannot fail
 *
 * When memory is gone the program ends with a message.  Not for engine/, whose
 * calls must outlive a refused allocation.
 */
#ifndef UTIL_MEM_H
#define UTIL_MEM_H

#include <stddef.h>

/** Zeroed memory for n objects of a size; the caller frees it */
void *x_calloc(size_t n, size_t size);

/** Resize p, or allocate if NULL, to n objects of a size; new part not zeroed
 */
void *x_reallocarray(void *p, size_t n, size_t size);

/** Room for one more object in an array of c that was only ever grown by this;
 *  the new object is not zeroed */
void *x_grow(void *p, size_t c, size_t size);

/** Copy of a string; the caller frees it */
char *x_strdup(const char *s);

/** Copy of the first n bytes of a string, ended by NUL; the caller frees it */
char *x_strndup(const char *s, size_t n);

#endif
