/* SPDX-License-Identifier: MIT */
/* Instants on a line, and ticks at minutes, hours, days, weeks, months or years
 * of a zone, whichever have room for their labels. */
#include "base/checked.h"
#include "civil/date.h"
#include "render/timeline.h"

enum { MINUTE = 1, HOUR = 2, DAY = 3, WEEK = 4, MONTH = 5, YEAR = 6, MOST_TICKS = 4096 };

static const spi_tick_unit units[] = {
    {MINUTE, 1, DAY, 5, SPOL_MINUTE},       {MINUTE, 5, DAY, 5, 5 * SPOL_MINUTE},
    {MINUTE, 15, DAY, 5, 15 * SPOL_MINUTE}, {MINUTE, 30, DAY, 5, 30 * SPOL_MINUTE},
    {HOUR, 1, DAY, 5, SPOL_HOUR},           {HOUR, 2, DAY, 5, 2 * SPOL_HOUR},
    {HOUR, 3, DAY, 5, 3 * SPOL_HOUR},       {HOUR, 6, DAY, 5, 6 * SPOL_HOUR},
    {HOUR, 12, DAY, 5, 12 * SPOL_HOUR},     {DAY, 1, MONTH, 2, SPOL_DAY},
    {WEEK, 1, MONTH, 6, SPOL_WEEK},         {WEEK, 2, MONTH, 6, 2 * SPOL_WEEK},
    {MONTH, 1, YEAR, 3, 30 * SPOL_DAY},     {MONTH, 3, YEAR, 3, 90 * SPOL_DAY},
    {MONTH, 6, YEAR, 3, 181 * SPOL_DAY},    {YEAR, 1, 0, 4, 365 * SPOL_DAY},
    {YEAR, 2, 0, 4, 730 * SPOL_DAY},        {YEAR, 5, 0, 4, 1826 * SPOL_DAY},
    {YEAR, 10, 0, 4, 3652 * SPOL_DAY},      {YEAR, 100, 0, 4, 36524 * SPOL_DAY},
    {YEAR, 1000, 0, 4, 365242 * SPOL_DAY}};

static const spi_tick_unit units_above[] = {
    {DAY, 1, 0, 15, SPOL_DAY}, {MONTH, 1, 0, 13, 30 * SPOL_DAY}, {YEAR, 1, 0, 4, 365 * SPOL_DAY}};

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* ---- Places ------------------------------------------------------------------------ */

int32_t spi_axis_at(const spi_axis *axis, spol_instant at) {
  if (at <= axis->from) {
    return at == axis->from ? axis->left : axis->left - 1;
  }
  if (at > axis->to) {
    return axis->left + axis->width + 1;
  }
  /* In milliseconds, so that the longest axis times its width has room. */
  int64_t whole = (axis->to - axis->from) / 1000;
  int64_t part = (at - axis->from) / 1000;
  return axis->left + (int32_t)(whole <= 0 ? 0 : part * axis->width / whole);
}

int spi_axis_has(const spi_axis *axis, spol_instant at) {
  return at != SPOL_INSTANT_NONE && at >= axis->from && at <= axis->to;
}

/* ---- Wall times --------------------------------------------------------------------- */

static int wall_of(const spi_axis *axis, spol_instant at, spol_wall *wall) {
  spol_zone_local local;
  if (axis->zone == NULL) {
    *wall = at;
    return 1;
  }
  if (spol_zone_to_local(axis->zone, at, &local) != SPOL_OK) {
    return 0;
  }
  *wall = local.wall;
  return 1;
}

/* The first instant at or after a wall time; the change itself in a gap. */
static int instant_of(const spi_axis *axis, spol_wall wall, spol_instant *at) {
  spol_zone_instants found;
  if (axis->zone == NULL) {
    *at = wall;
    return spi_instant_in_range(wall);
  }
  if (spol_zone_from_local(axis->zone, wall, &found) != SPOL_OK) {
    return 0;
  }
  *at = found.count == 0 ? found.transition : found.first;
  return spi_instant_in_range(*at);
}

/* ---- Ticks as wall times ---------------------------------------------------------------- */

static spol_date date_of_wall(spol_wall wall) {
  return (spol_date)spi_floor_div(wall, SPOL_DAY);
}

static spol_wall wall_of_month(int64_t month) {
  int64_t year = spi_floor_div(month, 12);
  spol_date date = spi_date_of_civil((int32_t)year, (int32_t)(month - year * 12) + 1, 1);
  return (spol_wall)date * SPOL_DAY;
}

static int64_t month_of_wall(spol_wall wall) {
  spol_civil_date civil = spi_civil_of_date(date_of_wall(wall));
  return (int64_t)civil.year * 12 + civil.month - 1;
}

/* The tick at or before a wall time, and the one behind a tick. */
static spol_wall tick_before(const spi_tick_unit *unit, spol_wall wall) {
  int64_t span = unit->duration;
  spol_date date = date_of_wall(wall);
  int64_t months_apart = unit->kind == YEAR ? (int64_t)unit->step * 12 : unit->step;
  switch (unit->kind) {
  case MONTH:
  case YEAR:
    return wall_of_month(spi_floor_div(month_of_wall(wall), months_apart) * months_apart);
  case WEEK:
    return (spol_wall)(spi_weekday_on_or_before(date, SPOL_MONDAY) -
                       (unit->step == 2 && spi_floor_mod(date + 3, 14) >= 7 ? 7 : 0)) *
           SPOL_DAY;
  default:
    return spi_floor_div(wall, span) * span;
  }
}

static spol_wall tick_behind(const spi_tick_unit *unit, spol_wall tick) {
  int64_t months_apart = unit->kind == YEAR ? (int64_t)unit->step * 12 : unit->step;
  if (unit->kind == MONTH || unit->kind == YEAR) {
    return wall_of_month(month_of_wall(tick) + months_apart);
  }
  return tick + unit->duration;
}

/* ---- Labels ---------------------------------------------------------------------------- */

static void write_clock(spol_wall wall, char *label) {
  int64_t minutes = spi_floor_mod(wall, SPOL_DAY) / SPOL_MINUTE;
  spi_writer writer = spi_writer_on(label, SPI_TICK_LABEL_MAX);
  spi_write_padded(&writer, (uint64_t)(minutes / 60), 2);
  spi_write_char(&writer, ':');
  spi_write_padded(&writer, (uint64_t)(minutes % 60), 2);
}

static void write_part(char *label, const char *format, const char *word, int32_t number,
                       const char *other, int32_t year) {
  spi_writer writer = spi_writer_on(label, SPI_TICK_LABEL_MAX);
  spi_write_format(&writer, format, word, number, other, year);
}

/* The month's first three letters. */
static const char *short_month(int32_t month, char buffer[4]) {
  for (int i = 0; i < 3; i++) {
    buffer[i] = months[month - 1][i];
  }
  buffer[3] = '\0';
  return buffer;
}

static void write_labels(const spi_tick_unit *unit, spol_wall wall, spi_tick *tick) {
  char letters[4];
  spol_date date = date_of_wall(wall);
  spol_civil_date civil = spi_civil_of_date(date);
  const char *month = short_month(civil.month, letters);
  const char *weekday = weekdays[spi_weekday(date) - 1];
  for (size_t i = 0; i < COUNT(tick->label); i++) {
    tick->label[i][0] = '\0';
  }
  switch (unit->kind) {
  case DAY:
    if (unit->above == 0) {
      write_part(tick->label[0], "%s %d %s %d", weekday, civil.day, month, civil.year);
      write_part(tick->label[1], "%s %d %s", weekday, civil.day, month, 0);
    }
    write_part(tick->label[unit->above == 0 ? 2 : 1], "%s %d", weekday, civil.day, "", 0);
    if (unit->above != 0) {
      write_part(tick->label[2], "%s%d", "", civil.day, "", 0);
    }
    return;
  case WEEK:
    write_part(tick->label[2], "%s%d %s", "", civil.day, month, 0);
    return;
  case MONTH:
    if (unit->above == 0) {
      write_part(tick->label[0], "%s %d", months[civil.month - 1], civil.year, "", 0);
      write_part(tick->label[1], "%s %d", month, civil.year, "", 0);
    }
    write_part(tick->label[2], "%s", month, 0, "", 0);
    return;
  case YEAR:
    write_part(tick->label[2], "%s%d", "", civil.year, "", 0);
    return;
  default:
    write_clock(wall, tick->label[2]);
  }
}

/* ---- Choosing and visiting ----------------------------------------------------------------- */

const spi_tick_unit *spi_axis_unit(const spi_axis *axis) {
  int64_t whole = (axis->to - axis->from) / 1000;
  for (size_t i = 0; i + 1 < COUNT(units); i++) {
    int64_t room = units[i].duration / 1000 * axis->width / (whole <= 0 ? 1 : whole);
    if (room >= (int64_t)(units[i].letters + 1) * axis->letter) {
      return &units[i];
    }
  }
  return &units[COUNT(units) - 1];
}

const spi_tick_unit *spi_axis_unit_above(const spi_tick_unit *unit) {
  for (size_t i = 0; i < COUNT(units_above); i++) {
    if (units_above[i].kind == unit->above) {
      return &units_above[i];
    }
  }
  return NULL;
}

void spi_axis_ticks(const spi_axis *axis, const spi_tick_unit *unit,
                    void (*visit)(void *context, const spi_tick *tick), void *context) {
  spol_wall wall = 0;
  spi_tick tick = {.at = SPOL_INSTANT_NONE};
  if (!wall_of(axis, axis->from, &wall)) {
    return;
  }
  wall = tick_before(unit, wall);
  if (!instant_of(axis, wall, &tick.at)) {
    wall = tick_behind(unit, wall);
    if (!instant_of(axis, wall, &tick.at)) {
      return;
    }
  }
  for (int i = 0; i < MOST_TICKS && tick.at < axis->to; i++) {
    spol_wall behind = tick_behind(unit, wall);
    int last = !instant_of(axis, behind, &tick.next);
    tick.next = last ? axis->to : tick.next;
    if (tick.next > tick.at) {
      write_labels(unit, wall, &tick);
      visit(context, &tick);
    }
    if (last) {
      return;
    }
    wall = behind;
    tick.at = tick.next;
  }
}

spol_instant spi_axis_clock_change(const spi_axis *axis, spol_instant after,
                                   char label[SPI_TICK_LABEL_MAX]) {
  spol_instant at = SPOL_INSTANT_NONE;
  spol_zone_local before;
  spol_zone_local behind;
  char text[SPOL_TIME_TEXT_MAX];
  if (axis->zone == NULL || axis->to - axis->from > 3 * 366 * SPOL_DAY || after >= axis->to ||
      spol_zone_next_transition(axis->zone, after, &at) != SPOL_OK || !spi_axis_has(axis, at) ||
      spol_zone_to_local(axis->zone, at - 1, &before) != SPOL_OK ||
      spol_zone_to_local(axis->zone, at, &behind) != SPOL_OK) {
    return SPOL_INSTANT_NONE;
  }
  int32_t change = behind.offset_seconds - before.offset_seconds;
  if (spol_duration_format((change < 0 ? -change : change) * SPOL_SECOND, text) != SPOL_OK) {
    return SPOL_INSTANT_NONE;
  }
  spi_writer writer = spi_writer_on(label, SPI_TICK_LABEL_MAX);
  spi_write_format(&writer, "clocks %s%s", change < 0 ? "\xE2\x88\x92" : "+", text);
  return at;
}
