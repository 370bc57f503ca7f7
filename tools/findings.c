/* SPDX-License-Identifier: MIT */
/* Findings for machines: JSON, and SARIF 2.1.0 (OASIS), which code hosts read. */
#include "findings.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct findings_list {
  json_t *all; /* an array of objects */
};

findings_list *findings_new(void) {
  findings_list *list = calloc(1, sizeof *list);
  if (list != NULL) {
    list->all = json_array();
  }
  if (list != NULL && list->all == NULL) {
    free(list);
    list = NULL;
  }
  return list;
}

void findings_free(findings_list *list) {
  if (list != NULL) {
    json_decref(list->all);
    free(list);
  }
}

static const char *word_of(int32_t gravity) {
  return gravity == SPOL_GRAVITY_ERROR     ? "error"
         : gravity == SPOL_GRAVITY_WARNING ? "warning"
                                           : "note";
}

int findings_add(findings_list *list, const char *file, const spol_diagnostics *found,
                 report_counts *counts) {
  for (uint64_t i = 0; i < spol_diagnostics_count(found); i++) {
    spol_error one = SPOL_ERROR_INIT;
    int32_t gravity = 0;
    if (spol_diagnostics_get(found, i, &gravity, &one) != SPOL_OK) {
      continue;
    }
    counts->errors += gravity == SPOL_GRAVITY_ERROR;
    counts->warnings += gravity == SPOL_GRAVITY_WARNING;
    counts->notes += gravity == SPOL_GRAVITY_NOTE;
    json_t *entry = json_pack("{s:s, s:i, s:i, s:s, s:s, s:s, s:s, s:s}", "file",
                              one.file[0] != '\0' ? one.file : file, "line", (int)one.line,
                              "column", (int)one.column, "gravity", word_of(gravity), "code",
                              spol_diagnostic_label(one.code), "message", one.message, "hint",
                              one.hint, "path", one.path);
    if (entry == NULL || json_array_append_new(list->all, entry) != 0) {
      return 0;
    }
  }
  return 1;
}

/* ---- SARIF ------------------------------------------------------------------------------ */

static const char *text_of(const json_t *entry, const char *key) {
  return json_string_value(json_object_get(entry, key));
}

static json_t *result_of(const json_t *entry) {
  const char *hint = text_of(entry, "hint");
  json_t *text = hint[0] == '\0' ? json_string(text_of(entry, "message"))
                                 : json_sprintf("%s (hint: %s)", text_of(entry, "message"), hint);
  json_int_t line = json_integer_value(json_object_get(entry, "line"));
  json_int_t column = json_integer_value(json_object_get(entry, "column"));
  json_t *place = json_pack("{s:{s:s}}", "artifactLocation", "uri", text_of(entry, "file"));
  if (line > 0) {
    json_object_set_new(place, "region",
                        json_pack("{s:I, s:I}", "startLine", line, "startColumn", column));
  }
  return json_pack("{s:s, s:s, s:{s:o}, s:[{s:o}]}", "ruleId", text_of(entry, "code"), "level",
                   text_of(entry, "gravity"), "message", "text", text, "locations",
                   "physicalLocation", place);
}

static int has_rule(const json_t *rules, const char *code) {
  size_t i;
  json_t *rule;
  json_array_foreach(rules, i, rule) {
    if (strcmp(text_of(rule, "id"), code) == 0) {
      return 1;
    }
  }
  return 0;
}

static json_t *sarif_of(const json_t *all) {
  json_t *rules = json_array();
  json_t *results = json_array();
  size_t i;
  json_t *entry;
  json_array_foreach(all, i, entry) {
    json_array_append_new(results, result_of(entry));
    if (!has_rule(rules, text_of(entry, "code"))) {
      json_array_append_new(rules, json_pack("{s:s}", "id", text_of(entry, "code")));
    }
  }
  return json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:s, s:o}]}", "$schema",
                   "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", "runs",
                   "tool", "driver", "name", "supportpolicy", "version", SPOL_VERSION, "rules",
                   rules, "columnKind", "unicodeCodePoints", "results", results);
}

int findings_write(const findings_list *list, int sarif) {
  json_t *made = sarif ? sarif_of(list->all) : json_pack("{s:O}", "findings", list->all);
  if (made == NULL) {
    fputs("supportpolicy: out of memory\n", stderr);
    return EXIT_INPUT;
  }
  if (json_dumpf(made, stdout, JSON_INDENT(2)) == 0) {
    putchar('\n');
  }
  json_decref(made);
  return EXIT_FINE;
}
