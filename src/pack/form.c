/**
 * @file pack/form.c  Forms: which facts a dossier has, and how they are asked
 */
#include "pack/form.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pack/schema.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

/* clang-format off */
static const cyaml_strval_t types[] = {
	{ "text",       FIELD_TEXT       },
	{ "long",       FIELD_LONG       },
	{ "int",        FIELD_INT        },
	{ "number",     FIELD_NUMBER     },
	{ "money",      FIELD_MONEY      },
	{ "date",       FIELD_DATE       },
	{ "bool",       FIELD_BOOL       },
	{ "choice",     FIELD_CHOICE     },
	{ "choices",    FIELD_CHOICES    },
	{ "person",     FIELD_PERSON     },
	{ "uscc",       FIELD_USCC       },
	{ "id_no",      FIELD_ID_NO      },
	{ "mobile",     FIELD_MOBILE     },
	{ "phone",      FIELD_PHONE      },
	{ "email",      FIELD_EMAIL      },
	{ "zip",        FIELD_ZIP        },
	{ "company",    FIELD_COMPANY    },
	{ "org_code",   FIELD_ORG_CODE   },
	{ "url",        FIELD_URL        },
	{ "licence_no", FIELD_LICENCE_NO },
	{ "access_no",  FIELD_ACCESS_NO  },
	{ "ratio",      FIELD_RATIO      },
	{ "file",       FIELD_FILE       },
};

static const cyaml_schema_field_t choice_fields[] = {
	SCHEMA_TEXT(struct choice, value),
	SCHEMA_TEXT(struct choice, label),
	SCHEMA_TEXT_OPT(struct choice, label_en),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t choice_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct choice, choice_fields)
};

static const cyaml_schema_field_t field_fields[] = {
	SCHEMA_TEXT(struct field, key),
	SCHEMA_TEXT(struct field, label),
	SCHEMA_TEXT_OPT(struct field, label_en),
	CYAML_FIELD_ENUM("type", CYAML_FLAG_STRICT, struct field, type,
			 types, ARRAY_LEN(types)),
	CYAML_FIELD_BOOL("verbatim", CYAML_FLAG_OPTIONAL, struct field, verbatim),
	CYAML_FIELD_BOOL("signing", CYAML_FLAG_OPTIONAL, struct field, signing),
	SCHEMA_TEXT_OPT(struct field, unit),
	SCHEMA_TEXT_OPT(struct field, required),
	SCHEMA_TEXT_OPT(struct field, relevant),
	SCHEMA_TEXT_OPT(struct field, constraint),
	SCHEMA_TEXT_OPT(struct field, calculate),
	SCHEMA_TEXT_OPT(struct field, message),
	SCHEMA_TEXT_OPT(struct field, message_en),
	SCHEMA_TEXT_OPT(struct field, hint),
	SCHEMA_TEXT_OPT(struct field, hint_en),
	SCHEMA_ROWS_OPT(struct field, choices, &choice_row),
	SCHEMA_TEXTS_OPT(struct field, sources),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t field_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct field, field_fields)
};

static const cyaml_schema_field_t section_fields[] = {
	SCHEMA_TEXT(struct section, group),
	SCHEMA_TEXT(struct section, title),
	SCHEMA_TEXT_OPT(struct section, title_en),
	CYAML_FIELD_BOOL("repeat", CYAML_FLAG_OPTIONAL, struct section, repeat),
	SCHEMA_TEXT_OPT(struct section, origin),
	SCHEMA_ROWS(struct section, fields, &field_row),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t section_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct section, section_fields)
};

static const cyaml_schema_field_t form_fields[] = {
	SCHEMA_TEXT(struct form, form),
	SCHEMA_TEXT(struct form, title),
	SCHEMA_TEXT_OPT(struct form, title_en),
	CYAML_FIELD_INT("order", CYAML_FLAG_DEFAULT, struct form, order),
	CYAML_FIELD_INT("portal", CYAML_FLAG_OPTIONAL, struct form, portal),
	CYAML_FIELD_BOOL("inner", CYAML_FLAG_OPTIONAL, struct form, inner),
	SCHEMA_TEXT_OPT(struct form, note),
	SCHEMA_TEXT_OPT(struct form, note_en),
	SCHEMA_ROWS(struct form, sections, &section_row),
	CYAML_FIELD_END
};
/* clang-format on */
static const cyaml_schema_value_t form_schema = { CYAML_VALUE_MAPPING(
	CYAML_FLAG_POINTER, struct form, form_fields) };

const char *field_type_name(enum field_type type)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		if (types[i].val == (int64_t)type)
			return types[i].str;
	}

	return "";
}

bool field_type_decode(enum field_type *typep, const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		if (strcmp(types[i].str, name) == 0) {
			*typep = (enum field_type)types[i].val;
			return true;
		}
	}

	return false;
}

/* A name that is also a SQL column without quotes */
static bool is_name(const char *s)
{
	size_t n = strlen(s);

	if (n == 0 || n > 40 || !islower((unsigned char)s[0]))
		return false;

	return strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static int check_field(const struct field *field, bool repeat)
{
	const bool asks = field->type == FIELD_CHOICE ||
			  field->type == FIELD_CHOICES;

	if (!is_name(field->key))
		return err_set(EBADMSG,
			       _("key %s: only a-z, 0-9 and _, at most 40"),
			       field->key);
	if (asks && field->choices_count == 0)
		return err_set(EBADMSG, _("%s: a choice needs choices"),
			       field->key);
	if (field->calculate && repeat)
		return err_set(EBADMSG,
			       _("%s: a field of a repeating group is not "
				 "calculated"),
			       field->key);

	return 0;
}

/* where is set to the place of what is wrong */
static int check_form(const struct form *form, struct str *where)
{
	for (size_t i = 0; i < form->sections_count; i++) {
		const struct section *section = &form->sections[i];

		str_clear(where);
		str_addf(where, "sections[%zu].group", i);
		if (!is_name(section->group))
			return err_set(
				EBADMSG,
				_("group %s: only a-z, 0-9 and _, at most 40"),
				section->group);

		for (size_t k = 0; k < section->fields_count; k++) {
			int err = check_field(&section->fields[k],
					      section->repeat);

			str_clear(where);
			str_addf(where, "sections[%zu].fields[%zu].key", i, k);
			if (err)
				return err;
		}
	}

	return 0;
}

int form_load(struct form **formp, const struct pack_files *files,
	      const struct pack_file *file)
{
	char *path = pack_files_path(files, file->name);
	struct form *form = NULL;
	struct str where = { 0 };
	int err = yml_load_clean(path, file->text, file->len, &form_schema,
				 (void **)&form);

	if (!err) {
		form->path = x_strdup(file->name);
		err = check_form(form, &where);
		if (err)
			err = yml_error_at(err, path, file->text, file->len,
					   where.s);
	}
	if (err)
		form_free(form);
	else
		*formp = form;
	str_release(&where);
	free(path);
	return err;
}

void form_free(struct form *form)
{
	if (!form)
		return;

	free(form->path);
	yml_free(&form_schema, form);
}
