/* SPDX-License-Identifier: MIT */
/** Options of a subcommand, declared once: what is taken, and what --help says. */
#ifndef SUPPORTPOLICY_TOOLS_OPTIONS_H
#define SUPPORTPOLICY_TOOLS_OPTIONS_H

#include <stddef.h>

/** An option; where it is given, *into is its value, or "" for one without. */
typedef struct cli_option {
  const char *name;  /**< "--format" */
  const char *value; /**< "T"; "text|json": one of these and no other; NULL: takes none */
  const char *help;  /**< lines, parted by "\n" */
  const char **into;
  size_t room;   /**< of a list: places at `into`; 0 or 1: given once */
  size_t *count; /**< of a list: how often it was given */
} cli_option;

/** A subcommand and what it takes. */
typedef struct cli_command {
  const char *command;
  const char *usage; /**< behind "usage: supportpolicy COMMAND " */
  const char *about; /**< lines that teach */
  const char *more;  /**< behind the options: examples; or NULL */
  const cli_option *options;
  size_t option_count;
} cli_command;

/** Said by take_options: go on. */
enum { CLI_GO_ON = -1 };

/**
 * Takes options out of the arguments, which come from behind the subcommand's name; what stays are
 * the words, from arguments[1] on.
 * "--" ends the options, "-" is a word, "--name=value" is "--name value", --help prints.
 * @param words how many stay
 * @return CLI_GO_ON, or an exit code: what was wrong has been said
 */
int take_options(const cli_command *cli, int count, char **arguments, int *words);

/** Says on standard error what is wrong: "supportpolicy COMMAND: WHAT WHICH; try --help". */
int wrong_usage(const cli_command *cli, const char *what, const char *which);

#endif
