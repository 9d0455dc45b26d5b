/**
 * @file pack/notify_config.c  Reading and checking the file of channels
 */
#include "pack/notify_config.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/schema.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define PLACE_SIZE 64

/* clang-format off */
static const cyaml_strval_t tls_words[] = {
	{ "starttls", NOTIFY_STARTTLS }, { "tls", NOTIFY_TLS },
	{ "plain", NOTIFY_PLAIN },
};
static const cyaml_schema_field_t mail_fields[] = {
	SCHEMA_TEXT(struct notify_mail, name),
	SCHEMA_TEXT(struct notify_mail, host),
	CYAML_FIELD_UINT("port", CYAML_FLAG_DEFAULT, struct notify_mail, port),
	CYAML_FIELD_ENUM("tls", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL,
			 struct notify_mail, tls, tls_words,
			 ARRAY_LEN(tls_words)),
	SCHEMA_TEXT_OPT(struct notify_mail, user),
	SCHEMA_TEXT_OPT(struct notify_mail, password_file),
	SCHEMA_TEXT_OPT(struct notify_mail, password_env),
	SCHEMA_TEXT(struct notify_mail, from),
	SCHEMA_TEXT_OPT(struct notify_mail, from_name),
	CYAML_FIELD_SEQUENCE("to", CYAML_FLAG_POINTER, struct notify_mail, to,
			     &schema_text, 1, NOTIFY_TO_MAX),
	SCHEMA_TEXT_OPT(struct notify_mail, ca_file),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t mail_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct notify_mail, mail_fields)
};
static const cyaml_schema_field_t robot_fields[] = {
	SCHEMA_TEXT(struct notify_robot, name),
	SCHEMA_TEXT(struct notify_robot, robot),
	SCHEMA_TEXT_OPT(struct notify_robot, url_file),
	SCHEMA_TEXT_OPT(struct notify_robot, url_env),
	SCHEMA_TEXT_OPT(struct notify_robot, secret_file),
	SCHEMA_TEXT_OPT(struct notify_robot, secret_env),
	SCHEMA_TEXT_OPT(struct notify_robot, ca_file),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t robot_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct notify_robot,
			    robot_fields)
};
static const cyaml_schema_value_t days_row = {
	CYAML_VALUE_UINT(CYAML_FLAG_DEFAULT, unsigned)
};
static const cyaml_schema_field_t config_fields[] = {
	CYAML_FIELD_SEQUENCE("days_before",
			     CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct notify_config, days_before, &days_row, 1,
			     NOTIFY_STEPS_MAX),
	CYAML_FIELD_UINT_PTR("within", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct notify_config, within),
	CYAML_FIELD_SEQUENCE("mail", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct notify_config, mail, &mail_row, 0,
			     NOTIFY_CHANNELS_MAX),
	CYAML_FIELD_SEQUENCE("robots", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct notify_config, robots, &robot_row, 0,
			     NOTIFY_CHANNELS_MAX),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct notify_config,
			    config_fields)
};
/* clang-format on */

/* Where a check failed; its sentence is kept by err_set() */
struct place {
	char text[PLACE_SIZE];
};

static int at(struct place *place, const char *list, size_t i, const char *name)
{
	(void)snprintf(place->text, sizeof(place->text), "%s[%zu]%s%s", list, i,
		       *name ? "." : "", name);
	return EBADMSG;
}

static int check_days(const struct notify_config *c, struct place *place)
{
	if (!c->within == !c->days_before) {
		(void)err_set(EBADMSG, _("write either days_before or within"));
		(void)snprintf(place->text, sizeof(place->text), "%s",
			       c->within ? "within" : "");
		return EBADMSG;
	}
	if (c->within && *c->within > NOTIFY_DAYS_MAX) {
		(void)snprintf(place->text, sizeof(place->text), "within");
		return err_set(EBADMSG, _("%u is no number of days up to %d"),
			       *c->within, NOTIFY_DAYS_MAX);
	}
	for (unsigned i = 0; c->days_before && i < c->days_before_count; i++) {
		if (c->days_before[i] <= NOTIFY_DAYS_MAX)
			continue;
		(void)err_set(EBADMSG, _("%u is no number of days up to %d"),
			      c->days_before[i], NOTIFY_DAYS_MAX);
		return at(place, "days_before", i, "");
	}

	return 0;
}

static const char *name_of(const struct notify_config *c, size_t i)
{
	return i < c->mail_count ? c->mail[i].name
				 : c->robots[i - c->mail_count].name;
}

/* What was sent is known by the channel's name */
static int check_names(const struct notify_config *c, struct place *place)
{
	const size_t n = (size_t)c->mail_count + c->robots_count;

	if (n == 0) {
		place->text[0] = '\0';
		return err_set(EBADMSG,
			       _("there is no channel below mail or robots"));
	}
	for (size_t i = 1; i < n; i++) {
		for (size_t k = 0; k < i; k++) {
			if (strcmp(name_of(c, i), name_of(c, k)) != 0)
				continue;
			(void)err_set(EBADMSG, _("\"%s\" is there twice"),
				      name_of(c, i));
			return i < c->mail_count
				       ? at(place, "mail", i, "name")
				       : at(place, "robots", i - c->mail_count,
					    "name");
		}
	}

	return 0;
}

static int check_mail(const struct notify_mail *m, size_t i,
		      struct place *place)
{
	const bool placed = m->password_file || m->password_env;

	if (m->port < 1 || m->port > 65535) {
		(void)err_set(EBADMSG, _("%u is no port"), m->port);
		return at(place, "mail", i, "port");
	}
	if (m->password_file && m->password_env) {
		(void)err_set(EBADMSG, _("write either a file or a variable"));
		return at(place, "mail", i, "password_env");
	}
	if (!m->user != !placed) {
		(void)err_set(EBADMSG,
			      _("a user needs password_file or password_env, "
				"and these a user"));
		return at(place, "mail", i, "");
	}

	return 0;
}

static int check_robot(const struct notify_robot *r, size_t i,
		       struct place *place)
{
	if (!r->url_file == !r->url_env) {
		(void)err_set(EBADMSG, _("write either url_file or url_env"));
		return at(place, "robots", i, r->url_env ? "url_env" : "");
	}
	if (r->secret_file && r->secret_env) {
		(void)err_set(EBADMSG, _("write either a file or a variable"));
		return at(place, "robots", i, "secret_env");
	}

	return 0;
}

static int check(const struct notify_config *c, struct place *place)
{
	int err = check_days(c, place);

	if (!err)
		err = check_names(c, place);
	for (unsigned i = 0; i < c->mail_count && !err; i++)
		err = check_mail(&c->mail[i], i, place);
	for (unsigned i = 0; i < c->robots_count && !err; i++)
		err = check_robot(&c->robots[i], i, place);
	return err;
}

/* A relative path is one beside the file that names it: a timer runs anywhere
 */
static void beside(char **pathp, const char *config)
{
	const char *slash = strrchr(config, '/');
	struct str whole = { 0 };

	if (!*pathp || **pathp == '/' || !slash)
		return;

	str_add_n(&whole, config, (size_t)(slash - config) + 1);
	str_add(&whole, *pathp);
	free(*pathp);
	*pathp = str_take(&whole);
}

static void find_files(struct notify_config *c, const char *config)
{
	for (unsigned i = 0; i < c->mail_count; i++) {
		beside(&c->mail[i].password_file, config);
		beside(&c->mail[i].ca_file, config);
	}
	for (unsigned i = 0; i < c->robots_count; i++) {
		beside(&c->robots[i].url_file, config);
		beside(&c->robots[i].secret_file, config);
		beside(&c->robots[i].ca_file, config);
	}
}

int notify_config_error(int err, const char *path, const char *where)
{
	return yml_error_in(err, path, where);
}

int notify_config_load(struct notify_config **confp, const char *path)
{
	struct notify_config *conf = NULL;
	struct place place = { "" };
	void *data = NULL;
	int err = yml_load(path, &schema, &data);

	if (err)
		return err;

	conf = data;
	err = check(conf, &place);
	if (err) {
		err = yml_error_in(err, path, place.text);
		notify_config_free(conf);
		return err;
	}

	find_files(conf, path);
	*confp = conf;
	return 0;
}

void notify_config_free(struct notify_config *conf)
{
	yml_free(&schema, conf);
}
