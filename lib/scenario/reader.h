/* SPDX-License-Identifier: MIT */
/**
 * Reading a case file: what its parts share.
 *
 * As in lib/policy, reading goes on after an error so that all are reported in
 * one go, and ends with what cannot go on (memory, a limit), kept in `fatal`.
 * Functions that read a value answer 1 if there is one and 0 if an error was
 * reported; their outputs are set in either case.
 */
#ifndef SPI_SCENARIO_READER_H
#define SPI_SCENARIO_READER_H

#include "policy/store.h"
#include "scenario/model.h"
#include "text/diagnostics.h"

enum { SPI_SCENE_PATH_MAX = 512 };

typedef struct spi_scene {
  spol_scenario *scenario; /**< its allocator, arena and policy are in use already */
  const spol_policy *policy;
  const spol_policy_options *options;
  const char *file;
  spol_diagnostics *diagnostics;
  spol_error *error; /**< the first error; may be NULL */
  uint64_t errors;
  spol_status status; /**< of the first error */
  spol_status fatal;
  char path[SPI_SCENE_PATH_MAX];

  spi_vector zones;   /**< const spol_zone * */
  spi_vector cases;   /**< spi_scenario_case */
  spi_vector equals;  /**< spi_equivalent */
  spi_vector events;  /**< spol_event, of the case at hand */
  spi_vector facts;   /**< spol_fact, of the case at hand */
  spi_vector expects; /**< spi_expectation, of the case at hand */
  spi_strings names;  /**< of the cases so far */
  uint64_t event_total;

  const spol_zone *zone;    /**< of wall times here */
  const spi_text_node *row; /**< of the case's table, or NULL */
  uint32_t row_count;       /**< of that table */
  const char *text;         /**< of the file */
  spol_instant now;         /**< SPOL_INSTANT_NONE: the file says none */
} spi_scene;

/* ---- Errors and paths ------------------------------------------------------ */

/** Reports a diagnostic at a place; format as spi_write_format. @return 0 */
int spi_scene_report(spi_scene *scene, spol_status status, uint32_t code,
                     const spi_text_place *place, const char *hint, const char *format, ...);
/** Keeps a status that reading cannot go on after. @return 1 for SPOL_OK */
int spi_scene_do(spi_scene *scene, spol_status status);
/** Goes down to a key, or to an index; gives what spi_scene_up takes back. */
size_t spi_scene_key(spi_scene *scene, spi_slice key);
size_t spi_scene_index(spi_scene *scene, size_t index);
void spi_scene_up(spi_scene *scene, size_t mark);

/* ---- Mappings, lists, values ------------------------------------------------- */

/** 1 if the item is of a kind; else an error was reported. */
int spi_scene_need(spi_scene *scene, const spi_text_item *item, int kind, const char *what);
/** 1 for a mapping; reports its keys that are not in the NULL-terminated list. */
int spi_scene_mapping(spi_scene *scene, const spi_text_item *item, const char *what,
                      const char *const *keys);
/** Reports one unknown key; `keys` are `stride` bytes apart, each beginning with
 *  a `const char *`; NULL ends them. */
void spi_scene_unknown_key(spi_scene *scene, const spi_text_item *key, const void *keys,
                           size_t stride);
const spi_text_item *spi_scene_field(const spi_text_item *mapping, const char *key);

/** A list, or one value that stands for a list of itself. */
typedef struct spi_items {
  const spi_text_item *items;
  size_t count;
} spi_items;
spi_items spi_scene_list(const spi_text_item *item);

/** The text of a scalar, with the names of the table's row replaced. It lives
 *  as long as the scenario and has a NUL behind it. */
int spi_scene_text(spi_scene *scene, const spi_text_item *item, spi_slice *out);
/** A position in a NULL-terminated list of words. */
int spi_scene_word(spi_scene *scene, const spi_text_item *item, const char *const *words,
                   int64_t *position);
/** An id of the policy. */
int spi_scene_name(spi_scene *scene, const spi_text_item *item, int32_t kind, uint32_t *id);
int spi_scene_instant(spi_scene *scene, const spi_text_item *item, spol_instant *out);
int spi_scene_duration(spi_scene *scene, const spi_text_item *item, spol_duration *out);
/** A whole number, at least 0. */
int spi_scene_count(spi_scene *scene, const spi_text_item *item, uint64_t most, uint64_t *out);
/** "50%" in millionths. */
int spi_scene_share(spi_scene *scene, const spi_text_item *item, int64_t *out);
/** A zone by name or offset, referenced by the scenario. */
int spi_scene_zone(spi_scene *scene, const spi_text_item *item, const spol_zone **out);

/** Copies an array to the scenario's arena; NULL for none, or when fatal. */
const void *spi_scene_settle(spi_scene *scene, const spi_vector *vector);
/** A copy of a text; "" when fatal. */
const char *spi_scene_keep(spi_scene *scene, const char *text, size_t length);

/* ---- The parts, each in a file of its own -------------------------------------- */

/** The events of a case, with the facts of `contract` and `facts`. */
int spi_scene_events(spi_scene *scene, const spi_text_item *item);
/** What a case is expected to come to. */
void spi_scene_expect(spi_scene *scene, const spi_text_item *item);

#endif
