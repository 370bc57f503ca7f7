/* SPDX-License-Identifier: MIT */
#include "oom.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every list ends with an entry without a name. */
static const oom_scenario *const rooms[] = {
    oom_zone_scenarios,
    oom_holidays_scenarios,
    oom_calendar_scenarios,
    oom_case_scenarios,
};

enum { MOST_ALLOCATIONS = 100000 };

char oom_untouched;

void oom_check(const oom_state *oom, int holds, const char *what, const char *file, int line) {
  if (!holds) {
    printf("%s:%d: %s: %s does not hold; allocation %llu failed %s\n", file, line, oom->scenario,
           what, (unsigned long long)oom->fail_at, oom->once ? "once" : "and all after it");
    printf("0 passed, 1 failed\n");
    exit(EXIT_FAILURE);
  }
}

int oom_again(const oom_state *oom, spol_status status, const void *output, const char *call,
              const char *file, int line) {
  if (status == SPOL_OK) {
    oom_check(oom, oom->once || oom->failures == 0, call, file, line);
    return 0;
  }
  oom_check(oom, status == SPOL_E_MEMORY, call, file, line);
  oom_check(oom, oom->failures > 0, call, file, line);
  oom_check(oom, output == &oom_untouched, "the output is untouched", file, line);
  return oom->once;
}

/* In front of every block, with the alignment that the block must have. */
typedef union header {
  struct {
    size_t size;
    size_t sign;
  } of;
  max_align_t align;
} header;

enum { SIGN = 0x5bd1e995 };

static int fails(oom_state *oom) {
  oom->allocations++;
  int now = oom->fail_at != 0 &&
            (oom->once ? oom->allocations == oom->fail_at : oom->allocations >= oom->fail_at);
  oom->failures += now ? 1U : 0U;
  return now;
}

static void *checked_alloc(void *context, size_t size) {
  oom_state *oom = context;
  OOM_CHECK(oom, size > 0);
  if (fails(oom)) {
    return NULL;
  }
  header *block = malloc(sizeof(header) + size);
  if (block == NULL) {
    abort();
  }
  block->of.size = size;
  block->of.sign = SIGN;
  oom->blocks++;
  oom->bytes += size;
  return memset(block + 1, 0xa5, size);
}

static void checked_free(void *context, void *pointer, size_t size) {
  oom_state *oom = context;
  OOM_CHECK(oom, pointer != NULL);
  header *block = (header *)pointer - 1;
  OOM_CHECK(oom, block->of.sign == SIGN);
  OOM_CHECK(oom, block->of.size == size);
  block->of.sign = 0;
  oom->blocks--;
  oom->bytes -= size;
  memset(pointer, 0x5a, size);
  free(block);
}

/* Always moves, so that nobody keeps an old address. */
static void *checked_realloc(void *context, void *pointer, size_t old_size, size_t new_size) {
  void *grown = checked_alloc(context, new_size);
  if (grown != NULL) {
    memcpy(grown, pointer, old_size < new_size ? old_size : new_size);
    checked_free(context, pointer, old_size);
  }
  return grown;
}

/* One run; whether an allocation was made to fail. */
static int run_at(const oom_scenario *scenario, int once, uint64_t fail_at) {
  oom_state oom = {.once = once, .fail_at = fail_at, .scenario = scenario->name};
  oom.allocator = (spol_allocator){
      .alloc = checked_alloc, .realloc = checked_realloc, .free = checked_free, .context = &oom};
  spol_status status = scenario->run(&oom);
  int failed = oom.failures > 0;
  OOM_CHECK(&oom, status == (failed && !once ? SPOL_E_MEMORY : SPOL_OK));
  OOM_CHECK(&oom, oom.blocks == 0);
  OOM_CHECK(&oom, oom.bytes == 0);
  OOM_CHECK(&oom, oom.allocations > 0);
  return failed;
}

static unsigned run_scenario(const oom_scenario *scenario) {
  unsigned injected = 0;
  for (int once = 0; once <= 1; once++) {
    uint64_t at = 1;
    while (at <= MOST_ALLOCATIONS && run_at(scenario, once, at)) {
      at++;
      injected++;
    }
    const oom_state end = {.scenario = scenario->name, .once = once, .fail_at = at};
    OOM_CHECK(&end, at > 1 && at <= MOST_ALLOCATIONS);
  }
  printf("%-36s %6u failures\n", scenario->name, injected);
  return injected;
}

/* Each file that is named; else the scenarios of all rooms. */
int main(int argc, char **argv) {
  unsigned injected = 0;
  for (int i = 1; i < argc; i++) {
    if (!oom_policy_load(argv[i])) {
      fprintf(stderr, "%s cannot be read\n", argv[i]);
      return EXIT_FAILURE;
    }
    injected += run_scenario(&oom_policy_scenario);
  }
  for (size_t i = 0; argc == 1 && i < sizeof(rooms) / sizeof(rooms[0]); i++) {
    for (const oom_scenario *scenario = rooms[i]; scenario->name != NULL; scenario++) {
      injected += run_scenario(scenario);
    }
  }
  printf("%u passed, 0 failed\n", injected);
  return EXIT_SUCCESS;
}
