/**
 * @file cli/calls_door.c  calls: numbers and tenants that only some callers
 * reach
 */
#include <errno.h>
#include <string.h>

#include "cli/calls.h"
#include "ledger/door.h"
#include "util/date.h"
#include "util/lang.h"
#include "util/text.h"

static int refuse(const struct calls_words *w)
{
	return cli_usage_of(CALLS_COMMAND, w->part);
}

static int shut_run(struct calls_house *house, const struct calls_words *w)
{
	const bool shut = !strcmp(w->wordv[0], "shut");
	const struct desk_person person = { w->as, NULL };
	int err = w->wordc == 2 ? 0 : refuse(w);

	if (!err)
		err = shut ? door_add(house->desk, &person, w->wordv[1], NULL,
				      w->reason)
			   : door_end(house->desk, &person, w->wordv[1], NULL,
				      w->reason);
	if (!err)
		cli_say("%s", shut ? _("Only callers on its list are let in.")
				   : _("Everybody is let in."));
	return err;
}

static int caller_run(struct calls_house *house, const struct calls_words *w)
{
	const bool in = !strcmp(w->wordv[0], "let-in");
	const struct desk_person person = { w->as, NULL };
	bool shut = false;
	int err = w->wordc == 3 ? 0 : refuse(w);

	if (!err)
		err = in ? door_add(house->desk, &person, w->wordv[1],
				    w->wordv[2], w->reason)
			 : door_end(house->desk, &person, w->wordv[1],
				    w->wordv[2], w->reason);
	if (!err)
		err = door_is_shut(house->desk, w->wordv[1], &shut);
	if (err)
		return err;
	cli_say("%s", in ? _("The caller is on the list.")
			 : _("The caller is not on the list any more."));
	if (!shut)
		cli_say(_("Everybody is let in at %s still; see door shut."),
			w->wordv[1]);
	return 0;
}

struct printing {
	cJSON *list; /* NULL: lines */
	size_t count;
};

static int door_handler(const struct door *d, void *arg)
{
	struct printing *p = arg;
	char at[DATE_TIME_TEXT];
	char ended[DATE_TIME_TEXT];
	char masked[32];
	cJSON *o;

	p->count++;
	text_mask(masked, sizeof(masked), d->caller);
	if (!*d->caller) /* it is about all of them */
		masked[0] = '\0';
	if (!p->list) {
		cli_say("%s  %s  %s  %s: %s  %s%s", d->whose,
			*masked ? masked : _("shut"), calls_time(at, d->at),
			d->who, d->reason, d->ended ? "– " : "",
			calls_time(ended, d->ended));
		return 0;
	}

	o = cJSON_CreateObject();
	cli_add_text(o, "door", d->whose);
	cli_add_text(o, "caller", masked);
	cli_add_text(o, "reason", d->reason);
	(void)cJSON_AddNumberToObject(o, "at", (double)d->at);
	cli_add_text(o, "who", d->who);
	(void)cJSON_AddNumberToObject(o, "ended", (double)d->ended);
	(void)cJSON_AddItemToArray(p->list, o);
	return 0;
}

static int list_run(struct calls_house *house, const struct calls_words *w)
{
	struct printing p = { .list = NULL };
	int err = w->wordc == 1 ? 0 : refuse(w);

	if (err)
		return err;
	if (house->cli->json)
		p.list = cJSON_CreateArray();
	err = door_each(house->desk, door_handler, &p);
	if (p.list && err)
		cJSON_Delete(p.list);
	else if (p.list)
		cli_print_json(p.list);
	else if (!err && !p.count)
		cli_say("%s", _("No door has a list."));
	return err;
}

static int run_door(struct calls_house *house, int argc, char **argv)
{
	static const struct calls_act acts[] = {
		{ "shut", "as! reason!", shut_run },
		{ "open", "as! reason!", shut_run },
		{ "let-in", "as! reason!", caller_run },
		{ "drop", "as! reason!", caller_run },
		{ "list", "", list_run },
		{ NULL, NULL, NULL },
	};

	return calls_run(house, acts, argc, argv);
}

const struct calls_part calls_door_parts[] = {
	{ "door", DESK_WRITE, run_door },
	{ NULL, DESK_NONE, NULL },
};
