/* SPDX-License-Identifier: MIT */
/** The explanations of every case of a case file, as text:
 *    print-explanations FILE.policytest.yaml
 *  one block a case, every metric. */
#include <stdio.h>
#include <stdlib.h>

#include "supportpolicy/supportpolicy.h"

static int print_metric(const spol_evaluation *evaluation, uint32_t metric, const spol_zone *zone) {
  spol_render_options options = SPOL_SIZED(spol_render_options);
  uint64_t needed = 0;
  options.zone = zone;
  if (spol_render_explanation(evaluation, metric, 0, &options, NULL, 0, &needed) != SPOL_OK) {
    return 1;
  }
  char *text = malloc((size_t)needed + 1);
  int wrong = text == NULL || spol_render_explanation(evaluation, metric, 0, &options, text, needed,
                                                      &needed) != SPOL_OK;
  if (!wrong) {
    fwrite(text, 1, (size_t)needed, stdout);
  }
  free(text);
  return wrong;
}

static int print_case(const spol_scenario *scenario, uint64_t index) {
  spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
  spol_case_status status = SPOL_SIZED(spol_case_status);
  spol_evaluation *evaluation = NULL;
  int wrong = 0;
  if (spol_scenario_case_get(scenario, index, &about) != SPOL_OK ||
      spol_evaluation_new(NULL, spol_scenario_policy(scenario), about.events, about.event_count,
                          about.as_of, NULL, &evaluation, NULL) != SPOL_OK) {
    return 1;
  }
  printf("%s== %s\n", index == 0 ? "" : "\n", about.name);
  wrong = spol_evaluation_status(evaluation, &status) != SPOL_OK;
  for (uint32_t i = 0; i < status.metric_count && !wrong; i++) {
    spol_metric_status metric = SPOL_SIZED(spol_metric_status);
    wrong = spol_evaluation_metric(evaluation, i, &metric) != SPOL_OK ||
            (metric.part == 0 && print_metric(evaluation, metric.metric, about.zone) != 0);
  }
  spol_evaluation_free(evaluation);
  return wrong;
}

int main(int argc, char **argv) {
  spol_error error = SPOL_ERROR_INIT;
  spol_scenario *scenario = NULL;
  int wrong = argc != 2;
  if (wrong || spol_system_scenario(NULL, argv[1], NULL, &scenario, NULL, &error) != SPOL_OK) {
    fprintf(stderr, "print-explanations FILE.policytest.yaml: %s\n", error.message);
    return 2;
  }
  for (uint64_t i = 0; i < spol_scenario_count(scenario); i++) {
    wrong = print_case(scenario, i) || wrong;
  }
  spol_scenario_unref(scenario);
  return wrong;
}
