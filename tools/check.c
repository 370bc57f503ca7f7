/* SPDX-License-Identifier: MIT */
/* supportpolicy check: look for mistakes in policies. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "documents.h"
#include "options.h"
#ifdef HAVE_JANSSON
#include "findings.h"
#endif

typedef struct request {
  const char *strict;
  const char *quiet;
  const char *color;
  int files;
  const char *document;
  const char *format;
  struct findings_list *list; /* what is written for programs; or NULL */
} request;

/* Clauses against the document, or against what the version lists of it. */
static spol_status check_clauses(const spol_policy *policy, uint32_t version,
                                 const text_file *document, spol_diagnostics *findings,
                                 spol_error *error) {
  spol_source_options options = SPOL_SIZED(spol_source_options);
  options.name = document->name;
  spol_status status = spol_policy_check_source(policy, version, document->bytes, document->length,
                                                &options, findings, error);
  /* SPOL_E_NOT_FOUND: nothing is listed, and there is nothing to hold against. */
  return status == SPOL_E_NOT_FOUND && document->bytes == NULL ? SPOL_OK : status;
}

/* Each version against the document that was asked for, else against its own. */
static spol_status check_versions(const spol_policy *policy, const text_file *asked, documents *all,
                                  spol_diagnostics *findings, spol_error *error) {
  spol_status worst = SPOL_OK;
  for (uint32_t i = 1; i <= spol_policy_count(policy, SPOL_NAME_VERSION); i++) {
    spol_error one = SPOL_ERROR_INIT;
    text_file document = *asked;
    if (asked->bytes == NULL && !documents_beside(all, policy, i, &document)) {
      return SPOL_E_IO;
    }
    spol_status status = check_clauses(policy, i, &document, findings, &one);
    if (status != SPOL_OK) {
      worst = status;
      *error = one;
    }
  }
  return worst;
}

/* Reads and checks; findings are added. */
static spol_status find(documents *all, const text_file *document, spol_diagnostics *findings,
                        spol_error *error) {
  spol_policy *policy = NULL;
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  options.source = zones_of_machine();
  source.text = all->files[0].bytes;
  source.length = all->files[0].length;
  source.name = all->files[0].name;
  spol_status status = spol_policy_read(NULL, &source, 1, &options, &policy, findings, error);
  if (status == SPOL_OK) {
    status = spol_policy_check(policy, NULL, findings, error);
  }
  if (policy != NULL && (status == SPOL_OK || status == SPOL_E_SEMANTIC)) {
    spol_status clauses = check_versions(policy, document, all, findings, error);
    status = status == SPOL_OK || clauses == SPOL_E_IO ? clauses : status;
  }
  spol_policy_unref(policy);
  return status;
}

/* Keeps what is found for the end, when it is written as a whole. */
static void collect(const request *asked, const char *name, const spol_diagnostics *findings,
                    report_counts *counts) {
#ifdef HAVE_JANSSON
  if (!findings_add(asked->list, name, findings, counts)) {
    fputs("supportpolicy: out of memory\n", stderr);
  }
#else
  (void)asked, (void)name, (void)findings, (void)counts;
#endif
}

static int check_file(const char *name, const text_file *document, const request *asked,
                      report_counts *counts) {
  text_file file = {0};
  documents all;
  spol_error error = SPOL_ERROR_INIT;
  spol_diagnostics *findings = NULL;
  report_style style = style_for(stdout);
  int code = EXIT_FINE;
  style.source_lines = asked->quiet == NULL;
  style.color =
      strcmp(asked->color, "auto") == 0 ? style.color : strcmp(asked->color, "always") == 0;
  if (!read_text_file(name, &file)) {
    return EXIT_INPUT;
  }
  if (!documents_begin(&all, &file) ||
      (document->bytes != NULL && !documents_add(&all, document, NULL))) {
    documents_end(&all);
    free_text_file(&file);
    return EXIT_INPUT;
  }
  spol_status status = spol_diagnostics_new(NULL, 0, &findings);
  if (status == SPOL_OK) {
    status = find(&all, document, findings, &error);
  }
  if (asked->list == NULL) {
    print_findings(stdout, &style, all.files, all.count, findings, counts);
  } else {
    collect(asked, name, findings, counts);
  }
  if (status == SPOL_E_IO) { /* said already */
    code = EXIT_INPUT;
  } else if (status != SPOL_OK && spol_diagnostics_count(findings) == 0) {
    fprintf(stderr, "supportpolicy: %s: %s\n", name,
            error.message[0] != '\0' ? error.message : spol_status_message(status));
    code = EXIT_INPUT;
  }
  spol_diagnostics_free(findings);
  documents_end(&all);
  free_text_file(&file);
  return code;
}

/* @return 1 if the format is known here */
static int begin_format(request *asked) {
  if (strcmp(asked->format, "text") == 0) {
    return 1;
  }
#ifdef HAVE_JANSSON
  if (strcmp(asked->format, "json") == 0 || strcmp(asked->format, "sarif") == 0) {
    asked->list = findings_new();
    return asked->list != NULL;
  }
#endif
  fputs("supportpolicy check: this build has no JSON\n", stderr);
  return 0;
}

/* What was kept is written; else the counts are. */
static int finish(const request *asked, const report_counts *counts) {
#ifdef HAVE_JANSSON
  if (asked->list != NULL) {
    int code = findings_write(asked->list, strcmp(asked->format, "sarif") == 0);
    findings_free(asked->list);
    return code;
  }
#endif
  (void)asked;
  if (counts->errors + counts->warnings > 0) {
    printf("%lu error%s, %lu warning%s\n", counts->errors, counts->errors == 1 ? "" : "s",
           counts->warnings, counts->warnings == 1 ? "" : "s");
  }
  return EXIT_FINE;
}

/* Takes options out of the arguments. CLI_GO_ON, else an exit code. */
static int read_options(int count, char **arguments, request *asked) {
  const cli_option options[] = {
      {"--strict", NULL, "warnings count as findings too: exit status 1", &asked->strict, 0, NULL},
      {"--quiet", NULL, "print errors and warnings without the lines that they are about",
       &asked->quiet, 0, NULL},
      {"--document", "TEXT",
       "hold the clauses against this text of the source, wherever the\n"
       "policy says that it lies (one FILE; docs/clauses.md)",
       &asked->document, 0, NULL},
      {"--format", "text|json|sarif", "for people, for programs, or for code hosts (SARIF 2.1.0)",
       &asked->format, 0, NULL},
      {"--color", "auto|always|never", "auto: on a terminal, unless NO_COLOR is set", &asked->color,
       0, NULL},
  };
  const cli_command cli = {
      .command = "check",
      .usage = "[OPTION]... FILE...",
      .about = "Reads each policy and looks for mistakes in it: facts without a severity or a\n"
               "target, rules that never match, deadlines that contradict each other, calendars\n"
               "that are hardly meant so. What each code means is in docs/diagnostics.md.\n"
               "Clauses are held against the source (`source.document`) where it lies beside\n"
               "FILE or below, else against the sentences that the policy lists of it.\n"
               "FILE `-` is standard input.\n",
      .more = "A finding that is meant is accepted in the policy itself:\n"
              "  accepted:\n"
              "    - {finding: SP0504, at: calendars.desk, because: the night shift}\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  int code = take_options(&cli, count, arguments, &asked->files);
  if (code != CLI_GO_ON) {
    return code;
  }
  if (asked->files == 0) {
    return wrong_usage(&cli, "which files?", "");
  }
  if (asked->document != NULL && asked->files != 1) {
    return wrong_usage(&cli, "a document is held against one policy", "");
  }
  return begin_format(asked) ? CLI_GO_ON : EXIT_USAGE;
}

int command_check(int count, char **arguments) {
  request asked = {.format = "text", .color = "auto"};
  report_counts counts = {0};
  text_file document = {.name = ""};
  int code = read_options(count, arguments, &asked);
  if (code != CLI_GO_ON) {
    return code;
  }
  if (asked.document != NULL && !read_text_file(asked.document, &document)) {
    return EXIT_INPUT;
  }
  code = EXIT_FINE;
  for (int i = 1; i <= asked.files; i++) {
    int result = check_file(arguments[i], &document, &asked, &counts);
    code = result > code ? result : code;
  }
  if (document.bytes != NULL) {
    free_text_file(&document);
  }
  int written = finish(&asked, &counts);
  code = written > code ? written : code;
  if (code == EXIT_FINE && (counts.errors > 0 || (asked.strict != NULL && counts.warnings > 0))) {
    code = EXIT_FOUND;
  }
  return code;
}
