/**
 * @file net/robot.c  The robots of office chats, who post a text to a group
 */
#include "net/robot.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "net/http.h"
#include "util/clock.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

#define ANSWER_MAX 65536

struct signing {
	const struct secret *secret;
	int64_t at; /* ms UTC */
};

/* A code in an answer and what it means for us */
struct verdict {
	long long code;
	int err;
};

struct robot {
	const char *word;
	const char *name;
	size_t text_max;      /* bytes */
	const char *type_key; /* {TYPE_KEY: "text", BOX_KEY: {TEXT_KEY: ...}} */
	const char *box_key;
	const char *text_key;
	bool tags; /* <at user_id=...> in a text calls people */
	void (*sign)(struct str *url, cJSON *body, const struct signing *s);
	const char *code_key; /* 0 there is success */
	const char *old_key;  /* there if code_key is not; NULL: none */
	const char *words_key;
	const struct verdict *verdicts; /* others are EPROTO; ends with 0 */
};

/* Signatures */

static void hmac(struct str *to, const char *key, size_t key_size,
		 const char *data, size_t size)
{
	uint8_t mac[CRYPTO_SHA256];

	crypto_hmac_sha256(mac, key, key_size, data, size);
	crypto_base64(to, mac, sizeof(mac));
}

static void wipe(struct str *str)
{
	crypto_wipe(str->s, str->cap);
	str_release(str);
}

static void add_encoded(struct str *url, const char *text)
{
	for (; *text; text++) {
		if (strchr("+/=", *text))
			str_addf(url, "%%%02X", (unsigned char)*text);
		else
			str_add_char(url, *text);
	}
}

/* https://open.dingtalk.com/document/orgapp/custom-robot-access, security
 * settings (加签): sign = urlEncode(base64(HMAC-SHA256(key = secret, data =
 * timestamp +
 * "\n" + secret))), timestamp in ms, both as parameters of the address */
static void sign_dingtalk(struct str *url, cJSON *body, const struct signing *s)
{
	struct str data = { 0 };
	struct str sign = { 0 };

	(void)body;
	str_addf(&data, "%lld\n%s", (long long)s->at, s->secret->text);
	hmac(&sign, s->secret->text, s->secret->size, data.s, data.len);
	str_addf(url, "%ctimestamp=%lld&sign=", strchr(url->s, '?') ? '&' : '?',
		 (long long)s->at);
	add_encoded(url, sign.s);
	wipe(&data);
	str_release(&sign);
}

/* https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (签名校验):
 * sign = base64(HMAC-SHA256(key = timestamp + "\n" + secret, data = nothing)),
 * timestamp in seconds, both in the message.  The key is what DingTalk signs.
 */
static void sign_feishu(struct str *url, cJSON *body, const struct signing *s)
{
	struct str key = { 0 };
	struct str sign = { 0 };
	struct str at = { 0 };

	(void)url;
	str_add_int(&at, s->at / 1000);
	str_addf(&key, "%s\n%s", at.s, s->secret->text);
	hmac(&sign, key.s, key.len, "", 0);
	(void)cJSON_AddStringToObject(body, "timestamp", at.s);
	(void)cJSON_AddStringToObject(body, "sign", sign.s);
	wipe(&key);
	str_release(&sign);
	str_release(&at);
}

/* clang-format off */

/* https://developer.work.weixin.qq.com/document/path/90455: -1 busy; answers
 * seen in public: 45009 "api freq out of limit" (20 messages in a minute),
 * 93000 "invalid webhook url" */
static const struct verdict wecom_verdicts[] = {
	{ -1, EBUSY }, { 45009, EBUSY }, { 93000, EPERM }, { 0, 0 },
};

/* https://open.dingtalk.com/document/orgapp/custom-robot-access: 310000 where
 * signature, keyword or address (安全设置) do not fit; answers seen in public:
 * 130101 "send too fast, exceed 20 times per minute", 300001 and 300005 "token
 * is not exist"; -1 busy, as in all of its interfaces */
static const struct verdict dingtalk_verdicts[] = {
	{ -1, EBUSY },     { 130101, EBUSY }, { 300001, EPERM },
	{ 300005, EPERM }, { 310000, EPERM }, { 0, 0 },
};

/* https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: 11232 and,
 * of all interfaces, 99991400 too fast; 19021 signature or clock, 19022
 * address, 19024 keyword */
static const struct verdict feishu_verdicts[] = {
	{ 11232, EBUSY }, { 99991400, EBUSY }, { 19021, EPERM },
	{ 19022, EPERM }, { 19024, EPERM },    { 0, 0 },
};

/* Messages: https://developer.work.weixin.qq.com/document/path/91770 (content
 * up to 2048 bytes), and the two addresses above (Feishu: requests up to 20 KB;
 * some is left for the rest of the message and for escapes).  Feishu's
 * StatusCode is there for old programs; old answers have nothing else. */
static const struct robot robots[] = {
	{
		.word = "wecom", .name = "企业微信", .text_max = 2048,
		.type_key = "msgtype", .box_key = "text", .text_key = "content",
		.code_key = "errcode", .words_key = "errmsg",
		.verdicts = wecom_verdicts,
	},
	{
		.word = "dingtalk", .name = "钉钉", .text_max = 8192,
		.type_key = "msgtype", .box_key = "text", .text_key = "content",
		.sign = sign_dingtalk,
		.code_key = "errcode", .words_key = "errmsg",
		.verdicts = dingtalk_verdicts,
	},
	{
		.word = "feishu", .name = "飞书", .text_max = 8192,
		.type_key = "msg_type", .box_key = "content", .text_key = "text",
		.tags = true, .sign = sign_feishu,
		.code_key = "code", .old_key = "StatusCode", .words_key = "msg",
		.verdicts = feishu_verdicts,
	},
};
/* clang-format on */

const struct robot *robot_find(const char *word)
{
	struct str known = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(robots); i++) {
		if (strcmp(robots[i].word, word) == 0)
			return &robots[i];
	}
	for (size_t i = 0; i < ARRAY_LEN(robots); i++)
		str_addf(&known, "%s%s", i ? ", " : "", robots[i].word);
	(void)err_set(ENOENT, _("no robot %s; those known are: %s"), word,
		      known.s);
	str_release(&known);
	return NULL;
}

const char *robot_word(const struct robot *robot)
{
	return robot->word;
}

const char *robot_name(const struct robot *robot)
{
	return robot->name;
}

size_t robot_text_max(const struct robot *robot)
{
	return robot->text_max;
}

/* Messages */

static int check_text(const struct robot *robot, const char *text)
{
	const size_t n = strnlen(text, robot->text_max + 1);

	if (n == 0)
		return err_set(EINVAL, _("%s: there is no text to post"),
			       robot->name);
	if (n > robot->text_max)
		return err_set(EINVAL,
			       _("%s: a text of more than %zu bytes is not "
				 "posted"),
			       robot->name, robot->text_max);
	if (!text_is_utf8(text, n))
		return err_set(EINVAL, _("%s: not UTF-8 text"), robot->name);
	for (const char *p = text; *p;) {
		const uint32_t cp = text_next(&p);

		if (cp != '\n' && text_cp_is_harmful(cp))
			return err_set(EINVAL,
				       _("%s: a text with control characters "
					 "is not posted"),
				       robot->name);
	}
	return 0;
}

static int check_address(const struct robot *robot, const char *url)
{
	bool local = false;
	int err = http_check_url(url, &local);

	if (err)
		return err_prefix(err, "%s", robot->name);
	if (strchr(url, '#'))
		return err_set(EINVAL, _("%s: an address with # in it"),
			       robot->name);
	if (strncmp(url, "https://", 8) != 0 && !local)
		return err_set(EINVAL,
			       _("%s: the address holds a key and so begins "
				 "with https://"),
			       robot->name);
	return 0;
}

/* Markup in a name must not call people: its brackets become wide ones */
static void add_text(cJSON *box, const struct robot *robot, const char *text)
{
	struct str plain = { 0 };

	for (; *text; text++) {
		if (robot->tags && *text == '<')
			str_add(&plain, "\xEF\xBC\x9C"); /* U+FF1C */
		else
			str_add_char(&plain, *text);
	}
	(void)cJSON_AddStringToObject(box, robot->text_key, str_text(&plain));
	str_release(&plain);
}

int robot_compose(struct robot_message *message, const struct robot *robot,
		  const char *url, const struct secret *secret,
		  const char *text, int64_t at)
{
	struct signing signing = { secret, at };
	cJSON *body;
	cJSON *box;
	char *json;
	int err = check_address(robot, url);

	if (!err)
		err = check_text(robot, text);
	if (!err && secret && !robot->sign)
		return err_set(EINVAL,
			       _("%s: this robot does not sign; leave the "
				 "secret out"),
			       robot->name);
	if (err)
		return err;

	str_add(&message->url, url);
	body = cJSON_CreateObject();
	if (secret && robot->sign)
		robot->sign(&message->url, body, &signing);
	(void)cJSON_AddStringToObject(body, robot->type_key, "text");
	box = cJSON_AddObjectToObject(body, robot->box_key);
	add_text(box, robot, text);
	json = cJSON_PrintUnformatted(body);
	str_add(&message->json, json ? json : "");
	cJSON_free(json);
	cJSON_Delete(body);
	return 0;
}

void robot_message_release(struct robot_message *message)
{
	wipe(&message->url);
	wipe(&message->json);
}

/* Answers */

static int judge_code(const struct robot *robot, const cJSON *code,
		      const cJSON *words)
{
	const char *why = cJSON_IsString(words) ? words->valuestring : "";
	int err = EPROTO;

	if (code->valuedouble == 0)
		return 0;
	for (const struct verdict *v = robot->verdicts; v->code; v++) {
		if (code->valuedouble == (double)v->code)
			err = v->err;
	}
	return err_set(err, _("%s: does not post the text (%.0f %.300s)"),
		       robot->name, code->valuedouble, why);
}

int robot_judge(const struct robot *robot, long status, const char *body,
		size_t size)
{
	cJSON *root = NULL;
	const cJSON *code;
	bool known;
	int err;

	if (size <= ANSWER_MAX)
		root = cJSON_ParseWithLength(body, size);
	code = cJSON_GetObjectItemCaseSensitive(root, robot->code_key);
	if (!code && robot->old_key)
		code = cJSON_GetObjectItemCaseSensitive(root, robot->old_key);
	known = code && cJSON_IsNumber(code) && isfinite(code->valuedouble);

	/* What was refused by HTTP was not posted, whatever the text says */
	err = http_check_status(status, robot->name);
	if (known && (!err || code->valuedouble != 0))
		err = judge_code(robot, code,
				 cJSON_GetObjectItemCaseSensitive(
					 root, robot->words_key));
	else if (!err)
		err = err_set(EPROTO,
			      _("%s: the answer does not say whether the text "
				"was posted"),
			      robot->name);
	cJSON_Delete(root);
	return err;
}

static int post(const struct robot_order *order,
		const struct robot_message *message)
{
	const struct http_request request = {
		.url = str_text(&message->url),
		.name = order->robot->name,
		.ca_file = order->ca_file,
		.proxy = order->proxy,
		.bytes = ANSWER_MAX,
		.total_ms = order->total_ms,
	};
	struct http_answer answer = { 0 };
	int err = http_post(&answer, &request, str_text(&message->json));

	if (!err)
		err = robot_judge(order->robot, answer.status,
				  str_text(&answer.body), answer.body.len);
	http_answer_release(&answer);
	return err;
}

int robot_send(const struct robot_order *order)
{
	struct robot_message message = { 0 };
	struct secret url = { 0 };
	struct secret secret = { 0 };
	const bool is_signed = secret_is_placed(&order->secret);
	struct str what = { 0 };
	int err;

	str_addf(&what, _("address of the robot of %s"), order->robot->name);
	err = secret_read(&url, &order->url, what.s);
	str_clear(&what);
	str_addf(&what, _("secret of the robot of %s"), order->robot->name);
	if (!err && is_signed)
		err = secret_read(&secret, &order->secret, what.s);
	if (!err)
		err = robot_compose(&message, order->robot, url.text,
				    is_signed ? &secret : NULL, order->text,
				    clock_now());
	if (!err)
		err = post(order, &message);

	str_release(&what);
	secret_release(&url);
	secret_release(&secret);
	robot_message_release(&message);
	return err;
}
