/* SPDX-License-Identifier: MIT */
/** A case file as it is kept: events that can be evaluated, and expectations
 *  that can be compared without reading anything again. */
#ifndef SPI_SCENARIO_MODEL_H
#define SPI_SCENARIO_MODEL_H

#include "base/memory.h"
#include "supportpolicy/scenario.h"
#include "text/arena.h"
#include "text/document.h"

/** What an expectation is about. */
enum spi_subject {
  SPI_OF_CASE = 1,
  SPI_OF_METRIC = 2,
  SPI_OF_CYCLE = 3,
  SPI_OF_FIRING = 4,
  SPI_OF_FINDINGS = 5, /**< all of them: `findings` */
  SPI_OF_NOTICE = 6,
  SPI_OF_OPENING = 7, /**< the permission of the opening */
  SPI_OF_TEXT = 8     /**< the explanation of a metric */
};

/** What a field holds, and so how it is read, compared and written. */
enum spi_field_form {
  SPI_FORM_NAME = 1,     /**< an id of field.kind; 0: none */
  SPI_FORM_WORD = 2,     /**< a position in field.words */
  SPI_FORM_INSTANT = 3,  /**< SPOL_INSTANT_NONE: none */
  SPI_FORM_DURATION = 4, /**< SPOL_DURATION_NONE: none */
  SPI_FORM_COUNT = 5,
  SPI_FORM_SHARE = 6,  /**< millionths, rounded down; INT64_MIN: none */
  SPI_FORM_TARGET = 7, /**< a word of a target: see spi_target_word */
  SPI_FORM_TEXT = 8    /**< the text itself */
};

/** A key of `expect` and of what lies below it. */
typedef struct spi_field_info {
  const char *key;
  uint32_t field; /**< one of the enums below, by subject */
  int32_t form;   /**< enum spi_field_form */
  int32_t kind;   /**< NAME: enum spol_name_kind */
  const char *const *words;
} spi_field_info;

enum spi_case_field {
  SPI_CASE_SEVERITY = 1,
  SPI_CASE_REQUESTED,
  SPI_CASE_DERIVED,
  SPI_CASE_RECORDED,
  SPI_CASE_RULE,
  SPI_CASE_STATE,
  SPI_CASE_LINE,
  SPI_CASE_VERSION,
  SPI_CASE_NEXT_CHANGE
};

enum spi_clock_field {
  SPI_CLOCK_DUE = 1,
  SPI_CLOCK_STATE,
  SPI_CLOCK_OUTCOME,
  SPI_CLOCK_WORD,
  SPI_CLOCK_STARTED,
  SPI_CLOCK_RECEIVED,
  SPI_CLOCK_STOPPED_AT,
  SPI_CLOCK_MISSED_AT,
  SPI_CLOCK_LENGTH,
  SPI_CLOCK_ELAPSED,
  SPI_CLOCK_REMAINING,
  SPI_CLOCK_OVERDUE,
  SPI_CLOCK_SHARE,
  SPI_CLOCK_CYCLE,
  SPI_CLOCK_MISSES,
  SPI_CLOCK_CALENDAR,
  SPI_CLOCK_DUE_IF_RESUMED,
  SPI_CLOCK_CYCLES /**< how many there are */
};

/** Fields of firings, findings and notices; COUNT is how many there are. */
enum spi_entry_field {
  SPI_ENTRY_COUNT = 1,
  SPI_ENTRY_STEP,
  SPI_ENTRY_AT,
  SPI_ENTRY_TO,
  SPI_ENTRY_KIND,
  SPI_ENTRY_METRIC,
  SPI_ENTRY_SEVERITY,
  SPI_ENTRY_FACT,
  SPI_ENTRY_EVENT,
  SPI_ENTRY_ROLE,
  SPI_ENTRY_SINCE,
  SPI_ENTRY_BY,
  SPI_ENTRY_TOLD_AT,
  SPI_ENTRY_CYCLE
};

extern const spi_field_info spi_case_fields[];
extern const spi_field_info spi_clock_fields[];
extern const spi_field_info spi_firing_fields[];
extern const spi_field_info spi_finding_fields[];
extern const spi_field_info spi_notice_fields[];
/** Of the opening's permission, by enum spol_verdict. */
extern const spi_field_info spi_opening_fields[];

/** Values of SPI_FORM_TARGET: 0 for a target with a due instant, or none at all;
 *  the id of an effort word; below 0 what is no effort: -kind. */
static inline int64_t spi_target_word(int32_t kind, uint32_t word) {
  switch (kind) {
  case SPOL_TARGET_EFFORT:
    return word;
  case SPOL_TARGET_AS_AGREED:
  case SPOL_TARGET_NOT_OFFERED:
  case SPOL_TARGET_UNSTATED:
  case SPOL_TARGET_UNDECIDED:
    return -(int64_t)kind;
  default:
    return 0;
  }
}

/** One finding that is expected: what is 0 or less may be anything. */
typedef struct spi_wanted {
  int32_t kind;
  uint32_t metric;
  uint32_t severity;
  uint32_t fact;
  uint32_t weight; /**< how many of them are given */
} spi_wanted;

/** One value that is expected. */
typedef struct spi_expectation {
  int32_t subject; /**< enum spi_subject */
  const spi_field_info *field;
  uint32_t metric;
  uint32_t index; /**< of the cycle, firing or notice */
  int64_t value;
  const char *path;
  const char *text; /**< as written */
  const spi_wanted *wanted;
  uint32_t wanted_count;
  uint32_t line;
  uint32_t column;
  uint32_t offset; /**< where the value stands alone, in bytes, or the table's cell */
  uint32_t length; /**< 0: it does not */
  uint32_t shared; /**< how many rows of the table expect it at this place */
} spi_expectation;

/** A case, tables unfolded. */
typedef struct spi_scenario_case {
  uint32_t line;
  uint32_t expectation_count;
  const char *name;
  const spol_zone *zone;
  const spol_event *events;
  uint64_t event_count;
  spol_instant as_of;
  const spi_expectation *expectations;
} spi_scenario_case;

/** A change that no case can tell, as the file says. */
typedef struct spi_equivalent {
  const char *mutant;
  const char *because;
  uint32_t line;
} spi_equivalent;

struct spol_scenario {
  spi_refcount refcount;
  spol_allocator allocator;
  spi_arena arena;        /**< events, facts, expectations, texts */
  spi_document *document; /**< texts of facts lie in it */
  spol_policy *policy;
  const spol_zone **zones; /**< referenced */
  uint32_t zone_count;
  uint32_t case_count;
  const spi_scenario_case *cases;
  const spi_equivalent *equivalents;
  uint32_t equivalent_count;
};

/** The finding kinds' words, by enum spol_finding_kind; NULL at the end. */
extern const char *const spi_finding_words[];

#endif
