/* SPDX-License-Identifier: MIT */
/* The tags by which a case names how its library differs. */
#include <stddef.h>
#include <string.h>

#include "conformance.h"

typedef struct tag {
  const char *name;
  size_t field;
} tag;

#define TAG(text, field)                                                                           \
  { text, offsetof(conventions, field) }

static const tag tags[] = {
    TAG("landing:next_open", landing_next_open),
    TAG("landing:prev_close", landing_previous_close),
    TAG("landing:previous_close", landing_previous_close),
    TAG("zero:next_open", zero_next_open),
    TAG("end:inclusive", end_inclusive),
    TAG("next_open:skips_current_interval", next_open_skips_current),
    TAG("next_open:skips_current", next_open_skips_current),
    TAG("next_open:first_start_at_or_after", next_open_first_start),
    TAG("prev_open:last_start_at_or_before", previous_open_at_or_before),
    TAG("prev_close:strict", previous_close_strict),
    TAG("negative_elapsed:abs", elapsed_absolute),
    TAG("negative_elapsed:absolute", elapsed_absolute),
    TAG("negative_elapsed:zero", elapsed_not_negative),
    TAG("negative_elapsed:0", elapsed_not_negative),
    TAG("24:00_is_23:59:59.999999", day_ends_before_midnight),
    TAG("dst:interval_length_is_wall_clock", wall_clock_lengths),
    TAG("overlap:wall_clock_lengths", wall_clock_lengths),
    TAG("dst:first_pass_only", first_pass_only),
    TAG("overlap:first_pass_only", first_pass_only),
    TAG("overlap:first", first_pass_only),
    TAG("dst:gap_shifted", gap_shifted),
    TAG("gap:shifted", gap_shifted),
    TAG("gap:shifted_by_gap", gap_shifted),
    TAG("gap:plus_1h", gap_plus_hour),
    TAG("gap:+1h", gap_plus_hour),
    TAG("dst:gap_plus_1h", gap_plus_hour),
    TAG("holiday_and_exception:holiday_wins", holiday_wins),
    TAG("precedence:holiday", holiday_wins),
    TAG("precedence:holiday_wins", holiday_wins),
    TAG("holiday:wins", holiday_wins),
    TAG("exception:holiday_wins", holiday_wins),
    TAG("days:biz", days_biz),
    TAG("days:working_hours", days_working_hours),
    TAG("days:moment", days_moment),
    TAG("days:dayjs", days_moment),
    TAG("date_only", date_only),
};

static bool read_tag(const char *text, conventions *out) {
  for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
    if (strcmp(text, tags[i].name) == 0) {
      bool yes = true;
      memcpy((char *)out + tags[i].field, &yes, sizeof yes);
      return true;
    }
  }
  return false;
}

bool conventions_read(const json_t *list, conventions *out, const char **unknown) {
  static const conventions none;
  *out = none;
  if (json_is_string(list)) {
    *unknown = json_string_value(list);
    return read_tag(*unknown, out);
  }
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *text = json_string_value(json_array_get(list, i));
    if (text == NULL || !read_tag(text, out)) {
      *unknown = text != NULL ? text : "(not text)";
      return false;
    }
  }
  return true;
}
