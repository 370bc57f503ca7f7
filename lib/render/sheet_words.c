/* SPDX-License-Identifier: MIT */
/* Names, targets, events and clauses in words. */
#include "civil/clock.h"
#include "render/sheet.h"

const char *spi_sheet_text(const spi_sheet *sheet, uint32_t offset) {
  return offset == SPI_NONE ? "" : sheet->view->policy->strings + offset;
}

const char *spi_sheet_name(const spi_sheet *sheet, int32_t kind, uint32_t id) {
  const char *name = NULL;
  if (kind == SPOL_NAME_EVENT && id < SPOL_EVENT_OWN) {
    name = spol_event_type_name(id);
  } else {
    name = spol_policy_name(sheet->view->policy, kind, id);
  }
  return name == NULL ? "?" : name;
}

const char *spi_sheet_calendar(const spi_sheet *sheet, uint32_t index) {
  if (index >= sheet->version->calendars_count) {
    return "no calendar";
  }
  const spi_calendar *calendar = &sheet->version->calendars[index];
  return calendar->id != 0       ? spi_sheet_name(sheet, SPOL_NAME_CALENDAR, calendar->id)
         : calendar->always != 0 ? "24x7"
                                 : "a calendar of its own";
}

/* ---- Targets ------------------------------------------------------------------------------- */

static void put_days(spi_sheet *sheet, const spol_day_target *day) {
  static const char *const units[] = {"day", "business day", "calendar day", "week", "month"};
  static const char *const readings[] = {"", "end of day", "start of day", "same time", "at "};
  int unit = day->unit >= 0 && day->unit <= SPOL_CALENDAR_MONTHS ? day->unit : 0;
  int reading = day->reading >= 0 && day->reading <= SPOL_LOCAL_TIME ? day->reading : 0;
  char text[SPI_PHRASE_MAX] = "";
  spi_writer writer = spi_writer_on(text, sizeof text);
  if (day->reading == SPOL_LOCAL_TIME) {
    spi_clock_write(&writer, day->local_seconds);
  }
  spi_sheet_putf(sheet, "%d %s%s (%s%s)", day->count, units[unit], day->count == 1 ? "" : "s",
                 readings[reading], text);
}

static void put_parts(spi_sheet *sheet, const spi_target *target) {
  spi_sheet_put(sheet,
                target->parts_rule == SPI_EARLIEST_OF ? "the earliest of " : "the latest of ");
  for (uint32_t i = 0; i < target->parts.count; i++) {
    spi_sheet_put(sheet, i > 0 ? ", " : "");
    spi_sheet_target(sheet, sheet->version->target_parts[target->parts.first + i]);
  }
}

static void put_amount(spi_sheet *sheet, const spi_target *target) {
  char from[SPI_PHRASE_MAX];
  char to[SPI_PHRASE_MAX];
  switch (target->kind) {
  case SPOL_TARGET_DURATION:
    if (target->range_from != target->within) {
      spi_sheet_putf(sheet, "%s to ", spi_phrase_duration(target->range_from, from));
    }
    spi_sheet_put(sheet, spi_phrase_duration(target->within, to));
    break;
  case SPOL_TARGET_DAY:
    put_days(sheet, &target->day);
    break;
  case SPOL_TARGET_PER_PERIOD:
    spi_sheet_putf(sheet, "%u per %s", target->per_count,
                   target->per_week != 0 ? "week" : "business day");
    break;
  case SPOL_TARGET_EFFORT:
    spi_sheet_put(sheet, spi_sheet_name(sheet, SPOL_NAME_WORD, target->word));
    break;
  case SPOL_TARGET_AS_AGREED:
    spi_sheet_put(sheet, "as agreed");
    if (target->agreed_default != SPI_NONE) {
      spi_sheet_put(sheet, ", else ");
      spi_sheet_target(sheet, target->agreed_default);
    }
    break;
  case SPOL_TARGET_NOT_OFFERED:
    spi_sheet_put(sheet, "not offered");
    break;
  default:
    spi_sheet_put(sheet, "unstated");
  }
}

/* A target has parts of at most two levels: a part has none of its own. */
void spi_sheet_target(spi_sheet *sheet, uint32_t index) {
  const spi_target *target = &sheet->version->targets[index];
  if (target->parts.count > 0) {
    put_parts(sheet, target);
    return;
  }
  put_amount(sheet, target);
  int counted = target->kind == SPOL_TARGET_DURATION || target->kind == SPOL_TARGET_DAY ||
                target->kind == SPOL_TARGET_PER_PERIOD;
  if (counted && target->calendar != SPI_NONE) {
    spi_sheet_putf(sheet, " on %s", spi_sheet_calendar(sheet, target->calendar));
  }
  if (counted && target->day.cutoff_seconds >= 0) {
    char text[SPI_PHRASE_MAX] = "";
    spi_writer writer = spi_writer_on(text, sizeof text);
    spi_clock_write(&writer, target->day.cutoff_seconds);
    spi_sheet_putf(sheet, ", until %s of the day", text);
  }
}

void spi_sheet_targets(spi_sheet *sheet, spi_range rows) {
  const char *before = "";
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_target_row *row = &sheet->version->target_rows[rows.first + i];
    int held = spi_sheet_holds(sheet, row->when);
    if (held == 0) {
      continue;
    }
    spi_sheet_put(sheet, before);
    spi_sheet_target(sheet, row->target);
    spi_sheet_condition(sheet, ": ", row->when);
    spi_sheet_clause(sheet, &row->place);
    before = "; ";
    if (held == 1) {
      break; /* it leaves nothing to what stands below it */
    }
    uint32_t only = spi_sheet_only(sheet, row->when);
    if (only != SPI_NONE && sheet->refuted_count < SPI_SHEET_REFUTED) {
      sheet->refuted[sheet->refuted_count++] = only;
    }
  }
  sheet->refuted_count = 0;
}

/* ---- Events and clauses ------------------------------------------------------------------------
 */

void spi_sheet_match(spi_sheet *sheet, uint32_t index) {
  const spi_match *match = &sheet->version->matches[index];
  if (match->event == SPI_NONE) {
    spi_sheet_putf(sheet, "the stop of %s", spi_sheet_name(sheet, SPOL_NAME_METRIC, match->metric));
  } else {
    spi_sheet_put(sheet, spi_sheet_name(sheet, SPOL_NAME_EVENT, match->event));
  }
  if (match->line != 0) {
    spi_sheet_putf(sheet, " to %s", spi_sheet_name(sheet, SPOL_NAME_LINE, match->line));
  }
  if (match->reason != 0) {
    spi_sheet_putf(sheet, " (%s)", spi_sheet_name(sheet, SPOL_NAME_REASON, match->reason));
  }
  spi_sheet_condition(sheet, " where ", match->when);
}

void spi_sheet_matches(spi_sheet *sheet, spi_range matches) {
  for (uint32_t i = 0; i < matches.count; i++) {
    spi_sheet_put(sheet, i == 0 ? "" : i + 1 == matches.count ? " or " : ", ");
    spi_sheet_match(sheet, matches.first + i);
  }
}

void spi_sheet_clause(spi_sheet *sheet, const spi_place *place) {
  if (place->line == 0 || place->clause == SPI_NONE) {
    return;
  }
  const spi_clause *clause = &sheet->view->policy->clauses[place->clause];
  const char *heading = spi_sheet_text(sheet, clause->heading);
  const char *quote = spi_sheet_text(sheet, clause->quote);
  if (quote[0] != '\0') {
    spi_sheet_putf(sheet, " [\"%s\"]", quote);
  } else if (clause->sentence == 0) {
    spi_sheet_putf(sheet, " [%s]", heading);
  } else if (clause->last_sentence > clause->sentence) {
    spi_sheet_putf(sheet, " [%s%ssentences %u to %u]", heading, heading[0] != '\0' ? ", " : "",
                   clause->sentence, clause->last_sentence);
  } else {
    spi_sheet_putf(sheet, " [%s%ssentence %u]", heading, heading[0] != '\0' ? ", " : "",
                   clause->sentence);
  }
}
