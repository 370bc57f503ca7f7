/* SPDX-License-Identifier: MIT */
/* Requested, derived and recorded severity (docs/semantics.md, section 6). */
#include "case/run.h"

uint32_t spi_severity_id(const spi_run *run, uint32_t rank) {
  return rank == 0 || rank > run->version->severities_by_rank_count
             ? 0
             : run->version->severities_by_rank[rank - 1].id;
}

uint32_t spi_severity_rank(const spi_run *run, uint32_t id) {
  return id == 0 || id > run->version->rank_of_severity_count
             ? 0
             : run->version->rank_of_severity[id - 1];
}

static void log_change(spi_run *run, int32_t kind, uint32_t before, uint32_t after, int granted,
                       const spi_cause *cause) {
  spi_severity_log *log = spi_list_push(&run->room, &run->severity_log, sizeof *log);
  log->kind = kind;
  log->before = spi_severity_id(run, before);
  log->after = spi_severity_id(run, after);
  log->granted = (uint32_t)granted;
  log->at = run->now;
  log->cause = *cause;
}

static void set(spi_run *run, spi_severity_run *severity, int32_t kind, uint32_t rank,
                uint32_t undecided, const spi_cause *cause) {
  if (severity->rank != rank || severity->undecided != undecided) {
    const spi_severity_run *current = spi_current(run);
    uint32_t was = current->rank;
    uint32_t was_undecided = current->undecided;
    log_change(run, kind, severity->rank, rank, 1, cause);
    severity->rank = rank;
    severity->undecided = undecided;
    current = spi_current(run);
    int moved = current->rank != was || current->undecided != was_undecided;
    spi_touch(run, SPI_TOUCH_JUDGED | (moved ? (uint32_t)SPI_TOUCH_SEVERITY : 0));
  }
  severity->cause = *cause;
}

/* ---- Limits ------------------------------------------------------------------ */

/* The first limit that holds, if the rank is more severe than it allows. */
static const spi_severity_limit *limit_on(spi_run *run, uint32_t rank, int *undecided) {
  *undecided = 0;
  for (uint32_t i = 0; i < run->version->severity_limits_count; i++) {
    const spi_severity_limit *limit = &run->version->severity_limits[i];
    int held = spi_holds(run, limit->when);
    if (held == SPI_UNDECIDED) {
      *undecided = 1;
      return NULL;
    }
    if (held == SPI_YES) {
      return rank < limit->at_most ? limit : NULL;
    }
  }
  return NULL;
}

static void note_capped(spi_run *run, const spi_severity_limit *limit, spi_cause cause) {
  spi_finding_run *finding = spi_find(run, SPOL_FINDING_SEVERITY_CAPPED, cause);
  finding->severity = spi_severity_id(run, limit->at_most);
  finding->text = limit->text;
}

/* ---- Derived ----------------------------------------------------------------- */

/* The most severe level that holds; undecided ends the search. */
static uint32_t derive(spi_run *run, const spi_place **place, uint32_t *undecided) {
  const spi_version *version = run->version;
  *undecided = 0;
  for (uint32_t i = 0; i < version->severities_by_rank_count; i++) {
    const spi_severity *level = &version->severities_by_rank[i];
    /* SPI_NONE here: never derived. */
    int held = level->when == SPI_NONE ? SPI_NO : spi_holds(run, level->when);
    if (held == SPI_NO) {
      continue;
    }
    *place = &level->place;
    spi_saw(run, held == SPI_YES ? &level->place : NULL);
    *undecided = held == SPI_UNDECIDED ? run->missing : 0;
    return held == SPI_YES ? i + 1 : 0;
  }
  *place = &version->severities.default_place;
  return version->severities.default_rank;
}

/* `follows: derived`: a change of derived changes what is recorded. */
static void follow(spi_run *run, uint32_t before) {
  uint32_t rank = run->derived.rank;
  uint32_t recorded = run->recorded.rank;
  if (rank == before || rank == 0 || recorded == 0 || rank == recorded) {
    return;
  }
  const spi_severities *rules = &run->version->severities;
  int up = rank < recorded;
  if (up ? rules->follows_up : rules->follows_down) {
    spi_look_anew(run);
    spi_cause cause = spi_because(run, SPOL_CAUSE_RULE,
                                  up ? &rules->follows_up_place : &rules->follows_down_place);
    set(run, &run->recorded, SPOL_RECORDED, rank, 0, &cause);
  }
}

static void look_derived(spi_run *run) {
  const spi_place *place = NULL;
  uint32_t undecided = 0;
  spi_look_anew(run);
  uint32_t rank = derive(run, &place, &undecided);
  const spi_severity_limit *limit = NULL;
  int limit_undecided = 0;
  if (rank != 0) {
    limit = limit_on(run, rank, &limit_undecided);
  }
  if (limit_undecided) {
    undecided = run->missing;
    rank = 0;
  }
  if (limit != NULL) {
    rank = limit->at_most;
    place = &limit->place;
  }
  uint32_t before = run->derived.rank;
  if (rank == before && undecided == run->derived.undecided &&
      run->derived.cause.cause != SPOL_CAUSE_NONE && run->derived.cause.place == place) {
    return;
  }
  spi_cause cause;
  spi_cause_of_rule(run, &cause, SPOL_CAUSE_RULE, place);
  int news = undecided != 0 && undecided != run->derived.undecided;
  set(run, &run->derived, SPOL_DERIVED, rank, undecided, &cause);
  if (limit != NULL) {
    note_capped(run, limit, cause);
  }
  if (news) {
    spi_find(run, SPOL_FINDING_FACT_MISSING, cause)->fact = undecided;
  }
  follow(run, before);
}

/* A recorded severity that differs from derived is a finding. */
static void look_difference(spi_run *run) {
  int differs =
      run->recorded.rank != 0 && run->derived.rank != 0 && run->recorded.rank != run->derived.rank;
  if (differs && !run->differs) {
    spi_find(run, SPOL_FINDING_SEVERITY_DIFFERS, run->derived.cause)->severity =
        spi_severity_id(run, run->derived.rank);
  }
  run->differs = (uint8_t)differs;
}

static void look_requested(spi_run *run) {
  if (run->asked == 0) {
    return;
  }
  spi_look_anew(run);
  int undecided;
  const spi_severity_limit *limit = limit_on(run, run->asked, &undecided);
  uint32_t rank = limit != NULL ? limit->at_most : run->asked;
  if (undecided) {
    rank = 0;
  }
  if (rank == run->requested.rank && (run->requested.undecided != 0) == (undecided != 0)) {
    return;
  }
  spi_cause cause =
      limit != NULL ? spi_because(run, SPOL_CAUSE_RULE, &limit->place) : spi_because_event(run);
  set(run, &run->requested, SPOL_REQUESTED, rank, undecided ? run->missing : 0, &cause);
  if (limit != NULL) {
    note_capped(run, limit, cause);
  }
}

void spi_severity_look(spi_run *run) {
  uint32_t asked = run->version->waits.severity | SPI_TOUCH_FORCE;
  if (run->version->severities_by_rank_count == 0 || (run->unjudged & asked) == 0) {
    return;
  }
  run->unjudged = 0;
  look_requested(run);
  look_derived(run);
  look_difference(run);
}

/* ---- Recording --------------------------------------------------------------- */

static void record(spi_run *run, uint32_t rank) {
  if (rank == 0) {
    rank = run->derived.rank;
    if (run->version->severities.record_requested && run->requested.rank != 0) {
      rank = run->requested.rank;
    }
  }
  if (rank != 0) {
    spi_cause cause;
    spi_cause_of_event(run, &cause);
    set(run, &run->recorded, SPOL_RECORDED, rank, 0, &cause);
  }
  look_difference(run);
}

void spi_severity_open(spi_run *run) {
  run->asked = run->hand.event != NULL ? spi_severity_rank(run, run->hand.event->severity) : 0;
  spi_severity_look(run);
  if (run->version->severities.record_on_open) {
    record(run, 0);
  }
}

void spi_severity_raise(spi_run *run, uint32_t rank, spi_cause cause) {
  uint32_t current = spi_current(run)->rank;
  if (rank == 0 || (current != 0 && rank >= current)) {
    return;
  }
  set(run, &run->recorded, SPOL_RECORDED, rank, 0, &cause);
  look_difference(run);
}

/* ---- Decisions --------------------------------------------------------------- */

/* A change that nobody signs is the vendor's, a request the customer's. */
static int32_t actor_of(const spi_run *run) {
  int32_t actor = run->hand.event != NULL ? run->hand.event->actor : SPOL_ACTOR_UNSTATED;
  if (actor != SPOL_ACTOR_UNSTATED) {
    return actor;
  }
  return run->hand.type == SPOL_EVENT_SEVERITY_CHANGED ? SPOL_ACTOR_VENDOR : SPOL_ACTOR_CUSTOMER;
}

/* The first rule for this direction, actor and role whose condition holds. */
static const spi_severity_change_rule *rule_for(spi_run *run, int32_t direction) {
  int32_t actor = actor_of(run);
  uint32_t role = run->hand.event != NULL ? run->hand.event->role : 0;
  for (uint32_t i = 0; i < run->version->severity_changes_count; i++) {
    const spi_severity_change_rule *rule = &run->version->severity_changes[i];
    if (rule->direction == direction &&
        (rule->actor == SPOL_ACTOR_UNSTATED || rule->actor == actor) &&
        (rule->role == 0 || rule->role == role) && spi_holds(run, rule->when) == SPI_YES) {
      return rule;
    }
  }
  return NULL;
}

static void refuse(spi_run *run, uint32_t rank, const spi_place *place, uint32_t text) {
  spi_cause cause = spi_because(run, SPOL_CAUSE_RULE, place);
  spi_finding_run *finding = spi_find(run, SPOL_FINDING_CHANGE_REFUSED, cause);
  finding->severity = spi_severity_id(run, rank);
  finding->text = text;
  finding->fact = run->missing;
  int32_t kind = run->hand.type == SPOL_EVENT_SEVERITY_CHANGED ? SPOL_RECORDED : SPOL_REQUESTED;
  log_change(run, kind, spi_current(run)->rank, rank, 0, &cause);
}

static void decide(spi_run *run, uint32_t rank) {
  uint32_t current = spi_current(run)->rank;
  int made = run->hand.type == SPOL_EVENT_SEVERITY_CHANGED;
  spi_look_anew(run);
  if (rank == current) {
    if (made) {
      record(run, rank);
    }
    return;
  }
  int undecided;
  const spi_severity_limit *limit = made ? NULL : limit_on(run, rank, &undecided);
  if (limit != NULL && limit->reject) {
    refuse(run, rank, &limit->place, limit->text);
    return;
  }
  rank = limit != NULL ? limit->at_most : rank;
  if (rank == current) {
    return;
  }
  const spi_severity_change_rule *rule =
      rule_for(run, current == 0 || rank < current ? SPI_UPGRADE : SPI_DOWNGRADE);
  if (rule == NULL || spi_holds(run, rule->requires) != SPI_YES) {
    refuse(run, rank, rule != NULL ? &rule->place : NULL,
           rule != NULL ? rule->refused_text : SPI_NONE);
    return;
  }
  spi_saw(run, &rule->place);
  if (made || rule->grant) {
    spi_cause cause =
        made ? spi_because_event(run) : spi_because(run, SPOL_CAUSE_RULE, &rule->place);
    set(run, &run->recorded, SPOL_RECORDED, rank, 0, &cause);
    look_difference(run);
  }
}

void spi_severity_event(spi_run *run) {
  const spol_event *event = run->hand.event;
  if (event == NULL || run->version->severities_by_rank_count == 0) {
    return;
  }
  uint32_t rank = spi_severity_rank(run, event->severity);
  switch (run->hand.type) {
  case SPOL_EVENT_ACCEPTED:
    spi_severity_look(run);
    record(run, rank);
    break;
  case SPOL_EVENT_SEVERITY_CHANGE_REQUESTED:
    spi_severity_look(run);
    run->asked = rank;
    look_requested(run);
    decide(run, rank);
    break;
  case SPOL_EVENT_SEVERITY_CHANGED:
    spi_severity_look(run);
    decide(run, rank);
    break;
  default:
    break;
  }
}
