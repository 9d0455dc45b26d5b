/**
 * @file tui/may.c  What one's role may do on the screens
 */
#include "dossier/office.h"
#include "tui/asked.h"
#include "tui/view.h"
#include "util/lang.h"

int view_read_role(struct tui *tui)
{
	struct office_self self;
	int err = office_self(tui->db, &self);

	if (err)
		return err;

	tui->rights = 0;
	for (unsigned r = 0; r < OFFICE_RIGHTS; r++)
		tui->rights |=
			(unsigned)office_has(self.role, (enum office_right)r)
			<< r;
	str_clear(&tui->may_not);
	str_addf(&tui->may_not, _("May not: your role is %s."),
		 self.role < OFFICE_ROLES ? office_roles[self.role].name
					  : _("none"));
	office_self_release(&self);
	return 0;
}

static bool may(const struct tui *tui, enum office_right right)
{
	return (tui->rights >> right & 1U) != 0;
}

bool view_is_masked(const struct tui *tui)
{
	return !may(tui, MAY_WHOLE);
}

static const char *why_not(const struct tui *tui, const char *view,
			   const char *word)
{
	const struct office_thing *t = office_find(office_keys, view, word);

	return t && !may(tui, t->right) ? str_text(&tui->may_not) : NULL;
}

const char *view_why_not_open(const struct tui *tui, const struct view *view)
{
	return why_not(tui, view->name, NULL);
}

void view_close_forbidden(struct tui *tui)
{
	bool any = false;

	for (struct screen *s = tui->top; s; s = s->below) {
		if (!view_why_not_open(tui, s->view))
			continue;
		any = true;
		view_close(s);
	}
	if (!any)
		return;

	if (tui->question) {
		asked_keep(tui);
		edit_release(&tui->answer);
		tui->question = NULL;
	}
	view_reap(tui);
	view_say(tui, DRAW_BAD, "%s", str_text(&tui->may_not));
}

const char *view_why_not_type(const struct screen *s)
{
	return why_not(s->tui, s->view->name, "typing");
}

const char *view_why_not(const struct screen *s, const struct key *key)
{
	char name[16];
	const char *role = why_not(s->tui, s->view->name,
				   keys_name(key->key, name, sizeof(name)));

	const char *own;

	if (role || !key->why_not)
		return role;

	/* no row to do it with: that is not what else the key may say */
	own = key->why_not(s);
	return own && sieve_why_not(s) ? sieve_why_not(s) : own;
}
