/**
 * @file cli/paper_show.c  paper show, paper print
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/image.h"
#include "cli/paper.h"
#include "util/child.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* Where a viewer finds what was opened, and how long it is left there */
#define SHOWN	   "shown"
#define SHOWN_SECS (24L * 60 * 60)

#define PAGER	   "less"

struct paper_place paper_place_of(const struct cli *cli)
{
	return (struct paper_place){ .db = cli->db,
				     .pack = cli->pack,
				     .shipped = cli->shipped };
}

void paper_desk_warn(const struct paper_desk *desk)
{
	if (desk->drafts > 0)
		(void)fprintf(stderr,
			      _("callpermit: %zu findings block the filing or "
				"are unknown; the papers are marked as drafts "
				"(see: callpermit check %s)\n"),
			      desk->drafts, desk->d.no);
}

/* A folder of our own that goes when we go */
struct scratch {
	char *dir;
};

static int scratch_open(struct scratch *s, const struct db *db)
{
	return file_temp_folder(&s->dir, db_key(db) != NULL);
}

/* Calls h for every file of a folder */
static void each_file(const char *path, void (*h)(const char *path))
{
	DIR *dir = opendir(path);
	const struct dirent *e;

	while (dir && (e = readdir(dir)) != NULL) {
		struct str file = { 0 };

		if (e->d_name[0] == '.')
			continue;
		str_addf(&file, "%s/%s", path, e->d_name);
		h(file.s);
		str_release(&file);
	}
	if (dir)
		(void)closedir(dir);
}

static void remove_file(const char *path)
{
	(void)unlink(path);
}

static void remove_old(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && time(NULL) - st.st_mtime > SHOWN_SECS)
		(void)unlink(path);
}

static void scratch_close(struct scratch *s)
{
	if (!s->dir)
		return;

	each_file(s->dir, remove_file);
	(void)rmdir(s->dir);
	free(s->dir);
	s->dir = NULL;
}

static int render(struct paper_desk *desk, const struct paper *p,
		  const char *path)
{
	struct paper_meta meta;
	int err = paper_desk_work(desk, p, false);

	paper_desk_meta(desk, p, &meta);
	return err ? err
		   : filing_render(desk->filing, p->template, desk->context,
				   &meta, path, NULL);
}

/* The text of one page, from 1, or of all */
static int cut_page(struct str *text, unsigned page)
{
	char *at = text->s;
	struct str one = { 0 };
	unsigned last = 1;

	if (page == 0 || !at)
		return 0;
	for (unsigned i = 1; i < page && at; i++) {
		at = strchr(at, '\f');
		at += at != NULL;
		last += at != NULL;
	}
	if (!at)
		return err_set(ENOENT, _("there is no page %u, the last is %u"),
			       page, last);

	str_add_n(&one, at, strcspn(at, "\f"));
	str_release(text);
	*text = one;
	return 0;
}

/* One word only: it is no line for a shell */
static const char *pager_of(void)
{
	const char *set = getenv("PAGER");

	return set && *set && !strpbrk(set, " \t") && child_exists(set) ? set
									: PAGER;
}

static int page_text(const struct str *text)
{
	const char *pager = pager_of();
	const char *const less[] = { pager, "-FSX", NULL };
	const char *const other[] = { pager, NULL };
	int status;

	if (!isatty(STDOUT_FILENO) || !child_exists(pager)) {
		(void)fwrite(str_text(text), 1, text->len, stdout);
		return 0;
	}

	(void)fflush(stdout);
	return child_run(strcmp(pager, PAGER) == 0 ? less : other,
			 str_text(text), text->len, &status);
}

static int text_of(struct paper_desk *desk, const struct paper *p,
		   unsigned page, struct str *text)
{
	struct paper_meta meta;
	int err = paper_desk_work(desk, p, false);

	paper_desk_meta(desk, p, &meta);
	if (!err)
		err = filing_text(desk->filing, p->template, desk->context,
				  &meta, text);
	return err ? err : cut_page(text, page);
}

static int show_text(struct paper_desk *desk, const struct paper *p,
		     unsigned page)
{
	struct str text = { 0 };
	int err = text_of(desk, p, page, &text);

	if (!err)
		err = page_text(&text);
	str_release(&text);
	return err;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Pages are called page-01.png and so on, with as many digits as are needed */
static int print_images(const char *dir, enum image_way way)
{
	char **names = NULL;
	size_t c = 0;
	DIR *d = opendir(dir);
	const struct dirent *e;
	int err = 0;

	if (!d)
		return err_set(EIO, "%s: %s", dir, strerror(errno));
	while ((e = readdir(d)) != NULL) {
		const size_t n = strlen(e->d_name);
		struct str path = { 0 };

		if (n < 4 || strcmp(e->d_name + n - 4, ".png") != 0)
			continue;
		str_addf(&path, "%s/%s", dir, e->d_name);
		names = x_grow(names, c, sizeof(char *));
		names[c++] = str_take(&path);
	}
	(void)closedir(d);
	if (names)
		qsort(names, c, sizeof(char *), by_name);
	for (size_t i = 0; i < c; i++) {
		if (!err)
			err = image_print(way, names[i]);
		free(names[i]);
	}
	free(names);
	return err || c > 0 ? err : err_set(ENOENT, _("there is no such page"));
}

static int show_image(struct paper_desk *desk, const struct paper *p,
		      unsigned page, enum image_way way, unsigned width)
{
	struct scratch s = { NULL };
	struct str pdf = { 0 };
	struct str out = { 0 };
	char first[16];
	char last[16];
	char wide[16];
	int status = 0;
	int err = scratch_open(&s, desk->place.db);

	if (err || !s.dir)
		return err;

	str_addf(&pdf, "%s/paper.pdf", s.dir);
	str_addf(&out, "%s/page", s.dir);
	(void)snprintf(first, sizeof(first), "%u", page ? page : 1);
	(void)snprintf(last, sizeof(last), "%u", page ? page : 1000);
	(void)snprintf(wide, sizeof(wide), "%u", width);
	err = render(desk, p, pdf.s);
	if (!err) {
		const char *const argv[] = {
			"pdftoppm", "-png",	   "-f", first,		"-l",
			last,	    "-scale-to-x", wide, "-scale-to-y", "-1",
			pdf.s,	    out.s,	   NULL
		};

		err = child_run(argv, NULL, 0, &status);
	}
	if (!err && status != 0 && status != 99)
		err = err_set(EIO, _("%s: exit status %d"), "pdftoppm", status);
	if (!err)
		err = print_images(s.dir, way);
	scratch_close(&s);
	str_release(&pdf);
	str_release(&out);
	return err;
}

static bool has_desktop(void)
{
	const char *x = getenv("DISPLAY");
	const char *wayland = getenv("WAYLAND_DISPLAY");

	return (x && *x) || (wayland && *wayland);
}

/* Where papers are for viewers; of an encrypted database in memory */
static char *shown_folder(const struct db *db)
{
	struct str dir = { 0 };

	if (!db_key(db))
		return file_of_user(FILE_STATE, SHOWN);
	str_addf(&dir, "/dev/shm/callpermit-%u", (unsigned)geteuid());
	return str_take(&dir);
}

/* In /dev/shm anybody may have been quicker */
static int make_own(const char *dir)
{
	struct stat st;
	int err = file_mkdirs(dir);

	return err ? err
	       : lstat(dir, &st) == 0 && S_ISDIR(st.st_mode) &&
			       st.st_uid == geteuid()
		       ? 0
		       : err_set(EIO, _("%s: belongs to somebody else"), dir);
}

/* A viewer reads the file when it likes, so it stays for a day */
static int show_open(struct paper_desk *desk, const struct paper *p)
{
	char *dir = shown_folder(desk->place.db);
	struct str path = { 0 };
	int status = 0;
	int err = 0;

	if (!has_desktop())
		err = err_set(EPERM, _("there is no desktop here "
				       "(neither DISPLAY nor WAYLAND_DISPLAY "
				       "is set); leave out --open"));
	else if (!child_exists("xdg-open"))
		err = err_set(ENOENT, _("xdg-open is not there; install it "
					"with: apt install xdg-utils"));
	if (!err)
		err = make_own(dir);
	if (!err) {
		const char *argv[] = { "xdg-open", NULL, NULL };

		each_file(dir, remove_old);
		str_addf(&path, "%s/", dir);
		paper_file_name(desk, p, &path);
		argv[1] = path.s;
		err = render(desk, p, path.s);
		if (!err)
			err = child_run(argv, NULL, 0, &status);
	}
	if (!err && status != 0)
		err = err_set(EIO,
			      _("the desktop has no viewer for it (xdg-open: "
				"exit status %d); the PDF is %s"),
			      status, path.s);
	str_release(&path);
	free(dir);
	return err;
}

static int show_json(struct paper_desk *desk, const struct paper *p,
		     unsigned page)
{
	struct str text = { 0 };
	int err = text_of(desk, p, page, &text);

	if (!err) {
		cJSON *all = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(all, "id", p->id);
		(void)cJSON_AddStringToObject(all, "title", p->title);
		(void)cJSON_AddStringToObject(all, "text", str_text(&text));
		cli_print_json(all);
	}
	str_release(&text);
	return err;
}

int paper_show(struct cli *cli, const struct dossier *d, const char *id,
	       const struct paper_look *look)
{
	const struct paper_place place = paper_place_of(cli);
	const struct paper *p = NULL;
	struct paper_desk desk = { 0 };
	enum image_way way;
	unsigned width = 0;
	int err = paper_written(cli->pack, id, &p);

	if (!err)
		err = paper_desk_open(&desk, &place, d, look->templates);
	if (!err && cli->json) {
		err = show_json(&desk, p, look->page);
	} else if (!err && look->open) {
		err = show_open(&desk, p);
	} else if (!err) {
		way = look->text ? IMAGE_NONE : image_ask(&width);
		err = way == IMAGE_NONE
			      ? show_text(&desk, p, look->page)
			      : show_image(&desk, p, look->page, way, width);
	}
	if (!err)
		paper_desk_warn(&desk);
	paper_desk_close(&desk);
	return err;
}

/* Papers to be printed that are named */
static int choose(const struct pack *pack, char **ids,
		  const struct paper **chosen, size_t *cp)
{
	size_t c = 0;
	int err = 0;

	for (size_t i = 0; ids[i] && !err; i++) {
		if (c == pack->papers_count)
			return err_set(EINVAL, _("too many papers"));
		err = paper_written(pack, ids[i], &chosen[c]);
		c += !err;
	}
	*cp = c;
	return err;
}

/* lp copies what it prints before it ends, so that the files may go */
static int hand_to_lp(struct paper_desk *desk, const struct paper **chosen,
		      size_t c, char **options, const char *dir)
{
	const char **argv;
	struct str path = { 0 };
	size_t n = 1;
	size_t files;
	int status = 0;
	int err = 0;

	while (options[n - 1])
		n++;
	argv = x_calloc(n + c + 1, sizeof(char *));
	argv[0] = "lp";
	for (size_t i = 0; options[i]; i++)
		argv[i + 1] = options[i];
	files = n;
	for (size_t i = 0; i < c && !err; i++) {
		str_clear(&path);
		str_addf(&path, "%s/%03zu-", dir, i + 1);
		paper_file_name(desk, chosen[i], &path);
		err = render(desk, chosen[i], path.s);
		argv[n++] = x_strdup(path.s);
	}
	if (!err)
		err = child_run(argv, NULL, 0, &status);
	if (!err && status != 0)
		err = err_set(EIO,
			      _("lp did not take the papers (exit status %d); "
				"lpstat -p -d names printers, and callpermit "
				"paper %s make writes PDF files"),
			      status, desk->d.no);

	while (n > files)
		free((void *)argv[--n]);
	free((void *)argv);
	str_release(&path);
	return err;
}

int paper_print(struct cli *cli, const struct dossier *d, char **ids,
		char **options, const char *templates)
{
	const struct paper **chosen = x_calloc(cli->pack->papers_count + 1,
					       sizeof(const struct paper *));
	const struct paper_place place = paper_place_of(cli);
	struct paper_desk desk = { 0 };
	struct scratch s = { NULL };
	size_t c = 0;
	int err = choose(cli->pack, ids, chosen, &c);

	if (!err && !child_exists("lp"))
		err = err_set(ENOENT, _("lp is not there; install it with: apt "
					"install cups-client"));
	if (!err)
		err = paper_desk_open(&desk, &place, d, templates);
	if (!err && !*ids)
		c = paper_desk_set(&desk, PAPERS_DUE, chosen);
	if (!err)
		err = scratch_open(&s, cli->db);
	if (!err)
		err = hand_to_lp(&desk, chosen, c, options, s.dir);
	if (!err)
		paper_desk_warn(&desk);
	if (!err && !cli->json)
		cli_say(_("%zu papers handed to lp"), c);

	scratch_close(&s);
	paper_desk_close(&desk);
	free((void *)chosen);
	return err;
}
