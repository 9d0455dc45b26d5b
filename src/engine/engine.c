/**
 * @file engine/engine.c  Putting the parts together and taking them apart
 */
#include "engine/engine.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine/callback.h"
#include "engine/carrier.h"
#include "engine/control.h"
#include "engine/digest.h"
#include "engine/engine_private.h"
#include "engine/first.h"
#include "engine/lease.h"
#include "engine/lists.h"
#include "engine/notify.h"
#include "engine/places.h"
#include "engine/trunk.h"
#include "sip/loop.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/util.h"

#define FDS_MAX	   65536
#define TABLE	   16384 /* of transactions and dialogs */
#define SILENCE_MS 60000 /* without a packet a party is taken for lost */
#define LINGER_MS  300	 /* for the last answers to be sent again */
#define FORCE_MS   5000	 /* after this nothing is waited for */

static void no_event(const struct call_event *event, void *arg)
{
	(void)event;
	(void)arg;
}

static void on_invite(const struct sip_msg *msg, void *arg)
{
	struct engine *e = arg;

	inbound_invite(e->inbound, msg);
}

/* A Contact that names a trunk; names of hosts are never looked up */
static bool is_trunk(const struct sip_hdr *hdr, const struct sip_msg *msg,
		     void *arg)
{
	const struct engine *e = arg;
	struct sip_addr contact;
	struct sa peer;
	char host[64];

	(void)msg;
	if (sip_addr_decode(&contact, &hdr->val) ||
	    pl_strcpy(&contact.uri.host, host, sizeof(host)) ||
	    sa_set_str(&peer, host,
		       contact.uri.port ? contact.uri.port : SIP_PORT))
		return false;
	return house_trunk(e->house, &peer) != NULL;
}

static void on_unreached(const struct sa *where, void *arg)
{
	struct engine *e = arg;

	if (e->registrar)
		registrar_unreached(e->registrar, where);
}

static bool on_request(const struct sip_msg *msg, void *arg)
{
	struct engine *e = arg;

	/* A station at a trunk's address would be a way to the trunk */
	if (!pl_strcmp(&msg->met, "REGISTER") &&
	    (house_trunk(e->house, &msg->src) ||
	     sip_msg_hdr_apply(msg, true, SIP_HDR_CONTACT, is_trunk, e))) {
		registrar_refuse(e->registrar, e->ua, msg,
				 "a trunk is no station");
		return true;
	}
	if (!pl_strcmp(&msg->met, "REFER")) {
		inbound_refer(e->inbound, msg);
		return true;
	}
	return registrar_request(e->registrar, e->ua, msg);
}

static void on_station(int64_t until, void *owner)
{
	inbound_station(owner, until);
}

static int64_t on_now(void *arg)
{
	return house_now(arg);
}

static void on_recorded(void *arg)
{
	struct engine *e = arg;

	inbound_recordings(e->inbound);
}

/* Ending */

static void on_stop(void *arg)
{
	(void)arg;
	loop_stop();
}

static void on_idle(void *arg)
{
	struct engine *e = arg;

	tmr_start(&e->timer, LINGER_MS, on_stop, e);
}

static void on_drained(void *arg)
{
	struct engine *e = arg;

	log_info("engine: ending the calls that are left");
	tmr_start(&e->timer, FORCE_MS, on_stop, e);
	inbound_shut_down(e->inbound);
}

static void on_signal(int signo, void *arg)
{
	struct engine *e = arg;
	int err;

	if (signo == SIGHUP) {
		err = e->signals ? 0 : control_reload(e, NULL, NULL);
		if (err)
			log_warnx("engine: not reloaded: %s", err_line(err));
		return;
	}
	if (++e->signals == 2)
		on_drained(e);
	if (e->signals > 1)
		return;
	notify_send("STOPPING=1");
	log_info("engine: stopping, no new calls");
	tmr_start(&e->timer, (uint64_t)e->options->drain * 1000 + 1, on_drained,
		  e);
	inbound_drain(e->inbound, on_idle, e);
}

static void tear_down(struct engine *e)
{
	tmr_cancel(&e->timer);
	tmr_cancel(&e->watchdog);
	if (e->guest_started && e->options->guest->stop)
		e->options->guest->stop(e->options->guest->arg);
	reload_stop(&e->reload);
	/* Who is told comes before who tells it */
	media_stop(e->media);
	recorder_stop(e->recorder);
	carriers_free(e->carriers);
	leases_stop(e->leases);
	inbound_free(e->inbound);
	records_stop(e->records);
	callbacks_free(e->callbacks);
	lists_free(e->lists);
	places_free(e->places);
	registrar_free(e->registrar);
	house_free(e->house);
	prompts_free(e->prompts);
	ua_free(e->ua);
	bell_free(e->recorded);
	loop_close();
}

/* Beginning */

static void raise_limits(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		log_warn(errno, "engine: cannot raise the descriptor limit");
}

static uint32_t setting(const unsigned *value, uint32_t otherwise)
{
	return value ? *value : otherwise;
}

static int start_registrar(struct engine *e)
{
	static const unsigned algorithms[] = {
		[CONFIG_MD5] = DIGEST_MD5,
		[CONFIG_SHA256] = DIGEST_SHA256,
		[CONFIG_BOTH] = DIGEST_MD5 | DIGEST_SHA256,
	};
	static const struct config_registrar silent;
	const struct config_registrar *r = e->conf->registrar;
	struct registrar_conf conf = {
		.realm = e->conf->realm,
		.h = on_station,
		.nowh = on_now,
		.arg = e->house,
	};

	if (!r)
		r = &silent;
	conf.algorithms = algorithms[r->digest];
	conf.min_expires = setting(r->min_expires, 30);
	conf.max_expires = setting(r->max_expires, 300);
	if (conf.max_expires < conf.min_expires)
		conf.max_expires = conf.min_expires;
	conf.contacts = setting(r->contacts, 4);
	conf.qualify = setting(r->qualify, 60);
	return registrar_alloc(&e->registrar, &conf);
}

static int add_stations(struct engine *e)
{
	int err = start_registrar(e);

	for (unsigned i = 0; i < e->conf->seats_count && !err; i++) {
		const struct config_seat *s = &e->conf->seats[i];

		err = registrar_add(e->registrar, &e->house->deskv[i].station,
				    s->user, s->secret, &e->house->deskv[i]);
	}

	return err;
}

static int start_records(struct engine *e)
{
	const struct config_recording *recording = e->conf->recording;
	struct retain_rule rule = { 0, RETAIN_HOUR };
	struct records_repair repair = { 0 };
	int err;

	if (recording && recording->days)
		rule.days = *recording->days;
	if (recording && recording->purge_hour)
		rule.hour = (int)*recording->purge_hour;
	err = records_start(&e->records, e->conf->data, &rule, &repair);

	if (!err && (repair.calls || repair.recordings))
		log_warnx("engine: %u calls and %u recordings had been "
			  "interrupted and were closed",
			  repair.calls, repair.recordings);
	return err;
}

static int decode_rtp(struct sa *addr, const struct config_rtp *rtp)
{
	if (sa_set_str(addr, rtp->address, 0))
		return err_set(EBADMSG,
			       _("listen.rtp: %s is not a numeric "
				 "address"),
			       rtp->address);
	return 0;
}

static int start_media(struct engine *e)
{
	const struct config_rtp *rtp = &e->conf->listen.rtp;
	const struct config_media *media = e->conf->media;
	struct media_conf conf = {
		.ports = { .first = (uint16_t)rtp->first,
			   .last = (uint16_t)rtp->last },
		.realtime = media && media->realtime,
		.silence = config_ms(rtp->silence, SILENCE_MS),
		.hold = e->house->hold,
		.eventh = inbound_media,
	};
	unsigned most = config_threads_most();
	int err;

	conf.threads = most > 2 ? most - 1 : 1;
	if (media && media->threads)
		conf.threads = *media->threads;
	err = decode_rtp(&conf.ports.local, rtp);
	if (err)
		return err;
	err = bell_alloc(&e->recorded, on_recorded, e);
	if (!err)
		err = recorder_start(&e->recorder, conf.threads,
				     bell_fd(e->recorded));
	conf.recorder = e->recorder;
	e->prompts = prompts_ref(e->house->prompts);
	return err ? err : media_start(&e->media, &conf);
}

static int start_sip(struct engine *e)
{
	static const struct config_sessions silent;
	const struct config_sessions *s = e->conf->sessions ? e->conf->sessions
							    : &silent;
	const struct ua_conf conf = {
		.listenv = (const char *const *)e->conf->listen.sip,
		.listenc = e->conf->listen.sip_count,
		.certificate = e->conf->listen.certificate,
		.key = e->conf->listen.key,
		.software = "callpermit " VERSION,
		.table = TABLE,
		.session = setting(s->expires, 1800),
		.session_min = setting(s->min, 90),
		.inviteh = on_invite,
		.requesth = on_request,
		.unreachedh = on_unreached,
		.arg = e,
	};
	int err = ua_alloc(&e->ua, &conf);

	return err ? err : trunks_trust(e->ua, e->house);
}

static int start_carriers(struct engine *e)
{
	const struct engine_guest *guest = e->options->guest;

	return carriers_start(&e->carriers, e->house, e->ua,
			      guest && guest->eventh ? guest->eventh : no_event,
			      guest ? guest->arg : NULL);
}

static int start_inbound(struct engine *e)
{
	const struct engine_guest *guest = e->options->guest;
	const struct inbound_conf conf = {
		.ua = e->ua,
		.house = e->house,
		.registrar = e->registrar,
		.media = e->media,
		.recorder = e->recorder,
		.records = e->records,
		.eventh = guest && guest->eventh ? guest->eventh : no_event,
		.arg = guest ? guest->arg : NULL,
	};

	return inbound_alloc(&e->inbound, &conf);
}

static int start_guest(struct engine *e)
{
	const struct engine_guest *guest = e->options->guest;
	int err;

	if (!guest || !guest->start)
		return 0;
	err = guest->start(e, e->conf, guest->arg);
	e->guest_started = !err;
	return err;
}

static int start(struct engine *e)
{
	int err = house_alloc(&e->house, e->conf, NULL);

	if (!err)
		err = start_records(e);
	if (!err)
		err = add_stations(e);
	if (!err)
		err = start_media(e);
	if (!err)
		err = start_sip(e);
	if (!err)
		err = start_guest(e);
	if (!err)
		err = start_inbound(e);
	if (!err)
		err = start_carriers(e);
	if (!err)
		err = leases_start(&e->leases, e->house);
	if (!err)
		err = places_start(&e->places, e->inbound);
	if (!err)
		err = lists_start(&e->lists, e->inbound);
	if (!err)
		err = callbacks_alloc(&e->callbacks, e->inbound, e->lists);
	if (!err)
		err = loop_signals(on_signal, e);
	return err;
}

int engine_check(const struct config *conf)
{
	struct house *house = NULL;
	enum sip_transp tp;
	struct sa addr;
	int err = house_alloc(&house, conf, NULL);

	for (unsigned i = 0; i < conf->listen.sip_count && !err; i++) {
		if (!ua_is_address(conf->listen.sip[i], &tp))
			err = EINVAL;
		else if (tp == SIP_TRANSP_TLS)
			err = ua_check_certificate(conf->listen.certificate,
						   conf->listen.key);
	}
	if (!err)
		err = decode_rtp(&addr, &conf->listen.rtp);
	if (!err)
		err = trunks_check(conf);
	house_free(house);
	return err;
}

static void say_ready(const struct engine *e)
{
	const struct engine_guest *guest = e->options->guest;
	static const struct {
		enum sip_transp tp;
		const char *name;
	} rows[] = { { SIP_TRANSP_UDP, "udp" },
		     { SIP_TRANSP_TCP, "tcp" },
		     { SIP_TRANSP_TLS, "tls" } };
	char text[64];
	struct sa addr;

	(void)printf("ready");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (ua_address(e->ua, rows[i].tp, &addr))
			continue;
		(void)re_snprintf(text, sizeof(text), " %s:%J", rows[i].name,
				  &addr);
		(void)printf("%s", text);
	}
	text[0] = '\0';
	if (guest && guest->ready)
		guest->ready(text, sizeof(text), guest->arg);
	(void)printf("%s\n", text);
	(void)fflush(stdout);
}

/* Only a loop that goes round says so */
static void on_watchdog(void *arg)
{
	struct engine *e = arg;
	int64_t every = notify_watchdog();

	if (!every)
		return;
	notify_send("WATCHDOG=1");
	tmr_start(&e->watchdog, (uint64_t)every / 2, on_watchdog, e);
}

int engine_run(const struct config *conf, const struct engine_options *options)
{
	struct engine *e = calloc(1, sizeof(*e));
	int err;

	if (!e)
		return err_set(ENOMEM, _("no memory for the engine"));
	e->conf = conf;
	e->options = options;
	raise_limits();
	err = loop_open(FDS_MAX);
	if (err) {
		free(e);
		return err;
	}

	err = start(e);
	if (!err) {
		say_ready(e);
		notify_send("READY=1");
		on_watchdog(e);
		if (options->startedh)
			options->startedh(e->callbacks, options->arg);
		/* without it for sound there is a warning already */
		if (conf->media && conf->media->realtime)
			(void)first_come(pthread_self(), FIRST_SIP);
		err = loop_run();
	}
	tear_down(e);
	free(e);
	return err;
}
