/**
 * @file cli/cmd_import.c  import, export
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>

#include "cli/cli.h"
#include "dossier/parcel.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"

/* One file, of YAML or a whole dossier */
static int import_one(struct cli *cli, const char *path, bool draft,
		      const char *no, struct dossier *d)
{
	struct parcel parcel = { 0 };
	int err;

	if (!parcel_is(path))
		return no ? err_set(EINVAL,
				    _("%s: --as is for files of export "
				      "--with-evidence; write the number into "
				      "its line \"dossier:\""),
				    path)
			  : dossier_import(cli->db, cli->pack, path, draft, d);

	err = parcel_read(cli->db, cli->shipped, path, no, d, &parcel);
	if (!err && !cli->json)
		cli_say(_("%s: %lld journal rows, unbroken, head %s"), d->no,
			(long long)d->journal_len, d->journal_head);
	if (!err && !cli->json && parcel.missing > 0)
		cli_say(_("%lld files it names were not kept where it comes "
			  "from"),
			(long long)parcel.missing);
	return err;
}

int cmd_import(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "draft", no_argument, NULL, 'd' },
		{ "as", required_argument, NULL, 'a' },
		{ NULL, 0, NULL, 0 }
	};
	cJSON *list = NULL;
	const char *no = NULL;
	bool draft = false;
	int err = 0;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == '?')
			return cli_usage(argv[0]);
		if (o == 'a')
			no = optarg;
		draft |= o == 'd';
	}
	if (optind == argc || (no && optind + 1 < argc))
		return cli_usage(argv[0]);

	list = cli->json ? cJSON_CreateArray() : NULL;
	for (int i = optind; i < argc && !err; i++) {
		struct dossier d = { 0 };

		err = import_one(cli, argv[i], draft, no, &d);
		if (err)
			break;
		if (list)
			(void)cJSON_AddItemToArray(list,
						   cJSON_CreateString(d.no));
		else
			cli_say(_("%s  %s  %lld facts"), d.no, d.name,
				(long long)d.facts);
		(void)fflush(stdout);
		dossier_release(&d);
	}

	if (list)
		cli_print_json(list);
	return err;
}

static int export_whole(struct cli *cli, const struct dossier *d,
			const char *path)
{
	struct parcel parcel = { 0 };
	cJSON *tree = NULL;
	int err = parcel_write(cli->db, d->id, path, &parcel);

	if (err)
		return err;
	if (cli->json) {
		tree = cJSON_CreateObject();
		(void)cJSON_AddStringToObject(tree, "dossier", d->no);
		(void)cJSON_AddStringToObject(tree, "file", path);
		(void)cJSON_AddNumberToObject(tree, "rows",
					      (double)parcel.rows);
		(void)cJSON_AddNumberToObject(tree, "files",
					      (double)parcel.files);
		(void)cJSON_AddNumberToObject(tree, "missing",
					      (double)parcel.missing);
		cli_print_json(tree);
		return 0;
	}
	cli_say(_("%s: %lld journal rows and %lld files in %s"), d->no,
		(long long)parcel.rows, (long long)parcel.files, path);
	if (parcel.missing > 0)
		cli_say(_("%lld files it names are not kept here; they are not "
			  "in it"),
			(long long)parcel.missing);
	return 0;
}

/* As YAML, to a file or the standard output */
static int export_text(struct cli *cli, const struct dossier *d,
		       const char *path, bool files)
{
	struct str text = { 0 };
	int err = dossier_export(cli->db, cli->pack, d, &text);

	if (!err && files)
		err = dossier_export_files(cli->db, cli->pack, d, path);
	if (!err && path)
		err = file_write(path, text.s, text.len);
	else if (!err)
		(void)fwrite(text.s, 1, text.len, stdout);
	str_release(&text);
	return err;
}

int cmd_export(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "files", no_argument, NULL, 'f' },
		{ "with-evidence", no_argument, NULL, 'w' },
		{ NULL, 0, NULL, 0 }
	};
	const char *path = NULL;
	struct dossier d = { 0 };
	bool files = false;
	bool whole = false;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		if (o == '?')
			return cli_usage(argv[0]);
		if (o == 'o')
			path = optarg;
		files |= o == 'f';
		whole |= o == 'w';
	}
	if (optind + 1 != argc || ((files || whole) && !path) ||
	    (files && whole))
		return cli_usage(argv[0]);

	err = cli_open(cli, argv[optind], &d);
	if (!err)
		err = whole ? export_whole(cli, &d, path)
			    : export_text(cli, &d, path, files);
	dossier_release(&d);
	return err;
}
