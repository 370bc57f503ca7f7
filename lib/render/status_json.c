/* SPDX-License-Identifier: MIT */
/* The whole status of a case as JSON. */
#include "render/view.h"

static void put_severity(const spi_view *view, spi_emitter *out, const char *key,
                         const spol_severity_status *severity) {
  spi_emit_key(out, key);
  spi_emit_mapping(out);
  spi_json_name(view, out, "severity", SPOL_NAME_SEVERITY, severity->severity);
  spi_json_count(out, "rank", severity->rank);
  spi_json_decision(view, out, "decision", &severity->decision);
  spi_emit_end(out);
}

/* ---- Metrics and cycles -------------------------------------------------------- */

static void put_reasons(const spi_view *view, spi_emitter *out, const spol_metric_status *metric) {
  spi_emit_key(out, "paused_by");
  spi_emit_sequence(out);
  for (uint32_t i = 0; i < metric->pause_reasons; i++) {
    uint32_t reason = 0;
    if (spol_evaluation_paused_by(view->evaluation, metric->metric, i, &reason) == SPOL_OK) {
      spi_emit_string(out, spi_name_of(view, SPOL_NAME_REASON, reason));
    }
  }
  spi_emit_end(out);
}

static void put_share(spi_emitter *out, const spol_metric_status *metric) {
  spi_emit_key(out, "share");
  if (metric->share_denominator == 0) {
    spi_emit_plain(out, "null");
    return;
  }
  spi_emit_mapping(out);
  spi_emit_key(out, "numerator");
  spi_emit_i64(out, metric->share_numerator);
  spi_emit_key(out, "denominator");
  spi_emit_i64(out, metric->share_denominator);
  spi_emit_end(out);
}

static void put_metric(const spi_view *view, spi_emitter *out, const spol_metric_status *metric) {
  spi_emit_mapping(out);
  spi_json_name(view, out, "metric", SPOL_NAME_METRIC, metric->metric);
  spi_json_count(out, "part", metric->part);
  spi_json_count(out, "answer_part", metric->answer_part);
  spi_json_text(out, "state", spi_metric_state_word(metric->state));
  spi_json_text(out, "outcome", spi_outcome_word(metric->outcome));
  spi_json_text(out, "target", spi_target_kind_word(metric->target_kind));
  spi_json_name(view, out, "word", SPOL_NAME_WORD, metric->word);
  spi_json_flags(out, metric->flags);
  spi_json_count(out, "cycle", metric->cycle);
  spi_json_count(out, "misses", metric->misses);
  spi_json_name(view, out, "calendar", SPOL_NAME_CALENDAR, metric->calendar);
  spi_emit_key(out, "is_open");
  spi_emit_boolean(out, metric->is_open != 0);
  put_reasons(view, out, metric);
  spi_json_instant(view, out, "started_at", metric->started_at);
  spi_json_instant(view, out, "received_at", metric->received_at);
  spi_json_instant(view, out, "due", metric->due);
  spi_json_instant(view, out, "due_if_resumed", metric->due_if_resumed);
  spi_json_instant(view, out, "stopped_at", metric->stopped_at);
  spi_json_instant(view, out, "missed_at", metric->missed_at);
  spi_json_duration(out, "length", metric->length);
  spi_json_duration(out, "elapsed", metric->elapsed);
  spi_json_duration(out, "remaining", metric->remaining);
  spi_json_duration(out, "overdue", metric->overdue);
  spi_json_duration(out, "overdue_real", metric->overdue_real);
  put_share(out, metric);
  spi_json_decision(view, out, "start", &metric->start);
  spi_json_decision(view, out, "target_decision", &metric->target);
  spi_json_decision(view, out, "stop", &metric->stop);
  spi_json_decision(view, out, "carry", &metric->carry);
  spi_emit_end(out);
}

static void metric_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  if (spol_evaluation_metric(view->evaluation, i, &metric) == SPOL_OK) {
    put_metric(view, out, &metric);
  }
}

static void put_cycle(const spi_view *view, spi_emitter *out, const spol_cycle *cycle) {
  spi_emit_mapping(out);
  spi_json_name(view, out, "metric", SPOL_NAME_METRIC, cycle->metric);
  spi_json_count(out, "number", cycle->number);
  spi_json_text(out, "state", spi_metric_state_word(cycle->state));
  spi_json_text(out, "outcome", spi_outcome_word(cycle->outcome));
  spi_json_flags(out, cycle->flags);
  spi_json_count(out, "stops", cycle->stops);
  spi_json_count(out, "stops_needed", cycle->stops_needed);
  spi_json_instant(view, out, "from", cycle->from);
  spi_json_instant(view, out, "received_at", cycle->received_at);
  spi_json_instant(view, out, "due", cycle->due);
  spi_json_instant(view, out, "ended_at", cycle->ended_at);
  spi_json_instant(view, out, "missed_at", cycle->missed_at);
  spi_json_duration(out, "length", cycle->length);
  spi_json_duration(out, "elapsed", cycle->elapsed);
  spi_json_duration(out, "overdue", cycle->overdue);
  spi_json_decision(view, out, "target_decision", &cycle->target);
  spi_emit_end(out);
}

static void cycle_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  spol_cycle cycle = SPOL_SIZED(spol_cycle);
  if (spol_evaluation_cycle(view->evaluation, i, &cycle) == SPOL_OK) {
    put_cycle(view, out, &cycle);
  }
}

/* ---- Lines, severities, pauses ------------------------------------------------------ */

static void line_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  spol_line_stay stay = SPOL_SIZED(spol_line_stay);
  if (spol_evaluation_line(view->evaluation, i, &stay) == SPOL_OK) {
    spi_emit_mapping(out);
    spi_json_name(view, out, "line", SPOL_NAME_LINE, stay.line);
    spi_json_instant(view, out, "from", stay.from);
    spi_json_instant(view, out, "to", stay.to);
    spi_json_decision(view, out, "decision", &stay.decision);
    spi_emit_end(out);
  }
}

static void severity_change_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  static const char *const kinds[] = {"", "requested", "derived", "recorded"};
  spol_severity_change change = SPOL_SIZED(spol_severity_change);
  if (spol_evaluation_severity(view->evaluation, i, &change) == SPOL_OK) {
    spi_emit_mapping(out);
    spi_json_text(out, "kind",
                  change.kind > 0 && change.kind <= SPOL_RECORDED ? kinds[change.kind] : NULL);
    spi_json_name(view, out, "before", SPOL_NAME_SEVERITY, change.before);
    spi_json_name(view, out, "after", SPOL_NAME_SEVERITY, change.after);
    spi_emit_key(out, "granted");
    spi_emit_boolean(out, change.granted != 0);
    spi_json_instant(view, out, "at", change.at);
    spi_json_decision(view, out, "decision", &change.decision);
    spi_emit_end(out);
  }
}

static void pause_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  spol_pause pause = SPOL_SIZED(spol_pause);
  if (spol_evaluation_pause(view->evaluation, i, &pause) == SPOL_OK) {
    spi_emit_mapping(out);
    spi_json_name(view, out, "reason", SPOL_NAME_REASON, pause.reason);
    spi_json_instant(view, out, "from", pause.from);
    spi_json_instant(view, out, "to", pause.to);
    spi_json_instant(view, out, "bound", pause.bound);
    spi_emit_end(out);
  }
}

/* ---- Firings, findings, notices ---------------------------------------------------------- */

static int32_t kind_of_subject(int32_t effect) {
  switch (effect) {
  case SPOL_EFFECT_LINE:
    return SPOL_NAME_LINE;
  case SPOL_EFFECT_NOTIFY:
    return SPOL_NAME_ROLE;
  case SPOL_EFFECT_SEVERITY:
    return SPOL_NAME_SEVERITY;
  default:
    return SPOL_NAME_EVENT;
  }
}

static void put_effects(const spi_view *view, spi_emitter *out, const spol_firing *firing,
                        uint32_t index) {
  spi_emit_key(out, "effects");
  spi_emit_sequence(out);
  for (uint32_t i = 0; i < firing->effect_count; i++) {
    int32_t effect = 0;
    uint32_t subject = 0;
    if (spol_evaluation_firing_effect(view->evaluation, index, i, &effect, &subject) == SPOL_OK) {
      spi_emit_mapping(out);
      spi_json_text(out, "effect", spi_effect_word(effect));
      spi_json_name(view, out, "subject", kind_of_subject(effect), subject);
      spi_emit_end(out);
    }
  }
  spi_emit_end(out);
}

static void firing_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  spol_firing firing = SPOL_SIZED(spol_firing);
  if (spol_evaluation_firing(view->evaluation, i, &firing) == SPOL_OK) {
    spi_emit_mapping(out);
    spi_json_name(view, out, "step", SPOL_NAME_STEP, firing.step);
    spi_json_count(out, "cycle", firing.cycle);
    spi_json_count(out, "repetition", firing.repetition);
    spi_json_name(view, out, "metric", SPOL_NAME_METRIC, firing.metric);
    spi_json_flags(out, firing.flags);
    spi_json_instant(view, out, "at", firing.at);
    spi_json_instant(view, out, "triggered_at", firing.triggered_at);
    put_effects(view, out, &firing, i);
    spi_json_decision(view, out, "decision", &firing.decision);
    spi_emit_end(out);
  }
}

static void finding_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  spol_finding finding = SPOL_SIZED(spol_finding);
  if (spol_evaluation_finding(view->evaluation, i, &finding) == SPOL_OK) {
    spi_emit_mapping(out);
    spi_json_text(out, "kind", spi_finding_word(finding.kind));
    spi_json_name(view, out, "metric", SPOL_NAME_METRIC, finding.metric);
    spi_json_count(out, "cycle", finding.cycle);
    spi_json_name(view, out, "fact", SPOL_NAME_FACT, finding.fact);
    spi_json_name(view, out, "severity", SPOL_NAME_SEVERITY, finding.severity);
    spi_json_name(view, out, "step", SPOL_NAME_STEP, finding.step);
    spi_json_text(out, "text", finding.text);
    spi_json_decision(view, out, "decision", &finding.decision);
    spi_emit_end(out);
  }
}

static void notice_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  spol_notice notice = SPOL_SIZED(spol_notice);
  if (spol_evaluation_notice(view->evaluation, i, &notice) == SPOL_OK) {
    spi_emit_mapping(out);
    spi_json_text(out, "kind", spi_notice_word(notice.kind));
    spi_json_name(view, out, "event", SPOL_NAME_EVENT, notice.event_type);
    spi_json_name(view, out, "metric", SPOL_NAME_METRIC, notice.metric);
    spi_json_count(out, "cycle", notice.cycle);
    spi_json_name(view, out, "role", SPOL_NAME_ROLE, notice.role);
    spi_json_instant(view, out, "since", notice.since);
    spi_json_instant(view, out, "by", notice.by);
    spi_json_instant(view, out, "told_at", notice.told_at);
    spi_json_text(out, "text", notice.text);
    spi_json_decision(view, out, "decision", &notice.decision);
    spi_emit_end(out);
  }
}

/* ---- The case ----------------------------------------------------------------------------- */

static void put_digest(spi_emitter *out, const uint8_t *digest) {
  static const char digits[] = "0123456789abcdef";
  char text[2 * SPOL_DIGEST_SIZE + 1];
  for (int i = 0; i < SPOL_DIGEST_SIZE; i++) {
    text[2 * i] = digits[digest[i] >> 4];
    text[2 * i + 1] = digits[digest[i] & 15];
  }
  text[2 * SPOL_DIGEST_SIZE] = '\0';
  spi_json_text(out, "digest", text);
}

static void put_next_change(const spi_view *view, spi_emitter *out,
                            const spol_case_status *status) {
  spi_emit_key(out, "next_change");
  if (status->next_change == SPOL_INSTANT_NONE) {
    spi_emit_plain(out, "null");
    return;
  }
  spi_emit_mapping(out);
  spi_json_instant(view, out, "at", status->next_change);
  spi_json_text(out, "kind", spi_change_word(status->next_change_kind));
  spi_json_name(view, out, "metric", SPOL_NAME_METRIC, status->next_change_metric);
  spi_json_name(view, out, "step", SPOL_NAME_STEP, status->next_change_step);
  spi_emit_end(out);
}

static void put_head(const spi_view *view, spi_emitter *out, const spol_case_status *status) {
  spi_json_text(out, "policy", status->policy_id);
  spi_json_text(out, "version", status->version_name);
  put_digest(out, status->digest);
  spi_json_text(out, "zone_data", status->zone_data);
  spi_json_text(out, "zone", view->zone == NULL ? "UTC" : spol_zone_name(view->zone));
  spi_json_instant(view, out, "as_of", status->as_of);
  spi_json_text(out, "state", spi_case_state_word(status->state));
  spi_json_flags(out, status->flags);
  spi_json_instant(view, out, "opened_at", status->opened_at);
  spi_json_count(out, "events_seen", status->events_seen);
  spi_json_name(view, out, "line", SPOL_NAME_LINE, status->line);
  put_severity(view, out, "requested", &status->requested);
  put_severity(view, out, "derived", &status->derived);
  put_severity(view, out, "recorded", &status->recorded);
  put_severity(view, out, "current", &status->current);
  spi_json_decision(view, out, "coverage", &status->coverage);
  spi_json_decision(view, out, "version_decision", &status->version_decision);
  put_next_change(view, out, status);
}

void spi_write_status_json(spi_view *view) {
  spol_case_status status = SPOL_SIZED(spol_case_status);
  spi_emitter out = spi_emitter_on(view->sink, SPI_EMIT_JSON);
  spol_status failed = spol_evaluation_status(view->evaluation, &status);
  if (failed != SPOL_OK) {
    spi_put_fail(view, failed);
    return;
  }
  spi_emit_mapping(&out);
  put_head(view, &out, &status);
  spi_json_list(view, &out, "metrics", status.metric_count, metric_at);
  spi_json_list(view, &out, "cycles", status.cycle_count, cycle_at);
  spi_json_list(view, &out, "lines", status.line_count, line_at);
  spi_json_list(view, &out, "severity_changes", status.severity_count, severity_change_at);
  spi_json_list(view, &out, "pauses", status.pause_count, pause_at);
  spi_json_list(view, &out, "firings", status.firing_count, firing_at);
  spi_json_list(view, &out, "findings", status.finding_count, finding_at);
  spi_json_list(view, &out, "notices", status.notice_count, notice_at);
  spi_emit_end(&out);
  spi_sink_char(view->sink, '\n');
}
