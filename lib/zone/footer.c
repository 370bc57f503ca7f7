/* SPDX-License-Identifier: MIT */
#include "zone/footer.h"

#include <string.h>

#include "civil/date.h"

enum { RULE_HOURS_MAX = 167, OFFSET_HOURS_MAX = 24, CYCLE_YEARS = 400 };

/** A half-open piece of daylight time; empty if `to` is not after `from`. */
typedef struct daylight {
  spol_instant from;
  spol_instant to;
} daylight;

static int64_t day_of_year(const spi_footer_day *rule, int32_t year) {
  if (rule->form == 'M') {
    int32_t weekday = rule->day == 0 ? SPOL_SUNDAY : rule->day;
    if (rule->week == 5) {
      return spi_weekday_on_or_before(
          spi_date_of_civil(year, rule->month, spi_days_in_month(year, rule->month)), weekday);
    }
    return spi_weekday_on_or_after(spi_date_of_civil(year, rule->month, 1), weekday) +
           7 * (rule->week - 1);
  }
  spol_date first = spi_date_of_civil(year, 1, 1);
  if (rule->form == 'J') {
    return first + rule->day - 1 + (rule->day >= 60 && spi_is_leap_year(year));
  }
  return first + rule->day;
}

static spol_instant start_of(const spi_footer *footer, int32_t year) {
  return day_of_year(&footer->start, year) * SPOL_DAY +
         (footer->start.seconds - footer->standard_offset) * SPOL_SECOND;
}

static spol_instant end_of(const spi_footer *footer, int32_t year) {
  return day_of_year(&footer->end, year) * SPOL_DAY +
         (footer->end.seconds - footer->daylight_offset) * SPOL_SECOND;
}

/** The daylight time that starts by the rule of a year: to the end of the same
 *  year's rule, or on the southern half of the earth of the next one's. Starts
 *  and ends never go back from one year to the next. */
static daylight daylight_of(const spi_footer *footer, int32_t year) {
  daylight found = {.from = start_of(footer, year), .to = end_of(footer, year)};
  if (found.to <= found.from) {
    found.to = end_of(footer, year + 1);
  }
  return found;
}

static int is_empty(daylight piece) {
  return piece.to <= piece.from;
}

/* A rule that changes the offset at all leaves a year of each 400 in which it
 * does (spi_footer_parse sees to that), so that every loop below ends. */

static spi_zone_segment daylight_around(const spi_footer *footer, int32_t year, daylight piece) {
  int32_t y = year;
  for (daylight before = daylight_of(footer, y - 1);
       !is_empty(before) && before.to >= piece.from && y > year - CYCLE_YEARS;
       before = daylight_of(footer, y - 1)) {
    piece.from = before.from;
    y--;
  }
  y = year;
  for (daylight after = daylight_of(footer, y + 1);
       !is_empty(after) && after.from <= piece.to && y < year + CYCLE_YEARS;
       after = daylight_of(footer, y + 1)) {
    piece.to = after.to;
    y++;
  }
  return (spi_zone_segment){
      .from = piece.from, .to = piece.to, .offset = footer->daylight_offset * SPOL_SECOND};
}

static spi_zone_segment standard_around(const spi_footer *footer, int32_t year, daylight piece) {
  int32_t y = year;
  daylight before = piece;
  while (is_empty(before) && y > year - CYCLE_YEARS) {
    before = daylight_of(footer, --y);
  }
  y = year + 1;
  spol_instant next = start_of(footer, y);
  while (is_empty(daylight_of(footer, y)) && y < year + CYCLE_YEARS) {
    next = start_of(footer, ++y);
  }
  return (spi_zone_segment){
      .from = before.to, .to = next, .offset = footer->standard_offset * SPOL_SECOND};
}

spi_zone_segment spi_footer_segment_at(const spi_footer *footer, spol_instant instant) {
  spol_wall wall = instant + footer->standard_offset * SPOL_SECOND;
  /* Rules move days by a week at most: the last start is that of this year or
   * of one of its neighbours. */
  int32_t year = spi_year_of_date(spi_date_of_wall(wall));
  if (start_of(footer, year) > instant) {
    year--;
    if (start_of(footer, year) > instant) {
      year--;
    }
  } else if (start_of(footer, year + 1) <= instant) {
    year++;
  }
  daylight piece = daylight_of(footer, year);
  return instant < piece.to ? daylight_around(footer, year, piece)
                            : standard_around(footer, year, piece);
}

/* ---- reading ---- */

typedef struct scan {
  const char *text;
  size_t length;
  size_t at;
} scan;

static int peek(const scan *s) {
  return s->at < s->length ? (unsigned char)s->text[s->at] : -1;
}

static int skip(scan *s, char c) {
  if (peek(s) != (unsigned char)c) {
    return 0;
  }
  s->at++;
  return 1;
}

static int is_digit(int c) {
  return c >= '0' && c <= '9';
}

static int is_letter(int c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/** A number of 1 to 3 digits, at most `limit`. */
static const char *read_number(scan *s, int32_t limit, int32_t *out) {
  int32_t value = 0;
  size_t start = s->at;
  while (is_digit(peek(s)) && s->at - start < 4) {
    value = value * 10 + (peek(s) - '0');
    s->at++;
  }
  if (s->at == start) {
    return "a number is missing in the footer";
  }
  if (s->at - start > 3 || value > limit) {
    s->at = start;
    return "a number in the footer is too large";
  }
  *out = value;
  return NULL;
}

/** [+-]hh[:mm[:ss]] */
static const char *read_time(scan *s, int32_t hours_max, int32_t *out) {
  int32_t sign = skip(s, '-') ? -1 : 1;
  if (sign > 0) {
    (void)skip(s, '+');
  }
  int32_t hours = 0;
  int32_t minutes = 0;
  int32_t seconds = 0;
  const char *wrong = read_number(s, hours_max, &hours);
  if (wrong == NULL && skip(s, ':')) {
    wrong = read_number(s, 59, &minutes);
    if (wrong == NULL && skip(s, ':')) {
      wrong = read_number(s, 59, &seconds);
    }
  }
  if (wrong == NULL) {
    *out = sign * (hours * 3600 + minutes * 60 + seconds);
  }
  return wrong;
}

/** Letters, or in angle brackets letters, digits, + and -; three at least. */
static const char *read_name(scan *s, char *out) {
  int quoted = skip(s, '<');
  size_t start = s->at;
  while (is_letter(peek(s)) ||
         (quoted && (is_digit(peek(s)) || peek(s) == '+' || peek(s) == '-'))) {
    s->at++;
  }
  size_t length = s->at - start;
  if (length < 3) {
    return "an abbreviation in the footer has fewer than three characters";
  }
  spi_writer writer = spi_writer_on(out, SPI_ABBREVIATION_ROOM);
  spi_write_bytes(&writer, s->text + start, length);
  return quoted && !skip(s, '>') ? "an abbreviation in the footer lacks its '>'" : NULL;
}

static const char *read_month_form(scan *s, spi_footer_day *out) {
  const char *wrong = read_number(s, 12, &out->month);
  if (wrong == NULL && !skip(s, '.')) {
    return "'.' is missing in a rule of the footer";
  }
  if (wrong == NULL) {
    wrong = read_number(s, 5, &out->week);
  }
  if (wrong == NULL && !skip(s, '.')) {
    return "'.' is missing in a rule of the footer";
  }
  if (wrong == NULL) {
    wrong = read_number(s, 6, &out->day);
  }
  if (wrong == NULL && (out->month == 0 || out->week == 0)) {
    return "a month or week in the footer is 0";
  }
  return wrong;
}

static const char *read_day(scan *s, spi_footer_day *out) {
  const char *wrong = NULL;
  if (!skip(s, ',')) {
    return "',' and a rule are missing in the footer";
  }
  if (skip(s, 'M')) {
    out->form = 'M';
    wrong = read_month_form(s, out);
  } else if (skip(s, 'J')) {
    out->form = 'J';
    wrong = read_number(s, 365, &out->day);
    if (wrong == NULL && out->day == 0) {
      return "day J0 in the footer does not exist";
    }
  } else {
    out->form = 'n';
    wrong = read_number(s, 365, &out->day);
  }
  out->seconds = 2 * 3600;
  if (wrong == NULL && skip(s, '/')) {
    wrong = read_time(s, RULE_HOURS_MAX, &out->seconds);
  }
  return wrong;
}

static const char *read_rule(scan *s, spi_footer *out) {
  const char *wrong = read_name(s, out->daylight_name);
  if (wrong != NULL) {
    return wrong;
  }
  out->daylight_offset = out->standard_offset + 3600;
  if (s->at < s->length && peek(s) != ',') {
    wrong = read_time(s, OFFSET_HOURS_MAX, &out->daylight_offset);
    out->daylight_offset = -out->daylight_offset;
  }
  if (wrong == NULL) {
    wrong = read_day(s, &out->start);
  }
  if (wrong == NULL) {
    wrong = read_day(s, &out->end);
  }
  out->has_rule = 1;
  return wrong;
}

static const char *read_footer(scan *s, spi_footer *out) {
  const char *wrong = read_name(s, out->standard_name);
  if (wrong == NULL) {
    wrong = read_time(s, OFFSET_HOURS_MAX, &out->standard_offset);
    out->standard_offset = -out->standard_offset;
  }
  if (wrong == NULL && s->at < s->length) {
    wrong = read_rule(s, out);
  }
  if (wrong == NULL && s->at < s->length) {
    wrong = "the footer goes on after its end";
  }
  return wrong;
}

/** 1 if daylight time never ends. The calendar repeats after 400 years. */
static int is_all_year(const spi_footer *footer) {
  for (int32_t year = 2000; year < 2000 + CYCLE_YEARS; year++) {
    daylight piece = daylight_of(footer, year);
    if (is_empty(piece) || piece.to < start_of(footer, year + 1)) {
      return 0;
    }
  }
  return 1;
}

/** 1 if daylight time never begins. */
static int is_never(const spi_footer *footer) {
  for (int32_t year = 2000; year < 2000 + CYCLE_YEARS; year++) {
    if (!is_empty(daylight_of(footer, year))) {
      return 0;
    }
  }
  return 1;
}

const char *spi_footer_parse(const char *text, size_t length, spi_footer *out, size_t *place) {
  scan s = {.text = text, .length = length};
  spi_footer footer = {0};
  const char *wrong = read_footer(&s, &footer);
  if (wrong != NULL) {
    *place = s.at;
    return wrong;
  }
  if (footer.has_rule && is_all_year(&footer)) {
    footer.standard_offset = footer.daylight_offset;
    memcpy(footer.standard_name, footer.daylight_name, sizeof footer.standard_name);
    footer.has_rule = 0;
  } else if (footer.has_rule &&
             (footer.standard_offset == footer.daylight_offset || is_never(&footer))) {
    footer.has_rule = 0;
  }
  *out = footer;
  return NULL;
}
