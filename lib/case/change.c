/* SPDX-License-Identifier: MIT */
/* What a change does to a running clock (docs/semantics.md, section 7, "When
 * something changes while a clock runs"). */
#include "case/run.h"

#include "base/checked.h"

/* Most clocks that run on beside one; the latest of more are left behind. */
enum { BESIDE_MAX = 64 };

/* floor(a * b / c) without a wider type; INT64_MAX where it is larger. */
static int64_t scale(int64_t a, int64_t b, int64_t c) {
  uint64_t quotient = 0;
  uint64_t rest = 0;
  uint64_t whole = (uint64_t)b / (uint64_t)c;
  uint64_t part = (uint64_t)b % (uint64_t)c;
  for (int bit = 62; bit >= 0; bit--) {
    if (quotient > INT64_MAX / 4) {
      return INT64_MAX;
    }
    quotient *= 2;
    rest *= 2;
    if (((uint64_t)a >> bit) & 1) {
      if (whole > INT64_MAX / 4) {
        return INT64_MAX;
      }
      quotient += whole;
      rest += part;
    }
    quotient += rest / (uint64_t)c;
    rest %= (uint64_t)c;
  }
  return quotient > INT64_MAX ? INT64_MAX : (int64_t)quotient;
}

/* The rule in force: `restart` comes first where the policy is silent and the
 * old target was a word, or a step made the change. */
void spi_find_carry(spi_run *run, spi_range rows, int old_word, spi_carried *out) {
  spi_look_anew(run);
  out->carry = old_word || run->hand.lineage != NULL ? SPOL_CARRY_RESTART : SPOL_CARRY_FROM_START;
  out->never_later = 0;
  const spi_place *place = NULL;
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_carry_row *row = &run->version->carry_rows[rows.first + i];
    int held = spi_holds(run, row->when);
    if (held == SPI_NO) {
      continue;
    }
    if (held == SPI_YES && row->place.line != 0) {
      out->carry = row->carry;
      out->never_later = row->never_later;
      place = &row->place;
    }
    break;
  }
  if (old_word && (out->carry == SPOL_CARRY_ELAPSED || out->carry == SPOL_CARRY_FRACTION)) {
    out->carry = SPOL_CARRY_RESTART;
  }
  out->rule = spi_because(run, SPOL_CAUSE_RULE, place);
}

static spol_duration amount(const spi_leg *old, const spi_clock_run *clock, int32_t carry,
                            spol_duration length, spol_instant at) {
  spol_duration elapsed = spi_leg_elapsed(old, clock, at);
  if (carry == SPOL_CARRY_ELAPSED) {
    return elapsed;
  }
  return old->length == 0 ? length : scale(elapsed, length, old->length);
}

/* A pause that lasts on has used up open time of the calendars before. */
static const spi_earlier *earlier_of(spi_run *run, const spi_leg *old, spol_instant at) {
  spi_earlier *out = spi_take(&run->room, sizeof *out);
  if (out != NULL) {
    spol_instant from = old->earlier == NULL ? INT64_MIN : old->earlier->to;
    *out = (spi_earlier){old->aim.calendar, from, at, old->earlier};
  }
  return out;
}

static void change_leg(spi_run *run, spi_leg *leg, const spi_aim *aim, const spi_leg *old,
                       const spi_clock_run *old_clock, int32_t carry, spol_instant at,
                       spol_instant cycle_from) {
  if (carry == SPOL_CARRY_RESTART) {
    spi_leg_start(run, leg, aim, at > cycle_from ? at : cycle_from);
    return;
  }
  spi_leg_start(run, leg, aim, old->start);
  if (carry == SPOL_CARRY_FROM_START) {
    return;
  }
  spol_instant base = at > leg->receipt ? at : leg->receipt;
  base = base > cycle_from ? base : cycle_from;
  spol_duration carried = amount(old, old_clock, carry, leg->length, at);
  if (old_clock->real) {
    leg->earlier = earlier_of(run, old, at);
  }
  spi_leg_carry(run, leg, base, carried);
}

static int is_missed(const spi_clock_run *clock, spol_instant at) {
  const spi_leg *leg = spi_answer_leg(clock);
  return clock->missed || (leg->due != SPOL_INSTANT_NONE && leg->due + 1 < at);
}

/* Keeps those that can still be earlier, newest first. */
static spi_clock_run *keep_beside(spi_run *run, spi_clock_run *clock, spol_instant at) {
  spi_clock_run *old = spi_take(&run->room, sizeof *old);
  if (old == NULL) {
    return NULL;
  }
  *old = *clock;
  old->track = spi_track_copy(run, clock->track);
  run->has_apart = 1;
  if (old->track == NULL) {
    return NULL;
  }
  spi_clock_run *first = NULL;
  spi_clock_run **link = &first;
  int kept = 0;
  for (spi_clock_run *next = old; next != NULL; next = next->beside) {
    if (!is_missed(next, at) && kept < BESIDE_MAX) {
      *link = next;
      link = &next->beside;
      kept++;
    }
  }
  *link = NULL;
  return first;
}

int spi_clock_change(spi_run *run, spi_clock_run *clock, const spi_found *found,
                     const spi_carried *carry, spol_instant at, spol_instant cycle_from,
                     spi_track *track) {
  const spi_clock_run *best = spi_clock_best(run, clock);
  spi_clock_run old_clock = *best;
  spi_leg old = *spi_answer_leg(best);
  spi_clock_run *beside = carry->never_later ? keep_beside(run, clock, at) : NULL;
  spi_leg *legs = spi_take_raw(&run->room, found->count * sizeof *legs);
  if (legs == NULL) {
    return 0;
  }
  clock->legs = legs;
  clock->leg_room = found->count;
  clock->leg_count = found->count;
  run->has_compound |= found->count > 1 || beside != NULL;
  clock->rule = found->rule;
  clock->version = run->version_index;
  clock->track = track;
  clock->beside = beside;
  clock->missed = 0;
  for (uint32_t i = 0; i < found->count; i++) {
    change_leg(run, &legs[i], &found->parts[i], &old, &old_clock, carry->carry, at, cycle_from);
    spi_leg_recount(&legs[i], clock, run->now);
    legs[i].changed = at;
    legs[i].held = spi_leg_elapsed(&legs[i], clock, at);
  }
  spi_clock_answer(run, clock);
  return carry->carry == SPOL_CARRY_RESTART;
}
