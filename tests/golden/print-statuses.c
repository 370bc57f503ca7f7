/* SPDX-License-Identifier: MIT */
/** The status of every case of a case file as JSON, one a line:
 *    print-statuses FILE.policytest.yaml */
#include <stdio.h>
#include <stdlib.h>

#include "supportpolicy/supportpolicy.h"

static int print_case(const spol_scenario *scenario, uint64_t index) {
  spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
  spol_render_options options = SPOL_SIZED(spol_render_options);
  spol_evaluation *evaluation = NULL;
  uint64_t needed = 0;
  char *text = NULL;
  int fine = 0;
  options.format = SPOL_RENDER_JSON;
  if (spol_scenario_case_get(scenario, index, &about) == SPOL_OK &&
      spol_evaluation_new(NULL, spol_scenario_policy(scenario), about.events, about.event_count,
                          about.as_of, NULL, &evaluation, NULL) == SPOL_OK) {
    options.zone = about.zone;
    fine = spol_render_status(evaluation, &options, NULL, 0, &needed) == SPOL_OK &&
           (text = malloc((size_t)needed)) != NULL &&
           spol_render_status(evaluation, &options, text, needed, &needed) == SPOL_OK &&
           fwrite(text, 1, (size_t)needed, stdout) == needed;
  }
  free(text);
  spol_evaluation_free(evaluation);
  return fine;
}

int main(int argc, char **argv) {
  spol_error error = SPOL_ERROR_INIT;
  spol_scenario *scenario = NULL;
  if (argc != 2 || spol_system_scenario(NULL, argv[1], NULL, &scenario, NULL, &error) != SPOL_OK) {
    fprintf(stderr, "%s\n", argc == 2 ? error.message : "usage: print-statuses FILE");
    return 2;
  }
  int fine = 1;
  for (uint64_t i = 0; i < spol_scenario_count(scenario); i++) {
    fine = print_case(scenario, i) && fine;
  }
  spol_scenario_unref(scenario);
  return fine ? 0 : 1;
}
