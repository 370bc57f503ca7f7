/* SPDX-License-Identifier: MIT */
/** A zone by the name that a person or a case gives. */
#ifndef SUPPORTPOLICY_TOOLS_ZONE_NAMED_H
#define SUPPORTPOLICY_TOOLS_ZONE_NAMED_H

#include "supportpolicy/supportpolicy.h"

/** "UTC", an offset such as "+05:30", or a name of the database.
 *  @return SPOL_E_NOT_FOUND, SPOL_E_INVALID, or what the source says */
spol_status zone_named(spol_zone_source source, const char *name, spol_zone **out);

#endif
