/**
 * @file web/orders.c  Orders to the engine: seats, calls, its configuration
 */
#include "web/orders.h"

#include <string.h>

#include "engine/control.h"
#include "util/str.h"

#define ASK_SECONDS_MAX 3600

static bool take_text(const cJSON *tree, const char *name, char to[RECORD_NAME])
{
	bool good = true;
	const char *text = visit_text(tree, name, &good);

	if (text)
		record_put(to, RECORD_NAME, text);
	return good;
}

static bool take_seconds(const cJSON *tree, int64_t *msp)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, "seconds");

	if (!item)
		return true;
	if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0) ||
	    item->valuedouble > ASK_SECONDS_MAX)
		return false;
	*msp = (int64_t)(item->valuedouble * 1000);
	return true;
}

/* {"reason": "...", "queue": "...", "seconds": 30}, each as wanted, or nothing;
 * answers and returns false if it is neither */
static bool take_ask(struct visit *v, struct control_seat_ask *ask)
{
	cJSON *tree;
	bool good;

	*ask = (struct control_seat_ask){ .ms = 0 };
	if (!visit_body(v, &tree))
		return false;
	good = !tree || (take_text(tree, "reason", ask->reason) &&
			 take_text(tree, "queue", ask->queue) &&
			 take_seconds(tree, &ask->ms));
	cJSON_Delete(tree);
	if (!good)
		answer_problem(v->rq, 400,
			       "expected an object like {\"reason\": \"...\"}",
			       NULL);
	return good;
}

static void order_seat(struct visit *v, enum control_seat_order order)
{
	const char *own = v->token->seat;
	struct control_seat_ask ask;

	if (v->role < ROLE_SUPERVISOR &&
	    (!own || strcmp(own, v->name[0]) != 0)) {
		answer_problem(v->rq, 403, "that is another's seat", NULL);
		return;
	}
	if (take_ask(v, &ask))
		visit_done(v, control_seat(v->web->engine, v->name[0], order,
					   &ask));
}

void orders_ready(struct visit *v)
{
	order_seat(v, CONTROL_READY);
}

void orders_pause(struct visit *v)
{
	order_seat(v, CONTROL_PAUSE);
}

void orders_wrap_up_end(struct visit *v)
{
	order_seat(v, CONTROL_WRAP_UP_END);
}

void orders_wrap_up(struct visit *v)
{
	order_seat(v, CONTROL_WRAP_UP);
}

void orders_hang_up(struct visit *v)
{
	int64_t id;

	if (visit_call(v, &id))
		visit_done(v, control_hang_up(v->web->engine, id));
}
