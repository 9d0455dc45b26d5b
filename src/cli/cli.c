/**
 * @file cli/cli.c  The command line: options, commands, exit codes
 */
#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/usage.h"
#include "dossier/office.h"
#include "dossier/pin.h"
#include "util/clock.h"
#include "util/core.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/settings.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define LINE_SIZE 2048

/* clang-format off */
const struct command commands[] = {
	{ "tui",    "[NO | SCREEN [NO]] [--plain]",            N_("Open the terminal program; the default without a command"), NEED_DB | ON_SCREEN, cmd_tui },
	{ "init",   "",                              N_("Create the dossier database"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_init },
	{ "import", "[--draft] FILE... | [--as NO] FILE", N_("Read dossiers from YAML files, or whole ones from other offices"), NEED_PACK | NEED_DB, cmd_import },
	{ "export", "NO [--files] [-o FILE] | NO --with-evidence -o FILE", N_("Write a dossier as YAML, or all of it as one file"), NEED_PACK | NEED_DB, cmd_export },
	{ "new",    "[FACT=VALUE...]",               N_("Open a new dossier"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_new },
	{ "list",   "[TEXT]",                        N_("List the dossiers whose number or company contains TEXT"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_list },
	{ "search", "TEXT... | --rebuild",           N_("Find a text in numbers, companies and facts"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_search },
	{ "show",   "NO [--all]",                    N_("Show the facts of a dossier; --all also those not filled in"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_show },
	{ "set",    "NO [--draft] [--accept] [--reason TEXT] FACT=VALUE...", N_("Set facts; an empty VALUE clears; all or none"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_set },
	{ "rows",   "NO GROUP import FILE|- [--replace] [--draft] [--dry-run] | NO GROUP export [-o FILE]", N_("Take the rows of a group from a CSV table, or write them as one"), NEED_PACK | NEED_DB, cmd_rows },
	{ "undo",   "NO",                            N_("Take back the last change of a dossier"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_undo },
	{ "redo",   "NO",                            N_("Bring back the change that was taken back last"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_redo },
	{ "log",    "NO [--verify]",                 N_("Show the journal of a dossier, or verify it"), NEED_PACK | NEED_DB, cmd_log },
	{ "assess", "[NO] [QUESTION=ANSWER...]",     N_("Say whether a licence is needed, and from whom"), NEED_PACK, cmd_assess },
	{ "check",  "NO [--all] [--explain RULE] [--what-if FACT=VALUE...]", N_("Say what is missing or wrong, and why"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_check },
	{ "stage",  "NO",                            N_("Show where a dossier is, what is due, and what can be done"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_stage },
	{ "act",    "NO ACT [--date DATE] [--reason TEXT] [FIELD=VALUE...]", N_("Put down what was done, and move the dossier on"), NEED_PACK | NEED_DB | ON_SCREEN, cmd_act },
	{ "due",    "[NO] [--within DAYS] [--ics [-o FILE]]",  N_("Show who must act by when, over all dossiers"), NEED_PACK | NEED_DB, cmd_due },
	{ "notify", "[--config FILE] [--dry-run] [--retry]", N_("Send reminders of what is due by mail and office chats"), NEED_PACK | NEED_DB, cmd_notify },
	{ "duty",   "NO done KEY [--date DATE] | NO undone KEY | NO off ID --reason TEXT | NO on ID", N_("Tick a duty off, or switch it off with a reason"), NEED_PACK | NEED_DB, cmd_duty },
	{ "handover", "NO",                          N_("Print what somebody who takes a dossier over must know"), NEED_PACK | NEED_DB, cmd_handover },
	{ "forecast", "NO [--seed N] | NO --history | --score", N_("Estimate when a dossier comes to its milestones"), NEED_PACK | NEED_DB, cmd_forecast },
	{ "sheet",  "NO [copy FACT | walk | tick FACT... | untick FACT... | compare FACT FILE]", N_("Carry the fields over to the portal, in its order"), NEED_PACK | NEED_DB, cmd_sheet },
	{ "forget", "list [--within DAYS] | NO [--dry-run] --reason TEXT FACT... | NO [--dry-run] --reason TEXT --due | NO [--dry-run] --reason TEXT --all | clean", N_("List personal data whose term is over, and delete it for good"), NEED_PACK | NEED_DB, cmd_forget },
	{ "migrate", "NO [--dry-run]",               N_("Move a dossier to the rule pack that comes with the program"), NEED_PACK | NEED_DB, cmd_migrate },
	{ "paper",  "NO list | NO make [--all | --aids] [--blank] [--templates DIR] [DOC...] -o DIR | NO show DOC [--open] [--text] [--page N] [--templates DIR] | NO print [--templates DIR] [DOC...] [-- LP-OPTION...] | NO versions | NO diff V1 [V2]", N_("List, write, show, print or compare the papers of the filing"), NEED_PACK | NEED_DB, cmd_paper },
	{ "bundle", "NO -o FILE.zip [--templates DIR] [--force --reason TEXT] | NO --dry-run", N_("Write the whole filing as one zip: papers, index, manifest"), NEED_PACK | NEED_DB, cmd_bundle },
	{ "print",  "FILE.md -o FILE.pdf [--title TEXT] [--pages N]", N_("Print a Markdown file as PDF, as papers are printed"), NEED_NOTHING, cmd_print },
	{ "pack",   "lint | show [PART] | test [FILE...]",                   N_("Check, list or test the rule pack in forms/ and data/"), NEED_NOTHING, cmd_pack },
	{ "engine", "--config FILE [--check] | --token ROLE", N_("Run the inbound call engine in the foreground"), NEED_ALONE, cmd_engine },
	{ "board",  "--url URL --token-file FILE|--token-fd N [--ca FILE] [--dossier NO | --plain | --once]", N_("Watch the seats, queues and calls of an engine"), NEED_ALONE, cmd_board },
	{ "calls",  "HOUSE list [NAME=VALUE...] | HOUSE show CALL | HOUSE breaches | HOUSE retention | HOUSE deletions | HOUSE hold CALL --reason TEXT --as NAME | HOUSE release CALL --reason TEXT --as NAME | HOUSE holds | HOUSE log [--verify] | HOUSE export request [NAME=VALUE...] --reason TEXT --as NAME [--unmask] | HOUSE export approve N --as NAME | HOUSE export write N -o FILE [--as NAME] | HOUSE export list | HOUSE ticket add --source 12321|carrier|user --text TEXT --as NAME [--call CALL] [--number NUMBER] [--reference TEXT] [--due DATE] | HOUSE ticket close N --outcome TEXT --as NAME | HOUSE ticket list | HOUSE sample draw DAY --as NAME [--each N] [--seed N] | HOUSE sample score N ITEM=POINTS... --as NAME [--note TEXT] | HOUSE sample list | HOUSE number refuse NUMBER --reason TEXT --as NAME | HOUSE number agree NUMBER --reason TEXT --as NAME | HOUSE number end NUMBER --reason TEXT --as NAME | HOUSE number block NUMBER --reason TEXT --as NAME | HOUSE number unblock NUMBER --reason TEXT --as NAME | HOUSE number has NUMBER | HOUSE number list | HOUSE door shut NUMBER|tenant:NAME --reason TEXT --as NAME | HOUSE door open NUMBER|tenant:NAME --reason TEXT --as NAME | HOUSE door let-in NUMBER|tenant:NAME CALLER --reason TEXT --as NAME | HOUSE door drop NUMBER|tenant:NAME CALLER --reason TEXT --as NAME | HOUSE door list | HOUSE evidence CALL -o FILE.zip --reason TEXT --as NAME | HOUSE call-back ask --consent N --number NUMBER --to NUMBER --purpose call-back|consultation --seat SEAT --token FILE | HOUSE call-back approve N --token FILE | HOUSE call-back list --token FILE | HOUSE consent withdraw N --reason TEXT --token FILE | HOUSE traffic list --token FILE | HOUSE traffic release NUMBER --reason TEXT --token FILE", N_("Look up and look after the calls of an engine: its data folder or configuration"), NEED_NOTHING, cmd_calls },
	{ "drill",  "--config FILE [--scenario FILE] [--start] [--ask-token FILE --approve-token FILE] -o DIR [--board URL --token-file FILE|--token-fd N [--ca FILE]]", N_("Ring the engine with real callers and stations, and report"), NEED_NOTHING, cmd_drill },
	{ "station", "--config FILE --seat SEAT [--token FILE] [--plain] | --config FILE --seats SEATS [--answer SECONDS] [--talk SECONDS] [--calls N] | --config FILE --seats SEATS --sheet FILE.pdf [--address HOST:PORT] [--secrets]", N_("Sit at a seat, have seats answer by themselves, or print what their telephones need"), NEED_ALONE, cmd_station },
	{ "evidence", "NO add FILE... [--title TEXT] [--obtained DAY] [--from DAY] [--to DAY] [--received DAY] [--by WHO] [--method TEXT] [--note TEXT] [--link THING]... | NO revise RECORD FILE... | NO link RECORD [--remove] THING... | NO show [RECORD] | NO list | NO verify [--whole] | NO gc | NO export DIR [RECORD] | NO import DIR | NO get FACT -o FILE | NO join FACT PICTURE... | NO scan DOC [--certify] -o FILE | NO add --drill DIR [--config FILE]", N_("Show and check the files a dossier rests on, make PDFs of scans, take in a drill"), NEED_PACK | NEED_DB, cmd_evidence },
	{ "checklist", "NO start LIST [--kind KIND] | NO list | NO show [RUN] | NO answer ITEM ANSWER [--run RUN] [--note TEXT] [--evidence RECORDS] [--by WHO] [--reason TEXT] [--owner WHO --due DAY] | NO result [RUN] | NO print [RUN] -o FILE | NO close [RUN]", N_("Go through the list of the visit or of the self-check, beside what was measured"), NEED_PACK | NEED_DB, cmd_checklist },
	{ "backup", "FILE | --into DIR [--keep N] | --check FILE", N_("Write all dossiers and their files into one file, or check such a file"), NEED_NOTHING, cmd_backup },
	{ "restore", "FILE [--force]",               N_("Put a backup in place; what was there stays beside it"), NEED_ALONE, cmd_restore },
	{ "config", "[NAME [VALUE]] | reset NAME",   N_("Show or choose what is set for you: language, colours, mouse"), ON_SCREEN, cmd_config },
	{ "doctor", "[--quick] [--url URL [--ca FILE]]", N_("Look over database, files, rules, fonts and terminal, and say what to do"), NEED_NOTHING, cmd_doctor },
	{ "completion", "bash | zsh | fish",         N_("Print what a shell needs to complete commands"), NEED_NOTHING, cmd_completion },
	{ "visit",  "NO announce WHEN [--who WHO] [--where PLACE] [--papers TEXT] [--note TEXT] [--date DAY] | NO speaker PART [NAME] [--backup NAME] [--phone TEXT] | NO show [--run RUN] | NO pack -o FILE | NO begin [--kind official|mock] | NO question TEXT [--by WHO] [--item ITEM] | NO reply N TEXT [--by WHO] | NO record [FILE...] [--text TEXT|-] [--item ITEM] [--question N] [--title TEXT] | NO end | NO result pass|rectify|fail [--date DAY] [--doc-no TEXT] [--note TEXT] [--file FILE] [--who WHO] | NO fix TEXT --owner WHO --due DAY [--item ITEM] [--backup WHO] [--note TEXT] | NO fixed N [--date DAY] [--evidence RECORDS] | NO report [--run RUN] -o FILE | NO tell --url URL (--token-file FILE | --token-fd FD) [--ca FILE]", N_("Keep the day of the visit: the call, who answers, questions, evidence, result, corrections"), NEED_PACK | NEED_DB, cmd_visit },
	{ "validate", "KIND VALUE... | list",        N_("Check values on their own: codes, numbers, dates, files; - reads lines"), NEED_NOTHING, cmd_validate },
	{ "watch",  "[--config FILE] | --kind KIND FILE...", N_("Find our companies in published lists, and say what follows"), NEED_PACK | NEED_DB, cmd_watch },
	{ "workday", "DATE [+N | -N | DATE] [--calendar FILE]", N_("Count working days, the day after DATE being the first"), NEED_NOTHING, cmd_workday },
	{ "explain", "[CODE]",                       N_("Say what a code behind an error means, and what to do"), NEED_NOTHING, cmd_explain },
	{ "user",   "list | self | set NAME ROLE [--dossier NO]... | drop NAME | log [--verify]", N_("Say which account has which role, and give roles"), NEED_PACK | NEED_DB, cmd_user },
	{ "share",  "[GROUP | --off]",               N_("Share the database with a group of accounts, or say with whom it is"), NEED_PACK | NEED_DB, cmd_share },
	{ "role",   "[ROLE]",                        N_("Show what each role may do"), NEED_NOTHING, cmd_role },
	{ "help",   "[COMMAND]",                     N_("Show the commands, or one of them"), NEED_NOTHING, cmd_help },
	{ NULL, NULL, NULL, 0, NULL },
};

static const struct option options[] = {
	{ "db",      required_argument, NULL, 'd' },
	{ "data",    required_argument, NULL, 'D' },
	{ "lang",    required_argument, NULL, 'l' },
	{ "json",    no_argument,       NULL, 'j' },
	{ "core-dumps", no_argument,    NULL, 'c' },
	{ "help",    no_argument,       NULL, 'h' },
	{ "version", no_argument,       NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static const struct {
	int err;
	enum exit_code code;
} exit_codes[] = {
	{ 0,         EXIT_DONE      },
	{ EPERM,     EXIT_FINDINGS  },
	{ EINVAL,    EXIT_USAGE     },
	{ ENOENT,    EXIT_NOT_FOUND },
	{ EEXIST,    EXIT_CONFLICT  },
	{ EBUSY,     EXIT_CONFLICT  },
	{ ECANCELED, EXIT_FINDINGS  },
};
/* clang-format on */

enum exit_code cli_exit_code(int err)
{
	for (size_t i = 0; i < ARRAY_LEN(exit_codes); i++) {
		if (exit_codes[i].err == err)
			return exit_codes[i].code;
	}

	return EXIT_DAMAGED;
}

static const struct command *find(const char *name)
{
	for (const struct command *c = commands; c->name; c++) {
		if (strcmp(c->name, name) == 0)
			return c;
	}

	return NULL;
}

static int unknown_command(const char *name)
{
	const char *near = NULL;
	size_t best = 3;

	for (const struct command *c = commands; c->name; c++) {
		size_t d = text_distance(name, c->name);

		if (d < best) {
			best = d;
			near = c->name;
		}
	}

	return near ? err_set(EINVAL, _("no command %s; did you mean %s?"),
			      name, near)
		    : err_set(EINVAL, _("no command %s; see: callpermit help"),
			      name);
}

int cli_usage(const char *name)
{
	return cli_usage_of(name, NULL);
}

/* The lines are printed here; report() has nothing to add to them */
int cli_usage_of(const char *name, const char *word)
{
	const struct command *c = find(name);

	if (c)
		usage_print(stderr, c, word);
	return err_set(EINVAL, "%s", "");
}

int cli_unknown(const char *name, const char *word)
{
	const struct command *c = find(name);

	return c ? usage_unknown(c, word) : cli_usage(name);
}

int cli_split_wishes(struct fact_set **setvp, int argc, char **argv)
{
	struct fact_set *setv = x_calloc((size_t)argc + 1, sizeof(*setv));

	for (int i = 0; i < argc; i++) {
		char *eq = strchr(argv[i], '=');

		if (!eq) {
			free(setv);
			return err_set(EINVAL,
				       _("%s: write FACT=VALUE, for example "
					 "site.area=160"),
				       argv[i]);
		}
		*eq = '\0';
		setv[i] = (struct fact_set){ .key = argv[i], .text = eq + 1 };
	}

	*setvp = setv;
	return 0;
}

void cli_print_json(cJSON *tree)
{
	char *text = cJSON_Print(tree);

	if (text)
		(void)puts(text);
	cJSON_free(text);
	cJSON_Delete(tree);
}

void cli_add_text(cJSON *to, const char *name, const char *text)
{
	(void)cJSON_AddItemToObject(
		to, name, text ? cJSON_CreateString(text) : cJSON_CreateNull());
}

void cli_say(const char *fmt, ...)
{
	char raw[LINE_SIZE];
	char safe[LINE_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	text_printable(safe, sizeof(safe), raw);
	(void)puts(safe);
}

void cli_print_cell(const char *text, int width)
{
	const int want = abs(width);
	char safe[512];
	const char *p = safe;
	const char *end = safe;
	int used = 0;

	text_printable(safe, sizeof(safe), text);
	while (*p) {
		int w = text_cp_width(text_next(&p));

		if (used + w > want)
			break;
		used += w;
		end = p;
	}
	if (width < 0)
		(void)printf("%*s", want - used, "");
	(void)fwrite(safe, 1, (size_t)(end - safe), stdout);
	if (width > 0)
		(void)printf("%*s", want - used, "");
}

static void print_commands(void)
{
	(void)printf("%s\n\n", _("usage: callpermit [--db FILE] [--data DIR] "
				 "[--lang zh|en] [--json] COMMAND ..."));
	for (const struct command *c = commands; c->name; c++) {
		(void)fputs("  ", stdout);
		cli_print_cell(c->name, 11);
		(void)printf("%s\n", _(c->help));
	}
	(void)printf("\n%s\n", _("callpermit help COMMAND shows its arguments; "
				 "man callpermit tells the rest."));
}

int cmd_help(struct cli *cli, int argc, char **argv)
{
	const struct command *c;

	(void)cli;
	if (argc < 2) {
		print_commands();
		return 0;
	}

	c = find(argv[1]);
	if (!c)
		return unknown_command(argv[1]);
	usage_print(stdout, c, NULL);
	(void)printf("%s\n", _(c->help));
	return 0;
}

/* --json may also stand behind the command; returns the words left */
static int take_json(struct cli *cli, int argc, char **argv)
{
	int left = 0;

	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0)
			cli->json = true;
		else
			argv[left++] = argv[i];
	}
	argv[left] = NULL;
	return left;
}

int cli_open(struct cli *cli, const char *no, struct dossier *d)
{
	int err = dossier_find(cli->db, no, d);

	if (!err)
		err = pin_load(&cli->own, cli->db, cli->shipped, d);
	cli->pack = cli->own ? cli->own : cli->shipped;
	return err;
}

/* Whether the role of who runs it allows the command, and all it shows */
static int check_role(struct cli *cli, const struct command *c, char **words)
{
	struct office_self self;
	int err;

	if (!cli->db)
		return office_may_command_at(cli->db_path, c->name, words);

	err = office_may_command(cli->db, c->name, words);
	if (!err)
		err = office_self(cli->db, &self);
	if (err)
		return err;

	cli->masked = !office_has(self.role, MAY_WHOLE);
	office_self_release(&self);
	return 0;
}

static int run(struct cli *cli, const struct command *c, int argc, char **argv)
{
	int err = 0;

	argc = take_json(cli, argc, argv);
	if (argc > 1 && strcmp(argv[1], "--help") == 0) {
		char *again[] = { (char *)"help", argv[0], NULL };

		return cmd_help(cli, 2, again);
	}
	if (c->needs & NEED_PACK)
		err = pack_load(&cli->shipped);
	cli->pack = cli->shipped;
	if (!err && (c->needs & NEED_DB))
		err = dossier_db_open(&cli->db, cli->db_path);
	if (!err)
		err = check_role(cli, c, argv + 1);
	if (!err) {
		optind = 0; /* the command reads its own options */
		err = c->run(cli, argc, argv);
	}

	db_close(cli->db);
	pack_free(cli->shipped);
	pack_free(cli->own);
	return err;
}

/* On one line, as whoever reads JSON reads lines of it */
static void complain(const struct cli *cli, int err)
{
	cJSON *tree;
	char *text;

	if (!cli->json) {
		(void)fprintf(stderr, "callpermit: %s\n", err_line(err));
		return;
	}

	tree = cJSON_CreateObject();
	cli_add_text(tree, "error", err_text(err));
	cli_add_text(tree, "code", err_code(err));
	(void)cJSON_AddNumberToObject(tree, "exit", cli_exit_code(err));
	text = cJSON_PrintUnformatted(tree);
	if (text)
		(void)fprintf(stderr, "%s\n", text);
	cJSON_free(text);
	cJSON_Delete(tree);
}

static int report(const struct cli *cli, int err)
{
	if (!err && (fflush(stdout) != 0 || ferror(stdout)))
		err = err_as(
			errno == ENOSPC ? "E-DISK-FULL" : "E-READ-WRITE",
			err_set(EIO, _("the output could not be written")));
	if (err && *err_text(err))
		complain(cli, err);

	return err	       ? (int)cli_exit_code(err)
	       : cli->findings ? EXIT_FINDINGS
			       : EXIT_DONE;
}

/* --lang, else what the user has chosen.  What is wrong with that file is told
 * by config and on the screens. */
static int use_language(const char *lang, const char *catalog)
{
	struct settings s;

	if (lang)
		return lang_init(lang, catalog);

	(void)settings_load(&s);
	(void)lang_choose(settings_get(&s, "language"));
	settings_release(&s);
	return 0;
}

/* What stands behind the options */
static int run_words(struct cli *cli, int argc, char **argv)
{
	char *no_words[] = { (char *)"tui", NULL };
	char **words = argc > 0 ? argv : no_words;
	const struct command *c = find(words[0]);

	return c ? run(cli, c, argc > 0 ? argc : 1, words)
		 : unknown_command(words[0]);
}

int cli_main(int argc, char **argv)
{
	struct cli cli = { 0 };
	char *catalog = file_catalogue();
	const char *lang = NULL;
	bool help = false;
	int err;
	int o;

	(void)umask(077);
	core_forbid();
	(void)lang_init(NULL, catalog);
	while ((o = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		switch (o) {
		case 'd':
			cli.db_path = optarg;
			break;
		case 'D':
			cli.data = optarg;
			file_set_root(optarg);
			break;
		case 'l':
			lang = optarg;
			break;
		case 'j':
			cli.json = true;
			break;
		case 'c':
			core_allow();
			break;
		case 'h':
			help = true;
			break;
		case 'V':
			(void)puts("callpermit " VERSION);
			free(catalog);
			return report(&cli, 0);
		default:
			free(catalog);
			return EXIT_USAGE;
		}
	}

	err = use_language(lang, catalog);
	free(catalog);
	if (!err)
		err = clock_init();
	if (err)
		return report(&cli, err);
	if (help) {
		print_commands();
		return report(&cli, 0);
	}

	return report(&cli, run_words(&cli, argc - optind, argv + optind));
}
