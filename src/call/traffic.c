/**
 * @file call/traffic.c  Traffic that is not as it should be
 */
#include "call/traffic.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "call/policy.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define BIT(type) (1U << (type))

/* What a rule's events are counted for */
enum key { KEY_ALL, KEY_CALLER, KEY_NUMBER, KEY_SEAT };

/* clang-format off */
static const struct word kinds[TRAFFIC_KINDS] = {
	[TRAFFIC_SHORT]   = { "short-calls",  "短通话占比过高", "many short calls" },
	[TRAFFIC_CALLER]  = { "caller-burst", "同一主叫突发",   "burst of one caller" },
	[TRAFFIC_NUMBER]  = { "number-burst", "同一被叫突发",   "burst to one number" },
	[TRAFFIC_REFUSED] = { "refusals",     "拒绝占比过高",   "many refusals" },
	[TRAFFIC_BREACH]  = { "breaches",     "多次试图外呼",   "many attempts to call outside" },
};

/* Events that count, those of them that are hits, for what, in how many sets */
static const struct {
	unsigned total, hits;
	enum key key;
	size_t sets; /* a power of two */
} tables[TRAFFIC_KINDS] = {
	[TRAFFIC_SHORT]   = { BIT(TRAFFIC_ENDED), BIT(TRAFFIC_ENDED),
			      KEY_NUMBER, 256 },
	[TRAFFIC_CALLER]  = { BIT(TRAFFIC_CAME) | BIT(TRAFFIC_TURNED),
			      BIT(TRAFFIC_CAME) | BIT(TRAFFIC_TURNED),
			      KEY_CALLER, 1024 },
	[TRAFFIC_NUMBER]  = { BIT(TRAFFIC_CAME), BIT(TRAFFIC_CAME),
			      KEY_NUMBER, 256 },
	[TRAFFIC_REFUSED] = { BIT(TRAFFIC_CAME) | BIT(TRAFFIC_TURNED),
			      BIT(TRAFFIC_TURNED), KEY_ALL, 1 },
	[TRAFFIC_BREACH]  = { BIT(TRAFFIC_CALLED_OUT), BIT(TRAFFIC_CALLED_OUT),
			      KEY_SEAT, 256 },
};

/* Practice, not confirmed by any source */
const struct traffic_rule traffic_defaults[TRAFFIC_KINDS] = {
	[TRAFFIC_SHORT]   = { TRAFFIC_SHORT,   300000, 30,   60, 5000, 0 },
	[TRAFFIC_CALLER]  = { TRAFFIC_CALLER,  60000,  30,   0,  0,    0 },
	[TRAFFIC_NUMBER]  = { TRAFFIC_NUMBER,  60000,  1000, 0,  0,    0 },
	[TRAFFIC_REFUSED] = { TRAFFIC_REFUSED, 300000, 50,   50, 0,    0 },
	[TRAFFIC_BREACH]  = { TRAFFIC_BREACH,  600000, 10,   0,  0,    0 },
};
/* clang-format on */

const struct words traffic_kinds = { "traffic rule", kinds, TRAFFIC_KINDS };

/* A key that is counted; slot 0 holds what came in the slots of number
 * slot, slot - TRAFFIC_SLOTS, and so on */
struct entry {
	char key[RECORD_NUMBER]; /* "" and not used: free */
	bool used;
	bool alarmed; /* and not below the limit since */
	int64_t until;
	int64_t slot; /* newest */
	uint32_t hits, total;
	uint32_t hitv[TRAFFIC_SLOTS], totalv[TRAFFIC_SLOTS];
};

struct counter {
	struct traffic_rule rule;
	struct entry *entryv;
	size_t sets;
};

struct stop {
	char key[RECORD_NUMBER];
	int64_t until; /* 0: free */
};

/* Callers and numbers have room of their own: whoever makes callers up must not
 * push a number out */
enum shelf { SHELF_CALLERS, SHELF_NUMBERS };

#define SHELVES (SHELF_NUMBERS + 1)

struct traffic {
	struct counter *counterv;
	size_t counterc;
	struct stop stopv[SHELVES][TRAFFIC_STOPS];
	size_t stops; /* in use, so that mostly nothing is searched */
};

int traffic_alloc(struct traffic **tp, const struct traffic_rule *rulev,
		  size_t rulec)
{
	struct traffic *t = calloc(1, sizeof(*t));

	if (!t || !(t->counterv = calloc(rulec + 1, sizeof(*t->counterv))))
		goto out;
	for (; t->counterc < rulec; t->counterc++) {
		struct counter *c = &t->counterv[t->counterc];

		c->rule = rulev[t->counterc];
		c->sets = tables[c->rule.kind].sets;
		c->entryv = calloc(c->sets * TRAFFIC_WAYS, sizeof(*c->entryv));
		if (!c->entryv)
			goto out;
	}
	*tp = t;
	return 0;

out:
	traffic_free(t);
	return err_set(ENOMEM, _("no memory for the configuration"));
}

void traffic_free(struct traffic *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->counterc; i++)
		free(t->counterv[i].entryv);
	free(t->counterv);
	free(t);
}

/* Numbers are the same with and without country code */
static void put_key(char key[RECORD_NUMBER], const char *text)
{
	record_put(key, RECORD_NUMBER, text ? policy_national(text) : "");
}

static const char *text_of(enum key key, const struct traffic_event *e)
{
	switch (key) {
	case KEY_CALLER:
		return e->caller;
	case KEY_NUMBER:
		return e->number;
	case KEY_SEAT:
		return e->seat;
	case KEY_ALL:
		break;
	}
	return "";
}

/* FNV-1a */
static struct entry *set_of(const struct counter *c, const char *key)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
	hash ^= hash >> 32;
	return c->entryv + (hash & (c->sets - 1)) * TRAFFIC_WAYS;
}

static int64_t slot_of(const struct counter *c, int64_t at)
{
	return at / (c->rule.window / TRAFFIC_SLOTS);
}

/* What slid out of the window is taken off */
static void slide(struct entry *e, int64_t slot)
{
	int64_t n = slot - e->slot;

	if (n <= 0)
		return;
	for (int64_t i = 1; i <= n && i <= TRAFFIC_SLOTS; i++) {
		size_t at = (size_t)((e->slot + i) % TRAFFIC_SLOTS);

		e->hits -= e->hitv[at];
		e->total -= e->totalv[at];
		e->hitv[at] = e->totalv[at] = 0;
	}
	e->slot = slot;
}

static struct entry *find(struct counter *c, const char *key, int64_t slot)
{
	struct entry *set = set_of(c, key);
	struct entry *quiet = set;

	for (struct entry *e = set; e < set + TRAFFIC_WAYS; e++) {
		if (e->used && !strcmp(e->key, key))
			return e;
		if (!e->used || (quiet->used && e->slot < quiet->slot))
			quiet = e;
	}

	*quiet = (struct entry){ .used = true, .slot = slot };
	memcpy(quiet->key, key, sizeof(quiet->key));
	return quiet;
}

static void add_stop(struct traffic *t, enum shelf of, const char *key,
		     int64_t until)
{
	struct stop *to = t->stopv[of];

	for (size_t i = 0; i < TRAFFIC_STOPS; i++) {
		struct stop *s = &t->stopv[of][i];

		if (s->until && !strcmp(s->key, key)) {
			to = s;
			break;
		}
		if (s->until < to->until)
			to = s;
	}
	t->stops += !to->until;
	*to = (struct stop){ .until = until };
	record_put(to->key, sizeof(to->key), key);
}

static bool is_above(const struct traffic_rule *r, const struct entry *e)
{
	return e->hits >= r->count &&
	       (uint64_t)e->hits * 100 >= (uint64_t)r->percent * e->total;
}

static void judge(struct traffic *t, const struct traffic_rule *rule,
		  struct entry *e, int64_t now, traffic_h *h, void *arg)
{
	const enum key of = tables[rule->kind].key;
	struct traffic_alarm alarm = {
		.at = now,
		.rule = rule,
		.key = e->key,
		.hits = e->hits,
		.total = e->total,
	};

	if (!is_above(rule, e)) {
		e->alarmed = false;
		return;
	}
	if (e->alarmed && (!rule->stop || now < e->until))
		return;
	e->alarmed = true;
	if (rule->stop && (of == KEY_CALLER || of == KEY_NUMBER)) {
		alarm.until = rule->stop > INT64_MAX - now ? INT64_MAX
							   : now + rule->stop;
		e->until = alarm.until;
		add_stop(t, of == KEY_CALLER ? SHELF_CALLERS : SHELF_NUMBERS,
			 e->key, alarm.until);
	}
	if (h)
		h(&alarm, arg);
}

void traffic_note(struct traffic *t, const struct traffic_event *event,
		  traffic_h *h, void *arg)
{
	for (size_t i = 0; t && i < t->counterc; i++) {
		struct counter *c = &t->counterv[i];
		const enum traffic_kind kind = c->rule.kind;
		const int64_t slot = slot_of(c, event->at);
		char key[RECORD_NUMBER] = "";
		struct entry *e;
		size_t at;

		if (!(tables[kind].total & BIT(event->type)))
			continue;
		put_key(key, text_of(tables[kind].key, event));
		if (!*key && tables[kind].key != KEY_ALL)
			continue;
		e = find(c, key, slot);
		slide(e, slot);
		at = (size_t)(e->slot % TRAFFIC_SLOTS);
		e->total++;
		e->totalv[at]++;
		if ((tables[kind].hits & BIT(event->type)) &&
		    (kind != TRAFFIC_SHORT || event->talk < c->rule.talk)) {
			e->hits++;
			e->hitv[at]++;
		}
		judge(t, &c->rule, e, event->at, h, arg);
	}
}

static const struct stop *find_stop(const struct traffic *t, enum shelf of,
				    const char *text, int64_t now)
{
	char key[RECORD_NUMBER];

	put_key(key, text);
	for (size_t i = 0; *key && i < TRAFFIC_STOPS; i++) {
		const struct stop *s = &t->stopv[of][i];

		if (s->until > now && !strcmp(s->key, key))
			return s;
	}
	return NULL;
}

bool traffic_is_stopped(const struct traffic *t, const char *caller,
			const char *number, int64_t now)
{
	return t && t->stops &&
	       (find_stop(t, SHELF_CALLERS, caller, now) ||
		find_stop(t, SHELF_NUMBERS, number, now));
}

bool traffic_release(struct traffic *t, const char *key, int64_t now)
{
	bool was = false;

	for (int of = 0; t && of < SHELVES; of++) {
		const struct stop *s = find_stop(t, of, key, now);

		if (!s)
			continue;
		t->stopv[of][s - t->stopv[of]].until = 0;
		t->stops--;
		was = true;
	}
	return was;
}

bool traffic_look(const struct traffic *t, size_t rule, const char *key,
		  int64_t now, uint32_t *hitsp, uint32_t *totalp)
{
	const struct counter *c = &t->counterv[rule];
	struct entry copy;

	*hitsp = *totalp = 0;
	for (size_t i = 0; i < TRAFFIC_WAYS; i++) {
		const struct entry *e = set_of(c, policy_national(key)) + i;

		if (!e->used || strcmp(e->key, policy_national(key)) != 0)
			continue;
		copy = *e;
		slide(&copy, slot_of(c, now));
		*hitsp = copy.hits;
		*totalp = copy.total;
		return true;
	}
	return false;
}
