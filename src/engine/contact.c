/**
 * @file engine/contact.c  Binding telephones, and asking whether they are there
 */
#include "engine/contact.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define ASK_AGAIN_MS 2000 /* once, before a silent one is given up */

static int64_t now(const struct contact *c)
{
	return c->of->conf->nowh(c->of->conf->arg);
}

static void destructor(void *arg)
{
	struct contact *c = arg;

	list_unlink(&c->le);
	hash_unlink(&c->he);
	tmr_cancel(&c->expiry);
	tmr_cancel(&c->ask);
	ping_free(c->ping);
	flow_unwatch(&c->flow);
}

static void forget(struct contact *c, const char *why)
{
	struct contacts *cs = c->of;

	log_info("registrar: %s %s", cs->user, why);
	mem_deref(c);
	cs->changedh(cs->station);
}

static void on_expiry(void *arg)
{
	forget(arg, "expired");
}

static void on_closed(void *arg)
{
	forget(arg, "has closed its connection");
}

/* Asking */

static void on_ask(void *arg);

/* Spread over half of the interval, so that a thousand stations that came
 * back at once are not asked at once */
static void ask_later(struct contact *c)
{
	uint64_t ms = (uint64_t)c->of->conf->qualify * 1000;

	if (ms)
		tmr_start(&c->ask, ms / 2 + rand_u32() % (ms / 2 + 1), on_ask,
			  c);
}

static void set_reached(struct contact *c, bool reached)
{
	if (c->reached == reached)
		return;
	c->reached = reached;
	log_info("registrar: %s %s", c->of->user,
		 reached ? "answers again" : "does not answer");
	c->of->changedh(c->of->station);
}

static void on_answer(bool there, void *arg)
{
	struct contact *c = arg;

	if (there || !c->reached || c->misses++) {
		c->misses = 0;
		ask_later(c);
		set_reached(c, there);
	} else {
		tmr_start(&c->ask, ASK_AGAIN_MS, on_ask, c);
	}
}

static void on_ask(void *arg)
{
	struct contact *c = arg;

	if (ping_start(&c->ping, c->of->ua, c->binding.uri, c->of->conf->realm,
		       on_answer, c))
		on_answer(false, c);
}

/* Reading */

static unsigned read_q(const struct sip_addr *addr)
{
	struct pl val;
	double q;

	if (msg_param_decode(&addr->params, "q", &val))
		return 1000;
	q = pl_float(&val);
	return q >= 0 && q <= 1 ? (unsigned)(q * 1000 + 0.5) : 1000;
}

bool contact_read(struct contact_wish *wish, const struct sip_msg *msg,
		  const struct sip_hdr *hdr, uint32_t otherwise)
{
	struct pl val;

	if (sip_addr_decode(&wish->addr, &hdr->val) ||
	    wish->addr.auri.l >= sizeof(((struct contact *)0)->uri))
		return false;
	for (size_t i = 0; i < wish->addr.auri.l; i++) {
		if ((unsigned char)wish->addr.auri.p[i] <= ' ')
			return false;
	}

	wish->q = read_q(&wish->addr);
	if (!msg_param_decode(&wish->addr.params, "expires", &val))
		wish->expires = pl_u32(&val);
	else if (pl_isset(&msg->expires))
		wish->expires = pl_u32(&msg->expires);
	else
		wish->expires = otherwise;
	return true;
}

static void read_instance(char *to, size_t size, const struct sip_addr *addr)
{
	struct pl instance, reg = PL("");

	to[0] = '\0';
	if (msg_param_decode(&addr->params, "+sip.instance", &instance))
		return;
	(void)msg_param_decode(&addr->params, "reg-id", &reg);
	if (re_snprintf(to, size, "%r;%r", &instance, &reg) < 0)
		to[0] = '\0';
}

/* The user part to ring: what the telephone registered, if it can stand in a
 * URI as it is, for some do not answer to another */
static void write_uri(struct binding *b, const struct contacts *cs,
		      const struct sip_msg *msg, const struct sip_addr *addr)
{
	static const char good[] = "0123456789+-._~"
				   "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char user[64];

	if (!pl_isset(&addr->uri.user) || addr->uri.user.l >= sizeof(user) ||
	    pl_strcpy(&addr->uri.user, user, sizeof(user)) ||
	    strspn(user, good) != strlen(user))
		(void)snprintf(user, sizeof(user), "%s", cs->user);
	(void)re_snprintf(b->uri, sizeof(b->uri), "sip:%s@%J%s", user,
			  &msg->src, sip_transp_param(msg->tp));
}

/* Finding */

static bool is_source(const struct contact *c, const struct sip_msg *msg)
{
	return c->binding.tp == msg->tp &&
	       sa_cmp(&c->binding.source, &msg->src, SA_ALL);
}

static bool is_at(struct le *le, void *arg)
{
	return is_source(le->data, arg);
}

struct contact *contact_sender(const struct hash *sources,
			       const struct sip_msg *msg)
{
	return list_ledata(hash_lookup(sources, sa_hash(&msg->src, SA_ALL),
				       is_at, (void *)msg));
}

static bool is_reached_at(struct le *le, void *arg)
{
	const struct contact *c = le->data;

	return c->reached && c->binding.tp == SIP_TRANSP_UDP &&
	       sa_cmp(&c->binding.source, arg, SA_ALL);
}

/* That it is so need not be true, for anybody can write ICMP: it is asked soon
 * whether it is there */
void contacts_unreached(const struct hash *sources, const struct sa *where)
{
	const uint32_t key = sa_hash(where, SA_ALL);
	struct contact *c;

	while ((c = list_ledata(hash_lookup(sources, key, is_reached_at,
					    (void *)where)))) {
		c->ping = mem_deref(c->ping);
		c->misses = 0;
		tmr_start(&c->ask, ASK_AGAIN_MS, on_ask, c);
		set_reached(c, false);
	}
}

/* The binding that a Contact renews: the same address, the same telephone
 * (RFC 5626), or the same place that it is reached at */
static struct contact *find(const struct contacts *cs,
			    const struct sip_msg *msg,
			    const struct contact_wish *wish)
{
	char instance[96];

	read_instance(instance, sizeof(instance), &wish->addr);
	for (struct le *le = cs->list.head; le; le = le->next) {
		struct contact *c = le->data;

		if (!pl_strcmp(&wish->addr.auri, c->uri) ||
		    (*instance && !strcmp(instance, c->instance)) ||
		    (wish->expires && is_source(c, msg)))
			return c;
	}

	return NULL;
}

bool contacts_are_newer(const struct contacts *cs, const struct sip_msg *msg)
{
	for (struct le *le = cs->list.head; le; le = le->next) {
		const struct contact *c = le->data;

		if (!pl_strcmp(&msg->callid, c->call_id) &&
		    msg->cseq.num <= c->cseq)
			return true;
	}

	return false;
}

/* Binding */

static void place(struct contact *c)
{
	struct list *list = &c->of->list;
	struct le *le;

	list_unlink(&c->le);
	le = list->head;
	while (le && ((const struct contact *)le->data)->q > c->q)
		le = le->next;
	if (le)
		list_insert_before(list, le, &c->le, c);
	else
		list_append(list, &c->le, c);
}

static struct contact *add(struct contacts *cs)
{
	struct contact *oldest = NULL;
	struct contact *c;

	if (list_count(&cs->list) >= cs->conf->contacts) {
		for (struct le *le = cs->list.head; le; le = le->next) {
			c = le->data;
			if (!oldest || c->binding.until < oldest->binding.until)
				oldest = c;
		}
		mem_deref(oldest);
	}
	c = mem_zalloc(sizeof(*c), destructor);
	if (c) {
		c->of = cs;
		c->flow.closedh = on_closed;
		c->flow.arg = c;
	}
	return c;
}

static void bind_contact(struct contact *c, const struct sip_msg *msg,
			 const struct contact_wish *wish)
{
	struct binding *b = &c->binding;
	uint32_t expires = wish->expires > c->of->conf->max_expires
				   ? c->of->conf->max_expires
				   : wish->expires;
	bool fresh = !b->until || !is_source(c, msg);

	b->source = msg->src;
	b->tp = msg->tp;
	b->until = now(c) + (int64_t)expires * 1000;
	write_uri(b, c->of, msg, &wish->addr);
	(void)pl_strcpy(&wish->addr.auri, c->uri, sizeof(c->uri));
	(void)pl_strcpy(&msg->callid, c->call_id, sizeof(c->call_id));
	read_instance(c->instance, sizeof(c->instance), &wish->addr);
	c->cseq = msg->cseq.num;
	c->q = wish->q;
	c->reached = true;
	c->misses = 0;
	place(c);
	hash_unlink(&c->he);
	hash_append(c->of->sources, sa_hash(&msg->src, SA_ALL), &c->he, c);
	flow_watch(&c->flow, c->of->ua, msg);
	tmr_start(&c->expiry, (uint64_t)expires * 1000, on_expiry, c);
	if (!fresh)
		return;
	log_info("registrar: %s registered for %u s", c->of->user, expires);
	c->ping = mem_deref(c->ping);
	ask_later(c);
}

int contacts_apply(struct contacts *cs, const struct sip_msg *msg,
		   const struct contact_wish *wish)
{
	struct contact *c = find(cs, msg, wish);

	if (!wish->expires) {
		if (c)
			forget(c, "unregistered");
		return 0;
	}
	if (!c)
		c = add(cs);
	if (!c)
		return err_set(ENOMEM, _("no memory for the registrar"));
	bind_contact(c, msg, wish);
	return 0;
}

void contacts_flush(struct contacts *cs)
{
	list_flush(&cs->list);
}

int64_t contacts_until(const struct contacts *cs)
{
	int64_t until = 0;

	for (struct le *le = cs->list.head; le; le = le->next) {
		const struct contact *c = le->data;

		if (c->reached && c->binding.until > until)
			until = c->binding.until;
	}

	return until;
}
