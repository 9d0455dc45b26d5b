/**
 * @file cli/evidence.c  evidence list, verify, get, join, scan
 */
#include "cli/evidence.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/finding.h"
#include "dossier/attached.h"
#include "paper/desk.h"
#include "paper/filing.h"
#include "paper/scan.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"
#include "value/value.h"

#define COMMAND	    "evidence"

#define WIDTH_KEY   26
#define WIDTH_STATE 10

/* The facts of a dossier and its vault */
struct shelf {
	struct facts facts;
	struct vault vault;
};

static int shelf_open(struct shelf *s, struct cli *cli, const struct dossier *d)
{
	int err;

	*s = (struct shelf){ .facts = { NULL, 0 } };
	vault_of_db(&s->vault, cli->db);
	err = facts_load(&s->facts, cli->db, cli->pack, d->id);
	if (cli->masked)
		facts_hide(&s->facts);
	return err;
}

static void shelf_close(struct shelf *s)
{
	facts_release(&s->facts);
	vault_release(&s->vault);
}

static cJSON *file_json(const struct attached *file, const char *key)
{
	cJSON *row = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(row, "fact", key);
	(void)cJSON_AddStringToObject(row, "name", file->name);
	(void)cJSON_AddNumberToObject(row, "bytes", (double)file->size);
	(void)cJSON_AddStringToObject(row, "sha256", file->sha256);
	(void)cJSON_AddBoolToObject(row, "kept", file->kept);
	return row;
}

static void print_file(const struct attached *file, const char *key)
{
	struct str line = { 0 };

	cli_print_cell(key, WIDTH_KEY);
	(void)fputs(" ", stdout);
	cli_print_cell(file->kept ? _("kept") : _("not kept"), WIDTH_STATE);
	str_addf(&line, "%.12s  %s (%lld)", file->sha256, file->name,
		 (long long)file->size);
	print_safe("", line.s);
	str_release(&line);
}

int evidence_list(struct cli *cli, const struct dossier *d, int argc,
		  char **argv)
{
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	struct attached_list files = { NULL, 0 };
	struct shelf s;
	int err;

	(void)argv;
	err = argc == 1 ? shelf_open(&s, cli, d)
			: cli_usage_of(COMMAND, argv[0]);
	if (argc != 1)
		return err;
	if (!err)
		attached_of_facts(&files, &s.facts, &s.vault);
	for (size_t i = 0; i < files.c; i++) {
		struct str key = { 0 };

		fact_key_encode(&key, &files.v[i].key);
		if (list)
			(void)cJSON_AddItemToArray(
				list, file_json(&files.v[i], key.s));
		else
			print_file(&files.v[i], key.s);
		str_release(&key);
	}
	if (list)
		cli_print_json(list);
	attached_list_release(&files);
	shelf_close(&s);
	return err;
}

/* What was found wrong with the vault */
struct flaws {
	const struct hashes *own; /* missing ones of others are not told ... */
	bool whole;		  /* ... but for the whole vault */
	const struct attached_list *files; /* of the dossier, for their names */
	cJSON *list;
	size_t c;
};

static const struct attached *named(const struct attached_list *files,
				    const char *sha256)
{
	for (size_t i = 0; i < files->c; i++) {
		if (strcmp(files->v[i].sha256, sha256) == 0)
			return &files->v[i];
	}

	return NULL;
}

static void tell_flaw(const struct flaws *v, const char *word, const char *flaw,
		      const char *name)
{
	const struct attached *file = named(v->files, name);
	struct str text = { 0 };
	struct str key = { 0 };

	if (file)
		fact_key_encode(&key, &file->key);
	if (v->list) {
		cJSON *row = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(row, "flaw", flaw);
		(void)cJSON_AddStringToObject(row, "name", name);
		cli_add_text(row, "fact", file ? key.s : NULL);
		cli_add_text(row, "file", file ? file->name : NULL);
		(void)cJSON_AddItemToArray(v->list, row);
	} else {
		cli_print_cell(word, WIDTH_STATE);
		str_addf(&text, "%s  %s  %s", name, str_text(&key),
			 file ? file->name : "");
		print_safe("", text.s);
	}
	str_release(&text);
	str_release(&key);
}

static int flaw_handler(enum vault_flaw flaw, const char *name, void *arg)
{
	static const char *const words[] = {
		[VAULT_MISSING] = N_("not kept"),
		[VAULT_CHANGED] = N_("changed"),
		[VAULT_EXTRA] = N_("extra"),
	};
	static const char *const names[] = {
		[VAULT_MISSING] = "missing",
		[VAULT_CHANGED] = "changed",
		[VAULT_EXTRA] = "extra",
	};
	struct flaws *v = arg;

	if (flaw == VAULT_MISSING && !v->whole && !hashes_have(v->own, name))
		return 0;

	v->c++;
	tell_flaw(v, _(words[flaw]), names[flaw], name);
	return 0;
}

int evidence_verify(struct cli *cli, const struct dossier *d, int argc,
		    char **argv)
{
	static const struct option options[] = {
		{ "whole", no_argument, NULL, 'w' }, { NULL, 0, NULL, 0 }
	};
	struct hashes all = { NULL, 0 };
	struct hashes own = { NULL, 0 };
	struct attached_list files = { NULL, 0 };
	struct flaws v = { .own = &own, .files = &files };
	struct shelf s;
	int err;
	int o;

	optind = 0;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'w')
			return cli_usage_of(COMMAND, argv[0]);
		v.whole = true;
	}
	if (optind != argc)
		return cli_usage_of(COMMAND, argv[0]);

	v.list = cli->json ? cJSON_CreateArray() : NULL;
	err = shelf_open(&s, cli, d);
	if (!err)
		err = attached_ever(&all, cli->db, &s.vault);
	if (!err) {
		attached_now(&own, &s.facts, &s.vault);
		attached_of_facts(&files, &s.facts, &s.vault);
		err = vault_verify(&s.vault, (const char *const *)all.v, all.c,
				   true, flaw_handler, &v);
	}
	if (v.list)
		cli_print_json(v.list);
	else if (!err && v.c == 0)
		cli_say(_("%s: all files are kept and unchanged"),
			v.whole ? s.vault.dir : d->no);
	cli->findings = v.c > 0;
	hashes_release(&all);
	hashes_release(&own);
	attached_list_release(&files);
	shelf_close(&s);
	return err;
}

/* The options of get, join and scan */
struct words {
	const char *path; /* -o */
	bool certify;
	char **v;
	int c;
};

static int read_words(struct words *w, int argc, char **argv)
{
	static const struct option options[] = {
		{ "certify", no_argument, NULL, 'c' }, { NULL, 0, NULL, 0 }
	};
	int o;

	*w = (struct words){ .path = NULL };
	optind = 0;
	while ((o = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		if (o == 'o')
			w->path = optarg;
		else if (o == 'c')
			w->certify = true;
		else
			return cli_usage_of(COMMAND, argv[0]);
	}
	w->v = argv + optind;
	w->c = argc - optind;
	return 0;
}

int evidence_get(struct cli *cli, const struct dossier *d, int argc,
		 char **argv)
{
	const struct fact *fact = NULL;
	struct attached file = { .name = NULL };
	struct str bytes = { 0 };
	struct fact_key key = { .n = 0 };
	struct words w;
	struct shelf s;
	int err = read_words(&w, argc, argv);

	if (err)
		return err;
	if (w.c != 1 || !w.path || w.certify)
		return cli_usage_of(COMMAND, argv[0]);

	err = shelf_open(&s, cli, d);
	if (!err)
		err = fact_key_decode(&key, cli->pack, w.v[0], NULL, NULL);
	if (!err)
		fact = facts_find(&s.facts, key.group, key.n, key.key);
	if (!err && (!fact || !attached_of_fact(&file, fact, &s.vault)))
		err = err_set(ENOENT, _("%s names no file"), w.v[0]);
	if (!err)
		err = vault_read(&s.vault, file.sha256, VALUE_FILE_MAX, &bytes);
	if (!err)
		err = file_write(w.path, bytes.s, bytes.len);
	str_release(&bytes);
	attached_release(&file);
	shelf_close(&s);
	return err;
}

static void tell(struct cli *cli, const char *path,
		 const struct paper_result *r)
{
	cJSON *row;

	if (!cli->json) {
		cli_say(_("%s  %zu pages, %zu bytes, SHA-256 %.12s"), path,
			r->pages, r->bytes, r->sha256);
		return;
	}

	row = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(row, "path", path);
	(void)cJSON_AddNumberToObject(row, "pages", (double)r->pages);
	(void)cJSON_AddNumberToObject(row, "bytes", (double)r->bytes);
	(void)cJSON_AddStringToObject(row, "sha256", r->sha256);
	cli_print_json(row);
}

static struct paper_meta meta_of(const struct cli *cli, const struct dossier *d,
				 const char *title)
{
	return (struct paper_meta){
		.title = title,
		.no = d->no,
		.now_ms = clock_now(),
		.pack = cli->pack,
	};
}

/* Make the file in a folder of its own, attach it, and leave nothing there */
static int join_and_attach(struct cli *cli, const struct dossier *d,
			   const char *key, const struct scan_join *join)
{
	static const struct fact_change change = { .origin = "entry",
						   .attach = true };
	const struct paper_meta meta = meta_of(cli, d, join->title);
	const char *tmp = getenv("TMPDIR");
	struct filing *filing = NULL;
	struct paper_result r = { 0 };
	struct str path = { 0 };
	struct str dir = { 0 };
	int err = filing_open(&filing);

	str_addf(&dir, "%s/callpermit-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!err && !mkdtemp(dir.s))
		err = err_set(EIO, "%s: %s", dir.s, strerror(errno));
	str_addf(&path, "%s/%s.pdf", dir.s, key);
	if (!err)
		err = scan_join(filing, join, &meta, path.s, &r);
	if (!err) {
		const struct fact_set setv[] = { { .key = key, .text = path.s },
						 { .key = NULL } };

		err = fact_set(cli->db, cli->pack, d->id, setv, &change, NULL);
	}
	if (!err)
		tell(cli, key, &r);
	(void)unlink(path.s);
	(void)rmdir(dir.s);
	filing_close(filing);
	str_release(&path);
	str_release(&dir);
	return err;
}

/* The paper that is in hand by this fact, or NULL */
static const struct paper *paper_of(const struct pack *pack, const char *key)
{
	for (unsigned i = 0; i < pack->papers_count; i++) {
		const struct paper *p = &pack->papers[i];
		const char *at = p->held ? strstr(p->held, key) : NULL;

		if (at && (at == p->held || at[-1] == ' ') &&
		    strchr(" ", at[strlen(key)]))
			return p;
	}

	return NULL;
}

int evidence_join(struct cli *cli, const struct dossier *d, int argc,
		  char **argv)
{
	const struct field *field = NULL;
	const struct paper *paper;
	struct scan_join join = { .title = "" };
	struct fact_key key;
	struct words w;
	int err = read_words(&w, argc, argv);

	if (err)
		return err;
	if (w.c < 2 || w.path || w.certify)
		return cli_usage_of(COMMAND, argv[0]);

	err = fact_key_decode(&key, cli->pack, w.v[0], NULL, &field);
	if (!err && field->type != FIELD_FILE)
		err = err_set(EINVAL, _("%s is no file"), w.v[0]);
	if (err)
		return err;

	paper = paper_of(cli->pack, w.v[0]);
	join.title = paper && strcmp(paper->held, w.v[0]) == 0 ? paper->title
							       : field->label;
	join.pathv = w.v + 1;
	join.pathc = (size_t)w.c - 1;
	join.cards = paper && paper->cards;
	return join_and_attach(cli, d, w.v[0], &join);
}

/* What is not in the PDF, and why */
static void tell_rest(const struct scans *scans)
{
	for (size_t i = 0; i < scans->c; i++) {
		const struct scan *scan = &scans->v[i];

		if (scan->fault)
			(void)fprintf(stderr, "callpermit: %s\n", scan->fault);
		else if (!scan_is_picture(scan))
			(void)fprintf(stderr,
				      _("callpermit: %s is no picture and "
					"stays a file of its own\n"),
				      scan->file.name);
	}
}

int evidence_scan(struct cli *cli, const struct dossier *d, int argc,
		  char **argv)
{
	const struct paper *paper = NULL;
	struct filing *filing = NULL;
	struct paper_result r = { 0 };
	struct scans scans = { .v = NULL };
	struct paper_meta meta;
	struct words w;
	struct shelf s;
	int err = read_words(&w, argc, argv);

	if (err)
		return err;
	if (w.c != 1 || !w.path)
		return cli_usage_of(COMMAND, argv[0]);
	err = paper_named(cli->pack, w.v[0], &paper);
	if (err)
		return err;

	meta = meta_of(cli, d, paper->title);
	err = shelf_open(&s, cli, d);
	if (!err)
		err = filing_open(&filing);
	if (!err) {
		scans_of_paper(&scans, paper, &s.facts, &s.vault);
		scans.certify = w.certify;
		tell_rest(&scans);
		err = scans_render(filing, &scans, &s.vault, &meta, w.path, &r);
	}
	if (!err)
		tell(cli, w.path, &r);
	scans_release(&scans);
	filing_close(filing);
	shelf_close(&s);
	return err;
}

static bool names_file(const struct pack *pack, const struct fact_set *set)
{
	const struct field *field = NULL;
	struct fact_key key;

	return *set->text &&
	       fact_key_decode(&key, pack, set->key, NULL, &field) == 0 &&
	       field->type == FIELD_FILE;
}

static void warn_of(const struct shelf *s, const struct cli *cli,
		    const struct fact_set *set)
{
	const struct fact *fact;
	struct attached file = { .name = NULL };
	struct fact_key key;
	char *fault = NULL;

	(void)fact_key_decode(&key, cli->pack, set->key, NULL, NULL);
	fact = facts_find(&s->facts, key.group, key.n, key.key);
	if (fact && attached_of_fact(&file, fact, &s->vault))
		fault = scan_fault(&file, &s->vault);
	if (fault) {
		struct str line = { 0 };

		str_addf(&line,
			 _("%s: %s; it is attached all the same, scan "
			   "or save it again"),
			 set->key, fault);
		(void)err_as("E-PICTURE", err_set(EINVAL, "%s", line.s));
		(void)fprintf(stderr, "callpermit: %s\n", err_line(EINVAL));
		str_release(&line);
	}
	free(fault);
	attached_release(&file);
}

void evidence_warn(struct cli *cli, const struct dossier *d,
		   const struct fact_set *setv)
{
	bool any = false;
	struct shelf s;

	for (const struct fact_set *set = setv; set->key; set++)
		any = any || names_file(cli->pack, set);
	if (!any)
		return;

	if (shelf_open(&s, cli, d) == 0) {
		for (const struct fact_set *set = setv; set->key; set++) {
			if (names_file(cli->pack, set))
				warn_of(&s, cli, set);
		}
	}
	shelf_close(&s);
}
