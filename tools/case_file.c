/* SPDX-License-Identifier: MIT */
/* A case of a case file, as several subcommands look at it. */
#include "case_file.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"

int read_case_instant(const char *command, const char *option, const char *text,
                      const spol_zone *zone, spol_instant *out) {
  spol_error error = SPOL_ERROR_INIT;
  if (text != NULL &&
      spol_zone_parse_instant(zone, SPOL_WALL_REJECT, text, strlen(text), out, &error) != SPOL_OK) {
    fprintf(stderr, "supportpolicy %s: %s %s: %s\n", command, option, text, error.message);
    return EXIT_USAGE;
  }
  return 0;
}

spol_scenario *read_case_file(const char *file) {
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_scenario *scenario = NULL;
  spol_error error = SPOL_ERROR_INIT;
  options.source = zones_of_machine();
  if (spol_system_scenario(NULL, file, &options, &scenario, NULL, &error) != SPOL_OK) {
    print_error(stderr, file, &error);
  }
  return scenario;
}

static int is_case(const spol_scenario_case *found, uint64_t index, const char *name) {
  char *end = NULL;
  if (strcmp(found->name, name) == 0) {
    return 1;
  }
  unsigned long number = strtoul(name, &end, 10);
  return *name >= '1' && *name <= '9' && *end == '\0' && number == index + 1;
}

int find_case(const char *command, const spol_scenario *scenario, const char *name,
              spol_scenario_case *out) {
  uint64_t count = spol_scenario_count(scenario);
  for (uint64_t i = 0; i < count; i++) {
    *out = (spol_scenario_case)SPOL_SIZED(spol_scenario_case);
    if (spol_scenario_case_get(scenario, i, out) == SPOL_OK &&
        (name == NULL ? count == 1 : is_case(out, i, name))) {
      return 0;
    }
  }
  if (name == NULL) {
    fprintf(stderr, "supportpolicy %s: which --case?\n", command);
  } else {
    fprintf(stderr, "supportpolicy %s: there is no case \"%s\"; there are\n", command, name);
  }
  for (uint64_t i = 0; i < count && spol_scenario_case_get(scenario, i, out) == SPOL_OK; i++) {
    fprintf(stderr, "  %lu  %s\n", (unsigned long)i + 1, out->name);
  }
  return EXIT_USAGE;
}
