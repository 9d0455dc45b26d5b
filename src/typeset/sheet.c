/**
 * @file typeset/sheet.c  Laid-out pages, before they are written
 */
#include "typeset/sheet.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

void sheets_add(struct sheets *sheets)
{
	assert(sheets->c < SHEET_MAX);
	sheets->v = x_grow(sheets->v, sheets->c, sizeof(*sheets->v));
	sheets->v[sheets->c++] = (struct sheet){ 0 };
}

struct para *sheets_para(struct sheets *sheets)
{
	struct para *para = x_calloc(1, sizeof(*para));

	sheets->para = x_grow(sheets->para, sheets->parac,
			      sizeof(struct para *));
	sheets->para[sheets->parac++] = para;
	return para;
}

static struct ink *add(struct sheet *sheet)
{
	if (sheet->c == sheet->cap) {
		sheet->cap = sheet->cap ? 2 * sheet->cap : 64;
		sheet->ink = x_reallocarray(sheet->ink, sheet->cap,
					    sizeof(*sheet->ink));
	}
	return &sheet->ink[sheet->c++];
}

void sheet_text(struct sheet *sheet, long x, long y, const struct para *para,
		size_t line)
{
	*add(sheet) = (struct ink){
		.kind = INK_TEXT,
		.x = x,
		.y = y,
		.para = para,
		.line = line,
	};
}

void sheet_rule(struct sheet *sheet, const long at[4], long thick)
{
	*add(sheet) = (struct ink){
		.kind = INK_RULE,
		.x = at[0],
		.y = at[1],
		.w = at[2],
		.h = at[3],
		.thick = thick,
	};
}

size_t sheets_find_picture(const struct sheets *sheets, const char *name)
{
	size_t i = 0;

	while (i < sheets->picturec &&
	       strcmp(sheets->picture[i].name, name) != 0)
		i++;
	return i;
}

void sheets_add_picture(struct sheets *sheets, const char *name,
			struct picture *picture)
{
	sheets->picture = x_grow(sheets->picture, sheets->picturec,
				 sizeof(*sheets->picture));
	sheets->picture[sheets->picturec++] = (struct named_picture){
		.name = x_strdup(name),
		.picture = *picture,
	};
	*picture = (struct picture){ .width = 0 };
}

void sheet_picture(struct sheet *sheet, const long at[4], size_t n)
{
	*add(sheet) = (struct ink){
		.kind = INK_PICTURE,
		.x = at[0],
		.y = at[1],
		.w = at[2],
		.h = at[3],
		.picture = n,
	};
}

void sheets_bookmark(struct sheets *sheets, const char *title, int level,
		     long y)
{
	sheets->bookmark = x_grow(sheets->bookmark, sheets->bookmarkc,
				  sizeof(*sheets->bookmark));
	sheets->bookmark[sheets->bookmarkc++] = (struct bookmark){
		.title = x_strdup(title),
		.level = level,
		.sheet = sheets->c - 1,
		.y = y,
	};
}

void sheets_release(struct sheets *sheets)
{
	for (size_t i = 0; i < sheets->c; i++)
		free(sheets->v[i].ink);
	for (size_t i = 0; i < sheets->parac; i++) {
		para_release(sheets->para[i]);
		free(sheets->para[i]);
	}
	for (size_t i = 0; i < sheets->bookmarkc; i++)
		free(sheets->bookmark[i].title);
	for (size_t i = 0; i < sheets->picturec; i++) {
		free(sheets->picture[i].name);
		picture_release(&sheets->picture[i].picture);
	}
	free(sheets->picture);
	free(sheets->v);
	free(sheets->para);
	free(sheets->bookmark);
	*sheets = (struct sheets){ 0 };
}
