/* SPDX-License-Identifier: MIT */
/** Changing a policy one rule at a time, and asking whether its cases notice. */
#ifndef SUPPORTPOLICY_TOOLS_TEST_MUTANTS_H
#define SUPPORTPOLICY_TOOLS_TEST_MUTANTS_H

#include "find_files.h"
#include "json_out.h"

/** A change that no case of the file noticed. Text belongs to it. */
typedef struct surviving_mutant {
  char *file; /**< of the policy */
  char *path;
  char *was; /**< what was there, on one line; "" for what was left out */
  char *is;
  int32_t kind;
  uint32_t line;
  uint32_t column;
} surviving_mutant;

/** What came of the changes under one case file. */
typedef struct mutant_file {
  const char *name;
  unsigned long caught;
  unsigned long left_out; /**< that the file calls equivalent */
  unsigned long wrong;    /**< called equivalent, and caught, or not there */
  surviving_mutant *survivors;
  size_t count;
  size_t room;
} mutant_file;

typedef struct mutant_run {
  mutant_file *files;
  size_t count;
  int failed;     /**< 1: out of memory */
  int unreadable; /**< 1: a file could not be read, or its cases do not pass */
} mutant_run;

/** Changes the policies of the case files; what is wrong is said on standard error. */
void run_mutants(const file_list *files, mutant_run *run);
void free_mutants(mutant_run *run);
/** 1 if every file's cases catch at least so many hundredths of a percent. */
int mutants_suffice(const mutant_run *run, unsigned share);
void print_mutants(const mutant_run *run);
void put_mutants(const mutant_run *run, json_out *json);

#endif
