/* SPDX-License-Identifier: MIT */
#include "oom.h"

static spol_status add_parts(oom_state *oom, spol_holidays_builder *builder) {
  static const int32_t half_day[] = {9 * 3600, 13 * 3600};
  static const spol_date dates[] = {20000, 20100, 20200};
  static const char *const names[] = {"first", NULL, "third"};
  const spol_holiday_rule rules[] = {
      {.size = sizeof(spol_holiday_rule),
       .kind = SPOL_HOLIDAY_YEARLY,
       .month = 12,
       .day = 25,
       .observed = SPOL_OBSERVED_NEXT_FREE,
       .name = "Christmas Day"},
      {.size = sizeof(spol_holiday_rule),
       .kind = SPOL_HOLIDAY_RELATIVE,
       .offset_days = -1,
       .hours_count = 1,
       .hours = half_day,
       .name = "Christmas Eve"},
  };
  spol_status status = SPOL_OK;
  /* Enough of them that the builder's array grows more than once. */
  for (int i = 0; i < 20 && status == SPOL_OK; i++) {
    OOM_CALL(oom, status, spol_holidays_builder_add_rule(builder, &rules[i == 19], NULL));
  }
  if (status == SPOL_OK) {
    OOM_CALL(oom, status,
             spol_holidays_builder_add_list(builder, "moving", dates, names, 3, 2024, 2026, NULL));
  }
  return status;
}

static spol_status build(oom_state *oom) {
  spol_holidays_builder *builder = NULL;
  spol_holidays *holidays = NULL;
  spol_status status;
  OOM_MAKE(oom, status, builder, spol_holidays_builder_new(&oom->allocator, &builder));
  if (status == SPOL_OK) {
    status = add_parts(oom, builder);
  }
  if (status == SPOL_OK) {
    OOM_MAKE(oom, status, holidays, spol_holidays_builder_build(builder, &holidays, NULL));
  }
  spol_holidays_builder_free(builder);
  spol_holidays_unref(holidays);
  return status;
}

static spol_status named(oom_state *oom) {
  spol_holidays *holidays = NULL;
  spol_status status;
  OOM_MAKE(oom, status, holidays,
           spol_holidays_named(&oom->allocator, "us-federal", 10, &holidays, NULL));
  spol_holidays_unref(holidays);
  return status;
}

const oom_scenario oom_holidays_scenarios[] = {
    {"holidays from rules and a list", build}, {"holidays by name", named}, {NULL, NULL}};
