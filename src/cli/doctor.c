/**
 * @file cli/doctor.c  What the doctor looks at
 */
#include "cli/doctor.h"

#include <errno.h>
#include <grp.h>
#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "dossier/attached.h"
#include "dossier/dossier.h"
#include "dossier/journal.h"
#include "dossier/office.h"
#include "net/http.h"
#include "store/db_care.h"
#include "store/share.h"
#include "store/vault.h"
#include "typeset/fontset.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/remote.h"

#define MB	  (1ULL << 20)
#define DISK_LOW  (1024 * MB)
#define DISK_ILL  (100 * MB)
#define COLS_MIN  80
#define LINES_MIN 24

static void say(struct doctor *d, enum health health, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void say(struct doctor *d, enum health health, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	d->f.health = health;
	str_clear(&d->f.said);
	str_add(&d->f.said, text);
}

static void todo(struct doctor *d, const char *text)
{
	str_clear(&d->f.todo);
	str_add(&d->f.todo, text);
}

static void tell_share(struct doctor *d, const struct share *share, mode_t mode)
{
	const struct group *group = getgrgid(share->gid);

	if ((mode & 0777) == 0660) {
		say(d, HEALTH_WELL, _("%s, shared with the group %s"), d->path,
		    group ? group->gr_name : "?");
		return;
	}

	say(d, HEALTH_DOUBT,
	    _("%s lies in a shared folder and has the mode %o"), d->path,
	    (unsigned)(mode & 0777));
	todo(d, _("its owner says: callpermit share GROUP, or callpermit share "
		  "--off"));
}

/* Who else may read it; SQLite's helpers take their mode from the file */
static void look_at_place(struct doctor *d)
{
	struct share share;
	struct stat st;

	if (file_is_remote(d->path)) {
		say(d, HEALTH_ILL, _("%s lies on a network file system"),
		    d->path);
		todo(d, _("move it to a local disk; others reach it over SSH"));
		return;
	}
	if (stat(d->path, &st) != 0) {
		say(d, HEALTH_NOT, "%s: %s", d->path, strerror(errno));
		todo(d, _("callpermit init makes it, callpermit restore "
			  "brings a backup back"));
		return;
	}

	say(d, HEALTH_WELL, _("%s, %.1f MB"), d->path,
	    (double)st.st_size / 1e6);
	if (share_read(&share, d->path) == 0 && share.with_group) {
		tell_share(d, &share, st.st_mode);
	} else if (st.st_uid != geteuid()) {
		say(d, HEALTH_DOUBT, _("%s belongs to another account"),
		    d->path);
		todo(d, _("work under the account it belongs to"));
	} else if (st.st_mode & 077) {
		say(d, HEALTH_DOUBT, _("%s may be read by others (mode %o)"),
		    d->path, (unsigned)(st.st_mode & 0777));
		todo(d, _("chmod 600 the file, chmod 700 its folder"));
	}
}

struct flaws {
	struct str first;
	size_t c;
};

static void note_flaw(const char *text, void *arg)
{
	struct flaws *flaws = arg;

	if (flaws->c++ == 0)
		str_add(&flaws->first, text);
}

static void look_at_database(struct doctor *d)
{
	struct flaws flaws = { .c = 0 };
	size_t c = 0;
	int err;

	if (access(d->path, F_OK) != 0) {
		say(d, HEALTH_NOT, _("there is none yet"));
		return;
	}

	err = dossier_db_open(&d->db, d->path);
	if (!err && !d->quick)
		err = db_check(d->db, note_flaw, &flaws, &c);
	if (err) {
		say(d, HEALTH_ILL, "%s", err_text(err));
		todo(d, _("callpermit restore BACKUP --force puts it aside "
			  "and a backup in its place"));
	} else if (c > 0) {
		say(d, HEALTH_ILL, _("SQLite finds %zu things wrong: %s"), c,
		    str_text(&flaws.first));
		todo(d, _("make no more changes; callpermit restore BACKUP"));
	} else {
		say(d, HEALTH_WELL,
		    d->quick ? _("can be opened")
			     : _("every page and every reference is in order"));
	}
	str_release(&flaws.first);
}

/* The journals of all dossiers */
struct chains {
	int64_t *idv;
	size_t c;
};

static int chain_handler(const struct dossier *dossier, void *arg)
{
	struct chains *chains = arg;

	chains->idv = x_grow(chains->idv, chains->c, sizeof(*chains->idv));
	chains->idv[chains->c++] = dossier->id;
	return 0;
}

static void look_at_journals(struct doctor *d)
{
	struct chains chains = { .c = 0 };
	struct flaws flaws = { .c = 0 };
	int err;

	if (!d->db || d->quick) {
		say(d, HEALTH_NOT, _("not looked at"));
		return;
	}

	err = dossier_each(d->db, NULL, chain_handler, &chains);
	for (size_t i = 0; i < chains.c && !err; i++) {
		int bad = journal_verify(d->db, chains.idv[i]);

		if (bad == EBADMSG)
			note_flaw(err_text(bad), &flaws);
		else
			err = bad;
	}
	if (!err)
		err = office_verify(d->db);
	if (err)
		say(d, HEALTH_ILL, "%s", err_text(err));
	else if (flaws.c > 0)
		say(d, HEALTH_ILL, _("%zu of %zu are not whole: %s"), flaws.c,
		    chains.c, str_text(&flaws.first));
	else
		say(d, HEALTH_WELL, _("the chains of %zu dossiers are whole"),
		    chains.c);
	if (flaws.c > 0)
		todo(d, _("somebody changed the database behind the program's "
			  "back: compare with a backup"));

	str_release(&flaws.first);
	free(chains.idv);
}

struct shelf {
	size_t missing;
	size_t changed;
	size_t extra;
};

static int shelf_handler(enum vault_flaw flaw, const char *name, void *arg)
{
	struct shelf *s = arg;

	(void)name;
	s->missing += flaw == VAULT_MISSING;
	s->changed += flaw == VAULT_CHANGED;
	s->extra += flaw == VAULT_EXTRA;
	return 0;
}

/* Quick: only whether they are there */
static int look_at_shelves(struct doctor *d, const struct hashes *all,
			   struct shelf *s)
{
	struct vault vault;
	int err = 0;

	vault_of_db(&vault, d->db);
	if (!d->quick)
		err = vault_verify(&vault, (const char *const *)all->v, all->c,
				   true, shelf_handler, s);
	for (size_t i = 0; d->quick && i < all->c; i++)
		s->missing += !vault_has(&vault, all->v[i]);
	vault_release(&vault);
	return err;
}

static void look_at_vault(struct doctor *d)
{
	struct hashes all = { NULL, 0 };
	struct shelf s = { 0 };
	struct vault vault;
	int err;

	if (!d->db) {
		say(d, HEALTH_NOT, _("not looked at"));
		return;
	}

	vault_of_db(&vault, d->db);
	err = attached_ever(&all, d->db, &vault);
	vault_release(&vault);
	if (!err)
		err = look_at_shelves(d, &all, &s);
	say(d, s.missing || s.extra ? HEALTH_DOUBT : HEALTH_WELL,
	    _("%zu files are named, %zu of them not kept, %zu changed, %zu "
	      "extra"),
	    all.c, s.missing, s.changed, s.extra);
	if (s.missing)
		todo(d, _("callpermit evidence NO list says which; attach them "
			  "again"));
	else if (s.extra)
		todo(d, _("callpermit evidence NO gc removes what nothing "
			  "refers to"));
	if (s.changed) {
		d->f.health = HEALTH_ILL;
		todo(d, _("callpermit evidence NO verify says which; take them "
			  "from a backup"));
	}
	if (err)
		say(d, HEALTH_ILL, "%s", err_text(err));
	hashes_release(&all);
}

static void look_at_disk(struct doctor *d)
{
	struct statvfs fs;
	char *folder = x_strdup(d->path);
	char *slash = strrchr(folder, '/');
	unsigned long long left;

	if (slash)
		*slash = '\0';
	if (statvfs(slash ? (*folder ? folder : "/") : ".", &fs) != 0) {
		say(d, HEALTH_NOT, "%s: %s", folder, strerror(errno));
		free(folder);
		return;
	}

	left = (unsigned long long)fs.f_bavail * fs.f_frsize;
	say(d,
	    left < DISK_ILL   ? HEALTH_ILL
	    : left < DISK_LOW ? HEALTH_DOUBT
			      : HEALTH_WELL,
	    _("%llu MB are left"), left / MB);
	if (left < DISK_LOW)
		todo(d, _("make room; papers, scans and recordings need it"));
	free(folder);
}

static int64_t older_of(struct doctor *d, const char *sha256)
{
	int64_t c = 0;

	if (d->db)
		(void)db_int(d->db,
			     "SELECT count(*) FROM dossier WHERE pack_sha256 "
			     "<> ?",
			     BIND(TEXT(sha256)), &c);
	return c;
}

static void look_at_pack(struct doctor *d)
{
	struct pack *pack = NULL;
	int err = pack_load(&pack);
	int64_t older = 0;

	if (err) {
		say(d, HEALTH_ILL, "%s", err_text(err));
		todo(d, _("callpermit pack lint says more; install the program "
			  "again"));
		return;
	}

	older = older_of(d, pack->sha256);
	say(d, HEALTH_WELL, _("version %s, %zu forms, %zu rules"),
	    pack->version, (size_t)pack->forms_count,
	    (size_t)pack->rules_count);
	if (older > 0) {
		say(d, HEALTH_DOUBT,
		    _("version %s; %lld dossiers use another one"),
		    pack->version, (long long)older);
		todo(d, _("callpermit migrate NO --dry-run says what it would "
			  "change"));
	}
	pack_free(pack);
}

static void look_at_fonts(struct doctor *d)
{
	struct fontset *set = NULL;
	int err = fontset_open(&set);
	const struct font *song;
	const struct font *kai;

	if (err) {
		say(d, HEALTH_ILL, "%s", err_text(err));
		todo(d, _("apt-get install fonts-noto-cjk"));
		return;
	}

	song = fontset_pick(set, FONT_SONG, 0x6848);
	kai = fontset_pick(set, FONT_KAI, 0x6848);
	say(d, HEALTH_WELL, _("body %s, second headings %s"),
	    song ? font_name(song) : "-", kai ? font_name(kai) : "-");
	fontset_close(set);
}

static void look_at_locale(struct doctor *d)
{
	const char *codeset = nl_langinfo(CODESET);
	char *catalogue = file_catalogue();

	say(d, HEALTH_WELL, _("%s, words from %s"), codeset,
	    catalogue ? catalogue : _("the program itself"));
	if (!catalogue) {
		say(d, HEALTH_DOUBT, _("the Chinese words are not there"));
		todo(d, _("install the program again"));
	} else if (strcmp(codeset, "UTF-8") != 0) {
		say(d, HEALTH_DOUBT, _("the locale's encoding is %s"), codeset);
		todo(d, _("export LANG=C.UTF-8, or zh_CN.UTF-8"));
	}
	free(catalogue);
}

static void look_at_terminal(struct doctor *d)
{
	const char *term = getenv("TERM");
	struct winsize ws;

	if (!term || !*term || strcmp(term, "dumb") == 0) {
		say(d, HEALTH_DOUBT, _("TERM says nothing of use"));
		todo(d, _("the terminal program needs one that can place its "
			  "cursor; the other commands do not"));
	} else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) != 0) {
		say(d, HEALTH_NOT, _("%s; output does not go to one"), term);
	} else if (ws.ws_col < COLS_MIN || ws.ws_row < LINES_MIN) {
		say(d, HEALTH_DOUBT, _("%s, %d columns, %d lines"), term,
		    ws.ws_col, ws.ws_row);
		todo(d, _("80 columns and 24 lines show everything"));
	} else {
		say(d, HEALTH_WELL, _("%s, %d columns, %d lines"), term,
		    ws.ws_col, ws.ws_row);
	}
}

static void look_at_engine(struct doctor *d)
{
	struct http_request request = { .url = d->url, .ca_file = d->ca };
	struct http_answer answer = { 0 };
	int err;

	if (!d->url) {
		say(d, HEALTH_NOT, _("not asked for; --url URL"));
		return;
	}

	err = http_get(&answer, &request);
	if (err) {
		say(d, HEALTH_ILL, "%s", err_text(err));
		todo(d, _("is it running, and is the address that of "
			  "listen.http in its configuration?"));
	} else {
		say(d, HEALTH_WELL, _("answers at %s"), d->url);
	}
	http_answer_release(&answer);
}

/* clang-format off */
const struct exam doctor_exams[] = {
	{ "place",    N_("place"),    look_at_place    },
	{ "database", N_("database"), look_at_database },
	{ "journals", N_("journals"), look_at_journals },
	{ "files",    N_("files"),    look_at_vault    },
	{ "disk",     N_("disk"),     look_at_disk     },
	{ "rest",     N_("at rest"),  look_at_rest     },
	{ "copies",   N_("copies"),   look_at_copies   },
	{ "pack",     N_("rule pack"), look_at_pack    },
	{ "fonts",    N_("fonts"),    look_at_fonts    },
	{ "locale",   N_("locale"),   look_at_locale   },
	{ "terminal", N_("terminal"), look_at_terminal },
	{ "engine",   N_("engine"),   look_at_engine   },
	{ NULL, NULL, NULL },
};
/* clang-format on */
