/* SPDX-License-Identifier: MIT */
/** Findings for machines: JSON, and SARIF 2.1.0. (Needs jansson.) */
#ifndef SUPPORTPOLICY_TOOLS_FINDINGS_H
#define SUPPORTPOLICY_TOOLS_FINDINGS_H

#include "command.h"

typedef struct findings_list findings_list;

/** An empty list; NULL where memory is out. */
findings_list *findings_new(void);
/** Adds all that was found in a file, and counts it. @return 1 if memory sufficed */
int findings_add(findings_list *list, const char *file, const spol_diagnostics *found,
                 report_counts *counts);
/** Writes the list on standard output. @return an exit code */
int findings_write(const findings_list *list, int sarif);
void findings_free(findings_list *list);

#endif
