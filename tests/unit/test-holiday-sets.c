/* SPDX-License-Identifier: MIT */
/* The built-in sets of holidays: names, errors, and dates from the pages and
 * laws that they were written from. */
#include <string.h>

#include "unit.h"

static spol_holidays *named(const char *name) {
  spol_holidays *set = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_holidays_named(NULL, name, strlen(name), &set, &error);
  ck_assert_msg(status == SPOL_OK, "%s: %s", name, error.message);
  return set;
}

/** A date of a set, by what the law or the government's page says. */
typedef struct row {
  const char *set;
  int32_t year, month, day;
  const char *name; /**< NULL: no holiday */
  int32_t shifted;
} row;

static const row rows[] = {
    /* Office of Personnel Management, federal holidays. */
    {"us-federal", 2021, 6, 18, "Juneteenth National Independence Day", 1},
    {"us-federal", 2020, 6, 19, NULL, 0},
    {"us-federal", 2021, 12, 31, "New Year's Day", 1}, /* 2022-01-01 is a Saturday */
    {"us-federal", 2022, 1, 1, NULL, 0},
    {"us-federal", 2026, 7, 3, "Independence Day", 1},
    {"us-federal", 2026, 7, 4, NULL, 0},
    {"us-federal", 2026, 11, 26, "Thanksgiving Day", 0},
    {"us-federal", 2026, 11, 27, NULL, 0},
    {"us-federal", 2023, 11, 10, "Veterans Day", 1},
    {"us-federal", 2027, 10, 11, "Columbus Day", 0},
    /* gov.uk/bank-holidays. */
    {"gb-eng", 2002, 6, 3, "Golden Jubilee bank holiday", 0},
    {"gb-eng", 2002, 6, 4, "Spring bank holiday", 0},
    {"gb-eng", 2002, 5, 27, NULL, 0},
    {"gb-eng", 2011, 4, 29, "Royal wedding", 0},
    {"gb-eng", 2012, 6, 4, "Spring bank holiday", 0},
    {"gb-eng", 2012, 6, 5, "Queen's Diamond Jubilee", 0},
    {"gb-eng", 2020, 5, 4, NULL, 0},
    {"gb-eng", 2020, 5, 8, "Early May bank holiday (VE day)", 0},
    {"gb-eng", 2021, 12, 27, "Christmas Day", 1},
    {"gb-eng", 2021, 12, 28, "Boxing Day", 1},
    {"gb-eng", 2022, 6, 2, "Spring bank holiday", 0},
    {"gb-eng", 2022, 6, 3, "Platinum Jubilee bank holiday", 0},
    {"gb-eng", 2022, 5, 30, NULL, 0},
    {"gb-eng", 2022, 9, 19, "Bank Holiday for the State Funeral of Queen Elizabeth II", 0},
    {"gb-eng", 2022, 12, 26, "Boxing Day", 0},
    {"gb-eng", 2022, 12, 27, "Christmas Day", 1},
    {"gb-eng", 2023, 5, 8, "Bank holiday for the coronation of King Charles III", 0},
    {"gb-eng", 2026, 6, 15, NULL, 0},
    {"gb-sct", 2026, 6, 15, "World Cup bank holiday", 0},
    {"gb-sct", 2022, 1, 3, "New Year's Day", 1},
    {"gb-sct", 2022, 1, 4, "2nd January", 1},
    {"gb-sct", 2006, 11, 30, NULL, 0},
    {"gb-sct", 2024, 12, 2, "St Andrew's Day", 1}, /* Saturday 30 November */
    {"gb-sct", 2026, 8, 3, "Summer bank holiday", 0},
    {"gb-sct", 2026, 4, 6, NULL, 0}, /* no Easter Monday */
    {"gb-nir", 2020, 7, 13, "Battle of the Boyne (Orangemen's Day)", 1},
    {"gb-nir", 2024, 3, 18, "St Patrick's Day", 1},
    {"gb-nir", 2026, 8, 31, "Summer bank holiday", 0},
    /* Organisation of Working Time Act 1997. */
    {"ie", 2022, 3, 18, "Day of Remembrance and Recognition", 0},
    {"ie", 2022, 2, 7, NULL, 0},
    {"ie", 2023, 2, 6, "St Brigid's Day", 0},
    {"ie", 2030, 2, 1, "St Brigid's Day", 0}, /* a Friday */
    {"ie", 2030, 2, 4, NULL, 0},
    {"ie", 2027, 2, 1, "St Brigid's Day", 0}, /* a Monday */
    {"ie", 2013, 3, 18, NULL, 0},             /* nothing moves */
    /* Employment Standards Act, 2000; Holidays Act. */
    {"ca-on", 2007, 2, 19, NULL, 0},
    {"ca-on", 2008, 2, 18, "Family Day", 0},
    {"ca-on", 2018, 7, 1, NULL, 0},
    {"ca-on", 2018, 7, 2, "Canada Day", 0},
    {"ca-on", 2023, 7, 1, "Canada Day", 0},
    {"ca-on", 2023, 7, 3, "Canada Day", 1},
    {"ca-on", 2026, 5, 18, "Victoria Day", 0},
    {"ca-on", 2027, 5, 24, "Victoria Day", 0},
    {"ca-on", 2026, 8, 3, NULL, 0}, /* the Civic Holiday is none */
    /* NSW Government, public holidays. */
    {"au-nsw", 2021, 12, 25, "Christmas Day", 0},
    {"au-nsw", 2021, 12, 27, "Christmas Day", 1},
    {"au-nsw", 2021, 12, 28, "Boxing Day", 1},
    {"au-nsw", 2020, 1, 26, NULL, 0},
    {"au-nsw", 2020, 1, 27, "Australia Day", 1},
    {"au-nsw", 2020, 4, 27, NULL, 0}, /* Anzac Day stays on Saturday */
    {"au-nsw", 2026, 4, 27, "Additional public holiday for Anzac Day", 0},
    {"au-nsw", 2022, 6, 13, "Queen's Birthday", 0},
    {"au-nsw", 2023, 6, 12, "King's Birthday", 0},
    {"au-nsw", 2026, 8, 3, NULL, 0}, /* for banks alone */
    /* Holidays Act 2003, Matariki. */
    {"nz", 2010, 2, 6, "Waitangi Day", 0}, /* before 2014 Saturday stays */
    {"nz", 2016, 2, 6, NULL, 0},
    {"nz", 2016, 2, 8, "Waitangi Day", 0},
    {"nz", 2027, 4, 26, "Anzac Day", 0},
    {"nz", 2038, 4, 26, "Easter Monday", 0},
    {"nz", 2038, 4, 27, NULL, 0},
    {"nz", 2022, 6, 24, "Matariki", 0},
    {"nz", 2052, 6, 21, "Matariki", 0},
    {"nz", 2022, 9, 26, "Queen Elizabeth II Memorial Day", 0},
    {"nz", 2022, 1, 3, "New Year's Day", 1},
    {"nz", 2022, 1, 4, "Day after New Year's Day", 1},
    /* FTG, article 1. */
    {"de-by", 2017, 10, 31, "Reformationstag", 0},
    {"de-by", 2018, 10, 31, NULL, 0},
    {"de-by", 2026, 8, 15, NULL, 0},
    {"de-by", 2026, 6, 4, "Fronleichnam", 0},
    {"de-by-catholic", 2026, 8, 15, "Mari\xC3\xA4 Himmelfahrt", 0},
    /* Code du travail, article L3133-1. */
    {"fr", 2005, 5, 16, "Lundi de Pentec\xC3\xB4te", 0},
    {"fr", 2026, 5, 14, "Ascension", 0},
    {"fr", 2026, 4, 3, NULL, 0}, /* Good Friday in Alsace and Moselle alone */
    /* Cabinet Office of Japan, list of national holidays. */
    {"jp", 2006, 5, 4, "Citizens' Holiday", 0},
    {"jp", 2003, 5, 4, NULL, 0}, /* a Sunday between two holidays */
    {"jp", 2009, 5, 6, "Constitution Memorial Day", 1},
    {"jp", 2009, 9, 22, "Citizens' Holiday", 0},
    {"jp", 2026, 9, 22, "Citizens' Holiday", 0},
    {"jp", 2016, 3, 21, "Vernal Equinox Day", 1}, /* Sunday 20 March */
    {"jp", 2019, 4, 30, "Citizens' Holiday", 0},
    {"jp", 2019, 5, 1, "Day of the Enthronement", 0},
    {"jp", 2019, 5, 2, "Citizens' Holiday", 0},
    {"jp", 2019, 5, 6, "Children's Day", 1},
    {"jp", 2019, 12, 23, NULL, 0},
    {"jp", 2019, 2, 23, NULL, 0},
    {"jp", 2020, 7, 23, "Marine Day", 0},
    {"jp", 2020, 7, 20, NULL, 0},
    {"jp", 2021, 8, 9, "Mountain Day", 1},
    {"jp", 2021, 10, 11, NULL, 0},
    {"jp", 2024, 5, 3, "Constitution Memorial Day", 0},
    /* The Hebrew calendar; Independence Day Law. */
    {"il", 2025, 5, 1, "Independence Day", 0}, /* Saturday 5 Iyar: Thursday before */
    {"il", 2023, 4, 26, "Independence Day", 0},
    {"il", 2024, 5, 14, "Independence Day", 0}, /* Monday 5 Iyar: Tuesday */
    {"il", 2026, 9, 21, "Yom Kippur", 0},
    {"il", 2026, 9, 28, NULL, 0}, /* within the week of Sukkot */
};

START_TEST(dates_are_those_of_the_law) {
  const row *r = &rows[_i];
  spol_holidays *set = named(r->set);
  spol_date date = 0;
  ck_assert_ok(spol_date_from_civil(r->year, r->month, r->day, &date));
  int32_t is_holiday = 0;
  spol_holiday found = {.name = NULL};
  ck_assert_ok(spol_holidays_on(set, date, &is_holiday, &found));
  ck_assert_msg(is_holiday == (r->name != NULL), "%s %d-%d-%d: %s", r->set, r->year, r->month,
                r->day, found.name);
  if (r->name != NULL) {
    ck_assert_str_eq(found.name, r->name);
    ck_assert_int_eq(found.shifted, r->shifted);
    ck_assert_uint_eq(found.hours_count, 0);
  }
  spol_holidays_unref(set);
}
END_TEST

START_TEST(sets_are_listed_in_order_with_their_years) {
  const char *before = "";
  size_t count = spol_holiday_set_count();
  ck_assert_uint_eq(count, 13);
  for (size_t i = 0; i < count; i++) {
    spol_holiday_set about = SPOL_HOLIDAY_SET_INIT;
    ck_assert_ok(spol_holiday_set_at(i, &about));
    ck_assert_int_lt(strcmp(before, about.name), 0);
    ck_assert_uint_gt(strlen(about.title), 0);
    ck_assert_uint_gt(strlen(about.source), 0);
    before = about.name;
    spol_holidays *set = named(about.name);
    int32_t first = 0;
    int32_t last = 0;
    spol_holidays_coverage(set, &first, &last);
    ck_assert_int_eq(first, about.first_year);
    ck_assert_int_eq(last, about.last_year);
    ck_assert_int_eq(spol_holidays_covers(set, first), 1);
    ck_assert_int_eq(spol_holidays_covers(set, first - 1), 0);
    spol_holidays_unref(set);
  }
}
END_TEST

START_TEST(predictions_are_given_and_not_covered) {
  spol_holidays *set = named("jp");
  ck_assert_int_eq(spol_holidays_covers(set, 2027), 1);
  ck_assert_int_eq(spol_holidays_covers(set, 2028), 0);
  spol_date equinox = 0;
  ck_assert_ok(spol_date_from_civil(2028, 3, 20, &equinox));
  int32_t is_holiday = 0;
  ck_assert_ok(spol_holidays_on(set, equinox, &is_holiday, NULL));
  ck_assert_int_eq(is_holiday, 1);
  spol_holidays_unref(set);
}
END_TEST

START_TEST(descriptions_refuse_what_they_do_not_know) {
  spol_holiday_set about = SPOL_HOLIDAY_SET_INIT;
  ck_assert_int_eq(spol_holiday_set_at(spol_holiday_set_count(), &about), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_holiday_set_at(0, NULL), SPOL_E_INVALID);
  about.size = 8;
  ck_assert_int_eq(spol_holiday_set_at(0, &about), SPOL_E_VERSION);
  ck_assert_ptr_null(about.name);
  struct {
    spol_holiday_set known;
    uint64_t newer;
  } longer = {.known = {.size = sizeof longer}, .newer = 7};
  ck_assert_ok(spol_holiday_set_at(0, &longer.known));
  ck_assert_uint_eq(longer.newer, 0);
  ck_assert_uint_eq(longer.known.size, sizeof longer);
}
END_TEST

START_TEST(an_unknown_name_has_a_hint) {
  spol_holidays *set = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(spol_holidays_named(NULL, "us-fedral", 9, &set, &error), SPOL_E_NOT_FOUND);
  ck_assert_str_eq(error.message, "there is no set of holidays named \"us-fedral\"");
  ck_assert_str_eq(error.hint, "did you mean \"us-federal\"?");
  error = (spol_error)SPOL_ERROR_INIT;
  ck_assert_int_eq(spol_holidays_named(NULL, "atlantis", 8, &set, &error), SPOL_E_NOT_FOUND);
  ck_assert_str_eq(error.hint, "");
  ck_assert_int_eq(spol_holidays_named(NULL, "", 0, &set, NULL), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_holidays_named(NULL, NULL, 0, &set, NULL), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_holidays_named(NULL, NULL, 2, &set, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_holidays_named(NULL, "fr", 2, NULL, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_holidays_named(NULL, "FR", 2, &set, NULL), SPOL_E_NOT_FOUND);
  ck_assert_ptr_null(set);
  ck_assert_ok(spol_holidays_named(NULL, "france", 2, &set, NULL)); /* "fr" */
  spol_holidays_unref(set);
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

START_TEST(every_allocation_may_fail) {
  int failures = 0;
  spol_status status = SPOL_E_MEMORY;
  for (int n = 1; status != SPOL_OK; n++) {
    failing f = {.fail_at = n};
    const spol_allocator allocator = {failing_alloc, failing_realloc, failing_free, &f};
    spol_holidays *set = NULL;
    status = spol_holidays_named(&allocator, "il", 2, &set, NULL);
    if (status != SPOL_OK) {
      ck_assert_int_eq(status, SPOL_E_MEMORY);
      ck_assert_ptr_null(set);
      failures++;
    }
    spol_holidays_unref(set);
    ck_assert_uint_eq(f.held, 0);
  }
  ck_assert_int_gt(failures, 10);
}
END_TEST

static Suite *suite(void) {
  Suite *s = suite_create("holiday-sets");
  TCase *t = tcase_create("sets");
  tcase_add_loop_test(t, dates_are_those_of_the_law, 0, sizeof rows / sizeof rows[0]);
  tcase_add_test(t, sets_are_listed_in_order_with_their_years);
  tcase_add_test(t, predictions_are_given_and_not_covered);
  tcase_add_test(t, descriptions_refuse_what_they_do_not_know);
  tcase_add_test(t, an_unknown_name_has_a_hint);
  tcase_add_test(t, every_allocation_may_fail);
  suite_add_tcase(s, t);
  return s;
}

int main(void) {
  return run_suite(suite());
}
