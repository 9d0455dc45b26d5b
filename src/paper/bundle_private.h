/**
 * @file paper/bundle_private.h  Shared by the files of the bundle
 */
#ifndef PAPER_BUNDLE_PRIVATE_H
#define PAPER_BUNDLE_PRIVATE_H

#include <cjson/cJSON.h>

#include "check/check.h"
#include "paper/bundle.h"
#include "store/vault.h"

struct bundle_work {
	struct bundle_order order;
	struct dossier d; /* as printed: its head is that of the bundle;
			   * borrows the order's name */
	struct vault vault;
	struct facts facts;
	struct findings found;
	struct filing *filing;
	cJSON *context;
	cJSON *plain; /* the same without the day */
	char *own_dir;
	struct str label; /* foot: number, and whether it is a draft */
};

/** What a paper with a title is written with */
void bundle_meta(const struct bundle *b, const char *id, const char *title,
		 struct paper_meta *meta);

/** A row of the portal, from the dossier's pack or the shipped one, or NULL */
const struct portal_row *bundle_portal(const struct bundle_work *w,
				       const char *key);

/** Append a concern; say and fix are copied, fix may be NULL */
void bundle_concern(struct bundle *b, enum concern_kind kind, bool blocks,
		    const char *id, const char *say, const char *fix);

/** Append a concern about a row of the portal, whose fix it takes */
void bundle_concern_row(struct bundle *b, enum concern_kind kind,
			const struct portal_row *row, const char *id,
			const char *say);

/** Whether a paper is due; what of it is not in hand */
bool bundle_is_due(const struct bundle_work *w, const struct paper *paper);

/** Append a file to the bundle; the pointer holds until the next one */
struct bundle_file *bundle_add_file(struct bundle *b, const struct paper *paper,
				    enum bundle_origin origin);

void bundle_file_release(struct bundle_file *f);

/** Take back the last file, which could not be made, and say why; 0, or EIO if
 *  that was the error */
int bundle_leave_out(struct bundle *b, int err, enum concern_kind kind,
		     const char *fix);

/** Give a file its name and title; part tells it from others of its paper, or
 *  is NULL */
void bundle_name_file(const struct bundle *b, struct bundle_file *f,
		      const char *part, const char *ext);

/** Append a concern if a file is larger than the portal takes */
void bundle_check_size(struct bundle *b, const struct bundle_file *f);

/** How many files show a paper to be in hand, and how many of them are kept */
void bundle_count_held(const struct bundle *b, const struct paper *paper,
		       size_t *wantedp, size_t *keptp);

/**
 * Add the scans and other files of a paper
 *
 * @param label  Their names say which each is
 *
 * @return 0; EBADMSG for a kept file that was changed; EIO
 */
int bundle_add_held(struct bundle *b, const struct paper *paper, bool label);

/** Append the concerns of the assessment: gates, papers that are missing */
void bundle_add_findings(struct bundle *b);

/** Append the concerns about signatures that are too old; 0 or EIO */
int bundle_add_ages(struct bundle *b);

/** Make the index as version n; 0, or the errors of filing_make() */
int bundle_make_index(struct bundle *b, int64_t n, const char *reason,
		      struct bundle_file *index);

/** The manifest of version n as JSON text, appended */
void bundle_add_manifest(const struct bundle *b, int64_t n, const char *reason,
			 const struct bundle_file *index, struct str *to);

#endif
