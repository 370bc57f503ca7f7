/* SPDX-License-Identifier: MIT */
/** Comparing two versions: what its parts share. Index 0 is old, 1 is new. */
#ifndef SPI_POLICY_DIFF_H
#define SPI_POLICY_DIFF_H

#include "policy/store.h"
#include "supportpolicy/diff.h"
#include "text/document.h"

enum { SPI_REGION_MAX = 400, SPI_PATH_MAX = 160, SPI_DIFF_DEPTH = 128 };

typedef struct spi_diff_item {
  spol_diff_entry entry;
  uint32_t facts_total; /**< of the one array that both lists of facts lie in */
  spol_fact *facts;
  char region[SPI_REGION_MAX];
  char rule[SPI_PATH_MAX];
} spi_diff_item;

struct spol_diff {
  spol_allocator allocator;
  spol_policy *policies[2];
  spi_vector items; /**< spi_diff_item */
};

typedef struct spi_diff_side {
  const spol_policy *policy;
  const spi_version *version;
} spi_diff_side;

/** Openings that are looked at: [from, to). */
typedef struct spi_window {
  const spol_allocator *allocator;
  spol_instant from;
  spol_instant to;
  uint64_t instants; /**< the most stretches of open time of a calendar */
} spi_window;

typedef struct spi_differ {
  const spol_allocator *allocator;
  spol_diff *diff;
  spi_diff_side sides[2];
  spi_document *document[2]; /**< their canonical forms as trees */
  const spi_text_node *root[2];
  spol_diff_options options;
  spi_window window;
  uint8_t same_calendars; /**< calendars, holidays, facts and severities are written alike */
  uint8_t same_levels;    /**< levels, their limits, conditions and facts likewise */
  uint8_t promised;       /**< the old version protects a paid period */
  uint8_t dated;          /**< a version says from when it is in force */
  uint8_t reserved;
  int32_t material; /**< enum spol_diff_material, of the promise */
} spi_differ;

enum { SPI_TIMED_MAX = 3 };

/** A duration or days on a calendar. */
typedef struct spi_timed {
  const spi_target *target;
  const spol_calendar *calendar;
  spol_business_days business;
  uint8_t has_business;
} spi_timed;

/** A target as it stands for some facts. */
typedef struct spi_aimed {
  int32_t kind; /**< enum spol_target_kind */
  int32_t parts_rule;
  const spi_target *target; /**< NULL for a word that nobody wrote */
  const spol_calendar *calendar;
  const char *word; /**< of EFFORT */
  spol_business_days business;
  uint8_t has_business;
  uint8_t no_zone;      /**< UNDECIDED: the zone of the calendar is not one that the side lists */
  uint32_t calendar_id; /**< SPOL_NAME_CALENDAR, 0: none */
  uint32_t parts_count; /**< of `parts_rule`; 0: they are not compared instant by instant */
  spi_timed parts[SPI_TIMED_MAX];
} spi_aimed;

/** Hours in whose (or outside of whose) open time the opening lies. */
typedef struct spi_inside {
  const spol_calendar *calendar;
  int64_t truth;
} spi_inside;

typedef struct spi_compared {
  int32_t verdict;
  int32_t reduces;
  spol_instant opening;
  spol_instant due[2];
  const char *reason;
} spi_compared;

/** Takes the parts of a target that are due on calendars that no fact chooses; none of them
 *  if there are others. */
void spi_diff_parts(const spi_version *version, const spi_target *target, spi_aimed *out);
/** When a duration or a day target is due that starts at an instant. */
SPOL_CHECKED spol_status spi_diff_due(const spi_aimed *aimed, spol_instant t, spol_instant *out);
/** Looks at every opening of the window at which two targets may begin to differ. */
SPOL_CHECKED spol_status spi_diff_instants(const spi_window *window, const spi_aimed aimed[2],
                                           const spi_inside *inside, uint32_t inside_count,
                                           spi_compared *out);
/** The first opening of the window inside (outside) the hours asked for;
 *  SPOL_INSTANT_NONE: there is none. */
SPOL_CHECKED spol_status spi_diff_opening(const spi_window *window, const spi_inside *inside,
                                          uint32_t inside_count, spol_instant *out);
/** Compares two targets over the window (docs/diff.md, Openings). */
SPOL_CHECKED spol_status spi_diff_targets(const spi_differ *differ, const spi_aimed aimed[2],
                                          const spi_inside *inside, uint32_t inside_count,
                                          spi_compared *out);
/** The facts of every metric, combination by combination. */
SPOL_CHECKED spol_status spi_diff_metric(spi_differ *differ, const char *name);
/** Everything else that is written differently. */
SPOL_CHECKED spol_status spi_diff_rules(spi_differ *differ);
/** Reads the canonical forms as trees, and frees them. */
SPOL_CHECKED spol_status spi_diff_read(spi_differ *differ);
void spi_diff_forget(spi_differ *differ);
/** 1 if a section of the canonical form is the same in both. */
int spi_diff_same_section(const spi_differ *differ, const char *key, const char *name);

SPOL_CHECKED spol_status spi_diff_add(spi_differ *differ, spi_diff_item *item);
spol_place spi_diff_place(const spi_diff_side *side, const spi_place *place);
/** The metric of a name in a version, or NULL. */
const spi_metric *spi_diff_find_metric(const spi_diff_side *side, const char *name);

#endif
