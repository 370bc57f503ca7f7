/* SPDX-License-Identifier: MIT */
/* Where a clock comes to a share of its length (docs/semantics.md, sections 7
 * and 8). */
#include "base/checked.h"
#include "case/run.h"

enum { FULL_SHARE = 1000000 };

spol_duration spi_share_of(spol_duration length, int64_t share) {
  int64_t whole;
  int64_t rest;
  if (!spi_mul_i64(length / FULL_SHARE, share, &whole) ||
      !spi_mul_i64(length % FULL_SHARE, share, &rest)) {
    return -1;
  }
  rest = rest / FULL_SHARE + (rest % FULL_SHARE != 0);
  return spi_add_i64(whole, rest, &whole) ? whole : -1;
}

static spol_instant beyond_due(const spi_leg *leg, int64_t share) {
  if (leg->due == SPOL_INSTANT_NONE) {
    return SPI_NEVER;
  }
  spol_duration more = spi_share_of(leg->length, share - FULL_SHARE);
  return more < 0 ? SPI_NEVER : spi_plus(leg->aim.calendar, leg->due, more);
}

/* The amount that a share comes to, and where that is reached as if the clock
 * never stood from now on: a pause that stands since then moves nothing here. */
static void find_reached(spi_share_run *known, const spi_leg *leg, int64_t share) {
  known->stamp = leg->stamp;
  known->reached = SPOL_INSTANT_NONE;
  if (leg->word || leg->length == 0 || share >= FULL_SHARE) {
    return;
  }
  if (known->length != leg->length) {
    known->length = leg->length;
    known->amount = spi_share_of(leg->length, share);
  }
  if (known->amount > leg->carried) {
    known->reached =
        spi_leg_reach(leg, leg->base_position, known->amount - leg->carried + leg->paused);
  }
}

/* Counted from now on, where the share is not reached from a position. */
static spol_instant count_on(const spi_leg *leg, const spi_clock_run *clock, spol_duration amount,
                             spol_instant now) {
  spol_instant from = now > leg->base ? now : leg->base;
  spol_duration elapsed = spi_leg_elapsed(leg, clock, from);
  if (elapsed >= amount) {
    return from;
  }
  if (leg->standing) {
    return leg->fixed ? leg->due : SPI_NEVER;
  }
  from = from > leg->lasting ? from : leg->lasting;
  spol_instant reached = spi_plus(leg->aim.calendar, from, amount - elapsed);
  return leg->due != SPOL_INSTANT_NONE && leg->due < reached ? leg->due : reached;
}

static spol_instant share_slowly(const spi_leg *leg, const spi_clock_run *clock, int64_t share,
                                 spol_instant now) {
  if (leg->word) {
    return SPI_NEVER;
  }
  if (leg->length == 0 && share <= FULL_SHARE) {
    return leg->receipt;
  }
  if (share >= FULL_SHARE) {
    /* Not while a pause lasts on that counts though it began after due. */
    spol_instant at = beyond_due(leg, share);
    return !leg->fixed && leg->lasting > now && at < leg->lasting ? leg->lasting : at;
  }
  spol_duration amount = spi_share_of(leg->length, share);
  if (amount <= leg->carried) {
    /* What was carried over has passed it: at the change itself. */
    return leg->carried > 0 ? now : leg->base;
  }
  return count_on(leg, clock, amount, now);
}

spol_instant spi_leg_share(const spi_leg *leg, const spi_clock_run *clock, int64_t share,
                           spol_instant now, spi_share_run *known) {
  if (known->stamp != leg->stamp) {
    find_reached(known, leg, share);
  }
  spol_instant reached = known->reached;
  spol_instant from = now > leg->base ? now : leg->base;
  if (reached == SPOL_INSTANT_NONE || leg->covered > from ||
      (!leg->standing && leg->lasting != SPOL_INSTANT_NONE)) {
    return share_slowly(leg, clock, share, now);
  }
  if (leg->standing) {
    spol_instant stood = leg->stands_from > leg->covered ? leg->stands_from : leg->covered;
    return reached <= stood ? from : leg->fixed ? leg->due : SPI_NEVER;
  }
  if (reached <= from) {
    return from;
  }
  return leg->due != SPOL_INSTANT_NONE && leg->due < reached ? leg->due : reached;
}
