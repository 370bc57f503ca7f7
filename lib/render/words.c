/* SPDX-License-Identifier: MIT */
/* The words for what an evaluation says in numbers; the same in text, in JSON
 * and in case files. */
#include "render/view.h"

#define COUNT(list) (int32_t)(sizeof(list) / sizeof(list)[0])

static const char *word(const char *const *words, int32_t count, int32_t at) {
  const char *found = at >= 0 && at < count ? words[at] : NULL;
  return found == NULL ? "unknown" : found;
}

const char *spi_case_state_word(int32_t state) {
  static const char *const words[] = {"not_opened", "open", "resolved", "closed", "refused"};
  return word(words, COUNT(words), state);
}

const char *spi_metric_state_word(int32_t state) {
  static const char *const words[] = {"not_started", "running", "paused",
                                      "stopped",     "ended",   "waiting"};
  return word(words, COUNT(words), state);
}

const char *spi_outcome_word(int32_t outcome) {
  static const char *const words[] = {"none", "met", "missed"};
  return word(words, COUNT(words), outcome);
}

const char *spi_target_kind_word(int32_t kind) {
  static const char *const words[] = {"none",       "duration",    "day",      "effort",
                                      "as_agreed",  "not_offered", "unstated", "agreed_due",
                                      "per_period", "undecided"};
  return word(words, COUNT(words), kind);
}

const char *spi_finding_word(int32_t kind) {
  static const char *const words[] = {
      NULL,           "not_covered",    "not_entitled",    "several_issues",
      "intake",       "change_refused", "severity_capped", "severity_differs",
      "miss_excused", "fact_missing",   "event_forbidden", "event_ignored",
      "limit",        "zero_cycle",     "due_at_receipt",  "holidays_unknown",
      "never_open",   "out_of_range",   "no_target",       "no_version",
      "duplicate",    "step_forbidden", "zone_missing",    "policy",
  };
  return word(words, COUNT(words), kind);
}

const char *spi_change_word(int32_t kind) {
  static const char *const words[] = {"none",       "miss",  "step",    "held_step",
                                      "pause_ends", "cycle", "coverage"};
  return word(words, COUNT(words), kind);
}

const char *spi_effect_word(int32_t effect) {
  static const char *const words[] = {NULL,     "line",  "notify", "severity",
                                      "remind", "close", "event"};
  return word(words, COUNT(words), effect);
}

const char *spi_notice_word(int32_t kind) {
  static const char *const words[] = {NULL, "event", "update_due", "step"};
  return word(words, COUNT(words), kind);
}

const char *spi_label_word(int32_t label) {
  static const char *const words[] = {NULL,     "before_start",   "stopped", "paused", "holiday",
                                      "closed", "before_receipt", "counted", "carried"};
  return word(words, COUNT(words), label);
}

const char *spi_carry_word(int32_t carry) {
  static const char *const words[] = {NULL, "from_start", "restart", "carry_elapsed",
                                      "carry_fraction"};
  return word(words, COUNT(words), carry);
}

const char *spi_cause_word(int32_t cause) {
  static const char *const words[] = {"none", "rule", "event", "step", "default"};
  return word(words, COUNT(words), cause);
}

const char *spi_flag_word(uint32_t bit) {
  static const char *const words[] = {
      "uncovered", "easter_early",  "zone_beyond", "due_at_receipt", "provisional",
      "limited",   "agreed",        "promised",    "superseded",     "fact_missing",
      "excused",   "lasting_pause", "reopened",    "never_later"};
  return bit < (uint32_t)COUNT(words) ? words[bit] : NULL;
}
