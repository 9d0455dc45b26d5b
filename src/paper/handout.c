/**
 * @file paper/handout.c  A Markdown file as a paper of its own
 */
#include "paper/handout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/template.h"
#include "util/encoding.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define FENCE "```"
#define HEAD  "# "

/* Pictures lie beside the text or below it, where its author put them */
static int give_picture(struct str *file, const char *name, void *arg)
{
	const char *text = arg;
	const char *slash = strrchr(text, '/');
	struct str path = { 0 };
	int err;

	if (*name == '/' || strstr(name, "..") != NULL)
		return err_set(ENOENT,
			       _("%s: pictures lie beside the text, or in a "
				 "folder below it"),
			       name);

	if (slash)
		str_add_n(&path, text, (size_t)(slash - text + 1));
	str_add(&path, name);
	err = file_read(file, path.s, PICTURE_FILE_MAX);
	str_release(&path);
	return err;
}

/* The first heading of the first level that is not within a fence */
static char *title_of(const char *text)
{
	bool fenced = false;

	for (const char *s = text; *s;) {
		const size_t n = strcspn(s, "\r\n");

		if (strncmp(s, FENCE, strlen(FENCE)) == 0)
			fenced = !fenced;
		else if (!fenced && strncmp(s, HEAD, strlen(HEAD)) == 0)
			return x_strndup(s + strlen(HEAD), n - strlen(HEAD));
		s += n;
		s += strspn(s, "\r\n");
	}

	return NULL;
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int read_text(struct str *to, const char *path)
{
	struct str raw = { 0 };
	enum encoding encoding;
	int err = file_read(&raw, path, TEMPLATE_SIZE);

	if (!err)
		err = encoding_to_utf8(to, path, str_text(&raw), raw.len,
				       &encoding);
	str_release(&raw);
	return err;
}

int handout_print(const struct handout *handout, struct paper_result *result)
{
	struct filing *filing = NULL;
	struct str text = { 0 };
	char *title = NULL;
	int err = read_text(&text, handout->path);

	if (!err)
		err = filing_open(&filing);
	if (!err) {
		struct paper_meta meta = {
			.now_ms = handout->now_ms,
			.text = str_text(&text),
			.pages = handout->pages,
			.picture = give_picture,
			.picture_arg = (void *)handout->path,
		};

		title = title_of(meta.text);
		meta.title = handout->title ? handout->title
			     : title	    ? title
					    : name_of(handout->path);
		err = filing_render(filing, handout->path, NULL, &meta,
				    handout->out, result);
	}
	filing_close(filing);
	str_release(&text);
	free(title);
	return err;
}
