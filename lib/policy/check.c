/* SPDX-License-Identifier: MIT */
/* Checking a policy, version by version. */
#include "policy/check.h"

#include <string.h>

#include "base/error.h"
#include "base/sized.h"

#define DEFAULT_EFFORT UINT64_C(20000000)
#define WHOLE_EFFORT UINT64_C(20) /* questions of full length */

enum { REMARK_ACCEPTED = 5 };

/* ---- Findings --------------------------------------------------------------------------- */

int spi_check_do(spi_check *check, spol_status status) {
  if (check->fatal == SPOL_OK) {
    check->fatal = status;
  }
  return check->fatal == SPOL_OK;
}

const char *spi_check_name(const spi_check *check, int32_t kind, uint32_t id) {
  const char *name = spol_policy_name(check->policy, kind, id);
  return name != NULL ? name : "?";
}

const char *spi_check_event(const spi_check *check, uint32_t event) {
  const char *name = spol_event_type_name(event);
  return name != NULL ? name : spi_check_name(check, SPOL_NAME_EVENT, event);
}

/* 1 if a path is the other, or leads to it: "metrics.update" to all in it. */
static int leads_to(const char *at, const char *path) {
  size_t length = strlen(at);
  return strncmp(at, path, length) == 0 &&
         (length == 0 || path[length] == '\0' || path[length] == '.' || path[length] == '[');
}

/* 1 if the file accepts a finding of this code at this place. */
static int accept(spi_check *check, uint32_t code, const char *path) {
  for (uint32_t i = 0; i < check->version->remarks_count; i++) {
    const spi_remark *remark = &check->version->remarks[i];
    const char *at = check->policy->strings + remark->at;
    if (remark->kind == REMARK_ACCEPTED && remark->code == code && leads_to(at, path)) {
      check->accepted[i] = 1;
      return 1;
    }
  }
  return 0;
}

static void vreport(spi_check *check, uint32_t code, const spi_place *place, const char *hint,
                    const char *format, va_list arguments) {
  spol_error error;
  const char *path = check->policy->strings + place->rule;
  spi_text_place where = {.line = place->line, .column = place->column};
  spi_diagnostic_vmake(&error, SPOL_E_SEMANTIC, code, check->policy->strings + check->version->file,
                       &where, path, format, arguments);
  spi_error_hint(&error, "%s", hint);
  spi_check_do(check, accept(check, code, path)
                          ? spi_diagnostics_add_accepted(check->diagnostics, &error)
                          : spi_diagnostics_add(check->diagnostics, 0, &error));
}

void spi_check_report(spi_check *check, uint32_t code, const spi_place *place, const char *hint,
                      const char *format, ...) {
  va_list arguments;
  if (check->fatal != SPOL_OK) {
    return;
  }
  va_start(arguments, format);
  vreport(check, code, place, hint, format, arguments);
  va_end(arguments);
}

void spi_check_undecided(spi_check *check, const spi_place *place, const char *question) {
  spi_check_report(check, SPOL_DIAG_UNDECIDED_QUESTION, place,
                   "allow more effort, or use fewer facts in one table", "it was not decided %s",
                   question);
}

/* ---- Questions ----------------------------------------------------------------------------- */

void spi_check_begin(spi_check *check, spi_question *question) {
  spi_question_begin(question, check->allocator, check->policy, check->version, &check->bands);
  question->no_severity = check->no_severity;
}

int spi_check_ask(spi_check *check, spi_question *question, const int32_t *assumptions,
                  uint32_t count) {
  uint64_t before = question->solver.work;
  uint64_t allowed = check->effort < check->effort_left ? check->effort : check->effort_left;
  int answer = spi_question_ask(question, assumptions, count, allowed);
  uint64_t done = question->solver.work - before;
  check->effort_left -= done < check->effort_left ? done : check->effort_left;
  return answer;
}

void spi_check_end(spi_check *check, spi_question *question) {
  spol_status status = question->solver.status;
  spi_check_do(check, status == SPOL_E_LIMIT ? SPOL_OK : status);
  spi_question_end(question);
}

int spi_check_possible(spi_check *check, const uint32_t *conditions, uint32_t count) {
  spi_question question;
  spi_check_begin(check, &question);
  for (uint32_t i = 0; i < count; i++) {
    spi_solver_one(&question.solver, spi_question_literal(&question, conditions[i], 1));
  }
  int answer = spi_check_ask(check, &question, NULL, 0);
  spi_check_end(check, &question);
  return answer;
}

void spi_check_witness(spi_question *question, spi_witness_test test, const void *context,
                       spi_writer *writer) {
  spi_witness_take(question);
  for (size_t i = question->subjects.count; i > 0; i--) {
    spi_subject *subject = spi_vector_at(&question->subjects, i - 1);
    subject->dropped = 1;
    subject->dropped = test(question, context) != 0;
  }
  spi_witness_write(question, writer);
}

/* ---- The whole --------------------------------------------------------------------------------
 */

static void check_accepted(spi_check *check) {
  for (uint32_t i = 0; i < check->version->remarks_count; i++) {
    const spi_remark *remark = &check->version->remarks[i];
    if (remark->kind == REMARK_ACCEPTED && !check->accepted[i]) {
      spi_check_report(check, SPOL_DIAG_ACCEPTED_NOT_FOUND, &remark->place, "remove it",
                       "the accepted finding %s does not occur%s%s",
                       spol_diagnostic_label(remark->code), remark->at != 0 ? " at " : "",
                       check->policy->strings + remark->at);
    }
  }
}

static void check_version(spi_check *check) {
  static void (*const parts[])(spi_check *) = {
      spi_check_severities, spi_check_tables,  spi_check_conditions,
      spi_check_targets,    spi_check_metrics, spi_check_escalation,
      spi_check_calendars,  spi_check_names,   check_accepted};
  size_t remarks = (size_t)check->version->remarks_count + 1;
  check->no_severity = 0;
  check->accepted = spi_alloc_array(check->allocator, remarks, 1);
  if (check->accepted == NULL) {
    check->fatal = SPOL_E_MEMORY;
    return;
  }
  if (spi_check_do(
          check, spi_bands_make(check->allocator, check->policy, check->version, &check->bands))) {
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && check->fatal == SPOL_OK; i++) {
      parts[i](check);
    }
    spi_bands_free(check->allocator, &check->bands);
  }
  spi_free_array(check->allocator, check->accepted, remarks, 1);
}

spol_status spol_policy_check(const spol_policy *policy, const spol_check_options *options,
                              spol_diagnostics *diagnostics, spol_error *error) {
  spol_check_options known = SPOL_CHECK_OPTIONS_INIT;
  if (policy == NULL || diagnostics == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "a policy and a list for the findings are needed");
  }
  if (options != NULL) {
    spol_status status = spi_sized_check(options, 2 * sizeof(uint32_t), sizeof known);
    if (status != SPOL_OK) {
      return spi_fail(error, status, "the options are of a version that is not known here");
    }
    spi_sized_copy(&known, options, sizeof known);
  }
  spi_check check = {.allocator = &policy->allocator,
                     .policy = policy,
                     .diagnostics = diagnostics,
                     .effort = known.effort != 0 ? known.effort : DEFAULT_EFFORT};
  check.effort_left =
      check.effort < UINT64_MAX / WHOLE_EFFORT ? check.effort * WHOLE_EFFORT : UINT64_MAX;
  for (uint32_t i = 0; i < policy->versions_count && check.fatal == SPOL_OK; i++) {
    check.version = &policy->versions[i];
    check_version(&check);
  }
  return check.fatal == SPOL_OK ? SPOL_OK
                                : spi_fail(error, check.fatal, "the policy could not be checked");
}
