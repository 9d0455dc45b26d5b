/**
 * @file tests/unit/config.c  The engine's configuration is read and checked
 */
#include "pack/config_place.h"

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

#define BASE                                                                                                      \
	"realm: test\n"                                                                                           \
	"listen: {sip: [\"udp:127.0.0.1:5060\"], rtp: {address: "                                                 \
	"127.0.0.1, ports: 20001-29999}, http: \"127.0.0.1:8060\"}\n"                                             \
	"data: ./x\n"                                                                                             \
	"tokens: [{role: admin, sha256: \"0000000000000000000000000000000000000000000000000000000000000000\"}]\n" \
	"trunks: [{name: a, peer: \"127.0.0.1:5080\"}]\n"                                                         \
	"tenants: [{name: water, contract_until: 2027-12-31, verified: "                                          \
	"2026-11-01}]\n"                                                                                          \
	"numbers: [{number: \"95012345\", trunk: a, tenant: water, "                                              \
	"direction: inbound, menu: main}]\n"                                                                      \
	"menus: [{name: main, prompt: welcome, keys: {\"1\": "                                                    \
	"\"queue:service\"}, timeout: 5, otherwise: \"queue:service\"}]\n"                                        \
	"queues: [{name: service, strategy: longest-idle, ring: 15, "                                             \
	"wrap_up: 0, max_wait: 180, max_length: 100, service_level: 20}]\n"                                       \
	"seats: [{seat: \"01\", user: \"1001\", secret: \"s\", queues: "                                          \
	"[{queue: service, level: 1}]}]\n"                                                                        \
	"recording: {enabled: true, days: 90, notice: recording-notice}\n"

static char path[64];

static int load(struct config **confp, const char *text)
{
	assert_int_equal(0, file_write(path, text, strlen(text)));
	return config_load(confp, path);
}

static int setup(void **state)
{
	(void)state;
	(void)snprintf(path, sizeof(path), "/tmp/config.%d.yaml",
		       (int)getpid());
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return unlink(path);
}

static void test_everything_is_read(void **state)
{
	struct config *c = NULL;
	struct place place;

	(void)state;
	assert_int_equal(0, load(&c, BASE));
	assert_string_equal("test", c->realm);
	assert_string_equal("udp:127.0.0.1:5060", c->listen.sip[0]);
	assert_int_equal(20002, c->listen.rtp.first);
	assert_int_equal(29999, c->listen.rtp.last);
	assert_int_equal(2027, c->tenants[0].until.year);
	assert_string_equal("queue:service", c->menus[0].keys->key1);
	assert_null(c->menus[0].keys->hash);
	assert_int_equal(0, config_ms(c->queues[0].wrap_up, 5000));
	assert_int_equal(5000, config_ms(c->queues[0].rest, 5000));
	assert_int_equal(0, config_place(&place, c, "queue:service"));
	assert_int_equal(PLACE_QUEUE, place.kind);
	assert_int_equal(EBADMSG, config_place(&place, c, "menu:side"));
	assert_int_equal(PLACE_NONE, place.kind);
	assert_string_equal("queue:service", config_key(c->menus[0].keys, '1'));
	assert_null(config_key(c->menus[0].keys, '#'));
	assert_true(c->recording->enabled);
	config_free(c);
}

static void test_settings_of_queues_are_read(void **state)
{
	static const char wanted[] =
		"ring_step: 3, weight: 7, auto_pause: 2, short_abandon: 4, "
		"refuse_empty: true, leave_empty: true, "
		"relax: [{after: 30, level: 2}, {after: 60, level: 5}], "
		"announce: {first: 9, every: 40, position: true, up_to: 8}";
	const char *at = strstr(BASE, "wrap_up: 0");
	struct str text = { 0 };
	const struct config_queue *q;
	struct config *c = NULL;

	(void)state;
	str_add(&text, "pauses: [lunch, training]\n"
		       "priorities: [{caller: \"1380\", priority: 9}]\n");
	str_add_n(&text, BASE, (size_t)(at - BASE));
	str_add(&text, wanted);
	str_add(&text, at + strlen("wrap_up: 0"));
	assert_int_equal(0, load(&c, text.s));
	q = &c->queues[0];
	assert_int_equal(3, *q->ring_step);
	assert_int_equal(7, *q->weight);
	assert_int_equal(2, *q->auto_pause);
	assert_int_equal(4, *q->short_abandon);
	assert_true(q->refuse_empty && q->leave_empty);
	assert_int_equal(2, q->relax_count);
	assert_int_equal(60, q->relax[1].after);
	assert_int_equal(5, q->relax[1].level);
	assert_int_equal(40, *q->announce->every);
	assert_true(q->announce->position);
	assert_false(q->announce->wait);
	assert_int_equal(2, c->pauses_count);
	assert_string_equal("training", c->pauses[1]);
	assert_int_equal(9, c->priorities[0].priority);
	config_free(c);
	str_release(&text);
}

/* One replacement makes it wrong; what the message must name */
static const struct {
	const char *from;
	const char *to;
	const char *says;
} faults[] = {
	{ "trunk: a", "trunk: b", "there is no trunk \"b\"" },
	{ "tenant: water", "tenant: oil", "there is no tenant \"oil\"" },
	{ "menu: main", "menu: side", "there is no menu \"side\"" },
	{ "otherwise: \"queue:service\"", "otherwise: \"service\"",
	  "there is no queue" },
	{ "\"1\": \"queue:service\"", "\"1\": \"queue:gone\"",
	  "there is no queue \"queue:gone\"" },
	{ "\"1\": \"queue:service\"", "\"1\": \"seat:09\"",
	  "there is no seat \"seat:09\"" },
	{ "\"1\": \"queue:service\"", "\"1\": \"message:x\"",
	  "there is no message" },
	{ "\"1\": \"queue:service\"", "\"#\": \"queue\"",
	  "there is no queue \"queue\"" },
	{ "\"1\": \"queue:service\"", "\"1\": \"hang-up:x\"",
	  "there is no hang-up" },
	{ "otherwise: \"queue:service\"", "otherwise: repeat", "only a key" },
	{ "timeout: 5", "timeout: 0", "1 to 120" },
	{ "timeout: 5", "retries: 10", "at most 9" },
	{ "timeout: 5", "language: fr", "language \"fr\"" },
	{ "timeout: 5", "hours: office", "there is no hours \"office\"" },
	{ "wrap_up: 0", "weight: 1001", "at most 1000" },
	{ "wrap_up: 0", "ring_step: 0", "at least 1 s" },
	{ "ring: 15", "ring: 0", "at least 1 s" },
	{ "wrap_up: 0", "relax: [{after: 30, level: 2}, {after: 30, level: 3}]",
	  "each step comes after" },
	{ "wrap_up: 0", "relax: [{after: 30, level: 0}]", "a level is 1 to" },
	{ "wrap_up: 0",
	  "relax: [{after: 1, level: 1}, {after: 2, level: 1}, "
	  "{after: 3, level: 1}, {after: 4, level: 1}, {after: 5, level: 1}, "
	  "{after: 6, level: 1}, {after: 7, level: 1}, {after: 8, level: 1}, "
	  "{after: 9, level: 1}]",
	  "at most 8 steps" },
	{ "wrap_up: 0", "announce: {first: x}", "config." },
	{ "level: 1", "level: 0", "a level is 1 to" },
	{ "direction: inbound", "direction: inbound, priority: 10", "0 to 9" },
	{ "realm: test\n",
	  "realm: test\npriorities: [{caller: \"1\", priority: 10}]\n",
	  "0 to 9" },
	{ "wrap_up: 0", "overflow: \"queue:x\"", "there is no queue" },
	{ "wrap_up: 0", "full: \"menu:x\"", "there is no menu" },
	{ "wrap_up: 0", "empty: \"x:y\"", "there is no queue, menu" },
	{ "wrap_up: 0", "exit: \"hang-up\"", "exit and exit_key" },
	{ "wrap_up: 0", "exit: \"hang-up\", exit_key: A", "a key is one of" },
	{ "wrap_up: 0", "hold_place: {after: 1, key: \"12\"}",
	  "a key is one of" },
	{ "wrap_up: 0", "hold_place: {after: 1, key: \"1\", keep: 0}",
	  "1 to 86400" },
	{ "wrap_up: 0",
	  "exit: \"hang-up\", exit_key: \"1\", "
	  "hold_place: {after: 1, key: \"1\"}",
	  "leads out of the queue" },
	{ "realm: test\n",
	  "realm: test\nhours: [{name: a, days: mon-fry, from: \"09:00\", "
	  "to: \"18:00\"}]\n",
	  "mon-fry" },
	{ "realm: test\n",
	  "realm: test\nhours: [{name: a, days: sat, from: \"24:00\", "
	  "to: \"18:00\"}]\n",
	  "24:00" },
	{ "realm: test\n",
	  "realm: test\nhours: [{name: a, days: sat, from: \"09:00\", "
	  "to: \"9:61\"}]\n",
	  "9:61" },
	{ "realm: test\n",
	  "realm: test\nconsents: [{purpose: a, then: repeat}]\n",
	  "only a key" },
	{ "realm: test\n", "realm: test\nmessages: [{name: a, length: 0}]\n",
	  "1 to 1800" },
	{ "direction: inbound",
	  "direction: inbound, hours: x, closed: \"hang-up\"",
	  "there is no hours" },
	{ "queue: service, level", "queue: gone, level",
	  "there is no queue \"gone\"" },
	{ "20001-29999", "20001", "a range of ports" },
	{ "20001-29999", "99-100000", "a range of ports" },
	{ "days: 90", "days: 29", "30 days" },
	{ "days: 90", "days: 90, format: mp3", "mp3" },
	{ "days: 90", "days: 36501", "at most 36500" },
	{ "days: 90", "days: 90, purge_hour: 24", "at most 23" },
	{ "realm: test", "realm: test\ntraffic: [{rule: noise}]", "config." },
	{ "realm: test",
	  "realm: test\ntraffic: [{rule: refusals, percent: 101}]",
	  "expected 0 to 100" },
	{ "realm: test", "realm: test\ntraffic: [{rule: refusals, window: 9}]",
	  "expected 10 to 86400" },
	{ "realm: test", "realm: test\ntraffic: [{rule: breaches, stop: 60}]",
	  "no number to be stopped" },
	{ "realm: test",
	  "realm: test\ntraffic: [{rule: caller-burst, stop: 0}]",
	  "expected 1 to 604800" },
	{ "realm: test",
	  "realm: test\ntraffic: [{rule: refusals}, {rule: refusals}]",
	  "a rule is there twice" },
	{ "2026-11-01", "2026-02-30", "2026-02-30" },
	{ "realm: test", "reaml: test", "config." },
	{ "direction: inbound", "direction: Inbound", "Inbound" },
	{ "realm: test\n", "realm: test\nregistrar: {min_expires: 0}\n",
	  "from 1 to 86400" },
	{ "realm: test\n",
	  "realm: test\nregistrar: {min_expires: 60, max_expires: 30}\n",
	  "from 60 to 86400" },
	{ "realm: test\n", "realm: test\nregistrar: {contacts: 17}\n",
	  "from 1 to 16" },
	{ "realm: test\n", "realm: test\nregistrar: {digest: sha1}\n", "sha1" },
	{ "realm: test\n", "realm: test\nregistrar: {qualify: 100000}\n",
	  "from 0 to 86400" },
	{ "realm: test\n", "realm: test\nmedia: {threads: 0}\n",
	  ":2:18: expected 1 to" },
	{ "realm: test\n", "realm: test\nmedia: {threads: 65}\n",
	  "the cores of this machine" },
	{ "realm: test\n", "realm: test\nsessions: {min: 1}\n",
	  "from 2 to 86400" },
	{ "realm: test\n", "realm: test\nsessions: {expires: 60}\n",
	  "from 90 to 86400" },
	{ "udp:127.0.0.1:5060", "tls:127.0.0.1:5061", "listen.certificate" },
	{ "peer: \"127.0.0.1:5080\"",
	  "peer: \"127.0.0.1:5080\", register: {user: u, secret: s, "
	  "expires: 5}",
	  "from 60 to 86400" },
	{ "peer: \"127.0.0.1:5080\"",
	  "peer: \"127.0.0.1:5080\", register: {user: u, secret: s, "
	  "transport: tcp}",
	  "listen.sip has no tcp: address" },
	{ "secret: \"s\",", "secret: \"s\", srtp: require,", "a tls: address" },
	{ "secret: \"s\",", "secret: \"s\", srtp: maybe,", "config." },
	{ "ring: 15", "ring: soon", "config." },
	{ "enabled: true", "enabled: [1]", "config." },
	{ "[{name: a, peer: \"127.0.0.1:5080\"}]",
	  "[{name: a, peer: x}, {name: a, peer: y}]", "\"a\" is there twice" },
};

static void test_faults_are_refused_with_their_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		const char *at = strstr(BASE, faults[i].from);
		struct config *c = NULL;
		struct str text = { 0 };
		const char *says;

		assert_non_null(at);
		str_add_n(&text, BASE, (size_t)(at - BASE));
		str_add(&text, faults[i].to);
		str_add(&text, at + strlen(faults[i].from));
		assert_int_equal(EBADMSG, load(&c, text.s));
		assert_null(c);
		says = err_text(EBADMSG);
		if (!strstr(says, faults[i].says) || !strstr(says, path))
			print_message("%s\n", says);
		assert_non_null(strstr(says, faults[i].says));
		assert_non_null(strstr(says, path));
		str_release(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_everything_is_read, setup,
						teardown),
		cmocka_unit_test_setup_teardown(
			test_settings_of_queues_are_read, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_faults_are_refused_with_their_place, setup,
			teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
