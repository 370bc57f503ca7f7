/* SPDX-License-Identifier: MIT */
/* Names that nothing uses. */
#include "calendar/inspect.h"
#include "policy/check.h"

enum { DEEPEST_PARTS = 16 };

/* What is used: by fact of the policy, calendar and reason of the version. */
typedef struct used {
  uint8_t *facts;
  uint8_t *calendars;
  uint8_t *reasons;
} used;

/* ---- Facts, over all versions -------------------------------------------------------------- */

static void use_fact(const spol_policy *policy, used *all, uint32_t fact) {
  if (fact < policy->facts_count) {
    all->facts[fact] = 1;
  }
}

static void use_facts_of_nodes(const spol_policy *policy, const spi_version *version, used *all) {
  for (uint32_t i = 0; i < version->nodes_count; i++) {
    const spi_node *node = &version->nodes[i];
    if (node->op >= SPI_OP_FACT && node->op <= SPI_OP_FACT_EVENT_TIME) {
      use_fact(policy, all, node->subject);
    }
    if (node->op == SPI_OP_FACT_FACT) {
      use_fact(policy, all, node->operand.first);
    }
  }
}

static void use_facts(const spol_policy *policy, used *all) {
  for (uint32_t v = 0; v < policy->versions_count; v++) {
    const spi_version *version = &policy->versions[v];
    use_facts_of_nodes(policy, version, all);
    for (uint32_t i = 0; i < version->matrices_count; i++) {
      use_fact(policy, all, version->matrices[i].row_fact);
      use_fact(policy, all, version->matrices[i].column_fact);
    }
    for (uint32_t i = 0; i < version->calendars_count; i++) {
      if (version->calendars[i].kind == SPI_CALENDAR_BY_ZONE) {
        use_fact(policy, all, version->calendars[i].fact);
      }
    }
    for (uint32_t i = 0; i < version->remarks_count; i++) {
      use_fact(policy, all, version->remarks[i].fact);
    }
    use_fact(policy, all, version->coverage.from_fact);
    use_fact(policy, all, version->coverage.to_fact);
    use_fact(policy, all, version->pinned_by_fact);
  }
}

/* ---- Calendars ---------------------------------------------------------------------------------
 */

static void use_calendar(const spi_version *version, used *all, uint32_t calendar) {
  if (calendar < version->calendars_count) {
    all->calendars[calendar] = 1;
  }
}

/* 1 if one calendar is a part of another, however deep. */
static int is_part(const spol_calendar *whole, const spol_calendar *part, int depth) {
  for (size_t i = 0; depth < DEEPEST_PARTS && i < spi_inspect_parts(whole); i++) {
    const spol_calendar *own = spi_inspect_part(whole, i);
    if (own == part || is_part(own, part, depth + 1)) {
      return 1;
    }
  }
  return 0;
}

static void use_parts(const spi_version *version, used *all) {
  for (uint32_t i = 0; i < version->calendars_count; i++) {
    all->calendars[i] |= (version->calendars[i].combined & SPI_PART_OF_COMBINATION) != 0;
    const spol_calendar *part = version->calendars[i].calendar;
    for (uint32_t j = 0; part != NULL && j < version->calendars_count; j++) {
      const spol_calendar *whole = version->calendars[j].calendar;
      if (whole != NULL && whole != part && is_part(whole, part, 0)) {
        all->calendars[i] = 1;
      }
    }
  }
}

static void use_calendars(const spi_version *version, used *all) {
  for (uint32_t i = 0; i < version->targets_count; i++) {
    use_calendar(version, all, version->targets[i].calendar);
  }
  for (uint32_t i = 0; i < version->calendar_rows_count; i++) {
    use_calendar(version, all, version->calendar_rows[i].calendar);
  }
  for (uint32_t i = 0; i < version->moments_count; i++) {
    use_calendar(version, all, version->moments[i].calendar);
  }
  for (uint32_t i = 0; i < version->business_days_count; i++) {
    use_calendar(version, all, version->business_days[i].calendar);
  }
  for (uint32_t i = 0; i < version->steps_count; i++) {
    use_calendar(version, all, version->steps[i].hold);
  }
  for (uint32_t i = 0; i < version->nodes_count; i++) {
    if (version->nodes[i].op == SPI_OP_FACT_EVENT_TIME) {
      use_calendar(version, all, version->nodes[i].operand.first);
    }
  }
  use_parts(version, all);
}

/* An agreement may name any calendar. */
static int may_be_agreed(const spi_version *version) {
  for (uint32_t i = 0; i < version->targets_count; i++) {
    if (version->targets[i].kind == SPOL_TARGET_AS_AGREED) {
      return 1;
    }
  }
  return 0;
}

/* ---- Reasons
 * ------------------------------------------------------------------------------------- */

static void use_reasons(const spi_version *version, used *all) {
  for (uint32_t i = 0; i < version->pause_rows_count; i++) {
    uint32_t reason = version->pause_rows[i].reason;
    for (uint32_t j = 0; j < version->reasons_count; j++) {
      all->reasons[j] |= reason == 0 || reason == j + 1;
    }
  }
  for (uint32_t i = 0; i < version->nodes_count; i++) {
    const spi_node *node = &version->nodes[i];
    if (node->op == SPI_OP_PAUSED && node->subject >= 1 &&
        node->subject <= version->reasons_count) {
      all->reasons[node->subject - 1] = 1;
    }
  }
  for (uint32_t i = 0; i < version->matches_count; i++) {
    uint32_t reason = version->matches[i].reason;
    if (reason >= 1 && reason <= version->reasons_count) {
      all->reasons[reason - 1] = 1;
    }
  }
}

/* ---- What is left
 * ----------------------------------------------------------------------------------- */

static void report_unused(spi_check *check, const used *all) {
  const spi_version *version = check->version;
  for (uint32_t i = 0; version == &check->policy->versions[0] && i < check->policy->facts_count;
       i++) {
    if (!all->facts[i]) {
      spi_check_report(check, SPOL_DIAG_UNUSED_NAME, &check->policy->facts[i].place, "remove it",
                       "no rule asks for the fact `%s`",
                       spi_check_name(check, SPOL_NAME_FACT, i + 1));
    }
  }
  for (uint32_t i = 0; !may_be_agreed(version) && i < version->calendars_count; i++) {
    const spi_calendar *calendar = &version->calendars[i];
    if (!all->calendars[i] && calendar->id != 0 && calendar->place.line != 0) {
      spi_check_report(check, SPOL_DIAG_UNUSED_NAME, &calendar->place, "remove it",
                       "nothing uses the calendar `%s`",
                       spi_check_name(check, SPOL_NAME_CALENDAR, calendar->id));
    }
  }
  for (uint32_t i = 0; i < version->unused_count; i++) {
    const spi_unused *unused = &version->unused[i];
    spi_check_report(check, SPOL_DIAG_UNUSED_NAME, &unused->place, "remove it",
                     "no rule names the %s `%s`", unused->what,
                     check->policy->strings + unused->name);
  }
  for (uint32_t i = 0; i < version->reasons_count; i++) {
    if (!all->reasons[i] && version->reasons[i].place.line != 0) {
      spi_check_report(check, SPOL_DIAG_UNUSED_NAME, &version->reasons[i].place,
                       "name it under `pauses`", "nothing pauses for `%s`",
                       spi_check_name(check, SPOL_NAME_REASON, i + 1));
    }
  }
}

void spi_check_names(spi_check *check) {
  const spi_version *version = check->version;
  size_t facts = check->policy->facts_count;
  size_t calendars = version->calendars_count;
  size_t total = facts + calendars + version->reasons_count + 1;
  uint8_t *marks = spi_alloc_array(check->allocator, total, 1);
  if (marks == NULL) {
    check->fatal = SPOL_E_MEMORY;
    return;
  }
  used all = {marks, marks + facts, marks + facts + calendars};
  use_facts(check->policy, &all);
  use_calendars(version, &all);
  use_reasons(version, &all);
  report_unused(check, &all);
  spi_free_array(check->allocator, marks, total, 1);
}
