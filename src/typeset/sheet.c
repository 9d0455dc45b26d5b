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

void sheet_path(struct sheet *sheet, enum ink_kind kind,
		const struct point *point, size_t pointc, const struct pen *pen)
{
	size_t first = sheet->pointc;

	if (kind == INK_BOXES)
		pointc -= pointc % 2;
	if (pointc < 2)
		return;

	while (sheet->pointcap - first < pointc) {
		sheet->pointcap = sheet->pointcap ? 2 * sheet->pointcap : 256;
		sheet->point = x_reallocarray(sheet->point, sheet->pointcap,
					      sizeof(*sheet->point));
	}
	memcpy(&sheet->point[first], point, pointc * sizeof(*point));
	sheet->pointc += pointc;
	*add(sheet) = (struct ink){
		.kind = kind,
		.x = point[0].x,
		.y = point[0].y,
		.pen = *pen,
		.point = first,
		.pointc = pointc,
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

void sheets_link(struct sheets *sheets, const long at[4], long words,
		 size_t block)
{
	sheets->link = x_grow(sheets->link, sheets->linkc,
			      sizeof(*sheets->link));
	sheets->link[sheets->linkc++] = (struct link){
		.sheet = sheets->c - 1,
		.at = { at[0], at[1], at[2], at[3] },
		.words = words,
		.block = block,
		.to = sheets->c - 1,
	};
}

void sheets_drop(struct sheets *sheets)
{
	assert(sheets->c > 0);
	sheets->c--;
	free(sheets->v[sheets->c].ink);
	free(sheets->v[sheets->c].point);
}

void sheets_release(struct sheets *sheets)
{
	while (sheets->c > 0)
		sheets_drop(sheets);
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
	free(sheets->link);
	*sheets = (struct sheets){ 0 };
}
