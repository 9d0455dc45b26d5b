/**
 * @file tests/sip/phone.c  A telephone that sends a tone and listens for one
 *
 * phone station REGISTRAR USER SECRET [KEY=VALUE ...]  registers and answers
 * phone caller  ENGINE NUMBER [KEY=VALUE ...]          calls
 *
 * Keys: realm, from (caller's number), local (address:port), tone (Hz sent),
 * hear (Hz expected), enough (ms of it, then it hangs up), talk (ms after
 * answer until it hangs up, 0: the other does), dial (station: number to call
 * once registered), answer (station: 0 does not answer), reject (station:
 * status that it answers instead), delay (station: ms until it answers), sdp (a
 * host that its SDP names instead), mute (ms after answer for which it sends no
 * sound), cancel (1: give up once it rings), law (8 or 0), life (ms at most),
 * expires, hold and resume (ms after answer), keys (pressed once it is
 * answered; p waits for a second), press (ms until the first), again (ms, 0:
 * not; the last key is repeated), tell (1: say which of the digits it heard, of
 * which digit N sounds with 400 + 100 N Hz), tls (a PEM file with certificate
 * and key: TLS, and encrypted sound if the other side likes), srtp (0: refuses
 * that), early (1: station: 183 with SDP, and its tone, before it answers).
 *
 * Prints a line for each thing that happens; exit code 0 if it was answered
 * (station: once at least) and, if hear is given, heard it.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "phone_seal.h"
#include "phone_settings.h"
#include "sip/leg.h"
#include "sip/loop.h"
#include "sip/reg.h"
#include "sip/rtcp.h"
#include "sip/rtp.h"
#include "util/err.h"
#include "util/util.h"

#define FRAME 160
#define PI    3.14159265358979

struct phone {
	struct ua *ua;
	struct reg *reg;
	struct leg *leg;
	struct rtp_pair pair;
	struct seal seal;
	struct sa named; /**< Address in our SDP */
	int stray_fd;	 /**< There, if it is not ours */
	struct tmr frame, hang_up, life, hold, resume, delay;
	struct sa peer; /**< The engine */
	bool is_station;
	bool dialled;
	uint64_t sent;
	unsigned received;
	unsigned stray;
	unsigned reports;
	unsigned seams; /**< Packets that do not follow the one before */
	struct rtp last;
	unsigned answered;
	unsigned status;
	unsigned good, frames;
	uint8_t sound[FRAME]; /**< Being sent */
	uint32_t ts;
	uint16_t seq;
	const char *key; /**< Next to press */
	int key_frame;	 /**< Sent of it; -1: not yet */
	uint32_t key_ts;
	unsigned tick, due; /**< Frames: now, and when to press */
	unsigned mute;	    /**< Frames that are not sent still */
	char told[64];	    /**< Digits heard */
	int digit;	    /**< The one that sounds, -1: none */
	unsigned run;	    /**< Frames of it */
};

static void say(const char *what, unsigned n)
{
	(void)printf("%s %u\n", what, n);
	(void)fflush(stdout);
}

/* Sound */

static int16_t tone_at(uint64_t n)
{
	return (int16_t)(8000 * sin(2 * PI * number(TONE) * (double)n / 8000));
}

/* Share of a frame's energy at a frequency (Goertzel) */
static double share(const int16_t *pcm, size_t n, double hz)
{
	double c = 2 * cos(2 * PI * hz / 8000);
	double s1 = 0;
	double s2 = 0;
	double energy = 1;

	for (size_t i = 0; i < n; i++) {
		double s0 = pcm[i] + c * s1 - s2;

		s2 = s1;
		s1 = s0;
		energy += (double)pcm[i] * pcm[i];
	}
	return 2 * (s1 * s1 + s2 * s2 - c * s1 * s2) / ((double)n * energy);
}

static void on_hang_up(void *arg);

/* A digit counts once three frames of it came in a row */
static void note_digit(struct phone *p, const int16_t *pcm)
{
	size_t n = strlen(p->told);
	int digit = -1;

	for (int d = 0; d < 10; d++) {
		if (share(pcm, FRAME, 400 + 100 * d) > 0.8)
			digit = d;
	}
	p->run = digit == p->digit ? p->run + 1 : 1;
	p->digit = digit;
	if (digit >= 0 && p->run == 3 && n + 1 < sizeof(p->told))
		p->told[n] = (char)('0' + digit);
}

static void listen_to(struct phone *p, const struct rtp *rtp)
{
	int16_t pcm[FRAME];

	if (rtp->size != FRAME || (!number(HEAR) && !number(TELL)))
		return;
	for (size_t i = 0; i < FRAME; i++)
		pcm[i] = (int16_t)(rtp->type == VOICE_PCMA
					   ? g711_alaw2pcm(rtp->payload[i])
					   : g711_ulaw2pcm(rtp->payload[i]));
	if (number(TELL))
		note_digit(p, pcm);
	p->frames++;
	p->good += share(pcm, FRAME, number(HEAR)) > 0.8;
	if (number(ENOUGH) && p->good == (unsigned)number(ENOUGH) / 20)
		tmr_start(&p->hang_up, 0, on_hang_up, p);
}

static void receive(struct phone *p)
{
	uint8_t data[RTP_MAX];
	struct rtp rtp;
	struct sa from = { .len = sizeof(from.u) };
	ssize_t n;

	while ((n = recvfrom(p->pair.rtp_fd, data, sizeof(data), 0, &from.u.sa,
			     &from.len)) > 0) {
		n = (ssize_t)seal_take(&p->seal, data, (size_t)n);
		if (!n || rtp_read(&rtp, data, (size_t)n) != 0)
			continue;
		p->seams += p->received &&
			    (rtp.ssrc != p->last.ssrc ||
			     rtp.seq != (uint16_t)(p->last.seq + 1));
		p->last = rtp;
		p->received++;
		listen_to(p, &rtp);
	}
	while (p->stray_fd >= 0 &&
	       recv(p->stray_fd, data, sizeof(data), MSG_DONTWAIT) > 0)
		p->stray++;
}

/* Each report is answered by one: nine of yours were lost */
static void answer_report(struct phone *p)
{
	uint8_t data[RTCP_READ_MAX];
	uint8_t out[RTCP_MAX];
	struct rtcp answer = { .about = true, .block = { .lost = 9 } };
	struct sa from = { .len = sizeof(from.u) };
	struct rtcp got;
	ssize_t n;

	n = recvfrom(p->pair.rtcp_fd, data, sizeof(data), MSG_DONTWAIT,
		     &from.u.sa, &from.len);
	if (n < 0 || rtcp_read(&got, 0, data, (size_t)n))
		return;
	p->reports++;
	answer.ssrc = 0x1000u + (uint32_t)number(TONE);
	answer.block.ssrc = got.ssrc;
	answer.block.lsr = rtcp_middle(got.ntp);
	(void)sendto(p->pair.rtcp_fd, out,
		     rtcp_write(out, &answer, "0123456789abcdef"), 0,
		     &from.u.sa, from.len);
}

/* Keys, RFC 4733: 120 ms, the end sent three times */

static void send_packet(struct phone *p, uint8_t packet[RTP_MAX], size_t n)
{
	const struct sa *to = &leg_voice(p->leg)->remote;

	n = seal_put(&p->seal, packet, n);
	if (n)
		(void)sendto(p->pair.rtp_fd, packet, n, 0, &to->u.sa, to->len);
}

#define KEY_LONG   6
#define KEY_FRAMES 8

static void next_key(struct phone *p)
{
	p->key_frame = -1;
	p->due = p->tick + 10;
	if (p->key[1] || !number(AGAIN))
		p->key++;
	else
		p->due = p->tick + (unsigned)number(AGAIN) / 20;
}

/* Send the next packet of a key; false if none is pressed now */
static bool press(struct phone *p, const struct voice *voice)
{
	static const char names[] = "0123456789*#ABCD";
	uint8_t packet[RTP_MAX];
	uint8_t event[4] = { 0, 10 };
	int n = p->key_frame < KEY_LONG ? p->key_frame + 1 : KEY_LONG;
	struct rtp rtp = {
		.type = (uint8_t)voice->keys,
		.marker = p->key_frame == 0,
		.ts = p->key_ts,
		.ssrc = 0x1000u + (uint32_t)number(TONE),
		.payload = event,
		.size = sizeof(event),
	};

	p->tick++;
	if (!p->key || !*p->key || p->tick < p->due || voice->keys < 0)
		return false;
	if (*p->key == 'p') {
		next_key(p);
		p->due = p->tick + 50;
		return false;
	}
	if (p->key_frame < 0) {
		p->key_frame = 0;
		p->key_ts = rtp.ts = p->ts;
		rtp.marker = true;
		n = 1;
	}
	event[0] = (uint8_t)(strchr(names, *p->key) - names);
	if (p->key_frame >= KEY_LONG - 1)
		event[1] |= 0x80;
	event[2] = (uint8_t)(n * FRAME >> 8);
	event[3] = (uint8_t)(n * FRAME & 0xff);
	rtp.seq = p->seq++;
	p->ts += FRAME;
	send_packet(p, packet, rtp_write(packet, &rtp));
	if (++p->key_frame == KEY_FRAMES)
		next_key(p);
	return true;
}

static void on_frame(void *arg)
{
	struct phone *p = arg;
	const struct voice *voice = p->leg ? leg_voice(p->leg) : NULL;
	uint8_t packet[RTP_MAX];
	struct rtp rtp = {
		.ssrc = 0x1000u + (uint32_t)number(TONE),
		.payload = p->sound,
		.size = FRAME,
	};

	tmr_start(&p->frame, 20, on_frame, p);
	if (voice && !seal_begin(&p->seal, &voice->sdes))
		loop_stop();
	receive(p);
	answer_report(p);
	if (!voice || press(p, voice))
		return;
	if (p->mute) {
		p->mute--;
		return;
	}
	rtp.seq = p->seq++;
	rtp.ts = p->ts;
	for (size_t i = 0; i < FRAME; i++) {
		int16_t pcm = tone_at(p->sent++);

		p->sound[i] = voice->law == VOICE_PCMA ? g711_pcm2alaw(pcm)
						       : g711_pcm2ulaw(pcm);
	}
	rtp.type = (uint8_t)voice->law;
	p->ts += FRAME;
	send_packet(p, packet, rtp_write(packet, &rtp));
}

/* Calls */

static void end(struct phone *p)
{
	leg_free(p->leg);
	p->leg = NULL;
	seal_end(&p->seal);
	tmr_cancel(&p->frame);
	tmr_cancel(&p->hang_up);
	tmr_cancel(&p->hold);
	tmr_cancel(&p->resume);
	tmr_cancel(&p->delay);
}

static void on_stop(void *arg)
{
	(void)arg;
	loop_stop();
}

/* A caller is done; a station waits for the next call */
static void over(struct phone *p)
{
	end(p);
	if (!p->is_station || p->dialled)
		tmr_start(&p->life, 200, on_stop, p);
}

static void on_hang_up(void *arg)
{
	say("hung-up", 0);
	over(arg);
}

static void on_hold(void *arg)
{
	struct phone *p = arg;

	say("hold", (unsigned)leg_hold(p->leg, true));
}

static void on_resume(void *arg)
{
	struct phone *p = arg;

	say("resume", (unsigned)leg_hold(p->leg, false));
}

static void on_ringing(struct leg *leg, void *arg)
{
	(void)leg;
	say("ringing", 0);
	if (number(CANCEL))
		over(arg);
}

/* Sound before the answer is listened to, and answered */
static void on_early(struct leg *leg, void *arg)
{
	say("early", (unsigned)leg_voice(leg)->law);
	on_frame(arg);
}

static void on_answered(struct leg *leg, void *arg)
{
	struct phone *p = arg;

	say("heard-early", p->good);
	say("answered", (unsigned)leg_voice(leg)->law);
	say("sealed", leg_voice(leg)->sdes.suite);
	p->answered++;
	p->key = text(KEYS);
	p->key_frame = -1;
	p->due = p->tick + (unsigned)number(PRESS) / 20;
	p->mute = (unsigned)number(MUTE) / 20;
	on_frame(p);
	if (number(HOLD))
		tmr_start(&p->hold, (uint64_t)number(HOLD), on_hold, p);
	if (number(RESUME))
		tmr_start(&p->resume, (uint64_t)number(RESUME), on_resume, p);
	if (number(TALK))
		tmr_start(&p->hang_up, (uint64_t)number(TALK), on_hang_up, p);
}

static void on_bye(struct leg *leg, void *arg)
{
	(void)leg;
	say("bye", 0);
	over(arg);
}

static void on_failed(struct leg *leg, uint16_t status, void *arg)
{
	struct phone *p = arg;

	(void)leg;
	p->status = status;
	say("failed", status);
	over(p);
}

static const struct leg_handlers handlers = {
	.ringing = on_ringing,
	.early = on_early,
	.answered = on_answered,
	.bye = on_bye,
	.failed = on_failed,
};

static void on_delay(void *arg)
{
	struct phone *p = arg;

	(void)leg_answer(p->leg);
}

static void on_invite(const struct sip_msg *msg, void *arg)
{
	struct phone *p = arg;

	if (p->leg) {
		say("busy", 486);
		(void)ua_reply(p->ua, msg, 486, "Busy Here", NULL);
		return;
	}
	say("invite", 0);
	if (number(REJECT)) {
		(void)ua_reply(p->ua, msg, (uint16_t)number(REJECT), "No",
			       NULL);
		return;
	}
	if (!number(SRTP) &&
	    memmem(mbuf_buf(msg->mb), mbuf_get_left(msg->mb), "RTP/SAVP", 8)) {
		say("refused", 488);
		(void)ua_reply(p->ua, msg, 488, "Not Acceptable Here", NULL);
		return;
	}
	if (leg_accept(&p->leg, p->ua, msg, &p->named, &handlers, p))
		return;
	if (number(EARLY))
		(void)leg_progress(p->leg);
	if (number(DELAY))
		tmr_start(&p->delay, (uint64_t)number(DELAY), on_delay, p);
	else if (number(ANSWER))
		(void)leg_answer(p->leg);
}

static void dial(struct phone *p, const char *to)
{
	char uri[128];
	char from[128];
	const struct leg_target target = {
		.uri = uri,
		.from = from,
		.user = "phone",
		.local = &p->named,
		.law = number(LAW),
		.safety = *text(TLS) && number(SRTP) ? VOICE_SEALED
						     : VOICE_CLEAR,
	};
	int err;

	(void)re_snprintf(uri, sizeof(uri), "sip:%s@%J%s", to, &p->peer,
			  *text(TLS) ? ";transport=tls" : "");
	(void)snprintf(from, sizeof(from), "sip:%s@%s", text(FROM),
		       text(REALM));
	p->dialled = true;
	err = leg_connect(&p->leg, p->ua, &target, &handlers, p);
	if (err) {
		(void)fprintf(stderr, "phone: %s\n", err_text(err));
		loop_stop();
	}
}

static void on_registered(uint16_t status, void *arg)
{
	struct phone *p = arg;

	say("registered", status);
	p->status = status;
	if (status != 200)
		loop_stop();
	else if (*text(DIAL) && !p->dialled)
		dial(p, text(DIAL));
}

static void on_life(void *arg)
{
	struct phone *p = arg;

	end(p);
	loop_stop();
}

static void on_signal(int signo, void *arg)
{
	(void)signo;
	on_life(arg);
}

/* The address that our SDP names, and a socket there if it is a lie */
static int open_named(struct phone *p)
{
	p->named = p->pair.local;
	if (!*text(SDP))
		return 0;
	if (sa_set_str(&p->named, text(SDP), sa_port(&p->pair.local)))
		return EINVAL;
	p->stray_fd = socket(sa_af(&p->named), SOCK_DGRAM, 0);
	if (p->stray_fd < 0 ||
	    bind(p->stray_fd, &p->named.u.sa, p->named.len) != 0)
		return EIO;
	return 0;
}

static int open_phone(struct phone *p)
{
	char listen[64];
	const char *listenv[] = { listen };
	const struct ua_conf conf = {
		.listenv = listenv,
		.listenc = 1,
		.certificate = text(TLS),
		.key = text(TLS),
		.table = 64,
		.inviteh = on_invite,
		.arg = p,
	};
	struct rtp_ports ports = {
		.first = (uint16_t)(30000 + getpid() % 10000 * 2 % 20000),
		.last = 59999,
	};
	int err;

	(void)snprintf(listen, sizeof(listen), "%s:%s",
		       *text(TLS) ? "tls" : "udp", text(LOCAL));
	err = sa_decode(&ports.local, text(LOCAL), strlen(text(LOCAL)));
	if (!err)
		err = rtp_pair_open(&p->pair, &ports);
	if (!err)
		err = open_named(p);
	return err ? err : ua_alloc(&p->ua, &conf);
}

static int run(struct phone *p, char *argv[])
{
	struct reg_conf conf = {
		.registrar = &p->peer,
		.realm = text(REALM),
		.tp = *text(TLS) ? SIP_TRANSP_TLS : SIP_TRANSP_UDP,
	};
	int err = open_phone(p);

	if (err || sa_decode(&p->peer, argv[2], strlen(argv[2])))
		return err ? err : EINVAL;
	tmr_start(&p->life, (uint64_t)number(LIFE), on_life, p);
	(void)loop_signals(on_signal, p);
	if (!p->is_station) {
		dial(p, argv[3]);
		return loop_run();
	}

	conf.user = argv[3];
	conf.secret = argv[4];
	conf.expires = (uint32_t)number(EXPIRES);
	err = reg_alloc(&p->reg, p->ua, &conf, on_registered, p);
	return err ? err : loop_run();
}

int main(int argc, char *argv[])
{
	struct phone p = {
		.pair = { .rtp_fd = -1, .rtcp_fd = -1 },
		.stray_fd = -1,
	};
	int skip = 4;
	int err;

	if (argc > 4 && !strcmp(argv[1], "station")) {
		p.is_station = true;
		skip = 5;
	}
	if (argc < 4 || !read_settings(argc - skip, argv + skip) ||
	    loop_open(1024))
		return 2;

	err = run(&p, argv);
	if (err)
		(void)fprintf(stderr, "phone: %s\n", err_text(err));
	if (number(TELL))
		(void)printf("told %s\n", p.told);
	say("received", p.received);
	say("stray", p.stray);
	say("seams", p.seams);
	say("heard", p.frames ? p.good * 100 / p.frames : 0);
	say("heard-frames", p.good);
	end(&p);
	tmr_cancel(&p.life);
	reg_free(p.reg);
	ua_free(p.ua);
	rtp_pair_close(&p.pair);
	if (p.stray_fd >= 0)
		(void)close(p.stray_fd);
	loop_close();
	if (err || !p.answered)
		return 1;
	return number(HEAR) && p.good < 10 ? 1 : 0;
}
