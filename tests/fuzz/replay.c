/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target on every file named, without a fuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { ROOM = 1 << 21 };

int main(int count, char **paths) {
  uint8_t *bytes = malloc(ROOM);
  for (int i = 1; i < count && bytes != NULL; i++) {
    FILE *stream = fopen(paths[i], "rb");
    if (stream == NULL) {
      perror(paths[i]);
      return EXIT_FAILURE;
    }
    size_t length = fread(bytes, 1, ROOM, stream);
    fclose(stream);
    (void)LLVMFuzzerTestOneInput(bytes, length);
  }
  free(bytes);
  return count > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
