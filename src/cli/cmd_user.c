/**
 * @file cli/cmd_user.c  user, role: who may do what
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/usage.h"
#include "dossier/office.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

#define WIDTH_NAME  16
#define WIDTH_ROLE  10
#define WIDTH_RIGHT 10

static void print_user(const char *account, const char *role,
		       const char *dossiers)
{
	cli_print_cell(account, WIDTH_NAME);
	(void)fputs("  ", stdout);
	cli_print_cell(role, WIDTH_ROLE);
	cli_say("  %s", dossiers ? dossiers : _("all dossiers"));
}

static cJSON *user_json(const char *account, const char *role,
			const char *dossiers)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "account", account);
	(void)cJSON_AddStringToObject(o, "role", role);
	cli_add_text(o, "dossiers", dossiers);
	return o;
}

static int list_handler(const struct office_row *row, void *arg)
{
	cJSON *list = arg;

	if (list)
		(void)cJSON_AddItemToArray(
			list,
			user_json(row->account, row->role, row->dossiers));
	else
		print_user(row->account, row->role, row->dossiers);
	return 0;
}

static int list_users(struct cli *cli)
{
	const char *admin = office_roles[OFFICE_ADMIN].name;
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	char owner[64];
	int err;

	office_owner(cli->db, owner, sizeof(owner));
	if (list)
		(void)cJSON_AddItemToArray(list, user_json(owner, admin, NULL));
	else
		print_user(owner, admin, _("all dossiers; owns the file"));
	err = office_each(cli->db, false, list_handler, list);
	if (list)
		cli_print_json(list);
	return err;
}

static int tell_self(struct cli *cli)
{
	struct office_self self;
	int err = office_self(cli->db, &self);

	if (!err && cli->json)
		cli_print_json(user_json(self.account,
					 office_roles[self.role].name,
					 self.dossiers));
	else if (!err)
		print_user(self.account, office_roles[self.role].name,
			   self.dossiers);
	office_self_release(&self);
	return err;
}

static int log_handler(const struct office_row *row, void *arg)
{
	cJSON *list = arg;
	char at[DATE_TIME_TEXT];
	cJSON *o;

	(void)date_time_encode(at, row->at);
	if (!list) {
		cli_say("%5lld  %s  %-10s %s: %s  %s", (long long)row->seq, at,
			row->actor, row->account,
			*row->role ? row->role : _("no role"),
			row->dossiers ? row->dossiers : "");
		return 0;
	}

	o = user_json(row->account, row->role, row->dossiers);
	(void)cJSON_AddNumberToObject(o, "seq", (double)row->seq);
	(void)cJSON_AddStringToObject(o, "at", at);
	(void)cJSON_AddStringToObject(o, "actor", row->actor);
	(void)cJSON_AddItemToArray(list, o);
	return 0;
}

static int show_log(struct cli *cli, bool verify)
{
	cJSON *list = cli->json && !verify ? cJSON_CreateArray() : NULL;
	int err = verify ? office_verify(cli->db)
			 : office_each(cli->db, true, log_handler, list);

	if (list)
		cli_print_json(list);
	if (!err && verify)
		cli_say(_("the roles are unbroken"));
	return err;
}

static int set_role(struct cli *cli, const char *account, const char *name,
		    const char *dossiers)
{
	enum office_role role = OFFICE_STRANGER;
	int err = name ? office_role_of(name, &role) : 0;

	if (!err && role == OFFICE_APPLICANT && !*dossiers)
		err = err_set(EINVAL,
			      _("an applicant sees named dossiers only: "
				"callpermit user set %s %s --dossier NO"),
			      account, name);
	return err ? err : office_give(cli->db, account, role, dossiers);
}

int cmd_user(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "dossier", required_argument, NULL, 'd' },
		{ "verify", no_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 }
	};
	struct str dossiers = { 0 };
	bool verify = false;
	const char *word;
	int err = 0;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'v')
			verify = true;
		else if (o == 'd')
			str_addf(&dossiers, "%s%s", dossiers.len ? " " : "",
				 optarg);
		else
			err = EINVAL;
	}
	argc -= optind;
	argv += optind;
	word = argc > 0 ? argv[0] : "list";
	if (err)
		err = cli_usage("user");
	else if (strcmp(word, "list") == 0 && argc <= 1)
		err = list_users(cli);
	else if (strcmp(word, "self") == 0 && argc == 1)
		err = tell_self(cli);
	else if (strcmp(word, "log") == 0 && argc == 1)
		err = show_log(cli, verify);
	else if (strcmp(word, "set") == 0 && argc == 3)
		err = set_role(cli, argv[1], argv[2], str_text(&dossiers));
	else if (strcmp(word, "drop") == 0 && argc == 2)
		err = set_role(cli, argv[1], NULL, "");
	else
		err = office_find(office_commands, "user", word)->word ||
				      strcmp(word, "set") == 0 ||
				      strcmp(word, "drop") == 0
			      ? cli_usage_of("user", word)
			      : cli_unknown("user", word);
	str_release(&dossiers);
	return err;
}

static void print_role(enum office_role role)
{
	cli_say("%s: %s", office_roles[role].name, _(office_roles[role].help));
	for (unsigned i = MAY_LOOK; i < OFFICE_RIGHTS; i++) {
		const bool has = office_has(role, (enum office_right)i);

		(void)printf("  %s  ", has ? "✓" : "-");
		cli_print_cell(office_rights[i].name, WIDTH_RIGHT);
		cli_say("%s", _(office_rights[i].help));
	}
}

static cJSON *role_json(enum office_role role)
{
	cJSON *o = cJSON_CreateObject();
	cJSON *may = cJSON_AddArrayToObject(o, "may");

	(void)cJSON_AddStringToObject(o, "role", office_roles[role].name);
	for (unsigned i = MAY_LOOK; i < OFFICE_RIGHTS; i++) {
		if (office_has(role, (enum office_right)i))
			(void)cJSON_AddItemToArray(
				may, cJSON_CreateString(office_rights[i].name));
	}
	return o;
}

int cmd_role(struct cli *cli, int argc, char **argv)
{
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	enum office_role only = OFFICE_ROLES;
	int err = argc > 2 ? cli_usage(argv[0]) : 0;

	if (!err && argc == 2)
		err = office_role_of(argv[1], &only);
	for (unsigned i = 0; !err && i < OFFICE_ROLES; i++) {
		if (only != OFFICE_ROLES && only != i)
			continue;
		if (list)
			(void)cJSON_AddItemToArray(
				list, role_json((enum office_role)i));
		else
			print_role((enum office_role)i);
	}
	if (list && !err)
		cli_print_json(list);
	else
		cJSON_Delete(list);
	return err;
}
