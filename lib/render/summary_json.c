/* SPDX-License-Identifier: MIT */
/* What a host asks of many cases: the status without reasons, in one pass. */
#include "render/view.h"

static void put_severity(const spi_view *view, spi_emitter *out, const char *key,
                         const spol_severity_status *severity) {
  spi_emit_key(out, key);
  spi_emit_mapping(out);
  spi_json_name(view, out, "severity", SPOL_NAME_SEVERITY, severity->severity);
  spi_json_count(out, "rank", severity->rank);
  spi_emit_end(out);
}

/* What there is; what there is not is left out. */
static void put_instant(const spi_view *view, spi_emitter *out, const char *key, spol_instant at) {
  if (at != SPOL_INSTANT_NONE) {
    spi_json_instant(view, out, key, at);
  }
}

static void put_duration(spi_emitter *out, const char *key, spol_duration duration) {
  if (duration != SPOL_DURATION_NONE) {
    spi_json_duration(out, key, duration);
  }
}

static void put_metric(const spi_view *view, spi_emitter *out, const spol_metric_status *metric) {
  spi_emit_mapping(out);
  spi_json_name(view, out, "metric", SPOL_NAME_METRIC, metric->metric);
  spi_json_text(out, "state", spi_metric_state_word(metric->state));
  spi_json_text(out, "outcome", spi_outcome_word(metric->outcome));
  spi_json_text(out, "target", spi_target_kind_word(metric->target_kind));
  if (metric->word != 0) {
    spi_json_name(view, out, "word", SPOL_NAME_WORD, metric->word);
  }
  if (metric->flags != 0) {
    spi_json_flags(out, metric->flags);
  }
  spi_json_count(out, "cycle", metric->cycle);
  spi_json_count(out, "misses", metric->misses);
  put_instant(view, out, "due", metric->due);
  put_instant(view, out, "due_if_resumed", metric->due_if_resumed);
  put_duration(out, "length", metric->length);
  put_duration(out, "elapsed", metric->elapsed);
  put_duration(out, "remaining", metric->remaining);
  if (metric->overdue > 0) {
    put_duration(out, "overdue", metric->overdue);
  }
  spi_emit_end(out);
}

static void metric_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  if (spol_evaluation_metric(view->evaluation, i, &metric) == SPOL_OK && metric.part == 0) {
    put_metric(view, out, &metric);
  }
}

static void firing_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  spol_firing firing = SPOL_SIZED(spol_firing);
  if (spol_evaluation_firing(view->evaluation, i, &firing) == SPOL_OK) {
    spi_emit_mapping(out);
    spi_json_name(view, out, "step", SPOL_NAME_STEP, firing.step);
    spi_json_count(out, "cycle", firing.cycle);
    spi_json_count(out, "repetition", firing.repetition);
    spi_json_instant(view, out, "at", firing.at);
    spi_emit_end(out);
  }
}

static void finding_at(const spi_view *view, spi_emitter *out, uint32_t i) {
  spol_finding finding = SPOL_SIZED(spol_finding);
  if (spol_evaluation_finding(view->evaluation, i, &finding) == SPOL_OK) {
    spi_emit_mapping(out);
    spi_json_text(out, "kind", spi_finding_word(finding.kind));
    spi_json_name(view, out, "metric", SPOL_NAME_METRIC, finding.metric);
    spi_json_name(view, out, "fact", SPOL_NAME_FACT, finding.fact);
    spi_emit_end(out);
  }
}

static void put_next_change(const spi_view *view, spi_emitter *out,
                            const spol_case_status *status) {
  if (status->next_change == SPOL_INSTANT_NONE) {
    return;
  }
  spi_emit_key(out, "next_change");
  spi_emit_mapping(out);
  spi_json_instant(view, out, "at", status->next_change);
  spi_json_text(out, "kind", spi_change_word(status->next_change_kind));
  spi_emit_end(out);
}

void spi_write_summary_json(spi_view *view) {
  spol_case_status status = SPOL_SIZED(spol_case_status);
  spi_emitter out = spi_emitter_on(view->sink, SPI_EMIT_JSON);
  spol_status failed = spol_evaluation_status(view->evaluation, &status);
  if (failed != SPOL_OK) {
    spi_put_fail(view, failed);
    return;
  }
  spi_emit_mapping(&out);
  spi_json_text(&out, "version", status.version_name);
  spi_json_instant(view, &out, "as_of", status.as_of);
  spi_json_text(&out, "state", spi_case_state_word(status.state));
  if (status.flags != 0) {
    spi_json_flags(&out, status.flags);
  }
  if (status.line != 0) {
    spi_json_name(view, &out, "line", SPOL_NAME_LINE, status.line);
  }
  put_severity(view, &out, "current", &status.current);
  put_next_change(view, &out, &status);
  spi_json_list(view, &out, "metrics", status.metric_count, metric_at);
  spi_json_list(view, &out, "firings", status.firing_count, firing_at);
  spi_json_list(view, &out, "findings", status.finding_count, finding_at);
  spi_emit_end(&out);
  spi_sink_char(view->sink, '\n');
}
