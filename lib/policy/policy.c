/* SPDX-License-Identifier: MIT */
/* The compiled policy as an object: references, names, versions, clauses. */
#include <string.h>

#include "base/sized.h"
#include "base/text.h"
#include "policy/model.h"
#include "policy/store.h"

spol_policy *spol_policy_ref(const spol_policy *policy) {
  spol_policy *counted = (spol_policy *)(uintptr_t)policy;
  if (counted != NULL) {
    spi_refcount_up(&counted->refcount);
  }
  return counted;
}

static void release_version(const spi_version *version) {
  for (uint32_t i = 0; i < version->compiled_count; i++) {
    spol_calendar_unref(version->compiled[i]);
  }
  for (uint32_t i = 0; i < version->calendars_count; i++) {
    spol_calendar_unref(version->calendars[i].calendar);
  }
  spol_zone_unref(version->zone);
  spol_zone_unref(version->coverage.zone);
}

void spol_policy_unref(const spol_policy *policy) {
  spol_policy *counted = (spol_policy *)(uintptr_t)policy;
  if (counted == NULL || !spi_refcount_down(&counted->refcount)) {
    return;
  }
  for (uint32_t i = 0; i < counted->versions_count; i++) {
    release_version(&counted->versions[i]);
  }
  for (uint32_t i = 0; i < counted->zones_count; i++) {
    spol_zone_unref(counted->zones[i]);
  }
  spi_policy_give_back(counted);
  spol_allocator allocator = counted->allocator;
  spi_free(&allocator, counted, sizeof *counted);
}

const char *spol_policy_identity(const spol_policy *policy) {
  return policy->strings + policy->identity;
}

static const spi_version *version_of(const spol_policy *policy, uint32_t version) {
  return version >= 1 && version <= policy->versions_count ? &policy->versions[version - 1] : NULL;
}

spol_status spol_policy_version_get(const spol_policy *policy, uint32_t version,
                                    spol_policy_version *out) {
  const spi_version *found = version_of(policy, version);
  if (found == NULL) {
    return SPOL_E_NOT_FOUND;
  }
  spol_policy_version full = {.version = version,
                              .name = spol_policy_name(policy, SPOL_NAME_VERSION, version),
                              .title = policy->strings + found->title,
                              .file = policy->strings + found->file,
                              .document = policy->strings + found->document,
                              .effective_from = found->effective_from,
                              .effective_to = found->effective_to};
  memcpy(full.digest, found->digest, sizeof full.digest);
  return spi_sized_give(out, &full, sizeof full);
}

spol_status spol_policy_version_on(const spol_policy *policy, spol_date date, uint32_t *version) {
  for (uint32_t i = policy->versions_count; i > 0; i--) {
    const spi_version *candidate = &policy->versions[i - 1];
    int begun = candidate->effective_from == SPOL_DATE_NONE || candidate->effective_from <= date;
    int ended = candidate->effective_to != SPOL_DATE_NONE && candidate->effective_to < date;
    if (begun && !ended) {
      *version = i;
      return SPOL_OK;
    }
  }
  return SPOL_E_NOT_FOUND;
}

/* ---- Names -------------------------------------------------------------------- */

static int known_kind(int32_t kind) {
  return kind >= SPOL_NAME_FACT && kind < SPI_NAME_KINDS;
}

static uint32_t standard_event(const char *name, uint64_t length) {
  spi_slice wanted = {.data = name, .length = (size_t)length};
  for (uint32_t type = 1; type <= SPOL_EVENT_LINE_CHANGED; type++) {
    const char *known = spol_event_type_name(type);
    if (known != NULL && spi_slice_is(wanted, known)) {
      return type;
    }
  }
  return 0;
}

/* Orders a name that need not end in NUL against one that does. */
static int compare(const char *name, size_t length, const char *with) {
  int order = strncmp(name, with, length);
  return order != 0 ? order : (with[length] == '\0' ? 0 : -1);
}

static uint32_t find_sorted(const spol_policy *policy, const spi_names *names, const char *name,
                            size_t length) {
  uint32_t low = 0;
  uint32_t high = names->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    uint32_t id = names->sorted[middle];
    int order = compare(name, length, policy->strings + names->offsets[id - 1]);
    if (order == 0) {
      return id;
    }
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return 0;
}

spol_status spol_policy_find(const spol_policy *policy, int32_t kind, const char *name,
                             uint64_t length, uint32_t *id) {
  if (!known_kind(kind) || (name == NULL && length > 0)) {
    return SPOL_E_INVALID;
  }
  if (length > 65536 || (length > 0 && memchr(name, '\0', (size_t)length) != NULL)) {
    return SPOL_E_NOT_FOUND;
  }
  uint32_t found = kind == SPOL_NAME_EVENT ? standard_event(name, length) : 0;
  if (found == 0 && length > 0) {
    found = find_sorted(policy, &policy->names[kind], name, (size_t)length);
    found += found != 0 && kind == SPOL_NAME_EVENT ? SPOL_EVENT_OWN - 1 : 0;
  }
  if (found == 0) {
    return SPOL_E_NOT_FOUND;
  }
  *id = found;
  return SPOL_OK;
}

const char *spol_policy_name(const spol_policy *policy, int32_t kind, uint32_t id) {
  if (!known_kind(kind)) {
    return NULL;
  }
  if (kind == SPOL_NAME_EVENT) {
    if (id < SPOL_EVENT_OWN) {
      return spol_event_type_name(id);
    }
    id -= SPOL_EVENT_OWN - 1;
  }
  const spi_names *names = &policy->names[kind];
  return id >= 1 && id <= names->count ? policy->strings + names->offsets[id - 1] : NULL;
}

uint32_t spol_policy_count(const spol_policy *policy, int32_t kind) {
  return known_kind(kind) ? policy->names[kind].count : 0;
}

uint32_t spol_policy_severity_rank(const spol_policy *policy, uint32_t version, uint32_t severity) {
  const spi_version *found = version_of(policy, version);
  int known = found != NULL && severity >= 1 && severity <= found->rank_of_severity_count;
  return known ? found->rank_of_severity[severity - 1] : 0;
}

spol_status spol_policy_fact(const spol_policy *policy, const char *name, uint64_t length,
                             uint32_t *id) {
  return spol_policy_find(policy, SPOL_NAME_FACT, name, length, id);
}

spol_status spol_policy_event(const spol_policy *policy, const char *name, uint64_t length,
                              uint32_t *id) {
  return spol_policy_find(policy, SPOL_NAME_EVENT, name, length, id);
}

spol_status spol_policy_metric(const spol_policy *policy, const char *name, uint64_t length,
                               uint32_t *id) {
  return spol_policy_find(policy, SPOL_NAME_METRIC, name, length, id);
}

spol_status spol_policy_reason(const spol_policy *policy, const char *name, uint64_t length,
                               uint32_t *id) {
  return spol_policy_find(policy, SPOL_NAME_REASON, name, length, id);
}

spol_status spol_policy_line(const spol_policy *policy, const char *name, uint64_t length,
                             uint32_t *id) {
  return spol_policy_find(policy, SPOL_NAME_LINE, name, length, id);
}

spol_status spol_policy_severity(const spol_policy *policy, const char *name, uint64_t length,
                                 uint32_t *id) {
  return spol_policy_find(policy, SPOL_NAME_SEVERITY, name, length, id);
}

const spol_calendar *spol_policy_calendar(const spol_policy *policy, uint32_t version,
                                          uint32_t calendar) {
  const spi_version *found = version_of(policy, version);
  for (uint32_t i = 0; found != NULL && i < found->calendars_count; i++) {
    const spi_calendar *candidate = &found->calendars[i];
    if (calendar != 0 && candidate->id == calendar) {
      return candidate->kind == SPI_CALENDAR_FIXED ? candidate->calendar : NULL;
    }
  }
  return NULL;
}

spol_status spol_policy_clause(const spol_policy *policy, uint32_t clause, spol_clause *out) {
  if (clause < 1 || clause > policy->clauses_count) {
    return SPOL_E_NOT_FOUND;
  }
  const spi_clause *found = &policy->clauses[clause - 1];
  spol_clause full = {.sentence = found->sentence,
                      .last_sentence = found->last_sentence,
                      .has_digest = found->has_digest,
                      .heading = policy->strings + found->heading,
                      .quote = policy->strings + found->quote};
  memcpy(full.digest, found->digest, sizeof full.digest);
  return spi_sized_give(out, &full, sizeof full);
}
