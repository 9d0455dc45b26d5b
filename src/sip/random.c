/**
 * @file sip/random.c  libre's random numbers from a store
 */
#include "sip/random.h"

#include <openssl/rand.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "sip/compat.h"
#include "util/util.h"

#define STORE 1024 /* bytes */

/* A thread's; the bytes before left are to be given out */
static _Thread_local uint8_t store[STORE];
static _Thread_local size_t left;

static void forget(void)
{
	left = 0;
}

void random_init(void)
{
	static bool done;

	if (!done)
		(void)pthread_atfork(NULL, NULL, forget);
	done = true;
}

static void draw(uint8_t *to, size_t size)
{
	/* A number that can be guessed is worse than none */
	if (RAND_bytes(to, (int)size) != 1)
		abort();
}

void rand_bytes(uint8_t *p, size_t size)
{
	if (size > STORE / 4) {
		draw(p, size);
		return;
	}
	if (size > left) {
		draw(store, STORE);
		left = STORE;
	}
	left -= size;
	memcpy(p, store + left, size);
	memset(store + left, 0, size);
}

void rand_init(void)
{
}

uint16_t rand_u16(void)
{
	uint16_t v = 0;

	rand_bytes((uint8_t *)&v, sizeof(v));
	return v;
}

uint32_t rand_u32(void)
{
	uint32_t v = 0;

	rand_bytes((uint8_t *)&v, sizeof(v));
	return v;
}

uint64_t rand_u64(void)
{
	uint64_t v = 0;

	rand_bytes((uint8_t *)&v, sizeof(v));
	return v;
}

char rand_char(void)
{
	static const char chars[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz";

	return chars[rand_u16() % (ARRAY_LEN(chars) - 1)];
}

void rand_str(char *str, size_t size)
{
	if (!str || !size)
		return;
	for (size_t i = 0; i + 1 < size; i++)
		str[i] = rand_char();
	str[size - 1] = '\0';
}
