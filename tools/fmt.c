/* SPDX-License-Identifier: MIT */
/* supportpolicy fmt: one layout for policies and case files. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "options.h"

/* The new text, to be freed; NULL where there is none, which is said. */
static char *lay_out(const text_file *file, uint64_t *length) {
  spol_error error = SPOL_ERROR_INIT;
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  source.text = file->bytes;
  source.length = file->length;
  source.name = file->name;
  spol_status status = spol_format(NULL, &source, NULL, 0, length, NULL, &error);
  char *text = status == SPOL_OK ? malloc((size_t)*length + 1) : NULL;
  if (status == SPOL_OK && text == NULL) {
    status = out_of_memory(&error);
  }
  if (status == SPOL_OK) {
    status = spol_format(NULL, &source, text, *length, length, NULL, &error);
  }
  if (status != SPOL_OK) {
    print_error(stderr, file->name, &error);
    free(text);
    return NULL;
  }
  return text;
}

static int format_file(const char *name, int check) {
  text_file file;
  uint64_t length = 0;
  if (!read_text_file(name, &file)) {
    return EXIT_INPUT;
  }
  int code = EXIT_FINE;
  char *text = lay_out(&file, &length);
  int same = text != NULL && length == file.length && memcmp(text, file.bytes, file.length) == 0;
  if (text == NULL) {
    code = EXIT_INPUT;
  } else if (check) {
    code = same ? EXIT_FINE : EXIT_FOUND;
    printf("%s%s", same ? "" : name, same ? "" : "\n");
  } else if (strcmp(name, "-") == 0) {
    fwrite(text, 1, (size_t)length, stdout);
  } else if (!same && !replace_file(name, text, length)) {
    code = EXIT_OUTPUT;
  } else if (!same) {
    printf("%s\n", name);
  }
  free(text);
  free_text_file(&file);
  return code;
}

int command_fmt(int count, char **arguments) {
  const char *check = NULL;
  const cli_option options[] = {
      {"--check", NULL, "change nothing; name the files that would change: exit status 1", &check,
       0, NULL},
  };
  const cli_command cli = {
      .command = "fmt",
      .usage = "[--check] FILE...",
      .about =
          "Lays policies and case files out anew, each in its place: two spaces a level, one\n"
          "space behind a colon and a comma, at most one blank line in a row. Only white space\n"
          "changes; comments, quotes, anchors, the order of keys and what stands on lines of\n"
          "its own stay. FILE `-` is standard input, laid out on standard output.\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  int words = 0;
  int code = take_options(&cli, count, arguments, &words);
  if (code != CLI_GO_ON) {
    return code;
  }
  if (words == 0) {
    return wrong_usage(&cli, "which files?", "");
  }
  code = EXIT_FINE;
  for (int i = 1; i <= words; i++) {
    int result = format_file(arguments[i], check != NULL);
    code = result > code ? result : code;
  }
  return code;
}
