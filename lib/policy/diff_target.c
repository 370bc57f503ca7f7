/* SPDX-License-Identifier: MIT */
/* Two targets: written alike, words, counts a day, or due instants. */
#include <string.h>

#include "calendar/inspect.h"
#include "policy/diff.h"

/* Calendars written in place have no name: the same open time in one zone, over the
 * window, is the same. Dates of a combination may be its parts'. */
static spol_status same_hours(const spi_differ *differ, const spol_calendar *one,
                              const spol_calendar *two, int *same) {
  enum { ROOM = 256 };
  spol_stretch found[2][ROOM];
  const spol_zone *zones[2] = {spol_calendar_zone(one), spol_calendar_zone(two)};
  spol_instant from = differ->window.from;
  *same = spi_inspect_parts(one) == 0 && spi_inspect_parts(two) == 0 && zones[0] != NULL &&
          zones[1] != NULL && strcmp(spol_zone_name(zones[0]), spol_zone_name(zones[1])) == 0;
  for (uint64_t seen = 0; *same && from < differ->window.to; seen += ROOM) {
    size_t count[2] = {0, 0};
    const spol_calendar *both[2] = {one, two};
    for (int s = 0; s < 2; s++) {
      spol_status status = spol_calendar_stretches(both[s], from, differ->window.to, found[s], ROOM,
                                                   &count[s], NULL);
      if (status != SPOL_OK && status != SPOL_E_BUFFER) {
        return status;
      }
      count[s] = count[s] < ROOM ? count[s] : ROOM;
    }
    *same = count[0] == count[1] && seen <= differ->options.instants &&
            (count[0] == 0 || memcmp(found[0], found[1], count[0] * sizeof found[0][0]) == 0);
    from = count[0] < ROOM ? differ->window.to : found[0][ROOM - 1].to;
  }
  return SPOL_OK;
}

static int same_calendars(const spi_differ *differ, const spol_calendar *const calendar[2],
                          const uint32_t id[2]) {
  int same = 0;
  const char *a = spol_policy_name(differ->sides[0].policy, SPOL_NAME_CALENDAR, id[0]);
  const char *b = spol_policy_name(differ->sides[1].policy, SPOL_NAME_CALENDAR, id[1]);
  if (calendar[0] == calendar[1] ||
      (differ->same_calendars && a != NULL && b != NULL && strcmp(a, b) == 0)) {
    return 1;
  }
  return calendar[0] != NULL && calendar[1] != NULL &&
         same_hours(differ, calendar[0], calendar[1], &same) == SPOL_OK && same;
}

static int same_business(const spi_differ *differ, const spi_aimed aimed[2]) {
  uint32_t a = aimed[0].target->business_days;
  uint32_t b = aimed[1].target->business_days;
  if (a == SPI_NONE || b == SPI_NONE) {
    return a == b;
  }
  const spi_business_days *one = &differ->sides[0].version->business_days[a];
  const spi_business_days *two = &differ->sides[1].version->business_days[b];
  if (one->weekday_mask != two->weekday_mask || one->calendar == SPI_NONE ||
      two->calendar == SPI_NONE) {
    return one->weekday_mask == two->weekday_mask && one->calendar == two->calendar;
  }
  const spol_calendar *calendars[2] = {aimed[0].business.calendar, aimed[1].business.calendar};
  uint32_t ids[2] = {differ->sides[0].version->calendars[one->calendar].id,
                     differ->sides[1].version->calendars[two->calendar].id};
  return same_calendars(differ, calendars, ids);
}

/* 1 if both are written alike, so that nothing needs to be looked at. */
static int is_written_alike(const spi_differ *differ, const spi_aimed aimed[2]) {
  const spi_target *a = aimed[0].target;
  const spi_target *b = aimed[1].target;
  const spol_calendar *calendars[2] = {aimed[0].calendar, aimed[1].calendar};
  uint32_t ids[2] = {aimed[0].calendar_id, aimed[1].calendar_id};
  return a->within == b->within && a->day.unit == b->day.unit && a->day.count == b->day.count &&
         a->day.reading == b->day.reading && a->day.local_seconds == b->day.local_seconds &&
         a->day.zero == b->day.zero && a->day.cutoff_seconds == b->day.cutoff_seconds &&
         a->per_count == b->per_count && a->per_week == b->per_week &&
         same_business(differ, aimed) && same_calendars(differ, calendars, ids);
}

static int is_timed(const spi_aimed *aimed) {
  return aimed->parts_count > 0 || aimed->kind == SPOL_TARGET_DURATION ||
         aimed->kind == SPOL_TARGET_DAY;
}

/* not_offered, then unstated, then everything that is promised. */
static int height_of(int32_t kind) {
  return kind == SPOL_TARGET_NOT_OFFERED ? 0 : kind == SPOL_TARGET_UNSTATED ? 1 : 2;
}

/* So many a day or a week, each period ending with its last close. */
static void compare_periods(const spi_differ *differ, const spi_aimed aimed[2], spi_compared *out) {
  const spi_target *a = aimed[0].target;
  const spi_target *b = aimed[1].target;
  spi_aimed alike[2] = {aimed[0], aimed[1]};
  spi_target one = *a;
  one.per_count = b->per_count;
  one.per_week = b->per_week;
  alike[0].target = &one;
  int more = b->per_week < a->per_week ? b->per_count >= a->per_count
                                       : b->per_week == a->per_week && b->per_count > a->per_count;
  int less = b->per_week > a->per_week ? b->per_count <= a->per_count
                                       : b->per_week == a->per_week && b->per_count < a->per_count;
  if (!is_written_alike(differ, alike) || (!more && !less)) {
    out->reason = "so many a day or a week, which cannot be held against each other";
    return;
  }
  out->verdict = more ? SPOL_DIFF_BETTER : SPOL_DIFF_WORSE;
  out->reduces = less;
}

static void compare_words(const spi_aimed aimed[2], spi_compared *out) {
  int before = height_of(aimed[0].kind);
  int after = height_of(aimed[1].kind);
  if (before != after) {
    out->verdict = after < before ? SPOL_DIFF_WORSE : SPOL_DIFF_BETTER;
    out->reduces = after < before;
  } else if (before < 2 ||
             (aimed[0].kind == aimed[1].kind &&
              (aimed[0].kind != SPOL_TARGET_EFFORT || strcmp(aimed[0].word, aimed[1].word) == 0))) {
    out->verdict = SPOL_DIFF_SAME;
  } else {
    out->verdict = SPOL_DIFF_NOT_COMPARABLE;
    out->reason = "a word is compared with another word or with a due instant";
  }
}

static uint32_t target_of(const spi_differ *differ, int side, const spi_aimed *aimed) {
  return (uint32_t)(aimed->target - differ->sides[side].version->targets);
}

static int same_id(const spi_differ *differ, int32_t kind, uint32_t one, uint32_t two) {
  const char *a = one == 0 ? NULL : spol_policy_name(differ->sides[0].policy, kind, one);
  const char *b = two == 0 ? NULL : spol_policy_name(differ->sides[1].policy, kind, two);
  return a == NULL || b == NULL ? one == 0 && two == 0 : strcmp(a, b) == 0;
}

/* A calendar of a part: by its name. */
static uint32_t calendar_id(const spi_version *version, const spi_target *target) {
  return target->calendar == SPI_NONE ? 0 : version->calendars[target->calendar].id;
}

static int same_part(const spi_differ *differ, const spi_target *a, const spi_target *b) {
  const spi_version *old = differ->sides[0].version;
  const spi_version *now = differ->sides[1].version;
  int named = (a->calendar == SPI_NONE && b->calendar == SPI_NONE) ||
              (calendar_id(old, a) != 0 &&
               same_id(differ, SPOL_NAME_CALENDAR, calendar_id(old, a), calendar_id(now, b)));
  return named && a->kind == b->kind && same_id(differ, SPOL_NAME_WORD, a->word, b->word) &&
         a->within == b->within && a->day.unit == b->day.unit && a->day.count == b->day.count &&
         a->day.reading == b->day.reading && a->day.local_seconds == b->day.local_seconds &&
         a->day.zero == b->day.zero && a->day.cutoff_seconds == b->day.cutoff_seconds &&
         a->business_days == SPI_NONE && b->business_days == SPI_NONE;
}

/* Targets of several parts, part by part; they are as deep as their text. */
static int is_same_target(const spi_differ *differ, uint32_t one, uint32_t two, int depth) {
  const spi_target *a = &differ->sides[0].version->targets[one];
  const spi_target *b = &differ->sides[1].version->targets[two];
  int same = depth < SPI_DIFF_DEPTH && a->parts_rule == b->parts_rule &&
             a->parts.count == b->parts.count && same_part(differ, a, b) &&
             (a->agreed_default == SPI_NONE) == (b->agreed_default == SPI_NONE);
  if (same && a->agreed_default != SPI_NONE) {
    same = is_same_target(differ, a->agreed_default, b->agreed_default, depth + 1);
  }
  for (uint32_t i = 0; same && i < a->parts.count; i++) {
    same = is_same_target(differ, differ->sides[0].version->target_parts[a->parts.first + i],
                          differ->sides[1].version->target_parts[b->parts.first + i], depth + 1);
  }
  return same;
}

/* What of several parts need not be looked at, or cannot be. @return 1 if so */
static int settle_parts(const spi_differ *differ, const spi_aimed aimed[2], spi_compared *out) {
  if (aimed[0].parts_rule == SPI_SINGLE && aimed[1].parts_rule == SPI_SINGLE) {
    return 0;
  }
  if (aimed[0].target != NULL && aimed[1].target != NULL && differ->same_calendars &&
      is_same_target(differ, target_of(differ, 0, &aimed[0]), target_of(differ, 1, &aimed[1]), 0)) {
    out->verdict = SPOL_DIFF_SAME;
    return 1;
  }
  for (int s = 0; s < 2; s++) {
    if (aimed[s].parts_rule != SPI_SINGLE && aimed[s].parts_count == 0) {
      out->reason = "a target has parts that are no plain times, or too many";
      return 1;
    }
  }
  return 0;
}

/* Words hold for every opening: for the first one, if the hours asked for are ever
 * open (or closed) together; else they are never looked up. */
static spol_status open_words(const spi_differ *differ, const spi_aimed aimed[2],
                              const spi_inside *inside, uint32_t inside_count, spi_compared *out) {
  spol_instant opening = SPOL_INSTANT_NONE;
  spol_status status = spi_diff_opening(&differ->window, inside, inside_count, &opening);
  if (status != SPOL_OK) {
    return status;
  }
  if (opening == SPOL_INSTANT_NONE) {
    *out = (spi_compared){.verdict = SPOL_DIFF_SAME,
                          .opening = SPOL_INSTANT_NONE,
                          .due = {SPOL_INSTANT_NONE, SPOL_INSTANT_NONE},
                          .reason = ""};
    return SPOL_OK;
  }
  out->opening = opening;
  for (int s = 0; s < 2; s++) {
    if (is_timed(&aimed[s]) && spi_diff_due(&aimed[s], opening, &out->due[s]) != SPOL_OK) {
      out->due[s] = SPOL_INSTANT_NONE;
    }
  }
  return SPOL_OK;
}

spol_status spi_diff_targets(const spi_differ *differ, const spi_aimed aimed[2],
                             const spi_inside *inside, uint32_t inside_count, spi_compared *out) {
  *out = (spi_compared){.verdict = SPOL_DIFF_UNDECIDED,
                        .opening = SPOL_INSTANT_NONE,
                        .due = {SPOL_INSTANT_NONE, SPOL_INSTANT_NONE},
                        .reason = ""};
  if (aimed[0].kind == SPOL_TARGET_UNDECIDED || aimed[1].kind == SPOL_TARGET_UNDECIDED) {
    if (aimed[0].kind == aimed[1].kind) {
      out->verdict = SPOL_DIFF_SAME;
    }
    out->reason = aimed[0].no_zone || aimed[1].no_zone
                      ? "the zone is not one that both sides list under `zones`"
                      : "a fact is missing";
    return SPOL_OK;
  }
  if (settle_parts(differ, aimed, out)) {
    return SPOL_OK;
  }
  int single = aimed[0].parts_rule == SPI_SINGLE && aimed[1].parts_rule == SPI_SINGLE;
  if (single && (is_timed(&aimed[0]) || aimed[0].kind == SPOL_TARGET_PER_PERIOD) &&
      aimed[0].kind == aimed[1].kind && is_written_alike(differ, aimed)) {
    out->verdict = SPOL_DIFF_SAME;
    return SPOL_OK;
  }
  if (is_timed(&aimed[0]) && is_timed(&aimed[1])) {
    return spi_diff_instants(&differ->window, aimed, inside, inside_count, out);
  }
  if (aimed[0].kind == SPOL_TARGET_PER_PERIOD && aimed[1].kind == SPOL_TARGET_PER_PERIOD) {
    compare_periods(differ, aimed, out);
  } else {
    compare_words(aimed, out);
  }
  return out->verdict == SPOL_DIFF_SAME || out->verdict == SPOL_DIFF_UNDECIDED
             ? SPOL_OK
             : open_words(differ, aimed, inside, inside_count, out);
}
