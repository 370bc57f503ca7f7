/* SPDX-License-Identifier: MIT */
/** Arrays of questions: one bad element spoils none of the others. */
#include "calendar/arithmetic.h"

/** What is kept of the elements so far. */
typedef struct batch {
  const spol_calendar *calendar;
  spol_status status;
  size_t failed;
  uint32_t flags;
} batch;

static inline spol_instant keep(batch *all, size_t index, spol_status status, spol_instant value) {
  if (status == SPOL_OK) {
    return value;
  }
  if (all->status == SPOL_OK) {
    all->status = status;
    all->failed = index;
  }
  return SPOL_INSTANT_NONE;
}

/** Looks at the flags of [lo, hi) only where it leaves what is clean. */
static inline void keep_flags(batch *all, spol_instant lo, spol_instant hi) {
  if (lo < all->calendar->clean_from || hi > all->calendar->clean_to) {
    all->flags |= spi_calendar_flags(all->calendar, lo, hi > lo ? hi - 1 : hi);
  }
}

static spol_status finish(const batch *all, size_t *failed, uint32_t *flags) {
  if (all->status != SPOL_OK && failed != NULL) {
    *failed = all->failed;
  }
  if (flags != NULL) {
    *flags = all->flags;
  }
  return all->status;
}

spol_status spol_calendar_add_many(const spol_calendar *calendar, const spol_instant *t,
                                   const spol_duration *d, spol_instant *out, size_t count,
                                   size_t *failed, uint32_t *flags) {
  batch all = {calendar, SPOL_OK, 0, 0};
  for (size_t i = 0; i < count; i++) {
    spol_instant from = t[i];
    spol_instant due = 0;
    spol_status status = spi_calendar_add(calendar, from, d[i], &due);
    if (status == SPOL_OK && flags != NULL) {
      keep_flags(&all, from, due);
    }
    out[i] = keep(&all, i, status, due);
  }
  return finish(&all, failed, flags);
}

spol_status spol_calendar_subtract_many(const spol_calendar *calendar, const spol_instant *t,
                                        const spol_duration *d, spol_instant *out, size_t count,
                                        size_t *failed, uint32_t *flags) {
  batch all = {calendar, SPOL_OK, 0, 0};
  for (size_t i = 0; i < count; i++) {
    spol_instant to = t[i];
    spol_instant from = 0;
    spol_status status = spi_calendar_subtract(calendar, to, d[i], &from);
    if (status == SPOL_OK && flags != NULL) {
      keep_flags(&all, from, to);
    }
    out[i] = keep(&all, i, status, from);
  }
  return finish(&all, failed, flags);
}

spol_status spol_calendar_elapsed_many(const spol_calendar *calendar, const spol_instant *a,
                                       const spol_instant *b, spol_duration *out, size_t count,
                                       size_t *failed, uint32_t *flags) {
  batch all = {calendar, SPOL_OK, 0, 0};
  for (size_t i = 0; i < count; i++) {
    spol_instant from = a[i];
    spol_instant to = b[i];
    spol_duration elapsed = 0;
    spol_status status = spi_calendar_elapsed(calendar, from, to, &elapsed);
    if (status == SPOL_OK && flags != NULL) {
      keep_flags(&all, from < to ? from : to, from < to ? to : from);
    }
    out[i] = keep(&all, i, status, elapsed);
  }
  return finish(&all, failed, flags);
}
