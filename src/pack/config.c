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

#define LEVEL_MAX  1000
#define WEIGHT_MAX 1000
#define DAYS_MIN   30 /* MIIT letter 2020-81: kept 30 days and more */

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
static const cyaml_schema_field_t token_fields[] = {
	SCHEMA_TEXT(struct config_token, role),
	SCHEMA_TEXT(struct config_token, sha256),
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
	CYAML_FIELD_MAPPING_PTR("register",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config_trunk, account, account_fields),
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
	UINT_OPT(struct config_number, priority),
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

static const cyaml_schema_field_t seat_fields[] = {
	SCHEMA_TEXT(struct config_seat, seat),
	SCHEMA_TEXT(struct config_seat, user),
	SCHEMA_TEXT(struct config_seat, secret),
	SCHEMA_ROWS(struct config_seat, queues, &member_row),
	CYAML_FIELD_END
};
ROW(seat);

static const cyaml_strval_t formats[] = {
	{ "g711", CONFIG_G711 },
	{ "pcm", CONFIG_PCM },
};

static const cyaml_schema_field_t recording_fields[] = {
	CYAML_FIELD_BOOL("enabled", CYAML_FLAG_DEFAULT,
			 struct config_recording, enabled),
	UINT_OPT(struct config_recording, days),
	SCHEMA_TEXT_OPT(struct config_recording, notice),
	CYAML_FIELD_ENUM("format", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL,
			 struct config_recording, format, formats,
			 ARRAY_LEN(formats)),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t config_fields[] = {
	SCHEMA_TEXT(struct config, realm),
	CYAML_FIELD_MAPPING("listen", CYAML_FLAG_DEFAULT, struct config,
			    listen, listen_fields),
	CYAML_FIELD_MAPPING_PTR("sessions",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config, sessions, sessions_fields),
	CYAML_FIELD_MAPPING_PTR("registrar",
				CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct config, registrar, registrar_fields),
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
	SCHEMA_ROWS_OPT(struct config, priorities, &priority_row),
	CYAML_FIELD_SEQUENCE("pauses", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct config, pauses, &schema_text, 0, 64),
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

static bool bad_priority(unsigned priority)
{
	if (priority <= CONFIG_PRIORITY_MAX)
		return false;
	(void)err_set(EBADMSG, _("a priority is 0 to %d"), CONFIG_PRIORITY_MAX);
	return true;
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
		if (n->priority && bad_priority(*n->priority))
			return at(place, "numbers[%u].priority", i);
	}

	for (unsigned i = 0; i < conf->priorities_count; i++) {
		if (bad_priority(conf->priorities[i].priority))
			return at(place, "priorities[%u].priority", i);
	}

	return 0;
}

static int check_relax(const struct config_queue *q, unsigned queue,
		       struct place *place)
{
	if (q->relax_count > CONFIG_RELAX_MAX) {
		(void)err_set(EBADMSG, _("at most %d steps"), CONFIG_RELAX_MAX);
		return at(place, "queues[%u].relax", queue);
	}
	for (unsigned i = 0; i < q->relax_count; i++) {
		if (i && q->relax[i].after <= q->relax[i - 1].after) {
			(void)err_set(EBADMSG,
				      _("each step comes after the last"));
			return at(place, "queues[%u].relax[%u].after", queue,
				  i);
		}
		if (!q->relax[i].level || q->relax[i].level > LEVEL_MAX) {
			(void)err_set(EBADMSG, _("a level is 1 to %d"),
				      LEVEL_MAX);
			return at(place, "queues[%u].relax[%u].level", queue,
				  i);
		}
	}

	return 0;
}

static int check_queues(const struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->queues_count; i++) {
		const struct config_queue *q = &conf->queues[i];

		if (check_relax(q, i, place))
			return EBADMSG;
		if ((q->ring && !*q->ring) ||
		    (q->ring_step && !*q->ring_step)) {
			(void)err_set(EBADMSG, _("at least 1 s"));
			return at(place, "queues[%u].%s", i,
				  q->ring && !*q->ring ? "ring" : "ring_step");
		}
		if (q->weight && *q->weight > WEIGHT_MAX) {
			(void)err_set(EBADMSG, _("a weight is at most %d"),
				      WEIGHT_MAX);
			return at(place, "queues[%u].weight", i);
		}
	}

	return 0;
}

static int check_seats(const struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->seats_count; i++) {
		const struct config_seat *s = &conf->seats[i];

		for (unsigned k = 0; k < s->queues_count; k++) {
			const unsigned *level = s->queues[k].level;

			if (level && (!*level || *level > LEVEL_MAX)) {
				(void)err_set(EBADMSG, _("a level is 1 to %d"),
					      LEVEL_MAX);
				return at(place, "seats[%u].queues[%u].level",
					  i, k);
			}
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
	if (!conf->recording || !conf->recording->days ||
	    *conf->recording->days >= DAYS_MIN)
		return 0;

	(void)err_set(EBADMSG, _("recordings are kept %d days or longer"),
		      DAYS_MIN);
	return at(place, "recording.days");
}

static int check_range(const unsigned *n, unsigned min, unsigned max)
{
	if (!n || (*n >= min && *n <= max))
		return 0;
	return err_set(EBADMSG, _("expected a number from %u to %u"), min, max);
}

static int check_trunks(const struct config *conf, struct place *place)
{
	static const char *const schemes[] = { "udp:", "tcp:", "tls:" };

	for (unsigned i = 0; i < conf->trunks_count; i++) {
		const struct config_account *a = conf->trunks[i].account;
		bool listens = false;

		if (!a)
			continue;
		if (check_range(a->expires, 60, 86400))
			return at(place, "trunks[%u].register.expires", i);
		for (unsigned k = 0; k < conf->listen.sip_count; k++)
			listens = listens || !strncmp(conf->listen.sip[k],
						      schemes[a->transport], 4);
		if (listens)
			continue;
		(void)err_set(EBADMSG, _("listen.sip has no %s address"),
			      schemes[a->transport]);
		return at(place, "trunks[%u].register", i);
	}

	return 0;
}

static int check_registrar(const struct config *conf, struct place *place)
{
	const struct config_registrar *r = conf->registrar;
	unsigned min = r && r->min_expires ? *r->min_expires : 1;

	if (!r)
		return 0;
	if (check_range(r->min_expires, 1, 86400))
		return at(place, "registrar.min_expires");
	if (check_range(r->max_expires, min, 86400))
		return at(place, "registrar.max_expires");
	if (check_range(r->contacts, 1, 16))
		return at(place, "registrar.contacts");
	if (check_range(r->qualify, 0, 86400))
		return at(place, "registrar.qualify");
	return 0;
}

static int check_sessions(const struct config *conf, struct place *place)
{
	const struct config_sessions *s = conf->sessions;

	if (!s)
		return 0;
	if (check_range(s->min, 2, 86400))
		return at(place, "sessions.min");
	if (s->expires && *s->expires &&
	    check_range(s->expires, s->min ? *s->min : 90, 86400))
		return at(place, "sessions.expires");
	return 0;
}

static int check_tls(const struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->listen.sip_count; i++) {
		if (strncmp(conf->listen.sip[i], "tls:", 4) != 0 ||
		    (conf->listen.certificate && conf->listen.key))
			continue;
		(void)err_set(EBADMSG, _("tls: needs listen.certificate and "
					 "listen.key"));
		return at(place, "listen.sip[%u]", i);
	}

	return 0;
}

static int check(struct config *conf, struct place *place)
{
	int err = check_ports(&conf->listen.rtp, place);

	if (!err)
		err = check_tls(conf, place);
	if (!err)
		err = check_registrar(conf, place);
	if (!err)
		err = check_sessions(conf, place);
	if (!err)
		err = check_trunks(conf, place);
	if (!err)
		err = check_unique(conf, place);
	if (!err)
		err = check_tenants(conf, place);
	if (!err)
		err = check_numbers(conf, place);
	if (!err)
		err = config_check_flow(
			conf,
			&(struct spot){ place->text, sizeof(place->text) });
	if (!err)
		err = check_queues(conf, place);
	if (!err)
		err = check_seats(conf, place);
	if (!err)
		err = check_recording(conf, place);
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
