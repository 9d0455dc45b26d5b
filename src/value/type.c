/**
 * @file value/type.c  The types of values, a row each
 */
#include "util/lang.h"
#include "value/value_private.h"

/* Bytes typed for a code, a number or a name; RFC 9110 4.1 wants long web
 * addresses read, but nobody prints one */
#define CODE_MAX   300
#define URL_MAX	   600
#define PATH_TYPED 4200

/* clang-format off */
const struct value_type value_types[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = {
		.decode = value_decode_text,
		.most = VALUE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("one line of text, no control characters"),
			   "", "D" },
	},
	[FIELD_LONG] = {
		.decode = value_decode_long,
		.most = VALUE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("lines of text, no control characters"),
			   "", "D" },
	},
	[FIELD_INT] = {
		.decode = value_decode_int,
		.most = CODE_MAX,
		.sql = BOX_INTEGER,
		.about = { N_("a whole number of at most 12 digits"),
			   "", "D" },
	},
	[FIELD_NUMBER] = {
		.decode = value_decode_number,
		.most = CODE_MAX,
		.sql = BOX_REAL,
		.about = { N_("a number with at most 4 decimal places"),
			   "", "D" },
	},
	[FIELD_MONEY] = {
		.decode = value_decode_money,
		.strict = value_strict_money,
		.most = CODE_MAX,
		.sql = BOX_INTEGER,
		.about = { N_("an amount in 10,000 yuan with at most 2 decimal places"),
			   "", "D" },
	},
	[FIELD_DATE] = {
		.decode = value_decode_date,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("a day that exists, 1980 to 2099"),
			   "", "D" },
	},
	[FIELD_BOOL] = {
		.decode = value_decode_bool,
		.most = CODE_MAX,
		.sql = BOX_INTEGER,
		.about = { N_("true or false, also in Chinese"),
			   "", "D" },
	},
	[FIELD_CHOICE] = {
		.decode = value_decode_choice,
		.most = VALUE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("one of the answers that the form lists"),
			   "", "D" },
	},
	[FIELD_CHOICES] = {
		.decode = value_decode_choices,
		.most = VALUE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("some of the answers that the form lists"),
			   "", "D" },
	},
	[FIELD_PERSON] = {
		.decode = value_decode_person,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("a person's name, 2 to 20 Han characters or 2 to 60 letters"),
			   "", "D" },
	},
	[FIELD_COMPANY] = {
		.decode = value_decode_company,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("a company's name, as on the business licence"),
			   "", "G:form,D" },
	},
	[FIELD_USCC] = {
		.decode = value_decode_uscc,
		.decode_any = value_decode_uscc_any,
		.warn = value_warn_uscc,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("unified social credit code: alphabet, structure, check symbol, subject code"),
			   "GB 32100-2015", "P:USCC,G:stdnum" },
	},
	[FIELD_ORG_CODE] = {
		.decode = value_decode_org_code,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("subject code: 8 symbols and a check digit"),
			   "GB 11714-1997", "P:ORG" },
	},
	[FIELD_ID_NO] = {
		.decode = value_decode_id_no,
		.warn = value_warn_id_no,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("identity number: area, birth day, check symbol"),
			   "GB 11643-1999", "P:ID,G:stdnum" },
	},
	[FIELD_MOBILE] = {
		.decode = value_decode_mobile,
		.warn = value_warn_mobile,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("mobile number: 11 digits of an open range"),
			   N_("Telecom Numbering Plan (2017)"), "P:PLAN,P:MOBILE" },
	},
	[FIELD_PHONE] = {
		.decode = value_decode_phone,
		.warn = value_warn_phone,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("telephone number: fixed, mobile, 400, 95 or 96"),
			   N_("Telecom Numbering Plan (2017)"), "P:PLAN" },
	},
	[FIELD_ACCESS_NO] = {
		.decode = value_decode_access_no,
		.warn = value_warn_access_no,
		.strict = value_strict_access_no,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("access number that callers dial: 95, 96, 400 or fixed"),
			   N_("Telecom Numbering Plan (2017)"), "P:PLAN,P:95seg,P:NUM2,C:QH2" },
	},
	[FIELD_EMAIL] = {
		.decode = value_decode_email,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("e-mail address"),
			   "RFC 5321", "D" },
	},
	[FIELD_URL] = {
		.decode = value_decode_url,
		.most = URL_MAX,
		.sql = BOX_TEXT,
		.about = { N_("web address"),
			   "RFC 3986", "D" },
	},
	[FIELD_ZIP] = {
		.decode = value_decode_zip,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("postcode of 6 digits"),
			   "", "D" },
	},
	[FIELD_LICENCE_NO] = {
		.decode = value_decode_licence_no,
		.warn = value_warn_licence_no,
		.strict = value_strict_licence_no,
		.most = CODE_MAX,
		.sql = BOX_TEXT,
		.about = { N_("number of a telecom licence: province, classes, year, serial"),
			   "", "G:list" },
	},
	[FIELD_RATIO] = {
		.decode = value_decode_ratio,
		.most = CODE_MAX,
		.sql = BOX_REAL,
		.about = { N_("share in percent, over 0 to 100, at most 4 decimal places"),
			   "", "D" },
	},
	[FIELD_FILE] = {
		.decode = value_decode_file,
		.warn = value_warn_file,
		.most = PATH_TYPED,
		.raw = true,
		.sql = BOX_TEXT,
		.about = { N_("file: kind, name and size; its SHA-256 is kept"),
			   "", "C:HN,G:form" },
	},
};
/* clang-format on */

enum box_type value_sql_type(enum field_type type)
{
	return value_types[type].sql;
}

const struct value_about *value_about(enum field_type type)
{
	return &value_types[type].about;
}

bool value_may_override(enum field_type type)
{
	return value_types[type].decode_any != NULL;
}

bool value_warn(struct str *to, const struct field *field, const char *value)
{
	const struct value_type *type = &value_types[field->type];

	return type->warn && type->warn(to, value);
}

int value_check_strict(const struct field *field, const char *value)
{
	const struct value_type *type = &value_types[field->type];

	return type->strict ? type->strict(value) : 0;
}
