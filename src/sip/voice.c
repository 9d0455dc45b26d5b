/**
 * @file sip/voice.c  SDP for one G.711 stream
 */
#include "sip/voice.h"

#include <errno.h>
#include <string.h>

#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define SDP_SIZE_MAX 8192
#define KEYS	     "telephone-event"

struct voice_session {
	struct sdp_session *sdp;
	struct sdp_media *media; /**< Lives as long as sdp */
	int law;		 /**< VOICE_ANY until agreed */
	bool mux;		 /**< The peer offered it */
	enum voice_safety safety;
	bool clear;	  /**< The peer offered it so */
	struct sdes sdes; /**< Its out key is ours for good */
};

/* In the order of preference */
static const struct {
	enum voice_law law;
	const char *id;
	const char *name;
} laws[] = {
	{ VOICE_PCMA, "8", "PCMA" },
	{ VOICE_PCMU, "0", "PCMU" },
};

const char *voice_law_name(enum voice_law law)
{
	return law == VOICE_PCMA ? "PCMA" : "PCMU";
}

static void destructor(void *arg)
{
	struct voice_session *s = arg;

	mem_deref(s->sdp);
	crypto_wipe(&s->sdes, sizeof(s->sdes));
}

/* One line as an answer; as an offer one for each suite */
static int put_keys(struct voice_session *s, unsigned tag,
		    enum sdes_suite suite, bool replace)
{
	char text[SDES_TEXT];
	int err;

	sdes_write(text, tag, suite, s->sdes.out);
	err = sdp_media_set_lattr(s->media, replace, "crypto", "%s", text);
	crypto_wipe(text, sizeof(text));
	return err;
}

static int add_media(struct voice_session *s, const struct sa *local)
{
	bool sealed = s->safety != VOICE_CLEAR;
	int err;

	err = sdp_media_add(&s->media, s->sdp, sdp_media_audio, sa_port(local),
			    sealed ? "RTP/SAVP" : sdp_proto_rtpavp);
	if (!err && s->safety == VOICE_EITHER)
		err = sdp_media_set_alt_protos(s->media, 1, sdp_proto_rtpavp);
	if (!err && sealed)
		err = crypto_random(s->sdes.out, sizeof(s->sdes.out));
	if (!err && sealed)
		err = put_keys(s, 1, SDES_SHA1_80, true);
	if (!err && sealed)
		err = put_keys(s, 2, SDES_SHA1_32, false);
	return err;
}

static int add_formats(struct voice_session *s)
{
	int err;

	for (size_t i = 0; i < ARRAY_LEN(laws); i++) {
		if (s->law != VOICE_ANY && s->law != (int)laws[i].law)
			continue;
		err = sdp_format_add(NULL, s->media, false, laws[i].id,
				     laws[i].name, 8000, 1, NULL, NULL, NULL,
				     false, NULL);
		if (err)
			return err;
	}

	return sdp_format_add(NULL, s->media, false, "101", KEYS, 8000, 1, NULL,
			      NULL, NULL, false, "0-15");
}

int voice_alloc(struct voice_session **sp, const struct sa *local, int law,
		enum voice_safety safety)
{
	struct voice_session *s = mem_zalloc(sizeof(*s), destructor);
	int err;

	if (!s)
		return err_set(ENOMEM, _("no memory for a negotiation"));

	s->law = law;
	s->safety = safety;
	err = sdp_session_alloc(&s->sdp, local);
	if (!err)
		err = add_media(s, local);
	if (!err)
		err = sdp_media_set_lattr(s->media, true, "ptime", "20");
	if (!err)
		err = add_formats(s);
	if (err) {
		mem_deref(s);
		return err_set(ENOMEM, _("no memory for a negotiation"));
	}

	*sp = s;
	return 0;
}

/* Keep one law of those in common and forget the other for good */
static int settle(struct voice_session *s)
{
	struct sdp_format *fmtv[ARRAY_LEN(laws)];

	for (size_t i = 0; i < ARRAY_LEN(laws); i++) {
		fmtv[i] = sdp_media_format(s->media, true, NULL, -1,
					   laws[i].name, -1, -1);
		if (fmtv[i] && fmtv[i]->sup && s->law == VOICE_ANY)
			s->law = (int)laws[i].law;
	}
	for (size_t i = 0; i < ARRAY_LEN(laws); i++) {
		if (!fmtv[i])
			continue;
		if (s->law == (int)laws[i].law && fmtv[i]->sup)
			return 0;
	}

	return EPROTO;
}

static void drop_others(struct voice_session *s)
{
	for (size_t i = 0; i < ARRAY_LEN(laws); i++) {
		if (s->law != (int)laws[i].law)
			mem_deref(sdp_media_format(s->media, true, NULL, -1,
						   laws[i].name, -1, -1));
	}
}

/* Address 0.0.0.0 is how RFC 2543 put a call on hold */
static bool is_held(const struct mbuf *desc)
{
	static const char any[] = "IN IP4 0.0.0.0";

	return memmem(mbuf_buf(desc), mbuf_get_left(desc), any, strlen(any)) !=
	       NULL;
}

struct line {
	struct sdes *sdes;
	unsigned tag;
};

/* The first line that we can use; true ends the search */
static bool take_line(const char *name, const char *value, void *arg)
{
	struct line *line = arg;

	(void)name;
	return !sdes_read(&line->tag, &line->sdes->suite, line->sdes->in,
			  value);
}

/* Agree on how the stream is sealed; EPROTO if that cannot be */
static int settle_keys(struct voice_session *s, bool offer)
{
	struct line line = { .sdes = &s->sdes };
	bool sealed = !strcmp(sdp_media_proto(s->media), "RTP/SAVP");

	s->sdes.suite = SDES_NONE;
	if (!sealed)
		sdp_media_del_lattr(s->media, "crypto");
	/* An answer is not to take back what was offered */
	if (!sealed && (s->safety == VOICE_SEALED ||
			(s->safety == VOICE_EITHER && !offer && !s->clear)))
		return EPROTO;
	s->clear = !sealed;
	if (!sealed)
		return 0;
	if (s->safety == VOICE_CLEAR ||
	    !sdp_media_rattr_apply(s->media, "crypto", take_line, &line))
		return EPROTO;
	if (!offer) /* one of the two lines that we offered */
		return line.tag == (unsigned)s->sdes.suite ? 0 : EPROTO;
	return put_keys(s, line.tag, s->sdes.suite, true);
}

/* Reports on the port of sound: we offer it not, but take it if offered */
static bool settle_mux(struct voice_session *s, bool offer)
{
	bool mux = sdp_media_rattr(s->media, "rtcp-mux") != NULL;

	s->mux = offer ? mux : s->mux && mux;
	if (offer && mux &&
	    sdp_media_set_lattr(s->media, true, "rtcp-mux", NULL))
		return false;
	if (offer && !mux)
		sdp_media_del_lattr(s->media, "rtcp-mux");
	return s->mux;
}

static int take(struct voice_session *s, struct mbuf *desc, bool offer,
		struct voice *voicep)
{
	bool held = is_held(desc);
	const struct sa *remote;
	struct sa rtcp;
	const struct sdp_format *keys;
	const struct sdp_format *keys_in;
	enum sdp_dir dir;

	if (mbuf_get_left(desc) > SDP_SIZE_MAX ||
	    sdp_decode(s->sdp, desc, offer))
		return err_set(EBADMSG, _("the session description is bad"));
	remote = sdp_media_raddr(s->media);
	if (!sa_isset(remote, held ? SA_PORT : SA_ALL) || settle(s))
		return err_set(EPROTO, _("no G.711 law in common"));
	if (settle_keys(s, offer))
		return err_set(EPROTO, _("no way to seal sound in common"));
	drop_others(s);

	keys = sdp_media_format(s->media, false, NULL, -1, KEYS, -1, -1);
	keys_in = sdp_media_format(s->media, true, NULL, -1, KEYS, -1, -1);
	dir = sdp_media_dir(s->media);
	sdp_media_raddr_rtcp(s->media, &rtcp);
	*voicep = (struct voice){
		.remote = *remote,
		.law = (enum voice_law)s->law,
		.keys = keys && keys->sup ? keys->pt : -1,
		.keys_in = keys && keys->sup && keys_in ? keys_in->pt : -1,
		.send = (dir & SDP_SENDONLY) && sa_isset(remote, SA_ADDR),
		.receive = (dir & SDP_RECVONLY) != 0,
		.rtcp = rtcp,
		.mux = settle_mux(s, offer),
		.sdes = s->sdes,
	};

	return 0;
}

void voice_hold(struct voice_session *s, bool on)
{
	sdp_media_set_ldir(s->media, on ? SDP_SENDONLY : SDP_SENDRECV);
}

int voice_offer(struct voice_session *s, struct mbuf **descp)
{
	return sdp_encode(descp, s->sdp, true);
}

int voice_answer(struct voice_session *s, struct mbuf **descp)
{
	return sdp_encode(descp, s->sdp, false);
}

int voice_take_offer(struct voice_session *s, struct mbuf *desc,
		     struct voice *voicep)
{
	return take(s, desc, true, voicep);
}

int voice_take_answer(struct voice_session *s, struct mbuf *desc,
		      struct voice *voicep)
{
	return take(s, desc, false, voicep);
}
