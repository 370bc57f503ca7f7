/* SPDX-License-Identifier: MIT */
/* A policy from a file is read, with every construct that it has. */
#include <stdio.h>
#include <stdlib.h>

#include "oom.h"

enum { MOST_BYTES = 1 << 20 };

static char text[MOST_BYTES];
static size_t length;

int oom_policy_load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return 0;
  }
  length = fread(text, 1, sizeof text, file);
  fclose(file);
  return length > 0 && length < sizeof text;
}

static spol_status run(oom_state *oom) {
  spol_policy_source source = {sizeof source, 0, text, length, "policy"};
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy *policy = NULL;
  spol_status status;
  options.source = spol_system_zone_source();
  options.compile = (spol_compile_options){sizeof options.compile, 2024, 2024, 0};
  OOM_MAKE(oom, status, policy,
           spol_policy_read(&oom->allocator, &source, 1, &options, &policy, NULL, NULL));
  spol_policy_unref(policy);
  return status;
}

const oom_scenario oom_policy_scenario = {"policy of a file", run};
