/**
 * @file pack/yml_out.c  YAML text out
 *
 * libyaml's emitter itself: libcyaml's writer would escape every Chinese
 * character.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "pack/yml.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

struct yml_out {
	yaml_emitter_t emitter;
	struct str *to;
	bool bad;
};

static int write_handler(void *arg, unsigned char *buffer, size_t size)
{
	struct yml_out *out = arg;

	str_add_n(out->to, (const char *)buffer, size);
	return 1;
}

static void emit(struct yml_out *out, int made, yaml_event_t *event)
{
	if (!made)
		out->bad = true;
	else if (out->bad)
		yaml_event_delete(event);
	else /* the emitter owns the event from here on */
		out->bad = !yaml_emitter_emit(&out->emitter, event);
}

void yml_out_open(struct yml_out **outp, struct str *strp)
{
	struct yml_out *out = x_calloc(1, sizeof(*out));
	yaml_event_t event;

	out->to = strp;
	out->bad = !yaml_emitter_initialize(&out->emitter);
	yaml_emitter_set_output(&out->emitter, write_handler, out);
	yaml_emitter_set_unicode(&out->emitter, 1);
	yaml_emitter_set_width(&out->emitter, -1);
	emit(out,
	     yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING),
	     &event);
	emit(out,
	     yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1),
	     &event);
	*outp = out;
	yml_out_map(out);
}

void yml_out_text(struct yml_out *out, const char *s)
{
	const bool lines = strchr(s, '\n') != NULL;
	yaml_event_t event;

	if (!text_is_utf8(s, strlen(s))) {
		out->bad = true;
		return;
	}
	emit(out,
	     yaml_scalar_event_initialize(
		     &event, NULL, NULL, (const yaml_char_t *)s, (int)strlen(s),
		     1, 1,
		     lines ? YAML_LITERAL_SCALAR_STYLE : YAML_ANY_SCALAR_STYLE),
	     &event);
}

void yml_out_map(struct yml_out *out)
{
	yaml_event_t event;

	emit(out,
	     yaml_mapping_start_event_initialize(&event, NULL, NULL, 1,
						 YAML_BLOCK_MAPPING_STYLE),
	     &event);
}

void yml_out_seq(struct yml_out *out)
{
	yaml_event_t event;

	emit(out,
	     yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
						  YAML_BLOCK_SEQUENCE_STYLE),
	     &event);
}

void yml_out_map_end(struct yml_out *out)
{
	yaml_event_t event;

	emit(out, yaml_mapping_end_event_initialize(&event), &event);
}

void yml_out_seq_end(struct yml_out *out)
{
	yaml_event_t event;

	emit(out, yaml_sequence_end_event_initialize(&event), &event);
}

int yml_out_close(struct yml_out *out)
{
	yaml_event_t event;
	bool bad;

	yml_out_map_end(out);
	emit(out, yaml_document_end_event_initialize(&event, 1), &event);
	emit(out, yaml_stream_end_event_initialize(&event), &event);
	bad = out->bad;
	yaml_emitter_delete(&out->emitter);
	free(out);
	return bad ? err_set(EINVAL, _("a text that is not UTF-8 cannot be "
				       "exported"))
		   : 0;
}
