/**
 * @file call/record.c  What is kept of a call, and of a breach
 */
#include "call/record.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"

/* clang-format off */
static const struct word results[RESULT_COUNT] = {
	[RESULT_OPEN]      = { "open",      "进行中",   "open"              },
	[RESULT_ANSWERED]  = { "answered",  "已接听",   "answered"          },
	[RESULT_ABANDONED] = { "abandoned", "主叫放弃", "abandoned"         },
	[RESULT_TIMEOUT]   = { "timeout",   "等待超时", "waited too long"   },
	[RESULT_FULL]      = { "full",      "队列已满", "queue full"        },
	[RESULT_REFUSED]   = { "refused",   "按规则拒绝", "refused by policy" },
	[RESULT_FAILED]    = { "failed",    "故障",     "failed"            },
	[RESULT_SERVED]    = { "served",    "语音应答", "served by a menu"  },
	[RESULT_MESSAGE]   = { "message",   "留言",     "left a message"    },
	[RESULT_HELD]      = { "held",      "保留位置", "keeps the place"   },
	[RESULT_UNSTAFFED] = { "unstaffed", "无座席在岗", "no seat there"   },
};

static const struct word parties[PARTY_COUNT] = {
	[PARTY_NONE]   = { "none",   "无",   "nobody" },
	[PARTY_CALLER] = { "caller", "主叫", "caller" },
	[PARTY_SEAT]   = { "seat",   "座席", "seat"   },
	[PARTY_ENGINE] = { "engine", "系统", "engine" },
};

static const struct word directions[DIRECTION_COUNT] = {
	[DIRECTION_INBOUND]   = { "inbound", "呼入", "inbound" },
	[DIRECTION_CONSENTED] = { "outbound-consented", "经同意回呼",
				  "call-back with consent" },
	[DIRECTION_INNER]     = { "internal", "座席间咨询",
				  "between seats" },
};

const struct words record_results = { "result", results, RESULT_COUNT };
const struct words record_parties = { "party", parties, PARTY_COUNT };

const struct words record_directions = { "direction", directions,
					 DIRECTION_COUNT };

#define FIELD(of, kind, member, zh_, en_) \
	{ .name = #member, .type = RECORD_##kind, \
	  .offset = offsetof(struct of, member), \
	  .size = sizeof(((struct of *)0)->member), \
	  .zh = (zh_), .en = (en_) }
#define WORD(of, member, zh_, en_, words_) \
	{ .name = #member, .type = RECORD_WORD, \
	  .offset = offsetof(struct of, member), \
	  .size = sizeof(((struct of *)0)->member), \
	  .words = &(words_), .zh = (zh_), .en = (en_) }
#define MEDIA(member, count, zh_, en_) \
	{ .name = #member "_" #count, .type = RECORD_INT, \
	  .offset = offsetof(struct record, from_##member.count), \
	  .size = sizeof(int64_t), .zh = (zh_), .en = (en_) }

const struct record_field record_fields[] = {
	FIELD(record, INT,     id,        "编号",     "id"),
	FIELD(record, TEXT,    call_id,   "会话标识", "Call-ID"),
	FIELD(record, TEXT,    caller,    "主叫",     "caller"),
	FIELD(record, TEXT,    called,    "被叫",     "called"),
	FIELD(record, TEXT,    tenant,    "承租客户", "tenant"),
	FIELD(record, TEXT,    trunk,     "中继",     "trunk"),
	FIELD(record, TEXT,    queue,     "队列",     "queue"),
	FIELD(record, TEXT,    seat,      "座席",     "seat"),
	FIELD(record, INSTANT, start,     "呼入时间", "start"),
	FIELD(record, INSTANT, answer,    "应答时间", "answer"),
	FIELD(record, INSTANT, queued,    "入队时间", "queued"),
	FIELD(record, INSTANT, bridge,    "接通时间", "connected"),
	FIELD(record, INSTANT, end,       "结束时间", "end"),
	FIELD(record, INT,     wait_ms,   "等待毫秒", "wait ms"),
	FIELD(record, INT,     talk_ms,   "通话毫秒", "talk ms"),
	WORD(record, result,  "结果",   "result",     record_results),
	WORD(record, hung_up, "挂机方", "hung up by", record_parties),
	FIELD(record, STATUS,  status,    "状态码",   "status"),
	FIELD(record, TEXT,    reason,    "原因",     "reason"),
	FIELD(record, TEXT,    codec,     "编码",     "codec"),
	MEDIA(caller, received,  "主叫收包",     "caller packets received"),
	MEDIA(caller, sent,      "主叫发包",     "caller packets sent"),
	MEDIA(caller, lost,      "主叫丢包",     "caller packets lost"),
	MEDIA(caller, jitter_us, "主叫抖动微秒", "caller jitter us"),
	MEDIA(seat,   received,  "座席收包",     "seat packets received"),
	MEDIA(seat,   sent,      "座席发包",     "seat packets sent"),
	MEDIA(seat,   lost,      "座席丢包",     "seat packets lost"),
	MEDIA(seat,   jitter_us, "座席抖动微秒", "seat jitter us"),
	MEDIA(caller, rtt_us,   "主叫往返微秒", "caller round trip us"),
	MEDIA(caller, far_lost, "主叫报告丢包", "lost on the way to the caller"),
	MEDIA(caller, far_jitter_us, "主叫报告抖动微秒",
	      "jitter on the way to the caller us"),
	MEDIA(seat,   rtt_us,   "座席往返微秒", "seat round trip us"),
	MEDIA(seat,   far_lost, "座席报告丢包", "lost on the way to the seat"),
	MEDIA(seat,   far_jitter_us, "座席报告抖动微秒",
	      "jitter on the way to the seat us"),
	FIELD(record, TEXT,    recording, "录音",     "recording"),
	FIELD(record, TEXT,    sha256,    "录音校验", "SHA-256"),
	FIELD(record, INT,     recording_bytes, "录音字节",
	      "recording bytes"),
	FIELD(record, TEXT,    box,       "留言箱",   "message box"),
	WORD(record, direction, "方向",   "direction", record_directions),
	FIELD(record, INT,     consent,   "同意凭证", "consent"),
	{ .name = NULL },
};

const struct record_field record_consent_fields[] = {
	FIELD(record_consent, INT,     call,    "通话编号", "call"),
	FIELD(record_consent, INSTANT, at,      "时间",     "time"),
	FIELD(record_consent, TEXT,    caller,  "主叫",     "caller"),
	FIELD(record_consent, TEXT,    called,  "被叫",     "called"),
	FIELD(record_consent, TEXT,    tenant,  "承租客户", "tenant"),
	FIELD(record_consent, TEXT,    purpose, "用途",     "purpose"),
	FIELD(record_consent, TEXT,    given,   "方式",     "given by"),
	FIELD(record_consent, TEXT,    recording, "录音",   "recording"),
	FIELD(record_consent, TEXT,    sha256,  "录音校验", "SHA-256"),
	FIELD(record_consent, INT,     recording_bytes, "录音字节",
	      "recording bytes"),
	{ .name = NULL },
};

const struct record_field record_breach_fields[] = {
	FIELD(record_breach, INSTANT, at,      "时间",   "time"),
	FIELD(record_breach, TEXT,    seat,    "座席",   "seat"),
	FIELD(record_breach, TEXT,    address, "地址",   "address"),
	FIELD(record_breach, TEXT,    number,  "号码",   "number"),
	FIELD(record_breach, TEXT,    reason,  "原因",   "reason"),
	FIELD(record_breach, STATUS,  status,  "状态码", "status"),
	FIELD(record_breach, INT,     attempts, "次数",  "attempts"),
	{ .name = NULL },
};
/* clang-format on */

void record_put(char *to, size_t size, const char *from)
{
	text_printable(to, size, from ? from : "");
}

int record_is_number(const struct record_field *field)
{
	return field->type != RECORD_TEXT && field->type != RECORD_WORD;
}

int64_t record_number(const void *rec, const struct record_field *field)
{
	const char *at = (const char *)rec + field->offset;
	int64_t v = 0;
	int i = 0;

	if (!record_is_number(field))
		return 0;
	if (field->type != RECORD_STATUS) {
		memcpy(&v, at, sizeof(v));
		return v;
	}

	memcpy(&i, at, sizeof(i));
	return i;
}

const char *record_text(const void *rec, const struct record_field *field)
{
	const char *at = (const char *)rec + field->offset;
	int i = 0;

	if (field->type == RECORD_TEXT)
		return at;
	if (field->type != RECORD_WORD)
		return "";

	memcpy(&i, at, sizeof(i));
	return word_name(field->words, i);
}

int record_set_number(void *rec, const struct record_field *field, int64_t v)
{
	char *at = (char *)rec + field->offset;
	int i;

	if (!record_is_number(field))
		return err_set(EINVAL, _("%s is not a number"), field->name);
	if (field->type != RECORD_STATUS) {
		memcpy(at, &v, sizeof(v));
		return 0;
	}

	if (v < 0 || v > 999)
		return err_set(EINVAL, _("%s: not a status"), field->name);
	i = (int)v;
	memcpy(at, &i, sizeof(i));
	return 0;
}

int record_set_text(void *rec, const struct record_field *field,
		    const char *text)
{
	char *at = (char *)rec + field->offset;
	int i = 0;
	int err;

	if (field->type == RECORD_TEXT) {
		record_put(at, field->size, text);
		return 0;
	}
	if (field->type != RECORD_WORD)
		return err_set(EINVAL, _("%s is not a text"), field->name);

	err = word_decode(&i, field->words, text);
	if (err)
		return err;
	memcpy(at, &i, sizeof(i));
	return 0;
}
