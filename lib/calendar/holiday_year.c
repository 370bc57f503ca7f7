/* SPDX-License-Identifier: MIT */
/*
 * Which dates are holidays: three passes over a window of days, on the stack.
 * First what stays on its own date, then what is moved in the order of the
 * rules, then the days between. The window is wider than the dates asked for, so
 * that what is moved into them, and what stands in its way, is seen.
 */
#include "calendar/holiday_set.h"
#include "civil/easter.h"
#include "supportpolicy/calendar.h"

/* A holiday that is moved to the nearest day comes from at most six days away;
 * one moved to a free day depends on its neighbours, and they on theirs, so that
 * the years before and after are looked at whole. */
enum { MARGIN = 8, WINDOW_MAX = 3 * SPI_HOLIDAYS_YEAR_MAX };

/** What is known of a day. */
typedef struct day {
  uint32_t source; /**< rule, then listed date, each + 1; the least decides; 0: no holiday */
  uint8_t shifted;
  uint8_t early;     /**< by Easter before 1583 */
  uint8_t neighbour; /**< counts for the days between */
} day;

typedef struct window {
  const spol_holidays *set;
  spi_date_span span;
  day days[WINDOW_MAX];
} window;

/** How a rule gives a day. */
typedef struct placing {
  uint32_t source;
  uint8_t shifted, early, neighbour;
} placing;

static void place(window *w, spol_date date, const placing *how) {
  if (date < w->span.first || date > w->span.last) {
    return;
  }
  day *d = &w->days[date - w->span.first];
  d->neighbour |= how->neighbour;
  if (d->source == 0 || how->source < d->source) {
    d->source = how->source;
    d->shifted = how->shifted;
    d->early = how->early;
  }
}

static int is_free(const window *w, spol_date date) {
  return w->days[date - w->span.first].source == 0;
}

/* A day beyond the window is a year away from what is asked. */
static int next_free(const window *w, const spi_holiday_rule *rule, spol_date from,
                     spol_date *out) {
  for (spol_date date = from + 1; date <= from + SPI_HOLIDAY_SHIFT_MAX; date++) {
    if (date > w->span.last) {
      return 0;
    }
    if (!spi_weekday_in(rule->shift_mask, date) && is_free(w, date)) {
      *out = date;
      return 1;
    }
  }
  return 0;
}

static int nearest(const spi_holiday_rule *rule, spol_date from, spol_date *out) {
  for (int32_t distance = 1; distance < 7; distance++) {
    spol_date date = from;
    if (!spi_weekday_in(rule->shift_mask, from + distance)) {
      date = from + distance;
    } else if (!spi_weekday_in(rule->shift_mask, from - distance)) {
      date = from - distance;
    }
    if (date != from) {
      *out = date;
      return spi_date_in_range(date);
    }
  }
  return 0;
}

static int is_moved(const spi_holiday_rule *rule, spol_date date) {
  return rule->observed != SPOL_OBSERVED_NONE && spi_weekday_in(rule->shift_mask, date);
}

static void move(window *w, const spi_holiday_rule *rule, spol_date date, placing how) {
  spol_date kept = date;
  int moved = rule->observed == SPOL_OBSERVED_NEXT_FREE ? next_free(w, rule, date, &kept)
                                                        : nearest(rule, date, &kept);
  how.shifted = (uint8_t)moved;
  how.neighbour = (uint8_t)(!moved || rule->keeps == 0);
  place(w, kept, &how);
}

enum { PASS_STAYING, PASS_MOVED };

static void pass_date(window *w, const spi_holiday_rule *rule, spol_date date, const placing *how,
                      int pass) {
  int moved = is_moved(rule, date);
  if (pass == PASS_STAYING) {
    if (!moved || rule->keeps != 0) {
      place(w, date, how);
    }
  } else if (moved) {
    move(w, rule, date, *how);
  }
}

static void pass_rule(window *w, const spi_holiday_rule *rule, uint32_t source, int pass) {
  if (rule->kind == SPOL_HOLIDAY_DATES &&
      (rule->last_date < w->span.first || rule->first_date > w->span.last)) {
    return; /* most of a long list of single dates */
  }
  spi_year_span years = spi_holiday_rule_years(rule, w->span);
  for (int32_t year = years.first; year <= years.last; year++) {
    spi_date_span own;
    if (!spi_holiday_rule_span(w->set, rule, year, &own)) {
      continue;
    }
    placing how = {.source = source, .neighbour = 1};
    how.early = rule->easter != 0 && year < SPI_EASTER_FIRST_YEAR;
    spol_date first = own.first > w->span.first ? own.first : w->span.first;
    spol_date last = own.last < w->span.last ? own.last : w->span.last;
    for (spol_date date = first; date <= last; date++) {
      if (spi_weekday_in(rule->weekdays, date)) {
        pass_date(w, rule, date, &how, pass);
      }
    }
  }
}

/* The first listed date at or after a date. */
static uint32_t find_listed(const spol_holidays *set, spol_date date) {
  uint32_t low = 0;
  uint32_t high = set->date_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (set->dates[middle].date < date) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static void pass_lists(window *w) {
  const spol_holidays *set = w->set;
  for (uint32_t i = find_listed(set, w->span.first);
       i < set->date_count && set->dates[i].date <= w->span.last; i++) {
    placing how = {.source = set->rule_count + 1 + i, .neighbour = 1};
    place(w, set->dates[i].date, &how);
  }
}

static int year_allows(const spi_holiday_rule *rule, spol_date date) {
  int32_t year = spi_year_of_date(date);
  return year >= rule->first_year && year <= rule->last_year;
}

/* What lies between is no neighbour itself: only single days are meant. */
static void pass_between(window *w, const spi_holiday_rule *rule, uint32_t source) {
  placing how = {.source = source};
  for (spol_date date = w->span.first + 1; date < w->span.last; date++) {
    const day *d = &w->days[date - w->span.first];
    if (d->source == 0 && d[-1].neighbour && d[1].neighbour &&
        spi_weekday_in(rule->weekdays, date) && year_allows(rule, date)) {
      place(w, date, &how);
    }
  }
}

static spi_date_span whole_years(int32_t first, int32_t last) {
  return (spi_date_span){spi_date_of_civil(first, 1, 1), spi_date_of_civil(last, 12, 31)};
}

/* A date and its year see the same window where it matters, so they never
 * disagree. */
static spi_date_span window_of(const spol_holidays *set, spi_date_span asked) {
  if (set->moves_to_free) {
    int32_t year = spi_year_of_date(asked.first);
    return whole_years(year - 1, year + 1);
  }
  return (spi_date_span){asked.first - MARGIN, asked.last + MARGIN};
}

/* The span asked for lies within one year. */
static void look(window *w, const spol_holidays *set, spi_date_span asked) {
  w->set = set;
  w->span = window_of(set, asked);
  for (spol_date date = w->span.first; date <= w->span.last; date++) {
    w->days[date - w->span.first] = (day){0};
  }
  for (uint32_t i = 0; i < set->rule_count; i++) {
    pass_rule(w, &set->rules[i], i + 1, PASS_STAYING);
  }
  pass_lists(w);
  for (uint32_t i = 0; i < set->rule_count; i++) {
    if (set->rules[i].observed != SPOL_OBSERVED_NONE) {
      pass_rule(w, &set->rules[i], i + 1, PASS_MOVED);
    }
  }
  for (uint32_t i = 0; i < set->rule_count; i++) {
    if (set->rules[i].kind == SPOL_HOLIDAY_BETWEEN) {
      pass_between(w, &set->rules[i], i + 1);
    }
  }
}

static const char *name_of(const spol_holidays *set, uint32_t name_at) {
  return name_at == 0 ? NULL : set->names + name_at - 1;
}

/* What is known of a date in a window; 0 if it is no holiday. */
static int known_in(const window *w, spol_date date, spi_known_holiday *out) {
  const day *d = &w->days[date - w->span.first];
  *out = (spi_known_holiday){date, d->source, d->shifted, d->early};
  return d->source != 0;
}

static spol_holiday describe(const spol_holidays *set, const spi_known_holiday *known) {
  spol_holiday holiday = {.date = known->date, .shifted = known->shifted};
  holiday.flags = known->early ? SPOL_CALENDAR_EASTER_EARLY : 0;
  if (known->source <= set->rule_count) {
    const spi_holiday_rule *rule = &set->rules[known->source - 1];
    holiday.name = name_of(set, rule->name_at);
    holiday.hours = rule->hours_count == 0 ? NULL : set->hours + rule->hours_at;
    holiday.hours_count = rule->hours_count;
  } else {
    holiday.name = name_of(set, set->dates[known->source - set->rule_count - 1].name_at);
  }
  return holiday;
}

/** Receives the holidays of a year. */
typedef struct receiver {
  const spol_holidays *set;
  spol_holiday *days;
  size_t capacity, count;
} receiver;

static void receive(receiver *r, const spi_known_holiday *known) {
  if (r->count < r->capacity) {
    r->days[r->count] = describe(r->set, known);
  }
  r->count++;
}

static int in_table(int32_t year) {
  return year >= SPI_HOLIDAY_TABLE_FIRST && year <= SPI_HOLIDAY_TABLE_LAST;
}

static size_t fill(const spol_holidays *holidays, int32_t year, spol_holiday *days,
                   size_t capacity) {
  receiver r = {holidays, days, capacity, 0};
  if (in_table(year)) {
    const uint32_t *begin = &holidays->table_years[year - SPI_HOLIDAY_TABLE_FIRST];
    for (uint32_t i = begin[0]; i < begin[1]; i++) {
      receive(&r, &holidays->table[i]);
    }
    return r.count;
  }
  spi_date_span asked = whole_years(year, year);
  window w;
  look(&w, holidays, asked);
  for (spol_date date = asked.first; date <= asked.last; date++) {
    spi_known_holiday known;
    if (known_in(&w, date, &known)) {
      receive(&r, &known);
    }
  }
  return r.count;
}

size_t spi_holidays_fill(const spol_holidays *holidays, int32_t year, spol_holiday *days) {
  return fill(holidays, year, days, SPI_HOLIDAYS_YEAR_MAX);
}

static int find_in_table(const spol_holidays *set, int32_t year, spol_date date,
                         spi_known_holiday *out) {
  uint32_t low = set->table_years[year - SPI_HOLIDAY_TABLE_FIRST];
  uint32_t high = set->table_years[year - SPI_HOLIDAY_TABLE_FIRST + 1];
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (set->table[middle].date == date) {
      *out = set->table[middle];
      return 1;
    }
    if (set->table[middle].date < date) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return 0;
}

static int find(const spol_holidays *set, spol_date date, spi_known_holiday *out) {
  int32_t year = spi_year_of_date(date);
  if (in_table(year)) {
    return find_in_table(set, year, date, out);
  }
  window w;
  look(&w, set, (spi_date_span){date, date});
  return known_in(&w, date, out);
}

int spi_holidays_find(const spol_holidays *holidays, spol_date date, spol_holiday *out) {
  spi_known_holiday known;
  if (!find(holidays, date, &known)) {
    return 0;
  }
  if (out != NULL) {
    *out = describe(holidays, &known);
  }
  return 1;
}

static spol_status tabulate_year(spol_holidays *set, int32_t year, size_t *count) {
  spi_date_span asked = whole_years(year, year);
  window w;
  look(&w, set, asked);
  for (spol_date date = asked.first; date <= asked.last; date++) {
    spi_known_holiday known;
    if (!known_in(&w, date, &known)) {
      continue;
    }
    void *items = set->table;
    spol_status status =
        spi_grow(&set->allocator, &items, &set->table_capacity, *count, sizeof known, UINT32_MAX);
    set->table = items;
    if (status != SPOL_OK) {
      return status;
    }
    set->table[(*count)++] = known;
  }
  return SPOL_OK;
}

spol_status spi_holidays_tabulate(spol_holidays *holidays) {
  size_t count = 0;
  spol_status status = SPOL_OK;
  for (int32_t i = 0; status == SPOL_OK && i < SPI_HOLIDAY_TABLE_YEARS; i++) {
    holidays->table_years[i] = (uint32_t)count;
    status = tabulate_year(holidays, SPI_HOLIDAY_TABLE_FIRST + i, &count);
  }
  holidays->table_years[SPI_HOLIDAY_TABLE_YEARS] = (uint32_t)count;
  return status;
}

int spi_holidays_covers(const spol_holidays *holidays, int32_t year) {
  if (year < SPI_YEAR_MIN || year > SPI_YEAR_MAX) {
    return 0;
  }
  return holidays->covered == NULL ||
         (holidays->covered[year / 32] >> ((uint32_t)year % 32) & 1U) != 0;
}

uint32_t spi_holidays_year_flags(const spol_holidays *holidays, int32_t year) {
  uint32_t flags = 0;
  if (!spi_holidays_covers(holidays, year)) {
    flags |= SPOL_CALENDAR_UNCOVERED;
  }
  if (holidays->last_early > 0 && year <= holidays->last_early) {
    flags |= SPOL_CALENDAR_EASTER_EARLY;
  }
  return flags;
}

spol_status spol_holidays_in_year(const spol_holidays *holidays, int32_t year, spol_holiday *buffer,
                                  size_t capacity, size_t *count) {
  if (holidays == NULL || count == NULL || (buffer == NULL && capacity > 0)) {
    return SPOL_E_INVALID;
  }
  if (year < SPI_YEAR_MIN || year > SPI_YEAR_MAX) {
    return SPOL_E_RANGE;
  }
  *count = fill(holidays, year, buffer, capacity);
  return SPOL_OK;
}

spol_status spol_holidays_on(const spol_holidays *holidays, spol_date date, int32_t *is_holiday,
                             spol_holiday *out) {
  if (holidays == NULL || is_holiday == NULL) {
    return SPOL_E_INVALID;
  }
  if (!spi_date_in_range(date)) {
    return SPOL_E_RANGE;
  }
  *is_holiday = spi_holidays_find(holidays, date, out);
  return SPOL_OK;
}

void spol_holidays_coverage(const spol_holidays *holidays, int32_t *first_year,
                            int32_t *last_year) {
  *first_year = holidays->first_covered;
  *last_year = holidays->last_covered;
}

int32_t spol_holidays_covers(const spol_holidays *holidays, int32_t year) {
  return holidays != NULL && spi_holidays_covers(holidays, year);
}
