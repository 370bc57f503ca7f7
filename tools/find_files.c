/* SPDX-License-Identifier: MIT */
/* Case files, by name or below a folder, and the texts that they can name. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "find_files.h"

enum { DEEPEST = 64 };

/* Which files are looked for, by the ends of their names; and whether it is said that
 * something cannot be read. */
typedef struct wanted {
  const char *const *endings;
  int says;
} wanted;

static int ends_well(const char *name, const char *const *endings) {
  size_t length = strlen(name);
  for (; *endings != NULL; endings++) {
    size_t end = strlen(*endings);
    if (length > end && strcmp(name + length - end, *endings) == 0) {
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

/* What package managers of Python and JavaScript fill: its case files are those of others. */
static int is_of_packages(const char *folder) {
  char mark[4096];
  struct stat about;
  const char *slash = strrchr(folder, '/');
  if (strcmp(slash == NULL ? folder : slash + 1, "node_modules") == 0) {
    return 1;
  }
  int length = snprintf(mark, sizeof mark, "%s/pyvenv.cfg", folder);
  return length > 0 && (size_t)length < sizeof mark && stat(mark, &about) == 0;
}

/* Entries of a folder that begin with a dot are left alone, as shells do. */
static int walk(const char *folder, const wanted *which, file_list *out, int depth) {
  file_list below = {0};
  DIR *opened = depth < DEEPEST ? opendir(folder) : NULL;
  int good = opened != NULL;
  if (!good) {
    return which->says ? say(folder) : 1;
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
      good = is_of_packages(below.names[i]) || walk(below.names[i], which, out, depth + 1);
    } else if (ends_well(below.names[i], which->endings)) {
      good = add(out, "", below.names[i]);
    }
  }
  free_files(&below);
  return good;
}

int find_case_files(const char *name, file_list *out) {
  static const char *const endings[] = {".policytest.yaml", ".policytest.yml", ".policytest.json",
                                        NULL};
  static const wanted cases = {endings, 1};
  struct stat about;
  if (stat(name, &about) != 0) {
    return say(name);
  }
  return S_ISDIR(about.st_mode) ? walk(name, &cases, out, 0) : add(out, "", name);
}

int find_texts(const char *name, file_list *out) {
  static const char *const endings[] = {".yaml", ".yml", ".json", NULL};
  static const wanted texts = {endings, 0};
  struct stat about;
  if (stat(name, &about) == 0 && S_ISDIR(about.st_mode)) {
    return walk(name, &texts, out, 0);
  }
  const char *slash = strrchr(name, '/');
  char *folder = slash == NULL ? strdup(".") : strndup(name, (size_t)(slash - name) + 1);
  int good = folder != NULL && walk(folder, &texts, out, 0);
  free(folder);
  return good;
}

void free_files(file_list *list) {
  for (size_t i = 0; i < list->count; i++) {
    free(list->names[i]);
  }
  free(list->names);
  *list = (file_list){0};
}
