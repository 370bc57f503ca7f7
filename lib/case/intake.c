/* SPDX-License-Identifier: MIT */
/* The line of a case, its coverage and entitlement, and what the customer must
 * be told (docs/semantics.md, sections 8 and 9; docs/policy-language.md, 7). */
#include "case/run.h"

#include "base/checked.h"
#include "zone/zone.h"

/* ---- Lines ------------------------------------------------------------------- */

static void stay_on(spi_run *run, uint32_t line, const spi_cause *cause) {
  if (run->stays.count != 0) {
    spi_stay *last = spi_list_at(&run->stays, run->stays.count - 1);
    last->to = run->now;
  }
  run->line = line;
  spi_stay *stay = spi_list_push(&run->room, &run->stays, sizeof *stay);
  stay->line = run->version->lines[line].id;
  stay->from = run->now;
  stay->to = SPI_NEVER;
  stay->cause = *cause;
  spi_touch(run, SPI_TOUCH_LINE);
}

void spi_line_open(spi_run *run) {
  spi_cause cause;
  if (run->version->lines_count == 0) {
    return;
  }
  spi_look_anew(run);
  for (uint32_t i = 0; i < run->version->first_lines_count; i++) {
    const spi_line_row *row = &run->version->first_lines[i];
    int held = spi_holds(run, row->when);
    if (held == SPI_YES) {
      spi_cause_of_rule(run, &cause, SPOL_CAUSE_RULE, &row->place);
      stay_on(run, row->line, &cause);
      return;
    }
    if (held == SPI_UNDECIDED) {
      break;
    }
  }
  spi_cause_of_rule(run, &cause, SPOL_CAUSE_DEFAULT, NULL);
  stay_on(run, 0, &cause);
}

int spi_line_move(spi_run *run, uint32_t line, spi_cause cause) {
  if (line >= run->version->lines_count || line == run->line) {
    return 0;
  }
  stay_on(run, line, &cause);
  return 1;
}

static uint32_t line_of_id(const spi_run *run, uint32_t id) {
  for (uint32_t i = 0; i < run->version->lines_count; i++) {
    if (run->version->lines[i].id == id) {
      return i;
    }
  }
  return SPI_NONE;
}

void spi_line_event(spi_run *run) {
  if (run->hand.type != SPOL_EVENT_ESCALATED || run->line == SPI_NONE) {
    return;
  }
  uint32_t id = run->hand.event != NULL ? run->hand.event->line : 0;
  uint32_t line = id == 0 ? run->line + 1 : line_of_id(run, id);
  if (line == run->line) {
    (void)spi_find(run, SPOL_FINDING_EVENT_IGNORED, spi_because_event(run));
  } else if (!spi_line_move(run, line, spi_because_event(run))) {
    (void)spi_find(run, SPOL_FINDING_EVENT_FORBIDDEN, spi_because_event(run));
  }
}

/* ---- Coverage ---------------------------------------------------------------- */

static spol_instant midnight(const spol_zone *zone, spol_date date) {
  return zone == NULL ? (int64_t)date * SPOL_DAY : spi_zone_date_begin(zone, date);
}

/* A bound whose fact is unknown is no bound; a last date is included whole. */
static spol_instant bound_at(const spi_run *run, uint32_t fact, spol_instant fixed, int last) {
  if (fact == SPI_NONE) {
    return fixed;
  }
  const spi_value *value = &run->facts[fact];
  if (!value->known) {
    return SPOL_INSTANT_NONE;
  }
  if (run->policy->facts[fact].type != SPOL_FACT_DATE) {
    return value->value;
  }
  return midnight(run->version->coverage.zone, (spol_date)(value->value + (last ? 1 : 0)));
}

static void look_coverage(spi_run *run) {
  const spi_coverage *rule = &run->version->coverage;
  if (rule->from_fact == SPI_NONE && rule->to_fact == SPI_NONE) {
    run->covered_from = rule->from;
    run->covered_to = rule->to;
    return;
  }
  run->covered_from = bound_at(run, rule->from_fact, rule->from, 0);
  run->covered_to = bound_at(run, rule->to_fact, rule->to, 1);
}

int spi_is_covered(const spi_run *run, spol_instant at) {
  return (run->covered_from == SPOL_INSTANT_NONE || at >= run->covered_from) &&
         (run->covered_to == SPOL_INSTANT_NONE || at < run->covered_to);
}

/* ---- Entitlement ------------------------------------------------------------- */

static void apply_rules(spi_run *run, int32_t stage) {
  for (uint32_t i = 0; i < run->version->entitlement_count && !run->room.full; i++) {
    const spi_entitlement_rule *rule = &run->version->entitlement[i];
    if (rule->stage != stage || (stage == SPI_AT_EVENT && !spi_matches(run, rule->match))) {
      continue;
    }
    spi_look_anew(run);
    if (spi_holds(run, rule->when) != SPI_YES) {
      continue;
    }
    spi_cause cause = spi_because(run, SPOL_CAUSE_RULE, &rule->place);
    spi_find(run, rule->finding, cause)->text = rule->text;
    if (rule->refuses && !run->refused) {
      run->refused = 1;
      run->coverage = cause;
    }
  }
}

static void look_required(spi_run *run) {
  for (uint32_t i = 0; i < run->policy->facts_count; i++) {
    const spi_fact *fact = &run->policy->facts[i];
    if (fact->required && !run->facts[i].known && fact->scope != SPOL_SCOPE_EVENT) {
      spi_look_anew(run);
      spi_find(run, SPOL_FINDING_FACT_MISSING, spi_because(run, SPOL_CAUSE_RULE, &fact->place))
          ->fact = i + 1;
    }
  }
}

void spi_intake_open(spi_run *run) {
  look_required(run);
  look_coverage(run);
  spi_look_anew(run);
  spi_cause_of_rule(run, &run->coverage, SPOL_CAUSE_RULE, &run->version->coverage.place);
  if (!spi_is_covered(run, run->now)) {
    run->refused = 1;
    (void)spi_find(run, SPOL_FINDING_NOT_COVERED, run->coverage);
  }
  if (run->version->entitlement_count != 0) {
    apply_rules(run, SPI_AT_OPENING);
  }
}

void spi_intake_facts(spi_run *run) {
  look_coverage(run);
}

void spi_intake_event(spi_run *run) {
  apply_rules(run, SPI_AT_EVENT);
}

/* ---- Notices ----------------------------------------------------------------- */

static void told(spi_run *run, uint32_t rule) {
  for (uint32_t i = run->notices.count; i > 0; i--) {
    spi_notice_run *notice = spi_list_at(&run->notices, i - 1);
    if (notice->kind == SPOL_NOTICE_EVENT && notice->rule == rule) {
      if (notice->told_at != SPOL_INSTANT_NONE) {
        return; /* those before were told, too */
      }
      notice->told_at = run->now;
    }
  }
}

static void owe(spi_run *run, uint32_t index, const spi_notice_rule *rule) {
  spi_notice_run *notice = spi_list_add(&run->room, &run->notices, sizeof *notice);
  notice->kind = SPOL_NOTICE_EVENT;
  notice->event_type = run->hand.type;
  notice->text = rule->text;
  notice->rule = index;
  notice->since = run->hand.occurred;
  notice->by = SPOL_INSTANT_NONE;
  notice->told_at = SPOL_INSTANT_NONE;
  if (rule->within.count != 0) {
    spi_found found;
    spi_find_target(run, rule->within, &found);
    spi_leg leg;
    spi_leg_start(run, &leg, &found.parts[0], run->hand.occurred);
    notice->by = leg.due;
  }
  spi_look_anew(run);
  notice->cause = spi_because(run, SPOL_CAUSE_RULE, &rule->place);
}

/* A metric that speaks to the customer is due at its due instant. */
static void owe_update(spi_run *run, const spi_metric_run *metric) {
  spol_instant due = spi_answer_leg(spi_clock_best(run, &metric->clock))->due;
  if (due != SPOL_INSTANT_NONE) {
    spi_notice_run *notice = spi_list_add(&run->room, &run->notices, sizeof *notice);
    notice->kind = SPOL_NOTICE_UPDATE_DUE;
    notice->metric = metric->id;
    notice->cycle = metric->cycle;
    notice->text = SPI_NONE;
    notice->rule = SPI_NONE;
    notice->since = metric->from;
    notice->by = due;
    notice->told_at = SPOL_INSTANT_NONE;
    notice->cause = metric->clock.target;
  }
}

void spi_notices_due(spi_run *run) {
  uint32_t count = run->version->waits.tells ? run->version->metrics_count : 0;
  for (uint32_t i = 0; i < count; i++) {
    const spi_metric_run *metric = run->live[i];
    if (metric->rule->told_customer && metric->state == SPOL_METRIC_RUNNING) {
      owe_update(run, metric);
    }
  }
}

void spi_notices_event(spi_run *run) {
  for (uint32_t i = 0; i < run->version->notices_count && !run->room.full; i++) {
    const spi_notice_rule *rule = &run->version->notices[i];
    if (rule->told_by != SPI_NONE && spi_matches(run, rule->told_by)) {
      told(run, i);
    }
    if (spi_matches(run, rule->match)) {
      owe(run, i, rule);
    }
  }
}
