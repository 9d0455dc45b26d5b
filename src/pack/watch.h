/**
 * @file pack/watch.h  Published lists: which are read, and what they mean
 *
 * The user's configuration names lists (YAML, see callpermit(1), "watch");
 * data/watch.yaml says what each kind of list means for a dossier that stands
 * in it.
 */
#ifndef PACK_WATCH_H
#define PACK_WATCH_H

#include "pack/pack.h"

/** Most lists of a configuration, and seconds one may take */
#define WATCH_LISTS_MAX	  1000
#define WATCH_TIMEOUT_MAX 600

/** A row of data/watch.yaml */
struct watch_kind {
	char *kind; /**< e.g. "granted" */
	char *title;
	char *title_en;
	char **acts; /**< Ids of acts; those open are proposed */
	unsigned acts_count;
	char **set; /**< Facts to set, "rec.bad_list=yes" */
	unsigned set_count;
	char *advice; /**< A sentence for people, or NULL */
	char *advice_en;
	char **sources;
	unsigned sources_count;
};

struct watch_kinds {
	struct watch_kind *kinds;
	unsigned kinds_count;
};

/** A list to be read: of a page or of a file */
struct watch_list {
	char *name;
	char *url;  /**< or NULL */
	char *file; /**< or NULL; beside the configuration if not absolute */
	char *kind;
	char *ca_file;	   /**< Trusted for url, PEM; or NULL */
	unsigned *timeout; /**< s, 1 to WATCH_TIMEOUT_MAX; NULL: as usual */
};

struct watch_config {
	struct watch_list *lists;
	unsigned lists_count;
};

/** Says whether an address can be fetched: 0, or EINVAL with a sentence */
typedef int watch_check_url_h(const char *url);

/**
 * Load data/watch.yaml of a path; free it with watch_kinds_free()
 *
 * @param pack  Has the acts and sources that it names
 *
 * @return 0, or the errors of watch_config_load()
 */
int watch_kinds_load(struct watch_kinds **kindsp, const char *path,
		     const struct pack *pack);

void watch_kinds_free(struct watch_kinds *kinds);

/** A kind by name; NULL with ENOENT's sentence, which has all kinds */
const struct watch_kind *watch_kind(const struct watch_kinds *kinds,
				    const char *kind);

/**
 * Load a configuration
 *
 * @param confp      Set to it; free it with watch_config_free()
 * @param kinds      Those a list may have
 * @param check_url  Asked about each address
 *
 * @return 0, ENOENT, EIO, EINVAL, or EBADMSG with file:line:column
 */
int watch_config_load(struct watch_config **confp, const char *path,
		      const struct watch_kinds *kinds,
		      watch_check_url_h *check_url);

/** Free a configuration; NULL is allowed */
void watch_config_free(struct watch_config *conf);

#endif
