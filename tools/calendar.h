/* SPDX-License-Identifier: MIT */
/** A calendar that is asked for, and what it is asked. */
#ifndef SUPPORTPOLICY_TOOLS_CALENDAR_H
#define SUPPORTPOLICY_TOOLS_CALENDAR_H

#include "command.h"

/** Prints a month, a line a day: hours, and why they are not the week's.
 *  @param first its first date */
void print_month(const spol_calendar *calendar, const char *name, spol_date first, int as_json);

/** Prints a length of time as people say it: "8h 30m". */
void print_duration(spol_duration duration);

#endif
