/**
 * @file typeset/embed.c  The part of a font that one PDF document needs
 */
#include "typeset/embed.h"

#include <errno.h>
#include <hb-subset.h>
#include <hb.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <stdio.h>
#include <stdlib.h>

#include "typeset/haru.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define CODE_MAX      65535
#define DEFAULT_WIDTH 1000
#define TAG_LEN	      6
#define NAME_LEN      96

/* ISO 32000-1, 9.10.3: at most 100 lines in a block */
#define BFCHAR_BLOCK 100

struct use {
	uint32_t glyph;
	uint32_t code;
	uint32_t text[EMBED_TEXT_MAX];
	size_t textc;
};

struct embed {
	const struct font *font;
	HPDF_Doc doc;
	HPDF_Dict dict;
	struct use *use;
	size_t usec;
	size_t cap;
	uint32_t *code_of; /* by glyph; 0: not used yet */
	char name[NAME_LEN];

	/* while finishing; here so that a jump does not lose them */
	hb_face_t *bare;
	hb_subset_input_t *input;
	hb_subset_plan_t *plan;
	hb_face_t *subset;
	hb_blob_t *data;
};

/* The tables that a PDF reader looks at.  hb-subset is shown no others: given a
 * character map it would first read all of it, which takes longer than the
 * rest. */
static const char kept[][5] = {
	"CFF ", "glyf", "loca", "head", "hhea", "hmtx", "maxp",
};

void embed_alloc(struct embed **embedp, HPDF_Doc doc, const struct font *font)
{
	struct embed *e = x_calloc(1, sizeof(*e));
	unsigned glyphc = hb_face_get_glyph_count(font_hb_face(font));

	e->font = font;
	e->doc = doc;
	e->code_of = x_calloc(glyphc, sizeof(*e->code_of));
	*embedp = e;

	e->dict = haru_object(doc);
	e->dict->header.obj_class |= HPDF_OSUBCLASS_FONT;
}

void embed_free(struct embed *e)
{
	if (!e)
		return;

	hb_blob_destroy(e->data);
	hb_face_destroy(e->subset);
	hb_subset_plan_destroy(e->plan);
	hb_subset_input_destroy(e->input);
	hb_face_destroy(e->bare);
	free(e->code_of);
	free(e->use);
	free(e);
}

HPDF_Dict embed_dict(const struct embed *e)
{
	return e->dict;
}

bool embed_is(const struct embed *e, const struct font *font)
{
	return e->font == font;
}

uint32_t embed_use(struct embed *e, uint32_t glyph, const uint32_t *text,
		   size_t textc)
{
	struct use *use;

	if (glyph >= hb_face_get_glyph_count(font_hb_face(e->font)))
		return 0;
	if (e->code_of[glyph])
		return e->code_of[glyph];
	if (e->usec >= CODE_MAX)
		return 0;

	if (e->usec == e->cap) {
		e->cap = e->cap ? 2 * e->cap : 256;
		e->use = x_reallocarray(e->use, e->cap, sizeof(*e->use));
	}
	use = &e->use[e->usec++];
	*use = (struct use){ .glyph = glyph };
	for (; use->textc < textc && use->textc < EMBED_TEXT_MAX; use->textc++)
		use->text[use->textc] = text[use->textc];
	use->code = font_is_cff(e->font) ? font_cid(e->font, glyph)
					 : (uint32_t)e->usec;
	e->code_of[glyph] = use->code;
	return use->code;
}

static hb_blob_t *kept_table(hb_face_t *face, hb_tag_t tag, void *arg)
{
	(void)face;
	for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
		if (hb_tag_from_string(kept[i], 4) == tag)
			return hb_face_reference_table(arg, tag);
	}

	return NULL;
}

static int cut(struct embed *e)
{
	unsigned flags = HB_SUBSET_FLAGS_NO_HINTING |
			 HB_SUBSET_FLAGS_NOTDEF_OUTLINE;
	hb_set_t *set;

	e->input = hb_subset_input_create_or_fail();
	if (!e->input)
		return EBADMSG;

	set = hb_subset_input_glyph_set(e->input);
	for (size_t i = 0; i < e->usec; i++)
		hb_set_add(set, e->use[i].glyph);

	/* the CID of a glyph in a CFF font without CIDs is its number */
	if (font_is_cff(e->font) && !font_is_cid_keyed(e->font))
		flags |= HB_SUBSET_FLAGS_RETAIN_GIDS;
	/* smaller than with the subroutines, and faster */
	if (font_is_cff(e->font))
		flags |= HB_SUBSET_FLAGS_DESUBROUTINIZE;
	hb_subset_input_set_flags(e->input, flags);

	e->bare = hb_face_create_for_tables(kept_table, font_hb_face(e->font),
					    NULL);
	e->plan = hb_subset_plan_create_or_fail(e->bare, e->input);
	if (!e->plan)
		return EBADMSG;
	e->subset = hb_subset_plan_execute_or_fail(e->plan);
	if (!e->subset)
		return EBADMSG;

	e->data = font_is_cff(e->font)
			  ? hb_face_reference_table(e->subset,
						    HB_TAG('C', 'F', 'F', ' '))
			  : hb_face_reference_blob(e->subset);
	return hb_blob_get_length(e->data) > 0 ? 0 : EBADMSG;
}

static int by_code(const void *a, const void *b)
{
	const struct use *ua = a;
	const struct use *ub = b;

	return (ua->code > ub->code) - (ua->code < ub->code);
}

/* Subset tag from the glyphs used: the same text gives the same name */
static void make_name(struct embed *e)
{
	uint32_t hash = 2166136261U; /* FNV-1a */

	for (size_t i = 0; i < e->usec; i++)
		hash = (hash ^ e->use[i].glyph) * 16777619U;
	for (size_t i = 0; i < TAG_LEN; i++) {
		e->name[i] = (char)('A' + hash % 26);
		hash /= 26;
	}
	(void)snprintf(e->name + TAG_LEN, sizeof(e->name) - TAG_LEN, "+%s",
		       font_name(e->font));
}

static HPDF_Dict make_file(const struct embed *e)
{
	HPDF_Dict file = haru_stream(e->doc);
	unsigned size;
	const char *data = hb_blob_get_data(e->data, &size);

	(void)HPDF_Stream_Write(file->stream, (const HPDF_BYTE *)data, size);
	if (font_is_cff(e->font))
		(void)HPDF_Dict_AddName(file, "Subtype", "CIDFontType0C");
	else
		(void)HPDF_Dict_AddNumber(file, "Length1", (HPDF_INT32)size);

	return file;
}

/* ISO 32000-1, 9.8 */
static HPDF_Dict make_descriptor(const struct embed *e)
{
	HPDF_Dict d = haru_object(e->doc);
	HPDF_Array array;
	long box[4];

	(void)HPDF_Dict_AddName(d, "Type", "FontDescriptor");
	(void)HPDF_Dict_AddName(d, "FontName", e->name);
	(void)HPDF_Dict_AddNumber(d, "Flags", 4); /* symbolic */
	(void)HPDF_Dict_AddNumber(d, "ItalicAngle", 0);
	(void)HPDF_Dict_AddNumber(d, "Ascent",
				  (HPDF_INT32)font_ascent(e->font));
	(void)HPDF_Dict_AddNumber(d, "Descent",
				  (HPDF_INT32)font_descent(e->font));
	(void)HPDF_Dict_AddNumber(d, "CapHeight",
				  (HPDF_INT32)font_ascent(e->font));
	(void)HPDF_Dict_AddNumber(d, "StemV", 80);

	font_box(e->font, box);
	array = haru_array(e->doc);
	(void)HPDF_Dict_Add(d, "FontBBox", array);
	for (size_t i = 0; i < ARRAY_LEN(box); i++)
		(void)HPDF_Array_AddNumber(array, (HPDF_INT32)box[i]);
	(void)HPDF_Dict_Add(d, font_is_cff(e->font) ? "FontFile3" : "FontFile2",
			    make_file(e));
	return d;
}

/* The W array, ISO 32000-1, 9.7.4.3: runs of codes that follow each other */
static void put_widths(const struct embed *e, HPDF_Dict to)
{
	HPDF_Array all = haru_array(e->doc);
	HPDF_Array run = NULL;
	uint32_t next = 0;

	(void)HPDF_Dict_Add(to, "W", all);
	for (size_t i = 0; i < e->usec; i++) {
		long width = font_advance(e->font, e->use[i].glyph);

		if (width == DEFAULT_WIDTH)
			continue;
		if (!run || e->use[i].code != next) {
			run = haru_array(e->doc);
			(void)HPDF_Array_AddNumber(all,
						   (HPDF_INT32)e->use[i].code);
			(void)HPDF_Array_Add(all, run);
		}
		(void)HPDF_Array_AddNumber(run, (HPDF_INT32)width);
		next = e->use[i].code + 1;
	}
}

static HPDF_Dict make_glyph_map(const struct embed *e)
{
	const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(e->plan);
	HPDF_Dict d = haru_stream(e->doc);
	HPDF_BYTE b[2] = { 0, 0 };

	(void)HPDF_Stream_Write(d->stream, b, sizeof(b));
	for (size_t i = 0; i < e->usec; i++) {
		hb_codepoint_t g = hb_map_get(map, e->use[i].glyph);

		b[0] = (HPDF_BYTE)(g >> 8);
		b[1] = (HPDF_BYTE)g;
		(void)HPDF_Stream_Write(d->stream, b, sizeof(b));
	}

	return d;
}

static void put_string(const struct embed *e, HPDF_Dict to, const char *key,
		       const char *value)
{
	HPDF_String s = HPDF_String_New(e->doc->mmgr, value, NULL);

	(void)HPDF_Dict_Add(to, key, haru_need(e->doc, s));
}

static HPDF_Dict make_descendant(const struct embed *e)
{
	bool cff = font_is_cff(e->font);
	HPDF_Dict d = haru_object(e->doc);
	HPDF_Dict info = haru_dict(e->doc);

	(void)HPDF_Dict_Add(d, "CIDSystemInfo", info);
	(void)HPDF_Dict_AddName(d, "Type", "Font");
	(void)HPDF_Dict_AddName(d, "Subtype",
				cff ? "CIDFontType0" : "CIDFontType2");
	(void)HPDF_Dict_AddName(d, "BaseFont", e->name);
	put_string(e, info, "Registry", "Adobe");
	put_string(e, info, "Ordering", "Identity");
	(void)HPDF_Dict_AddNumber(info, "Supplement", 0);
	(void)HPDF_Dict_Add(d, "FontDescriptor", make_descriptor(e));
	(void)HPDF_Dict_AddNumber(d, "DW", DEFAULT_WIDTH);
	put_widths(e, d);
	if (!cff)
		(void)HPDF_Dict_Add(d, "CIDToGIDMap", make_glyph_map(e));

	return d;
}

static void put_utf16(HPDF_Stream s, uint32_t cp)
{
	char buf[16];

	if (cp < 0x10000)
		(void)snprintf(buf, sizeof(buf), "%04X", cp);
	else
		(void)snprintf(buf, sizeof(buf), "%04X%04X",
			       0xD800 | (cp - 0x10000) >> 10,
			       0xDC00 | ((cp - 0x10000) & 0x3FF));
	(void)HPDF_Stream_WriteStr(s, buf);
}

static void put_text(HPDF_Stream s, const struct use *use)
{
	char buf[16];

	(void)snprintf(buf, sizeof(buf), "<%04X> <", use->code);
	(void)HPDF_Stream_WriteStr(s, buf);
	for (size_t i = 0; i < use->textc; i++)
		put_utf16(s, use->text[i]);
	(void)HPDF_Stream_WriteStr(s, ">\n");
}

/* ISO 32000-1, 9.10.3 */
static HPDF_Dict make_unicode(const struct embed *e)
{
	static const char head[] =
		"/CIDInit /ProcSet findresource begin\n12 dict begin\n"
		"begincmap\n/CIDSystemInfo << /Registry (Adobe) "
		"/Ordering (UCS) /Supplement 0 >> def\n"
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
	static const char tail[] =
		"endcmap\nCMapName currentdict /CMap defineresource pop\n"
		"end\nend\n";
	HPDF_Dict d = haru_stream(e->doc);
	size_t texts = 0;
	size_t done = 0;
	char buf[32];

	for (size_t i = 0; i < e->usec; i++)
		texts += e->use[i].textc > 0;

	(void)HPDF_Stream_WriteStr(d->stream, head);
	for (size_t i = 0; i < e->usec; i++) {
		if (e->use[i].textc == 0)
			continue;
		if (done % BFCHAR_BLOCK == 0) {
			size_t n = texts - done;

			(void)snprintf(buf, sizeof(buf), "%zu beginbfchar\n",
				       n < BFCHAR_BLOCK ? n : BFCHAR_BLOCK);
			(void)HPDF_Stream_WriteStr(d->stream, buf);
		}
		put_text(d->stream, &e->use[i]);
		done++;
		if (done % BFCHAR_BLOCK == 0 || done == texts)
			(void)HPDF_Stream_WriteStr(d->stream, "endbfchar\n");
	}
	(void)HPDF_Stream_WriteStr(d->stream, tail);
	return d;
}

int embed_finish(struct embed *e)
{
	HPDF_Array descendants;

	qsort(e->use, e->usec, sizeof(*e->use), by_code);
	if (cut(e) != 0)
		return err_set(EBADMSG, _("font %s cannot be cut to size"),
			       font_name(e->font));

	make_name(e);
	(void)HPDF_Dict_AddName(e->dict, "Type", "Font");
	(void)HPDF_Dict_AddName(e->dict, "Subtype", "Type0");
	(void)HPDF_Dict_AddName(e->dict, "BaseFont", e->name);
	(void)HPDF_Dict_AddName(e->dict, "Encoding", "Identity-H");
	descendants = haru_array(e->doc);
	(void)HPDF_Dict_Add(e->dict, "DescendantFonts", descendants);
	(void)HPDF_Array_Add(descendants, make_descendant(e));
	(void)HPDF_Dict_Add(e->dict, "ToUnicode", make_unicode(e));
	haru_check(e->doc);
	return 0;
}
