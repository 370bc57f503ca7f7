/* SPDX-License-Identifier: MIT */
/** Draws every case of case files:
 *    draw-timelines FOLDER FILE.policytest.yaml...
 *  into FOLDER/STEM-N.svg and FOLDER/STEM-N.txt, N from 1. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supportpolicy/supportpolicy.h"

static int fail(const char *file, const char *what) {
  fprintf(stderr, "%s: %s\n", file, what);
  return 1;
}

static int draw(const spol_evaluation *evaluation, const spol_timeline_options *options,
                const char *path) {
  uint64_t needed = 0;
  FILE *out = NULL;
  int wrong = 1;
  char *text = NULL;
  if (spol_render_timeline(evaluation, options, NULL, 0, &needed) == SPOL_OK &&
      (text = malloc((size_t)needed)) != NULL &&
      spol_render_timeline(evaluation, options, text, needed, &needed) == SPOL_OK &&
      (out = fopen(path, "wb")) != NULL) {
    wrong = fwrite(text, 1, (size_t)needed, out) != needed;
    wrong = fclose(out) != 0 || wrong;
  }
  free(text);
  return wrong ? fail(path, "cannot be drawn") : 0;
}

static int draw_case(const char *folder, const char *stem, const spol_scenario *scenario,
                     uint64_t index) {
  spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
  spol_timeline_options options = SPOL_SIZED(spol_timeline_options);
  spol_evaluation *evaluation = NULL;
  char path[4096];
  if (spol_scenario_case_get(scenario, index, &about) != SPOL_OK ||
      spol_evaluation_new(NULL, spol_scenario_policy(scenario), about.events, about.event_count,
                          about.as_of, NULL, &evaluation, NULL) != SPOL_OK) {
    return fail(stem, "cannot be evaluated");
  }
  options.zone = about.zone;
  options.title = about.name;
  snprintf(path, sizeof path, "%s/%s-%" PRIu64 ".txt", folder, stem, index + 1);
  int wrong = draw(evaluation, &options, path);
  options.format = SPOL_TIMELINE_SVG;
  snprintf(path, sizeof path, "%s/%s-%" PRIu64 ".svg", folder, stem, index + 1);
  wrong = draw(evaluation, &options, path) || wrong;
  spol_evaluation_free(evaluation);
  return wrong;
}

static int draw_file(const char *folder, const char *file) {
  spol_error error = SPOL_ERROR_INIT;
  spol_scenario *scenario = NULL;
  char stem[256];
  const char *slash = strrchr(file, '/');
  if (spol_system_scenario(NULL, file, NULL, &scenario, NULL, &error) != SPOL_OK) {
    return fail(file, error.message);
  }
  snprintf(stem, sizeof stem, "%s", slash == NULL ? file : slash + 1);
  char *dot = strstr(stem, ".policytest");
  if (dot != NULL) {
    *dot = '\0';
  }
  int wrong = 0;
  for (uint64_t i = 0; i < spol_scenario_count(scenario); i++) {
    wrong = draw_case(folder, stem, scenario, i) || wrong;
  }
  spol_scenario_unref(scenario);
  return wrong;
}

int main(int argc, char **argv) {
  int wrong = argc < 3;
  for (int i = 2; i < argc; i++) {
    wrong = draw_file(argv[1], argv[i]) || wrong;
  }
  return wrong;
}
