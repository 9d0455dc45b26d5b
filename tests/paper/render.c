/**
 * @file tests/paper/render.c  Write one paper from a file of facts
 *
 * render [-t TEMPLATES] [-m BYTES] TEMPLATE FACTS.json OUT.pdf
 *
 * Pictures are files of the folder where it runs; the PDF has at most BYTES.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "paper/filing.h"
#include "util/err.h"
#include "util/str.h"

#define FACTS_SIZE (16L << 20)

static const char *text_of(const cJSON *object, const char *key)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(object, key));

	return s ? s : "";
}

static int picture(struct str *file, const char *name, void *arg)
{
	(void)arg;
	return file_read(file, name, PICTURE_FILE_MAX);
}

static int render(const char *dir, size_t most, char *argv[])
{
	struct paper_result result = { 0 };
	struct filing *filing = NULL;
	struct paper_meta meta = { 0 };
	struct str json = { 0 };
	const cJSON *dossier;
	cJSON *facts = NULL;
	int err;

	err = file_read(&json, argv[1], FACTS_SIZE);
	if (err)
		goto out;
	facts = cJSON_Parse(str_text(&json));
	dossier = cJSON_GetObjectItemCaseSensitive(facts, "dossier");
	meta.title = text_of(dossier, "title");
	meta.no = text_of(dossier, "no");
	meta.journal_head = text_of(facts, "journal_head");
	meta.now_ms = 1795312800000LL; /* 2026-11-22 10:00 in China */
	meta.template_dir = dir;
	meta.picture = picture;
	meta.most = most;
	err = filing_open(&filing);
	if (!err)
		err = filing_render(filing, argv[0], facts, &meta, argv[2],
				    &result);
	if (!err)
		printf("%zu pages, %zu bytes, %s\n", result.pages, result.bytes,
		       result.sha256);

out:
	if (err)
		(void)fprintf(stderr, "render: %s\n", err_text(err));
	filing_close(filing);
	cJSON_Delete(facts);
	str_release(&json);
	return err != 0;
}

int main(int argc, char *argv[])
{
	const char *dir = NULL;
	size_t most = 0;
	int o;

	while ((o = getopt(argc, argv, "t:m:")) != -1) {
		if (o == 't')
			dir = optarg;
		else if (o == 'm')
			most = strtoul(optarg, NULL, 10);
		else
			return 2;
	}
	if (argc - optind != 3) {
		(void)fputs("usage: render [-t DIR] TEMPLATE FACTS OUT\n",
			    stderr);
		return 2;
	}

	return render(dir, most, argv + optind);
}
