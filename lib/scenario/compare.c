/* SPDX-License-Identifier: MIT */
/* Comparing, and what a mismatch says. */
#include "scenario/compare.h"

#include <string.h>

#include "supportpolicy/version.h"
#if SPOL_HAS_RENDER
#include "supportpolicy/render.h"
#endif

/* ---- Findings: a set ---------------------------------------------------------- */

static int fits(const spi_wanted *wanted, const spol_finding *finding) {
  return (wanted->kind <= 0 || wanted->kind == finding->kind) &&
         (wanted->metric == 0 || wanted->metric == finding->metric) &&
         (wanted->severity == 0 || wanted->severity == finding->severity) &&
         (wanted->fact == 0 || wanted->fact == finding->fact);
}

/* Takes the first finding that fits and is free; 0 if there is none. */
static int take_one(const spi_comparison *compare, const spi_wanted *wanted, uint8_t *taken,
                    uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    spol_finding finding = SPOL_SIZED(spol_finding);
    if (taken[i] == 0 && spol_evaluation_finding(compare->evaluation, i, &finding) == SPOL_OK &&
        fits(wanted, &finding)) {
      taken[i] = 1;
      return 1;
    }
  }
  return 0;
}

enum { WANTED_FIELDS = 4 };

int spi_findings_match(spi_comparison *compare, const spi_expectation *expectation) {
  uint32_t count = compare->status.finding_count;
  const spol_allocator *allocator = &compare->result->allocator;
  if (count != expectation->wanted_count || count == 0) {
    return count == expectation->wanted_count;
  }
  uint8_t *taken = spi_alloc_array(allocator, count, 1);
  if (taken == NULL) {
    compare->failed = SPOL_E_MEMORY;
    return 1;
  }
  /* Those that say most choose first, so that a bare kind leaves them theirs. */
  int match = 1;
  for (uint32_t weight = WANTED_FIELDS; weight > 0; weight--) {
    for (uint32_t i = 0; i < expectation->wanted_count && match; i++) {
      if (expectation->wanted[i].weight == weight) {
        match = take_one(compare, &expectation->wanted[i], taken, count);
      }
    }
  }
  spi_free_array(allocator, taken, count, 1);
  return match;
}

/* ---- Explanations ----------------------------------------------------------------- */

/* One line is compared with the reason, several with the whole explanation. */
static void write_explanation(const spi_comparison *compare, spi_sink *sink,
                              const spi_expectation *expectation) {
#if SPOL_HAS_RENDER
  spol_render_options options = SPOL_SIZED(spol_render_options);
  options.zone = compare->at_hand->zone;
  int whole = strchr(expectation->text, '\n') != NULL;
  uint64_t needed = 0;
  char *bytes = NULL;
  for (int pass = 0; pass < 2; pass++) {
    spol_status status = whole ? spol_render_explanation(compare->evaluation, expectation->metric,
                                                         0, &options, bytes, needed, &needed)
                               : spol_render_reason(compare->evaluation, expectation->metric,
                                                    &options, bytes, needed, &needed);
    if (status != SPOL_OK || needed == 0) {
      break;
    }
    if (bytes != NULL) {
      spi_sink_bytes(sink, bytes, (size_t)needed);
      break;
    }
    bytes = spi_alloc(&compare->result->allocator, (size_t)needed);
    if (bytes == NULL) {
      spi_sink_fail(sink, SPOL_E_MEMORY);
      break;
    }
  }
  spi_free(&compare->result->allocator, bytes, (size_t)needed);
#else
  (void)compare;
  (void)sink;
  (void)expectation;
#endif
}

/* Equal but for line feeds at the end, which a block text has or has not. */
static int same_text(spi_slice a, spi_slice b) {
  while (a.length > 0 && a.data[a.length - 1] == '\n') {
    a.length--;
  }
  while (b.length > 0 && b.data[b.length - 1] == '\n') {
    b.length--;
  }
  return spi_slice_equal(a, b);
}

/* ---- Mismatches --------------------------------------------------------------------- */

/* It is written as the list itself. */
static int is_number_of_cycles(const spi_expectation *expectation) {
  return expectation->subject == SPI_OF_METRIC && expectation->field->field == SPI_CLOCK_CYCLES;
}

static void add_mismatch(spi_comparison *compare, const spi_expectation *expectation,
                         spi_sink *got) {
  spol_scenario_result *result = compare->result;
  spol_status status = spi_sink_finish(got);
  spi_slice kept = {0};
  if (status == SPOL_OK) {
    kept = spi_arena_copy(&result->arena, got->data, got->length);
    status = kept.data == NULL ? SPOL_E_MEMORY : SPOL_OK;
  }
  if (status == SPOL_OK) {
    const spol_mismatch mismatch = {.size = sizeof mismatch,
                                    .line = expectation->line,
                                    .column = expectation->column,
                                    .metric = expectation->metric,
                                    .path = expectation->path,
                                    .expected = expectation->text,
                                    .got = kept.data,
                                    .offset = expectation->offset,
                                    .shared = expectation->shared,
                                    .length =
                                        is_number_of_cycles(expectation) ? 0 : expectation->length};
    status = spi_vector_push(&result->allocator, &result->mismatches, &mismatch);
  }
  if (status != SPOL_OK) {
    compare->failed = status;
  }
}

static int is_list(const spi_expectation *expectation) {
  return (expectation->subject == SPI_OF_FIRING || expectation->subject == SPI_OF_NOTICE) &&
         expectation->field->field == SPI_ENTRY_COUNT;
}

static int is_missing(spi_comparison *compare, const spi_expectation *expectation) {
  spi_expectation count = *expectation;
  const char *text = NULL;
  int64_t value = 0;
  if ((expectation->subject != SPI_OF_FIRING && expectation->subject != SPI_OF_NOTICE) ||
      is_list(expectation)) {
    return 0;
  }
  count.field =
      expectation->subject == SPI_OF_FIRING ? &spi_firing_fields[0] : &spi_notice_fields[0];
  return spi_compare_value(compare, &count, &value, &text) && expectation->index >= value;
}

static int holds(const spi_expectation *expectation, int found, int64_t value, const char *text) {
  if (!found) {
    return 0;
  }
  if (expectation->field->form == SPI_FORM_TEXT) {
    return strcmp(expectation->text, text == NULL ? "none" : text) == 0;
  }
  return value == expectation->value;
}

static void compare_value(spi_comparison *compare, const spi_expectation *expectation,
                          spi_sink *got) {
  const char *text = NULL;
  int64_t value = 0;
  int found = spi_compare_value(compare, expectation, &value, &text);
  if (compare->failed != SPOL_OK || holds(expectation, found, value, text) ||
      is_missing(compare, expectation)) {
    return; /* a list that is too short has been told as a whole */
  }
  if (is_list(expectation)) {
    spi_entries_write(compare, got, expectation->subject);
  } else if (found) {
    spi_value_write(compare, got, expectation->field, value, text);
  } else {
    spi_sink_text(got, "none");
  }
  add_mismatch(compare, expectation, got);
}

static void compare_one(spi_comparison *compare, const spi_expectation *expectation) {
  spi_sink got = spi_sink_growing(&compare->result->allocator);
  if (expectation->subject == SPI_OF_TEXT) {
    write_explanation(compare, &got, expectation);
    if (got.status != SPOL_OK) {
      compare->failed = got.status;
    } else if (!same_text(spi_slice_of(expectation->text),
                          (spi_slice){.data = got.data, .length = got.length})) {
      add_mismatch(compare, expectation, &got);
    }
  } else if (expectation->subject == SPI_OF_FINDINGS) {
    if (!spi_findings_match(compare, expectation)) {
      spi_entries_write(compare, &got, SPI_OF_FINDINGS);
      add_mismatch(compare, expectation, &got);
    }
  } else {
    compare_value(compare, expectation, &got);
  }
  spi_sink_free(&got);
}

spol_status spi_compare_all(spi_comparison *compare) {
  compare->status = (spol_case_status)SPOL_SIZED(spol_case_status);
  compare->verdict = -1;
  compare->failed = spol_evaluation_status(compare->evaluation, &compare->status);
  for (uint32_t i = 0; i < compare->at_hand->expectation_count && compare->failed == SPOL_OK; i++) {
    compare_one(compare, &compare->at_hand->expectations[i]);
  }
  return compare->failed;
}
