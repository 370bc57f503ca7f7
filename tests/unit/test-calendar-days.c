/* SPDX-License-Identifier: MIT */
/* Receipt, business days, windows and memory: docs/semantics.md, section 4. */
#include "calendar-fixture.h"

#define TARGET(...)                                                                                \
  (spol_day_target) {                                                                              \
    .size = sizeof(spol_day_target), __VA_ARGS__                                                   \
  }

static spol_day_due due_of(const spol_calendar *calendar, spol_instant start,
                           spol_day_target target) {
  spol_day_due due;
  ck_assert_ok(spol_calendar_day_target(calendar, start, &target, &due));
  return due;
}

START_TEST(business_days_count_from_the_receipt_day) {
  spol_calendar *desk = office(utc());
  /* Saturday 2024-01-06 is received on Monday: one day later is Tuesday. */
  spol_day_due due = due_of(desk, at(2024, 1, 6, 12, 0),
                            TARGET(.unit = SPOL_BUSINESS_DAYS, .count = 1,
                                   .reading = SPOL_END_OF_DAY, .cutoff_seconds = -1));
  ck_assert_int_eq(due.receipt, at(2024, 1, 8, 9, 0));
  ck_assert_int_eq(due.due, at(2024, 1, 9, 17, 0));
  /* after: date, it is Monday. */
  due = due_of(desk, at(2024, 1, 6, 12, 0),
               TARGET(.unit = SPOL_BUSINESS_DAYS, .count = 1, .reading = SPOL_END_OF_DAY,
                      .zero = SPOL_AFTER_DATE, .cutoff_seconds = -1));
  ck_assert_int_eq(due.due, at(2024, 1, 8, 17, 0));
  ck_assert_int_eq(due.day_zero, spi_date_of_civil(2024, 1, 6));
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(readings_of_the_last_day) {
  spol_calendar *desk = office(utc());
  spol_instant friday = at(2024, 1, 5, 11, 30);
  spol_day_target target = TARGET(.unit = SPOL_BUSINESS_DAYS, .count = 1, .cutoff_seconds = -1);
  target.reading = SPOL_START_OF_DAY;
  ck_assert_int_eq(due_of(desk, friday, target).due, at(2024, 1, 8, 9, 0));
  target.reading = SPOL_SAME_TIME;
  ck_assert_int_eq(due_of(desk, friday + 1, target).due, at(2024, 1, 8, 11, 30) + 1);
  /* Received while closed: the opening time. */
  ck_assert_int_eq(due_of(desk, at(2024, 1, 5, 3, 0), target).due, at(2024, 1, 8, 9, 0));
  target.reading = SPOL_LOCAL_TIME;
  target.local_seconds = 12 * 3600;
  ck_assert_int_eq(due_of(desk, friday, target).due, at(2024, 1, 8, 12, 0));
  target.local_seconds = 17 * 3600; /* just closing */
  ck_assert_int_eq(due_of(desk, friday, target).due, at(2024, 1, 8, 17, 0));
  target.local_seconds = 7 * 3600; /* its next opening */
  ck_assert_int_eq(due_of(desk, friday, target).due, at(2024, 1, 8, 9, 0));
  target.local_seconds = 20 * 3600; /* none: its last close */
  ck_assert_int_eq(due_of(desk, friday, target).due, at(2024, 1, 8, 17, 0));
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(wall_times_run_on_past_midnight) {
  spol_calendar_builder *builder = builder_in(utc());
  hours(builder, SPOL_MONDAY, SPOL_FRIDAY, 22, 6);
  spol_calendar *nights = build(builder);
  /* Tuesday 03:00 is Monday 27:00; a day later is Tuesday 27:00. */
  spol_day_due due = due_of(nights, at(2024, 1, 2, 3, 0),
                            TARGET(.unit = SPOL_BUSINESS_DAYS, .count = 1,
                                   .reading = SPOL_SAME_TIME, .cutoff_seconds = -1));
  ck_assert_int_eq(due.day_zero, spi_date_of_civil(2024, 1, 1));
  ck_assert_int_eq(due.due, at(2024, 1, 3, 3, 0));
  /* At 26:00 of Monday's shift the cut-off is past. */
  spol_instant received = 0;
  ck_assert_ok(
      spol_calendar_receive(nights, at(2024, 1, 2, 3, 0), 26 * 3600, NULL, &received, NULL));
  ck_assert_int_eq(received, at(2024, 1, 2, 22, 0));
  ck_assert_ok(
      spol_calendar_receive(nights, at(2024, 1, 2, 1, 59), 26 * 3600, NULL, &received, NULL));
  ck_assert_int_eq(received, at(2024, 1, 2, 1, 59));
  spol_calendar_unref(nights);
}
END_TEST

START_TEST(a_start_at_the_cutoff_is_received_on_the_next_business_day) {
  spol_calendar *desk = office(utc());
  spol_instant received = 0;
  ck_assert_ok(
      spol_calendar_receive(desk, at(2024, 1, 5, 16, 0), 16 * 3600, NULL, &received, NULL));
  ck_assert_int_eq(received, at(2024, 1, 8, 9, 0));
  ck_assert_ok(
      spol_calendar_receive(desk, at(2024, 1, 5, 16, 0) - 1, 16 * 3600, NULL, &received, NULL));
  ck_assert_int_eq(received, at(2024, 1, 5, 16, 0) - 1);
  spol_day_target next = TARGET(.unit = SPOL_BUSINESS_DAYS, .count = 1, .reading = SPOL_END_OF_DAY,
                                .zero = SPOL_AFTER_DATE, .cutoff_seconds = 16 * 3600);
  ck_assert_int_eq(due_of(desk, at(2024, 1, 5, 16, 30), next).due, at(2024, 1, 9, 17, 0));
  ck_assert_int_eq(due_of(desk, at(2024, 1, 6, 16, 30), next).due, at(2024, 1, 8, 17, 0));
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(the_next_business_day_may_have_opened_before_the_start) {
  spol_calendar_builder *builder = builder_in(utc());
  /* Monday 09:00 to Tuesday 08:00, and of Tuesday only 00:00 to 02:00. */
  ck_assert_ok(spol_calendar_builder_add_hours(builder, SPOL_MONDAY, 9 * 3600, 8 * 3600));
  ck_assert_ok(spol_calendar_builder_add_hours(builder, SPOL_TUESDAY, 0, 2 * 3600));
  spol_calendar *shift = build(builder);
  spol_instant received = 0;
  /* Tuesday 05:00 is Monday 29:00, after the cut-off; Tuesday is over by then. */
  spol_instant start = at(2024, 1, 2, 5, 0);
  ck_assert_ok(spol_calendar_receive(shift, start, 20 * 3600, NULL, &received, NULL));
  ck_assert_int_eq(received, start);
  spol_calendar_unref(shift);
}
END_TEST

START_TEST(other_business_days_can_count) {
  spol_calendar *desk = office(utc());
  spol_business_days days = {.size = sizeof days, .weekday_mask = 1U << 2};
  spol_day_target target =
      TARGET(.unit = SPOL_BUSINESS_DAYS, .count = 2, .reading = SPOL_START_OF_DAY,
             .cutoff_seconds = -1, .business_days = &days);
  ck_assert_int_eq(due_of(desk, at(2024, 1, 3, 10, 0), target).due, at(2024, 1, 17, 9, 0));
  days.calendar = desk;
  spol_day_due due;
  ck_assert_int_eq(spol_calendar_day_target(desk, 0, &target, &due), SPOL_E_INVALID);
  days.weekday_mask = 0;
  ck_assert_int_eq(due_of(desk, at(2024, 1, 5, 10, 0), target).due, at(2024, 1, 9, 9, 0));
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(calendar_days_count_every_date) {
  spol_calendar *desk = office(utc());
  spol_day_target target = TARGET(.unit = SPOL_CALENDAR_DAYS, .count = 1,
                                  .reading = SPOL_END_OF_DAY, .cutoff_seconds = -1);
  /* Friday and one day: Saturday, taken as 00:00 to 24:00. */
  ck_assert_int_eq(due_of(desk, at(2024, 1, 5, 10, 0), target).due, at(2024, 1, 7, 0, 0));
  target.reading = SPOL_SAME_TIME;
  ck_assert_int_eq(due_of(desk, at(2024, 1, 5, 10, 0), target).due, at(2024, 1, 6, 10, 0));
  target.unit = SPOL_CALENDAR_WEEKS;
  ck_assert_int_eq(due_of(desk, at(2024, 1, 5, 10, 0), target).due, at(2024, 1, 12, 10, 0));
  target.unit = SPOL_CALENDAR_MONTHS;
  ck_assert_int_eq(due_of(desk, at(2024, 1, 31, 10, 0), target).due, at(2024, 2, 29, 10, 0));
  target.count = INT32_MAX;
  spol_day_due due;
  ck_assert_int_eq(spol_calendar_day_target(desk, 0, &target, &due), SPOL_E_RANGE);
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(never_due_before_receipt) {
  spol_calendar *desk = office(utc());
  spol_day_due due =
      due_of(desk, at(2024, 1, 6, 12, 0),
             TARGET(.unit = SPOL_BUSINESS_DAYS, .count = 0, .reading = SPOL_END_OF_DAY,
                    .zero = SPOL_AFTER_DATE, .cutoff_seconds = -1));
  ck_assert_int_eq(due.due, at(2024, 1, 8, 9, 0));
  ck_assert_uint_eq(due.flags, SPOL_CALENDAR_DUE_AT_RECEIPT);
  spol_calendar_unref(desk);
}
END_TEST

/* ---- The compiled window makes no difference ----------------------------- */

static spol_calendar_builder *busy_builder(void) {
  spol_calendar_builder *builder = builder_in(new_york());
  spol_day_hours short_day = {36000, 43200};
  spol_holidays *set = holiday_on(spi_date_of_civil(2024, 12, 25), "Christmas");
  hours(builder, SPOL_MONDAY, SPOL_SATURDAY, 8, 12);
  hours(builder, SPOL_MONDAY, SPOL_FRIDAY, 13, 17);
  hours(builder, SPOL_SATURDAY, SPOL_SUNDAY, 22, 6);
  ck_assert_ok(spol_calendar_builder_add_weekly_break(builder, SPOL_TUESDAY, 54000, 55800));
  ck_assert_ok(
      spol_calendar_builder_add_dated_break(builder, spi_date_of_civil(2025, 6, 2), 36000, 37800));
  ck_assert_ok(spol_calendar_builder_set_exception(builder, spi_date_of_civil(2024, 7, 4),
                                                   &short_day, 1, "Independence Day"));
  ck_assert_ok(
      spol_calendar_builder_set_exception(builder, spi_date_of_civil(2025, 7, 4), NULL, 0, NULL));
  ck_assert_ok(spol_calendar_builder_add_holidays(builder, set));
  spol_holidays_unref(set);
  return builder;
}

static uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

/** Every question once; the answers, statuses included, go into `answers`. */
static void ask_all(const spol_calendar *calendar, spol_instant t, spol_duration d,
                    int64_t *answers) {
  spol_day_target target = TARGET(.unit = SPOL_BUSINESS_DAYS, .count = (int32_t)(d % 40),
                                  .reading = SPOL_SAME_TIME, .cutoff_seconds = 15 * 3600);
  spol_day_due due = {0};
  spol_date date = 0;
  uint32_t flags = 0;
  int32_t open = 0;
  memset(answers, 0, 20 * sizeof *answers);
  answers[0] = spol_calendar_add(calendar, t, d, answers + 1, &flags);
  answers[2] = spol_calendar_subtract(calendar, t, d, answers + 3, &flags);
  answers[4] = spol_calendar_elapsed(calendar, t, t + d, answers + 5, &flags);
  answers[6] = spol_calendar_next_open(calendar, t, answers + 7, &flags);
  answers[8] = spol_calendar_next_close(calendar, t, answers + 9, &flags);
  answers[10] = spol_calendar_previous_open(calendar, t, answers + 11, &flags);
  answers[12] = spol_calendar_previous_close(calendar, t, answers + 13, &flags);
  answers[14] = spol_calendar_is_open(calendar, t, &open, &flags);
  answers[15] = open;
  answers[16] = spol_calendar_date_of(calendar, t, &date, &flags);
  answers[17] = date;
  answers[18] = spol_calendar_day_target(calendar, t, &target, &due);
  answers[19] = due.due;
}

START_TEST(inside_and_outside_the_window_answer_alike) {
  const int32_t windows[3][2] = {{2, 1}, {2024, 2025}, {2000, 2050}};
  spol_calendar *calendars[3] = {NULL};
  spol_calendar_builder *builder = busy_builder();
  for (int i = 0; i < 3; i++) {
    spol_compile_options options = {
        .size = sizeof options, .first_year = windows[i][0], .last_year = windows[i][1]};
    ck_assert_ok(spol_calendar_builder_build(builder, &options, calendars + i, NULL));
  }
  spol_calendar_builder_free(builder);
  ck_assert_uint_eq(spol_calendar_compiled_bytes(calendars[0]), 0);
  uint64_t state = UINT64_C(88172645463325252);
  for (int round = 0; round < 1500; round++) {
    int64_t answers[3][20];
    uint64_t span = (uint64_t)(4 * 365 * SPOL_DAY);
    spol_instant t = at(2022, 12, 1, 0, 0) + (int64_t)(next_random(&state) % span);
    spol_duration d = (int64_t)(next_random(&state) % (uint64_t)(300 * SPOL_DAY));
    if (round % 3 == 0) {
      /* At the beginning of an hour, where things open and close. */
      t -= t % SPOL_HOUR;
      d -= d % SPOL_HOUR;
    }
    for (int i = 0; i < 3; i++) {
      ask_all(calendars[i], t, d, answers[i]);
    }
    ck_assert_int_eq(answers[0][0], SPOL_OK);
    ck_assert_mem_eq(answers[0], answers[1], sizeof answers[0]);
    ck_assert_mem_eq(answers[0], answers[2], sizeof answers[0]);
  }
  for (int i = 0; i < 3; i++) {
    spol_calendar_unref(calendars[i]);
  }
}
END_TEST

/* ---- Memory -------------------------------------------------------------- */

typedef struct limited {
  int64_t left; /**< allocations until the first failure */
  int for_ever;
  int64_t live;
} limited;

static int may_allocate(limited *memory) {
  memory->left--;
  return memory->left >= 0 || (memory->left < -1 && !memory->for_ever);
}

static void *limited_alloc(void *context, size_t size) {
  limited *memory = context;
  if (!may_allocate(memory)) {
    return NULL;
  }
  memory->live++;
  return malloc(size);
}

static void *limited_realloc(void *context, void *pointer, size_t old_size, size_t new_size) {
  (void)old_size;
  return may_allocate(context) ? realloc(pointer, new_size) : NULL;
}

static void limited_free(void *context, void *pointer, size_t size) {
  limited *memory = context;
  (void)size;
  memory->live--;
  free(pointer);
}

/** Makes everything that allocates; the first status that is not SPOL_OK. */
static spol_status make_all(const spol_allocator *allocator, spol_zone *zone,
                            const spol_holidays *set) {
  spol_calendar_builder *builder = NULL;
  spol_calendar *calendar = NULL;
  spol_calendar *both = NULL;
  spol_calendar *always = NULL;
  spol_day_hours short_day = {36000, 43200};
  spol_window window = {
      .size = sizeof window, .open_weekday = 6, .close_weekday = 7, .close_seconds = 80000};
  spol_compile_options options = {.size = sizeof options, .first_year = 2024, .last_year = 2024};
  spol_status status = spol_calendar_builder_new(allocator, zone, &builder);
  for (int32_t day = 1; day <= 5 && status == SPOL_OK; day++) {
    status = spol_calendar_builder_add_hours(builder, day, 32400, 61200);
  }
  status = status != SPOL_OK ? status : spol_calendar_builder_add_window(builder, &window);
  status = status != SPOL_OK ? status : spol_calendar_builder_add_weekly_break(builder, 1, 0, 9);
  status = status != SPOL_OK ? status : spol_calendar_builder_add_dated_break(builder, 9, 0, 9);
  status = status != SPOL_OK
               ? status
               : spol_calendar_builder_set_exception(builder, 19800, &short_day, 1, "Name");
  status = status != SPOL_OK ? status : spol_calendar_builder_add_holidays(builder, set);
  if (status == SPOL_OK) {
    status = spol_calendar_builder_build(builder, &options, &calendar, NULL);
    ck_assert_int_eq(calendar == NULL, status != SPOL_OK);
  }
  if (status == SPOL_OK) {
    status = spol_calendar_always(allocator, zone, &always);
  }
  if (status == SPOL_OK) {
    const spol_calendar *parts[2] = {calendar, always};
    status = spol_calendar_combine(allocator, SPOL_ALL_OF, parts, 2, NULL, &options, &both, NULL);
    ck_assert_int_eq(both == NULL, status != SPOL_OK);
  }
  spol_calendar_builder_free(builder);
  spol_calendar_unref(calendar);
  spol_calendar_unref(always);
  spol_calendar_unref(both);
  return status;
}

START_TEST(every_failed_allocation_is_an_error_and_leaks_nothing) {
  spol_zone *zone = new_york();
  spol_holidays *set = holiday_on(spi_date_of_civil(2024, 12, 25), "Christmas");
  for (int for_ever = 0; for_ever < 2; for_ever++) {
    spol_status status = SPOL_E_MEMORY;
    int64_t n = 0;
    for (; n < 1000 && status != SPOL_OK; n++) {
      limited memory = {n, for_ever, 0};
      spol_allocator allocator = {limited_alloc, limited_realloc, limited_free, &memory};
      status = make_all(&allocator, zone, set);
      ck_assert_int_eq(memory.live, 0);
      ck_assert(status == SPOL_OK || status == SPOL_E_MEMORY);
    }
    ck_assert_int_eq(status, SPOL_OK);
    ck_assert_int_gt(n, 20);
  }
  spol_holidays_unref(set);
  spol_zone_unref(zone);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("calendar-days");
  TCase *days = tcase_create("days");
  tcase_set_timeout(days, 400);
  tcase_add_test(days, business_days_count_from_the_receipt_day);
  tcase_add_test(days, readings_of_the_last_day);
  tcase_add_test(days, wall_times_run_on_past_midnight);
  tcase_add_test(days, a_start_at_the_cutoff_is_received_on_the_next_business_day);
  tcase_add_test(days, the_next_business_day_may_have_opened_before_the_start);
  tcase_add_test(days, other_business_days_can_count);
  tcase_add_test(days, calendar_days_count_every_date);
  tcase_add_test(days, never_due_before_receipt);
  tcase_add_test(days, inside_and_outside_the_window_answer_alike);
  tcase_add_test(days, every_failed_allocation_is_an_error_and_leaks_nothing);
  suite_add_tcase(suite, days);
  return run_suite(suite);
}
