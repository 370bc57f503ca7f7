/* SPDX-License-Identifier: MIT */
/** A case out of JSON, as `evaluate` reads it from each line: the keys of a case
 *  in a case file (docs/policy-language.md, section 9), without tables. */
#ifndef SUPPORTPOLICY_TOOLS_JSON_CASE_H
#define SUPPORTPOLICY_TOOLS_JSON_CASE_H

#include <jansson.h>

#include "supportpolicy/supportpolicy.h"

enum { JSON_CASE_MESSAGE_MAX = 512 };

/** Zones by name, for all threads; a zone is asked of the machine once. */
typedef struct zone_shelf zone_shelf;
zone_shelf *zone_shelf_new(spol_zone_source source);
void zone_shelf_free(zone_shelf *shelf);
/** The zone of a name, "UTC" or an offset such as "+05:30", borrowed from the
 *  shelf; NULL where there is none. Threads: any. */
const spol_zone *zone_shelf_get(zone_shelf *shelf, const char *name);

/** A case; used again for the next line. One thread at a time. */
typedef struct json_case {
  const spol_policy *policy;
  zone_shelf *zones;
  int in_arena;     /**< 1: JSON lies in the thread's arena (json_arena.h) */
  json_t *root;     /**< texts of facts and the name lie in it */
  const char *name; /**< or NULL */
  const spol_zone *zone;
  spol_instant as_of; /**< its own, else its last event */
  spol_event *events;
  size_t event_count;
  size_t event_room;
  spol_fact *facts;
  size_t fact_count;
  size_t fact_first; /**< of the event at hand */
  size_t fact_room;
  char message[JSON_CASE_MESSAGE_MAX]; /**< what is wrong, where 0 was answered */
} json_case;

/** Reads one line. @return 1 if it is a case */
int json_case_read(json_case *out, const char *line, size_t length);
/** Gives back what the case of the last line holds, and all else. */
void json_case_free(json_case *out);

#endif
