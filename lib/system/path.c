/* SPDX-License-Identifier: MIT */
/* Names of files that a file gives. */
#include "system/path.h"

#include <string.h>

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

const char *spi_path_refusal(const char *name, int parents_allowed) {
  if (name[0] == '\0') {
    return "the name of a file is empty%s";
  }
  if (name[0] == '/') {
    return "\"%s\" is no path relative to the file that names it";
  }
  return !parents_allowed && has_parent(name)
             ? "\"%s\" leads out of the directory of the file that names it"
             : NULL;
}

spol_status spi_path_join(const char *file, const char *name, char *buffer, size_t capacity,
                          spol_error *error) {
  size_t length = strlen(file);
  while (length > 0 && file[length - 1] != '/') {
    length--;
  }
  spi_writer writer = spi_writer_on(buffer, capacity);
  spi_write_bytes(&writer, file, length);
  spi_write_text(&writer, name);
  if (writer.needed != writer.length) {
    return spi_fail(error, SPOL_E_LIMIT, "the path of \"%s\" is longer than %u bytes", name,
                    (uint32_t)capacity);
  }
  return SPOL_OK;
}
