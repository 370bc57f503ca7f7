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

/* Appends a name; *name_at is 0 for NULL. What was appended before a later
 * failure stays behind the length that the caller restores. */
static spol_status add_name(spol_holidays_builder *builder, const char *name, uint32_t *name_at,
                            spol_error *error) {
  *name_at = 0;
  if (name == NULL) {
    return SPOL_OK;
  }
  size_t size = strlen(name) + 1;
  if (size > SPI_HOLIDAY_NAMES_MAX - builder->names_length) {
    return spi_fail(error, SPOL_E_LIMIT, "the names of a set of holidays take more than %d bytes",
                    SPI_HOLIDAY_NAMES_MAX);
  }
  void *names = builder->names;
  spol_status status = reserve(&builder->allocator, &names, &builder->names_capacity,
                               builder->names_length, size, 1);
  builder->names = names;
  if (status != SPOL_OK) {
    return out_of_memory(error);
  }
  memcpy(builder->names + builder->names_length, name, size);
  *name_at = (uint32_t)builder->names_length + 1;
  builder->names_length += size;
  return SPOL_OK;
}

static spol_status add_hours(spol_holidays_builder *builder, const spol_holiday_rule *rule,
                             spi_holiday_rule *out, spol_error *error) {
  size_t count = 2 * (size_t)rule->hours_count;
  void *hours = builder->hours;
  spol_status status = reserve(&builder->allocator, &hours, &builder->hours_capacity,
                               builder->hours_count, count, sizeof *builder->hours);
  builder->hours = hours;
  if (status != SPOL_OK) {
    return out_of_memory(error);
  }
  if (count > 0) {
    memcpy(builder->hours + builder->hours_count, rule->hours, count * sizeof *rule->hours);
  }
  out->hours_at = (uint32_t)builder->hours_count;
  out->hours_count = rule->hours_count;
  builder->hours_count += count;
  return SPOL_OK;
}

static spol_status append_rule(spol_holidays_builder *builder, const spol_holiday_rule *rule,
                               spi_holiday_rule taken, spol_error *error) {
  void *rules = builder->rules;
  spol_status status = spi_grow(&builder->allocator, &rules, &builder->rule_capacity,
                                builder->rule_count, sizeof *builder->rules, SPI_HOLIDAY_RULES_MAX);
  builder->rules = rules;
  if (status != SPOL_OK) {
    return status == SPOL_E_LIMIT
               ? spi_fail(error, status, "a set of holidays has more than %d rules",
                          SPI_HOLIDAY_RULES_MAX)
               : out_of_memory(error);
  }
  size_t names_length = builder->names_length;
  status = add_name(builder, rule->name, &taken.name_at, error);
  if (status == SPOL_OK) {
    status = add_hours(builder, rule, &taken, error);
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

/* Lists of one name share it. */
static spol_status list_name(spol_holidays_builder *builder, const char *name, uint32_t *name_at,
                             spol_error *error) {
  for (size_t i = 0; name != NULL && i < builder->list_count; i++) {
    uint32_t known = builder->lists[i].name_at;
    if (known != 0 && strcmp(builder->names + known - 1, name) == 0) {
      *name_at = known;
      return SPOL_OK;
    }
  }
  return add_name(builder, name, name_at, error);
}

static spol_status reserve_list(spol_holidays_builder *builder, size_t count, spol_error *error) {
  void *lists = builder->lists;
  spol_status status = spi_grow(&builder->allocator, &lists, &builder->list_capacity,
                                builder->list_count, sizeof *builder->lists, SPI_HOLIDAY_LISTS_MAX);
  builder->lists = lists;
  if (status == SPOL_E_LIMIT) {
    return spi_fail(error, status, "a set of holidays has more than %d lists",
                    SPI_HOLIDAY_LISTS_MAX);
  }
  if (status == SPOL_OK) {
    void *dates = builder->dates;
    status = reserve(&builder->allocator, &dates, &builder->date_capacity, builder->date_count,
                     count, sizeof *builder->dates);
    builder->dates = dates;
  }
  return status == SPOL_OK ? SPOL_OK : out_of_memory(error);
}

static spol_status append_list(spol_holidays_builder *builder, const char *list,
                               const spol_date *dates, const char *const *names, size_t count,
                               spi_holiday_list years, spol_error *error) {
  spol_status status = reserve_list(builder, count, error);
  if (status == SPOL_OK) {
    status = list_name(builder, list, &years.name_at, error);
  }
  for (size_t i = 0; status == SPOL_OK && i < count; i++) {
    spi_listed_date *listed = &builder->dates[builder->date_count + i];
    listed->date = dates[i];
    listed->order = (uint32_t)(builder->date_count + i);
    status = add_name(builder, names == NULL ? NULL : names[i], &listed->name_at, error);
  }
  if (status == SPOL_OK) {
    builder->date_count += count;
    builder->lists[builder->list_count++] = years;
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
  if (count > SPI_HOLIDAY_DATES_MAX - builder->date_count) {
    return spi_fail(error, SPOL_E_LIMIT, "a set of holidays lists more than %d dates",
                    SPI_HOLIDAY_DATES_MAX);
  }
  size_t names_length = builder->names_length;
  status = append_list(builder, list, dates, names, count,
                       (spi_holiday_list){0, first_year, last_year}, error);
  if (status != SPOL_OK) {
    builder->names_length = names_length;
  }
  return status;
}
