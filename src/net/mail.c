/**
 * @file net/mail.c  One letter by SMTP
 */
#include "net/mail.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/wire.h"
#include "util/clock.h"
#include "util/crypto.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

/* An encoded word has 75 characters at most, a line with one 76 (RFC 2047, 2):
 * =?UTF-8?B?...?= leaves 63, that is 15 groups of base64 of three bytes each;
 * the first one shares its line with the name of the header */
#define WORD_BYTES  45
#define FIRST_BYTES 36
#define PLAIN_BYTES 60 /* of text that needs no encoding, in one line */

#define REPLY_MAX   300
#define ID_BYTES    16
#define CHINA_MS    (INT64_C(8) * 3600 * 1000)
#define DAY_MS	    (INT64_C(24) * 3600 * 1000)

static bool has_only(const char *s, size_t n, const char *extra)
{
	for (size_t i = 0; i < n; i++) {
		const unsigned char c = (unsigned char)s[i];

		if (c >= 0x80 || (!isalnum(c) && !strchr(extra, c)))
			return false;
	}
	return n > 0;
}

/* The dot-atom of RFC 5322, 3.2.3, which is what addresses really look like */
int mail_check_address(const char *address)
{
	const char *at = strchr(address, '@');
	const size_t n = strnlen(address, MAIL_ADDRESS_MAX + 1);

	if (!at || n > MAIL_ADDRESS_MAX || at - address > 64 ||
	    !has_only(address, (size_t)(at - address),
		      "!#$%&'*+-/=?^_`{|}~.") ||
	    !has_only(at + 1, strlen(at + 1), "-.") || at[1] == '-' ||
	    address[0] == '-' || address[0] == '.' || at[1] == '.' ||
	    at[-1] == '.' || address[n - 1] == '.' || strstr(address, ".."))
		return err_set(EINVAL,
			       _("%.80s: not an address of the form "
				 "name@example.cn"),
			       address);
	return 0;
}

static int check_line(const char *text, const char *what)
{
	const size_t n = strnlen(text, MAIL_SUBJECT_MAX + 1);

	if (n > MAIL_SUBJECT_MAX)
		return err_set(EINVAL, _("%s: more than %d bytes"), what,
			       MAIL_SUBJECT_MAX);
	if (!text_is_utf8(text, n))
		return err_set(EINVAL, _("%s: not UTF-8 text"), what);
	for (const char *p = text; *p;) {
		if (text_cp_is_harmful(text_next(&p)))
			return err_set(EINVAL,
				       _("%s: has a line end or another "
					 "control character within it"),
				       what);
	}
	return 0;
}

static int check_text(const char *text)
{
	const size_t n = strnlen(text, MAIL_TEXT_MAX + 1);

	if (n > MAIL_TEXT_MAX)
		return err_set(EINVAL, _("%s: more than %d bytes"),
			       _("text of the letter"), MAIL_TEXT_MAX);
	if (!text_is_utf8(text, n))
		return err_set(EINVAL, _("%s: not UTF-8 text"),
			       _("text of the letter"));
	return 0;
}

int mail_check(const struct mail *mail)
{
	int err = mail_check_address(mail->from);

	if (!err && mail->from_name)
		err = check_line(mail->from_name, _("name of the sender"));
	if (!err && (mail->toc == 0 || mail->toc > MAIL_TO_MAX))
		err = err_set(EINVAL, _("a letter has 1 to %d recipients"),
			      MAIL_TO_MAX);
	for (size_t i = 0; i < mail->toc && !err; i++)
		err = mail_check_address(mail->tov[i]);
	if (!err)
		err = check_line(mail->subject, _("subject"));
	if (!err)
		err = check_text(mail->text);
	if (!err && mail->id &&
	    (strlen(mail->id) > 64 ||
	     !has_only(mail->id, strlen(mail->id), ".-_")))
		err = err_set(EINVAL, _("%.80s: not fit for a Message-ID"),
			      mail->id);
	return err;
}

/* Headers */

/* Also what would be taken for an encoded word is encoded */
static bool is_plain(const char *text)
{
	for (const char *p = text; *p; p++) {
		if ((unsigned char)*p >= 0x7F || (unsigned char)*p < ' ')
			return false;
	}
	return !strstr(text, "=?") && strlen(text) <= PLAIN_BYTES;
}

void mail_put_words(struct str *to, const char *text)
{
	if (is_plain(text)) {
		str_add(to, text);
		return;
	}

	for (const char *p = text; *p;) {
		const ptrdiff_t most = p > text ? WORD_BYTES : FIRST_BYTES;
		const char *end = p;

		for (const char *q = p; *q && q - p <= most;) {
			(void)text_next(&q);
			if (q - p <= most)
				end = q;
		}
		str_add(to, p > text ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
		crypto_base64(to, p, (size_t)(end - p));
		str_add(to, "?=");
		p = end;
	}
}

void mail_put_date(struct str *to, int64_t at)
{
	static const char days[][4] = { "Mon", "Tue", "Wed", "Thu",
					"Fri", "Sat", "Sun" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr",
					  "May", "Jun", "Jul", "Aug",
					  "Sep", "Oct", "Nov", "Dec" };
	const struct date d = date_of_instant(at);
	int64_t ms = (at + CHINA_MS) % DAY_MS;
	int s;

	if (ms < 0)
		ms += DAY_MS;
	s = (int)(ms / 1000);
	str_addf(to, "%s, %d %s %04d %02d:%02d:%02d +0800",
		 days[date_weekday(d)], d.day, months[d.month - 1], d.year,
		 s / 3600, s / 60 % 60, s % 60);
}

/* A name before an address: quoted if plain, else encoded words */
static void put_from(struct str *to, const struct mail *mail)
{
	const char *name = mail->from_name ? mail->from_name : "";

	str_add(to, "From: ");
	if (!*name) {
		str_add(to, mail->from);
		return;
	}
	if (is_plain(name)) {
		str_add_char(to, '"');
		for (; *name; name++) {
			if (strchr("\"\\", *name))
				str_add_char(to, '\\');
			str_add_char(to, *name);
		}
		str_add_char(to, '"');
	} else {
		mail_put_words(to, name);
	}
	str_addf(to, "\r\n <%s>", mail->from);
}

static void put_to(struct str *to, const struct mail *mail)
{
	str_add(to, "To: ");
	for (size_t i = 0; i < mail->toc; i++)
		str_addf(to, "%s%s", i ? ",\r\n " : "", mail->tov[i]);
}

static int put_id(struct str *to, const struct mail *mail)
{
	uint8_t bytes[ID_BYTES];
	int err = mail->id ? 0 : crypto_random(bytes, sizeof(bytes));

	if (err)
		return err;

	str_add(to, "Message-ID: <");
	if (mail->id)
		str_add(to, mail->id);
	for (size_t i = 0; i < sizeof(bytes) && !mail->id; i++)
		str_addf(to, "%02x", bytes[i]);
	str_addf(to, "%s>", strchr(mail->from, '@'));
	return 0;
}

static void take_header(struct curl_slist **list, struct str *line)
{
	struct curl_slist *more = curl_slist_append(*list, str_text(line));

	if (more)
		*list = more;
	str_clear(line);
}

/* Auto-Submitted keeps answering machines silent, RFC 3834 */
static int make_headers(struct curl_slist **list, const struct mail *mail)
{
	struct str line = { 0 };
	int err;

	str_add(&line, "Date: ");
	mail_put_date(&line, mail->at ? mail->at : clock_now());
	take_header(list, &line);
	put_from(&line, mail);
	take_header(list, &line);
	put_to(&line, mail);
	take_header(list, &line);
	str_add(&line, "Subject: ");
	mail_put_words(&line, mail->subject);
	take_header(list, &line);
	str_add(&line, "Auto-Submitted: auto-generated");
	take_header(list, &line);
	err = put_id(&line, mail);
	take_header(list, &line);
	str_release(&line);
	return err;
}

/* Lines end with CR LF in what base64 stands for (RFC 2045, 6.8) */
static char *canonical(const char *text, size_t *sizep)
{
	struct str out = { 0 };

	for (; *text; text++) {
		if (*text == '\n' || (*text == '\r' && text[1] != '\n'))
			str_add(&out, "\r\n");
		else if (*text != '\r')
			str_add_char(&out, *text);
	}
	*sizep = out.len;
	str_add(&out, "");
	return str_take(&out);
}

/* Sending */

/* What a letter takes while it is under way */
struct sending {
	struct wire wire;
	struct curl_slist *headers;
	struct curl_slist *to;
	curl_mime *mime;
	char *text;
	struct secret password;
	char reply[REPLY_MAX]; /* last refusal of the server */
};

static size_t reply_handler(char *line, size_t one, size_t n, void *arg)
{
	struct sending *s = arg;
	size_t m = n < REPLY_MAX ? n : REPLY_MAX - 1;

	(void)one;
	if (m == 0 || (line[0] != '4' && line[0] != '5'))
		return n;
	while (m > 0 && (line[m - 1] == '\r' || line[m - 1] == '\n'))
		m--;
	memcpy(s->reply, line, m);
	s->reply[m] = '\0';
	return n;
}

static CURLcode make_body(struct sending *s, const struct mail *mail)
{
	curl_mimepart *part;
	size_t size;
	CURLcode code;

	s->text = canonical(mail->text, &size);
	s->mime = curl_mime_init(s->wire.curl);
	part = s->mime ? curl_mime_addpart(s->mime) : NULL;
	if (!part)
		return CURLE_OUT_OF_MEMORY;

	code = curl_mime_data(part, s->text, size);
	if (!code)
		code = curl_mime_type(part, "text/plain; charset=utf-8");
	if (!code)
		code = curl_mime_encoder(part, "base64");
	if (!code)
		code = curl_easy_setopt(s->wire.curl, CURLOPT_MIMEPOST,
					s->mime);
	return code;
}

static CURLcode set_envelope(struct sending *s, const struct mail *mail)
{
	CURL *c = s->wire.curl;
	CURLcode code;

	for (size_t i = 0; i < mail->toc; i++) {
		struct curl_slist *more = curl_slist_append(s->to,
							    mail->tov[i]);

		if (!more)
			return CURLE_OUT_OF_MEMORY;
		s->to = more;
	}
	code = curl_easy_setopt(c, CURLOPT_MAIL_FROM, mail->from);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_MAIL_RCPT, s->to);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_HTTPHEADER, s->headers);
	return code;
}

static CURLcode set_server(struct sending *s, const struct mail_server *server)
{
	CURL *c = s->wire.curl;
	struct str url = { 0 };
	CURLcode code;

	str_addf(&url,
		 strchr(server->host, ':') ? "%s://[%s]:%u" : "%s://%s:%u",
		 server->tls == MAIL_TLS ? "smtps" : "smtp", server->host,
		 server->port);
	code = curl_easy_setopt(c, CURLOPT_URL, url.s);
	str_release(&url);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_USE_SSL,
					server->tls == MAIL_PLAIN
						? (long)CURLUSESSL_NONE
						: (long)CURLUSESSL_ALL);
	if (!code && server->user)
		code = curl_easy_setopt(c, CURLOPT_USERNAME, server->user);
	if (!code && server->user)
		code = curl_easy_setopt(c, CURLOPT_PASSWORD, s->password.text);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_HEADERFUNCTION,
					reply_handler);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_HEADERDATA, s);
	return code;
}

/* With the words of the server where it has refused */
static int fail(struct sending *s, CURLcode code)
{
	long reply = 0;

	(void)curl_easy_getinfo(s->wire.curl, CURLINFO_RESPONSE_CODE, &reply);
	if (code == CURLE_OPERATION_TIMEDOUT || reply < 400 || reply > 599 ||
	    (code == CURLE_LOGIN_DENIED && reply >= 500))
		return wire_fail(&s->wire, code);
	if (reply < 500)
		return err_set(EBUSY, _("%s: cannot take the letter now (%s)"),
			       s->wire.name, s->reply);
	return err_set(EPROTO, _("%s: does not take the letter (%s)"),
		       s->wire.name, s->reply);
}

/* libcurl waits two minutes for the answer to its QUIT when it clears up, where
 * no limit of ours counts; so it is to hang up at once after the letter, which
 * is within them */
static CURLcode set_patience(struct sending *s)
{
	const int64_t half_s = s->wire.options.total_ms / 2000;
	CURLcode code = curl_easy_setopt(s->wire.curl, CURLOPT_FORBID_REUSE,
					 1L);

	if (!code)
		code = curl_easy_setopt(s->wire.curl,
					CURLOPT_SERVER_RESPONSE_TIMEOUT,
					half_s > 0 ? (long)half_s : 1L);
	return code;
}

static int check_server(const struct mail_server *server)
{
	const char *host = server->host;

	if (!has_only(host, strnlen(host, 254), "-.:") || strlen(host) > 253 ||
	    host[0] == '-')
		return err_set(EINVAL,
			       _("%.80s: not the name of a mail server"), host);
	if (server->port == 0 || server->port > 65535)
		return err_set(EINVAL, _("%s: a port is 1 to 65535"), host);
	if (server->tls == MAIL_PLAIN && !wire_is_local(host))
		return err_set(EINVAL,
			       _("%s: without TLS letters go to this machine "
				 "itself only"),
			       host);
	return server->user ? check_line(server->user, _("user name")) : 0;
}

static int start(struct sending *s, const struct mail_server *server)
{
	const struct wire_options options = {
		.protocols = "smtp,smtps",
		.ca_file = server->ca_file,
		.connect_ms = server->connect_ms ? server->connect_ms
						 : MAIL_CONNECT_MS,
		.total_ms = server->total_ms ? server->total_ms : MAIL_TOTAL_MS,
	};
	int err = 0;

	if (server->user) {
		struct str what = { 0 };

		str_addf(&what, _("password of %s"), server->host);
		err = secret_read(&s->password, &server->password, what.s);
		str_release(&what);
	}
	return err ? err : wire_open(&s->wire, server->host, &options);
}

int mail_send(const struct mail_server *server, const struct mail *mail)
{
	struct sending s = { 0 };
	CURLcode code;
	int err = check_server(server);

	if (!err)
		err = mail_check(mail);
	if (!err)
		err = make_headers(&s.headers, mail);
	if (!err)
		err = start(&s, server);
	if (!err) {
		code = make_body(&s, mail);
		if (!code)
			code = set_envelope(&s, mail);
		if (!code)
			code = set_server(&s, server);
		if (!code)
			code = set_patience(&s);
		secret_release(&s.password);
		if (!code)
			code = curl_easy_perform(s.wire.curl);
		err = code ? fail(&s, code) : 0;
	}

	secret_release(&s.password);
	wire_close(&s.wire);
	curl_mime_free(s.mime);
	curl_slist_free_all(s.headers);
	curl_slist_free_all(s.to);
	free(s.text);
	return err;
}
