/**
 * @file pack/stage_check.h  What no schema can say of stages, clocks and duties
 */
#ifndef PACK_STAGE_CHECK_H
#define PACK_STAGE_CHECK_H

#include "pack/pack_check.h"

/** Each checks one row of its list; see pack_check_h */
pack_check_h stage_check;
pack_check_h milestone_check;
pack_check_h act_check;
pack_check_h clock_check;
pack_check_h duty_check;
pack_check_h expiry_check;

#endif
