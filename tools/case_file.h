/* SPDX-License-Identifier: MIT */
/** A case of a case file, as several subcommands look at it. */
#ifndef SUPPORTPOLICY_TOOLS_CASE_FILE_H
#define SUPPORTPOLICY_TOOLS_CASE_FILE_H

#include "supportpolicy/supportpolicy.h"

/** Reads a case file and its policy; says on standard error why it cannot.
 *  @return a reference, or NULL */
spol_scenario *read_case_file(const char *file);

/** A case by its name, or by its number from 1; the only one for NULL.
 *  @return 0, or an exit code after saying which cases there are */
int find_case(const char *command, const spol_scenario *scenario, const char *name,
              spol_scenario_case *out);

/** Reads an instant, or a wall time of the case's zone; NULL leaves `out`.
 *  @return 0, or an exit code after saying what is wrong */
int read_case_instant(const char *command, const char *option, const char *text,
                      const spol_zone *zone, spol_instant *out);

#endif
