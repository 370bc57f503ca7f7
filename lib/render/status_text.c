/* SPDX-License-Identifier: MIT */
/* The whole status of a case for people. */
#include <string.h>

#include "render/view.h"

/* ---- The case -------------------------------------------------------------------- */

static void put_case(spi_view *view, const spol_case_status *status) {
  char text[SPI_PHRASE_MAX];
  spi_put_label(view, "case");
  if (status->state == SPOL_CASE_NOT_OPENED) {
    spi_put(view, "not opened");
  } else {
    spi_put_format(view, "%s, opened %s", spi_case_state_word(status->state),
                   spi_phrase_instant(view, status->opened_at, text));
  }
  spi_put_line(view);
  spi_put_label(view, "as of");
  spi_put(view, spi_phrase_instant(view, status->as_of, text));
  spi_put_line(view);
  spi_put_label(view, "policy");
  spi_put_format(view, "%s, version %s", status->policy_id,
                 status->version_name == NULL ? "none" : status->version_name);
  spi_put_line(view);
}

static void put_severity(spi_view *view, const char *label, const spol_severity_status *severity,
                         const char *remark) {
  if (severity->severity == 0) {
    return;
  }
  spi_put_label(view, label);
  spi_put_format(view, "%s%s; ", spi_name_of(view, SPOL_NAME_SEVERITY, severity->severity), remark);
  spi_put_cause(view, &severity->decision);
  spi_put_facts(view, "; ", &severity->decision);
  spi_put_line(view);
}

static void put_severities(spi_view *view, const spol_case_status *status) {
  if (status->current.severity == 0) {
    spi_put_label(view, "severity");
    spi_put(view, "none");
    spi_put_line(view);
  }
  if (status->recorded.severity != 0) {
    put_severity(view, "severity", &status->recorded, ", recorded");
    if (status->derived.severity != status->recorded.severity) {
      put_severity(view, "derived", &status->derived, "");
    }
  } else {
    put_severity(view, "severity", &status->derived, ", provisional");
  }
  put_severity(view, "requested", &status->requested, "");
}

static void put_line(spi_view *view, const spol_case_status *status) {
  char text[SPI_PHRASE_MAX];
  spol_line_stay stay = SPOL_SIZED(spol_line_stay);
  if (status->line == 0 || status->line_count == 0 ||
      spol_evaluation_line(view->evaluation, status->line_count - 1, &stay) != SPOL_OK) {
    return;
  }
  spi_put_label(view, "line");
  spi_put_format(view, "%s since %s; ", spi_name_of(view, SPOL_NAME_LINE, status->line),
                 spi_phrase_instant(view, stay.from, text));
  spi_put_cause(view, &stay.decision);
  spi_put_line(view);
}

/* ---- Metrics ------------------------------------------------------------------------ */

static void put_figures(spi_view *view, const spol_metric_status *metric) {
  char text[SPI_PHRASE_MAX];
  if (metric->overdue != SPOL_DURATION_NONE && metric->overdue > 0) {
    spi_put_format(view, ", %s over", spi_phrase_duration(metric->overdue, text));
  } else if (metric->remaining != SPOL_DURATION_NONE && metric->outcome == SPOL_OUTCOME_NONE) {
    spi_put_format(view, ", %s left", spi_phrase_duration(metric->remaining, text));
  }
  if (metric->misses > 0) {
    spi_put_format(view, ", %u missed so far", metric->misses);
  }
  if ((metric->flags & SPOL_RESULT_EXCUSED) != 0) {
    spi_put(view, ", excused");
  }
  if ((metric->flags & SPOL_RESULT_UNCOVERED) != 0) {
    spi_put(view, ", holidays not known");
  }
}

static void put_metrics(spi_view *view, const spol_case_status *status) {
  for (uint32_t i = 0; i < status->metric_count; i++) {
    spol_metric_status metric = SPOL_SIZED(spol_metric_status);
    if (spol_evaluation_metric(view->evaluation, i, &metric) != SPOL_OK || metric.part != 0) {
      continue;
    }
    spi_put_label(view, i == 0 ? "metrics" : "");
    spi_put_format(view, "%s: ", spi_name_of(view, SPOL_NAME_METRIC, metric.metric));
    spi_put_standing(view, &metric);
    put_figures(view, &metric);
    spi_put_line(view);
  }
}

/* ---- What happened -------------------------------------------------------------------- */

static void put_pauses(spi_view *view, const spol_case_status *status) {
  char from[SPI_PHRASE_MAX];
  char to[SPI_PHRASE_MAX];
  for (uint32_t i = 0; i < status->pause_count; i++) {
    spol_pause pause = SPOL_SIZED(spol_pause);
    if (spol_evaluation_pause(view->evaluation, i, &pause) != SPOL_OK) {
      continue;
    }
    spi_put_label(view, i == 0 ? "pauses" : "");
    spi_put_format(view, "%s from %s", spi_name_of(view, SPOL_NAME_REASON, pause.reason),
                   spi_phrase_instant(view, pause.from, from));
    if (pause.to != SPOL_INSTANT_NONE) {
      spi_put_format(view, " to %s", spi_phrase_beside(view, pause.to, pause.from, to));
    } else if (pause.bound != SPOL_INSTANT_NONE) {
      spi_put_format(view, ", at most to %s", spi_phrase_instant(view, pause.bound, to));
    }
    spi_put_line(view);
  }
}

void spi_put_effects(spi_view *view, const spol_firing *firing, uint32_t index) {
  static const int32_t kinds[] = {
      [SPOL_EFFECT_LINE] = SPOL_NAME_LINE,         [SPOL_EFFECT_NOTIFY] = SPOL_NAME_ROLE,
      [SPOL_EFFECT_SEVERITY] = SPOL_NAME_SEVERITY, [SPOL_EFFECT_REMIND] = SPOL_NAME_EVENT,
      [SPOL_EFFECT_CLOSE] = SPOL_NAME_EVENT,       [SPOL_EFFECT_EVENT] = SPOL_NAME_EVENT};
  for (uint32_t i = 0; i < firing->effect_count; i++) {
    int32_t effect = 0;
    uint32_t subject = 0;
    if (spol_evaluation_firing_effect(view->evaluation, index, i, &effect, &subject) == SPOL_OK &&
        effect >= SPOL_EFFECT_LINE && effect <= SPOL_EFFECT_EVENT) {
      spi_put_format(view, ", %s", spi_effect_word(effect));
      if (subject != 0) {
        spi_put_format(view, " %s", spi_name_of(view, kinds[effect], subject));
      }
    }
  }
}

static void put_firings(spi_view *view, const spol_case_status *status) {
  char text[SPI_PHRASE_MAX];
  for (uint32_t i = 0; i < status->firing_count; i++) {
    spol_firing firing = SPOL_SIZED(spol_firing);
    if (spol_evaluation_firing(view->evaluation, i, &firing) != SPOL_OK) {
      continue;
    }
    spi_put_label(view, i == 0 ? "firings" : "");
    spi_put(view, spi_phrase_instant(view, firing.at, text));
    spi_put_format(view, " %s", spi_name_of(view, SPOL_NAME_STEP, firing.step));
    spi_put_effects(view, &firing, i);
    spi_put_line(view);
  }
}

static void put_findings(spi_view *view, const spol_case_status *status) {
  for (uint32_t i = 0; i < status->finding_count; i++) {
    spi_put_label(view, i == 0 ? "findings" : "");
    view->finding = i;
    spi_write_finding(view);
    spi_put_line(view);
  }
}

static void put_notices(spi_view *view, const spol_case_status *status) {
  char text[SPI_PHRASE_MAX];
  for (uint32_t i = 0; i < status->notice_count; i++) {
    spol_notice notice = SPOL_SIZED(spol_notice);
    if (spol_evaluation_notice(view->evaluation, i, &notice) != SPOL_OK) {
      continue;
    }
    spi_put_label(view, i == 0 ? "notices" : "");
    spi_put(view,
            notice.kind == SPOL_NOTICE_EVENT ? spi_name_of(view, SPOL_NAME_EVENT, notice.event_type)
            : notice.kind == SPOL_NOTICE_STEP ? spi_name_of(view, SPOL_NAME_ROLE, notice.role)
                                              : spi_name_of(view, SPOL_NAME_METRIC, notice.metric));
    if (notice.told_at != SPOL_INSTANT_NONE) {
      spi_put_format(view, " told %s", spi_phrase_instant(view, notice.told_at, text));
    } else if (notice.by != SPOL_INSTANT_NONE) {
      spi_put_format(view, " by %s", spi_phrase_instant(view, notice.by, text));
    } else {
      spi_put(view, " at once");
    }
    if (notice.text != NULL && notice.text[0] != '\0') {
      spi_put_format(view, ": %s", notice.text);
    }
    spi_put_line(view);
  }
}

static void put_next(spi_view *view, const spol_case_status *status) {
  char text[SPI_PHRASE_MAX];
  spi_put_label(view, "next change");
  if (status->next_change == SPOL_INSTANT_NONE) {
    spi_put(view, "none without an event");
  } else {
    spi_put_format(view, "%s: %s", spi_phrase_instant(view, status->next_change, text),
                   spi_change_word(status->next_change_kind));
    if (status->next_change_metric != 0) {
      spi_put_format(view, " of %s",
                     spi_name_of(view, SPOL_NAME_METRIC, status->next_change_metric));
    }
    if (status->next_change_step != 0) {
      spi_put_format(view, " %s", spi_name_of(view, SPOL_NAME_STEP, status->next_change_step));
    }
  }
  spi_put_line(view);
}

void spi_write_status_text(spi_view *view) {
  spol_case_status status = SPOL_SIZED(spol_case_status);
  spol_status failed = spol_evaluation_status(view->evaluation, &status);
  if (failed != SPOL_OK) {
    spi_put_fail(view, failed);
    return;
  }
  put_case(view, &status);
  if (status.state != SPOL_CASE_NOT_OPENED) {
    put_severities(view, &status);
    put_line(view, &status);
    put_metrics(view, &status);
    put_pauses(view, &status);
    put_firings(view, &status);
    put_findings(view, &status);
    put_notices(view, &status);
  }
  put_next(view, &status);
}
