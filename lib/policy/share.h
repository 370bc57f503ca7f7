/* SPDX-License-Identifier: MIT */
/** Calendars that two versions of a policy write alike are one. */
#ifndef SPI_POLICY_SHARE_H
#define SPI_POLICY_SHARE_H

#include "policy/store.h"

/** Lets later versions use the compiled calendars of earlier ones where both are
 *  written alike, with all that they are made of: a case that moves between the
 *  versions then keeps its clocks as they are (section 7).
 *  Errors: SPOL_E_MEMORY. */
SPOL_CHECKED spol_status spi_share_calendars(spol_policy *policy);

#endif
