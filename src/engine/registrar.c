/**
 * @file engine/registrar.c  REGISTER (RFC 3261 10.3)
 */
#include "engine/registrar.h"

#include <errno.h>
#include <stdio.h>

#include "engine/contact.h"
#include "engine/digest.h"
#include "engine/slow.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define HASH	4096
#define WARN_MS 1000

/* Bindings are not kept over a restart: stations come back by themselves */
struct station {
	struct le le;
	struct registrar *registrar;
	char user[64];
	struct digest_user digest;
	struct contacts contacts;
	int64_t until; /**< As told last */
	void *owner;
};

struct registrar {
	struct registrar_conf conf;
	struct digest digest;
	struct digest_user nobody; /**< Stands for users that are not there */
	struct hash *stations;
	struct hash *sources; /**< Contacts by where they are */
	struct slow slow;
	unsigned refused; /**< Since the last line of log */
	int64_t warned;	  /**< When that was */
};

static void destructor(void *arg)
{
	struct registrar *r = arg;

	hash_flush(r->stations);
	mem_deref(r->stations);
	mem_deref(r->sources);
}

static void station_destructor(void *arg)
{
	struct station *s = arg;

	contacts_flush(&s->contacts);
	hash_unlink(&s->le);
}

int registrar_alloc(struct registrar **rp, const struct registrar_conf *conf)
{
	struct registrar *r = mem_zalloc(sizeof(*r), destructor);
	char secret[33];

	if (!r || hash_alloc(&r->stations, HASH) ||
	    hash_alloc(&r->sources, HASH)) {
		mem_deref(r);
		return err_set(ENOMEM, _("no memory for the registrar"));
	}

	r->conf = *conf;
	digest_init(&r->digest, conf->realm, conf->algorithms);
	rand_str(secret, sizeof(secret));
	digest_user_init(&r->nobody, &r->digest, "", secret);
	slow_init(&r->slow);
	*rp = r;
	return 0;
}

void registrar_unreached(struct registrar *r, const struct sa *where)
{
	contacts_unreached(r->sources, where);
}

void registrar_free(struct registrar *r)
{
	mem_deref(r);
}

static void on_changed(struct station *s)
{
	int64_t until = contacts_until(&s->contacts);

	if (until == s->until)
		return;
	s->until = until;
	s->registrar->conf.h(until, s->owner);
}

int registrar_add(struct registrar *r, struct station **sp, const char *user,
		  const char *secret, void *owner)
{
	struct station *s = mem_zalloc(sizeof(*s), station_destructor);

	if (!s)
		return err_set(ENOMEM, _("no memory for the registrar"));

	s->registrar = r;
	s->owner = owner;
	(void)snprintf(s->user, sizeof(s->user), "%s", user);
	digest_user_init(&s->digest, &r->digest, user, secret);
	s->contacts = (struct contacts){
		.station = s,
		.conf = &r->conf,
		.sources = r->sources,
		.user = s->user,
		.changedh = on_changed,
	};
	hash_append(r->stations, hash_joaat_str(s->user), &s->le, s);
	*sp = s;
	return 0;
}

void registrar_change(struct station *station, const char *secret, void *owner)
{
	if (secret)
		digest_user_init(&station->digest, &station->registrar->digest,
				 station->user, secret);
	station->owner = owner;
}

void registrar_remove(struct station *station)
{
	station->until = 0;
	contacts_flush(&station->contacts);
	mem_deref(station);
}

static bool has_user(struct le *le, void *arg)
{
	const struct station *s = le->data;

	return !pl_strcmp(arg, s->user);
}

static struct station *find(const struct registrar *r, struct pl *user)
{
	return list_ledata(
		hash_lookup(r->stations, hash_joaat_pl(user), has_user, user));
}

static int write_contacts(struct re_printf *pf, void *arg)
{
	const struct station *s = arg;
	const struct registrar_conf *conf = &s->registrar->conf;
	int err = 0;

	for (struct le *le = s->contacts.list.head; le && !err; le = le->next) {
		const struct contact *c = le->data;
		int64_t left = c->binding.until - conf->nowh(conf->arg);

		err = re_hprintf(pf, "Contact: <%s>;expires=%lld", c->uri,
				 (long long)(left + 999) / 1000);
		if (!err && c->q != 1000)
			err = re_hprintf(pf, ";q=0.%03u", c->q);
		if (!err)
			err = re_hprintf(pf, "\r\n");
	}

	return err;
}

/* What a REGISTER wishes for, all of it before anything is done */
struct wishes {
	struct contact_wish v[REGISTRAR_CONTACTS];
	unsigned n;
	bool bad, star, brief;
	const struct registrar_conf *conf;
};

static bool on_contact(const struct sip_hdr *hdr, const struct sip_msg *msg,
		       void *arg)
{
	struct wishes *w = arg;
	struct contact_wish *wish = &w->v[w->n];

	if (!pl_strcmp(&hdr->val, "*")) {
		w->bad = w->bad || w->star || !pl_isset(&msg->expires) ||
			 pl_u32(&msg->expires) != 0;
		w->star = true;
		return false;
	}
	if (w->n == w->conf->contacts ||
	    !contact_read(wish, msg, hdr, w->conf->max_expires)) {
		w->bad = true;
		return true;
	}
	w->brief = w->brief ||
		   (wish->expires && wish->expires < w->conf->min_expires);
	w->n++;
	return false;
}

/* Done or not, the station's answer lists what is bound */
static void apply(struct station *s, struct ua *ua, const struct sip_msg *msg,
		  const struct wishes *w)
{
	int err = 0;

	if (w->star) {
		contacts_flush(&s->contacts);
		log_info("registrar: %s unregistered", s->user);
	}
	for (unsigned i = 0; i < w->n && !err; i++)
		err = contacts_apply(&s->contacts, msg, &w->v[i]);
	on_changed(s);
	if (err)
		(void)ua_reply(ua, msg, 500, "Server Internal Error", NULL);
	else
		(void)ua_reply_with(ua, msg, 200, "OK", write_contacts, s);
}

static void update(struct station *s, struct ua *ua, const struct sip_msg *msg)
{
	struct wishes w = { .conf = &s->registrar->conf };

	s->contacts.ua = ua;
	(void)sip_msg_hdr_apply(msg, true, SIP_HDR_CONTACT, on_contact, &w);
	if (w.bad || (w.star && w.n))
		(void)ua_reply(ua, msg, 400, "Bad Contact", NULL);
	else if (w.brief)
		(void)ua_reply(ua, msg, 423, "Interval Too Brief",
			       "Min-Expires: %u\r\n", w.conf->min_expires);
	else if ((w.n || w.star) && contacts_are_newer(&s->contacts, msg))
		(void)ua_reply(ua, msg, 500, "Out of Order", NULL);
	else
		apply(s, ua, msg, &w);
}

static void challenge(struct registrar *r, struct ua *ua,
		      const struct sip_msg *msg, bool stale)
{
	const struct digest_scene scene = { &msg->src,
					    r->conf.nowh(r->conf.arg) };
	char line[DIGEST_CHALLENGE];

	digest_challenge(&r->digest, line, stale, &scene);
	ua_reply_stateless(ua, msg, 401, "Unauthorized", line);
}

void registrar_refuse(struct registrar *r, struct ua *ua,
		      const struct sip_msg *msg, const char *why)
{
	int64_t now = r->conf.nowh(r->conf.arg);
	char address[64];

	ua_reply_stateless(ua, msg, 403, "Forbidden", "");
	r->refused++;
	if (now - r->warned < WARN_MS)
		return;
	(void)re_snprintf(address, sizeof(address), "%J", &msg->src);
	log_warnx("registrar: %u refused, the last from %s: %s", r->refused,
		  address, why);
	r->warned = now;
	r->refused = 0;
}

/* A telephone renews from where it is bound: that is no guess of a stranger */
static bool renews(const struct registrar *r, const struct station *s,
		   const struct sip_msg *msg)
{
	const struct contact *c = s ? contact_sender(r->sources, msg) : NULL;

	return c && c->of == &s->contacts;
}

static void wrong(struct registrar *r, struct ua *ua, const struct sip_msg *msg)
{
	if (!slow_wrong(&r->slow, &msg->src, r->conf.nowh(r->conf.arg)))
		registrar_refuse(r, ua, msg, "wrong user or secret");
}

bool registrar_request(struct registrar *r, struct ua *ua,
		       const struct sip_msg *msg)
{
	int64_t now = r->conf.nowh(r->conf.arg);
	struct pl user;
	struct station *s;
	enum digest_verdict verdict;

	if (pl_strcmp(&msg->met, "REGISTER"))
		return false;

	user = digest_claims(&r->digest, msg);
	s = pl_isset(&user) ? find(r, &user) : NULL;
	if (pl_isset(&user) && !renews(r, s, msg) &&
	    slow_is_slowed(&r->slow, &msg->src, now))
		return true; /* neither looked at nor answered */

	/* Who is not there is judged alike: users cannot be told apart */
	verdict = digest_check(&r->digest, s ? &s->digest : &r->nobody, msg,
			       now);
	if (verdict == DIGEST_WRONG || (!s && verdict == DIGEST_GOOD))
		wrong(r, ua, msg);
	else if (!s || verdict != DIGEST_GOOD)
		challenge(r, ua, msg, verdict == DIGEST_STALE);
	else if (pl_strcmp(&msg->to.uri.user, s->user))
		(void)ua_reply(ua, msg, 403, "Not Your Address", NULL);
	else
		update(s, ua, msg);
	return true;
}

size_t registrar_bindings(const struct station *station,
			  const struct binding *bindingv[REGISTRAR_CONTACTS])
{
	size_t n = 0;

	for (struct le *le = station->contacts.list.head; le; le = le->next) {
		const struct contact *c = le->data;

		if (c->reached && n < REGISTRAR_CONTACTS)
			bindingv[n++] = &c->binding;
	}

	return n;
}

const struct binding *registrar_binding(const struct station *station)
{
	const struct binding *bindingv[REGISTRAR_CONTACTS];

	return registrar_bindings(station, bindingv) ? bindingv[0] : NULL;
}

void *registrar_sender(const struct registrar *r, const struct sip_msg *msg)
{
	const struct contact *c = contact_sender(r->sources, msg);

	return c ? c->of->station->owner : NULL;
}
