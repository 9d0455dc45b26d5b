/**
 * @file typeset/qr.c  A text as a QR code
 */
#include <errno.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/drawing.h"
#include "typeset/figure.h"
#include "typeset/wrap.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

/* Side of a module that a telephone reads from paper, and of a code that has
 * few of them */
#define MODULE	 (1400L)
#define SIDE_MIN (25 * MM)

/* Light modules around a code: ISO/IEC 18004, 6.3.8 */
#define QUIET	 4

#define TEXT_GAP (4 * PT)

/* The lines of the body: as they are read by people and by machines */
static void read_text(const struct block *b, struct rich *rich,
		      struct str *text)
{
	const char *s = str_text(&b->body);
	char buf[8];

	rich->line = b->line;
	while (*s) {
		size_t n = strcspn(s, "\n");

		if (rich->c > 0)
			rich_add(rich, WRAP_BREAK, false);
		markdown_plain(rich, s, n);
		s += n + (s[n] == '\n');
	}
	while (rich->c > 0 && rich->cp[rich->c - 1] == WRAP_BREAK)
		rich->c--;

	for (size_t i = 0; i < rich->c; i++) {
		if (rich->cp[i] == WRAP_BREAK)
			str_add_char(text, '\n');
		else
			str_add_n(text, buf, text_put(buf, rich->cp[i]));
	}
}

static bool is_dark(const QRcode *code, size_t i)
{
	return code->data[i] & 1;
}

/* Dark modules side by side are one box, all of them one area: so no reader
 * of the file shows seams between them */
static void draw_code(struct sheet *sheet, const QRcode *code, long x0, long y0,
		      long module)
{
	static const struct pen full = { .fill = FILL_BLACK };
	const size_t n = (size_t)code->width;
	struct point *at = x_calloc(2 * n * n, sizeof(*at));
	size_t c = 0;

	for (size_t i = 0; i < n * n; i++) {
		const long x = x0 + (long)(i % n) * module;
		const long y = y0 + (long)(i / n) * module;

		if (!is_dark(code, i))
			continue;
		if (i % n == 0 || !is_dark(code, i - 1)) {
			at[c] = (struct point){ x, y };
			c += 2;
		}
		at[c - 1] = (struct point){ x + module, y + module };
	}
	sheet_path(sheet, INK_BOXES, at, c, &full);
	free(at);
}

int qr_sheet(struct sheet *sheet, const char *text, const long at[3])
{
	QRcode *code = NULL;

	if (strlen(text) <= QR_BYTES)
		code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (!code)
		return err_set(EINVAL, _("a code of 1 to %d bytes, not of %zu"),
			       QR_BYTES, strlen(text));

	/* whole hundredths of a point: what the file can say */
	draw_code(sheet, code, at[0], at[1], at[2] / code->width / 10 * 10);
	QRcode_free(code);
	return 0;
}

static int put(struct flow *flow, const QRcode *code, const struct rich *rich,
	       const char *caption)
{
	long modules = code->width + 2 * QUIET;
	long module = SIDE_MIN / modules > MODULE ? SIDE_MIN / modules : MODULE;
	/* whole hundredths of a point: what the file can say */
	long side = (module / 10 * 10) * modules;
	struct label label = {
		.size = DRAWING_SIZE,
		.width = flow_width(flow) - side - TEXT_GAP,
		.heavy = true,
	};
	struct para *head = label_words(flow, caption, &label);
	struct drawing d;
	struct para *text;
	long height;
	int err;

	label.heavy = false;
	text = label_set(flow, rich, &label);
	height = label_height(head) + label_height(text);
	if (height > drawing_most(flow))
		return err_set(EBADMSG, _("%s:%u: too many lines in one place"),
			       flow->name, rich->line);

	err = drawing_begin(&d, flow, height > side ? height : side);
	if (err)
		return err;

	draw_code(flow_sheet(flow), code, d.x + QUIET * (side / modules),
		  d.y + QUIET * (side / modules), side / modules);
	ink_text(&d, head, side + TEXT_GAP, (d.h - height) / 2);
	ink_text(&d, text, side + TEXT_GAP,
		 (d.h - height) / 2 + label_height(head));
	drawing_end(&d);
	return 0;
}

int qr_put(struct flow *flow, const struct block *b, const char *caption)
{
	struct rich rich = { 0 };
	struct str text = { 0 };
	QRcode *code = NULL;
	int err = 0;

	read_text(b, &rich, &text);
	if (text.len > 0 && text.len <= QR_BYTES)
		code = QRcode_encodeData((int)text.len,
					 (const unsigned char *)text.s, 0,
					 QR_ECLEVEL_M);
	if (!code)
		err = err_set(EBADMSG,
			      _("%s:%u: a code of 1 to %d bytes, not of %zu"),
			      flow->name, b->line, QR_BYTES, text.len);
	else
		err = put(flow, code, &rich, caption);
	QRcode_free(code);
	rich_release(&rich);
	str_release(&text);
	return err;
}
