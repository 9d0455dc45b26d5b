/**
 * @file typeset/fontset.c  The fonts of a paper, by what they are used for
 */
#include "typeset/fontset.h"

#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "typeset/wrap.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/util.h"

#define NOTO "/usr/share/fonts/opentype/noto/"
#define TTF  "/usr/share/fonts/truetype/"
#define TEX  "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"

/* Every Chinese font has it */
#define PROBE 0x4E2D

/* Role of rows that end every chain */
#define ANY FONT_ROLE_COUNT

/* clang-format off */
static const struct candidate {
	int role;
	unsigned index;
	const char *path;
	const char *family; /* for fontconfig; NULL: only at its path */
	int weight;
	enum { ALL, HANZI, ELSE } take;
} candidates[] = {
	{ FONT_SONG, 2, NOTO "NotoSerifCJK-Regular.ttc",  "Noto Serif CJK SC",
	  FC_WEIGHT_REGULAR, ALL },
	{ FONT_BOLD, 2, NOTO "NotoSerifCJK-Bold.ttc",     "Noto Serif CJK SC",
	  FC_WEIGHT_BOLD, ALL },
	{ FONT_HEI,  2, NOTO "NotoSansCJK-Bold.ttc",      "Noto Sans CJK SC",
	  FC_WEIGHT_BOLD, ALL },
	/* FandolFang has heavy letters, LXGW WenKai narrow quotation marks:
	 * those come from Song.  Asking fontconfig for what few have installed
	 * would cost every paper 8 ms.  HANZI: nothing but Chinese characters
	 * and marks is taken; ELSE: only if the role has no font so far. */
	{ FONT_FANG, 0, TEX "FandolFang-Regular.otf",    NULL, 0, HANZI },
	{ FONT_KAI,  0, TTF "lxgw-wenkai/LXGWWenKai-Regular.ttf", NULL, 0,
	  HANZI },
	{ FONT_KAI,  0, TEX "FandolKai-Regular.otf",     NULL, 0, HANZI },
	{ FONT_KAI,  2, NOTO "NotoSerifCJK-Bold.ttc",     "Noto Serif CJK SC",
	  FC_WEIGHT_BOLD, ELSE },
	{ FONT_BOLD, 0, TTF "wqy/wqy-zenhei.ttc",        NULL, 0, ALL },
	{ FONT_HEI,  0, TTF "wqy/wqy-zenhei.ttc",        NULL, 0, ALL },
	{ ANY,       2, NOTO "NotoSerifCJK-Regular.ttc",  "Noto Serif CJK SC",
	  FC_WEIGHT_REGULAR, ALL },
	{ ANY,       2, NOTO "NotoSansCJK-Regular.ttc",   "Noto Sans CJK SC",
	  FC_WEIGHT_REGULAR, ALL },
	{ ANY,       0, TTF "wqy/wqy-zenhei.ttc",        "WenQuanYi Zen Hei",
	  FC_WEIGHT_REGULAR, ALL },
	/* rare characters of names, Unicode's extensions B to F */
	{ ANY, 0, TTF "babelstone-han/BabelStoneHan.ttf",  "BabelStone Han",
	  FC_WEIGHT_REGULAR, ALL },
	{ ANY, 0, TTF "hanazono/HanaMinA.ttf",             "HanaMinA",
	  FC_WEIGHT_REGULAR, ALL },
	{ ANY, 0, TTF "hanazono/HanaMinB.ttf",             "HanaMinB",
	  FC_WEIGHT_REGULAR, ALL },
};

static const char *const overrides[FONT_ROLE_COUNT] = {
	[FONT_SONG] = "CALLPERMIT_FONT_SONG",
	[FONT_BOLD] = "CALLPERMIT_FONT_BOLD",
	[FONT_HEI]  = "CALLPERMIT_FONT_HEI",
	[FONT_FANG] = "CALLPERMIT_FONT_FANG",
	[FONT_KAI]  = "CALLPERMIT_FONT_KAI",
};
/* clang-format on */

struct slot {
	struct font *font;
	bool tried;
	bool shared; /* another row names the same file and has opened it */
};

struct fontset {
	struct font *own[FONT_ROLE_COUNT]; /* what the user named */
	struct slot slot[ARRAY_LEN(candidates)];
};

/* fontconfig always answers something: take it only if it is what we asked */
static bool is_the_one(FcPattern *found, const struct candidate *c)
{
	FcChar8 *family;
	int weight = 0;

	(void)FcPatternGetInteger(found, FC_WEIGHT, 0, &weight);
	for (int i = 0;
	     FcPatternGetString(found, FC_FAMILY, i, &family) == FcResultMatch;
	     i++) {
		if (strcmp((const char *)family, c->family) == 0 &&
		    weight == c->weight)
			return true;
	}

	return false;
}

/* The path, to be freed, and index that fontconfig knows; NULL if none */
static char *ask_fontconfig(const struct candidate *c, unsigned *indexp)
{
	FcConfig *config = FcInitLoadConfigAndFonts();
	FcPattern *want = FcPatternCreate();
	FcPattern *found;
	FcResult result;
	FcChar8 *file;
	char *path = NULL;
	int index = 0;

	(void)FcPatternAddString(want, FC_FAMILY, (const FcChar8 *)c->family);
	(void)FcPatternAddInteger(want, FC_WEIGHT, c->weight);
	(void)FcConfigSubstitute(config, want, FcMatchPattern);
	FcDefaultSubstitute(want);
	found = FcFontMatch(config, want, &result);
	if (found && is_the_one(found, c) &&
	    FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch) {
		(void)FcPatternGetInteger(found, FC_INDEX, 0, &index);
		path = x_strdup((const char *)file);
		*indexp = (unsigned)index & 0xFFFF;
	}

	if (found)
		FcPatternDestroy(found);
	FcPatternDestroy(want);
	if (config)
		FcConfigDestroy(config);
	return path;
}

/* True if another row has already tried the file of row i */
static bool share(struct fontset *set, size_t i)
{
	for (size_t k = 0; k < ARRAY_LEN(candidates); k++) {
		if (k != i && set->slot[k].tried &&
		    candidates[k].index == candidates[i].index &&
		    strcmp(candidates[k].path, candidates[i].path) == 0) {
			set->slot[i].font = set->slot[k].font;
			set->slot[i].shared = true;
			return true;
		}
	}

	return false;
}

static void try_candidate(struct fontset *set, size_t i)
{
	struct slot *slot = &set->slot[i];
	const struct candidate *c = &candidates[i];
	unsigned index = c->index;
	char *path = NULL;

	slot->tried = true;
	if (share(set, i))
		return;

	if (access(c->path, R_OK) == 0)
		path = x_strdup(c->path);
	else if (c->family)
		path = ask_fontconfig(c, &index);
	if (!path)
		return;

	if (font_open(&slot->font, path, index) != 0)
		log_warnx("paper: %s", err_text(EBADMSG));
	free(path);
}

/* "FILE" or "FILE:INDEX" */
static int open_own(struct font **fontp, const char *variable)
{
	const char *value = getenv(variable);
	unsigned long index = 0;
	const char *colon;
	char *path;
	char *end;
	int err;

	if (!value || !*value)
		return 0;

	path = x_strdup(value);
	colon = strrchr(value, ':');
	if (colon && colon[1]) {
		index = strtoul(colon + 1, &end, 10);
		if (*end == '\0')
			path[colon - value] = '\0';
		else
			index = 0;
	}

	err = font_open(fontp, path, (unsigned)index);
	free(path);
	return err ? err_prefix(err, "%s", variable) : 0;
}

int fontset_open(struct fontset **setp)
{
	struct fontset *set = x_calloc(1, sizeof(*set));
	int err = 0;

	wrap_init(); /* nothing is set without fonts */
	for (size_t i = 0; !err && i < FONT_ROLE_COUNT; i++)
		err = open_own(&set->own[i], overrides[i]);
	if (!err && !fontset_pick(set, FONT_SONG, PROBE))
		err = err_set(ENOENT,
			      _("no Chinese font found; install the Debian "
				"package %s"),
			      "fonts-noto-cjk");
	if (err) {
		fontset_close(set);
		return err;
	}

	*setp = set;
	return 0;
}

void fontset_close(struct fontset *set)
{
	if (!set)
		return;

	for (size_t i = 0; i < FONT_ROLE_COUNT; i++)
		font_close(set->own[i]);
	for (size_t i = 0; i < ARRAY_LEN(candidates); i++)
		font_close(set->slot[i].shared ? NULL : set->slot[i].font);
	free(set);
}

/* Radicals, characters and full-width forms; not what Latin text has, too */
static bool is_hanzi(uint32_t cp)
{
	return cp >= 0x2E80;
}

static bool draws(const struct font *font, uint32_t cp)
{
	return font && font_glyph(font, font_substitute(font, cp)) != 0;
}

struct font *fontset_pick(struct fontset *set, enum font_role role, uint32_t cp)
{
	bool have = set->own[role] != NULL;

	if (draws(set->own[role], cp))
		return set->own[role];

	for (size_t i = 0; i < ARRAY_LEN(candidates); i++) {
		const struct candidate *c = &candidates[i];
		struct slot *slot = &set->slot[i];

		if ((c->role != (int)role && c->role != ANY) ||
		    (c->take == ELSE && have))
			continue;
		if (!slot->tried)
			try_candidate(set, i);
		have |= slot->font != NULL;
		if ((c->take != HANZI || is_hanzi(cp)) && draws(slot->font, cp))
			return slot->font;
	}

	return NULL;
}
