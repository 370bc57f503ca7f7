/* SPDX-License-Identifier: MIT */
/* Collecting the rules and lists of a set. */
#include <string.h>

#include "base/error.h"
#include "calendar/holiday_set.h"

spol_status spol_holidays_builder_new(const spol_allocator *allocator,
                                      spol_holidays_builder **out) {
  if (out == NULL) {
    return SPOL_E_INVALID;
  }
  spol_allocator taken;
  spol_status status = spi_allocator_take(allocator, &taken);
  if (status != SPOL_OK) {
    return status;
  }
  spol_holidays_builder *builder = spi_alloc_array(&taken, 1, sizeof *builder);
  if (builder == NULL) {
    return SPOL_E_MEMORY;
  }
  builder->allocator = taken;
  *out = builder;
  return SPOL_OK;
}

void spol_holidays_builder_free(spol_holidays_builder *builder) {
  if (builder == NULL) {
    return;
  }
  spol_allocator allocator = builder->allocator;
  spi_free_array(&allocator, builder->rules, builder->rule_capacity, sizeof *builder->rules);
  spi_free_array(&allocator, builder->dates, builder->date_capacity, sizeof *builder->dates);
  spi_free_array(&allocator, builder->lists, builder->list_capacity, sizeof *builder->lists);
  spi_free_array(&allocator, builder->hours, builder->hours_capacity, sizeof *builder->hours);
  spi_free(&allocator, builder->names, builder->names_capacity);
  spi_free(&allocator, builder, sizeof *builder);
}

/* ---- Room ---------------------------------------------------------------- */

/* Room for `more` elements behind `used`, at least doubled. */
static spol_status reserve(const spol_allocator *allocator, void **items, size_t *capacity,
                           size_t used, size_t more, size_t element) {
  while (*capacity - used < more) {
    spol_status status = spi_grow(allocator, items, capacity, *capacity, element, SIZE_MAX);
    if (status != SPOL_OK) {
      return status;
    }
  }
  return SPOL_OK;
}

static spol_status out_of_memory(spol_error *error) {
  return spi_fail(error, SPOL_E_MEMORY, "%s", spol_status_message(SPOL_E_MEMORY));
}

static spol_status check_limits(const spol_holidays_builder *builder, size_t rules, size_t dates,
                                size_t lists, spol_error *error) {
  if (rules > SPI_HOLIDAY_RULES_MAX - builder->rule_count) {
    return spi_fail(error, SPOL_E_LIMIT, "a set of holidays has more than %d rules",
                    SPI_HOLIDAY_RULES_MAX);
  }
  if (dates > SPI_HOLIDAY_DATES_MAX - builder->date_count) {
    return spi_fail(error, SPOL_E_LIMIT, "a set of holidays lists more than %d dates",
                    SPI_HOLIDAY_DATES_MAX);
  }
  if (lists > SPI_HOLIDAY_LISTS_MAX - builder->list_count) {
    return spi_fail(error, SPOL_E_LIMIT, "a set of holidays has more than %d lists",
                    SPI_HOLIDAY_LISTS_MAX);
  }
  return SPOL_OK;
}

spol_status spi_holidays_reserve(spol_holidays_builder *builder, size_t rules, size_t dates,
                                 size_t lists, spol_error *error) {
  spol_status status = check_limits(builder, rules, dates, lists, error);
  if (status != SPOL_OK) {
    return status;
  }
  void *items = builder->rules;
  status = reserve(&builder->allocator, &items, &builder->rule_capacity, builder->rule_count, rules,
                   sizeof *builder->rules);
  builder->rules = items;
  if (status == SPOL_OK) {
    items = builder->dates;
    status = reserve(&builder->allocator, &items, &builder->date_capacity, builder->date_count,
                     dates, sizeof *builder->dates);
    builder->dates = items;
  }
  if (status == SPOL_OK) {
    items = builder->lists;
    status = reserve(&builder->allocator, &items, &builder->list_capacity, builder->list_count,
                     lists, sizeof *builder->lists);
    builder->lists = items;
  }
  return status == SPOL_OK ? SPOL_OK : out_of_memory(error);
}

spol_status spi_holidays_append_hours(spol_holidays_builder *builder, const int32_t *hours,
                                      size_t count, spol_error *error) {
  void *items = builder->hours;
  spol_status status = reserve(&builder->allocator, &items, &builder->hours_capacity,
                               builder->hours_count, count, sizeof *builder->hours);
  builder->hours = items;
  if (status != SPOL_OK) {
    return out_of_memory(error);
  }
  if (count > 0) {
    memcpy(builder->hours + builder->hours_count, hours, count * sizeof *hours);
  }
  builder->hours_count += count;
  return SPOL_OK;
}

spol_status spi_holidays_append_names(spol_holidays_builder *builder, const char *names,
                                      size_t length, spol_error *error) {
  if (length > SPI_HOLIDAY_NAMES_MAX - builder->names_length) {
    return spi_fail(error, SPOL_E_LIMIT, "the names of a set of holidays take more than %d bytes",
                    SPI_HOLIDAY_NAMES_MAX);
  }
  void *items = builder->names;
  spol_status status = reserve(&builder->allocator, &items, &builder->names_capacity,
                               builder->names_length, length, 1);
  builder->names = items;
  if (status != SPOL_OK) {
    return out_of_memory(error);
  }
  if (length > 0) {
    memcpy(builder->names + builder->names_length, names, length);
  }
  builder->names_length += length;
  return SPOL_OK;
}

/* *name_at is 0 for NULL. */
static spol_status add_name(spol_holidays_builder *builder, const char *name, uint32_t *name_at,
                            spol_error *error) {
  uint32_t at = (uint32_t)builder->names_length + 1;
  *name_at = name == NULL ? 0 : at;
  return name == NULL ? SPOL_OK : spi_holidays_append_names(builder, name, strlen(name) + 1, error);
}

/* ---- Rules --------------------------------------------------------------- */

static spol_status append_rule(spol_holidays_builder *builder, const spol_holiday_rule *rule,
                               spi_holiday_rule taken, spol_error *error) {
  size_t names_length = builder->names_length;
  spol_status status = spi_holidays_reserve(builder, 1, 0, 0, error);
  if (status == SPOL_OK) {
    status = add_name(builder, rule->name, &taken.name_at, error);
  }
  if (status == SPOL_OK) {
    taken.hours_at = (uint32_t)builder->hours_count;
    taken.hours_count = rule->hours_count;
    status = spi_holidays_append_hours(builder, rule->hours, 2 * (size_t)rule->hours_count, error);
  }
  if (status != SPOL_OK) {
    builder->names_length = names_length;
    return status;
  }
  builder->rules[builder->rule_count++] = taken;
  return SPOL_OK;
}

spol_status spol_holidays_builder_add_rule(spol_holidays_builder *builder,
                                           const spol_holiday_rule *rule, spol_error *error) {
  if (builder == NULL || rule == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "%s is NULL", builder == NULL ? "builder" : "rule");
  }
  spi_holiday_rule taken;
  spol_status status = spi_holiday_rule_take(rule, &taken, error);
  return status == SPOL_OK ? append_rule(builder, rule, taken, error) : status;
}

/* ---- Lists --------------------------------------------------------------- */

static spol_status check_list(const spol_date *dates, size_t count, int32_t first_year,
                              int32_t last_year, spol_error *error) {
  if (first_year < SPI_YEAR_MIN || last_year > SPI_YEAR_MAX || first_year > last_year) {
    return spi_fail(error, SPOL_E_INVALID, "a list must cover years of 1 to 9999: %d to %d",
                    first_year, last_year);
  }
  if (dates == NULL && count > 0) {
    return spi_fail(error, SPOL_E_INVALID, "dates is NULL, and count is not 0");
  }
  spol_date first = spi_date_of_civil(first_year, 1, 1);
  spol_date last = spi_date_of_civil(last_year, 12, 31);
  for (size_t i = 0; i < count; i++) {
    if (dates[i] < first || dates[i] > last) {
      return spi_fail(error, SPOL_E_INVALID,
                      "date %D of the list lies outside the years %d to %d that it covers",
                      (int64_t)i, first_year, last_year);
    }
  }
  return SPOL_OK;
}

static int same_name(const spol_holidays_builder *builder, uint32_t name_at, const char *name) {
  if (name_at == 0 || name == NULL) {
    return name_at == 0 && name == NULL;
  }
  return strcmp(builder->names + name_at - 1, name) == 0;
}

/* Lists of one name are one group. */
static spol_status find_group(spol_holidays_builder *builder, const char *name,
                              spi_holiday_list *list, spol_error *error) {
  for (size_t i = 0; i < builder->list_count; i++) {
    const spi_holiday_list *known = &builder->lists[i];
    if (!known->included && same_name(builder, known->name_at, name)) {
      list->group = known->group;
      list->name_at = known->name_at;
      return SPOL_OK;
    }
  }
  list->group = builder->group_count;
  return add_name(builder, name, &list->name_at, error);
}

/* The names of listed dates repeat: one of the few before is used again. */
static spol_status add_listed_name(spol_holidays_builder *builder, spi_listed_date *listed,
                                   size_t before, const char *name, spol_error *error) {
  enum { LOOK_BACK = 16 };
  for (size_t back = 1; back <= before && back <= LOOK_BACK; back++) {
    if (same_name(builder, listed[-(ptrdiff_t)back].name_at, name)) {
      listed->name_at = listed[-(ptrdiff_t)back].name_at;
      return SPOL_OK;
    }
  }
  return add_name(builder, name, &listed->name_at, error);
}

static spol_status append_list(spol_holidays_builder *builder, const char *name,
                               const spol_date *dates, const char *const *names, size_t count,
                               spi_holiday_list list, spol_error *error) {
  spol_status status = spi_holidays_reserve(builder, 0, count, 1, error);
  if (status == SPOL_OK) {
    status = find_group(builder, name, &list, error);
  }
  for (size_t i = 0; status == SPOL_OK && i < count; i++) {
    spi_listed_date *listed = &builder->dates[builder->date_count + i];
    listed->date = dates[i];
    listed->order = (uint32_t)(builder->date_count + i);
    status = add_listed_name(builder, listed, i, names == NULL ? NULL : names[i], error);
  }
  if (status == SPOL_OK) {
    builder->date_count += count;
    builder->lists[builder->list_count++] = list;
    builder->group_count += list.group == builder->group_count;
  }
  return status;
}

spol_status spol_holidays_builder_add_list(spol_holidays_builder *builder, const char *list,
                                           const spol_date *dates, const char *const *names,
                                           size_t count, int32_t first_year, int32_t last_year,
                                           spol_error *error) {
  if (builder == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "builder is NULL");
  }
  spol_status status = check_list(dates, count, first_year, last_year, error);
  if (status != SPOL_OK) {
    return status;
  }
  size_t names_length = builder->names_length;
  status = append_list(builder, list, dates, names, count,
                       (spi_holiday_list){.first_year = first_year, .last_year = last_year}, error);
  if (status != SPOL_OK) {
    builder->names_length = names_length;
  }
  return status;
}

/* ---- Sets ---------------------------------------------------------------- */

static void copy_rules(spol_holidays_builder *builder, const spol_holidays *set, uint32_t names_at,
                       uint32_t hours_at) {
  size_t first = builder->rule_count;
  for (size_t i = 0; i < set->rule_count; i++) {
    spi_holiday_rule rule = set->rules[i];
    rule.name_at += rule.name_at == 0 ? 0 : names_at;
    rule.hours_at += hours_at;
    if (rule.kind == SPOL_HOLIDAY_RELATIVE) {
      rule.other = (int16_t)(rule.other + (int16_t)first);
    }
    builder->rules[builder->rule_count++] = rule;
  }
}

static void copy_lists(spol_holidays_builder *builder, const spol_holidays *set,
                       uint32_t names_at) {
  for (size_t i = 0; i < set->date_count; i++) {
    spi_listed_date listed = set->dates[i];
    listed.name_at += listed.name_at == 0 ? 0 : names_at;
    listed.order = (uint32_t)builder->date_count;
    builder->dates[builder->date_count++] = listed;
  }
  uint32_t groups = 0;
  for (size_t i = 0; i < set->list_count; i++) {
    spi_holiday_list list = set->lists[i];
    groups = list.group >= groups ? list.group + 1 : groups;
    list.group += builder->group_count;
    list.included = 1;
    builder->lists[builder->list_count++] = list;
  }
  builder->group_count += groups;
}

spol_status spol_holidays_builder_add_set(spol_holidays_builder *builder, const spol_holidays *set,
                                          spol_error *error) {
  if (builder == NULL || set == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "%s is NULL", builder == NULL ? "builder" : "set");
  }
  size_t names_at = builder->names_length;
  size_t hours_at = builder->hours_count;
  spol_status status =
      spi_holidays_reserve(builder, set->rule_count, set->date_count, set->list_count, error);
  if (status == SPOL_OK) {
    status = spi_holidays_append_names(builder, set->names, set->names_length, error);
  }
  if (status == SPOL_OK) {
    status = spi_holidays_append_hours(builder, set->hours, set->hours_count, error);
  }
  if (status != SPOL_OK) {
    builder->names_length = names_at;
    return status;
  }
  copy_rules(builder, set, (uint32_t)names_at, (uint32_t)hours_at);
  copy_lists(builder, set, (uint32_t)names_at);
  return SPOL_OK;
}
