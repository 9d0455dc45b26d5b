/**
 * @file tests/unit/pipe.c  Messages between threads arrive once and in order
 */
#include "engine/pipe.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "cmocka_all.h"

#define MESSAGES 200000

static void test_full_pipe_refuses(void **state)
{
	struct pipe *pipe = NULL;
	int fd = eventfd(0, EFD_NONBLOCK);
	int v = 0;

	(void)state;
	assert_int_equal(0, pipe_alloc(&pipe, 4, sizeof(v), fd));
	assert_false(pipe_pop(pipe, &v));
	for (v = 0; v < 4; v++)
		assert_true(pipe_push(pipe, &v));
	assert_false(pipe_push(pipe, &v));
	for (int i = 0; i < 4; i++) {
		assert_true(pipe_pop(pipe, &v));
		assert_int_equal(i, v);
	}
	assert_false(pipe_pop(pipe, &v));
	pipe_free(pipe);
	(void)close(fd);
}

static void *write_all(void *arg)
{
	for (int64_t v = 0; v < MESSAGES;) {
		if (pipe_push(arg, &v))
			v++;
		else
			(void)usleep(10);
	}
	return NULL;
}

static void test_two_threads(void **state)
{
	struct pipe *pipe = NULL;
	int fd = eventfd(0, 0);
	int64_t expected = 0;
	pthread_t writer;

	(void)state;
	assert_int_equal(0, pipe_alloc(&pipe, 64, sizeof(int64_t), fd));
	assert_int_equal(0, pthread_create(&writer, NULL, write_all, pipe));
	while (expected < MESSAGES) {
		uint64_t count;
		int64_t v;

		/* nothing may be left when read() blocks */
		assert_int_equal(sizeof(count), read(fd, &count, 8));
		while (pipe_pop(pipe, &v))
			assert_int_equal(expected++, v);
	}
	assert_int_equal(0, pthread_join(writer, NULL));
	pipe_free(pipe);
	(void)close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_pipe_refuses),
		cmocka_unit_test(test_two_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
