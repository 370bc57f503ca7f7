/* SPDX-License-Identifier: MIT */
/* Case files from files, and the policies that they name. */
#include "base/sized.h"
#include "supportpolicy/system.h"
#include "system/path.h"
#include "system/policy.h"

enum { MOST_FILES = 64 };

static spol_status check_name(const char *name, uint32_t flags, spol_error *error) {
  const char *refusal = spi_path_refusal(name, (flags & SPOL_SYSTEM_PARENTS) != 0);
  if (refusal == NULL) {
    return SPOL_OK;
  }
  (void)spi_fail(error, SPOL_E_SEMANTIC, refusal, name);
  if (name[0] != '\0') {
    spi_error_hint(error, "name a file beside the case file or below it");
  }
  return SPOL_E_SEMANTIC;
}

/* ---- The loader ----------------------------------------------------------------- */

static spol_status load(void *context, const char *file, const char *const *names, uint64_t count,
                        spol_policy **out, spol_diagnostics *diagnostics, spol_error *error) {
  const spol_system_loader *loader = context;
  spol_allocator memory;
  const char *paths[MOST_FILES];
  if (spi_sized_check(loader, sizeof *loader, sizeof *loader) != SPOL_OK || count > MOST_FILES ||
      spi_allocator_take(loader->allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "the loader is not one that this version knows");
  }
  char *room = spi_alloc_array(&memory, (size_t)count, SPI_PATH_ROOM);
  spol_status status =
      room == NULL ? spi_fail(error, SPOL_E_MEMORY, "there is no memory for the paths") : SPOL_OK;
  for (uint64_t i = 0; i < count && status == SPOL_OK; i++) {
    char *path = room + i * SPI_PATH_ROOM;
    status = check_name(names[i], loader->flags, error);
    if (status == SPOL_OK) {
      status = spi_path_join(file, names[i], path, SPI_PATH_ROOM, error);
    }
    paths[i] = path;
  }
  if (status == SPOL_OK) {
    status = spol_system_policy(loader->allocator, paths, count, loader->options, out, diagnostics,
                                error);
  }
  spi_free_array(&memory, room, (size_t)count, SPI_PATH_ROOM);
  return status;
}

spol_policy_loader spol_system_policy_loader(spol_system_loader *loader) {
  return (spol_policy_loader){.load = load, .context = loader};
}

spol_status spol_system_scenario(const spol_allocator *allocator, const char *path,
                                 const spol_policy_options *options, spol_scenario **out,
                                 spol_diagnostics *diagnostics, spol_error *error) {
  spol_allocator memory;
  spol_policy_options taken;
  char *text = NULL;
  size_t length = 0;
  int missing = 0;
  if (path == NULL || out == NULL || spi_allocator_take(allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "the path or the output is missing");
  }
  spol_status status = spi_system_options(options, &taken);
  if (status != SPOL_OK) {
    return spi_fail(error, status, "%s", spol_status_message(status));
  }
  status = spi_system_read(&memory, path, (size_t)spi_system_bytes(&taken), &text, &length,
                           &missing, error);
  if (status != SPOL_OK) {
    return status;
  }
  spol_system_loader context = SPOL_SIZED(spol_system_loader);
  context.allocator = &memory;
  context.options = &taken;
  const spol_policy_loader loader = spol_system_policy_loader(&context);
  const spol_policy_source source = {
      .size = sizeof source, .text = text, .length = length, .name = path};
  status = spol_scenario_read(&memory, &source, &loader, &taken, out, diagnostics, error);
  spi_free(&memory, text, length + 1);
  return status;
}
