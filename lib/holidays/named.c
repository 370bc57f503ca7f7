/* SPDX-License-Identifier: MIT */
/* From the name of a built-in set to the set. */
#include "supportpolicy/holiday_sets.h"

#include <string.h>

#include "base/error.h"
#include "civil/date.h"
#include "holidays/sets.h"

/* In order of their names. */
static const spi_named_set *const sets[] = {
    &spi_au_nsw,     &spi_ca_on,  &spi_de_by,  &spi_de_by_catholic,
    &spi_fr,         &spi_gb_eng, &spi_gb_nir, &spi_gb_sct,
    &spi_ie,         &spi_il,     &spi_jp,     &spi_nz,
    &spi_us_federal,
};

static spol_status add_rule(spol_holidays_builder *builder, const spi_set_rule *from) {
  spol_holiday_rule rule = {
      .size = sizeof rule,
      .kind = from->kind,
      .month = from->month,
      .day = from->day,
      .end_month = from->kind == SPOL_HOLIDAY_YEARLY_RANGE ? from->month : 0,
      .end_day = from->end_day,
      .weekday = from->weekday,
      .nth = from->nth,
      .offset_days = from->offset,
      .first_year = from->from,
      .last_year = from->to,
      .observed = from->observed,
      .observed_from = from->observed_from,
      .observed_keeps = from->keeps,
      .weekdays = from->weekdays,
      .name = from->name,
  };
  if (from->once != 0) {
    rule.first_date =
        spi_date_of_civil(from->once / 10000, from->once / 100 % 100, from->once % 100);
    rule.last_date = rule.first_date;
  }
  return spol_holidays_builder_add_rule(builder, &rule, NULL);
}

/* A date of a list as a rule: one that is moved, or one that is a prediction. */
static spol_status add_listed_rule(spol_holidays_builder *builder, const spi_set_list *list,
                                   spol_date date, const char *name) {
  spol_holiday_rule rule = {
      .size = sizeof rule,
      .kind = SPOL_HOLIDAY_DATES,
      .first_date = date,
      .last_date = date,
      .name = name,
  };
  if (list->keeps_after != 0) {
    rule.observed = SPOL_OBSERVED_NEXT_FREE;
    rule.observed_from = list->keeps_after;
    rule.observed_keeps = 1;
  }
  return spol_holidays_builder_add_rule(builder, &rule, NULL);
}

/** The dates of a list, those that it covers and those that are rules. */
static spol_status add_list(spol_holidays_builder *builder, const spi_set_list *list) {
  enum { LISTED_MAX = 1024 };
  spol_date dates[LISTED_MAX];
  const char *names[LISTED_MAX];
  size_t listed = 0;
  size_t count = (size_t)(list->data_to - list->data_from + 1) * list->cycle;
  for (size_t i = 0; i < count; i++) {
    int32_t year = list->data_from + (int32_t)(i / list->cycle);
    const char *name = list->names[i % list->cycle];
    spol_date date = spi_date_of_civil(year, list->dates[i] / 100, list->dates[i] % 100);
    if (list->keeps_after == 0 && year <= list->last_year && listed < LISTED_MAX) {
      dates[listed] = date;
      names[listed++] = name;
      continue;
    }
    spol_status status = add_listed_rule(builder, list, date, name);
    if (status != SPOL_OK) {
      return status;
    }
  }
  return spol_holidays_builder_add_list(builder, list->list, dates, names, listed, list->first_year,
                                        list->last_year, NULL);
}

/* The years before the rules were written for are not covered: an empty list. */
static spol_status fill(spol_holidays_builder *builder, const spi_named_set *set) {
  spol_status status = spol_holidays_builder_add_list(builder, set->name, NULL, NULL, 0,
                                                      set->first_year, SPI_YEAR_MAX, NULL);
  for (size_t i = 0; status == SPOL_OK && i < set->rule_count; i++) {
    status = add_rule(builder, &set->rules[i]);
  }
  return status == SPOL_OK && set->list != NULL ? add_list(builder, set->list) : status;
}

static spol_status make(const spol_allocator *allocator, const spi_named_set *set,
                        spol_holidays **out) {
  spol_holidays_builder *builder = NULL;
  spol_status status = spol_holidays_builder_new(allocator, &builder);
  if (status == SPOL_OK) {
    status = fill(builder, set);
  }
  if (status == SPOL_OK) {
    status = spol_holidays_builder_build(builder, out, NULL);
  }
  spol_holidays_builder_free(builder);
  return status;
}

/* The nearest name, if it is near enough to be meant. */
static const char *nearest(spi_slice name) {
  enum { NEAR = 3 };
  const char *found = NULL;
  int least = NEAR + 1;
  for (size_t i = 0; i < SPI_COUNT(sets); i++) {
    int distance = spi_edit_distance(name, spi_slice_of(sets[i]->name), NEAR);
    if (distance < least) {
      least = distance;
      found = sets[i]->name;
    }
  }
  return found;
}

static spol_status not_found(spi_slice name, spol_error *error) {
  spol_status status =
      spi_fail(error, SPOL_E_NOT_FOUND, "there is no set of holidays named \"%S\"", name);
  const char *meant = nearest(name);
  if (meant != NULL) {
    spi_error_hint(error, "did you mean \"%s\"?", meant);
  }
  return status;
}

spol_status spol_holidays_named(const spol_allocator *allocator, const char *name, size_t length,
                                spol_holidays **out, spol_error *error) {
  if (out == NULL || (name == NULL && length > 0)) {
    return spi_fail(error, SPOL_E_INVALID, "%s is NULL", out == NULL ? "out" : "name");
  }
  spi_slice wanted = {name, length};
  for (size_t i = 0; i < SPI_COUNT(sets); i++) {
    if (spi_slice_is(wanted, sets[i]->name)) {
      spol_status status = make(allocator, sets[i], out);
      return status == SPOL_OK ? status
                               : spi_fail(error, status, "%s", spol_status_message(status));
    }
  }
  return not_found(wanted, error);
}

size_t spol_holiday_set_count(void) {
  return SPI_COUNT(sets);
}

spol_status spol_holiday_set_at(size_t index, spol_holiday_set *out) {
  if (index >= SPI_COUNT(sets)) {
    return SPOL_E_NOT_FOUND;
  }
  if (out == NULL) {
    return SPOL_E_INVALID;
  }
  if (out->size < sizeof *out) {
    return SPOL_E_VERSION;
  }
  /* A caller built against a newer header: what is unknown here is zero. */
  memset((char *)out + sizeof *out, 0, out->size - sizeof *out);
  const spi_named_set *set = sets[index];
  out->first_year = set->first_year;
  out->last_year = set->list == NULL ? SPI_YEAR_MAX : set->list->last_year;
  out->reserved = 0;
  out->name = set->name;
  out->title = set->title;
  out->source = set->source;
  return SPOL_OK;
}
