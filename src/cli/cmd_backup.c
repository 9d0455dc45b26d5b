/**
 * @file cli/cmd_backup.c  backup, restore
 */
#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "dossier/backup.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define NAME_HEAD "callpermit-"
#define NAME_TAIL ".tar"
#define NAME_LEN  (sizeof("callpermit-20261128-140509.tar") - 1)
#define KEEP_MAX  10000
#define STEP_MS	  500

/* What is told while it goes on */
struct telling {
	cJSON *flaws; /* with --json */
	int64_t told; /* when, by the clock that never jumps */
	bool on_line; /* a line of progress stands there */
};

static void clear_line(struct telling *t)
{
	if (t->on_line)
		(void)fputs("\r\033[K", stderr);
	t->on_line = false;
}

static void tell_flaw(const char *text, void *arg)
{
	struct telling *t = arg;

	clear_line(t);
	if (t->flaws)
		(void)cJSON_AddItemToArray(t->flaws, cJSON_CreateString(text));
	else
		cli_say("! %s", text);
}

static void tell_step(int64_t done, int64_t of, void *arg)
{
	struct telling *t = arg;
	const int64_t now = clock_mono();

	if (!isatty(STDERR_FILENO) || now - t->told < STEP_MS)
		return;
	t->told = now;
	clear_line(t);
	if (of > 0)
		(void)fprintf(stderr, _("files: %lld of %lld"), (long long)done,
			      (long long)of);
	else
		(void)fprintf(stderr, _("files: %lld"), (long long)done);
	t->on_line = true;
}

static struct backup_watch watch_of(struct telling *t, const struct cli *cli)
{
	*t = (struct telling){ .told = clock_mono() };
	if (cli->json)
		t->flaws = cJSON_CreateArray();

	return (struct backup_watch){ tell_flaw, tell_step, t };
}

static void print_json(struct telling *t, const struct backup *b,
		       const char *path, const char *aside)
{
	cJSON *tree = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(tree, "file", path);
	(void)cJSON_AddNumberToObject(tree, "at", (double)b->at);
	(void)cJSON_AddNumberToObject(tree, "last", (double)b->last);
	(void)cJSON_AddNumberToObject(tree, "dossiers", (double)b->dossiers);
	(void)cJSON_AddNumberToObject(tree, "files", (double)b->files);
	(void)cJSON_AddNumberToObject(tree, "missing", (double)b->missing);
	(void)cJSON_AddNumberToObject(tree, "bytes", (double)b->bytes);
	(void)cJSON_AddBoolToObject(tree, "encrypted", b->sealed);
	(void)cJSON_AddItemToObject(tree, "flaws", t->flaws);
	if (aside)
		(void)cJSON_AddStringToObject(tree, "aside", aside);
	t->flaws = NULL;
	cli_print_json(tree);
}

static void print_lines(const struct backup *b, const char *path,
			const char *aside)
{
	char last[DATE_TIME_TEXT];

	cli_say(_("%s: %lld dossiers, %lld files, %.1f MB"), path,
		(long long)b->dossiers, (long long)b->files,
		(double)b->bytes / 1e6);
	if (b->sealed)
		cli_say(_("it is encrypted, with the key that its database "
			  "has"));
	if (b->last > 0)
		cli_say(_("the newest change in it is of %s"),
			date_time_encode(last, b->last));
	if (b->missing > 0)
		cli_say(_("%lld files are named by dossiers and were not kept "
			  "here; they are not in it"),
			(long long)b->missing);
	if (b->flaws > 0)
		cli_say(_("%lld things are wrong, see above; everything else "
			  "is in order"),
			(long long)b->flaws);
	if (aside)
		cli_say(_("what was there before is now %s"), aside);
}

/* The end of a command that reads or writes a backup */
static int tell(struct cli *cli, struct telling *t, const struct backup *b,
		const char *path, const char *aside, int err)
{
	clear_line(t);
	if (!err && cli->json)
		print_json(t, b, path, aside);
	else if (!err)
		print_lines(b, path, aside);
	cli->findings = !err && b->flaws > 0;
	cJSON_Delete(t->flaws);
	return err;
}

static int write_one(struct cli *cli, const char *path)
{
	struct backup backup = { 0 };
	struct telling t;
	const struct backup_watch watch = watch_of(&t, cli);
	int err = dossier_db_open(&cli->db, cli->db_path);

	if (!err)
		err = backup_write(cli->db, path, &watch, &backup);
	return tell(cli, &t, &backup, path, NULL, err);
}

static int check_one(struct cli *cli, const char *path)
{
	struct backup backup = { 0 };
	struct telling t;
	const struct backup_watch watch = watch_of(&t, cli);
	int err = backup_verify(path, &watch, &backup);

	return tell(cli, &t, &backup, path, NULL, err);
}

/* Only what "--into" itself has named */
static int is_ours(const struct dirent *e)
{
	const size_t head = sizeof(NAME_HEAD) - 1;
	const char *n = e->d_name;

	return strlen(n) == NAME_LEN && strncmp(n, NAME_HEAD, head) == 0 &&
	       strspn(n + head, "0123456789-") ==
		       NAME_LEN - head - (sizeof(NAME_TAIL) - 1) &&
	       strcmp(n + NAME_LEN - (sizeof(NAME_TAIL) - 1), NAME_TAIL) == 0;
}

static int remove_old(const char *dir, size_t keep)
{
	struct dirent **entryv = NULL;
	const int n = scandir(dir, &entryv, is_ours, alphasort);
	int err = n < 0 ? err_set(EIO, "%s: %s", dir, strerror(errno)) : 0;

	for (int i = 0; i < n; i++) {
		struct str path = { 0 };

		str_addf(&path, "%s/%s", dir, entryv[i]->d_name);
		if ((size_t)(n - i) > keep && unlink(path.s) != 0)
			err = err_set(EIO, "%s: %s", path.s, strerror(errno));
		str_release(&path);
		free(entryv[i]);
	}
	free(entryv);
	return err;
}

/* The newest stay; old ones go only when the new one is good */
static int write_into(struct cli *cli, const char *dir, size_t keep)
{
	char now[DATE_TIME_TEXT];
	struct str path = { 0 };
	int err = file_mkdirs(dir);

	(void)date_time_encode(now, clock_now());
	str_addf(&path, "%s/" NAME_HEAD "%.4s%.2s%.2s-%.2s%.2s%.2s" NAME_TAIL,
		 dir, now, now + 5, now + 8, now + 11, now + 14, now + 17);
	if (!err)
		err = write_one(cli, path.s);
	if (!err && keep > 0)
		err = remove_old(dir, keep);
	str_release(&path);
	return err;
}

static int read_keep(const char *text, size_t *keepp)
{
	char *end = NULL;
	const unsigned long n = strtoul(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end || n < 1 || n > KEEP_MAX)
		return err_set(EINVAL,
			       _("--keep: how many backups stay, 1 to %d, not "
				 "\"%s\""),
			       KEEP_MAX, text);
	*keepp = (size_t)n;
	return 0;
}

int cmd_backup(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "into", required_argument, NULL, 'i' },
		{ "keep", required_argument, NULL, 'k' },
		{ "check", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 }
	};
	const char *into = NULL;
	const char *check = NULL;
	size_t keep = 0;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'i')
			into = optarg;
		else if (o == 'c')
			check = optarg;
		else if (o != 'k')
			return cli_usage(argv[0]);
		else if (read_keep(optarg, &keep))
			return EINVAL;
	}
	if ((into != NULL) + (check != NULL) + (argc - optind) != 1 ||
	    (keep > 0 && !into))
		return cli_usage(argv[0]);

	return into    ? write_into(cli, into, keep)
	       : check ? check_one(cli, check)
		       : write_one(cli, argv[optind]);
}

int cmd_restore(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "force", no_argument, NULL, 'f' }, { NULL, 0, NULL, 0 }
	};
	struct backup_restore restore = { 0 };
	struct backup backup = { 0 };
	struct backup_watch watch;
	struct telling t;
	char *path;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'f')
			return cli_usage(argv[0]);
		restore.force = true;
	}
	if (argc - optind != 1)
		return cli_usage(argv[0]);

	path = dossier_db_path(cli->db_path);
	restore.path = argv[optind];
	restore.db = path;
	watch = watch_of(&t, cli);
	err = backup_restore(&restore, &watch, &backup);
	err = tell(cli, &t, &backup, path, restore.aside, err);
	free(restore.aside);
	free(path);
	return err;
}
