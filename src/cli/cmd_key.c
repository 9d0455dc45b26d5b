/**
 * @file cli/cmd_key.c  key: database and vault encrypted
 */
#include <errno.h>
#include <getopt.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "dossier/sealing.h"
#include "store/db_care.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/passkey.h"
#include "util/str.h"
#include "util/util.h"

#define HOURS_MAX 8760UL
#define HOUR	  3600UL

/* Path of the database of this run, which must be there */
static int find_path(const struct cli *cli, char **pathp)
{
	char *path = dossier_db_path(cli->db_path);

	if (access(path, F_OK) != 0) {
		const int err = err_set(ENOENT, _("%s: not found"), path);
		free(path);
		return err;
	}

	*pathp = path;
	return 0;
}

static void say_status(bool sealed)
{
	if (sealed)
		cli_say(_("encrypted"));
	else
		cli_say(_("not encrypted: who has the file reads all of it"));
	if (sealed)
		cli_say(passkey_ring_has()
				? _("the keyring of this account has its key")
				: _("the keyring of this account has no key of "
				    "it"));
	if (!db_has_cipher())
		cli_say(_("this program was built without SQLCipher and does "
			  "not open encrypted databases"));
}

static int key_status(struct cli *cli, int argc, char **argv)
{
	cJSON *tree;
	char *path = NULL;
	bool sealed;
	int err = argc > 1 ? cli_usage("key") : find_path(cli, &path);

	(void)argv;
	if (err)
		return err;

	sealed = cli->db ? db_key(cli->db) != NULL : db_is_sealed(path);
	if (cli->json) {
		tree = cJSON_CreateObject();
		cli_add_text(tree, "file", path);
		(void)cJSON_AddBoolToObject(tree, "encrypted", sealed);
		(void)cJSON_AddBoolToObject(tree, "keyring",
					    passkey_ring_has());
		(void)cJSON_AddBoolToObject(tree, "built_in", db_has_cipher());
		cli_print_json(tree);
	} else {
		say_status(sealed);
	}
	free(path);
	return 0;
}

/* --new-key-fd N, or typed twice */
static int read_new_key(struct passkey **keyp, int argc, char **argv)
{
	static const struct option options[] = {
		{ "new-key-fd", required_argument, NULL, 'n' },
		{ NULL, 0, NULL, 0 }
	};
	int fd = -1;
	int o;

	optind = 0;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'n')
			return cli_usage_of("key", argv[0]);
		if (cli_read_fd(optarg, &fd))
			return EINVAL;
	}
	if (optind != argc)
		return cli_usage_of("key", argv[0]);

	return fd >= 0 ? passkey_read_fd(keyp, fd) : passkey_ask_new(keyp);
}

static void tell_step(int64_t done, int64_t of, void *arg)
{
	(void)arg;
	if (isatty(STDERR_FILENO))
		(void)fprintf(stderr, "\r%s %lld %%", _("files:"),
			      (long long)(done * 100 / of));
	if (isatty(STDERR_FILENO) && done == of)
		(void)fputs("\r\033[K", stderr);
}

/* Copies of former states are as they were */
static void tell_copies(const char *path)
{
	static const char *const ends[] = { ".schema-*", ".before-*" };
	struct str pattern = { 0 };
	glob_t copies = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		str_clear(&pattern);
		str_addf(&pattern, "%s%s", path, ends[i]);
		(void)glob(pattern.s, i ? GLOB_APPEND : 0, NULL, &copies);
	}
	for (size_t i = 0; i < copies.gl_pathc; i++) {
		if (!db_is_sealed(copies.gl_pathv[i]))
			cli_say(_("! %s is a former state and not encrypted; "
				  "remove it if it is not needed"),
				copies.gl_pathv[i]);
	}
	globfree(&copies);
	str_release(&pattern);
}

static void tell_done(enum sealing_act act, const char *path)
{
	if (act == SEALING_OFF) {
		cli_say(_("%s and its files are no longer encrypted"), path);
		return;
	}

	if (act == SEALING_ON) {
		cli_say(_("%s and its files are encrypted"), path);
		tell_copies(path);
		cli_say(_("backups made before are not; the disk may keep what "
			  "was removed until it is written over"));
	} else {
		cli_say(_("%s has another key; backups made before have the "
			  "former one"),
			path);
	}
	cli_say(_("keep the key where it outlives this machine: without it "
		  "nobody can read the database or its backups"));
}

/* What was changed is opened as it is now, which also ends the change */
static int change(struct cli *cli, enum sealing_act act, struct passkey *key)
{
	char *path = NULL;
	int err = find_path(cli, &path);

	if (!err)
		err = dossier_db_open(&cli->db, path);
	if (!err)
		err = sealing_change(cli->db, act, key, tell_step, NULL);
	if (err) {
		free(path);
		passkey_free(key);
		return err;
	}

	db_close(cli->db);
	cli->db = NULL;
	if (passkey_ring_has())
		(void)passkey_ring_drop();
	if (key)
		passkey_have(key);
	err = dossier_db_open(&cli->db, path);
	if (!err && !cli->json)
		tell_done(act, path);
	else if (!err)
		err = key_status(cli, 1, NULL);
	free(path);
	return err;
}

static int key_off(struct cli *cli, int argc, char **argv)
{
	if (argc > 1)
		return cli_usage_of("key", argv[0]);

	return change(cli, SEALING_OFF, NULL);
}

/* Whether there is anything to do comes before a key is asked for */
static int key_on_or_change(struct cli *cli, enum sealing_act act, int argc,
			    char **argv)
{
	struct passkey *key = NULL;
	char *path = NULL;
	int err = db_has_cipher() ? find_path(cli, &path) : db_no_cipher();

	if (!err && db_is_sealed(path) != (act == SEALING_CHANGE))
		err = act == SEALING_ON
			      ? err_set(EEXIST,
					_("it is encrypted already; callpermit "
					  "key change gives it another key"))
			      : err_set(ENOENT,
					_("it is not encrypted; callpermit key "
					  "on encrypts it"));
	free(path);
	if (!err)
		err = read_new_key(&key, argc, argv);
	return err ? err : change(cli, act, key);
}

static int key_on(struct cli *cli, int argc, char **argv)
{
	return key_on_or_change(cli, SEALING_ON, argc, argv);
}

static int key_change(struct cli *cli, int argc, char **argv)
{
	return key_on_or_change(cli, SEALING_CHANGE, argc, argv);
}

static int read_hours(unsigned *secondsp, int argc, char **argv)
{
	static const struct option options[] = {
		{ "hours", required_argument, NULL, 'h' }, { NULL, 0, NULL, 0 }
	};
	unsigned long hours;
	char *end = NULL;
	int o;

	*secondsp = 0;
	optind = 0;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'h')
			return cli_usage_of("key", argv[0]);
		hours = strtoul(optarg, &end, 10);
		if (*optarg < '0' || *optarg > '9' || *end || hours < 1 ||
		    hours > HOURS_MAX)
			return err_set(EINVAL,
				       _("--hours: how long the keyring keeps "
					 "it, 1 to %lu, not \"%s\""),
				       HOURS_MAX, optarg);
		*secondsp = (unsigned)(hours * HOUR);
	}

	return optind == argc ? 0 : cli_usage_of("key", argv[0]);
}

/* Only a key that fits is kept */
static int key_remember(struct cli *cli, int argc, char **argv)
{
	unsigned seconds = 0;
	char *path = NULL;
	int err = read_hours(&seconds, argc, argv);

	if (!err)
		err = find_path(cli, &path);
	if (!err && !db_is_sealed(path))
		err = err_set(ENOENT, _("it is not encrypted; callpermit key "
					"on encrypts it"));
	if (!err)
		err = dossier_db_open(&cli->db, path);
	if (!err)
		err = passkey_ring_keep(db_key(cli->db), seconds);
	if (!err && seconds > 0)
		cli_say(_("the keyring of this account keeps the key for %u "
			  "hours"),
			seconds / (unsigned)HOUR);
	else if (!err)
		cli_say(_("the keyring of this account keeps the key until the "
			  "machine stops"));
	free(path);
	return err;
}

static int key_forget(struct cli *cli, int argc, char **argv)
{
	int err = argc > 1 ? cli_usage_of("key", argv[0]) : passkey_ring_drop();

	(void)cli;
	if (!err)
		cli_say(_("the keyring of this account has the key no more"));
	return err;
}

static int log_handler(const struct sealing_row *row, void *arg)
{
	char at[DATE_TIME_TEXT];
	cJSON *list = arg;
	cJSON *tree;

	(void)date_time_encode(at, row->at);
	if (!list) {
		cli_say("%s  %s  %s", at, row->actor, row->act);
		return 0;
	}

	tree = cJSON_CreateObject();
	cli_add_text(tree, "at", at);
	cli_add_text(tree, "actor", row->actor);
	cli_add_text(tree, "act", row->act);
	(void)cJSON_AddItemToArray(list, tree);
	return 0;
}

static int key_log(struct cli *cli, int argc, char **argv)
{
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	char *path = NULL;
	int err = argc > 1 ? cli_usage_of("key", argv[0])
			   : find_path(cli, &path);

	if (!err)
		err = dossier_db_open(&cli->db, path);
	if (!err)
		err = sealing_each(cli->db, log_handler, list);
	free(path);
	if (list && !err)
		cli_print_json(list);
	else
		cJSON_Delete(list);
	return err;
}

static const struct {
	const char *word;
	command_h *run;
} subs[] = {
	{ "status", key_status },     { "on", key_on },
	{ "off", key_off },	      { "change", key_change },
	{ "remember", key_remember }, { "forget", key_forget },
	{ "log", key_log },
};

int cmd_key(struct cli *cli, int argc, char **argv)
{
	if (argc < 2)
		return key_status(cli, argc, argv);
	for (size_t i = 0; i < ARRAY_LEN(subs); i++) {
		if (strcmp(argv[1], subs[i].word) == 0)
			return subs[i].run(cli, argc - 1, argv + 1);
	}

	return cli_unknown(argv[0], argv[1]);
}
