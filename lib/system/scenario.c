/* SPDX-License-Identifier: MIT */
/* Case files from files, and the policies that they name. */
#include <string.h>

#include "base/sized.h"
#include "supportpolicy/system.h"
#include "system/policy.h"

enum { PATH_ROOM = 4096, MOST_FILES = 64 };

/* ---- Paths ------------------------------------------------------------------- */

/* The next part of a path, without its slashes; 0 at the end. */
static int next_part(const char **at, spi_slice *part) {
  while (**at == '/') {
    (*at)++;
  }
  const char *end = strchr(*at, '/');
  part->data = *at;
  part->length = end == NULL ? strlen(*at) : (size_t)(end - *at);
  *at += part->length;
  return part->length > 0;
}

static int has_parent(const char *path) {
  spi_slice part;
  while (next_part(&path, &part)) {
    if (spi_slice_is(part, "..")) {
      return 1;
    }
  }
  return 0;
}

static spol_status check_name(const char *name, uint32_t flags, spol_error *error) {
  spol_status status = SPOL_OK;
  if (name[0] == '\0') {
    return spi_fail(error, SPOL_E_SEMANTIC, "the name of a file is empty");
  }
  if (name[0] == '/') {
    status = spi_fail(error, SPOL_E_SEMANTIC, "\"%s\" is no path relative to the case file", name);
  } else if ((flags & SPOL_SYSTEM_PARENTS) == 0 && has_parent(name)) {
    status =
        spi_fail(error, SPOL_E_SEMANTIC, "\"%s\" leads out of the case file's directory", name);
  }
  if (status != SPOL_OK) {
    spi_error_hint(error, "name a file beside the case file or below it");
  }
  return status;
}

/* Puts a name beside a file. */
static spol_status join(const char *file, const char *name, char *buffer, spol_error *error) {
  size_t length = strlen(file);
  while (length > 0 && file[length - 1] != '/') {
    length--;
  }
  spi_writer writer = spi_writer_on(buffer, PATH_ROOM);
  spi_write_bytes(&writer, file, length);
  spi_write_text(&writer, name);
  if (writer.needed != writer.length) {
    return spi_fail(error, SPOL_E_LIMIT, "the path of a policy is longer than %u bytes",
                    (uint32_t)PATH_ROOM);
  }
  return SPOL_OK;
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
  char *room = spi_alloc_array(&memory, (size_t)count, PATH_ROOM);
  spol_status status =
      room == NULL ? spi_fail(error, SPOL_E_MEMORY, "there is no memory for the paths") : SPOL_OK;
  for (uint64_t i = 0; i < count && status == SPOL_OK; i++) {
    char *path = room + i * PATH_ROOM;
    status = check_name(names[i], loader->flags, error);
    if (status == SPOL_OK) {
      status = join(file, names[i], path, error);
    }
    paths[i] = path;
  }
  if (status == SPOL_OK) {
    status = spol_system_policy(loader->allocator, paths, count, loader->options, out, diagnostics,
                                error);
  }
  spi_free_array(&memory, room, (size_t)count, PATH_ROOM);
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
