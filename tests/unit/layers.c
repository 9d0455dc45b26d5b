/**
 * @file tests/unit/layers.c  Layers of boxes do not overlap, nor do tracks
 */
#include "typeset/layers.h"

#include <string.h>

#include "cmocka_all.h"
#include "util/util.h"

#define ITEMS 40
#define LINKS 60
#define USERS 50

/* Rounding of means */
#define SLACK 2

static unsigned next(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245U + 12345U;
	return (*seed >> 16) % below;
}

static void assert_apart(const struct layers *l)
{
	for (size_t i = 0; i < l->c; i++) {
		const struct layers_item *a = &l->item[i];

		assert_true(a->x - a->w / 2 >= -SLACK);
		assert_true(a->x + a->w / 2 <= l->width + SLACK);
		for (size_t k = 0; k < i; k++) {
			const struct layers_item *b = &l->item[k];
			const struct layers_item *left = a->order < b->order
								 ? a
								 : b;
			const struct layers_item *right = left == a ? b : a;

			if (a->layer != b->layer)
				continue;
			assert_int_not_equal(a->order, b->order);
			assert_true(right->x - left->x + SLACK >=
				    (left->w + right->w) / 2 + l->gap);
		}
	}
}

static void test_items_stay_apart_and_inside(void **state)
{
	unsigned seed = 3;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct layers_item item[ITEMS] = { { 0 } };
		struct layers_link link[LINKS];
		struct layers l = {
			.item = item,
			.c = 1 + next(&seed, ITEMS),
			.link = link,
			.width = 440000,
			.gap = 8000,
		};
		size_t row[LAYERS_MAX] = { 0 };

		for (size_t i = 0; i < l.c; i++) {
			item[i] = (struct layers_item){
				.layer = next(&seed, 6),
				.w = next(&seed, 2) ? 42000 : 0,
			};
			if (++row[item[i].layer] > 7)
				item[i].layer = 6 + i % 6;
		}
		for (int n = 0; n < LINKS; n++) {
			size_t a = next(&seed, (unsigned)l.c);
			size_t b = next(&seed, (unsigned)l.c);

			if (item[a].layer + 1 == item[b].layer)
				link[l.linkc++] = (struct layers_link){ a, b };
		}
		layers_order(&l);
		assert_true(layers_place(&l));
		assert_apart(&l);
	}
}

static void test_too_many_do_not_fit(void **state)
{
	struct layers_item item[3] = { { .w = 100 }, { .w = 100 }, { .w = 9 } };
	struct layers l = { .item = item, .c = 3, .width = 220, .gap = 8 };

	(void)state;
	layers_order(&l);
	assert_false(layers_place(&l));
	l.width = 225;
	assert_true(layers_place(&l));
}

static void test_crossed_links_are_uncrossed(void **state)
{
	struct layers_item item[4] = { { .w = 10 },
				       { .w = 10 },
				       { .w = 10, .layer = 1 },
				       { .w = 10, .layer = 1 } };
	struct layers_link link[2] = { { 0, 3 }, { 1, 2 } };
	struct layers l = { item, 4, link, 2, 200, 8 };

	(void)state;
	layers_order(&l);
	assert_true((item[0].order < item[1].order) ==
		    (item[3].order < item[2].order));
	assert_true(layers_place(&l));
	assert_int_equal(item[0].x, item[3].x); /* straight */
	assert_int_equal(item[1].x, item[2].x);
}

static void test_tracks_part_what_overlaps(void **state)
{
	struct track_user user[USERS];
	long height[USERS];
	unsigned seed = 5;

	(void)state;
	for (int round = 0; round < 300; round++) {
		size_t c = next(&seed, USERS + 1);
		size_t tracks;

		memset(user, 0, sizeof(user));
		for (size_t i = 0; i < c; i++) {
			user[i].from = next(&seed, 1000);
			user[i].to = user[i].from + next(&seed, 300);
			user[i].height = 1 + next(&seed, 9);
		}
		tracks = tracks_assign(user, c, height);
		assert_true(tracks <= c);
		for (size_t i = 0; i < c; i++) {
			assert_true(user[i].track < tracks);
			assert_true(height[user[i].track] >= user[i].height);
			for (size_t k = 0; k < i; k++)
				assert_true(user[i].track != user[k].track ||
					    user[i].to < user[k].from ||
					    user[k].to < user[i].from);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items_stay_apart_and_inside),
		cmocka_unit_test(test_too_many_do_not_fit),
		cmocka_unit_test(test_crossed_links_are_uncrossed),
		cmocka_unit_test(test_tracks_part_what_overlaps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
