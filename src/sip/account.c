/**
 * @file sip/account.c  Answers to challenges, on libre's client
 */
#include "sip/account.h"

#include <errno.h>
#include <string.h>

#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"

struct account {
	char *user;
	char *secret;
	void *with;
};

static void destructor(void *arg)
{
	struct account *a = arg;

	if (a->secret)
		crypto_wipe(a->secret, strlen(a->secret));
	mem_deref(a->user);
	mem_deref(a->secret);
	mem_deref(a->with);
}

int account_alloc(struct account **ap, const char *user, const char *secret,
		  void *with)
{
	struct account *a = mem_zalloc(sizeof(*a), destructor);

	if (!a || str_dup(&a->user, user) || str_dup(&a->secret, secret)) {
		mem_deref(a);
		return err_set(ENOMEM, _("no memory for a call"));
	}
	a->with = mem_ref(with);
	*ap = a;
	return 0;
}

int account_answer(char **user, char **secret, const char *realm, void *arg)
{
	const struct account *a = arg;
	int err;

	(void)realm;
	err = str_dup(user, a->user);
	return err ? err : str_dup(secret, a->secret);
}
