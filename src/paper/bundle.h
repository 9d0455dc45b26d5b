/**
 * @file paper/bundle.h  The whole filing as one zip: papers, index, manifest
 *
 * bundle_gather() makes every due paper in memory, finds scans and evidence in
 * the vault, and says what blocks the filing and what is doubtful.
 * bundle_write() adds the index and the manifest and writes the archive, which
 * becomes a filing version (dossier/version.h).  The same dossier on the same
 * day gives the same bytes: the time in the files is that of the last row of
 * the journal.
 */
#ifndef PAPER_BUNDLE_H
#define PAPER_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dossier/dossier.h"
#include "dossier/version.h"
#include "pack/pack.h"
#include "paper/filing.h"
#include "store/db.h"
#include "util/str.h"

/** Where a file of a bundle comes from */
enum bundle_origin {
	BUNDLE_INDEX,
	BUNDLE_WRITTEN,	 /**< By us, from facts */
	BUNDLE_SCANNED,	 /**< A picture */
	BUNDLE_EVIDENCE, /**< Another file that was attached */
};

struct bundle_file {
	const struct paper *paper; /**< Borrowed; NULL: the index */
	char *name;		   /**< In the archive */
	char *title;
	enum bundle_origin origin;
	char *attached;	 /**< Its name when it was attached, or NULL */
	struct str data; /**< Its bytes; empty: they are in the vault */
	struct paper_result made;  /**< Pages (0: not known), bytes, SHA-256 */
	char content[SHA256_TEXT]; /**< Of what it says, without foot and day */
};

/** What a concern is about */
enum concern_kind {
	CONCERN_GATE,	  /**< A rule or field that closes the filing */
	CONCERN_MISSING,  /**< A paper that is due and not in hand */
	CONCERN_UNSIGNED, /**< One we write, not yet signed */
	CONCERN_KEPT,	  /**< A file that a fact names and nobody kept */
	CONCERN_SIZE,
	CONCERN_KIND, /**< Of file, that the portal does not take */
	CONCERN_PICTURES,
	CONCERN_DAMAGED,     /**< A scan that cannot be read, so is left out */
	CONCERN_RENDER,	     /**< A paper that cannot be written */
	CONCERN_NAME,	     /**< Two files of one name */
	CONCERN_SIGNED_DAYS, /**< Signed too long ago */
	CONCERN_OLDER,	     /**< Signed before a fact it prints was changed */
	CONCERN_ONLINE,	     /**< Filled in on the portal; nothing to bundle */
	CONCERN_INSTEAD,     /**< Attached, so that ours does not go in */
	CONCERN_OWN,	     /**< Written with the site's own templates */
};

struct concern {
	enum concern_kind kind;
	bool blocks; /**< Otherwise it only warns */
	char *id;    /**< Of the paper or rule, or "form" */
	char *say;
	char *fix; /**< What to do, or NULL */
};

/** Told of progress: what is being made, NULL at the end, and how many of all
 *  are done; 0, or an error such as ECANCELED, which ends the work */
typedef int bundle_progress_h(const char *what, size_t done, size_t of,
			      void *arg);

struct bundle_order {
	struct db *db;
	const struct pack *pack;    /**< Of the dossier */
	const struct pack *shipped; /**< Has what an old pack lacks */
	const struct dossier *d;
	const char *templates;	     /**< --templates, or NULL */
	bundle_progress_h *progress; /**< or NULL */
	void *arg;
};

struct bundle_work;

struct bundle {
	struct bundle_file *v; /**< In the order of the papers */
	size_t c;
	struct concern *concerns; /**< Those that block first */
	size_t concernc;
	size_t blocks; /**< How many block */
	size_t pages;  /**< Known ones */
	struct version_head head;
	bool again; /**< Set by bundle_write(): it was the last version */
	struct bundle_work *work;
};

/**
 * Make the papers, and say what speaks against filing them
 *
 * @param bundle  Release it with bundle_release() in any case
 *
 * @return 0 whatever is found; ENOENT without fonts or own templates; EBADMSG
 *         for a kept file that was changed; EBUSY; EIO; the handler's error
 */
int bundle_gather(struct bundle *bundle, const struct bundle_order *order);

/**
 * Write the archive and keep it as a filing version
 *
 * Papers that are those of the last version give that version again, and the
 * same bytes.  Otherwise the old file stands until the new version is in the
 * database.
 *
 * @param path    File to write
 * @param reason  Why although something blocks; NULL if nothing does
 * @param to      Receives the version; release it
 *
 * @return 0; EPERM if something blocks and no reason is given; EINVAL if path
 *         is no place for a file; ENOENT; EBUSY if the dossier was changed
 *         meanwhile, or another process writes there; EIO
 */
int bundle_write(struct bundle *bundle, const char *path, const char *reason,
		 struct version *to);

/** What the files of a bundle would be as a version, without index; for
 *  comparing.  Its number is 0. */
void bundle_version(const struct bundle *bundle, struct version *to);

void bundle_release(struct bundle *bundle);

/** "written", "scanned", ... */
const char *bundle_origin_name(enum bundle_origin origin);

/** "gate", "missing", ... */
const char *concern_name(enum concern_kind kind);

/**
 * Make a name of a file that a portal takes
 *
 * Characters that its rows forbid, controls, turning marks and a leading full
 * stop become "_"; what is too long is cut, never inside a character.
 *
 * @param pack  Its rows; where it has none, spare's
 * @param stem  Any text
 * @param ext   "pdf"; lower case in the name
 */
void bundle_name(struct str *to, const struct pack *pack,
		 const struct pack *spare, const char *stem, const char *ext);

#endif
