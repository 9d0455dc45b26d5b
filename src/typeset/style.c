/**
 * @file typeset/style.c  How papers look, as rows
 */
#include "typeset/style.h"

#include <string.h>

#include "typeset/sheet.h"
#include "util/util.h"

/* Size 3 and the lead that puts 22 lines into 225 mm */
#define SIZE3 15750L
#define LEAD3 28980L

#define STYLE(role, strong, size, lead, align, indent, before, after)      \
	{                                                                  \
		{ role, strong, size, lead, align, indent }, before, after \
	}

/* clang-format off */
#define COMMON                                                                 \
	[STYLE_HEAD]  = STYLE(FONT_HEI,  FONT_HEI,  10500, 15750,              \
			      ALIGN_CENTER, 0, 0, 0),                          \
	[STYLE_BAND]  = STYLE(FONT_HEI,  FONT_HEI,  10500, 15750,              \
			      ALIGN_LEFT,   0, 0, 0),                          \
	[STYLE_LABEL] = STYLE(FONT_SONG, FONT_BOLD, 10500, 15750,              \
			      ALIGN_CENTER, 0, 0, 0),                          \
	[STYLE_VALUE] = STYLE(FONT_SONG, FONT_BOLD, 10500, 15750,              \
			      ALIGN_LEFT,   0, 0, 0),                          \
	[STYLE_COVER] = {                                                      \
		.look = { FONT_SONG, FONT_BOLD, 16000, 36000, ALIGN_LEFT, 0 }, \
		.left = 70 * PT,                                               \
	},                                                                     \
	[STYLE_SMALL] = STYLE(FONT_SONG, FONT_BOLD, 7000,  9000,               \
			      ALIGN_LEFT,   0, 0, 0)

/* Page number of official documents: size 4, Song */
#define NUMBER STYLE(FONT_SONG, FONT_BOLD, 14000, 18000, ALIGN_LEFT, 0, 0, 0)

/* Headings and text of official documents: GB/T 9704-2012, 7.3.3 */
#define TEXT(size, lead)                                                       \
	[STYLE_H2]   = STYLE(FONT_HEI,  FONT_HEI,  size, lead, ALIGN_LEFT,     \
			     2L * (size), 0, 0),                                \
	[STYLE_H3]   = STYLE(FONT_KAI,  FONT_BOLD, size, lead, ALIGN_LEFT,     \
			     2L * (size), 0, 0),                                \
	[STYLE_H4]   = STYLE(FONT_FANG, FONT_BOLD, size, lead, ALIGN_LEFT,     \
			     2L * (size), 0, 0),                                \
	[STYLE_BODY] = STYLE(FONT_FANG, FONT_BOLD, size, lead, ALIGN_JUSTIFY,  \
			     2L * (size), 0, 0),                                \
	[STYLE_TO]   = STYLE(FONT_FANG, FONT_BOLD, size, lead, ALIGN_JUSTIFY,  \
			     0, 0, 0),                                         \
	[STYLE_NOTE] = STYLE(FONT_SONG, FONT_BOLD, 10500, 17000,               \
			     ALIGN_JUSTIFY, 21000, 4 * PT, 8 * PT)

#define SHEET                                                                  \
	.top = 37 * MM, .left = 28 * MM, .right = 26 * MM, .bottom = 35 * MM,  \
	.row = 24 * PT, .pad = { 4 * PT, 4 * PT }, .thin = 500, .thick = 1000

/* A letter: title two lines below the edge of the field, room for a seal of
 * 42 mm above the date; the tight ones spare on leads and never on the type:
 * Hunan asks for size 3 */
#define LETTER(size, lead, below_title, above_sign, sign_lead)                 \
	SHEET, .letter = true,                                                 \
	.style = {                                                             \
		COMMON, TEXT(size, lead), [STYLE_PAGE] = NUMBER,               \
		[STYLE_H1]   = STYLE(FONT_BOLD, FONT_BOLD, 22000, 36000,       \
				     ALIGN_CENTER, 0, 0, below_title),         \
		[STYLE_TOC]  = STYLE(FONT_SONG, FONT_BOLD, 14000, 25000,       \
				     ALIGN_LEFT, 0, 0, 0),                     \
		[STYLE_SIGN] = STYLE(FONT_FANG, FONT_BOLD, size, sign_lead,    \
				     ALIGN_LEFT, 0, above_sign, 0),            \
	}

/* Body of official documents: 22 lines in the field, LEAD3; 23 or 24 if
 * that spares a last page with little on it */
#define NARRATIVE(lead)                                                        \
	SHEET,                                                                 \
	.style = {                                                             \
		COMMON, TEXT(SIZE3, lead), [STYLE_PAGE] = NUMBER,              \
		[STYLE_H1]   = STYLE(FONT_BOLD, FONT_BOLD, 22000,              \
				     LEAD3 + LEAD3 / 4, ALIGN_CENTER,          \
				     0, 0, LEAD3 * 3 / 4),                     \
		[STYLE_TOC]  = STYLE(FONT_SONG, FONT_BOLD, 14000,              \
				     25000, ALIGN_LEFT, 0, 0, 0),              \
		[STYLE_SIGN] = STYLE(FONT_FANG, FONT_BOLD, SIZE3,              \
				     (lead) * 3 / 2, ALIGN_LEFT, 0,            \
				     lead, 0),                                 \
	}

#define FORM(least, gap, body)                                                 \
	.foot = FOOT_CENTER,                                                   \
	.top = 22 * MM, .left = 20 * MM, .right = 20 * MM, .bottom = 25 * MM,  \
	.row = (least), .pad = { 4 * PT, gap }, .thin = 500, .thick = 1200,    \
	.style = {                                                             \
		COMMON,                                                        \
		[STYLE_PAGE] = STYLE(FONT_SONG, FONT_BOLD, 9000, 12000,        \
				     ALIGN_CENTER, 0, 0, 0),                   \
		[STYLE_H1]   = STYLE(FONT_BOLD, FONT_BOLD, 22000, 32000,       \
				     ALIGN_CENTER, 0, 0, 10 * PT),             \
		[STYLE_H2]   = STYLE(FONT_HEI, FONT_HEI, 12000, 20000,         \
				     ALIGN_LEFT, 0, 10 * PT, 4 * PT),          \
		[STYLE_H3]   = STYLE(FONT_BOLD, FONT_BOLD, 10500, 17000,       \
				     ALIGN_LEFT, 0, 6 * PT, 2 * PT),           \
		[STYLE_H4]   = STYLE(FONT_SONG, FONT_BOLD, 10500, 17000,       \
				     ALIGN_LEFT, 0, 0, 0),                     \
		[STYLE_BODY] = STYLE(FONT_SONG, FONT_BOLD, 10500, body,        \
				     ALIGN_JUSTIFY, 21000, 0, 3 * PT),         \
		[STYLE_TO]   = STYLE(FONT_SONG, FONT_BOLD, 10500, body,        \
				     ALIGN_JUSTIFY, 0, 0, 3 * PT),             \
		[STYLE_NOTE] = STYLE(FONT_SONG, FONT_BOLD, 9000, 14000,        \
				     ALIGN_JUSTIFY, 0, 2 * PT, 2 * PT),        \
		[STYLE_TOC]  = STYLE(FONT_SONG, FONT_BOLD, 10500, 20000,       \
				     ALIGN_LEFT, 0, 0, 0),                     \
		[STYLE_SIGN] = STYLE(FONT_SONG, FONT_BOLD, 10500, 24000,       \
				     ALIGN_LEFT, 0, 12 * PT, 0),               \
	}

static const struct design designs[] = {
	{
		.name = "narrative", .close = "narrative, close",
		NARRATIVE(LEAD3)
	},
	{
		.name = "narrative, close", .close = "narrative, closer",
		NARRATIVE(27700L)
	},
	{ .name = "narrative, closer", NARRATIVE(26500L) },
	{
		.name = "letter", .tight = "letter, tight",
		.close = "letter, close",
		LETTER(SIZE3, LEAD3, LEAD3, 2 * LEAD3, LEAD3 * 5 / 4)
	},
	{
		.name = "letter, close", .close = "letter, closer",
		LETTER(SIZE3, 27700L, LEAD3, 2 * LEAD3, 34000)
	},
	{
		.name = "letter, closer",
		LETTER(SIZE3, 26500L, LEAD3, 2 * LEAD3, 33000)
	},
	{
		.name = "letter, tight", .tight = "letter, tighter",
		LETTER(SIZE3, 25000, 18000, 30000, 32000)
	},
	{
		.name = "letter, tighter", .tight = "letter, tightest",
		LETTER(SIZE3, 23000, 15000, 26000, 30000)
	},
	{
		.name = "letter, tightest",
		LETTER(SIZE3, 21500, 12000, 23000, 27000)
	},
	{
		.name = "form", .close = "form, close",
		FORM(26 * PT, 4 * PT, 17000)
	},
	{ .name = "form, close", FORM(22 * PT, 3 * PT, 16000) },
};
/* clang-format on */

const struct design *design_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(designs); i++) {
		if (strcmp(designs[i].name, name) == 0)
			return &designs[i];
	}

	return NULL;
}

const struct design *design_default(void)
{
	return &designs[0];
}
