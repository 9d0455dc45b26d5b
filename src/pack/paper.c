/**
 * @file pack/paper.c  Words of the kinds of paper
 */
#include "pack/paper.h"

#include "util/lang.h"

/* clang-format off */
static const struct {
	const char *name;
	const char *title;
} kinds[] = {
	[PAPER_ONLINE]  = { "online",  N_("filled in online") },
	[PAPER_WRITTEN] = { "written", N_("written") },
	[PAPER_SCAN]    = { "scan",    N_("scanned") },
	[PAPER_WORKING] = { "working", N_("working paper") },
};
/* clang-format on */

const char *paper_kind_name(enum paper_kind kind)
{
	return kinds[kind].name;
}

const char *paper_kind_title(enum paper_kind kind)
{
	return _(kinds[kind].title);
}
