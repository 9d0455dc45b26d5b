/**
 * @file cli/cmd_share.c  share: a database for all of a group
 */
#include <errno.h>
#include <getopt.h>
#include <grp.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "dossier/office.h"
#include "store/share.h"
#include "util/err.h"
#include "util/lang.h"

static int print_share(const struct cli *cli)
{
	const char *path = db_path(cli->db);
	const struct group *group = NULL;
	struct share share;
	cJSON *tree;
	int err = share_read(&share, path);

	if (err)
		return err;
	if (share.with_group)
		group = getgrgid(share.gid);
	if (cli->json) {
		tree = cJSON_CreateObject();
		(void)cJSON_AddStringToObject(tree, "file", path);
		cli_add_text(tree, "group", group ? group->gr_name : NULL);
		cli_print_json(tree);
	} else if (share.with_group) {
		cli_say(_("%s: shared with the group %s"), path,
			group ? group->gr_name : "?");
	} else {
		cli_say(_("%s: for its owner only"), path);
	}

	return 0;
}

int cmd_share(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "off", no_argument, NULL, 'o' }, { NULL, 0, NULL, 0 }
	};
	struct share share = { .with_group = true };
	const struct group *group = NULL;
	int err = 0;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'o')
			return cli_usage(argv[0]);
		share.with_group = false;
	}
	if (argc - optind != (share.with_group ? 1 : 0))
		return argc == 1 ? print_share(cli) : cli_usage(argv[0]);

	if (share.with_group) {
		group = getgrnam(argv[optind]);
		if (!group)
			return err_set(ENOENT,
				       _("there is no group %s here; make it "
					 "with: groupadd %s"),
				       argv[optind], argv[optind]);
		share.gid = group->gr_gid;
	}

	err = share_write(&share, db_path(cli->db));
	return err ? err : print_share(cli);
}
