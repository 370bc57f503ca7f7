/* SPDX-License-Identifier: MIT */
/** Case files, by name or below a folder, and the texts that they can name. */
#ifndef SUPPORTPOLICY_TOOLS_FIND_FILES_H
#define SUPPORTPOLICY_TOOLS_FIND_FILES_H

#include <stddef.h>

typedef struct file_list {
  char **names;
  size_t count;
  size_t room;
} file_list;

/** Adds a file, or all NAME.policytest.yaml (.yml, .json) below a folder, by
 *  name. Says on standard error what cannot be read. @return 1 if all could */
int find_case_files(const char *name, file_list *out);
/** Adds all YAML and JSON files below a folder, or below that of a file: what its cases can name.
 *  What cannot be read is passed over. @return 0: there is no memory */
int find_texts(const char *name, file_list *out);
void free_files(file_list *list);

#endif
