/* SPDX-License-Identifier: MIT */
/** What the subcommands of `supportpolicy` share: exit codes, files, findings. */
#ifndef SUPPORTPOLICY_TOOLS_COMMAND_H
#define SUPPORTPOLICY_TOOLS_COMMAND_H

#include <stdio.h>

#include "supportpolicy/supportpolicy.h"

/** Exit codes, the same for every subcommand. */
enum exit_code {
  EXIT_FINE = 0,
  EXIT_FOUND = 1, /**< findings, or failures */
  EXIT_USAGE = 2,
  EXIT_INPUT = 3, /**< something cannot be read */
  EXIT_OUTPUT = 4 /**< something cannot be written */
};

/** A text that was read from a file, or from standard input for "-". */
typedef struct text_file {
  const char *name;
  char *bytes;
  size_t length;
} text_file;

/** Reads a file; says on standard error why it cannot be read. @return 1 if it was */
int read_text_file(const char *name, text_file *out);
void free_text_file(text_file *file);

/** Writes a file whole: beside it first, then in its place. Says why it cannot. @return 1 if it was
 */
int replace_file(const char *name, const char *text, uint64_t length);

/** Zones of the machine's tz database, or of $SUPPORTPOLICY_ZONEINFO. */
spol_zone_source zones_of_machine(void);

/** How findings are printed. */
typedef struct report_style {
  int color;
  int source_lines; /**< the line, and a caret below the place */
} report_style;

/** The style for a stream: colours on a terminal, unless NO_COLOR is set. */
report_style style_for(FILE *stream);

/** How many there were of each gravity. */
typedef struct report_counts {
  unsigned long errors;
  unsigned long warnings;
  unsigned long notes;
} report_counts;

/** Prints findings as "file:line:column: error SP0602: message" with hints, each with the line of
 *  the file that it is about. */
void print_findings(FILE *stream, const report_style *style, const text_file *files,
                    size_t file_count, const spol_diagnostics *findings, report_counts *counts);

/** Prints why a file cannot be taken: "file:line:column: error SP0302: message (hint)";
 *  "supportpolicy: file: message" where the error has no code, and no place. */
void print_error(FILE *stream, const char *file, const spol_error *error);

/** Fills an error that the command itself found. @return SPOL_E_MEMORY */
spol_status out_of_memory(spol_error *error);

int command_calendar(int count, char **arguments);
int command_check(int count, char **arguments);
int command_diff(int count, char **arguments);
int command_evaluate(int count, char **arguments);
int command_show(int count, char **arguments);
int command_status(int count, char **arguments);
int command_explain(int count, char **arguments);
int command_what_if(int count, char **arguments);
int command_test(int count, char **arguments);
int command_zones(int count, char **arguments);
int command_timeline(int count, char **arguments);
int command_fmt(int count, char **arguments);
int command_holidays(int count, char **arguments);
int command_sentences(int count, char **arguments);

#endif
