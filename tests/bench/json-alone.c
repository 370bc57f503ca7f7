/* SPDX-License-Identifier: MIT */
/*
 * What reading lines of JSON costs by itself: jansson reads each line of a file
 * and frees it, nothing else, on so many threads.
 *
 *     json-alone FILE THREADS
 */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_THREADS = 64 };

typedef struct part {
  const char *from;
  const char *to;
  size_t lines;
} part;

static void *read_part(void *argument) {
  part *own = argument;
  for (const char *at = own->from; at < own->to; own->lines++) {
    const char *end = memchr(at, '\n', (size_t)(own->to - at));
    json_error_t error;
    end = end == NULL ? own->to : end;
    json_t *root = json_loadb(at, (size_t)(end - at), 0, &error);
    if (root == NULL) {
      fprintf(stderr, "%s\n", error.text);
      exit(1);
    }
    json_decref(root);
    at = end + 1;
  }
  return NULL;
}

/* Parts of about one size that end where lines do. */
static void divide(const char *text, size_t length, part *parts, size_t count) {
  const char *at = text;
  for (size_t i = 0; i < count; i++) {
    const char *to = text + length / count * (i + 1);
    const char *end =
        i + 1 == count || to <= at ? NULL : memchr(to, '\n', (size_t)(text + length - to));
    parts[i].from = at;
    parts[i].to = end == NULL ? text + length : end + 1;
    at = parts[i].to;
  }
}

int main(int argc, char **argv) {
  size_t threads = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
  int file = argc == 3 ? open(argv[1], O_RDONLY) : -1;
  struct stat about;
  if (file < 0 || threads == 0 || threads > MOST_THREADS || fstat(file, &about) != 0) {
    fputs("usage: json-alone FILE THREADS\n", stderr);
    return 2;
  }
  size_t length = (size_t)about.st_size;
  const char *text = mmap(NULL, length, PROT_READ, MAP_PRIVATE, file, 0);
  if (text == MAP_FAILED) {
    return 2;
  }
  static part parts[MOST_THREADS];
  pthread_t ids[MOST_THREADS];
  size_t lines = 0;
  divide(text, length, parts, threads);
  for (size_t i = 0; i < threads; i++) {
    if (pthread_create(&ids[i], NULL, read_part, &parts[i]) != 0) {
      return 1;
    }
  }
  for (size_t i = 0; i < threads; i++) {
    pthread_join(ids[i], NULL);
    lines += parts[i].lines;
  }
  printf("%zu\n", lines);
  return 0;
}
