/**
 * @file tests/unit/config_tenant.c  Lists, tenants and call-backs in the
 * configuration
 */
#include "pack/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/file.h"
#include "util/str.h"
#include "util/util.h"

#define BASE                                                                    \
	"realm: test\n"                                                         \
	"listen: {sip: [\"udp:127.0.0.1:0\"], rtp: {address: 127.0.0.1, "       \
	"ports: 20000-29999}}\n"                                                \
	"data: ./x\n"                                                           \
	"trunks: [{name: a, peer: \"127.0.0.2\"}]\n"                            \
	"lists: [{name: friends, numbers: [\"13800000001\", "                   \
	"\"+8613800000002\"]}]\n"                                               \
	"blocked: friends\n"                                                    \
	"do_not_call: friends\n"                                                \
	"tenants:\n"                                                            \
	"  - {name: water, verified: 2026-11-01, seats: 1, calls: 9}\n"         \
	"  - {name: gas, verified: 2026-11-01}\n"                               \
	"numbers:\n"                                                            \
	"  - {number: \"95012345\", trunk: a, tenant: water, direction: "       \
	"inbound, menu: main, allow: friends}\n"                                \
	"  - {number: \"95012346\", trunk: a, tenant: gas, direction: "         \
	"inbound, menu: side}\n"                                                \
	"menus:\n"                                                              \
	"  - {name: main, otherwise: \"queue:service\", tenant: water, keys: "  \
	"{\"1\": \"menu:shared\"}}\n"                                           \
	"  - {name: side, otherwise: \"menu:shared\"}\n"                        \
	"  - {name: shared, otherwise: \"hang-up\"}\n"                          \
	"messages: [{name: box, tenant: water}]\n"                              \
	"queues:\n"                                                             \
	"  - {name: service, tenant: water, overflow: \"queue:spare\"}\n"       \
	"  - {name: spare, full: \"message:box\"}\n"                            \
	"consents: [{purpose: call-back, then: \"menu:shared\"}]\n"             \
	"hours: [{name: office, days: mon-fri, from: \"09:00\", to: "           \
	"\"18:00\"}]\n"                                                         \
	"call_back: {consent_days: 3, approval_hours: 4, per_day: 1, hours: "   \
	"office, allow_list: friends}\n"                                        \
	"seats:\n"                                                              \
	"  - {seat: \"01\", user: \"1001\", secret: s, tenant: water, queues: " \
	"[{queue: service}]}\n"                                                 \
	"  - {seat: \"02\", user: \"1002\", secret: s, queues: [{queue: "       \
	"spare}]}\n"

static char path[64];
static char list_path[64];

static int setup(void **state)
{
	(void)state;
	(void)snprintf(path, sizeof(path), "/tmp/tenant.%d.yaml",
		       (int)getpid());
	(void)snprintf(list_path, sizeof(list_path), "/tmp/tenant.%d.txt",
		       (int)getpid());
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	(void)unlink(list_path);
	return unlink(path);
}

/* BASE with one replacement; @ in it stands for the path of the list */
static int load(struct config **confp, const char *from, const char *to)
{
	const char *at = from ? strstr(BASE, from) : BASE;
	struct str text = { 0 };
	int err;

	assert_non_null(at);
	str_add_n(&text, BASE, (size_t)(at - BASE));
	for (const char *s = to; s && *s; s++) {
		if (*s == '@')
			str_add(&text, list_path);
		else
			str_add_n(&text, s, 1);
	}
	str_add(&text, at + (from ? strlen(from) : 0));
	err = file_write(path, text.s, text.len);
	str_release(&text);
	return err ? err : config_load(confp, path);
}

static void test_everything_is_read(void **state)
{
	struct config *c = NULL;

	(void)state;
	assert_int_equal(0, load(&c, NULL, NULL));
	assert_int_equal(0, config_list_at(c, "friends"));
	assert_int_equal(-1, config_list_at(c, "foes"));
	assert_int_equal(2, c->lists[0].numbers_count);
	assert_string_equal("friends", c->blocked);
	assert_string_equal("friends", c->do_not_call);
	assert_string_equal("friends", c->numbers[0].allow);
	assert_false(c->numbers[0].call_back);
	assert_int_equal(1, *c->tenants[0].seats);
	assert_int_equal(9, *c->tenants[0].calls);
	assert_null(c->tenants[1].seats);
	assert_int_equal(3, *c->call_back->consent_days);
	assert_string_equal("office", c->call_back->hours);
	config_free(c);
}

static void test_a_list_is_read_from_its_file(void **state)
{
	static const char text[] = "\xef\xbb\xbf# those who rang\r\n"
				   "  13900000001  # twice\r\n\n"
				   "+8601012345678\n95012\n0101234567\n12345";
	struct config *c = NULL;

	(void)state;
	assert_int_equal(0, file_write(list_path, text, sizeof(text) - 1));
	assert_int_equal(0, load(&c, "\"+8613800000002\"]",
				 "\"13800000003\", \"13800000004\"], "
				 "file: \"@\""));
	assert_int_equal(8, c->lists[0].numbers_count);
	assert_string_equal("13800000004", c->lists[0].numbers[2]);
	assert_string_equal("13900000001", c->lists[0].numbers[3]);
	assert_string_equal("12345", c->lists[0].numbers[7]);
	config_free(c);

	c = NULL;
	assert_int_equal(0, load(&c,
				 "numbers: [\"13800000001\", "
				 "\"+8613800000002\"]",
				 "file: \"@\""));
	assert_int_equal(5, c->lists[0].numbers_count);
	config_free(c);
}

static void test_a_fault_in_the_file_has_its_line(void **state)
{
	static const char text[] = "13900000001\n\nnobody\n";
	char want[96];
	struct config *c = NULL;

	(void)state;
	assert_int_equal(0, file_write(list_path, text, sizeof(text) - 1));
	assert_int_equal(EBADMSG, load(&c, "\"+8613800000002\"]",
				       "\"110\"], file: "
				       "\"@\""));
	(void)snprintf(want, sizeof(want), "%s:3: ", list_path);
	assert_non_null(strstr(err_text(EBADMSG), want));
	/* and the place that names the file: line 5 of the configuration */
	(void)snprintf(want, sizeof(want), "%s:5:", path);
	assert_non_null(strstr(err_text(EBADMSG), want));

	assert_int_equal(0, file_write(list_path,
				       "110\0"
				       "119",
				       7));
	assert_int_equal(EBADMSG, load(&c, "\"+8613800000002\"]",
				       "\"110\"], file: \"@\""));
	assert_non_null(strstr(err_text(EBADMSG), "not a text file"));
	(void)unlink(list_path);
	assert_int_equal(EBADMSG, load(&c, "\"+8613800000002\"]",
				       "\"110\"], file: \"@\""));
	assert_non_null(strstr(err_text(EBADMSG), list_path));
	assert_null(c);
}

/* One replacement makes it wrong: line of the fault, and what is said */
static const struct {
	const char *from, *to;
	unsigned line;
	const char *says;
} faults[] = {
	{ "\"13800000001\"", "\"1380x\"", 5, "a telephone number" },
	{ "\"13800000001\"", "\"12\"", 5, "a telephone number" },
	{ "\"13800000001\"", "\"123456789012345678901\"", 5,
	  "a telephone number" },
	{ "blocked: friends", "blocked: foes", 6, "no list \"foes\"" },
	{ "do_not_call: friends", "do_not_call: foes", 7, "no list \"foes\"" },
	{ "allow: friends", "allow: foes", 12, "no list \"foes\"" },
	{ "lists: [", "lists: [{name: friends}, ", 5, "is there twice" },
	{ "name: shared,", "name: shared, tenant: oil,", 17,
	  "no tenant \"oil\"" },
	{ "name: box, tenant: water", "name: box, tenant: oil", 18,
	  "no tenant \"oil\"" },
	{ "name: spare,", "name: spare, tenant: oil,", 21, "no tenant" },
	{ "\"1001\", secret: s, tenant: water",
	  "\"1001\", secret: s, tenant: oil", 26, "no tenant \"oil\"" },
	/* one seat more than leased, and seats of one who leases none */
	{ "\"1002\", secret: s", "\"1002\", secret: s, tenant: water", 27,
	  "\"water\" leases 1 seats" },
	{ "\"1002\", secret: s", "\"1002\", secret: s, tenant: gas", 27,
	  "\"gas\" leases 0 seats" },
	{ "[{queue: spare}]", "[{queue: service}]", 27,
	  "queue \"service\" is of tenant \"water\"" },
	/* by a key, a queue's way out, the end of a consent, at night */
	{ "name: shared,", "name: shared, tenant: gas,", 12,
	  "callers of tenant \"water\" would reach \"shared\" of tenant "
	  "\"gas\"" },
	{ "name: box, tenant: water", "name: box, tenant: gas", 12,
	  "\"box\" of tenant \"gas\"" },
	{ "name: shared, otherwise: \"hang-up\"",
	  "name: shared, otherwise: \"message:box\"", 13,
	  "callers of tenant \"gas\" would reach \"box\"" },
	{ "name: shared, otherwise: \"hang-up\"",
	  "name: shared, otherwise: \"seat:01\"", 13,
	  "\"01\" of tenant \"water\"" },
	{ "menu: side", "menu: side, hours: office, closed: \"queue:service\"",
	  13, "\"service\" of tenant \"water\"" },
	{ "name: shared, otherwise: \"hang-up\"",
	  "name: shared, otherwise: \"consent:call-back\"}\n"
	  "  - {name: x, otherwise: \"hang-up\"",
	  0, NULL },
	{ "consent_days: 3", "consent_days: 0", 24, "1 to 365" },
	{ "approval_hours: 4", "approval_hours: 721", 24, "1 to 720" },
	{ "per_day: 1", "per_day: 6", 24, "1 to 5" },
	{ "hours: office, allow", "hours: night, allow", 24, "\"night\"" },
	{ "allow_list: friends", "allow_list: foes", 24, "no list \"foes\"" },
	{ "per_day: 1, hours: office,", "per_day: 1, # \n", 0, NULL },
};

static void test_faults_are_refused_with_their_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		struct config *c = NULL;
		char want[96];
		int err = load(&c, faults[i].from, faults[i].to);

		if (!faults[i].says) {
			assert_int_equal(0, err);
			config_free(c);
			continue;
		}
		(void)snprintf(want, sizeof(want), "%s:%u:", path,
			       faults[i].line);
		assert_int_equal(EBADMSG, err);
		if (!strstr(err_text(err), faults[i].says) ||
		    !strstr(err_text(err), want))
			print_message("%s, not %s\n", err_text(err), want);
		assert_non_null(strstr(err_text(err), faults[i].says));
		assert_non_null(strstr(err_text(err), want));
	}
}

static void test_call_backs_need_hours_and_a_recorder(void **state)
{
	struct config *c = NULL;

	(void)state;
	assert_int_equal(0, load(&c, "menu: side",
				 "menu: side, call_back: "
				 "true"));
	assert_true(c->numbers[1].call_back);
	config_free(c);
	c = NULL;
	assert_int_equal(EBADMSG, load(&c, "realm: test\n",
				       "realm: test\nrecording: {enabled: "
				       "false}\nnumbers: [{number: \"9\", "
				       "trunk: a, direction: inbound, menu: "
				       "main, hours: office, closed: "
				       "\"hang-up\", call_back: true}]\n"));
	assert_null(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_everything_is_read, setup,
						teardown),
		cmocka_unit_test_setup_teardown(
			test_a_list_is_read_from_its_file, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_a_fault_in_the_file_has_its_line, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_faults_are_refused_with_their_place, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_call_backs_need_hours_and_a_recorder, setup,
			teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
