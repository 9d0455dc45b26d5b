/**
 * @file course/reminder.c  What a reminder says, and sending it
 */
#include "course/reminder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "course/reminder_private.h"
#include "net/mail.h"
#include "net/robot.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

#define LINE_SIZE  512 /* of a company or a title */
#define ROOM	   200 /* for the sentence about what follows */
#define ID_SIZE	   33  /* hexadecimal digits of a Message-ID */
#define PLACE_SIZE 64

/* Where a message goes: a letter, or a robot */
struct road {
	bool is_mail;
	const struct notify_mail *mail;
	const struct notify_robot *robot;
};

/* One message */
struct digest {
	struct str subject;
	struct str text;
	char id[ID_SIZE];
	size_t count; /* reminders in it */
};

/* A run over all channels */
struct run {
	struct db *db;
	const struct notify_config *conf;
	const struct reminder_wish *wish;
	reminder_h *h;
	void *arg;
};

const char *reminder_outcome_name(enum reminder_outcome outcome)
{
	static const char *const names[] = {
		[REMINDER_NOTHING] = "nothing", [REMINDER_SENT] = "sent",
		[REMINDER_WOULD] = "would",	[REMINDER_WAITING] = "waiting",
		[REMINDER_CLAIMED] = "claimed", [REMINDER_FAILED] = "failed",
	};

	return names[outcome];
}

/* A sentence of mail or robot with its place in the file */
static int refuse(int err, const char *path, const char *where)
{
	char *text = x_strdup(err_text(err));

	(void)err_set(EBADMSG, "%s", text);
	free(text);
	return notify_config_error(EBADMSG, path, where);
}

/* What a letter cannot hold, such as a name with a line end */
static int check_name(const struct notify_mail *m, unsigned i, const char *path)
{
	const struct mail mail = {
		.from = m->from,
		.from_name = m->from_name,
		.tov = (const char *const *)m->to,
		.toc = m->to_count,
		.subject = m->name,
		.text = m->name,
	};
	char where[PLACE_SIZE];
	int err = mail_check(&mail);

	(void)snprintf(where, sizeof(where), "mail[%u]", i);
	return err ? refuse(err, path, where) : 0;
}

static int check_to(const struct notify_mail *m, unsigned i, const char *path)
{
	char where[PLACE_SIZE];

	if (mail_check_address(m->from)) {
		(void)snprintf(where, sizeof(where), "mail[%u].from", i);
		return refuse(EINVAL, path, where);
	}
	for (unsigned k = 0; k < m->to_count; k++) {
		if (!mail_check_address(m->to[k]))
			continue;
		(void)snprintf(where, sizeof(where), "mail[%u].to[%u]", i, k);
		return refuse(EINVAL, path, where);
	}

	return check_name(m, i, path);
}

int reminder_check(const struct notify_config *conf, const char *path)
{
	char where[PLACE_SIZE];
	int err = 0;

	for (unsigned i = 0; i < conf->mail_count && !err; i++)
		err = check_to(&conf->mail[i], i, path);
	for (unsigned i = 0; i < conf->robots_count && !err; i++) {
		if (robot_find(conf->robots[i].robot))
			continue;
		(void)snprintf(where, sizeof(where), "robots[%u].robot", i);
		err = refuse(ENOENT, path, where);
	}
	return err;
}

/* Titles of tasks are what people typed; they stay here */
static void add_title(struct str *to, const struct reminder *r)
{
	static const char task[] = "task[";
	char safe[LINE_SIZE];

	if (strncmp(r->key, task, sizeof(task) - 1) == 0) {
		str_addf(to, _("task %ld"),
			 strtol(r->key + sizeof(task) - 1, NULL, 10));
		return;
	}
	text_printable(safe, sizeof(safe), r->title);
	str_add(to, safe);
}

static void add_distance(struct str *to, struct date due)
{
	const int64_t days = date_number(due) - date_number(clock_today());

	if (days < 0)
		str_addf(to, _("late since %lld days"), (long long)-days);
	else if (days == 0)
		str_add(to, _("today"));
	else
		str_addf(to, _("in %lld days"), (long long)days);
}

static void add_line(struct str *to, const struct reminder *r)
{
	char due[DATE_TEXT];
	char name[LINE_SIZE];

	text_printable(name, sizeof(name), r->name);
	str_addf(to, "%s (", date_encode(due, r->due));
	add_distance(to, r->due);
	str_addf(to, ")  %s  %s  ", r->no, name);
	add_title(to, r);
	str_addf(to, "  [%s]\n", side_title(r->whom));
}

/* The same reminders have the same: who gets a letter twice can tell */
static void make_id(struct digest *d, const struct reminder_plan *plan)
{
	struct str all = { 0 };
	char hex[SHA256_TEXT];

	str_add(&all, plan->channel);
	for (size_t i = 0; i < d->count; i++) {
		const struct reminder *r = &plan->v[i];
		char due[DATE_TEXT];

		str_addf(&all, "\n%s %s %s %d", r->no, r->key,
			 date_encode(due, r->due), r->before);
	}
	file_sha256_mem(hex, all.s, all.len);
	(void)snprintf(d->id, sizeof(d->id), "%.*s", ID_SIZE - 1, hex);
	str_release(&all);
}

static void compose(struct digest *d, const struct reminder_plan *plan,
		    size_t most)
{
	char due[DATE_TEXT];
	struct str line = { 0 };

	str_addf(&d->subject, _("Deadlines: %zu, the first on %s"), plan->c,
		 date_encode(due, plan->v[0].due));
	str_addf(&d->text, "%s\n\n", d->subject.s);
	for (; d->count < plan->c; d->count++) {
		str_clear(&line);
		add_line(&line, &plan->v[d->count]);
		if (d->text.len + line.len + ROOM > most)
			break;
		str_add(&d->text, line.s);
	}
	if (d->count < plan->c)
		str_addf(&d->text, _("\n%zu more follow with the next message"),
			 plan->c - d->count);
	make_id(d, plan);
	str_release(&line);
}

static void digest_release(struct digest *d)
{
	str_release(&d->subject);
	str_release(&d->text);
}

static int send_mail(const struct notify_mail *m, const struct digest *d)
{
	static const enum mail_tls tls[] = {
		[NOTIFY_STARTTLS] = MAIL_STARTTLS,
		[NOTIFY_TLS] = MAIL_TLS,
		[NOTIFY_PLAIN] = MAIL_PLAIN,
	};
	const struct mail_server server = {
		.host = m->host,
		.port = m->port,
		.tls = tls[m->tls],
		.user = m->user,
		.password = { m->password_file, m->password_env },
		.ca_file = m->ca_file,
	};
	const struct mail mail = {
		.from = m->from,
		.from_name = m->from_name,
		.tov = (const char *const *)m->to,
		.toc = m->to_count,
		.subject = d->subject.s,
		.text = d->text.s,
		.id = d->id,
		.at = clock_now(),
	};

	return mail_send(&server, &mail);
}

static int send_robot(const struct notify_robot *r, const struct digest *d)
{
	const struct robot_order order = {
		.robot = robot_find(r->robot),
		.url = { r->url_file, r->url_env },
		.secret = { r->secret_file, r->secret_env },
		.text = d->text.s,
		.ca_file = r->ca_file,
	};

	return robot_send(&order);
}

static size_t text_max(const struct road *road)
{
	return road->is_mail ? MAIL_TEXT_MAX
			     : robot_text_max(robot_find(road->robot->robot));
}

static int send_claimed(struct run *run, struct reminder_plan *plan,
			const struct road *road, const struct digest *d,
			struct reminder_report *report)
{
	int err = road->is_mail ? send_mail(road->mail, d)
				: send_robot(road->robot, d);
	int lost;

	if (err) {
		free(plan->error);
		plan->error = x_strdup(err_text(err));
		report->count = plan->c;
		report->left = 0;
	}
	lost = reminder_settle(run->db, plan, d->count, err);
	report->outcome = err ? REMINDER_FAILED : REMINDER_SENT;
	report->error = plan->error;
	report->next_at = plan->next_at;
	return lost;
}

static enum reminder_outcome idle(const struct reminder_plan *plan)
{
	if (plan->c == 0)
		return REMINDER_NOTHING;
	if (plan->wish->dry_run)
		return REMINDER_WOULD;
	return reminder_is_claimed(plan) ? REMINDER_CLAIMED : REMINDER_WAITING;
}

static int run_plan(struct run *run, struct reminder_plan *plan,
		    const struct road *road, struct reminder_report *report)
{
	struct digest d = { .count = 0 };
	int err = 0;

	report->outcome = idle(plan);
	report->count = plan->c;
	if (report->outcome == REMINDER_WAITING) {
		report->error = plan->error;
		report->next_at = plan->next_at;
	}
	if (plan->go || report->outcome == REMINDER_WOULD) {
		compose(&d, plan, text_max(road));
		report->count = d.count;
		report->left = plan->c - d.count;
		report->subject = d.subject.s;
		report->text = d.text.s;
	}
	if (plan->go)
		err = send_claimed(run, plan, road, &d, report);
	if (!err)
		err = run->h(report, run->arg);
	digest_release(&d);
	return err;
}

static int run_channel(struct run *run, const struct road *road)
{
	const bool is_mail = road->is_mail;
	struct reminder_report report = {
		.channel = is_mail ? road->mail->name : road->robot->name,
		.kind = is_mail ? "mail" : road->robot->robot,
		.to = is_mail ? (const char *const *)road->mail->to : NULL,
		.to_count = is_mail ? road->mail->to_count : 0,
	};
	struct reminder_plan plan = {
		.channel = report.channel,
		.conf = run->conf,
		.wish = run->wish,
	};
	int err = reminder_claim(run->db, &plan);

	if (!err)
		err = run_plan(run, &plan, road, &report);
	reminder_plan_release(&plan);
	return err;
}

int reminder_run(struct db *db, const struct notify_config *conf,
		 const struct reminder_wish *wish, reminder_h *h, void *arg)
{
	struct run run = { db, conf, wish, h, arg };
	int err = wish->dry_run ? 0 : reminder_forget(db, conf);

	for (unsigned i = 0; i < conf->mail_count && !err; i++) {
		const struct road road = { .is_mail = true,
					   .mail = &conf->mail[i] };

		err = run_channel(&run, &road);
	}
	for (unsigned i = 0; i < conf->robots_count && !err; i++) {
		const struct road road = { .robot = &conf->robots[i] };

		err = run_channel(&run, &road);
	}
	return err;
}
