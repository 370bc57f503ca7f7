/* SPDX-License-Identifier: MIT */
/*
 * The runner of calendar cases: what its files share.
 */
#ifndef TESTS_CONFORMANCE_H
#define TESTS_CONFORMANCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "supportpolicy/supportpolicy.h"

/* Where zone files are looked for, in this order. */
typedef struct zone_folders {
  const char *paths[4];
  size_t count;
} zone_folders;

/* How a library differs, one field a tag; see conventions.c. */
typedef struct conventions {
  bool landing_next_open;
  bool landing_previous_close;
  bool zero_next_open;
  bool end_inclusive;
  bool next_open_skips_current;
  bool next_open_first_start;
  bool previous_open_at_or_before;
  bool previous_close_strict;
  bool elapsed_absolute;
  bool elapsed_not_negative;
  bool day_ends_before_midnight;
  bool wall_clock_lengths;
  bool holiday_wins;
  bool first_pass_only;
  bool gap_shifted;
  bool gap_plus_hour;
  bool days_biz;
  bool days_working_hours;
  bool days_moment;
  bool date_only;
} conventions;

/* A calendar as a case describes it, and what it was made from. */
typedef struct subject {
  const json_t *json;
  spol_zone *zone;
  spol_calendar *calendar; /* NULL: never open */
  const conventions *how;
} subject;

enum answer_kind { ANSWER_NONE, ANSWER_INSTANT, ANSWER_NUMBER, ANSWER_BOOL, ANSWER_PERIODS };

enum { MOST_PERIODS = 4096 };

/* What a question comes to. */
typedef struct answer {
  enum answer_kind kind;
  spol_status status; /* why there is none */
  int64_t value;      /* an instant, microseconds of open time, days, or 0 and 1 */
  size_t count;
  spol_stretch periods[MOST_PERIODS];
} answer;

/* A list of stretches worked out from wall times (dst.c). */
typedef struct stretch_list {
  spol_stretch *items;
  size_t count;
  size_t capacity;
} stretch_list;

/* zones.c */
bool zone_open(const zone_folders *folders, const char *name, spol_zone **out);

/* schedule.c: the JSON of a case into a calendar. */
bool read_seconds(const char *text, int32_t *seconds);
int32_t read_weekday(const char *text);
bool read_date_key(const char *text, int32_t year, spol_date *date, bool *yearly);
bool subject_make(subject *s, const json_t *json, spol_zone *zone, const conventions *how,
                  const char **why);
void subject_drop(subject *s);

/* questions.c: our answer, and a library's by its conventions. */
void ask(const subject *s, answer *out);
bool read_instant(const spol_zone *zone, const json_t *value, spol_instant *out);

/* days.c */
void ask_days(const subject *s, const char *op, answer *out);

/* conventions.c */
bool conventions_read(const json_t *tags, conventions *out, const char **unknown);

/* dst.c: the stretches by other rules for wall times that the clocks skip or
 * repeat. */
bool wall_stretches(const subject *s, spol_instant from, spol_instant to, stretch_list *out);
void ask_stretches(const subject *s, const stretch_list *list, const char *op, answer *out);

#endif
