/* SPDX-License-Identifier: MIT */
/* What an evaluation says, written as a case file would. */
#include <string.h>

#include "policy/number.h"
#include "scenario/compare.h"

/* Wall time of the case's zone where that is one instant; with its offset
 * where it is not. Trailing zero seconds are left out, as people write. */
static void write_instant(const spi_comparison *compare, spi_sink *sink, spol_instant at) {
  const spol_zone *zone = compare->at_hand->zone;
  char text[SPOL_TIME_TEXT_MAX];
  spol_zone_local local;
  spol_zone_instants instants;
  if (at == SPOL_INSTANT_NONE) {
    spi_sink_text(sink, "none");
    return;
  }
  if (spol_zone_to_local(zone, at, &local) == SPOL_OK &&
      spol_zone_from_local(zone, local.wall, &instants) == SPOL_OK && instants.count == 1 &&
      spol_wall_format(local.wall, text) == SPOL_OK) {
    size_t length = strlen(text);
    int whole = length == strlen("2024-11-12T03:00:00") && strcmp(text + length - 3, ":00") == 0;
    spi_sink_bytes(sink, text, whole ? length - 3 : length);
    return;
  }
  if (spol_zone_format_instant(zone, at, text) == SPOL_OK) {
    spi_sink_text(sink, text);
  }
}

static void write_name(const spi_comparison *compare, spi_sink *sink, int32_t kind, int64_t id) {
  const char *name =
      id == 0 ? "none" : spol_policy_name(compare->scenario->policy, kind, (uint32_t)id);
  spi_sink_text(sink, name == NULL ? "?" : name);
}

static void write_number(spi_sink *sink, int64_t millionths) {
  char text[SPOL_TIME_TEXT_MAX];
  spi_writer writer = spi_writer_on(text, sizeof text);
  spi_number_write(&writer, millionths);
  spi_sink_bytes(sink, text, writer.length);
}

static void write_duration(spi_sink *sink, int64_t value) {
  char text[SPOL_TIME_TEXT_MAX];
  if (value == SPOL_DURATION_NONE) {
    spi_sink_text(sink, "none");
  } else if (spol_duration_format(value, text) == SPOL_OK) {
    spi_sink_text(sink, text);
  }
}

static void write_target(const spi_comparison *compare, spi_sink *sink, int64_t value) {
  switch (value) {
  case -(int64_t)SPOL_TARGET_AS_AGREED:
    spi_sink_text(sink, "as_agreed");
    return;
  case -(int64_t)SPOL_TARGET_NOT_OFFERED:
    spi_sink_text(sink, "not_offered");
    return;
  case -(int64_t)SPOL_TARGET_UNSTATED:
    spi_sink_text(sink, "unstated");
    return;
  case -(int64_t)SPOL_TARGET_UNDECIDED:
    spi_sink_text(sink, "undecided");
    return;
  default:
    write_name(compare, sink, SPOL_NAME_WORD, value);
  }
}

static const char *word_of(const spi_field_info *field, int64_t value) {
  for (int64_t i = 0; field->words[i] != NULL; i++) {
    if (i == value) {
      return field->words[i];
    }
  }
  return "?";
}

void spi_value_write(const spi_comparison *compare, spi_sink *sink, const spi_field_info *field,
                     int64_t value, const char *text) {
  switch (field->form) {
  case SPI_FORM_NAME:
    write_name(compare, sink, field->kind, value);
    return;
  case SPI_FORM_WORD:
    spi_sink_text(sink, word_of(field, value));
    return;
  case SPI_FORM_INSTANT:
    write_instant(compare, sink, value);
    return;
  case SPI_FORM_DURATION:
    write_duration(sink, value);
    return;
  case SPI_FORM_COUNT:
    write_number(sink, value * SPOL_NUMBER_ONE);
    return;
  case SPI_FORM_SHARE:
    if (value == INT64_MIN) {
      spi_sink_text(sink, "none");
    } else {
      write_number(sink, value > INT64_MAX / 100 ? INT64_MAX : value * 100);
      spi_sink_char(sink, '%');
    }
    return;
  case SPI_FORM_TARGET:
    write_target(compare, sink, value);
    return;
  default:
    spi_sink_text(sink, text == NULL ? "none" : text);
  }
}

/* ---- Lists --------------------------------------------------------------------- */

/* Fields of one entry, those that say nothing left out. */
static void write_entry(spi_comparison *compare, spi_sink *sink, int32_t subject, uint32_t index,
                        const spi_field_info *fields) {
  spi_expectation one = {.subject = subject, .index = index};
  const char *separator = "";
  spi_sink_char(sink, '{');
  for (const spi_field_info *field = fields + 1; field->key != NULL; field++) {
    const char *text = NULL;
    int64_t value = 0;
    one.field = field;
    int written = spi_compare_value(compare, &one, &value, &text) &&
                  field->field != SPI_ENTRY_CYCLE && (field->form != SPI_FORM_NAME || value != 0) &&
                  (field->form != SPI_FORM_INSTANT || value != SPOL_INSTANT_NONE);
    if (written) {
      spi_sink_text(sink, separator);
      spi_sink_text(sink, field->key);
      spi_sink_text(sink, ": ");
      spi_value_write(compare, sink, field, value, text);
      separator = ", ";
    }
  }
  spi_sink_char(sink, '}');
}

static void write_finding(const spi_comparison *compare, spi_sink *sink, uint32_t index) {
  spol_finding finding = SPOL_SIZED(spol_finding);
  if (spol_evaluation_finding(compare->evaluation, index, &finding) != SPOL_OK) {
    return;
  }
  const uint32_t ids[] = {finding.metric, finding.severity, finding.fact};
  const char *kind = word_of(&spi_finding_fields[1], (int64_t)finding.kind - 1);
  if (ids[0] == 0 && ids[1] == 0 && ids[2] == 0) {
    spi_sink_text(sink, kind);
    return;
  }
  spi_sink_text(sink, "{kind: ");
  spi_sink_text(sink, kind);
  for (size_t i = 0; i < 3; i++) {
    const spi_field_info *field = &spi_finding_fields[2 + i];
    if (ids[i] != 0) {
      spi_sink_text(sink, ", ");
      spi_sink_text(sink, field->key);
      spi_sink_text(sink, ": ");
      write_name(compare, sink, field->kind, ids[i]);
    }
  }
  spi_sink_char(sink, '}');
}

void spi_entries_write(spi_comparison *compare, spi_sink *sink, int32_t subject) {
  uint32_t count = subject == SPI_OF_FIRING   ? compare->status.firing_count
                   : subject == SPI_OF_NOTICE ? compare->status.notice_count
                                              : compare->status.finding_count;
  spi_sink_char(sink, '[');
  for (uint32_t i = 0; i < count; i++) {
    spi_sink_text(sink, i == 0 ? "" : ", ");
    if (subject == SPI_OF_FINDINGS) {
      write_finding(compare, sink, i);
    } else {
      write_entry(compare, sink, subject, i,
                  subject == SPI_OF_FIRING ? spi_firing_fields : spi_notice_fields);
    }
  }
  spi_sink_char(sink, ']');
}
