/* SPDX-License-Identifier: MIT */
/* Policies from files. */
#include <string.h>

#include "base/sized.h"
#include "supportpolicy/system.h"
#include "system/policy.h"

enum { DEFAULT_BYTES = 8 << 20, MOST_FILES = 64 };

/* Zones of the system, with the default allocator. */
static spol_status resolve(void *context, const char *name, uint64_t length, spol_zone **out) {
  (void)context;
  return spol_system_zone(NULL, NULL, name, (size_t)length, out, NULL);
}

spol_zone_source spol_system_zone_source(void) {
  return (spol_zone_source){.resolve = resolve, .context = NULL};
}

spol_status spi_system_options(const spol_policy_options *given, spol_policy_options *out) {
  static const spol_policy_options defaults = SPOL_POLICY_OPTIONS_INIT;
  *out = defaults;
  if (given != NULL) {
    spol_status status = spi_sized_check(given, sizeof *out, sizeof *out);
    if (status != SPOL_OK) {
      return status;
    }
    spi_sized_copy(out, given, sizeof *out);
    out->size = sizeof *out;
  }
  if (out->source.resolve == NULL) {
    out->source = spol_system_zone_source();
  }
  return SPOL_OK;
}

uint64_t spi_system_bytes(const spol_policy_options *options) {
  return options->limits.bytes != 0 ? options->limits.bytes : DEFAULT_BYTES;
}

static spol_status read_all(const spol_allocator *memory, const char *const *paths, uint64_t count,
                            uint64_t most, spol_policy_source *sources, spol_error *error) {
  for (uint64_t i = 0; i < count; i++) {
    char *text = NULL;
    size_t length = 0;
    int missing = 0;
    if (paths[i] == NULL) {
      return spi_fail(error, SPOL_E_INVALID, "a path is missing");
    }
    spol_status status =
        spi_system_read(memory, paths[i], (size_t)most, &text, &length, &missing, error);
    if (status != SPOL_OK) {
      return status;
    }
    sources[i] = (spol_policy_source){
        .size = sizeof *sources, .text = text, .length = length, .name = paths[i]};
  }
  return SPOL_OK;
}

static void free_all(const spol_allocator *memory, const spol_policy_source *sources,
                     uint64_t count) {
  for (uint64_t i = 0; i < count; i++) {
    if (sources[i].text != NULL) {
      spi_free(memory, (char *)(uintptr_t)sources[i].text, (size_t)sources[i].length + 1);
    }
  }
}

spol_status spol_system_policy(const spol_allocator *allocator, const char *const *paths,
                               uint64_t count, const spol_policy_options *options,
                               spol_policy **out, spol_diagnostics *diagnostics,
                               spol_error *error) {
  spol_allocator memory;
  spol_policy_options taken;
  spol_policy_source sources[MOST_FILES];
  if (paths == NULL || count == 0 || count > MOST_FILES || out == NULL ||
      spi_allocator_take(allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "1 to %u paths and an output are needed",
                    (uint32_t)MOST_FILES);
  }
  spol_status status = spi_system_options(options, &taken);
  if (status != SPOL_OK) {
    return spi_fail(error, status, "%s", spol_status_message(status));
  }
  memset(sources, 0, sizeof sources);
  status = read_all(&memory, paths, count, spi_system_bytes(&taken), sources, error);
  if (status == SPOL_OK) {
    status = spol_policy_read(&memory, sources, count, &taken, out, diagnostics, error);
  }
  free_all(&memory, sources, count);
  return status;
}
