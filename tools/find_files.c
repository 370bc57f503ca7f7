/* SPDX-License-Identifier: MIT */
/* Case files, by name or below a folder. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "find_files.h"

enum { DEEPEST = 64 };

static const char *const endings[] = {".policytest.yaml", ".policytest.yml", ".policytest.json"};

static int is_case_file(const char *name) {
  size_t length = strlen(name);
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
    size_t end = strlen(endings[i]);
    if (length > end && strcmp(name + length - end, endings[i]) == 0) {
      return 1;
    }
  }
  return 0;
}

static int add(file_list *list, const char *folder, const char *name) {
  if (list->count == list->room) {
    size_t room = list->room == 0 ? 64 : 2 * list->room;
    char **names = realloc(list->names, room * sizeof *names);
    if (names == NULL) {
      return 0;
    }
    list->names = names;
    list->room = room;
  }
  size_t length = strlen(folder) + strlen(name) + 2;
  char *path = malloc(length);
  if (path == NULL) {
    return 0;
  }
  snprintf(path, length, "%s%s%s", folder, folder[0] == '\0' ? "" : "/", name);
  list->names[list->count++] = path;
  return 1;
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static int say(const char *path) {
  fprintf(stderr, "supportpolicy: %s: %s\n", path, strerror(errno));
  return 0;
}

/* Entries of a folder that begin with a dot are left alone, as shells do. */
static int walk(const char *folder, file_list *out, int depth) {
  file_list below = {0};
  DIR *opened = depth < DEEPEST ? opendir(folder) : NULL;
  int good = opened != NULL;
  if (!good) {
    return say(folder);
  }
  errno = 0;
  for (struct dirent *entry = readdir(opened); good && entry != NULL; entry = readdir(opened)) {
    good = entry->d_name[0] == '.' || add(&below, folder, entry->d_name);
  }
  closedir(opened);
  if (below.count > 0) {
    qsort(below.names, below.count, sizeof *below.names, by_name);
  }
  for (size_t i = 0; good && i < below.count; i++) {
    struct stat about;
    /* Links to folders are not followed: they may lead in circles. */
    if (lstat(below.names[i], &about) == 0 && S_ISDIR(about.st_mode)) {
      good = walk(below.names[i], out, depth + 1);
    } else if (is_case_file(below.names[i])) {
      good = add(out, "", below.names[i]);
    }
  }
  free_files(&below);
  return good;
}

int find_case_files(const char *name, file_list *out) {
  struct stat about;
  if (stat(name, &about) != 0) {
    return say(name);
  }
  return S_ISDIR(about.st_mode) ? walk(name, out, 0) : add(out, "", name);
}

void free_files(file_list *list) {
  for (size_t i = 0; i < list->count; i++) {
    free(list->names[i]);
  }
  free(list->names);
  *list = (file_list){0};
}
