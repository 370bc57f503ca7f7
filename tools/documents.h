/* SPDX-License-Identifier: MIT */
/** A policy's file and the documents that its versions state, as texts. */
#ifndef SUPPORTPOLICY_TOOLS_DOCUMENTS_H
#define SUPPORTPOLICY_TOOLS_DOCUMENTS_H

#include "command.h"

typedef struct documents {
  text_file *files; /**< the policy, then documents */
  size_t count;
  size_t capacity;
  char **names; /**< of documents that were found beside the policy; else NULL */
} documents;

/** Begins with the policy's file, which is taken over. @return 1 if there is memory */
int documents_begin(documents *all, const text_file *policy);
void documents_end(documents *all);
/** The document of a version that lies beside the policy's file; bytes are NULL
 *  where it names none there. Says why it cannot be read. @return 1 unless so */
int documents_beside(documents *all, const spol_policy *policy, uint32_t version, text_file *out);
/** Adds one that was asked for, and stays the caller's. @return 1 if there is memory */
int documents_add(documents *all, const text_file *document, char *name);

#endif
