/* SPDX-License-Identifier: MIT */
/* Files and zones of the machine. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

enum { MOST_BYTES = 64 * 1024 * 1024 };

/* Standard input, whole. */
static int read_standard_input(text_file *out) {
  size_t capacity = 65536;
  size_t length = 0;
  char *bytes = malloc(capacity);
  while (bytes != NULL) {
    length += fread(bytes + length, 1, capacity - length, stdin);
    if (length < capacity) {
      break;
    }
    char *larger = capacity < MOST_BYTES ? realloc(bytes, capacity * 2) : NULL;
    if (larger == NULL) {
      free(bytes);
      bytes = NULL;
      break;
    }
    bytes = larger;
    capacity *= 2;
  }
  if (bytes == NULL || ferror(stdin)) {
    fputs("supportpolicy: standard input cannot be read, or is too long\n", stderr);
    free(bytes);
    return 0;
  }
  *out = (text_file){"-", bytes, length};
  return 1;
}

int read_text_file(const char *name, text_file *out) {
  spol_error error = SPOL_ERROR_INIT;
  if (strcmp(name, "-") == 0) {
    return read_standard_input(out);
  }
  *out = (text_file){.name = name};
  if (spol_system_read_file(NULL, name, MOST_BYTES, &out->bytes, &out->length, &error) != SPOL_OK) {
    fprintf(stderr, "supportpolicy: %s: %s\n", name, error.message);
    return 0;
  }
  return 1;
}

void free_text_file(text_file *file) {
  if (strcmp(file->name, "-") == 0) {
    free(file->bytes);
  } else {
    spol_system_free(NULL, file->bytes, file->length);
  }
  file->bytes = NULL;
}

/* Beside the file first, then in its place: never half of it. */
int replace_file(const char *name, const char *text, uint64_t length) {
  size_t room = strlen(name) + sizeof ".new";
  char *beside = malloc(room);
  if (beside == NULL) {
    return 0;
  }
  snprintf(beside, room, "%s.new", name);
  FILE *out = fopen(beside, "wbx");
  int good = out != NULL && fwrite(text, 1, (size_t)length, out) == length && fflush(out) == 0;
  int kept = errno;
  good = out != NULL && fclose(out) == 0 && good;
  good = good && rename(beside, name) == 0;
  if (!good) {
    fprintf(stderr, "supportpolicy: %s cannot be written: %s\n", beside,
            strerror(kept != 0 ? kept : errno));
    if (out != NULL) {
      remove(beside);
    }
  }
  free(beside);
  return good;
}

static spol_status resolve(void *context, const char *name, uint64_t length, spol_zone **out) {
  return spol_system_zone(NULL, context, name, (size_t)length, out, NULL);
}

spol_zone_source zones_of_machine(void) {
  return (spol_zone_source){resolve, getenv("SUPPORTPOLICY_ZONEINFO")};
}
