/* SPDX-License-Identifier: MIT */
/** Values of options that several subcommands take. What is wrong is said. */
#ifndef SUPPORTPOLICY_TOOLS_ARGUMENTS_H
#define SUPPORTPOLICY_TOOLS_ARGUMENTS_H

#include "command.h"
#include "options.h"

/** Years, 1 to 9999. Without `first` the present one; without `last` so many from there.
 *  @return CLI_GO_ON, or EXIT_USAGE */
int read_years(const cli_command *cli, const char *first, const char *last, int32_t count,
               int32_t *from, int32_t *to);

/** RFC 3339, or a wall time or a date of the zone; without a text, the present instant.
 *  @return CLI_GO_ON, or EXIT_USAGE */
int read_instant(const cli_command *cli, const char *option, const char *text,
                 const spol_zone *zone, spol_instant *out);

/** A zone by name, from the database of the machine. @return CLI_GO_ON, or EXIT_INPUT */
int find_zone(const cli_command *cli, const char *name, spol_zone **out);

/** A fact from "NAME=VALUE". @return CLI_GO_ON, or EXIT_USAGE */
int read_fact(const cli_command *cli, const spol_policy *policy, const char *text, spol_fact *out);

/** A policy from a file, or from standard input for "-"; NULL where it cannot be read, which is
 *  said with its place. */
spol_policy *read_policy_file(const char *name);

#endif
