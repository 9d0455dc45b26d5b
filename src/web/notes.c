/**
 * @file web/notes.c  Notes about calls from operators' desks
 */
#include "web/notes.h"

#include <errno.h>
#include <string.h>

#include "engine/control.h"
#include "util/err.h"
#include "util/text.h"
#include "web/acts_private.h"

static void on_kept(int err, void *arg)
{
	struct act *act = arg;

	if (err == ENOENT)
		act_refuse(act, err, "there is no such call");
	else if (err == EPERM)
		act_refuse(act, err, "this seat did not have that call");
	else if (err == EEXIST)
		act_refuse(act, err, "the call has as many notes as it may");
	else if (err)
		act_refuse(act, EBUSY, "it could not be put on record");
	else
		act_answer(act);
}

/* One line of text, or nothing */
static const char *line_of(const cJSON *tree, const char *name, size_t max,
			   bool *goodp)
{
	const char *text = visit_text(tree, name, goodp);

	if (!text)
		return "";
	if (strlen(text) > max || !text_is_utf8(text, strlen(text)))
		*goodp = false;
	for (const char *s = text; *s; s++) {
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*goodp = false;
	}

	return text;
}

static void keep(struct visit *v, struct remark *remark)
{
	const char *who = v->token->name;
	struct act *act;
	int err;

	if (v->role >= ROLE_SUPERVISOR)
		act = act_begin(v);
	else
		act = act_begin_as(v, who ? who : "");
	if (!act)
		return;
	remark->who = act->who;
	err = control_remark(v->web->engine, remark, on_kept, act);
	if (err)
		act_refuse(act, err, err_text(err));
}

/* {"note": "...", "code": "..."}: an operator about a call that his seat had,
 * a supervisor, who has a name, about any */
void notes_post(struct visit *v)
{
	const bool any = v->role >= ROLE_SUPERVISOR;
	struct remark remark = { .seat = any ? NULL : v->token->seat };
	bool good = true;
	cJSON *tree;

	if (!visit_id(v, &remark.call, "there is no such call") ||
	    !visit_body(v, &tree))
		return;
	remark.note = line_of(tree, "note", REMARK_NOTE_MAX, &good);
	remark.code = line_of(tree, "code", RECORD_NAME - 1, &good);
	if (!good || (!*remark.note && !*remark.code))
		answer_problem(v->rq, 400,
			       "expected note or code, each of one line", NULL);
	else if (!any && !remark.seat)
		answer_problem(v->rq, 403, "this token has no seat", NULL);
	else
		keep(v, &remark);
	cJSON_Delete(tree);
}
