/* SPDX-License-Identifier: MIT */
/* Questions that a host asks before it acts, and many cases in one call
 * (evaluation.h): both are evaluations, looked at from another side. */
#include "base/error.h"
#include "case/run.h"

#include <string.h>

static const char *text_of(const spi_run *run, uint32_t text) {
  return text == SPI_NONE ? NULL : run->policy->strings + text;
}

/* ---- May a case be opened like this? ----------------------------------------- */

static int refuses(int32_t kind) {
  return kind == SPOL_FINDING_NOT_COVERED || kind == SPOL_FINDING_NOT_ENTITLED ||
         kind == SPOL_FINDING_SEVERAL_ISSUES || kind == SPOL_FINDING_INTAKE ||
         kind == SPOL_FINDING_POLICY;
}

static void put_finding(const spi_run *run, const spi_finding_run *finding, spol_permission *out) {
  out->why = finding->kind;
  out->fact = finding->fact;
  out->text = text_of(run, finding->text);
  out->decision = spi_decision(run, &finding->cause);
}

/* Refused by the finding that the coverage's decision names; else undecided by
 * the first required fact that is missing. */
static void opening_verdict(const spi_run *run, spol_permission *out) {
  *out = (spol_permission){.size = sizeof *out, .verdict = SPOL_VERDICT_YES};
  out->decision = spi_decision(run, &run->coverage);
  out->severity = spi_severity_id(run, spi_current(run)->rank);
  for (uint32_t i = 0; i < run->findings.count; i++) {
    const spi_finding_run *finding = spi_list_at(&run->findings, i);
    if (run->refused && refuses(finding->kind) && finding->cause.place == run->coverage.place) {
      put_finding(run, finding, out);
      out->verdict = SPOL_VERDICT_NO;
      return;
    }
    if (!run->refused && out->verdict == SPOL_VERDICT_YES &&
        finding->kind == SPOL_FINDING_FACT_MISSING && finding->metric == 0) {
      put_finding(run, finding, out);
      out->verdict = SPOL_VERDICT_UNDECIDED;
    }
  }
  if (run->refused) {
    out->verdict = SPOL_VERDICT_NO;
    out->why = SPOL_FINDING_NOT_COVERED;
  }
}

static spol_status check_permission(const spol_permission *permission, spol_error *error) {
  if (permission == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  if (spi_known_size(permission->size, sizeof *permission) != SPOL_OK) {
    return spi_fail(error, SPOL_E_VERSION, "the permission has a size that is not known");
  }
  return SPOL_OK;
}

spol_status spol_may_open(const spol_policy *policy, const spol_event *opening,
                          const spol_evaluation_options *options, void *buffer, uint64_t capacity,
                          uint64_t *needed, const spol_evaluation **out,
                          spol_permission *permission, spol_error *error) {
  spol_status status = check_permission(permission, error);
  if (status != SPOL_OK || opening == NULL) {
    return status != SPOL_OK ? status : spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  status =
      spol_evaluate(policy, opening, 1, opening->at, options, buffer, capacity, needed, out, error);
  if (status == SPOL_OK) {
    opening_verdict(*out, permission);
  }
  return status;
}

/* ---- Would this request be granted? ------------------------------------------ */

/* The refusal that the request itself brought about, if there is one. */
static const spi_finding_run *refusal_of(const spi_run *run, uint64_t event) {
  for (uint32_t i = run->findings.count; i > 0; i--) {
    const spi_finding_run *finding = spi_list_at(&run->findings, i - 1);
    if (finding->kind == SPOL_FINDING_CHANGE_REFUSED && finding->cause.event == event) {
      return finding;
    }
  }
  return NULL;
}

static const spi_severity_log *grant_of(const spi_run *run, uint64_t event) {
  for (uint32_t i = run->severity_log.count; i > 0; i--) {
    const spi_severity_log *log = spi_list_at(&run->severity_log, i - 1);
    if (log->kind == SPOL_RECORDED && log->granted && log->cause.event == event) {
      return log;
    }
  }
  return NULL;
}

static void request_verdict(const spi_run *run, uint64_t event, spol_permission *out) {
  *out = (spol_permission){.size = sizeof *out, .verdict = SPOL_VERDICT_NO};
  out->severity = spi_severity_id(run, spi_current(run)->rank);
  const spi_finding_run *refusal = refusal_of(run, event);
  const spi_severity_log *grant = grant_of(run, event);
  if (refusal != NULL) {
    put_finding(run, refusal, out);
    out->verdict = refusal->fact != 0 ? SPOL_VERDICT_UNDECIDED : SPOL_VERDICT_NO;
  } else if (grant != NULL) {
    out->verdict = SPOL_VERDICT_YES;
    out->decision = spi_decision(run, &grant->cause);
  } else {
    /* It is what it asks for already, or it waits for the vendor's word. */
    int has = run->asked != 0 && run->asked == spi_current(run)->rank;
    out->verdict = has ? SPOL_VERDICT_YES : SPOL_VERDICT_UNDECIDED;
    out->severity =
        run->requested.rank != 0 ? spi_severity_id(run, run->requested.rank) : out->severity;
    out->decision = spi_decision(run, &run->requested.cause);
  }
}

spol_status spol_would_grant(const spol_policy *policy, const spol_event *events, uint64_t count,
                             const spol_event *request, const spol_evaluation_options *options,
                             void *buffer, uint64_t capacity, uint64_t *needed,
                             const spol_evaluation **out, spol_permission *permission,
                             spol_error *error) {
  spol_status status = check_permission(permission, error);
  if (status == SPOL_OK &&
      (request == NULL || request->type != SPOL_EVENT_SEVERITY_CHANGE_REQUESTED)) {
    status = spi_fail(error, SPOL_E_INVALID, "this is no request to change the severity");
  }
  if (status != SPOL_OK) {
    return status;
  }
  status = spol_what_if(policy, events, count, request, 1, request->at, options, buffer, capacity,
                        needed, out, error);
  if (status == SPOL_OK) {
    request_verdict(*out, count, permission);
  }
  return status;
}

/* ---- Many cases -------------------------------------------------------------- */

static void put_case(const spi_run *run, spol_case_row *row) {
  spol_case_status status = SPOL_SIZED(spol_case_status);
  row->status = spol_evaluation_status(run, &status);
  row->state = status.state;
  row->flags = status.flags;
  row->severity = status.current.severity;
  row->line = status.line;
  row->version = status.version;
  row->finding_count = status.finding_count;
  row->firing_count = status.firing_count;
  row->next_change = status.next_change;
}

static void put_metrics(const spi_run *run, spol_metric_row *rows) {
  for (uint32_t i = 0; i < run->metric_count; i++) {
    spol_metric_status status = SPOL_SIZED(spol_metric_status);
    if (spol_evaluation_metric_of(run, i + 1, &status) != SPOL_OK) {
      continue;
    }
    spol_metric_row *row = &rows[i];
    row->state = status.state;
    row->outcome = status.outcome;
    row->target_kind = status.target_kind;
    row->word = status.word;
    row->flags = status.flags;
    row->cycle = status.cycle;
    row->misses = status.misses;
    row->due = status.due;
    row->elapsed = status.elapsed;
    row->remaining = status.remaining;
    row->length = status.length;
  }
}

static spol_status check_batch(const spol_policy *policy, const spol_batch *batch,
                               spol_error *error) {
  if (policy == NULL || batch == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  if (batch->size != sizeof *batch || batch->reserved != 0 ||
      batch->case_row_size != sizeof(spol_case_row) ||
      (batch->metrics != NULL && batch->metric_row_size != sizeof(spol_metric_row))) {
    return spi_fail(error, SPOL_E_VERSION, "the batch or its rows have a size that is not known");
  }
  if (batch->case_count != 0 &&
      (batch->cases == NULL || batch->first == NULL || batch->as_of == NULL ||
       (batch->as_of_count != 1 && batch->as_of_count != batch->case_count))) {
    return spi_fail(error, SPOL_E_INVALID, "an array of the batch is missing");
  }
  return SPOL_OK;
}

static spol_status one_case(const spol_policy *policy, const spol_batch *batch, uint64_t i,
                            const spol_evaluation_options *options, void *buffer, uint64_t capacity,
                            uint64_t *needed) {
  uint64_t from = batch->first[i];
  uint64_t to = batch->first[i + 1];
  uint32_t metrics = policy->names[SPOL_NAME_METRIC].count;
  const spol_evaluation *evaluation = NULL;
  spol_status status = SPOL_E_INVALID;
  uint64_t stride = batch->events != NULL && to > from ? batch->events->size : sizeof(spol_event);
  const unsigned char *events = (const unsigned char *)batch->events;
  if (to >= from) {
    spi_log log = {.count = to - from, .rows_only = 1};
    log.events = (const spol_event *)(const void *)(events == NULL ? NULL : events + from * stride);
    status = spi_evaluate_log(policy, &log, batch->as_of[batch->as_of_count == 1 ? 0 : i], options,
                              buffer, capacity, needed, &evaluation, NULL);
  }
  if (status == SPOL_E_BUFFER) {
    return status;
  }
  spol_case_row *row = &batch->cases[i];
  spol_metric_row *rows = batch->metrics == NULL ? NULL : batch->metrics + i * metrics;
  memset(row, 0, sizeof *row);
  if (rows != NULL) {
    memset(rows, 0, metrics * sizeof *rows);
  }
  row->status = status;
  if (status == SPOL_OK) {
    put_case(evaluation, row);
    if (rows != NULL) {
      put_metrics(evaluation, rows);
    }
  }
  return SPOL_OK;
}

spol_status spol_evaluate_many(const spol_policy *policy, const spol_batch *batch,
                               const spol_evaluation_options *options, void *buffer,
                               uint64_t capacity, uint64_t *needed, uint64_t *done,
                               spol_error *error) {
  spol_status status = check_batch(policy, batch, error);
  if (status != SPOL_OK) {
    return status;
  }
  uint64_t most = 0;
  for (uint64_t i = 0; i < batch->case_count; i++) {
    uint64_t used = 0;
    status = one_case(policy, batch, i, options, buffer, capacity, &used);
    most = used > most ? used : most;
    if (status != SPOL_OK) {
      if (needed != NULL) {
        *needed = used;
      }
      if (done != NULL) {
        *done = i;
      }
      return spi_fail(error, status, "the buffer has no room for a case");
    }
  }
  if (needed != NULL) {
    *needed = most;
  }
  if (done != NULL) {
    *done = batch->case_count;
  }
  return SPOL_OK;
}
