/* SPDX-License-Identifier: MIT */
/* By looking again and again: it works on every file system, in containers and over networks. */
#include "test_watch.h"

#include <sys/stat.h>
#include <time.h>

#include "find_files.h"

enum { LOOK_AGAIN_NANOSECONDS = 200 * 1000 * 1000 };

/* FNV-1a, 64 bits. */
static uint64_t mix(uint64_t state, const void *data, size_t length) {
  const unsigned char *bytes = data;
  for (size_t i = 0; i < length; i++) {
    state = (state ^ bytes[i]) * UINT64_C(0x100000001b3);
  }
  return state;
}

static uint64_t mix_file(uint64_t state, const char *name) {
  struct stat about;
  for (const char *at = name; *at != '\0'; at++) {
    state = mix(state, at, 1);
  }
  if (stat(name, &about) == 0) {
    state = mix(state, &about.st_size, sizeof about.st_size);
    state = mix(state, &about.st_mtim.tv_sec, sizeof about.st_mtim.tv_sec);
    state = mix(state, &about.st_mtim.tv_nsec, sizeof about.st_mtim.tv_nsec);
    state = mix(state, &about.st_ino, sizeof about.st_ino);
  }
  return state;
}

int texts_state(char *const *names, size_t count, uint64_t *out) {
  uint64_t state = UINT64_C(0xcbf29ce484222325);
  file_list texts = {0};
  int good = 1;
  for (size_t i = 0; i < count && good; i++) {
    good = find_texts(names[i], &texts);
  }
  for (size_t i = 0; i < texts.count; i++) {
    state = mix_file(state, texts.names[i]);
  }
  free_files(&texts);
  *out = state;
  return good;
}

int wait_for_change(char *const *names, size_t count, uint64_t state) {
  const struct timespec pause = {0, LOOK_AGAIN_NANOSECONDS};
  uint64_t now = state;
  int good = 1;
  while (good && now == state) {
    nanosleep(&pause, NULL);
    good = texts_state(names, count, &now);
  }
  return good;
}
