/* SPDX-License-Identifier: MIT */
/* A policy as a page: what a manager and a lawyer compare with the contract. */
#include "base/sized.h"
#include "render/sheet.h"

enum { DEFAULT_COLUMNS = 80, LEAST_COLUMNS = 40, LAST_YEAR = 9999 };

static spi_sheet sheet_of(const spol_policy *policy, const spol_sheet_options *options,
                          spi_view *view) {
  spi_sheet sheet = {.view = view, .format = options->format, .year = options->year};
  uint32_t version = options->version != 0 ? options->version : policy->versions_count;
  sheet.version_index = version - 1;
  sheet.version = &policy->versions[version - 1];
  sheet.facts = options->facts;
  sheet.fact_count = options->fact_count;
  return sheet;
}

static void note_dates(spi_sheet *sheet) {
  char date[SPOL_TIME_TEXT_MAX];
  const spi_version *version = sheet->version;
  spi_sheet_note(sheet);
  spi_sheet_putf(sheet, "Version %s", spi_sheet_name(sheet, SPOL_NAME_VERSION, version->id));
  if (version->effective_from != SPOL_DATE_NONE &&
      spol_date_format(version->effective_from, date) == SPOL_OK) {
    spi_sheet_putf(sheet, ", from %s", date);
  }
  if (version->effective_to != SPOL_DATE_NONE &&
      spol_date_format(version->effective_to, date) == SPOL_OK) {
    spi_sheet_putf(sheet, ", to %s", date);
  }
  spi_sheet_putf(sheet, "; %u version%s in all.", sheet->view->policy->versions_count,
                 sheet->view->policy->versions_count == 1 ? "" : "s");
  spi_sheet_note_end(sheet);
}

static void note_facts(spi_sheet *sheet) {
  if (sheet->fact_count == 0) {
    return;
  }
  spi_sheet_note(sheet);
  spi_sheet_put(sheet, "Shown for ");
  for (uint64_t i = 0; i < sheet->fact_count; i++) {
    spi_sheet_putf(sheet, i > 0 ? ", %s = " : "%s = ",
                   spi_sheet_name(sheet, SPOL_NAME_FACT, sheet->facts[i].fact));
    spi_sheet_fact(sheet, &sheet->facts[i]);
  }
  spi_sheet_put(sheet, ".");
  spi_sheet_note_end(sheet);
}

static void write_sheet(const spol_policy *policy, const spol_sheet_options *options,
                        spi_view *view) {
  spi_sheet sheet = sheet_of(policy, options, view);
  const char *title = spi_sheet_text(&sheet, sheet.version->title);
  spi_sheet_begin(&sheet, title[0] != '\0' ? title : spol_policy_identity(policy));
  spi_sheet_section(&sheet, "Policy");
  note_dates(&sheet);
  note_facts(&sheet);
  spi_sheet_severities(&sheet);
  spi_sheet_metrics(&sheet);
  spi_sheet_calendars(&sheet);
  spi_sheet_escalation(&sheet);
  spi_sheet_access(&sheet);
  spi_sheet_remarks(&sheet);
  spi_sheet_end(&sheet);
}

static spol_status run(const spol_policy *policy, const spol_sheet_options *options,
                       spi_sink *sink) {
  spi_view view = {.policy = policy, .columns = options->columns, .sink = sink};
  write_sheet(policy, options, &view);
  return view.failed != SPOL_OK ? view.failed : sink->status;
}

static spol_status take_options(const spol_policy *policy, const spol_sheet_options *given,
                                spol_sheet_options *out) {
  *out = (spol_sheet_options)SPOL_SIZED(spol_sheet_options);
  if (given != NULL) {
    spol_status status = spi_sized_check(given, sizeof *out, sizeof *out);
    if (status != SPOL_OK) {
      return status;
    }
    spi_sized_copy(out, given, sizeof *out);
  }
  if (out->format < SPOL_SHEET_TEXT || out->format > SPOL_SHEET_HTML || out->year < 0 ||
      out->year > LAST_YEAR || (out->facts == NULL && out->fact_count != 0)) {
    return SPOL_E_INVALID;
  }
  if (out->version > policy->versions_count) {
    return SPOL_E_NOT_FOUND;
  }
  for (uint64_t i = 0; i < out->fact_count; i++) {
    if (out->facts[i].fact < 1 || out->facts[i].fact > policy->facts_count) {
      return SPOL_E_NOT_FOUND;
    }
  }
  out->columns = out->columns == 0              ? DEFAULT_COLUMNS
                 : out->columns < LEAST_COLUMNS ? LEAST_COLUMNS
                                                : out->columns;
  return SPOL_OK;
}

spol_status spol_render_policy(const spol_policy *policy, const spol_sheet_options *options,
                               char *buffer, uint64_t capacity, uint64_t *needed) {
  spol_sheet_options taken;
  if (policy == NULL || needed == NULL || (buffer == NULL && capacity != 0)) {
    return SPOL_E_INVALID;
  }
  spol_status status = take_options(policy, options, &taken);
  if (status != SPOL_OK) {
    return status;
  }
  spi_sink sink = spi_sink_on(NULL, 0);
  status = run(policy, &taken, &sink);
  if (status != SPOL_OK) {
    return status;
  }
  *needed = sink.length;
  if (buffer == NULL || capacity < sink.length) {
    return buffer == NULL ? SPOL_OK : SPOL_E_BUFFER;
  }
  sink = spi_sink_on(buffer, sink.length);
  return run(policy, &taken, &sink);
}
