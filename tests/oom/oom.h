/* SPDX-License-Identifier: MIT */
/** Runs scenarios in which the n-th allocation fails, once or from then on, for
 *  every n until nothing fails any more. A room adds a file with its scenarios
 *  and a line in the table in oom.c. */
#ifndef OOM_H
#define OOM_H

#include "supportpolicy/supportpolicy.h"

/** What a scenario is run with. */
typedef struct oom_state {
  spol_allocator allocator;
  int once;             /**< fail one allocation only, and try the call again */
  uint64_t fail_at;     /**< which allocation fails, from 1; 0: none */
  uint64_t allocations; /**< asked for so far */
  uint64_t failures;    /**< made to fail so far */
  uint64_t blocks;      /**< not given back yet */
  uint64_t bytes;       /**< in them */
  const char *scenario;
} oom_state;

/** Runs one whole life, with everything made given back. The status of the
 *  first call that failed for good. */
typedef struct oom_scenario {
  const char *name;
  spol_status (*run)(oom_state *oom);
} oom_scenario;

/** Ends the program with a message if something does not hold. */
void oom_check(const oom_state *oom, int holds, const char *what, const char *file, int line);
#define OOM_CHECK(oom, holds) oom_check(oom, (holds) ? 1 : 0, #holds, __FILE__, __LINE__)

/** An address that no function gives: tells whether an output was written. */
extern char oom_untouched;

/** After a call: whether it must be made again. Checks what a failed one owes. */
int oom_again(const oom_state *oom, spol_status status, const void *output, const char *call,
              const char *file, int line);

/** Makes a call with an output pointer; one that fails must answer
 *  SPOL_E_MEMORY and leave the output; where the failure is gone the same call
 *  must succeed. The output is NULL in the end if the call failed for good. */
#define OOM_MAKE(oom, status, output, call)                                                        \
  do {                                                                                             \
    (output) = (void *)&oom_untouched;                                                             \
    (status) = (call);                                                                             \
    if (oom_again((oom), (status), (output), #call, __FILE__, __LINE__)) {                         \
      (status) = (call);                                                                           \
      OOM_CHECK((oom), (status) == SPOL_OK);                                                       \
    }                                                                                              \
    if ((status) != SPOL_OK) {                                                                     \
      (output) = NULL;                                                                             \
    }                                                                                              \
  } while (0)

/** The same for a call that only changes an object. */
#define OOM_CALL(oom, status, call)                                                                \
  do {                                                                                             \
    (status) = (call);                                                                             \
    if (oom_again((oom), (status), &oom_untouched, #call, __FILE__, __LINE__)) {                   \
      (status) = (call);                                                                           \
      OOM_CHECK((oom), (status) == SPOL_OK);                                                       \
    }                                                                                              \
  } while (0)

extern const oom_scenario oom_calendar_scenarios[];
extern const oom_scenario oom_case_scenarios[];
extern const oom_scenario oom_holidays_scenarios[];
extern const oom_scenario oom_zone_scenarios[];
/** Reads the policy that was loaded last. */
extern const oom_scenario oom_policy_scenario;
/** @return 0 where the file cannot be read */
int oom_policy_load(const char *path);

#endif
