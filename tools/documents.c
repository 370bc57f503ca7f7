/* SPDX-License-Identifier: MIT */
/* A policy's file and the documents that its versions state. */
#include "documents.h"

#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 4096 };

int documents_begin(documents *all, const text_file *policy) {
  *all = (documents){0};
  return documents_add(all, policy, NULL);
}

void documents_end(documents *all) {
  for (size_t i = 0; i < all->count; i++) {
    if (all->names[i] != NULL) {
      free_text_file(&all->files[i]);
      free(all->names[i]);
    }
  }
  free(all->files);
  free((void *)all->names);
  *all = (documents){0};
}

int documents_add(documents *all, const text_file *document, char *name) {
  if (all->count == all->capacity) {
    size_t capacity = all->capacity == 0 ? 4 : all->capacity * 2;
    text_file *files = realloc(all->files, capacity * sizeof *files);
    all->files = files != NULL ? files : all->files;
    char **names = realloc((void *)all->names, capacity * sizeof *names);
    all->names = names != NULL ? names : all->names;
    if (files == NULL || names == NULL) {
      fputs("supportpolicy: out of memory\n", stderr);
      return 0;
    }
    all->capacity = capacity;
  }
  all->names[all->count] = name;
  all->files[all->count++] = *document;
  return 1;
}

/* @return 1 unless there is a document that cannot be read, or no memory */
static int read_beside(const char *file, const spol_policy *policy, uint32_t version, char *path,
                       text_file *out) {
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_system_document(NULL, file, policy, version, path, PATH_ROOM,
                                            &out->bytes, &out->length, &error);
  if (status != SPOL_OK && status != SPOL_E_NOT_FOUND) {
    fprintf(stderr, "supportpolicy: %s: %s\n", path, error.message);
    return 0;
  }
  return 1;
}

int documents_beside(documents *all, const spol_policy *policy, uint32_t version, text_file *out) {
  const char *file = all->files[0].name;
  *out = (text_file){.name = ""};
  if (strcmp(file, "-") == 0) {
    return 1;
  }
  char *path = malloc(PATH_ROOM);
  if (path == NULL) {
    fputs("supportpolicy: out of memory\n", stderr);
    return 0;
  }
  int good = read_beside(file, policy, version, path, out);
  if (!good || out->bytes == NULL) {
    free(path);
    return good;
  }
  out->name = path;
  if (!documents_add(all, out, path)) {
    free_text_file(out);
    free(path);
    return 0;
  }
  return 1;
}
