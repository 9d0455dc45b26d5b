/**
 * @file pack/config.c  Reading and checking the engine's configuration
 */
#include "pack/config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/config_private.h"
#include "pack/schema.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define DAYS_MAX 36500U
#define DAYS_MIN 30 /* MIIT letter 2020-81: kept 30 days and more */

/* clang-format off */
#define UINT_OPT(type, name) \
	CYAML_FIELD_UINT_PTR(#name, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
			     type, name)
#define KEY(name, member) \
	CYAML_FIELD_STRING_PTR(name, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
			       struct config_keys, member, 1, 64)

static const cyaml_schema_field_t rtp_fields[] = {
	SCHEMA_TEXT(struct config_rtp, address),
	SCHEMA_TEXT(struct config_rtp, ports),
	UINT_OPT(struct config_rtp, silence),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t listen_fields[] = {
	CYAML_FIELD_SEQUENCE("sip", CYAML_FLAG_POINTER, struct config_listen,
			     sip, &schema_text, 1, 8),
	CYAML_FIELD_MAPPING("rtp", CYAML_FLAG_DEFAULT, struct config_listen,
			    rtp, rtp_fields),
	SCHEMA_TEXT_OPT(struct config_listen, http),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t token_fields[] = {
	SCHEMA_TEXT(struct config_token, role),
	SCHEMA_TEXT(struct config_token, sha256),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t trunk_fields[] = {
	SCHEMA_TEXT(struct config_trunk, name),
	SCHEMA_TEXT(struct config_trunk, peer),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t tenant_fields[] = {
	SCHEMA_TEXT(struct config_tenant, name),
	SCHEMA_TEXT_OPT(struct config_tenant, contract_until),
	SCHEMA_TEXT_OPT(struct config_tenant, verified),
	CYAML_FIELD_END
};
static const cyaml_strval_t directions[] = {
	{ "inbound", CONFIG_INBOUND }, { "none", CONFIG_CLOSED },
};
static const cyaml_schema_field_t number_fields[] = {
	SCHEMA_TEXT(struct config_number, number),
	SCHEMA_TEXT(struct config_number, trunk),
	SCHEMA_TEXT_OPT(struct config_number, tenant),
	CYAML_FIELD_ENUM("direction", CYAML_FLAG_STRICT, struct config_number,
			 direction, directions, ARRAY_LEN(directions)),
	SCHEMA_TEXT(struct config_number, menu),
	SCHEMA_TEXT_OPT(struct config_number, hours),
	SCHEMA_TEXT_OPT(struct config_number, closed),
	SCHEMA_TEXT_OPT(struct config_number, closed_prompt),
	CYAML_FIELD_END
};
static const cyaml_strval_t holidays[] = {
	{ "closed", false }, { "open", true },
};
static const cyaml_schema_field_t hours_fields[] = {
	SCHEMA_TEXT(struct config_hours, name),
	SCHEMA_TEXT(struct config_hours, days),
	SCHEMA_TEXT(struct config_hours, from),
	SCHEMA_TEXT(struct config_hours, to),
	CYAML_FIELD_ENUM("holidays", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL,
			 struct config_hours, holidays_open, holidays,
			 ARRAY_LEN(holidays)),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t key_fields[] = {
	KEY("0", key0), KEY("1", key1), KEY("2", key2), KEY("3", key3),
	KEY("4", key4), KEY("5", key5), KEY("6", key6), KEY("7", key7),
	KEY("8", key8), KEY("9", key9), KEY("*", star), KEY("#", hash),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t menu_fields[] = {
	SCHEMA_TEXT(struct config_menu, name),
	SCHEMA_TEXT_OPT(struct config_menu, prompt),
	CYAML_FIELD_MAPPING_PTR("keys",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config_menu, keys, key_fields),
	UINT_OPT(struct config_menu, timeout),
	UINT_OPT(struct config_menu, retries),
	SCHEMA_TEXT(struct config_menu, otherwise),
	CYAML_FIELD_BOOL("dial_in", CYAML_FLAG_OPTIONAL, struct config_menu,
			 dial_in),
	SCHEMA_TEXT_OPT(struct config_menu, language),
	SCHEMA_TEXT_OPT(struct config_menu, hours),
	SCHEMA_TEXT_OPT(struct config_menu, closed),
	SCHEMA_TEXT_OPT(struct config_menu, closed_prompt),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t message_fields[] = {
	SCHEMA_TEXT(struct config_message, name),
	SCHEMA_TEXT_OPT(struct config_message, prompt),
	UINT_OPT(struct config_message, length),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t consent_fields[] = {
	SCHEMA_TEXT(struct config_consent, purpose),
	SCHEMA_TEXT_OPT(struct config_consent, prompt),
	UINT_OPT(struct config_consent, length),
	SCHEMA_TEXT_OPT(struct config_consent, then),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t hold_fields[] = {
	CYAML_FIELD_UINT("after", CYAML_FLAG_DEFAULT, struct config_hold,
			 after),
	SCHEMA_TEXT(struct config_hold, key),
	CYAML_FIELD_BOOL_PTR("pin", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct config_hold, pin),
	UINT_OPT(struct config_hold, keep),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t queue_fields[] = {
	SCHEMA_TEXT(struct config_queue, name),
	SCHEMA_TEXT_OPT(struct config_queue, strategy),
	UINT_OPT(struct config_queue, ring),
	UINT_OPT(struct config_queue, wrap_up),
	UINT_OPT(struct config_queue, rest),
	UINT_OPT(struct config_queue, max_wait),
	UINT_OPT(struct config_queue, max_length),
	UINT_OPT(struct config_queue, service_level),
	SCHEMA_TEXT_OPT(struct config_queue, overflow),
	SCHEMA_TEXT_OPT(struct config_queue, full),
	SCHEMA_TEXT_OPT(struct config_queue, empty),
	SCHEMA_TEXT_OPT(struct config_queue, exit),
	SCHEMA_TEXT_OPT(struct config_queue, exit_key),
	CYAML_FIELD_MAPPING_PTR("hold_place",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config_queue, hold_place, hold_fields),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t member_fields[] = {
	SCHEMA_TEXT(struct config_member, queue),
	UINT_OPT(struct config_member, level),
	CYAML_FIELD_END
};
#define ROW(name) \
	static const cyaml_schema_value_t name##_row = { \
		CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct config_##name, \
				    name##_fields) \
	}
ROW(token);
ROW(trunk);
ROW(tenant);
ROW(number);
ROW(menu);
ROW(hours);
ROW(message);
ROW(consent);
ROW(queue);
ROW(member);

static const cyaml_schema_field_t seat_fields[] = {
	SCHEMA_TEXT(struct config_seat, seat),
	SCHEMA_TEXT(struct config_seat, user),
	SCHEMA_TEXT(struct config_seat, secret),
	SCHEMA_ROWS(struct config_seat, queues, &member_row),
	CYAML_FIELD_END
};
ROW(seat);

static const cyaml_schema_field_t recording_fields[] = {
	CYAML_FIELD_BOOL("enabled", CYAML_FLAG_DEFAULT,
			 struct config_recording, enabled),
	UINT_OPT(struct config_recording, days),
	UINT_OPT(struct config_recording, purge_hour),
	SCHEMA_TEXT_OPT(struct config_recording, notice),
	CYAML_FIELD_END
};
static const cyaml_strval_t rules[] = {
	{ "short-calls", CONFIG_SHORT_CALLS },
	{ "caller-burst", CONFIG_CALLER_BURST },
	{ "number-burst", CONFIG_NUMBER_BURST },
	{ "refusals", CONFIG_REFUSALS },
	{ "breaches", CONFIG_BREACHES },
};
static const cyaml_schema_field_t traffic_fields[] = {
	CYAML_FIELD_ENUM("rule", CYAML_FLAG_STRICT, struct config_traffic,
			 rule, rules, ARRAY_LEN(rules)),
	CYAML_FIELD_BOOL("off", CYAML_FLAG_OPTIONAL, struct config_traffic,
			 off),
	UINT_OPT(struct config_traffic, window),
	UINT_OPT(struct config_traffic, count),
	UINT_OPT(struct config_traffic, percent),
	UINT_OPT(struct config_traffic, talk),
	UINT_OPT(struct config_traffic, stop),
	CYAML_FIELD_END
};
ROW(traffic);

static const cyaml_schema_field_t config_fields[] = {
	SCHEMA_TEXT(struct config, realm),
	CYAML_FIELD_MAPPING("listen", CYAML_FLAG_DEFAULT, struct config,
			    listen, listen_fields),
	SCHEMA_TEXT(struct config, data),
	SCHEMA_ROWS_OPT(struct config, tokens, &token_row),
	SCHEMA_ROWS(struct config, trunks, &trunk_row),
	SCHEMA_ROWS_OPT(struct config, tenants, &tenant_row),
	SCHEMA_ROWS(struct config, numbers, &number_row),
	SCHEMA_ROWS(struct config, menus, &menu_row),
	SCHEMA_ROWS_OPT(struct config, hours, &hours_row),
	SCHEMA_ROWS_OPT(struct config, messages, &message_row),
	SCHEMA_ROWS_OPT(struct config, consents, &consent_row),
	SCHEMA_ROWS(struct config, queues, &queue_row),
	SCHEMA_ROWS(struct config, seats, &seat_row),
	SCHEMA_ROWS_OPT(struct config, traffic, &traffic_row),
	CYAML_FIELD_MAPPING_PTR("recording",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config, recording, recording_fields),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct config, config_fields)
};

/* Members of keys, in the order of this text */
static const char key_names[] = "0123456789*#";
static const size_t keys[] = {
	offsetof(struct config_keys, key0), offsetof(struct config_keys, key1),
	offsetof(struct config_keys, key2), offsetof(struct config_keys, key3),
	offsetof(struct config_keys, key4), offsetof(struct config_keys, key5),
	offsetof(struct config_keys, key6), offsetof(struct config_keys, key7),
	offsetof(struct config_keys, key8), offsetof(struct config_keys, key9),
	offsetof(struct config_keys, star), offsetof(struct config_keys, hash),
};
/* clang-format on */

/* Index of the first row whose name, at an offset, is the one wanted */
static int find(const void *rowv, size_t rowc, size_t size, size_t offset,
		const char *wanted)
{
	for (size_t i = 0; i < rowc; i++) {
		const char *row = (const char *)rowv + i * size + offset;
		const char *name;

		memcpy(&name, row, sizeof(name));
		if (wanted && !strcmp(name, wanted))
			return (int)i;
	}

	return -1;
}

int config_menu_at(const struct config *conf, const char *name)
{
	return find(conf->menus, conf->menus_count, sizeof(*conf->menus),
		    offsetof(struct config_menu, name), name);
}

int config_tenant_at(const struct config *conf, const char *name)
{
	return find(conf->tenants, conf->tenants_count, sizeof(*conf->tenants),
		    offsetof(struct config_tenant, name), name);
}

int config_trunk_at(const struct config *conf, const char *name)
{
	return find(conf->trunks, conf->trunks_count, sizeof(*conf->trunks),
		    offsetof(struct config_trunk, name), name);
}

static int queue_at(const struct config *conf, const char *name)
{
	return find(conf->queues, conf->queues_count, sizeof(*conf->queues),
		    offsetof(struct config_queue, name), name);
}

const char *config_key(const struct config_keys *row, char key)
{
	const char *at = key ? strchr(key_names, key) : NULL;
	const char *to;

	if (!row || !at)
		return NULL;
	memcpy(&to, (const char *)row + keys[at - key_names], sizeof(to));
	return to;
}

int64_t config_ms(const unsigned *seconds, int64_t otherwise)
{
	return seconds ? (int64_t)*seconds * 1000 : otherwise;
}

/* One check that failed: its sentence is kept, this is its place */
struct place {
	char text[64];
};

static int at(struct place *place, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int at(struct place *place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(place->text, sizeof(place->text), fmt, ap);
	va_end(ap);
	return EBADMSG;
}

static int missing(const char *what, const char *name)
{
	return err_set(EBADMSG, _("there is no %s \"%s\""), what, name);
}

static int check_ports(struct config_rtp *rtp, struct place *place)
{
	char *end = NULL;

	rtp->first = (unsigned)strtoul(rtp->ports, &end, 10);
	if (*end == '-')
		rtp->last = (unsigned)strtoul(end + 1, &end, 10);
	if (!*end && rtp->first >= 1024 && rtp->last <= 65535 &&
	    rtp->last > rtp->first) {
		rtp->first += rtp->first % 2;
		rtp->last -= !(rtp->last % 2);
		if (rtp->last > rtp->first)
			return 0;
	}

	(void)err_set(EBADMSG, _("expected a range of ports like 20000-29999"));
	return at(place, "listen.rtp.ports");
}

/* Every name of a list may stand there once */
static int check_unique(const struct config *conf, struct place *place)
{
	/* clang-format off */
	const struct {
		const char *list;
		const void *rowv;
		size_t rowc, size, offset;
	} lists[] = {
#define LIST(name, member) \
	{ #name, conf->name##s, conf->name##s_count, \
	  sizeof(*conf->name##s), offsetof(struct config_##name, member) }
		LIST(trunk, name), LIST(tenant, name), LIST(number, number),
		LIST(menu, name), LIST(queue, name), LIST(seat, seat),
		LIST(seat, user), LIST(message, name), LIST(consent, purpose),
	};
	/* clang-format on */

	for (size_t k = 0; k < ARRAY_LEN(lists); k++) {
		for (size_t i = 0; i < lists[k].rowc; i++) {
			const char *row = (const char *)lists[k].rowv +
					  i * lists[k].size + lists[k].offset;
			const char *name;

			memcpy(&name, row, sizeof(name));
			if (find(lists[k].rowv, lists[k].rowc, lists[k].size,
				 lists[k].offset, name) == (int)i)
				continue;
			(void)err_set(EBADMSG, _("\"%s\" is there twice"),
				      name);
			return at(place, "%ss[%zu]", lists[k].list, i);
		}
	}

	return 0;
}

static int check_day(struct date *datep, const char *text)
{
	if (!text || !date_decode(datep, text))
		return 0;
	return err_set(EBADMSG, _("%s is not a day like 2026-12-31"), text);
}

static int check_tenants(struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->tenants_count; i++) {
		struct config_tenant *t = &conf->tenants[i];

		if (check_day(&t->until, t->contract_until))
			return at(place, "tenants[%u].contract_until", i);
		if (check_day(&t->checked, t->verified))
			return at(place, "tenants[%u].verified", i);
	}

	return 0;
}

static int check_numbers(const struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->numbers_count; i++) {
		const struct config_number *n = &conf->numbers[i];

		if (config_trunk_at(conf, n->trunk) < 0) {
			(void)missing("trunk", n->trunk);
			return at(place, "numbers[%u].trunk", i);
		}
		if (n->tenant && config_tenant_at(conf, n->tenant) < 0) {
			(void)missing("tenant", n->tenant);
			return at(place, "numbers[%u].tenant", i);
		}
		if (config_menu_at(conf, n->menu) < 0) {
			(void)missing("menu", n->menu);
			return at(place, "numbers[%u].menu", i);
		}
	}

	return 0;
}

static int check_seats(const struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->seats_count; i++) {
		const struct config_seat *s = &conf->seats[i];

		for (unsigned k = 0; k < s->queues_count; k++) {
			if (queue_at(conf, s->queues[k].queue) >= 0)
				continue;
			(void)missing("queue", s->queues[k].queue);
			return at(place, "seats[%u].queues[%u].queue", i, k);
		}
	}

	return 0;
}

static int check_recording(const struct config *conf, struct place *place)
{
	const struct config_recording *r = conf->recording;

	if (r && r->days && *r->days < DAYS_MIN) {
		(void)err_set(EBADMSG,
			      _("recordings are kept %d days or longer"),
			      DAYS_MIN);
		return at(place, "recording.days");
	}
	if (r && r->days && *r->days > DAYS_MAX) {
		(void)err_set(EBADMSG, _("expected at most %u"), DAYS_MAX);
		return at(place, "recording.days");
	}
	if (r && r->purge_hour && *r->purge_hour > 23) {
		(void)err_set(EBADMSG, _("expected at most %u"), 23U);
		return at(place, "recording.purge_hour");
	}
	return 0;
}

static int check(struct config *conf, struct place *place)
{
	int err = check_ports(&conf->listen.rtp, place);

	if (!err)
		err = check_unique(conf, place);
	if (!err)
		err = check_tenants(conf, place);
	if (!err)
		err = check_numbers(conf, place);
	if (!err)
		err = config_check_flow(conf, place->text, sizeof(place->text));
	if (!err)
		err = check_seats(conf, place);
	if (!err)
		err = check_recording(conf, place);
	if (!err)
		err = config_check_traffic(conf, place->text,
					   sizeof(place->text));
	return err;
}

int config_load(struct config **confp, const char *path)
{
	struct config *conf = NULL;
	struct place place = { "" };
	void *data = NULL;
	int err = yml_load(path, &schema, &data);

	if (err)
		return err;

	conf = data;
	err = check(conf, &place);
	if (err) {
		err = yml_error_in(err, path, place.text);
		config_free(conf);
		return err;
	}

	*confp = conf;
	return 0;
}

void config_free(struct config *conf)
{
	yml_free(&schema, conf);
}
