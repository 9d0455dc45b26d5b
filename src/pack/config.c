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
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* clang-format off */
#define UINT_OPT(type, name) \
	CYAML_FIELD_UINT_PTR(#name, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
			     type, name)
#define BOOL_OPT(type, name) \
	CYAML_FIELD_BOOL(#name, CYAML_FLAG_OPTIONAL, type, name)
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
	SCHEMA_TEXT_OPT(struct config_listen, certificate),
	SCHEMA_TEXT_OPT(struct config_listen, key),
	CYAML_FIELD_END
};
static const cyaml_strval_t digests[] = {
	{ "md5", CONFIG_MD5 }, { "sha-256", CONFIG_SHA256 },
	{ "both", CONFIG_BOTH },
};
static const cyaml_schema_field_t registrar_fields[] = {
	CYAML_FIELD_ENUM("digest", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL,
			 struct config_registrar, digest, digests,
			 ARRAY_LEN(digests)),
	UINT_OPT(struct config_registrar, min_expires),
	UINT_OPT(struct config_registrar, max_expires),
	UINT_OPT(struct config_registrar, contacts),
	UINT_OPT(struct config_registrar, qualify),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t sessions_fields[] = {
	UINT_OPT(struct config_sessions, expires),
	UINT_OPT(struct config_sessions, min),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t media_fields[] = {
	UINT_OPT(struct config_media, threads),
	BOOL_OPT(struct config_media, realtime),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t token_fields[] = {
	SCHEMA_TEXT(struct config_token, role),
	SCHEMA_TEXT(struct config_token, sha256),
	SCHEMA_TEXT_OPT(struct config_token, name),
	SCHEMA_TEXT_OPT(struct config_token, seat),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t web_fields[] = {
	SCHEMA_TEXT_OPT(struct config_web, certificate),
	SCHEMA_TEXT_OPT(struct config_web, key),
	CYAML_FIELD_BOOL("plain", CYAML_FLAG_OPTIONAL, struct config_web,
			 plain),
	UINT_OPT(struct config_web, connections),
	UINT_OPT(struct config_web, per_source),
	UINT_OPT(struct config_web, requests),
	UINT_OPT(struct config_web, viewers),
	CYAML_FIELD_END
};
static const cyaml_strval_t transports[] = {
	{ "udp", CONFIG_UDP }, { "tcp", CONFIG_TCP }, { "tls", CONFIG_TLS },
};
static const cyaml_schema_field_t account_fields[] = {
	SCHEMA_TEXT(struct config_account, user),
	SCHEMA_TEXT(struct config_account, secret),
	SCHEMA_TEXT_OPT(struct config_account, realm),
	UINT_OPT(struct config_account, expires),
	CYAML_FIELD_ENUM("transport", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL,
			 struct config_account, transport, transports,
			 ARRAY_LEN(transports)),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t trunk_fields[] = {
	SCHEMA_TEXT(struct config_trunk, name),
	SCHEMA_TEXT(struct config_trunk, peer),
	CYAML_FIELD_ENUM_PTR("transport",
			     CYAML_FLAG_STRICT | CYAML_FLAG_POINTER |
				     CYAML_FLAG_OPTIONAL,
			     struct config_trunk, transport, transports,
			     ARRAY_LEN(transports)),
	SCHEMA_TEXT_OPT(struct config_trunk, verify),
	SCHEMA_TEXT_OPT(struct config_trunk, ca),
	CYAML_FIELD_MAPPING_PTR("register",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config_trunk, account, account_fields),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t tenant_fields[] = {
	SCHEMA_TEXT(struct config_tenant, name),
	SCHEMA_TEXT_OPT(struct config_tenant, contract_until),
	SCHEMA_TEXT_OPT(struct config_tenant, verified),
	UINT_OPT(struct config_tenant, seats),
	UINT_OPT(struct config_tenant, calls),
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
	UINT_OPT(struct config_number, priority),
	SCHEMA_TEXT_OPT(struct config_number, allow),
	BOOL_OPT(struct config_number, early),
	BOOL_OPT(struct config_number, call_back),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t priority_fields[] = {
	SCHEMA_TEXT(struct config_priority, caller),
	CYAML_FIELD_UINT("priority", CYAML_FLAG_DEFAULT,
			 struct config_priority, priority),
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
	SCHEMA_TEXT_OPT(struct config_menu, tenant),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t message_fields[] = {
	SCHEMA_TEXT(struct config_message, name),
	SCHEMA_TEXT_OPT(struct config_message, prompt),
	UINT_OPT(struct config_message, length),
	SCHEMA_TEXT_OPT(struct config_message, tenant),
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
static const cyaml_schema_field_t relax_fields[] = {
	CYAML_FIELD_UINT("after", CYAML_FLAG_DEFAULT, struct config_relax,
			 after),
	CYAML_FIELD_UINT("level", CYAML_FLAG_DEFAULT, struct config_relax,
			 level),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t announce_fields[] = {
	UINT_OPT(struct config_announce, first),
	UINT_OPT(struct config_announce, every),
	BOOL_OPT(struct config_announce, position),
	BOOL_OPT(struct config_announce, wait),
	UINT_OPT(struct config_announce, up_to),
	CYAML_FIELD_END
};
#define ROW(name) \
	static const cyaml_schema_value_t name##_row = { \
		CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct config_##name, \
				    name##_fields) \
	}
ROW(relax);

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
	UINT_OPT(struct config_queue, ring_step),
	UINT_OPT(struct config_queue, weight),
	UINT_OPT(struct config_queue, auto_pause),
	UINT_OPT(struct config_queue, short_abandon),
	BOOL_OPT(struct config_queue, refuse_empty),
	BOOL_OPT(struct config_queue, leave_empty),
	SCHEMA_ROWS_OPT(struct config_queue, relax, &relax_row),
	CYAML_FIELD_MAPPING_PTR("announce",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config_queue, announce, announce_fields),
	SCHEMA_TEXT_OPT(struct config_queue, tenant),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t member_fields[] = {
	SCHEMA_TEXT(struct config_member, queue),
	UINT_OPT(struct config_member, level),
	CYAML_FIELD_END
};
ROW(token);
ROW(trunk);
ROW(tenant);
ROW(number);
ROW(priority);
ROW(menu);
ROW(hours);
ROW(message);
ROW(consent);
ROW(queue);
ROW(member);

static const cyaml_strval_t srtps[] = {
	{ "prefer", CONFIG_SRTP_PREFER },
	{ "require", CONFIG_SRTP_REQUIRE },
	{ "off", CONFIG_SRTP_OFF },
};
static const cyaml_schema_field_t seat_fields[] = {
	SCHEMA_TEXT(struct config_seat, seat),
	SCHEMA_TEXT(struct config_seat, user),
	SCHEMA_TEXT(struct config_seat, secret),
	SCHEMA_TEXT_OPT(struct config_seat, tenant),
	CYAML_FIELD_ENUM("srtp", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL,
			 struct config_seat, srtp, srtps, ARRAY_LEN(srtps)),
	SCHEMA_ROWS(struct config_seat, queues, &member_row),
	CYAML_FIELD_END
};
ROW(seat);

static const cyaml_schema_field_t list_fields[] = {
	SCHEMA_TEXT(struct config_list, name),
	SCHEMA_TEXTS_OPT(struct config_list, numbers),
	SCHEMA_TEXT_OPT(struct config_list, file),
	CYAML_FIELD_END
};
ROW(list);

static const cyaml_schema_field_t call_back_fields[] = {
	UINT_OPT(struct config_call_back, consent_days),
	UINT_OPT(struct config_call_back, approval_hours),
	UINT_OPT(struct config_call_back, per_day),
	SCHEMA_TEXT_OPT(struct config_call_back, hours),
	SCHEMA_TEXT_OPT(struct config_call_back, allow_list),
	CYAML_FIELD_END
};

static const cyaml_strval_t formats[] = {
	{ "g711", CONFIG_G711 },
	{ "pcm", CONFIG_PCM },
};

static const cyaml_schema_field_t recording_fields[] = {
	CYAML_FIELD_BOOL("enabled", CYAML_FLAG_DEFAULT,
			 struct config_recording, enabled),
	UINT_OPT(struct config_recording, days),
	UINT_OPT(struct config_recording, purge_hour),
	SCHEMA_TEXT_OPT(struct config_recording, notice),
	CYAML_FIELD_ENUM("format", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL,
			 struct config_recording, format, formats,
			 ARRAY_LEN(formats)),
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
	CYAML_FIELD_MAPPING_PTR("media",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config, media, media_fields),
	CYAML_FIELD_MAPPING_PTR("sessions",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config, sessions, sessions_fields),
	CYAML_FIELD_MAPPING_PTR("registrar",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config, registrar, registrar_fields),
	SCHEMA_TEXT(struct config, data),
	SCHEMA_ROWS_OPT(struct config, tokens, &token_row),
	CYAML_FIELD_MAPPING_PTR("web",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config, web, web_fields),
	SCHEMA_ROWS(struct config, trunks, &trunk_row),
	SCHEMA_ROWS_OPT(struct config, tenants, &tenant_row),
	SCHEMA_ROWS(struct config, numbers, &number_row),
	SCHEMA_ROWS(struct config, menus, &menu_row),
	SCHEMA_ROWS_OPT(struct config, hours, &hours_row),
	SCHEMA_ROWS_OPT(struct config, messages, &message_row),
	SCHEMA_ROWS_OPT(struct config, consents, &consent_row),
	SCHEMA_ROWS(struct config, queues, &queue_row),
	SCHEMA_ROWS(struct config, seats, &seat_row),
	SCHEMA_ROWS_OPT(struct config, priorities, &priority_row),
	CYAML_FIELD_SEQUENCE("pauses", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct config, pauses, &schema_text, 0, 64),
	SCHEMA_ROWS_OPT(struct config, lists, &list_row),
	SCHEMA_TEXT_OPT(struct config, blocked),
	SCHEMA_TEXT_OPT(struct config, do_not_call),
	CYAML_FIELD_MAPPING_PTR("call_back",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config, call_back, call_back_fields),
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

int config_find(const void *rowv, size_t rowc, size_t size, size_t offset,
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
	return config_find(conf->menus, conf->menus_count, sizeof(*conf->menus),
			   offsetof(struct config_menu, name), name);
}

int config_tenant_at(const struct config *conf, const char *name)
{
	return config_find(conf->tenants, conf->tenants_count,
			   sizeof(*conf->tenants),
			   offsetof(struct config_tenant, name), name);
}

int config_list_at(const struct config *conf, const char *name)
{
	return config_find(conf->lists, conf->lists_count, sizeof(*conf->lists),
			   offsetof(struct config_list, name), name);
}

int config_trunk_at(const struct config *conf, const char *name)
{
	return config_find(conf->trunks, conf->trunks_count,
			   sizeof(*conf->trunks),
			   offsetof(struct config_trunk, name), name);
}

const struct config_seat *config_seat_find(const struct config *conf,
					   const char *name)
{
	const int i = config_find(conf->seats, conf->seats_count,
				  sizeof(*conf->seats),
				  offsetof(struct config_seat, seat), name);

	return i < 0 ? NULL : &conf->seats[i];
}

enum config_transport config_trunk_transport(const struct config_trunk *t)
{
	if (t->transport)
		return *t->transport;
	return t->account ? t->account->transport : CONFIG_UDP;
}

const char *config_key(const struct config_keys *row, char key)
{
	const char *name = key ? strchr(key_names, key) : NULL;
	const char *to;

	if (!row || !name)
		return NULL;
	memcpy(&to, (const char *)row + keys[name - key_names], sizeof(to));
	return to;
}

int64_t config_ms(const unsigned *seconds, int64_t otherwise)
{
	return seconds ? (int64_t)*seconds * 1000 : otherwise;
}

int config_load(struct config **confp, const char *path)
{
	struct config *conf = NULL;
	char place[64] = "";
	const struct spot spot = { place, sizeof(place) };
	void *data = NULL;
	int err = yml_load(path, &schema, &data);

	if (err)
		return err;

	conf = data;
	err = config_settle_files(conf, path);
	if (!err)
		err = config_check(conf, &spot);
	if (err) {
		err = yml_error_in(err, path, place);
		config_free(conf);
		return err;
	}

	*confp = conf;
	return 0;
}

static void wipe(char *secret)
{
	if (secret)
		crypto_wipe(secret, strlen(secret));
}

void config_free(struct config *conf)
{
	for (unsigned i = 0; conf && i < conf->seats_count; i++)
		wipe(conf->seats[i].secret);
	for (unsigned i = 0; conf && i < conf->trunks_count; i++) {
		if (conf->trunks[i].account)
			wipe(conf->trunks[i].account->secret);
	}
	yml_free(&schema, conf);
}
