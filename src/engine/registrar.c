/**
 * @file engine/registrar.c  REGISTER (RFC 3261 10.3)
 */
#include "engine/registrar.h"

#include <errno.h>
#include <stdio.h>

#include "engine/digest.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

/* Seconds.  Bindings are not kept over a restart: stations come back by
 * themselves within EXPIRES_MAX */
#define EXPIRES_DEFAULT 300
#define EXPIRES_MIN	30
#define EXPIRES_MAX	300
#define HASH		1024
#define WARN_MS		1000

struct station {
	struct le le;
	struct registrar *registrar;
	char user[64];
	struct digest_user digest;
	struct binding binding;
	struct tmr expiry;
	void *owner;
};

struct registrar {
	struct digest digest;
	struct digest_user nobody; /**< Stands for users that are not there */
	struct hash *stations;
	registrar_h *h;
	registrar_now_h *nowh;
	void *arg;
	unsigned refused; /**< Since the last line of log */
	int64_t warned;	  /**< When that was */
};

static void destructor(void *arg)
{
	struct registrar *r = arg;

	hash_flush(r->stations);
	mem_deref(r->stations);
}

static void station_destructor(void *arg)
{
	struct station *s = arg;

	tmr_cancel(&s->expiry);
	hash_unlink(&s->le);
}

int registrar_alloc(struct registrar **rp, const char *realm, registrar_h *h,
		    registrar_now_h *nowh, void *arg)
{
	struct registrar *r = mem_zalloc(sizeof(*r), destructor);
	char secret[33];

	if (!r || hash_alloc(&r->stations, HASH)) {
		mem_deref(r);
		return err_set(ENOMEM, _("no memory for the registrar"));
	}

	digest_init(&r->digest, realm);
	rand_str(secret, sizeof(secret));
	digest_user_init(&r->nobody, &r->digest, "", secret);
	r->h = h;
	r->nowh = nowh;
	r->arg = arg;
	*rp = r;
	return 0;
}

void registrar_free(struct registrar *r)
{
	mem_deref(r);
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
	hash_append(r->stations, hash_joaat_str(s->user), &s->le, s);
	*sp = s;
	return 0;
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

static void forget(struct station *s, const char *why)
{
	tmr_cancel(&s->expiry);
	if (!s->binding.until)
		return;
	s->binding.until = 0;
	log_info("registrar: %s %s", s->user, why);
	s->registrar->h(0, s->owner);
}

static void on_expiry(void *arg)
{
	forget(arg, "expired");
}

/* Reached where it came from: behind NAT its Contact would be wrong */
static void bind_station(struct station *s, const struct sip_msg *msg,
			 uint32_t expires)
{
	struct binding *b = &s->binding;
	bool fresh = !b->until || !sa_cmp(&b->source, &msg->src, SA_ALL);

	b->source = msg->src;
	b->tp = msg->tp;
	b->until = s->registrar->nowh(s->registrar->arg) +
		   (int64_t)expires * 1000;
	(void)re_snprintf(b->uri, sizeof(b->uri), "sip:%s@%J%s", s->user,
			  &msg->src,
			  msg->tp == SIP_TRANSP_TCP ? ";transport=tcp" : "");
	tmr_start(&s->expiry, (uint64_t)expires * 1000, on_expiry, s);
	if (fresh)
		log_info("registrar: %s registered for %u s", s->user, expires);
	s->registrar->h(b->until, s->owner);
}

/* Seconds that a REGISTER asks for: of its Contact, else its own */
static uint32_t wanted(const struct sip_msg *msg, const struct sip_addr *addr)
{
	struct pl val;

	if (addr && !msg_param_decode(&addr->params, "expires", &val))
		return pl_u32(&val);
	return pl_isset(&msg->expires) ? pl_u32(&msg->expires)
				       : EXPIRES_DEFAULT;
}

static void reply_bindings(struct station *s, struct ua *ua,
			   const struct sip_msg *msg)
{
	int64_t left = s->binding.until - s->registrar->nowh(s->registrar->arg);

	if (s->binding.until)
		(void)ua_reply(ua, msg, 200, "OK",
			       "Contact: <%s>;expires=%lld\r\n", s->binding.uri,
			       (long long)(left + 999) / 1000);
	else
		(void)ua_reply(ua, msg, 200, "OK", NULL);
}

static void update(struct station *s, struct ua *ua, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	struct sip_addr addr;
	bool star = hdr && !pl_strcmp(&hdr->val, "*");
	uint32_t expires;

	if (!hdr) { /* only asks */
		reply_bindings(s, ua, msg);
		return;
	}
	if ((!star && sip_addr_decode(&addr, &hdr->val)) ||
	    (star && wanted(msg, NULL) != 0)) {
		(void)ua_reply(ua, msg, 400, "Bad Contact", NULL);
		return;
	}

	expires = star ? 0 : wanted(msg, &addr);
	if (expires == 0) {
		forget(s, "unregistered");
	} else if (expires < EXPIRES_MIN) {
		(void)ua_reply(ua, msg, 423, "Interval Too Brief",
			       "Min-Expires: %d\r\n", EXPIRES_MIN);
		return;
	} else {
		bind_station(s, msg,
			     expires > EXPIRES_MAX ? EXPIRES_MAX : expires);
	}
	reply_bindings(s, ua, msg);
}

static void challenge(struct registrar *r, struct ua *ua,
		      const struct sip_msg *msg, bool stale)
{
	const struct digest_scene scene = { &msg->src, r->nowh(r->arg) };
	char line[DIGEST_CHALLENGE];

	digest_challenge(&r->digest, line, stale, &scene);
	ua_reply_stateless(ua, msg, 401, "Unauthorized", line);
}

void registrar_refuse(struct registrar *r, struct ua *ua,
		      const struct sip_msg *msg, const char *why)
{
	int64_t now = r->nowh(r->arg);
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

bool registrar_request(struct registrar *r, struct ua *ua,
		       const struct sip_msg *msg)
{
	struct pl user;
	struct station *s;
	enum digest_verdict verdict;

	if (pl_strcmp(&msg->met, "REGISTER"))
		return false;

	user = digest_claims(&r->digest, msg);
	s = pl_isset(&user) ? find(r, &user) : NULL;
	/* Who is not there is judged alike: users cannot be told apart */
	verdict = digest_check(&r->digest, s ? &s->digest : &r->nobody, msg,
			       r->nowh(r->arg));
	if (verdict == DIGEST_WRONG || (!s && verdict == DIGEST_GOOD)) {
		registrar_refuse(r, ua, msg, "wrong user or secret");
	} else if (!s || verdict != DIGEST_GOOD) {
		challenge(r, ua, msg, verdict == DIGEST_STALE);
	} else if (pl_strcmp(&msg->to.uri.user, s->user)) {
		(void)ua_reply(ua, msg, 403, "Not Your Address", NULL);
	} else {
		update(s, ua, msg);
	}
	return true;
}

const struct binding *registrar_binding(const struct station *station)
{
	return station->binding.until ? &station->binding : NULL;
}

static bool is_sender(struct le *le, void *arg)
{
	const struct station *s = le->data;
	const struct sip_msg *msg = arg;

	return s->binding.until && s->binding.tp == msg->tp &&
	       sa_cmp(&s->binding.source, &msg->src, SA_ALL);
}

void *registrar_sender(const struct registrar *r, const struct sip_msg *msg)
{
	const struct station *s = list_ledata(
		hash_apply(r->stations, is_sender, (void *)msg));

	return s ? s->owner : NULL;
}
