/**
 * @file engine/house_policy.c  Lists of numbers, and whose a thing is
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/house_private.h"
#include "util/err.h"
#include "util/lang.h"

int house_make_lists(struct house *h)
{
	const struct config *conf = h->conf;

	h->listv = calloc(conf->lists_count + 1, sizeof(*h->listv));
	if (!h->listv)
		return err_set(ENOMEM, _("no memory for the configuration"));
	for (unsigned i = 0; i < conf->lists_count; i++) {
		struct policy_list *list = &h->listv[i];
		size_t n = conf->lists[i].numbers_count;

		list->numberv = calloc(n + 1, sizeof(*list->numberv));
		if (!list->numberv)
			return err_set(ENOMEM,
				       _("no memory for the configuration"));
		for (size_t k = 0; k < n; k++)
			list->numberv[k] = conf->lists[i].numbers[k];
		list->numberc = n;
		policy_list_sort(list);
	}

	return 0;
}

void house_free_lists(struct house *h)
{
	for (unsigned i = 0; h->listv && i < h->conf->lists_count; i++)
		free(h->listv[i].numberv);
	free(h->listv);
}

const struct policy_list *house_list(const struct house *h, const char *name)
{
	int i = name ? config_list_at(h->conf, name) : -1;

	return i < 0 ? NULL : &h->listv[i];
}

bool house_serves(const char *owner, const char *tenant)
{
	char name[RECORD_NAME];

	if (!owner)
		return true;
	record_put(name, sizeof(name), owner);
	return !strcmp(name, tenant);
}

struct policy_tenant *house_tenant(const struct house *h,
				   const struct policy_number *number)
{
	return number->tenant ? &h->tenantv[number->tenant - h->tenantv] : NULL;
}

const char *house_queue_tenant(const struct house *h, const char *queue)
{
	for (unsigned i = 0; i < h->conf->queues_count; i++) {
		if (!strcmp(h->conf->queues[i].name, queue))
			return h->conf->queues[i].tenant;
	}

	return NULL;
}
