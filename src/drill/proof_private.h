/**
 * @file drill/proof_private.h  Measures, as proof.c and its neighbours share
 * them
 */
#ifndef DRILL_PROOF_PRIVATE_H
#define DRILL_PROOF_PRIVATE_H

#include <stdbool.h>

#include "drill/proof.h"

/** Bound of a check that the scenario does not ask for */
#define PROOF_NOT_ASKED (-1)

/** Sets value and bound; false if there was nothing to measure */
typedef bool proof_measure_h(const struct trial *o, double *valuep,
			     double *boundp);

/** Both channels hold the tone of the right party and of nobody else */
bool proof_sounds_right(const struct trial *o, const struct trial_call *call);

/* What callers do of their own: proof_group.c */
proof_measure_h proof_keys;
proof_measure_h proof_overflow;
proof_measure_h proof_number_unchanged;
proof_measure_h proof_forged;
proof_measure_h proof_do_not_call;

/* What an outage leaves: proof_outage.c */
proof_measure_h proof_cut_records;
proof_measure_h proof_cut_recordings;
proof_measure_h proof_kept;
proof_measure_h proof_back;

#endif
