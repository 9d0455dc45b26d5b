/**
 * @file cli/cmd_watch.c  watch
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/finding.h"
#include "cli/watch.h"
#include "net/http.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

/* A run over all lists */
struct watching {
	struct cli *cli;
	struct watch_kinds *kinds;
	struct watch_names *names;
	struct library *library;
	cJSON *lists; /* or NULL */
	size_t failed;
	size_t count;
	size_t news; /* hits that a dossier does not say already */
	int err;     /* of the first that failed */
};

/* A page or file into rows, and those into hits */
static int match(const struct watching *w, struct watch_reading *r,
		 const struct listing_source *source)
{
	struct listing *listing = NULL;
	int err = listing_read(&listing, source);

	if (err)
		return err;

	r->rows = listing->rows_count;
	r->damaged = listing->damaged;
	r->cut = listing->cut;
	watch_match(&r->hits, w->names, listing);
	listing_free(listing);
	return 0;
}

static int read_file(const struct watching *w, struct watch_reading *r)
{
	struct str text = { 0 };
	int err = file_read(&text, r->list->file, LISTING_BYTES_MAX);

	if (!err)
		err = match(w, r,
			    &(struct listing_source){
				    .name = r->list->file,
				    .data = str_text(&text),
				    .size = text.len,
			    });
	str_release(&text);
	return err;
}

/* A page that came: its hits are kept for the time it does not change */
static int take_page(const struct watching *w, struct watch_reading *r,
		     const struct http_answer *a, const char *before)
{
	const struct watch_list *l = r->list;
	char sha[SHA256_TEXT];
	struct watched now = { .etag = a->etag,
			       .modified = a->modified,
			       .sha256 = sha };
	int err = match(w, r,
			&(struct listing_source){
				.name = l->name,
				.data = str_text(&a->body),
				.size = a->body.len,
				.type = a->type,
				.charset = a->charset,
			});

	if (err)
		return err;

	file_sha256_mem(sha, str_text(&a->body), a->body.len);
	r->unchanged = before && strcmp(before, sha) == 0;
	now.total = r->rows;
	return watched_keep(w->cli->db, l->name, l->url,
			    watch_names_id(w->names), &now, &r->hits);
}

/* What is known of a page that did not change */
static int take_known(const struct watching *w, struct watch_reading *r,
		      const struct watched *known)
{
	r->unchanged = true;
	r->rows = known->total;
	return watched_hits(&r->hits, w->cli->db, r->list->name);
}

static int read_page(const struct watching *w, struct watch_reading *r)
{
	const struct watch_list *l = r->list;
	struct db *db = w->cli->db;
	struct watched known = { 0 };
	struct http_answer a = { 0 };
	int err = watched_load(&known, db, l->name, l->url,
			       watch_names_id(w->names));
	/* The page is wanted again if other companies are looked for */
	const struct http_request request = {
		.url = l->url,
		.etag = known.kept ? known.etag : NULL,
		.modified = known.kept ? known.modified : NULL,
		.ca_file = l->ca_file,
		.total_ms = l->timeout ? *l->timeout * INT64_C(1000) : 0,
	};

	if (!err)
		err = http_get(&a, &request);
	if (!err && a.unchanged) {
		err = take_known(w, r, &known);
		if (!err)
			err = watched_note(db, l->name, l->url, NULL);
	} else if (!err) {
		err = take_page(w, r, &a, known.sha256);
	}
	http_answer_release(&a);
	watched_release(&known);
	return err;
}

/* Why a list could not be read; the others go on */
static void failed(struct watching *w, const struct watch_list *l, int err)
{
	char *why = x_strdup(err_text(err));

	w->failed++;
	w->err = w->err ? w->err : err;
	if (l->url && err != EIO)
		(void)watched_note(w->cli->db, l->name, l->url, why);
	watch_print_failed(w->lists, l, why);
	free(why);
}

static int read_list(struct watching *w, const struct watch_list *l)
{
	struct watch_reading r = { .list = l,
				   .kind = watch_kind(w->kinds, l->kind) };
	int err = r.kind ? l->url ? read_page(w, &r) : read_file(w, &r)
			 : ENOENT;

	w->count++;
	if (err)
		failed(w, l, err);
	else
		w->news += watch_print(w->cli->db, w->library, &r, w->lists);
	watch_hits_release(&r.hits);
	return 0;
}

static int check_url(const char *url)
{
	return http_check_url(url, NULL);
}

static int load(struct watch_config **confp, const struct watching *w,
		const char *path)
{
	if (access(path, F_OK) != 0)
		return err_set(ENOENT,
			       _("nothing is read: %s is not there; write your "
				 "lists into it, see watch in man callpermit"),
			       path);

	return watch_config_load(confp, path, w->kinds, check_url);
}

static int read_configured(struct watching *w, const char *path)
{
	char *place = path ? x_strdup(path)
			   : file_of_user(FILE_CONFIG, "watch.yaml");
	struct watch_config *conf = NULL;
	int err = load(&conf, w, place);

	for (unsigned i = 0; conf && !err && i < conf->lists_count; i++)
		err = read_list(w, &conf->lists[i]);
	watch_config_free(conf);
	free(place);
	return err;
}

static int read_files(struct watching *w, char *kind, char **filev)
{
	int err = watch_kind(w->kinds, kind) ? 0 : ENOENT;

	for (; *filev && !err; filev++) {
		const struct watch_list list = { .name = *filev,
						 .file = *filev,
						 .kind = kind };

		err = read_list(w, &list);
	}

	return err;
}

static int open_all(struct watching *w)
{
	char *path = file_shipped("data/watch.yaml");
	int err = path ? watch_kinds_load(&w->kinds, path, w->cli->shipped)
		       : err_set(ENOENT, _("data/watch.yaml is not there"));

	free(path);
	if (!err)
		err = watch_names_load(&w->names, w->cli->db);
	if (!err)
		err = library_open(&w->library, w->cli->db, w->cli->shipped);
	return err;
}

static int watch(struct cli *cli, const char *config, char *kind, char **filev)
{
	struct watching w = { .cli = cli };
	int err = open_all(&w);

	w.lists = cli->json ? cJSON_CreateArray() : NULL;
	if (!err)
		err = kind ? read_files(&w, kind, filev)
			   : read_configured(&w, config);
	if (w.lists && !err)
		cli_print_json(w.lists);
	else
		cJSON_Delete(w.lists);
	if (!err && w.err)
		err = err_set(w.err, _("%zu of %zu lists could not be read"),
			      w.failed, w.count);
	cli->findings = w.news > 0;
	library_close(w.library);
	watch_names_free(w.names);
	watch_kinds_free(w.kinds);
	return err;
}

int cmd_watch(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "kind", required_argument, NULL, 'k' },
		{ NULL, 0, NULL, 0 }
	};
	const char *config = NULL;
	char *kind = NULL;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'c')
			config = optarg;
		else if (o == 'k')
			kind = optarg;
		else
			return cli_usage(argv[0]);
	}
	if ((optind < argc) != (kind != NULL) || (kind && config))
		return cli_usage(argv[0]);

	return watch(cli, config, kind, argv + optind);
}
