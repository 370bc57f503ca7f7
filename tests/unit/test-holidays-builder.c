/* SPDX-License-Identifier: MIT */
/* What a builder of holidays refuses, and what it does when memory is out. */
#include <string.h>

#include "calendar/holidays.h"
#include "unit.h"

#define FIELDS(...)                                                                                \
  { .size = sizeof(spol_holiday_rule), __VA_ARGS__ }
#define RULE(...) ((spol_holiday_rule)FIELDS(__VA_ARGS__))
#define MAY_1 .month = 5, .day = 1

static const int32_t noon_to_five[] = {43200, 61200};
static const int32_t equal_ends[] = {43200, 43200};
static const int32_t early_open[] = {-1, 43200};
static const int32_t late_open[] = {86400, 90000};
static const int32_t late_close[] = {43200, 172801};
static const int32_t early_close[] = {43200, -1};

/** A rule and a part of the message that refuses it; NULL: it is taken. */
typedef struct refusal {
  spol_holiday_rule rule;
  const char *message;
} refusal;

static const refusal refusals[] = {
    {FIELDS(.kind = 0), "kind must be 1 to 12: 0"},
    {FIELDS(.kind = 13), "kind must be 1 to 12: 13"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, .month = 0, .day = 1), "month must be 1 to 12: 0"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, .month = 13, .day = 1), "month must be 1 to 12: 13"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, .month = 2, .day = 29), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, .month = 2, .day = 30), "month 2 has no day 30"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, .month = 4, .day = 31), "month 4 has no day 31"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, .month = 4, .day = 0), "day must be 1 to 31: 0"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .end_month = 1), "end_month is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .end_day = 1), "end_day is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .weekday = 1), "weekday is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .nth = 1), "nth is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .offset_days = 1), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_BETWEEN, .offset_days = 1), "offset_days is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_DATES, .offset_days = 1), "offset_days is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY_RANGE, MAY_1, .end_month = 5, .end_day = 2,
            .offset_days = 1),
     "offset_days is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .other = 1), "other is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .first_date = 1), "first_date is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .last_date = 1), "last_date is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .weekdays = 1), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .weekdays = 0x80000000U),
     "weekdays must be 0 to 127: 2147483648"},
    {FIELDS(.kind = SPOL_HOLIDAY_EASTER_WESTERN, .weekdays = 1), "weekdays is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_RELATIVE, .weekdays = 0x1F), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_NTH_WEEKDAY, .month = 5, .weekday = 1, .nth = -5), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_NTH_WEEKDAY, .month = 5, .weekday = 1, .nth = 0), "nth must be"},
    {FIELDS(.kind = SPOL_HOLIDAY_NTH_WEEKDAY, .month = 5, .weekday = 1, .nth = 6), "nth must be"},
    {FIELDS(.kind = SPOL_HOLIDAY_NTH_WEEKDAY, .month = 5, .weekday = 1, .nth = -6), "nth must be"},
    {FIELDS(.kind = SPOL_HOLIDAY_NTH_WEEKDAY, .month = 5, .weekday = 8, .nth = 1),
     "weekday must be 1 to 7: 8"},
    {FIELDS(.kind = SPOL_HOLIDAY_NTH_WEEKDAY, .month = 5, .nth = 1), "weekday must be 1 to 7: 0"},
    {FIELDS(.kind = SPOL_HOLIDAY_NTH_WEEKDAY, MAY_1, .weekday = 1, .nth = 1), "day is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_WEEKDAY_AFTER, MAY_1), "weekday must be 1 to 7: 0"},
    {FIELDS(.kind = SPOL_HOLIDAY_EASTER_WESTERN, .offset_days = 366), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_EASTER_WESTERN, .offset_days = 367), "offset_days must be -366"},
    {FIELDS(.kind = SPOL_HOLIDAY_EASTER_ORTHODOX, .offset_days = -367), "offset_days must be"},
    {FIELDS(.kind = SPOL_HOLIDAY_EASTER_ORTHODOX, .month = 1), "month is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_RELATIVE, .other = -1), "other must be 0 to 999: -1"},
    {FIELDS(.kind = SPOL_HOLIDAY_RELATIVE, .other = 1000), "other must be 0 to 999: 1000"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY_RANGE, MAY_1), "end_month must be 1 to 12: 0"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY_RANGE, MAY_1, .end_month = 2, .end_day = 30),
     "end_month 2 has no end_day 30"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY_RANGE, MAY_1, .end_month = 2, .end_day = 1,
            .weekdays = 0x7F),
     NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY_RANGE, MAY_1, .end_month = 2, .end_day = 1,
            .weekdays = 0x80),
     "weekdays must be 0 to 127: 128"},
    {FIELDS(.kind = SPOL_HOLIDAY_DATES, .first_date = SPOL_DATE_MIN, .last_date = SPOL_DATE_MAX),
     NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_DATES, .first_date = SPOL_DATE_MIN - 1), "first_date must be"},
    {FIELDS(.kind = SPOL_HOLIDAY_DATES, .last_date = SPOL_DATE_MAX + 1), "last_date must be"},
    {FIELDS(.kind = SPOL_HOLIDAY_DATES, .first_date = 1), "last_date lies before first_date"},
    {FIELDS(.kind = SPOL_HOLIDAY_BETWEEN), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_BETWEEN, .day = 1), "day is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_BETWEEN, .observed = 1), "observed is not used"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .first_year = -1), "first_year must be"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .first_year = 10000), "first_year must be"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .last_year = -1), "last_year must be"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .last_year = 10000), "last_year must be"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .first_year = 2001, .last_year = 2000),
     "last_year lies before first_year"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .first_year = 2000, .last_year = 2000), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .observed = -1), "observed must be 0 to 2: -1"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .observed = 3), "observed must be 0 to 2: 3"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .observed = 1, .observed_from = 0x7E), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .observed = 1, .observed_from = 0x7F),
     "observed_from leaves no weekday"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .observed = 1, .observed_from = 0x80),
     "observed_from has bits beyond Sunday"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .observed_from = 1),
     "observed_from is not used without observed"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .observed_keeps = 1),
     "observed_keeps is not used without observed"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .observed = 1, .observed_keeps = 2),
     "observed_keeps must be 0 or 1: 2"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .hours = noon_to_five, .hours_count = 1), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .hours = noon_to_five), NULL},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .hours_count = 1), "hours is NULL"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .hours = noon_to_five, .hours_count = 49),
     "hours_count must be 0 to 48: 49"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .hours = equal_ends, .hours_count = 1),
     "hours open and close at 43200"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .hours = early_open, .hours_count = 1),
     "hours open at -1"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .hours = late_open, .hours_count = 1),
     "hours open at 86400"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .hours = late_close, .hours_count = 1),
     "hours close at 172801"},
    {FIELDS(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .hours = early_close, .hours_count = 1),
     "hours close at -1"},
};
enum { REFUSALS = sizeof refusals / sizeof refusals[0] };

START_TEST(every_field_is_checked) {
  const refusal *wanted = &refusals[_i];
  spol_holidays_builder *builder = NULL;
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_holidays_builder_add_rule(builder, &wanted->rule, &error);
  if (wanted->message == NULL) {
    ck_assert_ok(status);
  } else {
    ck_assert_int_eq(status, SPOL_E_INVALID);
    ck_assert_msg(strstr(error.message, wanted->message) != NULL, "%s: %s", wanted->message,
                  error.message);
  }
  spol_holidays_builder_free(builder);
}
END_TEST

START_TEST(size_says_the_version) {
  spol_holidays_builder *builder = NULL;
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  struct {
    spol_holiday_rule rule;
    int64_t newer;
  } rule = {.rule = RULE(.kind = SPOL_HOLIDAY_BETWEEN)};
  rule.rule.size = sizeof rule.rule - 1;
  ck_assert_int_eq(spol_holidays_builder_add_rule(builder, &rule.rule, NULL), SPOL_E_VERSION);
  rule.rule.size = sizeof rule;
  ck_assert_ok(spol_holidays_builder_add_rule(builder, &rule.rule, NULL));
  rule.newer = 1;
  ck_assert_int_eq(spol_holidays_builder_add_rule(builder, &rule.rule, NULL), SPOL_E_VERSION);
  spol_holidays_builder_free(builder);
}
END_TEST

START_TEST(null_arguments_are_refused) {
  spol_holidays_builder *builder = NULL;
  ck_assert_int_eq(spol_holidays_builder_new(NULL, NULL), SPOL_E_INVALID);
  const spol_allocator half = {.alloc = NULL};
  ck_assert_int_eq(spol_holidays_builder_new(&half, &builder), SPOL_E_INVALID);
  ck_assert_ptr_null(builder);
  const spol_holiday_rule rule = RULE(.kind = SPOL_HOLIDAY_BETWEEN);
  ck_assert_int_eq(spol_holidays_builder_add_rule(NULL, &rule, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_holidays_builder_add_list(NULL, NULL, NULL, NULL, 0, 1, 1, NULL),
                   SPOL_E_INVALID);
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  ck_assert_int_eq(spol_holidays_builder_add_rule(builder, NULL, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_holidays_builder_build(builder, NULL, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_holidays_builder_add_set(builder, NULL, NULL), SPOL_E_INVALID);
  spol_holidays *set = NULL;
  ck_assert_int_eq(spol_holidays_builder_build(NULL, &set, NULL), SPOL_E_INVALID);
  ck_assert_ok(spol_holidays_builder_build(builder, &set, NULL));
  size_t count = 7;
  int32_t is_holiday = 7;
  spol_holiday day;
  ck_assert_int_eq(spol_holidays_in_year(NULL, 2026, NULL, 0, &count), SPOL_E_INVALID);
  ck_assert_int_eq(spol_holidays_in_year(set, 2026, NULL, 1, &count), SPOL_E_INVALID);
  ck_assert_int_eq(spol_holidays_in_year(set, 2026, NULL, 0, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_holidays_in_year(set, 0, NULL, 0, &count), SPOL_E_RANGE);
  ck_assert_int_eq(spol_holidays_in_year(set, 10000, NULL, 0, &count), SPOL_E_RANGE);
  ck_assert_int_eq(spol_holidays_on(NULL, 0, &is_holiday, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_holidays_on(set, 0, NULL, &day), SPOL_E_INVALID);
  ck_assert_int_eq(spol_holidays_on(set, SPOL_DATE_MIN - 1, &is_holiday, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(spol_holidays_on(set, SPOL_DATE_MAX + 1, &is_holiday, NULL), SPOL_E_RANGE);
  ck_assert_uint_eq(count, 7);
  ck_assert_int_eq(is_holiday, 7);
  ck_assert_int_eq(spol_holidays_covers(NULL, 2026), 0);
  ck_assert_ptr_null(spol_holidays_ref(NULL));
  spol_holidays_unref(NULL);
  spol_holidays_builder_free(NULL);
  spol_holidays *again = spol_holidays_ref(set);
  ck_assert_ptr_eq(again, set);
  spol_holidays_unref(set);
  ck_assert_ok(spol_holidays_in_year(again, 2026, NULL, 0, &count));
  ck_assert_uint_eq(count, 0);
  spol_holidays_unref(again);
  spol_holidays_builder_free(builder);
}
END_TEST

START_TEST(lists_lie_within_their_years) {
  spol_holidays_builder *builder = NULL;
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  spol_date dates[2] = {0, 0};
  ck_assert_ok(spol_date_from_civil(2026, 1, 1, &dates[0]));
  ck_assert_ok(spol_date_from_civil(2026, 12, 31, &dates[1]));
  const struct {
    int32_t first, last;
    size_t count;
    const char *message;
  } rows[] = {
      {0, 2026, 0, "years of 1 to 9999: 0 to 2026"},
      {2026, 10000, 0, "years of 1 to 9999: 2026 to 10000"},
      {2026, 2025, 0, "years of 1 to 9999: 2026 to 2025"},
      {2027, 2028, 2, "date 0 of the list lies outside the years 2027 to 2028"},
      {2024, 2025, 2, "date 0 of the list lies outside the years 2024 to 2025"},
      {2026, 2026, 2, NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    spol_error error = SPOL_ERROR_INIT;
    spol_status status = spol_holidays_builder_add_list(builder, NULL, dates, NULL, rows[i].count,
                                                        rows[i].first, rows[i].last, &error);
    ck_assert_int_eq(status, rows[i].message == NULL ? SPOL_OK : SPOL_E_INVALID);
    ck_assert_ptr_nonnull(strstr(error.message, rows[i].message == NULL ? "" : rows[i].message));
  }
  ck_assert_int_eq(spol_holidays_builder_add_list(builder, NULL, NULL, NULL, 1, 1, 9999, NULL),
                   SPOL_E_INVALID);
  spol_holidays_builder_free(builder);
}
END_TEST

static spol_status build_relative(const int32_t *others, size_t count, spol_error *error) {
  spol_holidays_builder *builder = NULL;
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  for (size_t i = 0; i < count; i++) {
    const spol_holiday_rule rule = RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = others[i]);
    const spol_holiday_rule root = RULE(.kind = SPOL_HOLIDAY_YEARLY, MAY_1);
    ck_assert_ok(spol_holidays_builder_add_rule(builder, others[i] < 0 ? &root : &rule, NULL));
  }
  spol_holidays *set = NULL;
  spol_status status = spol_holidays_builder_build(builder, &set, error);
  ck_assert_int_eq(set != NULL, status == SPOL_OK);
  spol_holidays_unref(set);
  spol_holidays_builder_free(builder);
  return status;
}

START_TEST(circles_and_dead_ends_are_found) {
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(build_relative((const int32_t[]){0}, 1, &error), SPOL_E_SEMANTIC);
  ck_assert_str_eq(error.message, "holiday rule 0 is relative to itself in a circle");
  ck_assert_int_eq(build_relative((const int32_t[]){-1, 2, 3, 1}, 4, &error), SPOL_E_SEMANTIC);
  ck_assert_str_eq(error.message, "holiday rule 1 is relative to itself in a circle");
  ck_assert_int_eq(build_relative((const int32_t[]){-1, 2}, 2, &error), SPOL_E_SEMANTIC);
  ck_assert_str_eq(error.message, "holiday rule 1 is relative to rule 2 of 2");
  ck_assert_ok(build_relative((const int32_t[]){1, 2, 3, -1}, 4, &error));
  int32_t chain[18];
  for (int32_t i = 0; i < 18; i++) {
    chain[i] = i - 1;
  }
  ck_assert_ok(build_relative(chain, 17, &error));
  ck_assert_int_eq(build_relative(chain, 18, &error), SPOL_E_LIMIT);
  ck_assert_str_eq(error.message, "holiday rule 17 is relative more than 16 rules deep");
}
END_TEST

START_TEST(relative_needs_one_date) {
  const spol_holiday_rule others[] = {
      RULE(.kind = SPOL_HOLIDAY_BETWEEN),
      RULE(.kind = SPOL_HOLIDAY_YEARLY_RANGE, MAY_1, .end_month = 5, .end_day = 1),
      RULE(.kind = SPOL_HOLIDAY_DATES, .first_date = 1, .last_date = 2)};
  const spol_holiday_rule rule = RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 0);
  for (size_t i = 0; i < 3; i++) {
    spol_holidays_builder *builder = NULL;
    spol_holidays *set = NULL;
    spol_error error = SPOL_ERROR_INIT;
    ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
    ck_assert_ok(spol_holidays_builder_add_rule(builder, &others[i], NULL));
    ck_assert_ok(spol_holidays_builder_add_rule(builder, &rule, NULL));
    ck_assert_int_eq(spol_holidays_builder_build(builder, &set, &error), SPOL_E_SEMANTIC);
    ck_assert_str_eq(error.message,
                     "holiday rule 1 is relative to a rule that gives more than one date");
    ck_assert_ptr_null(set);
    spol_holidays_builder_free(builder);
  }
}
END_TEST

START_TEST(limits_leave_the_builder_as_it_was) {
  spol_holidays_builder *builder = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  const spol_holiday_rule rule = RULE(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .name = "May Day");
  for (int i = 0; i < 1000; i++) {
    ck_assert_ok(spol_holidays_builder_add_rule(builder, &rule, NULL));
  }
  ck_assert_int_eq(spol_holidays_builder_add_rule(builder, &rule, &error), SPOL_E_LIMIT);
  ck_assert_str_eq(error.message, "a set of holidays has more than 1000 rules");
  static spol_date dates[100000];
  ck_assert_ok(spol_holidays_builder_add_list(builder, NULL, dates, NULL, 99999, 1970, 1970, NULL));
  ck_assert_int_eq(
      spol_holidays_builder_add_list(builder, NULL, dates, NULL, 2, 1970, 1970, &error),
      SPOL_E_LIMIT);
  ck_assert_str_eq(error.message, "a set of holidays lists more than 100000 dates");
  ck_assert_ok(spol_holidays_builder_add_list(builder, NULL, dates, NULL, 1, 1970, 1970, NULL));
  for (int i = 2; i < 1000; i++) {
    ck_assert_ok(spol_holidays_builder_add_list(builder, "x", NULL, NULL, 0, 1970, 1970, NULL));
  }
  ck_assert_int_eq(spol_holidays_builder_add_list(builder, NULL, NULL, NULL, 0, 1970, 1970, &error),
                   SPOL_E_LIMIT);
  ck_assert_str_eq(error.message, "a set of holidays has more than 1000 lists");
  spol_holidays *set = NULL;
  ck_assert_ok(spol_holidays_builder_build(builder, &set, NULL));
  ck_assert_int_eq(spol_holidays_builder_add_set(builder, set, &error), SPOL_E_LIMIT);
  ck_assert_str_eq(error.message, "a set of holidays has more than 1000 rules");
  size_t count = 0;
  ck_assert_ok(spol_holidays_in_year(set, 1970, NULL, 0, &count));
  ck_assert_uint_eq(count, 2);
  spol_holidays_unref(set);
  spol_holidays_builder_free(builder);
}
END_TEST

START_TEST(names_are_limited) {
  enum { NAME = 1 << 20 };
  char *name = malloc(NAME);
  ck_assert_ptr_nonnull(name);
  memset(name, 'n', NAME - 1);
  name[NAME - 1] = '\0';
  spol_holidays_builder *builder = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  const spol_holiday_rule rule = RULE(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .name = name);
  for (int i = 0; i < 16; i++) {
    ck_assert_ok(spol_holidays_builder_add_rule(builder, &rule, NULL));
  }
  ck_assert_int_eq(spol_holidays_builder_add_rule(builder, &rule, &error), SPOL_E_LIMIT);
  ck_assert_str_eq(error.message, "the names of a set of holidays take more than 16777216 bytes");
  spol_holidays_builder_free(builder);
  free(name);
}
END_TEST

/** Counts what is allocated, and fails at the n-th request. */
typedef struct failing {
  int requests, fail_at;
  size_t held;
} failing;

static void *failing_alloc(void *context, size_t size) {
  failing *f = context;
  if (++f->requests == f->fail_at) {
    return NULL;
  }
  f->held += size;
  return malloc(size);
}

static void *failing_realloc(void *context, void *pointer, size_t old_size, size_t new_size) {
  failing *f = context;
  if (++f->requests == f->fail_at) {
    return NULL;
  }
  f->held += new_size - old_size;
  return realloc(pointer, new_size);
}

static void failing_free(void *context, void *pointer, size_t size) {
  failing *f = context;
  f->held -= size;
  free(pointer);
}

static spol_status add_everything(spol_holidays_builder *builder) {
  const spol_date dates[] = {10, 20};
  const char *const names[] = {"a listed date with a name", NULL};
  spol_status status = SPOL_OK;
  for (int i = 0; status == SPOL_OK && i < 20; i++) {
    spol_holiday_rule rule = RULE(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .name = "May Day");
    rule.hours = noon_to_five;
    rule.hours_count = 1;
    status = spol_holidays_builder_add_rule(builder, &rule, NULL);
    if (status == SPOL_OK) {
      status = spol_holidays_builder_add_list(builder, i % 2 ? "odd" : NULL, dates, names, 2, 1970,
                                              1970, NULL);
    }
  }
  return status;
}

static spol_status make_set(const spol_allocator *allocator, spol_holidays **out) {
  spol_holidays_builder *builder = NULL;
  spol_status status = spol_holidays_builder_new(allocator, &builder);
  if (status == SPOL_OK) {
    status = add_everything(builder);
  }
  spol_holidays *inner = NULL;
  if (status == SPOL_OK) {
    status = spol_holidays_builder_build(builder, &inner, NULL);
  }
  for (int i = 0; status == SPOL_OK && i < 3; i++) {
    status = spol_holidays_builder_add_set(builder, inner, NULL);
  }
  if (status == SPOL_OK) {
    status = spol_holidays_builder_build(builder, out, NULL);
  }
  spol_holidays_unref(inner);
  spol_holidays_builder_free(builder);
  return status;
}

START_TEST(every_allocation_may_fail) {
  int failures = 0;
  for (int n = 1;; n++) {
    failing f = {.fail_at = n};
    const spol_allocator allocator = {failing_alloc, failing_realloc, failing_free, &f};
    spol_holidays *set = NULL;
    spol_status status = make_set(&allocator, &set);
    if (status == SPOL_OK) {
      ck_assert_ptr_nonnull(set);
      spol_holidays_unref(set);
      ck_assert_uint_eq(f.held, 0);
      break;
    }
    ck_assert_int_eq(status, SPOL_E_MEMORY);
    ck_assert_ptr_null(set);
    ck_assert_uint_eq(f.held, 0);
    failures++;
  }
  ck_assert_int_gt(failures, 10);
}
END_TEST

/* After a failed call the builder is as before: repeating it gives the set that
 * it would have been. */
START_TEST(a_failed_call_can_be_repeated) {
  for (int n = 2; n < 30; n++) {
    failing f = {.fail_at = n};
    const spol_allocator allocator = {failing_alloc, failing_realloc, failing_free, &f};
    spol_holidays_builder *builder = NULL;
    ck_assert_ok(spol_holidays_builder_new(&allocator, &builder));
    const spol_date date = 100;
    const char *const name = "listed";
    const spol_holiday_rule rule = RULE(.kind = SPOL_HOLIDAY_YEARLY, MAY_1, .name = "May Day");
    spol_status status = SPOL_E_MEMORY;
    for (int tries = 0; tries < 2 && status != SPOL_OK; tries++) {
      status = spol_holidays_builder_add_rule(builder, &rule, NULL);
    }
    ck_assert_ok(status);
    status = SPOL_E_MEMORY;
    for (int tries = 0; tries < 2 && status != SPOL_OK; tries++) {
      status = spol_holidays_builder_add_list(builder, "l", &date, &name, 1, 1970, 1970, NULL);
    }
    ck_assert_ok(status);
    spol_holidays *set = NULL;
    for (int tries = 0; tries < 2 && set == NULL; tries++) {
      status = spol_holidays_builder_build(builder, &set, NULL);
    }
    ck_assert_ok(status);
    spol_holiday days[3];
    size_t count = 0;
    ck_assert_ok(spol_holidays_in_year(set, 1970, days, 3, &count));
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(days[0].name, "listed");
    ck_assert_str_eq(days[1].name, "May Day");
    spol_holidays_unref(set);
    spol_holidays_builder_free(builder);
    ck_assert_uint_eq(f.held, 0);
  }
}
END_TEST

static Suite *suite(void) {
  Suite *s = suite_create("holidays-builder");
  TCase *t = tcase_create("refusals");
  tcase_add_loop_test(t, every_field_is_checked, 0, REFUSALS);
  tcase_add_test(t, size_says_the_version);
  tcase_add_test(t, null_arguments_are_refused);
  tcase_add_test(t, lists_lie_within_their_years);
  tcase_add_test(t, circles_and_dead_ends_are_found);
  tcase_add_test(t, relative_needs_one_date);
  tcase_add_test(t, limits_leave_the_builder_as_it_was);
  tcase_add_test(t, names_are_limited);
  suite_add_tcase(s, t);
  t = tcase_create("memory");
  tcase_add_test(t, every_allocation_may_fail);
  tcase_add_test(t, a_failed_call_can_be_repeated);
  suite_add_tcase(s, t);
  return s;
}

int main(void) {
  return run_suite(suite());
}
