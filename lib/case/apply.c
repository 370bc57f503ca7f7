/* SPDX-License-Identifier: MIT */
/* What one event does, in order: facts, severity, line, version, agreements,
 * pauses and reopening; then everything is looked up again; then stops, ends of
 * rows and starts; then the triggers of steps (docs/semantics.md, 7 and 8). */
#include "base/hints.h"
#include "case/run.h"

/* ---- The state of the case --------------------------------------------------- */

/* What the state of the case forbids has no effect. */
static int is_forbidden(const spi_run *run) {
  switch (run->hand.type) {
  case SPOL_EVENT_OPENED:
    return run->state != SPOL_CASE_NOT_OPENED;
  case SPOL_EVENT_CLOSED:
    return run->state == SPOL_CASE_CLOSED;
  case SPOL_EVENT_REOPENED:
    return run->state == SPOL_CASE_OPEN;
  default:
    return 0;
  }
}

static void reopen(spi_run *run) {
  run->state = SPOL_CASE_OPEN;
  spi_touch(run, SPI_TOUCH_STATE | SPI_TOUCH_METRIC | SPI_TOUCH_FORCE);
  for (uint32_t i = 0; i < run->metric_count && !run->room.full; i++) {
    spi_metric_reopen(run, &run->metrics[i]);
  }
}

static void set_state(spi_run *run) {
  switch (run->hand.type) {
  case SPOL_EVENT_OPENED:
    run->state = SPOL_CASE_OPEN;
    run->opened_at = run->now;
    spi_touch(run, SPI_TOUCH_STATE);
    break;
  case SPOL_EVENT_RESOLVED:
    if (run->state == SPOL_CASE_OPEN) {
      run->state = SPOL_CASE_RESOLVED;
      spi_touch(run, SPI_TOUCH_STATE);
    }
    break;
  case SPOL_EVENT_CLOSED:
    run->state = SPOL_CASE_CLOSED;
    spi_touch(run, SPI_TOUCH_STATE);
    break;
  case SPOL_EVENT_REOPENED:
    reopen(run);
    break;
  default:
    break;
  }
}

static void agree(spi_run *run) {
  const spol_event *event = run->hand.event;
  if (event == NULL || event->metric == 0 || event->metric > run->metric_count) {
    return;
  }
  spi_metric_run *metric = &run->metrics[event->metric - 1];
  int sets = run->hand.type == SPOL_EVENT_AGREED_TARGET_SET;
  if (sets && metric->is_row && metric->state != SPOL_METRIC_RUNNING) {
    return; /* in a row it is of the running cycle only */
  }
  if (sets) {
    metric->agreed = 1;
    metric->agreed_due = event->agreed_due;
    metric->agreed_within = event->agreed_within;
    metric->agreed_calendar = event->calendar;
    metric->agreed_cause = spi_because_event(run);
    spi_touch(run, SPI_TOUCH_FORCE);
  } else if (run->hand.type == SPOL_EVENT_AGREED_TARGET_WITHDRAWN) {
    metric->agreed = 0;
    metric->agreed_due = SPOL_INSTANT_NONE;
    spi_touch(run, SPI_TOUCH_FORCE);
  }
}

/* ---- Applying ---------------------------------------------------------------- */

void spi_relook_touched(spi_run *run) {
  enum { PASSES = 8 };
  for (int pass = 0; pass < PASSES && !run->room.full; pass++) {
    uint32_t touched = run->touched;
    if ((touched & run->version->waits.looked_up) == 0) {
      if ((touched & SPI_TOUCH_PAUSED) != 0) {
        spi_look_paused(run);
      }
      return;
    }
    run->touched = 0;
    spi_severity_look(run);
    (void)spi_pauses_look(run);
    if (run->cycles != 0 || run->start_seen || !run->version->waits.is_masked) {
      spi_metrics_look(run, touched | run->touched);
    }
    spi_ladders_look(run);
  }
}

static inline void happen(spi_run *run) {
  uint32_t slot = run->hand.slot;
  uint32_t touched = SPI_TOUCH_EVENT;
  if (slot != SPI_NONE && run->happened[slot] == SPOL_INSTANT_NONE) {
    run->happened[slot] = run->hand.occurred;
    touched |= SPI_TOUCH_HAPPENED;
  }
  spi_touch(run, touched);
  spol_instant spoken = run->first_spoken;
  run->first_spoken = run->hand.occurred < spoken ? run->hand.occurred : spoken;
}

/* What the opening is to the case beside an event. */
static void open_case(spi_run *run) {
  spi_touch(run, SPI_TOUCH_ALL);
  spi_severity_open(run); /* which the line, and who may open, can depend on */
  spi_line_open(run);
  spi_intake_open(run);
}

/* 0: it is on none. Another version counts its lines differently. */
static uint32_t line_id(const spi_run *run) {
  return run->line == SPI_NONE ? 0 : run->version->lines[run->line].id;
}

static void set_state_by_event(spi_run *run, uint32_t *line) {
  int opens = run->hand.type == SPOL_EVENT_OPENED;
  set_state(run);
  if (opens) {
    open_case(run);
    *line = line_id(run);
  }
}

/* What the event says of the case; then everything is looked up again. */
static void apply_to_case(spi_run *run, uint32_t concerns, uint32_t *line) {
  if ((concerns & SPI_CONCERNS_STATE) != 0) {
    set_state_by_event(run, line);
  }
  if ((concerns & SPI_CONCERNS_SEVERITY) != 0) {
    spi_severity_event(run);
  }
  if ((concerns & SPI_CONCERNS_LINE) != 0) {
    spi_line_event(run);
  }
  if ((concerns & SPI_CONCERNS_AGREEMENT) != 0) {
    agree(run);
  }
  if ((concerns & SPI_CONCERNS_PAUSES) != 0) {
    spi_pauses_event(run, spi_use_at_hand(run));
  }
}

/* Stops, ends of rows and starts; then what looks on. */
static void apply_to_clocks(spi_run *run, uint32_t concerns) {
  if ((concerns & SPI_CONCERNS_CLOCKS) != 0) {
    spi_metrics_event(run, spi_use_at_hand(run));
    spi_relook(run);
  }
  if ((concerns & SPI_CONCERNS_OTHERS) != 0) {
    spi_notices_event(run);
  }
  if ((concerns & SPI_CONCERNS_STEPS) != 0) {
    spi_ladders_event(run);
  }
}

SPI_COLD static void forbid(spi_run *run) {
  if (run->hand.event != NULL) {
    (void)spi_find(run, SPOL_FINDING_EVENT_FORBIDDEN, spi_because_event(run));
  }
}

SPI_COLD static void change_line(spi_run *run, uint32_t line) {
  if (line != 0 && !run->room.full) {
    spi_apply_made(run, SPOL_EVENT_LINE_CHANGED, line, run->hand.lineage);
  }
}

/* What the case has to know before anything is decided by it. */
static void learn(spi_run *run, const spol_event *event, uint32_t concerns) {
  happen(run);
  if (event != NULL && event->fact_count != 0) {
    spi_facts_set(run, event);
  }
  if ((concerns & SPI_CONCERNS_VERSION) != 0 && event != NULL) {
    spi_version_change(run, event->version - 1);
  }
  spi_decide_moments(run, run->hand.type, run->hand.occurred);
}

static int looks(const spi_run *run, const spol_event *event) {
  return spi_use_at_hand(run)->looks || (event != NULL && event->fact_count != 0 &&
                                         (run->version->waits.depends & SPI_TOUCH_FACT) != 0);
}

/* An event that can concern anything. */
static void apply_any(spi_run *run, const spol_event *event) {
  uint32_t concerns = spi_use_at_hand(run)->concerns;
  uint32_t line = line_id(run);
  run->last_event_at = event != NULL ? run->now : run->last_event_at;
  if ((concerns & SPI_CONCERNS_STATE) != 0 && is_forbidden(run)) {
    forbid(run);
    return;
  }
  /* What is looked up sees clocks as they stand; which of several paused ones is
   * the answer depends on the last event. */
  if (run->has_compound || (run->unsettled && looks(run, event))) {
    spi_metrics_refresh(run);
  }
  learn(run, event, concerns);
  concerns = spi_use_at_hand(run)->concerns; /* of the version that it moved to */
  if ((concerns & SPI_CONCERNS_CASE) != 0) {
    apply_to_case(run, concerns, &line);
  }
  if ((run->touched & SPI_TOUCH_FACT) != 0) {
    spi_intake_facts(run);
  }
  spi_relook(run);
  if ((concerns & SPI_CONCERNS_OTHERS) != 0) {
    spi_intake_event(run);
  }
  if ((concerns & SPI_CONCERNS_LATER) != 0) {
    apply_to_clocks(run, concerns);
  }
  if (event != NULL && event->fact_count != 0) {
    spi_facts_drop(run, event);
  }
  if (run->has_compound) {
    spi_agenda_forget(run); /* where a pause ceases to last on another clock may answer */
  }
  if (line_id(run) != line) {
    change_line(run, line_id(run));
  }
}

/* The same of one that has no facts, and of which nothing but what is usual must
 * be asked. */
static void apply_usual(spi_run *run, const spi_event_use *use) {
  run->last_event_at = run->now;
  if (run->unsettled && use->looks) {
    spi_metrics_refresh(run);
  }
  happen(run);
  if ((use->concerns & SPI_CONCERNS_SEVERITY) != 0) {
    spi_severity_event(run);
  }
  if ((use->concerns & SPI_CONCERNS_PAUSES) != 0) {
    spi_pauses_event(run, use);
  }
  spi_relook(run);
  if ((use->concerns & SPI_CONCERNS_CLOCKS) != 0) {
    spi_metrics_event(run, use);
    spi_relook(run);
  }
}

void spi_apply(spi_run *run) {
  const spol_event *event = run->hand.event;
  const spi_event_use *use = spi_use_at_hand(run);
  if (event != NULL && (use->concerns & ~(uint32_t)SPI_CONCERNS_USUAL) == 0 &&
      event->fact_count == 0 && !run->has_compound) {
    apply_usual(run, use);
  } else {
    apply_any(run, event);
  }
}

void spi_apply_made(spi_run *run, uint32_t type, uint32_t line, const spi_lineage *lineage) {
  spi_hand before = run->hand;
  run->hand.event = NULL;
  run->hand.at = run->now;
  run->hand.occurred = run->now;
  spi_hand_type(run, type);
  run->hand.line = line;
  run->hand.lineage = lineage;
  spi_apply(run);
  run->hand = before;
}
