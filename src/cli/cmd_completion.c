/**
 * @file cli/cmd_completion.c  completion: what shells need to complete commands
 *
 * Made from the table of commands, so that it knows what the program knows.
 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/usage.h"
#include "util/lang.h"
#include "util/str.h"

#define GLOBAL "--db --data --lang --json --core-dumps --help --version"

/* Numbers of dossiers come from the program itself, when they are asked for */
#define NUMBERS "callpermit list 2>/dev/null | cut -d' ' -f1"

static void names(void)
{
	for (const struct command *c = commands; c->name; c++)
		(void)printf("%s ", c->name);
}

/* bash and zsh share the words; the shells' own ways follow */
static void print_words(void)
{
	(void)puts("_callpermit_words() {\n\tcase $1 in");
	for (const struct command *c = commands; c->name; c++) {
		struct str words = { 0 };

		usage_words(&words, c);
		(void)printf("\t%s) echo '%s' ;;\n", c->name, str_text(&words));
		str_release(&words);
	}
	(void)fputs("\tesac\n}\n\n_callpermit_commands='", stdout);
	names();
	(void)puts("'\n");
}

static const char bash_tail[] =
	"_callpermit() {\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} i=1 words\n"
	"\twhile [ $i -lt $COMP_CWORD ]; do\n"
	"\t\tcase ${COMP_WORDS[i]} in\n"
	"\t\t--db|--data|--lang) i=$((i + 2)) ;;\n"
	"\t\t-*) i=$((i + 1)) ;;\n"
	"\t\t*) break ;;\n"
	"\t\tesac\n"
	"\tdone\n"
	"\tif [ $i -ge $COMP_CWORD ]; then\n"
	"\t\twords=\"$_callpermit_commands " GLOBAL "\"\n"
	"\telse\n"
	"\t\twords=$(_callpermit_words \"${COMP_WORDS[i]}\")\n"
	"\t\tcase $words in\n"
	"\t\tNO|NO\\ *)\n"
	"\t\t\twords=${words#NO}\n"
	"\t\t\t[ $COMP_CWORD -eq $((i + 1)) ] &&\n"
	"\t\t\t\twords=$(" NUMBERS ") ;;\n"
	"\t\tesac\n"
	"\t\twords=\"$words --json\"\n"
	"\tfi\n"
	"\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
	"}\n"
	"complete -o default -o bashdefault -F _callpermit callpermit\n";

static const char zsh_tail[] = "_callpermit() {\n"
			       "\tlocal i=2 list\n"
			       "\twhile [ $i -lt $CURRENT ]; do\n"
			       "\t\tcase ${words[i]} in\n"
			       "\t\t--db|--data|--lang) i=$((i + 2)) ;;\n"
			       "\t\t-*) i=$((i + 1)) ;;\n"
			       "\t\t*) break ;;\n"
			       "\t\tesac\n"
			       "\tdone\n"
			       "\tif [ $i -ge $CURRENT ]; then\n"
			       "\t\tlist=\"$_callpermit_commands " GLOBAL "\"\n"
			       "\telse\n"
			       "\t\tlist=$(_callpermit_words \"${words[i]}\")\n"
			       "\t\tcase $list in\n"
			       "\t\tNO|NO\\ *)\n"
			       "\t\t\tlist=${list#NO}\n"
			       "\t\t\t[ $CURRENT -eq $((i + 1)) ] &&\n"
			       "\t\t\t\tlist=$(" NUMBERS ") ;;\n"
			       "\t\tesac\n"
			       "\t\tlist=\"$list --json\"\n"
			       "\tfi\n"
			       "\tcompadd -- ${=list}\n"
			       "\t_files\n"
			       "}\n"
			       "compdef _callpermit callpermit\n";

static void print_bash(void)
{
	print_words();
	(void)fputs(bash_tail, stdout);
}

static void print_zsh(void)
{
	(void)puts("#compdef callpermit\n");
	print_words();
	(void)fputs(zsh_tail, stdout);
}

/* A description may hold an apostrophe */
static void print_quoted(const char *text)
{
	(void)putchar('\'');
	for (; *text; text++)
		(void)fputs(*text == '\'' ? "\\'" : (char[]){ *text, 0 },
			    stdout);
	(void)putchar('\'');
}

static void print_fish_words(const struct command *c, char *words)
{
	char *rest = NULL;

	for (char *w = strtok_r(words, " ", &rest); w;
	     w = strtok_r(NULL, " ", &rest)) {
		(void)printf("complete -c callpermit -n "
			     "'__fish_seen_subcommand_from %s' ",
			     c->name);
		if (strcmp(w, "NO") == 0)
			(void)printf("-a \"(%s)\"\n", NUMBERS);
		else if (strncmp(w, "--", 2) == 0)
			(void)printf("-l %s\n", w + 2);
		else
			(void)printf("-a %s\n", w);
	}
}

static void print_fish(void)
{
	(void)puts("complete -c callpermit -l json\n"
		   "complete -c callpermit -l core-dumps\n"
		   "complete -c callpermit -l db -r\n"
		   "complete -c callpermit -l data -r\n"
		   "complete -c callpermit -l lang -x -a 'zh en'");
	for (const struct command *c = commands; c->name; c++) {
		struct str words = { 0 };

		(void)printf("complete -c callpermit -n "
			     "__fish_use_subcommand -a %s -d ",
			     c->name);
		print_quoted(_(c->help));
		(void)putchar('\n');
		usage_words(&words, c);
		if (words.len)
			print_fish_words(c, words.s);
		str_release(&words);
	}
}

static const struct {
	const char *name;
	void (*print)(void);
} shells[] = {
	{ "bash", print_bash },
	{ "zsh", print_zsh },
	{ "fish", print_fish },
};

int cmd_completion(struct cli *cli, int argc, char **argv)
{
	(void)cli;
	if (argc != 2)
		return cli_usage(argv[0]);

	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (strcmp(argv[1], shells[i].name) == 0) {
			shells[i].print();
			return 0;
		}
	}
	return cli_unknown(argv[0], argv[1]);
}
