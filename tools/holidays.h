/* SPDX-License-Identifier: MIT */
/** Subcommand holidays, and its import of iCalendar feeds. */
#ifndef SUPPORTPOLICY_TOOLS_HOLIDAYS_H
#define SUPPORTPOLICY_TOOLS_HOLIDAYS_H

#include "arguments.h"

/** A holiday of a feed. */
typedef struct feed_day {
  spol_date date;
  char *name;
} feed_day;

typedef struct feed_days {
  feed_day *days;
  size_t count;
  size_t room;
} feed_days;

/** Reads the all-day and other events of an iCalendar text that fall on dates in [from, to], with
 *  what repeats (RRULE, RDATE, EXDATE, RECURRENCE-ID) and lasts several days; cancelled ones are
 *  left out. Without libical nothing is read.
 *  @return CLI_GO_ON, or an exit code: what was wrong has been said */
int read_feed(const cli_command *cli, const text_file *feed, spol_date from, spol_date to,
              feed_days *out);

/** Adds a day; 0 without memory. `name` is copied. */
int add_feed_day(feed_days *days, spol_date date, const char *name);
void free_feed_days(feed_days *days);

#endif
