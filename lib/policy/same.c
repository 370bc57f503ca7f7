/* SPDX-License-Identifier: MIT */
#include "policy/same.h"

static int same_day(const spi_version *version, const spi_target *a, const spi_target *b) {
  return a->day.unit == b->day.unit && a->day.count == b->day.count &&
         a->day.reading == b->day.reading && a->day.local_seconds == b->day.local_seconds &&
         a->day.zero == b->day.zero && a->day.cutoff_seconds == b->day.cutoff_seconds &&
         (a->business_days == b->business_days ||
          (a->business_days != SPI_NONE && b->business_days != SPI_NONE &&
           version->business_days[a->business_days].weekday_mask ==
               version->business_days[b->business_days].weekday_mask &&
           version->business_days[a->business_days].calendar ==
               version->business_days[b->business_days].calendar));
}

static int same_words(const spi_version *version, const spi_target *a, const spi_target *b) {
  return a->kind == b->kind && a->parts_rule == b->parts_rule && a->parts.count == b->parts.count &&
         a->calendar == b->calendar && a->word == b->word && a->within == b->within &&
         a->range_from == b->range_from && a->per_count == b->per_count &&
         a->per_week == b->per_week && same_day(version, a, b);
}

/* Targets in targets are as deep as the text that they were read from. */
int spi_same_target(const spi_version *version, uint32_t a, uint32_t b) {
  if (a == b || a == SPI_NONE || b == SPI_NONE) {
    return a == b;
  }
  const spi_target *one = &version->targets[a];
  const spi_target *other = &version->targets[b];
  int same = same_words(version, one, other) &&
             spi_same_target(version, one->agreed_default, other->agreed_default);
  for (uint32_t i = 0; same && i < one->parts.count; i++) {
    same = spi_same_target(version, version->target_parts[one->parts.first + i],
                           version->target_parts[other->parts.first + i]);
  }
  return same;
}
