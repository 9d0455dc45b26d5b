/**
 * @file typeset/foot.c  What stands under the text of every page
 */
#include "typeset/foot.h"

#include <stdlib.h>
#include <string.h>

#include "typeset/figure.h"
#include "typeset/wrap.h"
#include "util/mem.h"
#include "util/str.h"

/* From the end of the field to the page number: GB/T 9704-2012, 7.5 */
#define FOOT_GAP (7 * MM)

/* The same for what stands in the middle, which has more lines */
#define CENTER_GAP (4 * MM)

/* Part of the line that the number has for itself, in its sizes */
#define NUMBER_ROOM 7

#define NUMBER	    "— %zu —"
#define OF_PAGES    "第 %zu 页　共 %zu 页"

/* A code has about 37 modules of a third of a millimetre: what a telephone
 * reads from paper */
#define CODE_SIDE (25 * MM / 2)
#define CODE_ROOM (15 * MM)

struct feet {
	struct flow *flow;
	struct rich head; /* first line of the text */
	struct rich rest; /* the others, which are the same on all pages */
	struct para *para[2];
	long code; /* room on this page beside the code; 0: it has none */
};

/* A paragraph in a style, aligned otherwise */
static struct para *set(struct flow *f, const struct rich *rich,
			enum style_id id, enum align align, long width)
{
	struct look look = f->design->style[id].look;
	struct para *p = sheets_para(f->sheets);

	look.align = align;
	para_set(p, f->fonts, rich, &look, width, &f->missing);
	return p;
}

static long put(struct sheet *sheet, const struct para *p, long x, long y)
{
	for (size_t i = 0; i < p->linec; i++) {
		sheet_text(sheet, x, flow_baseline(p, y), p, i);
		y += p->lead;
	}

	return y;
}

/* The lines of the text below each other, the first behind a number */
static void put_text(struct feet *feet, struct sheet *sheet, const char *number,
		     enum align align, const long at[3])
{
	struct flow *f = feet->flow;
	struct rich rich = { 0 };
	size_t side = align == ALIGN_RIGHT;
	long y = at[1];

	rich_add_text(&rich, number, false);
	if (rich.c > 0 && feet->head.c > 0)
		rich_add(&rich, 0x3000, false);
	for (size_t i = 0; i < feet->head.c; i++)
		rich_add(&rich, feet->head.cp[i], false);
	y = put(sheet, set(f, &rich, STYLE_SMALL, align, at[2]), at[0], y);
	rich_release(&rich);

	if (feet->rest.c == 0)
		return;
	if (feet->code > 0) {
		(void)put(sheet, set(f, &feet->rest, STYLE_SMALL, align, at[2]),
			  at[0], y);
		return;
	}
	if (!feet->para[side])
		feet->para[side] = set(f, &feet->rest, STYLE_SMALL, align,
				       at[2]);
	(void)put(sheet, feet->para[side], at[0], y);
}

static void put_sides(struct feet *feet, struct sheet *sheet, size_t number,
		      const char *of_pages)
{
	struct flow *f = feet->flow;
	const struct look *look = &f->design->style[STYLE_PAGE].look;
	const long room = NUMBER_ROOM * look->size;
	bool odd = number % 2 == 1;
	long at[] = { f->design->left + feet->code + (odd ? 0 : room),
		      SHEET_HEIGHT - f->design->bottom + FOOT_GAP,
		      flow_width(f) - feet->code - room };
	struct rich rich = { 0 };
	struct str text = { 0 };
	struct para *p;
	long x;

	str_addf(&text, NUMBER, number);
	rich_add_text(&rich, text.s, false);
	p = set(f, &rich, STYLE_PAGE, ALIGN_LEFT, flow_width(f));
	x = odd ? flow_width(f) - look->size - para_width(p) : look->size;
	(void)put(sheet, p, f->design->left + x, at[1]);
	put_text(feet, sheet, of_pages, odd ? ALIGN_LEFT : ALIGN_RIGHT, at);
	rich_release(&rich);
	str_release(&text);
}

static void put_center(struct feet *feet, struct sheet *sheet,
		       const char *of_pages)
{
	struct flow *f = feet->flow;
	struct rich rich = { 0 };
	long at[] = { f->design->left + feet->code,
		      SHEET_HEIGHT - f->design->bottom + CENTER_GAP,
		      flow_width(f) - 2 * feet->code };

	rich_add_text(&rich, of_pages, false);
	at[1] = put(sheet, set(f, &rich, STYLE_PAGE, ALIGN_CENTER, at[2]),
		    at[0], at[1]);
	put_text(feet, sheet, "", ALIGN_CENTER, at);
	rich_release(&rich);
}

static void tame(struct rich *rich)
{
	for (size_t i = 0; i < rich->c; i++) {
		if (rich->cp[i] == '\n')
			rich->cp[i] = WRAP_BREAK;
		else if (rich->cp[i] < ' ')
			rich->cp[i] = ' ';
	}
}

static void read_text(struct feet *feet, const char *text)
{
	size_t n = strcspn(text, "\n");
	char *head = x_strndup(text, n);

	rich_add_text(&feet->head, head, false);
	free(head);
	rich_add_text(&feet->rest, text[n] ? text + n + 1 : "", false);
	tame(&feet->head);
	tame(&feet->rest);
}

/* The code stands under the field at the left; the text makes room for it */
static int put_code(struct feet *feet, const char *code)
{
	const struct design *d = feet->flow->design;
	const long at[] = { d->left,
			    SHEET_HEIGHT - d->bottom +
				    (d->foot == FOOT_SIDES ? FOOT_GAP
							   : CENTER_GAP),
			    CODE_SIDE };

	feet->code = CODE_ROOM;
	return qr_sheet(&feet->flow->sheets->v[0], code, at);
}

int foot_put(struct flow *f, const struct footer *foot)
{
	struct feet feet = { .flow = f };
	struct str of_pages = { 0 };
	size_t pages = f->sheets->c;
	int err = 0;

	read_text(&feet, foot->text);
	if (foot->code && pages > 0)
		err = put_code(&feet, foot->code);
	for (size_t i = 0; i < pages; i++) {
		str_clear(&of_pages);
		str_addf(&of_pages, OF_PAGES, i + 1, pages);
		if (f->design->foot == FOOT_SIDES)
			put_sides(&feet, &f->sheets->v[i], i + 1, of_pages.s);
		else
			put_center(&feet, &f->sheets->v[i], of_pages.s);
		feet.code = 0;
	}
	rich_release(&feet.head);
	rich_release(&feet.rest);
	str_release(&of_pages);
	return err;
}
